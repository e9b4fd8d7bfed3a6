//! YAML and JSON role documents.
//!
//! [`events`] turns a text into small trees, ordinary ones line by line ([`ordinary`]) and all others by a parser, [`scalar`] maps decoded text back to its bytes, and
//! [`reader`] finds out which maps of the tree are roles, charters and matrices.

mod builder;
mod bullets;
mod charter;
mod comments;
mod duties;
mod events;
mod fault;
mod foreign;
mod front_matter;
mod leaves;
mod map;
mod marks;
mod matrix;
mod ordinary;
mod reader;
mod role;
mod scalar;
mod tree;
mod unknown;
mod values;

use super::{Reading, RoleDocument};
use crate::limits::{Limits, ROLES};
use crate::order;
use crate::rulebook::Rulebook;
use crate::source::Source;
use events::Documents;
pub use front_matter::{FrontMatter, read_front_matter};
pub use leaves::{Leaf, leaves};
use reader::Reader;
use tree::Tree;
pub use values::{Value, ValueKind, read_values};

/// Reads a YAML or JSON source.
pub fn read(source: &Source, rulebook: &Rulebook) -> Reading {
    read_within(source, rulebook, &Limits::default())
}

/// Reads a YAML or JSON source within these limits.
pub fn read_within(source: &Source, rulebook: &Rulebook, limits: &Limits) -> Reading {
    let text = source.text();
    let mut reading = Reading::default();
    if foreign::is_own_report(text) {
        return reading;
    }
    let mut documents = Documents::new(text, 0..text.len(), comments::may_hold(text), limits);
    let mut tree = Tree::new(source.mapped());
    let (mut duties, mut roles, mut counted) = (0, 0, 0);
    // Beyond the limit, reading would only take memory; whoever asked sees that there are too many.
    while duties <= limits.duties
        && roles <= ROLES
        && let Some(document) = documents.next(&mut tree)
    {
        match document {
            Ok(root) => {
                let mut reader = Reader::new(&tree, rulebook);
                reading.documents.extend(reader.documents(root));
                reading.problems.append(&mut reader.problems);
                duties += reading.documents[counted..].iter().map(RoleDocument::duties).sum::<usize>();
                roles += reading.documents[counted..].iter().map(|document| document.roles.len()).sum::<usize>();
                counted = reading.documents.len();
            }
            Err(fault) => reading.problems.push(fault.explain(text)),
        }
    }
    order::by_key(&mut reading.problems, super::Problem::span);
    reading.foreign = reading.is_empty() && reading.is_unreadable() && foreign::shows_no_role(text, rulebook);
    reading.comments = comments::addressed(text, &documents.comments);
    reading
}
