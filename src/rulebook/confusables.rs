//! Files that use the words of role documents but are something else (`rules/confusables.yaml`).

use super::keys::normalise;
use super::stem::number;
use crate::order;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One entry of `confusables.yaml`: the signs of one kind of file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConfusableEntry {
    /// What such files are, for readers of the rule file.
    pub id: String,
    /// Keys of which one is enough.
    #[serde(default)]
    pub keys: Vec<String>,
    /// Lists of keys that must stand together in one map.
    #[serde(default)]
    pub together: Vec<Vec<String>>,
    /// Beginnings of the text of a key.
    #[serde(default)]
    pub values: BTreeMap<String, Vec<String>>,
}

/// The compiled signs. Keys are normalised.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Confusables {
    /// Keys of which one is enough, sorted.
    keys: Vec<String>,
    /// Keys that must stand together.
    together: Vec<Vec<String>>,
    /// Key and beginning of its text, sorted.
    values: Vec<(String, String)>,
    /// Numbers of the keys that are a sign by themselves or by their text, ascending.
    alone: Vec<u64>,
    /// Numbers of the keys that are a sign together with others, ascending, and the lists that hold each: a bit for each list, which some
    /// share.
    shared: Vec<(u64, u64)>,
}

impl Confusables {
    /// Compiles the entries of the rule file.
    pub fn new(entries: &[ConfusableEntry]) -> Self {
        let normal = |key: &String| normalise(key).into_owned();
        let mut keys: Vec<String> = entries.iter().flat_map(|entry| &entry.keys).map(normal).collect();
        let together = entries.iter().flat_map(|entry| &entry.together).map(|keys| keys.iter().map(normal).collect());
        let (together, single): (Vec<Vec<String>>, Vec<_>) = together.partition(|keys: &Vec<_>| keys.len() > 1);
        keys.extend(single.into_iter().flatten());
        order::by(&mut keys, Ord::cmp);
        let values = entries.iter().flat_map(|entry| &entry.values);
        let mut values: Vec<(String, String)> = values
            .flat_map(|(key, texts)| texts.iter().map(|text| (normalise(key).into_owned(), text.to_lowercase())))
            .collect();
        order::by(&mut values, Ord::cmp);
        let alone = numbers(keys.iter().chain(values.iter().map(|(key, _)| key)));
        let held_by = |number: u64| {
            let holding = together.iter().zip(0..).filter(|(keys, _)| keys.iter().any(|key| number_of(key) == number));
            holding.fold(0, |lists, (_, list)| lists | 1 << (list % u64::BITS))
        };
        let shared = numbers(together.iter().flatten()).into_iter().map(|number| (number, held_by(number))).collect();
        Self { keys, together, values, alone, shared }
    }

    /// Whether a map with these normalised keys, and their texts where they have one, is something else than a role document. Numbers
    /// tell of most keys that they are no sign, and of most maps that no two keys of a list stand together.
    pub fn matches<'m>(&self, entries: &(impl Iterator<Item = (&'m str, Option<&'m str>)> + Clone)) -> bool {
        let (mut once, mut twice) = (0, 0);
        let is_sign = |(key, text): (&str, Option<&str>)| {
            let number = number_of(key);
            if let Ok(at) = self.shared.binary_search_by_key(&number, |&(shared, _)| shared) {
                twice |= once & self.shared[at].1;
                once |= self.shared[at].1;
            }
            self.alone.binary_search(&number).is_ok() && (self.has_key(key) || text.is_some_and(|text| self.has_value(key, text)))
        };
        if entries.clone().any(is_sign) {
            return true;
        }
        let has = |wanted: &String| entries.clone().any(|(key, _)| key == wanted);
        twice != 0 && self.together.iter().any(|keys| keys.iter().all(has))
    }

    fn has_key(&self, key: &str) -> bool {
        self.keys.binary_search_by(|known| known.as_str().cmp(key)).is_ok()
    }

    fn has_value(&self, key: &str, text: &str) -> bool {
        let first = self.values.partition_point(|(known, _)| known.as_str() < key);
        self.values[first..]
            .iter()
            .take_while(|(known, _)| known == key)
            .any(|(_, beginning)| text.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning)))
    }
}

fn number_of(key: &str) -> u64 {
    number(key.as_bytes())
}

/// The numbers of keys, ascending.
fn numbers<'a>(keys: impl Iterator<Item = &'a String>) -> Vec<u64> {
    let mut numbers: Vec<u64> = keys.map(|key| number_of(key)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}
