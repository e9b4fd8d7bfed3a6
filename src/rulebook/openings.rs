//! Openings: the first three letters of words, by which nearly all of a text is passed over that holds none of many phrases.

use super::phrases::is_of_word;
use serde::{Deserialize, Serialize};

/// A number for the first three letters of a word in either case, all else than a letter of ASCII being the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Opening(u16);

/// How many kinds of bytes there is room for: the letters, by their lowest five bits, and all else.
const KINDS: u16 = 32;
/// How many openings there are.
const OPENINGS: u16 = KINDS * KINDS * KINDS;

impl Opening {
    /// What a text opens with; none when that is no letter or digit of ASCII.
    pub fn of(text: &[u8]) -> Option<Self> {
        text.first().filter(|&&byte| is_of_word(byte))?;
        Some(Self::of_eight(eight_of(text)))
    }

    /// What eight bytes of a text open with.
    fn of_eight(eight: u64) -> Self {
        let kinds = eight & ((letters(eight) >> 7) * u64::from(KINDS - 1));
        let kind = |at: u32| (kinds >> (8 * at)) as u16 % KINDS;
        Self((kind(0) * KINDS + kind(1)) * KINDS + kind(2))
    }

    /// What texts open with that begin with this one, which may be short.
    pub fn of_all_with(beginning: &[u8]) -> impl Iterator<Item = Self> {
        let open = [OPENINGS, KINDS * KINDS, KINDS].get(beginning.len()).copied().unwrap_or(1);
        let first = Self::of(beginning).map(|Self(number)| number - number % open);
        first.into_iter().flat_map(move |first| first..first + open).map(Self)
    }
}

/// A set of openings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Openings {
    /// A bit for each opening.
    members: Vec<u64>,
    /// How many members come before each 64 bits.
    before: Vec<u16>,
}

impl Openings {
    /// How many members come before an opening, if it is one of them.
    fn rank(&self, Opening(number): Opening) -> Option<usize> {
        let at = number as usize / 64;
        let (members, bit) = (*self.members.get(at)?, 1 << (number % 64));
        (members & bit != 0).then(|| self.before[at] as usize + (members & (bit - 1)).count_ones() as usize)
    }

    /// Calls `meet` where words begin in a text that open with one of the set: with the place, the number of the member in order, and the
    /// eight bytes from there on. Nearly all words are passed over here, so nothing else is done for them: what is done for the others is left
    /// out of the loop.
    #[inline(never)]
    pub fn meet(&self, text: &str, meet: &mut dyn FnMut(usize, usize, u64)) {
        let bytes = text.as_bytes();
        let mut before = 0;
        // Nobody foresees how many words begin within a few bytes; many bytes taken together, it matters less.
        for (many, from) in bytes.chunks(u64::BITS as usize).zip((0..).step_by(u64::BITS as usize)) {
            let (eights, rest) = many.as_chunks();
            let mut words = 0;
            for (eight, at) in eights.iter().zip((0..).step_by(8)) {
                words |= bits(of_words(u64::from_le_bytes(*eight))) << at;
            }
            if !rest.is_empty() {
                words |= bits(of_words(eight_of(rest))) << (8 * eights.len());
            }
            let mut starts = words & !(words << 1 | before);
            before = words >> 63;
            while starts != 0 {
                let at = from + starts.trailing_zeros() as usize;
                starts &= starts - 1;
                let eight = eight_of(&bytes[at..]);
                if let Some(rank) = self.rank(Opening::of_eight(eight)) {
                    meet(at, rank, eight);
                }
            }
        }
    }
}

/// The openings of a list that is sorted by them, and for each of them where its entries begin, and where the last ones end.
pub fn grouped<T>(list: &[T], opening: impl Fn(&T) -> Opening) -> (Openings, Vec<u16>) {
    let openings = list.iter().map(&opening).collect();
    let mut bounds = vec![0];
    for group in list.chunk_by(|one, other| opening(one) == opening(other)) {
        bounds.push(bounds[bounds.len() - 1] + group.len() as u16);
    }
    (openings, bounds)
}

/// The first eight bytes of a text, the first one lowest; zeros after its end.
pub fn eight_of(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => text.iter().rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte)),
    }
}

/// The same byte eight times.
const EACH: u64 = 0x0101_0101_0101_0101;
/// The highest bit of each of eight bytes.
const HIGHEST: u64 = EACH << 7;

/// Which of eight bytes are letters or digits of ASCII: their highest bits are set, all other bits are not.
fn of_words(eight: u64) -> u64 {
    letters(eight) | from_to(eight, b'0', b'9')
}

/// The same for letters. Small ones are capitals with one more bit.
fn letters(eight: u64) -> u64 {
    from_to(eight | EACH << 5, b'a', b'z')
}

/// The same for bytes of ASCII from one to another. No sum reaches beyond its byte.
fn from_to(eight: u64, first: u8, last: u8) -> u64 {
    let low = eight & !HIGHEST;
    (low + EACH * u64::from(0x80 - first)) & !(low + EACH * u64::from(0x7f - last)) & !eight & HIGHEST
}

/// One bit for each of eight bytes of which only the highest bits are set or not.
fn bits(eight: u64) -> u64 {
    (eight >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// How many of eight bytes are letters, from the lowest on.
pub fn letters_first(eight: u64) -> usize {
    (!letters(eight) & HIGHEST).trailing_zeros() as usize / 8
}

impl FromIterator<Opening> for Openings {
    fn from_iter<I: IntoIterator<Item = Opening>>(openings: I) -> Self {
        let mut members = vec![0u64; OPENINGS.div_ceil(64) as usize];
        openings.into_iter().for_each(|Opening(number)| members[number as usize / 64] |= 1 << (number % 64));
        let mut count = 0;
        let mut before = Vec::with_capacity(members.len());
        for bits in &members {
            before.push(count);
            count += bits.count_ones() as u16;
        }
        Self { members, before }
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

    #[test]
    fn letters_are_counted_up_to_what_is_none() {
        for byte in 0..=u8::MAX {
            for at in 0..8 {
                let mut eight = *b"AzZamnoX";
                eight[at] = byte;
                let counted = eight.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                assert_eq!(letters_first(u64::from_le_bytes(eight)), counted, "{byte} at {at}");
            }
        }
    }

    proptest! {
        /// Words are met where each of them begins, whatever stands between them and however long they are.
        #[test]
        fn words_are_met_where_they_begin(text in "([a-zA-Z0-9]{1,12}|[ ,.–éß@`{\\[]){0,12}") {
            let openings: Openings = (0..OPENINGS).map(Opening).collect();
            let mut met = Vec::new();
            openings.meet(&text, &mut |at, rank, eight| met.push((at, rank, eight)));
            let bytes = text.as_bytes();
            let begins = |&at: &usize| is_of_word(bytes[at]) && (at == 0 || !is_of_word(bytes[at - 1]));
            let expected: Vec<_> = (0..bytes.len()).filter(begins).map(|at| (at, Opening::of_eight(eight_of(&bytes[at..])).0 as usize, eight_of(&bytes[at..]))).collect();
            prop_assert_eq!(met, expected);
        }
    }
}
