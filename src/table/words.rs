//! Words for people: names of scopes, roles and areas as they stand in tables and sentences.

use crate::audit::AuditedRole;
use crate::checks;
use crate::org::scopes::Kind;
use crate::org::{Scope, ScopeId};
use crate::report::Report;
use crate::rulebook::{AreaId, DutyType, KindId};
use pulldown_cmark::{Event, Parser, TagEnd};
use std::collections::HashMap;

/// What a scope is called in a heading.
pub(super) fn scope(report: &Report<'_>, id: ScopeId) -> String {
    let scope = report.audit.organization.scopes.get(id);
    match scope.kind {
        Kind::Team => with_product(scope),
        Kind::Product => format!("Product {}", scope.name),
        Kind::Train => format!("Train {}", scope.name),
        Kind::Folder => format!("Folder {}", scope.name),
        Kind::Document => document(report, id).unwrap_or_default(),
    }
}

/// A document that declares nothing: its path, with a line where the file holds several.
fn document(report: &Report<'_>, id: ScopeId) -> Option<String> {
    let scopes = &report.audit.organization.scopes;
    let documents = &report.audit.documents;
    let role = scopes.get(id).roles.first().map(|&role| &report.audit.roles[role as usize]);
    let at = role.map(|role| role.document).or_else(|| scopes.of_document.iter().position(|own| own.contains(&id)))?;
    let source = documents[at].source;
    let is_twin = |other: Option<usize>| other.and_then(|other| documents.get(other)).is_some_and(|other| other.source == source);
    if !is_twin(at.checked_sub(1)) && !is_twin(Some(at + 1)) {
        return Some(report.audit.source(source).name().to_owned());
    }
    let span = role.map(|role| role.place).or_else(|| documents[at].matrices.first().map(|matrix| matrix.place))?;
    Some(super::Place::at(report, source, span).short())
}

fn with_product(scope: &Scope) -> String {
    match &scope.product {
        Some(product) => format!("Team {}, product {product}", scope.name),
        None => format!("Team {}", scope.name),
    }
}

/// What a kind of role is called under the model of a scope.
pub(super) fn kind<'a>(report: &Report<'a>, scope: Option<ScopeId>, kind: KindId) -> &'a str {
    let own = scope.and_then(|scope| report.audit.organization.model(scope, report.rulebook).name_of(kind));
    own.unwrap_or_else(|| &report.rulebook.kind(kind).name)
}

/// Who usually owns an area in a scope: "Product Manager", "Product Manager or Product Owner"; empty when nobody does.
pub(super) fn usual_owner(report: &Report<'_>, scope: Option<ScopeId>, area: AreaId) -> String {
    let models = report.rulebook.role_models();
    let model = scope.map_or(&models[0], |scope| report.audit.organization.model(scope, report.rulebook));
    let owners = &model.area(area).owners;
    list(owners.iter().map(|&owner| kind(report, scope, owner)), "or")
}

/// The name of an area within a sentence.
pub(super) fn area(report: &Report<'_>, area: AreaId) -> String {
    in_sentence(&report.rulebook.area(area).name)
}

/// A name with a small first letter, unless its first word is a name or an abbreviation.
fn in_sentence(name: &str) -> String {
    let first = name.split(' ').next().unwrap_or_default();
    let ordinary = first.chars().skip(1).all(|c| c.is_lowercase() || c == '-') && first.len() > 1 && first != "Scrum";
    let mut letters = name.chars();
    match letters.next() {
        Some(letter) if ordinary => letter.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

/// What a type of duty is called.
pub(super) fn duty_type(report: &Report<'_>, duty_type: DutyType, other: Option<KindId>) -> String {
    match duty_type {
        DutyType::Pm => report.rulebook.kind(KindId::PM).name.clone(),
        DutyType::Po => report.rulebook.kind(KindId::PO).name.clone(),
        DutyType::Shared => "Shared".to_owned(),
        DutyType::Other => other.map_or_else(|| "Another role".to_owned(), |kind| report.rulebook.kind(kind).name.clone()),
        DutyType::Neither => "Not a duty".to_owned(),
        DutyType::Unclear => "Unclear".to_owned(),
    }
}

/// Names in a sentence: "a", "a and b", "a, b and c".
pub(super) fn list<T: AsRef<str>>(names: impl IntoIterator<Item = T>, word: &str) -> String {
    let names: Vec<T> = names.into_iter().collect();
    let mut text = String::new();
    for (at, name) in names.iter().enumerate() {
        if at > 0 && at + 1 == names.len() {
            text.push(' ');
            text.push_str(word);
            text.push(' ');
        } else if at > 0 {
            text.push_str(", ");
        }
        text.push_str(name.as_ref());
    }
    text
}

/// Names for roles that tell each from others of the same title: with its team, product or train where that differs, else
/// with its place.
#[derive(Debug)]
pub(super) struct RoleNames {
    /// How often each title stands there, by itself and with each team, product or train.
    counts: HashMap<(String, usize, String), usize>,
}

impl RoleNames {
    /// The names of some roles, told from each other.
    pub(super) fn new(report: &Report<'_>, among: impl IntoIterator<Item = u32>) -> Self {
        let mut counts = HashMap::new();
        for index in among {
            let role = &report.audit.roles[index as usize];
            for (at, name) in [String::new()].into_iter().chain(surroundings(role)).enumerate() {
                *counts.entry((role.title.clone(), at, name)).or_default() += 1;
            }
        }
        Self { counts }
    }

    /// The name of one of them.
    pub(super) fn of(&self, report: &Report<'_>, index: u32) -> String {
        let role = &report.audit.roles[index as usize];
        let is_only = |at: usize, name: &str| self.counts.get(&(role.title.clone(), at, name.to_owned())).is_none_or(|&count| count < 2);
        if is_only(0, "") {
            return role.title.clone();
        }
        let mut names = surroundings(role).into_iter().zip(1..);
        match names.find(|(name, at)| !name.is_empty() && is_only(*at, name)) {
            Some((name, _)) => format!("{} ({name})", role.title),
            None => format!("{} ({})", role.title, super::Place::of_role(report, role).short()),
        }
    }
}

/// What a role may be told from others by.
fn surroundings(role: &AuditedRole) -> [String; 3] {
    [&role.teams, &role.products, &role.trains].map(|names| names.join(", "))
}

/// The first paragraph of a section of a check's page, as plain words.
pub(super) fn of_page(check: &str, heading: &str) -> String {
    let Some(check) = checks::by_id(check) else { return String::new() };
    let Some((_, section)) = check.page.split_once(&format!("\n## {heading}\n")) else {
        return String::new();
    };
    let mut text = String::new();
    for event in Parser::new(section) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::Paragraph) => break,
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_put_together_and_put_into_sentences() {
        assert_eq!(list(["a"], "and"), "a");
        assert_eq!(list(["a", "b", "c"], "or"), "a, b or c");
        assert_eq!(in_sentence("Product roadmap"), "product roadmap");
        assert_eq!(in_sentence("PM-PO partnership"), "PM-PO partnership");
        assert_eq!(in_sentence("Scrum facilitation"), "Scrum facilitation");
    }

    #[test]
    fn pages_speak_in_plain_words() {
        let reports = of_page("po-holds-pm-duty", "What it reports");
        assert!(reports.starts_with("A Product Owner's document that decides"), "{reports}");
        assert!(reports.ends_with("is info."), "{reports}");
        assert!(of_page("po-holds-pm-duty", "Why it matters").starts_with("With a Product Manager"));
        assert_eq!(of_page("no-such-check", "Why it matters"), "");
    }
}
