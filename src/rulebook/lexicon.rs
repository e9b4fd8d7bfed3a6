//! The lexicon: every phrase the classifier knows, in one table of reduced words.

use super::data::{KindId, Relation};
use super::stem::{Stem, join, stem};
use serde::{Deserialize, Serialize};

/// What a phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tag {
    /// It speaks for an area: index of the area, strength 1 to 3, and index of the guard (0 for none).
    Area(u8, u8, u16),
    /// It is a verb, or a frame that stands for one, of this relation.
    Verb(Relation),
    /// It changes what the duty says.
    Word(WordClass),
    /// A construction begins with it.
    Begins(u16),
    /// It names a role of this kind.
    Role(KindId),
}

/// Classes of words that change what a duty says (`rules/modifiers.yaml`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WordClass {
    /// Ends the main clause: purpose, means, circumstance follow.
    Tail,
    /// Stands before the governing verb.
    LeadIn,
    /// Weakens the claim.
    Hedged,
    /// Splits the claim.
    Joint,
    /// Makes the claim sole.
    Exclusive,
    /// Makes the claim depend on a condition, when a role or a vacancy follows.
    Conditional,
    /// Makes the claim depend on a condition, when a vacancy follows; else it tells a time.
    Temporal,
    /// Looks like a condition and is none.
    NotConditional,
    /// A place that nobody fills, or that is about to be filled.
    Vacancy,
    /// Disclaims, whatever follows.
    Negated,
    /// Disclaims what the verb after it says.
    Negator,
    /// Looks like a disclaimer and is none.
    NotNegated,
    /// Done for another role.
    Delegated,
    /// Done for those whom every role serves.
    NotDelegated,
    /// Gives the act to another role.
    HandsOver,
    /// Says after its subject who has it: "rests with", "is left to".
    RestsWith,
    /// A body that may hold something and is no role.
    Body,
    /// Begins an adjunct that stands before the main clause.
    Fronted,
    /// A noun that looks like a verb.
    Noun,
    /// The team as audience.
    Team,
    /// The company's leadership as audience.
    Company,
    /// The market as audience.
    Market,
    /// Level of backlog items and days.
    ItemLevel,
    /// Level of products and years.
    ProductLevel,
}

/// One phrase of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Entry {
    /// Its reduced words, joined.
    key: u64,
    /// Whether a longer phrase begins with it.
    prefix: bool,
    /// The phrase as written in the rules; empty for mere prefixes.
    phrase: String,
    /// What it says.
    tags: Vec<Tag>,
}

/// The table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lexicon {
    entries: Vec<Entry>,
    /// Reduced words that make a guarded phrase false; index 0 is empty.
    guards: Vec<Vec<Stem>>,
    /// Open addressing: index of an entry plus one, or 0.
    #[serde(skip)]
    buckets: Vec<u32>,
}

/// A phrase found in a row of words.
#[derive(Clone, Copy, Debug)]
pub struct Match<'a> {
    /// Number of words.
    pub words: usize,
    /// The phrase as written in the rules.
    pub phrase: &'a str,
    /// What it says.
    pub tags: &'a [Tag],
}

impl Lexicon {
    /// Adds a phrase.
    pub fn add(&mut self, phrase: &str, tag: Tag) {
        let mut key = 0;
        let words: Vec<&str> = words(phrase).collect();
        for (at, word) in words.iter().enumerate() {
            key = if at == 0 { stem(word) } else { join(key, stem(word)) };
            let last = at + 1 == words.len();
            let index = self.entry(key);
            if last {
                let entry = &mut self.entries[index];
                if entry.phrase.is_empty() {
                    phrase.clone_into(&mut entry.phrase);
                }
                if !entry.tags.contains(&tag) {
                    entry.tags.push(tag);
                }
            } else {
                self.entries[index].prefix = true;
            }
        }
    }

    /// The index of a set of guarding words.
    pub fn guard(&mut self, words: &[String]) -> u16 {
        if self.guards.is_empty() {
            self.guards.push(Vec::new());
        }
        if words.is_empty() {
            return 0;
        }
        let stems: Vec<Stem> = words.iter().map(|word| stem(word)).collect();
        let at = self.guards.iter().position(|known| *known == stems).unwrap_or_else(|| {
            self.guards.push(stems);
            self.guards.len() - 1
        });
        at as u16
    }

    /// The words that make phrases with this guard false.
    pub fn guard_words(&self, guard: u16) -> &[Stem] {
        &self.guards[guard as usize]
    }

    /// Prepares the table for looking up; needed once after decoding or adding.
    pub fn index(&mut self) {
        let size = (self.entries.len() * 4).next_power_of_two().max(16);
        self.buckets = vec![0; size];
        for (at, entry) in self.entries.iter().enumerate() {
            let mut bucket = entry.key as usize & (size - 1);
            while self.buckets[bucket] != 0 {
                bucket = (bucket + 1) & (size - 1);
            }
            self.buckets[bucket] = at as u32 + 1;
        }
    }

    /// Calls `found` for every phrase that begins at the first of these words, shortest first.
    pub fn matches<'a>(&'a self, words: impl IntoIterator<Item = Stem>, mut found: impl FnMut(Match<'a>)) {
        let mut key = 0;
        for (at, word) in words.into_iter().enumerate() {
            key = if at == 0 { word } else { join(key, word) };
            let Some(entry) = self.find(key) else { return };
            if !entry.tags.is_empty() {
                found(Match { words: at + 1, phrase: &entry.phrase, tags: &entry.tags });
            }
            if !entry.prefix {
                return;
            }
        }
    }

    fn find(&self, key: u64) -> Option<&Entry> {
        let mask = self.buckets.len() - 1;
        let mut bucket = key as usize & mask;
        loop {
            match self.buckets[bucket] {
                0 => return None,
                at => {
                    let entry = &self.entries[at as usize - 1];
                    if entry.key == key {
                        return Some(entry);
                    }
                }
            }
            bucket = (bucket + 1) & mask;
        }
    }

    /// The entry with this key, new if need be. Only used while compiling, so the scan's cost does not matter at start.
    fn entry(&mut self, key: u64) -> usize {
        if self.buckets.is_empty() || self.buckets.len() < self.entries.len() * 2 + 2 {
            self.index();
        }
        let mask = self.buckets.len() - 1;
        let mut bucket = key as usize & mask;
        while self.buckets[bucket] != 0 {
            let at = self.buckets[bucket] as usize - 1;
            if self.entries[at].key == key {
                return at;
            }
            bucket = (bucket + 1) & mask;
        }
        self.entries.push(Entry { key, prefix: false, phrase: String::new(), tags: Vec::new() });
        self.buckets[bucket] = self.entries.len() as u32;
        self.entries.len() - 1
    }
}

/// The words of a phrase as the tokenizer would split them: hyphens, slashes and apostrophe endings go.
fn words(phrase: &str) -> impl Iterator<Item = &str> {
    phrase
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | ',' | '.' | '(' | ')'))
        .map(|word| word.split(['\'', '’']).next().unwrap_or(word))
        .filter(|word| !word.is_empty())
}
