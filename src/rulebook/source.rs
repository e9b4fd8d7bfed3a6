//! The sources of the rulebook: the YAML files of `rules/`, as texts and as what they say.

use super::area_file::RelationFile;
use super::confusables::ConfusableEntry;
use super::data::Relation;
use super::error::RuleError;
use super::headings::{Meaning, ScopeKind};
use super::keys::Key;
use super::languages::LanguageEntry;
use super::lexicon::WordClass;
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
    /// Whether it was laid over the rules that ship with the program.
    pub laid_over: bool,
}

/// Bytes a rule file may have.
const LONGEST: u64 = 16 << 20;

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
            .map(|(path, text)| (path.clone(), RuleFile { shown: format!("rules/{path}"), path, text, laid_over: false }))
            .collect();
        Self { files }
    }

    /// These sources with others laid over them: paths below `rules/`, and texts.
    #[must_use]
    pub fn with_texts(mut self, texts: impl IntoIterator<Item = (String, String)>) -> Self {
        let others = Self::from_texts(texts).files.into_iter();
        self.files.extend(others.map(|(path, file)| (path, RuleFile { laid_over: true, ..file })));
        self
    }

    /// Lays the rule files below a folder over these sources.
    pub fn overlay(&mut self, folder: &Path) -> Result<(), RuleError> {
        self.overlay_within(folder, None)
    }

    /// The same, but links in the folder may not lead out of `root`.
    pub fn overlay_within(&mut self, folder: &Path, root: Option<&Path>) -> Result<(), RuleError> {
        let mut folders = vec![folder.to_path_buf()];
        while let Some(current) = folders.pop() {
            let entries = std::fs::read_dir(&current).map_err(|error| RuleError::unreadable(&current, &error))?;
            for entry in entries {
                let path = entry.map_err(|error| RuleError::unreadable(&current, &error))?.path();
                if path.is_symlink() && root.is_some_and(|root| !leads_inside(&path, root)) {
                    return Err(RuleError::new(
                        path.display().to_string(),
                        "is a link that leads out of the repository, so it was not read",
                    ));
                }
                if path.is_dir() {
                    // A link to a folder could lead back to where it stands.
                    if !path.is_symlink() {
                        folders.push(path);
                    }
                } else if path.is_file()
                    && path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml" || extension == "tsv")
                {
                    let length = path.metadata().map_err(|error| RuleError::unreadable(&path, &error))?.len();
                    if length > LONGEST {
                        let message = format!("has {} MiB; a rule file may have {}", length.div_ceil(1 << 20), LONGEST >> 20);
                        return Err(RuleError::new(path.display().to_string(), message));
                    }
                    let text = std::fs::read_to_string(&path).map_err(|error| RuleError::unreadable(&path, &error))?;
                    let below = path.strip_prefix(folder).unwrap_or(&path);
                    let below = below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
                    let shown = path.display().to_string();
                    self.files.insert(below.clone(), RuleFile { path: below, shown, text, laid_over: true });
                }
            }
        }
        Ok(())
    }

    /// The files that were laid over the rules that ship with the program.
    pub fn laid_over(&self) -> impl Iterator<Item = &RuleFile> {
        self.files.values().filter(|file| file.laid_over)
    }

    /// The file at a path below `rules/`.
    pub fn file(&self, path: &str) -> Result<&RuleFile, RuleError> {
        self.files.get(path).ok_or_else(|| RuleError::new(format!("rules/{path}"), "is missing"))
    }

    /// Whether there is a file at a path below `rules/`.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The files directly below a folder of `rules/`, in order of path.
    pub fn folder<'a>(&'a self, folder: &str) -> impl Iterator<Item = &'a RuleFile> + use<'a> {
        let folder = folder.to_owned();
        self.files.values().filter(move |file| file.path.rsplit_once('/').is_some_and(|(parent, _)| parent == folder))
    }
}

/// Whether what a path leads to, links followed, lies in a folder.
pub fn leads_inside(path: &Path, folder: &Path) -> bool {
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => false,
    }
}

impl RuleFile {
    /// Reads the file as `T`.
    pub fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T, RuleError> {
        super::reading::read(self)
    }
}

