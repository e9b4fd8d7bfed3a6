//! Scopes that only titles or headings name: "Product Manager, Claims Portal" and "Product Owner, Claims Portal" stand side by
//! side in a folder, and neither document declares a product; "Claims Portal: further roles" is the heading of a document beside
//! one that declares that product.

use super::scopes::{Kind, folder};
use crate::audit::{Audit, AuditedDocument, AuditedRole};
use crate::rulebook::{KindId, Rulebook};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Endings of the names of Markdown files.
const MARKDOWN: [&str; 3] = ["md", "markdown", "mdx"];
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
    let bare = |document: &AuditedDocument| {
        let roles = &audit.roles[document.roles.clone()];
        !roles.is_empty() && roles.iter().all(declares_nothing)
    };
    let mut named = Vec::new();
    for document in audit.documents.iter().filter(|document| bare(document)) {
        let source = audit.source(document.source);
        let Some(heading) = top_heading(source.name(), source.text()) else { continue };
        let folder = folder(source.name());
        let neighbours = audit.roles.iter().filter(|role| self::folder(audit.source(role.source).name()) == folder);
        let declared = neighbours.flat_map(|role| {
            let kinds = [(Kind::Team, &role.teams), (Kind::Product, &role.products), (Kind::Train, &role.trains)];
            kinds.into_iter().flat_map(|(kind, names)| names.iter().map(move |name| (kind, name)))
        });
        let found: BTreeSet<(Kind, &String)> = declared.filter(|(_, name)| names(heading, name)).collect();
        if let [(kind, name)] = found.iter().collect::<Vec<_>>()[..] {
            named.push((document.roles.clone(), *kind, (*name).clone()));
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
fn top_heading<'a>(path: &str, text: &'a str) -> Option<&'a str> {
    let extension = Path::new(path).extension()?;
    let is_markdown = MARKDOWN.iter().any(|known| extension.eq_ignore_ascii_case(known));
    let first = text.lines().take(HEADING_WITHIN).find(|line| line.starts_with('#')).filter(|_| is_markdown)?;
    first.strip_prefix("# ").map(str::trim)
}

/// Whether a heading, or one of the parts that marks divide it into, is a name.
fn names(heading: &str, name: &str) -> bool {
    let same = |part: &str| part.trim().to_lowercase() == name.trim().to_lowercase();
    same(heading) || heading.split([':', ',', '–', '—', '|', '(', ')']).flat_map(|part| part.split(" - ")).any(same)
}

fn declares_nothing(role: &AuditedRole) -> bool {
    role.teams.is_empty() && role.products.is_empty() && role.trains.is_empty()
}
