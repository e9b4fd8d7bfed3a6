//! Layout: the views as sections of plain grids, which text and Markdown draw each in its own way.

mod cards;
mod decisions;
mod duties;
mod ownership;
mod sheets;
mod teams;

use crate::report::count;
use crate::table::about::ModelUse;
use crate::table::{About, Status, Table};
pub use sheets::{sheets, which};

/// A part of the page with a heading.
#[derive(Debug, Default)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// Sentences below it.
    pub lead: Vec<String>,
    /// The grids.
    pub grids: Vec<Grid>,
    /// Sentences below the grids.
    pub tail: Vec<String>,
}

/// A table.
#[derive(Debug, Default)]
pub struct Grid {
    /// Its own heading; may be empty.
    pub title: String,
    /// Sentences below that.
    pub lead: Vec<String>,
    /// The heads of its columns.
    pub head: Vec<String>,
    /// Its lines.
    pub rows: Vec<Vec<Cell>>,
    /// Sentences below the table.
    pub notes: Vec<String>,
    /// How many of its columns hold running text; the others are kept on one line where they can be.
    pub running: usize,
}

/// A cell: one or several lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell(pub Vec<String>);

impl Cell {
    fn of(text: impl Into<String>) -> Self {
        Self(vec![text.into()])
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::of(text)
    }
}

/// How a layout is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Whether there is room for all columns, so that nothing need be stacked.
    pub wide: bool,
    /// Whether more than ASCII can be drawn.
    pub unicode: bool,
    /// Columns of a terminal.
    pub width: usize,
}

/// All sections of a table.
pub fn sections(table: &Table, manner: Manner) -> Vec<Section> {
    let mut sections = vec![about(&table.about)];
    if let Some(view) = &table.decisions {
        sections.push(decisions::section(view, manner));
    }
    if let Some(view) = &table.ownership {
        sections.push(ownership::section(view, manner));
    }
    if let Some(view) = &table.teams {
        sections.push(teams::section(view, manner));
    }
    if let Some(view) = &table.roles {
        sections.push(cards::section(view));
    }
    if let Some(view) = &table.duties {
        sections.push(duties::section(view));
    }
    sections.push(passed(&table.about));
    sections
}

fn about(about: &About) -> Section {
    let mut lead = vec![format!("{}.", about.audited()), format!("{}.", about.found()), format!("Areas: {}.", about.areas.words())];
    lead.extend(about.models.iter().map(model));
    Section { title: "What was audited".to_owned(), lead, ..Section::default() }
}

/// Under which model, and why, in a sentence.
pub fn model(model: &ModelUse) -> String {
    let shown = model.scopes.iter().take(3).map(String::as_str).collect::<Vec<_>>().join("; ");
    let more = if model.scopes.len() > 3 { format!(" and {} more", model.scopes.len() - 3) } else { String::new() };
    let better = model.better.as_ref().map(|better| format!(" {better}")).unwrap_or_default();
    format!("Role model: {} ({}{}), {}.{better}", model.name, shown, more, model.why)
}

fn passed(about: &About) -> Section {
    let names: Vec<&str> = about.passed.iter().map(|passed| passed.check.as_str()).collect();
    let mut lead = match names.as_slice() {
        [] => vec!["Every check found something.".to_owned()],
        names => vec![format!("{} found nothing: {}.", count(names.len(), "check", "checks"), names.join(", "))],
    };
    if !about.off.is_empty() {
        lead.push(format!("Not checked: {}.", about.off.join(", ")));
    }
    Section { title: "What passed".to_owned(), lead, ..Section::default() }
}

fn heads(heads: &[&str]) -> Vec<String> {
    heads.iter().map(|&head| head.to_owned()).collect()
}

/// A status as symbol and word.
pub fn status(status: Status, unicode: bool) -> String {
    let (symbol, ascii) = status.symbol();
    match status {
        Status::Absent => String::new(),
        _ => format!("{} {}", if unicode { symbol } else { ascii }, status.word()),
    }
}

/// What to say where there is only a matrix.
fn undescribed(is_empty: bool) -> Vec<String> {
    let said = "No document describes a role; a responsibility matrix only names some.";
    if is_empty { vec![said.to_owned()] } else { Vec::new() }
}
