//! By which role models an audit was judged and why, as lines for people; and numbers of roles that a model finds unusual.

use super::{Basis, Choice, Organization};
use crate::audit::Audit;
use crate::order;
use crate::rulebook::role_models::Counted;
use crate::rulebook::{ModelId, RoleModel, Rulebook};
use std::collections::{BTreeMap, BTreeSet};

/// How many models and notes are listed at most.
const LISTED: usize = 4;

impl Organization {
    /// The model that most roles are judged by; the default one where there are none.
    pub fn prevailing_model(&self) -> ModelId {
        let mut counts: BTreeMap<ModelId, usize> = BTreeMap::new();
        for role in &self.roles {
            *counts.entry(role.model).or_default() += 1;
        }
        let prevailing = counts.into_iter().max_by_key(|&(model, count)| (count, std::cmp::Reverse(model)));
        prevailing.map_or_else(ModelId::default, |(model, _)| model)
    }

    /// By which models the roles are judged and why, the most frequent first: a line each.
    pub fn judged_by(&self, rulebook: &Rulebook) -> Vec<String> {
        let mut uses: BTreeMap<(ModelId, String), usize> = BTreeMap::new();
        for choice in self.models.iter().filter(|choice| !choice.roles.is_empty()) {
            *uses.entry((choice.model, why(choice))).or_default() += choice.roles.len();
        }
        let mut uses: Vec<_> = uses.into_iter().collect();
        order::by_key(&mut uses, |&(_, roles)| std::cmp::Reverse(roles));
        let single = uses.len() == 1;
        let line = |((model, why), roles): ((ModelId, String), usize)| {
            let id = &rulebook.role_model(model).id;
            if single {
                format!("Judged by the role model {id}: {why}.")
            } else {
                format!("{roles} of {} roles judged by the role model {id}: {why}.", self.roles.len())
            }
        };
        uses.into_iter().take(LISTED).map(line).collect()
    }

    /// What a model finds unusual about how many roles there are: a line each.
    pub fn unusual_numbers(&self, audit: &Audit, rulebook: &Rulebook) -> Vec<String> {
        let mut lines = BTreeSet::new();
        for choice in self.models.iter().filter(|choice| choice.roles.len() > 1) {
            let model = rulebook.role_model(choice.model);
            for ratio in &model.ratios {
                let (count, per) = (self.count(ratio.count, choice, audit), self.count(ratio.per, choice, audit));
                if per > 0 && count > per * ratio.at_most as usize {
                    let name = |counted, number| name(counted, number, model, rulebook);
                    lines.insert(format!(
                        "{} for {}: {} works with at most {} for each.",
                        name(ratio.count, count),
                        name(ratio.per, per),
                        model.name,
                        name(ratio.count, ratio.at_most as usize)
                    ));
                }
            }
        }
        lines.into_iter().take(LISTED).collect()
    }

    fn count(&self, counted: Counted, choice: &Choice, audit: &Audit) -> usize {
        let roles = || choice.roles.iter().map(|&role| role as usize);
        let distinct = |names: fn(&crate::audit::AuditedRole) -> &[String]| {
            roles()
                .flat_map(|role| names(&audit.roles[role]))
                .map(|name| name.to_lowercase())
                .collect::<BTreeSet<_>>()
                .len()
        };
        match counted {
            Counted::Kind(kind) => roles().filter(|&role| self.roles[role].kind == Some(kind)).count(),
            Counted::Team => distinct(|role| &role.teams),
            Counted::Product => distinct(|role| &role.products),
        }
    }
}

fn why(choice: &Choice) -> String {
    match choice.basis {
        Basis::Asked => "asked for".to_owned(),
        Basis::Declared => "declared".to_owned(),
        Basis::Configured => "configured".to_owned(),
        Basis::Inferred => format!("inferred from {}", choice.reasons.join("; ")),
        Basis::Default => "nothing says otherwise".to_owned(),
    }
}

fn name(counted: Counted, number: usize, model: &RoleModel, rulebook: &Rulebook) -> String {
    let name = match counted {
        Counted::Kind(kind) => model.name_of(kind).unwrap_or(&rulebook.kind(kind).name),
        Counted::Team => "team",
        Counted::Product => "product",
    };
    format!("{number} {name}{}", if number == 1 { "" } else { "s" })
}
