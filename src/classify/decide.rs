//! Deciding: scores of types, areas and relations become one verdict that agrees with itself.

use crate::rulebook::model::Scores;
use crate::rulebook::{Area, AreaId, DutyType, Relation, Rulebook};
use std::ops::Range;

/// How much likelier than everything else together a pm or po call must be. A duty wrongly called one role's accuses
/// somebody, one called unclear accuses nobody; set by cross-validation so that nine of ten calls are right.
const CALL_ODDS: f32 = 3.4;

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
    /// By relation: where its type stands in a table of relations and types.
    places: [u8; RELATIONS],
    /// By type: the most that each relation can weigh; [`NEVER`] where it does not give the type.
    caps: [[f32; WIDE_RELATIONS]; DutyType::ALL.len()],
    types: [DutyType; Relation::ALL.len()],
    residual: bool,
}

/// The relations and "no relation".
const RELATIONS: usize = Relation::ALL.len() + 1;
/// The relations, and room to look at several at once.
const WIDE_RELATIONS: usize = RELATIONS.next_multiple_of(4);
/// The types, and room to a power of two, as processors like it; the last holds what has no type.
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
        // "No relation" goes with lines that are no duty.
        let none = if area.residual { area.types[0] as usize } else { LANES - 1 };
        let mut caps = [[NEVER; WIDE_RELATIONS]; DutyType::ALL.len()];
        let mut places = [0; RELATIONS];
        let types = area.types.iter().map(|&duty_type| duty_type as usize).chain([none]);
        for (relation, (place, duty_type)) in places.iter_mut().zip(types).enumerate() {
            *place = (relation * LANES + duty_type) as u8;
            if let Some(caps) = caps.get_mut(duty_type) {
                caps[relation] = 1.0;
            }
        }
        Self { places, caps, types: area.types, residual: area.residual }
    }

    /// How likely each relation is, or [`NEVER`] where it does not give a type.
    fn weights(&self, duty_type: DutyType, relations: &[f32; WIDE_RELATIONS]) -> [f32; WIDE_RELATIONS] {
        let mut weights = *relations;
        for (weight, &cap) in weights.iter_mut().zip(&self.caps[duty_type as usize]) {
            *weight = if *weight < cap { *weight } else { cap };
        }
        weights
    }
}

/// Turns scores (types, areas, relations, no relation) into a decision. The scores become probabilities in place.
pub fn decide(scores: &mut Scores, table: &TypeTable) -> Decision {
    let first_area = DutyType::ALL.len();
    let first_relation = first_area + table.row_of_area.len();
    softmax(scores, &[0..first_area, first_area..first_relation, first_relation..first_relation + RELATIONS]);
    let (types, rest) = scores.split_at(first_area);
    let (area_scores, rest) = rest.split_at(table.row_of_area.len());
    let relation_scores = &rest[..RELATIONS];
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
    let mut implied = [0.0f32; LANES];
    let Some(relations) = relations.first_chunk::<RELATIONS>() else { return implied };
    let mut sums = [0.0f32; 256];
    let sums = &mut sums[..table.rows.len()];
    for (&row, weight) in table.row_of_area.iter().zip(areas) {
        sums[row as usize] += weight;
    }
    let mut areas = [0.0f32; RELATIONS * LANES];
    for (row, sum) in table.rows.iter().zip(sums) {
        for &place in &row.places {
            areas[place as usize] += *sum;
        }
    }
    for (lanes, relation) in areas.as_chunks::<LANES>().0.iter().zip(relations) {
        for lane in 0..LANES {
            implied[lane] += lanes[lane] * relation;
        }
    }
    implied
}

