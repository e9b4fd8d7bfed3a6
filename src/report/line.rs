//! One line of an excerpt: which part of a source line is shown, and where its labels lie in what is shown.

use super::escape::{self, is_hostile, plain_prefix};
use super::look::Look;
use super::shown::Shown;
use super::wrap::wrap;
use crate::finding::Label;
use crate::source::Source;
use std::borrow::Cow;
use std::cmp::Reverse;
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

/// A line of a source.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The source.
    pub source: &'a Source,
    /// Its number, from 0.
    pub number: usize,
    /// Its first byte.
    pub start: usize,
    /// The end of its text, before the line break.
    pub end: usize,
}

/// The bytes of a source that one label marks on one line.
#[derive(Clone, Copy, Debug)]
pub struct Mark<'a> {
    /// The line.
    pub line: Line<'a>,
    /// Where its source stands among those of the finding; the primary one comes first.
    pub rank: usize,
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

/// A line with the marks on it that are shown side by side, in order; none where it only stands between others.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r, 'a> {
    /// The line.
    pub line: Line<'a>,
    /// What is marked on it. A mark stands further right than those before it, or inside one of them.
    pub marks: &'r [Mark<'a>],
    /// The labels of the finding.
    pub labels: &'a [Label],
    /// Columns there are.
    pub room: usize,
    /// How it may look.
    pub look: Look,
}

/// A marked range of a shown line.
#[derive(Debug)]
pub struct Span<'a> {
    /// Bytes of what is shown.
    pub range: Range<usize>,
    /// Columns of the shown line.
    pub columns: Range<usize>,
    /// What to say there; several lines when it is long.
    pub message: Option<Cow<'a, str>>,
    /// Whether it belongs to the first label.
    pub primary: bool,
    /// Which mark of the row it shows.
    mark: usize,
}

impl Span<'_> {
    /// The column at which its words begin.
    fn stem(&self) -> usize {
        stem(self.columns.start, self.columns.end)
    }
}

