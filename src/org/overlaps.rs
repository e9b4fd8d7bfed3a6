//! Overlaps: areas that several roles of one scope own.

use super::claims::Claim;
use super::{ClaimId, Organization, ScopeId};
use crate::audit::Audit;
use crate::rulebook::{AreaId, KindId, ModelArea, Rulebook};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

/// How many roles above a scope are looked at, and how many claims are kept.
const KEPT: usize = 8;

/// An area that several roles own in one scope.
#[derive(Clone, Debug)]
pub struct Overlap {
    /// The narrowest scope in which they meet.
    pub scope: ScopeId,
    /// The area.
    pub area: AreaId,
    /// The rung of its ladder.
    pub rung: u8,
    /// The claims: those of the scope's own roles first, at most so many as a reader can take in.
    pub claims: Vec<ClaimId>,
    /// How many roles there are.
    pub roles: usize,
    /// The product role that all of them hold, when it is the same.
    pub same: Option<KindId>,
    /// Whether some of them are declared for a wider scope than others.
    pub across_levels: bool,
}

/// Finds all overlaps, in order of scopes and areas.
pub fn find(org: &Organization, audit: &Audit, rulebook: &Rulebook) -> Vec<Overlap> {
    let borders = Borders::default();
    // Scopes are judged side by side. What the same claims make of several is told once.
    let in_scope = |(at, _)| in_scope(org, audit, ScopeId(at as u32), rulebook, &borders);
    let found: Vec<Vec<Overlap>> = org.scopes.list.par_iter().enumerate().map(in_scope).collect();
    let mut seen: BTreeSet<(AreaId, u8, Vec<ClaimId>)> = BTreeSet::new();
    let is_new = |overlap: &Overlap| seen.insert((overlap.area, overlap.rung, overlap.claims.clone()));
    found.into_iter().flatten().filter(is_new).collect()
}

/// The overlaps of one scope.
fn in_scope(org: &Organization, audit: &Audit, scope: ScopeId, rulebook: &Rulebook, borders: &Borders) -> Vec<Overlap> {
    let model = org.model(scope, rulebook);
    let mut overlaps = Vec::new();
    for entries in org.ledger.all_owning(scope).chunk_by(|a, b| a.0 == b.0) {
        let area = entries[0].0;
        let rules = model.area(area);
        // Most areas are one role's, and one role has nobody to quarrel with.
        let above = org.scopes.get(scope).above.iter().flat_map(|&above| org.ledger.owning(above, area));
        let mut all = entries.iter().map(|&(_, claim)| claim).chain(above);
        if rules.off || all.all(|claim| claim.role == entries[0].1.role) {
            continue;
        }
        for rung in 0..=rules.rungs.len() as u8 {
            let own = entries.iter().map(|&(_, claim)| claim).filter(|&claim| counts(&org.claims[claim], rung));
            overlaps.extend(meet(org, audit, Meeting { scope, area, rung }, rules, own, borders));
        }
    }
    overlaps
}

/// The teams that claims of wider scopes are confined to by their words: "order the backlog of Team Quay" collides with nobody
/// in another team. Many scopes ask for the teams of one claim, few claims are asked for.
#[derive(Default)]
struct Borders(Mutex<HashMap<ClaimId, Vec<ScopeId>>>);

impl Borders {
    /// Whether a claim made for the scope `above` holds for a scope within it.
    fn include(&self, org: &Organization, audit: &Audit, above: ScopeId, claim: ClaimId, scope: ScopeId) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let named = known.entry(claim).or_insert_with(|| {
            let text = org.claims[claim].part_text(audit);
            let teams = org.scopes.get(above).below.iter().copied();
            teams.filter(|&team| org.scopes.get(team).team().is_some_and(|name| names(text, name))).collect()
        });
        named.is_empty() || named.contains(&scope)
    }
}

/// Whether a text holds a name as written, between words. Case counts: "growth" names no team Growth.
fn names(text: &str, name: &str) -> bool {
    let name = name.strip_prefix("Team ").unwrap_or(name);
    let is_apart = |at: usize| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    };
    !name.is_empty() && text.match_indices(name).any(|(at, _)| is_apart(at))
}

