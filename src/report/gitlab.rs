//! GitLab's code quality report: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use super::place::Place;
use super::{Report, escape, json};
use crate::audit::Audit;
use crate::finding::{Finding, Fingerprint, Severity};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes the report.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    json::write_value(&Issues(report), out)?;
    out.write_all(b"\n")
}

/// Written as they are made, so that memory does not grow with their number.
struct Issues<'a>(&'a Report<'a>);

impl Serialize for Issues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (audit, fingerprints) = (self.0.audit, self.0.fingerprints());
        json::list(serializer, &audit.findings, |at, finding| Issue::new(audit, finding, fingerprints[at]))
    }
}

#[derive(Serialize)]
struct Issue<'a> {
    description: Cow<'a, str>,
    check_name: &'a str,
    fingerprint: Fingerprint,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: Cow<'a, str>,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: At,
    end: At,
}

#[derive(Serialize)]
struct At {
    line: usize,
    column: usize,
}

impl<'a> Issue<'a> {
    fn new(audit: &'a Audit, finding: &'a Finding, fingerprint: Fingerprint) -> Self {
        let place = Place::new(audit, finding.primary());
        let at = |position: crate::source::Position| At { line: position.line, column: position.column };
        Self {
            description: escape::one_line(&finding.message),
            check_name: finding.check,
            fingerprint,
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: Location { path: from_root(place.path()), positions: Positions { begin: at(place.start), end: at(place.end) } },
        }
    }
}

/// GitLab takes relative paths only.
fn from_root(path: Cow<'_, str>) -> Cow<'_, str> {
    match path {
        Cow::Borrowed(path) => Cow::Borrowed(path.trim_start_matches('/')),
        Cow::Owned(path) => Cow::Owned(path.trim_start_matches('/').to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{is_safe, sample, written};
    use serde_json::Value;
    use std::collections::BTreeSet;

    #[test]
    fn every_finding_is_an_issue_with_its_own_fingerprint() {
        let sample = sample();
        let text = written(&sample, write);
        assert!(is_safe(&text), "{text}");
        let issues: Vec<Value> = serde_json::from_str(&text).expect("it is a list");
        assert_eq!(issues.len(), sample.audit.findings.len());
        let fingerprints: BTreeSet<_> = issues.iter().map(|issue| issue["fingerprint"].as_str()).collect();
        assert_eq!(fingerprints.len(), issues.len());
        let (issue, finding) = (&issues[0], &sample.audit.findings[0]);
        assert_eq!(issue["description"], finding.message.as_str());
        assert_eq!(issue["severity"], "major");
        assert_eq!(issue["location"]["path"], "org/checkout.yaml");
        assert_eq!(issue["location"]["positions"]["begin"], serde_json::json!({"line": 6, "column": 9}));
    }
}
