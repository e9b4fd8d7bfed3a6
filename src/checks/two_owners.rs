//! two-owners: two different roles of one scope own the same area.

use super::tools::overlap;
use super::{Check, Context};
use crate::finding::{Finding, Severity};

/// The check.
pub(super) const CHECK: Check =
    Check { id: "two-owners", severity: Severity::Error, default_on: true, page: include_str!("two_owners.md"), run };

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for overlap in context.org.overlaps.iter().filter(|overlap| overlap.same.is_none()) {
        let Some(most) = context.severity(&CHECK, context.org.choice(overlap.scope).model) else { continue };
        if overlap::has_matrix_verdict(context, overlap) {
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
