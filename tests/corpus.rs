//! Every organisation in `fixtures/` gives exactly the findings that `fixtures/README.md` promises, and every shape is read.

use role_audit::audit::Audit;
use role_audit::document::Problem;
use role_audit::finding::Finding;
use role_audit::input;
use role_audit::rulebook::Rulebook;
use role_audit::settings::Settings;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Promises that are not kept yet. The stories are right; what is listed here is to be mended in the program, then removed.
const NOT_YET: &[&str] = &[];

#[test]
fn every_organisation_gives_the_findings_that_its_story_promises() {
    let mut wrong = Vec::new();
    for row in rows("Organisations") {
        let audit = audit(&row.name);
        assert!(!audit.roles.is_empty() && audit.passed_over.is_empty(), "{} was not read", row.name);
        let mut left: Vec<&Finding> = audit.findings.iter().collect();
        for promise in row.promises() {
            match left.iter().position(|finding| promise.is_kept_by(finding, &audit)) {
                Some(at) => _ = left.remove(at),
                None => wrong.push(format!("{}/{}: not found {}: {}", row.name, promise.file, promise.check, promise.words)),
            }
        }
        for finding in left {
            let path = audit.source(finding.primary().source).name();
            let file = path.rsplit('/').next().expect("a name");
            wrong.push(format!("{}/{file}: found {}: {}", row.name, finding.check, finding.message));
        }
    }
    let new: Vec<_> = wrong.iter().filter(|wrong| !NOT_YET.contains(&wrong.as_str())).collect();
    assert!(new.is_empty(), "stories and program disagree:\n{new:#?}");
    let kept: Vec<_> = NOT_YET.iter().filter(|known| !wrong.iter().any(|wrong| wrong == *known)).collect();
    assert!(kept.is_empty(), "kept by now; remove from NOT_YET:\n{kept:#?}");
}

#[test]
fn every_shape_is_read() {
    for row in rows("Shapes") {
        let audit = audit(&format!("shapes/{}", row.name));
        let roles: Vec<_> = audit.roles.iter().map(|role| format!("{} {}", role.title, role.duties.len())).collect();
        let roles = if roles.is_empty() { "none".to_owned() } else { roles.join(", ") };
        assert_eq!(roles, row.last, "{}", row.name);
        let unreadable = audit.problems.iter().any(|(_, problem)| matches!(problem, Problem::Unreadable { .. }));
        assert!(!unreadable, "{}", row.name);
    }
}

#[test]
fn every_fixture_stands_in_the_list() {
    let listed = |section| rows(section).into_iter().map(|row| row.name).collect::<BTreeSet<_>>();
    let names = |folder: &Path| {
        let entries = std::fs::read_dir(folder).expect("the folder exists");
        entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect::<BTreeSet<_>>()
    };
    let mut organisations = names(&fixtures());
    assert!(organisations.remove("README.md") && organisations.remove("shapes"));
    assert_eq!(listed("Organisations"), organisations);
    assert_eq!(listed("Shapes"), names(&fixtures().join("shapes")));
}

#[test]
fn the_list_of_fixtures_is_no_role_document() {
    let audit = audit("");
    let passed_over: Vec<_> = audit.passed_over.iter().map(|&id| audit.source(id).name()).collect();
    assert!(passed_over.iter().any(|name| name.ends_with("README.md")), "{passed_over:?}");
}

/// A row of one of the tables.
struct Row {
    name: String,
    last: String,
}

/// `check file: words`.
#[derive(Debug)]
struct Promise {
    check: String,
    file: String,
    words: String,
}

impl Row {
    fn promises(&self) -> Vec<Promise> {
        if self.last == "nothing" {
            return Vec::new();
        }
        let spans = self.last.split("<br>").map(|span| span.trim_matches('`'));
        spans
            .map(|span| {
                let (check, rest) = span.split_once(' ').expect("a check and a file");
                let (file, words) = rest.split_once(": ").expect("a file and words");
                Promise { check: check.to_owned(), file: file.to_owned(), words: words.to_owned() }
            })
            .collect()
    }
}

impl Promise {
    /// Whether a finding is of this check and one of its labels points at a line with these words in this file.
    fn is_kept_by(&self, finding: &Finding, audit: &Audit) -> bool {
        finding.check == self.check
            && finding.labels.iter().any(|label| {
                let source = audit.source(label.source);
                let (start, end) = source.line_bounds(source.line_of(label.span.start as usize));
                source.name().ends_with(&format!("/{}", self.file)) && source.text()[start..end].contains(&self.words)
            })
    }
}

/// The rows of the table below a heading of the list.
fn rows(section: &str) -> Vec<Row> {
    let text = std::fs::read_to_string(fixtures().join("README.md")).expect("the list exists");
    let table = text.split("\n## ").find(|part| part.starts_with(section)).expect("the section exists");
    let lines = table.lines().filter(|line| line.starts_with("| ["));
    let rows: Vec<_> = lines
        .map(|line| {
            let cells: Vec<_> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let name = cells[0].trim_start_matches('[').split(']').next().expect("a link").to_owned();
            Row { name, last: (*cells.last().expect("cells")).to_owned() }
        })
        .collect();
    assert!(rows.len() > 10, "the table is not as expected");
    rows
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn audit(below: &str) -> Audit {
    let found = input::find(&[fixtures().join(below)], None, 1).expect("the fixture exists");
    Audit::run_watched(found.read(), Rulebook::builtin(), &Settings::default(), &|| ())
}
