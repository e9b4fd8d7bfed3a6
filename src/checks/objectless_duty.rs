//! objectless-duty: a verb without anything that is decided, produced or done.

use super::tools::quote;
use super::{Check, Context, Findings};
use crate::classify::{Claim, Part, Signal};
use crate::finding::{Confidence, Finding, Severity};
use crate::rulebook::{DutyType, Relation};

/// The check.
pub(super) const CHECK: Check =
    Check { id: "objectless-duty", severity: Severity::Info, default_on: true, page: include_str!("objectless_duty.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (role, org) in context.audit.roles.iter().zip(&context.org.roles) {
        let Some(severity) = context.severity(&CHECK, org.model) else { continue };
        for duty in &role.duties {
            let [part] = duty.verdict.parts() else { continue };
            if !claims_nothing(context, part) {
                continue;
            }
            let text = duty.text.as_str();
            let long = text.split_whitespace().count() > context.settings.thresholds.objectless_words;
            if long || !says_nothing(context, part, text) {
                continue;
            }
            let message = format!("{} does not say what is decided or produced", quote(text));
            findings.push(
                Finding::new(CHECK.id, severity, Confidence::Medium, message, role.duty_label(duty, part.place.range(), "of what, for whom?"))
                    .with_role(&role.title)
                    .with_help(
                        "Say what is decided or produced and for whom: \"prioritise features for the coming quarter\", \"order the team's \
                         backlog\". The object tells the two product roles apart, the verb seldom does.",
                    ),
            );
        }
    }
}

/// Whether a claim is made on no area.
fn claims_nothing(context: &Context<'_>, part: &Part) -> bool {
    let claims = part.relation.is_some_and(|relation| !matches!(relation, Relation::Communicate | Relation::Follow));
    let area = part.area.is_some_and(|area| !context.rulebook.area(area).residual);
    // A verb alone may as well be taken for a quality ("ruthlessly prioritise"), which is as little.
    let open = part.is_open() || (part.duty_type == DutyType::Neither && part.claim != Claim::Excluded);
    open && claims && !area
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
