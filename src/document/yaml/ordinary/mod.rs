//! Ordinary YAML, as nearly all role documents are: maps and lists by indentation, with texts on one or several lines. Read line by
//! line it makes the same tree as the parser does, node by node and byte by byte, at a fraction of the cost.
//!
//! At the first sign of anything else this room gives up (`None`), and the parser reads the document instead. Such signs are: tabs and
//! what cannot be printed; anchors, aliases, tags, directives, `?` and `...`; escapes; brackets in brackets or over several lines; quoted
//! keys; a list in a list on one line; a block of text that says how far it is indented; a document that is but one text; what is
//! very long or very deep; and every mistake, so that only the parser knows what to say of those.

mod brackets;
mod lines;
mod text;

use super::builder::Builder;
use super::tree::{NodeId, Style, Tree};
use crate::source::Span;
pub(super) use lines::may_be_ordinary;
use lines::{BYTE_ORDER_MARK, Line, Lines, Rest, Stop};
use std::borrow::Cow;

/// Bytes from a key to its colon. The parser takes 1024 characters.
const LONGEST_KEY: usize = 1000;
/// Lists and maps inside each other. Whoever goes deeper may meet the limit, which the parser explains.
const DEEPEST: usize = 16;

/// Reads one document of a text into a tree.
pub(super) struct Ordinary<'a, 'r> {
    lines: Lines<'a>,
    /// Where the text starts in its source.
    base: usize,
    /// The start of the next line to read.
    at: usize,
    /// The lists and maps that are open, outermost first.
    levels: Vec<Level>,
    /// Set while a value is to follow on the next lines: where it is if it does not follow.
    waiting: Option<usize>,
    builder: &'r mut Builder,
    tree: &'r mut Tree<'a>,
}

#[derive(Clone, Copy)]
struct Level {
    column: isize,
    sort: Sort,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Map,
    List,
    /// A list whose dashes stand in the column of the keys around it.
    ListAtKeys,
}

/// Reads the document that begins at byte `at` of a text, which starts at byte `base` of its source. Says where the next one begins,
/// and the root; no root when there is nothing left to read.
pub(super) fn read<'a>(
    text: &'a str,
    base: usize,
    at: usize,
    builder: &mut Builder,
    tree: &mut Tree<'a>,
) -> Option<(usize, Option<NodeId>)> {
    let lines = Lines { text };
    let mark = if at == 0 && text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let mut first = lines.line(at + mark);
    let marked = first.ends_document && first.at < text.len();
    if marked {
        first = lines.line(lines.after(first.at + "---".len()));
    }
    if first.ends_document {
        // A mark with nothing behind it is a document that holds nothing.
        return if marked { None } else { Some((first.at, None)) };
    }
    let mut document = Ordinary { lines, base, at: first.at, levels: Vec::new(), waiting: None, builder, tree };
    document.begin(&first)?;
    let end = document.go_on()?;
    Some((end, document.builder.root))
}

impl<'a> Ordinary<'a, '_> {
    /// Reads line after line, and returns where the document ends.
    fn go_on(&mut self) -> Option<usize> {
        loop {
            let line = self.lines.line(self.at);
            let mut level = *self.levels.last()?;
            if let Some(place) = self.waiting.take() {
                if line.column > level.column {
                    self.begin(&line)?;
                    continue;
                }
                if line.dash && line.column == level.column && level.sort == Sort::Map {
                    // Such a list begins at its first item, not at the dash.
                    let (Rest::Value(start) | Rest::Nothing(start)) = self.lines.rest(line.at + 1);
                    self.open(Sort::ListAtKeys, line.column, start)?;
                    self.item(&line)?;
                    continue;
                }
                self.add(Cow::Borrowed(""), Style::Plain, place, place)?;
            }
            while level.column > line.column || (level.sort == Sort::ListAtKeys && level.column == line.column && !line.dash) {
                self.close(line.at)?;
                match self.levels.last() {
                    Some(&around) => level = around,
                    None if line.ends_document => return Some(line.at),
                    None => return None,
                }
            }
            match level.sort {
                _ if level.column != line.column => return None,
                Sort::Map if !line.dash => self.key(line.at)?,
                Sort::List | Sort::ListAtKeys if line.dash => self.item(&line)?,
                _ => return None,
            }
        }
    }

    /// Reads the first line of a value that has it for itself.
    fn begin(&mut self, line: &Line) -> Option<()> {
        if line.dash {
            self.open(Sort::List, line.column, line.at)?;
            self.item(line)
        } else {
            self.value(line.at, Some(line.column))
        }
    }

    /// Reads an item of a list, from its dash on.
    fn item(&mut self, line: &Line) -> Option<()> {
        match self.lines.rest(line.at + 1) {
            Rest::Value(at) => self.value(at, Some(line.column + (at - line.at) as isize))?,
            Rest::Nothing(end) => self.wait(end, end),
        }
        Some(())
    }

    /// Reads a key of the innermost map and what follows it on its line.
    fn key(&mut self, at: usize) -> Option<()> {
        let run = self.lines.run(at)?;
        let Stop::Colon(colon) = run.stop else { return None };
        self.pair(at, run.end, colon)
    }

    fn pair(&mut self, at: usize, end: usize, colon: usize) -> Option<()> {
        if colon - at > LONGEST_KEY {
            return None;
        }
        self.add(Cow::Borrowed(&self.lines.text[at..end]), Style::Plain, at, end)?;
        match self.lines.rest(colon + 1) {
            Rest::Value(at) => self.value(at, None)?,
            Rest::Nothing(end) => self.wait(colon, end),
        }
        Some(())
    }

    /// Reads a value from its first byte on. Where a column is given, it may be a map, whose keys stand in that column.
    fn value(&mut self, at: usize, column: Option<isize>) -> Option<()> {
        match self.lines.text.as_bytes()[at] {
            b'"' | b'\'' => {
                let end = self.quoted(at)?;
                self.end_line(end)
            }
            b'[' | b'{' => {
                let end = self.brackets(at)?;
                self.end_line(end)
            }
            b'|' | b'>' => self.block(at),
            _ => {
                let run = self.lines.run(at)?;
                if let (Stop::Colon(colon), Some(column)) = (&run.stop, column) {
                    self.open(Sort::Map, column, at)?;
                    return self.pair(at, run.end, *colon);
                }
                self.plain(at, run)
            }
        }
    }

    /// Leaves a value to the next lines. Where none comes it is null, at `place`.
    fn wait(&mut self, place: usize, line_end: usize) {
        self.waiting = Some(place);
        self.at = self.lines.after(line_end);
    }

    /// Passes over the rest of a line, which holds nothing more.
    fn end_line(&mut self, from: usize) -> Option<()> {
        let Rest::Nothing(end) = self.lines.rest(from) else { return None };
        self.at = self.lines.after(end);
        Some(())
    }

    fn open(&mut self, sort: Sort, column: isize, start: usize) -> Option<()> {
        if self.levels.len() >= DEEPEST {
            return None;
        }
        self.levels.push(Level { column, sort });
        self.builder.start(sort == Sort::Map, false, 0, (self.base + start) as u32).ok()
    }

    fn close(&mut self, end: usize) -> Option<()> {
        self.levels.pop();
        self.builder.end((self.base + end) as u32, self.tree).ok()
    }

    /// Adds a text that stands at `start..end`.
    fn add(&mut self, value: Cow<'a, str>, style: Style, start: usize, end: usize) -> Option<()> {
        let span = Span::new(self.base + start, self.base + end);
        self.builder.scalar(value, style, false, 0, span, self.tree).ok()
    }
}

#[cfg(test)]
mod tests;
