//! What authors mean by paragraphs: headings in bold, lead-ins before a list, pasted bullets, `Team: Checkout` lines, tables that
//! Markdown does not see. Gives the same flat list of blocks with these made explicit.

use super::blocks::{Block, Item, Row, Table, bullet};
use super::inline::Text;
use super::sentences::sentences;
use crate::rulebook::Rulebook;
use crate::rulebook::headings::Meaning;
use crate::rulebook::keys::Key;
use std::ops::Range;

/// Level of a line in bold that stands for a heading.
pub(super) const BOLD: u32 = 7;
/// Level of the end of a paragraph that introduces the list after it.
pub(super) const LEAD_IN: u32 = 8;
/// Level of a bullet that is the heading of the bullets below it, at depth 0; add the depth.
pub(super) const PARENT: u32 = 9;

/// Depth from which bullets count as equally deep.
const MAX_DEPTH: u32 = 24;
/// Words of the longest heading in bold.
const BOLD_WORDS: usize = 14;
/// Words of the longest plain line that can be a heading, and of one that ends with a colon.
const PLAIN_WORDS: usize = 6;
/// Words of the longest label, and of the longest value of a label that is not in bold.
const LABEL_WORDS: usize = 4;
const VALUE_WORDS: usize = 6;

/// Makes headings, bullets, labels and tables out of the paragraphs that are meant so.
pub(super) fn shape(blocks: Vec<Block>, rulebook: &Rulebook) -> Vec<Block> {
    let mut shaped = Shaper { rulebook, blocks: Vec::with_capacity(blocks.len()) };
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        match block {
            Block::Paragraph(text) => {
                let before_list = matches!(blocks.peek(), Some(Block::Item(_) | Block::Table(_)));
                shaped.paragraph(&text, before_list);
            }
            Block::Item(mut item) => {
                item.depth = item.depth.min(MAX_DEPTH);
                let parent = matches!(blocks.peek(), Some(Block::Item(next)) if next.depth > item.depth);
                shaped.item(item, parent);
            }
            other => shaped.blocks.push(other),
        }
    }
    shaped.blocks
}

/// The key and value of a line such as `Team: Checkout` or `**Position:** Product Owner`, if the key speaks of title or scope.
pub(super) fn label(text: &Text, line: Range<usize>, rulebook: &Rulebook) -> Option<(Text, Text)> {
    let (key, value) = key_and_value(text, line)?;
    let known = matches!(rulebook.keys().meaning(key.as_str()), Some(Key::Title | Key::Team | Key::Product | Key::Train | Key::Model));
    let short = value.as_str().split_whitespace().count() <= VALUE_WORDS && !value.as_str().ends_with(['.', '!', '?']);
    (known && (short || key.is_all_marked())).then_some((key, value))
}

/// The meaning of a label as the program knows it.
pub(super) fn label_meaning(key: &Text, rulebook: &Rulebook) -> Option<Key> {
    rulebook.keys().meaning(key.as_str())
}

/// `**Responsibilities:** Own the backlog.` is a heading and its text.
pub(super) fn headed_line(text: &Text, line: Range<usize>, rulebook: &Rulebook) -> Option<(Meaning, Text, Text)> {
    let (key, value) = key_and_value(text, line)?;
    let headings = rulebook.headings();
    let normal = headings.normalise(key.as_str(), None);
    let meaning = headings.exactly(&normal).or_else(|| headings.meaning(&normal).filter(|_| key.is_all_marked()))?;
    Some((meaning, key, value))
}

fn key_and_value(text: &Text, line: Range<usize>) -> Option<(Text, Text)> {
    let colon = text.as_str()[line.clone()].find([':', '：'])? + line.start;
    let width = text.as_str()[colon..].chars().next().map_or(1, char::len_utf8);
    let (key, value) = (text.part(line.start..colon), text.part(colon + width..line.end));
    let words = key.as_str().split_whitespace().count();
    ((1..=LABEL_WORDS).contains(&words) && value.as_str().contains(char::is_alphanumeric)).then_some((key, value))
}

struct Shaper<'a> {
    rulebook: &'a Rulebook,
    blocks: Vec<Block>,
}

/// What the lines of a paragraph are gathered into.
enum Open {
    Nothing,
    Prose(Range<usize>),
    Bullet(Range<usize>),
}

