//! What is wrong with a file is said at the right place, in words that help, and does not keep the rest from being read.

use role_audit::document::{Problem, Reading, yaml};
use role_audit::rulebook::Rulebook;
use role_audit::source::Source;

fn read(text: &str) -> Reading {
    yaml::read(&Source::new("test.yaml", text), Rulebook::builtin())
}

/// The text has one fault, labelled at these words, told and helped with words that hold these.
#[track_caller]
fn check(text: &str, labelled: &str, told: &str, helped: &str) {
    let reading = read(text);
    let [Problem::Unreadable { message, span, help }] = reading.problems.as_slice() else {
        panic!("{:?}", reading.problems)
    };
    assert_eq!(&text[span.range()], labelled, "{message}");
    assert!(message.contains(told), "{message}");
    assert!(help.contains(helped), "{help}");
}

#[test]
fn tabs() {
    check("title: PO\nduties:\n\t- Own it\n", "\t", "tab", "spaces only");
    check("title: PO\nduties:\n  - Own it\n\t- Order it\n", "\t", "tab", "spaces only");
}

#[test]
fn colons_in_values() {
    check("title: Product Owner: Quay\n", ":", "colon inside a value", "title: \"Product Owner: Quay\"");
    check(
        "duties:\n  - Own: the plan: all \"of\" it\n",
        ":",
        "colon inside a value",
        "Own: \"the plan: all \\\"of\\\" it\"",
    );
    check(
        "duties:\n  - Own the plan\n    for the next year: the roadmap\n",
        "for the next year:",
        "running text",
        "in quotes",
    );
    check("info: The harbour team\n  name: Quay\n", "name:", "already has a value", "Indent this key");
}

#[test]
fn quotes() {
    check("title: \"Product Owner\nduties:\n  - Own it\n", "\"Product Owner", "opened with \" is not closed", "Close it");
    check("title: 'Product Owner\n", "'Product Owner", "opened with ' is not closed", "written twice");
    check("duties:\n  - 'Own the team's plan'\n", "s plan'", "behind a closing quote", "written twice");
    check("duties:\n  - \"Own\" the plan\n", "the plan", "behind a closing quote", "whole value");
    check("title: \"C:\\quay\"\n", "\"C:\\quay\"", "backslash", "\\\\");
}

#[test]
fn brackets() {
    check(
        "title: PO\nduties: [Own it, Order it\nteam: Quay\n",
        "[Own it, Order it",
        "opened with [ is not closed",
        "Close it with ]",
    );
    check("title: {Product Owner\n", "{Product Owner", "opened with { is not closed", "Close it with }");
    check("duties: [Own it]]\n", "]", "not opened", "Remove it");
    check(
        "title: [Senior] Product Owner\n",
        "[Senior] Product Owner",
        "behind a closing bracket",
        "\"[Senior] Product Owner\"",
    );
}

#[test]
fn marks_that_yaml_keeps_for_itself() {
    check("owner: @harbour\n", "@harbour", "cannot begin with @", "\"@harbour\"");
    check("duties:\n  - `Own` it\n", "`Own`", "cannot begin with `", "\"`Own` it\"");
    check("duties:\n  - **Own** the plan\n", "**Own**", "begins with `*`", "\"**Own** the plan\"");
    check("duties:\n  - *Own* the plan\n", "*Own*", "begins with `*`", "\"*Own* the plan\"");
    check("duties: - Own it\n", "- Own it", "dash", "line of its own");
}

#[test]
fn lines_that_stand_wrong() {
    check("title: PO\nduties\n  - Own it\n", "duties", "neither", "`duties:`");
    check(
        "title: PO\nWe look for someone who likes boats\n",
        "We look for someone who likes boats",
        "running text",
        "description: |",
    );
    check(
        "title: PO\nduties:\n  - Own it\n - Order it\n",
        "- Order it",
        "not indented like the list",
        "same number of spaces",
    );
    check("  title: PO\nduties: [Own it]\n", "duties: [Own it]", "indented less", "same column");
    check("duties:\n  - Own it # really\n    and more\n", "# really", "comment", "own above");
}

#[test]
fn what_is_no_yaml_at_all() {
    check("title: PO\n<<<<<<< HEAD\nteam: a\n", "<<<<<<< HEAD", "merge conflict", "Settle");
    check("{% if a %}\ntitle: PO\n", "{% if a %}", "template", "not read");
    check("// note\n{\n  \"title\": \"PO\"\n}\n", "  \"title\": \"PO\"", "comments", "Remove");
    check("title: P\0O\n", "\0", "control character (U+0000)", "Remove");
}

#[test]
fn a_broken_file_is_foreign_only_without_any_sign_of_a_role() {
    for text in ["spec: {{ .Values.x }}: y\nroleRef: [\n", "// note\n{\"compilerOptions\": {}}\n", "a: @b\n"] {
        assert!(read(text).foreign, "{text}");
    }
    for text in [
        "title: Anything\nresponsibilities:\n\t- Own it\n",
        "title: Product Owner: Quay\n",
        "{\"name\": \"x\", \"duties\": [\"a\"",
        "role: Harbour Pilot\ntasks:\n  - @b\n",
        "raci:\n  a: {b: @c}\n",
    ] {
        assert!(!read(text).foreign, "{text}");
    }
    assert!(!read("title: Product Owner\nduties: [Order it all]\n---\na: @b\n").foreign, "part of it was read");
}

#[test]
fn the_rest_of_a_broken_file_is_read() {
    let reading = read(
        "title: Product Owner\nduties: [Order the backlog]\n---\ntitle: A: b\nduties: [Lost]\n---\nduties: [\"Open\n---\ntitle: Product Manager\n\
         duties: [Set the vision]\n",
    );
    let titles: Vec<_> = reading
        .documents
        .iter()
        .flat_map(|document| &document.roles)
        .filter_map(|role| Some(role.title.as_ref()?.as_str()))
        .collect();
    assert_eq!(titles, ["Product Owner", "Product Manager"]);
    assert_eq!(reading.problems.len(), 2);
}

#[test]
fn the_place_is_right_behind_a_byte_order_mark_and_wide_characters() {
    check("\u{feff}# 港 🚢\r\ntitle: Überwache: das Boot\r\n", ":", "colon", "\"Überwache: das Boot\"");
}
