//! unsplit-customer-voice: both product roles speak for the customer, and it is not said to whom.

use super::tools::quote;
use super::{Check, Context, Findings};
use crate::finding::{Confidence, Finding, Severity};
use crate::org::{Claim, ScopeId};
use crate::rulebook::evidence::{CueKind, Fits};
use crate::rulebook::phrases::{Lowered, holds_any};
use crate::rulebook::{KindId, Relation};
use std::collections::BTreeSet;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "unsplit-customer-voice",
    severity: Severity::Info,
    default_on: true,
    page: include_str!("unsplit_customer_voice.md"),
    run,
};

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut reported: BTreeSet<(u32, u32)> = BTreeSet::new();
    for (scope, declared) in context.org.scopes.iter() {
        let Some(severity) = context.severity(&CHECK, context.org.choice(scope).model) else { continue };
        // Most scopes lack one of the two.
        if ![KindId::PM, KindId::PO].into_iter().all(|kind| context.org.ledger.describes(scope, kind)) {
            continue;
        }
        let voice = |kind: KindId| {
            let areas = &context.rulebook.evidence().voice.areas;
            let claims = areas.iter().flat_map(|&area| context.org.claims_on(scope, area));
            let own = claims.filter(|claim| {
                let role = &context.org.roles[claim.role as usize];
                claim.relation == Relation::Advocate && claim.is_own() && role.kind == Some(kind) && !role.both
            });
            // Chosen by its words, so that the order of the duties does not matter; they lie far away, and mostly there is one claim.
            own.min_by(|one, other| context.words(one).text().cmp(context.words(other).text()))
        };
        let Some(pm) = voice(KindId::PM) else { continue };
        let Some(po) = voice(KindId::PO) else { continue };
        let local = [pm, po].iter().any(|claim| declared.roles.contains(&claim.role));
        if local && (!names_audience(context, pm) || !names_audience(context, po)) && reported.insert((pm.role, po.role)) {
            findings.push(finding(context, scope, pm, po, severity));
        }
    }
}

/// Whether a duty says to whom the role speaks: to the team, or to the company and the market.
fn names_audience(context: &Context<'_>, claim: &Claim) -> bool {
    let evidence = context.rulebook.evidence();
    let text = claim.duty(context.audit).text.as_str();
    evidence.cues_in(CueKind::Audience, text).into_iter().any(|(range, fits)| {
        let words = Lowered::new(text[range].to_lowercase());
        matches!(fits, Fits::Pm | Fits::Po) && !holds_any(&words, &evidence.voice.principals)
    })
}

fn finding(context: &Context<'_>, scope: ScopeId, pm: &Claim, po: &Claim, severity: Severity) -> Finding {
    let (first, second) = if names_audience(context, pm) { (po, pm) } else { (pm, po) };
    let label = |claim: &Claim| {
        let message = if names_audience(context, claim) { "speaks for the customer as well" } else { "to whom?" };
        claim.label(context.audit, context.rulebook, message)
    };
    let message = format!(
        "{} and {} both speak for the customer in {}, and {} does not say to whom",
        context.title_of(pm),
        context.title_of(po),
        context.org.scopes.get(scope).title(),
        quote(context.words(first).text()),
    );
    let sure = pm.confidence.min(po.confidence).max(Confidence::Medium);
    let finding = Finding::new(CHECK.id, severity, sure, message, label(first))
        .with_label(label(second))
        .with_area(first.area)
        .with_role(context.title_of(pm))
        .with_role(context.title_of(po))
        .with_help(
            "Add the audience: a Product Manager usually speaks for the customer in the company's decisions, a Product Owner inside the \
             development team. Or give the task to one of the two.",
        );
    context.in_scope(scope, finding)
}
