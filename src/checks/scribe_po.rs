//! scribe-po: a Product Owner who writes stories and keeps the backlog, and decides nothing.

use super::{Check, Context, Findings};
use crate::classify;
use crate::finding::{Confidence, Finding, Severity};
use crate::org::Claim;
use crate::rulebook::phrases::{Lowered, holds_any};
use crate::rulebook::{KindId, Relation};

/// The check.
pub(super) const CHECK: Check =
    Check { id: "scribe-po", severity: Severity::Warning, default_on: true, page: include_str!("scribe_po.md"), run };

/// How many duties a document must list for its silence to mean something.
const TELLING: usize = 4;
/// How many duties are shown.
const SHOWN: usize = 3;

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (index, role) in context.org.roles.iter().enumerate() {
        let Some(severity) = context.severity(&CHECK, role.model) else { continue };
        if role.both || role.kind != Some(KindId::PO) {
            continue;
        }
        if let Some(finding) = judge(context, index, severity) {
            findings.push(finding);
        }
    }
}

fn judge(context: &Context<'_>, index: usize, severity: Severity) -> Option<Finding> {
    let scribe = &context.rulebook.evidence().scribe;
    let claims = context.org.claims_of(index);
    let decides = |claim: &Claim| scribe.decides.contains(&claim.area) && claim.is_own();
    if claims.iter().any(|claim| decides(claim) && claim.is_owning()) {
        return None;
    }
    let writes: Vec<&Claim> =
        claims.iter().filter(|claim| scribe.writes.contains(&claim.area) && does(claim) && claim.confidence > Confidence::Low).collect();
    let elsewhere = decided_elsewhere(context, index);
    let told = writes.iter().any(|claim| {
        let text = || Lowered::new(claim.duty(context.audit).text.as_str().to_lowercase());
        claim.told || holds_any(&text(), &scribe.on_request)
    });
    // "Acceptance is given by the review board", "does not order the backlog".
    let gives_away = |claim: &Claim| scribe.decides.contains(&claim.area) && (claim.told || claim.claim == classify::Claim::Excluded);
    let said = elsewhere.is_some() || told || claims.iter().any(gives_away);
    if writes.is_empty() || (writes.len() < context.settings.thresholds.scribe_duties && !said) {
        return None;
    }
    // "Manage the backlog" may well mean to decide on it.
    let runs = claims.iter().any(|claim| decides(claim) && matches!(claim.relation, Relation::Operate | Relation::Assure));
    let role = &context.audit.roles[index];
    let sure = match (said, runs) {
        _ if may_decide(context, index) => Confidence::Low,
        (true, false) => Confidence::High,
        (true, true) => Confidence::Medium,
        (false, false) if role.duties.len() >= TELLING => Confidence::Medium,
        _ => Confidence::Low,
    };
    let message = format!("{} writes and keeps the backlog but decides neither its order nor what is accepted", role.title);
    let mut finding = Finding::new(CHECK.id, severity, sure, message, role.label("no decision among these duties"))
        .with_role(&role.title)
        .with_help(
            "Either give this role the last word on the order of the backlog and on accepting work, or call it what it is (business analyst, \
             assistant to the one who decides) and name the Product Owner.",
        );
    for claim in writes.into_iter().take(SHOWN) {
        finding = finding.with_label(claim.label(context.audit, context.rulebook, "writes"));
    }
    if let Some(claim) = elsewhere {
        finding = finding.with_label(claim.label(context.audit, context.rulebook, format!("{} decides", context.title_of(claim))));
    }
    finding.team = role.teams.first().cloned();
    finding.product = role.products.first().cloned();
    Some(finding)
}

/// Whether a claim is to write and keep, be it as another wants it.
fn does(claim: &Claim) -> bool {
    claim.is_hard() || (claim.told && claim.held_by.is_none() && claim.claim == classify::Claim::Hard)
}

/// Whether a duty that is not understood, or that is done on another's behalf, speaks of deciding.
fn may_decide(context: &Context<'_>, index: usize) -> bool {
    let scribe = &context.rulebook.evidence().scribe;
    context.audit.roles[index].duties.iter().any(|duty| {
        context.audit.parts(duty).iter().any(|part| {
            let words = || Lowered::new(duty.text.as_str().get(part.place.range()).unwrap_or_default().to_lowercase());
            let vague = part.is_open() || part.modifiers.delegated || part.confidence_level() == Confidence::Low;
            part.claim != classify::Claim::Excluded && !part.modifiers.told && vague && holds_any(&words(), &scribe.deciding)
        })
    })
}

/// A claim by which another role of the same scopes decides on the backlog.
fn decided_elsewhere<'a>(context: &Context<'a>, index: usize) -> Option<&'a Claim> {
    let first = *context.rulebook.evidence().scribe.decides.first()?;
    let scopes = &context.org.scopes.of_role[index];
    scopes.iter().find_map(|&scope| {
        let above = context.org.scopes.get(scope).above.iter().copied();
        let mut owning = std::iter::once(scope).chain(above).flat_map(|scope| context.org.ledger.owning(scope, first));
        owning.next().map(|claim| &context.org.claims[claim])
    })
}
