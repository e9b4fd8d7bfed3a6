//! One line of an excerpt: which part of a source line is shown, and where its labels lie in what is shown.

use super::escape::is_hostile;
use super::look::Look;
use super::wrap::wrap;
use crate::finding::Label;
use crate::report::escape;
use crate::source::Source;
use std::ops::Range;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Distance between tab stops.
const TAB: usize = 4;
/// Columns that the words at a label get where a line is cropped anyway.
const MESSAGE: usize = 28;
/// Columns for which a line is cropped.
const MESSAGE_AT_LEAST: usize = 14;
/// Columns to which words are broken at most.
const NARROWEST: usize = 8;
/// What is drawn between an underline and its words.
const STEM: usize = 4;
/// Columns kept for the signs that something is left out on both sides.
const ELLIPSES: usize = 6;

/// The bytes of a source that one label marks on one line.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// First byte.
    pub start: usize,
    /// One past the last byte; the same as `start` for a place between characters.
    pub end: usize,
    /// Index of the label in the finding.
    pub label: usize,
    /// Whether the words of the label stand here; no when the label goes on in another line.
    pub last: bool,
    /// Lines of the label that are not shown.
    pub left_out: usize,
}

/// The marks on one line that are shown side by side, in order.
#[derive(Debug, Default)]
pub struct Row {
    marks: Vec<Mark>,
}

/// A row as shown.
#[derive(Debug)]
pub struct Rendered {
    /// The text, never empty.
    text: String,
    /// What is marked in the text.
    pub spans: Vec<Span>,
}

/// A marked range of a shown line.
#[derive(Debug)]
pub struct Span {
    /// Bytes of the shown line.
    pub range: Range<usize>,
    /// What to say there; several lines when it is long.
    pub message: Option<String>,
    /// Whether it belongs to the first label.
    pub primary: bool,
}

impl Row {
    /// A row with one mark.
    pub fn new(mark: Mark) -> Self {
        Self { marks: vec![mark] }
    }

