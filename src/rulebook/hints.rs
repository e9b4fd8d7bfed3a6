//! Hints: which families of phrases a text may hold, told by its words and by which follows which. Most texts hold none of a family
//! and need not be searched for it.

use super::evidence::Evidence;
use super::phrases::is_of_word;
use super::role_models::RoleModel;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Phrases that are looked for together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Markers of role models.
    Markers,
    /// Words that show an area on the writer's mind.
    Mentions,
    /// Words that name the artifact of an area.
    References,
    /// Words after which the holder of something is named.
    HolderFrames,
}

/// Families of which a text may hold a phrase: some too many, never one too few.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hints(u8);

impl Hints {
    /// Nothing is known of the text.
    pub const ALL: Self = Self(u8::MAX);

    /// Whether the text may hold a phrase of a family.
    pub fn may_hold(self, family: Family) -> bool {
        self.0 & (1 << family as u8) != 0
    }

    fn add(&mut self, family: Family) {
        self.0 |= 1 << family as u8;
    }
}

/// What one word hints at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordHints {
    /// Families of which it may be a phrase by itself.
    alone: Hints,
    /// Families of which it may begin a longer phrase.
    first: Hints,
    /// Families of which it may be the second word of a phrase.
    second: Hints,
}

impl WordHints {
    /// A word of which nothing is known.
    const ALL: Self = Self { alone: Hints::ALL, first: Hints::ALL, second: Hints::ALL };
}

/// What the words of a text hint at together.
#[derive(Clone, Copy, Debug)]
pub struct Gathered {
    hints: Hints,
    /// What the last word may begin.
    begun: Hints,
}

impl Gathered {
    /// Adds the next word of the text.
    pub fn add(&mut self, word: WordHints) {
        self.hints.0 |= word.alone.0 | (self.begun.0 & word.second.0);
        self.begun = word.first;
    }

    /// What all of them hint at.
    pub fn hints(self) -> Hints {
        self.hints
    }
}

/// The words that hint at something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HintTable {
    /// By the number of the word, ascending. Words that share a number hint at what any of them does.
    words: Vec<(u32, WordHints)>,
    /// Families with phrases that have no words to be known by.
    always: Hints,
}

/// The words by which the phrases are known that audits look for in every duty.
pub fn compile(evidence: &Evidence, models: &[RoleModel]) -> HintTable {
    let markers = models.iter().flat_map(|model| &model.signs.markers).map(String::as_str);
    HintTable::new([
        (Family::Markers, markers.collect::<Vec<_>>()),
        (Family::Mentions, evidence.mentions.all().collect()),
        (Family::References, evidence.references.all().collect()),
        (Family::HolderFrames, evidence.holder_frames.all().collect()),
    ])
}

impl HintTable {
    /// The words by which the phrases of families are known.
    pub fn new<'a>(families: impl IntoIterator<Item = (Family, Vec<&'a str>)>) -> Self {
        let mut words: BTreeMap<u32, WordHints> = BTreeMap::new();
        let mut always = Hints::default();
        for (family, phrase) in families.into_iter().flat_map(|(family, phrases)| phrases.into_iter().map(move |phrase| (family, phrase))) {
            let mut of = |word, hints: fn(&mut WordHints) -> &mut Hints| hints(words.entry(word).or_default()).add(family);
            let parts: Vec<&str> = phrase.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
            match parts[..] {
                [] => always.add(family),
                [only] => with_plural(only).into_iter().for_each(|word| of(word, |hints| &mut hints.alone)),
                [first, second, ..] => {
                    of(number(first.bytes()), |hints| &mut hints.first);
                    with_plural(second).into_iter().for_each(|word| of(word, |hints| &mut hints.second));
                }
            }
        }
        Self { words: words.into_iter().collect(), always }
    }

    /// What a word of a text hints at: letters and digits that follow each other, whatever else is among them.
    pub fn look_up(&self, word: &str) -> WordHints {
        if !word.bytes().all(is_of_word) {
            return WordHints::ALL;
        }
        let word = number(word.bytes());
        self.words
            .binary_search_by_key(&word, |&(known, _)| known)
            .map_or_else(|_| WordHints::default(), |at| self.words[at].1)
    }

    /// What a text hints at before its first word.
    pub fn gather(&self) -> Gathered {
        Gathered { hints: self.always, begun: Hints::default() }
    }
}

/// The numbers of a word at the end of a phrase, where a plural `s` may follow.
fn with_plural(word: &str) -> [u32; 2] {
    [number(word.bytes()), number(word.bytes().chain([b's']))]
}

/// A number for a word in either case of ASCII.
fn number(word: impl Iterator<Item = u8>) -> u32 {
    word.fold(0x811c_9dc5, |number, byte| (number ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193))
}
