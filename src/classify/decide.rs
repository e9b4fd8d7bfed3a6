//! Deciding: scores of types, areas and relations become one verdict that agrees with itself.

use crate::rulebook::{AreaId, DutyType, Relation, Rulebook};

/// How much the direct estimate of the type weighs against the one that follows from area and relation; the best of
/// 0, 0.5, 1 and 2 on labelled duties by cross-validation.
const TYPE_WEIGHT: i32 = 2;

/// The probability from which an area that was not decided on is remembered.
const NEAR: f32 = 0.15;

/// What was decided, with the model's own probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// The type.
    pub duty_type: DutyType,
    /// The likeliest area of that type.
    pub area: AreaId,
    /// The likeliest area apart from it that is one of duties, when it is likely at all.
    pub near: Option<AreaId>,
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
        *joint = (implied[at] + 1e-6) * (types[at] + 1e-6).powi(TYPE_WEIGHT);
    }
    let sum: f32 = joined.iter().sum();
    for value in &mut joined {
        *value /= sum;
    }
    let best = (0..6).fold(0, |best, at| if joined[at] > joined[best] { at } else { best });
    let duty_type = DutyType::ALL[best];
    let (area, relation) = likeliest(duty_type, area_scores, relation_scores, rulebook);
    let near = runner_up(area, area_scores, rulebook);
    Decision { duty_type, area, near, relation, probability: joined[best], types: joined }
}

/// The likeliest area and relation that give a type.
fn likeliest(duty_type: DutyType, areas: &[f32], relations: &[f32], rulebook: &Rulebook) -> (AreaId, Option<Relation>) {
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

/// The likeliest area of duties apart from the one decided on.
fn runner_up(decided: AreaId, areas: &[f32], rulebook: &Rulebook) -> Option<AreaId> {
    let others = rulebook.areas().iter().zip(areas).zip(0..).filter(|((area, _), at)| !area.residual && AreaId(*at) != decided);
    let ((_, &likely), at) = others.max_by(|((_, one), _), ((_, other), _)| one.total_cmp(other))?;
    (likely >= NEAR).then_some(AreaId(at))
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
