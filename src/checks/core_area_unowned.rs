//! core-area-unowned: an area that somebody must look after, and nobody does.

use super::tools::list;
use super::{Check, Context, Findings};
use crate::classify;
use crate::finding::{Confidence, Finding, Severity};
use crate::org::Claim;
use crate::org::gaps::Gap;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "core-area-unowned",
    severity: Severity::Error,
    default_on: true,
    page: include_str!("core_area_unowned.md"),
    run,
};

/// How many weak claims are shown.
const SHOWN: usize = 2;

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for gaps in context.org.gaps.chunk_by(|a, b| (a.scope, a.role) == (b.scope, b.role)) {
        let scope = gaps[0].scope;
        let Some(most) = context.severity(&CHECK, context.org.choice(scope).model) else { continue };
        let set = context.org.ledger.roles(scope) > 1 && context.org.is_complete(scope, context.rulebook) && !gaps[0].sketch;
        // Where many areas are left out, the documents are short rather than the work undone: then only what somebody helps
        // with, or says is not theirs, is known to be nobody's.
        let thorough = gaps.iter().filter(|gap| !gap.doubtful).count() * context.settings.thresholds.held_per_gap <= gaps[0].held;
        let known = |gap: &&Gap| set && (thorough || context.org.claims_on(gap.scope, gap.area).next().is_some());
        let (known, silent): (Vec<&Gap>, Vec<&Gap>) = gaps.iter().partition(known);
        findings.extend(known.into_iter().map(|gap| in_a_set(context, gap, most)));
        findings.extend(in_one_document(context, &silent));
    }
}

/// A gap in a set of documents that describes all product roles.
fn in_a_set(context: &Context<'_>, gap: &Gap, most: Severity) -> Finding {
    let scope = context.org.scopes.get(gap.scope);
    let severity = if scope.is_declared() { most } else { Severity::Info };
    let name = context.area_name(gap.area);
    let sure = gap.confidence(context.org);
    let role = &context.audit.roles[gap.role as usize];
    let message = format!("nobody looks after {name} in {}", scope.title());
    let weak: Vec<&Claim> = context.org.claims_on(gap.scope, gap.area).filter(|claim| claim.strength >= 0).take(SHOWN).collect();
    let mut finding = Finding::new(CHECK.id, severity, sure, message, role.label(format!("{name}: usually held here")))
        .with_area(gap.area)
        .with_role(&role.title)
        .with_help(help(context, gap, &name, !weak.is_empty()));
    let disclaimed = context.org.claims_on(gap.scope, gap.area).filter(|claim| claim.claim == classify::Claim::Excluded);
    for claim in disclaimed.take(SHOWN) {
        finding = finding.with_label(claim.label(context.audit, context.rulebook, format!("{} says that it is not its own", context.title_of(claim))));
    }
    for claim in weak {
        finding = finding.with_label(claim.label(context.audit, context.rulebook, "helps, but does not hold it"));
    }
    context.in_scope(gap.scope, finding)
}

fn help(context: &Context<'_>, gap: &Gap, name: &str, helped: bool) -> String {
    let owner = context.usual_owner(gap.scope, gap.area, 0);
    let title = context.title(gap.role);
    let first = if helped {
        format!("Either give {title} an owning verb for {name} (\"decide\", \"write\", \"run\")")
    } else {
        format!("Either add {name} to the duties of {title} (usually it is the {owner}'s)")
    };
    format!("{first}, or name the role that does hold it and add its document to the audit.")
}

/// What a single document leaves out of its own role's core areas: one finding for all of them, and only worth a look.
fn in_one_document(context: &Context<'_>, gaps: &[&Gap]) -> Option<Finding> {
    let first = gaps.first()?;
    let (scope, role) = (first.scope, first.role);
    // A document that leaves out most of its role's areas does not mean to list them.
    if first.held < gaps.len() {
        return None;
    }
    let names: Vec<String> = gaps.iter().filter(|gap| !gap.doubtful).map(|gap| context.area_name(gap.area)).collect();
    if names.is_empty() {
        return None;
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let described = &context.audit.roles[role as usize];
    let message = format!("{} says nothing about {}", described.title, list(&names));
    let advice = "Either add what this role holds of these, or audit it together with the documents of its neighbours, which may hold the \
                  rest: declare the same `team:` or `product:` in all of them.";
    let mut finding = Finding::new(CHECK.id, Severity::Info, Confidence::Medium, message, described.label("not mentioned here"))
        .with_role(&described.title)
        .with_help(advice);
    if let [only] = gaps {
        finding = finding.with_area(only.area);
    }
    Some(context.in_scope(scope, finding))
}
