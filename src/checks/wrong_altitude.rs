//! wrong-altitude: the right kind of decision, one rung too low for a Product Manager or too high for a Product Owner.

use super::tools::{altitude, confidence, quote};
use super::{Check, Context, Findings};
use crate::finding::{Finding, Severity};
use crate::org::Claim;
use crate::org::claims::OWNING;
use crate::org::misplacement::owner_of_misplaced;
use crate::rulebook::KindId;
use crate::rulebook::evidence::Step;

/// The check.
pub(super) const CHECK: Check =
    Check { id: "wrong-altitude", severity: Severity::Warning, default_on: true, page: include_str!("wrong_altitude.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (index, role) in context.org.roles.iter().enumerate().filter(|(_, role)| !role.both) {
        let (Some(holder), Some(severity)) = (role.kind, context.severity(&CHECK, role.model)) else { continue };
        let model = context.rulebook.role_model(role.model);
        for claim in context.org.claims_of(index) {
            if claim.strength >= OWNING
                && owner_of_misplaced(claim, holder, model).is_some()
                && let Some(step) = altitude::step(context, claim, holder)
            {
                findings.push(finding(context, claim, holder, step, severity));
            }
        }
    }
}

fn finding(context: &Context<'_>, claim: &Claim, holder: KindId, step: &Step, severity: Severity) -> Finding {
    let (own, direction, lift) = match holder {
        KindId::PM => (&step.upper, "one rung too low", "Lift"),
        _ => (&step.lower, "one rung too high", "Lower"),
    };
    let title = context.title_of(claim);
    let owner = context.owner_names(claim);
    let (here, there) = (context.area_name(claim.area), context.area_name(own.area));
    let said = context.words(claim);
    let words = quote(said.text());
    let message = format!("{title} decides {words}: {direction}, {here} belongs to the {owner}");
    let help = format!(
        "{lift} the duty to the rung of this role ({there}), or move it as it is to the {owner}. The decision itself is the right kind for both."
    );
    let sure = confidence(claim, context.area_of(claim));
    context.about(&CHECK, &said, severity, sure, message, format!("{here}: usually the {owner}'s")).with_help(help)
}
