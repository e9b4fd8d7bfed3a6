//! One finding, drawn by miette; where nothing is coloured, as miette would.

use super::escape;
use super::excerpt::Excerpt;
use super::line::Span;
use super::look::{ERROR, INFO, Look, WARNING};
use super::plain::Plain;
use super::wrap::wrap;
use crate::audit::Audit;
use crate::finding::{Finding, Severity};
use anstyle::Style;
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, SourceSpan, ThemeCharacters, ThemeStyles};
use std::fmt::{self, Display, Write};

/// Draws findings in one look.
#[derive(Debug)]
pub struct Pen {
    look: Look,
    plain: Plain,
    /// By severity and by which places are primary: most findings are alike in these.
    handlers: Vec<((Severity, Vec<bool>), GraphicalReportHandler)>,
}

impl Pen {
    /// A pen for a look.
    pub fn new(look: Look) -> Self {
        Self {
            look,
            plain: Plain::new(characters(look), |severity| severity_word(severity, look)),
            handlers: Vec::new(),
        }
    }

    /// Draws a finding: its message, the lines it points at, and what to do.
    pub fn draw(&mut self, out: &mut String, audit: &Audit, finding: &Finding) -> fmt::Result {
        let shown = Shown::new(audit, finding, self.look);
        if self.look.colour {
            self.handler(&shown).render_report(&mut Page(out), &shown)?;
        } else {
            self.plain.draw(out, shown.severity, &shown.message, &shown.excerpt, shown.help.as_deref());
        }
        match shown.excerpt.left_out() {
            0 => Ok(()),
            1 => writeln!(out, "  and 1 more place"),
            more => writeln!(out, "  and {more} more places"),
        }
    }

    /// What draws findings of a severity, some of whose places are primary.
    fn handler(&mut self, shown: &Shown) -> &GraphicalReportHandler {
        let primary = || shown.excerpt.all_spans().iter().map(|span| span.primary);
        let known = self
            .handlers
            .iter()
            .position(|((of, places), _)| *of == shown.severity && places.iter().copied().eq(primary()));
        let at = known.unwrap_or_else(|| {
            let primary: Vec<bool> = primary().collect();
            let handler = handler(shown.severity, &primary, self.look);
            self.handlers.push(((shown.severity, primary), handler));
            self.handlers.len() - 1
        });
        &self.handlers[at].1
    }
}

fn handler(severity: Severity, primary: &[bool], look: Look) -> GraphicalReportHandler {
    let mut characters = characters(look);
    let mark = severity_word(severity, look);
    match severity {
        Severity::Error => characters.error = mark,
        Severity::Warning => characters.warning = mark,
        Severity::Info => characters.advice = mark,
    }
    let styles = if look.colour { styles(severity, primary) } else { ThemeStyles::none() };
    GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .with_width(look.width)
        // Everything is wrapped already.
        .with_wrap_lines(false)
        .with_links(false)
        .with_context_lines(1)
}

/// A text to which constants are added without formatting, for miette writes most spaces one by one.
struct Page<'a>(&'a mut String);

impl Write for Page<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write_str(text)
    }

    fn write_char(&mut self, c: char) -> fmt::Result {
        self.0.write_char(c)
    }

    fn write_fmt(&mut self, arguments: fmt::Arguments<'_>) -> fmt::Result {
        match arguments.as_str() {
            Some(" ") => self.write_char(' '),
            Some(text) => self.write_str(text),
            None => fmt::write(self, arguments),
        }
    }
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
fn styles(severity: Severity, primary: &[bool]) -> ThemeStyles {
    let style = owo_colors::Style::new;
    let (error, warning, advice) = (style().red().bold(), style().yellow().bold(), style().cyan().bold());
    let main = match severity {
        Severity::Error => error,
        Severity::Warning => warning,
        Severity::Info => advice,
    };
    let mut highlights: Vec<_> = primary.iter().map(|&primary| if primary { main } else { style().cyan() }).collect();
    if highlights.is_empty() {
        highlights.push(main);
    }
    ThemeStyles {
        error,
        warning,
        advice,
        help: style().green().bold(),
        link: style().bold(),
        linum: style().dimmed(),
        highlights,
    }
}

/// What lines are drawn with: in ASCII, which every terminal has, or in characters made for it.
fn characters(look: Look) -> ThemeCharacters {
    if look.unicode {
        ThemeCharacters::unicode()
    } else {
        ThemeCharacters { ltop: '-', lbot: '`', underbar: '^', ..ThemeCharacters::ascii() }
    }
}

/// A finding as it is shown; also as miette wants it.
#[derive(Debug)]
struct Shown {
    severity: Severity,
    message: String,
    help: Option<String>,
    excerpt: Excerpt,
}

impl Shown {
    fn new(audit: &Audit, finding: &Finding, look: Look) -> Self {
        let room = |indent: usize| look.width.saturating_sub(indent + 2).max(20);
        let mark = severity_word(finding.severity, look).chars().count();
        Self {
            severity: finding.severity,
            message: wrap(&escape::lines(&finding.message), room(mark + 3)),
            help: finding.help.as_deref().map(|help| wrap(&escape::lines(help), room(8))),
            excerpt: Excerpt::new(audit, &finding.labels, look),
        }
    }
}

impl Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.all_spans().iter().map(|Span { range, message, primary }| {
            let place = SourceSpan::new(range.start.into(), range.len());
            if *primary {
                LabeledSpan::new_primary_with_span(message.clone(), place)
            } else {
                LabeledSpan::new_with_span(message.clone(), place)
            }
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, Label, SourceId};
    use crate::source::{self, Source};
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthChar;

    fn sample(text: &str, spans: &[(usize, usize)]) -> (Audit, Finding) {
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

        #[test]
        fn what_has_no_colours_is_drawn_as_miette_draws_it(
            text in "[a-z ä製🚀\t\r\n\u{1b}\u{202e}\u{301}]{0,300}",
            spans in prop::collection::vec((0usize..320, 0usize..60), 1..12),
            width in 40usize..120,
            unicode: bool,
            (message, help) in ("[a-zé ]{0,200}(\n[a-z ]{0,20}){0,2}", "[a-zé ]{1,200}"),
        ) {
            let spans: Vec<_> = spans.into_iter().map(|(start, length)| (start, start + length)).collect();
            let (audit, finding) = sample(&text, &spans);
            let finding = Finding { message, ..finding.with_help(help) };
            let look = Look { colour: false, unicode, width };
            let shown = Shown::new(&audit, &finding, look);
            let mut pen = Pen::new(look);
            let (mut by_miette, mut own) = (String::new(), String::new());
            pen.handler(&shown).render_report(&mut by_miette, &shown).expect("a string takes everything");
            pen.plain.draw(&mut own, shown.severity, &shown.message, &shown.excerpt, shown.help.as_deref());
            prop_assert_eq!(own, by_miette);
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
