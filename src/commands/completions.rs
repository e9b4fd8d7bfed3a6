//! `role-audit completions SHELL`: what a shell needs to complete the command line.

use super::to_stdout;
use crate::cli::Cli;
use crate::error::{Error, Status};
use crate::report::Look;
use clap::CommandFactory;
use clap_complete::Shell;

/// Prints the completions.
pub fn run(shell: Shell) -> Result<Status, Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "role-audit", &mut script);
    to_stdout(Look::FILE, |out| out.write_all(&script))?;
    Ok(Status::Clean)
}
