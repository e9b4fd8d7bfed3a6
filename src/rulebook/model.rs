//! The statistical layer: weights of features, learned from labelled duties by `role-audit rules train` and kept as a
//! readable file, `rules/model.tsv`.
//!
//! A feature is named `family:part` or `family:part_part` (parts are reduced words, area ids or relation names). Its line
//! lists classes and weights in hundredths: types, areas and relations are learned side by side.

use super::data::{Area, DutyType, Relation};
use super::error::RuleError;
use super::finder::{BUCKET, Finder, Row, STEP, TOGETHER, TURN, WIDE, bucket_at, pairs, upper};
use super::stem::{join, number};
use super::turns;
use crate::order;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Pairs beyond which adding them one by one would take longer than adding a weight for every class.
const MOST_PAIRS: usize = 12;
/// How many times [`TOGETHER`] a feature has pairs at most, as a [`Row`] says it.
pub const MOST_TIMES: u8 = MOST_PAIRS.div_ceil(TOGETHER) as u8;
/// Weights added side by side where every class has one: as many as processors have room for.
const LANES: usize = 64;
/// Bytes before the first weights: nothing stands at 0, and a bucket is read with some bytes of what follows.
const BEFORE: usize = size_of::<u64>();
/// Bytes of weights there may be.
const MOST_WEIGHTS: usize = 1 << 24;
/// The largest weight that is stored.
const MOST: i16 = 127;
/// One unit of a stored weight.
pub const UNIT: f32 = 1.0 / 16.0;

/// What of the model is small.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ModelHead {
    /// The score each class starts from; types, then areas, then relations, then "no relation".
    pub bias: Vec<f32>,
    /// Points of the calibration curve: the model's own probability, and how often it was right there; ascending.
    pub calibration: Vec<(f32, f32)>,
    /// Groups of features, whose turns stand at the beginning of the table; a power of two.
    pub groups: u32,
    /// Buckets of the table, which stand behind the turns.
    pub buckets: u32,
    /// The bits of a bucket that are a [`Row`].
    pub rows: u32,
    /// The line of the model file with the first feature.
    pub first_line: u32,
}

/// What a model is made of: its small part, and its table.
pub type Weights = (ModelHead, Vec<u8>);

/// The weights, ready to look up.
#[derive(Clone, Debug)]
pub struct Model {
    head: ModelHead,
    table: Cow<'static, [u8]>,
    /// Where the turns end and the buckets begin.
    first: usize,
    /// Where the buckets end.
    behind: usize,
    /// Bytes of a weight for every class.
    width: usize,
}

/// A score for every class there can be, the model's own first.
pub type Scores = [f32; 256];

/// A sum of weights for every class there can be, in thirds of a unit.
pub type Sums = [i32; 256];

/// Features whose weights can be added to small numbers when each counts three thirds at most. The smaller a number, the more are
/// added side by side.
const AT_ONCE: usize = (i16::MAX / (3 * MOST)) as usize;
/// Where a feature has a weight for every class, each is stored as so much more than it is, so that none is negative.
pub(super) const ZERO: u8 = 128;

impl Model {
    /// A model from its parts.
    pub fn new(head: ModelHead, table: Cow<'static, [u8]>) -> Self {
        let first = head.groups as usize * TURN;
        let behind = first + head.buckets as usize * BUCKET;
        let width = head.bias.len().next_multiple_of(LANES);
        Self { head, table, first, behind, width }
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.head.bias.len()
    }

    /// The score each class starts from.
    pub fn bias(&self) -> &[f32] {
        &self.head.bias
    }

    /// Where the weights of a feature stand, if it is known.
    pub fn row(&self, feature: u64) -> Option<Row> {
        self.finder().row(feature)
    }

