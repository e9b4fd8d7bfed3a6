//! The walk through the blocks of a document: which heading stands over which text, and whose duties that makes it.
//!
//! Keeps the stack of open headings and gathers what stands below them into chunks. What a chunk finally is can depend on
//! the whole document; [`super::roles`] decides.

use super::blocks::{Block, Item, Table};
use super::inline::Text;
use super::outline::{Chunk, ChunkKind, Draft, Outline, chunk_kind, is_evidence};
use super::sentences::sentences;
use super::shape::{BOLD, LEAD_IN, PARENT, headed_line, label, label_meaning};
use super::tables::{self, Found};
use crate::document::{Duty, MappedText, Scope};
use crate::rulebook::headings::{Meaning, ScopeKind};
use crate::rulebook::keys::Key;
use crate::rulebook::titles::TitlePlace;
use crate::rulebook::{KindId, Rulebook};
use std::collections::HashMap;

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

/// Roles by what they may be called again.
#[derive(Default)]
struct Known {
    /// By heading above and title.
    headed: HashMap<(Option<usize>, String), usize>,
    titles: HashMap<String, usize>,
    kinds: HashMap<Option<KindId>, usize>,
    /// Whether one of them is certainly a role.
    strong: bool,
}

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
            let normal = headings.normalise(written, mention.as_ref().map(|mention| &mention.range));
            let introduced = mention.filter(|_| headings.introduces_role(&normal));
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

    /// The role that a heading declares to be one (`Role: Roadmap Keeper`).
    fn declared_role(&mut self, level: u32, text: &Text, first: bool) -> Option<usize> {
        let (key, value) = label(text, 0..text.as_str().len(), self.rulebook)?;
        if level > BOLD || label_meaning(&key, self.rulebook) != Some(Key::Title) {
            return None;
        }
        let reading = self.rulebook.titles().read(value.as_str());
        let place = TitlePlace { reading, range: 0..value.as_str().len(), strong: true, loose: false };
        Some(self.role_heading(level, &value, &place, first))
    }

    /// Whether a heading that reads as a title is one here. "Stakeholders" is a section as well as a role.
    fn is_role_heading(&self, level: u32, place: &TitlePlace, plain: &str) -> bool {
        let headings = self.rulebook.headings();
        let sibling = self.outline.roles.last().is_some_and(|role| role.level == level);
        let in_duties = self.section().is_some_and(|meaning| matches!(meaning, Meaning::Duties | Meaning::DutiesOfRole));
        if level == LEAD_IN || (level > LEAD_IN && (!place.strong || in_duties)) {
            return false;
        }
        let certain = place.strong && !place.loose;
        (sibling && !place.loose) || (headings.exactly(plain).is_none() && (certain || headings.meaning(plain).is_none()))
    }

    /// The role that a heading opens.
    fn role_heading(&mut self, level: u32, text: &Text, place: &TitlePlace, first: bool) -> usize {
        let title = text.mapped.slice(place.range.clone());
        let group = self.open.iter().rev().find(|open| open.sense == Sense::Unknown).map(|open| open.number);
        for open in &self.open {
            if let (Sense::Role, Some(role)) = (open.sense, open.role) {
                self.outline.roles[role].has_roles_below = true;
            }
        }
        let document = &self.outline.roles[0];
        let reading = place.reading;
        let same_kind = reading.kind.is_some() && reading.kind == document.reading.kind && document.reading.both == reading.both;
        let same_title = document.title.as_ref().is_some_and(|known| name(known) == name(&title));
        if document.strong && (same_title || same_kind || (first && level == 1)) {
            return 0;
        }
        if let Some(&known) = self.known.headed.get(&(group, name(&title))) {
            return known;
        }
        let scope = self.scope_above();
        let place_of_title = title.whole();
        self.add(Draft {
            title: Some(title),
            reading,
            strong: place.strong,
            level,
            place: place_of_title,
            scope,
            group,
            ..Draft::default()
        })
    }

    /// The scope that the open headings name, but for the document's own.
    fn scope_above(&self) -> Scope {
        let mut scope = Scope::default();
        for open in self.open.iter().filter(|open| open.sense == Sense::Unknown && !is_document_heading(open.level, open.number)) {
            self.add_scope(&open.text, &mut scope);
        }
        scope
    }

    fn add_scope(&self, heading: &Text, scope: &mut Scope) {
        if let Some((kind, name)) = self.rulebook.headings().scope(heading.as_str()) {
            let name = heading.mapped.slice(name);
            match kind {
                ScopeKind::Team => scope.teams.push(name),
                ScopeKind::Train => scope.trains.push(name),
            }
        }
    }

    /// The role whose duties a heading or lead-in introduces ("The Product Owner is responsible for:").
    fn introduced_role(&mut self, level: u32, text: &Text, place: &TitlePlace) -> usize {
        let current = self.role();
        let kind = place.reading.kind;
        let fits = |draft: &Draft| draft.reading.kind == kind && draft.title.is_some();
        if fits(&self.outline.roles[current]) {
            return current;
        }
        if let Some(&known) = self.known.kinds.get(&kind) {
            return known;
        }
        self.role_heading(level, text, place, false)
    }

    fn add(&mut self, draft: Draft) -> usize {
        self.outline.roles.push(draft);
        let index = self.outline.roles.len() - 1;
        self.remember(index);
        index
    }

    fn remember(&mut self, index: usize) {
        let draft = &self.outline.roles[index];
        self.known.strong |= draft.strong;
        if let Some(title) = &draft.title {
            let title = name(title);
            self.known.headed.entry((draft.group, title.clone())).or_insert(index);
            self.known.titles.entry(title).or_insert(index);
            self.known.kinds.entry(draft.reading.kind).or_insert(index);
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

    /// `**Product Owner:** orders the backlog.` names a role and what it does.
    fn introduces_role_in_line(&mut self, text: &Text) -> bool {
        let context = self.context();
        if promises(context.kind) || (context.kind == ChunkKind::Owned && context.role != 0) {
            return false;
        }
        let end = text.marked_start();
        let title = text.part(0..end);
        let Some(place) = self.rulebook.titles().role_heading(title.as_str()).filter(|place| place.strong) else {
            return false;
        };
        let rest = text.as_str()[end..].trim_start_matches([' ', ':', '-', '–', '—']);
        let separated = title.as_str().ends_with(':') || text.as_str()[end..].trim_start().starts_with([':', '-', '–', '—']);
        if rest.is_empty() || !separated {
            return false;
        }
        let start = text.as_str().len() - rest.len();
        let role = self.role_heading(BOLD, &title, &place, false);
        let items = sentences(rest)
            .into_iter()
            .map(|range| Duty { text: text.mapped.slice(start + range.start..start + range.end), group: None });
        let chunk = Chunk {
            role,
            kind: ChunkKind::Owned,
            heading: None,
            items: items.collect(),
            prose: Vec::new(),
            within_list: false,
        };
        self.outline.chunks.push(chunk);
        true
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
        let items = sentences(value.as_str()).into_iter().map(|range| Duty { text: value.mapped.slice(range), group: None });
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

    /// `Position: Product Owner` gives the document its title, or begins a role of its own.
    fn title(&mut self, value: Text) {
        let place = self.rulebook.titles().role_heading(value.as_str());
        let current = self.role();
        let reading = self.rulebook.titles().read(value.as_str());
        if self.outline.roles[current].reading.kind.is_some_and(|kind| reading.kind == Some(kind)) {
            return;
        }
        if self.outline.roles.len() == 1 && self.outline.roles[0].title.is_none() {
            let document = &mut self.outline.roles[0];
            document.place = value.span();
            document.strong = place.is_some();
            document.reading = reading;
            document.title = Some(value.mapped);
            self.remember(0);
        } else if place.is_some() {
            self.heading(BOLD, value);
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

    fn role_in_table(&mut self, title: &Text) -> usize {
        if let Some(&known) = self.known.titles.get(&name(&title.mapped)) {
            return known;
        }
        let place = self.rulebook.titles().role_heading(title.as_str());
        self.add(Draft {
            reading: self.rulebook.titles().read(title.as_str()),
            strong: place.is_some_and(|place| place.strong),
            level: LEAD_IN,
            place: title.span(),
            title: Some(title.mapped.clone()),
            scope: self.scope_above(),
            ..Draft::default()
        })
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

/// A title as titles are compared: without case, and without its own abbreviation ("Product Owner (PO)").
fn name(title: &MappedText) -> String {
    let title = title.as_str().trim();
    let abbreviated = title.strip_suffix(')').and_then(|title| title.rsplit_once('('));
    let short = abbreviated.filter(|(_, short)| !short.is_empty() && short.chars().all(char::is_uppercase));
    short.map_or(title, |(title, _)| title.trim_end()).to_lowercase()
}
