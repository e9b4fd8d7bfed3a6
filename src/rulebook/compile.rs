//! Compiling: rule files become the plain data the program works with.

use super::data::{Data, Kind, KindId};
use super::error::RuleError;
use super::headings::Headings;
use super::keys::Keys;
use super::source::{HeadingsFile, KeysFile, KindEntry, Sources};
use super::titles::Titles;

/// Compiles rule files.
pub fn compile(sources: &Sources) -> Result<Data, RuleError> {
    let keys: KeysFile = sources.file("keys.yaml")?.parse()?;
    let headings: HeadingsFile = sources.file("headings.yaml")?.parse()?;
    let kinds: Vec<KindEntry> = sources.file("titles.yaml")?.parse()?;
    let areas = super::areas::compile(sources, |id| kinds.iter().position(|kind| kind.id == id).map(|at| KindId(at as u8)))?;
    Ok(Data {
        evidence: super::evidence::compile(sources.file("evidence.yaml")?, &areas, &kinds)?,
        models: super::models::compile::compile(sources, &areas, &kinds)?,
        areas,
        kinds: kinds.iter().map(|kind| Kind { id: kind.id.clone(), name: kind.name.clone() }).collect(),
        keys: Keys::new(keys.into_iter().flat_map(|(key, spellings)| spellings.into_iter().map(move |spelling| (spelling, key)))),
        headings: Headings {
            entries: headings
                .into_iter()
                .flat_map(|(meaning, phrases)| phrases.into_iter().map(move |phrase| (phrase, meaning.clone())))
                .collect(),
        },
        titles: Titles {
            entries: kinds
                .into_iter()
                .enumerate()
                .flat_map(|(at, kind)| kind.titles.into_iter().map(move |title| (title, KindId(at as u8))))
                .collect(),
        },
    })
}
