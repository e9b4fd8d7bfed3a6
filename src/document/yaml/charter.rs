//! Lists and maps of roles that share a scope.

use super::bullets;
use super::duties::{ListReader, Listed};
use super::map::{Entry, Map, holds_maps, key_text, title_text};
use super::marks::is_rich;
use super::role::{self, Name, empty_role, is_known, is_title};
use super::tree::{Kind, NodeId, Tree};
use super::unknown;
use crate::document::{Duty, MappedText, Problem, Role};
use crate::rulebook::keys::Key;

/// The value under which a map lists its roles: a list or map under a key that means roles, or a map of duties whose keys
/// are all titles.
fn roles_value(lists: ListReader<'_>, map: &Map<'_>) -> Option<NodeId> {
    let is_collection = |id: NodeId| matches!(lists.tree.node(id).kind, Kind::Mapping(..)) || holds_maps(lists.tree, id);
    let listed = map.all(Key::Roles).chain(map.all(Key::People)).map(|entry| entry.value).find(|&value| is_collection(value));
    listed.or_else(|| {
        let by_title = |&value: &NodeId| {
            let pairs = lists.tree.pairs(value).unwrap_or_default();
            !pairs.is_empty() && pairs.iter().all(|&(key, _)| is_title(lists.rulebook, key_text(lists.tree, key).as_str()))
        };
        let titled = || role::own_title(lists.tree, map).is_some_and(|title| title.certain);
        map.all(Key::Duties).map(|entry| entry.value).find(by_title).filter(|_| !titled())
    })
}

/// Reads the roles that a map lists. `clear` says that the map is certainly a charter: then, and where other roles of the
/// list have duties, a title without duties is an empty role rather than a word in a list.
pub(super) fn read(lists: ListReader<'_>, map: &Map<'_>, clear: bool, roles: &mut Vec<Role>, problems: &mut Vec<Problem>) {
    let mut candidates = Vec::new();
    let value = roles_value(lists, map);
    if let Some(value) = value {
        collect(lists, value, &mut candidates);
    }
    if map.all(Key::People).any(|entry| Some(entry.value) == value) {
        for candidate in &mut candidates {
            candidate.certain_empty = false;
        }
    }
    let report_empty = clear || candidates.iter().any(|candidate| !candidate.role.duties.is_empty());
    for candidate in candidates {
        let empty = candidate.role.duties.is_empty();
        if empty && !candidate.read && !(candidate.certain_empty && report_empty) {
            continue;
        }
        problems.extend(candidate.problems);
        if empty && !candidate.read {
            problems.push(empty_role(candidate.role.title.as_ref(), candidate.role.place));
        }
        roles.push(candidate.role);
    }
}

/// A role under a key that is a known title and holds a list or a text: `Product Owner: [...]`.
pub(super) fn listed_role(lists: ListReader<'_>, entry: &Entry<'_>) -> Option<(Role, Vec<Problem>)> {
    let tree = lists.tree;
    let is_statement =
        |&item: &NodeId| tree.scalar(item).map_or(tree.pairs(item).is_some(), |text| text.split_whitespace().nth(2).is_some());
    let lists_statements = match tree.scalar(entry.value) {
        Some(text) => bullets::holds_list(text),
        None => tree.items(entry.value).unwrap_or_default().iter().any(is_statement),
    };
    if !lists_statements {
        return None;
    }
    let title = key_text(tree, entry.key);
    if !is_title(lists.rulebook, title.as_str()) {
        return None;
    }
    let candidate = Candidate::of_list(lists, title, entry.value)?;
    let statements = candidate.role.duties.iter().filter(|duty| words(duty) >= 3).count();
    (2 * statements >= candidate.role.duties.len()).then_some((candidate.role, candidate.problems))
}

/// Something in a list of roles.
struct Candidate {
    role: Role,
    problems: Vec<Problem>,
    /// Whether it was read as a role: it has duties, or a key for them.
    read: bool,
    /// Whether it is a role even without duties, not a person or a word in a list.
    certain_empty: bool,
}

impl Candidate {
    fn titled(title: MappedText, certain_empty: bool) -> Self {
        let place = title.whole();
        let role = Role { title: Some(title), place, ..Role::default() };
        Self { role, problems: Vec::new(), read: false, certain_empty }
    }

