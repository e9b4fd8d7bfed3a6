//! unused-suppression: a comment that allows what is not found.

use super::{Check, Context, Findings};
use crate::finding::{Confidence, Finding, Label, Severity};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "unused-suppression",
    severity: Severity::Warning,
    default_on: true,
    page: include_str!("unused_suppression.md"),
    run,
};

/// Runs after all others: only then is it known which comments were needed.
fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for suppression in &context.suppressions.list {
        for allowed in suppression.ids.iter().filter(|allowed| !allowed.is_used()) {
            let Some(check) = super::by_id(&allowed.id) else { continue };
            if !context.settings.runs(check.id, check.default_on) {
                continue;
            }
            let id = &allowed.id;
            let label = Label { source: suppression.source, span: allowed.span, message: "allows nothing".into() };
            findings.push(
                Finding::new(CHECK.id, CHECK.severity, Confidence::High, format!("there is no {id} here to allow"), label).with_help(
                    "Remove the comment: the problem it allowed is gone. A comment speaks of its own line, or of the line below when it \
                     stands alone.",
                ),
            );
        }
    }
}
