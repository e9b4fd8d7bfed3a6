//! The report for ears: sentences in reading order, for screen readers and for terminals that show no drawings.
//!
//! It says what miette's narrated handler says, in the same order. That handler reads one file a finding and counts columns in the
//! text it is handed, so it cannot speak of labels in several files or of lines too long to show; hence the words are our own.

use super::place::Place;
use super::{Report, View, count, escape};
use crate::audit::Audit;
use crate::finding::{Confidence, Label, Severity};
use std::io::{self, Write};

/// Characters of a quotation that are read out at most.
const QUOTED: usize = 160;

/// Writes the report.
pub fn write(report: &Report<'_>, view: View, out: &mut dyn Write) -> io::Result<()> {
    let findings = &report.audit.findings;
    for (at, finding) in findings.iter().enumerate() {
        writeln!(
            out,
            "Finding {} of {}: {}, {}.",
            at + 1,
            findings.len(),
            severity(finding.severity),
            sentence(&escape::one_line(&finding.message))
        )?;
        for (at, label) in finding.labels.iter().enumerate() {
            let which = if at == 0 { "Where" } else { "Also" };
            writeln!(out, "    {which}: {}", place(report.audit, label))?;
        }
        if let Some(help) = &finding.help {
            writeln!(out, "    What to do: {}.", sentence(&escape::one_line(help)))?;
        }
        if finding.confidence != Confidence::High {
            writeln!(out, "    How sure this is: {}.", finding.confidence.name())?;
        }
        writeln!(out, "    To learn more, run: role-audit explain {}", finding.check)?;
        writeln!(out)?;
    }
    if view.quiet { Ok(()) } else { summary(report, out) }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "information",
    }
}

/// A place, its words and what is said of them.
fn place(audit: &Audit, label: &Label) -> String {
    let place = Place::new(audit, label);
    let file = escape::one_line(place.source.name());
    let (start, end) = (place.start, place.end);
    let whereabouts = if start.line != end.line {
        format!("from line {}, column {}, to line {}, column {}", start.line, start.column, end.line, end.column)
    } else if end.column > start.column + 1 {
        format!("line {}, columns {} to {}", start.line, start.column, end.column - 1)
    } else {
        format!("line {}, column {}", start.line, start.column)
    };
    let mut text = format!("{file}, {whereabouts}");
    let words = place.source.text().get(start.offset..end.offset).unwrap_or_default();
    if !words.trim().is_empty() {
        text.push_str(", the words \"");
        text.push_str(&quoted(words));
        text.push('"');
    }
    if !label.message.is_empty() {
        text.push_str(": ");
        text.push_str(sentence(&escape::one_line(&label.message)));
    }
    text.push('.');
    text
}

/// Words on one line, with white space as a reader hears it.
fn quoted(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = match line.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{} and so on", &line[..end]),
        None => line,
    };
    escape::one_line(&shown).into_owned()
}

/// A sentence without its full stop.
fn sentence(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}

fn summary(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary();
    writeln!(
        out,
        "Summary: {}, {} and {} checked.",
        count(summary.files, "file", "files"),
        count(summary.roles, "role", "roles"),
        count(summary.duties, "duty", "duties")
    )?;
    if report.audit.findings.is_empty() {
        writeln!(out, "Nothing is wrong.")?;
    } else {
        let numbers = [
            (summary.errors, "error", "errors"),
            (summary.warnings, "warning", "warnings"),
            (summary.infos, "piece of information", "pieces of information"),
        ];
        let found: Vec<_> = numbers
            .into_iter()
            .filter(|&(number, ..)| number > 0)
            .map(|(number, one, many)| count(number, one, many))
            .collect();
        writeln!(out, "Found: {}.", found.join(", "))?;
    }
    let hidden = report.audit.hidden;
    if hidden.low_confidence > 0 {
        let number = count(hidden.low_confidence, "finding", "findings");
        writeln!(out, "Not shown: {number} of too low confidence.")?;
    }
    if hidden.suppressed > 0 {
        writeln!(out, "Not shown: {} allowed by a comment.", count(hidden.suppressed, "finding", "findings"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Look;
    use crate::report::sample::{is_safe, sample, written};

    #[test]
    fn every_finding_is_told_in_sentences_without_drawings() {
        let view = View { look: Look::FILE, quiet: false, verbose: false };
        let sample = sample();
        let text = written(&sample, |report, out| write(report, view, out));
        assert!(is_safe(&text), "{text}");
        assert_eq!(text.matches("Finding ").count(), sample.audit.findings.len());
        assert!(!text.contains(['│', '─', '╭', '·', '×']), "{text}");
        let two_owners = "    Also: postings/zürich.md, line 4, columns 5 to 31, the words \"Für die Roadmap entscheiden\": \
                          and so does the Product Owner of Zürich.";
        assert!(text.contains(two_owners), "{text}");
        assert!(text.contains("from line 8, column 9, to line 10, column 36"), "{text}");
        for (at, finding) in sample.audit.findings.iter().enumerate() {
            let told = text.split("Finding ").nth(at + 1).unwrap_or_default();
            let places = told.matches("\n    Where: ").count() + told.matches("\n    Also: ").count();
            assert_eq!(places, finding.labels.len(), "{told}");
        }
    }
}
