//! joint-ownership: a decision or artifact that two roles are said to own together.

use super::tools::{confidence, quote};
use super::{Check, Context, Findings};
use crate::finding::{Finding, Severity};
use crate::org::claims::COVERING;
use crate::org::{Claim, ScopeId};
use crate::rulebook::evidence::after;
use crate::rulebook::{KindId, Relation};
use std::collections::BTreeSet;

/// The check.
pub(super) const CHECK: Check =
    Check { id: "joint-ownership", severity: Severity::Warning, default_on: true, page: include_str!("joint_ownership.md"), run };

/// How many bytes after "with" the partner must begin within.
const NEAR: usize = 12;
/// How many places are shown.
const SHOWN: usize = 4;

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut reported: BTreeSet<(u32, u32, u16)> = BTreeSet::new();
    let place = |claim: &Claim| (claim.role, claim.duty, claim.part);
    for (scope, declared) in context.org.scopes.iter() {
        let Some(severity) = context.severity(&CHECK, context.org.choice(scope).model) else { continue };
        for &role in declared.roles.iter().filter(|&&role| context.org.roles[role as usize].joint) {
            for claim in context.org.claims_of(role as usize) {
                if !is_joint(context, claim) || reported.contains(&place(claim)) {
                    continue;
                }
                let same = |other: &&Claim| other.area == claim.area && other.rung == claim.rung && is_joint(context, other);
                let others: Vec<&Claim> = context
                    .org
                    .claims_on(scope, claim.area)
                    .filter(same)
                    .filter(|other| place(other) != place(claim) && !reported.contains(&place(other)))
                    .take(SHOWN)
                    .collect();
                reported.insert(place(claim));
                reported.extend(others.iter().map(|other| place(other)));
                findings.push(finding(context, scope, claim, &others, severity));
            }
        }
    }
}

/// Whether a claim shares ownership of what one role alone should own.
fn is_joint(context: &Context<'_>, claim: &Claim) -> bool {
    if !claim.joint || !claim.is_hard() || claim.strength < COVERING {
        return false;
    }
    let area = context.area_of(claim);
    let owners = area.owners_on(claim.rung);
    let product = [KindId::PM, KindId::PO].map(|kind| owners.contains(&kind));
    // Neighbours share the running of much; two who decide are two too many there as well.
    let matters = product.contains(&true) || claim.relation == Relation::Own;
    let shared_anyway = area.together || product == [true, true];
    matters && !area.off && (!shared_anyway || names_third(context, claim, owners))
}

/// Whether a claim is shared with somebody who is none of those who hold its area together.
fn names_third(context: &Context<'_>, claim: &Claim, owners: &[KindId]) -> bool {
    let joints = &context.rulebook.evidence().joints;
    let Some(partner) = after(claim.part_text(context.audit), &joints.shared) else { return false };
    let named = context.rulebook.titles().mention(partner).filter(|place| place.range.start <= NEAR);
    let own = |kind: KindId| owners.contains(&kind) || matches!(kind, KindId::PM | KindId::PO);
    match named.map(|place| place.reading.kind) {
        Some(Some(kind)) => !own(kind),
        // Only where both product roles are one person is everybody else a third.
        _ => owners.iter().all(|&kind| own(kind) && matches!(kind, KindId::PM | KindId::PO)),
    }
}

fn finding(context: &Context<'_>, scope: ScopeId, claim: &Claim, others: &[&Claim], severity: Severity) -> Finding {
    let name = context.area_name(claim.area);
    let owner = context.usual_owner(scope, claim.area, claim.rung);
    let usually = if owner.is_empty() { String::new() } else { format!(" (usually the {owner})") };
    let said = context.words(claim);
    let words = quote(said.text());
    let message = format!("{} gives {name} two owners at once: {words}", context.title_of(claim));
    let contested = context.area_of(claim).is_contested_among([]);
    let severity = if contested { Severity::Info } else { severity };
    let help = format!(
        "Either name the one who has the last word{usually} and describe what the other contributes, or cut the thing in two and \
         give each a part. Working together needs no shared ownership."
    );
    let sure = confidence(claim, context.area_of(claim));
    let mut finding = context.about(&CHECK, &said, severity, sure, message, format!("{name}: who has the last word?"));
    for other in others {
        finding = finding.with_label(other.label(context.audit, context.rulebook, "the same here"));
        if !finding.roles.iter().any(|role| role == context.title_of(other)) {
            finding = finding.with_role(context.title_of(other));
        }
    }
    context.in_scope(scope, finding.with_help(help))
}
