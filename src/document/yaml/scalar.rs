//! The decoded text of a scalar with the way back to its bytes.
//!
//! The parser says what a scalar means and where it stands. Its bytes are decoded once more here, piece by piece, and when
//! the outcome is not exactly what the parser said, the text is mapped as a whole: a wide label, never a wrong one.

mod block;
mod flow;

use super::tree::{Kind, NodeId, Style, Tree};
use crate::document::{MappedText, MappedTextBuilder};

/// The text of a scalar without white space at both ends; empty for anything else.
pub(super) fn trimmed(tree: &Tree<'_>, id: NodeId) -> MappedText {
    text(tree, id).into_trimmed()
}

/// The text of a scalar; empty for anything else.
pub(super) fn text(tree: &Tree<'_>, id: NodeId) -> MappedText {
    let node = tree.node(id);
    let Kind::Scalar(value, style) = &node.kind else {
        return MappedText::verbatim("", node.span.start as usize);
    };
    let written = &tree.text[node.span.range()];
    let start = node.span.start as usize;
    match style {
        Style::Plain if written == value => return MappedText::verbatim(value, start),
        Style::Single | Style::Double if written.get(1..written.len().saturating_sub(1)) == Some(value) => {
            return MappedText::verbatim(value, start + 1);
        }
        _ => {}
    }
    let mut builder = MappedTextBuilder::default();
    match style {
        Style::Plain => flow::plain(written, start, &mut builder),
        Style::Single => flow::single(written, start, &mut builder),
        Style::Double => flow::double(written, start, &mut builder),
        Style::Literal => block::literal(tree.text, node.span, value, &mut builder),
        Style::Folded => block::folded(tree.text, node.span, value, &mut builder),
    }
    if builder.text() == value {
        return builder.build();
    }
    let mut whole = MappedTextBuilder::default();
    whole.push_replaced(value, node.span);
    whole.build()
}
