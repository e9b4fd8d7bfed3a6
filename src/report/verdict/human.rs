//! A verdict for people: the duty with the deciding words underlined, and below it whose it is and why.

use super::trace::{self, TraceObject};
use crate::classify::{Part, Verdict};
use crate::finding::Confidence;
use crate::order;
use crate::report::escape;
use crate::report::look::{GOOD, INFO, Look, STRONG, WARNING};
use crate::report::wrap::{fill, lines, wrap};
use crate::rulebook::{DutyType, KindId, Relation, Rulebook};
use anstyle::{AnsiColor, Effects, Style};
use std::fmt::Write;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// The words that decided.
const DECIDING: Style = Style::new().effects(Effects::BOLD.insert(Effects::UNDERLINE));

/// How much to tell.
#[derive(Clone, Copy, Debug)]
pub struct Extent<'a> {
    /// The reasoning behind each part, if asked for.
    pub traces: &'a [TraceObject<'a>],
    /// The confidence from which findings are shown: what lies below it is marked.
    pub enough: Confidence,
}

/// Adds the verdict on a duty, and the reasoning behind it if asked for, to a text.
pub fn write(out: &mut String, text: &str, verdict: &Verdict, rulebook: &Rulebook, look: Look, extent: &Extent<'_>) {
    let parts = verdict.parts();
    duty(out, text, parts, look);
    for part in parts {
        let of = if parts.len() > 1 { text.get(part.place.range()) } else { None };
        judgement(out, part, of, rulebook, look, extent.enough);
    }
    for trace in extent.traces {
        out.push('\n');
        trace::write(out, trace, look);
    }
    out.push('\n');
}

/// Adds a duty that is not judged for its language.
pub fn write_unjudged(out: &mut String, text: &str, language: &str, look: Look) {
    push_line(out, &wrap(escape::one_line(text), look.width));
    let line = format!("{}: it is in {language}, and the rules have no words for that", look.paint(STRONG, "Not judged"));
    push_line(out, &fill(&line, look.width, &format!("  {} ", look.draw("→", "->")), "    "));
    out.push('\n');
}

/// The duty, wrapped, with the deciding words underlined: by the terminal where it can, else by a line of dashes.
fn duty(out: &mut String, text: &str, parts: &[Part], look: Look) {
    let mut ranges: Vec<Range<usize>> = parts
        .iter()
        .flat_map(|part| part.evidence.iter())
        .filter(|found| found.weight > 0.0)
        .map(|found| found.place.range())
        .collect();
    order::by_key(&mut ranges, |range| (range.start, range.end));
    let (shown, marks) = safe(text, &ranges);
    for line in lines(&shown, look.width) {
        // Lines are slices of the text, since nothing is put before them.
        let start = (line.as_ptr() as usize).saturating_sub(shown.as_ptr() as usize);
        let mut painted = String::with_capacity(line.len() + 16);
        let mut dashes = String::new();
        let mut at = start;
        for mark in marks.iter().filter(|mark| mark.start < start + line.len() && mark.end > start) {
            let (from, to) = (mark.start.max(at), mark.end.min(start + line.len()));
            let (Some(before), Some(words)) = (shown.get(at..from), shown.get(from..to)) else { continue };
            painted.push_str(before);
            _ = write!(painted, "{}", look.paint(DECIDING, words));
            dashes.push_str(&" ".repeat(before.width()));
            dashes.push_str(&look.draw("─", "-").repeat(words.width()));
            at = to;
        }
        painted.push_str(&shown[at..start + line.len()]);
        push_line(out, &painted);
        if !look.colour && !dashes.trim().is_empty() {
            push_line(out, &dashes);
        }
    }
}

/// One line on whose duty it is, or a part of it.
fn judgement(out: &mut String, part: &Part, of: Option<&str>, rulebook: &Rulebook, look: Look, enough: Confidence) {
    let (owner, style) = owner(part, rulebook);
    let mut about = Vec::new();
    if let Some(area) = part.area {
        about.push(rulebook.area(area).id.clone());
    }
    if let Some(relation) = part.relation {
        about.push(format!("{} ({})", relation.name(), meaning(relation)));
    }
    if matches!(part.duty_type, DutyType::Pm | DutyType::Po | DutyType::Shared | DutyType::Other) {
        let level = part.confidence_level();
        let little = if level < enough { ", too little for a finding" } else { "" };
        about.push(format!("confidence {:.0} % ({}{little})", part.confidence * 100.0, level.name()));
    }
    let mut line = look.paint(style, owner).to_string();
    if let Some(words) = of {
        _ = write!(line, " (\"{}\")", escape::one_line(words.trim()));
    }
    if !about.is_empty() {
        line.push_str(": ");
        line.push_str(&about.join(", "));
    }
    let arrow = format!("  {} ", look.draw("→", "->"));
    push_line(out, &fill(&line, look.width, &arrow, "    "));
}

