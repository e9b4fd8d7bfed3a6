//! Grammar: the small words and endings by which the parts of a sentence are told apart (`rules/grammar.yaml`).

use super::stem::number;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a word is in a sentence; a word may be several of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trait {
    /// What follows is a noun.
    Determiner,
    /// An object of its own begins with it.
    BeginsObject,
    /// Stands before the name of a role or body.
    BeforeName,
    /// Stands for an object that was named before.
    Pronoun,
    /// Begins something other than a further object.
    Preposition,
    /// Ends the name of an object.
    EndsName,
    /// Joins two acts that share an object.
    Joins,
    /// Joins two acts of one duty.
    JoinsActs,
    /// Joins two objects of one verb.
    JoinsObjects,
    /// Joins an act that is written otherwise.
    Meanwhile,
    /// What is decided begins with it.
    Question,
    /// Points back to what was said.
    PointsBack,
    /// Turns what follows into a clause of its own.
    Relative,
    /// A form of "to be".
    Be,
    /// A form of "to be" that denies.
    BeNot,
    /// What a clause can deny.
    Denied,
    /// Names after a passive who does it.
    Agent,
    /// Names who is given something.
    Receiver,
    /// The reader of the document.
    Reader,
    /// Joins what is not done.
    Contrasts,
    /// Begins how something is done, as somebody else has settled it.
    AsTold,
    /// Links a clause to the noun that it describes.
    Links,
    /// Stands before the verb for what is settled.
    BeforeSettled,
    /// Names who has settled something.
    Settler,
    /// Stands before a noun for what another has settled.
    BeforeInstruction,
    /// Names who gives an instruction.
    Giver,
    /// Stands between a subject and its verb.
    Auxiliary,
    /// Says that something is still somebody's.
    Remains,
    /// Says whose something is without a name.
    Theirs,
    /// What somebody's business is called.
    Matter,
    /// Links a clause to somebody who is named.
    Who,
    /// Links a clause to somebody or something that something is given to.
    Recipient,
    /// What follows the verb of who decides on what was given.
    Given,
    /// Begins what somebody else sees to.
    With,
    /// A participle that its ending does not tell.
    Done,
    /// Begins a clause with a subject of its own.
    Article,
    /// What is done to somebody who is asked to act.
    Asked,
    /// Made of a verb and none itself; known by its ending, as all that follow.
    #[serde(skip)]
    Noun,
    /// The one who does something.
    #[serde(skip)]
    Doer,
    /// How something is done.
    #[serde(skip)]
    Manner,
    /// A verb that goes on.
    #[serde(skip)]
    Gerund,
}

/// The traits of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traits(u64);

impl Traits {
    /// Whether a word has a trait.
    pub fn has(self, one: Trait) -> bool {
        self.0 & 1 << one as u64 != 0
    }

    /// Adds the traits of another word.
    pub fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl From<Trait> for Traits {
    fn from(one: Trait) -> Self {
        Self(1 << one as u64)
    }
}

/// What the ending of a word can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// That it is made of a verb and none itself.
    Noun,
    /// That it is the one who does something.
    Doer,
    /// That it says how something is done.
    Manner,
    /// That it is a verb that goes on.
    Gerund,
}

impl Ending {
    /// The trait it gives, and how many bytes stand before it at least.
    fn gives(self) -> (Trait, usize) {
        match self {
            Self::Noun => (Trait::Noun, 4),
            Self::Doer => (Trait::Doer, 0),
            Self::Manner => (Trait::Manner, 0),
            Self::Gerund => (Trait::Gerund, 3),
        }
    }
}

/// `grammar.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GrammarFile {
    /// Words by what they are.
    pub words: BTreeMap<Trait, Vec<String>>,
    /// Endings by what they tell.
    pub endings: BTreeMap<Ending, Vec<String>>,
}

/// The small words and endings of a language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grammar {
    /// By the number of the word in lower case.
    words: Vec<(u64, Traits)>,
    endings: Vec<Tail>,
}

