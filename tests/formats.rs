//! Every format comes out of the program as it should: several in one run, errors of writing, the one that suits the place.

mod folder;

use folder::Folder;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const CHARTER: &str = "team: Checkout\nroles:\n  - title: Product Owner\n    duties:\n      - Order the product backlog\n      \
                       - Define the product vision and strategy for the coming years\n  - title: Product Manager\n    duties: []\n";

const MACHINES: [&str; 9] = ["json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "azure", "concise"];

fn folder() -> Folder {
    Folder::with(&[
        ("org/checkout.yaml", CHARTER.as_bytes()),
        (
            "org/zürich [1].yaml",
            "title: Product Owner\nduties:\n  - Die Vision für das Produkt festlegen 🚀\n  - \"\\e[31mOwn\\u202e the product strategy\"\n"
                .as_bytes(),
        ),
        ("org/broken.yaml", b"title: [Product Owner\nduties:\n"),
    ])
}

fn run(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_role-audit"));
    let system = std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root));
    command.args(arguments).env_clear().envs(system).envs(environment.iter().copied()).current_dir(folder);
    command.output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8")
}

#[test]
fn several_formats_in_one_run_are_what_each_is_alone() {
    let folder = folder();
    let files: Vec<String> = MACHINES.iter().map(|format| format!("--format={format}=out.{format}")).collect();
    let mut arguments = vec!["org", "--format", "narrated"];
    arguments.extend(files.iter().map(String::as_str));
    let all = run(folder.path(), &arguments, &[]);
    assert_eq!(all.status.code(), Some(1), "{}", text(&all.stderr));
    assert!(text(&all.stdout).starts_with("Finding 1 of "));
    for format in MACHINES {
        let alone = run(folder.path(), &["org", "--format", format], &[]);
        assert_eq!(alone.status.code(), Some(1), "{format}");
        let written = fs::read(folder.path().join(format!("out.{format}"))).expect("it was written");
        assert!(!written.is_empty() && written == alone.stdout, "{format}");
        let hostile = |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
        assert!(!text(&written).contains(hostile), "{format}");
    }
}

#[test]
fn two_formats_cannot_share_a_place_and_a_file_needs_a_name() {
    let folder = folder();
    for (arguments, hint) in [
        (&["--format=json=a", "--format=sarif=a"][..], "only one --format can go to `a`"),
        (&["--format=json", "--format=sarif"], "standard output"),
        (&["--format=json="], "--format"),
        (&["--format=xml"], "junit"),
    ] {
        let said = run(folder.path(), arguments, &[]);
        assert_eq!(said.status.code(), Some(2), "{arguments:?}");
        assert!(text(&said.stderr).contains(hint), "{}", text(&said.stderr));
    }
}

#[test]
fn on_github_annotations_and_a_summary_come_by_themselves() {
    let folder = folder();
    let summary = folder.path().join("summary.md");
    fs::write(&summary, "What another step said.\n").expect("it is writable");
    let environment = [("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", summary.to_str().expect("it is text"))];
    let said = run(folder.path(), &["org"], &environment);
    assert!(text(&said.stdout).contains("::error title="), "{}", text(&said.stdout));
    let page = fs::read_to_string(&summary).expect("it was written");
    assert!(page.starts_with("What another step said.\n\n## role-audit\n"), "{page}");
    assert!(page.contains("| ❌ error |"), "{page}");
    // What is asked for counts more than the place.
    let asked = run(folder.path(), &["org", "--format", "concise"], &environment);
    assert!(!text(&asked.stdout).contains("::error"), "{}", text(&asked.stdout));
    assert_eq!(fs::read_to_string(&summary).expect("it is there"), page);
    let elsewhere = run(folder.path(), &["org"], &[("GITHUB_ACTIONS", "false")]);
    assert!(!text(&elsewhere.stdout).contains("::error"), "{}", text(&elsewhere.stdout));
}

#[test]
fn absolute_paths_below_the_folder_come_out_relative() {
    let folder = folder();
    let whole = fs::canonicalize(folder.path()).expect("it exists").join("org");
    let whole = whole.to_str().expect("it is text");
    for (format, place) in [
        ("sarif", "\"uri\":\"org/checkout.yaml\""),
        ("github", "file=org/checkout.yaml,"),
        ("gitlab", "\"path\":\"org/checkout.yaml\""),
    ] {
        let said = text(&run(folder.path(), &[whole, "--format", format], &[]).stdout);
        assert!(said.contains(place), "{format}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn absolute_paths_elsewhere_stay_whole() {
    let folder = folder();
    let elsewhere = Folder::with(&[("x.yaml", b"title: Product Owner\n")]);
    let whole = fs::canonicalize(folder.path()).expect("it exists").join("org/checkout.yaml");
    let whole = whole.to_str().expect("it is text");
    for (format, place) in [
        ("github", format!("file={whole},")),
        ("azure", format!("sourcepath={whole};")),
        ("checkstyle", format!("<file name=\"{whole}\"")),
        ("sarif", format!("\"uri\":\"file://{whole}\"")),
    ] {
        let said = text(&run(elsewhere.path(), &[whole, "--format", format], &[]).stdout);
        assert!(said.contains(&place), "{format}: {said}");
    }
}

#[test]
fn a_folder_without_findings_gives_whole_reports_too() {
    let folder = Folder::with(&[("role.yaml", b"team: A\ntitle: Product Owner\nduties:\n  - Order the product backlog\n")]);
    for format in MACHINES {
        let said = run(folder.path(), &["--format", format, "--select", "unreadable-document"], &[]);
        assert_eq!(said.status.code(), Some(0), "{format}: {}", text(&said.stderr));
        let out = text(&said.stdout);
        match format {
            "json" | "sarif" | "gitlab" => _ = serde_json::from_str::<serde_json::Value>(&out).expect("it is JSON"),
            "junit" | "checkstyle" => _ = roxmltree::Document::parse(&out).expect("it is XML"),
            _ => {}
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_in_every_format() {
    let folder = folder();
    for format in MACHINES.into_iter().chain(["human", "narrated"]) {
        let said = run(folder.path(), &["org", &format!("--format={format}=/dev/full")], &[]);
        assert_eq!(said.status.code(), Some(2), "{format}");
        assert!(text(&said.stderr).contains("cannot write /dev/full: no space left"), "{}", text(&said.stderr));
    }
    let full = [("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", "/dev/full")];
    let said = run(folder.path(), &["org"], &full);
    assert_eq!(said.status.code(), Some(2), "{}", text(&said.stderr));
    assert!(text(&said.stderr).contains("job summary"), "{}", text(&said.stderr));
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error_in_any_format() {
    let folder = folder();
    for format in MACHINES.into_iter().chain(["human", "narrated"]) {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_role-audit"));
        let said = command
            .args(["org", "--format", format])
            .env_clear()
            .current_dir(folder.path())
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .and_then(std::process::Child::wait_with_output)
            .expect("the program starts");
        assert_eq!((said.status.code(), text(&said.stderr).as_str()), (Some(1), ""), "{format}");
    }
}
