//! Which role model a group of connected scopes is judged by, and why.
//!
//! What is asked for comes first, then what the documents declare, then the configured default, then what titles and
//! vocabulary show; where nothing speaks clearly, the default model stands.

use super::scopes::{ScopeId, Scopes};
use crate::audit::{Audit, AuditedRole};
use crate::order;
use crate::rulebook::role_models::Play;
use crate::rulebook::{KindId, ModelId, RoleModel, Rulebook};
use crate::settings::Settings;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// How many distinct markers a vocabulary must show before it decides.
const MARKERS: usize = 3;
/// By how many markers it must lead.
const MARGIN: usize = 2;
/// How many markers are named as reasons.
const NAMED: usize = 6;

/// The model of a group of connected scopes.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The model.
    pub model: ModelId,
    /// What decided.
    pub basis: Basis,
    /// The reasons for an inference, each a short phrase: `titles: ...`, `words: ...`.
    pub reasons: Vec<String>,
    /// Other models that roles of the group declare, with the role that does.
    pub others: Vec<(ModelId, u32)>,
    /// The first role whose declared model is not known.
    pub unknown: Option<u32>,
    /// The markers that were met, by the model whose vocabulary they are of.
    markers: BTreeSet<(ModelId, u16)>,
    /// A model under which far fewer duties would be misplaced.
    pub better: Option<Better>,
    /// The roles of the group, as indexes of [`Audit::roles`].
    pub roles: Vec<u32>,
    /// How many of them are of each kind, by their titles.
    kinds: Vec<u32>,
}

/// What decided on a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// The command line.
    Asked,
    /// The documents.
    Declared,
    /// The configuration.
    Configured,
    /// Titles and vocabulary.
    Inferred,
    /// Nothing.
    #[default]
    Default,
}

/// A model that would explain the duties better than the one in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Better {
    /// The model.
    pub model: ModelId,
    /// How many duties are misplaced under the model in force.
    pub now: usize,
    /// How many would be under this one.
    pub then: usize,
}

/// Chooses the model of every component.
pub fn choose(audit: &Audit, scopes: &Scopes, signs: &[Signs], rulebook: &Rulebook, settings: &Settings) -> Vec<Choice> {
    let asked = settings.model.as_deref().and_then(|name| rulebook.role_model_called(name));
    let configured = settings.default_model.as_deref().and_then(|name| rulebook.role_model_called(name));
    let mut choices: Vec<Choice> = (0..scopes.components).map(|_| Choice::default()).collect();
    for (index, signs) in signs.iter().enumerate() {
        let Some(component) = signs.component else { continue };
        let choice = &mut choices[component as usize];
        choice.roles.push(index as u32);
        match signs.declared {
            Declared::Nothing => {}
            Declared::Unknown => choice.declare(None, index as u32),
            Declared::Model(model) => choice.declare(Some(model), index as u32),
        }
    }
    choices.par_iter_mut().for_each(|choice| {
        choice.gather(audit, signs, rulebook);
        choice.decide(audit, rulebook, asked, configured);
    });
    choices
}

/// What a role itself or its document declares to be its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// Nothing.
    Nothing,
    /// A model that the rulebook does not know.
    Unknown,
    /// A model.
    Model(ModelId),
}

/// What a role shows of the model it is meant under, put together for all roles, which lie far apart.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    /// What it declares.
    pub declared: Declared,
    /// The group of connected scopes it belongs to.
    pub component: Option<u32>,
    /// The kind its title names.
    kind: Option<KindId>,
    /// Whether it holds markers.
    marked: bool,
}

/// What each role shows.
pub fn signs(audit: &Audit, scopes: &Scopes, rulebook: &Rulebook) -> Vec<Signs> {
    let of_role = |(role, own): (&AuditedRole, &Vec<ScopeId>)| {
        let declared = match role.model.as_ref().or(audit.documents[role.document].model.as_ref()) {
            None => Declared::Nothing,
            Some(name) => rulebook.role_model_called(name.as_str()).map_or(Declared::Unknown, Declared::Model),
        };
        let component = own.first().map(|&scope| scopes.get(scope).component);
        Signs { declared, component, kind: role.kind, marked: !role.markers.is_empty() }
    };
    audit.roles.par_iter().zip(&scopes.of_role).map(of_role).collect()
}

impl Choice {
    /// Takes note of what a role declares.
    fn declare(&mut self, model: Option<ModelId>, role: u32) {
        match model {
            None => _ = self.unknown.get_or_insert(role),
            Some(model) if self.basis != Basis::Declared => (self.model, self.basis) = (model, Basis::Declared),
            Some(model) if model != self.model && self.others.iter().all(|&(other, _)| other != model) => self.others.push((model, role)),
            Some(_) => {}
        }
    }

    /// Puts together what its roles show.
    fn gather(&mut self, audit: &Audit, signs: &[Signs], rulebook: &Rulebook) {
        self.kinds = vec![0; rulebook.kinds().len()];
        for &role in &self.roles {
            let signs = signs[role as usize];
            if let Some(kind) = signs.kind {
                self.kinds[kind.0 as usize] += 1;
            }
            if signs.marked {
                self.markers.extend(&audit.roles[role as usize].markers);
            }
        }
    }

    fn decide(&mut self, audit: &Audit, rulebook: &Rulebook, asked: Option<ModelId>, configured: Option<ModelId>) {
        if let Some(asked) = asked {
            (self.model, self.basis) = (asked, Basis::Asked);
            self.others.clear();
        } else if self.basis == Basis::Declared {
        } else if let Some(configured) = configured {
            (self.model, self.basis) = (configured, Basis::Configured);
        } else if let Some((model, reasons)) = self.by_words(rulebook).or_else(|| self.by_titles(audit, rulebook)) {
            (self.model, self.basis, self.reasons) = (model, Basis::Inferred, reasons);
        }
    }

