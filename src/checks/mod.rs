//! The list of all checks. A check is two sibling files, `<id>.rs` (its judgement) and `<id>.md` (its page), and one
//! entry in [`ALL`]; everything else is derived from these.

use crate::audit::Audit;
use crate::finding::{Finding, Severity};
use crate::rulebook::Rulebook;
use crate::settings::Settings;

/// A check: what it is called, how much its findings matter, what its page says, and how it judges.
#[derive(Debug)]
pub struct Check {
    /// Id: the name of its files, with hyphens.
    pub id: &'static str,
    /// Severity unless configured otherwise. The judgement may lower it for a finding it is less sure of.
    pub severity: Severity,
    /// Whether it runs unless asked for.
    pub default_on: bool,
    /// Its page.
    pub page: &'static str,
    /// Its judgement.
    pub run: fn(&Context<'_>, &mut Vec<Finding>),
}

/// What a check may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Everything that was read and classified.
    pub audit: &'a Audit,
    /// The knowledge to judge by.
    pub rulebook: &'a Rulebook,
    /// What is in force.
    pub settings: &'a Settings,
}

/// All checks, in the order in which they are documented.
pub const ALL: &[Check] = &[];

/// Runs the checks that are on and orders their findings by path, place and check.
pub fn run(audit: &Audit, rulebook: &Rulebook, settings: &Settings) -> Vec<Finding> {
    let context = Context { audit, rulebook, settings };
    let mut findings = Vec::new();
    for check in ALL {
        (check.run)(&context, &mut findings);
    }
    findings
}
