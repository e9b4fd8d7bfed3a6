//! Words: what a vocabulary says of single words, remembered from duty to duty.
//!
//! Texts are made of few words. Reducing each one anew would take as long as judging the duty.

use super::features::of_word;
use super::token::{Token, TokenKind, cut, is_word};
use crate::rulebook::finder::Row;
use crate::rulebook::grammar::Traits;
use crate::rulebook::hints::{Gathered, HintTable, Hints, WordHints};
use crate::rulebook::lexicon::Place;
use crate::rulebook::phrases::is_of_word;
use crate::rulebook::stem::{Stem, stem};
use crate::rulebook::{Model, Rulebook, Vocabulary};

/// Words that are remembered at most; when there are so many, all are forgotten.
const MOST: usize = 1 << 14;
/// Places for words at first. There are twice as many as words at least.
const FEWEST_PLACES: usize = 1 << 9;
/// The bits of the place of a word, however many places there are.
const PLACE_BITS: u32 = (2 * MOST).trailing_zeros();
/// Bytes of the longest word that is remembered.
const LONGEST: usize = size_of::<Bytes>();

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
    /// The words in the order in which they were met, so that common ones stand close together. The first is none: it is whatever word
    /// was too long to be remembered last.
    met: Vec<Met>,
    /// Where in `met` a word stands, by a number made of its bytes; 0 where the place is free. The word may have been put into one of
    /// the next places. None until a word is met.
    places: Vec<u16>,
}

/// A word that was met, and its bytes; none are 0.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    bytes: Bytes,
    word: Word,
    hints: WordHints,
}

/// The bytes of a word, and 0 behind them.
type Bytes = [u64; 2];

impl<'a> Words<'a> {
    /// The words of a vocabulary, and what a rulebook knows of them.
    pub fn new(vocabulary: &'a Vocabulary, rulebook: &'a Rulebook) -> Self {
        Self { vocabulary, model: rulebook.model(), hints: rulebook.hints(), met: Vec::new(), places: Vec::new() }
    }

