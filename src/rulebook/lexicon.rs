//! The lexicon: every phrase the classifier knows, in one table of reduced words.

use super::constructions::Presence;
use super::data::{KindId, Relation};
use super::stem::{Stem, join, stem};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What a phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tag {
    /// It speaks for an area: index of the area, strength 1 to 3, and index of the guard (0 for none).
    Area(u8, u8, u16),
    /// It is a verb, or a frame that stands for one, of this relation.
    Verb(Relation),
    /// It changes what the duty says.
    Word(WordClass),
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
    /// Makes the claim depend on a condition.
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
    /// Done under somebody who answers for it.
    Guided,
    /// Gives the act to another role.
    HandsOver,
    /// Says after its subject who has it: "rests with", "is left to".
    RestsWith,
    /// A body that may hold something and is no role.
    Body,
    /// What another does who settles how something is done: "as decided by", "in the order that ... wants".
    Settles,
    /// A noun for how something is done: "in the order".
    Manner,
    /// A noun for what another has settled: "on the instructions of".
    Instruction,
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

impl WordClass {
    /// The name used in rules and output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tail => "tail",
            Self::LeadIn => "lead-in",
            Self::Hedged => "hedged",
            Self::Joint => "joint",
            Self::Exclusive => "exclusive",
            Self::Conditional => "conditional",
            Self::Temporal => "temporal",
            Self::NotConditional => "not-conditional",
            Self::Vacancy => "vacancy",
            Self::Negated => "negated",
            Self::Negator => "negator",
            Self::NotNegated => "not-negated",
            Self::Delegated => "delegated",
            Self::NotDelegated => "not-delegated",
            Self::RestsWith => "rests-with",
            Self::Body => "body",
            Self::Settles => "settles",
            Self::Manner => "manner",
            Self::Instruction => "instruction",
            Self::Fronted => "fronted",
            Self::Noun => "noun",
            Self::Guided => "guided",
            Self::HandsOver => "hands-over",
            Self::Team => "team",
            Self::Company => "company",
            Self::Market => "market",
            Self::ItemLevel => "item-level",
            Self::ProductLevel => "product-level",
        }
    }

    /// Whether it changes who claims how much.
    pub fn changes_claim(self) -> bool {
        matches!(
            self,
            Self::Hedged
                | Self::Joint
                | Self::Exclusive
                | Self::Conditional
                | Self::NotConditional
                | Self::Temporal
                | Self::Vacancy
                | Self::Negated
                | Self::Negator
                | Self::NotNegated
                | Self::Delegated
                | Self::NotDelegated
                | Self::RestsWith
                | Self::Guided
                | Self::HandsOver
        )
    }
}

/// One row of reduced words: a phrase, or the beginning of one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Entry {
    /// Its reduced words, joined.
    key: u64,
    /// Whether a longer phrase begins with it.
    prefix: bool,
}

/// Where what an entry says begins; it ends where that of the next entry begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Start {
    /// In [`Lexicon::phrases`].
    phrase: u32,
    /// In [`Lexicon::tags`].
    tags: u32,
    /// In [`Lexicon::begins`].
    begins: u32,
}

/// The table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lexicon {
    entries: Vec<Entry>,
    /// One for each entry, and one more.
    starts: Vec<Start>,
    /// The phrases as written in the rules, one after the other; nothing for mere prefixes.
    phrases: String,
    /// What they say.
    tags: Vec<Tag>,
    /// The constructions that begin with them.
    begins: Vec<u16>,
    /// Reduced words that make a guarded phrase false; index 0 is empty.
    guards: Vec<Vec<Stem>>,
    /// The same, roughly; most texts hold none of them.
    #[serde(skip)]
    guarded: Vec<Presence>,
    /// Open addressing.
    #[serde(skip)]
    buckets: Vec<Bucket>,
    /// Keys of rows of several words, roughly: a bit for each. Most rows that are looked for are none, and this table is near.
    #[serde(skip)]
    rows: Vec<u64>,
}

/// One place of the table. All that most words need: whether anything begins with them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Bucket {
    /// The upper half of the key; the lower half led here.
    upper: u32,
    /// Index of the entry plus one, with [`PREFIX`] and [`SPEAKS`]; 0 when the place is free.
    entry: u32,
}

/// Where a word leads in a lexicon; nowhere, when no phrase begins with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place(u32);

impl Place {
    /// Whether it leads anywhere.
    pub fn leads(self) -> bool {
        self.0 != 0
    }
}

