//! Known verdicts: a duty that many documents share ("Write user stories") is judged once in a run.

use super::{Classifier, Verdict};
use crate::rulebook::LanguageId;
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Tables the texts are spread over, so that threads seldom wait for each other.
const TABLES: usize = 32;
/// Texts that one table remembers; what comes later is judged each time.
const MOST: usize = 1024;
/// Bytes of the longest text that is remembered; longer ones are seldom repeated.
const LONGEST: usize = 400;

/// Verdicts on texts that were judged before in a run, for all its threads. A verdict depends on nothing but the text and
/// its language, so who came first makes no difference.
#[derive(Debug, Default)]
pub struct Known {
    tables: [Mutex<Table>; TABLES],
}

type Table = HashMap<Box<str>, (LanguageId, Arc<Verdict>), Numbering>;
type Numbering = BuildHasherDefault<Number>;

impl Known {
    /// Judges a duty, or remembers how it was judged.
    pub fn classify(&self, text: &str, classifier: &mut Classifier<'_>) -> Arc<Verdict> {
        let language = classifier.words.vocabulary().language;
        if text.len() > LONGEST {
            return Arc::new(classifier.classify(text));
        }
        let table = &self.tables[(Numbering::default().hash_one(text) >> 32) as usize % TABLES];
        if let Some((known, verdict)) = locked(table).get(text)
            && *known == language
        {
            return Arc::clone(verdict);
        }
        let verdict = Arc::new(classifier.classify(text));
        let mut table = locked(table);
        if table.len() < MOST {
            table.insert(text.into(), (language, Arc::clone(&verdict)));
        }
        verdict
    }
}

/// Numbers a text eight bytes at a time. Whoever makes many texts with one number gains little: tables are small.
#[derive(Default)]
struct Number(u64);

impl Hasher for Number {
    fn write(&mut self, bytes: &[u8]) {
        let mut eights = bytes.chunks_exact(8);
        for eight in &mut eights {
            self.add(u64::from_le_bytes(eight.try_into().unwrap_or_default()));
        }
        let rest = eights.remainder().iter().fold(0, |rest, &byte| rest << 8 | u64::from(byte));
        self.add(rest);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Number {
    /// The bits of a product that mix best are in its middle.
    fn add(&mut self, eight: u64) {
        self.0 = (self.0 ^ eight).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
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
