//! How duties, wishes for a candidate and offers read (`rules/wording.yaml`): for text that no heading explains.

use super::headings::{Headings, ROLE, holds};
use super::keys::normalise;
use super::source::WordingFile;
use super::titles::Titles;
use crate::order;
use serde::{Deserialize, Serialize};

/// The compiled wording. Lists are normalised and sorted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Wording {
    /// All forms of the verbs.
    verbs: Vec<String>,
    nouns: Vec<String>,
    openings: Vec<String>,
    accountabilities: Vec<String>,
    /// Of each of these one telling word in all its spellings: a text without any of them begins with none.
    accountable_words: Vec<String>,
    subjects: Vec<String>,
    adverbs: Vec<String>,
    traits: Vec<String>,
    offers: Vec<String>,
    persona_openings: Vec<String>,
    persona_keys: Vec<String>,
    persona_titles: Vec<String>,
    persona_files: Vec<String>,
}

/// What a sentence or bullet reads like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Something somebody does.
    Duty,
    /// Something somebody does, said with a noun ("Supervision of ...").
    Activity,
    /// Something a candidate should be or have.
    Trait,
    /// Something an employer gives.
    Offer,
    /// Anything else.
    Other,
}

/// Words of a sentence that are looked at for its beginning.
const BEGINNING: usize = 14;
/// Words before "you will" in a sentence that begins with a circumstance ("In this position, you will ...").
const CIRCUMSTANCE: usize = 9;

impl Wording {
    /// Compiles `wording.yaml`.
    pub fn new(file: &WordingFile, headings: &Headings) -> Self {
        let normal = |list: &[String]| sorted(list.iter().map(|phrase| headings.normalise(phrase, None)).collect());
        let accountabilities = normal(&file.accountabilities);
        Self {
            accountable_words: telling_words(&accountabilities, headings),
            verbs: sorted(file.verbs.iter().flat_map(|verb| forms(verb)).collect()),
            nouns: normal(&file.nouns),
            openings: normal(&file.openings),
            accountabilities,
            subjects: normal(&file.subjects),
            adverbs: normal(&file.adverbs),
            traits: normal(&file.traits),
            offers: normal(&file.offers),
            persona_openings: sorted(file.personas.openings.iter().map(|phrase| headings.normalise_spelling(phrase)).collect()),
            persona_titles: normal(&file.personas.titles),
            persona_files: sorted(file.personas.files.clone()),
            persona_keys: sorted(file.personas.keys.iter().map(|key| normalise(key).into_owned()).collect()),
        }
    }

    /// What a sentence or bullet reads like.
    pub fn reads(&self, text: &str, headings: &Headings, titles: &Titles) -> Reads {
        let start = beginning(text);
        let role = titles.mention(start).map(|place| place.range);
        let normal = headings.normalise(start, role.as_ref());
        let longest = |list: &[String]| longest_prefix(list, &normal);
        let opening = longest(&self.openings);
        let wish = longest(&self.traits);
        if wish > 0 && wish >= opening {
            return Reads::Trait;
        }
        let mut words = normal.split(' ');
        let mut first = words.next().unwrap_or_default();
        if first == ROLE {
            return match words.next() {
                Some(word) if self.is_verb(word) || opening > ROLE.len() => Reads::Duty,
                _ => Reads::Other,
            };
        }
        if self.subjects.iter().any(|subject| subject == first) {
            first = words.next().unwrap_or_default();
        }
        if first.ends_with("ly") || self.adverbs.iter().any(|adverb| adverb == first) {
            first = words.next().unwrap_or_default();
        }
        let told = normal.split(' ').take(CIRCUMSTANCE).zip(normal.split(' ').skip(1)).any(|pair| pair == ("you", "will"));
        if self.is_verb(first) || opening > 0 || told {
            return Reads::Duty;
        }
        let all = headings.normalise(text, None);
        if self.offers.iter().any(|phrase| holds(&all, phrase)) {
            return Reads::Offer;
        }
        let noun = std::iter::once(first)
            .chain(words.take(3))
            .any(|word| self.nouns.binary_search_by(|noun| noun.as_str().cmp(word)).is_ok());
        if noun { Reads::Activity } else { Reads::Other }
    }

    /// Whether a sentence tells its reader what they answer for or decide.
    pub fn gives_accountability(&self, text: &str, headings: &Headings, titles: &Titles) -> bool {
        let start = beginning(text);
        if !self.may_give_accountability(start) {
            return false;
        }
        let role = titles.mention(start).map(|place| place.range);
        longest_prefix(&self.accountabilities, &headings.normalise(start, role.as_ref())) > 0
    }

    /// Whether a text holds one of the telling words, so that one of its sentences may give an accountability. Says no quickly, as is right
    /// for most texts.
    pub fn may_give_accountability(&self, text: &str) -> bool {
        // There are few of them, and few are as long as a word.
        let is_telling = |word: &[u8]| self.accountable_words.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(word));
        let some_phrase_has_none = self.accountable_words.first().is_some_and(String::is_empty);
        let has_other_letters = !text.is_ascii() && text.chars().any(|c| !c.is_ascii() && c.is_alphanumeric());
        let words = || text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        some_phrase_has_none || has_other_letters || words().any(is_telling)
    }

    /// Whether a word is a form of a verb that duties begin with.
    fn is_verb(&self, word: &str) -> bool {
        self.verbs.binary_search_by(|verb| verb.as_str().cmp(word)).is_ok()
    }

    /// Whether a text begins like an instruction to a language model.
    pub fn addresses_a_model(&self, text: &str, headings: &Headings) -> bool {
        longest_prefix(&self.persona_openings, &headings.normalise_spelling(beginning(text))) > 0
    }

    /// Whether a heading names a language model's part: a role title with "agent" or the like behind it.
    pub fn names_a_model(&self, heading: &str, headings: &Headings, titles: &Titles) -> bool {
        let is_human = || titles.role_heading(heading).is_some_and(|place| !place.loose && place.strong);
        let normal = headings.normalise(heading, None);
        let ends = self
            .persona_titles
            .iter()
            .any(|title| normal.strip_suffix(title.as_str()).is_some_and(|rest| rest.ends_with(' ')));
        ends && titles.mention(heading).is_some() && !is_human()
    }

    /// Whether files of this name instruct language models.
    pub fn is_persona_file(&self, name: &str) -> bool {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
        self.persona_files.binary_search(&name).is_ok()
    }

    /// Whether a key of front matter belongs to instructions to a language model.
    /// The key is normalised as [`super::keys`] does.
    pub fn is_persona_key(&self, key: &str) -> bool {
        self.persona_keys.binary_search_by(|known| known.as_str().cmp(key)).is_ok()
    }
}

