//! The command line keeps its promises: exit status, hints, streams, colour.

mod folder;

use folder::Folder;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Roughly what a command says: status, standard output, standard error.
struct Said {
    status: Option<i32>,
    out: String,
    err: String,
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_role-audit"));
    // Windows programs do not start without it.
    let system = std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root));
    command.args(arguments).env_clear().envs(system).stdin(Stdio::null());
    command
}

fn said(output: &Output) -> Said {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8");
    Said { status: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}

fn run(arguments: &[&str]) -> Said {
    said(&command(arguments).output().expect("the program starts"))
}

fn run_in(folder: &Path, arguments: &[&str]) -> Said {
    said(&command(arguments).current_dir(folder).output().expect("the program starts"))
}

fn run_with_input(arguments: &[&str], input: &[u8]) -> Said {
    let mut child = command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let input = input.to_vec();
    let feed = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("the program ends");
    // The program may end before it has read everything.
    _ = feed.join();
    said(&output)
}

const COMMANDS: &[&[&str]] = &[
    &[],
    &["check"],
    &["classify"],
    &["explain"],
    &["rules", "list"],
    &["rules", "test"],
    &["config", "show"],
    &["init"],
    &["schema"],
    &["completions"],
];

#[test]
fn every_help_text_has_an_example() {
    for command in COMMANDS {
        let said = run(&[command, &["--help"][..]].concat());
        assert_eq!(said.status, Some(0), "{command:?}: {}", said.err);
        assert!(said.out.contains("Example"), "{command:?}: {}", said.out);
    }
    assert!(run(&["--version"]).out.starts_with("role-audit "));
}

#[test]
fn wrong_use_is_status_2_with_a_suggestion() {
    let cases: &[(&[&str], &str)] = &[
        (&["--formt", "json"], "--format"),
        (&["--format", "jsn"], "'json'"),
        (&["--fail-on", "warn"], "'warning'"),
        (&["--select", "no-such-check"], "no-such-check"),
        (&["--model", "splt"], "`split`"),
        (&["--rules", "no-such-folder"], "no-such-folder"),
        (&["--threads", "0"], "1..="),
        (&["--quiet", "--verbose"], "cannot be used with"),
        (&["--format", "json", "--format", "human"], "only one --format"),
        (&["--format", "json", "explain", "product-roadmap"], "role-audit explain --format"),
        (&["explain", "product-rodmap"], "product-roadmap"),
        (&["org/[a"], "pattern"),
    ];
    for (arguments, hint) in cases {
        let said = run(arguments);
        assert_eq!(said.status, Some(2), "{arguments:?}: {}", said.err);
        assert!(said.err.contains(hint), "{arguments:?} should name {hint}: {}", said.err);
        assert_eq!(said.out, "", "{arguments:?}");
    }
}

#[test]
fn nothing_to_audit_is_status_3_with_a_hint() {
    let folder = Folder::with(&[("org/charter.yaml", b"x: 1\n"), ("notes/list.md", b"# Shopping\n\nMilk and bread.\n")]);
    let cases: &[(&[&str], &str)] = &[
        (&["org/chartr.yaml"], "org/charter.yaml"),
        (&["clasify"], "role-audit classify"),
        (&["notes/*.yaml"], "matches the pattern"),
        (&["notes"], "`title: Product Owner`"),
        (&["check", "notes", "--format", "json"], "describes no role"),
    ];
    for (arguments, hint) in cases {
        let said = run_in(folder.path(), arguments);
        assert_eq!(said.status, Some(3), "{arguments:?}: {}", said.err);
        assert!(said.err.contains(hint), "{arguments:?} should say {hint}: {}", said.err);
        assert_eq!(said.out, "", "{arguments:?}");
    }
}

#[test]
fn a_mistake_in_a_rule_file_is_status_2_with_its_place() {
    let folder = Folder::with(&[("our/keys.yaml", b"title: [title\nduties: x\n")]);
    let said = run_in(folder.path(), &["check", "--rules", "our", "."]);
    assert_eq!(said.status, Some(2), "{}", said.err);
    assert!(said.err.contains("keys.yaml:"), "{}", said.err);
}

#[test]
fn colour_follows_the_option_then_the_environment_then_the_terminal() {
    let coloured = |arguments: &[&str], env: &[(&str, &str)]| {
        let output = command(arguments).envs(env.iter().copied()).output().expect("the program starts");
        output.stdout.contains(&0x1b)
    };
    let explain = &["explain", "product-roadmap"][..];
    assert!(!coloured(explain, &[("TERM", "xterm")]), "a pipe is no terminal");
    assert!(coloured(explain, &[("FORCE_COLOR", "1")]));
    assert!(coloured(explain, &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(explain, &[("NO_COLOR", "1")]));
    assert!(coloured(&["explain", "product-roadmap", "--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!coloured(&["--color=never", "explain", "product-roadmap"], &[("FORCE_COLOR", "1")]));
    assert!(!coloured(&["--color", "never", "--help"], &[("FORCE_COLOR", "1")]));
}

#[test]
fn other_locales_get_ascii() {
    let output = command(&["explain", "product-roadmap"]).env("LC_ALL", "C").output().expect("the program starts");
    assert!(output.stdout.is_ascii());
}

#[test]
fn explain_knows_areas_and_lists_everything() {
    let said = run(&["explain", "Product-Roadmap"]);
    assert_eq!(said.status, Some(0), "{}", said.err);
    for words in ["Product Manager", "Who says so", "SAFe, Product Management"] {
        assert!(said.out.contains(words), "{words} is missing: {}", said.out);
    }
    let list = run(&["explain"]);
    assert!(list.out.contains("product-roadmap") && list.out.contains("backlog-refinement"), "{}", list.out);
    assert!(run(&["rules", "list"]).out.contains("product-roadmap"));
}

#[test]
fn completions_exist_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = run(&["completions", shell]);
        assert_eq!(said.status, Some(0), "{}", said.err);
        assert!(said.out.contains("min-confidence"), "{shell}");
    }
}

#[test]
fn classify_answers_lines_and_objects_in_order_and_goes_on_after_a_broken_one() {
    let input = "\u{feff}Own the roadmap\r\n\n{\"text\": \"Order the backlog\", \"id\": {\"n\": 1.50}}\n{\"id\": 3}\n{\"text\": \n\
                 {\"id\": \"x\", \"text\": \"Gr\\u00fc\\u00dfe\", \"label\": \"po\"}\n{\"text\": 5}";
    let said = run_with_input(&["classify", "--format", "jsonl"], input.as_bytes());
    assert_eq!(said.status, Some(1), "{}", said.err);
    let answers: Vec<serde_json::Value> =
        said.out.lines().map(|line| serde_json::from_str(line).expect("every line is an object")).collect();
    let texts: Vec<_> = answers.iter().map(|answer| answer["text"].as_str().unwrap_or_default()).collect();
    assert_eq!(texts, ["Own the roadmap", "Order the backlog", "Grüße"]);
    assert!(said.out.contains("{\"id\":{\"n\": 1.50},\"text\":\"Order"), "ids are echoed as they were given: {}", said.out);
    assert!(answers[0]["id"].is_null());
    let keys: Vec<_> = answers[0].as_object().expect("it is an object").keys().take(10).map(String::as_str).collect();
    let expected = ["id", "text", "type", "other_role", "area", "relation", "claim", "strength", "confidence", "evidence"];
    assert_eq!(keys, expected);
    for line in ["line 4 is not", "line 5 is not", "line 7 is not"] {
        assert!(said.err.contains(line), "{line}: {}", said.err);
    }
    assert_eq!(said.err.lines().filter(|line| line.starts_with("error:")).count(), 3, "{}", said.err);
}

#[test]
fn classify_answers_arguments_and_needs_something_to_classify() {
    let said = run(&["classify", "Own the product roadmap", "Order the backlog"]);
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert!(said.out.contains("Own the product roadmap") && said.out.contains("Order the backlog"), "{}", said.out);
    for arguments in [&["classify"][..], &["classify", "-"]] {
        let nothing = run_with_input(arguments, b"\n \n");
        assert_eq!(nothing.status, Some(3), "{}", nothing.err);
        assert!(run_with_input(arguments, b"Order the backlog\n").out.contains("Order the backlog"));
    }
}

#[test]
fn classify_never_prints_what_a_terminal_would_obey() {
    let hostile = "Own the \u{1b}[2Jroadmap \u{202e}gol\u{7}";
    let objects = run_with_input(&["classify", "--format", "jsonl"], hostile.as_bytes());
    for out in [run(&["classify", hostile, "--trace"]).out, objects.out] {
        assert!(!out.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{out:?}");
    }
}

#[test]
fn classify_gives_the_same_bytes_for_any_number_of_threads() {
    let line = |number| format!("{{\"id\":{number},\"text\":\"Own part {number} of the roadmap\"}}\n");
    let input = (0..20_000).map(line).collect::<Vec<_>>().concat();
    let one = run_with_input(&["classify", "--format", "jsonl", "--threads", "1"], input.as_bytes());
    let eight = run_with_input(&["classify", "--format", "jsonl", "--threads", "8"], input.as_bytes());
    assert_eq!(one.out.lines().count(), 20_000);
    assert!(one.out.lines().enumerate().all(|(at, line)| line.starts_with(&format!("{{\"id\":{at},"))));
    assert!(one.out == eight.out, "the number of threads changed the output");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = command(&["classify"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("it is piped");
    // The program stops reading when nobody listens.
    _ = stdin.write_all(&b"Own the roadmap\n".repeat(50_000));
    drop(stdin);
    let said = said(&child.wait_with_output().expect("the program ends"));
    assert_eq!((said.status, said.err.as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = || std::fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    let formats = ["human", "concise", "narrated", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "azure"];
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/example");
    let checks = formats.iter().map(|format| vec!["check", document, "--format", format]);
    let tables = ["text", "markdown", "csv", "json", "html"].iter().map(|format| vec!["table", document, "--format", format]);
    let others = [&["explain"][..], &["completions", "bash"], &["classify", "Own it"], &["schema", "table"]].map(<[&str]>::to_vec);
    for arguments in others.into_iter().chain(checks).chain(tables) {
        let output = command(&arguments).stdout(full()).output().expect("the program starts");
        let said = said(&output);
        assert_eq!(said.status, Some(2), "{arguments:?}");
        assert!(said.err.contains("no space left"), "{}", said.err);
    }
}
