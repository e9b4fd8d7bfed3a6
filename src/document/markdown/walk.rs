//! The walk through the blocks of a document: which heading stands over which text, and whose duties that makes it.
//!
//! Keeps the stack of open headings and gathers what stands below them into chunks. What a chunk finally is can depend on
//! the whole document; [`super::roles`] decides.

mod roles;

use super::blocks::{Block, Item, Table};
use super::inline::Text;
use super::outline::{Chunk, ChunkKind, Draft, Outline, chunk_kind, is_evidence};
use super::sentences::sentences;
use super::shape::{BOLD, LEAD_IN, PARENT, headed_line, label, label_meaning};
use super::tables::{self, Found};
use crate::document::Duty;
use crate::rulebook::Rulebook;
use crate::rulebook::headings::Meaning;
use crate::rulebook::keys::Key;
use roles::Known;

/// Reads blocks into an outline. `first` is the role that front matter names, if it does.
pub(super) fn walk(blocks: Vec<Block>, first: Draft, rulebook: &Rulebook) -> Outline {
    let mut walk = Walk {
        rulebook,
        outline: Outline { roles: vec![first], ..Outline::default() },
        open: Vec::new(),
        headings: 0,
        paragraphs: 0,
        top: None,
        known: Known::default(),
    };
    walk.remember(0);
    for block in blocks {
        match block {
            Block::Heading { level, text } => walk.heading(level, text),
            Block::Paragraph(text) => walk.paragraph(text),
            Block::Item(item) => walk.item(item),
            Block::Label { key, value } => walk.label(&key, value),
            Block::Note { meaning, key, value } => walk.note(meaning, key, value),
            Block::Table(table) => walk.table(table),
        }
    }
    walk.outline
}

/// A heading that is open.
struct Open {
    level: u32,
    sense: Sense,
    text: Text,
    /// The role that text below belongs to from here on.
    role: Option<usize>,
    /// Number of the heading in the document.
    number: usize,
    chunk: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    Role,
    Means(Meaning),
    Unknown,
}

struct Walk<'a> {
    rulebook: &'a Rulebook,
    outline: Outline,
    open: Vec<Open>,
    headings: usize,
    paragraphs: usize,
    /// The chunk above all headings.
    top: Option<usize>,
    known: Known,
}

/// Paragraphs that may tell whom the document addresses.
const FIRST_PARAGRAPHS: usize = 3;
/// Words of the longest lead-in that can be a heading of its own ("As part of the role, you will:").
const LEAD_WORDS: usize = 10;

/// Where text stands.
struct Context {
    role: usize,
    kind: ChunkKind,
    /// Index of the open heading whose chunk it goes to.
    place: Option<usize>,
    /// Index of the open heading that groups it.
    group: Option<usize>,
}

