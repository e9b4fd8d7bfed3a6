//! Looking at lines: where their text begins, whether it is a key, and where it ends.

use memchr::{memchr, memchr_iter, memchr2_iter, memchr3};

/// What may stand before the text of a file.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Whether a text consists only of characters of which it is clear what they mean.
pub(in super::super) fn may_be_ordinary(text: &str) -> bool {
    let bytes = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text).as_bytes();
    let strange = |byte: u8| (byte < b' ' && byte != b'\n' && byte != b'\r') || byte == 0x7F;
    // Without a way out in between, many bytes are looked at in one step.
    if bytes.chunks(256).any(|chunk| chunk.iter().fold(false, |found, &byte| found | strange(byte))) {
        return false;
    }
    // Control characters begin with C2, the byte order mark and what is no character with EF.
    let printed = text.is_ascii()
        || memchr2_iter(0xC2, 0xEF, bytes).all(|at| match (bytes[at], bytes[at + 1]) {
            (0xC2, next) => next >= 0xA0,
            (_, next) => next != 0xBB && next != 0xBF,
        });
    printed && memchr_iter(b'\r', bytes).all(|at| bytes.get(at + 1) == Some(&b'\n'))
}

/// The lines of a text. Places are bytes of it.
#[derive(Clone, Copy)]
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
}

/// A line that is neither blank nor a comment.
pub(super) struct Line {
    /// Its first text.
    pub(super) at: usize,
    /// Spaces before that; less than none when the document ends here.
    pub(super) column: isize,
    /// Whether it begins with a dash, as items of lists do.
    pub(super) dash: bool,
    /// Whether it is the mark between two documents, or the end of the text.
    pub(super) ends_document: bool,
}

/// What follows a colon or a dash on its line.
pub(super) enum Rest {
    /// A value, which begins here.
    Value(usize),
    /// Nothing but spaces or a comment, which end here.
    Nothing(usize),
}

/// Plain text on one line.
pub(super) struct Run {
    /// Its end, without the spaces behind it.
    pub(super) end: usize,
    pub(super) stop: Stop,
}

/// What plain text ends at.
pub(super) enum Stop {
    /// The end of its line, which is here.
    Break(usize),
    /// A comment on a line that ends here.
    Comment(usize),
    /// A colon, so that the text is a key.
    Colon(usize),
}

impl Lines<'_> {
    /// The first line from the start of one on that is neither blank nor a comment.
    pub(super) fn line(self, mut at: usize) -> Line {
        loop {
            let spaces = self.spaces(at);
            at += spaces;
            match self.byte(at) {
                Some(b'\n' | b'\r') => at += 1,
                Some(b'#') => at = self.after(self.end(at)),
                found => {
                    let dash = found == Some(b'-') && self.is_blank(at + 1);
                    let ends_document = found.is_none() || (spaces == 0 && self.is_mark(at));
                    return Line { at, column: if ends_document { -1 } else { spaces as isize }, dash, ends_document };
                }
            }
        }
    }

    /// Whether three dashes stand here and nothing else on the line.
    fn is_mark(self, at: usize) -> bool {
        self.text.as_bytes()[at..].starts_with(b"---") && matches!(self.byte(at + 3), None | Some(b'\n' | b'\r'))
    }

    /// What follows on the line.
    pub(super) fn rest(self, from: usize) -> Rest {
        let at = from + self.spaces(from);
        match self.byte(at) {
            None | Some(b'\n' | b'\r') => Rest::Nothing(at),
            Some(b'#') if at > from => Rest::Nothing(self.end(at)),
            Some(_) => Rest::Value(at),
        }
    }

    /// The plain text that begins here, as far as it goes on its line.
    pub(super) fn run(self, from: usize) -> Option<Run> {
        let bytes = self.text.as_bytes();
        if is_indicator(bytes[from]) || bytes[from..].starts_with(b"...") {
            None
        } else {
            Some(self.run_on(from))
        }
    }

    /// The same for text that goes on from the line before, which may begin with anything.
    pub(super) fn run_on(self, from: usize) -> Run {
        let bytes = self.text.as_bytes();
        let mut at = from;
        let (end, stop) = loop {
            let Some(length) = memchr3(b':', b'#', b'\n', &bytes[at..]) else {
                break (bytes.len(), Stop::Break(bytes.len()));
            };
            at += length;
            match bytes[at] {
                b'\n' => {
                    let end = at - usize::from(at > from && bytes[at - 1] == b'\r');
                    break (end, Stop::Break(end));
                }
                b':' if self.is_blank(at + 1) => break (at, Stop::Colon(at)),
                b'#' if at > from && bytes[at - 1] == b' ' => break (at, Stop::Comment(self.end(at))),
                _ => at += 1,
            }
        };
        let spaces = bytes[from..end].iter().rev().take_while(|&&byte| byte == b' ').count();
        Run { end: end - spaces, stop }
    }

    pub(super) fn byte(self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Whether there is a space or the end of a line.
    fn is_blank(self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b' ' | b'\n' | b'\r'))
    }

    /// Number of spaces.
    pub(super) fn spaces(self, at: usize) -> usize {
        self.text.as_bytes()[at..].iter().take_while(|&&byte| byte == b' ').count()
    }

    /// Passes over blank lines of at most so many spaces: how many there are, and the start of the line behind them.
    pub(super) fn skip_blank(self, mut line: usize, most: usize) -> (usize, usize) {
        let mut blank = 0;
        loop {
            let end = line + self.spaces(line).min(most);
            if !matches!(self.byte(end), Some(b'\n' | b'\r')) {
                return (blank, line);
            }
            (blank, line) = (blank + 1, self.after(end));
        }
    }

    /// The text in brackets that begins here: where it ends, and where the mark stands that ends it.
    pub(super) fn run_in_brackets(self, from: usize) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        if is_indicator(*bytes.get(from)?) {
            return None;
        }
        let mut at = from;
        loop {
            match *bytes.get(at)? {
                b',' | b']' | b'}' => break,
                b':' if self.is_blank(at + 1) || is_bracket(bytes[at + 1]) => break,
                b'[' | b'{' | b'\n' => return None,
                b'#' if bytes[at - 1] == b' ' => return None,
                _ => at += 1,
            }
        }
        Some((from + self.text[from..at].trim_end_matches(' ').len(), at))
    }

    /// The place behind spaces.
    pub(super) fn behind_spaces(self, at: usize) -> usize {
        at + self.spaces(at)
    }

    /// The end of the line that holds a place: its break, or the end of the text.
    pub(super) fn end(self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length);
        end - usize::from(end > 0 && end < bytes.len() && bytes[end - 1] == b'\r')
    }

    /// The start of the line behind the end of another.
    pub(super) fn after(self, end: usize) -> usize {
        let length = if self.byte(end) == Some(b'\r') { 2 } else { 1 };
        (end + length).min(self.text.len())
    }
}

/// What no text begins with that has no mark of its own.
fn is_indicator(byte: u8) -> bool {
    is_bracket(byte) || matches!(byte, b'-' | b'?' | b':' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"' | b'%' | b'@' | b'`')
}

/// What ends text in brackets.
fn is_bracket(byte: u8) -> bool {
    matches!(byte, b',' | b'[' | b']' | b'{' | b'}')
}
