//! The tables for programs: their models as they are, with a version.

use crate::report::json::write_value;
use crate::table::Table;
use std::io::{self, Write};

/// Writes one JSON object on one line.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    write_value(table, &mut *out)?;
    out.write_all(b"\n")
}