    /// For looking up many features.
    ///
    /// Look all up before adding the weights of any: the table does not fit the nearest cache, and waiting for many places at once
    /// takes no longer than for one.
    pub fn finder(&self) -> Finder<'_> {
        let (turns, buckets) = self.table.split_at(self.first);
        Finder {
            turns: turns.as_chunks().0,
            buckets,
            count: self.head.buckets as usize,
            rows: u64::from(self.head.rows),
            weights: self.weights(),
        }
    }

    /// Adds the weights of features that have one for every class, so many times a third, to the sums.
    #[inline]
    pub fn add_wide(&self, rows: &[Option<Row>], thirds: u8, sums: &mut Sums) {
        let weights = self.weights();
        for rows in rows.chunks(AT_ONCE) {
            for (block, sums) in sums.as_chunks_mut::<LANES>().0.iter_mut().take(self.width / LANES).enumerate() {
                // Two weights are one number, whose upper half is added up once more by itself; the rest is what the lower halves are.
                let mut both = [0u16; LANES / 2];
                let mut uppers = [0u16; LANES / 2];
                let mut zeros = 0;
                for row in rows.iter().flatten() {
                    let weights = weights.get(row.place() + block * LANES..).and_then(|weights| weights.first_chunk::<LANES>());
                    let pairs = weights.unwrap_or(&[ZERO; LANES]).as_chunks().0;
                    for ((both, upper), &pair) in both.iter_mut().zip(&mut uppers).zip(pairs) {
                        let pair = u16::from_le_bytes(pair);
                        *both = both.wrapping_add(pair);
                        *upper += pair >> 8;
                    }
                    zeros += u16::from(ZERO);
                }
                let mut added = [[0; 2]; LANES / 2];
                for ((added, both), upper) in added.iter_mut().zip(both).zip(uppers) {
                    *added = [both.wrapping_sub(upper << 8), upper].map(|sum| sum.wrapping_sub(zeros).cast_signed());
                }
                for (sum, &added) in sums.iter_mut().zip(added.as_flattened()) {
                    *sum += i32::from(i16::from(thirds) * added);
                }
            }
        }
    }

    /// Adds the weights of other features, so many times a third, to the sums.
    #[inline]
    pub fn add_narrow(&self, rows: &[Option<Row>], thirds: u8, sums: &mut Sums) {
        let weights = self.weights();
        for row in rows.iter().flatten() {
            for together in pairs(weights, *row).as_chunks::<TOGETHER>().0 {
                for &[class, weight] in together {
                    sums[class as usize] += i32::from(thirds) * i32::from(weight.cast_signed());
                }
            }
        }
    }

    /// Turns sums of weights into scores: the bias, and each sum times a factor.
    pub fn score(&self, sums: &Sums, factor: f32, scores: &mut Scores) {
        let factor = factor * UNIT / 3.0;
        for ((score, &sum), bias) in scores.iter_mut().zip(sums).zip(&self.head.bias) {
            *score = bias + sum as f32 * factor;
        }
    }

    /// What a feature adds to the score of a class, before anything is divided.
    pub fn weight(&self, row: Row, class: usize) -> f32 {
        f32::from(self.units(row, class)) * UNIT
    }

    /// The same in units.
    pub fn units(&self, row: Row, class: usize) -> i8 {
        self.finder().units(row, class)
    }

    /// The weights of all features.
    fn weights(&self) -> &[u8] {
        &self.table[self.behind..]
    }

    /// The weights of a feature that has one for every class.
    fn wide(&self, row: Row) -> Option<&[u8]> {
        if row.is_wide() { self.weights().get(row.place()..row.place() + self.width) } else { None }
    }

    /// The line of the model file on which a feature stands, where features stand line after line, as training writes them.
    pub fn line(&self, feature: u64) -> Option<usize> {
        let row = self.row(feature)?;
        let before = self.rows().filter(|other| *other < row).count();
        Some(self.head.first_line as usize + before)
    }

    /// The same weights for other areas: classes get the numbers they have there, and what was learned of areas that are gone is
    /// left out.
    pub fn for_areas(&self, own: &[Area], areas: &[Area]) -> Weights {
        let names = class_names(areas);
        let numbers: Vec<Option<usize>> = class_names(own).iter().map(|class| names.iter().position(|name| name == class)).collect();
        let mut bias = vec![0.0; names.len()];
        for (number, &weight) in numbers.iter().zip(&self.head.bias) {
            if let Some(number) = *number {
                bias[number] = weight;
            }
        }
        let mut behind = vec![0u8; BEFORE];
        let mut moved = Vec::new();
        let mut rows: Vec<Row> = self.rows().collect();
        order::by(&mut rows, Ord::cmp);
        for row in rows {
            let mut weights = match self.wide(row) {
                Some(weights) => weights.iter().zip(0..).map(|(&weight, class)| [class, weight ^ ZERO]).collect(),
                None => pairs(self.weights(), row).to_vec(),
            };
            weights.retain(|[_, weight]| *weight != 0);
            let mut weights: Vec<[u8; 2]> =
                weights.into_iter().filter_map(|[class, weight]| Some([numbers[class as usize]? as u8, weight])).collect();
            order::by(&mut weights, Ord::cmp);
            moved.push((row, store(&weights, names.len(), &mut behind)));
        }
        // Buckets know fewer bits of a feature, never more.
        let rows = self.head.rows | rows_within(&behind);
        let mut table = self.table[..self.first].to_vec();
        for number in 0..self.head.buckets as usize {
            let row = self.finder().row_in(number);
            let moved = row.and_then(|row| moved.binary_search_by_key(&row, |&(row, _)| row).ok()).map(|at| moved[at].1);
            let bucket = bucket_at(&self.table[self.first..], number);
            let bucket = moved.map_or(0, |moved| bucket & !u64::from(rows) | moved);
            table.extend(&bucket.to_le_bytes()[..BUCKET]);
        }
        table.extend(behind);
        (ModelHead { bias, rows, ..self.head.clone() }, table)
    }

    /// The rows of all features.
    fn rows(&self) -> impl Iterator<Item = Row> {
        let finder = self.finder();
        (0..finder.count).filter_map(move |number| finder.row_in(number))
    }

    /// Points of the calibration curve: a probability, and how often calls made with it were right; ascending.
    pub fn calibration(&self) -> &[(f32, f32)] {
        &self.head.calibration
    }

    /// How often a call made with this probability is right, as measured.
    pub fn calibrate(&self, probability: f32) -> f32 {
        let curve = &self.head.calibration;
        let after = curve.partition_point(|&(raw, _)| raw < probability);
        match (after.checked_sub(1).map(|at| curve[at]), curve.get(after)) {
            (Some((x0, y0)), Some(&(x1, y1))) if x1 > x0 => y0 + (y1 - y0) * (probability - x0) / (x1 - x0),
            (Some((_, y)), _) | (None, Some(&(_, y))) => y,
            (None, None) => probability,
        }
    }
}

