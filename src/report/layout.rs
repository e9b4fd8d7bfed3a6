//! Which marks of one finding are shown side by side, on which lines, and which lines below each other.

use super::line::{Line, Mark, Row};
use super::look::Look;
use crate::audit::Audit;
use crate::finding::{Label, SourceId};
use crate::order;
use crate::source::Source;
use std::ops::Range;

/// Labels shown at most; a finding that points at more places says how many are left.
const LABELS: usize = 8;
/// Lines shown at most of one label that spans lines.
const LINES: usize = 3;
/// Lines between two labels that are shown rather than skipped.
const GAP: usize = 3;

/// The marks of a finding, in rows and blocks of neighbouring rows; its room serves finding after finding.
#[derive(Debug)]
pub struct Layout<'a> {
    look: Look,
    /// The labels that are shown.
    labels: &'a [Label],
    left_out: usize,
    /// Columns there are.
    room: usize,
    /// Sources that the labels point at, the primary one first.
    sources: Vec<SourceId>,
    /// The labels, line by line.
    marks: Vec<Mark<'a>>,
    /// Which marks stand side by side on a line.
    rows: Vec<Range<usize>>,
    /// Which rows stand in a block.
    blocks: Vec<Range<usize>>,
}

impl<'a> Layout<'a> {
    /// A layout of nothing yet.
    pub fn new(look: Look) -> Self {
        Self {
            look,
            labels: &[],
            left_out: 0,
            room: 0,
            sources: Vec::new(),
            marks: Vec::new(),
            rows: Vec::new(),
            blocks: Vec::new(),
        }
    }

    /// Arranges the labels of a finding, primary first, in place of those before.
    pub fn arrange(&mut self, audit: &'a Audit, labels: &'a [Label]) {
        self.labels = &labels[..labels.len().min(LABELS)];
        self.left_out = labels.len() - self.labels.len();
        self.sources.clear();
        self.marks.clear();
        for (index, label) in self.labels.iter().enumerate() {
            let rank = self.sources.iter().position(|&known| known == label.source).unwrap_or_else(|| {
                self.sources.push(label.source);
                self.sources.len() - 1
            });
            cut_into_lines(audit.source(label.source), rank, index, label, &mut self.marks);
        }
        order::by_key(&mut self.marks, |mark| (mark.rank, mark.line.number, mark.start, mark.end, mark.label));
        let last_line = self.marks.iter().map(|mark| mark.line.number + 1).max().unwrap_or(1);
        self.room = self.look.width.saturating_sub(last_line.ilog10() as usize + 6).max(20);
        self.group();
        // The place the finding is about comes first, whatever stands above it.
        let first = self
            .blocks
            .iter()
            .position(|block| self.rows(block.clone()).any(|row| row.marks.iter().any(|mark| mark.label == 0)));
        if let Some(first) = first {
            self.blocks[..=first].rotate_right(1);
        }
    }

    /// How many labels are not shown.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The blocks, in the order in which they are shown: which rows stand in each.
    pub fn blocks(&self) -> &[Range<usize>] {
        &self.blocks
    }

    /// Some rows, in order.
    pub fn rows(&self, rows: Range<usize>) -> impl Iterator<Item = Row<'_, 'a>> {
        self.rows[rows].iter().map(|marks| self.row(marks.clone()))
    }

    fn row(&self, marks: Range<usize>) -> Row<'_, 'a> {
        let marks = &self.marks[marks];
        Row { line: marks[0].line, marks, labels: self.labels, room: self.room, look: self.look }
    }

    /// Puts marks that fit side by side into rows, and neighbouring rows into blocks.
    fn group(&mut self) {
        self.rows.clear();
        self.blocks.clear();
        for (at, mark) in self.marks.iter().enumerate() {
            let (mut beside, mut below) = (false, false);
            if let Some(row) = self.rows.last() {
                let row = self.row(row.clone());
                let same_source = row.marks[0].rank == mark.rank;
                beside = same_source && row.line.number == mark.line.number && row.has_room_for(mark);
                below = same_source && (row.line.number + 1..=row.line.number + GAP + 1).contains(&mark.line.number);
            }
            if let (true, Some(row)) = (beside, self.rows.last_mut()) {
                row.end += 1;
                continue;
            }
            if let (true, Some(block)) = (below, self.blocks.last_mut()) {
                block.end += 1;
            } else {
                self.blocks.push(self.rows.len()..self.rows.len() + 1);
            }
            self.rows.push(at..at + 1);
        }
    }
}

/// The parts of a label, line by line, without the white space around them.
fn cut_into_lines<'a>(source: &'a Source, rank: usize, label: usize, place: &Label, marks: &mut Vec<Mark<'a>>) {
    let text = source.text();
    let start = text.floor_char_boundary(place.span.start as usize);
    let end = text.floor_char_boundary(place.span.end as usize).max(start);
    let words = text[start..end].trim_end().len();
    // White space is shown only where nothing else is meant.
    let end = start + if words == 0 { text[start..end].trim_end_matches(['\n', '\r']).len() } else { words };
    let (first, bounds) = source.line_around(start);
    let on_line = |number, (from, to)| Line { source, number, start: from, end: to };
    let mark = |line, start, end, last| Mark { line, rank, start, end, label, last, left_out: 0 };
    // The last byte may be a line break, which belongs to the line it ends.
    let before_last = start..end.saturating_sub(1).max(start);
    if memchr::memchr(b'\n', &text.as_bytes()[before_last.clone()]).is_none() {
        return marks.push(mark(on_line(first, bounds), start, end, true));
    }
    let last = source.line_of(before_last.end);
    let before = marks.len();
    for number in first..=last {
        let bounds = source.line_bounds(number);
        let from = bounds.0.max(start);
        let to = bounds.1.min(end).max(from);
        let words = text[from..to].trim();
        if words.is_empty() {
            continue;
        }
        if let (LINES, Some(shown)) = (marks.len() - before, marks.last_mut()) {
            shown.left_out = last - shown.line.number;
            break;
        }
        let from = from + (text[from..to].len() - text[from..to].trim_start().len());
        marks.push(mark(on_line(number, bounds), from, from + words.len(), false));
    }
    match marks[before..].last_mut() {
        Some(shown) => shown.last = true,
        None => marks.push(mark(on_line(first, bounds), start, start, true)),
    }
}
