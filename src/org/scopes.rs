//! Scopes: the teams, products and trains for which roles hold their duties, and which of them lie within which.
//!
//! Roles are compared when they share a scope, or when the scope of one lies above the scope of the other: a role that
//! declares only a product speaks for all teams of that product. Scopes that lie beside each other never meet.

use crate::audit::{Audit, AuditedDocument, AuditedRole};
use crate::digest::{self, Digest, Digester};
use crate::order;
use crate::settings::{ScopeKind, ScopeMode, Settings};
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::Path;

/// Index of a scope in [`Scopes::list`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(pub u32);

/// A team, product or train, or what stands in for one where nothing is declared.
#[derive(Clone, Debug)]
pub struct Scope {
    /// What it is.
    pub kind: Kind,
    /// Its name as first written; the path of a folder; empty for a document.
    pub name: String,
    /// The product, where the team's own name is not enough or where it is known.
    pub product: Option<String>,
    /// The scopes it lies within, nearest first.
    pub above: Vec<ScopeId>,
    /// The scopes directly or indirectly within it.
    pub below: Vec<ScopeId>,
    /// The roles that declare exactly this scope, as indexes of [`Audit::roles`].
    pub roles: Vec<u32>,
    /// Scopes that are connected share this number.
    pub component: u32,
}

/// What a scope is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A declared team.
    Team,
    /// A declared product.
    Product,
    /// A declared train or other group of teams.
    Train,
    /// The files of a directory, where the settings ask for it.
    Folder,
    /// A document that declares nothing.
    Document,
}

impl Scope {
    /// The team, if it is one.
    pub fn team(&self) -> Option<&str> {
        (self.kind == Kind::Team).then_some(self.name.as_str())
    }

    /// Whether somebody said that this is a scope.
    pub fn is_declared(&self) -> bool {
        self.kind != Kind::Document
    }

    /// How to name it within a sentence.
    pub fn title(&self) -> String {
        match self.kind {
            Kind::Team => ["team ", &self.name].concat(),
            Kind::Product => ["product ", &self.name].concat(),
            Kind::Train => ["train ", &self.name].concat(),
            Kind::Folder => ["the folder ", &self.name].concat(),
            Kind::Document => "this document".to_owned(),
        }
    }
}

/// All scopes of an audit.
#[derive(Debug, Default)]
pub struct Scopes {
    /// The scopes, in the order in which roles declare them.
    pub list: Vec<Scope>,
    /// For each role the scopes it declares itself.
    pub of_role: Vec<Vec<ScopeId>>,
    /// For each document with a matrix the scopes the document declares; empty for others.
    pub of_document: Vec<Vec<ScopeId>>,
    /// How many components there are.
    pub components: usize,
}

impl Scopes {
    /// One scope.
    pub fn get(&self, id: ScopeId) -> &Scope {
        &self.list[id.0 as usize]
    }

    /// All scopes with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (ScopeId, &Scope)> {
        self.list.iter().enumerate().map(|(at, scope)| (ScopeId(at as u32), scope))
    }
}

/// Gives roles that declare no team, product or train those that the settings map their files to.
pub fn assign(audit: &mut Audit, settings: &Settings) {
    if settings.scopes.is_empty() {
        return;
    }
    for role in &mut audit.roles {
        let path = Path::new(audit.sources[role.source.0 as usize].name());
        for rule in settings.scopes.iter().filter(|rule| rule.paths.covers(path)) {
            let names = match rule.kind {
                ScopeKind::Team => &mut role.teams,
                ScopeKind::Product => &mut role.products,
                ScopeKind::Train => &mut role.trains,
            };
            if names.is_empty() {
                names.push(rule.name.clone());
            }
        }
    }
}

