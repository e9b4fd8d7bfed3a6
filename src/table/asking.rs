//! Asking: the decision to take on an area, in words.

use super::seats::Seat;
use super::status::Status;
use super::survey::Entry;
use super::words;
use crate::org::ScopeId;
use crate::org::standing::Mark;
use crate::report::Report;
use crate::rulebook::AreaId;
use std::collections::BTreeSet;

/// How many roles a decision names.
const FEW: usize = 4;

/// The decision to take on an area, as a question or an instruction; empty when there is none.
pub(super) fn decision(report: &Report<'_>, scope: ScopeId, area: AreaId, seats: &[Seat], entry: &Entry) -> String {
    let name = words::area(report, area);
    let owner = || words::usual_owner(report, Some(scope), area);
    match entry.status {
        Status::TwoOwners => {
            let deciding = owning_roles(report, scope, area);
            let owns = |seat: &Seat, mark: Mark| mark == Mark::Owns || seat.role.is_some_and(|role| deciding.contains(&role));
            let owners = titles(seats, entry, owns);
            let owners = if owners.len() > 1 { owners } else { titles(seats, entry, |_, mark| mark >= Mark::Runs) };
            format!("Who decides on {name}: {}?", few(owners))
        }
        Status::Gap => format!("Name an owner for {name}; usually the {}.", owner()),
        Status::OtherRole => {
            let holders = titles(seats, entry, |_, mark| mark >= Mark::Runs);
            format!("Should {} keep {name}? Usually it is the {}'s.", words::list(holders, "and"), owner())
        }
        Status::Unclear => match titles(seats, entry, |_, mark| mark >= Mark::Contributes).as_slice() {
            [] => format!("Say who decides on {name}."),
            [only] => format!("Say whether {only} decides on {name}, or who does."),
            several if several.len() > FEW => format!("Say who decides on {name}; {} roles take part.", several.len()),
            several => format!("Say who decides on {name}: {}?", words::list(several, "or")),
        },
        Status::Accepted | Status::Ok | Status::Absent => String::new(),
    }
}

/// The decision to take on a row of a matrix that is about no known area.
pub(super) fn decision_on_row(row: &str, seats: &[Seat], entry: &Entry) -> String {
    match entry.status {
        Status::TwoOwners => {
            format!("Who answers for \"{row}\": {}?", words::list(titles(seats, entry, |_, mark| mark == Mark::Owns), "or"))
        }
        Status::Unclear => format!("Say who answers for \"{row}\"."),
        _ => String::new(),
    }
}

/// Names in a question, not more than can be read.
fn few(mut names: Vec<String>) -> String {
    if names.len() > FEW {
        let others = names.len() - FEW + 1;
        names.truncate(FEW - 1);
        names.push(format!("{others} others"));
    }
    words::list(names, "or")
}

/// The names of the columns whose marks are asked for.
fn titles(seats: &[Seat], entry: &Entry, wanted: impl Fn(&Seat, Mark) -> bool) -> Vec<String> {
    let marked = seats.iter().zip(&entry.marks).filter_map(|(seat, mark)| Some((seat, (*mark)?)));
    marked.filter(|&(seat, mark)| wanted(seat, mark)).map(|(seat, _)| seat.name.clone()).collect()
}

fn owning_roles(report: &Report<'_>, scope: ScopeId, area: AreaId) -> BTreeSet<u32> {
    report
        .audit
        .organization
        .claims_on(scope, area)
        .filter(|claim| claim.is_owning())
        .map(|claim| claim.role)
        .collect()
}
