//! The shape of an area file (`rules/areas/<id>.yaml`, `rules/residual/<id>.yaml`) and of the word lists beside it.

use super::data::{Coverage, DutyType, Relation};
use serde::Deserialize;
use std::collections::BTreeMap;

/// One area file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AreaFile {
    /// The id; equal to the file's name.
    pub id: String,
    /// Place in the taxonomy; areas without one come last.
    #[serde(default = "last")]
    pub order: u16,
    /// The name shown to people.
    pub name: String,
    /// A kind of role, `shared`, or `nobody`.
    pub owner: String,
    /// A kind of role that many frameworks give the area to.
    #[serde(default)]
    pub contested_with: Option<String>,
    /// How badly it is missed.
    pub coverage: Coverage,
    /// The weak relation that counts as full coverage.
    #[serde(default)]
    pub natural: Option<Relation>,
    /// How well the sources agree.
    pub confidence: String,
    /// How far ahead the area looks.
    pub horizon: String,
    /// What the area is.
    pub definition: String,
    /// Types by relation, where they differ from the owner's default.
    #[serde(default)]
    pub types: BTreeMap<Relation, DutyType>,
    /// For residual classes: the type of every duty in it.
    #[serde(default)]
    pub every: Option<DutyType>,
    /// What the area produces.
    #[serde(default)]
    pub artifacts: Vec<String>,
    /// Who says so.
    pub sources: Vec<String>,
    /// Duties that look alike and are something else.
    #[serde(default)]
    pub near_misses: Vec<NearMiss>,
    /// Phrases that speak for the area.
    #[serde(default)]
    pub phrases: Phrases,
    /// Example duties by relation (`none` for lines that are no duty).
    #[serde(default)]
    pub examples: BTreeMap<String, Vec<String>>,
}

/// The words of an area in another language than the first (`rules/<language>/areas/<id>.yaml`).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AreaWords {
    /// Phrases that speak for the area.
    #[serde(default)]
    pub phrases: Phrases,
    /// Example duties by relation (`none` for lines that are no duty).
    #[serde(default)]
    pub examples: BTreeMap<String, Vec<String>>,
}

fn last() -> u16 {
    u16::MAX
}

/// A duty that looks like the area's and is something else.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NearMiss {
    /// The duty.
    pub text: String,
    /// What it is, in words.
    pub reads_as: String,
}

/// The phrases of an area by how much they prove.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Phrases {
    /// Nearly prove the area.
    pub strong: Vec<PhraseEntry>,
    /// Speak for it.
    pub fair: Vec<PhraseEntry>,
    /// Hint at it.
    pub weak: Vec<PhraseEntry>,
}

/// A phrase, or a phrase that does not count beside certain words.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum PhraseEntry {
    /// The phrase alone.
    Plain(String),
    /// The phrase and the words that make it false.
    Guarded {
        /// The phrase.
        phrase: String,
        /// Words anywhere in the duty that make it false.
        unless: Vec<String>,
    },
}

impl PhraseEntry {
    /// The phrase and its guards.
    pub fn parts(&self) -> (&str, &[String]) {
        match self {
            Self::Plain(phrase) => (phrase, &[]),
            Self::Guarded { phrase, unless } => (phrase, unless),
        }
    }
}

/// One relation of `relations.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationFile {
    /// What it means.
    pub means: String,
    /// Verbs, base form.
    pub verbs: Vec<String>,
    /// Nominal and other frames.
    #[serde(default)]
    pub phrases: Vec<String>,
}
