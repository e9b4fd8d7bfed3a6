//! The words of a title, and how they hang together.

use super::words::words;
use std::borrow::Cow;
use std::ops::Range;

/// A word of a title.
pub(super) struct TitleWord<'a> {
    /// Lower case, singular.
    pub stem: Cow<'a, str>,
    pub range: Range<usize>,
    /// Written in capitals, as abbreviations are.
    pub capitals: bool,
    /// Begins with a capital letter.
    pub capital: bool,
    /// What stands before it.
    pub gap: Gap,
}

/// What stands between a word and the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing of note: a space, a hyphen, a bracket inside a word.
    Plain,
    /// `/`, `&` or "and".
    Join,
    /// A comma begins another part, yet may stand inside a phrase ("Senior Manager, Product").
    Comma,
    /// A dash, a bracket or a colon begins another part.
    Break,
}

impl Gap {
    /// Whether another part of the title begins.
    pub(super) fn begins_part(self) -> bool {
        matches!(self, Self::Comma | Self::Break)
    }
}

/// The words of a title. Joining words ("and") are left out and noted at the word after them.
pub(super) fn title_words<'a>(text: &'a str, joins: &[String]) -> Vec<TitleWord<'a>> {
    let mut titles: Vec<TitleWord<'_>> = Vec::new();
    let mut end = 0;
    let mut joined = false;
    for word in words(text) {
        let written = &text[word.range.clone()];
        let before = &text[end..word.range.start];
        let plural = written.strip_suffix('s').filter(|rest| rest.len() > 1 && rest.chars().all(char::is_uppercase));
        let stem = match plural {
            Some(abbreviation) => Cow::Owned(abbreviation.to_lowercase()),
            None => singular(word.text),
        };
        let gap = gap(before);
        if contains(joins, &stem) && !titles.is_empty() && !gap.begins_part() {
            joined = true;
            end = word.range.end;
            continue;
        }
        titles.push(TitleWord {
            stem,
            capitals: plural.unwrap_or(written).chars().all(char::is_uppercase),
            capital: written.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric()),
            gap: if joined { Gap::Join } else { gap },
            range: word.range.clone(),
        });
        joined = false;
        end = word.range.end;
    }
    titles
}

/// What the text between two words does. A hyphen, a bracket or a colon inside a word does nothing ("Produktmanager:in").
fn gap(between: &str) -> Gap {
    if between == " " {
        return Gap::Plain;
    }
    let inside_word = !between.contains(char::is_whitespace);
    match between.trim() {
        "/" | "&" | "+" => Gap::Join,
        "," => Gap::Comma,
        _ if between.contains(['–', '—', '|', ';', '@', '•', ',']) => Gap::Break,
        _ if !inside_word && between.contains(['-', ':', '(', '[', '·']) => Gap::Break,
        _ => Gap::Plain,
    }
}

/// A word without the marks of plural and possessive.
pub(super) fn stem(word: &str) -> &str {
    let word = word.strip_suffix("'s").unwrap_or(word);
    let singular = word.strip_suffix('s').filter(|rest| rest.chars().count() >= 3 && !rest.ends_with(['s', 'u', 'i']));
    singular.unwrap_or(word)
}

/// The same of a word that may stand in the text as it is.
fn singular(word: Cow<'_, str>) -> Cow<'_, str> {
    match word {
        Cow::Borrowed(word) => Cow::Borrowed(stem(word)),
        Cow::Owned(mut word) => {
            word.truncate(stem(&word).len());
            Cow::Owned(word)
        }
    }
}

/// Whether a word is a number.
pub(super) fn is_number(word: &str) -> bool {
    word.chars().all(char::is_numeric)
}

/// Whether a sorted list holds a word.
pub(super) fn contains(sorted: &[String], word: &str) -> bool {
    sorted.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
}

/// "Product Manager / Owner" says "Product Owner" too, and "Product and Project Owner" says "Product Owner": the words with the one
/// before or after the join left out, and where it stood.
pub(super) fn elliptic<'a>(words: &'a [TitleWord<'_>]) -> impl Iterator<Item = (usize, Vec<TitleWord<'a>>)> {
    let without = |dropped: usize| {
        let words = words.iter().enumerate().filter(|&(at, _)| at != dropped).map(|(_, word)| TitleWord {
            stem: Cow::Borrowed(&*word.stem),
            range: word.range.clone(),
            gap: Gap::Plain,
            ..*word
        });
        (dropped, words.collect())
    };
    let joins = words.iter().enumerate().skip(1).filter(|(_, word)| word.gap == Gap::Join).map(|(at, _)| at);
    joins.flat_map(move |at| [without(at), without(at - 1)])
}
