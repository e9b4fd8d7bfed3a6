//! Labelled duties: what the trainer learns from and what accuracy is measured on.

use crate::rulebook::{DutyType, Relation};
use serde::Deserialize;

/// One labelled duty.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Labelled {
    /// The duty.
    pub text: String,
    /// Whose profile it fits.
    #[serde(rename = "type")]
    pub duty_type: DutyType,
    /// Types a second annotator chose.
    #[serde(default)]
    pub also: Vec<DutyType>,
    /// Types an annotator called defensible.
    #[serde(default)]
    pub alt: Vec<DutyType>,
    /// Ids of the areas; the first is the main one.
    #[serde(default)]
    pub areas: Vec<String>,
    /// The relation; `none` or absent for lines that are no duty.
    #[serde(default)]
    pub relation: Option<String>,
    /// The part of the data it belongs to in cross-validation.
    #[serde(default)]
    pub fold: Option<u32>,
    /// How much it counts in training.
    #[serde(default = "one")]
    pub weight: f32,
}

fn one() -> f32 {
    1.0
}

impl Labelled {
    /// The relation, if there is one.
    pub fn relation(&self) -> Option<Relation> {
        Relation::ALL.into_iter().find(|relation| self.relation.as_deref() == Some(relation.name()))
    }

    /// Types that count as right.
    pub fn accepts(&self, duty_type: DutyType) -> bool {
        self.duty_type == duty_type || self.also.contains(&duty_type)
    }
}

/// Reads labelled duties: JSON Lines, or lines of `relation|type|area|text` (lines that begin with `#` are passed over).
/// The error names the line.
pub fn read(text: &str) -> Result<Vec<Labelled>, String> {
    let mut duties = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
        let duty = if line.starts_with('{') {
            serde_json::from_str(line).map_err(|error| format!("line {}: {error}", at + 1))?
        } else {
            bars(line).ok_or_else(|| format!("line {}: expected JSON or `relation|type|area|text`", at + 1))?
        };
        duties.push(duty);
    }
    Ok(duties)
}

fn bars(line: &str) -> Option<Labelled> {
    let mut fields = line.splitn(4, '|').map(str::trim);
    let relation = fields.next()?.to_owned();
    let name = fields.next()?;
    let duty_type = DutyType::ALL.into_iter().find(|t| t.name() == name)?;
    let area = fields.next()?;
    let areas = if matches!(area, "" | "-") { Vec::new() } else { vec![area.to_owned()] };
    let text = fields.next()?.to_owned();
    Some(Labelled {
        text,
        duty_type,
        also: Vec::new(),
        alt: Vec::new(),
        areas,
        relation: Some(relation),
        fold: None,
        weight: 1.0,
    })
}
