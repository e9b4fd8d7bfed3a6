//! Compiling: rule files become the plain data the program works with.

use super::data::{Data, Kind};
use super::error::RuleError;
use super::headings::Headings;
use super::keys::Keys;
use super::source::{KeysFile, Sources, TitlesFile, WordingFile};
use super::titles::Titles;
use super::wording::Wording;

/// Compiles rule files.
pub fn compile(sources: &Sources) -> Result<Data, RuleError> {
    let keys: KeysFile = sources.file("keys.yaml")?.parse()?;
    let headings = Headings::new(&sources.file("headings.yaml")?.parse()?);
    let wording: WordingFile = sources.file("wording.yaml")?.parse()?;
    let TitlesFile { kinds, words } = sources.file("titles.yaml")?.parse()?;
    Ok(Data {
        areas: Vec::new(),
        kinds: kinds.iter().map(|kind| Kind { id: kind.id.clone(), name: kind.name.clone() }).collect(),
        keys: Keys::new(keys.into_iter().flat_map(|(key, spellings)| spellings.into_iter().map(move |spelling| (spelling, key)))),
        wording: Wording::new(&wording, &headings),
        headings,
        titles: Titles::new(&kinds, &words),
    })
}
