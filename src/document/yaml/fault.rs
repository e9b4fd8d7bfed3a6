//! What keeps a YAML document from being read, told in plain words with the place and what to do.

mod lines;

use crate::document::Problem;
use crate::source::Span;
use lines::{Lines, quoted, shown};

/// What went wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    /// Where the parser gave up.
    pub(super) at: usize,
    /// End of what it had read before.
    pub(super) after: usize,
    /// Where the innermost bracket stands that is still open.
    pub(super) bracket: Option<usize>,
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
    SecondRoot,
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
        let lines = Lines { text };
        let at = lines.floor(self.at);
        let (message, span, help) = foreign(&lines, at).unwrap_or_else(|| self.tell(&lines, at));
        Problem::Unreadable { message, span, help }
    }

    fn tell(&self, lines: &Lines<'_>, at: usize) -> Told {
        match &self.kind {
            FaultKind::Tab => tab(lines, at),
            FaultKind::OpenQuote => open_quote(lines, at, self.after),
            FaultKind::TextAfterQuote => say(
                "there is text behind a closing quote",
                lines.rest(at),
                "A value that starts with a quote ends at the next one. Put the whole value in \"...\" and write a quote inside it \
                 as \\\"; inside '...' an apostrophe is written twice.",
            ),
            FaultKind::Escape => say(
                "a backslash inside \"...\" is followed by something that is no escape",
                lines.rest(at),
                "Write a backslash as \\\\, or put the text in '...' where a backslash stands for itself.",
            ),
            FaultKind::OpenBracket(open) => open_bracket(lines, at, *open),
            FaultKind::StrayBracket => say(
                "a bracket is closed that was not opened, or was opened with another one",
                lines.one(at),
                "Remove it, or put the text in quotes if the bracket belongs to it.",
            ),
            FaultKind::InBrackets => in_brackets(lines, at, self.bracket),
            FaultKind::Character(character) => character_at(*character, lines, at),
            FaultKind::Colon => colon(lines, at, self.after),
            FaultKind::MissingColon => missing_colon(lines, at),
            FaultKind::Indentation => indentation(lines, at, self.after),
            FaultKind::SecondRoot => second_root(lines, at),
            FaultKind::Dash => say(
                "a dash stands where no list can start",
                lines.rest(at),
                "Put each `- ` on a line of its own below the key. A text that begins with a dash is put in quotes.",
            ),
            FaultKind::QuestionMark => say(
                "a value begins with `? `, which means something else in YAML",
                lines.rest(at),
                "Put the whole text in quotes.",
            ),
            FaultKind::UnknownAnchor | FaultKind::AnchorWithoutName => mark(lines, at),
            FaultKind::Tag => {
                say("a value begins with `!`, which stands for a type in YAML", lines.word(at), "Put the whole text in quotes.")
            }
            FaultKind::Comment => say(
                "a comment interrupts a text of several lines",
                lines.rest(at),
                "A `#` after a space starts a comment. Move the comment to a line of its own above, or put the text in quotes.",
            ),
            FaultKind::BlockHeader => say(
                "there is text behind the `|` or `>` that starts a block of text",
                lines.rest(at),
                "Start the text on the next line, indented; or put it in quotes if it begins with `|` or `>`.",
            ),
            FaultKind::TooDeep => say(
                "lists and maps are nested too deeply",
                lines.one(at),
                "A role document needs a few levels; more than 128, or than `nesting` under `limits` in role-audit.yaml, are not read.",
            ),
            FaultKind::TooManyNodes => say("the document has too many entries", lines.one(at), "Split it into several files."),
            FaultKind::AliasesTooLarge => say(
                "the aliases (`*name`) of this document repeat too much text",
                lines.word(at),
                "Written out, they would make the document many times as long as it is. Write the lists where they are needed.",
            ),
            FaultKind::AliasInItself => say(
                "an alias (`*name`) stands inside the value it repeats",
                lines.word(at),
                "A value cannot contain itself. Write the text instead of the alias.",
            ),
            FaultKind::Other(message) => say(
                format!("this is not valid YAML: {message}"),
                lines.word(at),
                "Check the line and the one above it: indentation, colons, quotes and brackets.",
            ),
        }
    }
}