    /// Adds a mark that stands further right, or inside an earlier one.
    pub fn add(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    /// The marks, in order.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether a label is among the marks.
    pub fn has(&self, label: usize) -> bool {
        self.marks.iter().any(|mark| mark.label == label)
    }

    /// Whether a mark on the same line fits beside the others within `room` columns, with what is said at it.
    pub fn has_room_for(&self, source: &Source, mark: &Mark, label: &Label, room: usize) -> bool {
        let Some(first) = self.marks.first() else { return true };
        let reach = |to| columns(source.text(), first.start, to, room);
        let (from, to) = (reach(mark.start), reach(mark.end));
        to.max(stem(from, to) + width(&label.message).min(MESSAGE_AT_LEAST)) + ELLIPSES <= room
    }

    /// Draws the row: crops the line so that the marks and their words fit, and replaces what cannot be shown.
    pub fn render(&self, source: &Source, line: usize, labels: &[Label], room: usize, look: Look) -> Rendered {
        let (line_start, line_end) = source.line_bounds(line);
        let text = &source.text()[..line_end];
        let start = self.marks.first().map_or(line_start, |first| {
            // A line is cropped when the words would have too little room; once it is, they get plenty.
            let start = window(text, line_start, first.start, self.lead(text, labels, room, MESSAGE_AT_LEAST));
            if start == line_start {
                start
            } else {
                window(text, line_start, first.start, self.lead(text, labels, room, MESSAGE))
            }
        });
        let mut shown = Shown::default();
        if start > line_start {
            shown.push(start - 1, look.draw("…", "..."), look.draw(1, 3));
        }
        let tail = look.draw(1, 3);
        let mut at = start;
        while let Some(c) = text[at..].chars().next() {
            // Plain characters need no thought while what says that others are left out fits behind them.
            let plain = plain_prefix(&text.as_bytes()[at..], room.saturating_sub(shown.columns + tail));
            if plain > 0 {
                shown.push_plain(at, &text[at..at + plain]);
                at += plain;
                continue;
            }
            let width = if c == '\t' { TAB - shown.columns % TAB } else { shown_width(c) };
            let rest_fits = || text.len() - at <= room * 4 && shown.columns + columns(text, at, text.len(), room * 4) <= room;
            if shown.columns + width + tail > room && !rest_fits() || shown.steps.len() > room * 8 {
                shown.push(at, look.draw("…", "..."), tail);
                shown.push(line_end, "", 0);
                break;
            }
            match c {
                '\t' => shown.push(at, &"    "[..width], width),
                c if is_hostile(c) => shown.push(at, stand_in(c, look).encode_utf8(&mut [0; 4]), 1),
                c => shown.push(at, c.encode_utf8(&mut [0; 4]), width),
            }
            at += c.len_utf8();
        }
        if shown.text.is_empty() || self.marks.iter().any(|mark| mark.start >= line_end) {
            shown.push(line_end, " ", 1);
        }
        shown.push(line_end + 1, "", 0);
        let spans = self.spans(&shown, labels, room);
        Rendered { text: shown.text, spans }
    }

    /// Columns that may stand before the first mark, so that all marks have room, and the words at them `wanted` columns.
    fn lead(&self, text: &str, labels: &[Label], room: usize, wanted: usize) -> usize {
        let first = self.marks[0].start;
        self.marks.iter().fold(room, |lead, mark| {
            let message = if mark.last { width(&labels[mark.label].message).min(wanted) } else { 0 };
            let (from, to) = (columns(text, first, mark.start, room), columns(text, first, mark.end, room));
            let right = if message == 0 { to } else { to.max(stem(from, to) + message) };
            lead.min(room.saturating_sub(right + ELLIPSES))
        })
    }

    /// Where the marks lie in what is shown. A mark inside another takes its bytes from it, as the more exact one.
    fn spans(&self, shown: &Shown, labels: &[Label], room: usize) -> Vec<Span> {
        let mut order: Vec<usize> = (0..self.marks.len()).collect();
        order.sort_by_key(|&at| std::cmp::Reverse((self.marks[at].end - self.marks[at].start, self.marks[at].label)));
        let mut owned: Vec<(usize, Range<usize>)> = Vec::new();
        let mut places = vec![0..0; self.marks.len()];
        for &at in &order {
            let mark = &self.marks[at];
            let from = shown.byte(mark.start).min(shown.text.len().saturating_sub(1));
            let to = shown.byte(mark.end).max(shown.after(from));
            places[at] = from..to;
            let left = owned
                .into_iter()
                .flat_map(|(owner, range)| [(owner, range.start..range.end.min(from)), (owner, range.start.max(to)..range.end)]);
            owned = left.filter(|(_, range)| !range.is_empty()).chain([(at, from..to)]).collect();
        }
        owned.sort_unstable_by_key(|(_, range)| range.start);
        let mut spans: Vec<(usize, Span)> = Vec::new();
        for (at, range) in owned {
            let empty = self.marks[at].start >= self.marks[at].end;
            let range = if empty { range.start..range.start } else { without_space(&shown.text, range) };
            spans.push((at, Span { range, message: None, primary: self.marks[at].label == 0 }));
        }
        for (at, mark) in self.marks.iter().enumerate().filter(|(_, mark)| mark.last) {
            let words = words(mark, &labels[mark.label]);
            // What is covered by others, or has no room, says its words where they are.
            let here = |(owner, span): &&mut (usize, Span)| {
                *owner == at || span.range.start < places[at].end && span.range.end.max(span.range.start + 1) > places[at].start
            };
            let right = |span: &Span| stem(shown.column(span.range.start), shown.column(span.range.end));
            let best = spans.iter_mut().filter(here).max_by_key(|(owner, span)| {
                let fits = right(span) + width(&words).min(MESSAGE_AT_LEAST) <= room;
                (fits, *owner == at, if fits { span.range.len() } else { usize::MAX - span.range.start })
            });
            if let (false, Some((_, span))) = (words.is_empty(), best) {
                let wrapped = wrap(&words, room.saturating_sub(right(span)).max(NARROWEST));
                span.message = Some(span.message.take().map_or_else(|| wrapped.clone(), |said| format!("{said}\n{wrapped}")));
            }
        }
        spans.into_iter().map(|(_, span)| span).collect()
    }
}

/// A range without the white space at its ends, which is left over where marks cut each other.
fn without_space(text: &str, range: Range<usize>) -> Range<usize> {
    let words = text[range.clone()].trim();
    if words.is_empty() {
        return range;
    }
    let start = range.start + (text[range.clone()].len() - text[range].trim_start().len());
    start..start + words.len()
}

impl Rendered {
    /// Adds the line to a text.
    pub fn append(&self, text: &mut String) {
        text.push_str(&self.text);
    }
}

/// What is shown so far, and for every step where it came from.
#[derive(Debug, Default)]
struct Shown {
    text: String,
    columns: usize,
    steps: Vec<Step>,
}

/// A character of the source, or several that are shown as they are, a byte and a column each.
#[derive(Debug)]
struct Step {
    /// Offset in the source.
    at: usize,
    /// Offset in what is shown.
    byte: usize,
    /// Column in what is shown.
    column: usize,
    /// How many characters.
    count: usize,
}

impl Shown {
    fn push(&mut self, at: usize, text: &str, width: usize) {
        self.steps.push(Step { at, byte: self.text.len(), column: self.columns, count: 1 });
        self.text.push_str(text);
        self.columns += width;
    }

