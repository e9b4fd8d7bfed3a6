//! Rendering: one file a format, all fed the same [`Table`]. Text and Markdown share the layout in [`layout`].

pub mod csv;
pub mod html;
pub mod json;
pub mod layout;
pub mod markdown;
pub mod svg;
pub mod text;

use super::{Table, TableFormat};
use crate::report::Look;
use std::io::{self, Write};

/// Writes a table in a format. `look` counts for text only.
pub fn write(format: TableFormat, table: &Table, look: Look, out: &mut dyn Write) -> io::Result<()> {
    match format {
        TableFormat::Text => text::write(table, look, out),
        TableFormat::Markdown => markdown::write(table, out),
        TableFormat::Csv => csv::write(table, out),
        TableFormat::Json => json::write(table, out),
        TableFormat::Html => html::write(table, out),
    }
}
