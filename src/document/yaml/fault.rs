//! What keeps a YAML document from being read, told in plain words with the place and what to do.

use crate::document::Problem;
use crate::source::Span;

/// What went wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    /// Where the parser gave up.
    pub(super) at: usize,
    /// End of what it had read before.
    pub(super) after: usize,
}

/// The kinds of fault that deserve words of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FaultKind {
    Tab,
    OpenQuote,
    TextAfterQuote,
    Escape,
    OpenBracket(char),
    StrayBracket,
    InBrackets,
    Character(char),
    Colon,
    MissingColon,
    Indentation,
    Dash,
    QuestionMark,
    UnknownAnchor,
    AnchorWithoutName,
    Tag,
    Comment,
    BlockHeader,
    TooDeep,
    TooManyNodes,
    AliasesTooLarge,
    AliasInItself,
    Other(String),
}

impl Fault {
    /// The finding: what happened, where, and what to do.
    pub(super) fn explain(&self, text: &str) -> Problem {
        let told = Told::new(self, text);
        Problem::Unreadable { message: told.message, span: told.span, help: told.help }
    }
}

struct Told {
    message: String,
    span: Span,
    help: String,
}

impl Told {
    fn new(fault: &Fault, text: &str) -> Self {
        let lines = Lines { text };
        let at = lines.floor(fault.at);
        let line = lines.around(at);
        let written = &text[line.start..line.end];
        if let Some(told) = Self::foreign(written, line) {
            return told;
        }
        match &fault.kind {
            FaultKind::Tab => {
                // The parser may complain at the end of the line above or behind the tab.
                let tab = text[line.start..].find('\t').map_or(at, |tab| line.start + tab);
                let end = tab + text[tab..].bytes().take_while(|&byte| byte == b'\t').count();
                Self::say(
                    "a tab is used for indentation",
                    Span::new(tab, end),
                    "YAML is indented with spaces only. Replace each tab at the start of a line by two spaces.",
                )
            }
            FaultKind::OpenQuote => {
                let open = text[fault.after.min(text.len())..].find(['"', '\'']).map_or(at, |quote| fault.after + quote);
                let quote = text[open..].chars().next().unwrap_or('"');
                let end = lines.around(open).end;
                Self::say(
                    format!("a text opened with {quote} is not closed"),
                    Span::new(open, end),
                    format!("Close it with {quote} at its end. An apostrophe inside '...' is written twice ('')."),
                )
            }
            FaultKind::TextAfterQuote => Self::say(
                "there is text behind a closing quote",
                Span::new(at, line.end.max(at)),
                "A value that starts with a quote ends at the next one. Put the whole value in quotes, and write quotes inside \
                 \"...\" as \\\".",
            ),
            FaultKind::Escape => Self::say(
                "a backslash inside \"...\" is followed by something that is no escape",
                Span::new(at, line.end.max(at)),
                "Write a backslash as \\\\, or put the text in '...' where a backslash stands for itself.",
            ),
            FaultKind::OpenBracket(open) => {
                let close = if *open == '[' { ']' } else { '}' };
                Self::say(
                    format!("a bracket opened with {open} is not closed"),
                    Span::new(at, line.end.max(at)),
                    format!("Close it with {close}, or put the text in quotes if the bracket belongs to it."),
                )
            }
            FaultKind::StrayBracket => Self::say(
                "a bracket is closed that was not opened, or was opened with another one",
                lines.one(at),
                "Remove it, or put the text in quotes if the bracket belongs to it.",
            ),
            FaultKind::InBrackets => Self::say(
                "a list or map in brackets is not closed, or lacks a comma",
                lines.word(at),
                "Separate the entries with commas and close the bracket. Put a text that holds brackets, commas or colons in quotes.",
            ),
            FaultKind::Character(character) => Self::character(*character, lines.one(at)),
            FaultKind::Colon => Self::colon(&lines, at, fault.after),
            FaultKind::MissingColon => Self::missing_colon(written, line),
            FaultKind::Indentation => Self::indentation(fault, &lines, at),
            FaultKind::Dash => Self::say(
                "a list starts on the line of its key, or a dash stands where none may",
                lines.word(at),
                "Put each `- ` on a line of its own below the key, or put a text that begins with a dash in quotes.",
            ),
            FaultKind::QuestionMark => Self::say(
                "a value begins with `? `",
                lines.word(at),
                "Put the text in quotes: a question mark at its start means something else in YAML.",
            ),
            FaultKind::UnknownAnchor | FaultKind::AnchorWithoutName => Self::mark(&lines, at),
            FaultKind::Tag => {
                Self::say("a value begins with `!`, which stands for a type in YAML", lines.word(at), "Put the whole text in quotes.")
            }
            FaultKind::Comment => Self::say(
                "a comment interrupts a text of several lines",
                Span::new(at, line.end.max(at)),
                "A `#` after a space starts a comment. Move the comment to a line of its own above, or put the text in quotes.",
            ),
            FaultKind::BlockHeader => Self::say(
                "there is text behind the `|` or `>` that starts a block of text",
                Span::new(at, line.end.max(at)),
                "Start the text on the next line, indented; or put it in quotes if it begins with `|` or `>`.",
            ),
            FaultKind::TooDeep => Self::say(
                "lists and maps are nested too deeply",
                lines.one(at),
                "A role document needs a few levels; more than 128, or than `nesting` under `limits` in role-audit.yaml, are not read.",
            ),
            FaultKind::TooManyNodes => Self::say("the document has too many entries", lines.one(at), "Split it into several files."),
            FaultKind::AliasesTooLarge => Self::say(
                "the aliases (`*name`) of this document repeat too much text",
                lines.word(at),
                "Written out, they would make the document many times as long as it is. Write the lists where they are needed.",
            ),
            FaultKind::AliasInItself => Self::say(
                "an alias (`*name`) stands inside the value it repeats",
                lines.word(at),
                "A value cannot contain itself. Write the text instead of the alias.",
            ),
            FaultKind::Other(message) => Self::say(
                format!("this is not valid YAML: {message}"),
                lines.word(at),
                "Check the line and the one above it: indentation, colons, quotes and brackets.",
            ),
        }
    }

