//! The lines around a fault, and how to quote them in a message.

use crate::source::Span;
use std::ops::Range;

/// A text by lines. Offsets may lie anywhere; they are moved back to the nearest character border.
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
}

impl<'a> Lines<'a> {
    /// The nearest character border at or before an offset.
    pub(super) fn floor(&self, at: usize) -> usize {
        self.text.floor_char_boundary(at)
    }

    /// The line around an offset, without white space at its end.
    pub(super) fn around(&self, at: usize) -> Range<usize> {
        let at = self.floor(at);
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline);
        start..start + self.text[start..end].trim_end().len()
    }

    /// The line around an offset from its first character that is no white space.
    pub(super) fn words_around(&self, at: usize) -> Range<usize> {
        let line = self.around(at);
        let written = &self.text[line.clone()];
        line.end - written.trim_start().len()..line.end
    }

    /// The last line before the one around an offset that is not blank.
    pub(super) fn above(&self, at: usize) -> &'a str {
        let before = self.text[..self.around(at).start].trim_end();
        before.rfind('\n').map_or(before, |newline| &before[newline + 1..]).trim()
    }

    /// The character at an offset, if there is one on this line.
    pub(super) fn one(&self, at: usize) -> Span {
        let end = self.text[at..].chars().next().filter(|&c| c != '\n').map_or(at, |c| at + c.len_utf8());
        Span::new(at, end)
    }

    /// From an offset to the next white space.
    pub(super) fn word(&self, at: usize) -> Span {
        let rest = &self.text[at..];
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if length == 0 { self.one(at) } else { Span::new(at, at + length) }
    }

    /// From an offset to the end of its line.
    pub(super) fn rest(&self, at: usize) -> Span {
        Span::new(at, self.around(at).end.max(at))
    }
}

/// A text as it can be repeated in a message: short, on one line, without control characters.
pub(super) fn shown(text: &str) -> String {
    let mut shown: String = text.trim().chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.trim().chars().nth(60).is_some() {
        shown.push('…');
    }
    shown
}

/// A text in double quotes, as YAML takes it.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", shown(text).replace('\\', "\\\\").replace('"', "\\\""))
}
