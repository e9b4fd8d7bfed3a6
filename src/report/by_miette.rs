//! The same findings drawn by miette, which tells what each byte must be.

use super::diagnostic::tests::sample;
use super::diagnostic::{Pen, characters, help_room, message_room, severity_word, styles};
use super::escape;
use super::excerpt::{Block, Excerpt};
use super::layout::Layout;
use super::line::Span;
use super::look::Look;
use super::wrap::wrap;
use crate::audit::Audit;
use crate::finding::{Finding, Severity};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, SourceCode, SourceSpan, SpanContents, ThemeStyles,
};
use proptest::prelude::*;
use std::fmt::{self, Display};

proptest! {
    #[test]
    fn a_finding_is_drawn_as_miette_draws_it(
        text in "[a-z ä製🚀\t\r\n\u{1b}\u{202e}\u{301}]{0,300}",
        spans in prop::collection::vec((0usize..320, 0usize..60), 1..12),
        width in 40usize..120,
        colour: bool,
        unicode: bool,
        severity in prop::sample::select(&[Severity::Info, Severity::Warning, Severity::Error]),
        (message, help) in ("[a-zé ]{0,200}(\n[a-z ]{0,20}){0,2}", "[a-zé ]{0,200}(\n[a-z ]{0,20}){0,2}"),
    ) {
        let spans: Vec<_> = spans.into_iter().map(|(start, length)| (start, start + length)).collect();
        let (audit, finding) = sample(&text, &spans);
        let finding = Finding { severity, message, ..finding.with_help(help) };
        let look = Look { colour, unicode, width };
        let mut own = String::new();
        Pen::new(look).draw(&mut own, &audit, &finding).expect("a string takes everything");
        let places = own.find("  and ").unwrap_or(own.len());
        own.truncate(if finding.labels.len() > 8 { places } else { own.len() });
        prop_assert_eq!(own, by_miette(&audit, &finding, look));
    }
}

fn by_miette(audit: &Audit, finding: &Finding, look: Look) -> String {
    let mut layout = Layout::new(look);
    layout.arrange(audit, &finding.labels);
    let mut excerpt = Excerpt::default();
    excerpt.take(&layout);
    let shown = Shown {
        severity: finding.severity,
        message: wrap(escape::lines(&finding.message), message_room(finding.severity, look)).into_owned(),
        help: finding.help.as_deref().map(|help| wrap(escape::lines(help), help_room(look)).into_owned()),
        excerpt,
    };
    let mut theme = GraphicalTheme { characters: characters(look), styles: ThemeStyles::none() };
    let mark = severity_word(finding.severity, look);
    match finding.severity {
        Severity::Error => theme.characters.error = mark,
        Severity::Warning => theme.characters.warning = mark,
        Severity::Info => theme.characters.advice = mark,
    }
    if look.colour {
        theme.styles = styles();
        let main = match finding.severity {
            Severity::Error => theme.styles.error,
            Severity::Warning => theme.styles.warning,
            Severity::Info => theme.styles.advice,
        };
        let related = theme.styles.highlights[0];
        theme.styles.highlights = shown.spans().map(|span| if span.primary { main } else { related }).collect();
    }
    let mut out = String::new();
    GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        // Everything is wrapped already.
        .with_wrap_lines(false)
        .with_links(false)
        .with_context_lines(1)
        .render_report(&mut out, &shown)
        .expect("a string takes everything");
    out
}

/// A finding as miette wants it.
#[derive(Debug)]
struct Shown<'a> {
    severity: Severity,
    message: String,
    help: Option<String>,
    excerpt: Excerpt<'a>,
}

impl<'a> Shown<'a> {
    fn spans(&self) -> impl Iterator<Item = &Span<'a>> {
        let lines = self.excerpt.blocks().iter().flat_map(|block| self.excerpt.lines(block));
        lines.flat_map(|line| self.excerpt.spans(line))
    }

    /// Where a block begins and ends.
    fn bounds(&self, block: &Block<'_>) -> (usize, usize) {
        let lines = self.excerpt.lines(block);
        (lines[0].range.start, lines[lines.len() - 1].range.end)
    }
}

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
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
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.spans().map(|span| {
            let place = SourceSpan::new(span.range.start.into(), span.range.len());
            let message = span.message.as_deref().map(str::to_owned);
            if span.primary {
                LabeledSpan::new_primary_with_span(message, place)
            } else {
                LabeledSpan::new_with_span(message, place)
            }
        })))
    }
}

/// miette asks with context lines for what to show, and without for where it stands.
impl SourceCode for Shown<'_> {
    fn read_span<'a>(&'a self, span: &SourceSpan, before: usize, _after: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let holds = |block: &&Block<'_>| {
            let (start, end) = self.bounds(block);
            (start..=end).contains(&span.offset()) && span.offset() + span.len() <= end
        };
        let block = self.excerpt.blocks().iter().find(holds).ok_or(MietteError::OutOfBounds)?;
        let (start, end) = self.bounds(block);
        let lines = self.excerpt.lines(block);
        let (line, column) = if before == 0 { block.place } else { (lines[0].number, 1) };
        Ok(Box::new(Contents {
            shown: &self.excerpt.all_text().as_bytes()[start..end],
            name: &block.name,
            range: SourceSpan::new(start.into(), end - start),
            place: (line - 1, column - 1),
            lines: lines.len() - 1,
        }))
    }
}

/// A block as miette reads it.
struct Contents<'a> {
    shown: &'a [u8],
    name: &'a str,
    range: SourceSpan,
    place: (usize, usize),
    lines: usize,
}

impl<'a> SpanContents<'a> for Contents<'a> {
    fn data(&self) -> &'a [u8] {
        self.shown
    }

    fn span(&self) -> &SourceSpan {
        &self.range
    }

    fn name(&self) -> Option<&str> {
        Some(self.name)
    }

    fn line(&self) -> usize {
        self.place.0
    }

    fn column(&self) -> usize {
        self.place.1
    }

    fn line_count(&self) -> usize {
        self.lines
    }
}
