//! unreadable-document: a file that could not be read, or that holds no role although it was named.

use super::{Check, Context, Findings};
use crate::document::Problem;
use crate::finding::{Confidence, Finding, Label, Severity};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "unreadable-document",
    severity: Severity::Error,
    default_on: true,
    page: include_str!("unreadable_document.md"),
    run,
};

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (source, problem) in &context.audit.problems {
        if let Problem::Unreadable { message, span, help } = problem {
            let label = Label { source: *source, span: *span, message: "here".into() };
            let name = context.audit.source(*source).name();
            findings.push(
                Finding::new(CHECK.id, CHECK.severity, Confidence::High, format!("{name}: {message}"), label).with_help(help.as_str()),
            );
        }
    }
}
