//! YAML as plain values with their places, for files that are no role documents: the configuration.

use super::events::Documents;
use super::tree::{Kind, NodeId, Style, Tree};
use crate::document::Problem;
use crate::limits::Limits;
use crate::source::{Source, Span};

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Value {
    /// Its bytes, quotes included.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum ValueKind {
    /// Nothing, `~` or `null`.
    Null,
    /// A text, number or truth value; whether it is written without quotes.
    Text(String, bool),
    /// A list.
    List(Vec<Value>),
    /// Keys and values in order, merge keys resolved.
    Map(Vec<(Value, Value)>),
}

/// The documents of a source as values; empty when it holds nothing but comments.
pub fn read_values(source: &Source, limits: &Limits) -> Result<Vec<Value>, Problem> {
    let text = source.text();
    let mut documents = Documents::new(text, 0..text.len(), false, limits);
    let mut tree = Tree::new(source.mapped());
    let mut values = Vec::new();
    while let Some(document) = documents.next(&mut tree) {
        let root = document.map_err(|fault| fault.explain(text))?;
        values.push(value(&tree, root));
    }
    Ok(values)
}

/// Copies a node; the reader bounds how deep it is and how much aliases repeat.
fn value(tree: &Tree<'_>, node: NodeId) -> Value {
    let kind = match &tree.node(node).kind {
        Kind::Null => ValueKind::Null,
        Kind::Scalar(text, style) => ValueKind::Text(text.clone().into_owned(), *style == Style::Plain),
        Kind::Sequence(..) => ValueKind::List(tree.items(node).unwrap_or_default().iter().map(|&item| value(tree, item)).collect()),
        Kind::Mapping(..) => {
            let entries = tree.entries(node).unwrap_or_default();
            ValueKind::Map(entries.iter().map(|&(key, below)| (value(tree, key), value(tree, below))).collect())
        }
    };
    Value { span: tree.span(node), kind }
}
