//! The strings of a YAML text with their keys and places: for rule files, where a test must say which line it means.

use super::events::Documents;
use super::tree::{NodeId, Tree};
use crate::document::MappedText;
use crate::limits::Limits;
use crate::source::Span;

/// A string in a YAML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The keys that lead to it, outermost first; lists have none.
    pub path: Vec<String>,
    /// The string as decoded.
    pub text: String,
    /// Its bytes.
    pub span: Span,
}

/// All strings of a YAML text in order of place; of a text that is no YAML, those before the mistake.
pub fn leaves(text: &str) -> Vec<Leaf> {
    let mut documents = Documents::new(text, 0..text.len(), false, &Limits::default());
    let whole = MappedText::of_source(text.to_owned());
    let mut tree = Tree::new(&whole);
    let mut found = Vec::new();
    while let Some(Ok(root)) = documents.next(&mut tree) {
        collect(&tree, root, &mut Vec::new(), &mut found);
    }
    found
}

fn collect(tree: &Tree<'_>, node: NodeId, path: &mut Vec<String>, into: &mut Vec<Leaf>) {
    if let Some(text) = tree.scalar(node) {
        into.push(Leaf { path: path.clone(), text: text.to_owned(), span: tree.span(node) });
    }
    for &item in tree.items(node).unwrap_or_default() {
        collect(tree, item, path, into);
    }
    for &(key, value) in tree.pairs(node).unwrap_or_default() {
        path.push(tree.scalar(key).unwrap_or_default().to_owned());
        collect(tree, value, path, into);
        path.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::leaves;

    #[test]
    fn strings_come_with_their_keys_and_bytes() {
        let text = "a:\n  b: [one, \"two\"]\n  c: { d: three }\n";
        let found: Vec<_> = leaves(text).iter().map(|leaf| (leaf.path.join("."), &text[leaf.span.range()])).collect();
        let wanted = [("a.b", "one"), ("a.b", "\"two\""), ("a.c.d", "three")];
        assert_eq!(found, wanted.map(|(path, text)| (path.to_owned(), text)));
    }
}
