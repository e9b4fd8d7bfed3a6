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
        RulesCommand::List { rules } => list::run(rules.as_deref(), common),
        RulesCommand::Train { labelled, out, rules } => accuracy::train(labelled, out, rules.as_deref(), common),
        RulesCommand::Score { labelled, rules } => accuracy::measure(labelled, rules.as_deref(), common),
        RulesCommand::Test { coverage, rules } => test::run(*coverage, rules.as_deref(), common),
    }
}
