//! Places: where in which document something stands, and with which words.

use crate::audit::AuditedRole;
use crate::finding::{Label, SourceId};
use crate::report::Report;
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Place {
    /// The document.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The words there; empty for a place without words.
    pub words: String,
    /// What is said of them, if anything.
    pub note: String,
    /// The duty it stands in, as in [`super::duties::Duty::id`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub duty: Option<String>,
}

impl Place {
    /// Where a label of a finding points.
    pub fn of_label(report: &Report<'_>, label: &Label) -> Self {
        let mut place = Self::at(report, label.source, label.span);
        place.note.clone_from(&label.message);
        // Roles stand in the order of their sources.
        let first = report.audit.roles.partition_point(|role| role.source < label.source);
        let of_source = report.audit.roles.iter().enumerate().skip(first).take_while(|(_, role)| role.source == label.source);
        place.duty = of_source.into_iter().find_map(|(at, role)| {
            let duty = role.duties.iter().position(|duty| holds(duty.text.whole(), label.span))?;
            Some(duty_id(at, duty))
        });
        place
    }

    /// Where a role stands.
    pub fn of_role(report: &Report<'_>, role: &AuditedRole) -> Self {
        Self::at(report, role.source, role.place)
    }

    /// A span of a document.
    pub fn at(report: &Report<'_>, source: SourceId, span: Span) -> Self {
        let source = report.audit.source(source);
        let position = source.position(span.start as usize);
        let words = source.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            path: source.name().to_owned(),
            line: position.line,
            column: position.column,
            words,
            note: String::new(),
            duty: None,
        }
    }

    /// `path:line`.
    pub fn short(&self) -> String {
        format!("{}:{}", self.path, self.line)
    }
}

/// The name of a duty within a report.
pub fn duty_id(role: usize, duty: usize) -> String {
    format!("role-{}-duty-{}", role + 1, duty + 1)
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end && !inner.is_empty()
}
