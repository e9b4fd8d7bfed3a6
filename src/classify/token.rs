//! Tokens: a duty's text as words and marks with their bytes.

use super::words::Word;
use crate::rulebook::grammar::Trait;
use crate::rulebook::openings::letters_first;
use crate::rulebook::stem::stem;

/// A word or a punctuation mark of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is.
    pub kind: TokenKind,
    /// What is known of the word; of marks the stem alone, which is the number of the mark itself.
    pub word: Word,
}

impl Token {
    /// Its words in the text it was made of.
    pub fn text<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start as usize..self.end as usize]
    }

    /// Whether the word has a trait.
    pub fn is(&self, one: Trait) -> bool {
        self.word.traits.has(one)
    }

    /// Whether it is this mark.
    pub fn is_mark(&self, mark: u8) -> bool {
        self.kind != TokenKind::Word && self.word.stem == u64::from(mark)
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word, number or `&`.
    Word,
    /// A comma, slash or dash: joins parts of a clause.
    Soft,
    /// A full stop, semicolon, colon, bracket, bullet: ends a clause.
    Hard,
}

/// Splits a text into tokens. Apostrophes end a word (`customers'`, `you'll`); what follows them up to the word's end
/// is dropped. Hyphens and slashes split words; between two words (`go-to-market`, `A/B`) they leave no mark. Words are
/// reduced; no more is known of them.
pub fn tokenize(text: &str, tokens: &mut Vec<Token>) {
    cut(text, tokens);
    for token in tokens.iter_mut().filter(|token| token.kind == TokenKind::Word) {
        token.word.stem = stem(&text[token.start as usize..token.end as usize]);
    }
}

/// The same, but nothing is known of the words.
pub(super) fn cut(text: &str, tokens: &mut Vec<Token>) {
    tokens.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b' ' {
            at += 1;
        } else if is_word(byte) {
            let start = at;
            at = end_of_word(bytes, at);
            tokens.push(Token { start: start as u32, end: at as u32, kind: TokenKind::Word, word: Word::default() });
            match bytes.get(at) {
                Some(b' ') => at += 1,
                Some(b'\'' | 0xE2) => at = skip_apostrophe(bytes, at),
                _ => {}
            }
        } else {
            let kind = match byte {
                b'-' | b'/' if at > 0 && is_word(bytes[at - 1]) && bytes.get(at + 1).is_some_and(|&next| is_word(next)) => None,
                b',' | b'/' | b'-' => Some(TokenKind::Soft),
                b'.' if at + 1 < bytes.len() && !bytes[at + 1].is_ascii_whitespace() => None,
                b'.' | b';' | b':' | b'(' | b')' | b'!' | b'?' => Some(TokenKind::Hard),
                _ => None,
            };
            if let Some(kind) = kind {
                let word = Word { stem: u64::from(byte), ..Word::default() };
                tokens.push(Token { start: at as u32, end: at as u32 + 1, kind, word });
            }
            at += width(byte);
        }
    }
}

/// Where the word ends that goes on at this place.
#[inline]
fn end_of_word(bytes: &[u8], mut at: usize) -> usize {
    // How many letters a word has nobody foresees, neither do processors: so as many as most have are passed over at once.
    while let Some(eight) = bytes[at..].first_chunk() {
        let letters = letters_first(u64::from_le_bytes(*eight));
        at += letters;
        if letters < size_of::<u64>() {
            break;
        }
    }
    // What follows the first byte of a character belongs to a word wherever the first one does.
    at + bytes[at..].iter().position(|&byte| !is_word(byte)).unwrap_or(bytes.len() - at)
}

/// Bytes of the character that starts with this byte.
fn width(byte: u8) -> usize {
    match byte {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

/// Whether a character that starts with this byte belongs to a word. `0xE2` starts dashes, quotes and bullets.
pub(super) fn is_word(byte: u8) -> bool {
    IS_WORD[byte as usize]
}

const IS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let known = byte as u8;
        table[byte] = known.is_ascii_alphanumeric() || known == b'&' || (known >= 0x80 && known != 0xE2);
        byte += 1;
    }
    table
};

/// After a word: passes over an apostrophe (straight or curly) and the letters that follow it.
#[inline]
fn skip_apostrophe(bytes: &[u8], at: usize) -> usize {
    let after = match bytes[at..] {
        [b'\'', ..] => at + 1,
        [0xE2, 0x80, 0x99, ..] => at + 3,
        _ => return at,
    };
    let letters = bytes[after..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    if letters <= 2 { after + letters } else { after }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_marks_and_apostrophes() {
        let mut tokens = Vec::new();
        let text = "You’ll own the customers' go-to-market plan, e.g. P&L; “quotes” – A/B ok.";
        tokenize(text, &mut tokens);
        let words: Vec<&str> = tokens.iter().map(|token| &text[token.start as usize..token.end as usize]).collect();
        assert_eq!(
            words,
            [
                "You",
                "own",
                "the",
                "customers",
                "go",
                "to",
                "market",
                "plan",
                ",",
                "e",
                "g",
                ".",
                "P&L",
                ";",
                "quotes",
                "A",
                "B",
                "ok",
                "."
            ]
        );
    }
}
