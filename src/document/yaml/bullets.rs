//! Bullets inside a scalar: those that YAML folded into one text, and those that stand on one line.

use super::tree::{Kind, NodeId, Style, Tree};
use crate::document::{MappedText, Problem};
use crate::source::Span;
use memchr::{memchr, memchr2};

/// The parts of a text, with what stood before the first bullet apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// Text before the first bullet, if any.
    pub(super) lead: Option<MappedText>,
    /// The texts of the bullets, without marks.
    pub(super) items: Vec<MappedText>,
}

/// Length of the bullet mark (with the white space behind it) that a text begins with.
pub(super) fn mark(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = if (1..3).contains(&digits) && text[digits..].starts_with(['.', ')']) {
        digits + 1
    } else {
        text.chars()
            .next()
            .filter(|&c| matches!(c, '-' | '*' | '+' | '–' | '—' | '•' | '◦' | '▪' | '●' | '‣' | '·'))?
            .len_utf8()
    };
    let rest = &text[mark..];
    rest.starts_with([' ', '\t', '\u{a0}']).then(|| mark + rest.len() - rest.trim_start().len())
}

/// Whether a text holds a list of HTML or of bullets.
pub(super) fn holds_list(text: &str) -> bool {
    text.contains("<li") || text.lines().filter(|line| mark(line.trim_start()).is_some()).count() > 1
}

/// Splits a scalar whose source lines begin with bullets that YAML folded into one text, and reports it.
///
/// In a plain scalar every bullet below the first line was swallowed; in a folded block the bullets that share a line
/// after folding were. Once one is certain, ` - ` before a capital is taken for a bullet too, because whoever re-wraps such
/// a text moves bullets away from the start of their lines.
pub(super) fn unfold(tree: &Tree<'_>, id: NodeId, text: &MappedText) -> Option<(Parts, Problem)> {
    let node = tree.node(id);
    let Kind::Scalar(_, style @ (Style::Plain | Style::Folded)) = node.kind else { return None };
    let written = &tree.text[node.span.range()];
    memchr2(b'\n', b'\r', written.as_bytes())?;
    let starts = line_bullets(written, node.span.start, style == Style::Folded);
    if starts.is_empty() {
        return None;
    }
    let value = text.as_str();
    let mut splits: Vec<Split> = Vec::new();
    let mut previous = '\n';
    for (at, c) in value.char_indices() {
        let folded = previous == ' ';
        if (folded || previous == '\n')
            && let Some(length) = mark(&value[at..])
        {
            let at_line_start = starts.binary_search(&text.span(at..at + c.len_utf8()).start).is_ok();
            let before_capital = c == '-' && folded && value[at + length..].starts_with(char::is_uppercase);
            if at_line_start || before_capital {
                splits.push(Split { at, length, folded, at_line_start });
            }
        }
        previous = c;
    }
    if !splits.iter().any(|split| split.folded && split.at_line_start) {
        return None;
    }
    let bullets = splits.iter().filter(|split| split.folded).map(|split| bullet_span(tree.text, text, split.at)).collect();
    let lead = splits.first().map(|split| text.slice(0..split.at).into_trimmed()).filter(|lead| !lead.is_empty());
    let ends = splits.iter().skip(1).map(|split| split.at).chain([value.len()]);
    let items = splits.iter().zip(ends).map(|(split, end)| text.slice((split.at + split.length).min(end)..end).into_trimmed());
    let parts = Parts { lead, items: items.filter(|item| !item.is_empty()).collect() };
    Some((parts, Problem::FoldedBullets { span: trim_end(tree.text, node.span), bullets }))
}

/// A bullet inside a text.
struct Split {
    at: usize,
    /// Length of its mark.
    length: usize,
    /// Whether folding put it on a line with other text.
    folded: bool,
    at_line_start: bool,
}

/// Source offsets at which a line of a scalar begins with a bullet.
fn line_bullets(written: &str, start: u32, with_first: bool) -> Vec<u32> {
    let mut at = 0;
    let mut starts = Vec::new();
    for (number, line) in written.split_inclusive('\n').enumerate() {
        let words = line.trim_start();
        if (number > 0 || with_first) && mark(words).is_some() {
            starts.push(start + (at + line.len() - words.len()) as u32);
        }
        at += line.len();
    }
    starts
}

/// From a bullet's mark to the end of its line.
fn bullet_span(source: &str, text: &MappedText, at: usize) -> Span {
    let start = text.span(at..at + 1).start;
    let whole = text.whole();
    let rest = &source[start as usize..whole.end as usize];
    let line = rest.find(['\n', '\r']).map_or(rest, |end| &rest[..end]);
    Span { start, end: start + line.trim_end().len() as u32 }
}

fn trim_end(source: &str, span: Span) -> Span {
    Span { start: span.start, end: span.start + source[span.range()].trim_end().len() as u32 }
}

/// Splits a text with several typographic bullets on one line: `• Own the roadmap • Order the backlog`.
pub(super) fn inline(text: &MappedText) -> Option<Parts> {
    let value = text.as_str();
    let is_bullet = |c: char| matches!(c, '•' | '▪' | '●' | '‣' | '◦');
    // All of them begin with this byte, which most texts do not hold.
    if memchr(0xE2, value.as_bytes()).is_none() || value.contains('\n') || !value.contains(is_bullet) {
        return None;
    }
    let marks: Vec<(usize, usize)> = value.match_indices(is_bullet).map(|(at, mark)| (at, at + mark.len())).collect();
    let lead = text.slice(0..marks[0].0).into_trimmed();
    let ends = marks.iter().skip(1).map(|mark| mark.0).chain([value.len()]);
    let items = marks
        .iter()
        .zip(ends)
        .map(|(&(_, from), to)| text.slice(from..to).into_trimmed())
        .filter(|item| !item.is_empty());
    Some(Parts { lead: (!lead.is_empty()).then_some(lead), items: items.collect() })
}
