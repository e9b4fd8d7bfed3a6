//! Lists and maps in brackets that hold nothing but texts and end on their line: `[a, b]`, `{Product Owner: A}`.

use super::{LONGEST_KEY, Ordinary, Style};
use std::borrow::Cow;

impl Ordinary<'_, '_> {
    /// Adds a list or map, from its bracket on, and returns where it ends.
    pub(super) fn brackets(&mut self, start: usize) -> Option<usize> {
        let map = self.lines.byte(start)? == b'{';
        let close = if map { b'}' } else { b']' };
        self.builder.start(map, true, 0, (self.base + start) as u32).ok()?;
        let mut at = self.lines.behind_spaces(start + 1);
        let mut more = self.lines.byte(at)? != close;
        while more {
            if map {
                let (end, colon) = self.lines.run_in_brackets(at)?;
                if self.lines.byte(colon)? != b':' || colon - at > LONGEST_KEY {
                    return None;
                }
                self.add(Cow::Borrowed(&self.lines.text[at..end]), Style::Plain, at, end)?;
                at = self.lines.behind_spaces(colon + 1);
            }
            at = self.text_in_brackets(at)?;
            more = self.lines.byte(at)? == b',';
            if more {
                at = self.lines.behind_spaces(at + 1);
            } else if self.lines.byte(at)? != close {
                return None;
            }
        }
        self.builder.end((self.base + at + 1) as u32, self.tree).ok()?;
        Some(at + 1)
    }

    /// Adds a text and returns where the next mark stands.
    fn text_in_brackets(&mut self, at: usize) -> Option<usize> {
        if matches!(self.lines.byte(at)?, b'"' | b'\'') {
            return Some(self.lines.behind_spaces(self.quoted(at)?));
        }
        let (end, mark) = self.lines.run_in_brackets(at)?;
        self.add(Cow::Borrowed(&self.lines.text[at..end]), Style::Plain, at, end)?;
        Some(mark)
    }
}
