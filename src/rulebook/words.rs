//! Words as headings and titles are compared by: lower case, without punctuation, each with its bytes.

use std::ops::Range;

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word in lower case with straight apostrophes.
    pub text: String,
    /// Its bytes.
    pub range: Range<usize>,
}

/// The words of a text: runs of letters and digits. Apostrophes join (`you'll`), except after a single letter (`l'équipe`).
/// A leading `@` stays, so that phrases may hold placeholders (`@role`).
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut start = None;
    let mut current = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_is_letter = chars.peek().is_some_and(|&(_, next)| next.is_alphanumeric());
        let apostrophe = matches!(c, '\'' | '’' | '‘' | '´' | '`') && next_is_letter;
        let inside = start.is_some();
        if c.is_alphanumeric() || (c == '@' && !inside && next_is_letter) || (apostrophe && inside && current.chars().count() > 1) {
            start.get_or_insert(at);
            if apostrophe {
                current.push('\'');
            } else {
                current.extend(c.to_lowercase());
            }
        } else if let Some(from) = start.take() {
            words.push(Word { text: std::mem::take(&mut current), range: from..at });
        }
    }
    if let Some(from) = start {
        words.push(Word { text: current, range: from..text.len() });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
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
