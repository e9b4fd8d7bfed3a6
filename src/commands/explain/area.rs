//! The card of an area: what it is, who usually owns it, and who says so.

use crate::error::Error;
use crate::order;
use crate::rulebook::{RuleFile, Rulebook, Sources};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What the rule file of an area tells people. The classifier reads more of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Card {
    /// The id.
    pub id: String,
    /// The name shown to people.
    pub name: String,
    /// Id of the kind of role that usually owns it; `shared` for either product role.
    pub owner: String,
    /// A kind of role that many frameworks give it to.
    pub contested_with: Option<String>,
    /// How badly it is missed when nobody owns it.
    pub coverage: String,
    /// What it is, in a sentence.
    pub definition: String,
    /// What is made or decided in it.
    pub artifacts: Vec<String>,
    /// How far ahead it looks.
    pub horizon: String,
    /// Sentences that look as if they belonged here, and how they are read.
    pub near_misses: Vec<NearMiss>,
    /// Where the ownership is written down.
    pub sources: Vec<String>,
}

/// A sentence that looks as if it belonged to an area, and how it is read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NearMiss {
    /// The sentence.
    pub text: String,
    /// How it is read.
    pub reads_as: String,
}

/// What the sources named in rule files stand for (`sources.yaml`).
#[derive(Clone, Debug, Default)]
pub struct References(BTreeMap<String, String>);

/// The cards of all areas, in order of their ids.
pub fn all(sources: &Sources) -> Result<Vec<Card>, Error> {
    let mut cards = sources.folder("areas").map(RuleFile::parse::<Card>).collect::<Result<Vec<_>, _>>()?;
    order::by(&mut cards, |a, b| a.id.cmp(&b.id));
    Ok(cards)
}

impl References {
    /// Reads them; none when the file is missing.
    pub fn read(sources: &Sources) -> Result<Self, Error> {
        match sources.file("sources.yaml") {
            Ok(file) => Ok(Self(file.parse()?)),
            Err(_) => Ok(Self::default()),
        }
    }

    /// A reference in words: `E14 gives clarification to teams` with the name of E14.
    fn in_words(&self, reference: &str) -> String {
        let (id, rest) = reference.split_once(' ').unwrap_or((reference, ""));
        match (self.0.get(id), rest) {
            (None, _) => reference.to_owned(),
            (Some(name), "") => name.clone(),
            (Some(name), rest) => format!("{name}: {rest}"),
        }
    }
}

impl Card {
    /// The usual owner in words.
    pub fn owner_name(&self, rulebook: &Rulebook) -> String {
        match self.owner.as_str() {
            "shared" => "either product role".to_owned(),
            "nobody" | "" => "nobody".to_owned(),
            id => kind_name(id, rulebook),
        }
    }

    /// The card as a page in Markdown.
    pub fn page(&self, rulebook: &Rulebook, references: &References) -> String {
        let mut page = format!("# {} ({})\n\n{}\n\n", self.name, self.id, self.definition);
        let missed = match self.coverage.as_str() {
            "core" => "When no role owns it, that is an error.",
            "expected" => "When no role owns it, that is worth a look.",
            "optional" => "It is never a gap when no role owns it.",
            _ => "It belongs to a neighbouring role, so it is never a gap between the two product roles.",
        };
        // Writing to a string never fails.
        _ = write!(page, "## Who usually owns it\n\n**{}**. {missed}", self.owner_name(rulebook));
        if let Some(other) = &self.contested_with {
            _ = write!(page, " Many frameworks give it to the {} instead.", kind_name(other, rulebook));
        }
        page.push_str("\n\n");
        section(&mut page, "What is made or decided", self.artifacts.iter().cloned());
        if !self.horizon.is_empty() {
            _ = write!(page, "## How far it looks ahead\n\n{}\n\n", self.horizon);
        }
        let near = |miss: &NearMiss| format!("\"{}\": {}", miss.text, miss.reads_as);
        section(&mut page, "What looks like it", self.near_misses.iter().map(near));
        section(&mut page, "Who says so", self.sources.iter().map(|reference| references.in_words(reference)));
        page
    }
}

fn section(page: &mut String, heading: &str, items: impl Iterator<Item = String>) {
    let mut items = items.peekable();
    if items.peek().is_none() {
        return;
    }
    _ = write!(page, "## {heading}\n\n");
    for item in items {
        _ = writeln!(page, "- {}", escaped(&item));
    }
    page.push('\n');
}

/// A text that means itself in Markdown.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&') {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

/// The name of a kind of role; its id in words when the rules do not name it.
fn kind_name(id: &str, rulebook: &Rulebook) -> String {
    rulebook.kind_by_id(id).map_or_else(|| id.replace('-', " "), |kind| rulebook.kind(kind).name.clone())
}
