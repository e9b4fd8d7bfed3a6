//! The tree of one YAML document: nodes in one list, shared by index where the text uses aliases, each with its bytes.

use super::marks;
use crate::document::MappedText;
use crate::source::Span;
use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

/// About how many bytes of text there are for each node of an ordinary document.
const BYTES_OF_A_NODE: usize = 48;
/// For so many nodes, room is made before they are met.
const MOST_EXPECTED: usize = 256;
/// For so many nodes, room is kept for the next tree.
const MOST_KEPT: usize = 1024;
/// For so many keys and values, which are as many as most documents have.
const FEW_PAIRS: usize = 16;

/// Index of a node in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodeId(u32);

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    Literal,
    Folded,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub(super) enum Kind<'a> {
    /// Nothing, `~` or `null`.
    Null,
    /// Text as decoded by the parser, and how it was written.
    Scalar(Cow<'a, str>, Style),
    /// A list: a range of [`Tree::links`].
    Sequence(u32, u32),
    /// A map: a range of [`Tree::pairs`].
    Mapping(u32, u32),
}

/// One node: what it holds and where it stands. A block scalar's span is its content without the header.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) span: Span,
    /// Levels below it, aliases followed.
    pub(super) height: u8,
    /// Whether maps take it over with a merge key.
    template: bool,
    /// Bytes it would take with every alias written out; saturates.
    pub(super) weight: u32,
}

/// A key and its value.
pub(super) type Pair = (NodeId, NodeId);

thread_local! {
    /// Room for the nodes of the next tree. A piece so large is slow to take and to give back, and what is kept of each source would lie
    /// around the gaps.
    static ROOM: Cell<Vec<Node<'static>>> = const { Cell::new(Vec::new()) };
}

/// The nodes of one document. Cleared and used again for the next one.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    /// The whole source, which spans point into.
    pub(super) text: &'a str,
    whole: &'a MappedText,
    /// From the first to the last mark of the source.
    marked: Range<usize>,
    nodes: Vec<Node<'a>>,
    links: Vec<NodeId>,
    pairs: Vec<Pair>,
}

impl<'a> Tree<'a> {
    /// An empty tree over a source.
    pub(super) fn new(whole: &'a MappedText) -> Self {
        let text = whole.as_str();
        let expected = (text.len() / BYTES_OF_A_NODE).min(MOST_EXPECTED);
        let mut nodes = ROOM.take();
        nodes.reserve(expected);
        Self {
            text,
            whole,
            marked: marks::marked(text),
            nodes,
            links: Vec::with_capacity(expected),
            pairs: Vec::with_capacity(FEW_PAIRS),
        }
    }

    /// Text that stands in the source as it is.
    pub(super) fn written(&self, range: Range<usize>) -> MappedText {
        self.whole.slice(range)
    }

    /// Whether the text of a scalar is known to be plain, for it begins with a letter and stands in the source as it is, where no mark
    /// stands. What goes over several lines never stands there as it is.
    pub(super) fn is_plain(&self, text: &MappedText) -> bool {
        let is_bare = |place: Range<usize>| place.end <= self.marked.start || place.start >= self.marked.end;
        let begins_with_letter = text.as_str().as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
        begins_with_letter && text.in_source().is_some_and(|place| is_bare(place.range()))
    }

