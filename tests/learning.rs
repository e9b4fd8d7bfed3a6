//! Learning: weights made from labelled duties are a rule file like any other, whether or not there is something to measure them on.

mod folder;

use folder::Folder;
use std::process::Command;

/// Learns from a file of labelled duties and judges a sentence by what came out: what the program said of the learning, and the verdict.
fn learn(labelled: &str) -> (String, String) {
    let folder = Folder::with(&[("labelled.jsonl", labelled.as_bytes()), ("rules/.keep", b"")]);
    let run = |arguments: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_role-audit"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .expect("it runs");
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).expect("it is text")
    };
    let said = run(&["rules", "train", "labelled.jsonl", "--out", "rules/model.tsv"]);
    (said, run(&["classify", "--rules", "rules", "--format", "jsonl", "Polish the brass of the lighthouse"]))
}

/// The same sentence in many words.
fn duties(fold: impl Fn(usize) -> String) -> String {
    let places = ["north", "south", "east", "west", "old", "new"];
    places
        .iter()
        .enumerate()
        .map(|(at, place)| {
            let fold = fold(at);
            format!(r#"{{"text": "Polish the brass of the {place} lighthouse", "type": "po", "areas": ["work-acceptance"], "relation": "own"{fold}}}"#)
                + "\n"
        })
        .collect()
}

#[test]
fn without_folds_weights_are_learned_and_not_measured() {
    let (said, verdict) = learn(&duties(|_| String::new()));
    assert!(said.contains("not measured"), "{said}");
    assert!(verdict.contains(r#""type":"po""#) && verdict.contains("work-acceptance"), "{verdict}");
}

#[test]
fn with_folds_they_are_measured_on_what_they_have_not_seen() {
    let (said, verdict) = learn(&duties(|at| format!(r#", "fold": {}"#, at % 2)));
    assert!(said.lines().any(|line| line.starts_with("all") && line.contains(" 6 ")), "{said}");
    assert!(verdict.contains(r#""type":"po""#), "{verdict}");
}
