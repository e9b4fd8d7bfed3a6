//! What is shown of the sources of one finding: the lines under its labels, each cropped to the width there is.
//!
//! What draws is handed these few lines instead of the source. So a finding costs the same in a file
//! of any size, a line of any length fits the terminal, labels that span lines or lie inside each other come out well, columns
//! are counted in characters, and control characters of the source never reach the terminal.

use super::layout::Layout;
use super::line::{Line, Row, Span};
use super::shown::Shown;
use crate::report::escape;
use std::borrow::Cow;
use std::ops::Range;

/// The lines under the labels of one finding, in blocks of neighbouring lines; its room serves finding after finding.
#[derive(Debug, Default)]
pub struct Excerpt<'a> {
    shown: Shown,
    blocks: Vec<Block<'a>>,
    lines: Vec<ShownLine>,
    spans: Vec<Span<'a>>,
}

/// Neighbouring lines of one source.
#[derive(Debug)]
pub struct Block<'a> {
    /// Name of the source, safe to print.
    pub name: Cow<'a, str>,
    /// Line and column, from 1, of what it is about.
    pub place: (usize, usize),
    /// Which of the lines.
    lines: Range<usize>,
}

/// A line of a block.
#[derive(Debug)]
pub struct ShownLine {
    /// Its number, from 1.
    pub number: usize,
    /// The bytes of what is shown, without the line break.
    pub range: Range<usize>,
    /// What is marked on it.
    spans: Range<usize>,
}

impl<'a> Excerpt<'a> {
    /// Takes what a layout has arranged, in place of what was taken before.
    pub fn take(&mut self, layout: &Layout<'a>) {
        self.shown.clear();
        self.blocks.clear();
        self.lines.clear();
        self.spans.clear();
        for block in layout.blocks() {
            self.add(layout, block.clone());
        }
    }

    /// The blocks, in the order in which they are shown.
    pub fn blocks(&self) -> &[Block<'a>] {
        &self.blocks
    }

    /// The lines of a block. There is at least one.
    pub fn lines(&self, block: &Block<'_>) -> &[ShownLine] {
        &self.lines[block.lines.clone()]
    }

    /// What is shown of a line.
    pub fn text(&self, line: &ShownLine) -> &str {
        &self.shown.text()[line.range.clone()]
    }

    /// All lines, each with a line break at its end.
    #[cfg(test)]
    pub fn all_text(&self) -> &str {
        self.shown.text()
    }

    /// What is marked on a line, in order, as bytes of all lines. Nothing that is marked lies in something else.
    pub fn spans(&self, line: &ShownLine) -> &[Span<'a>] {
        &self.spans[line.spans.clone()]
    }

    /// Adds a block of neighbouring rows.
    fn add(&mut self, layout: &Layout<'a>, rows: Range<usize>) {
        let first_line = self.lines.len();
        let mut about = None;
        let mut next = None;
        for row in layout.rows(rows) {
            for number in next.unwrap_or(row.line.number)..row.line.number {
                let (start, end) = row.line.source.line_bounds(number);
                self.show(&Row { line: Line { number, start, end, ..row.line }, marks: &[], ..row });
            }
            self.show(&row);
            next = Some(row.line.number + 1);
            about = about.into_iter().chain(row.marks).min_by_key(|mark| (mark.label != 0, mark.start));
        }
        let Some(about) = about else { return };
        let Line { source, number, start, .. } = about.line;
        self.blocks.push(Block {
            name: escape::one_line(source.name()),
            place: (number + 1, source.column(start, about.start)),
            lines: first_line..self.lines.len(),
        });
    }

    /// Shows a row.
    fn show(&mut self, row: &Row<'_, 'a>) {
        let first_span = self.spans.len();
        row.show(&mut self.shown, &mut self.spans);
        self.lines.push(ShownLine {
            number: row.line.number + 1,
            range: self.shown.line_start()..self.shown.text().len(),
            spans: first_span..self.spans.len(),
        });
        self.shown.end_line();
    }
}
