//! Text of one block, decoded to what a reader sees, with its bytes, its line breaks and what is set in bold or italics.

use crate::document::{MappedText, MappedTextBuilder};
use crate::source::Span;
use std::ops::Range;

/// The text of one block.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// The text. Line breaks are spaces.
    pub mapped: MappedText,
    /// Offsets at which lines begin, but for the first.
    breaks: Vec<usize>,
    /// Ranges in bold or italics.
    marked: Vec<Range<usize>>,
}

impl Text {
    /// Text without breaks and marks.
    pub(super) fn plain(mapped: MappedText) -> Self {
        Self { mapped, breaks: Vec::new(), marked: Vec::new() }
    }

    pub(super) fn as_str(&self) -> &str {
        self.mapped.as_str()
    }

    pub(super) fn span(&self) -> Span {
        self.mapped.whole()
    }

    /// The lines as written, with the spaces between them.
    pub(super) fn lines(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let starts = std::iter::once(0).chain(self.breaks.iter().copied());
        let ends = self.breaks.iter().copied().chain(std::iter::once(self.as_str().len()));
        starts.zip(ends).map(|(start, end)| start..end)
    }

    /// Whether all letters of a range are in bold or italics.
    pub(super) fn is_marked(&self, range: Range<usize>) -> bool {
        let mut letters = self.as_str()[range.clone()].char_indices().filter(|(_, c)| c.is_alphanumeric()).peekable();
        let in_mark = |at: usize| {
            let next = self.marked.partition_point(|marked| marked.end <= at);
            self.marked.get(next).is_some_and(|marked| marked.start <= at)
        };
        letters.peek().is_some() && letters.all(|(at, _)| in_mark(range.start + at))
    }

    /// Whether the whole text is in bold or italics.
    pub(super) fn is_all_marked(&self) -> bool {
        !self.marked.is_empty() && self.is_marked(0..self.as_str().len())
    }

    /// End of the bold or italic words that the text begins with; 0 when it begins with others.
    pub(super) fn marked_start(&self) -> usize {
        let end = self.marked.first().filter(|first| first.start == 0).map_or(0, |first| first.end);
        self.marked
            .iter()
            .skip(1)
            .take_while(|next| next.start <= end + 1)
            .last()
            .map_or(end, |last| last.end.max(end))
    }

    /// A part of the text, without white space at its ends.
    pub(super) fn part(&self, range: Range<usize>) -> Self {
        let text = &self.as_str()[range.clone()];
        let start = range.start + text.len() - text.trim_start().len();
        let end = (range.start + text.trim_end().len()).max(start);
        let first_break = self.breaks.partition_point(|&at| at <= start);
        let last_break = self.breaks.partition_point(|&at| at < end).max(first_break);
        let first_mark = self.marked.partition_point(|range| range.end <= start);
        let last_mark = self.marked.partition_point(|range| range.start < end).max(first_mark);
        let within = |at: usize| at.clamp(start, end) - start;
        Self {
            mapped: self.mapped.slice(start..end),
            breaks: self.breaks[first_break..last_break].iter().map(|at| at - start).collect(),
            marked: self.marked[first_mark..last_mark].iter().map(|range| within(range.start)..within(range.end)).collect(),
        }
    }

    /// This text, a separator that stands for what is between, and another.
    pub(super) fn joined(&self, separator: &str, other: &Self) -> Self {
        let mut builder = MappedTextBuilder::default();
        builder.push_mapped(&self.mapped, 0..self.as_str().len());
        let between = Span { start: self.span().end, end: other.span().start.max(self.span().end) };
        builder.push_replaced(separator, between);
        builder.push_mapped(&other.mapped, 0..other.as_str().len());
        Self { mapped: builder.build(), breaks: self.breaks.clone(), marked: self.marked.clone() }
    }

    /// The text without template tags (`{% ... %}`, `{{ ... }}`, `{: ... }`); nothing when nothing else is there.
    fn without_templates(self) -> Option<Self> {
        let text = self.as_str();
        if !text.contains('{') || !["{%", "{{", "{:"].iter().any(|open| text.contains(open)) {
            return Some(self);
        }
        let mut kept = MappedTextBuilder::default();
        let mut at = 0;
        for (start, _) in text.match_indices('{') {
            let close = match text.as_bytes().get(start + 1) {
                Some(b'%') => "%}",
                Some(b'{') => "}}",
                Some(b':') => "}",
                _ => continue,
            };
            if start < at {
                continue;
            }
            let Some(end) = text[start..].find(close) else { break };
            kept.push_mapped(&self.mapped, at..start);
            at = start + end + close.len();
        }
        kept.push_mapped(&self.mapped, at..text.len());
        let kept = kept.build().trimmed();
        (!kept.is_empty()).then(|| Self::plain(kept))
    }
}