impl<'a> Row<'_, 'a> {
    /// Whether one more mark fits on the line beside the others, with what is said at it.
    pub fn has_room_for(&self, mark: &Mark<'_>) -> bool {
        let Some(first) = self.marks.first() else { return true };
        let reach = |to| columns(self.line.source.text(), first.start, to, self.room);
        let (from, to) = (reach(mark.start), reach(mark.end));
        to.max(stem(from, to) + width(&self.labels[mark.label].message).min(MESSAGE_AT_LEAST)) + ELLIPSES <= self.room
    }

    /// Shows the row: crops the line so that the marks and their words fit, and replaces what cannot be shown.
    pub fn show(&self, shown: &mut Shown, spans: &mut Vec<Span<'a>>) {
        let Self { room, look, .. } = *self;
        let Line { source, start: line_start, end: line_end, .. } = self.line;
        let text = &source.text()[..line_end];
        // Most lines leave room enough for whatever is said of them.
        let fits = line_end - line_start + STEM + MESSAGE_AT_LEAST + ELLIPSES <= room && escape::is_plain(&text[line_start..]);
        let start = self.marks.first().filter(|_| !fits).map_or(line_start, |first| {
            // A line is cropped when the words would have too little room; once it is, they get plenty.
            let start = window(text, line_start, first.start, self.lead(text, MESSAGE_AT_LEAST));
            if start == line_start {
                start
            } else {
                window(text, line_start, first.start, self.lead(text, MESSAGE))
            }
        });
        shown.begin_line();
        if start > line_start {
            shown.push(start - 1, look.draw("…", "..."), look.draw(1, 3));
        }
        let tail = look.draw(1, 3);
        let mut at = start;
        while let Some(c) = text[at..].chars().next() {
            // Plain characters need no thought while what says that others are left out fits behind them.
            let plain = plain_up_to(&text.as_bytes()[at..], room.saturating_sub(shown.columns() + tail));
            if plain > 0 {
                shown.push_plain(at, &text[at..at + plain]);
                at += plain;
                continue;
            }
            let width = if c == '\t' { TAB - shown.columns() % TAB } else { shown_width(c) };
            let rest_fits = || text.len() - at <= room * 4 && shown.columns() + columns(text, at, text.len(), room * 4) <= room;
            if shown.columns() + width + tail > room && !rest_fits() || shown.steps() > room * 8 {
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
        if shown.is_line_empty() || self.marks.iter().any(|mark| mark.start >= line_end) {
            shown.push(line_end, " ", 1);
        }
        shown.push(line_end + 1, "", 0);
        self.mark(shown, spans);
    }

    /// Columns that may stand before the first mark, so that all marks have room, and the words at them `wanted` columns.
    fn lead(&self, text: &str, wanted: usize) -> usize {
        let first = self.marks[0].start;
        self.marks.iter().fold(self.room, |lead, mark| {
            let message = if mark.last { width(&self.labels[mark.label].message).min(wanted) } else { 0 };
            let (from, to) = (columns(text, first, mark.start, self.room), columns(text, first, mark.end, self.room));
            let right = if message == 0 { to } else { to.max(stem(from, to) + message) };
            lead.min(self.room.saturating_sub(right + ELLIPSES))
        })
    }

    /// Adds where the marks lie in what is shown, and what is said there.
    fn mark(&self, shown: &Shown, spans: &mut Vec<Span<'a>>) {
        if let [only] = self.marks {
            let mut span = self.span(shown, 0, place(shown, only));
            if only.last {
                self.say(&mut span, words(only, &self.labels[only.label]));
            }
            return spans.push(span);
        }
        let first = spans.len();
        spans.extend(self.shares(shown).into_iter().map(|(at, range)| self.span(shown, at, range)));
        for (at, mark) in self.marks.iter().enumerate().filter(|(_, mark)| mark.last) {
            let words = words(mark, &self.labels[mark.label]);
            // What is covered by others, or has no room, says its words where they are.
            let place = place(shown, mark);
            let here = |span: &&mut Span<'_>| {
                span.mark == at || span.range.start < place.end && span.range.end.max(span.range.start + 1) > place.start
            };
            let least = width(&words).min(MESSAGE_AT_LEAST);
            let best = spans[first..].iter_mut().filter(here).max_by_key(|span| {
                let fits = span.stem() + least <= self.room;
                (fits, span.mark == at, if fits { span.range.len() } else { usize::MAX - span.range.start })
            });
            if let Some(span) = best {
                self.say(span, words);
            }
        }
    }

    /// Adds words to what is said of a span.
    fn say(&self, span: &mut Span<'a>, words: Cow<'a, str>) {
        if words.is_empty() {
            return;
        }
        let wrapped = wrap(words, self.room.saturating_sub(span.stem()).max(NARROWEST));
        span.message = Some(match span.message.take() {
            Some(said) => format!("{said}\n{wrapped}").into(),
            None => wrapped,
        });
    }

    /// The bytes of what is shown that each mark gets, in order. A mark inside another takes its bytes from it, as the more exact one.
    fn shares(&self, shown: &Shown) -> Vec<(usize, Range<usize>)> {
        let mut order: Vec<usize> = (0..self.marks.len()).collect();
        order.sort_by_key(|&at| Reverse((self.marks[at].end - self.marks[at].start, self.marks[at].label)));
        let mut shares: Vec<(usize, Range<usize>)> = Vec::new();
        for &at in &order {
            let Range { start: from, end: to } = place(shown, &self.marks[at]);
            let left = shares
                .into_iter()
                .flat_map(|(owner, range)| [(owner, range.start..range.end.min(from)), (owner, range.start.max(to)..range.end)]);
            shares = left.filter(|(_, range)| !range.is_empty()).chain([(at, from..to)]).collect();
        }
        shares.sort_unstable_by_key(|(_, range)| range.start);
        shares
    }

    /// What is shown of a mark, which has these bytes.
    fn span(&self, shown: &Shown, at: usize, range: Range<usize>) -> Span<'a> {
        let mark = &self.marks[at];
        let empty = mark.start >= mark.end;
        let range = if empty { range.start..range.start } else { without_space(shown.text(), range) };
        let columns = shown.column(range.start)..shown.column(range.end);
        Span { range, columns, message: None, primary: mark.label == 0, mark: at }
    }
}

/// The bytes of what is shown under a mark, not less than a character.
fn place(shown: &Shown, mark: &Mark<'_>) -> Range<usize> {
    let from = shown.byte(mark.start).min(shown.text().len().saturating_sub(1));
    from..shown.byte(mark.end).max(shown.after(from))
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

/// What is said at a mark, on one line.
fn words<'a>(mark: &Mark<'_>, label: &'a Label) -> Cow<'a, str> {
    let message = escape::one_line(&label.message);
    match (mark.left_out, message.is_empty()) {
        (0, _) => message,
        (1, true) => "and 1 more line".into(),
        (more, true) => format!("and {more} more lines").into(),
        (1, false) => format!("{message} (and 1 more line)").into(),
        (more, false) => format!("{message} (and {more} more lines)").into(),
    }
}

/// Where to begin showing a line so that at most `lead` columns stand before `first`; at a word if that costs little.
fn window(text: &str, line_start: usize, first: usize, lead: usize) -> usize {
    let first = first.min(text.len());
    if first - line_start <= lead && escape::is_plain(&text[line_start..first]) {
        return line_start;
    }
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
    if plain_up_to(&text.as_bytes()[from..to], counted) == counted {
        return counted;
    }
    text[from..to].chars().take(most).map(|c| if c == '\t' { TAB } else { shown_width(c) }).sum()
}

/// How many of the first `most` bytes are plain characters, up to the first that is not.
fn plain_up_to(bytes: &[u8], most: usize) -> usize {
    plain_prefix(&bytes[..bytes.len().min(most)])
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
