//! What has to do with the rungs of the ladder of artifacts: which claims stand on a rung that is not their role's.

use crate::checks::Context;
use crate::org::Claim;
use crate::org::misplacement::owner_of_misplaced;
use crate::rulebook::KindId;
use crate::rulebook::evidence::{Step, StepEnd};
use crate::rulebook::phrases::{Lowered, holds_any};

/// The step of the ladder on whose other rung the claim of a role of this kind would be right.
pub(crate) fn step<'a>(context: &Context<'a>, claim: &Claim, holder: KindId) -> Option<&'a Step> {
    let wrong = |step: &&Step| step.relations.contains(&claim.relation) && stands_on(context, claim, wrong_end(step, holder));
    context.rulebook.evidence().ladder.iter().find(wrong)
}

/// Whether a claim collides with others only because it stands on the wrong rung: it names what the rung is made of (bugs,
/// stories), and they name the whole.
pub(crate) fn explains(context: &Context<'_>, claim: &Claim, others: &[&Claim]) -> bool {
    let model = context.rulebook.role_model(context.model_of(claim));
    let holder = context.org.roles[claim.role as usize].kind;
    let misplaced = |holder: &KindId| owner_of_misplaced(claim, *holder, model).is_some();
    let Some(holder) = holder.filter(misplaced) else { return false };
    step(context, claim, holder).is_some_and(|step| {
        let end = wrong_end(step, holder);
        let same = |other: &&Claim| other.role != claim.role && stands_on(context, other, end);
        !end.words.is_empty() && !others.iter().any(same)
    })
}

/// The end of a step that is not for a role of this kind.
fn wrong_end(step: &Step, holder: KindId) -> &StepEnd {
    if holder == KindId::PM { &step.lower } else { &step.upper }
}

fn stands_on(context: &Context<'_>, claim: &Claim, end: &StepEnd) -> bool {
    if end.area != claim.area {
        return false;
    }
    let text = Lowered::new(claim.part_text(context.audit).to_lowercase());
    (end.words.is_empty() || holds_any(&text, &end.words)) && !holds_any(&text, &end.unless)
}
