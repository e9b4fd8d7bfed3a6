//! From the parser's events to trees, one document at a time. The only room that knows which parser it is.
//!
//! No step is recursive, and what a text can cost is bounded: nesting, nodes, and how much its aliases repeat.

use super::fault::{Fault, FaultKind};
use super::tree::{Kind, NodeId, Style, Tree};
use crate::limits::Limits;
use crate::source::Span;
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StrInput, StructureStyle, options};
use std::collections::HashMap;
use std::ops::Range;

/// How many nodes one document may have.
const MAX_NODES: usize = 2_000_000;
/// How many broken documents of one text are reported; reading stops there.
const MAX_FAULTS: usize = 50;
/// How many times its own length the aliases of a text may repeat, beside what the limits allow for any text.
const ALIAS_ALLOWANCE: usize = 4;

/// The documents of a YAML text, read one after the other.
pub(super) struct Documents<'a> {
    parser: Parser<'a, StrInput<'a>>,
    /// Where the text starts in its source.
    base: usize,
    length: usize,
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

impl<'a> Documents<'a> {
    /// The documents in a range of a source. Comments are collected when `comments` is set.
    pub(super) fn new(source: &'a str, range: Range<usize>, comments: bool, limits: &Limits) -> Self {
        let options = options! {
            emit_comments: comments,
            // The default of 96 rejects longer runs of comment lines before a list item.
            max_buffered_comment_events: usize::MAX,
            flow_nesting_limit: limits.nesting,
            block_nesting_limit: limits.nesting,
        };
        let text = source.get(range.clone()).unwrap_or_default();
        Self {
            parser: Parser::new_from_str_with_options(text, options),
            base: range.start,
            length: text.len(),
            last_end: range.start,
            faults: 0,
            finished: false,
            allowance: limits.aliases.saturating_add(ALIAS_ALLOWANCE * text.len()),
            nesting: limits.nesting,
            comments: Vec::new(),
        }
    }

    /// Reads the next document into `tree` and returns its root. After a fault the next call goes on at the next `---`.
    pub(super) fn next(&mut self, tree: &mut Tree<'a>) -> Option<Result<NodeId, Fault>> {
        tree.clear();
        if self.finished {
            return None;
        }
        let mut builder = Builder::new(self.allowance, self.nesting);
        loop {
            let Some(event) = self.parser.next_event() else {
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
                    self.comments.push(self.span(span));
                    continue;
                }
                Ok((event, span)) => {
                    let span = self.span(span);
                    let result = builder.take(event, span, tree);
                    if result.is_ok() {
                        self.last_end = self.last_end.max(span.end as usize);
                    }
                    result.map_err(|kind| Fault { kind, at: span.start as usize, after: self.last_end, bracket: builder.bracket() })
                }
                Err(error) => Err(self.fault(&error, builder.bracket())),
            };
            if let Err(fault) = result {
                self.allowance = builder.allowance;
                self.faults += 1;
                self.finished = self.faults >= MAX_FAULTS || !matches!(self.parser.proceed_next_document(), Ok(true));
                return Some(Err(fault));
            }
        }
    }

    fn span(&self, span: granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or_default();
        Span::new(self.base + range.start, self.base + range.end)
    }

    fn fault(&self, error: &ScanError, bracket: Option<usize>) -> Fault {
        let at = error.marker().byte_offset().unwrap_or(self.length).min(self.length);
        Fault { kind: fault_kind(error.kind()), at: self.base + at, after: self.last_end, bracket }
    }
}

/// Puts together the tree of one document.
struct Builder {
    root: Option<NodeId>,
    /// The collections that are still open, outermost first.
    open: Vec<Open>,
    /// The children of all open collections, one run after the other.
    children: Vec<NodeId>,
    /// Nodes by anchor; `None` while the node is still open.
    anchors: HashMap<usize, Option<NodeId>>,
    /// Bytes that aliases may still repeat.
    allowance: usize,
    nesting: usize,
}

struct Open {
    first_child: usize,
    start: u32,
    anchor: usize,
    mapping: bool,
    /// Whether it is written in brackets.
    brackets: bool,
}

impl Builder {
    fn new(allowance: usize, nesting: usize) -> Self {
        Self { root: None, open: Vec::new(), children: Vec::new(), anchors: HashMap::new(), allowance, nesting }
    }

    /// Where the innermost open bracket stands.
    fn bracket(&self) -> Option<usize> {
        self.open.iter().rev().find(|open| open.brackets).map(|open| open.start as usize)
    }

    fn take<'a>(&mut self, event: Event<'a>, span: Span, tree: &mut Tree<'a>) -> Result<(), FaultKind> {
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted => Style::Single,
                    ScalarStyle::DoubleQuoted => Style::Double,
                    ScalarStyle::Literal => Style::Literal,
                    ScalarStyle::Folded => Style::Folded,
                };
                let kind = if style == Style::Plain && tag.is_none() && is_null(&value) {
                    Kind::Null
                } else {
                    Kind::Scalar(value, style)
                };
                let node = tree.add(kind, span);
                self.finish(node, anchor, tree)
            }
            Event::SequenceStart(style, anchor, _) => self.start(false, style, anchor, span),
            Event::MappingStart(style, anchor, _) => self.start(true, style, anchor, span),
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else { return Ok(()) };
                let children = &self.children[open.first_child..];
                let span = Span { start: open.start, end: span.end };
                let node = if open.mapping { tree.add_mapping(children, span) } else { tree.add_sequence(children, span) };
                self.children.truncate(open.first_child);
                self.finish(node, open.anchor, tree)
            }
            Event::Alias(anchor) => {
                let target = self.anchors.get(&anchor).copied().flatten().ok_or(FaultKind::AliasInItself)?;
                let node = tree.node(target);
                if self.open.len() + node.height as usize > self.nesting {
                    return Err(FaultKind::TooDeep);
                }
                self.allowance = self.allowance.checked_sub(node.weight as usize).ok_or(FaultKind::AliasesTooLarge)?;
                self.finish(target, 0, tree)
            }
            _ => Ok(()),
        }
    }

    fn start(&mut self, mapping: bool, style: StructureStyle, anchor: usize, span: Span) -> Result<(), FaultKind> {
        if self.open.len() >= self.nesting {
            return Err(FaultKind::TooDeep);
        }
        if anchor != 0 {
            self.anchors.insert(anchor, None);
        }
        let brackets = style == StructureStyle::Flow;
        self.open.push(Open { first_child: self.children.len(), start: span.start, anchor, mapping, brackets });
        Ok(())
    }

    fn finish(&mut self, node: NodeId, anchor: usize, tree: &Tree<'_>) -> Result<(), FaultKind> {
        if anchor != 0 {
            self.anchors.insert(anchor, Some(node));
        }
        if self.open.is_empty() {
            self.root = Some(node);
        } else {
            self.children.push(node);
        }
        if tree.len() > MAX_NODES { Err(FaultKind::TooManyNodes) } else { Ok(()) }
    }
}

fn is_null(value: &str) -> bool {
    matches!(value, "" | "~" | "null" | "Null" | "NULL")
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