/// `relations.yaml`: relations, and the verbs and phrases that show them.
pub type RelationsFile = BTreeMap<Relation, RelationFile>;
/// `modifiers.yaml`: classes of words, and the words.
pub type ModifiersFile = BTreeMap<WordClass, Vec<String>>;
/// `keys.yaml`: meaning, and the spellings of keys that have it.
pub type KeysFile = BTreeMap<Key, Vec<String>>;
/// `languages.yaml`: the languages that are told apart, the one of the rules first.
pub type LanguagesFile = Vec<LanguageEntry>;
/// `confusables.yaml`: signs of files that are no role documents.
pub type ConfusablesFile = Vec<ConfusableEntry>;

/// `headings.yaml`.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HeadingsFile {
    /// Words and what they are spelled out as.
    pub spellings: BTreeMap<String, String>,
    /// Words left out before matching.
    pub dropped: Vec<String>,
    /// Phrases by meaning.
    pub meanings: BTreeMap<Meaning, HeadingPhrases>,
    /// Phrases with `@role` that name a role and introduce its duties.
    pub role_duties: Vec<String>,
    /// Words around the names of scopes.
    pub scopes: BTreeMap<ScopeKind, ScopeWords>,
    /// Words that are no name of a scope.
    pub nameless: Vec<String>,
}

/// The phrases of one meaning.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HeadingPhrases {
    /// Whole headings.
    pub exact: Vec<String>,
    /// Beginnings.
    pub starts: Vec<String>,
    /// Ends.
    pub ends: Vec<String>,
    /// Parts.
    pub contains: Vec<String>,
    /// Ends of paragraphs before a list.
    pub leads: Vec<String>,
}

/// Words around the name of a scope.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScopeWords {
    /// Before the name.
    pub before: Vec<String>,
    /// After the name.
    pub after: Vec<String>,
}

/// `wording.yaml`.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordingFile {
    /// Verbs that duties begin with.
    pub verbs: Vec<String>,
    /// Nouns that duties begin with.
    pub nouns: Vec<String>,
    /// Beginnings of sentences about duties.
    pub openings: Vec<String>,
    /// Beginnings of sentences that give an accountability.
    pub accountabilities: Vec<String>,
    /// Words for the person that verbs may follow.
    pub subjects: Vec<String>,
    /// Words that may stand before the verb; words in -ly do anyway.
    pub adverbs: Vec<String>,
    /// Beginnings of wishes for a candidate.
    pub traits: Vec<String>,
    /// Words of offers.
    pub offers: Vec<String>,
    /// How instructions to a language model are known.
    pub personas: PersonaWords,
}

/// How instructions to a language model are known.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonaWords {
    /// Beginnings of a paragraph.
    pub openings: Vec<String>,
    /// Keys of the front matter.
    pub keys: Vec<String>,
    /// Ends of headings that begin with a role title.
    pub titles: Vec<String>,
    /// Names of files, in lower case.
    pub files: Vec<String>,
}

/// `titles.yaml`: kinds of role with their titles, and words that titles are made of.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitlesFile {
    /// The kinds; `pm` and `po` come first.
    pub kinds: Vec<KindEntry>,
    /// The words.
    pub words: TitleWords,
}

/// One kind of role in `titles.yaml`.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KindEntry {
    /// The id used in rules and output.
    pub id: String,
    /// The name shown to people.
    pub name: String,
    /// The titles it goes by.
    pub titles: Vec<String>,
    /// Names of functions and parties ("marketing") that stand for it when they are all a title says.
    #[serde(default)]
    pub functions: Vec<String>,
    /// Titles that mean something else beside certain words.
    #[serde(default)]
    pub guarded: Vec<GuardedTitles>,
}

/// Titles that count only when none of some words stands beside them.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuardedTitles {
    /// The titles.
    pub titles: Vec<String>,
    /// The words.
    pub unless: Vec<String>,
}

/// Words that titles are made of.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleWords {
    /// Rank and manner; may stand before a title or inside it.
    pub seniority: Vec<String>,
    /// Articles, prepositions and gender marks; need not be written in phrases.
    pub between: Vec<String>,
    /// Words before a title that do not belong to it.
    pub leads: Vec<String>,
    /// Words between two titles in one.
    pub joins: Vec<String>,
    /// Last words by which an unlisted title is known.
    pub heads: Vec<String>,
    /// Words that no title holds.
    pub foreign: Vec<String>,
}