/// Collects the text of a block.
#[derive(Debug, Default)]
pub(super) struct Inline {
    builder: MappedTextBuilder,
    breaks: Vec<usize>,
    marked: Vec<Range<usize>>,
    /// Open marks of bold and italics, and where the outermost began.
    marks: u32,
    mark_start: usize,
    last: u32,
}

impl Inline {
    /// Adds a range of another text.
    pub(super) fn push(&mut self, base: &MappedText, range: Range<usize>) {
        let text = &base.as_str()[range.clone()];
        let skipped = if self.ends_in_space() { text.len() - text.trim_start().len() } else { 0 };
        let range = range.start + skipped..range.end;
        if !range.is_empty() {
            self.last = base.span(range.clone()).end;
            self.builder.push_mapped(base, range);
        }
    }

    /// Adds text that stands for other bytes.
    pub(super) fn push_replaced(&mut self, text: &str, source: Span) {
        if !(self.ends_in_space() && text.trim().is_empty()) {
            self.last = source.end;
            self.builder.push_replaced(text, source);
        }
    }

    /// Adds the content of a code span that stands in `range` with its backticks.
    pub(super) fn push_code(&mut self, base: &MappedText, code: &str, range: Range<usize>) {
        let source = &base.as_str()[range.clone()];
        let ticks = source.len() - source.trim_start_matches('`').len();
        let mut at = ticks;
        if source[at..].starts_with(' ') && !code.starts_with(' ') {
            at += 1;
        }
        for c in code.chars() {
            let rest = &source[at..];
            let Some(next) = rest.chars().next() else { break };
            if next == c {
                self.push(base, range.start + at..range.start + at + c.len_utf8());
                at += c.len_utf8();
            } else if c == ' ' {
                // A line break, and the marks of containers at the start of the next line.
                let end = at + rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '>').len();
                self.push_replaced(" ", base.span(range.start + at..range.start + end));
                at = end;
            } else if rest.starts_with("\\|") {
                self.push(base, range.start + at + 1..range.start + at + 2);
                at += 2;
            }
        }
    }

    /// A line break that stands at `source`.
    pub(super) fn line_break(&mut self, source: Span) {
        if self.builder.text().is_empty() {
            return;
        }
        if !self.ends_in_space() {
            self.builder.push_replaced(" ", source);
        }
        let at = self.builder.text().len();
        if self.breaks.last() != Some(&at) {
            self.breaks.push(at);
        }
    }

    /// A line break after what was added last.
    pub(super) fn line_break_here(&mut self) {
        self.line_break(Span { start: self.last, end: self.last });
    }

    /// Begins bold or italics.
    pub(super) fn mark(&mut self) {
        if self.marks == 0 {
            self.mark_start = self.builder.text().len();
        }
        self.marks += 1;
    }

    /// Ends bold or italics.
    pub(super) fn unmark(&mut self) {
        self.marks = self.marks.saturating_sub(1);
        let end = self.builder.text().len();
        if self.marks == 0 && self.mark_start < end {
            self.marked.push(self.mark_start..end);
        }
    }

    /// The text so far, and an empty collection for the next. Open marks stay open.
    pub(super) fn take(&mut self) -> Option<Text> {
        let mut done = std::mem::take(self);
        self.marks = done.marks;
        self.last = done.last;
        if done.marks > 0 && done.mark_start < done.builder.text().len() {
            done.marked.push(done.mark_start..done.builder.text().len());
        }
        let mapped = done.builder.build();
        if mapped.as_str().trim().is_empty() {
            return None;
        }
        let length = mapped.as_str().len();
        let text = Text { mapped, breaks: done.breaks, marked: done.marked };
        text.part(0..length).without_templates()
    }

    fn ends_in_space(&self) -> bool {
        self.builder.text().chars().next_back().is_none_or(char::is_whitespace)
    }
}
