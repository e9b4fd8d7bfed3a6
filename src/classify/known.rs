//! Known verdicts: a duty that many documents share ("Write user stories") is judged once in a run.

use super::{Classifier, Verdict};
use crate::rulebook::LanguageId;
use crate::rulebook::stem::number;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
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

/// The text, its language and the verdict, by the number of the text. Of two texts with one number the first is remembered.
type Table = HashMap<u64, (Box<str>, LanguageId, Arc<Verdict>), BuildHasherDefault<Same>>;

/// Takes a number for its own hash. Its lower bits chose the table, so the upper ones must tell the rest.
#[derive(Debug, Default)]
struct Same(u64);

impl Hasher for Same {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = number(bytes);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number.rotate_left(32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Known {
    /// Judges a duty, or remembers how it was judged.
    pub fn classify(&self, text: &str, classifier: &mut Classifier<'_>) -> Arc<Verdict> {
        let language = classifier.words.language;
        if text.len() > LONGEST {
            return Arc::new(classifier.classify(text));
        }
        let number = number(text.as_bytes());
        let table = &self.tables[number as usize % TABLES];
        if let Some((known, spoken, verdict)) = locked(table).get(&number)
            && (&**known, *spoken) == (text, language)
        {
            return Arc::clone(verdict);
        }
        let verdict = Arc::new(classifier.classify(text));
        let mut table = locked(table);
        if table.len() < MOST {
            table.entry(number).or_insert_with(|| (text.into(), language, Arc::clone(&verdict)));
        }
        verdict
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
