//! Reporting: findings become text for people or data for programs. One renderer a file, all fed the same [`Report`].

pub mod azure;
mod batches;
#[cfg(test)]
mod by_miette;
pub mod check_page;
pub mod checkstyle;
mod command;
pub mod concise;
pub mod diagnostic;
pub mod escape;
pub mod excerpt;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod job_summary;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod layout;
pub mod line;
pub mod look;
pub mod narrated;
pub mod page;
pub mod place;
#[cfg(test)]
mod sample;
pub mod sarif;
pub mod shown;
pub mod strokes;
pub mod verdict;
pub mod wrap;

pub use look::{ColorChoice, Look, Stream};

use crate::audit::Audit;
use crate::checks;
use crate::finding::{self, Finding, Fingerprint, Severity};
use crate::rulebook::Rulebook;
use crate::settings::Settings;
use std::io::{self, Write};

/// The formats in which `check` reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people: every finding with the lines it is about
    Human,
    /// One line a finding: `path:line:column: severity[check] message`
    Concise,
    /// Plain sentences, for screen readers
    Narrated,
    /// Everything that was read and found, for programs
    Json,
    /// The findings, one JSON object a line
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations for GitHub Actions (the default there)
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// A test report, for Jenkins and most CI servers
    Junit,
    /// Checkstyle's XML
    Checkstyle,
    /// Issues for Azure Pipelines
    Azure,
}

/// What there is to report.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// What was read, classified and found.
    pub audit: &'a Audit,
    /// The knowledge it was judged by.
    pub rulebook: &'a Rulebook,
    /// What was in force.
    pub settings: &'a Settings,
}

/// How to show it to people.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// How it may look.
    pub look: Look,
    /// Findings only.
    pub quiet: bool,
    /// Also what was passed over and what was not checked.
    pub verbose: bool,
}

/// Writes a report.
pub fn write(format: Format, report: &Report<'_>, view: View, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(report, view, out),
        Format::Concise => concise::write(report, out),
        Format::Narrated => narrated::write(report, view, out),
        Format::Json => json::write(report, out),
        Format::Jsonl => jsonl::write(report, out),
        Format::Sarif => sarif::write(report, out),
        Format::Github => github::write(report, out),
        Format::Gitlab => gitlab::write(report, out),
        Format::Junit => junit::write(report, out),
        Format::Checkstyle => checkstyle::write(report, out),
        Format::Azure => azure::write(report, out),
    }
}

/// What was audited and found, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Summary {
    /// Files that describe roles, or were to.
    pub files: usize,
    /// Roles in them.
    pub roles: usize,
    /// Duties of these roles.
    pub duties: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Findings that a comment allows.
    pub suppressed: usize,
}

impl<'a> Report<'a> {
    /// The report in numbers.
    pub fn summary(&self) -> Summary {
        let count = |severity| self.audit.findings.iter().filter(|finding| finding.severity == severity).count();
        Summary {
            files: self.audit.sources.len() - self.audit.passed_over.len(),
            roles: self.audit.roles.len(),
            duties: self.audit.roles.iter().map(|role| role.duties.len()).sum(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            suppressed: self.audit.hidden.suppressed,
        }
    }

    /// By what later runs know each finding again, in order.
    pub fn fingerprints(&self) -> Vec<Fingerprint> {
        let findings: Vec<&Finding> = self.audit.findings.iter().collect();
        finding::fingerprints(&findings, &self.audit.sources, self.rulebook)
    }

    /// The role model that most roles are judged by.
    pub fn model(&self) -> &'a str {
        &self.rulebook.role_model(self.audit.organization.prevailing_model()).id
    }

    /// The role model that a role is judged by, given its index.
    pub fn model_of(&self, role: usize) -> &'a str {
        let judged = self.audit.organization.roles.get(role).map(|role| role.model).unwrap_or_default();
        &self.rulebook.role_model(judged).id
    }

    /// Ids of the checks that did not run.
    pub fn checks_off(&self) -> Vec<&'static str> {
        let off = |check: &&checks::Check| match self.settings.severity.get(check.id) {
            Some(severity) => severity.is_none(),
            None => !check.default_on && !self.settings.select.iter().any(|id| id == check.id),
        };
        checks::ALL.iter().filter(off).map(|check| check.id).collect()
    }
}

/// A number with its noun: `1 file`, `2 files`, `1,200 duties`.
pub fn count(number: usize, singular: &str, plural: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { singular } else { plural })
}

/// A number with its thousands set apart.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn numbers_are_grouped_and_agree_with_their_noun() {
        assert_eq!(count(1, "duty", "duties"), "1 duty");
        assert_eq!(count(0, "duty", "duties"), "0 duties");
        assert_eq!(count(999, "duty", "duties"), "999 duties");
        assert_eq!(count(1_234_567, "duty", "duties"), "1,234,567 duties");
    }
}
