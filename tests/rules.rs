//! The rules hold together: examples are judged as their files say, mistakes are told with their place, and knowledge is added
//! without touching the program.

mod folder;

use folder::Folder;
use role_audit::commands::rules::proof::Proof;
use role_audit::rulebook::Rulebook;
use std::process::Command;

#[test]
fn every_example_is_judged_as_its_file_says() {
    let proof = Proof::new(&Rulebook::builtin_sources(), Rulebook::builtin()).expect("the rules are sound");
    let wrong: Vec<_> = proof
        .failures
        .iter()
        .map(|failure| {
            let place = &failure.place;
            format!(
                "{}:{}: {}\n  expected {}\n  found    {}",
                place.path, place.line, failure.text, failure.expected, failure.found
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} examples:\n{}", wrong.len(), proof.examples, wrong.join("\n"));
}

const AREA: &str = r#"id: product-roadmap
name: Product roadmap
owner: pm
coverage: core
confidence: high
horizon: years
definition: "What comes when."
types: { contribute: po }
sources: []
phrases:
  strong: [roadmap, hovercraft schedule]
examples:
  own:
    - Own the roadmap
  follow:
    - Own the roadmap of our teams
"#;

#[test]
fn a_wrong_example_is_shown_with_its_line_and_an_unused_phrase_is_counted() {
    let folder = Folder::with(&[("areas/product-roadmap.yaml", AREA.as_bytes())]);
    let (status, out, _) = run(&folder, &["rules", "test"]);
    assert_eq!(status, 1, "{out}");
    assert!(
        out.contains("product-roadmap.yaml:16: Own the roadmap of our teams\n  expected shared product-roadmap follow"),
        "{out}"
    );
    assert!(!out.contains("product-roadmap.yaml:14"), "{out}");
    let (_, out, _) = run(&folder, &["rules", "test", "--coverage"]);
    let line = |phrase: &str| out.lines().find(|line| line.contains(phrase)).unwrap_or_default().trim_start().to_owned();
    assert!(line("hovercraft schedule").starts_with("0  product-roadmap"), "{out}");
    assert!(
        line("product-roadmap: roadmap")
            .split(' ')
            .next()
            .is_some_and(|number| number.parse::<usize>().is_ok_and(|n| n >= 2)),
        "{out}"
    );
}

#[test]
fn an_example_under_an_unknown_relation_is_a_mistake_with_its_place() {
    let text = AREA.replace("  follow:", "  folow:");
    let folder = Folder::with(&[("areas/product-roadmap.yaml", text.as_bytes())]);
    let (status, _, err) = run(&folder, &["rules", "test"]);
    assert_eq!(status, 2, "{err}");
    assert!(err.contains("product-roadmap.yaml:16:1") && err.contains("`folow`"), "{err}");
}

const MODEL: &str = r#"id: twin-captains
name: Twin captains
when: "The Product Owner keeps the roadmap, the Product Manager the rest."
aliases: [captains]
sources: [E05]
slots: [pm, po]
owners:
  product-roadmap: po
signs: {}
"#;

#[test]
fn a_role_model_in_the_users_folder_decides_who_owns_what() {
    let posting = b"title: Product Owner\nduties:\n  - Own the product roadmap\n  - Order the product backlog\n";
    let folder = Folder::with(&[("models/twin-captains.yaml", MODEL.as_bytes())]);
    let postings = Folder::with(&[("po.yaml", posting)]);
    let file = postings.path().join("po.yaml").display().to_string();
    let finds = |model: &str| {
        let (status, out, err) = run(&folder, &["check", &file, "--format", "concise", "--fail-on", "warning", "--model", model]);
        assert!(status < 2, "{err}");
        out.contains("po-holds-pm-duty")
    };
    assert!(finds("split"));
    assert!(!finds("twin-captains"));
}

#[test]
fn an_abbreviation_in_the_users_folder_ends_no_sentence() {
    let posting =
        b"title: Product Owner\nduties: Order the backlog of the claims dept. Backlog items are accepted by you. Write stories.\n";
    let duties = |folder: &Folder| {
        let postings = Folder::with(&[("po.yaml", posting)]);
        let file = postings.path().join("po.yaml").display().to_string();
        let (_, out, err) = run(folder, &["check", &file, "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&out).expect(&err);
        report["roles"][0]["duties"].as_array().map(Vec::len)
    };
    let languages = include_str!("../rules/languages.yaml").replacen("abbreviations: [", "abbreviations: [dept, ", 1);
    assert_eq!(duties(&Folder::with(&[("languages.yaml", include_bytes!("../rules/languages.yaml"))])), Some(3));
    assert_eq!(duties(&Folder::with(&[("languages.yaml", languages.as_bytes())])), Some(2));
}

/// Runs a command with the folder as the user's rules: status, output, errors.
fn run(folder: &Folder, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_role-audit"))
        .args(arguments)
        .arg("--rules")
        .arg(folder.path())
        .output()
        .expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8").replace('\\', "/");
    (output.status.code().expect("it ends by itself"), text(&output.stdout), text(&output.stderr))
}
