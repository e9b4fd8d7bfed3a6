//! The phrases that titles are known by, and where they stand among the words of a text.

use super::data::KindId;
use super::title_words::{Gap, TitleWord};
use crate::order;
use serde::{Deserialize, Serialize};

/// One way to write a title. Its words are at least one, and none is empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Phrase {
    pub words: Vec<String>,
    pub kind: KindId,
    /// Whether it names a function ("marketing") and so counts only when nothing else is said.
    pub function: bool,
    /// Index of the list of words that keep it from matching.
    pub guard: Option<u16>,
}

impl Phrase {
    fn nth(&self, word: usize) -> Option<&str> {
        self.words.get(word).map(String::as_str)
    }
}

/// All phrases, to be looked up by their words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Phrases {
    /// Sorted by their words.
    all: Vec<Phrase>,
    /// How many phrases begin with a lesser byte, for each byte: most words of a text begin no phrase, which shows sooner so.
    initials: Vec<u32>,
}

/// Words within which a phrase must be complete.
const PHRASE_WORDS: usize = 12;

impl Phrases {
    pub(super) fn new(mut all: Vec<Phrase>) -> Self {
        order::by(&mut all, Ord::cmp);
        all.dedup();
        let initial = |phrase: &Phrase| phrase.words[0].as_bytes()[0];
        let initials = (0..=u8::MAX).map(|byte| all.partition_point(|phrase| initial(phrase) < byte) as u32).collect();
        Self { all, initials }
    }

    /// Reports the phrases that stand at word `start`, each with one past its last word. Words that are `silent` may stand between
    /// those of a phrase.
    pub(super) fn at<'a>(
        &'a self,
        words: &[TitleWord<'_>],
        start: usize,
        silent: &impl Fn(&TitleWord<'_>) -> bool,
        report: &mut impl FnMut(&'a Phrase, usize),
    ) {
        let Some(first) = words[start].stem.bytes().next().map(usize::from) else { return };
        let place = |byte: usize| self.initials.get(byte).map_or(self.all.len(), |&place| place as usize);
        follow(words, start, start, 0, &self.all[place(first)..place(first + 1)], silent, report);
    }
}

/// The same for those of the sorted phrases whose first `depth` words have been found before word `at`.
fn follow<'a>(
    words: &[TitleWord<'_>],
    start: usize,
    at: usize,
    depth: usize,
    phrases: &'a [Phrase],
    silent: &impl Fn(&TitleWord<'_>) -> bool,
    report: &mut impl FnMut(&'a Phrase, usize),
) {
    let Some(word) = words.get(at).filter(|_| at - start < PHRASE_WORDS && !phrases.is_empty()) else {
        return;
    };
    let is_silent = at > start && silent(word);
    if word.gap == Gap::Break && at > start && !is_silent {
        return;
    }
    let from = phrases.partition_point(|phrase| phrase.nth(depth) < Some(&*word.stem));
    let fitting = &phrases[from..];
    let fitting = &fitting[..fitting.partition_point(|phrase| phrase.nth(depth) == Some(&*word.stem))];
    // Shorter phrases sort first.
    let complete = fitting.partition_point(|phrase| phrase.words.len() == depth + 1);
    for phrase in &fitting[..complete] {
        report(phrase, at + 1);
    }
    follow(words, start, at + 1, depth + 1, &fitting[complete..], silent, report);
    // A word that may stand between ("Product Lead Designer") may be part of a phrase too ("Product Lead").
    if is_silent {
        follow(words, start, at + 1, depth, phrases, silent, report);
    }
}
