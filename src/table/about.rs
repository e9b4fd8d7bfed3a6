//! About: what was audited, under which role model and why, and what passed.

use super::status::Counts;
use super::survey::Survey;
use super::words;
use crate::checks;
use crate::org::{Basis, Choice};
use crate::report::Report;
use serde::{Deserialize, Serialize};
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

/// What was audited and how.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct About {
    /// Files that describe roles.
    pub files: usize,
    /// Roles in them.
    pub roles: usize,
    /// Duties of these roles.
    pub duties: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Findings that comments allow.
    pub suppressed: usize,
    /// Findings less sure than asked for, which are not shown.
    pub unsure: usize,
    /// Under which role models, and why.
    pub models: Vec<ModelUse>,
    /// Areas by status, over all scopes.
    pub areas: Counts,
    /// The checks that found nothing.
    pub passed: Vec<Passed>,
    /// How many checks found something.
    pub failed: usize,
    /// The checks that did not run.
    pub off: Vec<String>,
}

/// A role model in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ModelUse {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// In which way of working it applies.
    pub when: String,
    /// Why it was chosen.
    pub why: String,
    /// Where it applies.
    pub scopes: Vec<String>,
    /// Another model that would explain the duties better, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub better: Option<String>,
}

/// A check that found nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Passed {
    /// Its id.
    pub check: String,
    /// What it would have reported.
    pub reports: String,
}

impl About {
    /// What a report is about.
    pub fn new(survey: &Survey<'_>) -> Self {
        let report = survey.report;
        let summary = report.summary();
        let off = report.checks_off();
        let accepted = report.audit.accepted.iter().map(|accepted| accepted.finding.check);
        let found: BTreeSet<&str> = report.audit.findings.iter().map(|finding| finding.check).chain(accepted).collect();
        let passed = checks::ALL.iter().filter(|check| !found.contains(check.id) && !off.contains(&check.id));
        let mut areas = Counts::default();
        for &scope in &survey.scopes {
            for (area, _) in super::ownership::areas(report) {
                areas.add(survey.of(scope, area).status);
            }
            for row in survey.sheet(scope).iter().flat_map(|sheet| &sheet.unplaced) {
                areas.add(row.entry.status);
            }
        }
        Self {
            files: summary.files,
            roles: summary.roles,
            duties: summary.duties,
            errors: summary.errors,
            warnings: summary.warnings,
            infos: summary.infos,
            suppressed: summary.suppressed,
            unsure: report.audit.hidden.low_confidence,
            models: models(survey),
            areas,
            passed: passed
                .map(|check| Passed { check: check.id.to_owned(), reports: first_sentence(&words::of_page(check.id, "What it reports")) })
                .collect(),
            failed: found.len(),
            off: off.into_iter().map(str::to_owned).collect(),
        }
    }

    /// What was audited, in a sentence.
    pub fn audited(&self) -> String {
        use crate::report::count;
        format!(
            "{} in {} from {}",
            count(self.duties, "duty", "duties"),
            count(self.roles, "role", "roles"),
            count(self.files, "document", "documents")
        )
    }

    /// What was found, in a sentence.
    pub fn found(&self) -> String {
        use crate::report::count;
        let hidden = |number: usize, what: &str| if number == 0 { String::new() } else { format!(", {number} {what}") };
        format!(
            "{}, {}, {}{}{}",
            count(self.errors, "decision to take", "decisions to take"),
            count(self.warnings, "warning", "warnings"),
            count(self.infos, "note", "notes"),
            hidden(self.suppressed, "accepted by comments in the documents"),
            hidden(self.unsure, "too unsure to show"),
        )
    }
}

fn models(survey: &Survey<'_>) -> Vec<ModelUse> {
    let report = survey.report;
    let org = &report.audit.organization;
    let mut uses: Vec<ModelUse> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::new();
    for &scope in &survey.scopes {
        let choice = org.choice(scope);
        let model = report.rulebook.role_model(choice.model);
        let (why, better) = (why(choice), better(report, choice));
        let title = survey.name(scope);
        match known.entry((choice.model, why, better)) {
            Entry::Occupied(known) => uses[*known.get()].scopes.push(title),
            Entry::Vacant(new) => {
                let (_, why, better) = new.key().clone();
                let (id, name, when) = (model.id.clone(), model.name.clone(), model.when.clone());
                uses.push(ModelUse { id, name, when, why, scopes: vec![title], better });
                new.insert(uses.len() - 1);
            }
        }
    }
    uses
}

/// Why a model was chosen.
fn why(choice: &Choice) -> String {
    match choice.basis {
        Basis::Asked => "asked for when the audit was started".to_owned(),
        Basis::Declared => "declared in the documents".to_owned(),
        Basis::Configured => "set in the configuration".to_owned(),
        Basis::Inferred => format!("read from the documents ({})", choice.reasons.join("; ")),
        Basis::Default => "the default: the documents declare no model and show no other".to_owned(),
    }
}

fn better(report: &Report<'_>, choice: &Choice) -> Option<String> {
    let better = choice.better?;
    let name = &report.rulebook.role_model(better.model).name;
    Some(format!(
        "Under the model \"{name}\", {} instead of {} decisions would stand in the wrong role.",
        better.then, better.now
    ))
}

fn first_sentence(text: &str) -> String {
    match text.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => text.to_owned(),
    }
}
