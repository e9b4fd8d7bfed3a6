//! What a check reports: findings with labels that point at bytes.

use crate::source::Span;
use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look.
    Info,
    /// Probably misplaced.
    Warning,
    /// A decision is missing or doubled and somebody must act.
    Error,
}

impl Severity {
    /// The name used in output and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How sure the program is of a finding. Findings of low confidence are hidden unless asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A guess.
    Low,
    /// Usually right.
    Medium,
    /// Nearly always right.
    High,
}

impl Confidence {
    /// The name used in output and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// Index of a source in the audit's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A place that a finding points at, and what to say there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The source the bytes stand in.
    pub source: SourceId,
    /// The bytes.
    pub span: Span,
    /// What to say there, in a few words; may be empty.
    pub message: String,
}

/// One finding. The first label is the primary one; it is never missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Id of the check, e.g. `two-owners`.
    pub check: &'static str,
    /// How much it matters here.
    pub severity: Severity,
    /// How sure the program is.
    pub confidence: Confidence,
    /// What is the matter, in one sentence.
    pub message: String,
    /// What to do about it, in plain words.
    pub help: Option<String>,
    /// The team concerned, if one is declared.
    pub team: Option<String>,
    /// The product concerned, if one is declared.
    pub product: Option<String>,
    /// Id of the area concerned.
    pub area: Option<String>,
    /// Titles of the roles concerned, in order.
    pub roles: Vec<String>,
    /// The places, primary first.
    pub labels: Vec<Label>,
    /// Identity that survives moving lines and reordering duties; set once all findings are known.
    pub fingerprint: String,
}

impl Finding {
    /// A finding of `check` at one place, to be completed with the `with_` methods.
    pub fn new(check: &'static str, severity: Severity, confidence: Confidence, message: impl Into<String>, primary: Label) -> Self {
        Self {
            check,
            severity,
            confidence,
            message: message.into(),
            help: None,
            team: None,
            product: None,
            area: None,
            roles: Vec::new(),
            labels: vec![primary],
            fingerprint: String::new(),
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn with_label(mut self, label: Label) -> Self {
        self.labels.push(label);
        self
    }

    /// Names the area concerned.
    #[must_use]
    pub fn with_area(mut self, area: impl Into<String>) -> Self {
        self.area = Some(area.into());
        self
    }

    /// Names a role concerned.
    #[must_use]
    pub fn with_role(mut self, role: impl Into<String>) -> Self {
        self.roles.push(role.into());
        self
    }

    /// The primary label.
    pub fn primary(&self) -> &Label {
        &self.labels[0]
    }
}
