//! Languages: which one a text is written in, told by its most frequent words (`rules/languages.yaml`).
//!
//! Words, not letter statistics, because duties are short and full of names: "Align Deutsche Börse und Söhne with the
//! roadmap" has one German word and three English ones. Where too little speaks, no answer is given.

mod spoken;

use super::data::LanguageId;
use crate::order;
use serde::{Deserialize, Serialize};
use spoken::{Spoken, before_apostrophe, last_four, number, spoken};

/// One entry of `languages.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageEntry {
    /// Its code, also the name of the folder of `rules/` that holds its words; the first entry's words are in `rules/` itself.
    pub id: String,
    /// Its name in English.
    pub name: String,
    /// Frequent words, lower case. What ends in an apostrophe is a word before an apostrophe (`l'`).
    #[serde(default)]
    pub words: Vec<String>,
    /// Endings of words of at least seven letters that other languages do not have.
    #[serde(default)]
    pub endings: Vec<String>,
    /// Letters that other languages do not have: two letters and a hyphen between for a row.
    #[serde(default)]
    pub letters: Vec<String>,
    /// Words that are written with a full stop behind them, without it, in any case. Those of one letter or with a full stop inside are
    /// told without.
    #[serde(default)]
    pub abbreviations: Vec<String>,
}

/// A language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Language {
    /// Its code.
    pub id: String,
    /// Its name in English.
    pub name: String,
    endings: Vec<String>,
    letters: Vec<(char, char)>,
}

/// All known languages; the first is the one that the rules themselves are written in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Languages {
    all: Vec<Language>,
    /// Words of all languages that are written with a full stop behind them, without it.
    abbreviations: Vec<String>,
    /// Numbers of words and the languages they belong to, a bit each; ascending.
    words: Vec<(u64, u32)>,
    /// The upper half of each word's number and, below it, the languages it belongs to; open addressing by the lower half, 0 where a place
    /// is free. All that is asked of a word lies in one place, for the memory is slower than all else that is done with it.
    #[serde(skip)]
    places: Vec<u64>,
    /// Endings, by their last byte.
    #[serde(skip)]
    endings: Vec<Vec<Ending>>,
}

/// An ending of words.
#[derive(Clone, Debug, PartialEq)]
struct Ending {
    letters: String,
    /// Its last four bytes, or all where there are fewer, and the bits that count: few words are looked at any closer.
    last: (u32, u32),
    /// The language that has it, as a bit.
    language: u32,
}

impl Ending {
    fn new(letters: &str, language: u32) -> Self {
        let counting = u32::MAX.checked_shr(32 - 8 * letters.len().min(4) as u32).unwrap_or(0);
        Self { letters: letters.to_owned(), last: (last_four(letters) & counting, counting), language }
    }

    /// Whether a word, given with its last four bytes, ends so.
    fn ends(&self, word: &str, four: u32) -> bool {
        four & self.last.1 == self.last.0 && word.ends_with(&self.letters)
    }
}

/// How many languages there can be.
const MOST: usize = 32;
/// How many words of a text are looked at; more would not change the answer.
const ENOUGH: usize = 240;
/// How many different words of a language must be met.
const DIFFERENT: usize = 3;
/// The same where nothing speaks for the language of the rules and the words are no mere particles, which names have too.
const DIFFERENT_LONG: usize = 2;
/// How many times more often another language must be heard than that of the rules, when one or several different words of the
/// latter are heard: names of several words lie in many a sentence.
const OUTWEIGHS: [usize; 2] = [2, 4];
/// Letters from which a word is no mere particle.
const LONG: usize = 4;
/// Words of the language of the rules that settle a sentence, or where a list begins, when no word of another language stands
/// among them.
const SETTLED: usize = 4;
/// Letters from which endings count.
const LONG_ENDING: usize = 7;

