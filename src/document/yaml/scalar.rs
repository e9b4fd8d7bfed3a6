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
    let (start, end) = (node.span.start as usize, node.span.end as usize);
    let Kind::Scalar(value, style) = &node.kind else {
        return tree.written(start..start);
    };
    let (written, value): (&str, &str) = (&tree.text[start..end], value);
    match style {
        // What was read as it stands is the same piece of memory, and need not be compared.
        Style::Plain if std::ptr::eq(written, value) || written == value => return tree.written(start..end),
        Style::Single | Style::Double if written.get(1..written.len().saturating_sub(1)) == Some(value) => {
            return tree.written(start + 1..end - 1);
        }
        // A block of one line stands there as it is. Line breaks would not, for indentation comes with them.
        Style::Literal | Style::Folded if !value.contains('\n') && written.starts_with(value) => {
            return tree.written(start..start + value.len());
        }
        _ => {}
    }
    let mut builder = MappedTextBuilder::with_capacity(value.len());
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

#[cfg(test)]
mod tests {
    use super::super::events::Documents;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// Decoding piece by piece never has to give up: the first and the last character know places of their own.
        #[test]
        fn no_scalar_is_mapped_as_a_whole(text in prop_oneof![
            "(a: |- )(\\||>|\\|-|>\\+|\\|2|>2-|>-)((\r?\n|\n   |\n  |\r\n  )[ab🚢# -]{0,3}[ \t]{0,3}){0,7}(\n[ ]{0,4}){0,3}",
            "'([ab ]|''|\n|🚢|\t){0,9}'",
            "\"([ab ]|\\\\n|\\\\x41|\\\\\n|\\\\ |\\\\\\\\|\n|🚢|\t){0,9}\"",
            "a: ([ab ]|\n  |🚢|\t|\r\n   ){0,9}",
        ]) {
            let mut documents = Documents::new(&text, 0..text.len(), false, &crate::limits::Limits::default());
            let whole = MappedText::of_source(text.clone());
            let mut tree = Tree::new(&whole);
            while let Some(document) = documents.next(&mut tree) {
                for id in document.iter().flat_map(|_| tree.ids()) {
                    let Some(value) = tree.scalar(id) else { continue };
                    let mapped = super::text(&tree, id);
                    prop_assert_eq!(mapped.as_str(), value);
                    let mut ends = value.char_indices().map(|(at, c)| mapped.span(at..at + c.len_utf8()));
                    if let (Some(first), Some(last)) = (ends.next(), ends.next_back()) {
                        prop_assert!(first != last || value.trim().is_empty(), "{value:?} in {text:?}");
                    }
                }
            }
        }
    }
}