impl Shaper<'_> {
    fn paragraph(&mut self, text: &Text, before_list: bool) {
        let lines: Vec<_> = text.lines().map(|line| trim(text.as_str(), line)).filter(|line| !line.is_empty()).collect();
        if let Some(table) = pipe_table(text, &lines) {
            self.blocks.push(Block::Table(table));
            return;
        }
        let marks = Bullets::of(text, &lines);
        let mut open = Open::Nothing;
        for line in lines {
            if let Some(mark) = marks.mark(&text.as_str()[line.clone()]) {
                self.close(text, &mut open, true);
                open = Open::Bullet(line.start + mark..line.end);
            } else if self.is_bold_heading(text, &line) {
                self.close(text, &mut open, false);
                self.heading(BOLD, text.part(line));
            } else if let Some((key, value)) = label(text, line.clone(), self.rulebook) {
                self.close(text, &mut open, false);
                self.blocks.push(Block::Label { key, value });
            } else if let Some(level) = unspaced_heading(&text.as_str()[line.clone()]) {
                self.close(text, &mut open, false);
                self.heading(level, text.part(line.start + level as usize..line.end));
            } else if let Some((meaning, key, value)) = headed_line(text, line.clone(), self.rulebook) {
                self.close(text, &mut open, false);
                if matches!(meaning, Meaning::Duties | Meaning::DutiesOfRole | Meaning::Mixed | Meaning::Roles) {
                    self.heading(BOLD, key);
                    self.prose(&value, false);
                } else {
                    self.blocks.push(Block::Note { meaning, key, value });
                }
            } else {
                match &mut open {
                    Open::Prose(range) | Open::Bullet(range) => range.end = line.end,
                    Open::Nothing => open = Open::Prose(line),
                }
            }
        }
        self.close(text, &mut open, before_list);
    }

    fn close(&mut self, text: &Text, open: &mut Open, before_list: bool) {
        match std::mem::replace(open, Open::Nothing) {
            Open::Nothing => {}
            Open::Prose(range) => self.prose(&text.part(range), before_list),
            Open::Bullet(range) => self.blocks.push(Block::Item(Item { depth: 1, text: text.part(range), more: Vec::new() })),
        }
    }

    /// Running text: its last sentence may introduce a list, and a short line may be a heading.
    fn prose(&mut self, text: &Text, before_list: bool) {
        let written = text.as_str();
        if self.is_plain_heading(written) {
            self.heading(if before_list { LEAD_IN } else { BOLD }, text.clone());
            return;
        }
        let last = before_list.then(|| sentences(written, self.rulebook.languages()).pop()).flatten();
        match last.filter(|last| self.introduces_list(&written[last.clone()])) {
            Some(last) => {
                let before = text.part(0..last.start);
                if !before.as_str().is_empty() {
                    self.blocks.push(Block::Paragraph(before));
                }
                self.heading(LEAD_IN, text.part(last));
            }
            None => self.blocks.push(Block::Paragraph(text.clone())),
        }
    }

    fn item(&mut self, mut item: Item, parent: bool) {
        let decoration = decoration(item.text.as_str());
        if decoration > 0 {
            item.text = item.text.part(decoration..item.text.as_str().len());
        }
        // "**Strategy**", then a paragraph: the bold words are the label of the text, not all of it.
        if !parent && !item.more.is_empty() && (item.text.is_all_marked() || ends_with_colon(item.text.as_str())) {
            let separator = if ends_with_colon(item.text.as_str()) { " " } else { ": " };
            item.text = item.text.joined(separator, &item.more.remove(0));
        }
        if parent && self.heads_its_children(&item.text) {
            self.heading(PARENT + item.depth, item.text);
        } else {
            self.blocks.push(Block::Item(item));
        }
    }

    fn heading(&mut self, level: u32, text: Text) {
        self.blocks.push(Block::Heading { level, text });
    }

    fn is_bold_heading(&self, text: &Text, line: &Range<usize>) -> bool {
        let written = &text.as_str()[line.clone()];
        text.is_marked(line.clone())
            && written.split_whitespace().count() <= BOLD_WORDS
            && (!written.ends_with(['.', ',', ';']) || self.meaning(written).is_some())
    }

    /// Whether a plain line is a heading that somebody forgot to mark: "Responsibilities", "What you'll do:", "KEY TASKS", "Product Owner".
    fn is_plain_heading(&self, line: &str) -> bool {
        let headings = self.rulebook.headings();
        if line.ends_with(['.', '!']) || line.split_whitespace().count() > PLAIN_WORDS {
            return false;
        }
        let shouted = !line.contains(char::is_lowercase);
        headings.exactly(&headings.normalise(line, None)).is_some()
            || ((ends_with_colon(line) || shouted) && self.meaning(line).is_some())
            || self.rulebook.titles().role_heading(line).is_some_and(|place| place.strong && place.range.start == 0)
    }

    fn introduces_list(&self, sentence: &str) -> bool {
        ends_with_colon(sentence) || (!sentence.ends_with('.') && self.announces(sentence))
    }

    /// Whether a bullet with bullets below it is their heading rather than a duty of its own.
    fn heads_its_children(&self, text: &Text) -> bool {
        let written = text.as_str();
        ends_with_colon(written)
            || text.is_all_marked()
            || (!written.ends_with('.')
                && (self.announces(written) || self.rulebook.titles().role_heading(written).is_some_and(|place| place.strong)))
    }

    fn announces(&self, text: &str) -> bool {
        let headings = self.rulebook.headings();
        let normal = headings.normalise(text, None);
        headings.exactly(&normal).is_some() || headings.announced(&normal).is_some()
    }

    fn meaning(&self, text: &str) -> Option<Meaning> {
        let headings = self.rulebook.headings();
        headings.meaning(&headings.normalise(text, None))
    }
}

