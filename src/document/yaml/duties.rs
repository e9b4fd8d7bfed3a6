//! What stands under a key that means duties, in every shape people write: lists, maps, groups, bullets in one text.

use super::bullets;
use super::map::{Map, key_text};
use super::marks::{is_plain, is_rich};
use super::scalar;
use super::tree::{Kind, NodeId, Tree};
use super::unknown::report_duplicates;
use crate::document::markdown::fragment::read_fragment;
use crate::document::markdown::sentences::sentences;
use crate::document::{Duty, MappedText, MappedTextBuilder, Problem, Section, SectionKind};
use crate::order;
use crate::rulebook::Rulebook;
use crate::rulebook::keys::Key;
use crate::rulebook::wording::Reads;
use crate::source::Span;
use memchr::memchr;

/// What was found under the keys of one role.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) duties: Vec<Duty>,
    pub(super) sections: Vec<Section>,
    pub(super) problems: Vec<Problem>,
}

/// Reads values of keys into duties and sections.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListReader<'t> {
    pub(super) tree: &'t Tree<'t>,
    pub(super) rulebook: &'t Rulebook,
}

impl Listed {
    fn add(&mut self, text: MappedText, group: Option<&MappedText>) {
        if has_words(text.as_str()) {
            self.duties.push(Duty { text, group: group.cloned() });
        }
    }

    /// Adds the bullets of a text; what stands before them is a duty unless it only leads in.
    fn add_parts(&mut self, parts: bullets::Parts, group: Option<&MappedText>) {
        let lead = parts.lead.filter(|lead| !lead.as_str().ends_with(':'));
        for text in lead.into_iter().chain(parts.items) {
            self.add(text, group);
        }
    }
}

impl Listed {
    /// Adds the sentences of running text that plainly give the role an accountability, where there are duties beside them.
    pub(super) fn take_accountabilities(&mut self, rulebook: &Rulebook) {
        if self.duties.is_empty() {
            return;
        }
        let wording = rulebook.wording();
        let gives = |text: &str| wording.gives_accountability(text, rulebook.headings(), rulebook.titles());
        let running = self.sections.iter().filter(|section| section.kind == SectionKind::About).flat_map(|section| &section.items);
        let running = running.filter(|text| wording.may_give_accountability(text.as_str()));
        let found = running.flat_map(|text| sentences(text.as_str(), rulebook.languages()).into_iter().map(move |range| (text, range)));
        let duties = found.filter(|(text, range)| gives(&text.as_str()[range.clone()]));
        self.duties.extend(duties.map(|(text, range)| Duty { text: text.slice(range), group: None }));
    }
}

