//! The same documents give the same bytes, in every format and table, for any number of threads and any order of arguments.

mod folder;
mod program;

use folder::Folder;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseResult, TestRunner};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const FORMATS: [&str; 11] = ["human", "concise", "narrated", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "azure"];
const TABLES: [&[&str]; 9] = [
    &["--format", "text", "--view", "decisions,ownership,teams,roles,duties"],
    &["--format", "markdown", "--view", "decisions,ownership,teams,roles,duties"],
    &["--format", "json"],
    &["--format", "html"],
    &["--format", "csv", "--view", "decisions"],
    &["--format", "csv", "--view", "ownership"],
    &["--format", "csv", "--view", "teams"],
    &["--format", "csv", "--view", "roles"],
    &["--format", "csv", "--view", "duties"],
];

/// What is named: files, folders, patterns, one thing twice, and what is not there.
const ARGUMENTS: [&str; 11] = [
    "org/trio",
    "org/clean-split/lending.yaml",
    "org/one-manager-three-owners",
    "org/one-manager-three-owners/cards.yaml",
    "org/**/*.md",
    "org/two-captains/*",
    "org/release-train",
    "org/missing.yaml",
    "org/nothing-*.yaml",
    "org/*.void",
    "broken.yaml",
];

fn organisation() -> Folder {
    let folder = Folder::with(&[("broken.yaml", b"title: [Product Owner\nduties:\n")]);
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &folder.path().join("org"));
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the temporary folder is writable");
    for entry in fs::read_dir(from).expect("it is readable") {
        let entry = entry.expect("it is readable");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the temporary folder is writable");
        }
    }
}

/// Everything that the program says of these arguments, by what was asked for.
fn everything(folder: &Folder, arguments: &[&str], threads: &str) -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    let files: Vec<String> = FORMATS.iter().map(|format| format!("--format={format}=out.{format}")).collect();
    let shared = ["--threads", threads, "--select", "all", "--min-confidence", "low", "--scope", "directory"];
    let check: Vec<&str> = ["check"].into_iter().chain(arguments.iter().copied()).chain(shared).collect();
    let run = program::run_in(folder.path(), &[&check[..], &files.iter().map(String::as_str).collect::<Vec<_>>()].concat());
    assert_eq!(run.status, Some(1), "{}", run.err);
    said.insert("warnings".to_owned(), run.err);
    for format in FORMATS {
        let text = fs::read_to_string(folder.path().join(format!("out.{format}"))).expect("it was written");
        assert!(!text.is_empty(), "{format}");
        said.insert(format.to_owned(), text);
    }
    let verbose = program::run_in(folder.path(), &[&check[..], &["--verbose", "--format", "human"]].concat());
    said.insert("verbose".to_owned(), verbose.out);
    for table in TABLES {
        let arguments: Vec<&str> =
            ["table"].into_iter().chain(arguments.iter().copied()).chain(shared).chain(table.iter().copied()).collect();
        let run = program::run_in(folder.path(), &arguments);
        assert!(run.out.len() > 100, "{table:?}: {}", run.err);
        said.insert(format!("{table:?}"), run.out);
    }
    said
}

/// Where two runs differ, in few words.
fn same(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> TestCaseResult {
    for (what, text) in one {
        let differs = text.lines().zip(other[what].lines()).find(|(a, b)| a != b);
        prop_assert!(text == &other[what], "{what}: {differs:?}");
    }
    Ok(())
}

#[test]
fn threads_and_the_order_of_arguments_change_nothing() {
    let folder = organisation();
    let straight = everything(&folder, &ARGUMENTS, "1");
    for threads in ["2", "8"] {
        same(&straight, &everything(&folder, &ARGUMENTS, threads)).unwrap_or_else(|error| panic!("{threads} threads: {error}"));
    }
    let orders = (Just(ARGUMENTS.to_vec()).prop_shuffle(), prop::sample::select(vec!["1", "2", "8"]));
    let mut runner = TestRunner::new(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() });
    let result = runner.run(&orders, |(order, threads)| same(&straight, &everything(&folder, &order, threads)));
    result.unwrap_or_else(|error| panic!("{error}"));
}
