//! Deciding: scores of types, areas and relations become one verdict that agrees with itself.

use crate::rulebook::model::Scores;
use crate::rulebook::{Area, AreaId, DutyType, Relation, Rulebook};
use std::ops::Range;

/// How much likelier than everything else together a pm and a po call must be. A duty wrongly called one role's accuses somebody,
/// one called unclear accuses nobody; set by cross-validation so that nine of ten calls are right. What sounds like a Product Owner's
/// is seldom anybody else's, much sounds like a Product Manager's.
const CALL_ODDS: [f32; 2] = [3.6, 1.8];

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
    /// By area: its row. Many areas share one.
    row_of_area: Vec<u8>,
    rows: usize,
    /// By relation: its column. Many relations share one.
    columns: [u8; RELATIONS],
    /// By column and row: the lane of the type.
    lanes: Vec<Vec<u8>>,
    /// By type: which relations give it in which areas; nothing on areas in which none does.
    givers: [Vec<Givers>; DutyType::ALL.len()],
}

/// Areas that share the relations that give a type in them.
#[derive(Debug)]
struct Givers {
    areas: Vec<u8>,
    /// The most that each relation can weigh; [`NEVER`] where it does not give the type.
    caps: [f32; WIDE_RELATIONS],
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
        let areas = rulebook.areas();
        let mut rows = Vec::new();
        let row_of_area = areas.iter().map(|area| place(lanes(area), &mut rows)).collect();
        let mut columns = Vec::new();
        let column = |relation: usize| place(rows.iter().map(|row| row[relation]).collect(), &mut columns);
        Self {
            row_of_area,
            columns: std::array::from_fn(column),
            lanes: columns,
            rows: rows.len(),
            givers: DutyType::ALL.map(|duty_type| givers(duty_type, areas)),
        }
    }
}

/// By relation: the lane of the type that it gives in an area.
fn lanes(area: &Area) -> [u8; RELATIONS] {
    // "No relation" goes with lines that are no duty.
    let mut lanes = [if area.residual { area.types[0] as u8 } else { LANES as u8 - 1 }; RELATIONS];
    lanes.iter_mut().zip(area.types).for_each(|(lane, duty_type)| *lane = duty_type as u8);
    lanes
}

/// Where something stands among what is known, which it joins if need be.
fn place<T: PartialEq>(one: T, known: &mut Vec<T>) -> u8 {
    let at = known.iter().position(|known| *known == one).unwrap_or(known.len());
    if at == known.len() {
        known.push(one);
    }
    at as u8
}

/// Which relations give a type in which areas.
fn givers(duty_type: DutyType, areas: &[Area]) -> Vec<Givers> {
    let (mut known, mut all) = (Vec::new(), Vec::new());
    for (area, number) in areas.iter().zip(0..) {
        let gives = lanes(area).map(|lane| lane == duty_type as u8);
        if !gives.contains(&true) {
            continue;
        }
        let at = place(gives, &mut known) as usize;
        if at == all.len() {
            let mut caps = [NEVER; WIDE_RELATIONS];
            caps.iter_mut().zip(gives).filter(|(_, gives)| *gives).for_each(|(cap, _)| *cap = 1.0);
            all.push(Givers { areas: Vec::new(), caps });
        }
        all[at].areas.push(number);
    }
    all
}

