//! Gaps: core areas that no role of a scope looks after, found where the role stands that should.

use super::claims::COVERING;
use super::{Organization, ScopeId};
use crate::audit::Audit;
use crate::rulebook::{AreaId, Coverage, KindId, Relation, Rulebook};
use std::collections::BTreeSet;

/// A core area that nobody looks after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The scope of the role that usually holds the area.
    pub scope: ScopeId,
    /// The area.
    pub area: AreaId,
    /// The role that usually holds it.
    pub role: u32,
    /// Whether this is the bridge between the product roles, and both ends of it are looked after.
    pub bridge: bool,
    /// Whether a firm duty about something else has the area on its mind, so that the gap may be none.
    pub doubtful: bool,
}

/// How many roles of a scope are searched for what may fill a gap.
const SEARCHED: usize = 32;

/// Finds all gaps, in order of scopes and areas. A gap is reported once for a role, however many teams it works for.
pub fn find(org: &Organization, audit: &Audit, rulebook: &Rulebook) -> Vec<Gap> {
    let hand_off = &rulebook.evidence().hand_off;
    let mut gaps = Vec::new();
    let mut seen: BTreeSet<(u32, AreaId)> = BTreeSet::new();
    for (scope, declared) in org.scopes.iter() {
        let model = org.model(scope, rulebook);
        let first = |kind| declared.roles.iter().copied().find(|&role| org.roles[role as usize].plays(kind));
        let holders = [KindId::PM, KindId::PO].map(|kind| first(kind).map(|role| (kind, role)));
        for (rules, at) in model.areas.iter().zip(0..) {
            let area = AreaId(at);
            let holder = holders.iter().flatten().find(|(kind, _)| rules.owners.contains(kind));
            let Some(&(_, role)) = holder else { continue };
            let is_bridge = hand_off.bridge == Some(area);
            let covered = org.ledger.covers(scope, area) || is_bridge && org.ledger.transforms(scope);
            if rules.coverage == Coverage::Core && !rules.off && !covered && seen.insert((role, area)) {
                let held = |areas: &[AreaId]| areas.iter().any(|&area| org.ledger.covers(scope, area));
                let bridge = is_bridge && held(&hand_off.from) && held(&hand_off.to) && org.is_complete(scope, rulebook);
                let doubtful = declared.roles.iter().take(SEARCHED).any(|&role| {
                    let firm = org
                        .claims_of(role as usize)
                        .iter()
                        .filter(|claim| claim.is_hard() && claim.strength >= COVERING && claim.relation != Relation::Transform);
                    firm.into_iter().any(|claim| rulebook.evidence().mentions(area, claim.part_text(audit)))
                });
                gaps.push(Gap { scope, area, role, bridge, doubtful });
            }
        }
    }
    gaps
}
