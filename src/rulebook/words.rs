//! Words as headings and titles are compared by: lower case, without punctuation, each with its bytes.

use std::borrow::Cow;
use std::ops::Range;

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word in lower case with straight apostrophes.
    pub text: Cow<'a, str>,
    /// Its bytes.
    pub range: Range<usize>,
}

/// The words of a text: runs of letters and digits. Apostrophes join (`you'll`), except after a single letter (`l'équipe`).
/// A leading `@` stays, so that phrases may hold placeholders (`@role`).
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut start = None;
    let mut letters = 0;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        let next_is_letter = || chars.clone().next().is_some_and(|(_, next)| next.is_alphanumeric());
        let inside = start.is_some();
        if c.is_alphanumeric() || (c == '@' && !inside && next_is_letter()) || (is_apostrophe(c) && letters > 1 && next_is_letter()) {
            start.get_or_insert(at);
            letters += if c.is_ascii() { 1 } else { c.to_lowercase().count() };
        } else if let Some(from) = start.take() {
            letters = 0;
            words.push(Word { text: lower(&text[from..at]), range: from..at });
        }
    }
    if let Some(from) = start {
        words.push(Word { text: lower(&text[from..]), range: from..text.len() });
    }
    words
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '´' | '`')
}

/// A word in lower case with straight apostrophes, as most are written.
fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(word);
    }
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    let straight = word.chars().map(|c| if is_apostrophe(c) { '\'' } else { c });
    Cow::Owned(straight.flat_map(char::to_lowercase).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text.into_owned()).collect()
    }

    #[test]
    fn words_are_found_among_punctuation_of_every_kind() {
        assert_eq!(texts("🚀 What You’ll do:"), ["what", "you'll", "do"]);
        assert_eq!(texts("L’équipe / Ihre Aufgaben (m/w/d)"), ["l", "équipe", "ihre", "aufgaben", "m", "w", "d"]);
        assert_eq!(texts("'@role' will"), ["@role", "will"]);
        assert_eq!(texts(""), Vec::<String>::new());
    }

    #[test]
    fn words_know_their_bytes() {
        let text = "Ünser Téam’s";
        let all = words(text);
        assert_eq!(&text[all[1].range.clone()], "Téam’s");
    }
}
