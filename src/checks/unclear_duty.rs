//! unclear-duty: a duty that does not say enough to tell whose it is.

use super::tools::quote;
use super::{Check, Context, Findings};
use crate::classify::Part;
use crate::finding::{Confidence, Finding, Severity};

/// The check.
pub(super) const CHECK: Check =
    Check { id: "unclear-duty", severity: Severity::Info, default_on: false, page: include_str!("unclear_duty.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for role in context.audit.roles.iter().filter(|role| role.unjudged.is_none()) {
        for duty in &role.duties {
            let Some(part) = context.audit.parts(duty).iter().find(|part| part.is_open()) else { continue };
            let words = duty.text.as_str().get(part.place.range()).unwrap_or_default();
            let message = format!("it is open whether {} is a Product Manager's or a Product Owner's duty", quote(words));
            let mut finding = Finding::new(
                CHECK.id,
                CHECK.severity,
                Confidence::Medium,
                message,
                role.duty_label(duty, part.place.range(), "whose is this?"),
            )
            .with_help(help(context, part))
            .with_role(&role.title);
            finding.area = part.area;
            findings.push(finding);
        }
    }
}

fn help(context: &Context<'_>, part: &Part) -> String {
    let missing = "Say what is decided or produced, and for whom: executives, customers and other departments point to a Product \
                   Manager, the development team and its backlog to a Product Owner.";
    match part.area {
        Some(area) => format!("This may be about {}. {missing}", context.area_name(area)),
        None => missing.to_owned(),
    }
}
