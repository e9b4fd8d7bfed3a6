//! Words: what a vocabulary says of single words, remembered from duty to duty.
//!
//! Texts are made of few words. Reducing each one anew would take as long as judging the duty.

use super::features::of_word;
use super::token::{Token, tokenize_by};
use crate::rulebook::grammar::Traits;
use crate::rulebook::hints::{HintTable, Hints, WordHints};
use crate::rulebook::lexicon::Place;
use crate::rulebook::model::Row;
use crate::rulebook::phrases::is_of_word;
use crate::rulebook::stem::{Stem, stem};
use crate::rulebook::{Model, Rulebook, Vocabulary};

/// Words remembered, as a power of two; one that comes later takes the place of an earlier one.
const PLACES_LOG2: u32 = 12;
/// Bytes of the longest word that is remembered.
const LONGEST: usize = size_of::<u128>();

/// What is known of a word by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The reduced word.
    pub stem: Stem,
    /// Where it leads in the lexicon.
    pub place: Place,
    /// What it is in a sentence.
    pub traits: Traits,
    /// Where the weights of the word itself stand, if it has any.
    pub weights: Option<Row>,
}

/// The words of a language, as far as they were met.
#[derive(Debug)]
pub struct Words<'a> {
    vocabulary: &'a Vocabulary,
    model: &'a Model,
    hints: &'a HintTable,
    /// By a number made of the word's bytes; empty until a word is met.
    met: Vec<Met>,
}

/// A word that was met, and its bytes; none are 0.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    bytes: u128,
    word: Word,
    hints: WordHints,
}

impl<'a> Words<'a> {
    /// The words of a vocabulary, and what a rulebook knows of them.
    pub fn new(vocabulary: &'a Vocabulary, rulebook: &'a Rulebook) -> Self {
        Self { vocabulary, model: rulebook.model(), hints: rulebook.hints(), met: Vec::new() }
    }

    /// The vocabulary.
    pub fn vocabulary(&self) -> &'a Vocabulary {
        self.vocabulary
    }

    /// Turns to another vocabulary.
    pub fn speak(&mut self, vocabulary: &'a Vocabulary) {
        if self.vocabulary.language != vocabulary.language {
            *self = Self { vocabulary, model: self.model, hints: self.hints, met: Vec::new() };
        }
    }

    /// Splits a text into tokens that know all that is known of their words, and says of which families it may hold phrases.
    pub fn tokenize(&mut self, text: &str, tokens: &mut Vec<Token>) -> Hints {
        if self.met.is_empty() {
            self.met.resize(1 << PLACES_LOG2, Met::default());
        }
        let mut gathered = self.hints.gather();
        tokenize_by(text, tokens, |start, end| {
            let (word, hints) = self.word(text, start, end);
            gathered.add(hints);
            word
        });
        if self.hides(text) { Hints::ALL } else { gathered.hints() }
    }

    /// Whether words of a text that may belong to phrases are no tokens: one or two letters after an apostrophe are dropped, and what
    /// begins with this byte is no word, though some of it are letters; dashes, quotes and bullets are not.
    fn hides(&self, text: &str) -> bool {
        memchr::memchr2_iter(b'\'', 0xE2, text.as_bytes()).any(|at| {
            let after = match text.as_bytes()[at..] {
                [b'\'', ..] => at + 1,
                [0xE2, 0x80, 0x99, ..] => at + 3,
                [0xE2, 0x80, ..] => return false,
                _ => return true,
            };
            let rest = &text.as_bytes()[after..];
            let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let word = rest.iter().take_while(|&&byte| is_of_word(byte)).count();
            (1..=2).contains(&letters) && self.hints.has(&text[after..after + word])
        })
    }

    fn word(&mut self, text: &str, start: usize, end: usize) -> (Word, WordHints) {
        let Some(bytes) = packed(text.as_bytes(), start, end - start) else {
            return self.look_up(&text[start..end]);
        };
        let folded = bytes as u64 ^ ((bytes >> 64) as u64).rotate_left(29);
        let at = (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - PLACES_LOG2)) as usize;
        // Each word has two places, its own and the one beside it, so that two common words need not drive each other out.
        if self.met[at].bytes == bytes {
            return (self.met[at].word, self.met[at].hints);
        }
        let beside = at ^ 1;
        if self.met[beside].bytes != bytes {
            let (word, hints) = self.look_up(&text[start..end]);
            self.met[beside] = Met { bytes, word, hints };
            self.met.swap(at, beside);
            return (word, hints);
        }
        (self.met[beside].word, self.met[beside].hints)
    }

    fn look_up(&self, word: &str) -> (Word, WordHints) {
        let stem = stem(word);
        let hints = self.hints.look_up(word, stem);
        let Vocabulary { lexicon, grammar, .. } = self.vocabulary;
        let word = Word {
            stem,
            place: lexicon.place(stem),
            traits: grammar.traits(word),
            weights: self.model.row(of_word(stem)),
        };
        (word, hints)
    }
}

