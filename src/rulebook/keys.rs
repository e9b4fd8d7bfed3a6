//! What the keys of YAML documents mean (`rules/keys.yaml`).

use super::stem::number;
use crate::order;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What a key of a role document introduces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    /// The title of a role.
    Title,
    /// A title where there is no better one; in lists of people the name of a person.
    Name,
    /// A team.
    Team,
    /// A product.
    Product,
    /// A train or another group of teams.
    Train,
    /// The role model.
    Model,
    /// A list or map of roles that share a scope.
    Roles,
    /// A list or map of people, who may have roles with duties.
    People,
    /// A list or map of unrelated postings, or a wrapper around one.
    Postings,
    /// Duties.
    Duties,
    /// Duties where the map has a title; elsewhere anything.
    Tasks,
    /// Running text in which bullets under a responsibilities line are duties.
    Description,
    /// What the role does not do.
    Disclaimed,
    /// Skills.
    Skills,
    /// Requirements.
    Requirements,
    /// Success measures.
    Metrics,
    /// Tools.
    Tools,
    /// Audience.
    WorksWith,
    /// Horizon.
    Horizon,
    /// Benefits.
    Benefits,
    /// Text about the company or the posting.
    About,
    /// A RACI matrix.
    Raci,
    /// A DACI matrix.
    Daci,
    /// A RAPID matrix.
    Rapid,
    /// The text of an item that is written as a map. Looked up apart from the others.
    Text,
    /// Marks a person.
    Person,
    /// Known and of no concern here: place, date, salary, contact, ...
    Ignored,
}

/// One known key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownKey {
    /// The spelling without what does not matter.
    pub spelling: String,
    /// The spelling as the rule file writes it.
    pub shown: String,
    /// What it means.
    pub key: Key,
    /// Its place among the spellings of the same meaning; the first wins.
    pub rank: u16,
}

/// The compiled table of keys.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Keys {
    /// Known keys, sorted by spelling.
    entries: Vec<KnownKey>,
    /// Where each stands among the known keys, plus one, by the number of its spelling; open addressing, 0 where a place is free.
    places: Vec<u16>,
    /// Keys that hold the text of an item, sorted by spelling, with their rank.
    texts: Vec<(String, u16)>,
}

impl Keys {
    /// Builds the table from spellings and meanings. Of spellings with the same meaning the earlier one ranks higher.
    /// A spelling that is given two meanings is an error: it is returned as written.
    pub fn new(entries: impl IntoIterator<Item = (String, Key)>) -> Result<Self, String> {
        let mut known = Vec::new();
        let mut texts = Vec::new();
        let mut ranks = [0_u16; Key::Ignored as usize + 1];
        for (shown, key) in entries {
            let rank = ranks[key as usize];
            ranks[key as usize] += 1;
            let spelling = normalise(&shown).into_owned();
            if key == Key::Text {
                texts.push((spelling, rank));
            } else {
                known.push(KnownKey { spelling, shown, key, rank });
            }
        }
        order::by(&mut known, |a, b| (&a.spelling, a.rank).cmp(&(&b.spelling, b.rank)));
        if let Some(pair) = known.windows(2).find(|pair| pair[0].spelling == pair[1].spelling && pair[0].key != pair[1].key) {
            return Err(pair[0].shown.clone());
        }
        known.dedup_by(|a, b| a.spelling == b.spelling);
        order::by(&mut texts, Ord::cmp);
        let mut places = vec![0; (2 * known.len()).next_power_of_two()];
        for (known, at) in known.iter().zip(1..) {
            let mut place = number(known.spelling.as_bytes()) as usize & (places.len() - 1);
            while places[place] != 0 {
                place = (place + 1) & (places.len() - 1);
            }
            places[place] = at;
        }
        Ok(Self { entries: known, places, texts })
    }

    /// What a key means, however it is spelled. None for a key that is not known.
    pub fn meaning(&self, key: &str) -> Option<Key> {
        self.find(&normalise(key)).map(|known| known.key)
    }

    /// The known key with this normalised spelling.
    pub fn find(&self, spelling: &str) -> Option<&KnownKey> {
        let mut place = number(spelling.as_bytes()) as usize;
        loop {
            let at = self.places.get(place & self.places.len().wrapping_sub(1))?.checked_sub(1)?;
            let known = &self.entries[usize::from(at)];
            if known.spelling == spelling {
                return Some(known);
            }
            place = place.wrapping_add(1);
        }
    }

    /// How good a key is at holding the text of an item, 0 being best. None when it holds none.
    pub fn text_rank(&self, spelling: &str) -> Option<u16> {
        self.texts.binary_search_by(|(known, _)| known.as_str().cmp(spelling)).ok().map(|at| self.texts[at].1)
    }

    /// Known keys whose spelling begins with the same character, in order.
    pub fn beginning_with(&self, first: char) -> &[KnownKey] {
        let begins = |known: &KnownKey| known.spelling.chars().next();
        let from = self.entries.partition_point(|known| begins(known) < Some(first));
        let to = self.entries.partition_point(|known| begins(known) <= Some(first));
        &self.entries[from..to]
    }

    /// All known keys, in the order of their spellings.
    pub fn all(&self) -> &[KnownKey] {
        &self.entries
    }

    /// All known spellings, normalised, in order.
    pub fn spellings(&self) -> impl Iterator<Item = (&str, Key)> {
        self.entries.iter().map(|known| (known.spelling.as_str(), known.key))
    }
}

/// A key without what does not matter: case, spaces, hyphens, underscores and other marks.
pub fn normalise(key: &str) -> Cow<'_, str> {
    if key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(key);
    }
    let mut spelling = String::with_capacity(key.len());
    if key.is_ascii() {
        spelling.extend(key.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        spelling.extend(key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
    }
    Cow::Owned(spelling)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter_and_the_first_one_listed_ranks_highest() {
        let entries = [("job title", Key::Title), ("Role", Key::Title), ("tasks", Key::Duties)];
        let keys = Keys::new(entries.map(|(spelling, key)| (spelling.to_owned(), key))).expect("no spelling stands twice");
        for spelling in ["job title", "jobTitle", "JOB_TITLE", "Job-Title:"] {
            assert_eq!(keys.meaning(spelling), Some(Key::Title), "{spelling}");
        }
        assert_eq!(keys.meaning("jobtitles"), None);
        let rank = |spelling| keys.find(spelling).map(|known| known.rank);
        assert!(rank("jobtitle") < rank("role"));
    }

    #[test]
    fn a_spelling_cannot_mean_two_things() {
        let entries = [("tasks".to_owned(), Key::Duties), ("Tasks".to_owned(), Key::Ignored)];
        assert!(Keys::new(entries).is_err());
    }
}
