//! Compiling role models: what a file leaves out is as in the areas' own files.

use super::{Contested, Counted, ModelArea, Play, Ratio, RoleModel, Rung, Signs, Softening, TitleSign};
use crate::rulebook::data::{Area, AreaId, Coverage, KindId, Owner};
use crate::rulebook::error::RuleError;
use crate::rulebook::source::{KindEntry, RuleFile, Sources};
use serde::Deserialize;
use std::collections::BTreeMap;

/// One file of `models/`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ModelFile {
    id: String,
    name: String,
    when: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    sources: Vec<String>,
    slots: Vec<OneOrMore>,
    #[serde(default)]
    plays: BTreeMap<String, String>,
    #[serde(default)]
    plays_alone: BTreeMap<String, String>,
    #[serde(default)]
    names: BTreeMap<String, String>,
    #[serde(default)]
    moves: BTreeMap<String, OneOrMore>,
    #[serde(default)]
    owners: BTreeMap<String, OneOrMore>,
    #[serde(default)]
    rungs: BTreeMap<String, Vec<RungEntry>>,
    #[serde(default)]
    coverage: BTreeMap<String, Coverage>,
    #[serde(default)]
    off: Vec<String>,
    #[serde(default)]
    contested: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    unsettled: Vec<String>,
    #[serde(default)]
    softens: BTreeMap<String, Softening>,
    #[serde(default)]
    ratios: Vec<RatioEntry>,
    #[serde(default)]
    signs: SignsEntry,
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl Default for OneOrMore {
    fn default() -> Self {
        Self::More(Vec::new())
    }
}