    /// Forgets all nodes and keeps their room.
    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.links.clear();
        self.pairs.clear();
    }

    /// Number of nodes.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Adds a node that has no children.
    pub(super) fn add(&mut self, kind: Kind<'a>, span: Span) -> NodeId {
        let weight = match &kind {
            Kind::Scalar(value, _) => NODE_WEIGHT + value.len() as u32,
            _ => NODE_WEIGHT,
        };
        self.push(Node { kind, span, height: 0, template: false, weight })
    }

    /// Adds a list of these nodes.
    pub(super) fn add_sequence(&mut self, children: &[NodeId], span: Span) -> NodeId {
        let from = self.links.len() as u32;
        self.links.extend_from_slice(children);
        self.add_collection(Kind::Sequence(from, self.links.len() as u32), children, span)
    }

    /// Adds a map whose keys and values alternate in `children`.
    pub(super) fn add_mapping(&mut self, children: &[NodeId], span: Span) -> NodeId {
        let from = self.pairs.len() as u32;
        self.pairs.extend(children.chunks_exact(2).map(|pair| (pair[0], pair[1])));
        for at in from as usize..self.pairs.len() {
            let (key, value) = self.pairs[at];
            if self.is_merge(key) {
                let sources = self.items(value).map_or_else(|| vec![value], <[NodeId]>::to_vec);
                for source in sources {
                    self.nodes[source.0 as usize].template = true;
                }
            }
        }
        self.add_collection(Kind::Mapping(from, self.pairs.len() as u32), children, span)
    }

    fn add_collection(&mut self, kind: Kind<'a>, children: &[NodeId], span: Span) -> NodeId {
        let (mut height, mut weight) = (0, NODE_WEIGHT);
        for &child in children {
            let child = self.node(child);
            height = height.max(child.height.saturating_add(1));
            weight = weight.saturating_add(child.weight);
        }
        self.push(Node { kind, span, height, template: false, weight })
    }

    fn push(&mut self, node: Node<'a>) -> NodeId {
        self.nodes.push(node);
        NodeId(self.nodes.len() as u32 - 1)
    }

    /// All nodes, in the order in which they end.
    #[cfg(test)]
    pub(super) fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// One node.
    pub(super) fn node(&self, id: NodeId) -> &Node<'a> {
        &self.nodes[id.0 as usize]
    }

    /// The bytes of a node.
    pub(super) fn span(&self, id: NodeId) -> Span {
        self.node(id).span
    }

    /// The decoded text of a scalar.
    pub(super) fn scalar(&self, id: NodeId) -> Option<&str> {
        match &self.node(id).kind {
            Kind::Scalar(value, _) => Some(value),
            _ => None,
        }
    }

    /// The items of a list.
    pub(super) fn items(&self, id: NodeId) -> Option<&[NodeId]> {
        match self.node(id).kind {
            Kind::Sequence(from, to) => Some(&self.links[from as usize..to as usize]),
            _ => None,
        }
    }

    /// Keys and values of a map in order, as written: merge keys are not resolved.
    pub(super) fn pairs(&self, id: NodeId) -> Option<&[Pair]> {
        match self.node(id).kind {
            Kind::Mapping(from, to) => Some(&self.pairs[from as usize..to as usize]),
            _ => None,
        }
    }

    /// Keys and values of a map in order, with what its merge keys (`<<`) bring in: a key of its own comes before a merged
    /// one, an earlier merged map before a later one.
    pub(super) fn entries(&self, id: NodeId) -> Option<Cow<'_, [Pair]>> {
        let pairs = self.pairs(id)?;
        if !pairs.iter().any(|&(key, _)| self.is_merge(key)) {
            return Some(Cow::Borrowed(pairs));
        }
        let mut entries: Vec<Pair> = pairs.iter().filter(|&&(key, _)| !self.is_merge(key)).copied().collect();
        let mut seen: std::collections::HashSet<&str> = entries.iter().filter_map(|&(key, _)| self.scalar(key)).collect();
        for &(_, value) in pairs.iter().filter(|&&(key, _)| self.is_merge(key)) {
            let sources = self.items(value).unwrap_or(std::slice::from_ref(&value));
            for &source in sources {
                for &(key, value) in self.entries(source).unwrap_or_default().iter() {
                    if self.scalar(key).is_none_or(|name| seen.insert(name)) {
                        entries.push((key, value));
                    }
                }
            }
        }
        Some(Cow::Owned(entries))
    }

    /// Whether a map is there for others to take over with a merge key.
    pub(super) fn is_template(&self, id: NodeId) -> bool {
        self.node(id).template
    }

    fn is_merge(&self, key: NodeId) -> bool {
        matches!(&self.node(key).kind, Kind::Scalar(value, Style::Plain) if value == "<<")
    }

    /// Whether a node holds nothing: null, an empty list or map, or blank text.
    pub(super) fn is_empty(&self, id: NodeId) -> bool {
        match &self.node(id).kind {
            Kind::Null => true,
            Kind::Scalar(value, _) => value.trim().is_empty(),
            Kind::Sequence(from, to) | Kind::Mapping(from, to) => from == to,
        }
    }
}

impl Drop for Tree<'_> {
    fn drop(&mut self) {
        self.nodes.clear();
        if self.nodes.capacity() <= MOST_KEPT {
            // A list of nothing, in the same room.
            ROOM.set(std::mem::take(&mut self.nodes).into_iter().map_while(|_| None).collect());
        }
    }
}

/// What a node counts for beside its text, in bytes.
const NODE_WEIGHT: u32 = 16;
