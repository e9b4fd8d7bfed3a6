//! Markers: words of documents that belong to one role model ("PI planning", "sprint goal").

use crate::audit::AuditedDuty;
use crate::digest::{Digester, Set};
use crate::document::{MappedText, Section};
use crate::order;
use crate::rulebook::hints::Family;
use crate::rulebook::openings::{Opening, Openings, eight_of, grouped};
use crate::rulebook::phrases::{FirstLetters, begins_with, is_of_word};
use crate::rulebook::{ModelId, Rulebook};

/// How many texts beside duties are remembered that hold no marker.
const REMEMBERED: usize = 2048;

/// The markers of all models, found by their first words.
pub struct Markers<'a> {
    openings: Openings,
    /// For each of the openings where its words begin in `firsts`, and where the last ones end.
    bounds: Vec<u16>,
    /// In order of what they open with.
    firsts: Vec<First<'a>>,
}

/// The first word of some markers.
struct First<'a> {
    opening: Opening,
    letters: FirstLetters,
    /// In lower case.
    word: String,
    markers: Vec<Marker<'a>>,
}

struct Marker<'a> {
    words: Vec<&'a str>,
    /// The first letters of the second word; those of no word where there is none.
    second: FirstLetters,
    /// Whether case matters.
    cased: bool,
    /// Whose marker it is.
    id: (ModelId, u16),
}

impl<'a> Markers<'a> {
    /// The markers of a rulebook.
    pub fn new(rulebook: &'a Rulebook) -> Self {
        let mut firsts: Vec<First<'_>> = Vec::new();
        for (model, at) in rulebook.role_models().iter().zip(0..) {
            for (marker, index) in model.signs.markers.iter().zip(0..) {
                let words: Vec<&str> = words_of(marker).collect();
                let Some(word) = words.first().map(|word| word.to_lowercase()) else { continue };
                let Some(opening) = Opening::of(word.as_bytes()) else { continue };
                let cased = marker.chars().any(char::is_uppercase);
                let second = FirstLetters::of(words.get(1).copied().unwrap_or_default());
                let marker = Marker { words, second, cased, id: (ModelId(at), index) };
                match firsts.iter_mut().find(|first| first.word == word) {
                    Some(first) => first.markers.push(marker),
                    None => firsts.push(First { opening, letters: FirstLetters::of(&word), word, markers: vec![marker] }),
                }
            }
        }
        order::by_key(&mut firsts, |first| first.opening);
        let (openings, bounds) = grouped(&firsts, |first| first.opening);
        Self { openings, bounds, firsts }
    }

    /// The markers that a text holds, and whether it holds any.
    fn meet_in(&self, text: &str, met: &mut Vec<(ModelId, u16)>) -> bool {
        let before = met.len();
        self.openings.meet(text, &mut |at, rank, letters| {
            for first in &self.firsts[self.bounds[rank] as usize..self.bounds[rank + 1] as usize] {
                let may_stand = first.letters.may_stand_in(letters) || !letters.to_le_bytes().is_ascii();
                // A letter beyond ASCII may stand before it.
                if may_stand && first.may_begin(&text.as_bytes()[at..]) && !text[..at].ends_with(char::is_alphanumeric) {
                    first.meet_at(&text[at..], met);
                }
            }
        });
        met.len() > before
    }
}

/// Looks for markers on behalf of one thread. Many documents say the same, so texts that hold none are remembered.
pub struct MarkerSearch<'a> {
    markers: &'a Markers<'a>,
    /// Duties with the same verdict say the same: a bit for each verdict on one that holds none.
    duties: Vec<u64>,
    digester: Digester,
    /// Titles and texts of sections that hold none.
    beside: Set,
}

impl<'a> MarkerSearch<'a> {
    /// A search that remembers nothing yet.
    pub fn new(markers: &'a Markers<'a>) -> Self {
        Self { markers, duties: Vec::new(), digester: Digester::default(), beside: Set::default() }
    }

    /// The markers that a role's title, duties and other sections hold.
    pub fn of(&mut self, title: &str, duties: &[AuditedDuty], sections: &[Section]) -> Box<[(ModelId, u16)]> {
        let mut met = Vec::new();
        for duty in duties.iter().filter(|duty| duty.judged.hints.may_hold(Family::Markers)) {
            self.meet_in_duty(duty, &mut met);
        }
        let beside = sections.iter().flat_map(|section| &section.items).map(MappedText::as_str);
        for text in std::iter::once(title).chain(beside) {
            self.meet_beside(text, &mut met);
        }
        met.sort_unstable();
        met.dedup();
        met.into_boxed_slice()
    }

