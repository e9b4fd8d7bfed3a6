//! The documents of a text as trees, one at a time. The only room that knows which parser it is.
//!
//! Ordinary documents are read line by line ([`super::ordinary`]), which costs a fraction of what the parser does; from the first one
//! on that is anything else, the parser's events are taken. No step is recursive, and what a text can cost is bounded: nesting, nodes,
//! and how much its aliases repeat.

use super::builder::Builder;
use super::fault::{Fault, FaultKind};
use super::ordinary;
use super::tree::{NodeId, Style, Tree};
use crate::limits::Limits;
use crate::source::Span;
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, StrInput, StructureStyle, options};
use std::ops::Range;

/// How many broken documents of one text are reported; reading stops there.
const MAX_FAULTS: usize = 50;
/// How many times its own length the aliases of a text may repeat, beside what the limits allow for any text.
const ALIAS_ALLOWANCE: usize = 4;

/// The documents of a YAML text, read one after the other.
pub(super) struct Documents<'a> {
    text: &'a str,
    /// Where the text starts in its source.
    base: usize,
    way: Way<'a>,
    /// Whether comments are collected.
    with_comments: bool,
    /// End of the last event that stands for text, in the source.
    last_end: usize,
    faults: usize,
    finished: bool,
    /// Bytes that aliases may still repeat; one allowance for all documents, or many small ones would add up.
    allowance: usize,
    nesting: usize,
    /// Comments met so far: the bytes from `#` to the end of the line.
    pub(super) comments: Vec<Span>,
}

/// How the documents are read.
enum Way<'a> {
    /// Line by line; the next document begins at this byte of the text.
    LineByLine(usize),
    /// By the parser, from this byte of the text on.
    Parsed(Box<Parser<'a, StrInput<'a>>>, usize),
}

impl<'a> Documents<'a> {
    /// The documents in a range of a source. Comments are collected when `comments` is set.
    pub(super) fn new(source: &'a str, range: Range<usize>, comments: bool, limits: &Limits) -> Self {
        let text = source.get(range.clone()).unwrap_or_default();
        let mut documents = Self {
            text,
            base: range.start,
            way: Way::LineByLine(0),
            with_comments: comments,
            last_end: range.start,
            faults: 0,
            finished: false,
            allowance: limits.aliases.saturating_add(ALIAS_ALLOWANCE * text.len()),
            nesting: limits.nesting,
            comments: Vec::new(),
        };
        if comments || !ordinary::may_be_ordinary(text) {
            documents.parse(0);
        }
        documents
    }

    /// The same, all by the parser.
    #[cfg(test)]
    pub(super) fn parsed(source: &'a str, range: Range<usize>, comments: bool, limits: &Limits) -> Self {
        let mut documents = Self::new(source, range, comments, limits);
        documents.parse(0);
        documents
    }

    /// Whether the parser is at work.
    #[cfg(test)]
    pub(super) fn is_parsed(&self) -> bool {
        matches!(self.way, Way::Parsed(..))
    }

    /// Leaves what is to come, from this byte of the text on, to the parser.
    fn parse(&mut self, from: usize) {
        let options = options! {
            emit_comments: self.with_comments,
            // The default of 96 rejects longer runs of comment lines before a list item.
            max_buffered_comment_events: usize::MAX,
            flow_nesting_limit: self.nesting,
            block_nesting_limit: self.nesting,
        };
        self.way = Way::Parsed(Box::new(Parser::new_from_str_with_options(&self.text[from..], options)), from);
    }

    /// Reads the next document into `tree` and returns its root. After a fault the next call goes on at the next `---`.
    pub(super) fn next(&mut self, tree: &mut Tree<'a>) -> Option<Result<NodeId, Fault>> {
        tree.clear();
        if self.finished {
            return None;
        }
        if let Way::LineByLine(at) = self.way {
            if at == self.text.len() {
                self.finished = true;
                return None;
            }
            let mut builder = Builder::new(self.allowance, self.nesting);
            match ordinary::read(self.text, self.base, at, &mut builder, tree) {
                Some((next, Some(root))) => {
                    self.way = Way::LineByLine(next);
                    self.last_end = tree.span(root).end as usize;
                    return Some(Ok(root));
                }
                Some((_, None)) => {
                    self.finished = true;
                    return None;
                }
                None => {
                    tree.clear();
                    self.parse(at);
                }
            }
        }
        self.next_parsed(tree)
    }