/// The number of a feature from its name (`u:roadmap`, `b:own_roadmap`).
pub fn feature_number(name: &str) -> u64 {
    let (family, parts) = name.split_once(':').unwrap_or(("", name));
    parts.split('_').fold(number(family.as_bytes()), |hash, part| join(hash, number(part.as_bytes())))
}

/// The names of all classes, in order: types, areas, relations, no relation. Types are written in capitals, for one of them
/// shares its name with an area.
pub fn class_names(areas: &[Area]) -> Vec<String> {
    let types = DutyType::ALL.iter().map(|duty_type| duty_type.name().to_uppercase());
    let areas = areas.iter().map(|area| area.id.clone());
    let relations = Relation::ALL.iter().map(|relation| format!("={}", relation.name()));
    types.chain(areas).chain(relations).chain(["=none".to_owned()]).collect()
}

/// Reads the model file: the small part, and the table.
pub fn compile(shown: &str, text: &str, areas: &[Area]) -> Result<Weights, RuleError> {
    let names = class_names(areas);
    let mut head = ModelHead { bias: vec![0.0; names.len()], ..ModelHead::default() };
    let mut rows: Vec<(u64, Vec<[u8; 2]>)> = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let wrong = |message: &str| RuleError { line: Some((number + 1, 1)), ..RuleError::new(shown, message.to_owned()) };
        let (name, rest) = line.split_once('\t').ok_or_else(|| wrong("a line is a name, a tab, and pairs such as `PM:12`"))?;
        let mut pairs = Vec::new();
        for pair in rest.split(' ') {
            let (class, value) = pair.rsplit_once(':').ok_or_else(|| wrong("weights are written `class:number`"))?;
            let value: f32 = value.parse().map_err(|_| wrong("a weight is a number"))?;
            if !(-1e6..=1e6).contains(&value) {
                return Err(wrong("a weight lies between -1000000 and 1000000"));
            }
            pairs.push((class, value / 100.0));
        }
        if name == "calibration" {
            for (raw, right) in pairs {
                let raw: f32 = raw.parse().map_err(|_| wrong("a calibration point is written `raw:right`"))?;
                let point = (raw / 100.0, right);
                if !(0.0..=1.0).contains(&point.0) || !(0.0..=1.0).contains(&point.1) {
                    return Err(wrong("a calibration point lies between 0 and 100"));
                }
                head.calibration.push(point);
            }
            continue;
        }
        let mut weights = Vec::with_capacity(pairs.len());
        for (class, value) in pairs {
            // A class of an area that a user's rules removed is passed over.
            let Some(class) = names.iter().position(|known| known == class) else { continue };
            if name == "bias" {
                head.bias[class] = value;
            } else {
                let most = f32::from(MOST);
                weights.push([class as u8, ((value / UNIT).round().clamp(-most, most) as i8).cast_unsigned()]);
            }
        }
        if name != "bias" {
            if rows.is_empty() {
                head.first_line = number as u32 + 1;
            }
            order::by(&mut weights, Ord::cmp);
            // A class that a line names twice counts once, so that no sum grows beyond its bounds.
            weights.dedup_by_key(|&mut [class, _]| class);
            rows.push((feature_number(name), weights));
        }
    }
    let mut behind = vec![0u8; BEFORE];
    let stored: Vec<u64> = rows.iter().map(|(_, weights)| store(weights, names.len(), &mut behind)).collect();
    if behind.len() > MOST_WEIGHTS {
        return Err(RuleError::new(shown, "there are more weights than can be kept".to_owned())
            .with_help("Leave out the lines of features that were seen seldom, or the smallest weights."));
    }
    let (turns, buckets) = turns::find(rows.iter().map(|(feature, _)| *feature))
        .ok_or_else(|| RuleError::new(shown, "no places were found for these features; change or add a line".to_owned()))?;
    head.groups = turns.len() as u32;
    head.buckets = buckets as u32;
    head.rows = rows_within(&behind);
    let mut table: Vec<u8> = turns.iter().flat_map(|turn| turn.to_le_bytes()).collect();
    let first = table.len();
    table.resize(first + buckets * BUCKET, 0);
    for ((feature, _), row) in rows.iter().zip(stored) {
        let turn = turns[turns::group(*feature, turns.len())];
        let at = first + turns::bucket(*feature, turn, buckets) * BUCKET;
        let bucket = &mut table[at..at + BUCKET];
        // The first of two lines with one feature counts.
        if bucket == [0; BUCKET] {
            let taken = upper(*feature) & !u64::from(head.rows) | row;
            bucket.copy_from_slice(&taken.to_le_bytes()[..BUCKET]);
        }
    }
    table.extend(behind);
    Ok((head, table))
}

