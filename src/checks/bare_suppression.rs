//! bare-suppression: a comment that allows a finding and does not say why.

use super::{Check, Context, Findings};
use crate::finding::{Confidence, Finding, Label, Severity};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "bare-suppression",
    severity: Severity::Warning,
    default_on: true,
    page: include_str!("bare_suppression.md"),
    run,
};

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for suppression in context.suppressions.list.iter().filter(|suppression| suppression.reason.is_empty()) {
        let label = Label { source: suppression.source, span: suppression.span, message: "why?".into() };
        findings.push(
            Finding::new(CHECK.id, CHECK.severity, Confidence::High, "this comment allows a finding without a reason", label).with_help(
                "Write the reason behind the bracket, so that the next reader can tell whether it still holds: `role-audit: \
                 allow(two-owners) interim until May`.",
            ),
        );
    }
}
