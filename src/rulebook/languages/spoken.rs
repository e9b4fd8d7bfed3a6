//! The words of a text as a language is told by them, each with a number that is the same in any case.

use crate::mixing::mixed;
use crate::rulebook::openings::{eight_of, letters_first};

/// What numbers of words begin with, and are multiplied by for every eight bytes.
const BEGINNING: u64 = 0xcbf2_9ce4_8422_2325;
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// A word of a text.
#[derive(Clone, Copy)]
pub(super) struct Spoken<'t> {
    pub(super) word: &'t str,
    pub(super) number: u64,
    /// Whether it is ASCII.
    pub(super) plain: bool,
    /// Whether an apostrophe follows it.
    pub(super) elided: bool,
}

/// The words of a text.
pub(super) fn spoken(text: &str) -> impl Iterator<Item = Spoken<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let from = &rest[find(rest, true)?..];
        let (number, end, plain) = first_word(from);
        let (word, after) = from.split_at(end);
        rest = after;
        Some(Spoken { word, number, plain, elided: after.starts_with('\'') || after.starts_with('’') })
    })
}

/// The last four bytes of a word, the last one lowest; zeros before its beginning.
pub(super) fn last_four(word: &str) -> u32 {
    match word.as_bytes().last_chunk() {
        Some(four) => u32::from_be_bytes(*four),
        None => word.bytes().fold(0, |four, byte| four << 8 | u32::from(byte)),
    }
}

/// Where the first letter stands, or what is no letter.
#[inline]
fn find(text: &str, letter: bool) -> Option<usize> {
    let at = text.bytes().position(|byte| !byte.is_ascii() || byte.is_ascii_alphabetic() == letter)?;
    if text.as_bytes()[at].is_ascii() {
        return Some(at);
    }
    text[at..].find(|c: char| c.is_alphabetic() == letter).map(|found| at + found)
}

/// The number of the word that a text begins with, where it ends, and whether it is ASCII.
fn first_word(text: &str) -> (u64, usize, bool) {
    let (mut word, mut end) = (BEGINNING, 0);
    loop {
        let eight = eight_of(&text.as_bytes()[end..]);
        let letters = letters_first(eight);
        end += letters;
        word = add(word, small(eight, letters));
        if letters < 8 {
            break;
        }
    }
    if text.as_bytes().get(end).is_none_or(u8::is_ascii) {
        return (word, end, true);
    }
    let end = find(text, false).unwrap_or(text.len());
    (number(text[..end].chars()), end, false)
}

/// The first letters of eight bytes in lower case, and zeros behind them.
fn small(eight: u64, letters: usize) -> u64 {
    const SMALL: u64 = u64::MAX / 0xFF * 0x20;
    (eight | SMALL) & u64::MAX.checked_shr(64 - 8 * letters as u32).unwrap_or(0)
}

/// A number for a word, whatever its case.
pub(super) fn number(letters: impl Iterator<Item = char>) -> u64 {
    let (mut number, mut eight, mut filled) = (BEGINNING, 0, 0);
    for letter in letters {
        let small = letter.to_lowercase().next().unwrap_or(letter);
        for byte in small.encode_utf8(&mut [0; 4]).bytes() {
            eight |= u64::from(byte) << (8 * filled);
            filled += 1;
            if filled == 8 {
                number = add(number, eight);
                (eight, filled) = (0, 0);
            }
        }
    }
    add(number, eight)
}

/// The number of a word that goes on with these eight bytes. Each bit of it depends on all of theirs.
fn add(number: u64, eight: u64) -> u64 {
    mixed(number ^ eight, FACTOR)
}

/// The number of a word that stands before an apostrophe, given its own.
pub(super) fn before_apostrophe(word: u64) -> u64 {
    add(word, b'\''.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_its_number_wherever_it_stands() {
        for word in [
            "",
            "a",
            "Roadmap",
            "Backlogs",
            "Refinement",
            "a234567890123456",
            "Zürich",
            "Stakeholderübergreifend",
            "roadmapİ",
        ] {
            for after in ["", " ", "'s", "-x", ", and on it goes", "1234567"] {
                let text = format!("{word}{after}");
                let letters = word.chars().take_while(|letter| letter.is_alphabetic());
                let length = letters.clone().map(char::len_utf8).sum();
                assert_eq!(first_word(&text), (number(letters), length, word.is_ascii()), "{text}");
            }
        }
    }
}