/// The likeliest area and relation that give a type.
pub(super) fn likeliest(duty_type: DutyType, areas: &[f32], relations: &[f32], table: &TypeTable) -> (AreaId, Option<Relation>) {
    let mut wide = [NEVER; WIDE_RELATIONS];
    wide.iter_mut().zip(&relations[..RELATIONS]).for_each(|(wide, &relation)| *wide = relation);
    // Many areas share a row, so what is best in each is found once.
    let mut of_rows = [NEVER; 256];
    for (best, row) in of_rows.iter_mut().zip(&table.rows) {
        *best = row.weights(duty_type, &wide).into_iter().fold(NEVER, larger);
    }
    let mut of_areas = [NEVER; 256];
    let of_areas = &mut of_areas[..areas.len()];
    for ((weight, &area), &row) in of_areas.iter_mut().zip(areas).zip(&table.row_of_area) {
        // What is added keeps an area that is next to impossible apart from one that is out of the question.
        *weight = of_rows[row as usize] * (area + f32::MIN_POSITIVE);
    }
    let most = folded(of_areas, NEVER, larger);
    let best = of_areas.iter().position(|&weight| weight >= most && weight >= 0.0);
    let relation = best.and_then(|area| {
        let of_area = table.row(area).weights(duty_type, &wide);
        let most = of_rows[table.row_of_area[area] as usize];
        of_area.iter().position(|&weight| weight >= most).and_then(|at| Relation::ALL.get(at).copied())
    });
    (AreaId(best.unwrap_or_default() as u8), relation)
}

/// The larger of two numbers. As plain as that, processors compare several at once.
fn larger(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}

/// The areas that are at least so likely.
pub(super) fn above(areas: &[f32], least: f32) -> impl Iterator<Item = (AreaId, f32)> {
    // Few are; most can be passed over several at once.
    let chunks = areas
        .chunks(WIDE)
        .enumerate()
        .filter(move |(_, chunk)| chunk.iter().filter(|&&area| area >= least).count() > 0);
    let all = chunks.flat_map(|(at, chunk)| chunk.iter().zip(at * WIDE..).map(|(&likely, area)| (AreaId(area as u8), likely)));
    all.filter(move |&(_, likely)| likely >= least)
}

/// The weight of an area that has no relation of a type.
const NEVER: f32 = -1.0;

/// Scores looked at side by side.
const WIDE: usize = 8;

/// Turns the scores of each group, which follow one another, into probabilities.
fn softmax(scores: &mut Scores, groups: &[Range<usize>; 3]) {
    for group in groups {
        let group = &mut scores[group.clone()];
        let top = folded(group, f32::MIN, larger);
        for score in group.iter_mut() {
            *score -= top;
        }
    }
    // All at once, and with them what fills the last of those that are looked at side by side.
    let end = groups[2].end;
    let filled = end.next_multiple_of(WIDE);
    for wide in scores[..filled].as_chunks_mut::<WIDE>().0 {
        for score in wide.iter_mut() {
            *score = exp(*score);
        }
    }
    scores[end..filled].fill(0.0);
    for group in groups {
        let group = &mut scores[group.clone()];
        let sum = folded(group, 0.0, |sum, score| sum + score);
        for score in group {
            *score /= sum;
        }
    }
}

/// All scores put together by `join`, several side by side.
fn folded(scores: &[f32], start: f32, join: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [start; WIDE];
    let (wide, rest) = scores.as_chunks::<WIDE>();
    for wide in wide {
        for (lane, &score) in lanes.iter_mut().zip(wide) {
            *lane = join(*lane, score);
        }
    }
    lanes.iter().chain(rest).fold(start, |all, &score| join(all, score))
}

/// The exponential of a number that is not positive, to the last digit but one. Several are worked out at once, and
/// alike on every machine, which that of the standard library is not.
#[expect(clippy::excessive_precision, reason = "as such approximations are published")]
#[inline]
fn exp(number: f32) -> f32 {
    /// Adding this and taking it away again rounds; what was added last stands in the lowest bits.
    const ROUNDING: f32 = 12_582_912.0;
    let number = if number > -87.0 { number } else { -87.0 };
    let shifted = number * std::f32::consts::LOG2_E + ROUNDING;
    let power = shifted - ROUNDING;
    let rest = number - power * 0.693_359_4 + power * 2.121_944_4e-4;
    let mut curve = 1.987_569_2e-4;
    for factor in [1.398_200e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        curve = curve * rest + factor;
    }
    let two_to_the_power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(1.0f32.to_bits()));
    (curve * rest * rest + rest + 1.0) * two_to_the_power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_the_known_one() {
        for step in 0..8_700 {
            let number = -(step as f32) / 100.0;
            let (ours, known) = (exp(number), f64::from(number).exp() as f32);
            assert!((ours - known).abs() <= known * 3e-7, "exp({number}) is {known}, not {ours}");
        }
        assert!(exp(-1e9) < 1e-37 && exp(f32::NEG_INFINITY) < 1e-37);
        assert!(exp(0.0).to_bits() == 1.0f32.to_bits());
    }
}
