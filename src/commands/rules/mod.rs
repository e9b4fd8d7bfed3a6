//! `role-audit rules`: what is known about duties, and whether it holds together.

mod accuracy;
mod list;
pub mod proof;
mod test;

use crate::cli::{Common, RulesCommand};
use crate::error::{Error, Status};

/// Runs one of the commands.
pub fn run(command: &RulesCommand, common: Common) -> Result<Status, Error> {
    match command {
        RulesCommand::List { knowledge } => list::run(knowledge, common),
        RulesCommand::Train { labelled, out, knowledge } => accuracy::train(labelled, out, knowledge, common),
        RulesCommand::Score { labelled, knowledge } => accuracy::measure(labelled, knowledge, common),
        RulesCommand::Test { coverage, knowledge } => test::run(*coverage, knowledge, common),
    }
}
