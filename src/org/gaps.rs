//! Gaps: core areas that no role of a scope looks after, found where the role stands that should.

use super::{Claim, Organization, ScopeId};
use crate::audit::{Audit, AuditedDuty};
use crate::classify::{self, Part};
use crate::finding::Confidence;
use crate::rulebook::evidence::after;
use crate::rulebook::hints::Family;
use crate::rulebook::{AreaId, Coverage, KindId, Relation, Rulebook};
use rayon::prelude::*;
use std::cell::OnceCell;
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
    /// Whether a duty may be about the area after all, so that the gap may be none.
    pub doubtful: bool,
    /// How many core areas the role does look after.
    pub held: usize,
    /// Whether the role's document is too short to list all that it should and leaves out more than it names: then it does
    /// not mean to be complete.
    pub sketch: bool,
}

impl Gap {
    /// How sure it is that nobody looks after the area.
    pub fn confidence(&self, org: &Organization) -> Confidence {
        match (self.doubtful, org.ledger.has_unclear(self.scope) || org.ledger.touches(self.scope, self.area)) {
            (true, _) => Confidence::Low,
            (false, true) => Confidence::Medium,
            (false, false) => Confidence::High,
        }
    }
}

/// How many roles of a scope are searched for what may fill a gap.
const SEARCHED: usize = 32;

/// Finds all gaps, in order of scopes and areas. A gap is reported once for a role, however many teams it works for.
pub fn find(org: &Organization, audit: &Audit, rulebook: &Rulebook) -> Vec<Gap> {
    let in_scope = |(at, _)| in_scope(org, audit, ScopeId(at as u32), rulebook);
    let found: Vec<Vec<Gap>> = org.scopes.list.par_iter().enumerate().map(in_scope).collect();
    let mut seen: BTreeSet<(u32, AreaId)> = BTreeSet::new();
    let mut gaps: Vec<Gap> = found.into_iter().flatten().filter(|gap| seen.insert((gap.role, gap.area))).collect();
    // Looking for what may fill a gap reads many duties, so all gaps are searched side by side.
    gaps.par_chunk_by_mut(|a, b| a.scope == b.scope).for_each(|gaps| {
        doubt(gaps, org, audit, rulebook);
        gaps.chunk_by_mut(|a, b| a.role == b.role).for_each(|gaps| measure(gaps, org, audit, rulebook));
    });
    gaps
}

/// Notes what else the role holds in whose document the areas of these gaps are left out.
fn measure(gaps: &mut [Gap], org: &Organization, audit: &Audit, rulebook: &Rulebook) {
    let (role, missing) = (gaps[0].role as usize, gaps.len());
    let model = org.model(gaps[0].scope, rulebook);
    let core = |claim: &&Claim| claim.covers && model.area(claim.area).coverage == Coverage::Core;
    let mut held: Vec<AreaId> = org.claims_of(role).iter().filter(core).map(|claim| claim.area).collect();
    held.sort_unstable();
    held.dedup();
    let sketch = held.len() < missing && audit.roles[role].duties.len() < held.len() + missing;
    for gap in gaps {
        (gap.held, gap.sketch) = (held.len(), sketch);
    }
}

/// The areas of one scope that nobody looks after.
fn in_scope(org: &Organization, audit: &Audit, scope: ScopeId, rulebook: &Rulebook) -> Vec<Gap> {
    let hand_off = &rulebook.evidence().hand_off;
    let declared = org.scopes.get(scope);
    let mut gaps = Vec::new();
    // What a role holds is not known when its language is not.
    if declared.roles.iter().any(|&role| audit.roles[role as usize].unjudged.is_some()) {
        return gaps;
    }
    let model = org.model(scope, rulebook);
    // Which of several roles of a kind it is must not change with their order.
    let first = |kind| {
        let playing = declared.roles.iter().copied().filter(|&role| org.roles[role as usize].plays(kind));
        playing.min_by(|&a, &b| audit.roles[a as usize].by_content(&audit.roles[b as usize]))
    };
    let holders = [KindId::PM, KindId::PO].map(|kind| first(kind).map(|role| (kind, role)));
    for (rules, at) in model.areas.iter().zip(0..).filter(|(rules, _)| rules.coverage == Coverage::Core && !rules.off) {
        let area = AreaId(at);
        let holder = holders.iter().flatten().find(|(kind, _)| rules.owners.contains(kind));
        let Some(&(_, role)) = holder else { continue };
        let is_bridge = hand_off.bridge == Some(area);
        if org.ledger.covers(scope, area) || is_bridge && org.ledger.transforms(scope) {
            continue;
        }
        let held = |areas: &[AreaId]| areas.iter().any(|&area| org.ledger.covers(scope, area));
        let bridge = is_bridge && held(&hand_off.from) && held(&hand_off.to) && org.is_complete(scope, rulebook);
        gaps.push(Gap { scope, area, role, bridge, doubtful: false, held: 0, sketch: false });
    }
    gaps
}

