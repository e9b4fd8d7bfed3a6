//! two-owners: two different roles of one scope own the same area.

use super::tools::{altitude, overlap};
use super::{Check, Context, Findings};
use crate::finding::{Confidence, Severity};
use crate::org::{Claim, Overlap};
use crate::rulebook::Relation;
use std::collections::BTreeSet;

/// The check.
pub(super) const CHECK: Check =
    Check { id: "two-owners", severity: Severity::Error, default_on: true, page: include_str!("two_owners.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for overlap in context.org.overlaps.iter().filter(|overlap| overlap.same.is_none()) {
        let severity = context.severity(&CHECK, context.org.choice(overlap.scope).model);
        // What one person may hold twice, a neighbour with the very same sentence may not hold as well.
        let Some(most) = severity.or_else(|| is_copied(context, overlap).then_some(CHECK.severity)) else { continue };
        if overlap::has_matrix_verdict(context, overlap) || altitude_explains(context, overlap) {
            continue;
        }
        let titles = overlap::titles(context, overlap);
        let owner = context.usual_owner(overlap.scope, overlap.area, overlap.rung);
        let name = context.area_name(overlap.area);
        let place = context.org.scopes.get(overlap.scope).title();
        let message = format!("{name} has {} owners in {place}: {titles}", overlap.roles);
        let help = format!(
            "Either one of them keeps the decision (usually the {owner}) and the others give input (\"contribute to\", \"advise on\"), or \
             each owns a part: then say in the duties which part, or declare the teams or products they work for."
        );
        findings.push(overlap::finding(context, &CHECK, overlap, most, message).with_help(help));
    }
}

/// Whether a role that is no product role decides in the very words of another role.
fn is_copied(context: &Context<'_>, overlap: &Overlap) -> bool {
    let claims = overlap::claims(context, overlap);
    let text = |claim: &Claim| claim.duty(context.audit).text.as_str();
    let neighbours = claims.iter().filter(|claim| !context.org.roles[claim.role as usize].is_product_role());
    let mut decide = neighbours.filter(|claim| claim.relation == Relation::Own && claim.confidence > Confidence::Low);
    decide.any(|claim| claims.iter().any(|other| other.role != claim.role && text(other) == text(claim)))
}

/// Whether only one role is left when claims on a wrong rung, which another check reports, are set aside.
fn altitude_explains(context: &Context<'_>, overlap: &Overlap) -> bool {
    let claims = overlap::claims(context, overlap);
    let runs = context.settings.runs("wrong-altitude", true);
    let stays = |claim: &&&Claim| !altitude::explains(context, claim, &claims);
    runs && claims.iter().filter(stays).map(|claim| claim.role).collect::<BTreeSet<_>>().len() < 2
}
