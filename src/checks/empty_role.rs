//! empty-role: a role that lists no duties, or nothing that is one.

use super::tools::quote;
use super::{Check, Context, Findings};
use crate::document::Problem;
use crate::finding::{Confidence, Finding, Label, Severity};

/// The check.
pub(super) const CHECK: Check =
    Check { id: "empty-role", severity: Severity::Warning, default_on: true, page: include_str!("empty_role.md"), run };

const HELP: &str = "List what the role does under `duties:` (or `responsibilities:`, or as bullets below such a heading), or \
                    leave the role out of the audit until somebody has written it.";

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (source, problem) in &context.audit.problems {
        if let Problem::EmptyRole { title, span } = problem {
            let label = Label { source: *source, span: *span, message: "no duties follow".into() };
            let message = format!("{title} lists no duties");
            findings.push(Finding::new(CHECK.id, CHECK.severity, Confidence::High, message, label).with_help(HELP).with_role(title));
        }
    }
    let idle = context.audit.roles.iter().zip(&context.org.roles).filter(|(_, org)| org.idle);
    for (role, _) in idle {
        let sure = role.duties.iter().map(|duty| context.audit.verdict(duty).whole.confidence_level()).min().unwrap_or(Confidence::Low);
        let first = &role.duties[0];
        let message = format!(
            "{} lists nothing that the role does: {} and the like are qualifications or general remarks",
            role.title,
            quote(first.text.as_str())
        );
        findings.push(
            Finding::new(CHECK.id, CHECK.severity, sure, message, role.label("no duty in the list of this role"))
                .with_label(role.duty_label(first, 0..first.text.as_str().len(), "not a duty"))
                .with_help(HELP)
                .with_role(&role.title),
        );
    }
}
