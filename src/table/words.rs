//! Words for people: names of scopes, roles and areas as they stand in tables and sentences.

use crate::audit::AuditedRole;
use crate::checks;
use crate::org::scopes::Kind;
use crate::org::{Scope, ScopeId};
use crate::report::Report;
use crate::rulebook::{AreaId, DutyType, KindId};
use pulldown_cmark::{Event, Parser, TagEnd};

/// What a scope is called in a heading.
pub(super) fn scope(report: &Report<'_>, id: ScopeId) -> String {
    let scope = report.audit.organization.scopes.get(id);
    match scope.kind {
        Kind::Team => with_product(scope),
        Kind::Product => format!("Product {}", scope.name),
        Kind::Train => format!("Train {}", scope.name),
        Kind::Folder => format!("Folder {}", scope.name),
        Kind::Document => {
            let role = scope.roles.first().map(|&role| &report.audit.roles[role as usize]);
            role.map_or_else(String::new, |role| report.audit.source(role.source).name().to_owned())
        }
    }
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

/// A role as a name that tells it from others of the same title: with its team or product where they differ.
pub(super) fn role(report: &Report<'_>, index: u32, among: &[u32]) -> String {
    let of = |index: u32| &report.audit.roles[index as usize];
    let own = of(index);
    let twins: Vec<&AuditedRole> = among
        .iter()
        .filter(|&&other| other != index)
        .map(|&other| of(other))
        .filter(|other| other.title == own.title)
        .collect();
    if twins.is_empty() {
        return own.title.clone();
    }
    let names = [&own.teams, &own.products, &own.trains].map(|names| names.join(", "));
    let others = |at: usize| twins.iter().any(|twin| [&twin.teams, &twin.products, &twin.trains][at].join(", ") == names[at]);
    if let Some(at) = (0..names.len()).find(|&at| !names[at].is_empty() && !others(at)) {
        format!("{} ({})", own.title, names[at])
    } else {
        format!("{} ({})", own.title, super::Place::of_role(report, own).short())
    }
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
