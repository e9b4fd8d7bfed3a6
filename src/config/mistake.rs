//! Mistakes in the configuration, shown as findings are: with the lines they are about.

use crate::audit::Audit;
use crate::finding::{Confidence, Finding, Label, Severity, SourceId};
use crate::order;
use crate::report::diagnostic::Pen;
use crate::report::{Look, count, escape};
use crate::source::{Source, Span};
use std::fmt::{self, Display, Write};
use std::sync::Arc;

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What to say there, in a few words; may be empty.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Another place involved, and what to say there.
    pub other: Option<(Span, &'static str)>,
}

impl Mistake {
    /// A mistake at a place.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), span, label: String::new(), help: None, other: None }
    }

    /// Says something at the place.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The mistakes of one configuration file, in order of place. There is at least one.
#[derive(Debug)]
pub struct Mistakes {
    source: Source,
    list: Vec<Mistake>,
}

impl Mistakes {
    /// The mistakes of a file.
    pub fn new(source: Source, mut list: Vec<Mistake>) -> Self {
        order::by_key(&mut list, |mistake| mistake.span);
        Self { source, list }
    }

    /// The mistakes, in order.
    pub fn list(&self) -> &[Mistake] {
        &self.list
    }

    /// All mistakes with the lines they are about, for people.
    pub fn show(&self, look: Look) -> String {
        let source = Source::new(self.source.name(), self.source.text());
        let audit = Audit { sources: vec![source], ..Audit::default() };
        let findings: Vec<Finding> = self.list.iter().map(finding).collect();
        let mut text = String::new();
        let mut pen = Pen::new(look);
        for finding in &findings {
            _ = pen.draw(&mut text, &audit, finding);
            text.push('\n');
        }
        let name = escape::one_line(self.source.name());
        // Writing to a string never fails.
        _ = writeln!(text, "{name}: {}. Nothing was audited.", count(self.list.len(), "mistake", "mistakes"));
        text
    }
}

/// A mistake as a finding in the first source.
fn finding(mistake: &Mistake) -> Finding {
    let label = |span, message: &str| Label { source: SourceId(0), span, message: message.to_owned().into() };
    let primary = label(mistake.span, &mistake.label);
    let mut finding = Finding::new("configuration", Severity::Error, Confidence::High, mistake.message.clone(), primary);
    finding.help = mistake.help.as_deref().map(Arc::from);
    finding.labels.extend(mistake.other.map(|(span, message)| label(span, message)));
    finding
}

impl Display for Mistakes {
    /// A line each: `path:line:column: message`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, mistake) in self.list.iter().enumerate() {
            let position = self.source.position(mistake.span.start as usize);
            let gap = if at > 0 { "\n" } else { "" };
            write!(f, "{gap}{}:{}:{}: {}", self.source.name(), position.line, position.column, mistake.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}
