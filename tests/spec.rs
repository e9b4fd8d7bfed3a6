//! Every check has a page, every page has what a reader looks for, and what its examples say is what the program does.
//!
//! In a page, fenced `yaml` and `markdown` blocks are inputs (a name after the language names the file); the `findings`
//! block that follows says what the page's check finds there: `LINE: SEVERITY CHECK "WORDS"`, with `FILE:` in front where
//! there are several files and the words left out where they do not matter, or `none`. With `UPDATE_SPEC=1` the blocks are
//! rewritten to what the program finds; read the difference before you believe it.

use role_audit::audit::{Audit, Input};
use role_audit::checks::{self, Check};
use role_audit::rulebook::Rulebook;
use role_audit::settings::Settings;
use role_audit::source::Source;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const HEADINGS: [&str; 6] = ["What it reports", "Why it matters", "Example", "Instead", "When to allow it", "Sources"];

#[test]
fn every_check_has_its_files_and_every_file_its_check() {
    let ids: BTreeSet<String> = checks::ALL.iter().map(|check| check.id.replace('-', "_")).collect();
    assert_eq!(ids.len(), checks::ALL.len(), "an id is listed twice");
    for extension in ["rs", "md"] {
        let files: BTreeSet<String> = std::fs::read_dir(folder())
            .expect("the folder of the checks")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|found| found == extension) && path.file_stem().is_some_and(|stem| stem != "mod"))
            .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
            .collect();
        assert_eq!(files, ids, "*.{extension} and the list of checks differ");
    }
}

#[test]
fn every_page_has_its_headings_in_order_and_a_failing_and_a_passing_example() {
    for check in checks::ALL {
        let headings: Vec<&str> = check.page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, HEADINGS, "{}", check.id);
        assert_eq!(check.page.lines().next(), Some(format!("# {}", check.id).as_str()));
        let examples = examples(check.page);
        assert!(examples.iter().any(|example| !example.passes()), "{} shows nothing that it reports", check.id);
        assert!(examples.iter().any(Example::passes), "{} shows nothing that it lets pass", check.id);
    }
}

#[test]
fn every_example_gives_the_findings_that_stand_beside_it() {
    let update = std::env::var_os("UPDATE_SPEC").is_some();
    let mut wrong = String::new();
    for check in checks::ALL {
        let mut page = check.page.to_owned();
        for example in examples(check.page).iter().rev() {
            let found = run(check, example);
            let expected = &check.page[example.findings.clone()];
            if agrees(expected, &found) {
                continue;
            }
            if update {
                page.replace_range(example.findings.clone(), &found);
            } else {
                writeln!(wrong, "{}\n{}expected:\n{expected}found:\n{found}", check.id, example.text()).expect("a string");
            }
        }
        if update && page != check.page {
            std::fs::write(folder().join(format!("{}.md", check.id.replace('-', "_"))), page).expect("the page can be written");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/checks")
}

/// Inputs, and the bytes of the page where the expected findings stand.
struct Example {
    files: Vec<(String, String)>,
    findings: std::ops::Range<usize>,
    none: bool,
}

impl Example {
    fn passes(&self) -> bool {
        self.none
    }

    fn text(&self) -> String {
        self.files.iter().flat_map(|(name, text)| ["--- ", name, "\n", text]).collect()
    }
}

fn examples(page: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut files = Vec::new();
    let mut fence: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(info) = line.trim_end().strip_prefix("```") else { continue };
        match fence.take() {
            None => fence = Some((info, at)),
            Some(("findings", from)) => {
                let none = page[from..start].trim() == "none";
                examples.push(Example { files: std::mem::take(&mut files), findings: from..start, none });
            }
            Some((info, from)) => {
                let (language, name) = info.split_once(' ').unwrap_or((info, ""));
                let extension = if language == "markdown" { "md" } else { "yaml" };
                let name = if name.is_empty() { format!("example.{extension}") } else { name.to_owned() };
                files.push((name, page[from..start].to_owned()));
            }
        }
    }
    examples
}

/// What the page's check finds in an example, in the notation of the pages.
fn run(check: &Check, example: &Example) -> String {
    let inputs = example
        .files
        .iter()
        .map(|(name, text)| Input { source: Source::new(name.as_str(), text.as_str()), failure: None, named: true })
        .collect();
    let settings = Settings { select: vec![check.id.to_owned()], ..Settings::default() };
    let audit = Audit::run(inputs, Rulebook::builtin(), &settings);
    let mut found = String::new();
    for finding in audit.findings.iter().filter(|finding| finding.check == check.id) {
        let label = finding.primary();
        let source = audit.source(label.source);
        if example.files.len() > 1 {
            write!(found, "{}:", source.name()).expect("a string");
        }
        let line = source.position(label.span.start as usize).line;
        let words = source.slice(label.span).replace('\n', " ");
        writeln!(found, "{line}: {} {} \"{words}\"", finding.severity.name(), finding.check).expect("a string");
    }
    if found.is_empty() { "none\n".to_owned() } else { found }
}

/// Whether findings are as expected; expected lines may leave the words out.
fn agrees(expected: &str, found: &str) -> bool {
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    expected.len() == found.len()
        && expected.iter().zip(&found).all(|(expected, found)| {
            expected == found || (!expected.contains('"') && found.strip_prefix(expected).is_some_and(|rest| rest.starts_with(" \"")))
        })
}
