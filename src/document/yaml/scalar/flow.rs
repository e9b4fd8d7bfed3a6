//! Plain and quoted scalars: escapes, and line breaks that fold into spaces.

use crate::document::MappedTextBuilder;
use crate::source::Span;
use memchr::memchr2;

/// Decodes a plain scalar.
pub(super) fn plain(written: &str, start: usize, builder: &mut MappedTextBuilder) {
    let mut from = 0;
    while let Some(at) = find_break(written, from) {
        from = fold(written, start, from, from, at, builder);
    }
    builder.push_verbatim(&written[from..], start + from);
}

/// Decodes a single quoted scalar, quotes included.
pub(super) fn single(written: &str, start: usize, builder: &mut MappedTextBuilder) {
    let end = written.len().saturating_sub(1).max(1);
    let Some(inner) = written.get(..end) else { return };
    let mut from = 1;
    let mut at = 1;
    while let Some(found) = inner[at..].find(['\'', '\n', '\r']) {
        at += found;
        if inner.as_bytes()[at] == b'\'' {
            builder.push_verbatim(&inner[from..at], start + from);
            builder.push_replaced("'", Span::new(start + at, start + at + 2));
            at = (at + 2).min(inner.len());
            from = at;
        } else {
            from = fold(inner, start, from, from, at, builder);
            at = from;
        }
    }
    builder.push_verbatim(&inner[from..], start + from);
}

/// Decodes a double quoted scalar, quotes included.
pub(super) fn double(written: &str, start: usize, builder: &mut MappedTextBuilder) {
    let end = written.len().saturating_sub(1).max(1);
    let Some(inner) = written.get(..end) else { return };
    let mut from = 1;
    let mut at = 1;
    while let Some(found) = inner[at..].find(['\\', '\n', '\r']) {
        at += found;
        if inner.as_bytes()[at] != b'\\' {
            // White space right behind an escape is folded away with the break, the escape is not.
            from = fold(inner, start, from, from, at, builder);
            at = from;
            continue;
        }
        builder.push_verbatim(&inner[from..at], start + from);
        let Some((decoded, length)) = escape(&inner[at..]) else { return };
        match decoded {
            Some(decoded) => {
                let mut buffer = [0; 4];
                builder.push_replaced(decoded.encode_utf8(&mut buffer), Span::new(start + at, start + at + length));
                at += length;
            }
            None => at = escaped_break(inner, start, at, length, builder),
        }
        from = at;
    }
    builder.push_verbatim(&inner[from..], start + from);
}

fn find_break(text: &str, from: usize) -> Option<usize> {
    memchr2(b'\n', b'\r', &text.as_bytes()[from..]).map(|found| from + found)
}

/// Adds the line `from..line_break` without its trailing white space (none of it before `floor`), then what the breaks
/// after it fold to. Returns where the next line's text starts.
fn fold(text: &str, start: usize, from: usize, floor: usize, line_break: usize, builder: &mut MappedTextBuilder) -> usize {
    let line = &text[floor..line_break];
    let trimmed = floor + line.trim_end_matches([' ', '\t']).len();
    builder.push_verbatim(&text[from..trimmed], start + from);
    let (next, breaks) = skip_breaks(text, line_break);
    let span = Span::new(start + trimmed, start + next);
    if breaks == 1 {
        builder.push_replaced(" ", span);
    } else {
        builder.push_replaced(&"\n".repeat(breaks - 1), span);
    }
    next
}

/// Skips line breaks and the white space between and behind them. Returns the next text's place and the number of breaks.
fn skip_breaks(text: &str, from: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let (mut at, mut breaks) = (from, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' => at += 1,
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {
                at += 2;
                breaks += 1;
            }
            b'\n' | b'\r' => {
                at += 1;
                breaks += 1;
            }
            _ => break,
        }
    }
    (at, breaks)
}

/// A backslash at the end of a line joins it with the next one; empty lines between them stay line breaks.
fn escaped_break(text: &str, start: usize, at: usize, length: usize, builder: &mut MappedTextBuilder) -> usize {
    let (next, breaks) = skip_breaks(text, at + length);
    if breaks > 0 {
        builder.push_replaced(&"\n".repeat(breaks), Span::new(start + at, start + next));
    }
    next
}

/// The character an escape stands for (`None` for an escaped line break) and its length in bytes.
fn escape(text: &str) -> Option<(Option<char>, usize)> {
    let kind = text.as_bytes().get(1)?;
    let decoded = match kind {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{b}',
        b'f' => '\u{c}',
        b'r' => '\r',
        b'e' => '\u{1b}',
        b' ' => ' ',
        b'"' => '"',
        b'/' => '/',
        b'\\' => '\\',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        b'x' => return hexadecimal(text, 2),
        b'u' => return hexadecimal(text, 4),
        b'U' => return hexadecimal(text, 8),
        b'\r' if text.as_bytes().get(2) == Some(&b'\n') => return Some((None, 3)),
        b'\n' | b'\r' => return Some((None, 2)),
        _ => return None,
    };
    Some((Some(decoded), 2))
}

fn hexadecimal(text: &str, digits: usize) -> Option<(Option<char>, usize)> {
    let code = |from: usize| u32::from_str_radix(text.get(from..from + digits)?, 16).ok();
    let first = code(2)?;
    let length = 2 + digits;
    if digits == 4 && (0xD800..0xDC00).contains(&first) && text.get(length..length + 2) == Some("\\u") {
        let second = code(length + 2)?;
        let joined = 0x1_0000 + ((first - 0xD800) << 10) + second.checked_sub(0xDC00)?;
        return Some((Some(char::from_u32(joined)?), 2 * length));
    }
    Some((Some(char::from_u32(first)?), length))
}
