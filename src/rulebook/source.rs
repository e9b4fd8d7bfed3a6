//! The sources of the rulebook: the YAML files of `rules/`, as texts and as what they say.

use super::confusables::ConfusableEntry;
use super::error::RuleError;
use super::keys::Key;
use std::collections::BTreeMap;
use std::path::Path;

/// One rule file: its path below `rules/` and its text.
#[derive(Clone, Debug)]
pub struct RuleFile {
    /// Path below `rules/`, with `/` separators.
    pub path: String,
    /// How to name the file to the user.
    pub shown: String,
    /// The text.
    pub text: String,
}

/// All rule files, by path.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: BTreeMap<String, RuleFile>,
}

impl Sources {
    /// Sources from paths below `rules/` and texts.
    pub fn from_texts(texts: impl IntoIterator<Item = (String, String)>) -> Self {
        let files = texts
            .into_iter()
            .map(|(path, text)| (path.clone(), RuleFile { shown: format!("rules/{path}"), path, text }))
            .collect();
        Self { files }
    }

    /// Lays the YAML files below a folder over these sources.
    pub fn overlay(&mut self, folder: &Path) -> Result<(), RuleError> {
        let mut folders = vec![folder.to_path_buf()];
        while let Some(current) = folders.pop() {
            let entries = std::fs::read_dir(&current).map_err(|error| RuleError::unreadable(&current, &error))?;
            for entry in entries {
                let path = entry.map_err(|error| RuleError::unreadable(&current, &error))?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
                    let text = std::fs::read_to_string(&path).map_err(|error| RuleError::unreadable(&path, &error))?;
                    let below = path.strip_prefix(folder).unwrap_or(&path);
                    let below = below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
                    let shown = path.display().to_string();
                    self.files.insert(below.clone(), RuleFile { path: below, shown, text });
                }
            }
        }
        Ok(())
    }

    /// The file at a path below `rules/`.
    pub fn file(&self, path: &str) -> Result<&RuleFile, RuleError> {
        self.files.get(path).ok_or_else(|| RuleError::new(format!("rules/{path}"), "is missing"))
    }

    /// The files directly below a folder of `rules/`, in order of path.
    pub fn folder<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a RuleFile> {
        self.files.values().filter(move |file| file.path.rsplit_once('/').is_some_and(|(parent, _)| parent == folder))
    }
}

impl RuleFile {
    /// Reads the file as `T`.
    pub fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T, RuleError> {
        serde_yaml::from_str(&self.text).map_err(|error| RuleError::yaml(&self.shown, &error))
    }
}

/// `keys.yaml`: meaning, and the spellings of keys that have it.
pub type KeysFile = BTreeMap<Key, Vec<String>>;
/// `confusables.yaml`: signs of files that are no role documents.
pub type ConfusablesFile = Vec<ConfusableEntry>;
/// `headings.yaml`: meaning, and phrases.
pub type HeadingsFile = BTreeMap<String, Vec<String>>;

/// One entry of `titles.yaml`.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KindEntry {
    /// The id used in rules and output.
    pub id: String,
    /// The name shown to people.
    pub name: String,
    /// The titles it goes by.
    pub titles: Vec<String>,
}
