//! Compiling: rule files become the plain data the program works with.

use super::confusables::Confusables;
use super::data::{Data, Kind, KindId};
use super::error::RuleError;
use super::headings::Headings;
use super::keys::Keys;
use super::source::{ConfusablesFile, KeysFile, Sources, TitlesFile, WordingFile};
use super::titles::Titles;
use super::wording::Wording;

/// Compiles rule files.
pub fn compile(sources: &Sources) -> Result<Data, RuleError> {
    let keys = compile_keys(sources)?;
    let confusables: ConfusablesFile = sources.file("confusables.yaml")?.parse()?;
    let headings = Headings::new(&sources.file("headings.yaml")?.parse()?);
    let wording: WordingFile = sources.file("wording.yaml")?.parse()?;
    let TitlesFile { kinds, words } = sources.file("titles.yaml")?.parse()?;
    let areas = super::areas::compile(sources, |id| kinds.iter().position(|kind| kind.id == id).map(|at| KindId(at as u8)))?;
    Ok(Data {
        evidence: super::evidence::compile(sources.file("evidence.yaml")?, &areas)?,
        role_models: super::role_models::compile::compile(sources, &areas, &kinds)?,
        areas,
        kinds: kinds.iter().map(|kind| Kind { id: kind.id.clone(), name: kind.name.clone() }).collect(),
        keys,
        confusables: Confusables::new(&confusables),
        wording: Wording::new(&wording, &headings),
        headings,
        titles: Titles::new(&kinds, &words),
    })
}

fn compile_keys(sources: &Sources) -> Result<Keys, RuleError> {
    let file = sources.file("keys.yaml")?;
    let keys: KeysFile = file.parse()?;
    let spellings = keys.into_iter().flat_map(|(key, spellings)| spellings.into_iter().map(move |spelling| (spelling, key)));
    Keys::new(spellings).map_err(|spelling| {
        RuleError::new(&file.shown, format!("the key `{spelling}` is listed under two meanings"))
            .with_help("A key means one thing; whether its value fits is found out when a document is read.")
    })
}
