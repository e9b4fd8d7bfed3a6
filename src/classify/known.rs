//! Known verdicts: a duty that many documents share ("Write user stories") is judged once in a run.

use super::verdicts::{BLOCK, Judged, Verdicts};
use super::{Classifier, Verdict};
use crate::digest::{Digest, Digester};
use crate::rulebook::{Rulebook, Vocabulary};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

/// Pieces of the table of what is known; each is made when something is to be put there.
const PIECES: usize = 1024;
/// Places in a piece.
const PLACES: usize = 128;
/// Places that are looked at for one text; where all of them are taken, it is judged each time.
const TRIED: usize = 8;

/// Which texts were judged before in a run, by any of its threads. A verdict depends on nothing but the text and its language, so who came
/// first makes no difference. Places are filled once and never change, and threads do not wait for each other.
#[derive(Debug)]
pub struct Known {
    digester: Digester,
    pieces: Box<[OnceLock<Box<[Slot; PLACES]>>]>,
    /// The number of the next block of verdicts.
    next: AtomicU32,
}

/// A place for a text, and how it was judged. Small, for what is looked up lies all over the memory.
#[derive(Debug, Default)]
struct Slot {
    /// Half of what stands for the text, of which the other half led here; nought while the place is free.
    text: AtomicU64,
    /// How it was judged; nought until that is written, too.
    judged: AtomicU64,
}

impl Slot {
    /// What stands there.
    fn read(&self) -> Seen {
        Seen { text: self.text.load(Relaxed), judged: self.judged.load(Relaxed) }
    }

    /// Takes the place for a text if it is free; whether the text has it then.
    fn take(&self, text: u64, judged: Judged) -> bool {
        match self.text.compare_exchange(0, text, Relaxed, Relaxed) {
            Ok(_) => {
                self.judged.store(judged.packed(), Relaxed);
                true
            }
            // Where another thread was faster, this verdict, which is the same, is remembered by nobody.
            Err(taken) => taken == text,
        }
    }
}

/// What stood at a place.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    text: u64,
    judged: u64,
}

impl Seen {
    /// How a text was judged, if it is this one.
    fn tells(self, digest: Digest) -> Option<Judged> {
        if self.text == digest.half() { Judged::unpacked(self.judged) } else { None }
    }
}

impl Default for Known {
    fn default() -> Self {
        let pieces = (0..PIECES).map(|_| OnceLock::new()).collect();
        Self { digester: Digester::default(), pieces, next: AtomicU32::new(0) }
    }
}

impl Known {
    /// The places where a text may be remembered.
    fn places(&self, digest: Digest) -> impl Iterator<Item = &Slot> {
        let at = digest.place(PIECES * PLACES);
        let piece = self.pieces[at / PLACES].get_or_init(|| Box::new(std::array::from_fn(|_| Slot::default())));
        (0..TRIED).map(move |tried| &piece[(at + tried) % PLACES])
    }

    /// What stands at the place where a text is looked for first.
    fn first(&self, digest: Digest) -> Seen {
        self.places(digest).next().map(Slot::read).unwrap_or_default()
    }

    /// How a text was judged, if it is known.
    fn find(&self, digest: Digest) -> Option<Judged> {
        let mut taken = self.places(digest).map(Slot::read).take_while(|seen| seen.text != 0);
        taken.find_map(|seen| seen.tells(digest))
    }

    /// Remembers how a text was judged, if there is a place for it.
    fn remember(&self, digest: Digest, judged: Judged) {
        self.places(digest).find(|place| place.take(digest.half(), judged));
    }
}

/// The classifier of one thread, with the verdicts it has given.
#[derive(Debug)]
pub struct Judge<'a> {
    classifier: Classifier<'a>,
    known: &'a Known,
    /// The blocks it has begun, with their numbers. The last one is being filled.
    blocks: Vec<(u32, Vec<Verdict>)>,
    /// The texts of the list at hand, and what stood where each is looked for first.
    list: Vec<(Digest, Seen)>,
}

impl<'a> Judge<'a> {
    /// A judge who follows `rulebook`.
    pub fn new(rulebook: &'a Rulebook, known: &'a Known) -> Self {
        Self { classifier: Classifier::new(rulebook), known, blocks: Vec::new(), list: Vec::new() }
    }

    /// Forgets what was begun, for what is half done is not to be trusted.
    pub fn begin_anew(&mut self, rulebook: &'a Rulebook) {
        self.classifier = Classifier::new(rulebook);
    }

