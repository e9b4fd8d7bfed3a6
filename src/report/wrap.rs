//! Breaking text into lines: at spaces only, so that ids, paths and commands stay whole and can be copied.

use std::borrow::Cow;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// The lines of a text within a width. Line breaks in the text stay; a word that is too long is broken.
pub fn wrap(text: &str, width: usize) -> Vec<Cow<'_, str>> {
    wrap_plain(text, width).unwrap_or_else(|| textwrap::wrap(text, options(width)))
}

/// The same for text that is plain ASCII with words that fit, as nearly all is: no character's width has to be looked up.
fn wrap_plain(text: &str, width: usize) -> Option<Vec<Cow<'_, str>>> {
    if !text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return None;
    }
    let mut lines = Vec::new();
    for line in text.split('\n') {
        // Where the shown line begins, where its last word ends, and where the next word begins.
        let (mut start, mut end, mut at) = (0, 0, 0);
        while at < line.len() {
            let word = line[at..].find(' ').unwrap_or(line.len() - at);
            if word > width {
                return None;
            }
            if at + word - start > width && at > start {
                lines.push(Cow::Borrowed(&line[start..end]));
                start = at;
            }
            end = at + word;
            at = end + line[end..].bytes().take_while(|&byte| byte == b' ').count();
        }
        lines.push(Cow::Borrowed(&line[start..end]));
    }
    Some(lines)
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
        fn plain_text_is_wrapped_like_any_other(text in "([a-z]{0,12}[ \n]{0,3}){0,20}", width in 1usize..40) {
            if let Some(lines) = wrap_plain(&text, width) {
                prop_assert_eq!(lines, textwrap::wrap(&text, options(width)));
            }
        }
    }
}
