//! Deciding: scores of types, areas and relations become one verdict that agrees with itself.

use crate::rulebook::{AreaId, DutyType, Relation, Rulebook};

/// How much likelier than everything else together a pm or po call must be. A duty wrongly called one role's accuses
/// somebody, one called unclear accuses nobody; set by cross-validation so that nine of ten calls are right.
const CALL_ODDS: f32 = 1.6;

/// What was decided, with the model's own probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// The type.
    pub duty_type: DutyType,
    /// The likeliest area of that type.
    pub area: AreaId,
    /// The likeliest relation that gives that type in that area; none for lines that are no duty.
    pub relation: Option<Relation>,
    /// Probability of the type, before calibration.
    pub probability: f32,
    /// Probability of every type, in the order of [`DutyType::ALL`].
    pub types: [f32; 6],
}

/// Turns scores (types, areas, relations, no relation) into a decision. The scores become probabilities in place.
pub fn decide(scores: &mut [f32], rulebook: &Rulebook) -> Decision {
    let areas = rulebook.areas();
    let (types, rest) = scores.split_at_mut(DutyType::ALL.len());
    let (area_scores, relation_scores) = rest.split_at_mut(areas.len());
    for group in [&mut *types, &mut *area_scores, &mut *relation_scores] {
        softmax(group);
    }
    let mut implied = [0.0f32; 6];
    for (area, &weight) in areas.iter().zip(area_scores.iter()) {
        for (index, &duty_type) in area.types.iter().enumerate() {
            implied[duty_type as usize] += weight * relation_scores[index];
        }
        // "No relation" goes with lines that are no duty.
        if area.residual {
            implied[area.types[0] as usize] += weight * relation_scores[Relation::ALL.len()];
        }
    }
    let mut joined = [0.0f32; 6];
    for (at, joint) in joined.iter_mut().enumerate() {
        *joint = (implied[at] + 1e-6) * (types[at] + 1e-6);
    }
    let sum: f32 = joined.iter().sum();
    for value in &mut joined {
        *value /= sum;
    }
    let best = best(&joined);
    let duty_type = DutyType::ALL[best];
    let (area, relation) = likeliest(duty_type, area_scores, relation_scores, rulebook);
    Decision { duty_type, area, relation, probability: joined[best], types: joined }
}

/// The type to call: the likeliest, unless it is pm or po and the others together are nearly as likely.
fn best(types: &[f32; 6]) -> usize {
    let likeliest = |from: usize| (from..6).fold(from, |best, at| if types[at] > types[best] { at } else { best });
    let best = likeliest(0);
    let rest = DutyType::Shared as usize;
    if best < rest && types[rest..].iter().sum::<f32>() * CALL_ODDS > types[best] {
        likeliest(rest)
    } else {
        best
    }
}

/// The likeliest area and relation that give a type.
pub(super) fn likeliest(duty_type: DutyType, areas: &[f32], relations: &[f32], rulebook: &Rulebook) -> (AreaId, Option<Relation>) {
    let mut best = (-1.0, AreaId(0), None);
    for (index, area) in rulebook.areas().iter().enumerate() {
        for (relation, &weight) in Relation::ALL.iter().zip(relations) {
            let weight = weight * areas[index];
            if weight > best.0 && area.types[*relation as usize] == duty_type {
                best = (weight, AreaId(index as u8), Some(*relation));
            }
        }
        let none = relations[Relation::ALL.len()] * areas[index];
        if none > best.0 && area.residual && area.types[0] == duty_type {
            best = (none, AreaId(index as u8), None);
        }
    }
    (best.1, best.2)
}

fn softmax(scores: &mut [f32]) {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - top).exp();
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}