/// Message, place and help.
type Told = (String, Span, String);

fn say(message: impl Into<String>, span: Span, help: impl Into<String>) -> Told {
    (message.into(), span, help.into())
}

/// Files that are not plain YAML and never will be.
fn foreign(lines: &Lines<'_>, at: usize) -> Option<Told> {
    let line = lines.around(at);
    let written = &lines.text[line.clone()];
    let span = Span::new(line.start, line.end);
    if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| written.starts_with(mark)) {
        return Some(say("a merge conflict was left in this file", span, "Settle the conflict and remove the marker lines."));
    }
    if lines.text.trim_start_matches('\u{feff}').starts_with("//") || lines.text[..line.start].trim_end().ends_with("*/") {
        return Some(say(
            "this JSON file has comments, which neither JSON nor YAML takes",
            span,
            "Remove the lines that begin with `//` or `/*`, or write comments with `#`.",
        ));
    }
    if ["{{", "{%", "<%"].iter().any(|mark| written.contains(mark)) {
        return Some(say(
            "a template mark stands where YAML is expected",
            span,
            "Templates are not read. Check the file that the template produces, or put the value in quotes.",
        ));
    }
    None
}

fn tab(lines: &Lines<'_>, at: usize) -> Told {
    // The parser may complain at the end of the line above, or behind the tab.
    let start = lines.around(at).start;
    let tab = lines.text[start..].find('\t').map_or(at, |tab| start + tab);
    let end = tab + lines.text[tab..].bytes().take_while(|&byte| byte == b'\t').count();
    say(
        "a tab is used for indentation",
        Span::new(tab, end),
        "YAML is indented with spaces only. Replace each tab at the start of a line by two spaces.",
    )
}

fn open_quote(lines: &Lines<'_>, at: usize, after: usize) -> Told {
    let after = lines.floor(after);
    let open = lines.text[after..].find(['"', '\'']).map_or(at, |quote| after + quote);
    let quote = lines.text[open..].chars().next().unwrap_or('"');
    let help = if quote == '\'' {
        "Close it with ' at its end. An apostrophe inside '...' is written twice: 'the team''s plan'."
    } else {
        "Close it with \" at its end. A quote inside \"...\" is written as \\\"."
    };
    say(format!("a text opened with {quote} is not closed"), lines.rest(open), help)
}

fn open_bracket(lines: &Lines<'_>, at: usize, open: char) -> Told {
    let close = if open == '[' { ']' } else { '}' };
    say(
        format!("a bracket opened with {open} is not closed"),
        lines.rest(at),
        format!("Close it with {close}. If the bracket belongs to the text, put the whole text in quotes."),
    )
}

fn in_brackets(lines: &Lines<'_>, at: usize, bracket: Option<usize>) -> Told {
    match bracket.filter(|&bracket| bracket < lines.around(at).start) {
        Some(bracket) => open_bracket(lines, bracket, lines.text[bracket..].chars().next().unwrap_or('[')),
        None => say(
            "a comma is missing inside brackets, or a text inside them needs quotes",
            lines.word(at),
            "Separate the entries with commas, and put a text that holds commas, colons or brackets in quotes.",
        ),
    }
}

fn character_at(character: char, lines: &Lines<'_>, at: usize) -> Told {
    match character {
        '\t' => tab(lines, at),
        _ if character.is_control() => say(
            format!("the file holds a control character (U+{:04X})", character as u32),
            lines.one(at),
            "Remove it. Such characters come with copied text, or the file is not a text file at all.",
        ),
        _ => say(
            format!("a value cannot begin with {character} unless it is quoted"),
            lines.word(at),
            format!("Put the whole value in quotes: {}", quoted(&lines.text[lines.rest(at).range()])),
        ),
    }
}

