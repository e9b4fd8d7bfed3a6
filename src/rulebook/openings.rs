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
        let mut before = 0;
        for eight in (0..bytes.len()).step_by(8) {
            let words = of_words(eight_at(bytes, eight));
            let mut starts = words & !(words << 8 | before);
            before = words >> 56;
            while starts != 0 {
                let at = eight + starts.trailing_zeros() as usize / 8;
                starts &= starts - 1;
                let opening = Opening::at(bytes, at);
                if self.has(opening) {
                    meet(at, opening);
                }
            }
        }
    }
}

/// Eight bytes of a text from one of them on, the first one lowest; zeros after its end.
pub fn eight_at(text: &[u8], at: usize) -> u64 {
    let rest = &text[at..];
    let eight = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut eight = [0; 8];
        eight[..rest.len()].copy_from_slice(rest);
        eight
    });
    u64::from_le_bytes(eight)
}

/// Which of eight bytes are letters or digits of ASCII: their highest bits are set, all other bits are not.
fn of_words(eight: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGHEST: u64 = EACH << 7;
    // No sum reaches beyond its byte. Small letters are capitals with one more bit, which digits have already.
    let low = eight & !HIGHEST;
    let from_to = |low: u64, first: u8, last: u8| (low + EACH * u64::from(0x80 - first)) & !(low + EACH * u64::from(0x7f - last));
    (from_to(low | EACH << 5, b'a', b'z') | from_to(low, b'0', b'9')) & !eight & HIGHEST
}

impl FromIterator<Opening> for Openings {
    fn from_iter<I: IntoIterator<Item = Opening>>(openings: I) -> Self {
        let mut set = Self::default();
        openings.into_iter().for_each(|opening| set.add(opening));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_byte_is_known_in_every_place() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let eight = 0x00ff_7f80_417a_2039_u64 & !(0xff << (8 * place)) | u64::from(byte) << (8 * place);
                let expected = eight.to_le_bytes().map(|byte| u8::from(is_of_word(byte)) << 7);
                assert_eq!(of_words(eight).to_le_bytes(), expected, "{byte:#x} at {place}");
            }
        }
    }

    proptest! {
        /// Words are met where each of them begins, whatever stands between them and however long they are.
        #[test]
        fn words_are_met_where_they_begin(text in "([a-zA-Z0-9]{1,12}|[ ,.–éß@`{\\[]){0,12}") {
            let openings: Openings = (0..KINDS * KINDS * KINDS).map(Opening).collect();
            let mut met = Vec::new();
            openings.meet(&text, |at, opening| met.push((at, opening)));
            let bytes = text.as_bytes();
            let begins = |&at: &usize| is_of_word(bytes[at]) && (at == 0 || !is_of_word(bytes[at - 1]));
            let expected: Vec<_> = (0..bytes.len()).filter(begins).map(|at| (at, Opening::at(bytes, at))).collect();
            prop_assert_eq!(met, expected);
        }
    }
}
