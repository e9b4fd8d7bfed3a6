//! Puts together the tree of one document, node by node, and keeps its cost within bounds.

use super::fault::FaultKind;
use super::tree::{Kind, NodeId, Style, Tree};
use crate::source::Span;
use std::borrow::Cow;
use std::collections::HashMap;

/// How many nodes one document may have.
const MAX_NODES: usize = 2_000_000;

/// The nodes of a document that is being read.
pub(super) struct Builder {
    pub(super) root: Option<NodeId>,
    /// The collections that are still open, outermost first.
    open: Vec<Open>,
    /// The children of all open collections, one run after the other.
    children: Vec<NodeId>,
    /// Nodes by anchor; `None` while the node is still open.
    anchors: HashMap<usize, Option<NodeId>>,
    /// Bytes that aliases may still repeat.
    pub(super) allowance: usize,
    nesting: usize,
}

/// A list or map that has begun and not ended.
struct Open {
    first_child: usize,
    start: u32,
    anchor: usize,
    mapping: bool,
    /// Whether it is written in brackets.
    brackets: bool,
}

impl Builder {
    pub(super) fn new(allowance: usize, nesting: usize) -> Self {
        Self {
            root: None,
            open: Vec::with_capacity(8),
            children: Vec::with_capacity(64),
            anchors: HashMap::new(),
            allowance,
            nesting,
        }
    }

    /// Where the innermost open bracket stands.
    pub(super) fn bracket(&self) -> Option<usize> {
        self.open.iter().rev().find(|open| open.brackets).map(|open| open.start as usize)
    }

    /// Adds a text. What is written plainly and without a tag may be null.
    pub(super) fn scalar<'a>(
        &mut self,
        value: Cow<'a, str>,
        style: Style,
        tagged: bool,
        anchor: usize,
        span: Span,
        tree: &mut Tree<'a>,
    ) -> Result<(), FaultKind> {
        let null = style == Style::Plain && !tagged && is_null(&value);
        let node = tree.add(if null { Kind::Null } else { Kind::Scalar(value, style) }, span);
        self.finish(node, anchor, tree)
    }

    /// Begins a map, or else a list.
    pub(super) fn start(&mut self, mapping: bool, brackets: bool, anchor: usize, start: u32) -> Result<(), FaultKind> {
        if self.open.len() >= self.nesting {
            return Err(FaultKind::TooDeep);
        }
        if anchor != 0 {
            self.anchors.insert(anchor, None);
        }
        self.open.push(Open { first_child: self.children.len(), start, anchor, mapping, brackets });
        Ok(())
    }

    /// Ends the innermost list or map.
    pub(super) fn end(&mut self, end: u32, tree: &mut Tree<'_>) -> Result<(), FaultKind> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let children = &self.children[open.first_child..];
        let span = Span { start: open.start, end };
        let node = if open.mapping { tree.add_mapping(children, span) } else { tree.add_sequence(children, span) };
        self.children.truncate(open.first_child);
        self.finish(node, open.anchor, tree)
    }

    /// Adds what an anchor stands for once more.
    pub(super) fn alias(&mut self, anchor: usize, tree: &Tree<'_>) -> Result<(), FaultKind> {
        let target = self.anchors.get(&anchor).copied().flatten().ok_or(FaultKind::AliasInItself)?;
        let node = tree.node(target);
        if self.open.len() + node.height as usize > self.nesting {
            return Err(FaultKind::TooDeep);
        }
        self.allowance = self.allowance.checked_sub(node.weight as usize).ok_or(FaultKind::AliasesTooLarge)?;
        self.finish(target, 0, tree)
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
