//! `role-audit init`: writes a configuration file to start from.

use super::to_stdout;
use crate::cli::Common;
use crate::error::{Error, Status};
use crate::input::CONFIGURATION;
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// The file: every key with its default, commented out.
const STARTER: &str = include_str!("starter.yaml");

/// Writes it to the current folder. Nothing is ever overwritten.
pub fn run(common: Common) -> Result<Status, Error> {
    let there = |name: &&&str| Path::new(name).symlink_metadata().is_ok();
    if let Some(name) = CONFIGURATION.iter().find(there) {
        return Err(Error::usage(format!("`{name}` is there already, and is not overwritten"))
            .with_help("Edit it, or move it away first. `role-audit config show` prints what is in force."));
    }
    let name = CONFIGURATION[0];
    let written = File::create_new(name).and_then(|mut file| file.write_all(STARTER.as_bytes()));
    written.map_err(|error| Error::Output { to: name.to_owned(), error })?;
    to_stdout(common.look(), |out| {
        writeln!(out, "Wrote {name}. Every line in it is a comment; remove the `#` before what you want to change.")
    })?;
    Ok(Status::Clean)
}
