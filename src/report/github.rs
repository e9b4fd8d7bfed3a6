//! Annotations on GitHub: workflow commands, escaped as
//! <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands> and the runner's toolkit have it.

use super::command::{Allowance, log_line, words};
use super::place::Place;
use super::{Report, count};
use crate::audit::Audit;
use crate::finding::{Finding, Severity};
use std::io::{self, Write};

/// Annotations of each severity that GitHub shows for a step.
const SHOWN: usize = 10;

/// Writes the report: annotations for the first findings of each severity, the others as plain lines, and what there is in all.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut allowance = Allowance::new(SHOWN);
    let mut others = Vec::new();
    for finding in &report.audit.findings {
        if allowance.take(finding.severity) {
            annotation(report.audit, finding, out)?;
        } else {
            others.push(finding);
        }
    }
    for finding in &others {
        log_line(report, finding, out)?;
    }
    let summary = report.summary();
    write!(
        out,
        "role-audit: {}, {}, {} in {}",
        count(summary.errors, "error", "errors"),
        count(summary.warnings, "warning", "warnings"),
        count(summary.infos, "info", "infos"),
        count(summary.files, "file", "files")
    )?;
    if !others.is_empty() {
        let without = count(others.len(), "finding is", "findings are");
        write!(out, "; {without} listed without an annotation, because GitHub shows {SHOWN} of a kind")?;
    }
    writeln!(out)
}

fn annotation(audit: &Audit, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let place = Place::new(audit, finding.primary());
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    write!(out, "::{command} title={},file={}", property(finding.check), property(&place.path()))?;
    write!(out, ",line={},endLine={}", place.start.line, place.end.line)?;
    // GitHub takes columns only within one line.
    if place.start.line == place.end.line {
        write!(out, ",col={},endColumn={}", place.start.column, place.end.column)?;
    }
    writeln!(out, "::{}", data(&words(audit, finding)))
}

/// Text as the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{crowded, is_safe, sample, written};

    #[test]
    fn annotations_stand_on_one_line_each_and_say_everything() {
        let sample = sample();
        let text = written(&sample, write);
        assert!(is_safe(&text), "{text}");
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("::error title=two-owners,file=org/checkout.yaml,line=6,endLine=6,col=9,endColumn=32::Product Manager and"),
            "{first}"
        );
        assert!(
            first.contains("%0ASee also postings/zürich.md:4: and so does the Product Owner of Zürich%0AHelp: Name"),
            "{first}"
        );
    }

    #[test]
    fn what_github_would_not_show_is_listed_all_the_same() {
        let sample = crowded();
        let text = written(&sample, write);
        for command in ["error", "warning", "notice"] {
            let shown = text.lines().filter(|line| line.starts_with(&format!("::{command} "))).count();
            assert_eq!(shown, SHOWN, "{command}");
        }
        assert_eq!(text.lines().filter(|line| line.trim_start().starts_with("::")).count(), 3 * SHOWN);
        assert!(!text.contains("\n##"), "{text}");
        // Every finding is there, announced or not, and then the sum.
        assert_eq!(text.lines().count(), sample.audit.findings.len() + 1);
        assert!(text.lines().last().is_some_and(|line| line.contains("without an annotation")), "{text}");
    }

    #[test]
    fn nothing_in_a_document_ends_a_property_or_a_command() {
        assert_eq!(property("a,b:c%\n::x"), "a%2Cb%3Ac%25%0A%3A%3Ax");
        assert_eq!(data("100% a,b::c\r\n"), "100%25 a,b::c%0D%0A");
    }
}
