//! One finding, drawn in miette's manner.

use super::escape;
use super::excerpt::Excerpt;
use super::layout::Layout;
use super::look::{ERROR, INFO, Look, WARNING};
use super::strokes::Strokes;
use crate::audit::Audit;
use crate::finding::{Finding, Severity};
use anstyle::Style;
use miette::{GraphicalTheme, ThemeCharacters, ThemeStyles};
use std::fmt::{self, Write};

/// Draws findings in one look.
#[derive(Debug)]
pub struct Pen<'a> {
    look: Look,
    strokes: Strokes,
    layout: Layout<'a>,
    excerpt: Excerpt<'a>,
}

impl<'a> Pen<'a> {
    /// A pen for a look.
    pub fn new(look: Look) -> Self {
        let styles = if look.colour { styles() } else { ThemeStyles::none() };
        Self {
            look,
            strokes: Strokes::new(GraphicalTheme { characters: characters(look), styles }, |severity| severity_word(severity, look)),
            layout: Layout::new(look),
            excerpt: Excerpt::default(),
        }
    }

    /// Draws a finding: its message, the lines it points at, and what to do.
    pub fn draw(&mut self, out: &mut String, audit: &'a Audit, finding: &'a Finding) -> fmt::Result {
        let severity = finding.severity;
        self.layout.arrange(audit, &finding.labels);
        self.excerpt.take(&self.layout);
        self.strokes.message(out, severity, &escape::lines(&finding.message), message_room(severity, self.look));
        for block in self.excerpt.blocks() {
            self.strokes.block(out, severity, &self.excerpt, block);
        }
        if let Some(help) = &finding.help {
            self.strokes.help(out, &escape::lines(help), help_room(self.look));
        }
        match self.layout.left_out() {
            0 => Ok(()),
            1 => writeln!(out, "  and 1 more place"),
            more => writeln!(out, "  and {more} more places"),
        }
    }
}

/// Columns for a message behind its mark.
pub(super) fn message_room(severity: Severity, look: Look) -> usize {
    let sign = if look.unicode { 2 } else { 0 };
    room(sign + severity.name().len() + ":".len() + 3, look)
}

/// Columns for advice.
pub(super) fn help_room(look: Look) -> usize {
    room(8, look)
}

fn room(indent: usize, look: Look) -> usize {
    look.width.saturating_sub(indent + 2).max(20)
}

/// The word for a severity, with a sign.
pub fn severity_word(severity: Severity, look: Look) -> String {
    let sign = match severity {
        Severity::Error => look.draw("× ", ""),
        Severity::Warning => look.draw("⚠ ", ""),
        Severity::Info => look.draw("› ", ""),
    };
    format!("{sign}{}:", severity.name())
}

/// The style of a severity.
pub fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Info => INFO,
    }
}

/// The theme's colours: the primary place in that of the severity, all others in one that stays behind it.
pub(super) fn styles() -> ThemeStyles {
    let style = owo_colors::Style::new;
    ThemeStyles {
        error: style().red().bold(),
        warning: style().yellow().bold(),
        advice: style().cyan().bold(),
        help: style().green().bold(),
        link: style().bold(),
        linum: style().dimmed(),
        highlights: vec![style().cyan()],
    }
}

/// What lines are drawn with: in ASCII, which every terminal has, or in characters made for it.
pub(super) fn characters(look: Look) -> ThemeCharacters {
    if look.unicode {
        ThemeCharacters::unicode()
    } else {
        ThemeCharacters { ltop: '-', lbot: '`', underbar: '^', ..ThemeCharacters::ascii() }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::finding::{Confidence, Label, SourceId};
    use crate::source::{self, Source};
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthChar;

    pub(in crate::report) fn sample(text: &str, spans: &[(usize, usize)]) -> (Audit, Finding) {
        let audit = Audit { sources: vec![Source::new("a.yaml", text)], ..Audit::default() };
        let label = |&(start, end): &(usize, usize)| Label {
            source: SourceId(0),
            span: source::Span::new(start, end),
            message: "why it is so".into(),
        };
        let mut finding = Finding::new("two-owners", Severity::Error, Confidence::High, "what is the matter", label(&spans[0]));
        finding.labels.extend(spans[1..].iter().map(label));
        (audit, finding)
    }

    fn drawn(text: &str, spans: &[(usize, usize)], look: Look) -> String {
        let (audit, finding) = sample(text, spans);
        let mut out = String::new();
        Pen::new(look).draw(&mut out, &audit, &finding).expect("a string takes everything");
        out
    }

    proptest! {
        #[test]
        fn any_labels_on_any_text_are_drawn_safely_and_within_the_width(
            text in "[a-z ä製🚀\t\r\n\u{1b}\u{202e}\u{301}]{0,300}",
            spans in prop::collection::vec((0usize..320, 0usize..60), 1..12),
            width in 40usize..120,
            unicode: bool,
        ) {
            let spans: Vec<_> = spans.into_iter().map(|(start, length)| (start, start + length)).collect();
            let out = drawn(&text, &spans, Look { colour: false, unicode, width });
            prop_assert!(out.chars().all(|c| c == '\n' || !escape::is_hostile(c)), "{out}");
            // Whatever labels do to each other, each says its words.
            let said = out.matches("why").count();
            prop_assert!(said >= spans.len().min(8), "{said} of {}: {out}", spans.len());
            for line in out.lines() {
                let columns: usize = line.chars().map(|c| c.width().unwrap_or(0)).sum();
                prop_assert!(columns <= width, "{columns} > {width}: {line}\n{out}");
            }
        }
    }

    #[test]
    fn the_words_under_a_label_are_underlined_whatever_stands_before_them() {
        let look = Look { colour: false, unicode: true, width: 80 };
        for before in ["", "a ", "製品 ", "\t", "🚀🚀 ", "e\u{301} ", &"long ".repeat(100), &"製".repeat(5000)] {
            let text = format!("{before}WORDS and more{}", " words".repeat(50));
            let out = drawn(&text, &[(before.len(), before.len() + 5)], look);
            let columns = |line: &str, end: usize| -> usize { line[..end].chars().map(|c| c.width().unwrap_or(0)).sum() };
            let shown = out.lines().find(|line| line.contains("WORDS")).expect("the words are shown");
            let below = out.lines().find(|line| line.contains("──┬──")).expect("they are underlined");
            let (words, line) = (shown.find("WORDS").unwrap_or(0), below.find("──┬──").unwrap_or(0));
            assert_eq!(columns(shown, words), columns(below, line), "{out}");
        }
    }
}
