//! Keys that are not known, and keys that stand twice.

use super::duties::ListReader;
use super::map::{Entry, Map, name_text};
use super::scalar;
use super::tree::{Kind, NodeId, Tree};
use crate::document::Problem;
use crate::rulebook::keys::{Key, KnownKey};

/// A map with more keys than this was not written by hand; nobody misspelt its keys.
const MAX_KEYS: usize = 200;

/// Reports keys of a role or charter that stand twice or were probably meant to be other ones. A key that resembles no
/// known one is reported only when its value looks like duties, so that nothing of weight is passed over in silence.
pub(super) fn report(lists: ListReader<'_>, map: &Map<'_>, problems: &mut Vec<Problem>) {
    let tree = lists.tree;
    report_duplicates(tree, map, problems);
    if map.entries.len() > MAX_KEYS {
        return;
    }
    for entry in map.entries.iter().filter(|entry| entry.known.is_none()) {
        let near = near(lists, entry);
        if near.is_some() || is_list_of_sentences(tree, entry.value) {
            let near = near.map(|known| known.shown.clone());
            problems.push(Problem::UnknownKey { key: scalar::text(tree, entry.key), near });
        }
    }
}

/// Reports keys that stand twice in a map.
pub(super) fn report_duplicates(tree: &Tree<'_>, map: &Map<'_>, problems: &mut Vec<Problem>) {
    for &(later, first) in &map.duplicates {
        problems.push(Problem::DuplicateKey { key: scalar::text(tree, later), first: tree.span(first) });
    }
}

/// Whether an unknown key is a misspelt key for duties, and its value a list: then it is read as one, and reported.
pub(super) fn is_misspelt_duties(lists: ListReader<'_>, map: &Map<'_>, entry: &Entry<'_>) -> bool {
    map.entries.len() <= MAX_KEYS
        && matches!(lists.tree.node(entry.value).kind, Kind::Sequence(..))
        && near(lists, entry).is_some_and(|known| known.key == Key::Duties)
}

/// The known key that an unknown one was probably meant to be.
fn near<'t>(lists: ListReader<'t>, entry: &Entry<'_>) -> Option<&'t KnownKey> {
    let spelling = entry.spelling.as_ref();
    let length = spelling.chars().count();
    if length < 4 {
        return None;
    }
    let limit = if length < 7 { 1 } else { 2 };
    let first = spelling.chars().next()?;
    let candidates = lists.rulebook.keys().beginning_with(first).iter();
    let best = candidates
        .filter(|known| known.spelling.len().abs_diff(spelling.len()) <= limit)
        .map(|known| (strsim::osa_distance(&known.spelling, spelling), known))
        .filter(|&(distance, _)| distance <= limit)
        // Of equally near ones a key of no concern comes first: better no finding than a wrong one.
        .min_by_key(|&(distance, known)| (distance, !matches!(known.key, Key::Ignored | Key::Person), known.key, known.rank))?;
    Some(best.1).filter(|known| fits(lists.tree, known.key, entry.value))
}

/// Whether a value is of the sort that a key takes.
fn fits(tree: &Tree<'_>, key: Key, value: NodeId) -> bool {
    let is_text = tree.scalar(value).is_some();
    match key {
        Key::Title | Key::Name | Key::Model => name_text(tree, value).is_some(),
        Key::Team | Key::Product | Key::Train => name_text(tree, value).is_some() || !is_text,
        Key::Roles | Key::People | Key::Postings | Key::Raci | Key::Daci | Key::Rapid => !is_text,
        Key::Ignored | Key::Person | Key::Text | Key::About | Key::Description => false,
        _ => !tree.is_empty(value),
    }
}

/// Whether a value is a list of at least two texts most of which are sentences.
pub(super) fn is_list_of_sentences(tree: &Tree<'_>, value: NodeId) -> bool {
    let Some(items) = tree.items(value) else { return false };
    let sentences = items
        .iter()
        .filter(|&&item| {
            tree.scalar(item)
                .is_some_and(|text| text.contains(char::is_alphabetic) && text.split_whitespace().count() > 3)
        })
        .count();
    items.len() >= 2 && sentences * 2 > items.len()
}
