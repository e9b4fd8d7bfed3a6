//! Nothing about files, their names, their folders or where the report goes can crash the program, hang it or make it print what a
//! terminal, a log or a reader of reports would obey.

mod folder;

use folder::Folder;
use role_audit::report::escape;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const GOOD: &[u8] = b"title: Product Owner\nduties:\n  - Order the product backlog\n  - Define the product vision\n";
const FORMATS: [&str; 11] = ["human", "concise", "narrated", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "azure"];

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_role-audit"));
    // Windows programs do not start without it.
    let system = std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root));
    command.args(arguments).env_clear().envs(system).current_dir(folder).stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8")
}

#[track_caller]
fn assert_harmless(text: &str) {
    let hostile = text.find(|c: char| c != '\n' && escape::is_hostile(c));
    assert!(hostile.is_none(), "{:?}", hostile.map(|at| text[at..].chars().take(40).collect::<String>()));
}

/// Every text that a document can put into a report, with everything that some reader of reports would obey.
const INJECTION: &str = r#"team: "=cmd|' /C calc'!A0 \e]0;owned\a <xss onload=x> \u202Eteam"
product: "::error::x ##vso[task.complete result=Failed;]x ##[error] \e[2J"
roles:
  - title: "Product Manager <xss>\r\n::error file=x::owned \u2066]]> | **b** [a](javascript:alert(1)) \e[31m"
    duties:
      - "Own the product roadmap \e]8;;http://example.org\a <xss> %0A::error::x \u202Eend\u0007 @SUM(1+1)"
      - "=HYPERLINK(\"http://example.org\";\"x\") Own the product vision\n| a | b |\n# heading <!-- -->"
  - title: "+Product Owner `</td></script><xss>` \u200B\u2028x"
    duties:
      - "-Own the product roadmap \u009b2J ```"
      - "Own the product vision\t\u0000"
raci:
  "product-roadmap <xss>\e[5m": { "Product Manager <xss>": A, "Product Owner \u202E": A }
unknown\u202Ekey: [Own the "x" \e[1m]
"#;

#[test]
fn what_documents_and_file_names_hold_is_never_obeyed() {
    let folder = Folder::with(&[("plain.yaml", INJECTION.as_bytes()), ("broken.yaml", b"title: [\x1b]0;x\x07\n")]);
    let odd = "odd,;]%0A::error::<xss>\"&'`|$(touch owned)=1+1.yaml";
    fs::write(folder.path().join(odd), INJECTION).expect("it is writable");
    #[cfg(unix)]
    for name in ["\u{1b}[2J\u{1b}]0;owned\u{7}.yaml", "\u{202e}lmay.yaml", "line\nbreak\r::error::x.md", "#1 - [a](b).md"] {
        fs::write(folder.path().join(name), INJECTION).expect("it is writable");
    }
    for arguments in [&["."][..], &["plain.yaml", "broken.yaml", odd]] {
        for format in FORMATS {
            let more = ["--select", "all", "--min-confidence", "low", "--verbose", "--format", format];
            let said = run(folder.path(), &[arguments, &more].concat());
            assert_eq!(said.status.code(), Some(1), "{format}: {}", text(&said.stderr));
            let out = text(&said.stdout);
            assert_harmless(&out);
            assert_harmless(&text(&said.stderr));
            match format {
                "json" | "sarif" | "gitlab" => _ = serde_json::from_str::<serde_json::Value>(&out).expect("it is JSON"),
                "jsonl" => out.lines().for_each(|line| _ = serde_json::from_str::<serde_json::Value>(line).expect("it is JSON")),
                "junit" | "checkstyle" => {
                    let document = roxmltree::Document::parse(&out).expect("it is XML");
                    assert!(!document.descendants().any(|node| node.has_tag_name("xss")), "{out}");
                }
                "github" => {
                    for line in out.lines().filter(|line| line.trim_start().starts_with("::")) {
                        assert!(
                            ["::error title=", "::warning title=", "::notice title="].iter().any(|ours| line.starts_with(ours)),
                            "{line}"
                        );
                    }
                    assert!(!out.lines().any(|line| !line.starts_with("::") && line.contains("##[")), "{out}");
                }
                "azure" => assert!(out.lines().all(|line| line.rfind("##vso[").is_none_or(|at| at == 0)), "{out}"),
                _ => {}
            }
        }
        for (format, views) in [
            ("text", &["decisions,ownership,teams,roles,duties"][..]),
            ("markdown", &["decisions,ownership,teams,roles,duties"]),
            ("html", &["decisions,ownership,teams,roles,duties"]),
            ("json", &["decisions,ownership,teams,roles,duties"]),
            ("csv", &["decisions", "ownership", "teams", "roles", "duties"]),
        ] {
            for view in views {
                let said = run(folder.path(), &[&["table"], arguments, &["--format", format, "--view", view]].concat());
                let out = text(&said.stdout);
                assert!(out.len() > 10, "{format} {view}: {:?} {}", said.status, text(&said.stderr));
                if format == "csv" {
                    // Line breaks are part of the format.
                    assert_harmless(&out.replace('\r', ""));
                    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_bytes());
                    for cell in rows.records().flat_map(|row| row.expect("it is CSV").iter().map(str::to_owned).collect::<Vec<_>>()) {
                        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "a spreadsheet would compute {cell}");
                    }
                } else {
                    assert_harmless(&out);
                }
                if format == "html" {
                    assert!(!out.contains("<xss") && !out.contains("href=\"javascript"), "markup came through");
                }
            }
        }
    }
    let summary = folder.path().join("summary.md");
    let mut on_github = command(folder.path(), &["."]);
    on_github.env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", &summary);
    assert_eq!(on_github.output().expect("the program starts").status.code(), Some(1));
    let page = fs::read_to_string(&summary).expect("it was written");
    assert_harmless(&page);
    let markup = pulldown_cmark::Parser::new_ext(&page, pulldown_cmark::Options::all());
    for event in markup {
        assert!(!matches!(&event, pulldown_cmark::Event::Html(html) | pulldown_cmark::Event::InlineHtml(html) if html.contains("xss")));
    }
    assert!(!folder.path().join("owned").exists());
}

