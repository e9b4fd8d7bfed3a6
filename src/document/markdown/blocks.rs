//! The blocks of a Markdown or HTML text, flat and in order: headings, paragraphs, list items and tables.
//!
//! Markdown events come from `pulldown-cmark`; HTML inside the text drives the same builder through [`super::html`].
//! The list is flat because nesting has no limit and nothing here needs a tree: an item knows its depth.

use super::html;
use super::inline::{Inline, Text};
use crate::document::MappedText;
use crate::limits::BLOCKS;
use crate::rulebook::headings::Meaning;
use crate::source::Span;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// One block.
#[derive(Debug)]
pub(super) enum Block {
    /// A heading; levels above 6 are given by [`super::shape`].
    Heading { level: u32, text: Text },
    /// Running text.
    Paragraph(Text),
    /// A bullet or numbered item.
    Item(Item),
    /// A table.
    Table(Table),
    /// `Team: Checkout` on a line of its own; only [`super::shape`] makes these.
    Label { key: Text, value: Text },
    /// A heading and its text on one line (`Experience: five years`), which says nothing about what follows; only [`super::shape`]
    /// makes these.
    Note { meaning: Meaning, key: Text, value: Text },
}

/// A bullet or numbered item.
#[derive(Debug)]
pub(super) struct Item {
    /// Lists it stands in, from 1.
    pub depth: u32,
    /// Its first paragraph.
    pub text: Text,
    /// Its further paragraphs.
    pub more: Vec<Text>,
}

/// A table. Rows may have fewer cells than the head.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The head; empty when there is none.
    pub head: Vec<Option<Text>>,
    /// The other rows; a cell without text is `None`.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The cells.
    pub cells: Vec<Option<Text>>,
    /// Whether cells were left out at its end.
    pub short: bool,
}

/// An HTML comment.
#[derive(Debug)]
pub(super) struct HtmlComment {
    /// What stands between the marks.
    pub text: MappedText,
    /// The comment with its marks.
    pub span: Span,
}

/// What a text holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub blocks: Vec<Block>,
    pub comments: Vec<HtmlComment>,
}

/// Reads Markdown (and HTML in it).
pub(super) fn read(text: &MappedText) -> Content {
    let mut builder = Builder::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut html_block: Option<Vec<Range<usize>>> = None;
    for (event, range) in Parser::new_ext(text.as_str(), options).into_offset_iter() {
        // Whoever asked sees that there are too many.
        if builder.content.blocks.len() > BLOCKS {
            break;
        }
        match event {
            Event::Start(Tag::HtmlBlock) => html_block = Some(Vec::new()),
            Event::Html(_) => match &mut html_block {
                Some(lines) => lines.push(range),
                None => html::scan(&text.slice(range), &mut builder),
            },
            Event::End(TagEnd::HtmlBlock) => html::scan(&joined(text, &html_block.take().unwrap_or_default()), &mut builder),
            Event::InlineHtml(_) => html::scan(&text.slice(range), &mut builder),
            other => builder.markdown(text, other, range),
        }
    }
    builder.finish()
}

/// The lines of an HTML block as one text, without the marks of the containers it stands in.
fn joined(text: &MappedText, lines: &[Range<usize>]) -> MappedText {
    let mut builder = crate::document::MappedTextBuilder::default();
    for line in lines {
        builder.push_mapped(text, line.clone());
    }
    builder.build()
}

/// An open container.
#[derive(Debug)]
enum Frame {
    List { html: bool },
    Item { html: bool, block: Option<usize> },
}

/// Puts blocks together from what Markdown and HTML report.
#[derive(Debug, Default)]
pub(super) struct Builder {
    content: Content,
    frames: Vec<Frame>,
    /// How many of the frames were opened by HTML, are lists, are items.
    html_frames: usize,
    lists: u32,
    items: usize,
    inline: Inline,
    heading: Option<u32>,
    table: Option<TableDraft>,
    /// Depth of content that readers do not see as text: images, struck text, code.
    pub(super) silent: u32,
}

#[derive(Debug, Default)]
struct TableDraft {
    table: Table,
    row: Option<Row>,
    in_cell: bool,
    head_row: bool,
    html: bool,
}

