//! Looking for phrases in texts: a text is put into lower case once, and most phrases are ruled out by their first two letters.

use super::openings::{Opening, Openings, eight_of, grouped};
use crate::order;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Phrases that are looked for in many texts, each with what it stands for. A text is not searched for each of them: what a
/// phrase begins with says where to look it up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phrases<T> {
    /// The phrases, in the order in which they count.
    list: Vec<(String, T)>,
    /// What texts open with that begin with one of them.
    openings: Openings,
    /// For each of these openings where its phrases begin in `opened`, and where the last ones end.
    bounds: Vec<u16>,
    /// The first letters of phrases, and their places in the list.
    opened: Vec<(FirstLetters, u16)>,
    /// The places of phrases that begin with no letter or digit of ASCII.
    others: Vec<u16>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            openings: Openings::default(),
            bounds: Vec::new(),
            opened: Vec::new(),
            others: Vec::new(),
        }
    }
}

impl<T> Phrases<T> {
    /// Phrases in lower case, of which longer ones count before shorter ones.
    pub fn longest_first(mut list: Vec<(String, T)>) -> Self {
        order::by_key(&mut list, |(phrase, _)| std::cmp::Reverse(phrase.len()));
        let (mut by_opening, mut others) = (Vec::new(), Vec::new());
        for ((phrase, _), at) in list.iter().zip(0..) {
            let known = by_opening.len();
            let letters = FirstLetters::of(phrase);
            by_opening.extend(Opening::of_all_with(phrase.as_bytes()).map(|opening| (opening, letters, at)));
            if by_opening.len() == known {
                others.push(at);
            }
        }
        order::by(&mut by_opening, Ord::cmp);
        let (openings, bounds) = grouped(&by_opening, |&(opening, ..)| opening);
        let opened = by_opening.into_iter().map(|(_, letters, at)| (letters, at)).collect();
        Self { list, openings, bounds, opened, others }
    }

    /// All phrases.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|(phrase, _)| phrase.as_str())
    }

    /// Where a text holds phrases as whole words, in either case of ASCII: those that count first come first.
    pub fn places(&self, text: &str) -> Vec<(Range<usize>, &T)> {
        let mut met: Vec<(u16, usize)> = Vec::new();
        self.openings.meet(text, &mut |start, rank, letters| {
            for &(first, at) in &self.opened[self.bounds[rank] as usize..self.bounds[rank + 1] as usize] {
                if first.may_stand_in(letters) && begins_with(&text.as_bytes()[start..], &self.list[at as usize].0) {
                    met.push((at, start));
                }
            }
        });
        for &at in &self.others {
            let stands = |start: &usize| begins_with(&text.as_bytes()[*start..], &self.list[at as usize].0);
            met.extend((0..text.len()).filter(stands).map(|start| (at, start)));
        }
        met.sort_unstable();
        // Of a phrase that meets itself, what comes first counts.
        met.dedup_by(|next, last| next.0 == last.0 && next.1 < last.1 + self.list[last.0 as usize].0.len());
        let whole = |(at, start): (u16, usize)| {
            let (phrase, meaning) = &self.list[at as usize];
            Some((whole_words(text, start, phrase)?, meaning))
        };
        met.into_iter().filter_map(whole).collect()
    }
}

/// The first letters of a phrase, at most eight, by which most phrases are ruled out at once where another stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FirstLetters {
    letters: u64,
    /// The bits that count.
    mask: u64,
}

impl FirstLetters {
    /// Small letters and capitals differ in one bit.
    const CASE: u64 = 0x2020_2020_2020_2020;

    /// Those of a phrase.
    pub fn of(phrase: &str) -> Self {
        let mask = u64::MAX.checked_shr(64 - 8 * phrase.len().min(8) as u32).unwrap_or(0) & !Self::CASE;
        Self { letters: eight_of(phrase.as_bytes()) & mask, mask }
    }

    /// Whether eight bytes of a text may begin with them.
    pub fn may_stand_in(self, eight: u64) -> bool {
        eight & self.mask == self.letters
    }
}

/// Whether a text begins with a phrase, in either case of ASCII. Most part after a few letters, so they are compared one by one.
pub fn begins_with(text: &[u8], phrase: &str) -> bool {
    text.len() >= phrase.len() && text.iter().zip(phrase.as_bytes()).all(|(one, other)| one.eq_ignore_ascii_case(other))
}

