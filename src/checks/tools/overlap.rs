//! What the two overlap checks share: how sure and how grave an overlap is, and where it shows.

use super::{confidence, list};
use crate::checks::{Check, Context};
use crate::finding::{Confidence, Finding, Severity};
use crate::order;
use crate::org::scopes::Kind;
use crate::org::{Basis, Claim, Overlap};
use crate::rulebook::{Coverage, Relation};
use std::collections::BTreeSet;

/// Confidence of a verdict below which no overlap is built on it.
const DOUBTED: f32 = 0.75;

/// A finding about an overlap, at all its claims; the claim that is out of place comes first.
pub(crate) fn finding(context: &Context<'_>, check: &Check, overlap: &Overlap, most: Severity, message: String) -> Finding {
    let mut claims = claims(context, overlap);
    let owners = context
        .rulebook
        .role_model(context.org.choice(overlap.scope).model)
        .area(overlap.area)
        .owners_on(overlap.rung);
    order::by_key(&mut claims, |claim| owners.iter().any(|&owner| context.org.roles[claim.role as usize].plays(owner)));
    let label = |claim: &Claim| {
        let does = if claim.relation == Relation::Own { "decides" } else { "creates" };
        claim.label(context.audit, context.rulebook, [context.title_of(claim), " ", does].concat())
    };
    let severity = if is_contested(context, overlap) { Severity::Info } else { most };
    let mut finding = Finding::new(check.id, severity, sureness(context, overlap), message, label(claims[0])).with_area(overlap.area);
    for claim in &claims[1..] {
        finding = finding.with_label(label(claim));
    }
    finding.roles = roles(overlap, context).into_iter().map(str::to_owned).collect();
    context.in_scope(overlap.scope, finding)
}

/// The claims of an overlap.
pub(crate) fn claims<'a>(context: &Context<'a>, overlap: &Overlap) -> Vec<&'a Claim> {
    overlap.claims.iter().map(|&claim| &context.org.claims[claim]).collect()
}

/// The titles of the roles of an overlap: "Product Manager and Product Owner", with the number of those left out.
pub(crate) fn titles(context: &Context<'_>, overlap: &Overlap) -> String {
    let named = roles(overlap, context);
    let more = overlap.roles - named.len();
    let distinct: BTreeSet<&str> = named.iter().copied().collect();
    match (distinct.len(), more) {
        (1, _) => format!("{} roles titled {}", overlap.roles, named[0]),
        (_, 0) => list(&named),
        (_, more) => format!("{} and {more} more", named.join(", ")),
    }
}

fn roles<'a>(overlap: &Overlap, context: &Context<'a>) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    overlap.claims.iter().filter(|claim| seen.insert(claim.role)).map(|claim| context.title(claim.role)).collect()
}

/// Whether a matrix of the scope says who answers for the area, and has a column for each of those who claim it: then it is
/// the matrix that their texts agree with or not.
pub(crate) fn has_matrix_verdict(context: &Context<'_>, overlap: &Overlap) -> bool {
    let org = context.org;
    let claiming: BTreeSet<u32> = overlap.claims.iter().map(|claim| claim.role).collect();
    org.rows_on(overlap.scope, overlap.area).filter(|row| row.answering().next().is_some()).any(|row| {
        let described: BTreeSet<u32> = org.matrix_of(row).iter().flat_map(|row| &row.cells).filter_map(|cell| cell.role).collect();
        claiming.is_subset(&described)
    })
}

fn is_contested(context: &Context<'_>, overlap: &Overlap) -> bool {
    let area = context.rulebook.role_model(context.org.choice(overlap.scope).model).area(overlap.area);
    area.is_contested_among(overlap.claims.iter().map(|claim| context.org.roles[claim.role as usize].kind))
}

/// How sure the overlap is: as sure as the second surest of its roles, for it takes two.
fn sureness(context: &Context<'_>, overlap: &Overlap) -> Confidence {
    let area = context.rulebook.role_model(context.org.choice(overlap.scope).model).area(overlap.area);
    let mut best: Vec<(u32, Confidence)> = Vec::new();
    for claim in claims(context, overlap) {
        // Two verdicts must be right at once, so neither may be a near thing, or be inferred from nouns.
        let part = claim.part(context.audit);
        let near = part.confidence < DOUBTED || !part.explicit;
        let sure = if near { Confidence::Low } else { confidence(claim, area) };
        match best.iter_mut().find(|(role, _)| *role == claim.role) {
            Some((_, known)) => *known = (*known).max(sure),
            None => best.push((claim.role, sure)),
        }
    }
    order::by_key(&mut best, |&(_, sure)| std::cmp::Reverse(sure));
    let mut sure = best.get(1).map_or(Confidence::Low, |&(_, sure)| sure);
    let decided = claims(context, overlap).iter().any(|claim| claim.relation == Relation::Own);
    if !decided || overlap.across_levels && overlap.same.is_some() {
        sure = sure.min(Confidence::Medium);
    }
    let product = overlap.claims.iter().any(|claim| context.org.roles[claim.role as usize].is_product_role());
    // Two neighbours who both hold a minor thing of a product role are more likely misread than at odds.
    if lists_jobs(context, overlap) || (!product && area.coverage != Coverage::Core) {
        Confidence::Low
    } else {
        sure
    }
}

/// Whether the overlap lies in a document that declares neither scope nor role model and describes several holders of one
/// product role: such a document lists openings rather than a team.
fn lists_jobs(context: &Context<'_>, overlap: &Overlap) -> bool {
    let scope = context.org.scopes.get(overlap.scope);
    if matches!(context.org.choice(overlap.scope).basis, Basis::Asked | Basis::Declared) {
        return false;
    }
    let holders = |kind| scope.roles.iter().filter(|&&role| context.org.roles[role as usize].kind == Some(kind)).count();
    scope.kind == Kind::Document && [crate::rulebook::KindId::PM, crate::rulebook::KindId::PO].into_iter().any(|kind| holders(kind) > 1)
}
