//! Text as decoded, with the way back to the bytes it was written with.

use crate::source::Span;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// Decoded text of which every byte knows the bytes of the source it came from.
///
/// Escapes, folded line breaks, emphasis marks and entities make decoded text differ from the source;
/// a label must still underline the right bytes, so the map is carried and never searched for.
///
/// It is a part of a text that others share: of the source itself where it stands there as it is, which holds for nearly
/// everything. So an audit keeps little more than the sources, and parts of parts cost nothing.
#[derive(Clone)]
pub struct MappedText {
    shared: Arc<Shared>,
    part: Span,
}

/// A text that others are parts of.
struct Shared {
    text: Box<str>,
    /// Pieces in order of both text and source; none when this is the source.
    pieces: Box<[Piece]>,
}

/// A run of text and the source bytes it stands for. Verbatim when both have the same length and `verbatim` is set.
#[derive(Clone, Copy, Debug)]
struct Piece {
    text: u32,
    source: Span,
    verbatim: bool,
}

impl Piece {
    fn verbatim(text: usize, offset: usize, length: usize) -> Self {
        Self { text: text as u32, source: Span::new(offset, offset + length), verbatim: true }
    }
}

impl MappedText {
    /// The whole text of a source.
    pub(crate) fn of_source(text: String) -> Self {
        Self::whole_of(text, Box::default())
    }

    /// A copy of text that stands in the source byte for byte, starting at `offset`.
    pub fn verbatim(text: &str, offset: usize) -> Self {
        Self::whole_of(text.to_owned(), Box::new([Piece::verbatim(0, offset, text.len())]))
    }

    fn whole_of(text: String, pieces: Box<[Piece]>) -> Self {
        let part = Span::new(0, text.len());
        Self { shared: Arc::new(Shared { text: text.into_boxed_str(), pieces }), part }
    }

    /// The decoded text.
    pub fn as_str(&self) -> &str {
        &self.shared.text[self.part.range()]
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.part.is_empty()
    }

    /// Where the text stands in the source, if it is a part of the source as it is.
    pub fn in_source(&self) -> Option<Span> {
        self.shared.pieces.is_empty().then_some(self.part)
    }

    /// The source bytes of the whole text.
    pub fn whole(&self) -> Span {
        self.span(0..self.part.len())
    }

    /// The source bytes that a range of the decoded text stands for. An empty range gives an empty span at its place.
    pub fn span(&self, range: Range<usize>) -> Span {
        let range = Span { start: self.part.start + range.start as u32, end: self.part.start + range.end as u32 };
        if self.shared.pieces.is_empty() {
            return range;
        }
        let first = self.shared.piece_at(range.start);
        let start = if first.verbatim {
            first.source.start + (range.start - first.text).min(first.source.len() as u32)
        } else {
            first.source.start
        };
        if range.is_empty() {
            return Span { start, end: start };
        }
        let last = self.shared.piece_at(range.end - 1);
        let end = if last.verbatim { last.source.start + (range.end - last.text) } else { last.source.end };
        Span { start, end }
    }

    /// A part of the text with its map.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        self.clone().into_slice(range)
    }

    fn into_slice(mut self, range: Range<usize>) -> Self {
        debug_assert!(range.end <= self.part.len(), "a part is within the whole");
        self.part = Span { start: self.part.start + range.start as u32, end: self.part.start + range.end as u32 };
        self
    }

    /// The parts between commas and semicolons, trimmed, without those that hold no letter.
    pub fn parted(&self) -> Vec<Self> {
        let mut at = 0;
        let parts = self.as_str().split([',', ';']).map(|part| {
            let from = at;
            at += part.len() + 1;
            self.slice(from..from + part.len()).into_trimmed()
        });
        parts.filter(|part| part.as_str().chars().any(char::is_alphabetic)).collect()
    }

    /// The text without white space at both ends.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        self.clone().into_trimmed()
    }

    /// As [`trimmed`](Self::trimmed).
    #[must_use]
    pub fn into_trimmed(self) -> Self {
        let text = self.as_str();
        if let [first, .., last] = text.as_bytes()
            && first.is_ascii_graphic()
            && last.is_ascii_graphic()
        {
            return self;
        }
        let start = text.len() - text.trim_start().len();
        let end = text.trim_end().len().max(start);
        self.into_slice(start..end)
    }

    /// Whether another text is the next part of the same one.
    fn is_followed_by(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared) && self.part.end == other.part.start
    }
}