/// A text in lower case, ready to be searched for many phrases.
#[derive(Clone, Debug)]
pub struct Lowered {
    text: String,
    /// Where words may begin: letters and digits of ASCII after anything else.
    starts: Vec<u32>,
    /// Which pairs of first letters these words have: most phrases need no search.
    beginnings: [u64; 16],
}

impl Lowered {
    /// A text that is in lower case.
    pub fn new(text: String) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 4);
        let mut beginnings = [0; 16];
        let bytes = text.as_bytes();
        let mut inside = false;
        for (at, byte) in bytes.iter().enumerate() {
            let word = is_of_word(*byte);
            if word && !inside {
                starts.push(at as u32);
                if let Some(number) = bytes.get(at..at + 2).and_then(beginning) {
                    beginnings[number / 64] |= 1 << (number % 64);
                }
            }
            inside = word;
        }
        Self { text, starts, beginnings }
    }

    /// Where a phrase stands after something else than a letter or digit of ASCII, one after the other.
    fn occurrences(&self, phrase: &str) -> impl Iterator<Item = usize> {
        let (text, phrase) = (self.text.as_bytes(), phrase.as_bytes());
        let known = phrase.get(..2).and_then(beginning);
        let starts = match known {
            Some(at) if self.beginnings[at / 64] & (1 << (at % 64)) == 0 => &[][..],
            _ => &self.starts,
        };
        let at_words = phrase.first().is_some_and(u8::is_ascii_alphanumeric);
        let (mut words, mut from) = (starts.iter(), 0);
        std::iter::from_fn(move || {
            loop {
                let at = if at_words {
                    *words.next()? as usize
                } else {
                    from + text.get(from..)?.iter().position(|byte| phrase.first() == Some(byte))?
                };
                if at >= from && text[at..].starts_with(phrase) {
                    from = at + phrase.len();
                    return Some(at);
                }
                from = from.max(at + usize::from(!at_words));
            }
        })
    }
}

impl std::ops::Deref for Lowered {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// A number below 1024 for two letters; none when one of them is something else.
fn beginning(pair: &[u8]) -> Option<usize> {
    let letter = |byte: u8| byte.is_ascii_lowercase().then(|| (byte - b'a') as usize);
    Some(letter(pair[0])? * 32 + letter(pair[1])?)
}

/// Whether a byte is a letter or digit of ASCII. Looked up, for it is asked of most bytes of an audit.
pub fn is_of_word(byte: u8) -> bool {
    const KNOWN: [bool; 256] = {
        let mut known = [false; 256];
        let mut byte = 0;
        while byte < 128 {
            known[byte] = (byte as u8).is_ascii_alphanumeric();
            byte += 1;
        }
        known
    };
    KNOWN[byte as usize]
}

/// Where a text holds a phrase as whole words; a plural `s` may follow.
pub fn places<'a>(text: &'a Lowered, phrase: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    text.occurrences(phrase).filter_map(move |at| whole_words(text, at, phrase))
}

/// The bytes of a phrase that stands there, when it is made of whole words.
fn whole_words(text: &str, at: usize, phrase: &str) -> Option<Range<usize>> {
    let before = text[..at].chars().next_back();
    let mut rest = text[at + phrase.len()..].chars();
    let mut end = at + phrase.len();
    let mut after = rest.next();
    if matches!(after, Some('s' | 'S')) {
        after = rest.next();
        end += 1;
    }
    let whole = !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric);
    whole.then_some(at..end)
}

/// Whether a text holds one of several phrases as whole words.
pub fn holds_any(text: &Lowered, phrases: &[String]) -> bool {
    phrases.iter().any(|phrase| places(text, phrase).next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The index gives what a search for each phrase would.
        #[test]
        fn phrases_are_found_where_each_of_them_stands(
            list in proptest::collection::vec("([ab]{1,5}|é|[0-9]|-)( [ab]{1,4})?", 0..12),
            text in "([abAB]{1,4}|[ ,éÉ-]|[0-9]){0,30}",
        ) {
            let phrases = Phrases::longest_first(list.iter().cloned().zip(0..).collect());
            let lower = Lowered::new(text.to_ascii_lowercase());
            let mut each: Vec<(&String, usize)> = list.iter().zip(0..).collect();
            each.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
            let each: Vec<_> = each.into_iter().flat_map(|(phrase, at)| places(&lower, phrase).map(move |range| (range, at))).collect();
            let found: Vec<_> = phrases.places(&text).into_iter().map(|(range, &at)| (range, at)).collect();
            prop_assert_eq!(found, each);
        }
    }
}
