//! Text from documents, made safe to print: nothing that moves the cursor, colours, hides or reorders.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character could change how what stands around it is shown, or is not shown at all: control characters,
/// bidirectional controls, line separators, invisible marks, and what XML cannot hold. Joiners are left alone, since scripts and emoji need them.
pub fn is_hostile(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    matches!(
        c,
        '\u{80}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{fffe}'..='\u{ffff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Whether a text is plain ASCII without control characters, as most is.
pub fn is_plain(text: &str) -> bool {
    plain_prefix(text.as_bytes()) == text.len()
}

/// How many bytes at the beginning are plain ASCII without control characters.
pub fn plain_prefix(bytes: &[u8]) -> usize {
    // The bytes of a piece are looked at together.
    let is_plain_piece = |piece: &&[u8; 32]| piece.iter().fold(true, |all, &byte| all & is_plain_byte(byte));
    let at = bytes.as_chunks().0.iter().take_while(is_plain_piece).count() * 32;
    let at = at + bytes[at..].as_chunks().0.iter().take_while(|&&word| is_plain_word(word)).count() * 8;
    // Mostly all are plain; then those that fill no word are the end of one.
    if at + 8 > bytes.len() && bytes.last_chunk().copied().is_some_and(is_plain_word) {
        return bytes.len();
    }
    at + bytes[at..].iter().take_while(|&&byte| is_plain_byte(byte)).count()
}

fn is_plain_byte(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// The same of eight bytes: none has its highest bit set, nor gets it when what is below a space is made negative, or when what comes
/// last in ASCII is raised by one.
fn is_plain_word(bytes: [u8; 8]) -> bool {
    const EACH: u64 = u64::MAX / 0xFF;
    let word = u64::from_le_bytes(bytes);
    (word | word.wrapping_sub(EACH * 0x20) | word.wrapping_add(EACH)) & (EACH * 0x80) == 0
}

/// The first hostile character of a text, and where it is.
pub fn find_hostile(text: &str) -> Option<(usize, char)> {
    find(text, is_hostile)
}

/// The first character that is not plain and wanted, and where it is.
fn find(text: &str, wanted: impl Fn(char) -> bool) -> Option<(usize, char)> {
    let mut at = 0;
    loop {
        at += plain_prefix(&text.as_bytes()[at..]);
        let c = text[at..].chars().next()?;
        if wanted(c) {
            return Some((at, c));
        }
        at += c.len_utf8();
    }
}

/// A text on one line with its hostile characters written as escapes, as in `\n` and `\u{1b}`.
pub fn one_line(text: &str) -> Cow<'_, str> {
    escape(text, |_| false)
}

/// The same, but line breaks stay.
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, |c| c == '\n')
}

/// A text on one line in which nothing is markup of Markdown or HTML, in a paragraph, a heading or a cell of a table: no
/// emphasis, link, mention or end of a cell. Runs of spaces become one, as they are shown.
pub fn markdown(text: &str) -> String {
    let safe = one_line(text);
    let mut result = String::with_capacity(safe.len() + 16);
    let mut before = ' ';
    let mut rest = safe.trim_matches(' ').chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '&' => result.push_str("&amp;"),
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '|' => result.push_str("&#124;"),
            // A mention would tell somebody.
            '@' => result.push_str("&#64;"),
            // An address would become a link, a word between colons a picture.
            ':' if rest.peek().is_some_and(|next| *next != ' ') => result.push_str("\\:"),
            '.' if before.eq_ignore_ascii_case(&'w') => result.push_str("&#46;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '#' | '$' => {
                result.push('\\');
                result.push(c);
            }
            '-' | '+' | '=' if result.is_empty() => {
                result.push('\\');
                result.push(c);
            }
            '.' | ')' if !result.is_empty() && result.chars().all(|c| c.is_ascii_digit()) => {
                result.push('\\');
                result.push(c);
            }
            ' ' if before == ' ' => {}
            c => result.push(c),
        }
        before = c;
    }
    result
}

fn escape(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let wanted = |c: char| is_hostile(c) && !keep(c);
    let Some((first, _)) = find(text, wanted) else { return Cow::Borrowed(text) };
    let mut safe = String::with_capacity(text.len() + 16);
    safe.push_str(&text[..first]);
    for c in text[first..].chars() {
        match c {
            c if !wanted(c) => safe.push(c),
            '\n' => safe.push_str("\\n"),
            '\r' => safe.push_str("\\r"),
            '\t' => safe.push_str("\\t"),
            // Writing to a string never fails.
            c => _ = write!(safe, "\\u{{{:x}}}", c as u32),
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_are_readable() {
        assert_eq!(one_line("plain é 名前"), "plain é 名前");
        assert_eq!(one_line("a\nb\tc\u{1b}[31m\u{202e}x"), "a\\nb\\tc\\u{1b}[31m\\u{202e}x");
        assert_eq!(lines("a\nb\rc"), "a\nb\\rc");
        assert_eq!(one_line("👩\u{200d}💻"), "👩\u{200d}💻");
    }

    proptest! {
        #[test]
        fn plain_text_ends_where_the_first_other_character_stands(plain in "[ -~]{0,80}", other in "[äé\u{7f}\n\t]", rest in "[ -~]{0,40}") {
            prop_assert!(is_plain(&plain));
            prop_assert_eq!(plain_prefix(format!("{plain}{other}{rest}").as_bytes()), plain.len());
        }

        #[test]
        fn eight_bytes_are_plain_when_each_is(bytes: [u8; 8], plain in "[ -~]{8}", at in 0usize..8) {
            prop_assert_eq!(is_plain_word(bytes), bytes.into_iter().all(is_plain_byte));
            let mut all_but_one = *plain.as_bytes().first_chunk().expect("eight bytes");
            all_but_one[at] = bytes[at];
            prop_assert_eq!(is_plain_word(all_but_one), is_plain_byte(bytes[at]));
        }

        #[test]
        fn nothing_hostile_is_left(text in any::<String>()) {
            prop_assert!(!one_line(&text).chars().any(is_hostile));
            prop_assert!(lines(&text).chars().all(|c| c == '\n' || !is_hostile(c)));
        }
    }
}
