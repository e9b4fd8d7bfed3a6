//! Deciding: scores of types, areas and relations become one verdict that agrees with itself.

use crate::rulebook::{Area, AreaId, DutyType, Relation, Rulebook};

/// How much likelier than everything else together a pm or po call must be. A duty wrongly called one role's accuses
/// somebody, one called unclear accuses nobody; set by cross-validation so that nine of ten calls are right.
const CALL_ODDS: f32 = 2.3;

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

/// What the areas of a rulebook say of types, arranged so that deciding is quick.
#[derive(Debug)]
pub struct TypeTable {
    /// Index in `rows` for each area. Many areas share a row.
    row_of_area: Vec<u8>,
    rows: Vec<Row>,
}

/// Which type goes with which relation.
#[derive(Debug)]
struct Row {
    /// By relation, then by type: 1 where the relation has the type, else 0. Eight wide, as processors like it.
    is: [[f32; LANES]; RELATIONS],
    types: [DutyType; Relation::ALL.len()],
    residual: bool,
}

/// The relations and "no relation".
const RELATIONS: usize = Relation::ALL.len() + 1;
/// The types, and room to a power of two.
const LANES: usize = DutyType::ALL.len().next_power_of_two();

impl TypeTable {
    /// The table of a rulebook.
    pub fn new(rulebook: &Rulebook) -> Self {
        let mut table = Self { row_of_area: Vec::new(), rows: Vec::new() };
        for area in rulebook.areas() {
            let same = |row: &Row| row.types == area.types && row.residual == area.residual;
            let at = table.rows.iter().position(same).unwrap_or_else(|| {
                table.rows.push(Row::new(area));
                table.rows.len() - 1
            });
            table.row_of_area.push(at as u8);
        }
        table
    }

    fn row(&self, area: usize) -> &Row {
        &self.rows[self.row_of_area[area] as usize]
    }
}

impl Row {
    fn new(area: &Area) -> Self {
        let mut is = [[0.0; LANES]; RELATIONS];
        for (lanes, duty_type) in is.iter_mut().zip(area.types) {
            lanes[duty_type as usize] = 1.0;
        }
        // "No relation" goes with lines that are no duty.
        if area.residual {
            is[RELATIONS - 1][area.types[0] as usize] = 1.0;
        }
        Self { is, types: area.types, residual: area.residual }
    }
}

/// Turns scores (types, areas, relations, no relation) into a decision. The scores become probabilities in place.
pub fn decide(scores: &mut [f32], table: &TypeTable) -> Decision {
    let (types, rest) = scores.split_at_mut(DutyType::ALL.len());
    let (area_scores, relation_scores) = rest.split_at_mut(table.row_of_area.len());
    for group in [&mut *types, &mut *area_scores, &mut *relation_scores] {
        softmax(group);
    }
    let implied = implied(area_scores, relation_scores, table);
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
    let (area, relation) = likeliest(duty_type, area_scores, relation_scores, table);
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

/// The probability of every type that follows from those of areas and relations.
fn implied(areas: &[f32], relations: &[f32], table: &TypeTable) -> [f32; LANES] {
    let mut sums = [0.0f32; 256];
    for (&row, weight) in table.row_of_area.iter().zip(areas) {
        sums[row as usize] += weight;
    }
    let mut implied = [0.0f32; LANES];
    let Some(relations) = relations.first_chunk::<RELATIONS>() else { return implied };
    for (row, sum) in table.rows.iter().zip(sums) {
        let mut of_row = [0.0f32; LANES];
        for (is, relation) in row.is.iter().zip(relations) {
            for lane in 0..LANES {
                of_row[lane] += is[lane] * relation;
            }
        }
        for lane in 0..LANES {
            implied[lane] += sum * of_row[lane];
        }
    }
    implied
}

/// The likeliest area and relation that give a type.
pub(super) fn likeliest(duty_type: DutyType, areas: &[f32], relations: &[f32], table: &TypeTable) -> (AreaId, Option<Relation>) {
    let mut best = (-1.0, AreaId(0), None);
    let top = relations.iter().copied().fold(0.0, f32::max);
    for (index, &area) in areas.iter().enumerate() {
        if area * top <= best.0 {
            continue;
        }
        let row = table.row(index);
        for (relation, &weight) in Relation::ALL.iter().zip(relations) {
            let weight = weight * area;
            if weight > best.0 && row.types[*relation as usize] == duty_type {
                best = (weight, AreaId(index as u8), Some(*relation));
            }
        }
        let none = relations[RELATIONS - 1] * area;
        if none > best.0 && row.residual && row.types[0] == duty_type {
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
