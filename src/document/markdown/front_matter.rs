//! Front matter: where it ends, and what TOML front matter says. YAML front matter is read by [`crate::document::yaml`].

use crate::document::yaml::FrontMatter;
use crate::document::{Duty, MappedText, MappedTextBuilder, Problem, Role, Section, SectionKind};
use crate::order;
use crate::rulebook::Rulebook;
use crate::rulebook::keys::Key;
use crate::source::Span;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// A source cut into front matter and body.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// The front matter without its marks, if there is any.
    pub front: Option<(Language, Range<usize>)>,
    /// Where the body begins.
    pub body: usize,
}

/// The languages of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Yaml,
    Toml,
}

const BOM: &str = "\u{FEFF}";

/// Cuts a source. Front matter begins on the first line and ends with the same mark (YAML also with `...`).
pub(super) fn split(text: &str) -> Split {
    let start = if text.starts_with(BOM) { BOM.len() } else { 0 };
    let none = Split { front: None, body: start };
    let mut at = start;
    let mut opened = None;
    for line in text[start..].split_inclusive('\n') {
        let end = at + line.len();
        let mark = line.trim_end();
        match opened {
            None => match mark {
                "---" => opened = Some((Language::Yaml, end)),
                "+++" => opened = Some((Language::Toml, end)),
                _ => return none,
            },
            Some((kind, from)) => {
                let closed = match kind {
                    Language::Yaml => mark == "---" || mark == "...",
                    Language::Toml => mark == "+++",
                };
                if closed {
                    return Split { front: Some((kind, from..at)), body: end };
                }
            }
        }
        at = end;
    }
    none
}

/// The keys at the outermost level of front matter with what stands beside them, as written. Enough to tell what kind of file it is.
pub(super) fn entries(front: &str) -> impl Iterator<Item = (&str, &str)> {
    let indent = front.lines().find(|line| !line.trim().is_empty()).map_or(0, |line| line.len() - line.trim_start().len());
    front.lines().filter_map(move |line| {
        let line = line.get(indent..).filter(|line| !line.starts_with([' ', '\t', '#', '-']))?;
        let (key, value) = line.split_once([':', '='])?;
        Some((bare(key), bare(value)))
    })
}

fn bare(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}

/// Reads TOML front matter that begins at `offset` of the source: title, scope, model and lists of known keys.
pub(super) fn read_toml(text: &str, offset: usize, rulebook: &Rulebook) -> FrontMatter {
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => return unreadable(text, offset, &error),
    };
    let reader = Toml { text, offset };
    let mut front = FrontMatter::default();
    let role = &mut front.role;
    let mut entries: Vec<_> = table.iter().collect();
    order::by_key(&mut entries, |(key, _)| key.span().start);
    for (key, value) in entries {
        let Some(meaning) = rulebook.keys().meaning(key.get_ref()) else { continue };
        let texts = reader.texts(value.get_ref(), value.span());
        let heading = MappedText::verbatim(&text[key.span()], offset + key.span().start);
        match meaning {
            Key::Title => role.title = texts.into_iter().next(),
            Key::Model => front.model = texts.into_iter().next(),
            Key::Team => front.scope.teams.extend(texts),
            Key::Product => front.scope.products.extend(texts),
            Key::Train => front.scope.trains.extend(texts),
            Key::Description => {
                for text in texts {
                    take_sections(role, super::fragment::read_fragment(&text, rulebook, None));
                }
            }
            other => {
                let Some(kind) = section_kind(other) else { continue };
                let list = value.get_ref().is_array();
                let sections = if list { vec![Section { kind, heading, items: texts }] } else { fragments(&texts, rulebook, kind) };
                take_sections(role, sections);
            }
        }
    }
    role.place = role.title.as_ref().map(MappedText::whole).unwrap_or_default();
    front
}

fn fragments(texts: &[MappedText], rulebook: &Rulebook, kind: SectionKind) -> Vec<Section> {
    texts.iter().flat_map(|text| super::fragment::read_fragment(text, rulebook, Some(kind))).collect()
}

/// Duties become duties, everything else stays a section.
fn take_sections(role: &mut Role, sections: Vec<Section>) {
    for section in sections {
        if section.kind == SectionKind::Duties {
            role.duties.extend(section.items.into_iter().map(|text| Duty { text, group: None }));
        } else {
            role.sections.push(section);
        }
    }
}

