//! JSON Schemas that the program ships: of what it reads, for editors, and of what it writes, for programs.

pub mod config;
pub mod document;
mod slip;

use crate::report;
use crate::rulebook::Rulebook;
use crate::table;
use serde_json::Value;
use std::borrow::Cow;

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Subject {
    /// Role documents: completes keys and titles in an editor, and flags misspelt keys
    Document,
    /// What `check --format json` writes
    Check,
    /// What `table --format json` writes
    Table,
    /// The configuration, role-audit.yaml
    Config,
}

/// The schema of a subject, in draft 7, which editors know.
pub fn of(subject: Subject, rulebook: &Rulebook) -> Value {
    match subject {
        Subject::Document => document::schema(rulebook),
        Subject::Config => config::schema(rulebook),
        Subject::Check => report::json::schema(),
        Subject::Table => table::schema(),
    }
}

/// The schema as the program prints it. What it writes does not depend on the rules: those schemas are kept as text, and the code
/// that derives them is left out of the program.
pub fn printed(subject: Subject, rulebook: &Rulebook) -> Cow<'static, str> {
    match subject {
        Subject::Document => pretty(&document::schema(rulebook)).into(),
        Subject::Config => pretty(&config::schema(rulebook)).into(),
        Subject::Check => include_str!("../../schemas/check.schema.json").into(),
        Subject::Table => include_str!("../../schemas/table.schema.json").into(),
    }
}

/// The schema as text, made anew.
pub fn text(subject: Subject, rulebook: &Rulebook) -> String {
    pretty(&of(subject, rulebook))
}

fn pretty(schema: &Value) -> String {
    // A value always becomes text.
    let mut text = serde_json::to_string_pretty(schema).unwrap_or_default();
    text.push('\n');
    text
}
