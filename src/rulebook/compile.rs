//! Compiling: rule files become the plain data the program works with.

use super::area_file::AreaFile;
use super::confusables::Confusables;
use super::data::{Area, Data, DutyType, Kind, KindId, Owner, Relation};
use super::error::RuleError;
use super::headings::Headings;
use super::keys::Keys;
use super::languages::Languages;
use super::model::{self, Weights};
use super::source::{ConfusablesFile, KeysFile, LanguagesFile, RelationsFile, RuleFile, Sources, TitlesFile, WordingFile};
use super::titles::Titles;
use super::vocabulary;
use super::wording::Wording;
use crate::order;

/// Compiles rule files: the data, and the table of learned weights. Where no file has weights, those that `shipped` gives for the
/// areas are taken.
pub fn compile(sources: &Sources, shipped: impl FnOnce(&[Area]) -> Option<Weights>) -> Result<(Data, Vec<u8>), RuleError> {
    let keys = compile_keys(sources)?;
    let confusables: ConfusablesFile = sources.file("confusables.yaml")?.parse()?;
    let headings = Headings::new(&sources.file("headings.yaml")?.parse()?);
    let wording: WordingFile = sources.file("wording.yaml")?.parse()?;
    let TitlesFile { kinds, words } = sources.file("titles.yaml")?.parse()?;
    let kind_list: Vec<Kind> = kinds.iter().map(|kind| Kind { id: kind.id.clone(), name: kind.name.clone() }).collect();
    let files = area_files(sources)?;
    at_most(MOST, files.len(), "areas")?;
    at_most(MOST, kinds.len(), "kinds of role")?;
    at_most(MOST, sources.folder("models").count(), "role models")?;
    let areas = files.iter().map(|(file, area)| compile_area(file, area, &kind_list)).collect::<Result<Vec<_>, _>>()?;
    let entries: LanguagesFile = sources.file("languages.yaml")?.parse()?;
    let relations: RelationsFile = sources.file("relations.yaml")?.parse()?;
    let verbs: Vec<String> = wording.verbs.iter().chain(relations.values().flat_map(|relation| &relation.verbs)).cloned().collect();
    if entries.is_empty() {
        return Err(RuleError::new(
            "rules/languages.yaml",
            "it names no language; the first is the one these rules are written in",
        ));
    }
    let languages = Languages::new(&entries, &verbs)
        .map_err(|excess| RuleError::new("rules/languages.yaml", format!("there are too many languages; `{excess}` has no room")))?;
    let (model, table) = match sources.file("model.tsv") {
        Ok(weights) => model::compile(&weights.shown, &weights.text, &areas)?,
        Err(missing) => shipped(&areas).ok_or(missing)?,
    };
    let vocabularies = vocabulary::compile(sources, &languages, &files, &areas, &kinds)?;
    let evidence = super::evidence::compile(sources.file("evidence.yaml")?, &areas)?;
    let role_models = super::role_models::compile::compile(sources, &areas, &kinds)?;
    let data = Data {
        decisions: super::decisions::compile(sources.file("decisions.yaml")?, &areas)?,
        hints: super::hints::compile(&evidence, &role_models),
        evidence,
        role_models,
        areas,
        kinds: kind_list,
        vocabularies,
        languages,
        model,
        keys,
        confusables: Confusables::new(&confusables),
        wording: Wording::new(&wording, &headings),
        headings,
        titles: Titles::new(&kinds, &words),
    };
    Ok((data, table))
}

/// How many areas, kinds of role or role models there may be: they are numbered in one byte.
const MOST: usize = 200;

pub(super) fn at_most(most: usize, found: usize, what: &str) -> Result<(), RuleError> {
    if found <= most {
        return Ok(());
    }
    Err(RuleError::new("rules", format!("there are {found} {what}; there may be at most {most}")))
}

/// All area files in the order of the taxonomy, residual classes last.
pub fn area_files(sources: &Sources) -> Result<Vec<(&RuleFile, AreaFile)>, RuleError> {
    let mut files = Vec::new();
    for file in sources.folder("areas").chain(sources.folder("residual")) {
        let area: AreaFile = file.parse()?;
        if !file.path.ends_with(&format!("/{}.yaml", area.id)) {
            return Err(RuleError::new(&file.shown, format!("the id `{}` is not the file's name", area.id))
                .with_help(format!("Rename the file to {}.yaml, or change the id.", area.id)));
        }
        files.push((file, area));
    }
    order::by(&mut files, |(_, a), (_, b)| (a.order, &a.id).cmp(&(b.order, &b.id)));
    Ok(files)
}

fn compile_area(file: &RuleFile, area: &AreaFile, kinds: &[Kind]) -> Result<Area, RuleError> {
    let kind = |id: &str| -> Result<KindId, RuleError> {
        let at = kinds.iter().position(|kind| kind.id == id).ok_or_else(|| {
            let near = kinds.iter().map(|kind| kind.id.as_str()).min_by_key(|known| distance(known, id)).unwrap_or_default();
            RuleError::new(&file.shown, format!("`{id}` is no kind of role"))
                .with_help(format!("Did you mean `{near}`? Kinds are listed in rules/titles.yaml."))
        })?;
        Ok(KindId(at as u8))
    };
    let owner = match area.owner.as_str() {
        "shared" => Owner::Shared,
        "nobody" => Owner::Nobody,
        id => Owner::Kind(kind(id)?),
    };
    let usual = match owner {
        Owner::Kind(KindId::PM) => DutyType::Pm,
        Owner::Kind(KindId::PO) => DutyType::Po,
        Owner::Kind(_) => DutyType::Other,
        Owner::Shared | Owner::Nobody => DutyType::Shared,
    };
    let types = Relation::ALL.map(|relation| {
        area.every.or_else(|| area.types.get(&relation).copied()).unwrap_or(match (relation, usual) {
            (Relation::Contribute | Relation::Follow, _) | (Relation::Enable, DutyType::Pm) => DutyType::Shared,
            (Relation::Enable, DutyType::Po) => DutyType::Other,
            _ => usual,
        })
    });
    Ok(Area {
        id: area.id.clone(),
        name: area.name.clone(),
        owner,
        contested_with: area.contested_with.as_deref().map(kind).transpose()?,
        coverage: area.coverage,
        natural: area.natural,
        types,
        residual: area.every.is_some(),
    })
}

/// Edits between two words, for "did you mean".
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &b) in right.iter().enumerate() {
            let next = (diagonal + usize::from(a != b)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[right.len()]
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