#[test]
fn messages_quote_nothing_raw() {
    let folder = Folder::with(&[("a.yaml", GOOD), ("role-audit.yaml", b"mod\xe2\x80\xael: x\n\"\\e[31m\": 1\nmodel: \"\\e]0;x\\a\"\n")]);
    let escape = "\u{1b}]0;owned\u{7}\u{202e}";
    for arguments in [
        &["."][..],
        &["--no-config", "--model", escape, "."],
        &["--no-config", "--select", escape, "."],
        &["--no-config", "--config", escape],
        &["--no-config", "--rules", escape, "."],
        &["--no-config", "--exclude", "[\u{1b}", "."],
        &["--no-config", escape],
        &["--no-config", "\u{1b}*.yaml"],
        &["table", "--no-config", "--baseline", escape, "."],
        &["table", "--no-config", "--output", "no/\u{1b}folder", "a.yaml"],
        &["--no-config", "--format", "json=no/\u{1b}folder", "a.yaml"],
        &["--config", escape, "."],
        &["explain", escape],
        &["schema", escape],
        &[escape, "--format", escape],
    ] {
        let said = run(folder.path(), arguments);
        assert!(matches!(said.status.code(), Some(2 | 3)), "{arguments:?}: {:?} {}", said.status, text(&said.stdout));
        assert_harmless(&text(&said.stderr));
        assert!(!said.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn files_that_change_while_they_are_read_are_read_or_told() {
    let folder = Folder::with(&[("org/a.yaml", GOOD), ("org/b.md", b"# Product Owner\n\n## Responsibilities\n\n- Order the backlog\n")]);
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let path = folder.path().join("org/a.yaml");
    let writer = std::thread::spawn(move || {
        for round in 0.. {
            if !matches!(stopped.try_recv(), Err(std::sync::mpsc::TryRecvError::Empty)) {
                break;
            }
            match round % 4 {
                0 => _ = fs::write(&path, GOOD.repeat(round % 1000)),
                1 => _ = fs::write(&path, b""),
                2 => _ = fs::remove_file(&path),
                _ => _ = fs::write(&path, &GOOD[..round % GOOD.len()]),
            }
        }
    });
    for _ in 0..25 {
        let said = run(folder.path(), &["org", "--format", "json"]);
        assert!(matches!(said.status.code(), Some(0 | 1)), "{:?} {}", said.status, text(&said.stderr));
        let report: serde_json::Value = serde_json::from_slice(&said.stdout).expect("the report is whole");
        assert!(
            report["roles"].as_array().expect("a list").iter().any(|role| role["path"] == "org/b.md"),
            "the other file is audited"
        );
        assert!(!text(&said.stdout).contains("role-audit failed"));
    }
    drop(stop);
    writer.join().expect("it ends");
}

#[test]
fn a_folder_of_a_hundred_thousand_files_is_audited() {
    let folder = Folder::with(&[("org/sub/z.yaml", GOOD)]);
    for number in 0..100_000 {
        fs::write(folder.path().join(format!("org/{number}.yaml")), "kind: Deployment\nspec: {replicas: 1}\n").expect("it is writable");
    }
    let started = Instant::now();
    let said = run(folder.path(), &["org", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&said.stdout).expect("it is JSON");
    assert_eq!(report["roles"].as_array().map(Vec::len), Some(1), "{}", text(&said.stderr));
    assert!(started.elapsed() < Duration::from_mins(2), "it took {:?}", started.elapsed());
}

#[test]
fn what_is_exhausted_or_closed_ends_the_run_in_words() {
    let folder = Folder::with(&[("a.yaml", GOOD), ("deep/er/b.yaml", GOOD)]);
    // A path longer than systems allow, and a name that is too long.
    for path in [format!("{}a.yaml", "deep/../".repeat(2000)), "x".repeat(5000)] {
        let said = run(folder.path(), &[&path]);
        assert!(matches!(said.status.code(), Some(1 | 3)), "{:?} {}", said.status, text(&said.stderr));
        let beside = run(folder.path(), &[&path, "a.yaml", "--format", "json"]);
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&beside.stdout).expect("it is JSON")["summary"]["roles"], 1);
    }
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn links_pipes_sockets_and_devices_do_not_hang_a_run() {
        let folder = Folder::with(&[("org/good.yaml", GOOD), ("org/sub/x.yaml", GOOD)]);
        let org = folder.path().join("org");
        symlink(&org, org.join("sub/up")).expect("links can be made");
        symlink("loop.yaml", org.join("loop.yaml")).expect("links can be made");
        symlink("/dev/zero", org.join("zero.yaml")).expect("links can be made");
        symlink("/dev/stdin", org.join("stdin.yaml")).expect("links can be made");
        let _socket = std::os::unix::net::UnixListener::bind(org.join("s.yaml"));
        assert!(Command::new("mkfifo").arg(org.join("pipe.yaml")).status().is_ok_and(|status| status.success()));
        let met = run(folder.path(), &["org", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_slice(&met.stdout).expect("it is JSON");
        assert_eq!(report["summary"]["roles"], 2, "{report}");
        for named in ["org/loop.yaml", "org/zero.yaml", "org/pipe.yaml", "/dev/zero", "/dev/full", "/proc/self/mem"] {
            let said = run(folder.path(), &[named, "org/good.yaml", "--format", "concise"]);
            assert_eq!(said.status.code(), Some(1), "{named}");
            assert!(text(&said.stdout).contains("unreadable-document"), "{named}: {}", text(&said.stdout));
        }
        // A configuration and rules that are no files.
        symlink("/dev/zero", folder.path().join("role-audit.yaml")).expect("links can be made");
        assert_eq!(run(folder.path(), &["org"]).status.code(), Some(2));
        let rules = folder.path().join("rules");
        fs::create_dir_all(&rules).expect("it is writable");
        symlink("/dev/zero", rules.join("keys.yaml")).expect("links can be made");
        symlink(&rules, rules.join("again")).expect("links can be made");
        let said = run(folder.path(), &["--no-config", "--rules", "rules", "org"]);
        assert!(said.status.code().is_some_and(|code| code < 3), "{}", text(&said.stderr));
    }

    #[test]
    fn unreadable_files_are_findings_beside_the_others() {
        let folder = Folder::with(&[("org/a.yaml", GOOD), ("org/shut.yaml", GOOD), ("org/closed/b.yaml", GOOD)]);
        let (file, below) = (folder.path().join("org/shut.yaml"), folder.path().join("org/closed"));
        for path in [&file, &below] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o000)).expect("they can be changed");
        }
        // Nothing is forbidden to the superuser; then another user is asked, where there is a way to become one.
        let forbidden = fs::read(&file).is_err();
        let mut command = if forbidden {
            super::command(folder.path(), &["org", "--format", "json"])
        } else {
            as_nobody(folder.path())
        };
        let output = command.output();
        fs::set_permissions(&below, fs::Permissions::from_mode(0o755)).expect("they can be changed");
        let Ok(output) = output else { return };
        let Ok(report) = serde_json::from_slice::<serde_json::Value>(&output.stdout) else {
            assert!(!forbidden, "{}", text(&output.stderr));
            return;
        };
        let told = report["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|finding| finding["check"] == "unreadable-document");
        assert_eq!(told.count(), 2, "{report}");
        assert_eq!(report["summary"]["roles"], 1);
    }

    fn as_nobody(folder: &Path) -> Command {
        let mut command = Command::new("setpriv");
        command.args([
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            env!("CARGO_BIN_EXE_role-audit"),
            "org",
            "--format",
            "json",
        ]);
        command.current_dir(folder);
        command
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_no_text_are_told_apart_and_shown() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let folder = Folder::with(&[]);
        for name in [&b"caf\xE9.yaml"[..], b"caf\xE8.yaml", b"dir\xFF/x.yaml"] {
            let path = folder.path().join(OsStr::from_bytes(name));
            fs::create_dir_all(path.parent().expect("it has one")).expect("it is writable");
            fs::write(path, GOOD).expect("it is writable");
        }
        for format in FORMATS {
            let said = run(folder.path(), &[".", "--format", format]);
            assert_eq!(said.status.code(), Some(0), "{format}: {}", text(&said.stderr));
            assert_harmless(&text(&said.stdout));
        }
        let report = run(folder.path(), &[".", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_slice(&report.stdout).expect("it is JSON");
        assert_eq!(report["summary"]["files"], 3);
        let mut named = super::command(folder.path(), &["--format", "json"]);
        let said = named
            .arg(OsStr::from_bytes(b"caf\xE9.yaml"))
            .arg(OsStr::from_bytes(b"none\xE9.yaml"))
            .output()
            .expect("it starts");
        let report: serde_json::Value = serde_json::from_slice(&said.stdout).expect("it is JSON");
        assert_eq!(report["summary"]["roles"], 1, "{report}");
    }

    #[test]
    fn a_reader_that_goes_away_is_no_error_in_any_table() {
        let folder = Folder::with(&[("a.yaml", GOOD)]);
        for format in ["text", "markdown", "csv", "json", "html"] {
            let (reader, writer) = std::io::pipe().expect("a pipe");
            drop(reader);
            let mut command = super::command(folder.path(), &["table", "a.yaml", "--format", format]);
            let said = command.stdout(writer).stderr(Stdio::piped()).spawn().and_then(std::process::Child::wait_with_output);
            let said = said.expect("the program starts");
            assert_eq!((said.status.code(), text(&said.stderr).as_str()), (Some(0), ""), "{format}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error_wherever_it_is_met() {
        let folder = Folder::with(&[("a.yaml", GOOD)]);
        let full = || fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let formats = FORMATS.map(|format| vec!["a.yaml", "--format", format]);
        let tables = ["text", "markdown", "csv", "json", "html"].map(|format| vec!["table", "a.yaml", "--format", format]);
        let others = [vec!["rules", "list"], vec!["config", "show"], vec!["schema", "document"], vec!["--help"]];
        for arguments in formats.into_iter().chain(tables).chain(others) {
            let said = super::command(folder.path(), &arguments).stdout(full()).output().expect("the program starts");
            let err = text(&said.stderr);
            let helped = arguments == ["--help"];
            // Findings that could not be shown must not look like a clean run.
            assert!(
                helped || (said.status.code() == Some(2) && err.contains("no space left")),
                "{arguments:?}: {:?} {err}",
                said.status
            );
        }
        let output = run(folder.path(), &["table", "a.yaml", "--output", "/dev/full"]);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        // Neither does a standard output that was never opened.
        let shell = "exec \"$0\" a.yaml --select all --format json >&-";
        let closed = Command::new("sh").args(["-c", shell, env!("CARGO_BIN_EXE_role-audit")]).current_dir(folder.path()).output();
        assert!(closed.is_ok_and(|said| matches!(said.status.code(), Some(0..=2)) && !text(&said.stderr).contains("internal error")));
    }
}