/// A second colon in a value; a map below a text; or prose that YAML takes for a key.
fn colon(lines: &Lines<'_>, at: usize, after: usize) -> Told {
    let words = lines.words_around(at);
    let before = &lines.text[words.start.min(at)..at];
    if let Some((key, _)) = before.trim_start_matches("- ").split_once(": ") {
        let value = lines.text[words].split_once(": ").map_or("", |(_, value)| value);
        return say(
            "a colon inside a value makes YAML take it for another key",
            lines.one(at),
            format!("Put the value in quotes: {}: {}", shown(key), quoted(value)),
        );
    }
    let label = Span::new(words.start.min(at), (at + 1).min(lines.text.len()));
    let above = lines.above(at);
    let is_key = !above.is_empty() && !above.ends_with(':') && !above.starts_with('-');
    if is_key && after >= words.start && before.split_whitespace().count() <= 2 {
        return say(
            "this key stands below a line that already has a value",
            label,
            "A key has either a text or keys below it. Indent this key like the one above it, or remove the text behind the key \
             above.",
        );
    }
    say(
        "a colon in running text makes YAML take the words before it for a key",
        label,
        "Put the whole text in quotes, or write it as a block: `key: |` and the text indented below.",
    )
}

fn missing_colon(lines: &Lines<'_>, at: usize) -> Told {
    let words = lines.words_around(at);
    let written = &lines.text[words.clone()];
    let span = Span::new(words.start, words.end);
    if written.split_whitespace().count() <= 3 {
        return say(
            "this line is neither `key: value` nor an item of a list",
            span,
            format!(
                "Write a colon behind the key: `{}:`. A text that continues the line above is indented further.",
                shown(written)
            ),
        );
    }
    say(
        "running text stands where a key is expected",
        span,
        "Write it below a key as a block (`description: |`, the text indented below), or indent it further than the key whose \
         value it continues.",
    )
}

fn indentation(lines: &Lines<'_>, at: usize, after: usize) -> Told {
    let words = lines.words_around(at);
    let read = lines.text[words.start.min(at)..at].trim_start_matches("- ");
    let value = read.split_once(": ").map_or(read, |(_, value)| value).trim_start();
    // What follows a value that began with a mark of YAML: `- **Own** the roadmap`.
    if value.starts_with(['*', '&', '!']) && after > words.start {
        return mark(lines, at - value.len());
    }
    if value.trim_end().ends_with([']', '}', '"', '\'']) {
        return behind_bracket(lines, at - value.len());
    }
    let span = Span::new(words.start, words.end);
    if lines.text[span.range()].starts_with('-') {
        return say(
            "this item is not indented like the list it belongs to",
            span,
            "Give all items of one list the same number of spaces before the dash.",
        );
    }
    say(
        "this line is not indented like the lines it belongs to",
        span,
        "Give all keys of one map the same number of spaces at the start of their lines.",
    )
}

fn behind_bracket(lines: &Lines<'_>, start: usize) -> Told {
    let span = lines.rest(start);
    say(
        "there is text behind a closing bracket or quote",
        span,
        format!("Put the whole value in quotes: {}", quoted(&lines.text[span.range()])),
    )
}

/// Something behind what was a whole document.
fn second_root(lines: &Lines<'_>, at: usize) -> Told {
    let words = lines.words_around(at);
    if words.start < at {
        return behind_bracket(lines, words.start);
    }
    say(
        "this line is indented less than the first line of the document",
        Span::new(words.start, words.end),
        "Start all keys of the document in the same column, best without spaces before them.",
    )
}

/// A value that begins with `*` or `&`, mostly emphasis.
fn mark(lines: &Lines<'_>, at: usize) -> Told {
    let span = lines.word(at);
    if lines.text[span.range()].starts_with('*') {
        return say(
            "a value begins with `*`, which stands for a repeated value in YAML",
            span,
            format!(
                "Put the whole text in quotes: {}. If a repeated value is meant, its anchor (`&name`) must stand above it.",
                quoted(&lines.text[lines.rest(at).range()])
            ),
        );
    }
    say(
        "a value begins with a mark that YAML keeps for itself",
        span,
        format!("Put the whole text in quotes: {}", quoted(&lines.text[lines.rest(at).range()])),
    )
}