    /// The model whose vocabulary leads clearly and whose titles are not contradicted.
    pub fn by_words(&self, rulebook: &Rulebook) -> Option<(ModelId, Vec<String>)> {
        if self.markers.len() < MARKERS {
            return None;
        }
        let count = |at| self.markers_of(ModelId(at as u8)).count();
        let mut best: Vec<(usize, usize)> = (0..rulebook.role_models().len()).map(|at| (count(at), at)).collect();
        order::by_key(&mut best, |&(count, at)| (std::cmp::Reverse(count), at));
        let (count, at) = *best.first()?;
        let second = best.get(1).map_or(0, |&(count, _)| count);
        let model = &rulebook.role_models()[at];
        let own = self.markers_of(ModelId(at as u8)).any(|marker| (marker as usize) < model.signs.exclusive);
        let decides = count >= MARKERS && count >= second + MARGIN && own && self.lacks_nothing_forbidden(model);
        decides.then(|| (ModelId(at as u8), vec![format!("words: {}", self.words(model, at))]))
    }

    /// The markers met of a model, ascending.
    pub fn markers_of(&self, model: ModelId) -> impl Iterator<Item = u16> {
        self.markers.range((model, 0)..=(model, u16::MAX)).map(|&(_, marker)| marker)
    }

    /// The markers met of a model, as a list for people.
    pub fn words(&self, model: &RoleModel, at: usize) -> String {
        let words: Vec<&str> = self
            .markers_of(ModelId(at as u8))
            .take(NAMED)
            .map(|marker| model.signs.markers[marker as usize].as_str())
            .collect();
        words.join(", ")
    }

    /// Whether no title is there of which the model allows fewer.
    pub fn lacks_nothing_forbidden(&self, model: &RoleModel) -> bool {
        model.signs.titles.iter().all(|sign| self.count(&sign.any_of) <= sign.at_most as usize)
    }

    /// The most specific model whose titles all are as it says.
    fn by_titles(&self, audit: &Audit, rulebook: &Rulebook) -> Option<(ModelId, Vec<String>)> {
        let roles = || self.roles.iter().map(|&role| &audit.roles[role as usize]);
        let single = |role: &AuditedRole| !role.both && matches!(role.kind, Some(KindId::PM | KindId::PO));
        if let Some(both) = roles().find(|role| role.both)
            && !roles().any(single)
            && let Some(solo) = rulebook.role_models().iter().position(|model| model.signs.both)
        {
            return Some((ModelId(solo as u8), vec![format!("titles: \"{}\" names both roles", both.title)]));
        }
        if self.roles.len() < 2 {
            return None;
        }
        let (at, model) = rulebook
            .role_models()
            .iter()
            .enumerate()
            .filter(|(at, model)| {
                let signs = &model.signs;
                !signs.titles.is_empty()
                    && signs.markers_with_titles.is_some_and(|needed| self.markers_of(ModelId(*at as u8)).count() >= needed as usize)
                    && signs.titles.iter().all(|sign| {
                        let count = self.count(&sign.any_of);
                        count >= sign.at_least as usize && count <= sign.at_most as usize
                    })
            })
            .max_by_key(|(at, model)| {
                let wanted: usize = model.signs.titles.iter().map(|sign| sign.at_least as usize).sum();
                (wanted, *at != 0, std::cmp::Reverse(*at))
            })?;
        let mut reasons = vec![format!("titles: {}", title_reason(model, rulebook))];
        if self.markers_of(ModelId(at as u8)).next().is_some() {
            reasons.push(format!("words: {}", self.words(model, at)));
        }
        Some((ModelId(at as u8), reasons))
    }

    /// How many roles of the group are of one of these kinds, by their titles.
    pub fn count(&self, kinds: &[KindId]) -> usize {
        kinds.iter().map(|kind| self.kinds[kind.0 as usize] as usize).sum()
    }

    /// The kind whose areas a role of this kind holds under a model.
    pub fn played(&self, kind: KindId, model: &RoleModel) -> KindId {
        let stands_in = |play: &&Play| play.kind == kind && (!play.alone || self.count(&[play.role]) == 0);
        model.plays.iter().find(stands_in).map_or(kind, |play| play.role)
    }
}

/// "Product Owner and Scrum Master or Engineering, no Product Manager".
fn title_reason(model: &RoleModel, rulebook: &Rulebook) -> String {
    let names = |kinds: &[KindId]| kinds.iter().map(|&kind| rulebook.kind(kind).name.as_str()).collect::<Vec<_>>().join(" or ");
    let mut wanted = Vec::new();
    let mut missing = Vec::new();
    for sign in &model.signs.titles {
        match (sign.at_least, sign.at_most) {
            (_, 0) if sign.any_of.iter().any(|kind| matches!(*kind, KindId::PM | KindId::PO)) => {
                missing.push(format!("no {}", names(&sign.any_of)));
            }
            (0, _) => {}
            (1, 1) => wanted.push(format!("one {}", names(&sign.any_of))),
            (1, _) => wanted.push(names(&sign.any_of)),
            (least, _) => wanted.push(format!("{least} or more of {}", names(&sign.any_of))),
        }
    }
    let mut reason = wanted.join(" and ");
    for none in missing {
        reason.push_str(", ");
        reason.push_str(&none);
    }
    reason
}
