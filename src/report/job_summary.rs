//! The report as a page in Markdown, which GitHub shows beside a job.

use super::place::Place;
use super::{Report, count, escape};
use crate::finding::{Finding, Severity};
use std::io::{self, Write};

/// Bytes of the list at most: GitHub takes a mebibyte a step.
const BYTES: usize = 900 << 10;
/// Characters shown at most of one text.
const CHARACTERS: usize = 400;

/// Writes the page.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary();
    let findings = &report.audit.findings;
    writeln!(out, "## role-audit\n")?;
    let checked = format!(
        "{}, {} and {} checked under the role model {}",
        count(summary.files, "file", "files"),
        count(summary.roles, "role", "roles"),
        count(summary.duties, "duty", "duties"),
        text(report.model())
    );
    if findings.is_empty() {
        return writeln!(out, "{checked}: nothing is wrong.");
    }
    writeln!(
        out,
        "{checked}: **{}**, **{}**, **{}**.\n",
        count(summary.errors, "error", "errors"),
        count(summary.warnings, "warning", "warnings"),
        count(summary.infos, "info", "infos")
    )?;
    writeln!(out, "| Severity | Place | Words | Finding | What to do |")?;
    writeln!(out, "| --- | --- | --- | --- | --- |")?;
    // The gravest come first, in case there is no room for all.
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let ordered = severities
        .into_iter()
        .flat_map(|severity| findings.iter().filter(move |finding| finding.severity == severity));
    let (mut listed, mut bytes) = (0, 0);
    for finding in ordered {
        let row = row(report, finding);
        bytes += row.len();
        if bytes > BYTES {
            break;
        }
        out.write_all(row.as_bytes())?;
        listed += 1;
    }
    if listed < findings.len() {
        writeln!(out, "\nThe log holds {} more.", count(findings.len() - listed, "finding", "findings"))?;
    }
    Ok(())
}

fn row(report: &Report<'_>, finding: &Finding) -> String {
    let place = Place::new(report.audit, finding.primary());
    let sign = match finding.severity {
        Severity::Error => "❌ error",
        Severity::Warning => "⚠️ warning",
        Severity::Info => "ℹ️ info",
    };
    let words = place.source.text().get(place.start.offset..place.end.offset).unwrap_or_default();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    format!(
        "| {sign} | {} | {} | {} ({}) | {} |\n",
        text(&place.reference()),
        text(&words),
        text(&finding.message),
        text(finding.check),
        text(finding.help.as_deref().unwrap_or_default())
    )
}

/// A text as it is, whatever it would mean in Markdown or HTML: in a cell of a table, on one line.
fn text(text: &str) -> String {
    let (shown, more) = match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) => (&text[..end], "…"),
        None => (text, ""),
    };
    let mut safe = escape::markdown(shown);
    safe.push_str(more);
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{crowded, is_safe, sample, written};
    use pulldown_cmark::{Event, Options, Parser, Tag};

    #[test]
    fn every_finding_is_a_row_and_no_text_becomes_markup() {
        let sample = sample();
        let page = written(&sample, write);
        assert!(is_safe(&page), "{page}");
        let mut rows = 0;
        let mut cells = 0;
        let mut said = String::new();
        for event in Parser::new_ext(&page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Start(Tag::TableRow) => rows += 1,
                Event::Start(Tag::TableCell) => cells += 1,
                Event::Text(text) => said.push_str(&text),
                Event::Html(_) | Event::InlineHtml(_) | Event::Code(_) | Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                    panic!("a text became markup: {event:?}");
                }
                _ => {}
            }
        }
        assert_eq!(rows, sample.audit.findings.len());
        assert_eq!(cells, 5 * (rows + 1));
        for finding in &sample.audit.findings {
            assert!(said.contains(&*escape::one_line(&finding.message)), "{} is missing: {said}", finding.message);
        }
    }

    #[test]
    fn the_page_stays_within_what_github_takes() {
        let mut sample = crowded();
        let once = sample.audit.findings.clone();
        sample.audit.findings.extend(std::iter::repeat_n(once, 60).flatten());
        let page = written(&sample, write);
        assert!(page.len() < 1 << 20, "{}", page.len());
        assert!(page.contains("The log holds "), "{}", page.len());
    }
}
