#!/usr/bin/env python3
"""Measures whole runs of role-audit on the generated corpus, side by side with other programs.

    python3 benches/compare.py                # builds, writes the corpus to target/corpus, measures
    python3 benches/compare.py --install-ryl  # the same, with ryl (a YAML linter in Rust) from PyPI in a folder of its own
    python3 benches/compare.py --all          # also the 100,000 documents (400 MB)

Needs Python 3.9, Cargo, and nothing else. Two programs that are compared run in turn (A B A B ...), after one run of each
that does not count; shown are the fastest and the middle run, and the middle of the ratios pair by pair.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
PARTS = ["yaml-1k", "yaml-10k", "markdown-10k", "stream", "posting", "charter", "scopes", "findings"]


class Run:
    """What one finished process cost."""

    def __init__(self, command):
        start = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        self.wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def in_turn(runs, *commands):
    """The runs of each command."""
    for command in commands:
        Run(command)
    rows = [[Run(command) for command in commands] for _ in range(runs)]
    return [list(column) for column in zip(*rows)]


def show(name, runs):
    wall, cpu, peak = ([getattr(run, what) for run in runs] for what in ("wall", "cpu", "peak"))
    figures = f"{min(wall):9.3f} {statistics.median(wall):9.3f} {statistics.median(cpu):9.3f} {max(peak):9.1f}"
    print(f"{name:<58}{figures}", flush=True)


def ratio(name, ours, theirs, demand):
    ratios = [a.wall / b.wall for a, b in zip(ours, theirs)]
    print(f"  {name}: {min(ratios):.2f} to {max(ratios):.2f}, middle {statistics.median(ratios):.2f} ({demand})", flush=True)


def build():
    cargo = ["cargo", "build", "--release", "--quiet"]
    # Together with the examples, the program would be built with what its tests ask of shared libraries: larger than it is shipped.
    for part in ("--examples", "--bins"):
        subprocess.run([*cargo, part], cwd=ROOT, check=True)
    return TARGET / "release"


def find_ryl(install):
    folder = TARGET / "ryl"
    known = shutil.which("ryl") or shutil.which("ryl", path=str(folder / "bin"))
    if known or not install:
        return known
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", "ryl"], check=True)
    return shutil.which("ryl", path=str(folder / "bin"))


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=7, help="counted runs of each command (default: 7)")
    asked.add_argument("--threads", type=int, default=min(4, os.cpu_count() or 1), help="threads of each program (default: 4)")
    asked.add_argument("--corpus", type=Path, default=TARGET / "corpus", help="where the corpus is or shall be")
    asked.add_argument("--install-ryl", action="store_true", help="fetch ryl from PyPI if it is not there")
    asked.add_argument("--no-build", action="store_true", help="take the programs as they are")
    asked.add_argument("--all", action="store_true", help="also 100,000 documents")
    asked = asked.parse_args()

    release = TARGET / "release" if asked.no_build else build()
    ours, parse = release / "role-audit", release / "examples" / "parse_only"
    corpus, threads = asked.corpus, str(asked.threads)
    parts = [*PARTS, *(["yaml-100k"] if asked.all else [])]
    made = corpus / "made"
    missing = [part for part in parts if part not in (made.read_text().split() if made.exists() else [])]
    if missing:
        subprocess.run([release / "examples" / "generate_corpus", corpus, *missing], check=True)
        with made.open("a") as file:
            file.write("\n".join(missing) + "\n")
    ryl = find_ryl(asked.install_ryl)

    def check(path, *more):
        return [ours, "check", "-q", "--threads", threads, *more, path]

    print(f"{asked.runs} runs, {threads} threads, {os.cpu_count()} processors; binary: {ours.stat().st_size / 1e6:.2f} MB")
    print(f"{'':<58}{'least s':>9} {'middle s':>9} {'cpu s':>9} {'peak MB':>9}")
    several = corpus / "yaml-10k"
    audit, parsed = in_turn(asked.runs, check(several), [parse, threads, several])
    show("check, 10,000 YAML documents, report for people", audit)
    show("the YAML parser alone on the same", parsed)
    ratio("check to parser", audit, parsed, "at most 2.0")
    quiet = check(several, "--format", "json")
    show("check, 10,000 YAML documents, JSON", in_turn(asked.runs, quiet)[0])
    if ryl:
        os.environ["RAYON_NUM_THREADS"] = threads
        audit, linted = in_turn(asked.runs, check(several), [ryl, "check", "--no-cache", "--config-data", "extends: default", several])
        show("check, once more", audit)
        show("ryl, default rules, no cache", linted)
        ratio("check to ryl", audit, linted, "at most 1.0")
    else:
        print("  ryl is not here, so it was not compared (--install-ryl fetches it)")
    show("check, 10,000 Markdown documents", in_turn(asked.runs, check(corpus / "markdown-10k"))[0])

    print("\nGrowth with the number of documents")
    sizes = ["yaml-1k", "yaml-10k", *(["yaml-100k"] if asked.all else [])]
    for size in sizes:
        show(f"  {size}", in_turn(min(asked.runs, 5), check(corpus / size))[0])
    print("\nGrowth with the number of roles in one team")
    for roles in (500, 1_000, 2_500, 5_000):
        show(f"  {roles} roles", in_turn(asked.runs, check(corpus / f"scope-{roles}.yaml"))[0])
    print("\nOne file")
    stream = check(corpus / "stream-50mb.yaml")
    for name, command in [
        ("start-up (--version)", [ours, "--version"]),
        ("one posting", [ours, "check", corpus / "posting.yaml"]),
        ("one team charter", [ours, "check", corpus / "charter.yaml"]),
        ("50 MB of postings in one file", stream),
        ("10,000 findings in a 5 MB file", [ours, "check", "--color", "always", corpus / "findings.yaml"]),
    ]:
        show(f"  {name}", in_turn(asked.runs * (3 if "MB" not in name else 1), command)[0])


if __name__ == "__main__":
    main()