/// The bytes of a word as one number, if it is not too long.
fn packed(text: &[u8], start: usize, length: usize) -> Option<u128> {
    let mask = FIRST.get(length)?;
    let rest = &text[start..];
    let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; LONGEST];
        bytes[..rest.len()].copy_from_slice(rest);
        bytes
    });
    Some(u128::from_le_bytes(bytes) & mask)
}

/// Masks that leave so many bytes.
const FIRST: [u128; LONGEST + 1] = {
    let mut masks = [0; LONGEST + 1];
    let mut bytes = 1;
    while bytes <= LONGEST {
        masks[bytes] = u128::MAX >> (8 * (LONGEST - bytes));
        bytes += 1;
    }
    masks
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::hints::Family;
    use crate::rulebook::phrases::Phrases;
    use proptest::prelude::*;

    proptest! {
        /// Whatever the phrases of a rulebook: none is passed over, in a whole text or in a part of it.
        #[test]
        fn what_a_text_holds_is_hinted_at(
            list in proptest::collection::vec("([abs]{1,3}|[0-9é’'&-])([ '’&/–-]{1,2}[abs]{1,3}){0,3}", 1..6),
            text in "([abAsSB]{1,3}|[ ,.'’&éⱡ–/-]|[0-9]){0,40}",
        ) {
            let rulebook = Rulebook::builtin();
            let phrases = Phrases::longest_first(list.iter().map(|phrase| (phrase.clone(), ())).collect());
            let hints = HintTable::new([(Family::Mentions, list.iter().map(String::as_str).collect())]);
            let mut tokens = Vec::new();
            let hints = Words { hints: &hints, ..Words::new(&rulebook.vocabularies()[0], rulebook) }.tokenize(&text, &mut tokens);
            let parts = tokens.iter().zip(0..).flat_map(|(first, at)| tokens[at..].iter().map(|last| first.start as usize..last.end as usize));
            for part in parts.chain(std::iter::once(0..text.len())) {
                let held = !phrases.places(&text[part.clone()]).is_empty();
                prop_assert!(!held || hints.may_hold(Family::Mentions), "{}", &text[part]);
            }
        }

        #[test]
        fn a_remembered_word_is_the_one_that_is_looked_up(text in "([a-zA-Zäé&]{1,20}[ ,.'-]){0,40}") {
            let rulebook = Rulebook::builtin();
            let mut words = Words::new(&rulebook.vocabularies()[0], rulebook);
            let (mut tokens, mut again) = (Vec::new(), Vec::new());
            words.tokenize(&text, &mut tokens);
            words.tokenize(&text, &mut again);
            prop_assert_eq!(&tokens, &again);
            for token in tokens.iter().filter(|token| token.kind == super::super::token::TokenKind::Word) {
                prop_assert_eq!(token.word, words.look_up(token.text(&text)).0);
            }
        }
    }
}