/// Bits for each row of words that is noted: as many as leave one in ten that are none.
const BITS_OF_A_ROW: usize = 8;
/// A longer phrase begins with the entry.
const PREFIX: u32 = 1 << 31;
/// The entry is a phrase.
const SPEAKS: u32 = 1 << 30;

/// Where a phrase stands in a lexicon: bytes before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written(pub u32);

/// A phrase found in a row of words.
#[derive(Clone, Copy, Debug)]
pub struct Match<'a> {
    /// Number of words.
    pub words: usize,
    /// Where the phrase stands as written in the rules.
    pub phrase: Written,
    /// What it says.
    pub tags: &'a [Tag],
    /// The constructions that begin with it.
    pub begins: Begins,
}

/// Constructions that begin with a phrase of a lexicon: where they stand there, and where those of the next phrase do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begins(u32, u32);

impl Begins {
    /// Whether there are any.
    pub fn any(self) -> bool {
        self.0 < self.1
    }
}

/// The index of an entry, from what a bucket says of it.
fn index(entry: u32) -> usize {
    (entry & !(PREFIX | SPEAKS)) as usize - 1
}

impl Lexicon {
    /// Whether phrases with this guard are false among these words, which are noted in `present`.
    pub fn guards(&self, guard: u16, present: Presence, mut words: impl Iterator<Item = Stem>) -> bool {
        self.guarded[guard as usize].meets(present) && words.any(|word| self.guards[guard as usize].contains(&word))
    }

    /// Prepares the table for looking up; needed once after decoding.
    pub fn index(&mut self) {
        let size = (self.entries.len() * 2).next_power_of_two().max(16);
        self.buckets = vec![Bucket::default(); size];
        self.guarded = self.guards.iter().map(|words| words.iter().copied().collect()).collect();
        self.rows = vec![0; (self.entries.len() * BITS_OF_A_ROW).next_power_of_two().max(64) / 64];
        for (at, entry) in self.entries.iter().enumerate() {
            let mut bucket = entry.key as usize & (size - 1);
            while self.buckets[bucket].entry != 0 {
                bucket = (bucket + 1) & (size - 1);
            }
            let prefix = if entry.prefix { PREFIX } else { 0 };
            let speaks = if self.tags_of(at).is_empty() && !self.begins_of(at).any() { 0 } else { SPEAKS };
            let (word, bit) = self.noted(entry.key);
            self.rows[word] |= bit;
            self.buckets[bucket] = Bucket { upper: upper(entry.key), entry: (at as u32 + 1) | prefix | speaks };
        }
    }

    /// Where a first word leads.
    pub fn place(&self, word: Stem) -> Place {
        Place(self.find(word).filter(|&entry| self.entries[index(entry)].key == word).unwrap_or_default())
    }

    /// Where it is noted that there is a row of words with this key: the place in `rows`, and the bit there.
    fn noted(&self, key: u64) -> (usize, u64) {
        // The lower bits lead to buckets; those above are as good.
        ((key >> 32) as usize & self.rows.len().wrapping_sub(1), 1 << (key >> 58))
    }

    /// Calls `found` for every phrase that begins at the first of these words, shortest first.
    pub fn matches<'a>(&'a self, words: impl IntoIterator<Item = Stem>, found: impl FnMut(Match<'a>)) {
        let mut words = words.into_iter();
        if let Some(first) = words.next() {
            self.matches_from(first, self.place(first), words, found);
        }
    }

    /// The same for a first word whose place is known, and the words after it.
    pub fn matches_from<'a>(&'a self, first: Stem, place: Place, rest: impl Iterator<Item = Stem>, mut found: impl FnMut(Match<'a>)) {
        let mut key = first;
        let mut entry = place.0;
        let mut rest = rest;
        for words in 1.. {
            if entry & SPEAKS != 0 {
                let index = index(entry);
                // That of a first word was compared when it was looked up.
                if words == 1 || self.entries[index].key == key {
                    let phrase = Written(self.starts[index].phrase);
                    found(Match { words, phrase, tags: self.tags_of(index), begins: self.begins_of(index) });
                }
            }
            if entry & PREFIX == 0 {
                return;
            }
            let Some(word) = rest.next() else { return };
            key = join(key, word);
            let (place, bit) = self.noted(key);
            if self.rows.get(place).is_none_or(|bits| bits & bit == 0) {
                return;
            }
            let Some(longer) = self.find(key) else { return };
            entry = longer;
        }
    }