impl ListReader<'_> {
    /// Reads the value of a key that means duties. `group` is the sub-key it stands under, if any.
    pub(super) fn duties(&self, value: NodeId, group: Option<&MappedText>, listed: &mut Listed) {
        match self.tree.node(value).kind {
            Kind::Null => {}
            Kind::Scalar(..) => self.scalar(value, false, group, listed),
            Kind::Sequence(..) => {
                let items = self.tree.items(value).unwrap_or_default();
                listed.duties.reserve(items.len());
                for &item in items {
                    match self.tree.node(item).kind {
                        Kind::Mapping(..) => self.item_map(item, group, listed),
                        Kind::Scalar(..) => self.scalar(item, true, group, listed),
                        _ => self.duties(item, group, listed),
                    }
                }
            }
            Kind::Mapping(..) => self.groups(value, group, listed),
        }
    }

    /// Duties grouped under sub-keys.
    fn groups(&self, value: NodeId, group: Option<&MappedText>, listed: &mut Listed) {
        let Some(map) = Map::new(self.tree, self.rulebook, value) else { return };
        report_duplicates(self.tree, &map, &mut listed.problems);
        for entry in &map.entries {
            let is_text = self.rulebook.keys().text_rank(&entry.spelling).is_some();
            match entry.meaning() {
                Some(Key::Duties | Key::Tasks | Key::Postings | Key::Description) => self.duties(entry.value, group, listed),
                Some(Key::Ignored | Key::Person) if self.tree.scalar(entry.value).is_some() => {}
                // `customers: [Interview them monthly]` among groups of duties is one of them.
                Some(Key::WorksWith | Key::Metrics | Key::Horizon | Key::About) if self.holds_duties(entry.value) => {
                    self.duties(entry.value, Some(&key_text(self.tree, entry.key)), listed);
                }
                Some(key) if section_kind(key).is_some() => {
                    if let Some(kind) = section_kind(key) {
                        self.section(kind, entry.key, entry.value, listed);
                    }
                }
                _ if is_text => self.duties(entry.value, group, listed),
                _ if matches!(self.tree.node(entry.value).kind, Kind::Null) => listed.add(scalar::text(self.tree, entry.key), group),
                _ => self.duties(entry.value, Some(&key_text(self.tree, entry.key)), listed),
            }
        }
    }

    /// Whether most items of a list read like duties.
    fn holds_duties(&self, value: NodeId) -> bool {
        let items = self.tree.items(value).unwrap_or_default();
        let (wording, headings, titles) = (self.rulebook.wording(), self.rulebook.headings(), self.rulebook.titles());
        let is_duty = |item: &&NodeId| self.tree.scalar(**item).is_some_and(|text| wording.reads(text, headings, titles) == Reads::Duty);
        2 * items.iter().filter(is_duty).count() > items.len()
    }

    /// One item that is written as a map: a text with attributes, a named group, or prose that YAML took for a key.
    fn item_map(&self, item: NodeId, group: Option<&MappedText>, listed: &mut Listed) {
        let Some(map) = Map::new(self.tree, self.rulebook, item) else { return };
        report_duplicates(self.tree, &map, &mut listed.problems);
        let keys = self.rulebook.keys();
        let mut texts: Vec<_> = map
            .entries
            .iter()
            .filter(|entry| self.tree.scalar(entry.value).is_some_and(has_words))
            .filter_map(|entry| Some((keys.text_rank(&entry.spelling).or_else(|| group_rank(entry.meaning()))?, entry)))
            .collect();
        order::by_key(&mut texts, |&(rank, _)| rank);
        let lists: Vec<_> = map.entries.iter().filter(|entry| self.is_list(entry.value)).collect();
        if !lists.is_empty() {
            let named = texts.last().map(|(_, entry)| scalar::trimmed(self.tree, entry.value));
            for entry in lists {
                let known = entry.known.is_some() || keys.text_rank(&entry.spelling).is_some();
                let heading = if known { named.clone() } else { Some(key_text(self.tree, entry.key)) };
                match entry.meaning().and_then(section_kind) {
                    Some(kind) => self.section(kind, entry.key, entry.value, listed),
                    None => self.duties(entry.value, heading.as_ref().or(group), listed),
                }
            }
            return;
        }
        if let Some(&(_, best)) = texts.first() {
            // `title: Roadmap` beside `description: Own the roadmap` names the group.
            let heading = texts
                .iter()
                .skip(1)
                .map(|(_, entry)| entry)
                .find(|entry| matches!(entry.meaning(), Some(Key::Title | Key::Name)));
            let heading = heading.map(|entry| scalar::trimmed(self.tree, entry.value));
            self.scalar(best.value, true, heading.as_ref().or(group), listed);
            return;
        }
        for entry in &map.entries {
            if entry.known.is_none() || map.entries.len() == 1 {
                listed.add(self.prose(entry.key, entry.value), group);
            }
        }
    }

    /// Prose with a colon, which YAML took for a key and its value.
    fn prose(&self, key: NodeId, value: NodeId) -> MappedText {
        let head = scalar::trimmed(self.tree, key);
        let tail = scalar::trimmed(self.tree, value);
        if tail.is_empty() {
            return head;
        }
        let between = Span { start: head.whole().end, end: tail.whole().start };
        let mut builder = MappedTextBuilder::default();
        builder.push_mapped(&head, 0..head.as_str().len());
        let Some(sign) = self.tree.text.get(between.range()) else {
            // A value that stands further up and was brought in by an alias: what ends before it begins is no place.
            builder.push_replaced(&format!(": {}", tail.as_str()), Span { start: between.start, end: between.start });
            return builder.build();
        };
        match sign {
            ": " => builder.push_verbatim(": ", between.start as usize),
            _ => builder.push_replaced(": ", between),
        }
        builder.push_mapped(&tail, 0..tail.as_str().len());
        builder.build()
    }

    fn is_list(&self, value: NodeId) -> bool {
        matches!(self.tree.node(value).kind, Kind::Sequence(..) | Kind::Mapping(..)) && !self.tree.is_empty(value)
    }

    /// A scalar: one duty, or a text with bullets. An item of a list is one duty however many sentences it has.
    fn scalar(&self, value: NodeId, is_item: bool, group: Option<&MappedText>, listed: &mut Listed) {
        let text = scalar::text(self.tree, value);
        let sentences = !is_item && text.as_str().contains(". ");
        let plain = self.tree.is_plain(&text) || (is_one_line(self.tree, value) && is_plain(text.as_str()));
        if plain && !sentences {
            listed.add(text.into_trimmed(), group);
        } else if let Some((parts, problem)) = bullets::unfold(self.tree, value, &text) {
            listed.problems.push(problem);
            listed.add_parts(parts, group);
        } else if let Some(parts) = bullets::inline(&text) {
            listed.add_parts(parts, group);
        } else if sentences || is_rich(text.as_str()) {
            let text = unescape(&text);
            let text = if is_item && !bullets::holds_list(text.as_str()) { as_bullet(&text) } else { text };
            for section in read_fragment(&text, self.rulebook, Some(SectionKind::Duties)) {
                if section.kind == SectionKind::Duties {
                    let heading = Some(&section.heading).filter(|heading| !heading.is_empty()).or(group);
                    for item in section.items {
                        listed.add(item, heading);
                    }
                } else {
                    listed.sections.push(section);
                }
            }
        } else {
            listed.add(text.into_trimmed(), group);
        }
    }

    /// Reads running text: bullets under a line that means responsibilities are duties, the rest is kept as sections.
    pub(super) fn description(&self, key: NodeId, value: NodeId, listed: &mut Listed) {
        let text = scalar::text(self.tree, value);
        if text.is_empty() {
            return;
        }
        let heading = key_text(self.tree, key);
        if !is_rich(text.as_str()) {
            listed.sections.push(Section { kind: SectionKind::About, heading, items: vec![text.into_trimmed()] });
            return;
        }
        for mut section in read_fragment(&unescape(&text), self.rulebook, None) {
            if section.kind == SectionKind::Duties {
                listed.duties.extend(section.items.into_iter().map(|text| Duty { text, group: None }));
            } else {
                if section.heading.is_empty() {
                    section.heading = heading.clone();
                }
                listed.sections.push(section);
            }
        }
    }

    /// Reads the value of a key that means anything but duties.
    pub(super) fn section(&self, kind: SectionKind, key: NodeId, value: NodeId, listed: &mut Listed) {
        // They are kept as long as the audit, so that there is room for these and no more.
        let mut items = Vec::with_capacity(self.tree.items(value).map_or(1, <[NodeId]>::len));
        self.items(kind, value, &mut items);
        if !items.is_empty() {
            listed.sections.push(Section { kind, heading: key_text(self.tree, key), items });
        }
    }

    fn items(&self, kind: SectionKind, value: NodeId, items: &mut Vec<MappedText>) {
        match self.tree.node(value).kind {
            Kind::Null => {}
            Kind::Scalar(..) => {
                let text = scalar::text(self.tree, value);
                if !self.tree.is_plain(&text) && is_rich(text.as_str()) {
                    let sections = read_fragment(&unescape(&text), self.rulebook, Some(kind));
                    items.extend(sections.into_iter().flat_map(|section| section.items));
                } else if !text.as_str().trim().is_empty() {
                    items.push(text.into_trimmed());
                }
            }
            Kind::Sequence(..) => {
                let list = self.tree.items(value).unwrap_or_default();
                items.reserve(list.len());
                for &item in list {
                    self.items(kind, item, items);
                }
            }
            Kind::Mapping(..) => self.item_of_map(kind, value, items),
        }
    }

    fn item_of_map(&self, kind: SectionKind, value: NodeId, items: &mut Vec<MappedText>) {
        let Some(map) = Map::new(self.tree, self.rulebook, value) else { return };
        let rank = |spelling: &str| self.rulebook.keys().text_rank(spelling);
        let scalars = map.entries.iter().filter(|entry| self.tree.scalar(entry.value).is_some());
        let best = scalars.filter_map(|entry| Some((rank(&entry.spelling)?, entry.value))).min_by_key(|&(rank, _)| rank);
        if let Some((_, value)) = best {
            return self.items(kind, value, items);
        }
        for entry in &map.entries {
            if self.tree.scalar(entry.value).is_some() && map.entries.len() == 1 {
                items.push(self.prose(entry.key, entry.value));
            } else {
                self.items(kind, entry.value, items);
            }
        }
    }
}

