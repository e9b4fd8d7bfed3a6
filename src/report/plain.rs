//! One finding, drawn without colours: byte for byte what miette draws.
//!
//! What goes to files and other programs has no colours and may hold thousands of findings. miette, which also draws marks over
//! several lines and colours each stroke by itself, takes several times as long for the same bytes.

use super::escape::is_plain;
use super::excerpt::{Block, Excerpt};
use super::line::Span;
use crate::finding::Severity;
use miette::ThemeCharacters;
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// Draws findings in one set of characters.
#[derive(Debug)]
pub struct Plain {
    characters: ThemeCharacters,
    /// What a message begins with, by severity.
    marks: [String; 3],
    /// What its other lines begin with.
    bar: String,
    /// As many strokes as most underlines have at most.
    strokes: String,
}

/// How many characters are added in one go.
const AT_ONCE: usize = 64;
/// So many spaces.
const SPACES: &str = "                                                                ";

impl Plain {
    /// Draws with these characters; findings of each severity begin with its mark.
    pub fn new(characters: ThemeCharacters, mark: impl Fn(Severity) -> String) -> Self {
        let marks = [Severity::Info, Severity::Warning, Severity::Error].map(|severity| format!("  {} ", mark(severity)));
        let bar = format!("  {} ", characters.vbar);
        let strokes = characters.underline.to_string().repeat(AT_ONCE);
        Self { characters, marks, bar, strokes }
    }

    /// Adds a finding: its message, the lines it points at, and what to do.
    pub fn draw(&self, out: &mut String, severity: Severity, message: &str, excerpt: &Excerpt, help: Option<&str>) {
        paragraph(out, message, &self.marks[severity as usize], &self.bar);
        for block in excerpt.blocks() {
            self.block(out, excerpt, block);
        }
        if let Some(help) = help {
            paragraph(out, help, "  help: ", "        ");
        }
    }

    /// Adds neighbouring lines of one source with what is said of them.
    fn block(&self, out: &mut String, excerpt: &Excerpt, block: &Block) {
        let ThemeCharacters { ltop, lbot, hbar, vbar, vbar_break, .. } = self.characters;
        let text = excerpt.text(block);
        let digits = (block.line + 1 + text.matches('\n').count()).ilog10() as usize + 1;
        let (line, column) = block.place;
        repeat(out, SPACES, digits + 2);
        // Writing to a string never fails.
        _ = writeln!(out, "{ltop}{hbar}[{}:{}:{}]", block.name, line + 1, column + 1);
        let mut spans = excerpt.spans(block);
        let mut start = block.start;
        for (number, line) in (block.line + 1..).zip(text.split('\n')) {
            _ = writeln!(out, " {number:digits$} {vbar} {line}");
            let (here, below) = spans.split_at(spans.iter().take_while(|span| span.range.start <= start + line.len()).count());
            if !here.is_empty() {
                let gutter = |out: &mut String| {
                    repeat(out, SPACES, digits + 2);
                    out.extend([vbar_break, ' ']);
                };
                gutter(out);
                let stems = self.underline(out, line, start, here);
                self.say(out, here, &stems, gutter);
            }
            spans = below;
            start += line.len() + 1;
        }
        repeat(out, SPACES, digits + 2);
        out.push(lbot);
        out.extend([hbar, hbar, hbar, hbar, '\n']);
    }

    /// Adds a line under the marks on a line, and gives the columns at which what is said of each begins.
    fn underline(&self, out: &mut String, line: &str, start: usize, spans: &[Span]) -> Vec<usize> {
        let ThemeCharacters { underline, underbar, uarrow, .. } = self.characters;
        let mut reached = 0;
        let stems = spans.iter().map(|Span { range, message, .. }| {
            let from = columns(&line[..range.start - start]).max(reached);
            let to = if range.is_empty() { from + 1 } else { columns(&line[..range.end - start]).max(from + 1) };
            let stem = usize::midpoint(from, to);
            repeat(out, SPACES, from - reached);
            repeat(out, &self.strokes, stem - from);
            out.push(match message {
                _ if range.is_empty() => uarrow,
                Some(_) => underbar,
                None => underline,
            });
            repeat(out, &self.strokes, to - stem - 1);
            reached = to;
            stem
        });
        let stems = stems.collect();
        out.push('\n');
        stems
    }

    /// Adds what is said of the marks on a line, the last of them first.
    fn say(&self, out: &mut String, spans: &[Span], stems: &[usize], gutter: impl Fn(&mut String)) {
        let ThemeCharacters { lbot, hbar, vbar, rcross, .. } = self.characters;
        for (at, message) in spans.iter().enumerate().rev().filter_map(|(at, span)| Some((at, span.message.as_ref()?))) {
            let several = message.contains('\n');
            for (number, words) in message.split('\n').enumerate() {
                gutter(out);
                let mut reached = 0;
                for &stem in &stems[..at] {
                    repeat(out, SPACES, stem - reached);
                    out.push(vbar);
                    reached = stem + 1;
                }
                repeat(out, SPACES, stems[at] - reached);
                out.extend(match number {
                    0 if several => [lbot, hbar, rcross, ' '],
                    0 => [lbot, hbar, hbar, ' '],
                    _ => [' ', ' ', vbar, ' '],
                });
                out.push_str(words);
                out.push('\n');
            }
        }
    }
}

/// Adds the lines of a text, indented where they are not blank.
fn paragraph(out: &mut String, text: &str, first: &str, rest: &str) {
    for (number, line) in text.split_terminator('\n').enumerate() {
        let indent = if number == 0 { first } else { rest };
        out.push_str(if number == 0 { "" } else { "\n" });
        out.push_str(if line.trim().is_empty() { indent.trim_end() } else { indent });
        out.push_str(line);
    }
    out.push_str(if text.ends_with('\n') { "\n\n" } else { "\n" });
}

/// Adds the character that a text holds [`AT_ONCE`] times so many times.
fn repeat(out: &mut String, many: &str, times: usize) {
    let size = many.len() / AT_ONCE;
    let mut left = times;
    while left > 0 {
        let some = left.min(AT_ONCE);
        out.push_str(&many[..some * size]);
        left -= some;
    }
}

/// How many columns a text takes.
fn columns(text: &str) -> usize {
    if is_plain(text) { text.len() } else { text.chars().map(|c| c.width().unwrap_or(0)).sum() }
}
