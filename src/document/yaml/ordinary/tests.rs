//! Whatever a text holds: read line by line or by the parser, its documents are the same.

use super::super::events::Documents;
use super::super::tree::Tree;
use crate::document::MappedText;
use crate::limits::Limits;
use proptest::prelude::*;

/// The trees of a text and what is wrong with it, and whether the parser was needed.
fn read(text: &str, line_by_line: bool) -> (Vec<String>, bool) {
    let limits = Limits::default();
    let whole = MappedText::of_source(text.to_owned());
    let mut tree = Tree::new(&whole);
    let make = if line_by_line { Documents::new } else { Documents::parsed };
    let mut documents = make(text, 0..text.len(), false, &limits);
    let mut found = Vec::new();
    while let Some(document) = documents.next(&mut tree) {
        found.push(match document {
            Ok(root) => format!("{root:?} of {tree:#?}"),
            Err(fault) => format!("{fault:?}"),
        });
    }
    (found, documents.is_parsed())
}

fn holds(text: &str) -> bool {
    let ((found, parsed), (expected, _)) = (read(text, true), read(text, false));
    for (found, expected) in found.iter().zip(&expected) {
        if found != expected {
            let differs = found.lines().zip(expected.lines()).find(|(one, other)| one != other);
            panic!("{text:?} reads differently: {differs:?}\n{text}\n{found}\n{expected}");
        }
    }
    assert_eq!(found.len(), expected.len(), "the documents of {text:?}");
    !parsed
}

/// Pieces of lines that make ordinary documents, and what may stand in their way.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[ ]{0,4}(- |-|- -|[ab]: |[ab]:|b : |- a: |- a:|-   a: )",
        8 => "(word|two words|- x|a: b|é|:x|x:|x:y|http://x|#x|x#y|x #y| #y|'q'|'q''q'|\"q\"|\"q\\\\n\"|null|~|-x|\\.\\.\\.|---)",
        3 => "(\\||>|\\|-|>-|>\\+|\\|\\+|\\|2|> #c)",
        3 => "(\\[a, b\\]|\\[\\]|\\[ 'q', \"q\" ,b\\]|\\{a: b, b: 'q'\\}|\\{ a: \\}|\\[a: b\\]|\\[\\[a\\]\\]|'q\n  q'|\"q \n\n    q\"|\"|')",
        1 => "(# c|\\? a|&a x|\\*a|!t x|%x|@x|`x|,x|\\]|<<: |\t|\r\n|\u{feff}|\u{85}|\u{a0})",
        9 => "(\n|\n  |\n    |\n |\n\n|\n  \n|\n---\n|\n     )",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn texts_made_of_pieces_read_the_same(pieces in prop::collection::vec(piece(), 1..24)) {
        holds(&pieces.concat());
        holds(&pieces.concat().replace('\n', "\r\n"));
    }

    #[test]
    fn documents_with_something_wrong_read_the_same(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, piece()), 0..4),
    ) {
        let mut text = (*which.get(DOCUMENTS)).to_owned();
        for (at, gone, added) in changes {
            let from = text.floor_char_boundary(at.index(text.len() + 1));
            let to = text.ceil_char_boundary((from + gone).min(text.len()));
            text.replace_range(from..to, &added);
        }
        holds(&text);
    }
}

/// Documents as people write them, all of them ordinary.
const DOCUMENTS: &[&str] = &[
    "# Posting\ntitle: Product Owner\nteam: Checkout\n\nduties:\n  - Own the backlog\n  - \"Order: what comes first\"\n  - 'The team''s voice'\n",
    "---\nroles:\n- title: Product Manager\n  about: >\n    Looks after the market\n    and what it pays for.\n\n    Every day.\n  duties:\n  - >-\n    Own the vision\n  - Talk to customers\n    and to sales\n\n    all year\n",
    "team: A\nroles:\n  Product Owner:\n    duties: |\n      - Own the backlog\n        with care\n\n      - Write stories\n    skills: # none yet\n  Product Manager:   \n    duties:\n    - text: Own the vision  # for now\n      group: Direction\n    -\n      text: Set prices\n    - \n---\n- title: PO\n  duties:\n    Own it\n    all\n- ~\n\n---\na:\n  b:\n    c: null\n  d: |+\n    kept\n\n\ne: >+\n\n   lead\n     deeper\n   back\n\n",
    "\u{feff}team: [A, 'B']\r\nraci:\r\n  Roadmap: {Product Manager: A, Product Owner: \"R\"}\r\n  Backlog: { Product Owner: A }\r\nabout: \"Of\r\n  many\r\n\r\n  lines\"\r\n",
];

#[test]
fn ordinary_documents_need_no_parser() {
    for text in DOCUMENTS {
        assert!(holds(text), "the parser was needed for\n{text}");
    }
    assert!(!holds("a: &b c\n"));
}

#[test]
fn long_keys_read_the_same() {
    for length in [999, 1001, 1023, 1024, 1025] {
        holds(&format!("a: b\n{}: c\n", "k".repeat(length)));
        holds(&format!("a: b\nk{}: c\n", " ".repeat(length)));
        holds(&format!("- {{k{}: c}}\n", " ".repeat(length)));
        holds(&format!("- \"{}\"\n- {}\n", "é".repeat(length), "w ".repeat(length)));
    }
}

#[test]
fn the_fixtures_read_the_same_and_most_need_no_parser() {
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")];
    let mut ordinary = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("it is a folder") {
            let path = entry.expect("it is readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                ordinary.push(holds(&std::fs::read_to_string(path).expect("it is text")));
            }
        }
    }
    let needless = ordinary.iter().filter(|&&ordinary| ordinary).count();
    assert!(needless * 10 > ordinary.len() * 8, "{needless} of {}", ordinary.len());
}
