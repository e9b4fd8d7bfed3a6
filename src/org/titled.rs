//! Scopes that only titles name: "Product Manager, Claims Portal" and "Product Owner, Claims Portal" stand side by side in a
//! folder, and neither document declares a product.

use super::scopes::folder;
use crate::audit::{Audit, AuditedRole};
use crate::rulebook::{KindId, Rulebook};
use std::collections::BTreeMap;

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

fn declares_nothing(role: &AuditedRole) -> bool {
    role.teams.is_empty() && role.products.is_empty() && role.trains.is_empty()
}
