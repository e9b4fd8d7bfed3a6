//! Role models: who owns each area in one way of working (`rules/models/*.yaml`).

pub mod compile;

use super::data::{AreaId, Coverage, KindId};
use serde::{Deserialize, Serialize};

/// Index of a model in [`super::data::Data::role_models`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ModelId(pub u8);

/// One role model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleModel {
    /// The id used in documents, settings and output.
    pub id: String,
    /// The name shown to people.
    pub name: String,
    /// In which way of working it applies, in one sentence.
    pub when: String,
    /// Other names it goes by in documents.
    pub aliases: Vec<String>,
    /// The product roles that a complete set of documents describes: one kind of each group.
    pub slots: Vec<Vec<KindId>>,
    /// Kinds of role that stand in for another kind here.
    pub plays: Vec<Play>,
    /// What kinds of role are called here, where that differs.
    pub names: Vec<(KindId, String)>,
    /// Owner and weight of each area, by [`AreaId`].
    pub areas: Vec<ModelArea>,
    /// Checks that this model silences or softens: id, and how.
    pub softens: Vec<(String, Softening)>,
    /// How many of one there may be for each of another before it is worth a note.
    pub ratios: Vec<Ratio>,
    /// How the model is recognised.
    pub signs: Signs,
}

/// A kind of role that stands in for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Play {
    /// The kind as the title says.
    pub kind: KindId,
    /// The kind whose areas it holds.
    pub role: KindId,
    /// Whether it does so only where no role of that other kind is described.
    pub alone: bool,
}

/// One area within a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelArea {
    /// The kinds that may hold it, the usual one first. Empty for residual classes.
    pub owners: Vec<KindId>,
    /// Whether the owners hold it together by design, so that several holders are no overlap.
    pub together: bool,
    /// How badly it is missed.
    pub coverage: Coverage,
    /// Whether it does not exist in this way of working.
    pub off: bool,
    /// Whether frameworks disagree about it so much that findings stay at `info`.
    pub contested: Contested,
    /// Whether sources are less than clear about it, so that findings are never of high confidence.
    pub unsettled: bool,
    /// Words that lift the area to another owner ("feature" in `safe`).
    pub rungs: Vec<Rung>,
}

/// Whether and between whom an area is disputed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Contested {
    /// Not disputed.
    No,
    /// Between any roles.
    Any,
    /// Between these kinds of role.
    Among(Vec<KindId>),
}

/// Words that place an area on another rung of the ladder, with its own owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rung {
    /// The words, in lower case.
    pub words: Vec<String>,
    /// Words, in lower case, that keep the area on its own rung.
    pub unless: Vec<String>,
    /// Who holds the area there.
    pub owners: Vec<KindId>,
    /// The area that such words mean in this way of working, when it is another one: then its owners count.
    pub area: Option<AreaId>,
}

/// What a model does to a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Softening {
    /// Its findings are not reported.
    Off,
    /// Its findings are at most `info`.
    Info,
}

/// How many of one there may be for each of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratio {
    /// What is counted.
    pub count: Counted,
    /// For each of what.
    pub per: Counted,
    /// The most that is usual.
    pub at_most: u8,
}

/// What a ratio counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counted {
    /// Roles of one kind.
    Kind(KindId),
    /// Teams.
    Team,
    /// Products.
    Product,
}

/// How a model is recognised in documents that do not name it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Signs {
    /// Which titles must and must not be there.
    pub titles: Vec<TitleSign>,
    /// How many markers are needed when the titles fit; `None` when titles alone never decide.
    pub markers_with_titles: Option<u8>,
    /// Whether a title that names both product roles decides.
    pub both: bool,
    /// Whether it is suggested where it would explain the documents better than the model in force.
    pub suggested: bool,
    /// Phrases of its vocabulary. A phrase with capitals (`ART`) is met only when written so.
    pub markers: Vec<String>,
    /// How many of the markers, from the first on, belong to this model alone.
    pub exclusive: usize,
    /// Phrases that contradict it, in lower case.
    pub strange_words: Vec<String>,
    /// Kinds of role that, all present, contradict it.
    pub strange_titles: Vec<Vec<KindId>>,
}

/// How many roles of some kinds must be there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TitleSign {
    /// The kinds.
    pub any_of: Vec<KindId>,
    /// At least so many.
    pub at_least: u8,
    /// At most so many.
    pub at_most: u8,
}

impl RoleModel {
    /// What the model says of an area.
    pub fn area(&self, area: AreaId) -> &ModelArea {
        &self.areas[area.0 as usize]
    }

    /// What the model does to a check.
    pub fn softening(&self, check: &str) -> Option<Softening> {
        self.softens.iter().find(|(id, _)| id == check).map(|&(_, softening)| softening)
    }

    /// Whether a complete set of documents describes a role of this kind.
    pub fn has_slot(&self, kind: KindId) -> bool {
        self.slots.iter().any(|slot| slot.contains(&kind))
    }

    /// What a kind of role is called here, if the model has its own name for it.
    pub fn name_of(&self, kind: KindId) -> Option<&str> {
        self.names.iter().find(|(named, _)| *named == kind).map(|(_, name)| name.as_str())
    }

    /// Whether a text names this model, by id, name or alias.
    pub fn is_called(&self, name: &str) -> bool {
        let name = plain(name);
        plain(&self.id) == name || plain(&self.name) == name || self.aliases.iter().any(|alias| plain(alias) == name)
    }
}

impl ModelArea {
    /// Whether the area is disputed between roles of these kinds.
    pub fn is_contested_among(&self, kinds: impl IntoIterator<Item = Option<KindId>>) -> bool {
        match &self.contested {
            Contested::No => false,
            Contested::Any => true,
            Contested::Among(among) => kinds.into_iter().all(|kind| kind.is_some_and(|kind| among.contains(&kind))),
        }
    }

    /// Who holds the area on a rung: 0 is its own, others count from 1.
    pub fn owners_on(&self, rung: u8) -> &[KindId] {
        match rung {
            0 => &self.owners,
            rung => self.rungs.get(rung as usize - 1).map_or(&self.owners, |rung| &rung.owners),
        }
    }
}

/// A name without what does not matter: case, and everything but letters and digits.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
