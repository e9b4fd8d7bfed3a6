//! Vocabularies: the words of each language for areas, acts and circumstances.
//!
//! Those of the first language stand in `rules/` itself. Another language has a folder of its name with files of the same
//! names: `relations.yaml` makes it a language in which duties are judged, `modifiers.yaml`, `grammar.yaml`,
//! `constructions.yaml` and `areas/<id>.yaml` (only `phrases` and `examples`) add to it. Owners, role models and weights are shared by all.

use super::area_file::{AreaFile, AreaWords, Phrases};
use super::constructions::{self, Construction};
use super::data::{Area, AreaId, KindId, LanguageId, Vocabulary};
use super::error::RuleError;
use super::grammar::{Grammar, GrammarFile};
use super::languages::Languages;
use super::lexicon::{LexiconBuilder, Tag};
use super::source::{KindEntry, ModifiersFile, RelationsFile, RuleFile, Sources};

/// Compiles the vocabularies of all languages that have one, the first language's first.
pub fn compile(
    sources: &Sources,
    languages: &Languages,
    files: &[(&RuleFile, AreaFile)],
    areas: &[Area],
    kinds: &[KindEntry],
) -> Result<Vec<Vocabulary>, RuleError> {
    let mut vocabularies = Vec::new();
    for (at, language) in languages.all().iter().enumerate() {
        let mut lexicon = LexiconBuilder::default();
        lexicon.guard(&[]);
        let folder = if at == 0 { String::new() } else { format!("{}/", language.id) };
        if at == 0 {
            for (index, (_, area)) in files.iter().enumerate() {
                add_phrases(&mut lexicon, index, &area.phrases);
            }
        } else if sources.has(&format!("{folder}relations.yaml")) {
            for (file, area) in area_words(sources, &language.id, areas)? {
                add_phrases(&mut lexicon, area.0 as usize, &file.parse::<AreaWords>()?.phrases);
            }
        } else {
            continue;
        }
        vocabularies.push(one(sources, &folder, LanguageId(at as u8), lexicon, areas, kinds)?);
    }
    Ok(vocabularies)
}

/// The area files of a language other than the first, and their areas.
pub fn area_words<'a>(sources: &'a Sources, language: &str, areas: &[Area]) -> Result<Vec<(&'a RuleFile, AreaId)>, RuleError> {
    let mut files = Vec::new();
    for folder in ["areas", "residual"] {
        for file in sources.folder(&format!("{language}/{folder}")) {
            let name = file.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
            let area = areas.iter().position(|area| area.id == name).ok_or_else(|| {
                RuleError::new(&file.shown, format!("there is no area `{name}`")).with_help(
                    "The file has the name of a file in rules/areas or rules/residual, whose words it gives in another language.",
                )
            })?;
            files.push((file, AreaId(area as u8)));
        }
    }
    Ok(files)
}

fn one(
    sources: &Sources,
    folder: &str,
    language: LanguageId,
    mut lexicon: LexiconBuilder,
    areas: &[Area],
    kinds: &[KindEntry],
) -> Result<Vocabulary, RuleError> {
    // The first language has all files; others have those that somebody wrote.
    let file = |name: &str| match sources.file(&format!("{folder}{name}")) {
        Err(_) if !folder.is_empty() => Ok(None),
        found => found.map(Some),
    };
    let relations: RelationsFile = file("relations.yaml")?.map(RuleFile::parse).transpose()?.unwrap_or_default();
    for (relation, verbs) in &relations {
        for phrase in verbs.verbs.iter().chain(&verbs.phrases) {
            lexicon.add(phrase, Tag::Verb(*relation));
        }
    }
    let modifiers: ModifiersFile = file("modifiers.yaml")?.map(RuleFile::parse).transpose()?.unwrap_or_default();
    for (class, words) in &modifiers {
        for phrase in words {
            lexicon.add(phrase, Tag::Word(*class));
        }
    }
    for (at, kind) in kinds.iter().enumerate() {
        for title in &kind.titles {
            lexicon.add(title, Tag::Role(KindId(at as u8)));
        }
    }
    let patterns = file("constructions.yaml")?.map(|file| constructions::compile(file, areas)).transpose()?.unwrap_or_default();
    super::compile::at_most(1 << 15, patterns.len(), "constructions")?;
    for (at, (pattern, _)) in patterns.iter().enumerate() {
        for beginning in Construction::beginnings(pattern) {
            lexicon.begin(&beginning, at as u16);
        }
    }
    let constructions = patterns.into_iter().map(|(_, construction)| construction).collect();
    let grammar = file("grammar.yaml")?.map(grammar).transpose()?.unwrap_or_default();
    Ok(Vocabulary { language, lexicon: lexicon.build(), constructions, gates: Vec::new(), grammar })
}

fn grammar(file: &RuleFile) -> Result<Grammar, RuleError> {
    Grammar::new(&file.parse::<GrammarFile>()?).map_err(|message| RuleError::new(&file.shown, message))
}

fn add_phrases(lexicon: &mut LexiconBuilder, area: usize, phrases: &Phrases) {
    for (strength, entries) in [(3, &phrases.strong), (2, &phrases.fair), (1, &phrases.weak)] {
        for entry in entries {
            let (phrase, unless) = entry.parts();
            let guard = lexicon.guard(unless);
            lexicon.add(phrase, Tag::Area(area as u8, strength, guard));
        }
    }
}
