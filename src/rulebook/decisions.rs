//! How findings are put to those who decide (`rules/decisions.yaml`): two ways out, who chooses, and questions to ask.

use super::data::{Area, AreaId};
use super::error::RuleError;
use super::source::RuleFile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The compiled decisions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Decisions {
    /// By id of the check.
    checks: BTreeMap<String, Ways>,
    /// For every other check.
    otherwise: Ways,
    /// What to ask about an area, the most telling first.
    pub questions: Vec<(AreaId, String)>,
}

/// Two ways out of a finding. The texts hold `{area}`, `{owner}`, `{role}` and `{other}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ways {
    /// The usual one.
    pub first: String,
    /// The other one.
    pub second: String,
    /// Who usually chooses.
    pub decides: String,
}

impl Decisions {
    /// The ways out of the findings of a check.
    pub fn of(&self, check: &str) -> &Ways {
        self.checks.get(check).unwrap_or(&self.otherwise)
    }
}

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionsFile {
    checks: BTreeMap<String, Ways>,
    otherwise: Ways,
    questions: Vec<QuestionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionEntry {
    area: String,
    ask: String,
}

/// Compiles `decisions.yaml`.
pub fn compile(file: &RuleFile, areas: &[Area]) -> Result<Decisions, RuleError> {
    let entry: DecisionsFile = file.parse()?;
    let mut questions = Vec::with_capacity(entry.questions.len());
    for question in entry.questions {
        let at = areas.iter().position(|area| area.id == question.area).ok_or_else(|| {
            RuleError::new(file.shown.clone(), format!("asks about the area `{}`, for which there is no file", question.area))
                .with_help("Use the id of a file in areas/.")
        })?;
        questions.push((AreaId(at as u8), question.ask));
    }
    Ok(Decisions { checks: entry.checks, otherwise: entry.otherwise, questions })
}
