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
    /// Line breaks before every [`STRIDE`]th byte.
    lines: OnceLock<Vec<u32>>,
    /// Characters before every [`STRIDE`]th byte; built when somebody first asks about a place far along a line.
    characters: OnceLock<Vec<u32>>,
}

/// Bytes between two places of which the number of lines and characters before them is kept.
const STRIDE: usize = 1024;
/// Bytes before a place that are counted anew each time: most sources are short and asked about once or twice.
const NEAR: usize = 4 * STRIDE;

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

    /// The line (from 0) that holds a byte offset. Costs the same wherever it is.
    pub fn line_of(&self, offset: usize) -> usize {
        self.before(&self.lines, count_breaks, offset)
    }

    /// The offset at which a line (from 0) starts, if there is such a line. Lines end with `\n` (a `\r` before it belongs to the line).
    pub fn line_start(&self, line: usize) -> Option<usize> {
        if line == 0 {
            return Some(0);
        }
        let marks = self.marks(&self.lines, count_breaks);
        let mark = marks.partition_point(|&breaks| (breaks as usize) < line).checked_sub(1)?;
        let (from, further) = (mark * STRIDE, line - marks[mark] as usize);
        let at = memchr::memchr_iter(b'\n', &self.text().as_bytes()[from..]).nth(further - 1)?;
        Some(from + at + 1)
    }

    /// First byte of a line (from 0) and the end of its text, without the line break. A line that is not there is empty and at the end.
    pub fn line_bounds(&self, line: usize) -> (usize, usize) {
        let start = self.line_start(line).unwrap_or(self.text().len());
        let end = self.line_start(line + 1).unwrap_or(self.text().len());
        (start, start + without_break(&self.text()[start..end]).len())
    }

    /// The line (from 0) that holds a byte offset, and its bounds as [`Self::line_bounds`] gives them.
    pub fn line_around(&self, offset: usize) -> (usize, (usize, usize)) {
        let offset = offset.min(self.text().len());
        let (line, start) = self.line_at(offset);
        let near = (offset + STRIDE).min(self.text().len());
        let end = match memchr::memchr(b'\n', &self.text().as_bytes()[offset..near]) {
            Some(at) => offset + at + 1,
            None => self.line_start(line + 1).unwrap_or(self.text().len()),
        };
        (line, (start, start + without_break(&self.text()[start..end]).len()))
    }

    /// Line and column of a byte offset. Costs the same wherever it is, however long the line is.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text().len());
        let (line, start) = self.line_at(offset);
        Position { offset, line: line + 1, column: self.column(start, offset) }
    }

    /// Line and column of both ends of a span.
    pub fn ends(&self, span: Span) -> (Position, Position) {
        let start = self.position(span.start as usize);
        let end = (span.end as usize).clamp(start.offset, self.text().len());
        let between = &self.text().as_bytes()[start.offset..end];
        if between.len() > STRIDE || memchr::memchr(b'\n', between).is_some() {
            return (start, self.position(end));
        }
        (start, Position { offset: end, column: start.column + count_characters(between), ..start })
    }

    /// The column (in characters, from 1) of a byte offset, given where its line starts.
    pub fn column(&self, line_start: usize, offset: usize) -> usize {
        if offset - line_start < STRIDE {
            count_characters(&self.text().as_bytes()[line_start..offset]) + 1
        } else {
            self.characters_before(offset) - self.characters_before(line_start) + 1
        }
    }

    /// The line (from 0) that holds a byte offset, and where it starts.
    fn line_at(&self, offset: usize) -> (usize, usize) {
        let line = self.line_of(offset);
        let near = offset.saturating_sub(STRIDE);
        let start = match memchr::memrchr(b'\n', &self.text().as_bytes()[near..offset]) {
            Some(at) => near + at + 1,
            None => self.line_start(line).unwrap_or_default(),
        };
        (line, start)
    }

    /// How many characters stand before a byte offset. Costs the same wherever it is.
    pub fn characters_before(&self, offset: usize) -> usize {
        self.before(&self.characters, count_characters, offset)
    }

    /// How many of what is counted stand before a byte offset.
    fn before(&self, marks: &OnceLock<Vec<u32>>, count: fn(&[u8]) -> usize, offset: usize) -> usize {
        let bytes = self.text().as_bytes();
        let offset = offset.min(bytes.len());
        if offset <= NEAR {
            return count(&bytes[..offset]);
        }
        let marks = self.marks(marks, count);
        let Some(last) = marks.len().checked_sub(1) else { return 0 };
        let at = (offset / STRIDE).min(last);
        marks[at] as usize + count(&bytes[at * STRIDE..offset])
    }

    /// How many of what is counted stand before every [`STRIDE`]th byte.
    fn marks<'a>(&self, marks: &'a OnceLock<Vec<u32>>, count: fn(&[u8]) -> usize) -> &'a [u32] {
        marks.get_or_init(|| {
            let mut before = 0;
            let count = |chunk| {
                let here = before;
                before += count(chunk) as u32;
                here
            };
            self.text().as_bytes().chunks(STRIDE).map(count).collect()
        })
    }
}

/// A line without the line break at its end.
fn without_break(line: &str) -> &str {
    line.strip_suffix('\n').map_or(line, |text| text.strip_suffix('\r').unwrap_or(text))
}

/// How many line breaks stand in these bytes.
fn count_breaks(bytes: &[u8]) -> usize {
    count(bytes, |byte| byte == b'\n')
}

/// How many characters begin in these bytes.
fn count_characters(bytes: &[u8]) -> usize {
    count(bytes, |byte| byte & 0xC0 != 0x80)
}

/// How many of these bytes are wanted. Piece by piece, for the bytes of one are looked at together when a byte can count them.
fn count(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    let in_piece = |piece: &[u8]| piece.iter().fold(0, |count: u8, &byte| count + u8::from(wanted(byte)));
    bytes.chunks(128).map(|piece| usize::from(in_piece(piece))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn both_ends_of_a_span_are_where_they_are_each(text in "([a-zé ]{0,30}\r?\n){0,9}[a-z]{0,9}", start in 0usize..300, length in 0usize..90) {
            let source = Source::new("x.yaml", text.as_str());
            let at = |offset: usize| text.floor_char_boundary(offset.min(text.len()));
            let (start, end) = (at(start), at(start + length));
            prop_assert_eq!(source.ends(Span::new(start, end)), (source.position(start), source.position(end)));
        }

        #[test]
        fn lines_are_found_wherever_they_are(text in "([a-zé ]{0,300}\r?\n){0,40}[a-z]{0,9}") {
            let source = Source::new("x.yaml", text.as_str());
            let mut starts = vec![0];
            starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
            for (line, &start) in starts.iter().enumerate() {
                prop_assert_eq!(source.line_start(line), Some(start));
                prop_assert_eq!(source.line_of(start), line);
                let end = starts.get(line + 1).map_or(text.len(), |next| next - 1);
                prop_assert_eq!(source.line_of(end), line);
                prop_assert_eq!(source.line_bounds(line), (start, start + text[start..end].trim_end_matches('\r').len()));
                prop_assert_eq!(source.line_around(start), (line, source.line_bounds(line)));
                prop_assert_eq!(source.line_around(end), (line, source.line_bounds(line)));
            }
            prop_assert_eq!(source.line_start(starts.len()), None);
        }
    }
}
