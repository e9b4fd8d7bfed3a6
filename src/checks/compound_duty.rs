//! compound-duty: one bullet that holds duties of both product roles.

use super::tools::quote;
use super::{Check, Context, Findings};
use crate::finding::{Confidence, Finding, Severity};
use crate::org::Claim;
use crate::rulebook::KindId;

/// The check.
pub(super) const CHECK: Check =
    Check { id: "compound-duty", severity: Severity::Info, default_on: true, page: include_str!("compound_duty.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (index, role) in context.org.roles.iter().enumerate() {
        let Some(severity) = context.severity(&CHECK, role.model) else { continue };
        let duties = context.org.claims_of(index).chunk_by(|a, b| a.duty == b.duty);
        for claims in duties.filter(|claims| claims.len() > 1) {
            let held_by = |owner, not| claims.iter().find(|claim| claim.is_own() && holds(context, claim, owner, not));
            let (Some(pm), Some(po)) = (held_by(KindId::PM, KindId::PO), held_by(KindId::PO, KindId::PM)) else { continue };
            findings.push(finding(context, pm, po, severity));
        }
    }
}

/// Whether an area belongs to one product role and not to the other.
fn holds(context: &Context<'_>, claim: &Claim, owner: KindId, not: KindId) -> bool {
    let owners = context.owners_of(claim);
    owners.contains(&owner) && !owners.contains(&not) && !context.area_of(claim).off
}

fn finding(context: &Context<'_>, pm: &Claim, po: &Claim, severity: Severity) -> Finding {
    let owner = |claim: &Claim, kind| context.kind_name(context.model_of(claim), kind);
    let halves = [(pm, owner(pm, KindId::PM)), (po, owner(po, KindId::PO))];
    let [(first, one), (second, other)] = if pm.part <= po.part { halves } else { [halves[1], halves[0]] };
    let said = |claim: &Claim, owner: &str| [&context.area_name(claim.area), ": the ", owner, "'s"].concat();
    let (first_said, second_said) = (context.words(first), context.words(second));
    let words = (quote(first_said.text()), quote(second_said.text()));
    let message = ["one duty holds two: ", &words.0, " is the ", one, "'s, ", &words.1, " the ", other, "'s"].concat();
    let sure = pm.confidence.min(po.confidence).min(Confidence::High);
    Finding::new(CHECK.id, severity, sure, message, first_said.label(said(first, one)))
        .with_label(second_said.label(said(second, other)))
        .with_help("Write one duty for each, so that each can have its own owner; or keep the one that belongs to this role.")
        .with_role(&first_said.role.title)
}
