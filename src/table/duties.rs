//! Duties: every duty with its verdict, how sure it is, and the words that decided.

use super::{Place, place, words};
use crate::audit::AuditedDuty;
use crate::classify::Part;
use crate::order;
use crate::report::Report;
use crate::report::json::rounded;
use crate::rulebook::Relation;
use serde::{Deserialize, Serialize};

/// Every duty, by role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Duties {
    /// The roles, in order.
    pub roles: Vec<RoleDuties>,
}

/// The duties of one role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RoleDuties {
    /// The role's title, with what tells it from others.
    pub role: String,
    /// Where it stands.
    pub place: Place,
    /// Its duties, in order; one entry a part where a duty has several.
    pub duties: Vec<Duty>,
}

/// A duty, or a part of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Duty {
    /// Its name within the report; the parts of one duty share it.
    pub id: String,
    /// The words of the duty or its part.
    pub text: String,
    /// Its document.
    pub path: String,
    /// Its line, from 1.
    pub line: usize,
    /// Whose profile it fits: pm, po, shared, other, neither or unclear.
    #[serde(rename = "type")]
    pub duty_type: String,
    /// The same in words.
    pub verdict: String,
    /// The id of its area.
    pub area: Option<String>,
    /// The name of its area.
    pub area_name: Option<String>,
    /// What the role does with the area.
    pub relation: Option<String>,
    /// How strongly it claims it.
    pub claim: String,
    /// How sure the verdict is, from 0 to 1.
    pub confidence: f64,
    /// The same in a word: high, medium or low.
    pub sure: String,
    /// The words that decided.
    pub evidence: Vec<String>,
}

impl Duties {
    /// All duties.
    pub fn new(report: &Report<'_>) -> Self {
        let all = 0..report.audit.roles.len() as u32;
        let names = words::RoleNames::new(report, all.clone());
        let role = |index: u32| {
            let described = &report.audit.roles[index as usize];
            let mut duties = Vec::new();
            for (at, duty) in described.duties.iter().enumerate() {
                for part in report.audit.parts(duty) {
                    duties.push(entry(report, index as usize, at, duty, part));
                }
            }
            RoleDuties { role: names.of(report, index), place: Place::of_role(report, described), duties }
        };
        Self { roles: all.map(role).collect() }
    }
}

fn entry(report: &Report<'_>, role: usize, at: usize, duty: &AuditedDuty, part: &Part) -> Duty {
    let label = report.audit.roles[role].duty_label(duty, part.place.range(), "");
    let place = Place::at(report, label.source, label.span);
    let text = duty.text.as_str();
    let area = part.area.map(|area| report.rulebook.area(area));
    Duty {
        id: place::duty_id(role, at),
        text: text.get(part.place.range()).unwrap_or(text).trim().to_owned(),
        path: place.path,
        line: place.line,
        duty_type: part.duty_type.name().to_owned(),
        verdict: words::duty_type(report, part.duty_type, part.other_role),
        area: area.map(|area| area.id.clone()),
        area_name: area.map(|area| area.name.clone()),
        relation: part.relation.map(Relation::name).map(str::to_owned),
        claim: part.claim.name().to_owned(),
        confidence: rounded(part.confidence),
        sure: part.confidence_level().name().to_owned(),
        evidence: evidence(text, part),
    }
}

/// The words that spoke for the verdict, in the order of the text.
fn evidence(text: &str, part: &Part) -> Vec<String> {
    let mut ranges: Vec<_> = part.evidence.iter().filter(|evidence| evidence.weight > 0.0).map(|evidence| evidence.place.range()).collect();
    order::by_key(&mut ranges, |range| (range.start, std::cmp::Reverse(range.end)));
    let mut words: Vec<String> = Vec::new();
    let mut end = 0;
    for range in ranges {
        if range.end > end
            && let Some(found) = text.get(range.clone()).map(str::trim).filter(|found| !found.is_empty())
        {
            words.push(found.to_owned());
            end = range.end;
        }
    }
    words
}
