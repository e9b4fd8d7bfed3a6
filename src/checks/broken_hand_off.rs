//! broken-hand-off: one role holds the roadmap, another the backlog, and nobody turns the one into the other.

use super::{Check, Context, Findings};
use crate::finding::{Finding, Label, Severity};
use crate::org::ScopeId;
use crate::rulebook::AreaId;

/// The check.
pub(super) const CHECK: Check =
    Check { id: "broken-hand-off", severity: Severity::Warning, default_on: true, page: include_str!("broken_hand_off.md"), run };

/// How many core areas a short document must name for its silence to mean something.
const TELLING: usize = 3;

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    let hand_off = &context.rulebook.evidence().hand_off;
    for gap in context.org.gaps.iter().filter(|gap| gap.bridge && (gap.held >= TELLING || !gap.sketch)) {
        let Some(most) = context.severity(&CHECK, context.org.choice(gap.scope).model) else { continue };
        let scope = context.org.scopes.get(gap.scope);
        let severity = if scope.is_declared() { most } else { Severity::Info };
        let sure = gap.confidence(context.org);
        let role = &context.audit.roles[gap.role as usize];
        let message = format!("nobody turns what is planned into backlog items in {}", scope.title());
        let mut finding = Finding::new(CHECK.id, severity, sure, message, role.label("usually done here"))
            .with_area(gap.area)
            .with_role(&role.title)
            .with_help(format!(
                "Either add it to the duties of {} (\"turn agreed features into backlog items\"), or say which role builds the bridge.",
                role.title
            ));
        for (end, message) in [(&hand_off.from, "the plan is held here"), (&hand_off.to, "the backlog is held here")] {
            finding.labels.extend(held(context, gap.scope, end, message));
        }
        findings.push(context.in_scope(gap.scope, finding));
    }
}

/// A label where one of some areas is held.
fn held(context: &Context<'_>, scope: ScopeId, areas: &[AreaId], message: &'static str) -> Option<Label> {
    let mut claims = areas.iter().flat_map(|&area| context.org.claims_on(scope, area));
    claims.find(|claim| claim.covers && claim.is_own()).map(|claim| claim.label(context.audit, context.rulebook, message))
}
