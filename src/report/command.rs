//! What the logging commands of GitHub and Azure have in common: what they say of a finding, and log lines that obey nobody.

use super::place::Place;
use super::{Report, concise, escape};
use crate::audit::Audit;
use crate::finding::{Finding, Severity};
use std::io::{self, Write};

/// What to say of a finding beside its place: the message, the other places, and what to do. Safe to print.
pub(super) fn words(audit: &Audit, finding: &Finding) -> String {
    /// Places named at most.
    const PLACES: usize = 8;
    let mut text = escape::one_line(&finding.message).into_owned();
    let related = &finding.labels[1..];
    for label in related.iter().take(PLACES) {
        text.push_str("\nSee also ");
        text.push_str(&Place::new(audit, label).reference());
        if !label.message.is_empty() {
            text.push_str(": ");
            text.push_str(&escape::one_line(&label.message));
        }
    }
    if related.len() > PLACES {
        text.extend(["\nand ", &(related.len() - PLACES).to_string(), " more places"]);
    }
    if let Some(help) = &finding.help {
        text.push_str("\nHelp: ");
        text.push_str(&escape::one_line(help));
    }
    text
}

/// Writes a finding as a line of the log.
pub(super) fn log_line(report: &Report<'_>, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", defused(&concise::line(report.audit, finding)))
}

/// A text in which no runner finds a command: those begin the line with `::` or hold `##[` or `##vso[`.
pub(super) fn defused(line: &str) -> String {
    let mut safe = String::with_capacity(line.len());
    for c in line.chars() {
        if (c == '#' && safe.ends_with('#')) || (c == ':' && safe.trim() == ":") {
            safe.push(' ');
        }
        safe.push(c);
    }
    safe
}

/// How often findings of each severity may still be announced.
#[derive(Debug)]
pub(super) struct Allowance([usize; 3]);

impl Allowance {
    pub(super) fn new(each: usize) -> Self {
        Self([each; 3])
    }

    /// Whether one more may be announced.
    pub(super) fn take(&mut self, severity: Severity) -> bool {
        let left = &mut self.0[severity as usize];
        let taken = *left > 0;
        *left = left.saturating_sub(1);
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::defused;

    #[test]
    fn log_lines_hold_no_commands() {
        assert_eq!(defused("a.yaml:1:2: error[x] plain # comment"), "a.yaml:1:2: error[x] plain # comment");
        assert_eq!(defused("::error::x"), ": :error::x");
        assert_eq!(defused("  ::error::x"), "  : :error::x");
        assert_eq!(defused("a ##[error] ###vso[x]"), "a # #[error] # # #vso[x]");
    }
}
