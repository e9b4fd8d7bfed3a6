//! Breaking text into lines: at spaces only, so that ids, paths and commands stay whole and can be copied.

use super::escape::{is_plain, plain_prefix};
use std::borrow::Cow;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthChar;

/// A text with line breaks where it would be wider than `width`. Line breaks in the text stay; a word that is too long is broken.
pub fn wrap<'a>(text: impl Into<Cow<'a, str>>, width: usize) -> Cow<'a, str> {
    let text = text.into();
    if text.len() <= width && is_plain(&text) && !text.ends_with(' ') {
        return text;
    }
    let mut wrapped = String::with_capacity(text.len() + 8);
    each_line(&text, width, |line| {
        wrapped.push_str(line);
        wrapped.push('\n');
    });
    wrapped.pop();
    wrapped.into()
}

/// The lines of the same, as parts of the text.
pub fn lines(text: &str, width: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    each_line(text, width, |line| lines.push(line));
    lines
}

/// Breaks each line where it must be: at its last space within the width, or else at the width.
pub(super) fn each_line<'a>(text: &'a str, width: usize, mut found: impl FnMut(&'a str)) {
    // Where there is no room at all, a line of one character is as near as can be, and comes to an end.
    let width = width.max(1);
    if is_plain(text) {
        return break_line(text, width, true, &mut found);
    }
    for line in text.split('\n') {
        break_line(line, width, is_plain(line), &mut found);
    }
}

fn break_line<'a>(line: &'a str, width: usize, plain: bool, found: &mut impl FnMut(&'a str)) {
    let mut rest = line.trim_end_matches(' ');
    loop {
        let fits = if plain { rest.len().min(width) } else { fitting(rest, width) };
        if fits == rest.len() {
            return found(rest);
        }
        if let Some(space) = rest.as_bytes()[..=fits].iter().rposition(|&byte| byte == b' ') {
            found(rest[..space].trim_end_matches(' '));
            rest = rest[space..].trim_start_matches(' ');
        } else {
            found(&rest[..fits]);
            rest = &rest[fits..];
        }
    }
}

/// How many bytes of a text fit into a width. At least one character that takes room is counted in.
fn fitting(text: &str, width: usize) -> usize {
    let (mut at, mut columns) = (0, 0);
    loop {
        let rest = &text.as_bytes()[at..];
        let plain = plain_prefix(&rest[..rest.len().min(width.saturating_sub(columns))]);
        (at, columns) = (at + plain, columns + plain);
        let Some(c) = text[at..].chars().next() else { return at };
        let more = c.width().unwrap_or(0);
        if columns > 0 && columns + more > width {
            return at;
        }
        (at, columns) = (at + c.len_utf8(), columns + more);
    }
}

/// The text within a width, every line indented.
pub fn fill(text: &str, width: usize, first: &str, rest: &str) -> String {
    textwrap::fill(text, options(width).initial_indent(first).subsequent_indent(rest))
}

fn options<'a>(width: usize) -> Options<'a> {
    Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        // Lines begin with a letter: behind anything that takes less room, textwrap leaves the first part of a word it breaks.
        fn text_is_wrapped_as_textwrap_does(text in "([a-z][a-zé製\u{301}🚀]{0,12}( {0,3}|\n{1,2})){0,20}", width in 0usize..40) {
            let expected = textwrap::wrap(&text, options(width.max(1)));
            prop_assert_eq!(wrap(&*text, width), expected.join("\n"));
            prop_assert_eq!(lines(&text, width), expected);
        }
    }
}
