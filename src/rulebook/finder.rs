//! Finding the weights of features in the table of the model.

use super::model::ZERO;
use super::turns;
use std::hint::select_unpredictable;
use std::num::NonZeroU32;

/// Bytes of one bucket of the table. Its lower bits are a [`Row`] ([`Finder::rows`]), 0 where the bucket is free; the others are the
/// upper bits of the feature it belongs to. Few bytes, so that the table stays near: of a hundred thousand features hardly two are
/// taken for each other.
pub(super) const BUCKET: usize = 5;
/// Bytes of the turn of a group of features ([`turns`]).
pub(super) const TURN: usize = size_of::<u16>();
/// Pairs of class and weight that are added side by side. Weights stand in order of class, so many pairs at a time; those that fill
/// the last pairs up are 0.
pub(super) const TOGETHER: usize = 2;
/// Bytes of so many pairs: all weights begin at multiples of it.
pub(super) const STEP: usize = 2 * TOGETHER;
/// What a row says where there are more pairs than are worth adding one by one: a weight for every class stands there, without the class.
pub(super) const WIDE: u8 = (1 << TIMES_BITS) - 1;
/// The bits of a row that say how many weights there are.
const TIMES_BITS: u32 = 3;
/// The bits of a bucket.
const BUCKET_BITS: u64 = (1 << (8 * BUCKET)) - 1;

/// Where the weights of a feature stand behind the buckets, in [`STEP`]s, and in the lowest bits how many times [`TOGETHER`] they are,
/// or [`WIDE`]. That the bucket says both spares a look at the weights of features that are only sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row(NonZeroU32);

impl Row {
    /// The number of a row, as buckets hold it. Nothing stands at 0.
    pub(super) fn number(place: usize, times: u8) -> u64 {
        ((place / STEP) as u64) << TIMES_BITS | u64::from(times)
    }

    fn of_number(number: u64) -> Option<Self> {
        NonZeroU32::new(number as u32).map(Self)
    }

    pub(super) fn place(self) -> usize {
        (self.0.get() >> TIMES_BITS) as usize * STEP
    }

    /// How many times [`TOGETHER`] pairs it has, or [`WIDE`].
    pub fn times(self) -> u8 {
        self.0.get() as u8 & WIDE
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
    /// The bits of a bucket that are a row.
    pub(super) rows: u64,
    /// What stands behind the buckets.
    pub(super) weights: &'a [u8],
}

impl Finder<'_> {
    /// Where the weights of a feature stand, if it is known.
    #[inline]
    pub fn row(&self, feature: u64) -> Option<Row> {
        let turn = u16::from_le_bytes(*self.turns.get(turns::group(feature, self.turns.len()))?);
        let bucket = bucket_at(self.buckets, turns::bucket(feature, turn, self.count));
        let known = (bucket ^ upper(feature)) & !self.rows == 0;
        // Nobody foresees whether it is, neither do processors: so nothing is asked, and what is not known is free.
        Row::of_number(select_unpredictable(known, bucket & self.rows, 0))
    }

    /// The row in the bucket with this number, if it is taken.
    pub(super) fn row_in(&self, number: usize) -> Option<Row> {
        Row::of_number(bucket_at(self.buckets, number) & self.rows)
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
    let end = row.place() + STEP * row.times() as usize;
    weights.get(row.place()..end).unwrap_or_default().as_chunks().0
}

/// The upper bits of a feature, as many as a bucket has.
pub(super) fn upper(feature: u64) -> u64 {
    feature >> (u64::BITS as usize - 8 * BUCKET)
}
