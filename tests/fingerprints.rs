//! Fingerprints know a finding again: moving lines, reordering duties and keys, and reformatting YAML change none; editing the
//! words does.

use proptest::prelude::*;
use proptest::sample::subsequence;
use role_audit::audit::{Audit, Input};
use role_audit::checks;
use role_audit::finding::Confidence;
use role_audit::report::Report;
use role_audit::rulebook::Rulebook;
use role_audit::settings::Settings;
use role_audit::source::Source;
use std::fmt::Write;

/// Duties that meet all sorts of checks, with what YAML has to quote or escape.
const DUTIES: [&str; 16] = [
    "Own the product roadmap",
    "Define the product vision: what, for whom",
    "Set the product strategy",
    "Own and order the product backlog",
    "Accept finished stories",
    "Write user stories",
    "Prioritise \"small\" features",
    "Decide the team's order of work",
    "Prioritise",
    "Facilitate the sprint retrospective",
    "Set the price of the café menu",
    "Set the product strategy and write user stories",
    "Follow the roadmap that the steering committee sets",
    "Run customer interviews # weekly",
    "Turn the roadmap into epics",
    "Implement the vision set by the product council",
];

/// Titles of roles, some of them of one kind.
const TITLES: [&str; 5] = ["Product Manager", "Senior Product Manager", "Product Owner", "Technical Product Owner", "Scrum Master"];

/// How a charter is written down.
#[derive(Clone, Debug)]
struct Manner {
    quotes: u8,
    is_flow: bool,
    indent: usize,
    blank_lines: usize,
    /// A comment here and there.
    note: &'static str,
    duties_first: bool,
    escapes: bool,
}

fn manner() -> impl Strategy<Value = Manner> {
    (0..3_u8, any::<bool>(), 0..5_usize, 0..4_usize, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(quotes, is_flow, indent, blank_lines, comment, duties_first, escapes)| Manner {
            quotes,
            is_flow,
            indent,
            blank_lines,
            note: if comment { "# as agreed\n" } else { "" },
            duties_first,
            escapes,
        },
    )
}

fn written(roles: &[(&str, Vec<&str>)], manner: &Manner) -> String {
    let scalar = |text: &str| match manner.quotes {
        0 if !manner.is_flow && !text.contains(": ") && !text.contains(" #") && !text.starts_with('"') => text.to_owned(),
        0 | 1 => format!("'{}'", text.replace('\'', "''")),
        _ => {
            let text = text.replace('\\', "\\\\").replace('"', "\\\"");
            format!("\"{}\"", if manner.escapes { text.replace('é', "\\u00e9") } else { text })
        }
    };
    let mut yaml = "\n".repeat(manner.blank_lines);
    let note = manner.note;
    let pad = " ".repeat(manner.indent);
    write!(yaml, "{note}team: Quay\nmodel: split\nroles:\n").expect("a string takes everything");
    for (title, duties) in roles {
        let title = format!("title: {}", scalar(title));
        let duties = if manner.is_flow {
            format!("duties: [{}]", duties.iter().map(|duty| scalar(duty)).collect::<Vec<_>>().join(",  "))
        } else {
            let item = |duty: &&str| format!("\n{pad}    - {}", scalar(duty));
            format!("duties:{}", duties.iter().map(item).collect::<Vec<_>>().concat())
        };
        let [first, second] = if manner.duties_first { [&duties, &title] } else { [&title, &duties] };
        write!(yaml, "{pad}- {first}\n{note}{pad}  {second}\n").expect("a string takes everything");
    }
    yaml
}

fn fingerprints(yaml: &str) -> Vec<(String, String)> {
    let settings = Settings {
        select: checks::ALL.iter().map(|check| check.id.to_owned()).collect(),
        min_confidence: Confidence::Low,
        ..Settings::default()
    };
    let input = Input { source: Source::new("charter.yaml", yaml), failure: None, named: true };
    let audit = Audit::run(vec![input], Rulebook::builtin(), &settings);
    let report = Report { audit: &audit, rulebook: Rulebook::builtin(), settings: &settings };
    let mut list: Vec<_> = audit
        .findings
        .iter()
        .zip(report.fingerprints())
        .map(|(finding, fingerprint)| (finding.check.to_owned(), fingerprint.to_string()))
        .collect();
    list.sort_unstable();
    list
}

fn duties() -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(DUTIES.to_vec(), 1..7)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn layout_and_order_change_none(manager in duties(), owner in duties(), one in manner(), other in manner(), turn in 0..7_usize) {
        let mut roles = [("Product Manager", manager), ("Product Owner", owner)];
        let before = written(&roles, &one);
        for (_, duties) in &mut roles {
            let turn = turn % duties.len();
            duties.rotate_left(turn);
        }
        let after = written(&roles, &other);
        prop_assert_eq!(fingerprints(&before), fingerprints(&after), "{}\n{}", before, after);
    }

    #[test]
    fn the_order_of_roles_changes_none(
        mut roles in proptest::collection::vec((0..TITLES.len(), duties()), 2..5), layout in manner(), turn in 1..4_usize, mirrored in any::<bool>(),
    ) {
        let titled = |roles: &[(usize, Vec<&'static str>)]| {
            written(&roles.iter().map(|(title, duties)| (TITLES[*title], duties.clone())).collect::<Vec<_>>(), &layout)
        };
        let before = titled(&roles);
        let turn = turn % roles.len();
        roles.rotate_left(turn);
        if mirrored {
            roles.reverse();
        }
        let after = titled(&roles);
        prop_assert_eq!(fingerprints(&before), fingerprints(&after), "{}\n{}", before, after);
    }

    #[test]
    fn other_words_make_another_finding(
        duty in "(Be accountable for the|Own and decide on the|Have the last word on the|Own our) product roadmap", layout in manner(),
    ) {
        let two_owners = |duty: &str| {
            let yaml = written(&[("Product Manager", vec![duty]), ("Product Owner", vec!["Own the product roadmap"])], &layout);
            fingerprints(&yaml).into_iter().find(|(check, _)| check == "two-owners").map(|(_, fingerprint)| fingerprint)
        };
        let (before, after) = (two_owners("Own the product roadmap"), two_owners(&duty));
        prop_assert!(before.is_some() && after.is_some());
        prop_assert_ne!(before, after);
    }
}