impl Builder {
    fn markdown(&mut self, base: &MappedText, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                if self.silent > 0 {
                } else if base.as_str().get(range.clone()) == Some(&*text) {
                    let line_end = text.len() - text.trim_end_matches(['\n', '\r']).len();
                    self.inline.push(base, range.start..range.end - line_end);
                    if line_end > 0 {
                        self.inline.line_break(base.span(range.end - line_end..range.end));
                    }
                } else {
                    self.inline.push_replaced(&text, base.span(range));
                }
            }
            Event::Code(text) if self.silent == 0 => self.inline.push_code(base, &text, range),
            Event::SoftBreak | Event::HardBreak if self.silent == 0 => self.inline.line_break(base.span(range)),
            Event::Rule => self.flush(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::CodeBlock(CodeBlockKind::Indented) => self.flush(),
            Tag::Heading { level, .. } => {
                if self.markdown_depth() == 0 {
                    self.close_html();
                }
                self.start_heading(*level as u32);
            }
            Tag::List(_) => self.start_list(false),
            Tag::Item => self.start_item(false),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
                self.flush();
                self.silent += 1;
            }
            Tag::Table(_) => self.start_table(false),
            Tag::TableHead => self.start_row(true),
            Tag::TableRow => self.start_row(false),
            Tag::TableCell => self.start_cell(range.is_empty()),
            Tag::Strong | Tag::Emphasis => self.inline.mark(),
            Tag::Image { .. } | Tag::Strikethrough => self.silent += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::BlockQuote(_) => self.flush(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::List(_) => self.end_list(false),
            TagEnd::Item => self.end_item(false),
            TagEnd::CodeBlock if self.silent > 0 => self.silent -= 1,
            // Bullets that are indented by four or more spaces are code to Markdown, but bullets to their author.
            TagEnd::CodeBlock => match self.inline.take() {
                Some(text) if text.lines().any(|line| bullet(&text.as_str()[line]).is_some()) => self.place(text),
                _ => {}
            },
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Strong | TagEnd::Emphasis => self.inline.unmark(),
            TagEnd::Image | TagEnd::Strikethrough => self.silent = self.silent.saturating_sub(1),
            _ => {}
        }
    }

    pub(super) fn inline(&mut self) -> &mut Inline {
        &mut self.inline
    }

    pub(super) fn comment(&mut self, text: MappedText, span: Span) {
        self.content.comments.push(HtmlComment { text, span });
    }

    /// Ends the current run of text.
    pub(super) fn flush(&mut self) {
        if self.in_cell() {
            self.inline.line_break_here();
        } else if let Some(text) = self.inline.take() {
            match self.heading {
                Some(level) if !self.in_item() => self.content.blocks.push(Block::Heading { level, text }),
                _ => self.place(text),
            }
        }
    }

    /// Puts text where it belongs: into the open item, else into a paragraph.
    fn place(&mut self, text: Text) {
        if self.content.blocks.len() > BLOCKS {
            return;
        }
        let depth = self.lists.max(1);
        let item = match self.frames.last_mut() {
            Some(Frame::Item { block, .. }) => Some(block),
            _ => None,
        };
        let blocks = &mut self.content.blocks;
        match item {
            None => blocks.push(Block::Paragraph(text)),
            Some(Some(at)) => {
                if let Some(Block::Item(item)) = blocks.get_mut(*at) {
                    item.more.push(text);
                }
            }
            Some(block) => {
                *block = Some(blocks.len());
                blocks.push(Block::Item(Item { depth, text, more: Vec::new() }));
            }
        }
    }

    pub(super) fn start_heading(&mut self, level: u32) {
        self.flush();
        if self.in_item() {
            self.inline.mark();
        }
        self.heading = Some(level);
    }

    pub(super) fn end_heading(&mut self) {
        self.flush();
        if self.heading.take().is_some() && self.in_item() {
            self.inline.unmark();
        }
    }

    pub(super) fn start_list(&mut self, html: bool) {
        self.flush();
        if !self.in_cell() {
            self.push(Frame::List { html });
        }
    }

    pub(super) fn end_list(&mut self, html: bool) {
        self.flush();
        if !self.in_cell() {
            self.pop_through(|frame| matches!(frame, Frame::List { html: own } if *own == html), html);
        }
    }

    pub(super) fn start_item(&mut self, html: bool) {
        self.flush();
        if self.in_cell() {
            return;
        }
        if html && matches!(self.frames.last(), Some(Frame::Item { html: true, .. })) {
            self.pop();
        }
        self.push(Frame::Item { html, block: None });
    }

    pub(super) fn end_item(&mut self, html: bool) {
        self.flush();
        // `</li>` ends the item on top only: a list inside it is still open when its own end is missing.
        if html && !matches!(self.frames.last(), Some(Frame::Item { html: true, .. })) {
            return;
        }
        if !self.in_cell() {
            self.pop_through(|frame| matches!(frame, Frame::Item { html: own, .. } if *own == html), html);
        }
    }

    pub(super) fn start_table(&mut self, html: bool) {
        self.flush();
        if self.table.is_none() {
            self.table = Some(TableDraft { html, ..TableDraft::default() });
        }
    }

    pub(super) fn end_table(&mut self) {
        self.end_row();
        if let Some(draft) = self.table.take() {
            self.content.blocks.push(Block::Table(draft.table));
        }
    }

    pub(super) fn start_row(&mut self, head: bool) {
        self.end_row();
        if let Some(draft) = &mut self.table {
            draft.row = Some(Row::default());
            draft.head_row = head;
        }
    }

    pub(super) fn end_row(&mut self) {
        self.end_cell();
        let Some(draft) = &mut self.table else { return };
        let Some(row) = draft.row.take() else { return };
        if draft.table.head.is_empty() && draft.table.rows.is_empty() && (draft.head_row || draft.html) {
            draft.table.head = row.cells;
        } else {
            draft.table.rows.push(row);
        }
    }

    /// Begins a cell; `missing` when the row stopped before it.
    pub(super) fn start_cell(&mut self, missing: bool) {
        self.end_cell();
        if let Some(draft) = &mut self.table {
            let row = draft.row.get_or_insert_default();
            row.short |= missing;
            draft.in_cell = true;
        }
    }

    pub(super) fn end_cell(&mut self) {
        if self.in_cell() {
            let text = self.inline.take();
            if let Some(draft) = &mut self.table {
                draft.in_cell = false;
                if let Some(row) = &mut draft.row {
                    row.cells.push(text);
                }
            }
        }
    }

    fn in_cell(&self) -> bool {
        self.table.as_ref().is_some_and(|draft| draft.in_cell)
    }

    fn in_item(&self) -> bool {
        self.items > 0
    }

    fn markdown_depth(&self) -> usize {
        self.frames.len() - self.html_frames
    }

    fn push(&mut self, frame: Frame) {
        self.html_frames += usize::from(is_html(&frame));
        match frame {
            Frame::List { .. } => self.lists += 1,
            Frame::Item { .. } => self.items += 1,
        }
        self.frames.push(frame);
    }

    fn pop(&mut self) {
        if let Some(frame) = self.frames.pop() {
            self.html_frames -= usize::from(is_html(&frame));
            match frame {
                Frame::List { .. } => self.lists -= 1,
                Frame::Item { .. } => self.items -= 1,
            }
        }
    }

    /// Closes everything down to and including the frame that fits, if there is one.
    fn pop_through(&mut self, fits: impl Fn(&Frame) -> bool, html: bool) {
        if html && self.html_frames == 0 {
            return;
        }
        let Some(at) = self.frames.iter().rposition(|frame| fits(frame) || (html && !is_html(frame))) else {
            return;
        };
        if fits(&self.frames[at]) {
            while self.frames.len() > at {
                self.pop();
            }
        }
    }

    /// HTML that was never closed ends at the next Markdown heading.
    fn close_html(&mut self) {
        self.flush();
        if self.table.as_ref().is_some_and(|draft| draft.html) {
            self.end_table();
        }
        while self.html_frames > 0 {
            self.pop();
        }
    }

    fn finish(mut self) -> Content {
        self.close_html();
        self.end_table();
        self.content
    }
}

fn is_html(frame: &Frame) -> bool {
    matches!(frame, Frame::List { html: true } | Frame::Item { html: true, .. })
}

/// Length of the bullet mark that a line begins with, when the mark is one that people type or paste.
pub(super) fn bullet(line: &str) -> Option<usize> {
    let mark = line.chars().next().filter(|c| "-*+•·▪●◦‣➢➤►▶✓✔✅–—:".contains(*c))?;
    let rest = &line[mark.len_utf8()..];
    // Variation selectors and the like may follow the mark.
    let rest_trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FE0F}');
    let spaced = rest.starts_with(|c: char| c.is_whitespace() || c == '\u{FE0F}') || !"-*+–—·:".contains(mark);
    (spaced && !rest_trimmed.is_empty()).then(|| line.len() - rest_trimmed.len())
}
