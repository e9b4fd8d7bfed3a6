//! Decisions: the findings as a work list, each with two ways out and who chooses.

use super::baseline::{Baseline, Changes, Since};
use super::survey::Survey;
use super::{Place, words};
use crate::finding::{self, Confidence, Finding, Fingerprint, Severity};
use crate::order;
use crate::report::Report;
use crate::rulebook::KindId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The work list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Decisions {
    /// What to decide, most urgent first.
    pub list: Vec<Decision>,
    /// What was found and comments in the documents allow.
    #[serde(default)]
    pub accepted: Vec<Accepted>,
    /// What changed since the baseline, if one was given.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub changes: Option<Changes>,
}

/// Something to decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Decision {
    /// Its number in the list, from 1.
    pub number: usize,
    /// How much it matters.
    pub severity: Severity,
    /// How sure the program is.
    pub confidence: Confidence,
    /// The id of the check.
    pub check: String,
    /// What is the matter.
    pub finding: String,
    /// Why it matters.
    pub why: String,
    /// The usual way out.
    pub option_1: String,
    /// The other way out.
    pub option_2: String,
    /// Who usually chooses.
    pub decides: String,
    /// The team concerned.
    pub team: Option<String>,
    /// The product concerned.
    pub product: Option<String>,
    /// The id of the area concerned.
    pub area: Option<String>,
    /// The titles of the roles concerned.
    pub roles: Vec<String>,
    /// The places and words found, the main one first.
    pub places: Vec<Place>,
    /// Identity that survives moving lines.
    pub fingerprint: String,
    /// What became of it since the baseline, if one was given.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub since: Option<Since>,
}

/// Something that a comment in the documents allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Accepted {
    /// How much it would matter.
    pub severity: Severity,
    /// The id of the check.
    pub check: String,
    /// What was found.
    pub finding: String,
    /// Why it is allowed, as the comment says; empty when it does not.
    pub reason: String,
    /// The team concerned.
    pub team: Option<String>,
    /// The product concerned.
    pub product: Option<String>,
    /// The id of the area concerned.
    pub area: Option<String>,
    /// The titles of the roles concerned.
    pub roles: Vec<String>,
    /// The places and words found, the main one first.
    pub places: Vec<Place>,
    /// Identity that survives moving lines.
    pub fingerprint: String,
}

impl Accepted {
    /// Why it is allowed, in a sentence.
    pub fn why(&self) -> &str {
        why(&self.reason)
    }
}

/// Why something is allowed, in words.
pub fn why(reason: &str) -> &str {
    if reason.is_empty() { "no reason given" } else { reason }
}

impl Decisions {
    /// What to decide about what was found.
    pub fn new(survey: &Survey<'_>, baseline: Option<&Baseline>) -> Self {
        let report = survey.report;
        let mut findings: Vec<(&Finding, Fingerprint)> = report.audit.findings.iter().zip(report.fingerprints()).collect();
        // The sort is stable: within a severity the order of documents stays.
        order::by_key(&mut findings, |(finding, _)| (std::cmp::Reverse(finding.severity), std::cmp::Reverse(finding.confidence)));
        let known = baseline.map(Baseline::fingerprints);
        let mut reasons = BTreeMap::new();
        let list: Vec<Decision> = findings
            .into_iter()
            .zip(1..)
            .map(|((finding, fingerprint), number)| decision(survey, finding, fingerprint, number, known.as_ref(), &mut reasons))
            .collect();
        let allowed_ones: Vec<&Finding> = report.audit.accepted.iter().map(|accepted| &accepted.finding).collect();
        let fingerprints = finding::fingerprints(&allowed_ones, &report.audit.sources, report.rulebook);
        let accepted = report.audit.accepted.iter().zip(fingerprints);
        let accepted: Vec<Accepted> = accepted.map(|(accepted, fingerprint)| allowed(survey, accepted, fingerprint)).collect();
        let changes = baseline.map(|baseline| changes(baseline, &list, &accepted));
        Self { list, accepted, changes }
    }
}

