//! Maps as the rulebook sees them: each key with its meaning.

use super::scalar;
use super::tree::{Kind, NodeId, Tree};
use crate::document::MappedText;
use crate::order;
use crate::rulebook::Rulebook;
use crate::rulebook::keys::{Key, KnownKey, normalise};
use std::borrow::Cow;

/// One key of a map with its value and meaning.
#[derive(Debug)]
pub(super) struct Entry<'t> {
    pub(super) key: NodeId,
    pub(super) value: NodeId,
    /// The key without what does not matter of its spelling.
    pub(super) spelling: Cow<'t, str>,
    pub(super) known: Option<&'t KnownKey>,
}

impl Entry<'_> {
    /// What the key means by its spelling.
    pub(super) fn meaning(&self) -> Option<Key> {
        self.known.map(|known| known.key)
    }

    fn rank(&self) -> u16 {
        self.known.map_or(u16::MAX, |known| known.rank)
    }
}

/// A map, its entries in order, merge keys resolved.
#[derive(Debug)]
pub(super) struct Map<'t> {
    pub(super) id: NodeId,
    pub(super) entries: Vec<Entry<'t>>,
    /// Keys that stand twice: the later one, which is read, and the one before it.
    pub(super) duplicates: Vec<(NodeId, NodeId)>,
}

impl<'t> Map<'t> {
    /// The map at a node.
    pub(super) fn new(tree: &'t Tree<'_>, rulebook: &'t Rulebook, id: NodeId) -> Option<Self> {
        let pairs = tree.entries(id)?;
        let mut entries = Vec::with_capacity(pairs.len());
        for &(key, value) in pairs.iter() {
            let spelling = normalise(tree.scalar(key).unwrap_or_default());
            let known = rulebook.keys().find(&spelling);
            entries.push(Entry { key, value, spelling, known });
        }
        let mut map = Self { id, entries, duplicates: Vec::new() };
        map.drop_duplicates(tree);
        Some(map)
    }

    fn drop_duplicates(&mut self, tree: &Tree<'_>) {
        let name = |at: usize| tree.scalar(self.entries[at].key);
        let count = self.entries.len();
        if count < 24 && !(1..count).any(|at| (0..at).any(|earlier| name(earlier) == name(at))) {
            return;
        }
        let mut order: Vec<usize> = (0..count).filter(|&at| name(at).is_some()).collect();
        order::by_key(&mut order, |&at| name(at));
        let mut twice: Vec<(usize, usize)> =
            order.windows(2).filter(|pair| name(pair[0]) == name(pair[1])).map(|pair| (pair[0], pair[1])).collect();
        twice.sort_unstable();
        self.duplicates = twice.iter().map(|&(earlier, later)| (self.entries[later].key, self.entries[earlier].key)).collect();
        let mut at = 0;
        self.entries.retain(|_| {
            at += 1;
            twice.binary_search_by_key(&(at - 1), |&(earlier, _)| earlier).is_err()
        });
    }

    /// Entries whose key has this meaning, in order.
    pub(super) fn all(&self, key: Key) -> impl Iterator<Item = &Entry<'t>> {
        self.entries.iter().filter(move |entry| entry.meaning() == Some(key))
    }

    /// Whether a key has this meaning.
    pub(super) fn has(&self, key: Key) -> bool {
        self.all(key).next().is_some()
    }

    /// What is wanted of the entries whose key has this meaning, from the best spelling that has it.
    pub(super) fn best<T>(&self, key: Key, wanted: impl Fn(&Entry<'t>) -> Option<T>) -> Option<T> {
        let having = self.all(key).filter_map(|entry| Some((entry.rank(), wanted(entry)?)));
        having.min_by_key(|&(rank, _)| rank).map(|(_, found)| found)
    }

    /// Whether the map shows a sign of being something else than a role document.
    pub(super) fn is_confusable(&self, tree: &Tree<'_>, rulebook: &Rulebook) -> bool {
        let entries = self.entries.iter().map(|entry| (entry.spelling.as_ref(), tree.scalar(entry.value)));
        rulebook.confusables().matches(&entries)
    }
}

/// A value that can be a title: a short text on one line.
pub(super) fn title_text(tree: &Tree<'_>, id: NodeId) -> Option<MappedText> {
    let value = tree.scalar(id)?.trim();
    let fits = value.chars().count() <= 120
        && value.chars().any(char::is_alphabetic)
        && !value.contains(['\n', '<'])
        && !value.starts_with(['-', '•'])
        && !(value.ends_with('.') && value.split_whitespace().count() > 5);
    fits.then(|| scalar::trimmed(tree, id))
}

/// A value that can name a team, a product or a model: a short text that is no sentence.
pub(super) fn name_text(tree: &Tree<'_>, id: NodeId) -> Option<MappedText> {
    let value = tree.scalar(id)?.trim();
    let is_address = || value.contains(':') && value.contains("://");
    let fits =
        value.chars().count() <= 60 && !value.is_empty() && !value.contains(['\n', '<']) && !is_address() && !value.ends_with(['.', ':']);
    fits.then(|| scalar::trimmed(tree, id))
}

/// A key as text; words joined by underscores or hyphens are parted.
pub(super) fn key_text(tree: &Tree<'_>, id: NodeId) -> MappedText {
    let text = scalar::trimmed(tree, id);
    if text.as_str().contains(' ') || !text.as_str().contains(['_', '-']) {
        return text;
    }
    let mut builder = crate::document::MappedTextBuilder::default();
    let mut from = 0;
    for (at, mark) in text.as_str().match_indices(['_', '-']) {
        builder.push_mapped(&text, from..at);
        builder.push_replaced(" ", text.span(at..at + mark.len()));
        from = at + mark.len();
    }
    builder.push_mapped(&text, from..text.as_str().len());
    builder.build()
}

/// Whether a value is a list of maps or a map of maps.
pub(super) fn holds_maps(tree: &Tree<'_>, id: NodeId) -> bool {
    let is_map = |id: NodeId| matches!(tree.node(id).kind, Kind::Mapping(..));
    match tree.node(id).kind {
        Kind::Sequence(..) => tree.items(id).unwrap_or_default().iter().any(|&item| is_map(item)),
        Kind::Mapping(..) => tree.pairs(id).unwrap_or_default().iter().any(|&(_, value)| is_map(value)),
        _ => false,
    }
}
