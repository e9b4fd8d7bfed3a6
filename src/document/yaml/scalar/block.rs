//! Block scalars: literal (`|`) and folded (`>`), with every indentation and chomping indicator.
//!
//! The parser's span starts at the first text of the content, so its column is the content's indentation. How many line
//! breaks stand before it and remain at its end is taken from the parser's value.

use crate::document::MappedTextBuilder;
use crate::source::Span;
use memchr::memchr2;

/// Decodes a literal block.
pub(super) fn literal(text: &str, span: Span, value: &str, builder: &mut MappedTextBuilder) {
    let content = value.trim_end_matches('\n').len();
    leading(text, span, value, builder);
    let mut before: Option<Line> = None;
    for line in Lines::new(text, span) {
        if builder.text().len() >= content {
            break;
        }
        if let Some(before) = before {
            line_break(&before, builder);
        }
        builder.push_verbatim(&text[line.text.range()], line.text.start as usize);
        before = Some(line);
    }
    finish(span, value, builder);
}

/// Decodes a folded block.
pub(super) fn folded(text: &str, span: Span, value: &str, builder: &mut MappedTextBuilder) {
    let content = value.trim_end_matches('\n').len();
    leading(text, span, value, builder);
    // The line before, and the empty lines since.
    let mut before: Option<Line> = None;
    let mut empty: Vec<Line> = Vec::new();
    for line in Lines::new(text, span) {
        if line.text.is_empty() {
            empty.push(line);
            continue;
        }
        if let Some(before) = before.take() {
            let deeper = |line: &Line| text[line.text.range()].starts_with([' ', '\t']);
            if deeper(&before) || deeper(&line) {
                line_break(&before, builder);
                line_breaks(&empty, builder);
            } else if empty.is_empty() {
                builder.push_replaced(" ", Span { start: before.text.end, end: line.text.start });
            } else {
                line_breaks(&empty, builder);
            }
            empty.clear();
        }
        if builder.text().len() >= content {
            break;
        }
        builder.push_verbatim(&text[line.text.range()], line.text.start as usize);
        before = Some(line);
    }
    finish(span, value, builder);
}

/// Line breaks before the first text.
fn leading(text: &str, span: Span, value: &str, builder: &mut MappedTextBuilder) {
    let breaks = value.len() - value.trim_start_matches('\n').len();
    if breaks == 0 || breaks == value.len() {
        return;
    }
    let end = line_start(text, span.start as usize);
    let blank = text[..end].trim_end_matches([' ', '\t', '\n', '\r']).len();
    builder.push_replaced(&value[..breaks], Span::new(blank, end));
}

/// Line breaks at the end, as many as the chomping indicator left.
fn finish(span: Span, value: &str, builder: &mut MappedTextBuilder) {
    let so_far = builder.text().len();
    if let Some(rest) = value.get(so_far..).filter(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte == b'\n')) {
        builder.push_replaced(rest, Span { start: span.end, end: span.end });
    }
}

fn line_break(line: &Line, builder: &mut MappedTextBuilder) {
    builder.push_replaced("\n", Span { start: line.text.end, end: line.end });
}

fn line_breaks(lines: &[Line], builder: &mut MappedTextBuilder) {
    for line in lines {
        line_break(line, builder);
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |found| found + 1)
}

/// One line of the content: its text without indentation, and the end of its break.
struct Line {
    text: Span,
    end: u32,
}

/// The lines of a block's content.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
    indent: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str, span: Span) -> Self {
        let start = line_start(text, span.start as usize);
        let start = if text[start..].starts_with('\u{feff}') { start + '\u{feff}'.len_utf8() } else { start };
        Self { bytes: text.as_bytes(), at: start, end: span.end as usize, indent: span.start as usize - start }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        if self.at >= self.end {
            return None;
        }
        let mut start = self.at;
        while start < self.end && start - self.at < self.indent && self.bytes[start] == b' ' {
            start += 1;
        }
        let end = memchr2(b'\n', b'\r', &self.bytes[start..self.end]).map_or(self.end, |length| start + length);
        let next = match self.bytes[end..self.end] {
            [b'\r', b'\n', ..] => end + 2,
            [_, ..] => end + 1,
            [] => end,
        };
        self.at = next;
        Some(Line { text: Span::new(start, end), end: next as u32 })
    }
}