fn section_kind(key: Key) -> Option<SectionKind> {
    Some(match key {
        Key::Duties | Key::Tasks => SectionKind::Duties,
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

fn unreadable(text: &str, offset: usize, error: &toml::de::Error) -> FrontMatter {
    let span = error.span().unwrap_or(0..text.lines().next().unwrap_or_default().len());
    let problem = Problem::Unreadable {
        message: format!("the front matter is not valid TOML: {}", error.message()),
        span: Span::new(offset + span.start, offset + span.end),
        help: "Between the two `+++` lines, write each entry as `key = \"value\"`, for example `title = \"Product Owner\"`.".to_owned(),
    };
    FrontMatter { problems: vec![problem], ..FrontMatter::default() }
}

/// Texts of TOML values with their bytes.
struct Toml<'a> {
    text: &'a str,
    offset: usize,
}

impl Toml<'_> {
    /// The string that a value is, or the strings it lists.
    fn texts(&self, value: &DeValue<'_>, span: Range<usize>) -> Vec<MappedText> {
        match value {
            DeValue::String(string) => vec![self.string(string, span)],
            DeValue::Array(list) => list.iter().flat_map(|item| self.texts(item.get_ref(), item.span())).collect(),
            _ => Vec::new(),
        }
    }

    /// A string, walked through beside its source: what differs is an escape.
    fn string(&self, decoded: &str, span: Range<usize>) -> MappedText {
        let source = &self.text[span.clone()];
        let quotes = if source.starts_with("\"\"\"") || source.starts_with("'''") { 3 } else { 1 };
        let escapes = source.starts_with('"');
        let mut at = quotes;
        if quotes == 3 {
            let rest = &source[at..];
            at += rest.len() - rest.strip_prefix('\n').or_else(|| rest.strip_prefix("\r\n")).unwrap_or(rest).len();
        }
        let mut builder = MappedTextBuilder::default();
        for c in decoded.chars() {
            // A backslash at the end of a line swallows the line break and the white space after it.
            while let Some(rest) = source
                .get(at..)
                .filter(|rest| escapes && rest.starts_with('\\') && rest[1..].trim_start_matches([' ', '\t']).starts_with(['\n', '\r']))
            {
                at += rest.len() - rest[1..].trim_start().len();
            }
            let rest = source.get(at..).unwrap_or_default();
            let start = self.offset + span.start + at;
            if escapes && rest.starts_with('\\') {
                let length = match rest.as_bytes().get(1) {
                    Some(b'x') => 4,
                    Some(b'u') => 6,
                    Some(b'U') => 10,
                    _ => 2,
                };
                builder.push_replaced(c.encode_utf8(&mut [0; 4]), Span::new(start, start + length));
                at += length;
            } else if c == '\n' && rest.starts_with("\r\n") {
                builder.push_replaced("\n", Span::new(start, start + 2));
                at += 2;
            } else {
                builder.push_verbatim(c.encode_utf8(&mut [0; 4]), start);
                at += c.len_utf8();
            }
        }
        builder.build()
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, Split, entries, read_toml, split};
    use crate::rulebook::Rulebook;

    #[test]
    fn front_matter_is_cut_off_with_every_kind_of_line_end() {
        assert_eq!(split("---\na: b\n---\nbody"), Split { front: Some((Language::Yaml, 4..9)), body: 13 });
        assert_eq!(split("\u{FEFF}---\r\na: b\r\n---\r\nbody"), Split { front: Some((Language::Yaml, 8..14)), body: 19 });
        assert_eq!(split("+++\na = 1\n+++"), Split { front: Some((Language::Toml, 4..10)), body: 13 });
        assert_eq!(split("# Title\n---\nx\n---\n"), Split { front: None, body: 0 });
        assert_eq!(split("---\nnever closed\n"), Split { front: None, body: 0 });
        assert_eq!(split("---\n---\n"), Split { front: Some((Language::Yaml, 4..4)), body: 8 });
    }

    #[test]
    fn outer_keys_are_found_whatever_the_indent() {
        let front = "    name: x\n    tools: [a]\n      inner: y\n";
        assert_eq!(entries(front).collect::<Vec<_>>(), [("name", "x"), ("tools", "[a]")]);
    }

    #[test]
    fn toml_strings_know_their_bytes_through_escapes() {
        let text = "title = \"Product \\u004fwner\"\nresponsibilities = [\n  \"Own \\\"it\\\"\", 'Plain',\n  \"\"\"\nSplit \\\n   stories\"\"\",\n]\n";
        let role = read_toml(text, 100, Rulebook::builtin()).role;
        let slice = |span: crate::source::Span| &text[span.start as usize - 100..span.end as usize - 100];
        let title = role.title.as_ref().expect("there is a title");
        assert_eq!((title.as_str(), slice(title.span(8..13))), ("Product Owner", "\\u004fwner"));
        let duties: Vec<_> = role.duties.iter().map(|duty| (duty.text.as_str(), slice(duty.text.whole()))).collect();
        assert_eq!(duties, [("Own \"it\"", "Own \\\"it\\\""), ("Plain", "Plain"), ("Split stories", "Split \\\n   stories")]);
    }

    #[test]
    fn broken_toml_is_a_problem_with_its_place() {
        let front = read_toml("title = Product\n", 4, Rulebook::builtin());
        assert_eq!(front.problems.len(), 1);
        assert!(front.problems[0].span().start >= 4);
    }
}