    /// Adds plain characters.
    fn push_plain(&mut self, at: usize, text: &str) {
        self.steps.push(Step { at, byte: self.text.len(), column: self.columns, count: text.len() });
        self.text.push_str(text);
        self.columns += text.len();
    }

    /// Where a byte of the source is shown.
    fn byte(&self, offset: usize) -> usize {
        self.find(offset, |step| step.at).map_or(self.text.len(), |(step, along)| step.byte + along)
    }

    /// The end of what is shown at a byte.
    fn after(&self, byte: usize) -> usize {
        self.find(byte + 1, |step| step.byte).map_or(self.text.len(), |(step, along)| step.byte + along)
    }

    /// The column of a shown byte.
    fn column(&self, byte: usize) -> usize {
        self.find(byte, |step| step.byte).map_or(self.columns, |(step, along)| step.column + along)
    }

    /// The first character whose place is not before `wanted`: its step, and which character of that it is.
    fn find(&self, wanted: usize, place: impl Fn(&Step) -> usize) -> Option<(&Step, usize)> {
        let next = self.steps.partition_point(|step| place(step) < wanted);
        let before = next.checked_sub(1).map(|before| &self.steps[before]);
        let within = before.map(|step| (step, wanted - place(step))).filter(|(step, along)| *along < step.count);
        within.or_else(|| self.steps.get(next).map(|step| (step, 0)))
    }
}

/// How many of the first `most` bytes are plain characters, up to the first that is not.
fn plain_prefix(bytes: &[u8], most: usize) -> usize {
    bytes.iter().take(most).take_while(|byte| matches!(byte, b' '..=b'~')).count()
}

/// What is said at a mark, on one line.
fn words(mark: &Mark, label: &Label) -> String {
    let message = escape::one_line(&label.message);
    match (mark.left_out, message.is_empty()) {
        (0, _) => message.into_owned(),
        (1, true) => "and 1 more line".to_owned(),
        (more, true) => format!("and {more} more lines"),
        (1, false) => format!("{message} (and 1 more line)"),
        (more, false) => format!("{message} (and {more} more lines)"),
    }
}

/// Where to begin showing a line so that at most `lead` columns stand before `first`; at a word if that costs little.
fn window(text: &str, line_start: usize, first: usize, lead: usize) -> usize {
    let first = first.min(text.len());
    let mut start = first;
    let mut columns = 0;
    for (at, c) in text[line_start..first].char_indices().rev() {
        columns += if c == '\t' { TAB } else { shown_width(c) };
        if columns > lead || first - start > lead * 8 {
            // One column or three are needed to say that something is left out.
            let from = text[start..first].char_indices().map(|(at, _)| start + at).nth(2).unwrap_or(first);
            return text[from..first].find(' ').map_or(from, |space| from + space + 1);
        }
        start = line_start + at;
    }
    line_start
}

/// Columns between two places of a text, counted up to about `most`.
fn columns(text: &str, from: usize, to: usize, most: usize) -> usize {
    let from = from.min(text.len());
    let to = to.clamp(from, text.len());
    let counted = (to - from).min(most);
    if plain_prefix(&text.as_bytes()[from..to], counted) == counted {
        return counted;
    }
    text[from..to].chars().take(most).map(|c| if c == '\t' { TAB } else { shown_width(c) }).sum()
}

/// The column at which words begin that are said at a range of columns: below its middle, behind a stem.
fn stem(from: usize, to: usize) -> usize {
    usize::midpoint(from, to) + STEM
}

/// Columns of a text.
fn width(text: &str) -> usize {
    if escape::is_plain(text) { text.len() } else { text.width() }
}

fn shown_width(c: char) -> usize {
    if c.is_ascii() || is_hostile(c) { 1 } else { c.width().unwrap_or(1) }
}

/// What is shown for a character that must not be printed.
fn stand_in(c: char, look: Look) -> char {
    match c {
        _ if !look.unicode => '?',
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        _ => '\u{fffd}',
    }
}
