//! Sorting where it is not the sorting that takes time: the library writes seven kilobytes of code for every type that is sorted,
//! this a few hundred bytes.

use std::cmp::Ordering;

/// Sorts a list; entries that are equal keep their order, as with `sort_by`.
pub fn by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = places(list.len(), &|a, b| compare(&list[a], &list[b]));
    arrange(list, order);
}

/// Sorts a list by a key; entries with the same key keep their order, as with `sort_by_key`.
pub fn by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    by(list, |a, b| key(a).cmp(&key(b)));
}

/// Where the entries of a list of this length are to be taken from; empty when they stand right already.
fn places(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    if (1..length).all(|at| compare(at - 1, at).is_le()) {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|&a, &b| compare(a, b));
    order
}

/// Puts the entries of a list where they are to be: round after round of entries that take each other's places.
fn arrange<T>(list: &mut [T], mut order: Vec<usize>) {
    for start in 0..order.len() {
        let mut at = start;
        while order[at] != start {
            let from = std::mem::replace(&mut order[at], at);
            list.swap(at, from);
            at = from;
        }
        order[at] = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_the_library(list in proptest::collection::vec((0u8..9, "[a-c]{0,3}"), 0..60)) {
            let (mut ours, mut theirs) = (list.clone(), list);
            by_key(&mut ours, |&(number, _)| number);
            theirs.sort_by_key(|&(number, _)| number);
            prop_assert_eq!(&ours, &theirs);
            by(&mut ours, |a, b| b.1.cmp(&a.1));
            theirs.sort_by(|a, b| b.1.cmp(&a.1));
            prop_assert_eq!(ours, theirs);
        }
    }
}
