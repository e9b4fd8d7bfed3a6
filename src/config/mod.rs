//! `role-audit.yaml`: what a repository settles for all its runs.
//!
//! [`discover`] finds the file, [`read`] turns it into [`Values`] or positioned mistakes, [`resolve`] merges it with the
//! command line, and [`show`] tells what is in force and why. The command line beats the file, the file beats the defaults.

pub mod discover;
pub mod keys;
pub mod mistake;
pub mod read;
pub mod resolve;
pub mod show;

use crate::finding::{Confidence, Severity};
use crate::settings::{ScopeMode, ScopeRule};
use crate::source::{Source, Span};
pub use discover::Location;
pub use mistake::{Mistake, Mistakes};
pub use resolve::{Asked, InForce, in_force};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// A configuration file and what it says.
#[derive(Debug)]
pub struct Config {
    /// Where it is.
    pub location: Location,
    /// Its text.
    pub source: Source,
    /// What it says.
    pub values: Values,
}

/// A value and the bytes that set it.
#[derive(Clone, Debug)]
pub struct Set<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

/// What a configuration file says; what it leaves open is `None` or missing.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// The role model of documents that declare none.
    pub model: Option<Set<String>>,
    /// What documents that declare no scope are compared with.
    pub scope: Option<Set<ScopeMode>>,
    /// Scopes by path.
    pub scopes: Option<Set<Vec<ScopeRule>>>,
    /// The patterns of each of `scopes`, as written.
    pub scope_paths: Vec<Vec<String>>,
    /// Titles and ids of the kinds of role they name.
    pub titles: Vec<(String, Set<String>)>,
    /// Patterns of the files to audit.
    pub include: Option<Set<Vec<String>>>,
    /// Patterns of the files to leave out.
    pub exclude: Option<Set<Vec<String>>>,
    /// Severity by check; `None` turns it off.
    pub severity: BTreeMap<&'static str, Set<Option<Severity>>>,
    /// Thresholds by name.
    pub thresholds: BTreeMap<String, Set<Json>>,
    /// Findings below this confidence are hidden.
    pub min_confidence: Option<Set<Confidence>>,
    /// The severity from which findings make the run fail.
    pub fail_on: Option<Set<Option<Severity>>>,
    /// Whether comments in documents may suppress findings.
    pub suppressions: Option<Set<bool>>,
    /// A folder of rules laid over the built-in ones, relative to the configuration file.
    pub rules: Option<Set<String>>,
    /// Limits by name, in the units of [`crate::limits::Limits`].
    pub limits: BTreeMap<&'static str, Set<u64>>,
}