impl Languages {
    /// Compiles the entries of the rule file. `verbs` are verbs of the first language. More than 32 languages are an error,
    /// which names the first that is too much.
    pub fn new(entries: &[LanguageEntry], verbs: &[String]) -> Result<Self, String> {
        if let Some(excess) = entries.get(MOST) {
            return Err(excess.id.clone());
        }
        let mut words: Vec<(u64, u32)> = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let number_of = |word: &String| match word.strip_suffix('\'') {
                Some(elided) => before_apostrophe(number(elided.chars())),
                None => number(word.chars()),
            };
            words.extend(entry.words.iter().map(|word| (number_of(word), 1 << at)));
        }
        words.extend(verbs.iter().flat_map(|verb| [(number(verb.chars()), 1), (number(verb.chars().chain(['s'])), 1)]));
        order::by(&mut words, Ord::cmp);
        words.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 |= if same { next.1 } else { 0 };
            same
        });
        let row = |letters: &String| {
            let mut ends = letters.chars();
            let first = ends.next()?;
            Some((first, ends.next_back().unwrap_or(first)))
        };
        let language = |entry: &LanguageEntry| Language {
            id: entry.id.clone(),
            name: entry.name.clone(),
            endings: entry.endings.clone(),
            letters: entry.letters.iter().filter_map(row).collect(),
        };
        let abbreviations = entries.iter().flat_map(|entry| entry.abbreviations.iter().cloned()).collect();
        let mut languages = Self { all: entries.iter().map(language).collect(), abbreviations, words, ..Self::default() };
        languages.index();
        Ok(languages)
    }

    /// Prepares the tables for looking up; needed once after decoding.
    pub fn index(&mut self) {
        // Some places stay free, so that a search for what is not there ends.
        let size = (self.words.len() * 3 / 2 + 1).next_power_of_two();
        self.places = vec![0; size];
        for &(word, speakers) in &self.words {
            let mut place = word as usize & (size - 1);
            while self.places[place] != 0 {
                place = (place + 1) & (size - 1);
            }
            self.places[place] = upper_half(word) | u64::from(speakers);
        }
        self.endings = vec![Vec::new(); 256];
        for (at, language) in self.all.iter().enumerate() {
            for ending in &language.endings {
                let last = ending.bytes().last().unwrap_or_default();
                self.endings[last as usize].push(Ending::new(ending, 1 << at));
            }
        }
    }

    /// One language.
    pub fn get(&self, id: LanguageId) -> &Language {
        &self.all[id.0 as usize]
    }

    /// The language with this code.
    pub fn by_id(&self, id: &str) -> Option<LanguageId> {
        self.all.iter().position(|language| language.id == id).map(|at| LanguageId(at as u8))
    }

    /// All languages.
    pub fn all(&self) -> &[Language] {
        &self.all
    }

    /// Whether a word, with a full stop behind it, is an abbreviation in any of the languages. It is not known yet which one is spoken.
    pub fn abbreviate(&self, word: &str) -> bool {
        self.abbreviations.iter().any(|known| word.eq_ignore_ascii_case(known))
    }

    /// The language of a single sentence; that of the rules when too little speaks for another. `scratch` is reused.
    pub fn of_sentence(&self, text: &str, scratch: &mut Heard) -> LanguageId {
        scratch.clear();
        self.read_until(text, scratch, |heard| heard.own >= SETTLED && heard.other == 0);
        self.tell(scratch).unwrap_or_default()
    }

    /// Adds the words of a text to what is known of it.
    pub fn read(&self, text: &str, into: &mut Heard) {
        self.read_until(text, into, |_| false);
    }

    /// Whether texts begin so plainly in the language of the rules that nobody would read on to tell.
    pub fn begin_plainly<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let mut own = 0;
        for (word, found) in self.found(texts.into_iter().flat_map(spoken).take(ENOUGH)) {
            match self.understand(word, found).map_or(0, |understood| understood.speakers) {
                0 => {}
                speakers if speakers & 1 == 0 => return false,
                speakers => own += usize::from(speakers == 1),
            }
            if own >= SETTLED {
                return true;
            }
        }
        false
    }

    fn read_until(&self, text: &str, into: &mut Heard, settled: impl Fn(&Heard) -> bool) {
        let mut words = self.found(spoken(text));
        while into.words < ENOUGH && !settled(into) {
            let Some((word, found)) = words.next() else { return };
            into.words += 1;
            if let Some(understood) = self.understand(word, found) {
                into.add(understood);
            }
        }
    }

    /// The words, each with what stands at its place. That comes from far off in the memory, so it is asked for one word ahead.
    fn found<'t>(&self, words: impl Iterator<Item = Spoken<'t>>) -> impl Iterator<Item = (Spoken<'t>, u64)> {
        let mut words = words.map(|word| (word, self.at(word.number as usize)));
        let mut next = words.next();
        std::iter::from_fn(move || std::mem::replace(&mut next, words.next()))
    }

    /// What a word is, given what stands at its place; none where it is a single letter.
    fn understand(&self, Spoken { word, number: known, plain, elided }: Spoken<'_>, found: u64) -> Option<Understood> {
        let letters = if plain { word.len() } else { word.chars().count() };
        // Single letters are initials, bullets and "e.g." as often as words.
        if letters == 1 && plain && !elided {
            return None;
        }
        let elided = if elided { self.speakers(before_apostrophe(known)) } else { 0 };
        let mut speakers = if elided == 0 { self.speakers_from(known, found) } else { elided };
        let mut weight = 1;
        if speakers == 0 {
            if letters >= LONG_ENDING {
                let last = last_four(word);
                let endings = self.endings[last as usize % 256].iter().filter(|ending| ending.ends(word, last));
                speakers = endings.fold(0, |all, ending| all | ending.language);
            }
            if !plain && let Some(foreign) = word.chars().find(|c| !c.is_ascii()) {
                for (at, language) in self.all.iter().enumerate() {
                    let spelled = word.chars().any(|c| language.letters.iter().any(|&(first, last)| (first..=last).contains(&c)));
                    speakers |= u32::from(spelled) << at;
                    // Scripts without spaces give one "word" for a whole clause.
                    if spelled && foreign > '\u{2fff}' {
                        weight = letters.div_ceil(2) as u16;
                    }
                }
            }
        }
        Some(Understood { word: known, speakers, weight, long: letters >= LONG })
    }

    /// The languages that a word belongs to, a bit each.
    fn speakers(&self, word: u64) -> u32 {
        self.speakers_from(word, self.at(word as usize))
    }

    /// The same, given what stands at the word's place.
    fn speakers_from(&self, word: u64, mut found: u64) -> u32 {
        let mut place = word as usize;
        while found != 0 && upper_half(found) != upper_half(word) {
            place = place.wrapping_add(1);
            found = self.at(place);
        }
        found as u32
    }

    fn at(&self, place: usize) -> u64 {
        self.places[place & (self.places.len() - 1)]
    }

    /// The language of what was heard; none when too little speaks for any.
    pub fn tell(&self, heard: &Heard) -> Option<LanguageId> {
        let other = (1..self.all.len())
            .map(|at| (heard.votes(1 << at, 1), at))
            .max_by_key(|(votes, at)| (votes.different, votes.times, usize::MAX - at));
        let Some((other, at)) = other else { return Some(LanguageId::FIRST) };
        let own = heard.votes(1, 1 << at);
        let outweighs = OUTWEIGHS[usize::from(own.different > 1)];
        let plainly = other.different >= DIFFERENT && other.times > outweighs * own.times;
        let shortly = other.long >= DIFFERENT_LONG && own.times == 0 && 3 * other.times >= heard.words;
        if plainly || shortly {
            return Some(LanguageId(at as u8));
        }
        (own.different >= DIFFERENT).then_some(LanguageId::FIRST)
    }
}

