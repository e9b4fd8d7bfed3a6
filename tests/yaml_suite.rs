//! Every case of the YAML test suite: valid files are read or passed over, invalid ones are findings, and nothing panics or hangs.
//!
//! The cases are fetched by `.ci/yaml-test-suite`; where they are missing, the test says so and passes. In CI they are there.

use role_audit::audit::{Audit, Input};
use role_audit::document::Problem;
use role_audit::rulebook::Rulebook;
use role_audit::settings::Settings;
use role_audit::source::Source;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Invalid cases that are read all the same, since nobody could understand them in two ways and other YAML readers take them: the
/// lines of a list in brackets that are not indented.
const TAKEN: &[&str] = &["9C9N/0"];

struct Case {
    name: String,
    yaml: String,
    invalid: bool,
}

#[test]
fn every_case_is_read_passed_over_or_a_finding() {
    let Some(cases) = cases() else {
        // Not through a macro, whose words the test harness would keep to itself.
        writeln!(std::io::stderr(), "\nNOTICE: the YAML test suite is not there; `.ci/yaml-test-suite` fetches it\n").expect("it is open");
        return;
    };
    assert_eq!(cases.len(), 402, "the suite is complete");
    assert_eq!(cases.iter().filter(|case| case.invalid).count(), 94);
    let mut wrong = Vec::new();
    for case in &cases {
        let started = Instant::now();
        let unreadable = faults(&case.yaml, "case.yaml");
        let refused = case.invalid && !TAKEN.contains(&case.name.as_str());
        if refused == unreadable.is_empty() {
            wrong.push(format!("{}: invalid {}, said {unreadable:?}\n{}", case.name, case.invalid, case.yaml));
        }
        // As front matter and as the text of a Markdown file it need not mean anything, but must do no harm.
        faults(&format!("---\n{}\n---\n# Product Owner\n", case.yaml), "case.md");
        faults(&format!("# Product Owner\n\n## Responsibilities\n\n{}", case.yaml), "case.md");
        assert!(started.elapsed() < Duration::from_secs(5), "{} takes long", case.name);
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// What an audit of the text says could not be parsed. That a file describes no role is no fault of its YAML.
fn faults(text: &str, name: &str) -> Vec<String> {
    let input = Input { source: Source::new(name, text), failure: None, named: true };
    let audit = Audit::run(vec![input], Rulebook::builtin(), &Settings::default());
    let messages = audit.problems.into_iter().filter_map(|(_, problem)| match problem {
        Problem::Unreadable { message, .. } => Some(message),
        _ => None,
    });
    let messages: Vec<String> = messages.filter(|message| !message.contains("no role and no duties")).collect();
    assert!(!messages.iter().any(|message| message.contains("role-audit failed")), "{messages:?} on\n{text}");
    messages
}

fn cases() -> Option<Vec<Case>> {
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/yaml-test-suite");
    let folder = std::env::var_os("YAML_TEST_SUITE").map_or_else(default, PathBuf::from);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).ok()?.map(|entry| entry.expect("it is readable").path()).collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        // A JavaScript module that exports one JSON object.
        let text = fs::read_to_string(&file).expect("it is text");
        let object: Value = serde_json::from_str(&text[text.find('{').expect("an object")..]).expect("it is JSON");
        for (at, case) in object["cases"].as_array().expect("a list").iter().enumerate() {
            cases.push(Case {
                name: format!("{}/{at}", object["id"].as_str().expect("an id")),
                yaml: case["yaml"].as_str().expect("a text").to_owned(),
                invalid: case["fail"] == true,
            });
        }
    }
    Some(cases)
}
