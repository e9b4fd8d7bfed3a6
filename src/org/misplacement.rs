//! Misplacement: claims of one product role on what its model gives to the other, and models that would explain them.

use super::claims::{COVERING, Claim, OWNING};
use super::{Basis, Better, Choice, Organization};
use crate::audit::Audit;
use crate::rulebook::{KindId, ModelId, RoleModel, Rulebook};
use rayon::prelude::*;

/// Under another model at most one in so many of them may remain.
const FEWER: usize = 4;

/// The product role that holds an area which a role of kind `holder` claims, when that is not its own.
pub fn owner_of_misplaced(claim: &Claim, holder: KindId, model: &RoleModel) -> Option<KindId> {
    let owner = match holder {
        KindId::PM => KindId::PO,
        KindId::PO => KindId::PM,
        _ => return None,
    };
    if !claim.is_hard() || claim.strength < COVERING || claim.joint {
        return None;
    }
    let area = model.area(claim.area);
    let owners = area.owners_on(claim.rung);
    (!area.off && owners.contains(&owner) && !owners.contains(&holder)).then_some(owner)
}

/// Notes for every group of scopes the model under which far fewer decisions would be misplaced, if there is one.
/// `many` is how many misplaced decisions make another model worth a thought.
pub fn compare_models(organization: &mut Organization, audit: &Audit, rulebook: &Rulebook, many: usize) {
    let better = |choice: &Choice| {
        if choice.basis == Basis::Asked {
            return None;
        }
        let now = misplaced(organization, choice, audit, rulebook.role_model(choice.model));
        if now < many {
            return None;
        }
        let models = rulebook.role_models().iter().zip(0..).map(|(model, id)| (model, ModelId(id)));
        models
            .filter(|(model, id)| *id != choice.model && model.signs.suggested && choice.lacks_nothing_forbidden(model))
            .map(|(model, id)| Better { model: id, now, then: misplaced(organization, choice, audit, model) })
            .min_by_key(|better| better.then)
            .filter(|better| better.then * FEWER <= now)
    };
    let found: Vec<Option<Better>> = organization.models.par_iter().map(better).collect();
    for (choice, better) in organization.models.iter_mut().zip(found) {
        choice.better = better;
    }
}

/// How many decisions would be misplaced under a model.
fn misplaced(organization: &Organization, choice: &Choice, audit: &Audit, model: &RoleModel) -> usize {
    let of_role = |&index: &u32| {
        let role = &audit.roles[index as usize];
        let holder = role.kind.filter(|_| !role.both).map(|kind| choice.played(kind, model));
        let claims = organization.claims_of(index as usize).iter();
        claims
            .filter(|claim| claim.strength >= OWNING && holder.is_some_and(|holder| owner_of_misplaced(claim, holder, model).is_some()))
            .count()
    };
    choice.roles.iter().map(of_role).sum()
}
