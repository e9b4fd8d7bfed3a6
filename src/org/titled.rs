//! Scopes that only titles or headings name: "Product Manager, Claims Portal" and "Product Owner, Claims Portal" stand side by
//! side in a folder, and neither document declares a product; "Claims Portal: further roles" is the heading of a document beside
//! one that declares that product.

use super::scopes::{Kind, declares_nothing, folder, plain};
use crate::audit::{Audit, AuditedDocument};
use crate::document::Format;
use crate::rulebook::{KindId, Rulebook};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};

/// How many lines from the start a top heading is looked for.
const HEADING_WITHIN: usize = 40;

/// Gives roles that declare no scope the product that their titles name, where roles of several documents of one folder name
/// the same and both product roles are among them. A name that one role alone bears may as well be a place or a grade.
pub fn assign(audit: &mut Audit, rulebook: &Rulebook) {
    let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (index, role) in audit.roles.iter().enumerate().filter(|(_, role)| declares_nothing(role)) {
        let Some(name) = rulebook.titles().scope_in(&role.title) else { continue };
        let folder = folder(audit.source(role.source).name()).to_owned();
        groups.entry((folder, role.title[name].to_lowercase())).or_default().push(index);
    }
    for roles in groups.into_values() {
        let holds = |kind| roles.iter().any(|&role| audit.roles[role].kind == Some(kind));
        let documents = roles.iter().any(|&role| audit.roles[role].document != audit.roles[roles[0]].document);
        if !(documents && holds(KindId::PM) && holds(KindId::PO)) {
            continue;
        }
        for index in roles {
            let role = &mut audit.roles[index];
            if let Some(name) = rulebook.titles().scope_in(&role.title) {
                role.products.push(role.title[name].to_owned());
            }
        }
    }
}

/// Gives roles that declare no scope the one that the top heading of their document names, where another document of the same
/// folder declares it.
pub fn assign_by_heading(audit: &mut Audit) {
    let bare = |document: &&AuditedDocument| {
        let roles = &audit.roles[document.roles.clone()];
        !roles.is_empty() && roles.iter().all(declares_nothing)
    };
    let headed: Vec<(&AuditedDocument, &str)> = audit
        .documents
        .iter()
        .filter(bare)
        .filter_map(|document| Some((document, top_heading(audit.source(document.source))?)))
        .collect();
    if headed.is_empty() {
        return;
    }
    // What is declared is put in order once, so that the cost does not grow with documents times roles.
    let mut declared: BTreeMap<(&str, String), BTreeSet<(Kind, &str)>> = BTreeMap::new();
    for role in &audit.roles {
        let folder = folder(audit.source(role.source).name());
        for (kind, names) in [(Kind::Team, &role.teams), (Kind::Product, &role.products), (Kind::Train, &role.trains)] {
            for name in names {
                declared.entry((folder, plain(name))).or_default().insert((kind, name));
            }
        }
    }
    let mut named = Vec::new();
    for (document, heading) in headed {
        let folder = folder(audit.source(document.source).name());
        let known = parts(heading).filter_map(|part| declared.get(&(folder, part)));
        let found: BTreeSet<(Kind, &str)> = known.flatten().copied().collect();
        if let [(kind, name)] = found.into_iter().collect::<Vec<_>>()[..] {
            named.push((document.roles.clone(), kind, name.to_owned()));
        }
    }
    for (roles, kind, name) in named {
        for role in &mut audit.roles[roles] {
            match kind {
                Kind::Team => role.teams.push(name.clone()),
                Kind::Train => role.trains.push(name.clone()),
                _ => role.products.push(name.clone()),
            }
        }
    }
}

/// The first heading of a Markdown document, when it is of the first level.
fn top_heading(source: &Source) -> Option<&str> {
    if Format::of(source.name(), source.text()) != Format::Markdown {
        return None;
    }
    let first = source.text().lines().take(HEADING_WITHIN).find(|line| line.starts_with('#'))?;
    first.strip_prefix("# ").map(str::trim)
}

/// A heading, and the parts that marks divide it into, as they are compared.
fn parts(heading: &str) -> impl Iterator<Item = String> {
    let divided = heading.split([':', ',', '–', '—', '|', '(', ')']).flat_map(|part| part.split(" - "));
    std::iter::once(heading).chain(divided).map(plain)
}
