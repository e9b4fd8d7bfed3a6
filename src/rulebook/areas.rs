//! Duty areas: what the heads of `rules/areas/*.yaml` say about owner, coverage and type.

use super::data::{Area, Coverage, DutyType, KindId, Owner, Relation};
use super::error::RuleError;
use super::source::{RuleFile, Sources};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The head of an area file: everything but the words that show the area.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Head {
    id: String,
    order: u16,
    name: String,
    owner: String,
    #[serde(default)]
    contested_with: Option<String>,
    coverage: Coverage,
    #[serde(default)]
    natural: Option<Relation>,
    #[serde(default)]
    types: BTreeMap<Relation, DutyType>,
}

/// Reads the areas, in the order of the taxonomy.
pub fn compile(sources: &Sources, kind: impl Fn(&str) -> Option<KindId>) -> Result<Vec<Area>, RuleError> {
    let mut areas = sources.folder("areas").map(|file| area(file, &kind)).collect::<Result<Vec<_>, _>>()?;
    areas.sort_by(|(one, a), (other, b)| (one, &a.id).cmp(&(other, &b.id)));
    Ok(areas.into_iter().map(|(_, area)| area).collect())
}

fn area(file: &RuleFile, kind: impl Fn(&str) -> Option<KindId>) -> Result<(u16, Area), RuleError> {
    let head: Head = file.parse()?;
    let known = |id: &str| {
        kind(id).ok_or_else(|| {
            RuleError::new(file.shown.clone(), format!("names the role `{id}`, which titles.yaml does not list"))
                .with_help("Use an id from titles.yaml, or add the role there.")
        })
    };
    let owner = match head.owner.as_str() {
        "shared" => Owner::Shared,
        "nobody" => Owner::Nobody,
        id => Owner::Kind(known(id)?),
    };
    let contested_with = head.contested_with.as_deref().map(known).transpose()?;
    let usual = match owner {
        Owner::Kind(KindId::PM) => DutyType::Pm,
        Owner::Kind(KindId::PO) => DutyType::Po,
        Owner::Shared => DutyType::Shared,
        Owner::Kind(_) => DutyType::Other,
        Owner::Nobody => DutyType::Neither,
    };
    let types = Relation::ALL.map(|relation| {
        head.types.get(&relation).copied().unwrap_or(match relation {
            Relation::Contribute | Relation::Follow => DutyType::Shared,
            Relation::Enable if usual == DutyType::Po => DutyType::Other,
            Relation::Enable if usual == DutyType::Pm => DutyType::Shared,
            _ => usual,
        })
    });
    let area = Area {
        id: head.id,
        name: head.name,
        owner,
        contested_with,
        coverage: head.coverage,
        natural: head.natural,
        types,
        residual: owner == Owner::Nobody,
    };
    Ok((head.order, area))
}
