//! Issues on Azure Pipelines: logging commands, escaped as
//! <https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands> and the task library have it.

use super::Report;
use super::command::{defused, log_line, words};
use super::place::Place;
use crate::audit::Audit;
use crate::finding::{Finding, Severity};
use std::io::{self, Write};

/// Writes the report. Azure knows errors and warnings; other findings become plain lines of the log.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.audit.findings {
        match finding.severity {
            Severity::Error => issue(report.audit, finding, "error", out)?,
            Severity::Warning => issue(report.audit, finding, "warning", out)?,
            Severity::Info => log_line(report, finding, out)?,
        }
    }
    Ok(())
}

fn issue(audit: &Audit, finding: &Finding, kind: &str, out: &mut dyn Write) -> io::Result<()> {
    let place = Place::new(audit, finding.primary());
    writeln!(
        out,
        "##vso[task.logissue type={kind};sourcepath={};linenumber={};columnnumber={};code={};]{}",
        property(&defused(&place.path())),
        place.start.line,
        place.start.column,
        property(finding.check),
        data(&defused(&words(audit, finding)))
    )
}

/// Text as the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(']', "%5D").replace(';', "%3B")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{is_safe, sample, written};
    use crate::source::Source;

    #[test]
    fn errors_and_warnings_are_issues_and_the_rest_is_logged() {
        let sample = sample();
        let text = written(&sample, write);
        assert!(is_safe(&text), "{text}");
        assert_eq!(text.lines().count(), sample.audit.findings.len());
        let first = text.lines().next().unwrap_or_default();
        let start = "##vso[task.logissue type=error;sourcepath=org/checkout.yaml;linenumber=6;columnnumber=9;code=two-owners;]Product";
        assert!(first.starts_with(start), "{first}");
        for (line, finding) in text.lines().zip(&sample.audit.findings) {
            assert_eq!(line.starts_with("##vso["), finding.severity > Severity::Info, "{line}");
            assert_eq!(line.matches("##vso[").count(), usize::from(finding.severity > Severity::Info), "{line}");
        }
    }

    #[test]
    fn nothing_in_a_document_ends_a_property_or_a_command() {
        assert_eq!(property("a;b]c%\n"), "a%3Bb%5Dc%AZP25%0A");
        assert_eq!(data("50% [x];\n"), "50%AZP25 [x];%0A");
    }

    #[test]
    fn nothing_in_the_name_of_a_file_is_a_command() {
        let mut sample = sample();
        let text = sample.audit.sources[0].text().to_owned();
        sample.audit.sources[0] = Source::new("org/##[error]##vso[task.complete]a.yaml", text);
        for line in written(&sample, write).lines() {
            let obeyed = line.strip_prefix("##vso[task.logissue ").unwrap_or(line);
            assert!(!obeyed.contains("##"), "{line}");
        }
    }
}
