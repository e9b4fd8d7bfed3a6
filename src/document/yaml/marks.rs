//! Marks that could mean something to a reader of Markdown or HTML. Most texts hold none, and most sources hold few.

use super::bullets;
use memchr::{memchr, memchr3, memrchr3};
use std::ops::Range;

/// The marks, three at a time. Of those that are no ASCII, which are bullets and spaces, the first byte is looked for.
const MARKS: [[u8; 3]; 3] = [[b'<', b'`', b'&'], [b'*', b'_', b'['], [0xC2, 0xE2, 0xE2]];

/// From the first to the last byte of a text that may be a mark.
pub(super) fn marked(text: &str) -> Range<usize> {
    let bytes = text.as_bytes();
    let marks = || MARKS.iter().filter(|[mark, ..]| mark.is_ascii() || !text.is_ascii());
    let first = marks().filter_map(|&[a, b, c]| memchr3(a, b, c, bytes)).min();
    let last = || marks().filter_map(|&[a, b, c]| memrchr3(a, b, c, bytes)).max();
    first.map_or(0..0, |first| first..last().map_or(first, |last| last + 1))
}

/// Whether no mark stands in a text, no line break, and no bullet before it. Most duties are so plain that one look settles it.
pub(super) fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    !matches!(bytes.first(), Some(b'-' | b'+' | b' ' | b'0'..=b'9'))
        && memchr(b'\n', bytes).is_none()
        && MARKS.iter().all(|&[a, b, c]| memchr3(a, b, c, bytes).is_none())
}

/// Whether a text holds marks of Markdown or HTML, or several lines.
pub(super) fn is_rich(text: &str) -> bool {
    let text = text.trim();
    !is_plain(text)
        && (text.contains(['\n', '<', '`'])
            || ["&lt;", "**", "__", "]("].iter().any(|mark| text.contains(mark))
            || bullets::mark(text).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_lie_between_the_first_and_the_last() {
        assert_eq!(marked("title: Product Owner\n"), 0..0);
        assert_eq!(marked("a *b* & `c` d"), 2..11);
        assert_eq!(marked("ä • b"), 3..4);
    }

    proptest! {
        /// A text that begins with a letter, on one line and away from the marks of its source, is plain.
        #[test]
        fn what_lies_beside_the_marks_is_plain(text in "[a-zäé][a-zäé .:#<`&*_\\[•·–-]{0,20}") {
            prop_assert_eq!(marked(&text).is_empty(), is_plain(&text));
            prop_assert!(!marked(&text).is_empty() || !is_rich(&text));
        }
    }
}