/// Works out the scopes of an audit's roles.
pub fn build(audit: &Audit, settings: &Settings) -> Scopes {
    // Scopes are numbered one after the other; all that can be is done side by side before.
    let digester = Digester::default();
    let by_role = |plain: &mut String, role| Declared::by_role(role, digester, plain);
    let of_roles: Vec<Declared<'_>> = audit.roles.par_iter().map_init(String::new, by_role).collect();
    let with_matrix = |document: &AuditedDocument| !document.matrices.is_empty();
    let by_document = |(at, document)| with_matrix(document).then(|| Declared::by_document(document, at, digester));
    let of_documents = || audit.documents.iter().enumerate().map(by_document).collect::<Vec<_>>();
    let (mut builder, of_documents) = rayon::join(|| Builder::new(digester, &of_roles), of_documents);
    let mut bare = vec![false; audit.documents.len()];
    for role in of_roles.iter().filter(|role| role.names.is_empty()) {
        bare[role.document] = true;
    }
    let around = |document: usize| match settings.scope {
        ScopeMode::Directory => Some(Key::Folder(folder(audit.source(audit.documents[document].source).name()))),
        ScopeMode::Document if bare[document] => Some(Key::Document(document)),
        ScopeMode::Document => None,
    };
    builder.scopes.of_role.reserve_exact(audit.roles.len());
    for (index, declared) in of_roles.iter().enumerate() {
        let own = builder.add(declared, around(declared.document));
        for &scope in &own {
            builder.scopes.list[scope.0 as usize].roles.push(index as u32);
        }
        builder.scopes.of_role.push(own);
    }
    builder.scopes.of_document.reserve_exact(audit.documents.len());
    for (index, declared) in of_documents.iter().enumerate() {
        let own = declared.as_ref().map(|declared| {
            let around = around(index).or_else(|| declared.names.is_empty().then_some(Key::Document(index)));
            builder.add(declared, around)
        });
        builder.scopes.of_document.push(own.unwrap_or_default());
    }
    builder.finish()
}

/// Whether a role declares no team, product or train.
pub(super) fn declares_nothing(role: &AuditedRole) -> bool {
    role.teams.is_empty() && role.products.is_empty() && role.trains.is_empty()
}

/// The names of scopes that a role or a document declares.
struct Declared<'a> {
    /// Index of the document in [`Audit::documents`].
    document: usize,
    /// Of teams, then of products, then of trains.
    names: Vec<Name<'a>>,
    teams: usize,
    products: usize,
}

/// The name of a scope.
struct Name<'a> {
    written: &'a str,
    /// Of the name without what does not matter.
    digest: Digest,
}

impl<'a> Declared<'a> {
    fn by_role(role: &'a AuditedRole, digester: Digester, plain: &mut String) -> Self {
        let names = [&role.teams, &role.products, &role.trains].into_iter().flatten();
        let names = names.map(|name| Name::new(name, digester, plain)).collect();
        Self { document: role.document, names, teams: role.teams.len(), products: role.products.len() }
    }

    fn by_document(document: &'a AuditedDocument, at: usize, digester: Digester) -> Self {
        let (scope, mut plain) = (&document.scope, String::new());
        let names = [&scope.teams, &scope.products, &scope.trains].into_iter().flatten();
        let names = names.map(|name| Name::new(name.as_str(), digester, &mut plain)).collect();
        Self { document: at, names, teams: scope.teams.len(), products: scope.products.len() }
    }

    fn teams(&self) -> &[Name<'a>] {
        &self.names[..self.teams]
    }

    fn products(&self) -> &[Name<'a>] {
        &self.names[self.teams..][..self.products]
    }

    fn trains(&self) -> &[Name<'a>] {
        &self.names[self.teams + self.products..]
    }
}

impl<'a> Name<'a> {
    fn new(written: &'a str, digester: Digester, plain: &mut String) -> Self {
        plain.clear();
        add_plain(written, plain);
        Self { written, digest: digester.of(plain, 0) }
    }
}

/// What makes a scope the same scope.
#[derive(Clone, Copy, Debug)]
enum Key<'a> {
    Team(Digest, Option<Digest>),
    Product(Digest),
    Train(Digest),
    Folder(&'a str),
    Document(usize),
}

impl Key<'_> {
    fn kind(self) -> Kind {
        match self {
            Self::Team(..) => Kind::Team,
            Self::Product(_) => Kind::Product,
            Self::Train(_) => Kind::Train,
            Self::Folder(_) => Kind::Folder,
            Self::Document(_) => Kind::Document,
        }
    }

    /// What stands for it.
    fn digest(self, digester: Digester) -> Digest {
        let digest = digester.of(if let Self::Folder(name) = self { name } else { "" }, self.kind() as u8);
        match self {
            Self::Team(team, Some(product)) => digest.with(team).with(product),
            Self::Team(name, None) | Self::Product(name) | Self::Train(name) => digest.with(name),
            Self::Folder(_) => digest,
            Self::Document(number) => digest.and(number as u64),
        }
    }
}