    fn next_parsed(&mut self, tree: &mut Tree<'a>) -> Option<Result<NodeId, Fault>> {
        let Way::Parsed(parser, from) = &mut self.way else { return None };
        let base = self.base + *from;
        let mut builder = Builder::new(self.allowance, self.nesting);
        loop {
            let Some(event) = parser.next_event() else {
                self.finished = true;
                return None;
            };
            let result = match event {
                Ok((Event::StreamEnd, _)) => {
                    self.finished = true;
                    return None;
                }
                Ok((Event::DocumentEnd, _)) => {
                    self.allowance = builder.allowance;
                    if let Some(root) = builder.root {
                        return Some(Ok(root));
                    }
                    continue;
                }
                Ok((Event::Comment(..), span)) => {
                    self.comments.push(place(span, base));
                    continue;
                }
                Ok((event, span)) => {
                    let span = place(span, base);
                    let result = take(event, span, &mut builder, tree);
                    if result.is_ok() {
                        self.last_end = self.last_end.max(span.end as usize);
                    }
                    result.map_err(|kind| Fault { kind, at: span.start as usize, after: self.last_end, bracket: builder.bracket() })
                }
                Err(error) => {
                    let at = error.marker().byte_offset().map_or(self.text.len(), |at| *from + at).min(self.text.len());
                    Err(Fault { kind: fault_kind(error.kind()), at: self.base + at, after: self.last_end, bracket: builder.bracket() })
                }
            };
            if let Err(fault) = result {
                self.allowance = builder.allowance;
                self.faults += 1;
                self.finished = self.faults >= MAX_FAULTS || !matches!(parser.proceed_next_document(), Ok(true));
                return Some(Err(fault));
            }
        }
    }
}

/// The place of an event in the source, for a parser that began at byte `base` of it.
fn place(span: granit_parser::Span, base: usize) -> Span {
    let range = span.byte_range().unwrap_or_default();
    Span::new(base + range.start, base + range.end)
}

/// Adds what an event says to the tree.
fn take<'a>(event: Event<'a>, span: Span, builder: &mut Builder, tree: &mut Tree<'a>) -> Result<(), FaultKind> {
    match event {
        Event::Scalar(value, style, anchor, tag) => {
            let style = match style {
                ScalarStyle::Plain => Style::Plain,
                ScalarStyle::SingleQuoted => Style::Single,
                ScalarStyle::DoubleQuoted => Style::Double,
                ScalarStyle::Literal => Style::Literal,
                ScalarStyle::Folded => Style::Folded,
            };
            builder.scalar(value, style, tag.is_some(), anchor, span, tree)
        }
        Event::SequenceStart(style, anchor, _) => builder.start(false, style == StructureStyle::Flow, anchor, span.start),
        Event::MappingStart(style, anchor, _) => builder.start(true, style == StructureStyle::Flow, anchor, span.start),
        Event::SequenceEnd | Event::MappingEnd => builder.end(span.end, tree),
        Event::Alias(anchor) => builder.alias(anchor, tree),
        _ => Ok(()),
    }
}

/// What an error of the parser means to us.
fn fault_kind(kind: &ErrorKind) -> FaultKind {
    use ErrorKind as E;
    match kind {
        E::TabNotAllowed | E::TabInBlockIndentation | E::TabInIndentation | E::TabInPlainScalar | E::TabAtBlockScalarStart => {
            FaultKind::Tab
        }
        E::UnclosedQuotedScalar | E::InvalidQuotedScalarIndent | E::DocumentIndicatorInQuotedScalar => FaultKind::OpenQuote,
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => FaultKind::TextAfterQuote,
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => FaultKind::Escape,
        E::UnclosedFlowCollection { open } => FaultKind::OpenBracket(*open),
        E::UnexpectedEofFlowSequence => FaultKind::OpenBracket('['),
        E::UnexpectedEofFlowMapping | E::UnexpectedEofImplicitFlowMapping => FaultKind::OpenBracket('{'),
        E::MisplacedFlowCollectionEnd | E::MismatchedFlowCollectionEnd { .. } => FaultKind::StrayBracket,
        E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator
        | E::InvalidColonPlacement
        | E::InvalidFlowScalarIndent
        | E::BlockEntryInFlowCollection => FaultKind::InBrackets,
        E::UnexpectedCharacter { character } => FaultKind::Character(*character),
        E::MappingValueNotAllowed | E::InvalidMappingValueWhitespace => FaultKind::Colon,
        E::SimpleKeyExpected | E::InvalidSimpleKey => FaultKind::MissingColon,
        E::ExpectedBlockMappingKey | E::ExpectedBlockSequenceEntry | E::InvalidIndentation | E::InvalidBlockScalarIndent => {
            FaultKind::Indentation
        }
        E::BlockSequenceEntryNotAllowed | E::InvalidBlockEntryWhitespace | E::PlainScalarStartsWithDashFlowIndicator => FaultKind::Dash,
        E::MappingKeyNotAllowed => FaultKind::QuestionMark,
        E::ExpectedDocumentStart => FaultKind::SecondRoot,
        E::UnknownAnchor => FaultKind::UnknownAnchor,
        E::MissingAnchorOrAliasName => FaultKind::AnchorWithoutName,
        E::UndeclaredTagHandle | E::InvalidTagTerminator | E::ExpectedTagBang | E::InvalidTagEscape | E::MissingTagUri => FaultKind::Tag,
        E::CommentInterceptedScalar | E::CommentNotSeparated => FaultKind::Comment,
        E::InvalidBlockScalarHeader | E::ZeroBlockScalarIndent => FaultKind::BlockHeader,
        E::RecursionLimitExceeded => FaultKind::TooDeep,
        other => FaultKind::Other(other.to_string()),
    }
}
