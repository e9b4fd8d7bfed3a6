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
    /// Checks that are not wanted; stronger than `select`.
    pub ignore: Vec<String>,
    /// Severity by check id; `None` turns the check off. A check may still lower it for findings it is less sure of.
    pub severity: BTreeMap<String, Option<Severity>>,
    /// Findings below this confidence are hidden.
    pub min_confidence: Confidence,
    /// The severity from which findings make the run fail.
    pub fail_on: Severity,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            model: None,
            select: Vec::new(),
            ignore: Vec::new(),
            severity: BTreeMap::new(),
            min_confidence: Confidence::Medium,
            fail_on: Severity::Error,
        }
    }
}

impl Settings {
    /// Whether a check runs, given whether it runs unless asked for.
    pub fn runs(&self, id: &str, default_on: bool) -> bool {
        let named = |list: &[String]| list.iter().any(|named| named == id);
        let configured = match self.severity.get(id) {
            Some(None) => return named(&self.select) && !named(&self.ignore),
            Some(Some(_)) => true,
            None => default_on,
        };
        (configured || named(&self.select)) && !named(&self.ignore)
    }
}
