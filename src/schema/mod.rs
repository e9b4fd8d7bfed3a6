//! JSON Schemas that the program ships: of what it reads, for editors, and of what it writes, for programs.

pub mod config;
pub mod document;
mod slip;

use crate::report;
use crate::rulebook::Rulebook;
use crate::table;
use serde_json::Value;

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
pub fn printed(subject: Subject, rulebook: &Rulebook) -> String {
    match subject {
        Subject::Document => pretty(&document::schema(rulebook)),
        Subject::Config => pretty(&config::schema(rulebook)),
        Subject::Check => unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/check.schema.bin"))),
        Subject::Table => unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/table.schema.bin"))),
    }
}

fn unpacked(text: &[u8]) -> String {
    let bytes = miniz_oxide::inflate::decompress_to_vec(text).expect("the build script packed it");
    String::from_utf8(bytes).expect("the build script packed a text")
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
