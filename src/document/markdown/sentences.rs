//! Running text cut into sentences.

use crate::rulebook::languages::Languages;
use std::ops::Range;

/// The sentences of a text, without white space at their ends. Abbreviations of any of the languages, initials and figures do not
/// end a sentence.
pub fn sentences(text: &str, languages: &Languages) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    // Few bytes are one of these marks, or the first of an ellipsis.
    for at in (0..text.len()).filter(|&at| matches!(text.as_bytes()[at], b'.' | b'!' | b'?' | 0xE2)) {
        let mark = text[at..].chars().next().unwrap_or_default();
        let end = at + mark.len_utf8();
        if at >= start && matches!(mark, '.' | '!' | '?' | '…') {
            let after = text[end..].trim_start_matches(CLOSING);
            if ends_sentence(&text[start..at], after, languages) {
                let end = text.len() - after.len();
                push(text, start..end, &mut sentences);
                start = end;
            }
        }
    }
    push(text, start..text.len(), &mut sentences);
    sentences
}

fn push(text: &str, range: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let sentence = &text[range.clone()];
    let start = range.start + sentence.len() - sentence.trim_start().len();
    let end = range.start + sentence.trim_end().len();
    if sentence.contains(char::is_alphanumeric) {
        sentences.push(start..end);
    } else if let (Some(last), true) = (sentences.last_mut(), start < end) {
        // Smileys belong to the sentence before.
        last.end = end;
    }
}

fn ends_sentence(before: &str, after: &str, languages: &Languages) -> bool {
    let last_word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let abbreviated = last_word.chars().count() == 1 || last_word.contains('.') || languages.abbreviate(last_word);
    let mut next = after.chars();
    match next.next() {
        None => true,
        Some(c) if c.is_whitespace() => !abbreviated && next.find(|c| !c.is_whitespace()).is_none_or(|c| !c.is_lowercase()),
        // A forgotten space: "... the product.You will ...", unlike "Node.JS" or "U.S."
        Some(c) => {
            c.is_uppercase() && next.next().is_some_and(char::is_lowercase) && last_word.ends_with(char::is_lowercase) && !abbreviated
        }
    }
}

/// Marks that close a quotation or a bracket around the end of a sentence.
const CLOSING: [char; 6] = ['"', '\'', ')', '”', '’', '»'];

#[cfg(test)]
mod tests {
    use super::sentences;
    use crate::rulebook::Rulebook;

    #[test]
    fn sentences_end_where_readers_end_them() {
        let languages = Rulebook::builtin().languages();
        let cut = |text: &'static str| sentences(text, languages).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(cut("Own it. Ship it!  Done?"), ["Own it.", "Ship it!", "Done?"]);
        assert_eq!(cut("Write docs, e.g. Release notes. Then rest."), ["Write docs, e.g. Release notes.", "Then rest."]);
        assert_eq!(
            cut("You add value.This is it: Node.js, v1.2, U.S. Law"),
            ["You add value.", "This is it: Node.js, v1.2, U.S. Law"]
        );
        assert_eq!(
            cut("Report to the Sr. Director and (ggf. Monthly) to Till Inc. Boards. Rest."),
            ["Report to the Sr. Director and (ggf. Monthly) to Till Inc. Boards.", "Rest."]
        );
        assert_eq!(cut("She said \"go.\" Then left"), ["She said \"go.\"", "Then left"]);
        assert_eq!(cut(""), Vec::<&str>::new());
    }
}
