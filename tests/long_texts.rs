//! Long texts cost time in proportion to their length: a megabyte in one duty, or of anything repeated, is read, judged and reported
//! at once, and no report is many times as long as what it reports on.

use role_audit::audit::{Audit, Input};
use role_audit::finding::Confidence;
use role_audit::report::{self, Format, Look, Report, View};
use role_audit::rulebook::Rulebook;
use role_audit::settings::Settings;
use role_audit::source::Source;
use role_audit::table::{Table, TableFormat, View as TableView, render};
use std::time::{Duration, Instant};

const MEGABYTE: usize = 1 << 20;

/// Audits one text and writes every report; says how long it took and how much was written.
fn cost(name: &str, text: String) -> (Duration, usize) {
    let started = Instant::now();
    let rulebook = Rulebook::builtin();
    let select = role_audit::checks::ALL.iter().map(|check| check.id.to_owned()).collect();
    let settings = Settings { min_confidence: Confidence::Low, select, ..Settings::default() };
    let audit = Audit::run(vec![Input { source: Source::new(name, text), failure: None, named: true }], rulebook, &settings);
    assert!(!audit.problems.iter().any(|(_, problem)| format!("{problem:?}").contains("role-audit failed")));
    let report = Report { audit: &audit, rulebook, settings: &settings };
    let mut out = Vec::new();
    for format in [Format::Human, Format::Json, Format::Sarif, Format::Github, Format::Junit, Format::Narrated] {
        let view = View { look: Look::FILE, quiet: false, verbose: true };
        report::write(format, &report, view, &mut out).expect("a vector takes everything");
    }
    let table = Table::new(&report, &TableView::ALL, None);
    for format in [TableFormat::Text, TableFormat::Markdown, TableFormat::Html] {
        render::write(format, &table, Look::FILE, &mut out).expect("a vector takes everything");
    }
    (started.elapsed(), out.len())
}

fn repeated(piece: &str, length: usize) -> String {
    piece.repeat(length / piece.len() + 1)
}