    fn say(message: impl Into<String>, span: Span, help: impl Into<String>) -> Self {
        Self { message: message.into(), span, help: help.into() }
    }

    /// Files that are not plain YAML and never will be.
    fn foreign(written: &str, line: Span2) -> Option<Self> {
        let span = Span::new(line.start, line.end);
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| written.starts_with(mark)) {
            return Some(Self::say("a merge conflict was left in this file", span, "Settle the conflict and remove the marker lines."));
        }
        if ["{{", "{%", "<%"].iter().any(|mark| written.contains(mark)) {
            return Some(Self::say(
                "a template mark stands where YAML is expected",
                span,
                "Templates are not read. Check the file that the template produces, or put the value in quotes.",
            ));
        }
        None
    }

    fn character(character: char, span: Span) -> Self {
        match character {
            '@' | '`' | '%' | '|' | '>' | '&' | '*' | '!' => Self::say(
                format!("a value cannot begin with {character} unless it is quoted"),
                span,
                format!("Put the value in quotes, for example \"{character}name\"."),
            ),
            '\t' => Self::say(
                "a tab is used for indentation",
                span,
                "YAML is indented with spaces only. Replace each tab at the start of a line by two spaces.",
            ),
            _ if character.is_control() => Self::say(
                format!("the file holds a control character (U+{:04X})", character as u32),
                span,
                "Remove it. Such characters come with copied text, or the file is not a text file at all.",
            ),
            _ => Self::say(
                format!("the character {character} is not expected here"),
                span,
                "Put the value in quotes if the character belongs to it.",
            ),
        }
    }

    /// A second colon in a value; a map below a text; or prose that YAML takes for a key.
    fn colon(lines: &Lines<'_>, at: usize, after: usize) -> Self {
        let line = lines.around(at);
        let before = &lines.text[line.start..at];
        let label = Span::new(line.start + (before.len() - before.trim_start().len()), (at + 1).min(lines.text.len()));
        let same_line_value = before.trim_start().trim_start_matches("- ").split_once(": ");
        if let Some((key, _)) = same_line_value {
            let value = lines.text[line.start..line.end].split_once(": ").map_or("", |(_, value)| value.trim());
            return Self::say(
                "a colon inside a value makes YAML take it for another key",
                lines.one(at),
                format!("Put the value in quotes: {}: \"{}\"", key.trim(), value.replace('"', "\\\"")),
            );
        }
        let above = lines.text[..line.start].trim_end();
        let above_line = lines.around(above.len().saturating_sub(1));
        let above_text = lines.text[above_line.start..above_line.end].trim();
        if after >= line.start && before.split_whitespace().count() <= 3 && !above_text.ends_with(':') {
            return Self::say(
                "this key stands below a line that already has a value",
                label,
                "A key has either a text or keys below it. Indent this key like the one above it, or remove the text behind the \
                 key above.",
            );
        }
        Self::say(
            "a colon in running text makes YAML take the words before it for a key",
            label,
            "Put the whole text in quotes, or write it as a block: `key: |` and the text indented below.",
        )
    }

    fn missing_colon(written: &str, line: Span2) -> Self {
        let span = Span::new(line.start + (written.len() - written.trim_start().len()), line.end);
        let words = written.trim();
        if words.split_whitespace().count() <= 3 {
            return Self::say(
                "this line is neither `key: value` nor an item of a list",
                span,
                format!("Write a colon behind the key: `{words}:`. A text that continues the line above is indented further."),
            );
        }
        Self::say(
            "running text stands where a key is expected",
            span,
            "Write it below a key as a block (`description: |`, the text indented below), or indent it further than the key whose \
             value it continues.",
        )
    }

    fn indentation(fault: &Fault, lines: &Lines<'_>, at: usize) -> Self {
        // What follows a value that began with a mark of YAML: `- **Own** the roadmap`.
        let line = lines.around(at);
        let read = lines.text[line.start..at].trim_start().trim_start_matches("- ");
        let value = read.split_once(": ").map_or(read, |(_, value)| value).trim_start();
        if value.starts_with(['*', '&', '!']) && fault.after > line.start {
            return Self::mark(lines, at - value.len());
        }
        let span = Span::new(line.start + lines.indent(line), line.end);
        if lines.text[span.range()].starts_with('-') {
            return Self::say(
                "this item is not indented like the list it belongs to",
                span,
                "Give all items of one list the same number of spaces before the dash.",
            );
        }
        Self::say(
            "this line is not indented like the lines it belongs to",
            span,
            "Give all keys of one map the same number of spaces at the start of their lines.",
        )
    }

    /// A value that begins with `*` or `&`, mostly emphasis.
    fn mark(lines: &Lines<'_>, at: usize) -> Self {
        let span = lines.word(at);
        if lines.text[span.range()].starts_with('*') {
            return Self::say(
                "a value begins with `*`, which stands for a repeated value in YAML",
                span,
                "Put the whole text in quotes, for example \"**Own** the roadmap\". If a repeated value is meant, its anchor \
                 (`&name`) must stand above it.",
            );
        }
        Self::say("a value begins with a mark that YAML keeps for itself", span, "Put the whole text in quotes.")
    }
}

#[derive(Clone, Copy)]
struct Span2 {
    start: usize,
    end: usize,
}

struct Lines<'a> {
    text: &'a str,
}

impl Lines<'_> {
    /// The nearest character border at or before an offset.
    fn floor(&self, at: usize) -> usize {
        self.text.floor_char_boundary(at)
    }

    /// The line around an offset, without its break and without white space at its end.
    fn around(&self, at: usize) -> Span2 {
        let at = self.floor(at);
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline);
        Span2 { start, end: start + self.text[start..end].trim_end().len() }
    }

    fn indent(&self, line: Span2) -> usize {
        let written = &self.text[line.start..line.end];
        written.len() - written.trim_start().len()
    }

    /// The character at an offset, if there is one on this line.
    fn one(&self, at: usize) -> Span {
        let end = self.text[at..].chars().next().filter(|&c| c != '\n').map_or(at, |c| at + c.len_utf8());
        Span::new(at, end)
    }

    /// From an offset to the next white space.
    fn word(&self, at: usize) -> Span {
        let rest = &self.text[at..];
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if length == 0 { self.one(at) } else { Span::new(at, at + length) }
    }
}
