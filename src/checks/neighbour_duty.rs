//! neighbour-duty: a product role claims what belongs to a neighbouring role (Scrum Master, design, engineering, ...).

use super::tools::{confidence, quote};
use super::{Check, Context, Findings};
use crate::classify;
use crate::finding::{Confidence, Finding, Severity};
use crate::org::Claim;
use crate::rulebook::{DutyType, KindId, Relation};
use std::collections::BTreeSet;

/// The check.
pub(super) const CHECK: Check =
    Check { id: "neighbour-duty", severity: Severity::Info, default_on: true, page: include_str!("neighbour_duty.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    let described: BTreeSet<KindId> = context.org.roles.iter().filter_map(|role| role.kind).collect();
    findings.extend(context.on_each_role(|_, role, found| {
        let product = matches!(role.kind, Some(KindId::PM | KindId::PO));
        let Some(severity) = context.severity(&CHECK, role.model).filter(|_| product) else { return };
        let theirs = context.org.claims[role.claims.clone()].iter().filter(|claim| is_neighbours(context, claim));
        found.extend(theirs.map(|claim| finding(context, claim, severity, &described)));
    }));
}

/// Whether a claim holds an area that no product role holds under its model.
fn is_neighbours(context: &Context<'_>, claim: &Claim) -> bool {
    let owners = context.owners_of(claim);
    // Coaching and facilitating decide nothing, and are the work of a neighbour all the same.
    let enables = claim.relation == Relation::Enable
        && claim.claim == classify::Claim::None
        && claim.part(context.audit).duty_type == DutyType::Other
        && claim.is_the_roles_own();
    (claim.is_hard() || enables)
        && !claim.joint
        && !context.area_of(claim).off
        && !owners.is_empty()
        && !owners.contains(&KindId::PM)
        && !owners.contains(&KindId::PO)
}

fn finding(context: &Context<'_>, claim: &Claim, severity: Severity, described: &BTreeSet<KindId>) -> Finding {
    let area = context.area_of(claim);
    let name = context.area_name(claim.area);
    let owner = context.owner_names(claim);
    let title = context.title_of(claim);
    let words = quote(claim.words(context.audit, context.rulebook));
    let described = context.owners_of(claim).iter().any(|owner| described.contains(owner));
    let sure = claim.confidence.min(confidence(claim, area).max(Confidence::Medium));
    let message = format!("{title} holds {words}: {name} is usually the work of {owner}");
    let help = if described {
        format!("Either leave this to {owner}, or say in this role that {title} does both jobs on purpose.")
    } else {
        format!(
            "Either give this to {owner}, or say in this role that {title} does both jobs on purpose; no {owner} is described among \
             these documents."
        )
    };
    context.about(&CHECK, claim, severity, sure, message, format!("{name}: usually {owner}")).with_help(help)
}