impl Walk<'_> {
    fn heading(&mut self, level: u32, text: Text) {
        let inherited = self.close(level);
        let first = self.headings == 0 && level <= BOLD;
        self.headings += usize::from(level <= BOLD);
        if first {
            let (headings, titles) = (self.rulebook.headings(), self.rulebook.titles());
            self.outline.for_a_model |= self.rulebook.wording().names_a_model(text.as_str(), headings, titles);
        }
        let (sense, role) = self.sense(level, &text, first);
        if first && level < BOLD && sense == Sense::Unknown {
            self.outline.first_heading = Some(text.mapped.clone());
        }
        if sense == Sense::Unknown && is_document_heading(level, self.headings) {
            let mut scope = std::mem::take(&mut self.outline.scope);
            self.add_scope(&text, &mut scope);
            self.outline.scope = scope;
        }
        // A section on the level of its role's heading still belongs to that role.
        let role = role.or(if sense == Sense::Role { None } else { inherited });
        self.open.push(Open { level, sense, text, role, number: self.headings, chunk: None });
        if matches!(sense, Sense::Means(Meaning::Duties | Meaning::DutiesOfRole)) {
            self.chunk();
        }
    }

    /// Closes headings down to a level; gives the role whose heading was the last to go.
    fn close(&mut self, level: u32) -> Option<usize> {
        let mut inherited = None;
        while let Some(last) = self.open.last().filter(|last| last.level >= level) {
            // A title in bold may stand over real headings.
            let same = last.level == level || (last.level == BOLD && last.sense == Sense::Role && self.open.len() == 1);
            inherited = if same { last.role } else { None };
            self.open.pop();
        }
        inherited.filter(|_| self.open.iter().all(|open| open.role.is_none()) && !self.outline.roles[0].strong)
    }

    /// What a heading means, and the role it opens.
    fn sense(&mut self, level: u32, text: &Text, first: bool) -> (Sense, Option<usize>) {
        let (titles, headings) = (self.rulebook.titles(), self.rulebook.headings());
        let written = text.as_str();
        let plain = headings.normalise(written, None);
        let evidence = self.section().is_some_and(is_evidence);
        if !evidence {
            if let Some(role) = self.declared_role(level, text, first) {
                return (Sense::Role, Some(role));
            }
            let place = titles.role_heading(written).filter(|place| self.is_role_heading(level, place, &plain));
            let mention = titles.mention(written).filter(|mention| mention.strong || self.known.strong);
            let introduced = mention.filter(|mention| headings.introduces_role(&headings.normalise(written, Some(&mention.range))));
            match (place, introduced) {
                (Some(place), introduced) if !place.loose || introduced.is_none() => {
                    return (Sense::Role, Some(self.role_heading(level, text, &place, first)));
                }
                (_, Some(mention)) => return (Sense::Means(Meaning::Duties), Some(self.introduced_role(level, text, &mention))),
                _ => {}
            }
        }
        // A sentence before a list may introduce anything in a text about no role.
        let sentence = level >= LEAD_IN && written.split_whitespace().count() > LEAD_WORDS;
        match headings.meaning(&plain) {
            // Below requirements, "You will:" introduces more of them.
            Some(Meaning::Duties) if level >= LEAD_IN && evidence && headings.announced(&plain).is_some() => return (Sense::Unknown, None),
            Some(Meaning::Duties) if sentence => return (Sense::Means(Meaning::DutiesOfRole), None),
            Some(meaning) => return (Sense::Means(meaning), None),
            None => {}
        }
        let announces = level >= LEAD_IN && !evidence && self.section() != Some(Meaning::Ignored);
        match headings.announced(&plain).filter(|_| announces) {
            Some(Meaning::Duties) => (Sense::Means(Meaning::DutiesOfRole), None),
            Some(meaning) => (Sense::Means(meaning), None),
            None => (Sense::Unknown, None),
        }
    }

    /// The role that text belongs to here.
    fn role(&self) -> usize {
        self.open.iter().rev().find_map(|open| open.role).unwrap_or(0)
    }

    /// The meaning of the nearest heading that has one.
    fn section(&self) -> Option<Meaning> {
        self.open.iter().rev().find_map(|open| match open.sense {
            Sense::Means(meaning) => Some(Some(meaning)),
            Sense::Role => Some(None),
            Sense::Unknown => None,
        })?
    }

    fn context(&self) -> Context {
        let mut group = None;
        let mut unknown = None;
        let mut decided = None;
        for (at, open) in self.open.iter().enumerate().rev() {
            match open.sense {
                Sense::Unknown => {
                    if open.level != LEAD_IN && group.is_none() {
                        group = Some(at);
                    }
                    if open.level < PARENT && unknown.is_none() {
                        unknown = Some(at);
                    }
                }
                sense => {
                    decided = Some((at, sense));
                    break;
                }
            }
        }
        let kind = match decided.map(|(_, sense)| sense) {
            Some(Sense::Means(meaning)) => chunk_kind(meaning),
            _ if unknown.is_some() => ChunkKind::Unknown,
            _ => ChunkKind::Owned,
        };
        // The chunk belongs to the heading that decides, except that unknown headings keep theirs apart.
        let place = if kind == ChunkKind::Unknown { unknown } else { decided.map(|(at, _)| at) };
        let group = group.filter(|_| kind != ChunkKind::Unknown || unknown != group);
        Context { role: self.role(), kind, place, group }
    }

    /// The chunk that text goes to here.
    fn chunk(&mut self) -> &mut Chunk {
        let context = self.context();
        let known = match context.place {
            Some(at) => self.open[at].chunk,
            None => self.top,
        };
        let index = known.unwrap_or_else(|| {
            let heading = context.place.map(|at| self.open[at].text.mapped.clone());
            let within_list = context.place.is_some_and(|at| self.open[at].level >= PARENT);
            let chunk = Chunk { role: context.role, kind: context.kind, heading, items: Vec::new(), prose: Vec::new(), within_list };
            self.outline.chunks.push(chunk);
            self.outline.chunks.len() - 1
        });
        match context.place {
            Some(at) => self.open[at].chunk = Some(index),
            None => self.top = Some(index),
        }
        &mut self.outline.chunks[index]
    }

    fn paragraph(&mut self, text: Text) {
        self.close(LEAD_IN);
        self.paragraphs += 1;
        if self.paragraphs <= FIRST_PARAGRAPHS {
            self.outline.for_a_model |= self.rulebook.wording().addresses_a_model(text.as_str(), self.rulebook.headings());
        }
        if !self.introduces_role_in_line(&text) {
            self.chunk().prose.push(text);
        }
    }

    fn note(&mut self, meaning: Meaning, key: Text, value: Text) {
        self.close(LEAD_IN);
        let (role, kind) = (self.role(), chunk_kind(meaning));
        let chunk = Chunk { role, kind, heading: Some(key.mapped), items: Vec::new(), prose: vec![value], within_list: false };
        self.outline.chunks.push(chunk);
    }

    fn item(&mut self, item: Item) {
        self.close(PARENT + item.depth);
        let context = self.context();
        if !promises(context.kind) {
            let written = item.text.as_str();
            if let Some((key, value)) = label(&item.text, 0..written.len(), self.rulebook) {
                self.label(&key, value);
                return;
            }
            if self.introduces_role_in_line(&item.text) || self.section_in_line(&item.text) {
                return;
            }
        }
        let group = context.group.map(|at| self.open[at].text.mapped.clone());
        self.chunk().items.push(Duty { text: item.text.mapped, group });
    }

    /// `- **Responsibilities:** orders the backlog` is a heading and its text.
    fn section_in_line(&mut self, text: &Text) -> bool {
        let Some((meaning, key, value)) = headed_line(text, 0..text.as_str().len(), self.rulebook) else {
            return false;
        };
        if !key.is_all_marked() {
            return false;
        }
        let (role, kind) = (self.role(), chunk_kind(meaning));
        let items = sentences(value.as_str(), self.rulebook.languages())
            .into_iter()
            .map(|range| Duty { text: value.mapped.slice(range), group: None });
        let chunk = Chunk { role, kind, heading: Some(key.mapped), items: items.collect(), prose: Vec::new(), within_list: true };
        self.outline.chunks.push(chunk);
        true
    }

    fn label(&mut self, key: &Text, value: Text) {
        let role = self.role();
        let (scope, model) = if role == 0 {
            (&mut self.outline.scope, &mut self.outline.model)
        } else {
            let draft = &mut self.outline.roles[role];
            (&mut draft.scope, &mut draft.model)
        };
        match label_meaning(key, self.rulebook) {
            Some(Key::Team) => scope.teams.push(value.mapped),
            Some(Key::Product) => scope.products.push(value.mapped),
            Some(Key::Train) => scope.trains.push(value.mapped),
            Some(Key::Model) => *model = Some(value.mapped),
            Some(Key::Title) => self.title(value),
            _ => {}
        }
    }

    fn table(&mut self, table: Table) {
        self.close(PARENT);
        let context = self.context();
        let above = self.open.iter().rev().map(|open| open.text.as_str());
        let duties = matches!(context.kind, ChunkKind::Duties | ChunkKind::DutiesOfRole);
        match tables::read(table, above, duties, self.rulebook) {
            Found::Matrix(mut matrix) => {
                if let Some(heading) = self.open.iter().rev().find(|open| open.level <= BOLD) {
                    matrix.place = heading.text.span();
                }
                self.outline.matrices.push(matrix);
            }
            Found::Roles(roles) if !matches!(context.kind, ChunkKind::Section(_)) => {
                for role in roles {
                    let index = self.role_in_table(&role.title);
                    for (meaning, items) in role.parts {
                        let heading = None;
                        let kind = chunk_kind(meaning);
                        self.outline.chunks.push(Chunk { role: index, kind, heading, items, prose: Vec::new(), within_list: false });
                    }
                }
            }
            Found::Sections(sections) => {
                for (heading, meaning, items) in sections {
                    let kind = if duties && meaning == Meaning::Mixed { ChunkKind::Duties } else { chunk_kind(meaning) };
                    self.outline
                        .chunks
                        .push(Chunk { role: context.role, kind, heading, items, prose: Vec::new(), within_list: false });
                }
            }
            Found::Roles(_) | Found::Nothing => {}
        }
        self.close(LEAD_IN);
    }
}

/// Whether a heading stands over the whole document.
fn is_document_heading(level: u32, number: usize) -> bool {
    level == 1 && number == 1
}

/// Whether a heading already says for certain what stands below it.
fn promises(kind: ChunkKind) -> bool {
    matches!(kind, ChunkKind::Duties | ChunkKind::DutiesOfRole | ChunkKind::Section(_))
}
