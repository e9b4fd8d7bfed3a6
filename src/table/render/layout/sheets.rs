//! Sheets: wide tables are cut into blocks of columns that fit.

use std::ops::Range;

/// How many roles or teams stand side by side where there is room: as many as fit a sheet of paper.
pub(super) const SHEET: usize = 16;

/// Columns in blocks of much the same size, none of more than there is room for; one empty block where there are none.
pub(super) fn blocks(columns: usize, room: usize) -> Vec<Range<usize>> {
    let size = columns.div_ceil(columns.div_ceil(room.max(1)).max(1)).max(1);
    let starts = (0..columns.max(1)).step_by(size);
    starts.map(|from| from..columns.min(from + size)).collect()
}

/// Columns in blocks that fit a sheet of paper.
pub fn sheets(columns: usize) -> Vec<Range<usize>> {
    blocks(columns, SHEET)
}

/// Which of several blocks of columns one is, in words: "roles 17 to 32 of 40"; nothing for the only one.
pub fn which(block: &Range<usize>, columns: usize, what: &str) -> Option<String> {
    let from = block.start + 1;
    let only = block.len() >= columns;
    (!only).then(|| match block.len() {
        1 => format!("{what} {from} of {columns}"),
        _ => format!("{what} {from} to {} of {columns}", block.end),
    })
}
