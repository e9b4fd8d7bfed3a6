//! unknown-suppression: a comment that allows a check which does not exist, or that cannot be understood.

use super::{ALL, Check, Context, Findings};
use crate::finding::{Confidence, Finding, Label, Severity};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "unknown-suppression",
    severity: Severity::Warning,
    default_on: true,
    page: include_str!("unknown_suppression.md"),
    run,
};

/// From which likeness on a known id is suggested.
const ALIKE: f64 = 0.75;

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for suppression in &context.suppressions.list {
        for allowed in suppression.ids.iter().filter(|allowed| super::by_id(&allowed.id).is_none()) {
            let id = &allowed.id;
            let near = ALL
                .iter()
                .map(|check| (strsim::jaro_winkler(check.id, &id.to_lowercase()), check.id))
                .filter(|&(likeness, _)| likeness >= ALIKE)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let help = near.map_or_else(
                || "The ids of all checks stand in brackets behind the findings; `role-audit explain` lists them.".to_owned(),
                |(_, near)| format!("Did you mean `{near}`?"),
            );
            let label = Label { source: suppression.source, span: allowed.span, message: "no check of this name".into() };
            findings.push(
                Finding::new(CHECK.id, CHECK.severity, Confidence::High, format!("there is no check called {id}"), label).with_help(help),
            );
        }
    }
    for &(source, span) in &context.suppressions.malformed {
        let label = Label { source, span, message: "not understood".into() };
        findings.push(
            Finding::new(CHECK.id, CHECK.severity, Confidence::High, "this comment allows nothing, for it is not understood", label)
                .with_help("Write `role-audit: allow(check-id) reason`, several ids separated by commas."),
        );
    }
}
