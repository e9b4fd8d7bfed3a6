//! What is shown of the sources of one finding: the lines under its labels, each cropped to the width there is.
//!
//! What draws is handed these few lines instead of the source. So a finding costs the same in a file
//! of any size, a line of any length fits the terminal, labels that span lines or lie inside each other come out well, columns
//! are counted in characters, and control characters of the source never reach the terminal.

use super::line::{Mark, Row, Span};
use super::look::Look;
use crate::audit::Audit;
use crate::finding::Label;
use crate::report::escape;
use crate::source::Source;
use miette::{MietteError, SourceCode, SourceSpan, SpanContents};
use std::ops::Range;

/// Labels shown at most; a finding that points at more places says how many are left.
const LABELS: usize = 8;
/// Lines shown at most of one label that spans lines.
const LINES: usize = 3;
/// Lines between two labels that are shown rather than skipped.
const GAP: usize = 3;

/// The lines under the labels of one finding, in blocks of neighbouring lines.
#[derive(Debug)]
pub struct Excerpt {
    text: String,
    blocks: Vec<Block>,
    spans: Vec<Span>,
    left_out: usize,
}

/// Neighbouring lines of one source.
#[derive(Debug)]
pub struct Block {
    /// Name of the source, safe to print.
    pub name: String,
    /// Offset of its first byte in the text of the excerpt.
    pub start: usize,
    /// Offset one past its last byte.
    end: usize,
    /// Its first line, from 0.
    pub line: usize,
    /// Line and column, from 0, of what it is about.
    pub place: (usize, usize),
    /// What is marked in it, as a range of the spans of the excerpt.
    spans: Range<usize>,
}

/// The part of a label that stands on one line.
#[derive(Debug)]
struct Piece<'a> {
    source: &'a Source,
    /// Where its source stands among those of the finding; the primary one comes first.
    rank: usize,
    line: usize,
    mark: Mark,
}

impl Excerpt {
    /// The excerpt for the labels of a finding, primary first.
    pub fn new(audit: &Audit, labels: &[Label], look: Look) -> Self {
        let shown = &labels[..labels.len().min(LABELS)];
        let mut sources = Vec::new();
        let mut pieces = Vec::new();
        for (index, label) in shown.iter().enumerate() {
            let rank = sources.iter().position(|&known| known == label.source).unwrap_or_else(|| {
                sources.push(label.source);
                sources.len() - 1
            });
            cut_into_lines(audit.source(label.source), rank, index, label, &mut pieces);
        }
        pieces.sort_by_key(|piece| (piece.rank, piece.line, piece.mark.start, piece.mark.end, piece.mark.label));
        let digits = pieces.iter().map(|piece| piece.line + 1).max().unwrap_or(1).ilog10() as usize + 1;
        let room = look.width.saturating_sub(digits + 5).max(20);

        let mut groups = group(pieces, shown, room);
        // The place the finding is about comes first, whatever stands above it.
        if let Some(first) = groups.iter().position(|group| group.iter().any(|(_, _, row)| row.has(0))) {
            groups[..=first].rotate_right(1);
        }

        let mut excerpt = Self { text: String::new(), blocks: Vec::new(), spans: Vec::new(), left_out: labels.len() - shown.len() };
        for group in groups {
            excerpt.add(&group, shown, room, look);
        }
        excerpt
    }

    /// The blocks, in the order in which they are shown.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The lines of a block.
    pub fn text(&self, block: &Block) -> &str {
        &self.text[block.start..block.end]
    }

    /// What is marked in a block, in order, as bytes of the excerpt. Nothing that is marked spans lines or lies in something else.
    pub fn spans(&self, block: &Block) -> &[Span] {
        &self.spans[block.spans.clone()]
    }

    /// What is marked in all blocks.
    pub fn all_spans(&self) -> &[Span] {
        &self.spans
    }

    /// How many places are not shown.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Adds a block of neighbouring rows.
    fn add(&mut self, group: &[(&Source, usize, Row)], labels: &[Label], room: usize, look: Look) {
        let Some(&(source, first_line, _)) = group.first() else { return };
        if !self.text.is_empty() {
            // A byte between blocks, so that no range ends in one and begins in the next.
            self.text.push('\n');
        }
        let (start, first_span) = (self.text.len(), self.spans.len());
        let mut last_line = None;
        for (_, line, row) in group {
            if let Some(last) = last_line {
                self.text.push('\n');
                for between in last + 1..*line {
                    Row::default().render(source, between, labels, room, look).append(&mut self.text);
                    self.text.push('\n');
                }
            }
            let mut rendered = row.render(source, *line, labels, room, look);
            let base = self.text.len();
            for span in rendered.spans.drain(..) {
                let range = span.range.start + base..span.range.end + base;
                self.spans.push(Span { range, ..span });
            }
            rendered.append(&mut self.text);
            last_line = Some(*line);
        }
        let about = group.iter().flat_map(|(_, _, row)| row.marks()).min_by_key(|mark| (mark.label != 0, mark.start));
        let position = source.position(about.map_or(0, |mark| mark.start));
        self.blocks.push(Block {
            name: escape::one_line(source.name()).into_owned(),
            start,
            end: self.text.len(),
            line: first_line,
            place: (position.line - 1, position.column - 1),
            spans: first_span..self.spans.len(),
        });
    }
}

