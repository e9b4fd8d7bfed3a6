//! The reasoning that is shown behind a verdict is true: places are where it says, and changes do what it says.

use role_audit::classify::Classifier;
use role_audit::classify::trace::{Amendment, PartTrace};
use role_audit::report::verdict::places::Places;
use role_audit::report::verdict::trace;
use role_audit::rulebook::{Rulebook, Sources};
use serde_json::Value;
use std::path::Path;

const DUTIES: [&str; 8] = [
    "Define the product roadmap and groom the backlog with the team",
    "Keep the squad's stories in line with the product vision",
    "Does not own the product backlog",
    "May occasionally write user stories on behalf of the Product Owner",
    "Analyse churn reports",
    "Own the product roadmap and the product backlog",
    "Manage stakeholders",
    "In the absence of a Product Owner, accept finished stories",
];

fn object(text: &str) -> Vec<Value> {
    let rulebook = Rulebook::builtin();
    let places = Places::new(&Rulebook::builtin_sources(), "");
    let mut classifier = Classifier::new(rulebook);
    let verdict = classifier.classify(text);
    let traces = classifier.trace(text, &verdict);
    assert_eq!(traces.len(), verdict.parts().len(), "{text}");
    let object = |(part, reasons)| serde_json::to_value(trace::object(text, part, reasons, rulebook, &places)).expect("plain data");
    verdict.parts().iter().zip(&traces).map(object).collect()
}

/// The line of the built-in rules that `rules/file:line` names.
fn line(place: &str) -> String {
    let (file, line) = place.rsplit_once(':').expect("a file and a line");
    let number: usize = line.parse().expect("a line is a number");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("the file exists");
    text.lines().nth(number - 1).expect("the line exists").to_lowercase()
}

#[test]
fn every_place_holds_the_entry_that_spoke() {
    let mut seen = 0;
    for text in DUTIES {
        for part in object(text) {
            for group in ["verbs", "phrases", "constructions", "words"] {
                for entry in part[group].as_array().expect("a list") {
                    let place = entry["rule"].as_str().unwrap_or_else(|| panic!("{text}: {entry} has no place"));
                    // Inflection and spelling do not matter: the beginning of the first word is the same.
                    let words = entry["entry"].as_str().expect("a phrase").to_lowercase();
                    let start: String = words.chars().take(3).collect();
                    let line = line(place);
                    assert!(line.contains(&start), "{text}: {words} is not in {place}: {line}");
                    seen += 1;
                }
            }
            for feature in part["weights"]["features"].as_array().expect("a list") {
                let name = feature["feature"].as_str().expect("a name");
                let line = line(feature["rule"].as_str().expect("a place"));
                assert!(line.starts_with(&name.to_lowercase()), "{name}: {line}");
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "only {seen} places were checked");
}

#[test]
fn a_name_that_decides_by_standing_alone_says_so() {
    assert_eq!(object("Customer discovery")[0]["phrases"][0]["alone"], true);
    assert_eq!(object("Run customer discovery")[0]["phrases"][0].get("alone"), None);
}

#[test]
fn weights_are_ordered_by_what_they_prove() {
    for part in DUTIES.iter().flat_map(|text| object(text)) {
        let margins: Vec<f64> = part["weights"]["features"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|feature| (feature["winner"].as_f64().expect("a number") - feature["runner_up"].as_f64().expect("a number")).abs())
            .collect();
        assert!(margins.len() <= 8 && margins.windows(2).all(|pair| pair[0] >= pair[1] - 0.002), "{margins:?}");
    }
}

/// A phrase that is said to make another type makes it, when it is written into the rules.
#[test]
fn a_change_does_what_is_said_of_it() {
    let rulebook = Rulebook::builtin();
    let mut classifier = Classifier::new(rulebook);
    let mut tried = 0;
    for text in ["Analyse churn reports", "Manage stakeholders", "Track usage", "Support launches", "Review proposals"] {
        let verdict = classifier.classify(text);
        for PartTrace { changes, winner, .. } in classifier.trace(text, &verdict) {
            for change in changes.iter().filter(|change| change.gives.0 != winner) {
                let Amendment::Phrase { words } = &change.what else { continue };
                let area = &rulebook.area(change.area).id;
                let sources = with_phrase(area, words);
                let changed = Rulebook::from_sources(&sources).expect("the rules hold together");
                let found = Classifier::new(&changed).classify(text).whole.duty_type;
                assert_eq!(found, change.gives.0, "{text}: `{words}` in {area}");
                tried += 1;
            }
        }
    }
    assert!(tried > 0, "no change was tried");
}

/// The built-in rules with one more strong phrase.
fn with_phrase(area: &str, phrase: &str) -> Sources {
    let mut sources = Rulebook::builtin_sources();
    let folder = std::env::temp_dir().join(format!("role-audit-trace-{}-{area}", std::process::id()));
    let path = format!("areas/{area}.yaml");
    let text = &sources.file(&path).expect("the area has a file").text;
    let text = text.replacen("  strong:\n", &format!("  strong:\n    - {}\n", phrase.to_lowercase()), 1);
    std::fs::create_dir_all(folder.join("areas")).expect("a folder");
    std::fs::write(folder.join(&path), text).expect("a file");
    sources.overlay(&folder).expect("the folder can be read");
    std::fs::remove_dir_all(&folder).expect("it can be removed");
    sources
}
