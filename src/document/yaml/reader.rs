//! From the tree of one YAML document to role documents: which maps are roles, charters and matrices, and what they share.

use super::duties::{ListReader, section_kind};
use super::map::{Map, holds_maps, key_text, title_text};
use super::role::{self, Name, RoleMap};
use super::tree::{Kind, NodeId, Tree};
use super::{charter, matrix, unknown};
use crate::document::{MappedText, Problem, RoleDocument, Scope};
use crate::rulebook::Rulebook;
use crate::rulebook::keys::Key;

/// Reads the role documents of one tree.
pub(super) struct Reader<'t> {
    pub(super) lists: ListReader<'t>,
    pub(super) problems: Vec<Problem>,
}

/// A role document found somewhere in the tree.
pub(super) struct Found {
    document: RoleDocument,
    /// Whether it is one role whose title is the key it stands under; such siblings make one document.
    keyed: bool,
}

/// What a map describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// A role.
    Role,
    /// A role whose title is the key it stands under.
    KeyedRole,
    /// Roles or matrices that share a scope.
    Charter,
    /// A matrix and nothing else.
    BareMatrix,
}

impl<'t> Reader<'t> {
    pub(super) fn new(tree: &'t Tree<'t>, rulebook: &'t Rulebook) -> Self {
        Self { lists: ListReader { tree, rulebook }, problems: Vec::new() }
    }

    /// All role documents below a root, in order.
    pub(super) fn documents(&mut self, root: NodeId) -> impl ExactSizeIterator<Item = RoleDocument> + use<> {
        self.visit(root, None).into_iter().map(|found| found.document)
    }

    fn visit(&mut self, node: NodeId, name: Option<&Name>) -> Vec<Found> {
        match self.lists.tree.node(node).kind {
            Kind::Sequence(..) => {
                let items = self.lists.tree.items(node).unwrap_or_default();
                items.iter().flat_map(|&item| self.visit(item, None)).collect()
            }
            Kind::Mapping(..) => self.visit_map(node, name),
            _ => Vec::new(),
        }
    }

    fn visit_map(&mut self, node: NodeId, name: Option<&Name>) -> Vec<Found> {
        let (tree, rulebook) = (self.lists.tree, self.lists.rulebook);
        let Some(map) = Map::new(tree, rulebook, node) else { return Vec::new() };
        if map.entries.is_empty() || map.is_confusable(tree, rulebook) {
            return Vec::new();
        }
        // What others merge in is no role of its own unless it says so.
        if tree.is_template(node) && role::own_title(tree, &map).is_none() {
            return Vec::new();
        }
        let scope = role::own_scope(tree, &map);
        let model = role::own_model(tree, &map);
        let Some((mut document, sort)) = self.own(&map, name, &scope) else {
            let below = self.below(&map, name);
            return inherited(below, &scope, model.as_ref());
        };
        if sort != Sort::BareMatrix {
            unknown::report(self.lists, &map, &mut self.problems);
        }
        let below = if sort == Sort::Charter {
            inherited(self.containers(&map), &scope, model.as_ref())
        } else {
            Vec::new()
        };
        (document.scope, document.model) = (scope, model);
        let mut found = vec![Found { document, keyed: sort == Sort::KeyedRole }];
        found.extend(below);
        found
    }

    /// What a map itself describes: a role, a charter, matrices.
    fn own(&mut self, map: &Map<'t>, name: Option<&Name>, scope: &Scope) -> Option<(RoleDocument, Sort)> {
        let mut document = RoleDocument::default();
        matrix::read(self.lists, map, &mut document.matrices, &mut self.problems);
        let declared = !(scope.teams.is_empty() && scope.products.is_empty() && scope.trains.is_empty());
        let clear = declared || !document.matrices.is_empty();
        charter::read(self.lists, map, clear, &mut document.roles, &mut self.problems);
        if !document.roles.is_empty() {
            return Some((document, Sort::Charter));
        }
        if let Some(RoleMap { role, problems, named_by_key }) = role::read(self.lists, map, name) {
            document.roles = vec![role];
            self.problems.extend(problems);
            let sort = if named_by_key && document.matrices.is_empty() { Sort::KeyedRole } else { Sort::Role };
            return Some((document, sort));
        }
        if !document.matrices.is_empty() {
            return Some((document, Sort::Charter));
        }
        document.matrices.push(matrix::bare(self.lists, map).filter(|_| name.is_none())?);
        Some((document, Sort::BareMatrix))
    }

