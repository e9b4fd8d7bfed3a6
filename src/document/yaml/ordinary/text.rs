//! Texts: plain, quoted, and in blocks.

use super::lines::{Rest, Run, Stop};
use super::{Ordinary, Style};
use memchr::memchr3;
use std::borrow::Cow;

impl Ordinary<'_, '_> {
    /// The column in which the innermost list or map stands; text that belongs to it goes on further to the right.
    fn column(&self) -> isize {
        self.levels.last().map_or(-1, |level| level.column)
    }

    /// Adds a plain text that begins with this run and goes on as long as lines are indented.
    pub(super) fn plain(&mut self, start: usize, mut run: Run) -> Option<()> {
        let mut value = Cow::Borrowed(&self.lines.text[start..run.end]);
        loop {
            self.at = match run.stop {
                Stop::Break(end) | Stop::Comment(end) => self.lines.after(end),
                Stop::Colon(_) => return None,
            };
            if matches!(run.stop, Stop::Comment(_)) {
                break;
            }
            let (blank, line) = self.lines.skip_blank(self.at, usize::MAX);
            let at = line + self.lines.spaces(line);
            if (at - line) as isize <= self.column() || matches!(self.lines.byte(at), None | Some(b'#')) {
                break;
            }
            let text = growing(&mut value);
            fold(text, blank + 1);
            run = self.lines.run_on(at);
            text.push_str(&self.lines.text[at..run.end]);
        }
        self.add(value, Style::Plain, start, run.end)
    }

    /// Adds a text in quotes, from the first of them on, and returns where it ends.
    pub(super) fn quoted(&mut self, start: usize) -> Option<usize> {
        let (lines, text) = (self.lines, self.lines.text);
        let (quote, style) = if lines.byte(start)? == b'"' { (b'"', Style::Double) } else { (b'\'', Style::Single) };
        let escape = if style == Style::Double { b'\\' } else { quote };
        let mut value = Cow::Borrowed("");
        let (mut from, mut at) = (start + 1, start + 1);
        loop {
            at += memchr3(quote, escape, b'\n', &text.as_bytes()[at..])?;
            match lines.byte(at)? {
                b'\n' => {
                    value += text[from..at].trim_end_matches([' ', '\r']);
                    let (blank, line) = lines.skip_blank(at + 1, usize::MAX);
                    (from, at) = (lines.behind_spaces(line), lines.behind_spaces(line));
                    if (at - line) as isize <= self.column() {
                        return None;
                    }
                    fold(value.to_mut(), blank + 1);
                }
                // Two single quotes stand for one.
                b'\'' if quote == b'\'' && lines.byte(at + 1) == Some(quote) => {
                    value += &text[from..=at];
                    (from, at) = (at + 2, at + 2);
                }
                byte if byte == quote => break,
                _ => return None,
            }
        }
        value += &text[from..at];
        self.add(value, style, start, at + 1)?;
        Some(at + 1)
    }

    /// Adds a block of text, literal or folded, from its head on.
    pub(super) fn block(&mut self, head: usize) -> Option<()> {
        let (lines, text) = (self.lines, self.lines.text);
        let folded = lines.byte(head) == Some(b'>');
        let ending = lines.byte(head + 1).filter(|byte| matches!(byte, b'-' | b'+'));
        let behind = head + 1 + usize::from(ending.is_some());
        let Rest::Nothing(head_end) = lines.rest(behind) else { return None };
        let below = lines.after(head_end);
        // The first line that is not blank says how far the block is indented; no blank line before it may be wider.
        let (mut breaks, first) = lines.skip_blank(below, usize::MAX);
        let indent = lines.spaces(first);
        let start = first + indent;
        if indent as isize <= self.column() || start == text.len() || lines.skip_blank(below, indent).1 != first {
            return None;
        }
        let mut value = Cow::Borrowed("");
        let (mut at, mut deeper) = (start, false);
        loop {
            // Around lines that are indented further, line breaks stay what they are.
            let deeper_before = std::mem::replace(&mut deeper, lines.byte(at) == Some(b' '));
            let end = lines.end(at);
            if at == start && breaks == 0 {
                value = Cow::Borrowed(&text[start..end]);
            } else {
                let value = growing(&mut value);
                if folded && at > start && !deeper && !deeper_before {
                    fold(value, breaks);
                } else {
                    push_breaks(value, breaks);
                }
                value.push_str(&text[at..end]);
            }
            if end == text.len() {
                (breaks, self.at, at) = (1, end, end);
                break;
            }
            let (blank, line) = lines.skip_blank(lines.after(end), indent);
            let spaces = lines.spaces(line).min(indent);
            (breaks, self.at, at) = (blank + 1, line, line + spaces);
            if spaces < indent || at == text.len() {
                break;
            }
        }
        match ending {
            Some(b'-') => {}
            Some(_) => push_breaks(value.to_mut(), breaks),
            None => push_breaks(value.to_mut(), 1),
        }
        self.add(value, if folded { Style::Folded } else { Style::Literal }, start, at)
    }
}

/// A text to add lines to. Most that go on do so for one line, no longer than the first.
fn growing<'v>(value: &'v mut Cow<'_, str>) -> &'v mut String {
    if let Cow::Borrowed(first) = *value {
        let mut text = String::with_capacity(2 * (first.len() + 1));
        text.push_str(first);
        *value = Cow::Owned(text);
    }
    value.to_mut()
}

/// Adds what line breaks between two lines of running text stand for: a space, or all but the first of them.
fn fold(text: &mut String, breaks: usize) {
    if breaks == 1 { text.push(' ') } else { push_breaks(text, breaks - 1) }
}

fn push_breaks(text: &mut String, breaks: usize) {
    text.extend(std::iter::repeat_n('\n', breaks));
}
