//! Finding the weights of features in the table of the model.

use super::model::ZERO;
use super::turns;
use std::hint::select_unpredictable;
use std::num::NonZeroU32;

/// Bytes of one bucket of the table. Its lower bits say where the weights stand behind the buckets ([`Finder::places`]), 0 where
/// the bucket is free; the others are the upper bits of the feature it belongs to. Few bytes, so that the table stays near: of a
/// hundred thousand features hardly two are taken for each other.
pub(super) const BUCKET: usize = 5;
/// Bytes of the turn of a group of features ([`turns`]).
pub(super) const TURN: usize = size_of::<u16>();
/// Pairs of class and weight that are added side by side. Weights stand in order of class, so many pairs at a time, after a byte
/// that says how many times; those that fill the last pairs up are 0.
pub(super) const TOGETHER: usize = 2;
/// What that byte says where there are more pairs than are worth adding one by one: a weight for every class stands there, without the class.
pub(super) const WIDE: u8 = u8::MAX;
/// The bits of a bucket.
const BUCKET_BITS: u64 = (1 << (8 * BUCKET)) - 1;

/// Where the weights of a feature stand behind the buckets, and in the lowest byte how many times [`TOGETHER`] they are, or [`WIDE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row(NonZeroU32);

impl Row {
    pub(super) fn place(self) -> usize {
        (self.0.get() >> 8) as usize + 1
    }

    /// How many times [`TOGETHER`] pairs it has, or [`WIDE`].
    pub fn times(self) -> u8 {
        self.0.get() as u8
    }

    /// Whether it has a weight for every class.
    #[inline]
    pub fn is_wide(self) -> bool {
        self.times() == WIDE
    }
}

/// The table, taken apart for looking up many features.
#[derive(Clone, Copy, Debug)]
pub struct Finder<'a> {
    /// The turns of the groups of features ([`turns`]).
    pub(super) turns: &'a [[u8; TURN]],
    /// The buckets and what follows them.
    pub(super) buckets: &'a [u8],
    /// How many buckets there are.
    pub(super) count: usize,
    /// The bits of a bucket that say where its weights stand.
    pub(super) places: u64,
    /// What stands behind the buckets.
    pub(super) weights: &'a [u8],
}

impl Finder<'_> {
    /// Where the weights of a feature stand, if it is known.
    #[inline]
    pub fn row(&self, feature: u64) -> Option<Row> {
        let turn = u16::from_le_bytes(*self.turns.get(turns::group(feature, self.turns.len()))?);
        let bucket = bucket_at(self.buckets, turns::bucket(feature, turn, self.count));
        let known = (bucket ^ upper(feature)) & !self.places == 0;
        // Nobody foresees whether it is, neither do processors: so nothing is asked, and what is not known stands where nothing does.
        row_at(self.weights, select_unpredictable(known, (bucket & self.places) as usize, 0))
    }

    /// What a feature adds to the score of a class, in units.
    #[inline]
    pub fn units(&self, row: Row, class: usize) -> i8 {
        let weight = if row.is_wide() {
            self.weights.get(row.place() + class).map(|weight| weight ^ ZERO)
        } else {
            pairs(self.weights, row)
                .iter()
                .find(|&&[known, _]| known as usize >= class)
                .filter(|&&[known, _]| known as usize == class)
                .map(|&[_, weight]| weight)
        };
        weight.unwrap_or_default().cast_signed()
    }
}

/// The bucket with this number; 0 when it is free.
#[inline]
pub(super) fn bucket_at(buckets: &[u8], number: usize) -> u64 {
    let bytes = buckets.get(number * BUCKET..).and_then(|rest| rest.first_chunk());
    bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes) & BUCKET_BITS)
}

/// The pairs of class and weight of a feature that has few.
#[inline]
pub(super) fn pairs(weights: &[u8], row: Row) -> &[[u8; 2]] {
    let end = row.place() + 2 * TOGETHER * row.times() as usize;
    weights.get(row.place()..end).unwrap_or_default().as_chunks().0
}

/// The weights that stand at a place behind the buckets; none stand at 0, where there is a byte that is 0.
#[inline]
pub(super) fn row_at(weights: &[u8], place: usize) -> Option<Row> {
    let times = *weights.get(place)?;
    NonZeroU32::new((place as u32) << 8 | u32::from(times)).map(Row)
}

/// The upper bits of a feature, as many as a bucket has.
pub(super) fn upper(feature: u64) -> u64 {
    feature >> (u64::BITS as usize - 8 * BUCKET)
}
