//! One map as one role: its title, duties and other sections, and whether it is a role at all.

use super::duties::{ListReader, Listed, section_kind};
use super::map::{Entry, Map, name_text, title_text};
use super::marks::is_rich;
use super::tree::{Kind, NodeId, Tree};
use super::unknown;
use crate::document::{MappedText, Problem, Role, Scope, SectionKind};
use crate::rulebook::keys::Key;
use crate::rulebook::{KindId, Rulebook};
use crate::source::Span;

/// What a map is called by what is around it.
#[derive(Clone, Debug)]
pub(super) enum Name {
    /// It stands under this key.
    Key(MappedText),
    /// It stands under this key in a map of roles.
    Listed(MappedText),
    /// The map around it has this title.
    Around(MappedText),
}

impl Name {
    pub(super) fn text(&self) -> &MappedText {
        match self {
            Self::Key(text) | Self::Listed(text) | Self::Around(text) => text,
        }
    }
}

/// A role read from a map, with what came up on the way.
#[derive(Debug)]
pub(super) struct RoleMap {
    pub(super) role: Role,
    pub(super) problems: Vec<Problem>,
    /// Whether its title is the key it stands under.
    pub(super) named_by_key: bool,
}

/// The title that a map gives itself.
#[derive(Debug)]
pub(super) struct OwnTitle {
    pub(super) text: MappedText,
    value: NodeId,
    /// Whether the key says that it is a title, rather than a name.
    pub(super) certain: bool,
}

/// Reads the role that a map describes. None when it describes none.
pub(super) fn read(lists: ListReader<'_>, map: &Map<'_>, name: Option<&Name>) -> Option<RoleMap> {
    let own = own_title(lists.tree, map);
    let title = own.as_ref().map(|own| &own.text).or(name.map(Name::text));
    let mut contents = Contents::new(lists, map, own.as_ref().map(|own| own.value));
    for entry in &map.entries {
        contents.take(entry);
    }
    // Asked last: telling what a title means costs more than all the rest.
    let known = || title.is_some_and(|title| is_known(lists.rulebook, title.as_str()));
    let certain = own.as_ref().map_or(matches!(name, Some(Name::Listed(_))), |own| own.certain);
    if !contents.is_role(title.is_some(), certain, known) {
        return None;
    }
    contents.listed.take_accountabilities(lists.rulebook);
    let title = title.cloned();
    let place = title.as_ref().map_or_else(|| lists.tree.span(map.entries[0].key), MappedText::whole);
    let Listed { mut duties, sections, mut problems } = contents.listed;
    duties.shrink_to_fit();
    if duties.is_empty() && contents.unknown == 0 {
        problems.push(empty_role(title.as_ref(), place));
    }
    let named_by_key = own.is_none() && matches!(name, Some(Name::Key(_)));
    let role = Role { title, duties, sections, place, ..Role::default() };
    Some(RoleMap { role, problems, named_by_key })
}

/// Reads a map as a role whatever it holds, as the front matter of a document must be.
pub(super) fn contents(lists: ListReader<'_>, map: &Map<'_>) -> RoleMap {
    let own = own_title(lists.tree, map);
    let mut contents = Contents::new(lists, map, own.as_ref().map(|own| own.value));
    for entry in &map.entries {
        contents.take(entry);
    }
    let title = own.map(|own| own.text);
    let first = map.entries.first().map_or_else(|| lists.tree.span(map.id), |entry| lists.tree.span(entry.key));
    let place = title.as_ref().map_or(first, MappedText::whole);
    let Listed { duties, sections, problems } = contents.listed;
    RoleMap { role: Role { title, duties, sections, place, ..Role::default() }, problems, named_by_key: false }
}

/// What the entries of a map hold, taken one by one.
struct Contents<'t, 'm> {
    lists: ListReader<'t>,
    map: &'m Map<'t>,
    title_value: Option<NodeId>,
    listed: Listed,
    /// A key that means duties was met.
    duties: bool,
    /// A list was met that is duties if the map is a role.
    tasks: bool,
    /// Running text held duties.
    described: bool,
    /// How many lists of sentences stand under keys that are not known.
    unknown: usize,
}

impl<'t, 'm> Contents<'t, 'm> {
    fn new(lists: ListReader<'t>, map: &'m Map<'t>, title_value: Option<NodeId>) -> Self {
        Self {
            lists,
            map,
            title_value,
            listed: Listed::default(),
            duties: false,
            tasks: false,
            described: false,
            unknown: 0,
        }
    }

