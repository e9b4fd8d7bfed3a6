//! A source text, where its lines start, and spans of bytes in it.

use crate::document::MappedText;
use std::ops::Range;
use std::sync::OnceLock;

/// A half-open range of bytes in one source text. Offsets count from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset one past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from two byte offsets.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// The span as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end.saturating_sub(self.start)) as usize
    }

    /// Whether the span covers no byte.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// A place in a source, as people and editors count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Bytes from the start of the file, from 0.
    pub offset: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One input: its name as shown to the user, its text, and an index of its lines (built when first asked for).
#[derive(Debug)]
pub struct Source {
    name: String,
    text: MappedText,
    lines: OnceLock<Vec<u32>>,
    /// Characters before every [`STRIDE`]th byte; built when somebody first asks about a place far along a line.
    characters: OnceLock<Vec<u32>>,
}

/// Bytes between two places of which the number of characters before them is kept.
const STRIDE: usize = 1024;

impl Source {
    /// A source with the name shown to users (a path with `/` separators, or the name given for standard input).
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: MappedText::of_source(text.into()),
            lines: OnceLock::new(),
            characters: OnceLock::new(),
        }
    }

    /// The name shown to users.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// The whole text, for texts of documents to be parts of.
    pub(crate) fn mapped(&self) -> &MappedText {
        &self.text
    }

    /// The bytes under a span, as text. Empty when the span does not lie on character borders.
    pub fn slice(&self, span: Span) -> &str {
        self.text().get(span.range()).unwrap_or_default()
    }

    /// Offsets at which lines start; the first is 0. Lines end with `\n` (a `\r` before it belongs to the line).
    pub fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let breaks = memchr::memchr_iter(b'\n', self.text().as_bytes());
            let mut starts = Vec::with_capacity(breaks.clone().count() + 1);
            starts.push(0);
            starts.extend(breaks.map(|at| at as u32 + 1));
            starts
        })
    }

    /// The line (from 0) that holds a byte offset.
    pub fn line_of(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start as usize <= offset) - 1
    }

    /// First byte of a line (from 0) and the end of its text, without the line break.
    pub fn line_bounds(&self, line: usize) -> (usize, usize) {
        let starts = self.line_starts();
        let start = starts[line] as usize;
        let end = starts.get(line + 1).map_or(self.text().len(), |&next| next as usize);
        let text = &self.text()[start..end];
        let text = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
        (start, start + text.len())
    }

    /// Line and column of a byte offset. Costs a binary search, however long the line is.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text().len());
        let line = self.line_of(offset);
        let start = self.line_starts()[line] as usize;
        let column = if offset - start < STRIDE {
            count_characters(&self.text().as_bytes()[start..offset])
        } else {
            self.characters_before(offset) - self.characters_before(start)
        };
        Position { offset, line: line + 1, column: column + 1 }
    }

    /// How many characters stand before a byte offset. Costs the same wherever it is.
    pub fn characters_before(&self, offset: usize) -> usize {
        let bytes = self.text().as_bytes();
        let known = self.characters.get_or_init(|| {
            let mut before = 0;
            let count = |chunk| {
                let here = before;
                before += count_characters(chunk) as u32;
                here
            };
            bytes.chunks(STRIDE).map(count).collect()
        });
        let Some(last) = known.len().checked_sub(1) else { return 0 };
        let at = (offset / STRIDE).min(last);
        known[at] as usize + count_characters(&bytes[at * STRIDE..offset])
    }
}

/// How many characters begin in these bytes.
fn count_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_far_along_a_line_count_characters_too() {
        let source = Source::new("x.json", format!("[\n{}]", "é, ".repeat(2048)));
        for at in [1023, 1024, 1025, 4096, 8191, 8192] {
            let at = source.text().floor_char_boundary(at);
            let expected = source.text()[2..at].chars().count() + 1;
            assert_eq!(source.position(at), Position { offset: at, line: 2, column: expected });
        }
        assert_eq!(source.position(source.text().len()).column, 3 * 2048 + 2);
    }

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let source = Source::new("x.yaml", "a: é\r\nb: 名前 x\n");
        assert_eq!(source.position(0), Position { offset: 0, line: 1, column: 1 });
        let x = source.text().find('x').expect("x is there");
        assert_eq!(source.position(x), Position { offset: x, line: 2, column: 7 });
        assert_eq!(source.position(9999).line, 3);
    }
}