    /// The bucket with this number, which wraps.
    fn bucket(&self, number: usize) -> Bucket {
        self.buckets.get(number & self.buckets.len().wrapping_sub(1)).copied().unwrap_or_default()
    }

    fn find(&self, key: u64) -> Option<u32> {
        let mut number = key as usize;
        loop {
            let bucket = self.bucket(number);
            if bucket.entry == 0 {
                return None;
            }
            if bucket.upper == upper(key) {
                return Some(bucket.entry);
            }
            number = number.wrapping_add(1);
        }
    }

    /// The phrase that stands there.
    pub fn read(&self, written: Written) -> &str {
        let after = self.starts.partition_point(|start| start.phrase <= written.0);
        match self.starts.get(after.saturating_sub(1)..=after) {
            Some([start, end]) => &self.phrases[start.phrase as usize..end.phrase as usize],
            _ => "",
        }
    }

    /// Where the next entry would begin.
    fn end(&self) -> Start {
        Start { phrase: self.phrases.len() as u32, tags: self.tags.len() as u32, begins: self.begins.len() as u32 }
    }

    #[inline]
    fn tags_of(&self, index: usize) -> &[Tag] {
        &self.tags[self.starts[index].tags as usize..self.starts[index + 1].tags as usize]
    }

    #[inline]
    fn begins_of(&self, index: usize) -> Begins {
        Begins(self.starts[index].begins, self.starts[index + 1].begins)
    }

    /// The constructions that begin with a phrase.
    pub fn begins(&self, Begins(start, end): Begins) -> &[u16] {
        &self.begins[start as usize..end as usize]
    }
}

fn upper(key: u64) -> u32 {
    (key >> 32) as u32
}

/// Collects phrases for a [`Lexicon`].
#[derive(Debug, Default)]
pub struct LexiconBuilder {
    drafts: Vec<Draft>,
    /// Index of a draft by its key.
    known: HashMap<u64, usize>,
    guards: Vec<Vec<Stem>>,
}

#[derive(Debug, Default)]
struct Draft {
    key: u64,
    prefix: bool,
    phrase: String,
    tags: Vec<Tag>,
    begins: Vec<u16>,
}

impl LexiconBuilder {
    /// Adds a phrase.
    pub fn add(&mut self, phrase: &str, tag: Tag) {
        if let Some(draft) = self.draft(phrase)
            && !draft.tags.contains(&tag)
        {
            draft.tags.push(tag);
        }
    }

    /// Adds a construction that begins with a phrase.
    pub fn begin(&mut self, phrase: &str, construction: u16) {
        if let Some(draft) = self.draft(phrase)
            && !draft.begins.contains(&construction)
        {
            draft.begins.push(construction);
        }
    }

    /// The draft of a phrase, and before it those of its beginnings.
    fn draft(&mut self, phrase: &str) -> Option<&mut Draft> {
        let mut key = 0;
        let mut last = None;
        for word in words(phrase) {
            if let Some(before) = last {
                let before: &mut Draft = &mut self.drafts[before];
                before.prefix = true;
            }
            key = if last.is_none() { stem(word) } else { join(key, stem(word)) };
            last = Some(*self.known.entry(key).or_insert_with(|| {
                self.drafts.push(Draft { key, ..Draft::default() });
                self.drafts.len() - 1
            }));
        }
        let draft = &mut self.drafts[last?];
        if draft.phrase.is_empty() {
            phrase.clone_into(&mut draft.phrase);
        }
        Some(draft)
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

    /// The table of all that was added.
    pub fn build(self) -> Lexicon {
        let mut lexicon = Lexicon { guards: self.guards, ..Lexicon::default() };
        for draft in self.drafts {
            lexicon.starts.push(lexicon.end());
            lexicon.phrases.push_str(&draft.phrase);
            lexicon.tags.extend(draft.tags);
            lexicon.begins.extend(draft.begins);
            lexicon.entries.push(Entry { key: draft.key, prefix: draft.prefix });
        }
        lexicon.starts.push(lexicon.end());
        lexicon
    }
}

/// The words of a phrase as the tokenizer would split them: hyphens, slashes and apostrophe endings go.
fn words(phrase: &str) -> impl Iterator<Item = &str> {
    phrase
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | ',' | '.' | '(' | ')'))
        .map(|word| word.split(['\'', '’']).next().unwrap_or(word))
        .filter(|word| !word.is_empty())
}
