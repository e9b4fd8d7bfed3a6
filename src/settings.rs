//! What is in force for one run: configuration and command line merged.

use crate::finding::{Confidence, Severity};
use std::collections::BTreeMap;

/// The settings of one run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The role model asked for; `None` lets each document say.
    pub model: Option<String>,
    /// Checks that are asked for beyond the default ones.
    pub select: Vec<String>,
    /// Severity by check id; `None` turns the check off.
    pub severity: BTreeMap<String, Option<Severity>>,
    /// Findings below this confidence are hidden.
    pub min_confidence: Confidence,
    /// The severity from which findings make the run fail; `None` for never.
    pub fail_on: Option<Severity>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            model: None,
            select: Vec::new(),
            severity: BTreeMap::new(),
            min_confidence: Confidence::Medium,
            fail_on: Some(Severity::Error),
        }
    }
}
