//! accountability-without-authority: a role answers for a result and decides nothing that moves it.

use super::tools::{confidence, quote};
use super::{Check, Context, Findings};
use crate::finding::{Confidence, Finding, Severity};
use crate::org::Claim;
use crate::org::claims::COVERING;
use crate::rulebook::evidence::Outcome;
use crate::rulebook::hints::Family;
use crate::rulebook::phrases::{Lowered, holds_any};
use crate::rulebook::{KindId, Relation};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "accountability-without-authority",
    severity: Severity::Warning,
    default_on: true,
    page: include_str!("accountability_without_authority.md"),
    run,
};

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (index, role) in context.org.roles.iter().enumerate() {
        let Some(severity) = context.severity(&CHECK, role.model) else { continue };
        if !role.is_product_role() {
            continue;
        }
        for claim in context.org.claims_of(index) {
            if let Some(outcome) = outcome(context, claim)
                && !holds_lever(context, index, outcome)
            {
                findings.push(finding(context, index, claim, outcome, severity));
            }
        }
    }
}

/// The result that a claim makes its role answer for.
fn outcome<'a>(context: &Context<'a>, claim: &Claim) -> Option<&'a Outcome> {
    if claim.relation != Relation::Own || !claim.is_owning() {
        return None;
    }
    let mut outcomes = context.rulebook.evidence().outcomes.iter().filter(|outcome| outcome.area == claim.area).peekable();
    outcomes.peek()?;
    if !claim.hints.may_hold(Family::Outcomes) {
        return None;
    }
    let text = Lowered::new(claim.part_text(context.audit).to_lowercase());
    outcomes.find(|outcome| holds_any(&text, &outcome.words) && !holds_any(&text, &outcome.unless))
}

/// Whether a role decides, or at least runs, something that moves a result.
fn holds_lever(context: &Context<'_>, index: usize, outcome: &Outcome) -> bool {
    context.org.claims_of(index).iter().any(|claim| claim.is_hard() && claim.strength >= COVERING && outcome.levers.contains(&claim.area))
}

fn finding(context: &Context<'_>, index: usize, claim: &Claim, outcome: &Outcome, severity: Severity) -> Finding {
    let scope = context.org.scopes.of_role[index].first().copied();
    let elsewhere = scope.and_then(|scope| {
        let mut claims = outcome.levers.iter().flat_map(|&lever| context.org.claims_on(scope, lever));
        claims.find(|other| other.role != claim.role && other.is_owning())
    });
    let sure = match elsewhere {
        Some(_) => confidence(claim, context.area_of(claim)),
        None if scope.is_some_and(|scope| context.org.is_complete(scope, context.rulebook)) => Confidence::Medium,
        // In a document that stands alone the levers may simply not be written down.
        None => Confidence::Low,
    };
    let title = context.title_of(claim);
    let said = context.words(claim);
    let words = quote(said.text());
    let levers: Vec<String> = outcome.levers.iter().take(3).map(|&lever| context.area_name(lever)).collect();
    let levers = super::tools::alternatives(&levers.iter().map(String::as_str).collect::<Vec<_>>());
    let message = format!("{title} answers for a result ({words}) but decides nothing that moves it");
    let holder = elsewhere.map_or_else(
        || context.kind_name(context.model_of(claim), KindId::PM).to_owned(),
        |other| context.title_of(other).to_owned(),
    );
    let help = format!(
        "Either give {title} a decision that moves the result ({levers}), or move the result to the one who decides, such as {holder}."
    );
    let mut finding = context.about(&CHECK, &said, severity, sure, message, "answers for this").with_help(help);
    if let Some(other) = elsewhere {
        finding = finding.with_label(other.label(context.audit, context.rulebook, format!("{} decides this", context.title_of(other))));
    }
    finding
}
