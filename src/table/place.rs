//! Places: where in which document something stands, and with which words.

use crate::audit::AuditedRole;
use crate::finding::{Label, SourceId};
use crate::order;
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

/// Where the duties of an audit stand, to find the one that a label points into.
#[derive(Debug, Default)]
pub struct Places {
    /// Every stretch of text that is a duty, in order; a text that several roles share is the first one's.
    duties: Vec<Stretch>,
}

#[derive(Debug)]
struct Stretch {
    source: SourceId,
    span: Span,
    role: usize,
    duty: usize,
    /// The furthest end of this and all stretches before it in the source.
    reach: u32,
}

impl Places {
    /// Finds all duties.
    pub fn new(report: &Report<'_>) -> Self {
        let of_role = |(at, role): (usize, &'_ AuditedRole)| {
            let stretch = |(duty, span)| Stretch { source: role.source, span, role: at, duty, reach: 0 };
            role.duties.iter().map(|duty| duty.text.whole()).enumerate().map(stretch).collect::<Vec<_>>()
        };
        let mut duties: Vec<Stretch> = report.audit.roles.iter().enumerate().flat_map(of_role).collect();
        order::by_key(&mut duties, |stretch| (stretch.source, stretch.span));
        duties.dedup_by_key(|stretch| (stretch.source, stretch.span));
        for source in duties.chunk_by_mut(|a, b| a.source == b.source) {
            let mut reach = 0;
            for stretch in source {
                reach = reach.max(stretch.span.end);
                stretch.reach = reach;
            }
        }
        Self { duties }
    }

    /// Where a label of a finding points.
    pub fn of_label(&self, report: &Report<'_>, label: &Label) -> Place {
        let mut place = Place::at(report, label.source, label.span);
        place.note.clone_from(&label.message);
        place.duty = self.duty(label).map(|(role, duty)| duty_id(role, duty));
        place
    }

    /// The first duty that holds a label.
    fn duty(&self, label: &Label) -> Option<(usize, usize)> {
        if label.span.is_empty() {
            return None;
        }
        let until = self.duties.partition_point(|known| (known.source, known.span.start) <= (label.source, label.span.start));
        let near = self.duties[..until].iter().rev();
        near.take_while(|known| known.source == label.source && known.reach >= label.span.end)
            .filter(|known| known.span.end >= label.span.end)
            .map(|known| (known.role, known.duty))
            .min()
    }
}

impl Place {
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
