//! Nothing a file contains can crash the reader, hang it or make it take much memory.

use proptest::prelude::*;
use role_audit::document::{MappedText, Problem, Reading, markdown, yaml};
use role_audit::limits::Limits;
use role_audit::rulebook::Rulebook;
use role_audit::source::{Source, Span};

fn read(text: &str) -> Reading {
    yaml::read(&Source::new("test.yaml", text), Rulebook::builtin())
}

#[track_caller]
fn one_fault(text: &str, told: &str) {
    let reading = read(text);
    let [Problem::Unreadable { message, span, .. }] = reading.problems.as_slice() else {
        panic!("{} problems", reading.problems.len())
    };
    assert!(message.contains(told), "{message}");
    assert!(span.end as usize <= text.len());
    assert!(reading.is_empty());
}

#[test]
fn nesting_is_limited() {
    for text in ["[", "{a: ", "[a, {b: ", "- ", "? "] {
        one_fault(&text.repeat(100_000), "nested too deeply");
    }
    one_fault(&(0..1300).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<Vec<_>>().concat(), "nested too deeply");
    // Aliases nest without brackets.
    let chain = (1..20_000).map(|at| format!("a{at}: &a{at} {{<<: *a{}}}\n", at - 1)).collect::<Vec<_>>().concat();
    one_fault(&format!("a0: &a0 {{b: c}}\n{chain}"), "nested too deeply");
}

#[test]
fn aliases_cannot_blow_up() {
    let level = |at: usize| format!("a{at}: &a{at} [{}]\n", vec![format!("*a{}", at - 1); 10].join(", "));
    let told = "repeat too much";
    one_fault(&format!("a0: &a0 [x, y]\n{}", (1..50).map(level).collect::<Vec<_>>().concat()), told);
    let item = vec!["Own the plan"; 1000].join(", ");
    one_fault(&format!("title: PO\nd: &a [{item}]\nduties:\n{}", "  - *a\n".repeat(40_000)), told);
    one_fault(&format!("title: PO\nd: &a {}\nduties:\n{}", "word ".repeat(20_000), "  - *a\n".repeat(40_000)), told);
    one_fault(&format!("a: &a {{title: PO}}\nb: {{<<: [{}]}}\n", vec!["*a"; 100_000].join(",")), told);
    one_fault("a: &a [*a, *a]\n", "inside the value it repeats");
}

#[test]
fn much_of_anything_is_read_or_refused() {
    for (text, count) in [
        ("\0", 1_000_000),
        ("\t", 1_000_000),
        ("\"", 1_000_000),
        ("'", 1_000_000),
        ("#\n", 500_000),
        ("---\n", 250_000),
        ("a: 1\n", 150_000),
        ("- !a &b c\n", 100_000),
        ("%a\n", 300_000),
        ("<<: *a\n", 100_000),
        ("a: |\n", 100_000),
        ("🚢", 200_000),
        ("\u{feff}", 200_000),
    ] {
        assert!(read(&text.repeat(count)).is_empty());
    }
    let broken = read(&"@\n---\n".repeat(100_000));
    assert!(broken.problems.len() <= 50, "one file cannot fill the screen");
}

#[test]
fn what_nobody_writes_is_refused_before_it_takes_the_memory() {
    let limits = Limits { duties: 100, ..Limits::default() };
    let many = "title: PO\nduties: [Own it, See it]\n---\n".repeat(1000);
    let reading = yaml::read_within(&Source::new("a.yaml", many.as_str()), Rulebook::builtin(), &limits);
    assert_eq!(reading.documents.len(), 51, "reading stops when there are too many");
    // Each document alone is within the limit; together their aliases repeat the list ten thousand times.
    let list = "Order the product backlog, ".repeat(40);
    let aliases = format!("x: &a [{list}]\ntitle: PO\nduties: [{}]\n---\n", "*a, ".repeat(100)).repeat(100);
    let problems = read(&aliases).problems;
    assert!(
        problems.iter().any(|problem| format!("{problem:?}").contains("repeat too much")),
        "{} problems",
        problems.len()
    );
    for text in ["- a\n".repeat(1_100_000), format!("# PO\n\n{}", "<li>x".repeat(1_100_000))] {
        let reading = markdown::read(&Source::new("a.md", text), Rulebook::builtin());
        let [Problem::Unreadable { message, .. }] = reading.problems.as_slice() else {
            panic!("{} problems", reading.problems.len())
        };
        assert!(message.contains("more than 1,000,000 lines, paragraphs and list items"), "{message}");
    }
}