/// Which bullet marks at the beginnings of lines are bullets.
struct Bullets {
    /// Whether dashes are: a single line that begins with one may be anything.
    dashes: bool,
}

impl Bullets {
    fn of(text: &Text, lines: &[Range<usize>]) -> Self {
        let mut count = 0;
        let mut introduced = false;
        for (at, line) in lines.iter().enumerate() {
            if bullet(&text.as_str()[line.clone()]).is_some() {
                count += 1;
                introduced |= at > 0 && ends_with_colon(&text.as_str()[lines[at - 1].clone()]);
            }
        }
        Self { dashes: count > 1 || introduced }
    }

    fn mark(&self, line: &str) -> Option<usize> {
        bullet(line).filter(|_| self.dashes || !line.starts_with(['-', '–', '—', '*', '+', '·']))
    }
}

/// A table whose second line is indented so far that Markdown takes the whole for a paragraph.
fn pipe_table(text: &Text, lines: &[Range<usize>]) -> Option<Table> {
    let line = |at: usize| lines.get(at).map(|line| &text.as_str()[line.clone()]);
    let delimiter = line(1)?;
    if !line(0)?.contains('|') || !delimiter.contains("--") || !delimiter.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ')) {
        return None;
    }
    let cells = |line: &Range<usize>| -> Vec<Option<Text>> {
        let written = &text.as_str()[line.clone()];
        let start = line.start + usize::from(written.starts_with('|'));
        let end = line.end - usize::from(written.len() > 1 && written.ends_with('|'));
        let mut at = start;
        let mut cells = Vec::new();
        for cell in text.as_str()[start..end].split('|') {
            let part = text.part(at..at + cell.len());
            cells.push((!part.as_str().is_empty()).then_some(part));
            at += cell.len() + 1;
        }
        cells
    };
    let head = cells(&lines[0]);
    let rows = lines[2..].iter().map(|line| {
        let cells = cells(line);
        Row { short: cells.len() < head.len(), cells }
    });
    Some(Table { rows: rows.collect(), head })
}

/// Level of a heading without the space after its hashes (`##Product Owner`). One hash alone may be anything.
fn unspaced_heading(line: &str) -> Option<u32> {
    let hashes = line.len() - line.trim_start_matches('#').len();
    ((2..=6).contains(&hashes) && line[hashes..].starts_with(char::is_alphabetic)).then_some(hashes as u32)
}

/// Length of the emoji or pasted bullet mark that stands before the words of a bullet.
fn decoration(text: &str) -> usize {
    let mark = text.find(char::is_whitespace).unwrap_or(0);
    let is_symbol = |c: char| c > '\u{2000}' && !c.is_alphanumeric() && !"“”‘’‚„‹›«»€£…".contains(c);
    if mark > 0 && text[..mark].chars().all(is_symbol) { mark } else { 0 }
}

pub(super) fn ends_with_colon(text: &str) -> bool {
    text.trim_end().ends_with([':', '：'])
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let line = &text[range.clone()];
    let start = range.start + line.len() - line.trim_start().len();
    start..(range.start + line.trim_end().len()).max(start)
}
