//! Places: in which file and line of the rules a phrase, verb, construction or weight stands.

use crate::classify::token::tokenize;
use crate::document::yaml::leaves;
use crate::rulebook::model::feature_number;
use crate::rulebook::stem::join;
use crate::rulebook::{Model, RuleFile, Sources};
use crate::source::Source;
use std::collections::BTreeMap;

/// Where the entries of the rules stand.
#[derive(Debug, Default)]
pub struct Places {
    /// By folder of the file and keys above the entry (`relations/own`, `areas/product-roadmap`), and reduced words.
    entries: BTreeMap<(String, u64), String>,
    /// The weights, where they are not those that ship with the program.
    model: Option<RuleFile>,
}

impl Places {
    /// The places of all entries in the words of a language; its folder is empty for the first language.
    pub fn new(sources: &Sources, folder: &str) -> Self {
        let mut places = Self { model: sources.file("model.tsv").ok().cloned(), ..Self::default() };
        let below = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        for name in ["relations", "modifiers", "constructions"] {
            if let Ok(file) = sources.file(&below(&format!("{name}.yaml"))) {
                places.read(file, |path| match path {
                    [first, "verbs" | "phrases"] => Some(format!("{name}/{first}")),
                    ["id"] => Some(name.to_owned()),
                    [class] if name == "modifiers" => Some(format!("{name}/{class}")),
                    _ => None,
                });
            }
        }
        for name in ["areas", "residual"] {
            for file in sources.folder(&below(name)) {
                let area = file.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default().to_owned();
                places.read(file, |path| match path {
                    ["phrases", _] | ["phrases", _, "phrase"] => Some(format!("areas/{area}")),
                    _ => None,
                });
            }
        }
        places
    }

    fn read(&mut self, file: &RuleFile, group: impl Fn(&[&str]) -> Option<String>) {
        let lines = Source::new(file.shown.as_str(), file.text.as_str());
        for leaf in leaves(&file.text) {
            let path: Vec<&str> = leaf.path.iter().map(String::as_str).collect();
            let Some(group) = group(&path) else { continue };
            let line = lines.position(leaf.span.start as usize).line;
            self.entries.entry((group, key(&leaf.text))).or_insert_with(|| format!("{}:{line}", file.shown));
        }
    }

    /// Where a phrase of an area stands.
    pub fn phrase(&self, area: &str, phrase: &str) -> Option<&str> {
        self.entry(format!("areas/{area}"), phrase)
    }

    /// Where a verb of a relation stands.
    pub fn verb(&self, relation: &str, verb: &str) -> Option<&str> {
        self.entry(format!("relations/{relation}"), verb)
    }

    /// Where a word of a class stands.
    pub fn word(&self, class: &str, word: &str) -> Option<&str> {
        self.entry(format!("modifiers/{class}"), word)
    }

    /// Where a construction stands.
    pub fn construction(&self, id: &str) -> Option<&str> {
        self.entry("constructions".to_owned(), id)
    }

    fn entry(&self, group: String, words: &str) -> Option<&str> {
        self.entries.get(&(group, key(words))).map(String::as_str)
    }

    /// Where the weights of a feature stand.
    pub fn weights(&self, feature: &str, model: &Model) -> Option<String> {
        let Some(file) = &self.model else {
            return Some(format!("rules/model.tsv:{}", model.line(feature_number(feature))?));
        };
        let at = file.text.lines().position(|line| line.strip_prefix(feature).is_some_and(|rest| rest.starts_with('\t')))?;
        Some(format!("{}:{}", file.shown, at + 1))
    }
}

/// Words as the lexicon compares them.
fn key(words: &str) -> u64 {
    let mut tokens = Vec::new();
    tokenize(words, &mut tokens);
    tokens.iter().fold(0, |key, token| if key == 0 { token.word.stem } else { join(key, token.word.stem) })
}
