//! The report for people: every finding with the lines it is about, and at the end what was checked and what was not.

use super::diagnostic::{Pen, severity_style};
use super::look::{CODE, FAINT, GOOD, Look, STRONG};
use super::wrap::fill;
use super::{Report, View, batches, count, escape};
use crate::finding::{Confidence, Finding, Severity};
use std::fmt;
use std::io::{self, Write};

/// Writes the report.
pub fn write(report: &Report<'_>, view: View, out: &mut dyn Write) -> io::Result<()> {
    let findings = &report.audit.findings;
    batches::write(findings, out, |Sheet { text, pen }, first, share| {
        text.clear();
        let pen = pen.get_or_insert_with(|| Pen::new(view.look));
        for (index, finding) in share.iter().enumerate() {
            if first + index > 0 {
                text.push('\n');
            }
            let drawn = pen.draw(text, report.audit, finding).and_then(|()| more(text, finding, view.look));
            drawn.map_err(io::Error::other)?;
        }
        Ok(())
    })?;
    if view.quiet {
        return Ok(());
    }
    if !findings.is_empty() {
        writeln!(out)?;
    }
    footer(report, view, out)
}

/// What is drawn of a share of the findings, and the pen for it.
#[derive(Default)]
struct Sheet<'a> {
    text: String,
    pen: Option<Pen<'a>>,
}

impl AsRef<[u8]> for Sheet<'_> {
    fn as_ref(&self) -> &[u8] {
        self.text.as_bytes()
    }
}

/// Adds how to learn more about a finding, and how sure it is unless it is nearly certain.
fn more(text: &mut String, finding: &Finding, look: Look) -> fmt::Result {
    text.push_str("  ");
    look.add(text, CODE, &["role-audit explain ", finding.check])?;
    if finding.confidence != Confidence::High {
        text.push(' ');
        look.add(text, FAINT, &["(confidence: ", finding.confidence.name(), ")"])?;
    }
    text.push('\n');
    Ok(())
}

/// What was checked, what was found, what is not shown and why.
fn footer(report: &Report<'_>, view: View, out: &mut dyn Write) -> io::Result<()> {
    let look = view.look;
    let summary = report.summary();
    let checked = format!(
        "{}, {}, {} checked",
        count(summary.files, "file", "files"),
        count(summary.roles, "role", "roles"),
        count(summary.duties, "duty", "duties")
    );
    if report.audit.findings.is_empty() {
        writeln!(
            out,
            "{} {}",
            look.paint(GOOD, look.draw("✓", "ok:")),
            look.paint(STRONG, format_args!("{checked}: nothing is wrong."))
        )?;
    } else {
        let numbers = [
            (Severity::Error, summary.errors, "error", "errors"),
            (Severity::Warning, summary.warnings, "warning", "warnings"),
            (Severity::Info, summary.infos, "info", "infos"),
        ];
        let found: Vec<_> = numbers
            .into_iter()
            .filter(|&(_, number, ..)| number > 0)
            .map(|(severity, number, one, many)| look.paint(severity_style(severity), count(number, one, many)).to_string())
            .collect();
        writeln!(out, "{}: {}", look.paint(STRONG, &checked), found.join(", "))?;
    }
    for line in asides(report, view) {
        writeln!(out, "{}", look.paint(FAINT, fill(&line, look.width, "", "  ")))?;
    }
    Ok(())
}

/// What is not shown or was not read, a line each.
fn asides(report: &Report<'_>, view: View) -> Vec<String> {
    let audit = report.audit;
    let mut lines: Vec<String> =
        audit.organization.judged_by(report.rulebook).iter().map(|line| escape::one_line(line).into_owned()).collect();
    lines.extend(audit.organization.unusual_numbers(audit, report.rulebook));
    let mut hidden = Vec::new();
    if audit.hidden.low_confidence > 0 {
        let levels = match report.settings.min_confidence {
            Confidence::High => "medium or low",
            _ => "low",
        };
        let number = count(audit.hidden.low_confidence, "finding", "findings");
        hidden.push(format!("{number} of {levels} confidence (--min-confidence low shows them)"));
    }
    if audit.hidden.suppressed > 0 {
        hidden.push(format!("{} allowed by a comment", count(audit.hidden.suppressed, "finding", "findings")));
    }
    if !hidden.is_empty() {
        lines.push(format!("Not shown: {}.", hidden.join(", ")));
    }
    let off = report.checks_off();
    if !off.is_empty() {
        let ids = if off.len() <= 4 || view.verbose { off.join(", ") } else { count(off.len(), "check", "checks") };
        lines.push(format!("Not checked: {ids} (--select default,ID adds one)."));
    }
    if !audit.passed_over.is_empty() {
        let number = count(audit.passed_over.len(), "file describes", "files describe");
        lines.push(if view.verbose {
            format!("Passed over: {number} no role:")
        } else {
            format!("Passed over: {number} no role (-v lists them).")
        });
        if view.verbose {
            lines.extend(audit.passed_over.iter().map(|&id| format!("  {}", escape::one_line(audit.source(id).name()))));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample;

    fn shown(look: Look, quiet: bool, verbose: bool) -> String {
        let mut out = Vec::new();
        write(&sample().report(), View { look, quiet, verbose }, &mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn at_80_columns() {
        insta::assert_snapshot!(shown(Look { colour: false, unicode: true, width: 80 }, false, true));
    }

    #[test]
    fn at_60_columns_in_ascii() {
        insta::assert_snapshot!(shown(Look { colour: false, unicode: false, width: 60 }, true, false));
    }
}