/// The section a key introduces, for keys that list something other than duties.
pub(super) fn section_kind(key: Key) -> Option<SectionKind> {
    Some(match key {
        Key::Disclaimed => SectionKind::Disclaimed,
        Key::Skills => SectionKind::Skills,
        Key::Requirements => SectionKind::Requirements,
        Key::Metrics => SectionKind::Metrics,
        Key::Tools => SectionKind::Tools,
        Key::WorksWith => SectionKind::WorksWith,
        Key::Horizon => SectionKind::Horizon,
        Key::Benefits => SectionKind::Benefits,
        Key::About => SectionKind::About,
        _ => return None,
    })
}

/// Titles and names hold the text of an item only when nothing better does.
fn group_rank(key: Option<Key>) -> Option<u16> {
    matches!(key, Some(Key::Title | Key::Name)).then_some(u16::MAX)
}

/// Whether a text says anything: placeholders such as `-`, `TBD` and `n/a` do not.
fn has_words(text: &str) -> bool {
    let bytes = text.as_bytes();
    // A letter, and a second word behind the first space, are what nearly all have.
    if bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes
            .iter()
            .position(|&byte| byte == b' ')
            .is_some_and(|at| bytes.get(at + 1).is_some_and(u8::is_ascii_graphic))
    {
        return true;
    }
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let is_said = words.next().is_some() || first.chars().count() > 4 || !first.is_ascii();
    is_said && text.chars().any(char::is_alphabetic)
}