/// The parts of a label, line by line, without the white space around them.
fn cut_into_lines<'a>(source: &'a Source, rank: usize, index: usize, label: &Label, pieces: &mut Vec<Piece<'a>>) {
    let text = source.text();
    let start = text.floor_char_boundary(label.span.start as usize);
    let end = text.floor_char_boundary(label.span.end as usize).max(start);
    let words = text[start..end].trim_end().len();
    // White space is shown only where nothing else is meant.
    let end = start + if words == 0 { text[start..end].trim_end_matches(['\n', '\r']).len() } else { words };
    let (first, last) = (source.line_of(start), source.line_of(end.saturating_sub(1).max(start)));
    let mut add = |line, start, end, last| {
        pieces.push(Piece { source, rank, line, mark: Mark { start, end, label: index, last, left_out: 0 } });
    };
    if first == last {
        return add(first, start, end, true);
    }
    let mut lines = Vec::new();
    for line in first..=last {
        let (line_start, line_end) = source.line_bounds(line);
        let from = line_start.max(start);
        let to = line_end.min(end).max(from);
        let words = text[from..to].trim();
        if !words.is_empty() {
            let from = from + (text[from..to].len() - text[from..to].trim_start().len());
            lines.push((line, from, from + words.len()));
        }
        if lines.len() > LINES {
            break;
        }
    }
    if lines.is_empty() {
        return add(first, start, start, true);
    }
    let shown = lines.len().min(LINES);
    for (at, &(line, from, to)) in lines[..shown].iter().enumerate() {
        add(line, from, to, at + 1 == shown);
    }
    if let (true, Some(piece)) = (lines.len() > shown, pieces.last_mut()) {
        piece.mark.left_out = last - piece.line;
    }
}

/// Rows of pieces that fit side by side, in groups of neighbouring lines.
fn group<'a>(pieces: Vec<Piece<'a>>, labels: &[Label], room: usize) -> Vec<Vec<(&'a Source, usize, Row)>> {
    let mut groups: Vec<Vec<(&Source, usize, Row)>> = Vec::new();
    let mut before: Option<(usize, usize)> = None;
    for Piece { source, rank, line, mark } in pieces {
        if let (Some(last), Some(group)) = (before, groups.last_mut())
            && last.0 == rank
        {
            if last.1 == line
                && let Some((_, _, row)) = group.last_mut()
                && row.has_room_for(source, &mark, &labels[mark.label], room)
            {
                row.add(mark);
                continue;
            }
            if line > last.1 && line - last.1 <= GAP + 1 {
                group.push((source, line, Row::new(mark)));
                before = Some((rank, line));
                continue;
            }
        }
        groups.push(vec![(source, line, Row::new(mark))]);
        before = Some((rank, line));
    }
    groups
}

/// miette asks with context lines for what to show, and without for where it stands.
impl SourceCode for Excerpt {
    fn read_span<'a>(&'a self, span: &SourceSpan, before: usize, _after: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let at = self
            .blocks
            .partition_point(|block| block.start <= span.offset())
            .checked_sub(1)
            .ok_or(MietteError::OutOfBounds)?;
        let block = &self.blocks[at];
        if span.offset() + span.len() > block.end {
            return Err(MietteError::OutOfBounds);
        }
        let (line, column) = if before == 0 { block.place } else { (block.line, 0) };
        let range = SourceSpan::new(block.start.into(), block.end - block.start);
        Ok(Box::new(Contents { shown: self.text(block), name: &block.name, range, line, column }))
    }
}

/// A block as miette reads it.
struct Contents<'a> {
    shown: &'a str,
    name: &'a str,
    range: SourceSpan,
    line: usize,
    column: usize,
}

impl<'a> SpanContents<'a> for Contents<'a> {
    fn data(&self) -> &'a [u8] {
        self.shown.as_bytes()
    }

    fn span(&self) -> &SourceSpan {
        &self.range
    }

    fn name(&self) -> Option<&str> {
        Some(self.name)
    }

    fn line(&self) -> usize {
        self.line
    }

    fn column(&self) -> usize {
        self.column
    }

    fn line_count(&self) -> usize {
        self.shown.matches('\n').count()
    }
}
