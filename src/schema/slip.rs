//! Spellings as patterns: every way to write a known key, and the slips that the linter would call unknown.

use crate::rulebook::keys::{Key, Keys, KnownKey, normalise};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Usual spellings of a key whose slips are flagged.
const USUAL: u16 = 3;
/// Letters a key must have for its slips to be told from other words.
const LETTERS: usize = 5;

/// What a slip was meant to be, and the values with which it is one; none where any value makes it one.
#[derive(Debug)]
pub(super) struct Slip {
    pub(super) meant: String,
    pub(super) with: With,
}

/// Values with which a misspelt key is reported.
#[derive(Clone, Debug)]
pub(super) enum With {
    Any,
    Only(Value),
}

impl Slip {
    /// What to say of a key that is this slip. Editors mark the key itself where any value is wrong.
    pub(super) fn schema(&self) -> Value {
        match &self.with {
            With::Any => json!(false),
            With::Only(value) => json!({"description": format!("Not a known key. Did you mean `{}`?", self.meant), "not": value}),
        }
    }
}

/// A pattern for the spellings of a key in any case of their first letters and with any separator, but for one that is listed by itself.
pub(super) fn any_spelling<'a>(spellings: impl Iterator<Item = &'a str>, listed: &str) -> String {
    let mut pattern = format!("^(?!{listed}$)(?:");
    for (at, spelling) in spellings.enumerate() {
        if at > 0 {
            pattern.push('|');
        }
        for (at, word) in spelling.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).enumerate() {
            if at > 0 {
                pattern.push_str("[ _-]?");
            }
            let mut letters = word.chars();
            let first = letters.next().unwrap_or_default();
            let capital = first.to_uppercase().next().unwrap_or(first);
            // Writing to a string never fails.
            _ = if capital == first { write!(pattern, "{first}") } else { write!(pattern, "[{capital}{first}]") };
            pattern.push_str(letters.as_str());
        }
    }
    pattern.push_str(")$");
    pattern
}

/// Patterns for words that are one slip away from a usual spelling of a key, with the values that make them slips of it.
pub(super) fn patterns(keys: &Keys, key: Key, spellings: &[&KnownKey]) -> Vec<(String, Slip)> {
    let Some(with) = slipped_value(key) else { return Vec::new() };
    spellings
        .iter()
        .filter(|known| known.rank < USUAL && known.shown == known.spelling && known.spelling.is_ascii() && known.spelling.len() >= LETTERS)
        .map(|known| {
            let others: Vec<_> = slips(&known.spelling, &letters()).into_iter().filter(|slip| !is_taken_for(keys, slip, known)).collect();
            let alternatives = slips(&known.spelling, &["[a-z]".to_owned()]);
            let pattern = format!("^(?!(?:{})$)(?:{})$", others.join("|"), alternatives.into_iter().collect::<Vec<_>>().join("|"));
            (pattern, Slip { meant: known.shown.clone(), with: with.clone() })
        })
        .collect()
}

fn letters() -> Vec<String> {
    ('a'..='z').map(String::from).collect()
}

/// Words one letter left out, swapped, replaced or put in away from a word; the first letter stays.
fn slips(word: &str, letters: &[String]) -> BTreeSet<String> {
    let mut slips = BTreeSet::new();
    for at in 1..=word.len() {
        let (before, after) = word.split_at(at);
        slips.extend(letters.iter().map(|letter| format!("{before}{letter}{after}")));
        if after.is_empty() {
            continue;
        }
        slips.insert(format!("{before}{}", &after[1..]));
        slips.extend(letters.iter().map(|letter| format!("{before}{letter}{}", &after[1..])));
        if after.len() > 1 {
            slips.insert(format!("{before}{}{}{}", &after[1..2], &after[..1], &after[2..]));
        }
    }
    slips
}

/// Whether the linter takes an unknown word for a slip of this key and of no other.
fn is_taken_for(keys: &Keys, word: &str, meant: &KnownKey) -> bool {
    let spelling = normalise(word);
    if keys.find(&spelling).is_some() {
        return false;
    }
    let first = spelling.chars().next().unwrap_or_default();
    let rivals = keys.beginning_with(first).iter().filter(|known| known.key != meant.key);
    !rivals.into_iter().any(|known| strsim::osa_distance(&known.spelling, &spelling) <= 1)
}

/// The values with which a misspelt key is reported: those that the key takes. None for keys whose slips are not flagged.
fn slipped_value(key: Key) -> Option<With> {
    let name = || json!({"type": "string", "minLength": 1, "maxLength": 60});
    let list = || json!({"type": "array", "minItems": 1});
    let map = || json!({"type": "object", "minProperties": 1});
    Some(match key {
        Key::Title | Key::Name | Key::Model => With::Only(name()),
        Key::Team | Key::Product | Key::Train => With::Only(json!({"anyOf": [name(), list(), map()]})),
        Key::Roles | Key::People | Key::Raci | Key::Daci | Key::Rapid => With::Only(json!({"anyOf": [list(), map()]})),
        Key::Duties | Key::Skills | Key::Requirements | Key::Metrics | Key::Tools | Key::WorksWith => With::Any,
        _ => return None,
    })
}