    /// The vocabulary.
    pub fn vocabulary(&self) -> &'a Vocabulary {
        self.vocabulary
    }

    /// Turns to another vocabulary.
    pub fn speak(&mut self, vocabulary: &'a Vocabulary) {
        if self.vocabulary.language != vocabulary.language {
            self.vocabulary = vocabulary;
            self.forget();
        }
    }

    /// Begins without any word.
    fn forget(&mut self) {
        self.met.clear();
        self.met.reserve(FEWEST_PLACES / 2);
        self.met.push(Met::default());
        self.places.clear();
        self.places.resize(FEWEST_PLACES, 0);
    }

    /// Splits a text into tokens that know all that is known of their words, and says of which families it may hold phrases.
    pub fn tokenize(&mut self, text: &str, tokens: &mut Vec<Token>) -> Hints {
        if self.met.is_empty() {
            self.forget();
        }
        cut(text, tokens);
        // The words are looked up in a loop of its own: it is short, so that processors fetch what is known of several at once.
        let mut gathered = self.hints.gather();
        for token in tokens.iter_mut().filter(|token| token.kind == TokenKind::Word) {
            let met = self.word(text, token.start as usize, token.end as usize);
            gathered.add(met.hints);
            token.word = met.word;
        }
        self.gather_hidden(text, &mut gathered);
        gathered.hints()
    }

    /// Adds words of a text that may belong to phrases and are no tokens: one or two letters after an apostrophe are dropped, and what
    /// begins with this byte is no word, though some of it are letters; dashes, quotes and bullets are not.
    fn gather_hidden(&self, text: &str, gathered: &mut Gathered) {
        let bytes = text.as_bytes();
        for at in memchr::memchr2_iter(b'\'', 0xE2, bytes) {
            let after = match bytes[at..] {
                [b'\'', ..] => at + 1,
                [0xE2, 0x80, 0x99, ..] => at + 3,
                [0xE2, 0x80, ..] => continue,
                _ => return gathered.add(WordHints::ALL),
            };
            let letters = bytes[after..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            if !(1..=2).contains(&letters) || !at.checked_sub(1).is_some_and(|before| is_word(bytes[before])) {
                continue;
            }
            let is_of = |byte: &&u8| is_of_word(**byte);
            let start = at - bytes[..at].iter().rev().take_while(is_of).count();
            let end = after + bytes[after..].iter().take_while(is_of).count();
            let hints = |word: &str| if word.is_empty() { WordHints::ALL } else { self.hints.look_up(word, stem(word)) };
            gathered.add_hidden(hints(&text[start..at]), hints(&text[after..end]));
        }
    }

    #[inline]
    fn word(&mut self, text: &str, start: usize, end: usize) -> &Met {
        let at = match packed(text.as_bytes(), start, end - start) {
            Some(bytes) => self.find(bytes).unwrap_or_else(|place| self.meet(bytes, &text[start..end], place)),
            None => self.pass(&text[start..end]),
        };
        &self.met[at]
    }

    /// Where a word stands in `met`, or the place that is free for it.
    #[inline]
    fn find(&self, bytes: Bytes) -> Result<usize, usize> {
        let mut place = place(bytes, self.places.len());
        loop {
            let at = self.places[place] as usize;
            if self.met[at].bytes == bytes {
                return Ok(at);
            }
            if at == 0 {
                return Err(place);
            }
            place = (place + 1) & (self.places.len() - 1);
        }
    }

    /// Looks up a word that is not remembered, and remembers it in a free place.
    #[cold]
    fn meet(&mut self, bytes: Bytes, word: &str, mut place: usize) -> usize {
        if self.met.len() == MOST {
            self.forget();
            place = self::place(bytes, self.places.len());
        }
        let (word, hints) = self.look_up(word);
        let at = self.met.len();
        self.met.push(Met { bytes, word, hints });
        self.places[place] = at as u16;
        if self.met.len() * 2 > self.places.len() {
            self.spread();
        }
        at
    }

    /// Looks up a word that is too long to be remembered.
    #[cold]
    fn pass(&mut self, word: &str) -> usize {
        let (word, hints) = self.look_up(word);
        self.met[0] = Met { word, hints, ..Met::default() };
        0
    }

    /// Gives the words twice as many places.
    fn spread(&mut self) {
        self.places = vec![0; 2 * self.places.len()];
        for at in 1..self.met.len() {
            if let Err(free) = self.find(self.met[at].bytes) {
                self.places[free] = at as u16;
            }
        }
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

/// The place of a word in a table of so many, a power of two.
fn place([first, last]: Bytes, places: usize) -> usize {
    let product = (first ^ last.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (product >> (u64::BITS - PLACE_BITS)) as usize & (places - 1)
}

/// The bytes of a word, if it is not too long.
fn packed(text: &[u8], start: usize, length: usize) -> Option<Bytes> {
    let mask = FIRST.get(length)?;
    let rest = &text[start..];
    let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; LONGEST];
        bytes[..rest.len()].copy_from_slice(rest);
        bytes
    });
    let bytes = u128::from_le_bytes(bytes) & mask;
    Some([bytes as u64, (bytes >> u64::BITS) as u64])
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

    #[test]
    fn when_too_many_words_were_met_all_are_forgotten() {
        let rulebook = Rulebook::builtin();
        let mut words = Words::new(&rulebook.vocabularies()[0], rulebook);
        let mut tokens = Vec::new();
        for number in 0..MOST + 9 {
            words.tokenize(&format!("the {number}"), &mut tokens);
            assert!(words.met.len() <= MOST && words.met.len() * 2 <= words.places.len());
            words.tokenize("the backlog", &mut tokens);
            assert_eq!(tokens[1].word, words.look_up("backlog").0);
        }
        assert!(words.met.len() < 20);
    }

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