    /// The markers that a duty holds.
    fn meet_in_duty(&mut self, duty: &AuditedDuty, met: &mut Vec<(ModelId, u16)>) {
        let number = duty.judged.id.number();
        let (place, bit) = (number / u64::BITS as usize, 1 << (number % u64::BITS as usize));
        if self.duties.get(place).is_some_and(|bits| bits & bit != 0) {
            return;
        }
        if !self.markers.meet_in(duty.text.as_str(), met) {
            let places = self.duties.len().max(place + 1);
            self.duties.resize(places, 0);
            self.duties[place] |= bit;
        }
    }

    /// The markers that a title or a text of a section holds.
    fn meet_beside(&mut self, text: &str, met: &mut Vec<(ModelId, u16)>) {
        let digest = self.digester.of(text, 0);
        if !self.beside.contains(&digest) && !self.markers.meet_in(text, met) {
            if self.beside.len() == REMEMBERED {
                self.beside.clear();
            }
            self.beside.insert(digest);
        }
    }
}

impl First<'_> {
    /// Whether a text may begin with the word. Says no quickly, as is right for most; what stands beyond ASCII is not looked into.
    fn may_begin(&self, text: &[u8]) -> bool {
        let other = text.iter().zip(self.word.as_bytes()).find(|(said, wanted)| !said.eq_ignore_ascii_case(wanted));
        match other {
            Some((said, _)) => !said.is_ascii(),
            None => !text.get(self.word.len()).is_some_and(|&byte| is_of_word(byte)),
        }
    }

    /// Meets those of the markers that stand at the beginning of a text.
    fn meet_at(&self, text: &str, met: &mut Vec<(ModelId, u16)>) {
        let (said, rest) = match text.as_bytes().get(self.word.len()) {
            Some(after) if after.is_ascii() && begins_with(text.as_bytes(), &self.word) => text.split_at(self.word.len()),
            _ => {
                let word = words_of(text).next().unwrap_or_default();
                if !self.word.eq_ignore_ascii_case(word) && (word.is_ascii() || self.word != word.to_lowercase()) {
                    return;
                }
                text.split_at(word.len())
            }
        };
        // Most markers part from the text at their second word.
        let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let letters = eight_of(rest.as_bytes());
        for marker in self.markers.iter().filter(|marker| marker.second.may_stand_in(letters)) {
            let same = |wanted: &str, said: &str| if marker.cased { wanted == said } else { wanted.eq_ignore_ascii_case(said) };
            let mut others = words_of(rest);
            if same(marker.words[0], said) && marker.words[1..].iter().all(|wanted| others.next().is_some_and(|said| same(wanted, said))) {
                met.push(marker.id);
            }
        }
    }
}

fn words_of(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::Classifier;
    use proptest::prelude::*;

    proptest! {
        /// Duties that hint at no marker hold none, however its words are written.
        #[test]
        fn markers_that_are_met_are_hinted_at(
            said in proptest::collection::vec((any::<proptest::sample::Index>(), "[ ]|-|, |'|’|–|&|\\. ", "(s|é|x| the|'s)?"), 1..6),
        ) {
            let rulebook = Rulebook::builtin();
            let known: Vec<&String> = rulebook.role_models().iter().flat_map(|model| &model.signs.markers).collect();
            let text: String = said.iter().map(|(marker, between, after)| marker.get(&known).replace(' ', between) + after).collect();
            let mut met = Vec::new();
            Markers::new(rulebook).meet_in(&text, &mut met);
            prop_assert!(met.is_empty() || Classifier::new(rulebook).classify(&text).hints.may_hold(Family::Markers), "{text}");
        }
    }

    #[test]
    fn markers_are_met_as_whole_words_in_their_own_case() {
        let rulebook = Rulebook::builtin();
        let markers = Markers::new(rulebook);
        let met = |text: &str| -> Vec<&str> {
            let mut met = Vec::new();
            markers.meet_in(text, &mut met);
            met.into_iter()
                .map(|(model, marker)| rulebook.role_model(model).signs.markers[marker as usize].as_str())
                .collect()
        };
        assert_eq!(met("(PI-planning) für das ART"), ["PI planning", "ART"]);
        assert_eq!(met("Kanban Board"), ["kanban board", "kanban"]);
        for text in ["art", "éART", "ARTé", "PI", "pi planning", "planning PI", ""] {
            assert_eq!(met(text), Vec::<&str>::new(), "{text}");
        }
    }
}