/// Writes the weights of a feature down; gives the number of their row.
fn store(weights: &[[u8; 2]], classes: usize, into: &mut Vec<u8>) -> u64 {
    let first = into.len();
    if weights.len() > MOST_PAIRS {
        into.resize(first + classes.next_multiple_of(LANES), ZERO);
        for &[class, weight] in weights {
            into[first + class as usize] = weight ^ ZERO;
        }
        Row::number(first, WIDE)
    } else {
        // No two features stand at one place, not even those that have no weights.
        let times = weights.len().div_ceil(TOGETHER).max(1);
        into.extend(weights.iter().flatten());
        into.resize(first + STEP * times, 0);
        Row::number(first, times as u8)
    }
}

/// The bits of the rows of weights that were written down.
fn rows_within(weights: &[u8]) -> u32 {
    Row::number(weights.len(), 0).next_power_of_two() as u32 - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn every_feature_has_the_weights_of_its_line(
            lines in proptest::collection::btree_map("[a-z]{1,6}", proptest::collection::btree_map(0usize..60, -127i32..=127, 1..30), 0..40),
        ) {
            let areas = Rulebook::builtin().areas();
            let names = class_names(areas);
            let pair = |(&class, &weight): (&usize, &i32)| format!("{}:{}", names[class], weight as f32 * UNIT * 100.0);
            let line = |(word, weights): (&String, &BTreeMap<usize, i32>)| {
                format!("w:{word}\t{}\n", weights.iter().map(pair).collect::<Vec<_>>().join(" "))
            };
            let text: String = lines.iter().map(line).collect();
            let (head, table) = compile("model.tsv", &text, areas).expect("a model");
            let model = Model::new(head, Cow::Owned(table));
            for (word, weights) in &lines {
                let row = model.row(feature_number(&format!("w:{word}"))).expect("a known feature");
                let mut sums = [0; 256];
                if row.is_wide() {
                    model.add_wide(&[Some(row)], 3, &mut sums);
                } else {
                    model.add_narrow(&[Some(row)], 3, &mut sums);
                }
                for (class, &sum) in sums.iter().enumerate().take(names.len()) {
                    let weight = weights.get(&class).copied().unwrap_or_default();
                    prop_assert_eq!(sum, 3 * weight);
                    prop_assert!((model.weight(row, class) - weight as f32 * UNIT).abs() < 1e-6);
                }
            }
        }
    }

    #[test]
    fn other_areas_get_the_weights_they_would_get_from_the_file() {
        let text = include_str!("../../rules/model.tsv");
        let builtin = Rulebook::builtin();
        let mut areas = builtin.areas().to_vec();
        let mut new = areas.remove(3);
        new.id = "a-new-area".to_owned();
        areas.insert(0, new.clone());
        // So many that rows become wider.
        for number in 0..LANES {
            areas.push(Area { id: format!("area-{number}"), ..new.clone() });
        }
        let (head, table) = builtin.model().for_areas(builtin.areas(), &areas);
        let taken_over = Model::new(head, Cow::Owned(table));
        let (head, table) = compile("model.tsv", text, &areas).expect("a model");
        let read = Model::new(head, Cow::Owned(table));
        assert_eq!(taken_over.bias(), read.bias());
        let of = |model: &Model, feature| -> Option<Vec<f32>> {
            let row = model.row(feature)?;
            Some((0..model.classes()).map(|class| model.weight(row, class)).collect())
        };
        for name in text.lines().filter_map(|line| line.split_once('\t')).map(|(name, _)| name) {
            let feature = feature_number(name);
            assert_eq!(of(&taken_over, feature), of(&read, feature), "{name}");
        }
    }
}