#[test]
fn many_keys_rows_and_items_cost_no_more_than_their_number() {
    let many = |line: &dyn Fn(usize) -> String| (0..40_000).map(line).collect::<Vec<_>>().concat();
    let head = "title: PO\nduties: [Own it all]\n";
    assert_eq!(read(&format!("{head}{}", many(&|at| format!("responsibil{at}: [x]\n")))).documents.len(), 1);
    assert_eq!(read(&format!("{head}{}", many(&|at| format!("k{}: [x]\n", at % 20_000)))).documents.len(), 1);
    assert_eq!(read(&format!("raci:\n{}", many(&|at| format!("  row{at}: {{Role{at}: A}}\n")))).documents.len(), 1);
    let areas = many(&|at| format!("area{at}, "));
    assert_eq!(read(&format!("raci:\n  Product Owner: {{A: [{areas}]}}\n")).documents.len(), 1);
    let roles = read(&format!("team: Quay\nroles:\n{}", many(&|at| format!("  - title: R{at}\n    duties: [Own it all]\n"))));
    assert_eq!(roles.documents[0].roles.len(), 40_000);
    let folded = read(&format!("title: PO\nduties:\n  - Own it\n{}", many(&|_| "    - Order it\n".to_owned())));
    assert_eq!(folded.documents[0].roles[0].duties.len(), 40_001);
}

const PIECES: &[&str] = &[
    "title: Product Owner\n",
    "duties:\n",
    "  - Own the plan\n",
    "    - Order it\n",
    "- ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    ": ",
    "key objectives: |\n",
    ">-\n",
    "'",
    "\"",
    "\\",
    "\\x4",
    "\\uD83D",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "# role-audit: x\n",
    "---\n",
    "...\n",
    "🚢",
    "港",
    "é",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "<li>",
    "</li>",
    "&lt;li&gt;",
    "• ",
    "- **",
    "raci:\n",
    "  A: Product Owner\n",
    "roles:\n",
    "  Product Manager: ",
    "R/A",
    "team: [",
    "? ",
    "| \n",
    "~",
    "null",
    "1. ",
    "a",
    "description: >\n",
    "  You will:\n",
    "responsibilites: [Own it, See it]\n",
    "%",
    "@",
    "`",
    "\0",
    "\u{7f}",
    "{{",
    "text: ",
];

/// Every place in a reading lies in the text, on character borders.
fn check_places(text: &str, reading: &Reading) {
    let inside = |span: Span| text.get(span.range()).is_some();
    let mapped = |mapped: &MappedText| {
        mapped.as_str().char_indices().all(|(at, c)| inside(mapped.span(at..at + c.len_utf8()))) && inside(mapped.whole())
    };
    for problem in &reading.problems {
        assert!(inside(problem.span()), "{problem:?}");
        if let Problem::FoldedBullets { bullets, .. } = problem {
            assert!(bullets.iter().all(|&bullet| inside(bullet)));
        }
    }
    for role in reading.documents.iter().flat_map(|document| &document.roles) {
        assert!(inside(role.place) && role.title.iter().all(mapped));
        assert!(role.duties.iter().all(|duty| mapped(&duty.text) && duty.group.iter().all(mapped)));
        assert!(role.sections.iter().all(|section| mapped(&section.heading) && section.items.iter().all(mapped)));
    }
    for matrix in reading.documents.iter().flat_map(|document| &document.matrices) {
        assert!(inside(matrix.place) && matrix.columns.iter().all(mapped));
        assert!(matrix.rows.iter().all(|row| mapped(&row.label) && row.cells.iter().all(|(_, cell)| mapped(cell))));
    }
    assert!(reading.comments.iter().all(|comment| mapped(&comment.text)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn any_mixture_is_read_without_panic(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40)) {
        let text = pieces.concat();
        check_places(&text, &read(&text));
    }

    #[test]
    fn any_text_is_read_without_panic(text in "(title: PO\nduties:\n)?\\PC{0,60}") {
        check_places(&text, &read(&text));
    }
}
