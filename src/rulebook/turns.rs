//! Buckets for features: each feature has one of its own, and few are free.
//!
//! The lower bits of a feature say to which group it belongs. Each group has a turn, found by trying: a number with which none of its
//! features is led to a bucket that another has. So whoever knows the turns needs to look at one bucket only.

use crate::order;

/// Features of a group, on average, at most. The more there are, the longer it takes to find their turn.
const TOGETHER: usize = 4;
/// Features for each bucket that is left free, so that the last groups find a turn, too.
const FOR_A_FREE_ONE: usize = 50;
/// How often more buckets are taken where a group finds no turn.
const TRIES: usize = 32;

/// The turn of each group, and the number of buckets they lead to. Nothing where no turns are found, which hardly ever happens.
pub(super) fn find(features: impl Iterator<Item = u64>) -> Option<(Vec<u16>, usize)> {
    let mut features: Vec<u64> = features.collect();
    features.sort_unstable();
    features.dedup();
    let count = features.len().div_ceil(TOGETHER).next_power_of_two();
    let mut groups = vec![(0, Vec::new()); count];
    for (number, group) in groups.iter_mut().enumerate() {
        group.0 = number;
    }
    for &feature in &features {
        groups[group(feature, count)].1.push(feature);
    }
    // Large groups come first, while there are many free buckets.
    order::by_key(&mut groups, |(_, features)| std::cmp::Reverse(features.len()));
    let mut buckets = features.len() + 1;
    for _ in 0..TRIES {
        buckets += features.len() / FOR_A_FREE_ONE + 1;
        if let Some(turns) = turns(&groups, buckets) {
            return Some((turns, buckets));
        }
    }
    None
}

/// The group of a feature, of so many: a power of two.
#[inline]
pub(super) fn group(feature: u64, groups: usize) -> usize {
    feature as usize & groups.wrapping_sub(1)
}

/// The bucket of a feature, of so many, when its group has this turn.
#[inline]
pub(super) fn bucket(feature: u64, turn: u16, buckets: usize) -> usize {
    // From one turn to the next, each feature goes on by a step of its own.
    let turned = feature.wrapping_mul(0x9e37_79b9_7f4a_7c15 + 2 * u64::from(turn));
    ((u128::from(turned) * buckets as u128) >> u64::BITS) as usize
}

/// The turns with which all features of these groups have buckets of their own.
fn turns(groups: &[(usize, Vec<u64>)], buckets: usize) -> Option<Vec<u16>> {
    let mut turns = vec![0; groups.len()];
    let mut taken = vec![false; buckets];
    for (number, features) in groups {
        turns[*number] = (0..=u16::MAX).find(|&turn| take(features, turn, &mut taken))?;
    }
    Some(turns)
}

/// Takes the buckets of these features with this turn, all or none.
fn take(features: &[u64], turn: u16, taken: &mut [bool]) -> bool {
    let bucket = |feature: &u64| bucket(*feature, turn, taken.len());
    let mine: Vec<usize> = features.iter().map(bucket).collect();
    for (at, &bucket) in mine.iter().enumerate() {
        if taken[bucket] {
            for &bucket in &mine[..at] {
                taken[bucket] = false;
            }
            return false;
        }
        taken[bucket] = true;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::stem::number;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn every_feature_has_a_bucket_of_its_own(numbers in proptest::collection::btree_set(0u32..9_999, 0..600)) {
            let features: Vec<u64> = numbers.iter().map(|feature| number(&feature.to_le_bytes())).collect();
            let (turns, buckets) = find(features.iter().copied()).expect("turns");
            let taken: BTreeSet<usize> = features
                .iter()
                .map(|&feature| bucket(feature, turns[group(feature, turns.len())], buckets))
                .collect();
            prop_assert_eq!(taken.len(), features.len());
            prop_assert!(taken.iter().all(|&bucket| bucket < buckets));
        }
    }

    #[test]
    fn few_buckets_are_free() {
        for count in [1_000, 10_000, 16_384, 26_000, 32_768u32] {
            let (turns, buckets) = find((0..count).map(|feature| number(&feature.to_le_bytes()))).expect("turns");
            let bytes = 5 * buckets + 2 * turns.len();
            assert!(bytes < 6 * count as usize, "{count} features take {bytes} bytes");
        }
    }
}
