//! Reading rule files: what the reader of role documents makes of them takes the shape that the rules ask for.

use super::error::RuleError;
use super::source::RuleFile;
use crate::document::Problem;
use crate::document::yaml::{Value, ValueKind, read_values};
use crate::limits::Limits;
use crate::source::{Source, Span};
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, Expected, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use std::path::Path;

/// Deep nesting and aliases of aliases would keep the reader busy for hours.
const LIMITS: Limits = Limits { nesting: 32, aliases: 1 << 16, ..Limits::MOST };
/// What a file without a value is read as.
const NOTHING: Value = Value { span: Span { start: 0, end: 0 }, kind: ValueKind::Null };

/// Reads a file as `T`.
pub(super) fn read<T: DeserializeOwned>(file: &RuleFile) -> Result<T, RuleError> {
    let values = values(file)?;
    if let [_, second, ..] = values.as_slice() {
        return Err(mistake(file, Some(second.span), "a rule file is one YAML document"));
    }
    let value = values.first().unwrap_or(&NOTHING);
    T::deserialize(Node(value)).map_err(|fault| mistake(file, fault.span, &fault.message))
}

/// Whether a file can be read at all, whatever it says. Weights are no YAML.
pub(super) fn vetted(file: &RuleFile) -> Result<(), RuleError> {
    if Path::new(&file.path).extension().is_none_or(|ending| ending == "tsv") {
        return Ok(());
    }
    values(file).map(drop)
}

/// The documents of a file as values.
fn values(file: &RuleFile) -> Result<Vec<Value>, RuleError> {
    let source = Source::new(file.shown.as_str(), file.text.as_str());
    read_values(&source, &LIMITS).map_err(|problem| match problem {
        Problem::Unreadable { message, span, help } => mistake(file, Some(span), &message).with_help(help),
        _ => RuleError::new(&file.shown, "cannot be read"),
    })
}

fn mistake(file: &RuleFile, span: Option<Span>, message: &str) -> RuleError {
    let line = span.map(|span| {
        let place = Source::new(file.shown.as_str(), file.text.as_str()).position(span.start as usize);
        (place.line, place.column)
    });
    RuleError { line, ..RuleError::new(&file.shown, message) }
}

/// What is wrong with a value, and where: the innermost value that is wrong.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
struct Fault {
    message: String,
    span: Option<Span>,
}

impl de::Error for Fault {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), span: None }
    }
}

/// A value that takes whatever shape is asked for. Only what is asked for is tried, which keeps the code for every shape small.
#[derive(Clone, Copy)]
struct Node<'v>(&'v Value);

impl Node<'_> {
    fn here<T>(self, result: Result<T, Fault>) -> Result<T, Fault> {
        result.map_err(|fault| Fault { span: fault.span.or(Some(self.0.span)), ..fault })
    }

    /// That something else was expected.
    fn wrong<T>(self, expected: &dyn Expected) -> Result<T, Fault> {
        let found = match &self.0.kind {
            ValueKind::Null => Unexpected::Unit,
            ValueKind::Text(text, _) => Unexpected::Str(text),
            ValueKind::List(_) => Unexpected::Seq,
            ValueKind::Map(_) => Unexpected::Map,
        };
        self.here(Err(de::Error::invalid_type(found, expected)))
    }
}

impl IntoDeserializer<'_, Fault> for Node<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Node<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.here(match &self.0.kind {
            ValueKind::Null => visitor.visit_unit(),
            ValueKind::Text(text, true) => match (text.parse(), text.parse(), text.as_str()) {
                (Ok(number), ..) => visitor.visit_i64(number),
                (_, Ok(number), _) if f64::is_finite(number) => visitor.visit_f64(number),
                (.., "true" | "True" | "TRUE") => visitor.visit_bool(true),
                (.., "false" | "False" | "FALSE") => visitor.visit_bool(false),
                _ => visitor.visit_str(text),
            },
            ValueKind::Text(text, false) => visitor.visit_str(text),
            ValueKind::List(_) => self.deserialize_seq(visitor),
            ValueKind::Map(_) => self.deserialize_map(visitor),
        })
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.0.kind {
            // A word is a word, even one that looks like a number.
            ValueKind::Text(text, _) => self.here(visitor.visit_str(text)),
            _ => self.wrong(&visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.0.kind {
            ValueKind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let items: &[Value] = match &self.0.kind {
            // A key without a value has a list of nothing.
            ValueKind::Null => &[],
            ValueKind::List(items) => items,
            _ => return self.wrong(&visitor),
        };
        self.here(visitor.visit_seq(SeqDeserializer::new(items.iter().map(Node))))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let entries: &[(Value, Value)] = match &self.0.kind {
            ValueKind::Null => &[],
            ValueKind::Map(entries) => entries,
            _ => return self.wrong(&visitor),
        };
        self.here(visitor.visit_map(MapDeserializer::new(entries.iter().map(|(key, value)| (Node(key), Node(value))))))
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        match &self.0.kind {
            ValueKind::Text(text, _) => self.here(visitor.visit_enum(text.as_str().into_deserializer())),
            _ => self.wrong(&visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct ignored_any
    }
}

#[cfg(test)]
mod tests {
    use crate::rulebook::area_file::Phrases;
    use crate::rulebook::{RuleFile, Rulebook, Sources};

    #[test]
    fn the_program_reads_the_rules_as_they_were_read_when_it_was_built() {
        let read = Rulebook::from_sources(&Rulebook::builtin_sources()).expect("the rules hold together");
        assert!(read.data == Rulebook::builtin().data);
    }
    #[test]
    fn what_does_not_fit_is_named_with_its_place() {
        let wrong = |text: &str| {
            let sources = Sources::from_texts([("areas/a.yaml".to_owned(), text.to_owned())]);
            sources.file("areas/a.yaml").and_then(RuleFile::parse::<Phrases>).expect_err("it does not fit").to_string()
        };
        let message = wrong("strong:\n  - a\nweak: no list\n");
        assert!(message.starts_with("rules/areas/a.yaml:3:7: invalid type") && message.contains("a sequence"), "{message}");
        let message = wrong("weak: []\nstrnog: []\n");
        assert!(message.starts_with("rules/areas/a.yaml:2:1: unknown field `strnog`"), "{message}");
        let message = wrong("weak: []\n---\nstrong: []\n");
        assert!(message.contains(":3:1: a rule file is one YAML document"), "{message}");
    }
}