/// Whose duty it is, in words.
fn owner(part: &Part, rulebook: &Rulebook) -> (String, Style) {
    let name =
        |kind: KindId, fallback: &str| rulebook.kinds().get(kind.0 as usize).map_or_else(|| fallback.to_owned(), |kind| kind.name.clone());
    match part.duty_type {
        DutyType::Pm => (name(KindId::PM, "Product Manager"), AnsiColor::Magenta.on_default().bold()),
        DutyType::Po => (name(KindId::PO, "Product Owner"), INFO),
        DutyType::Shared => ("Either product role".to_owned(), GOOD),
        DutyType::Other => (part.other_role.map_or_else(|| "Another role".to_owned(), |kind| name(kind, "Another role")), WARNING),
        DutyType::Neither => ("Not a duty".to_owned(), STRONG),
        DutyType::Unclear => ("Unclear, the words do not decide".to_owned(), STRONG),
    }
}

/// What a relation says, as it completes "the role ...".
fn meaning(relation: Relation) -> &'static str {
    match relation {
        Relation::Own => "decides and answers for it",
        Relation::Author => "brings it into being",
        Relation::Operate => "carries it out",
        Relation::Assure => "promises a result",
        Relation::Transform => "turns one thing into another",
        Relation::Advocate => "speaks for it",
        Relation::Enable => "makes others able to do it",
        Relation::Contribute => "gives input",
        Relation::Communicate => "makes it known",
        Relation::Follow => "knows it and keeps to it",
    }
}

/// The text as it may be printed, and the ranges in it, without overlaps.
fn safe(text: &str, ranges: &[Range<usize>]) -> (String, Vec<Range<usize>>) {
    let mut shown = String::with_capacity(text.len());
    let mut marks: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    let mut at = 0;
    for range in ranges {
        let start = range.start.max(at);
        let (Some(before), Some(words)) = (text.get(at..start), text.get(start..range.end.max(start))) else {
            continue;
        };
        shown.push_str(&escape::one_line(before));
        let from = shown.len();
        shown.push_str(&escape::one_line(words));
        if shown.len() > from {
            marks.push(from..shown.len());
        }
        at = range.end.max(start);
    }
    shown.push_str(&escape::one_line(&text[at..]));
    (shown, marks)
}

fn push_line(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::{AreaSet, Claim, Evidence, Modifiers, Signal};
    use crate::rulebook::hints::Hints;
    use crate::source::Span;

    fn part(range: Range<usize>, duty_type: DutyType, evidence: &[Range<usize>]) -> Part {
        Part {
            place: Span::new(range.start, range.end),
            duty_type,
            other_role: None,
            area: None,
            relation: Some(Relation::Author),
            claim: Claim::Hard,
            strength: 4,
            confidence: 0.931,
            evidence: evidence
                .iter()
                .map(|range| Evidence { signal: Signal::Wording(duty_type), place: Span::new(range.start, range.end), weight: 1.5 })
                .collect(),
            modifiers: Modifiers::default(),
            subject: None,
            explicit: true,
            outside: Span::default(),
            given: Span::default(),
            touched: AreaSet::default(),
        }
    }

    #[test]
    fn the_deciding_words_are_underlined() {
        let text = "Define the 製品 roadmap with everybody who has a stake in it and groom the \u{1b}[31mbacklog";
        let (define, roadmap, groom) = (0..6, 18..25, text.find("groom").map_or(0..0, |at| at..at + 5));
        let pm = part(0..text.find(" and groom").unwrap_or(0), DutyType::Pm, &[define, roadmap]);
        let po = part(text.find("groom").unwrap_or(0)..text.len(), DutyType::Po, &[groom]);
        let verdict = Verdict { whole: pm.clone(), parts: Box::new([pm, po]), hints: Hints::ALL };
        let mut out = String::new();
        let extent = Extent { traces: &[], enough: Confidence::Medium };
        write(&mut out, text, &verdict, Rulebook::builtin(), Look { colour: false, unicode: true, width: 60 }, &extent);
        insta::assert_snapshot!(out);
    }
}
