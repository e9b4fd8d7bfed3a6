//! Known verdicts: a duty that many documents share ("Write user stories") is judged once in a run.

use super::{Classifier, Verdict};
use crate::rulebook::LanguageId;
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Tables the texts are spread over, so that threads seldom wait for each other.
const TABLES: usize = 32;
/// Texts that one table remembers; what comes later is judged each time.
const MOST: usize = 1024;

/// Verdicts on texts that were judged before in a run, for all its threads. A verdict depends on nothing but the text and
/// its language, so who came first makes no difference.
#[derive(Debug, Default)]
pub struct Known {
    beginning: Beginning,
    tables: [Mutex<Table>; TABLES],
}

type Table = HashMap<Number, Arc<Verdict>, BuildHasherDefault<Taken>>;

impl Known {
    /// Judges a duty, or remembers how it was judged.
    pub fn classify(&self, text: &str, classifier: &mut Classifier<'_>) -> Arc<Verdict> {
        let number = self.beginning.number(text, classifier.words.vocabulary().language);
        let table = &self.tables[number.1 as usize % TABLES];
        if let Some(verdict) = locked(table).get(&number) {
            return Arc::clone(verdict);
        }
        let verdict = Arc::new(classifier.classify(text));
        let mut table = locked(table);
        if table.len() < MOST {
            table.insert(number, Arc::clone(&verdict));
        }
        verdict
    }
}

/// What stands for a text in its language. It has 128 bits, so that no two texts ever share one by chance: the texts themselves lie all
/// over the memory, and reading them again to compare would take longer than all else here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number(u64, u64);

/// The number before the first byte. It is another one in every run, so that nobody can write a text that is taken for another.
#[derive(Debug)]
struct Beginning(Number);

impl Default for Beginning {
    fn default() -> Self {
        let random = || RandomState::new().hash_one(0);
        Self(Number(random(), random()))
    }
}

impl Beginning {
    fn number(&self, text: &str, language: LanguageId) -> Number {
        let mut number = self.0;
        number.add(text.len() as u64 ^ u64::from(language.0) << 56);
        let mut eights = text.as_bytes().chunks_exact(8);
        for eight in &mut eights {
            number.add(u64::from_le_bytes(eight.try_into().unwrap_or_default()));
        }
        number.add(eights.remainder().iter().fold(0, |rest, &byte| rest << 8 | u64::from(byte)));
        number
    }
}

impl Number {
    fn add(&mut self, eight: u64) {
        self.0 = mixed(self.0 ^ eight, 0x9e37_79b9_7f4a_7c15);
        self.1 = mixed(self.1 ^ eight, 0xd1b5_4a32_d192_ed03);
    }
}

/// The halves of a product together; each of their bits depends on all bits of the factors.
fn mixed(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    (product >> 64) as u64 ^ product as u64
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0);
    }
}

/// Takes a number as it is.
#[derive(Default)]
struct Taken(u64);

impl Hasher for Taken {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |number, &byte| number << 8 | u64::from(byte));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A table; no thread can fail while it holds one.
fn locked(table: &Mutex<Table>) -> MutexGuard<'_, Table> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;

    #[test]
    fn a_remembered_verdict_is_the_one_that_is_given_anew() {
        let rulebook = Rulebook::builtin();
        let mut classifier = Classifier::new(rulebook);
        let known = Known::default();
        let long = "Order the backlog ".repeat(30);
        for text in ["Own the product roadmap", "Order the backlog", "Own the product roadmap", &long, "Order the backlog"] {
            assert_eq!(*known.classify(text, &mut classifier), classifier.classify(text), "{text}");
        }
        assert!(Arc::ptr_eq(
            &known.classify("Order the backlog", &mut classifier),
            &known.classify("Order the backlog", &mut classifier)
        ));
    }

    #[test]
    fn each_language_judges_for_itself() {
        let rulebook = Rulebook::builtin();
        let known = Known::default();
        let text = "Stakeholder Management";
        for words in rulebook.vocabularies().iter().chain(rulebook.vocabularies()) {
            let mut classifier = Classifier::new(rulebook);
            classifier.speak(words);
            assert_eq!(*known.classify(text, &mut classifier), classifier.classify(text));
        }
    }
}
