//! Which role a heading, a line or a table names, and whether the document has named it before.

use super::{Sense, Walk, is_document_heading, promises};
use crate::document::markdown::inline::Text;
use crate::document::markdown::outline::{Chunk, ChunkKind, Draft};
use crate::document::markdown::sentences::sentences;
use crate::document::markdown::shape::{BOLD, LEAD_IN, label, label_meaning};
use crate::document::{Duty, MappedText, Scope};
use crate::rulebook::KindId;
use crate::rulebook::headings::{Meaning, ScopeKind};
use crate::rulebook::keys::Key;
use crate::rulebook::titles::TitlePlace;
use std::collections::HashMap;

/// Roles by what they may be called again.
#[derive(Default)]
pub(super) struct Known {
    /// By heading above and title.
    headed: HashMap<(Option<usize>, String), usize>,
    titles: HashMap<String, usize>,
    kinds: HashMap<Option<KindId>, usize>,
    /// Whether one of them is certainly a role.
    pub(super) strong: bool,
}

impl Walk<'_> {
    /// The role that a heading declares to be one (`Role: Roadmap Keeper`).
    pub(super) fn declared_role(&mut self, level: u32, text: &Text, first: bool) -> Option<usize> {
        let (key, value) = label(text, 0..text.as_str().len(), self.rulebook)?;
        if level > BOLD || label_meaning(&key, self.rulebook) != Some(Key::Title) {
            return None;
        }
        let reading = self.rulebook.titles().read(value.as_str());
        let place = TitlePlace { reading, range: 0..value.as_str().len(), strong: true, loose: false };
        Some(self.role_heading(level, &value, &place, first))
    }

    /// Whether a heading that reads as a title is one here. "Stakeholders" is a section as well as a role.
    pub(super) fn is_role_heading(&self, level: u32, place: &TitlePlace, plain: &str) -> bool {
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
    pub(super) fn role_heading(&mut self, level: u32, text: &Text, place: &TitlePlace, first: bool) -> usize {
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
        if let Some(&known) = self.known.headed.get(&(group, name(&title)))
            && !self.is_another_holder(known, level)
        {
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

    /// Whether a heading that names a known role again, on the same level and after its list is done, means another holder.
    fn is_another_holder(&self, known: usize, level: u32) -> bool {
        let same_level = known > 0 && level < BOLD && self.outline.roles[known].level == level;
        same_level && self.outline.chunks.iter().any(|chunk| chunk.role == known && !chunk.items.is_empty())
    }

    /// The scope that the open headings name, but for the document's own.
    fn scope_above(&self) -> Scope {
        let mut scope = Scope::default();
        for open in self.open.iter().filter(|open| open.sense == Sense::Unknown && !is_document_heading(open.level, open.number)) {
            self.add_scope(&open.text, &mut scope);
        }
        scope
    }

    pub(super) fn add_scope(&self, heading: &Text, scope: &mut Scope) {
        if let Some((kind, name)) = self.rulebook.headings().scope(heading.as_str()) {
            let name = heading.mapped.slice(name);
            match kind {
                ScopeKind::Team => scope.teams.push(name),
                ScopeKind::Train => scope.trains.push(name),
            }
        }
    }

    /// The role whose duties a heading or lead-in introduces ("The Product Owner is responsible for:").
    pub(super) fn introduced_role(&mut self, level: u32, text: &Text, place: &TitlePlace) -> usize {
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

    pub(super) fn remember(&mut self, index: usize) {
        let draft = &self.outline.roles[index];
        self.known.strong |= draft.strong;
        if let Some(title) = &draft.title {
            let title = name(title);
            self.known.headed.entry((draft.group, title.clone())).or_insert(index);
            self.known.titles.entry(title).or_insert(index);
            self.known.kinds.entry(draft.reading.kind).or_insert(index);
        }
    }

    /// `**Product Owner:** orders the backlog.` names a role and what it does.
    pub(super) fn introduces_role_in_line(&mut self, text: &Text) -> bool {
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
        let items = sentences(rest, self.rulebook.languages())
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

    /// `Position: Product Owner` gives the document its title, or begins a role of its own.
    pub(super) fn title(&mut self, value: Text) {
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

    pub(super) fn role_in_table(&mut self, title: &Text) -> usize {
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

/// A title as titles are compared: without case, and without its own abbreviation ("Product Owner (PO)").
fn name(title: &MappedText) -> String {
    let title = title.as_str().trim();
    let abbreviated = title.strip_suffix(')').and_then(|title| title.rsplit_once('('));
    let short = abbreviated.filter(|(_, short)| !short.is_empty() && short.chars().all(char::is_uppercase));
    short.map_or(title, |(title, _)| title.trim_end()).to_lowercase()
}
