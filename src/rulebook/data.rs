//! The compiled rulebook as plain data: what the build script stores in the binary and the program loads at start.
//!
//! This file is compiled twice, into the build script and into the library, so it knows nothing but `serde` and its
//! siblings `source`, `compile`, `keys`, `confusables`, `headings`, `titles` and `lexicon`.

use super::confusables::Confusables;
use super::constructions::{Construction, Gate};
use super::decisions::Decisions;
use super::evidence::Evidence;
use super::grammar::Grammar;
use super::headings::Headings;
use super::hints::HintTable;
use super::keys::Keys;
use super::languages::Languages;
use super::lexicon::Lexicon;
use super::model::ModelHead;
use super::role_models::RoleModel;
use super::titles::Titles;
use super::wording::Wording;
use serde::{Deserialize, Serialize};

/// Index of an area in [`Data::areas`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AreaId(pub u8);

/// Index of a kind of role in [`Data::kinds`]. `pm` and `po` are always the first two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KindId(pub u8);

impl KindId {
    /// Product Manager.
    pub const PM: Self = Self(0);
    /// Product Owner.
    pub const PO: Self = Self(1);
}

/// Index of a language in [`Languages::all`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LanguageId(pub u8);

impl LanguageId {
    /// The language that the rules themselves are written in.
    pub const FIRST: Self = Self(0);
}

/// What the governing verb says the role does with an area, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Holds the decision right or answers for the result.
    Own,
    /// Brings the artifact into being or fixes its content.
    Author,
    /// Runs, keeps or carries out the activity.
    Operate,
    /// Promises a state without naming the act.
    Assure,
    /// Turns one artifact into another; the claim is on the target.
    Transform,
    /// Speaks for someone to an audience.
    Advocate,
    /// Makes others able to do it.
    Enable,
    /// Input, help, part-taking; someone else owns.
    Contribute,
    /// Makes known.
    Communicate,
    /// Knows or complies with.
    Follow,
}

impl Relation {
    /// All relations, strongest first.
    pub const ALL: [Self; 10] = [
        Self::Own,
        Self::Author,
        Self::Operate,
        Self::Assure,
        Self::Transform,
        Self::Advocate,
        Self::Enable,
        Self::Contribute,
        Self::Communicate,
        Self::Follow,
    ];

    /// The name used in rules and output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Author => "author",
            Self::Operate => "operate",
            Self::Assure => "assure",
            Self::Transform => "transform",
            Self::Advocate => "advocate",
            Self::Enable => "enable",
            Self::Contribute => "contribute",
            Self::Communicate => "communicate",
            Self::Follow => "follow",
        }
    }

    /// Strength of the claim, 0 (none) to 5 (decides), before modifiers.
    pub fn strength(self) -> i8 {
        match self {
            Self::Own => 5,
            Self::Author => 4,
            Self::Operate | Self::Assure | Self::Transform => 3,
            Self::Advocate | Self::Enable => 2,
            Self::Contribute | Self::Communicate => 1,
            Self::Follow => 0,
        }
    }
}

/// Whose profile a duty fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyType {
    /// Product Manager.
    Pm,
    /// Product Owner.
    Po,
    /// Either may hold it, or anyone may contribute.
    Shared,
    /// A named neighbouring role, or another function.
    Other,
    /// Not a duty at all.
    Neither,
    /// A duty, but what would decide is missing.
    Unclear,
}

impl DutyType {
    /// All types, in the order used throughout.
    pub const ALL: [Self; 6] = [Self::Pm, Self::Po, Self::Shared, Self::Other, Self::Neither, Self::Unclear];

    /// The name used in rules and output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pm => "pm",
            Self::Po => "po",
            Self::Shared => "shared",
            Self::Other => "other",
            Self::Neither => "neither",
            Self::Unclear => "unclear",
        }
    }
}

/// Who holds an area in the default (`split`) model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Owner {
    /// One kind of role.
    Kind(KindId),
    /// Either product role.
    Shared,
    /// Nobody: residual classes such as qualifications.
    Nobody,
}

/// How badly an area is missed when no role holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Coverage {
    /// A missing owner is an error.
    Core,
    /// A missing owner is worth a look.
    Expected,
    /// Never a gap.
    Optional,
    /// The area of a neighbouring role.
    None,
}

/// One duty area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// The id, also the name of its file.
    pub id: String,
    /// The name shown to people.
    pub name: String,
    /// Its usual owner.
    pub owner: Owner,
    /// A kind of role that many frameworks give the area to.
    pub contested_with: Option<KindId>,
    /// How badly it is missed.
    pub coverage: Coverage,
    /// The weak relation that counts as full coverage here.
    pub natural: Option<Relation>,
    /// Type by relation, in the order of [`Relation::ALL`].
    pub types: [DutyType; 10],
    /// Whether this is a residual class rather than an area somebody can be accountable for.
    pub residual: bool,
}

/// A kind of role: pm, po, or a neighbour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kind {
    /// The id used in rules and output.
    pub id: String,
    /// The name shown to people.
    pub name: String,
}

/// The words of one language for areas, acts and circumstances.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// The language.
    pub language: LanguageId,
    /// Phrases the classifier knows.
    pub lexicon: Lexicon,
    /// Word orders that decide.
    pub constructions: Vec<Construction>,
    /// What rules each of them out most often.
    #[serde(skip)]
    pub gates: Vec<Gate>,
    /// Small words and endings.
    pub grammar: Grammar,
}

/// The compiled rulebook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Data {
    /// Areas, in the order of the taxonomy.
    pub areas: Vec<Area>,
    /// Kinds of role.
    pub kinds: Vec<Kind>,
    /// Role models; the first is the default.
    pub role_models: Vec<RoleModel>,
    /// Secondary evidence.
    pub evidence: Evidence,
    /// Which words hint at which phrases.
    pub hints: HintTable,
    /// How findings are put to those who decide.
    pub decisions: Decisions,
    /// What keys of YAML documents mean.
    pub keys: Keys,
    /// Signs of files that are no role documents.
    pub confusables: Confusables,
    /// What headings mean.
    pub headings: Headings,
    /// What titles mean.
    pub titles: Titles,
    /// How duties read.
    pub wording: Wording,
    /// Languages, and how they are told apart.
    pub languages: Languages,
    /// The words of each language in which duties can be judged; those of the first language come first.
    pub vocabularies: Vec<Vocabulary>,
    /// The small part of the weights learned from labelled duties.
    pub model: ModelHead,
}
