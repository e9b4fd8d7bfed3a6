//! Comments addressed to this program.

use crate::document::{Comment, MappedText};
use crate::order;
use crate::source::Span;
use memchr::memchr_iter;

/// What a comment to this program begins with.
const ADDRESS: &str = "role-audit:";

/// Whether a text may hold such comments at all. Few signs of a comment stand in a text, so each of them is looked behind.
pub(super) fn may_hold(text: &str) -> bool {
    memchr_iter(b'#', text.as_bytes()).any(|at| words(&text[at..]).starts_with(ADDRESS))
}

/// The addressed ones among the comments of a text, each given from its `#` to the end of its line.
pub(super) fn addressed(text: &str, comments: &[Span]) -> Vec<Comment> {
    let mut found: Vec<Comment> = comments.iter().filter_map(|&span| comment(text, span)).collect();
    order::by_key(&mut found, |comment| comment.text.whole());
    found
}

fn comment(text: &str, span: Span) -> Option<Comment> {
    let written = text[span.range()].trim_end();
    let words = words(written);
    if !words.starts_with(ADDRESS) {
        return None;
    }
    let before = &text[..span.start as usize];
    let line = before.rfind('\n').map_or(before, |newline| &before[newline + 1..]);
    let start = span.start as usize + written.len() - words.len();
    Some(Comment { text: MappedText::verbatim(words, start), alone: line.trim().is_empty() })
}

/// A comment without its signs.
fn words(comment: &str) -> &str {
    comment.trim_start_matches('#').trim_start()
}
