//! The shapes of values: maps with known keys, lists, texts, and choices; what has another shape is a mistake.

use super::Reader;
use crate::config::Mistake;
use crate::document::yaml::{Value, ValueKind};
use crate::error::near;
use crate::source::Span;
use std::collections::HashMap;

/// Names that are listed although one of them was probably meant.
const FEW: usize = 14;

impl Reader<'_> {
    /// The entries of a map: key, its text, and value. Keys that are not `known` are mistakes, unless none is.
    pub(super) fn entries<'v>(&mut self, value: &'v Value, what: &str, known: &[&str]) -> Vec<(&'v Value, &'v str, &'v Value)> {
        let ValueKind::Map(pairs) = &value.kind else {
            if !matches!(value.kind, ValueKind::Null) {
                let example = known.first().map(|key| format!(", such as `{key}: ...`")).unwrap_or_default();
                self.mistakes.push(
                    Mistake::new(value.span, format!("{what} is {}, but should be keys with values", shape(value)))
                        .with_help(format!("Write a line for each key{example}.")),
                );
            }
            return Vec::new();
        };
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let mut entries = Vec::new();
        for (key, value) in pairs {
            let ValueKind::Text(name, _) = &key.kind else {
                self.mistakes.push(Mistake::new(key.span, "a key is a text"));
                continue;
            };
            if !known.is_empty() && !known.contains(&name.as_str()) {
                let mut mistake = unknown(key.span, "key", name, known.iter().copied());
                mistake.message = format!("there is no key `{name}` in {what}");
                self.mistakes.push(mistake);
            } else if let Some(&first) = seen.get(name.as_str()) {
                let mut mistake = Mistake::new(key.span, format!("the key `{name}` stands twice")).with_help("Keep one of them.");
                mistake.other = Some((first, "first here"));
                self.mistakes.push(mistake);
            } else {
                seen.insert(name, key.span);
                entries.push((key, name.as_str(), value));
            }
        }
        entries
    }

    /// The items of a list.
    pub(super) fn list<'v>(&mut self, value: &'v Value, name: &str) -> Option<&'v [Value]> {
        if let ValueKind::List(items) = &value.kind {
            return Some(items);
        }
        let message = format!("`{name}` is {}, but should be a list", shape(value));
        self.mistakes
            .push(Mistake::new(value.span, message).with_help("Start each item on a line of its own with `- `."));
        None
    }

    /// A text that is not blank.
    pub(super) fn text<'v>(&mut self, value: &'v Value, name: &str) -> Option<&'v str> {
        match &value.kind {
            ValueKind::Text(text, _) if !text.trim().is_empty() => Some(text),
            _ => {
                let name = if name.contains(' ') { name.to_owned() } else { format!("`{name}`") };
                self.mistakes.push(Mistake::new(value.span, format!("{name} is {}, but should be one value", shape(value))));
                None
            }
        }
    }

    /// One of several words.
    pub(super) fn choice<T: Copy>(&mut self, value: &Value, name: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(value, name)?;
        let found = choices.iter().find(|(word, _)| word.eq_ignore_ascii_case(text.trim()));
        if found.is_none() {
            let words: Vec<_> = choices.iter().map(|&(word, _)| word).collect();
            let mut mistake = Mistake::new(value.span, format!("`{name}` is one of {}, not `{text}`", words.join(", ")));
            mistake.help = near(text, words).map(|near| format!("Did you mean `{near}`?"));
            self.mistakes.push(mistake);
        }
        found.map(|&(_, value)| value)
    }
}

/// The mistake of naming something that does not exist.
pub(super) fn unknown<'a>(span: Span, what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Mistake {
    let known: Vec<_> = known.collect();
    let all = format!("There are: {}.", known.join(", "));
    let few = known.len() <= FEW;
    let help = match near(name, known) {
        Some(near) if few => format!("Did you mean `{near}`? {all}"),
        Some(near) => format!("Did you mean `{near}`?"),
        None => all,
    };
    Mistake::new(span, format!("there is no {what} `{name}`")).with_help(help)
}

/// What a value is, in plain words.
fn shape(value: &Value) -> &'static str {
    match value.kind {
        ValueKind::Null => "empty",
        ValueKind::Text(ref text, _) if text.trim().is_empty() => "blank",
        ValueKind::Text(..) => "a text",
        ValueKind::List(_) => "a list",
        ValueKind::Map(_) => "a map",
    }
}
