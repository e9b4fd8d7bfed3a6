//! objectless-duty: a verb without anything that is decided, produced or done.

use super::tools::quote;
use super::{Check, Context};
use crate::classify::Part;
use crate::finding::{Confidence, Finding, Severity};
use crate::rulebook::{DutyType, Relation};

/// The check.
pub(super) const CHECK: Check =
    Check { id: "objectless-duty", severity: Severity::Info, default_on: true, page: include_str!("objectless_duty.md"), run };

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (role, org) in context.audit.roles.iter().zip(&context.org.roles) {
        let Some(severity) = context.severity(&CHECK, org.model) else { continue };
        for duty in &role.duties {
            let [part] = duty.verdict.parts() else { continue };
            let text = duty.text.as_str();
            if !is_objectless(context, part) || text.split_whitespace().count() > context.settings.thresholds.objectless_words {
                continue;
            }
            let message = format!("{} does not say what is decided or produced", quote(text));
            findings.push(
                Finding::new(CHECK.id, severity, Confidence::Medium, message, role.duty_label(duty, part.range.clone(), "of what, for whom?"))
                    .with_role(&role.title)
                    .with_help(
                        "Say what is decided or produced and for whom: \"prioritise features for the coming quarter\", \"order the team's \
                         backlog\". The object tells the two product roles apart, the verb seldom does.",
                    ),
            );
        }
    }
}

/// Whether a claim is made on nothing.
fn is_objectless(context: &Context<'_>, part: &Part) -> bool {
    let claims = part.relation.is_some_and(|relation| !matches!(relation, Relation::Contribute | Relation::Communicate | Relation::Follow));
    let area = part.area.is_some_and(|area| !context.rulebook.area(area).residual);
    part.duty_type == DutyType::Unclear && claims && !area
}
