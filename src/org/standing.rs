//! Standing: what each role is to an area within a scope, in one word, as tables show it.

use super::claims::{Claim, OWNING};
use super::{Organization, ScopeId};
use crate::classify;
use crate::rulebook::{AreaId, Relation};
use std::collections::{BTreeMap, BTreeSet};

/// What a role is to an area, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It says that the area is not its own.
    Disclaims,
    /// It would hold the area under a condition.
    Conditional,
    /// It knows, follows or tells.
    Informed,
    /// It gives input, helps or speaks for somebody.
    Contributes,
    /// It promises that the thing is so.
    Ensures,
    /// It runs the area, or creates in it while another role does as well.
    Runs,
    /// It alone creates in the area, so it presumably owns it.
    Presumed,
    /// It decides, or answers for the result.
    Owns,
}

/// What all roles are to an area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The roles with a claim, as indexes of the audit's roles, and what they are to the area.
    pub marks: BTreeMap<u32, Mark>,
}

impl Standing {
    /// The roles that own the area, explicitly or presumably.
    pub fn owners(&self) -> impl Iterator<Item = u32> {
        self.marks.iter().filter(|&(_, mark)| matches!(mark, Mark::Owns | Mark::Presumed)).map(|(&role, _)| role)
    }
}

impl Organization {
    /// What the roles of a scope, and of those above it, are to an area.
    pub fn standing(&self, scope: ScopeId, area: AreaId) -> Standing {
        let mut marks: BTreeMap<u32, Mark> = BTreeMap::new();
        let mut authors: BTreeSet<u32> = BTreeSet::new();
        let mut raise = |role: u32, mark: Mark| {
            marks.entry(role).and_modify(|known| *known = (*known).max(mark)).or_insert(mark);
        };
        for claim in self.claims_on(scope, area).filter(|claim| claim.held_by.is_none()) {
            if claim.is_owning() && claim.relation != Relation::Own {
                authors.insert(claim.role);
            }
            raise(claim.role, mark(claim));
        }
        for cell in self.rows_on(scope, area).flat_map(|row| &row.cells) {
            if let Some(role) = cell.role {
                raise(role, cell.mark());
            }
        }
        let decided = marks.values().any(|&mark| mark == Mark::Owns);
        if let (1, Some(&author), false) = (authors.len(), authors.first(), decided) {
            marks.insert(author, Mark::Presumed);
        }
        Standing { marks }
    }
}

/// What one claim alone makes its role.
fn mark(claim: &Claim) -> Mark {
    match (claim.claim, claim.relation) {
        (classify::Claim::Excluded, _) => Mark::Disclaims,
        (classify::Claim::Conditional, _) => Mark::Conditional,
        (_, Relation::Own) if claim.strength >= OWNING && claim.is_the_roles_own() => Mark::Owns,
        (_, Relation::Own | Relation::Author | Relation::Operate | Relation::Transform) if claim.strength > 2 => Mark::Runs,
        (_, Relation::Assure) if claim.strength > 2 => Mark::Ensures,
        (_, Relation::Follow | Relation::Communicate) => Mark::Informed,
        _ => Mark::Contributes,
    }
}