    /// Looks into everything below a map that is no role itself.
    fn below(&mut self, map: &Map<'t>, name: Option<&Name>) -> Vec<Found> {
        let (tree, rulebook) = (self.lists.tree, self.lists.rulebook);
        let title = role::own_title(tree, map).filter(|title| title.certain).map(|title| title.text);
        let around = title.map(Name::Around).or_else(|| name.cloned());
        let mut found: Vec<Found> = Vec::new();
        let mut shared: Option<usize> = None;
        for entry in &map.entries {
            if entry.meaning().is_some_and(|key| section_kind(key).is_some()) {
                continue;
            }
            let below = match tree.node(entry.value).kind {
                Kind::Mapping(..) if !is_scope(entry.meaning()) => {
                    let key = key_text(tree, entry.key);
                    let names_role = entry.known.is_none() || role::is_known(rulebook, key.as_str());
                    let name = if names_role && title_text(tree, entry.key).is_some() {
                        Some(Name::Key(key))
                    } else {
                        around.clone()
                    };
                    self.visit(entry.value, name.as_ref())
                }
                Kind::Null => Vec::new(),
                _ => match charter::listed_role(self.lists, entry) {
                    Some((role, problems)) => {
                        self.problems.extend(problems);
                        let document = RoleDocument { roles: vec![role], ..RoleDocument::default() };
                        vec![Found { document, keyed: true }]
                    }
                    None => self.in_container(entry.meaning(), entry.value),
                },
            };
            for mut item in below {
                match shared {
                    Some(at) if item.keyed => join(&mut found[at].document, item.document),
                    _ => {
                        if item.keyed {
                            shared = Some(found.len());
                            own_by_role(&mut item.document);
                            item.keyed = false;
                        }
                        found.push(item);
                    }
                }
            }
        }
        if !found.is_empty() {
            unknown::report_duplicates(tree, map, &mut self.problems);
        }
        found
    }

    /// Looks for further documents in the lists of a charter: its postings, teams and people.
    fn containers(&mut self, map: &Map<'t>) -> Vec<Found> {
        let mut found = Vec::new();
        for entry in &map.entries {
            if entry.meaning() == Some(Key::Postings) || is_scope(entry.meaning()) {
                found.extend(self.in_container(entry.meaning(), entry.value));
            }
        }
        found
    }

    /// Visits a list or map; what stands in a list or map of teams belongs to the team it stands in.
    fn in_container(&mut self, key: Option<Key>, value: NodeId) -> Vec<Found> {
        let tree = self.lists.tree;
        if !is_scope(key) || !holds_maps(tree, value) {
            return self.visit(value, None);
        }
        let mut found = Vec::new();
        let children: Vec<(Option<NodeId>, NodeId)> = match tree.items(value) {
            Some(items) => items.iter().map(|&item| (None, item)).collect(),
            None => tree.entries(value).unwrap_or_default().iter().map(|&(key, value)| (Some(key), value)).collect(),
        };
        for (name, child) in children {
            let named = name.map(|name| key_text(tree, name)).or_else(|| {
                let map = Map::new(tree, self.lists.rulebook, child)?;
                map.best(Key::Name, |entry| title_text(tree, entry.value))
            });
            let mut scope = Scope::default();
            match key {
                Some(Key::Product) => scope.products.extend(named),
                Some(Key::Train) => scope.trains.extend(named),
                _ => scope.teams.extend(named),
            }
            found.extend(inherited(self.visit(child, None), &scope, None));
        }
        found
    }
}

/// Whether a key declares a scope, or holds what belongs to several.
fn is_scope(key: Option<Key>) -> bool {
    matches!(key, Some(Key::Team | Key::Product | Key::Train))
}

/// Gives documents what the map around them declares and they do not declare themselves.
fn inherited(mut found: Vec<Found>, scope: &Scope, model: Option<&MappedText>) -> Vec<Found> {
    for below in &mut found {
        inherit(&mut below.document, scope, model);
    }
    found
}

fn inherit(document: &mut RoleDocument, scope: &Scope, model: Option<&MappedText>) {
    let fill = |own: &mut Vec<MappedText>, around: &Vec<MappedText>| {
        if own.is_empty() {
            own.clone_from(around);
        }
    };
    fill(&mut document.scope.teams, &scope.teams);
    fill(&mut document.scope.products, &scope.products);
    fill(&mut document.scope.trains, &scope.trains);
    if document.model.is_none() {
        document.model = model.cloned();
    }
}

/// Makes what a document of one role declares the role's own.
fn own_by_role(document: &mut RoleDocument) {
    if let Some(role) = document.roles.first_mut() {
        role.scope = std::mem::take(&mut document.scope);
        role.model = document.model.take();
    }
}

/// Adds the role of one document to another.
fn join(document: &mut RoleDocument, mut other: RoleDocument) {
    own_by_role(&mut other);
    document.roles.append(&mut other.roles);
}
