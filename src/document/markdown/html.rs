//! HTML inside Markdown: a scanner for the few tags that give a text its structure. Everything else is passed over.

use super::blocks::Builder;
use crate::document::MappedText;
use pulldown_cmark::{Event, Parser};
use std::ops::Range;

/// Reports the tags, comments and words of a piece of HTML to a builder.
pub(super) fn scan(html: &MappedText, builder: &mut Builder) {
    let text = html.as_str();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let end = if rest.starts_with("<!--") {
            comment(html, at, builder)
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            rest.find('>').map_or(text.len(), |end| at + end + 1)
        } else if let Some((tag, end)) = tag(rest) {
            apply(&tag, builder);
            let end = at + end;
            if HIDDEN.contains(&tag.name.as_str()) && !tag.closing { end_of(text, end, &tag.name) } else { end }
        } else {
            // A `<` that begins no tag is text.
            let first = usize::from(rest.starts_with('<'));
            let end = rest[first..].find('<').map_or(text.len(), |next| at + first + next);
            words(html, at..end, builder);
            end
        };
        at = end;
    }
}

/// Elements whose content is not text.
const HIDDEN: [&str; 5] = ["script", "style", "template", "svg", "textarea"];

struct Tag {
    name: String,
    closing: bool,
}

/// The tag a text begins with, and its length.
fn tag(text: &str) -> Option<(Tag, usize)> {
    let inner = text.strip_prefix('<')?;
    let closing = inner.starts_with('/');
    let name = inner.trim_start_matches('/');
    let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    if length == 0 || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    // Quoted values may hold `>`.
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'>') => return Some((Tag { name: name[..length].to_ascii_lowercase(), closing }, at + 1)),
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'<') => return None,
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Where an element that began before `from` ends.
fn end_of(text: &str, from: usize, name: &str) -> usize {
    let ends = text[from..].match_indices("</").map(|(at, _)| from + at);
    let mut ends = ends.filter(|&at| text.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)));
    ends.next().unwrap_or(text.len())
}

/// Reports a comment that begins at `at`; gives where it ends.
fn comment(html: &MappedText, at: usize, builder: &mut Builder) -> usize {
    let text = html.as_str();
    let inner = at + "<!--".len();
    let length = text[inner..].find("-->");
    let end = length.map_or(text.len(), |length| inner + length);
    let whole = length.map_or(text.len(), |_| end + "-->".len());
    builder.comment(html.slice(inner..end).trimmed(), html.span(at..whole));
    whole
}

fn apply(tag: &Tag, builder: &mut Builder) {
    match (tag.name.as_str(), tag.closing) {
        ("br", _) => builder.inline().line_break_here(),
        ("b" | "strong" | "i" | "em" | "u", false) => builder.inline().mark(),
        ("b" | "strong" | "i" | "em" | "u", true) => builder.inline().unmark(),
        ("del" | "s" | "strike", false) => builder.silent += 1,
        ("del" | "s" | "strike", true) => builder.silent = builder.silent.saturating_sub(1),
        ("summary" | "dt", false) => {
            builder.flush();
            builder.inline().mark();
        }
        ("summary" | "dt", true) => {
            builder.flush();
            builder.inline().unmark();
        }
        ("ul" | "ol" | "menu", false) => builder.start_list(true),
        ("ul" | "ol" | "menu", true) => builder.end_list(true),
        ("li", false) => builder.start_item(true),
        ("li", true) => builder.end_item(true),
        ("table", false) => builder.start_table(true),
        ("table", true) => builder.end_table(),
        ("tr", false) => builder.start_row(false),
        ("tr", true) => builder.end_row(),
        ("td" | "th", false) => builder.start_cell(false),
        ("td" | "th", true) => builder.end_cell(),
        (name, closing) => {
            if let Some(level) = heading_level(name) {
                if closing { builder.end_heading() } else { builder.start_heading(level) }
            } else if !INLINE.contains(&name) {
                builder.flush();
            }
        }
    }
}

/// Elements that do not end a run of text.
const INLINE: [&str; 16] = [
    "a", "abbr", "big", "cite", "code", "font", "img", "input", "kbd", "mark", "q", "small", "span", "sub", "sup", "wbr",
];

fn heading_level(name: &str) -> Option<u32> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// Reports text between tags: white space is one space, entities are decoded.
fn words(html: &MappedText, range: Range<usize>, builder: &mut Builder) {
    if builder.silent > 0 {
        return;
    }
    let mut at = range.start;
    while at < range.end {
        let rest = &html.as_str()[at..range.end];
        let first = rest.chars().next().unwrap_or(' ');
        let end = if first.is_whitespace() || first == '\u{FEFF}' {
            let end = range.end - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').len();
            builder.inline().push_replaced(" ", html.span(at..end));
            end
        } else if let Some((decoded, length)) = entity(rest) {
            let decoded = if decoded.trim().is_empty() { " " } else { &decoded };
            builder.inline().push_replaced(decoded, html.span(at..at + length));
            at + length
        } else {
            let mut chars = rest.char_indices().skip(1).peekable();
            let stop = std::iter::from_fn(|| {
                let (offset, c) = chars.next()?;
                let double_space = c == ' ' && chars.peek().is_none_or(|(_, next)| next.is_whitespace());
                Some((double_space || matches!(c, '&' | '\n' | '\r' | '\t' | '\u{FEFF}')).then_some(offset))
            });
            let end = stop.flatten().next().map_or(range.end, |offset| at + offset);
            builder.inline().push(html, at..end);
            end
        };
        at = end;
    }
}

/// Letters of the longest name of an entity, with its marks.
const ENTITY: usize = 34;

/// The entity a text begins with, decoded, and its length. The Markdown parser knows them all.
fn entity(text: &str) -> Option<(String, usize)> {
    let end = text.strip_prefix('&')?.bytes().take(ENTITY).position(|byte| byte == b';')? + 2;
    let written = text.get(..end)?;
    match written {
        "&amp;" => return Some(("&".to_owned(), end)),
        "&nbsp;" => return Some((" ".to_owned(), end)),
        _ => {}
    }
    let mut decoded = String::new();
    for event in Parser::new(written) {
        if let Event::Text(text) = event {
            decoded.push_str(&text);
        }
    }
    (decoded != written).then_some((decoded, end))
}
