//! objectless-duty: a verb without anything that is decided, produced or done.

use super::tools::quote;
use super::{Check, Context, Findings};
use crate::audit::{AuditedDuty, AuditedRole};
use crate::classify::{Part, Signal};
use crate::finding::{Confidence, Finding, Severity};
use crate::org::DutyId;

/// The check.
pub(super) const CHECK: Check =
    Check { id: "objectless-duty", severity: Severity::Info, default_on: true, page: include_str!("objectless_duty.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for &DutyId { role, duty } in &context.org.bare {
        let Some(severity) = context.severity(&CHECK, context.org.roles[role as usize].model) else { continue };
        let role = &context.audit.roles[role as usize];
        findings.extend(finding(context, role, &role.duties[duty as usize], severity));
    }
}

fn finding(context: &Context<'_>, role: &AuditedRole, duty: &AuditedDuty, severity: Severity) -> Option<Finding> {
    let text = duty.text.as_str();
    if text.split_whitespace().nth(context.settings.thresholds.objectless_words).is_some() {
        return None;
    }
    let part = &context.audit.parts(duty)[0];
    if !says_nothing(context, part, text) {
        return None;
    }
    let message = format!("{} does not say what is decided or produced", quote(text));
    let label = role.duty_label(duty, part.place.range(), "of what, for whom?");
    let finding = Finding::new(CHECK.id, severity, Confidence::Medium, message, label).with_role(&role.title).with_help(
        "Say what is decided or produced and for whom: \"prioritise features for the coming quarter\", \"order the team's backlog\". The \
         object tells the two product roles apart, the verb seldom does.",
    );
    Some(finding)
}

/// Whether nothing stands beside the verb but words that fill a sentence.
fn says_nothing(context: &Context<'_>, part: &Part, text: &str) -> bool {
    let is_verb = |at: usize| {
        part.evidence.iter().any(|evidence| evidence.place.range().contains(&at) && matches!(evidence.signal, Signal::Relation(..)))
    };
    let start = text.as_ptr() as usize;
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| is_verb(word.as_ptr() as usize - start) || context.rulebook.evidence().is_hollow(word))
}
