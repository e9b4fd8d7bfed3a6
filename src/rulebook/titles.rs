//! What the titles of roles mean (`rules/titles.yaml`).

use super::data::KindId;
use serde::{Deserialize, Serialize};

/// The compiled table of titles.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Titles {
    /// Phrase and kind, in the order of the file.
    pub entries: Vec<(String, KindId)>,
}

/// What a title says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TitleReading {
    /// The kind of role it names, if known.
    pub kind: Option<KindId>,
    /// Whether it names both product roles (`Product Manager / Owner`).
    pub both: bool,
}

impl Titles {
    /// Reads a title as written, with its seniority, gender marks and scope.
    pub fn read(&self, title: &str) -> TitleReading {
        let lower = title.to_lowercase();
        let kind = self.entries.iter().find(|(phrase, _)| lower.contains(phrase)).map(|&(_, kind)| kind);
        TitleReading { kind, both: false }
    }
}