/// Whether a claim takes part: joint ownership is a matter of its own.
fn counts(claim: &Claim, rung: u8) -> bool {
    claim.rung == rung && !claim.joint
}

/// Where claims meet.
#[derive(Clone, Copy)]
struct Meeting {
    scope: ScopeId,
    area: AreaId,
    rung: u8,
}

fn meet(
    org: &Organization,
    audit: &Audit,
    Meeting { scope, area, rung }: Meeting,
    rules: &ModelArea,
    own: impl Iterator<Item = ClaimId>,
    borders: &Borders,
) -> Option<Overlap> {
    let mut claims: Vec<ClaimId> = own.collect();
    if claims.is_empty() {
        return None;
    }
    let local: BTreeSet<u32> = claims.iter().map(|claim| claim.role).collect();
    let holds = |above, claim: ClaimId| {
        counts(&org.claims[claim], rung) && !local.contains(&claim.role) && borders.include(org, audit, above, claim, scope)
    };
    let mut from_above = Vec::new();
    for &above in &org.scopes.get(scope).above {
        let wider = org.ledger.owning(above, area).filter(|&claim| holds(above, claim));
        from_above.extend(wider.take(KEPT - from_above.len()));
    }
    let above = from_above;
    let across_levels = !above.is_empty();
    claims.extend(above);
    let owners = rules.owners_on(rung);
    if rules.together {
        keep_rivals(org, owners, &mut claims);
    }
    let holding: BTreeSet<u32> = claims.iter().map(|claim| claim.role).collect();
    let holders: BTreeSet<Holder<'_>> = holding.iter().map(|&role| Holder::of(org, audit, role)).collect();
    let rivals = holding.len() > 1 && owners.iter().any(|&owner| is_product(owner));
    // Several holders of one neighbouring role are a team, not rivals.
    let team = holders.len() == 1 && !holders.iter().any(Holder::is_product);
    if !rivals || team {
        return None;
    }
    let same = match holders.iter().collect::<Vec<_>>()[..] {
        [Holder::Kind(kind)] => Some(*kind),
        _ => None,
    };
    // One claim of each role before the second of any, so that what is left out is repetition.
    let mut counted: BTreeMap<u32, usize> = BTreeMap::new();
    claims.sort_by_cached_key(|claim| {
        let count = counted.entry(claim.role).or_default();
        *count += 1;
        *count
    });
    claims.truncate(KEPT);
    Some(Overlap { scope, area, rung, claims, roles: holding.len(), same, across_levels })
}

/// Where an area is held together by design, keeps only claims that still collide: those of holders of the same product
/// role, or everybody's when somebody claims who is not one of the owners.
fn keep_rivals(org: &Organization, owners: &[KindId], claims: &mut Vec<ClaimId>) {
    let kind_of = |claim: &ClaimId| org.roles[claim.role as usize].kind;
    if claims.iter().any(|claim| !kind_of(claim).is_some_and(|kind| owners.contains(&kind))) {
        return;
    }
    let holders = |kind: KindId| {
        let roles = claims.iter().filter(|claim| kind_of(claim) == Some(kind));
        roles.map(|claim| claim.role).collect::<BTreeSet<_>>().len()
    };
    let doubled: Vec<KindId> = [KindId::PM, KindId::PO].into_iter().filter(|&kind| holders(kind) > 1).collect();
    claims.retain(|claim| kind_of(claim).is_some_and(|kind| doubled.contains(&kind)));
}

/// Who holds a claim, for telling rivals from colleagues.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Holder<'a> {
    Kind(KindId),
    Both,
    Title(&'a str),
}

impl<'a> Holder<'a> {
    fn of(org: &Organization, audit: &'a Audit, role: u32) -> Self {
        let known = &org.roles[role as usize];
        match known.kind {
            _ if known.both => Self::Both,
            Some(kind) => Self::Kind(kind),
            None => Self::Title(&audit.roles[role as usize].title),
        }
    }

    fn is_product(&self) -> bool {
        matches!(self, Self::Both) || matches!(self, Self::Kind(kind) if is_product(*kind))
    }
}

fn is_product(kind: KindId) -> bool {
    matches!(kind, KindId::PM | KindId::PO)
}