/// The first words of a text.
fn beginning(text: &str) -> &str {
    text.match_indices(char::is_whitespace).nth(BEGINNING).map_or(text, |(at, _)| &text[..at])
}

/// Length of the longest listed phrase that begins a text, 0 when none does.
fn longest_prefix(sorted: &[String], text: &str) -> usize {
    let ends = std::iter::once(text.len()).chain(text.rmatch_indices(' ').map(|(at, _)| at));
    ends.into_iter()
        .find(|&end| sorted.binary_search_by(|phrase| phrase.as_str().cmp(&text[..end])).is_ok())
        .unwrap_or(0)
}

/// The longest plain word of each phrase, or of other spellings of that word; one with a single spelling where there is one. The
/// empty word is among them where a phrase has no plain word.
fn telling_words(phrases: &[String], headings: &Headings) -> Vec<String> {
    fn longest<'a>(words: impl Iterator<Item = &'a str>) -> &'a str {
        words.max_by_key(|word| word.len()).unwrap_or_default()
    }
    let is_plain = |word: &&str| word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_single = |word: &&str| headings.spellings_of(word).next().is_none();
    let telling = |phrase: &'_ String| {
        let words = || phrase.split(' ').filter(is_plain);
        let word = Some(longest(words().filter(is_single))).filter(|word| !word.is_empty()).unwrap_or_else(|| longest(words()));
        let others = headings.spellings_of(word).map(|spelling| longest(spelling.split(|c: char| !c.is_alphanumeric())));
        others.chain([word]).map(str::to_owned).collect::<Vec<_>>()
    };
    sorted(phrases.iter().flat_map(telling).collect())
}

/// Base form, third person and -ing form of a verb, by the rules of English spelling. Forms that do not exist do no harm.
fn forms(verb: &str) -> Vec<String> {
    let verb = verb.to_lowercase();
    let last_two: Vec<char> = verb.chars().rev().take(2).collect();
    let vowel = |c: Option<&char>| c.is_some_and(|c| "aeiou".contains(*c));
    let ends_with_consonant_y = verb.ends_with('y') && !vowel(last_two.get(1));
    let third = if ends_with_consonant_y {
        format!("{}ies", &verb[..verb.len() - 1])
    } else if verb.ends_with(['s', 'x', 'z', 'o']) || verb.ends_with("ch") || verb.ends_with("sh") {
        format!("{verb}es")
    } else {
        format!("{verb}s")
    };
    let stem = verb.strip_suffix('e').filter(|stem| !stem.ends_with(['e', 'o'])).unwrap_or(&verb);
    let doubled = format!("{verb}{}ing", last_two.first().copied().unwrap_or_default());
    vec![third, format!("{stem}ing"), doubled, verb]
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    order::by(&mut list, Ord::cmp);
    list.dedup();
    list
}

#[cfg(test)]
mod tests {
    use super::Reads;
    use crate::rulebook::Rulebook;

    #[test]
    fn no_accountability_is_refused_for_want_of_a_telling_word() {
        let rulebook = Rulebook::builtin();
        let wording = rulebook.wording();
        assert!(!wording.may_give_accountability("We are a friendly company in Berlin"));
        assert!(wording.accountabilities.len() > 20 && !wording.accountable_words.contains(&String::new()));
        for phrase in &wording.accountabilities {
            let said = phrase.replace("@role", "the Product Owner");
            for text in [format!("{said} the roadmap"), said.to_uppercase(), said.replace("you will", "You’ll")] {
                assert!(wording.gives_accountability(&text, rulebook.headings(), rulebook.titles()), "{text}");
            }
        }
    }

    #[test]
    fn duties_wishes_and_offers_read_differently() {
        let rulebook = Rulebook::builtin();
        let reads = |text: &str| rulebook.wording().reads(text, rulebook.headings(), rulebook.titles());
        let cases = [
            ("Own the roadmap.", Reads::Duty),
            ("Planning releases with the team", Reads::Duty),
            ("Proactively clarifies open questions", Reads::Duty),
            ("You’ll shape the backlog", Reads::Duty),
            ("In this position, you will be responsible for payments.", Reads::Duty),
            ("The Product Owner orders the backlog.", Reads::Duty),
            ("Rédiger les spécifications", Reads::Duty),
            ("Supervision of two squads", Reads::Activity),
            ("Durchführung von Reviews", Reads::Activity),
            ("Experience with roadmaps", Reads::Trait),
            ("You have shipped products", Reads::Trait),
            ("You will need patience", Reads::Trait),
            ("Friendly colleagues", Reads::Offer),
            ("Berlin", Reads::Other),
            ("", Reads::Other),
        ];
        for (text, wanted) in cases {
            assert_eq!(reads(text), wanted, "{text}");
        }
    }
}