/// How likely each relation is, or [`NEVER`] where it is out of the question.
fn capped(relations: &[f32; WIDE_RELATIONS], caps: &[f32; WIDE_RELATIONS]) -> [f32; WIDE_RELATIONS] {
    let mut capped = *relations;
    for (relation, &cap) in capped.iter_mut().zip(caps) {
        *relation = if *relation < cap { *relation } else { cap };
    }
    capped
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

/// The type to call: the likeliest, unless it is pm or po and the others together are nearly as likely. What comes next is then no
/// neighbour's, and no less than a duty, for being less likely than one role's: that would accuse somebody else.
fn best(types: &[f32; 6]) -> usize {
    let likeliest = |from: usize| (from..6).fold(from, |best, at| if types[at] > types[best] { at } else { best });
    let best = likeliest(0);
    let rest = DutyType::Shared as usize;
    let others: f32 = types[rest..].iter().sum();
    let doubtful = CALL_ODDS.get(best).is_some_and(|odds| others * odds > types[best]);
    match likeliest(rest) {
        shared if doubtful && shared == rest => rest,
        _ if doubtful => DutyType::Unclear as usize,
        _ => best,
    }
}

/// The probability of every type that follows from those of areas and relations.
fn implied(areas: &[f32], relations: &[f32], table: &TypeTable) -> [f32; LANES] {
    let mut implied = [0.0f32; LANES];
    let Some(relations) = relations.first_chunk::<RELATIONS>() else { return implied };
    let mut sums = [0.0f32; 256];
    for (&row, weight) in table.row_of_area.iter().zip(areas) {
        sums[row as usize] += weight;
    }
    let mut columns = [[0.0f32; LANES]; RELATIONS.next_power_of_two()];
    for (column, lanes) in columns.iter_mut().zip(&table.lanes) {
        for (&lane, sum) in lanes.iter().zip(&sums[..table.rows]) {
            column[lane as usize % LANES] += sum;
        }
    }
    for (&column, relation) in table.columns.iter().zip(relations) {
        let column = &columns[column as usize % RELATIONS.next_power_of_two()];
        for lane in 0..LANES {
            implied[lane] += column[lane] * relation;
        }
    }
    implied
}

/// The likeliest area and relation that give a type.
pub(super) fn likeliest(duty_type: DutyType, areas: &[f32], relations: &[f32], table: &TypeTable) -> (AreaId, Option<Relation>) {
    let mut wide = [NEVER; WIDE_RELATIONS];
    wide.iter_mut().zip(&relations[..RELATIONS]).for_each(|(wide, &relation)| *wide = relation);
    let (mut most, mut best): (f32, Option<(u8, f32, &Givers)>) = (NEVER, None);
    // Many areas share their relations, so what is best among these is found once.
    for givers in &table.givers[duty_type as usize] {
        let relation = capped(&wide, &givers.caps).into_iter().fold(NEVER, larger);
        for &area in &givers.areas {
            // What is added keeps an area that is next to impossible apart from one that is out of the question.
            let weight = relation * (areas[area as usize] + f32::MIN_POSITIVE);
            let comes_first = || best.is_none_or(|(known, ..)| area < known);
            if weight > most || weight >= most && comes_first() {
                (most, best) = (weight, Some((area, relation, givers)));
            }
        }
    }
    let relation = best.and_then(|(_, likeliest, givers)| {
        let of_area = capped(&wide, &givers.caps);
        of_area.iter().position(|&weight| weight >= likeliest).and_then(|at| Relation::ALL.get(at).copied())
    });
    (AreaId(best.map_or(0, |(area, ..)| area)), relation)
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
    fn what_is_not_called_a_product_role_is_called_nobody_elses_for_that() {
        let called = |types: [f32; 6]| DutyType::ALL[best(&types)];
        assert_eq!(called([0.8, 0.02, 0.02, 0.12, 0.02, 0.02]), DutyType::Pm);
        assert_eq!(called([0.55, 0.02, 0.03, 0.36, 0.02, 0.02]), DutyType::Unclear);
        assert_eq!(called([0.68, 0.02, 0.02, 0.24, 0.02, 0.02]), DutyType::Unclear);
        assert_eq!(called([0.02, 0.68, 0.02, 0.24, 0.02, 0.02]), DutyType::Po);
        assert_eq!(called([0.03, 0.5, 0.03, 0.04, 0.38, 0.02]), DutyType::Unclear);
        assert_eq!(called([0.55, 0.02, 0.36, 0.03, 0.02, 0.02]), DutyType::Shared);
        assert_eq!(called([0.36, 0.02, 0.03, 0.55, 0.02, 0.02]), DutyType::Other);
    }

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
