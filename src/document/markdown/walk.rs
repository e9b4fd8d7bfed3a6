//! The walk through the blocks of a document: which heading stands over which text, and whose duties that makes it.
//!
//! Keeps the stack of open headings and gathers what stands below them into chunks. What a chunk finally is can depend on
//! the whole document; [`super::roles`] decides.

use super::blocks::{Block, Item, Table};
use super::inline::Text;
use super::outline::{Chunk, ChunkKind, Draft, Outline, chunk_kind, is_evidence};
use super::sentences::sentences;
use super::shape::{BOLD, LEAD_IN, PARENT, label, label_meaning};
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
    /// The chunk above all headings.
    top: Option<usize>,
    known: Known,
}

/// Roles by what they may be called again.
#[derive(Default)]
struct Known {
    /// By heading above and title.
    headed: HashMap<(Option<usize>, String), usize>,
    titles: HashMap<String, usize>,
    kinds: HashMap<Option<KindId>, usize>,
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
        let (sense, role) = self.sense(level, &text, first);
        if first && level < BOLD && sense == Sense::Unknown {
            self.outline.first_heading = Some(text.mapped.clone());
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
            let place = titles.role_heading(written).filter(|place| self.is_role_heading(level, place, &plain));
            if let Some(place) = place {
                return (Sense::Role, Some(self.role_heading(level, text, place, first)));
            }
            let mention = titles.mention(written);
            let normal = headings.normalise(written, mention.as_ref().map(|place| &place.range));
            if let Some(place) = mention.filter(|_| headings.introduces_role(&normal)) {
                return (Sense::Means(Meaning::Duties), Some(self.introduced_role(level, text, place)));
            }
        }
        if let Some(meaning) = headings.meaning(&plain) {
            return (Sense::Means(meaning), None);
        }
        let announces = level >= LEAD_IN && !evidence && self.section() != Some(Meaning::Ignored);
        match headings.announced(&plain).filter(|_| announces) {
            Some(meaning) => (Sense::Means(meaning), None),
            None => (Sense::Unknown, None),
        }
    }

    /// Whether a heading that reads as a title is one here. "Stakeholders" is a section as well as a role.
    fn is_role_heading(&self, level: u32, place: &TitlePlace, plain: &str) -> bool {
        let headings = self.rulebook.headings();
        let sibling = self.outline.roles.last().is_some_and(|role| role.level == level);
        let in_duties = self.section().is_some_and(|meaning| matches!(meaning, Meaning::Duties | Meaning::DutiesOfRole));
        if level == LEAD_IN || (level > LEAD_IN && (!place.strong || in_duties)) {
            return false;
        }
        sibling || headings.exactly(plain).is_none() && (place.strong || headings.meaning(plain).is_none())
    }

    /// The role that a heading opens.
    fn role_heading(&mut self, level: u32, text: &Text, place: TitlePlace, first: bool) -> usize {
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
        let mut scope = Scope::default();
        for open in self.open.iter().filter(|open| open.sense == Sense::Unknown) {
            if let Some((kind, name)) = self.rulebook.headings().scope(open.text.as_str()) {
                let name = open.text.mapped.slice(name);
                match kind {
                    ScopeKind::Team => scope.teams.push(name),
                    ScopeKind::Train => scope.trains.push(name),
                }
            }
        }
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

    /// The role whose duties a heading or lead-in introduces ("The Product Owner is responsible for:").
    fn introduced_role(&mut self, level: u32, text: &Text, place: TitlePlace) -> usize {
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
        if self.outline.first_paragraph.is_none() {
            self.outline.first_paragraph = Some(text.mapped.clone());
        }
        self.chunk().prose.push(text);
    }

    fn item(&mut self, item: Item) {
        self.close(PARENT + item.depth);
        let context = self.context();
        let loose = !matches!(context.kind, ChunkKind::Duties | ChunkKind::DutiesOfRole | ChunkKind::Section(_));
        if loose {
            let written = item.text.as_str();
            if let Some((key, value)) = label(&item.text, 0..written.len(), self.rulebook) {
                self.label(&key, value);
                return;
            }
            if context.kind != ChunkKind::Owned && self.role_in_bullet(&item.text) {
                return;
            }
        }
        let group = context.group.map(|at| self.open[at].text.mapped.clone());
        self.chunk().items.push(Duty { text: item.text.mapped, group });
    }

    /// `- **Product Owner:** orders the backlog.` names a role and what it does.
    fn role_in_bullet(&mut self, text: &Text) -> bool {
        let end = text.marked_start();
        let title = text.part(0..end);
        let Some(place) = self.rulebook.titles().role_heading(title.as_str()).filter(|place| place.strong) else {
            return false;
        };
        let rest = text.as_str()[end..].trim_start_matches([' ', ':', '-', '–', '—']);
        if rest.is_empty() {
            return false;
        }
        let start = text.as_str().len() - rest.len();
        let role = self.role_heading(BOLD, &title, place, false);
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
            ..Draft::default()
        })
    }
}

/// A title as titles are compared.
fn name(title: &MappedText) -> String {
    title.as_str().trim().to_lowercase()
}
