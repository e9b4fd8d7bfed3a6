//! The program opens no connection, starts no program and writes nothing but what was asked for.

#[cfg(target_os = "linux")]
mod folder;

use std::fs;
use std::path::{Path, PathBuf};

/// Where files may be written or created: the reports, the file that `init` makes, the weights that `rules train` makes.
const WRITERS: [&str; 4] = ["commands/check.rs", "commands/table.rs", "commands/init.rs", "commands/rules/accuracy.rs"];

#[test]
fn nothing_in_the_program_connects_starts_or_removes_and_few_places_write() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    assert!(files.len() > 100);
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs")) {
        let text = fs::read_to_string(file).expect("it is text");
        let name = file.strip_prefix(&root).expect("it lies there").to_string_lossy().replace('\\', "/");
        for word in [
            "std::net",
            "UnixStream",
            "process::Command",
            "Command::new(\"",
            "fs::remove",
            "fs::rename",
            "set_permissions",
            "libc::",
        ] {
            assert!(!text.contains(word), "{name} has {word}");
        }
        let writes = ["File::create", "fs::write(", ".write(true)", ".append(true)", ".create(true)", "create_dir", "fs::copy"];
        if !WRITERS.contains(&name.as_str()) {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            assert!(!writes.iter().any(|word| code.contains(word)), "{name} writes a file");
        }
    }
}

#[test]
fn no_dependency_brings_a_network() {
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).expect("it is there");
    let names: Vec<&str> = lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.contains(&"clap"));
    for networked in [
        "tokio",
        "async-std",
        "smol",
        "mio",
        "socket2",
        "hyper",
        "reqwest",
        "ureq",
        "curl",
        "isahc",
        "attohttpc",
        "minreq",
        "h2",
        "quinn",
        "rustls",
        "native-tls",
        "openssl",
        "hickory-resolver",
        "tungstenite",
        "tonic",
        "ssh2",
        "git2",
        "gix",
        "self_update",
    ] {
        assert!(!names.contains(&networked), "{networked} is among the dependencies");
    }
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("it is readable") {
        let path = entry.expect("it is readable").path();
        if path.is_dir() {
            collect(&path, into);
        } else {
            into.push(path);
        }
    }
}

#[cfg(target_os = "linux")]
mod traced {
    use super::folder::Folder;
    use std::fs;
    use std::io::Write;
    use std::process::{Command, Stdio};

    const ORG: &[(&str, &[u8])] = &[
        ("org/a.yaml", b"title: Product Owner\nduties:\n  - Order the product backlog\n  - Own the product roadmap\n"),
        (
            "org/b.md",
            b"# Product Manager\n\n## Responsibilities\n\n- Own the product roadmap\n- ![x](http://example.org/x.png)\n",
        ),
        ("org/broken.yaml", b"title: [http://example.org\n"),
        ("org/old.json", b"{\"version\": 1, \"findings\": []}"),
        ("role-audit.yaml", b"rules: house\nmodel: split\n"),
        ("house/models/solo.yaml", include_bytes!("../rules/models/solo.yaml")),
    ];

    /// What a run asked the system for, one call a line, and what it said on standard error; nothing where calls cannot be traced.
    fn trace(folder: &Folder, arguments: &[&str], input: &[u8]) -> Option<Vec<String>> {
        let log = folder.path().join("calls");
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-s", "4096", "-e", "trace=%network,%process,%file,memfd_create,io_uring_setup,ptrace", "-o"]);
        command.arg(&log).arg(env!("CARGO_BIN_EXE_role-audit")).args(arguments).env_clear().current_dir(folder.path());
        let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut child = child.ok()?;
        _ = child.stdin.take()?.write_all(input);
        let output = child.wait_with_output().ok()?;
        let calls = fs::read_to_string(&log).ok()?;
        _ = fs::remove_file(log);
        let said = String::from_utf8_lossy(&output.stderr);
        // Inside some containers nobody may trace.
        if calls.is_empty() || said.contains("ptrace") {
            return None;
        }
        assert!(output.status.code().is_some_and(|code| code < 2), "{arguments:?}: {said}");
        Some(calls.lines().map(str::to_owned).collect())
    }

    /// The files that calls open for writing, and every call that no run may make.
    fn judge(calls: &[String]) -> (Vec<String>, Vec<String>) {
        let (mut written, mut forbidden) = (Vec::new(), Vec::new());
        let mut started = 0;
        for line in calls {
            let call = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
            let name = call.split('(').next().unwrap_or_default();
            match name {
                "open" | "openat" | "openat2" | "creat" => {
                    let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"].iter().any(|flag| call.contains(flag));
                    if writes || name == "creat" {
                        written.push(call.split('"').nth(1).unwrap_or(call).to_owned());
                    }
                }
                "execve" | "execveat" => started += 1,
                // Threads of the program itself.
                "clone" | "clone3" if call.contains("CLONE_THREAD") => {}
                "access" | "faccessat" | "faccessat2" | "stat" | "lstat" | "fstat" | "newfstatat" | "statx" | "statfs" | "readlink"
                | "???" | "readlinkat" | "getcwd" | "exit" | "exit_group" | "wait4" | "waitid" | "kill" | "tgkill" | "rt_sigqueueinfo" => {}
                // "???" is a thread that the end of the program caught on its way into a call, which was not made.
                _ if name.is_empty() || name.contains(['<', '+', '-']) || call.starts_with(['+', '-', '<', ')']) => {}
                _ => forbidden.push(call.to_owned()),
            }
        }
        if started != 1 {
            forbidden.push(format!("{started} programs were started"));
        }
        (written, forbidden)
    }

    #[test]
    fn a_run_connects_nowhere_starts_nothing_and_writes_only_what_was_asked_for() {
        let folder = Folder::with(ORG);
        let cases: &[(&[&str], &[u8], &[&str])] = &[
            (&["check", "org", "--select", "all"], b"", &[]),
            (&["org", "--format", "json", "--threads", "4"], b"", &[]),
            (&["org", "--format", "sarif=a.sarif", "--format", "junit=b.xml"], b"", &["a.sarif", "b.xml"]),
            (&["-", "--stdin-name", "x.md"], ORG[1].1, &[]),
            (&["table", "org", "--view", "ownership,decisions,roles,teams,duties"], b"", &[]),
            (
                &["table", "org", "--format", "html", "--output", "page.html", "--baseline", "org/old.json"],
                b"",
                &["page.html"],
            ),
            (&["classify", "--trace"], b"Own the roadmap at http://example.org\n", &[]),
            (&["classify", "--format", "jsonl"], b"{\"text\": \"Own the roadmap\"}\n", &[]),
            (&["explain", "two-owners"], b"", &[]),
            (&["rules", "list", "--rules", "house"], b"", &[]),
            (&["config", "show"], b"", &[]),
            (&["schema", "document"], b"", &[]),
            (&["completions", "bash"], b"", &[]),
        ];
        for (arguments, input, expected) in cases {
            let Some(calls) = trace(&folder, arguments, input) else {
                // Not through a macro, whose words the test harness would keep to itself.
                let notice = b"\nNOTICE: system calls were not traced: there is no strace, or it may not trace\n\n";
                std::io::stderr().write_all(notice).expect("it is open");
                return;
            };
            assert!(calls.len() > 5, "{arguments:?}: {calls:?}");
            let (written, forbidden) = judge(&calls);
            assert!(forbidden.is_empty(), "{arguments:?}: {forbidden:#?}");
            assert_eq!(written, *expected, "{arguments:?} wrote");
        }
    }
}