struct Builder<'a> {
    digester: Digester,
    /// Names that teams of several products have.
    ambiguous: digest::Set,
    ids: digest::Table<ScopeId>,
    scopes: Scopes,
    /// The names of the scopes, as first written.
    names: Vec<&'a str>,
    parents: Vec<Vec<ScopeId>>,
    /// Room for the teams, products and trains of one role after the other.
    levels: [Vec<ScopeId>; 3],
}

impl<'a> Builder<'a> {
    fn new(digester: Digester, of_roles: &[Declared<'_>]) -> Self {
        let mut ids = digest::Table::default();
        ids.reserve(of_roles.len());
        Self {
            digester,
            ambiguous: teams_of_several_products(of_roles),
            ids,
            scopes: Scopes::default(),
            names: Vec::new(),
            parents: Vec::new(),
            levels: Default::default(),
        }
    }

    /// Adds the scopes that a role or a document declares, within the scope that surrounds it where that counts, and
    /// returns the narrowest of them: those it speaks for.
    fn add(&mut self, declared: &Declared<'a>, around: Option<Key<'a>>) -> Vec<ScopeId> {
        let mut levels = std::mem::take(&mut self.levels);
        let [teams, products, trains] = &mut levels;
        trains.extend(declared.trains().iter().map(|name| self.id(Key::Train(name.digest), name.written)));
        products.extend(declared.products().iter().map(|name| self.id(Key::Product(name.digest), name.written)));
        self.add_teams(declared, teams);
        let around = around.map(|key| self.id(key, if let Key::Folder(name) = key { name } else { "" }));
        for (below, above) in [(0, 1), (0, 2), (1, 2)] {
            for &scope in &levels[below] {
                for &parent in &levels[above] {
                    self.lie_within(scope, parent);
                }
            }
        }
        let own = levels.iter().find(|scopes| !scopes.is_empty());
        if let (Some(around), Some(own)) = (around, own) {
            for &scope in own {
                self.lie_within(scope, around);
            }
        }
        let own = own.map_or_else(|| around.into_iter().collect(), Clone::clone);
        levels.iter_mut().for_each(Vec::clear);
        self.levels = levels;
        own
    }

    /// Adds the teams declared. A name that stands for teams of several products is told apart by the product.
    fn add_teams(&mut self, role: &Declared<'a>, teams: &mut Vec<ScopeId>) {
        for &Name { written, digest } in role.teams() {
            if self.ambiguous.contains(&digest) && role.products > 0 {
                teams.extend(role.products().iter().map(|product| self.id(Key::Team(digest, Some(product.digest)), written)));
            } else {
                teams.push(self.id(Key::Team(digest, None), written));
            }
        }
        teams.sort_unstable();
        teams.dedup();
    }

    fn id(&mut self, key: Key<'_>, name: &'a str) -> ScopeId {
        let next = ScopeId(self.scopes.list.len() as u32);
        let id = *self.ids.entry(key.digest(self.digester)).or_insert(next);
        if id != next {
            return id;
        }
        let kind = key.kind();
        self.scopes.list.push(Scope {
            kind,
            name: String::new(),
            product: None,
            above: Vec::new(),
            below: Vec::new(),
            roles: Vec::new(),
            component: 0,
        });
        self.names.push(name);
        self.parents.push(Vec::new());
        id
    }

    fn lie_within(&mut self, scope: ScopeId, parent: ScopeId) {
        let parents = &mut self.parents[scope.0 as usize];
        if scope != parent && !parents.contains(&parent) {
            parents.push(parent);
        }
    }

    fn finish(mut self) -> Scopes {
        self.scopes.list.shrink_to_fit();
        self.scopes.list.par_iter_mut().zip(&self.names).for_each(|(scope, name)| {
            name.trim().clone_into(&mut scope.name);
            scope.product = (scope.kind == Kind::Product).then(|| scope.name.clone());
        });
        self.adopt_teams_of_single_products();
        let lying = |at: usize| {
            let above = self.ancestors(ScopeId(at as u32));
            let mut products = above.iter().map(|&parent| self.scopes.get(parent)).filter(|parent| parent.kind == Kind::Product);
            let only = products.next().filter(|_| products.next().is_none());
            let product = only.map(|product| product.name.clone());
            (above, product)
        };
        let lying: Vec<(Vec<ScopeId>, Option<String>)> = (0..self.scopes.list.len()).into_par_iter().map(lying).collect();
        for (at, (above, product)) in lying.into_iter().enumerate() {
            for &parent in &above {
                self.scopes.list[parent.0 as usize].below.push(ScopeId(at as u32));
            }
            let scope = &mut self.scopes.list[at];
            (scope.above, scope.product) = (above, product.or_else(|| scope.product.take()));
        }
        self.number_components();
        self.scopes
    }

    /// A train with a single product is that product's train, so its teams work on that product.
    fn adopt_teams_of_single_products(&mut self) {
        let mut inside: HashMap<ScopeId, (Vec<ScopeId>, Vec<ScopeId>)> = HashMap::new();
        for (at, parents) in self.parents.iter().enumerate() {
            let id = ScopeId(at as u32);
            let has_product = parents.iter().any(|&parent| self.scopes.get(parent).kind == Kind::Product);
            for &train in parents.iter().filter(|&&parent| self.scopes.get(parent).kind == Kind::Train) {
                let (products, teams) = inside.entry(train).or_default();
                match self.scopes.get(id).kind {
                    Kind::Product => products.push(id),
                    Kind::Team if !has_product => teams.push(id),
                    _ => {}
                }
            }
        }
        for at in 0..self.scopes.list.len() {
            if let Some((products, teams)) = inside.remove(&ScopeId(at as u32))
                && let [product] = products[..]
            {
                for team in teams {
                    self.lie_within(team, product);
                }
            }
        }
    }

    /// The scopes above one, nearest first. Nothing lies within itself: teams lie in products, these in trains, these in
    /// folders or documents.
    fn ancestors(&self, scope: ScopeId) -> Vec<ScopeId> {
        let mut result = self.parents[scope.0 as usize].clone();
        let mut next = 0;
        while let Some(&current) = result.get(next) {
            next += 1;
            for &parent in &self.parents[current.0 as usize] {
                if parent != scope && !result.contains(&parent) {
                    result.push(parent);
                }
            }
        }
        order::by_key(&mut result, |&id| (self.scopes.get(id).kind, id));
        result
    }

    /// Numbers the groups of scopes that hang together, through what lies above them or through a role.
    fn number_components(&mut self) {
        let mut leader: Vec<u32> = (0..self.scopes.list.len() as u32).collect();
        let links = self
            .scopes
            .list
            .iter()
            .enumerate()
            .flat_map(|(at, scope)| scope.above.iter().map(move |&above| (at as u32, above.0)));
        let shared = self.scopes.of_role.iter().flat_map(|scopes| scopes.windows(2).map(|pair| (pair[0].0, pair[1].0)));
        for (one, other) in links.chain(shared) {
            let (one, other) = (find(&mut leader, one), find(&mut leader, other));
            leader[one.max(other) as usize] = one.min(other);
        }
        // Whoever leads comes first in the list.
        for at in 0..self.scopes.list.len() {
            let leader = find(&mut leader, at as u32) as usize;
            if leader == at {
                self.scopes.list[at].component = self.scopes.components as u32;
                self.scopes.components += 1;
            } else {
                self.scopes.list[at].component = self.scopes.list[leader].component;
            }
        }
    }
}

/// The leader of a group, shortening the way there.
fn find(leader: &mut [u32], mut at: u32) -> u32 {
    while leader[at as usize] != at {
        leader[at as usize] = leader[leader[at as usize] as usize];
        at = leader[at as usize];
    }
    at
}

/// The names of teams that roles name together with several products.
fn teams_of_several_products(roles: &[Declared<'_>]) -> digest::Set {
    let mut product_of = digest::Table::default();
    let mut ambiguous = digest::Set::default();
    for role in roles {
        for team in role.teams() {
            for product in role.products() {
                if *product_of.entry(team.digest).or_insert(product.digest) != product.digest {
                    ambiguous.insert(team.digest);
                }
            }
        }
    }
    ambiguous
}

/// A name without what does not matter: case and the width of spaces.
pub(super) fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    add_plain(name, &mut plain);
    plain
}

/// The same at the end of a text that is empty.
fn add_plain(name: &str, plain: &mut String) {
    for word in name.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    if plain.is_ascii() {
        plain.make_ascii_lowercase();
    } else {
        *plain = plain.to_lowercase();
    }
}

/// The directory of a path, `.` for the current one.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once(['/', '\\']).map_or(".", |(folder, _)| folder)
}
