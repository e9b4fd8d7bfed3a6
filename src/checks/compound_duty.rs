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
    for role in &context.org.roles {
        let Some(severity) = context.severity(&CHECK, role.model) else { continue };
        let duties = context.org.claims[role.claims.clone()].chunk_by(|a, b| a.duty == b.duty);
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
    let (first, second) = if pm.part <= po.part { (pm, po) } else { (po, pm) };
    let owner = |claim: &Claim| {
        let kind = if std::ptr::eq(claim, pm) { KindId::PM } else { KindId::PO };
        context.kind_name(context.model_of(claim), kind)
    };
    let said = |claim: &Claim| format!("{}: the {}'s", context.area_name(claim.area), owner(claim));
    let role = &context.audit.roles[pm.role as usize];
    let words = |claim: &Claim| quote(claim.words(context.audit, context.rulebook));
    let message = format!(
        "one duty holds two: {} is the {}'s, {} the {}'s",
        words(first),
        owner(first),
        words(second),
        owner(second)
    );
    let sure = pm.confidence.min(po.confidence).min(Confidence::High);
    Finding::new(CHECK.id, severity, sure, message, first.label(context.audit, context.rulebook, said(first)))
        .with_label(second.label(context.audit, context.rulebook, said(second)))
        .with_help("Write one duty for each, so that each can have its own owner; or keep the one that belongs to this role.")
        .with_role(&role.title)
}