fn upper_half(number: u64) -> u64 {
    number & !u64::from(u32::MAX)
}

/// What was heard of a text.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    words: usize,
    /// Words of the first language alone.
    own: usize,
    /// Words of other languages alone.
    other: usize,
    met: Vec<Met>,
    /// A bit for every word met, which some share.
    signs: u64,
}

impl Heard {
    fn add(&mut self, Understood { word, speakers, weight, long }: Understood) {
        self.own += usize::from(speakers == 1);
        self.other += usize::from(speakers != 0 && speakers & 1 == 0);
        // Most words were not met before, which one bit shows.
        let sign = 1 << (word >> 58);
        if self.signs & sign != 0
            && let Some(met) = self.met.iter_mut().find(|met| met.word == word)
        {
            met.times = met.times.saturating_add(weight);
        } else if speakers != 0 {
            self.signs |= sign;
            self.met.push(Met { word, speakers, times: weight, different: weight, long });
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        (self.words, self.own, self.other, self.signs) = (0, 0, 0, 0);
        self.met.clear();
    }

    /// What speaks for one language and not for another, each given as a bit.
    fn votes(&self, one: u32, other: u32) -> Votes {
        let mut votes = Votes::default();
        for met in self.met.iter().filter(|met| met.speakers & one != 0 && met.speakers & other == 0) {
            votes.times += met.times as usize;
            votes.different += met.different as usize;
            votes.long += if met.long { met.different as usize } else { 0 };
        }
        votes
    }
}

/// How much speaks for a language.
#[derive(Clone, Copy, Debug, Default)]
struct Votes {
    /// Words, each time they stand there.
    times: usize,
    /// Different words.
    different: usize,
    /// Different words that are no mere particles.
    long: usize,
}

/// A word, and what it tells.
#[derive(Clone, Copy, Debug)]
struct Understood {
    word: u64,
    /// The languages it may be of, a bit each.
    speakers: u32,
    /// For how many words it counts.
    weight: u16,
    long: bool,
}

/// A word that tells a language.
#[derive(Clone, Copy, Debug)]
struct Met {
    word: u64,
    speakers: u32,
    times: u16,
    /// 1, or the number of words that a clause without spaces stands for.
    different: u16,
    long: bool,
}

#[cfg(test)]
mod tests {
    use crate::rulebook::Rulebook;

    #[test]
    fn half_a_number_tells_words_apart() {
        let languages = Rulebook::builtin().languages();
        assert!(languages.words.len() > 1000);
        for &(word, speakers) in &languages.words {
            assert_eq!(languages.speakers(word), speakers);
        }
    }
}