impl OneOrMore {
    fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::More(more) => more,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RungEntry {
    words: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    owners: OneOrMore,
    #[serde(default)]
    area: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RatioEntry {
    count: String,
    per: String,
    at_most: u8,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct SignsEntry {
    titles: Vec<TitleEntry>,
    markers_with_titles: Option<u8>,
    both: bool,
    suggested: bool,
    exclusive_markers: Vec<String>,
    markers: Vec<String>,
    strange_words: Vec<String>,
    strange_titles: Vec<OneOrMore>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct TitleEntry {
    any_of: OneOrMore,
    #[serde(default)]
    at_least: u8,
    #[serde(default = "any_number")]
    at_most: u8,
}

fn any_number() -> u8 {
    u8::MAX
}

/// The id of the model that everything falls back to.
pub const DEFAULT: &str = "split";

/// Compiles the files of `models/`; the default model comes first, the others follow in order of their files.
pub fn compile(sources: &Sources, areas: &[Area], kinds: &[KindEntry]) -> Result<Vec<RoleModel>, RuleError> {
    let mut models = Vec::new();
    for file in sources.folder("models") {
        let entry: ModelFile = file.parse()?;
        let names = Names { file, areas, kinds };
        let at = if entry.id == DEFAULT { 0 } else { models.len() };
        models.insert(at, names.model(entry)?);
    }
    match models.first() {
        Some(model) if model.id == DEFAULT => Ok(models),
        _ => Err(RuleError::new("rules/models/split.yaml", "is missing")
            .with_help("The model `split` is the one that documents are judged by unless they say otherwise.")),
    }
}

/// Resolves the names in one model file, and says which name is wrong.
struct Names<'a> {
    file: &'a RuleFile,
    areas: &'a [Area],
    kinds: &'a [KindEntry],
}

impl Names<'_> {
    fn model(&self, entry: ModelFile) -> Result<RoleModel, RuleError> {
        if self.file.path != format!("models/{}.yaml", entry.id) {
            return Err(RuleError::new(self.file.shown.clone(), format!("holds the model `{}`, which is not its name", entry.id))
                .with_help("Give the file the name of the model's id."));
        }
        if entry.sources.is_empty() && entry.when.is_empty() {
            return Err(RuleError::new(self.file.shown.clone(), "does not say when the model applies"));
        }
        let mut plays = Vec::new();
        for (from, alone) in [(&entry.plays, false), (&entry.plays_alone, true)] {
            for (kind, role) in from {
                plays.push(Play { kind: self.kind(kind)?, role: self.kind(role)?, alone });
            }
        }
        Ok(RoleModel {
            areas: self.model_areas(&entry)?,
            slots: entry.slots.iter().map(|slot| self.kinds(slot)).collect::<Result<_, _>>()?,
            plays,
            names: entry.names.into_iter().map(|(kind, name)| Ok((self.kind(&kind)?, name))).collect::<Result<_, RuleError>>()?,
            softens: entry.softens.into_iter().collect(),
            ratios: entry.ratios.iter().map(|ratio| self.ratio(ratio)).collect::<Result<_, _>>()?,
            signs: self.signs(entry.signs)?,
            id: entry.id,
            name: entry.name,
            when: entry.when,
            aliases: entry.aliases,
        })
    }

    fn model_areas(&self, entry: &ModelFile) -> Result<Vec<ModelArea>, RuleError> {
        let mut result = self
            .areas
            .iter()
            .map(|area| {
                let usual = match area.owner {
                    Owner::Kind(kind) => vec![kind],
                    Owner::Shared => vec![KindId::PM, KindId::PO],
                    Owner::Nobody => Vec::new(),
                };
                let moved = match area.owner {
                    Owner::Kind(kind) => entry.moves.get(&self.kinds[kind.0 as usize].id),
                    Owner::Shared => entry.moves.get("shared"),
                    Owner::Nobody => None,
                };
                Ok(ModelArea {
                    together: moved.is_some_and(|kinds| kinds.as_slice().len() > 1),
                    owners: moved.map_or(Ok(usual), |kinds| self.kinds(kinds))?,
                    coverage: area.coverage,
                    off: false,
                    contested: Contested::No,
                    unsettled: false,
                    rungs: Vec::new(),
                })
            })
            .collect::<Result<Vec<_>, RuleError>>()?;
        for (area, owners) in &entry.owners {
            let area = &mut result[self.area(area)?];
            area.owners = self.kinds(owners)?;
            area.together = area.owners.len() > 1;
        }
        for (area, rungs) in &entry.rungs {
            result[self.area(area)?].rungs = rungs.iter().map(|rung| self.rung(rung)).collect::<Result<_, RuleError>>()?;
        }
        for (area, coverage) in &entry.coverage {
            result[self.area(area)?].coverage = *coverage;
        }
        for area in &entry.off {
            let area = &mut result[self.area(area)?];
            area.off = true;
            area.coverage = Coverage::None;
        }
        for (area, among) in &entry.contested {
            let among = among.iter().map(|kind| self.kind(kind)).collect::<Result<Vec<_>, _>>()?;
            result[self.area(area)?].contested = if among.is_empty() { Contested::Any } else { Contested::Among(among) };
        }
        for area in &entry.unsettled {
            result[self.area(area)?].unsettled = true;
        }
        Ok(result)
    }

    fn signs(&self, entry: SignsEntry) -> Result<Signs, RuleError> {
        let exclusive = entry.exclusive_markers.len();
        let mut markers = entry.exclusive_markers;
        markers.extend(entry.markers);
        Ok(Signs {
            titles: entry
                .titles
                .iter()
                .map(|sign| Ok(TitleSign { any_of: self.kinds(&sign.any_of)?, at_least: sign.at_least, at_most: sign.at_most }))
                .collect::<Result<_, RuleError>>()?,
            markers_with_titles: entry.markers_with_titles,
            both: entry.both,
            suggested: entry.suggested,
            markers,
            exclusive,
            strange_words: lower(&entry.strange_words),
            strange_titles: entry.strange_titles.iter().map(|kinds| self.kinds(kinds)).collect::<Result<_, _>>()?,
        })
    }

    fn rung(&self, entry: &RungEntry) -> Result<Rung, RuleError> {
        let area = entry.area.as_ref().map(|area| self.area(area).map(|at| AreaId(at as u8))).transpose()?;
        if area.is_some() != entry.owners.as_slice().is_empty() {
            return Err(RuleError::new(self.file.shown.clone(), format!("has a rung ({}) that is unclear", entry.words.join(", ")))
                .with_help("A rung has either `owners`, or an `area` that its words mean."));
        }
        Ok(Rung { words: lower(&entry.words), unless: lower(&entry.unless), owners: self.kinds(&entry.owners)?, area })
    }

    fn ratio(&self, entry: &RatioEntry) -> Result<Ratio, RuleError> {
        let counted = |name: &str| match name {
            "team" => Ok(Counted::Team),
            "product" => Ok(Counted::Product),
            kind => self.kind(kind).map(Counted::Kind),
        };
        Ok(Ratio { count: counted(&entry.count)?, per: counted(&entry.per)?, at_most: entry.at_most })
    }

    fn kinds(&self, names: &OneOrMore) -> Result<Vec<KindId>, RuleError> {
        names.as_slice().iter().map(|name| self.kind(name)).collect()
    }

    fn kind(&self, name: &str) -> Result<KindId, RuleError> {
        self.kinds.iter().position(|kind| kind.id == name).map(|at| KindId(at as u8)).ok_or_else(|| {
            let known = self.kinds.iter().map(|kind| kind.id.as_str()).collect::<Vec<_>>().join(", ");
            self.unknown(format!("names the role `{name}`, which titles.yaml does not list"), &known)
        })
    }

    fn area(&self, name: &str) -> Result<usize, RuleError> {
        self.areas.iter().position(|area| area.id == name).ok_or_else(|| {
            let known = self.areas.iter().map(|area| area.id.as_str()).collect::<Vec<_>>().join(", ");
            self.unknown(format!("names the area `{name}`, for which there is no file"), &known)
        })
    }

    fn unknown(&self, message: String, known: &str) -> RuleError {
        RuleError::new(self.file.shown.clone(), message).with_help(format!("Known are: {known}."))
    }
}

fn lower(words: &[String]) -> Vec<String> {
    words.iter().map(|word| word.to_lowercase()).collect()
}
