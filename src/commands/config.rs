//! `role-audit config`: what is in force, and from where.

use super::to_stdout;
use crate::cli::{Common, ConfigCommand, ShowFormat};
use crate::config::{in_force, show};
use crate::error::{Error, Status};
use crate::report::Look;

/// Runs one of the commands.
pub fn run(command: &ConfigCommand, _common: Common) -> Result<Status, Error> {
    let ConfigCommand::Show(arguments) = command;
    let asked = arguments.judging.asked();
    let in_force = in_force(&asked)?;
    to_stdout(Look::FILE, |out| match arguments.format {
        ShowFormat::Yaml => show::yaml(&in_force, &asked, out),
        ShowFormat::Json => show::json(&in_force, &asked, out),
    })?;
    Ok(Status::Clean)
}