    /// A title with a list of duties, or a text that holds some.
    fn of_list(lists: ListReader<'_>, title: MappedText, value: NodeId) -> Option<Self> {
        let tree = lists.tree;
        let is_role = |&item: &NodeId| Map::new(tree, lists.rulebook, item).is_some_and(|map| role::own_title(tree, &map).is_some());
        if !may_list_duties(tree, value) || tree.items(value).unwrap_or_default().iter().any(is_role) {
            return None;
        }
        let mut listed = Listed::default();
        lists.duties(value, None, &mut listed);
        // A title that says nothing must be followed by what can only be duties.
        let statements = listed.duties.iter().filter(|duty| words(duty) >= 3).count();
        let likely = 2 * statements >= listed.duties.len() && tree.scalar(value).is_none_or(bullets::holds_list);
        if listed.duties.is_empty() || !(likely || is_known(lists.rulebook, title.as_str())) {
            return None;
        }
        let mut candidate = Self::titled(title, true);
        candidate.role.duties = listed.duties;
        candidate.role.sections = listed.sections;
        candidate.problems = listed.problems;
        candidate.read = true;
        Some(candidate)
    }

    /// A role written as a map.
    fn of_map(lists: ListReader<'_>, map: &Map<'_>, name: Option<&Name>) -> Option<Self> {
        let read = role::read(lists, map, name)?;
        let mut problems = read.problems;
        unknown::report(lists, map, &mut problems);
        let mut role = read.role;
        role.scope = role::own_scope(lists.tree, map);
        role.model = role::own_model(lists.tree, map);
        Some(Self { role, problems, read: true, certain_empty: true })
    }
}

fn collect(lists: ListReader<'_>, value: NodeId, candidates: &mut Vec<Candidate>) {
    let tree = lists.tree;
    if let Some(items) = tree.items(value) {
        for &item in items {
            collect_item(lists, item, candidates);
        }
    } else if let Some(map) = Map::new(tree, lists.rulebook, value).filter(|map| !map.is_confusable(tree, lists.rulebook)) {
        for entry in map.entries.iter().filter(|entry| title_text(tree, entry.key).is_some()) {
            collect_keyed(lists, entry, candidates);
        }
        if let Some(last) = candidates.last_mut() {
            unknown::report_duplicates(tree, &map, &mut last.problems);
        }
    }
}

/// An item of a list of roles: a map with a title, or `Title: [...]`.
fn collect_item(lists: ListReader<'_>, item: NodeId, candidates: &mut Vec<Candidate>) {
    let tree = lists.tree;
    let Some(map) = Map::new(tree, lists.rulebook, item) else { return };
    if map.entries.is_empty() || map.is_confusable(tree, lists.rulebook) {
        return;
    }
    if let Some(candidate) = Candidate::of_map(lists, &map, None) {
        candidates.push(candidate);
    } else if let [entry] = map.entries.as_slice()
        && tree.scalar(entry.value).is_none()
        && title_text(tree, entry.key).is_some()
    {
        collect_keyed(lists, entry, candidates);
    } else if let Some(title) = role::own_title(tree, &map) {
        let known = is_known(lists.rulebook, title.text.as_str());
        let is_person = map.has(Key::Person) || (map.has(Key::Title) && map.has(Key::Name));
        candidates.push(Candidate::titled(title.text, (title.certain || known) && !is_person));
    }
}

/// An entry of a map of roles: the key is the title.
fn collect_keyed(lists: ListReader<'_>, entry: &Entry<'_>, candidates: &mut Vec<Candidate>) {
    let tree = lists.tree;
    let title = key_text(tree, entry.key);
    match tree.node(entry.value).kind {
        Kind::Null => candidates.push(Candidate::titled(title, true)),
        Kind::Mapping(..) => {
            let Some(map) = Map::new(tree, lists.rulebook, entry.value) else { return };
            if map.is_confusable(tree, lists.rulebook) {
                return;
            }
            let name = Name::Listed(title);
            let grouped = || map.entries.iter().all(|entry| entry.known.is_none() && tree.items(entry.value).is_some());
            if let Some(candidate) = Candidate::of_map(lists, &map, Some(&name)) {
                candidates.push(candidate);
            } else if grouped() {
                let title = name.text().clone();
                let empty = map.entries.is_empty().then(|| Candidate::titled(title.clone(), true));
                candidates.extend(empty.or_else(|| Candidate::of_list(lists, title, entry.value)));
            }
        }
        Kind::Sequence(..) if tree.is_empty(entry.value) => candidates.push(Candidate::titled(title, true)),
        _ => match Candidate::of_list(lists, title, entry.value) {
            Some(candidate) => candidates.push(candidate),
            // Roles in a list below the name of a group.
            None => collect(lists, entry.value, candidates),
        },
    }
}

/// Whether a value can be the duties of the role whose title is its key: a list, or a text that is no name.
fn may_list_duties(tree: &Tree<'_>, value: NodeId) -> bool {
    match tree.scalar(value) {
        Some(text) => is_rich(text) || text.split_whitespace().count() >= 5,
        None => !tree.is_empty(value),
    }
}

fn words(duty: &Duty) -> usize {
    duty.text.as_str().split_whitespace().count()
}
