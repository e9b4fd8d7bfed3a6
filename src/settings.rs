//! What is in force for one run: configuration and command line merged.

use crate::finding::{Confidence, Severity};
use crate::input::Patterns;
use crate::limits::Limits;
use std::collections::BTreeMap;

/// The settings of one run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The role model to judge everything by, whatever the documents declare (`--model`).
    pub model: Option<String>,
    /// The role model of documents that declare none (configuration).
    pub default_model: Option<String>,
    /// Checks that are asked for beyond the default ones.
    pub select: Vec<String>,
    /// Checks that are not wanted; stronger than `select`.
    pub ignore: Vec<String>,
    /// Severity by check id; `None` turns the check off. A check may still lower it for findings it is less sure of.
    pub severity: BTreeMap<String, Option<Severity>>,
    /// Findings below this confidence are hidden.
    pub min_confidence: Confidence,
    /// The severity from which findings make the run fail; `None` for never.
    pub fail_on: Option<Severity>,
    /// Whether comments in documents may suppress findings.
    pub suppressions: bool,
    /// What documents that declare no scope are compared with.
    pub scope: ScopeMode,
    /// Scopes of files that do not declare them, by path; the first rule of each kind that matches counts.
    pub scopes: Vec<ScopeRule>,
    /// Titles that the rules do not know, and the id of the kind of role they name.
    pub titles: Vec<(String, String)>,
    /// From which figure on some checks speak.
    pub thresholds: Thresholds,
    /// What one file may cost.
    pub limits: Limits,
}

/// What a document that declares no scope is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ScopeMode {
    /// Nothing: it stands alone.
    #[default]
    Document,
    /// The other documents in its directory.
    Directory,
}

/// Files that belong to a scope without saying so.
#[derive(Clone, Debug)]
pub struct ScopeRule {
    /// The name of the team, product or train.
    pub name: String,
    /// Which of these it is.
    pub kind: ScopeKind,
    /// Which files belong to it.
    pub paths: Patterns,
}

/// The kinds of scope that can be declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScopeKind {
    /// One team.
    Team,
    /// A product, with all its teams.
    Product,
    /// A train or another group of teams.
    Train,
}

/// From which figure on some checks speak.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Thresholds {
    /// `off-centre-role`: the share of owned duties of another profile, from 0 to 1, above which a role is off its centre.
    pub off_centre_share: f32,
    /// `off-centre-role`: how many owned duties a role must have to be weighed at all.
    pub off_centre_duties: usize,
    /// `off-centre-role`: the share of owned duties, from 0 to 1, that each half of a role with both product roles should reach.
    pub both_roles_share: f32,
    /// `off-centre-role`: the share of owned duties, from 0 to 1, from which a role is off its centre when they fit several
    /// other profiles.
    pub patchwork_share: f32,
    /// `core-area-unowned`: how many core areas a role must look after for each that is left out, for silence alone to be a gap.
    pub held_per_gap: usize,
    /// `scribe-po`: how many duties of writing make a scribe when nothing says that others decide.
    pub scribe_duties: usize,
    /// `context-undeclared`: how many misplaced decisions make another role model worth a thought.
    pub other_model_duties: usize,
    /// `objectless-duty`: the number of words above which a duty is too long to be called a slogan.
    pub objectless_words: usize,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            off_centre_share: 0.4,
            off_centre_duties: 5,
            both_roles_share: 0.2,
            patchwork_share: 0.6,
            held_per_gap: 2,
            scribe_duties: 2,
            other_model_duties: 3,
            objectless_words: 6,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            model: None,
            default_model: None,
            select: Vec::new(),
            ignore: Vec::new(),
            severity: BTreeMap::new(),
            min_confidence: Confidence::Medium,
            fail_on: Some(Severity::Error),
            suppressions: true,
            scope: ScopeMode::default(),
            scopes: Vec::new(),
            titles: Vec::new(),
            thresholds: Thresholds::default(),
            limits: Limits::default(),
        }
    }
}

impl Settings {
    /// Whether a check runs, given whether it runs unless asked for.
    pub fn runs(&self, id: &str, default_on: bool) -> bool {
        let named = |list: &[String]| list.iter().any(|named| named == id);
        let configured = match self.severity.get(id) {
            Some(severity) => severity.is_some(),
            None => default_on,
        };
        (configured || named(&self.select)) && !named(&self.ignore)
    }
}