    /// Judges a list of duties by the words of a language, or remembers how they were judged: one entry for each in `into`.
    pub fn classify<'t>(&mut self, texts: impl Iterator<Item = &'t str> + Clone, words: &'a Vocabulary, into: &mut Vec<Judged>) {
        let mut list = std::mem::take(&mut self.list);
        list.clear();
        list.extend(texts.clone().map(|text| (self.known.digester.of(text, words.language.0), Seen::default())));
        // What is known lies all over the memory. It comes at the same time where nothing hangs on one before the next is asked for.
        for (digest, seen) in &mut list {
            *seen = self.known.first(*digest);
        }
        let judged = texts
            .zip(&list)
            .map(|(text, &(digest, seen))| seen.tells(digest).unwrap_or_else(|| self.judge(text, digest, words)));
        into.extend(judged);
        self.list = list;
    }

    /// Judges a duty that was not seen when its list was begun.
    fn judge(&mut self, text: &str, digest: Digest, words: &'a Vocabulary) -> Judged {
        // It may be remembered at another place, and a list may say the same again and again.
        if let Some(known) = self.known.find(digest) {
            return known;
        }
        let verdict = self.classifier.speak(words).classify(text);
        let judged = self.keep(verdict);
        self.known.remember(digest, judged);
        judged
    }

    /// Judges a statement of what a role does not do.
    pub fn classify_disclaimed(&mut self, text: &str, words: &'a Vocabulary) -> Judged {
        let verdict = self.classifier.speak(words).classify_disclaimed(text);
        self.keep(verdict)
    }

    /// Keeps a verdict.
    pub fn keep(&mut self, verdict: Verdict) -> Judged {
        if self.blocks.last().is_none_or(|(_, block)| block.len() == BLOCK) {
            self.blocks.push((self.known.next.fetch_add(1, Relaxed), Vec::with_capacity(BLOCK)));
        }
        let last = self.blocks.len() - 1;
        let (number, block) = &mut self.blocks[last];
        let judged = Judged::by(&verdict, *number as usize, block.len());
        block.push(verdict);
        judged
    }

    /// What all judges have given who share what is known.
    pub fn verdicts(judges: impl IntoIterator<Item = Self>) -> Verdicts {
        Verdicts::of(judges.into_iter().flat_map(|judge| judge.blocks).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn what_is_remembered_is_what_is_given_anew() {
        let rulebook = Rulebook::builtin();
        let words = &rulebook.vocabularies()[0];
        let known = Known::default();
        let mut judges = [Judge::new(rulebook, &known), Judge::new(rulebook, &known)];
        let several: Vec<String> = (0..2 * BLOCK).map(|number| format!("Order backlog {number}")).collect();
        let mut given = Vec::new();
        for judge in &mut judges {
            for _ in 0..2 {
                let mut list = Vec::new();
                judge.classify(several.iter().map(String::as_str), words, &mut list);
                given.extend(several.iter().zip(list));
            }
        }
        let verdicts = Judge::verdicts(judges);
        for (text, judged) in &given {
            assert_eq!(verdicts[judged.id], Classifier::new(rulebook).classify(text), "{text}");
            assert_eq!(verdicts[judged.id].hints, judged.hints);
        }
        // Few texts find all their places taken.
        let different: BTreeSet<u32> = given.iter().map(|(_, judged)| judged.id.0).collect();
        assert!(different.len() < several.len() + 8, "{} verdicts on {} texts", different.len(), several.len());
    }

    #[test]
    fn what_a_list_repeats_is_judged_once() {
        let rulebook = Rulebook::builtin();
        let known = Known::default();
        let mut judge = Judge::new(rulebook, &known);
        let mut given = Vec::new();
        judge.classify(["Own the roadmap"; 9].into_iter(), &rulebook.vocabularies()[0], &mut given);
        assert_eq!(given.len(), 9);
        assert!(given.iter().all(|judged| *judged == given[0]));
    }

    #[test]
    fn each_language_judges_for_itself() {
        let rulebook = Rulebook::builtin();
        let known = Known::default();
        let mut judge = Judge::new(rulebook, &known);
        let text = "Stakeholder Management";
        let languages = || rulebook.vocabularies().iter().chain(rulebook.vocabularies());
        let mut given = Vec::new();
        languages().for_each(|words| judge.classify(std::iter::once(text), words, &mut given));
        let verdicts = Judge::verdicts([judge]);
        for (words, judged) in languages().zip(given) {
            assert_eq!(verdicts[judged.id], Classifier::new(rulebook).speak(words).classify(text));
        }
    }
}