/// The piece, repeated, as one duty and as the document itself.
fn documents(piece: &str, length: usize) -> [(&'static str, String); 5] {
    let long = repeated(piece, length);
    let line = long.replace(['\n', '\r'], " ");
    let quoted = line.replace('\\', "\\\\").replace('"', "\\\"").replace(|c: char| c.is_control(), " ");
    [
        ("a.yaml", format!("title: Product Owner\nduties:\n  - \"{quoted}\"\n  - Order the backlog\n")),
        ("b.yaml", format!("title: Product Owner\nduties:\n  - |\n    {line}\n")),
        ("c.yaml", long.clone()),
        ("d.md", format!("# Product Owner\n\n## Responsibilities\n\n- {line}\n")),
        ("e.md", format!("# Product Owner\n\n## Responsibilities\n\n{long}\n")),
    ]
}

/// Limits that hold on slow and busy machines, too; what is worse than linear exceeds them by far.
fn is_cheap(took: Duration, written: usize, length: usize) -> bool {
    took < Duration::from_secs(5) + Duration::from_micros(20) * length as u32 && written < 100_000 + 500 * length
}

#[test]
fn a_megabyte_in_one_duty_is_no_burden() {
    let mut slow = Vec::new();
    for piece in ["a ", "own ", "Own the roadmap and order the backlog and ", "a"] {
        for at in [0, 3] {
            let (name, text) = documents(piece, MEGABYTE)[at].clone();
            let (took, written) = cost(name, text);
            if !is_cheap(took, written, MEGABYTE) {
                slow.push(format!("{name} of {piece:?}: {took:?}, {} MiB written", written / MEGABYTE));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn anything_repeated_is_no_burden() {
    const LENGTH: usize = 1 << 16;
    let mut slow = Vec::new();
    for piece in [
        "Own the product roadmap, ",
        "not ",
        "if no ",
        "( ",
        "\" ",
        "; ",
        "/",
        "- ",
        "é",
        "e\u{301}",
        "\u{202e}",
        "<li>x",
        "<!-- ",
        "&amp;",
        "**a ",
        "[a](",
        "`a ",
        "|a",
        "_a",
        "on behalf of the ",
        "Product Manager / Owner, ",
        "::",
        "%0A",
        "x: ",
        "http://a.b/",
        "- a\n",
        "a\n",
        "> ",
        "# a\n",
    ] {
        for (name, text) in documents(piece, LENGTH) {
            let (took, written) = cost(name, text);
            if !is_cheap(took, written, LENGTH) {
                slow.push(format!("{name} of {piece:?}: {took:?}, {written} bytes written"));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn many_things_and_long_names_are_no_burden() {
    let many = |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<Vec<_>>().concat();
    let title = "Product Owner ".repeat(MEGABYTE / 4 / 14);
    let duties = |count: usize| "  - Own the product roadmap\n".repeat(count);
    let posting = |count: usize| format!("## Responsibilities\n\n{}", "- Own the product roadmap\n".repeat(count));
    let cases = [
        ("title.yaml", format!("title: {title}\nduties:\n{}", duties(1000))),
        (
            "team.yaml",
            format!("team: {title}\nroles:\n{}", "  - title: Product Owner\n    duties: [Own the roadmap]\n".repeat(500)),
        ),
        ("heading.md", format!("# {title}\n\n{}", posting(1000))),
        (
            "columns.md",
            format!("| Area | {title} | {title} |\n|---|---|---|\n{}", many(2000, &|at| format!("| row {at} | A | A |\n"))),
        ),
        ("same.yaml", format!("title: Product Owner\nduties:\n{}", duties(5000))),
        (
            "roles.yaml",
            many(500, &|at| format!("- title: Product Owner {at}\n  team: A\n  duties: [Own the roadmap]\n")),
        ),
        (
            "raci.yaml",
            format!("raci:\n{}", many(4000, &|at| format!("  row {at}: {{Product Owner: A, Product Manager: A}}\n"))),
        ),
        ("headings.md", many(500, &|at| format!("# Product Owner {at}\n\n- Own the roadmap\n\n"))),
        ("nested.md", many(1000, &|depth| format!("{}- Own it\n", "  ".repeat(depth % 200)))),
        ("quotes.md", format!("{} Own it\n", ">".repeat(100_000))),
        (
            "wide.md",
            format!("| Product Owner |{}\n|---|{}\n{}", "a|".repeat(500), "---|".repeat(500), "| Own it |\n".repeat(1000)),
        ),
        ("html.md", format!("# Product Owner\n\n{}", "<div><ul><li>".repeat(20_000))),
        ("comments.yaml", many(5000, &|_| "- Own it # role-audit: allow(two-owners) x\n".to_owned())),
        ("links.md", format!("# Product Owner\n\n{}", many(2000, &|at| format!("[a{at}]: b\n- [a{at}] Own it\n")))),
    ];
    let mut slow = Vec::new();
    for (name, text) in cases {
        let length = text.len();
        let (took, written) = cost(name, text);
        if !is_cheap(took, written, length) {
            slow.push(format!("{name}: {took:?}, {written} bytes written for {length}"));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

/// Looks for pairs of pieces whose repetition costs more than their length: twice as much must not cost four times as much.
#[test]
#[ignore = "takes minutes; for those who change a reader"]
fn no_pair_of_pieces_costs_more_than_its_length() {
    const PIECES: &[&str] = &[
        "a",
        " ",
        "\n",
        "\n\n",
        "\t",
        "- ",
        "  ",
        ": ",
        "? ",
        "|\n",
        ">\n",
        "\"",
        "'",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a ",
        "!a ",
        "#",
        "# ",
        "<",
        "<b ",
        "<!--",
        "-->",
        "<li>",
        "</li>",
        "<td>",
        "<table>",
        "&",
        "*",
        "**",
        "_",
        "`",
        "~",
        "~~",
        "[a](",
        "![",
        "](",
        "|",
        "|-",
        "\\",
        "1. ",
        "---\n",
        "===\n",
        "```\n",
        "Own ",
        "and ",
        "the roadmap",
        "(",
        ")",
        "/",
        ";",
        ".",
        "é",
        "\u{202e}",
        "title: a\n",
        "<<: ",
        "%",
        "@",
    ];
    let mut slow = Vec::new();
    for one in PIECES {
        for other in PIECES {
            let piece = format!("{one}{other}");
            for at in 0..5 {
                let time = |length| {
                    let (name, text) = documents(&piece, length)[at].clone();
                    let started = Instant::now();
                    let input = Input { source: Source::new(name, text), failure: None, named: true };
                    Audit::run(vec![input], Rulebook::builtin(), &Settings::default());
                    (name, started.elapsed())
                };
                let (name, once) = time(1 << 14);
                if once > Duration::from_millis(60) {
                    let (_, fourfold) = time(1 << 16);
                    if fourfold > once * 8 {
                        slow.push(format!("{name} of {piece:?}: {once:?}, then {fourfold:?}"));
                    }
                }
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}
