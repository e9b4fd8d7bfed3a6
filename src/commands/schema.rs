//! `role-audit schema`: a JSON Schema of what the program reads or writes.

use super::{rulebook, to_stdout};
use crate::cli::SchemaArgs;
use crate::error::{Error, Status};
use crate::report::Look;
use crate::schema;

/// Prints the schema.
pub fn run(arguments: &SchemaArgs) -> Result<Status, Error> {
    let rulebook = rulebook(arguments.rules.as_deref())?;
    let text = schema::text(arguments.subject, &rulebook);
    to_stdout(Look::FILE, |out| out.write_all(text.as_bytes()))?;
    Ok(Status::Clean)
}
