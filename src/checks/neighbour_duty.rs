//! neighbour-duty: a product role claims what belongs to a neighbouring role (Scrum Master, design, engineering, ...).

use super::tools::{confidence, quote};
use super::{Check, Context, Findings};
use crate::classify;
use crate::finding::{Confidence, Finding, Severity};
use crate::org::Claim;
use crate::rulebook::{KindId, Relation};
use std::collections::BTreeSet;

/// The check.
pub(super) const CHECK: Check =
    Check { id: "neighbour-duty", severity: Severity::Info, default_on: true, page: include_str!("neighbour_duty.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    let described: BTreeSet<KindId> = context.org.roles.iter().filter_map(|role| role.kind).collect();
    findings.extend(context.on_each_role(|index, role, found| {
        let product = matches!(role.kind, Some(KindId::PM | KindId::PO));
        let Some(severity) = context.severity(&CHECK, role.model).filter(|_| product) else { return };
        let theirs = context.org.claims_of(index).iter().filter(|claim| is_neighbours(context, claim));
        found.extend(theirs.map(|claim| finding(context, claim, severity, &described)));
    }));
}

/// Whether a claim holds an area that no product role holds under its model.
fn is_neighbours(context: &Context<'_>, claim: &Claim) -> bool {
    // Coaching and facilitating decide nothing, and are the work of a neighbour all the same.
    let enables = || {
        claim.relation == Relation::Enable && claim.claim == classify::Claim::None && claim.of_neighbour && claim.is_the_roles_own()
    };
    if claim.joint || !(claim.is_hard() || enables()) {
        return false;
    }
    let area = context.area_of(claim);
    let owners = area.owners_on(claim.rung);
    !area.off && !owners.is_empty() && !owners.contains(&KindId::PM) && !owners.contains(&KindId::PO)
}

fn finding(context: &Context<'_>, claim: &Claim, severity: Severity, described: &BTreeSet<KindId>) -> Finding {
    let area = context.area_of(claim);
    let name = context.area_name(claim.area);
    let owner = context.owner_names(claim);
    let title = context.title_of(claim);
    let said = context.words(claim);
    let words = quote(said.text());
    let described = context.owners_of(claim).iter().any(|owner| described.contains(owner));
    let sure = claim.confidence.min(confidence(claim, area).max(Confidence::Medium));
    let message = [title, " holds ", &words, ": ", &name, " is usually the work of ", &owner].concat();
    let both = [&owner, ", or say in this role that ", title, " does both jobs on purpose"].concat();
    let help = if described {
        ["Either leave this to ", &both, "."].concat()
    } else {
        ["Either give this to ", &both, "; no ", &owner, " is described among these documents."].concat()
    };
    let usual = [&name, ": usually ", &owner].concat();
    context.about(&CHECK, &said, severity, sure, message, usual).with_help(help)
}
