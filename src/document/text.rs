//! Text as decoded, with the way back to the bytes it was written with.

use crate::source::Span;
use std::ops::Range;

/// Decoded text of which every byte knows the bytes of the source it came from.
///
/// Escapes, folded line breaks, emphasis marks and entities make decoded text differ from the source;
/// a label must still underline the right bytes, so the map is carried and never searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MappedText {
    text: Box<str>,
    map: Map,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Map {
    /// The text stands in the source as it is, from this offset on.
    Verbatim(u32),
    /// Pieces in order of both text and source.
    Pieces(Box<[Piece]>),
}

impl Default for Map {
    fn default() -> Self {
        Self::Verbatim(0)
    }
}

/// A run of text and the source bytes it stands for. Verbatim when both have the same length and `verbatim` is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    text: u32,
    source: Span,
    verbatim: bool,
}

impl MappedText {
    /// Text that stands in the source byte for byte, starting at `offset`.
    pub fn verbatim(text: &str, offset: usize) -> Self {
        Self { text: text.into(), map: Map::Verbatim(offset as u32) }
    }

    /// The decoded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The source bytes of the whole text.
    pub fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }

    /// The source bytes that a range of the decoded text stands for. An empty range gives an empty span at its place.
    pub fn span(&self, range: Range<usize>) -> Span {
        match &self.map {
            Map::Verbatim(start) => Span { start: start + range.start as u32, end: start + range.end as u32 },
            Map::Pieces(pieces) => {
                if pieces.is_empty() {
                    return Span::default();
                }
                let start = self.piece_at(pieces, range.start);
                let start = if pieces[start].verbatim {
                    pieces[start].source.start + (range.start as u32 - pieces[start].text).min(pieces[start].source.len() as u32)
                } else {
                    pieces[start].source.start
                };
                if range.end <= range.start {
                    return Span { start, end: start };
                }
                let last = &pieces[self.piece_at(pieces, range.end - 1)];
                let end = if last.verbatim { last.source.start + (range.end as u32 - last.text) } else { last.source.end };
                Span { start, end }
            }
        }
    }

    #[expect(clippy::unused_self, reason = "reads as a question to the text")]
    fn piece_at(&self, pieces: &[Piece], offset: usize) -> usize {
        pieces.partition_point(|piece| piece.text as usize <= offset).saturating_sub(1)
    }

    /// A part of the text with its map.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let mut builder = MappedTextBuilder::default();
        builder.push_mapped(self, range);
        builder.build()
    }

    /// The parts between commas and semicolons, trimmed, without those that hold no letter.
    pub fn parted(&self) -> Vec<Self> {
        let mut at = 0;
        let parts = self.text.split([',', ';']).map(|part| {
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

    /// As [`trimmed`](Self::trimmed); costs nothing when there is nothing to trim.
    #[must_use]
    pub fn into_trimmed(self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len().max(start);
        if start == 0 && end == self.text.len() { self } else { self.slice(start..end) }
    }
}

/// Builds a [`MappedText`] piece by piece, in order of the text.
#[derive(Debug, Default)]
pub struct MappedTextBuilder {
    text: String,
    pieces: Vec<Piece>,
}

impl MappedTextBuilder {
    /// Adds text that stands in the source as it is, from `offset` on.
    pub fn push_verbatim(&mut self, text: &str, offset: usize) {
        if text.is_empty() {
            return;
        }
        let offset = offset as u32;
        match self.pieces.last_mut() {
            Some(last) if last.verbatim && last.source.end == offset => last.source.end += text.len() as u32,
            _ => self.pieces.push(Piece {
                text: self.text.len() as u32,
                source: Span { start: offset, end: offset + text.len() as u32 },
                verbatim: true,
            }),
        }
        self.text.push_str(text);
    }

    /// Adds text that stands for other bytes of the source: an escape, a folded line break, an entity.
    pub fn push_replaced(&mut self, text: &str, source: Span) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece { text: self.text.len() as u32, source, verbatim: false });
        self.text.push_str(text);
    }

    /// Adds a range of another mapped text.
    pub fn push_mapped(&mut self, other: &MappedText, range: Range<usize>) {
        match &other.map {
            Map::Verbatim(start) => self.push_verbatim(&other.text[range.clone()], *start as usize + range.start),
            Map::Pieces(pieces) => {
                let first = pieces.partition_point(|piece| piece.text as usize <= range.start).saturating_sub(1);
                for (index, piece) in pieces.iter().enumerate().skip(first) {
                    let from = (piece.text as usize).max(range.start);
                    let to = pieces.get(index + 1).map_or(other.text.len(), |next| next.text as usize).min(range.end);
                    if from >= range.end {
                        break;
                    }
                    let text = &other.text[from..to];
                    if piece.verbatim {
                        self.push_verbatim(text, piece.source.start as usize + from - piece.text as usize);
                    } else {
                        self.push_replaced(text, piece.source);
                    }
                }
            }
        }
    }

    /// The text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The finished text.
    pub fn build(self) -> MappedText {
        let map = match self.pieces.as_slice() {
            [] => Map::Verbatim(0),
            [only] if only.verbatim => Map::Verbatim(only.source.start),
            _ => Map::Pieces(self.pieces.into_boxed_slice()),
        };
        MappedText { text: self.text.into_boxed_str(), map }
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