impl Shared {
    /// The piece at an offset of the text; there is at least one.
    fn piece_at(&self, offset: u32) -> &Piece {
        &self.pieces[self.pieces.partition_point(|piece| piece.text <= offset).saturating_sub(1)]
    }
}

impl Default for MappedText {
    fn default() -> Self {
        static EMPTY: LazyLock<MappedText> = LazyLock::new(|| MappedText::verbatim("", 0));
        EMPTY.clone()
    }
}

/// The same words at the same place.
impl PartialEq for MappedText {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str() && self.whole() == other.whole()
    }
}

impl Eq for MappedText {}

impl fmt::Debug for MappedText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("MappedText").field("text", &self.as_str()).field("whole", &self.whole()).finish()
    }
}

/// Builds a [`MappedText`] piece by piece, in order of the text.
#[derive(Debug, Default)]
pub struct MappedTextBuilder {
    /// All there is so far, when it is one part of another text; else that is in `text` and `pieces`.
    part: Option<MappedText>,
    text: String,
    pieces: Vec<Piece>,
}

impl MappedTextBuilder {
    /// A builder with room for a text of so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Adds text that stands in the source as it is, from `offset` on.
    pub fn push_verbatim(&mut self, text: &str, offset: usize) {
        if text.is_empty() {
            return;
        }
        self.copy_part();
        match self.pieces.last_mut() {
            Some(last) if last.verbatim && last.source.end as usize == offset => last.source.end += text.len() as u32,
            _ => self.pieces.push(Piece::verbatim(self.text.len(), offset, text.len())),
        }
        self.text.push_str(text);
    }

    /// Adds text that stands for other bytes of the source: an escape, a folded line break, an entity.
    pub fn push_replaced(&mut self, text: &str, source: Span) {
        if text.is_empty() {
            return;
        }
        self.copy_part();
        self.pieces.push(Piece { text: self.text.len() as u32, source, verbatim: false });
        self.text.push_str(text);
    }

    /// Adds a range of another mapped text.
    pub fn push_mapped(&mut self, other: &MappedText, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let other = other.slice(range);
        match &mut self.part {
            Some(part) if part.is_followed_by(&other) => part.part.end = other.part.end,
            None if self.text.is_empty() => self.part = Some(other),
            _ => {
                self.copy_part();
                self.copy(&other);
            }
        }
    }

    /// Turns what was a part of another text into a text of its own, for something else follows.
    fn copy_part(&mut self) {
        if let Some(part) = self.part.take() {
            self.copy(&part);
        }
    }

    fn copy(&mut self, other: &MappedText) {
        let MappedText { shared, part } = other;
        if shared.pieces.is_empty() {
            return self.push_verbatim(other.as_str(), part.start as usize);
        }
        let first = shared.pieces.partition_point(|piece| piece.text <= part.start).saturating_sub(1);
        for (index, piece) in shared.pieces.iter().enumerate().skip(first) {
            let from = piece.text.max(part.start);
            let to = shared.pieces.get(index + 1).map_or(shared.text.len() as u32, |next| next.text).min(part.end);
            if from >= part.end {
                break;
            }
            let text = &shared.text[from as usize..to as usize];
            if piece.verbatim {
                self.push_verbatim(text, (piece.source.start + from - piece.text) as usize);
            } else {
                self.push_replaced(text, piece.source);
            }
        }
    }

    /// The text so far.
    pub fn text(&self) -> &str {
        self.part.as_ref().map_or(&self.text, MappedText::as_str)
    }

    /// The finished text.
    pub fn build(self) -> MappedText {
        match self.part {
            Some(part) => part,
            None if self.text.is_empty() => MappedText::default(),
            None => MappedText::whole_of(self.text, self.pieces.into_boxed_slice()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_reach_through_escapes_and_slices() {
        // source: `"a\tbc` followed by a folded break and `de`
        let mut builder = MappedTextBuilder::default();
        builder.push_verbatim("a", 1);
        builder.push_replaced("\t", Span::new(2, 4));
        builder.push_verbatim("bc", 4);
        builder.push_replaced(" ", Span::new(6, 10));
        builder.push_verbatim("de", 10);
        let text = builder.build();
        assert_eq!(text.as_str(), "a\tbc de");
        assert_eq!(text.whole(), Span::new(1, 12));
        assert_eq!(text.span(1..2), Span::new(2, 4));
        assert_eq!(text.span(2..4), Span::new(4, 6));
        let part = text.slice(3..7);
        assert_eq!((part.as_str(), part.whole()), ("c de", Span::new(5, 12)));
        assert_eq!(text.slice(4..7).trimmed().whole(), Span::new(10, 12));
    }
}
