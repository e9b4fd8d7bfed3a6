//! What the headings of Markdown documents mean (`rules/headings.yaml`).

use serde::{Deserialize, Serialize};

/// The compiled table of headings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Headings {
    /// Phrase and the name of what it means (a section kind in kebab case, or `ignored`), in the order of the file.
    pub entries: Vec<(String, String)>,
}