/// An ending, and what it gives.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Tail {
    /// Its bytes as one number, the last one lowest.
    bytes: u64,
    /// The bits of that number that count.
    mask: u64,
    /// Bytes of the shortest word that it counts in.
    least: u8,
    gives: Traits,
}

/// Bytes of the longest ending.
const LONGEST: usize = size_of::<u64>();

/// Bytes of a word that most are shorter than.
const SHORT: usize = 24;

impl Grammar {
    /// The grammar that a file states.
    ///
    /// # Errors
    /// An ending that is too long, or none at all.
    pub fn new(file: &GrammarFile) -> Result<Self, String> {
        let mut words: BTreeMap<u64, Traits> = BTreeMap::new();
        for (&class, known) in &file.words {
            for word in known {
                words.entry(number(word.to_lowercase().as_bytes())).or_default().add(class.into());
            }
        }
        let mut endings = Vec::new();
        for (class, known) in &file.endings {
            let (gives, before) = class.gives();
            for ending in known {
                let ending = ending.to_lowercase();
                if ending.is_empty() || ending.len() > LONGEST {
                    return Err(format!("`{ending}` is no ending; one has 1 to {LONGEST} letters"));
                }
                let mask = u64::MAX >> (u64::BITS as usize - 8 * ending.len());
                endings.push(Tail { bytes: tail(ending.as_bytes()), mask, least: (before + ending.len()) as u8, gives: gives.into() });
            }
        }
        Ok(Self { words: words.into_iter().collect(), endings })
    }

    /// What a word is.
    pub fn traits(&self, word: &str) -> Traits {
        let mut lower = [0; SHORT];
        match lower.get_mut(..word.len()).filter(|_| word.is_ascii()) {
            Some(lower) => {
                lower.copy_from_slice(word.as_bytes());
                lower.make_ascii_lowercase();
                self.of_lower(lower)
            }
            None => self.of_lower(word.to_lowercase().as_bytes()),
        }
    }

    fn of_lower(&self, word: &[u8]) -> Traits {
        let known = self.words.binary_search_by_key(&number(word), |&(known, _)| known);
        let mut traits = known.map_or(Traits::default(), |at| self.words[at].1);
        let end = tail(word);
        for ending in &self.endings {
            if end & ending.mask == ending.bytes && word.len() >= ending.least as usize {
                traits.add(ending.gives);
            }
        }
        traits
    }
}

/// The last bytes of a word as one number, the last one lowest.
fn tail(word: &[u8]) -> u64 {
    match word.last_chunk() {
        Some(bytes) => u64::from_be_bytes(*bytes),
        None => word.iter().fold(0, |bytes, &byte| bytes << 8 | u64::from(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_endings_tell_what_a_word_is() {
        let file: GrammarFile =
            serde_yaml::from_str("{words: {be: [is], relative: [who], question: [Who]}, endings: {gerund: [ing]}}").expect("a grammar");
        let grammar = Grammar::new(&file).expect("a grammar");
        assert!(grammar.traits("IS").has(Trait::Be) && !grammar.traits("island").has(Trait::Be));
        assert!(grammar.traits("who").has(Trait::Relative) && grammar.traits("who").has(Trait::Question));
        assert!(grammar.traits("keeping").has(Trait::Gerund) && !grammar.traits("king").has(Trait::Gerund));
    }

    #[test]
    fn an_ending_that_cannot_be_one_is_an_error() {
        for ending in ["''", "lichkeiten"] {
            let file: GrammarFile = serde_yaml::from_str(&format!("endings: {{noun: [{ending}]}}")).expect("a file");
            let error = Grammar::new(&file).expect_err("no ending");
            assert!(error.contains("1 to 8 letters"), "{error}");
        }
    }

    #[test]
    fn an_unknown_class_is_an_error_that_names_the_known_ones() {
        let error = serde_yaml::from_str::<GrammarFile>("words: {articles: [the]}").expect_err("no such class").to_string();
        assert!(error.contains("articles") && error.contains("determiner"), "{error}");
    }
}