fn allowed(survey: &Survey<'_>, accepted: &finding::Accepted, fingerprint: Fingerprint) -> Accepted {
    let finding::Accepted { finding, reason } = accepted;
    Accepted {
        severity: finding.severity,
        check: finding.check.to_owned(),
        finding: capitalised(&finding.message),
        reason: reason.clone(),
        team: finding.team.clone(),
        product: finding.product.clone(),
        area: finding.area.map(|area| survey.report.rulebook.area(area).id.clone()),
        roles: finding.roles.clone(),
        places: finding.labels.iter().map(|label| survey.place(label)).collect(),
        fingerprint: fingerprint.to_string(),
    }
}

fn changes(baseline: &Baseline, list: &[Decision], accepted: &[Accepted]) -> Changes {
    let now: BTreeSet<&str> = list.iter().map(|decision| decision.fingerprint.as_str()).collect();
    let count = |since| list.iter().filter(|decision| decision.since == Some(since)).count();
    let allowed: BTreeSet<&str> = accepted.iter().map(|accepted| accepted.fingerprint.as_str()).collect();
    let left = baseline.findings.iter().filter(|known| !now.contains(known.fingerprint.as_str()));
    let (accepted, gone): (Vec<_>, Vec<_>) = left.cloned().partition(|known| allowed.contains(known.fingerprint.as_str()));
    Changes { new: count(Since::New), still_open: count(Since::StillOpen), accepted, gone }
}

fn decision(
    survey: &Survey<'_>,
    finding: &Finding,
    fingerprint: Fingerprint,
    number: usize,
    known: Option<&BTreeSet<&str>>,
    reasons: &mut BTreeMap<&'static str, String>,
) -> Decision {
    let report = survey.report;
    let fingerprint = fingerprint.to_string();
    let ways = report.rulebook.decisions().of(finding.check);
    let names = Names::of(report, finding);
    Decision {
        number,
        severity: finding.severity,
        confidence: finding.confidence,
        check: finding.check.to_owned(),
        finding: capitalised(&finding.message),
        why: reasons.entry(finding.check).or_insert_with(|| words::of_page(finding.check, "Why it matters")).clone(),
        option_1: names.fill(&ways.first),
        option_2: names.fill(&ways.second),
        decides: capitalised(&ways.decides),
        team: finding.team.clone(),
        product: finding.product.clone(),
        area: finding.area.map(|area| survey.report.rulebook.area(area).id.clone()),
        roles: finding.roles.clone(),
        places: finding.labels.iter().map(|label| survey.place(label)).collect(),
        since: known.map(|known| Since::new(known.contains(fingerprint.as_str()))),
        fingerprint,
    }
}

/// What the names in the texts of the rules stand for.
struct Names<'a> {
    area: String,
    owner: String,
    role: &'a str,
    other: &'a str,
}

impl<'a> Names<'a> {
    fn of(report: &Report<'_>, finding: &'a Finding) -> Self {
        let area = finding.area;
        let source = finding.primary().source;
        let first = report.audit.roles.partition_point(|role| role.source < source);
        let role = report.audit.roles.get(first).filter(|role| role.source == source).map(|_| first);
        let scope = role.and_then(|role| report.audit.organization.scopes.of_role.get(role)?.first().copied());
        let owner = area.map(|area| words::usual_owner(report, scope, area)).filter(|owner| !owner.is_empty());
        Self {
            area: area.map_or_else(|| "this".to_owned(), |area| words::area(report, area)),
            owner: owner.unwrap_or_else(|| words::kind(report, scope, KindId::PM).to_owned()),
            role: finding.roles.first().map_or("the role", String::as_str),
            other: finding.roles.get(1).map_or("the other role", String::as_str),
        }
    }

    /// A text of the rules with its names in place; what they stand for is not looked at again.
    fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len() + 32);
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            filled.push_str(&rest[..at]);
            let name = [("{area}", self.area.as_str()), ("{owner}", &self.owner), ("{role}", self.role), ("{other}", self.other)];
            if let Some((name, value)) = name.into_iter().find(|(name, _)| rest[at..].starts_with(name)) {
                filled.push_str(value);
                rest = &rest[at + name.len()..];
            } else {
                filled.push('{');
                rest = &rest[at + 1..];
            }
        }
        filled.push_str(rest);
        filled
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_put_in_once() {
        let names = Names { area: "{role}".to_owned(), owner: "PM".to_owned(), role: "PO", other: "" };
        assert_eq!(names.fill("{area} and {owner} {x} {role}"), "{role} and PM {x} PO");
        assert_eq!(capitalised("érable"), "Érable");
    }
}