/// Notes which gaps of one scope may be none, for somebody there or around may look after what is missing: unless the area is
/// expressly disclaimed, its usual holder claims it in any way, or some duty that is neither disclaimed nor conditional names what
/// it is made of, other than to lean on it, or reads as if it could be about it.
fn doubt(gaps: &mut [Gap], org: &Organization, audit: &Audit, rulebook: &Rulebook) {
    let mut open: Vec<&mut Gap> = Vec::with_capacity(gaps.len());
    for gap in gaps {
        let claims = || org.claims_on(gap.scope, gap.area);
        if claims().any(|claim| claim.claim == classify::Claim::Excluded) {
            continue;
        }
        let owners = &org.model(gap.scope, rulebook).area(gap.area).owners;
        let by_owner = |claim: &Claim| owners.iter().any(|&kind| org.roles[claim.role as usize].plays(kind));
        gap.doubtful = claims().any(|claim| claim.held_by.is_none() && by_owner(claim));
        if !gap.doubtful {
            open.push(gap);
        }
    }
    let Some(first) = open.first() else { return };
    // Those who work for a team of the product may speak of it as well.
    let declared = org.scopes.get(first.scope);
    let around = declared.above.iter().chain(&declared.below).flat_map(|&other| &org.scopes.get(other).roles);
    let roles = declared.roles.iter().chain(around).take(SEARCHED);
    let duties = roles.flat_map(|&role| &audit.roles[role as usize].duties);
    // What a verdict touches is known already; the texts are searched for what is open after that.
    for in_words in [false, true] {
        for duty in duties.clone() {
            for part in audit.parts(duty) {
                let said = Said { part, duty, mentioned: OnceCell::new() };
                open.retain_mut(|gap| {
                    gap.doubtful = said.speaks_of(gap.area, in_words, rulebook);
                    !gap.doubtful
                });
                if open.is_empty() {
                    return;
                }
            }
        }
    }
}

/// What a part of a duty says, to be compared with several areas.
struct Said<'a> {
    part: &'a Part,
    duty: &'a AuditedDuty,
    /// The areas it has on its mind, once somebody has asked.
    mentioned: OnceCell<Vec<AreaId>>,
}

impl Said<'_> {
    /// Whether it is neither disclaimed nor conditional and may be about an area by its verdict, or names what the area is made of
    /// in its words.
    fn speaks_of(&self, area: AreaId, in_words: bool, rulebook: &Rulebook) -> bool {
        let Self { part, duty, .. } = *self;
        let stands = !matches!(part.claim, classify::Claim::Excluded | classify::Claim::Conditional);
        stands
            && part.area != Some(area)
            && !is_apart(part, area, rulebook)
            && if in_words { self.mentions(area, rulebook) } else { part.touched.has(area) }
            && !(duty.judged.hints.may_hold(Family::References) && leans_on(part, area, text(part, duty), rulebook))
    }

    /// Whether it has an area on its mind that it does not only turn into something else.
    fn mentions(&self, area: AreaId, rulebook: &Rulebook) -> bool {
        let Self { part, duty, mentioned } = self;
        let mentioned = || mentioned.get_or_init(|| rulebook.evidence().mentioned_in(text(part, duty)));
        duty.judged.hints.may_hold(Family::Mentions) && !names_source(part, text(part, duty), rulebook) && mentioned().contains(&area)
    }
}

/// The words of a part, which lie far away.
fn text<'a>(part: &Part, duty: &'a AuditedDuty) -> &'a str {
    duty.text.as_str().get(part.place.range()).unwrap_or_default()
}

/// Whether a part is firmly about an area whose words are near and that is none of this one.
fn is_apart(part: &Part, area: AreaId, rulebook: &Rulebook) -> bool {
    let others = rulebook.evidence().apart.iter().find(|(of, _)| *of == area).map_or(&[][..], |(_, others)| others);
    part.confidence_level() > Confidence::Low && part.area.is_some_and(|own| others.contains(&own))
}

/// Whether a part only leans on an area, for all that it names it: "keep the backlog in line with the roadmap".
fn leans_on(part: &Part, area: AreaId, text: &str, rulebook: &Rulebook) -> bool {
    let follows = matches!(part.relation, Some(Relation::Follow | Relation::Assure | Relation::Transform)) && part.area.is_some();
    follows && rulebook.evidence().references_in(text).iter().any(|&(_, named)| named == area)
}

/// Whether what a part names is turned into something else, and so held by another, unless it was made just before.
fn names_source(part: &Part, text: &str, rulebook: &Rulebook) -> bool {
    let turns = part.relation == Some(Relation::Transform) && part.area.is_some();
    turns && after(text, &rulebook.evidence().joints.turned_from_before).is_none()
}
