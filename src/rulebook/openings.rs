//! Openings: the first three letters of words, by which nearly all of a text is passed over that holds none of many phrases.

use super::phrases::is_of_word;
use serde::{Deserialize, Serialize};

/// A number for the first three letters of a word in either case, all else than a letter of ASCII being the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Opening(u16);

/// How many kinds of bytes an opening tells apart: the letters, and all else.
const KINDS: u16 = 27;

/// The kind of each byte.
const KIND: [u8; 256] = {
    let mut kinds = [KINDS as u8 - 1; 256];
    let mut letter = 0;
    while letter < KINDS as u8 - 1 {
        kinds[(b'a' + letter) as usize] = letter;
        kinds[(b'A' + letter) as usize] = letter;
        letter += 1;
    }
    kinds
};

impl Opening {
    /// What a text opens with; none when that is no letter or digit of ASCII.
    pub fn of(text: &[u8]) -> Option<Self> {
        text.first().filter(|&&byte| is_of_word(byte))?;
        Some(Self::at(text, 0))
    }

    /// What a text opens with from one of its bytes on.
    fn at(text: &[u8], at: usize) -> Self {
        let kind = |byte: u8| u16::from(KIND[byte as usize]);
        let byte = |at: usize| text.get(at).copied().unwrap_or(b' ');
        let [first, second, third] = match text.get(at..at + 3) {
            Some(&[first, second, third]) => [first, second, third],
            // Few words stand at the very end.
            _ => [byte(at), byte(at + 1), byte(at + 2)],
        };
        Self((kind(first) * KINDS + kind(second)) * KINDS + kind(third))
    }

    /// What texts open with that begin with this one, which may be short.
    pub fn of_all_with(beginning: &[u8]) -> impl Iterator<Item = Self> {
        let open = [KINDS * KINDS * KINDS, KINDS * KINDS, KINDS].get(beginning.len()).copied().unwrap_or(1);
        let first = Self::of(beginning).map(|Self(number)| number - number % open);
        first.into_iter().flat_map(move |first| first..first + open).map(Self)
    }
}

/// A set of openings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Openings(Vec<u64>);

impl Openings {
    /// Adds an opening.
    pub fn add(&mut self, Opening(number): Opening) {
        self.0.resize((KINDS * KINDS * KINDS).div_ceil(64) as usize, 0);
        self.0[number as usize / 64] |= 1 << (number % 64);
    }

    fn has(&self, Opening(number): Opening) -> bool {
        self.0.get(number as usize / 64).is_some_and(|bits| bits & (1 << (number % 64)) != 0)
    }

    /// Calls `meet` where words begin in a text that open with one of the set, with what they open with. Nearly all words are passed
    /// over here, so nothing else is done for them.
    pub fn meet(&self, text: &str, mut meet: impl FnMut(usize, Opening)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if !is_of_word(bytes[at]) {
                at += 1;
                continue;
            }
            let opening = Opening::at(bytes, at);
            if self.has(opening) {
                meet(at, opening);
            }
            at += 1;
            while at < bytes.len() && is_of_word(bytes[at]) {
                at += 1;
            }
        }
    }
}

impl FromIterator<Opening> for Openings {
    fn from_iter<I: IntoIterator<Item = Opening>>(openings: I) -> Self {
        let mut set = Self::default();
        openings.into_iter().for_each(|opening| set.add(opening));
        set
    }
}