    fn take(&mut self, entry: &Entry<'_>) {
        let (tree, value) = (self.lists.tree, entry.value);
        match entry.meaning() {
            Some(Key::Duties) => self.take_duties(entry),
            Some(Key::Tasks) => self.take_tasks(entry),
            // A title key whose value is no title: `role:` with the duties as HTML or bullets.
            Some(Key::Title) if self.title_value != Some(value) => match tree.scalar(value) {
                Some(text) if is_rich(text) => self.take_tasks(entry),
                Some(text) if words(text) > 12 => self.take_description(entry),
                _ => {}
            },
            Some(Key::Description) => match tree.node(value).kind {
                Kind::Scalar(..) => self.take_description(entry),
                // The only list of texts in a posting that has no key for duties.
                Kind::Sequence(..)
                    if unknown::is_list_of_sentences(tree, value) && !self.map.has(Key::Duties) && !self.map.has(Key::Tasks) =>
                {
                    self.take_tasks(entry);
                }
                _ => self.lists.section(SectionKind::About, entry.key, value, &mut self.listed),
            },
            Some(Key::Model) if tree.scalar(value).is_some_and(|text| words(text) > 3) => {
                self.lists.section(SectionKind::About, entry.key, value, &mut self.listed);
            }
            Some(key) => {
                if let Some(kind) = section_kind(key) {
                    self.lists.section(kind, entry.key, value, &mut self.listed);
                }
            }
            None if unknown::is_misspelt_duties(self.lists, self.map, entry) => self.take_duties(entry),
            None => self.unknown += usize::from(unknown::is_list_of_sentences(tree, value)),
        }
    }

    fn take_duties(&mut self, entry: &Entry<'_>) {
        self.duties = true;
        self.lists.duties(entry.value, None, &mut self.listed);
    }

    fn take_tasks(&mut self, entry: &Entry<'_>) {
        self.tasks = true;
        self.lists.duties(entry.value, None, &mut self.listed);
    }

    fn take_description(&mut self, entry: &Entry<'_>) {
        let before = self.listed.duties.len();
        self.lists.description(entry.key, entry.value, &mut self.listed);
        self.described |= self.listed.duties.len() > before;
    }

    /// Whether what was found makes a role, given whether there is a title, whether its key says that it is one, and whether
    /// its kind is known.
    fn is_role(&self, titled: bool, certain: bool, known: impl Fn() -> bool) -> bool {
        let duties = &self.listed.duties;
        if duties.is_empty() {
            return (self.duties && (certain || known())) || ((self.tasks || self.unknown > 0) && known());
        }
        let of_words = |least: usize| 2 * duties.iter().filter(|duty| words(duty.text.as_str()) >= least).count() >= duties.len();
        (self.duties && (titled || of_words(2))) || (self.described && titled) || (self.tasks && ((certain && of_words(3)) || known()))
    }
}

/// The finding for a role without duties.
pub(super) fn empty_role(title: Option<&MappedText>, span: Span) -> Problem {
    Problem::EmptyRole { title: title.map_or_else(|| "untitled role".to_owned(), |title| title.as_str().to_owned()), span }
}

/// Whether the rulebook knows the kind of role that a title names.
pub(super) fn is_known(rulebook: &Rulebook, title: &str) -> bool {
    rulebook.titles().read(title).kind.is_some()
}

/// Whether a key is certainly a title: one of the product roles, or a known title of several words. `test` is a key first.
pub(super) fn is_title(rulebook: &Rulebook, key: &str) -> bool {
    let kind = rulebook.titles().read(key).kind;
    kind.is_some_and(|kind| matches!(kind, KindId::PM | KindId::PO) || key.split_whitespace().nth(1).is_some())
}

/// The title a map gives itself.
pub(super) fn own_title(tree: &Tree<'_>, map: &Map<'_>) -> Option<OwnTitle> {
    [Key::Title, Key::Roles, Key::Name].into_iter().find_map(|key| {
        let (text, value) = map.best(key, |entry| Some((title_text(tree, entry.value)?, entry.value)))?;
        Some(OwnTitle { text, value, certain: key != Key::Name })
    })
}

/// The scope that a map declares.
pub(super) fn own_scope(tree: &Tree<'_>, map: &Map<'_>) -> Scope {
    Scope {
        teams: names(tree, map, Key::Team),
        products: names(tree, map, Key::Product),
        trains: names(tree, map, Key::Train),
    }
}

/// The role model that a map declares: a word or two.
pub(super) fn own_model(tree: &Tree<'_>, map: &Map<'_>) -> Option<MappedText> {
    let model = map.best(Key::Model, |entry| name_text(tree, entry.value))?;
    (words(model.as_str()) <= 3).then_some(model)
}

/// Names under keys of one meaning: a text, a list of texts, or a map with a name.
fn names(tree: &Tree<'_>, map: &Map<'_>, key: Key) -> Vec<MappedText> {
    let mut names = Vec::new();
    for entry in map.all(key) {
        match tree.node(entry.value).kind {
            // Under a plural, commas part several names.
            Kind::Scalar(..) if entry.spelling.ends_with('s') => {
                names.extend(name_text(tree, entry.value).iter().flat_map(MappedText::parted));
            }
            Kind::Scalar(..) => names.extend(name_text(tree, entry.value)),
            Kind::Sequence(..) => {
                names.extend(tree.items(entry.value).unwrap_or_default().iter().filter_map(|&item| name_text(tree, item)));
            }
            Kind::Mapping(..) => {
                let pairs = tree.entries(entry.value).unwrap_or_default();
                let name = pairs.iter().find(|&&(key, _)| tree.scalar(key).is_some_and(|key| key.eq_ignore_ascii_case("name")));
                names.extend(name.and_then(|&(_, value)| name_text(tree, value)));
            }
            Kind::Null => {}
        }
    }
    names
}

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}
