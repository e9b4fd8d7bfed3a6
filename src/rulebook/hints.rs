//! Hints: which families of phrases a text may hold, told by its words and by which follows which. Most texts hold none of a family
//! and need not be searched for it.

use super::evidence::Evidence;
use super::phrases::is_of_word;
use super::role_models::RoleModel;
use super::stem::{Stem, stem};
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
    /// Words that place an area on another rung of its ladder.
    Rungs,
    /// Words that name a result somebody may be made to answer for.
    Outcomes,
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

    /// The same as a number.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// What a number stands for.
    pub fn of_bits(bits: u8) -> Self {
        Self(bits)
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
    pub const ALL: Self = Self { alone: Hints::ALL, first: Hints::ALL, second: Hints::ALL };
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

    /// Adds a word that is no token, given the one before it. Whatever it may begin counts as held: what follows is added to the last token.
    pub fn add_hidden(&mut self, before: WordHints, word: WordHints) {
        self.hints.0 |= word.alone.0 | word.first.0 | (before.first.0 & word.second.0);
    }

    /// What all of them hint at.
    pub fn hints(self) -> Hints {
        self.hints
    }
}

/// The words that hint at something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HintTable {
    /// By the reduced word, ascending. Words that are reduced to the same hint at what any of them does.
    words: Vec<(Stem, WordHints)>,
    /// Families with phrases that have no words to be known by.
    always: Hints,
}

/// The words by which the phrases are known that audits look for in every duty.
pub fn compile(evidence: &Evidence, models: &[RoleModel]) -> HintTable {
    let markers = models.iter().flat_map(|model| &model.signs.markers).map(String::as_str);
    let rungs = models.iter().flat_map(|model| &model.areas).flat_map(|area| &area.rungs).flat_map(|rung| &rung.words);
    let outcomes = evidence.outcomes.iter().flat_map(|outcome| &outcome.words);
    HintTable::new([
        (Family::Markers, markers.collect::<Vec<_>>()),
        (Family::Mentions, evidence.mentions.all().collect()),
        (Family::References, evidence.references.all().collect()),
        (Family::HolderFrames, evidence.holder_frames.all().collect()),
        (Family::Rungs, rungs.map(String::as_str).collect()),
        (Family::Outcomes, outcomes.map(String::as_str).collect()),
    ])
}

impl HintTable {
    /// The words by which the phrases of families are known.
    pub fn new<'a>(families: impl IntoIterator<Item = (Family, Vec<&'a str>)>) -> Self {
        let mut words: BTreeMap<Stem, WordHints> = BTreeMap::new();
        let mut always = Hints::default();
        for (family, phrase) in families.into_iter().flat_map(|(family, phrases)| phrases.into_iter().map(move |phrase| (family, phrase))) {
            // A tokenizer drops the letters after an apostrophe, a search may not.
            for phrase in [phrase, &without_dropped(phrase)] {
                let parts: Vec<&str> = phrase.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
                match parts[..] {
                    [] => always.add(family),
                    [only] => {
                        for word in with_plural(only) {
                            words.entry(word).or_default().alone.add(family);
                        }
                    }
                    [first, second, ..] => {
                        words.entry(stem(first)).or_default().first.add(family);
                        for word in with_plural(second) {
                            words.entry(word).or_default().second.add(family);
                        }
                    }
                }
            }
        }
        Self { words: words.into_iter().collect(), always }
    }

    /// What a word of a text hints at, which is reduced to a stem. There may be more than letters and digits in it.
    pub fn look_up(&self, word: &str, stem: Stem) -> WordHints {
        if !word.bytes().all(is_of_word) {
            return WordHints::ALL;
        }
        self.words
            .binary_search_by_key(&stem, |&(known, _)| known)
            .map_or_else(|_| WordHints::default(), |at| self.words[at].1)
    }

    /// What a text hints at before its first word.
    pub fn gather(&self) -> Gathered {
        Gathered { hints: self.always, begun: Hints::default() }
    }
}

/// A phrase without one or two letters after an apostrophe.
fn without_dropped(phrase: &str) -> String {
    let mut parts = phrase.split(['\'', '’']);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let letters = part.bytes().take_while(u8::is_ascii_alphabetic).count();
        kept.push(' ');
        kept.push_str(if letters <= 2 { &part[letters..] } else { part });
    }
    kept
}

/// A word at the end of a phrase, where a plural `s` may follow.
fn with_plural(word: &str) -> [Stem; 2] {
    [stem(word), stem(&format!("{word}s"))]
}
