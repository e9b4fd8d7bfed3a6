//! `role-audit schema`: a JSON Schema of what the program reads or writes.

use super::to_stdout;
use crate::cli::SchemaArgs;
use crate::config::in_force;
use crate::error::{Error, Status};
use crate::report::Look;
use crate::schema;

/// Prints the schema.
pub fn run(arguments: &SchemaArgs) -> Result<Status, Error> {
    let force = in_force(&arguments.knowledge.asked())?;
    let text = schema::printed(arguments.subject, &force.rulebook);
    to_stdout(Look::FILE, |out| out.write_all(text.as_bytes()))?;
    Ok(Status::Clean)
}
