//! What the keys of YAML documents mean (`rules/keys.yaml`).

use serde::{Deserialize, Serialize};

/// What a key of a role document introduces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    /// The title of a role.
    Title,
    /// A team.
    Team,
    /// A product.
    Product,
    /// A train or another group of teams.
    Train,
    /// The role model.
    Model,
    /// A list or map of roles.
    Roles,
    /// Duties.
    Duties,
    /// Running text in which bullets under a responsibilities line are duties.
    Description,
    /// Skills.
    Skills,
    /// Requirements.
    Requirements,
    /// Success measures.
    Metrics,
    /// Tools.
    Tools,
    /// Audience.
    WorksWith,
    /// Horizon.
    Horizon,
    /// Benefits.
    Benefits,
    /// Text about the company or the posting.
    About,
    /// A RACI matrix.
    Raci,
    /// A DACI matrix.
    Daci,
    /// A RAPID matrix.
    Rapid,
    /// Known and of no concern here: place, date, salary, contact, ...
    Ignored,
}

/// The compiled table of keys.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Keys {
    /// Normalised spelling and meaning, sorted by spelling.
    entries: Vec<(String, Key)>,
}

impl Keys {
    /// Builds the table from spellings and meanings.
    pub fn new(entries: impl IntoIterator<Item = (String, Key)>) -> Self {
        let mut entries: Vec<_> = entries.into_iter().map(|(spelling, key)| (normalise(&spelling), key)).collect();
        entries.sort();
        entries.dedup_by(|a, b| a.0 == b.0);
        Self { entries }
    }

    /// What a key means, however it is spelled. None for a key that is not known.
    pub fn meaning(&self, key: &str) -> Option<Key> {
        let spelling = normalise(key);
        self.entries.binary_search_by(|(known, _)| known.as_str().cmp(&spelling)).ok().map(|at| self.entries[at].1)
    }

    /// All known spellings, normalised, in order.
    pub fn spellings(&self) -> impl Iterator<Item = (&str, Key)> {
        self.entries.iter().map(|(spelling, key)| (spelling.as_str(), *key))
    }
}

/// A key without what does not matter: case, spaces, hyphens, underscores.
pub fn normalise(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).flat_map(char::to_lowercase).collect()
}