fn is_one_line(tree: &Tree<'_>, id: NodeId) -> bool {
    memchr(b'\n', &tree.text.as_bytes()[tree.span(id).range()]).is_none()
}

/// A text as the only bullet of a list, so that its sentences stay together.
fn as_bullet(text: &MappedText) -> MappedText {
    let text = text.trimmed();
    if text.as_str().contains("\n\n") || bullets::mark(text.as_str()).is_some() {
        return text;
    }
    let start = text.whole().start;
    let mut builder = MappedTextBuilder::default();
    builder.push_replaced("- ", Span { start, end: start });
    builder.push_mapped(&text, 0..text.as_str().len());
    builder.build()
}

/// HTML that was escaped once more, as feeds and applicant tracking systems export it.
fn unescape(text: &MappedText) -> MappedText {
    const ENTITIES: [(&str, &str); 7] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    let value = text.as_str();
    if !value.contains("&lt;") {
        return text.clone();
    }
    let mut builder = MappedTextBuilder::default();
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = value[at..].find('&') {
        at += found;
        let Some((entity, decoded)) = ENTITIES.iter().find(|(entity, _)| value[at..].starts_with(entity)) else {
            at += 1;
            continue;
        };
        builder.push_mapped(text, from..at);
        builder.push_replaced(decoded, text.span(at..at + entity.len()));
        at += entity.len();
        from = at;
    }
    builder.push_mapped(text, from..value.len());
    builder.build()
}
