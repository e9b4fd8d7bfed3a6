//! The organisation: which role claims which area how strongly, in which scope, under which role model.
//!
//! Everything here is computed once from the classified roles; all checks and tables read it and nothing else.

pub mod claims;
pub mod gaps;
pub mod inference;
pub mod judged;
pub mod ledger;
pub mod markers;
pub mod matrix;
pub mod misplacement;
pub mod overlaps;
pub mod scopes;
pub mod standing;
pub mod titled;

use crate::audit::Audit;
use crate::classify::Part;
use crate::rulebook::{AreaId, KindId, ModelId, RoleModel, Rulebook};
use crate::settings::Settings;
pub use claims::Claim;
pub use gaps::Gap;
pub use inference::{Basis, Better, Choice};
use inference::{Declared, Signs};
pub use ledger::Ledger;
pub use matrix::Row;
pub use overlaps::Overlap;
use rayon::prelude::*;
pub use scopes::{Scope, ScopeId, Scopes};
use std::ops::Range;

/// How many roles are read in one go, side by side with others.
const GROUP: usize = 64;

/// The roles of an audit as an organisation.
#[derive(Debug, Default)]
pub struct Organization {
    /// One entry for each of [`Audit::roles`], in the same order.
    pub roles: Vec<OrgRole>,
    /// Every claim, in order of roles and duties.
    pub claims: Vec<Claim>,
    /// Every row of every matrix, in order.
    pub rows: Vec<Row>,
    /// Teams, products and trains, and who works for which.
    pub scopes: Scopes,
    /// Per scope and area every claim and row.
    pub ledger: Ledger,
    /// Areas that several roles of one scope own.
    pub overlaps: Vec<Overlap>,
    /// Core areas that nobody looks after.
    pub gaps: Vec<Gap>,
    /// The role model of each group of connected scopes, by [`Scope::component`].
    pub models: Vec<Choice>,
}

/// What a role is within its organisation.
#[derive(Clone, Debug)]
pub struct OrgRole {
    /// The model it is judged by.
    pub model: ModelId,
    /// The kind of role whose areas it holds under that model.
    pub kind: Option<KindId>,
    /// Whether it holds both product roles.
    pub both: bool,
    /// Whether one of its duties is unclear.
    pub unclear: bool,
    /// Whether one of its duties claims no area by what it says is done.
    pub bare: bool,
    /// Its claims, as a range of [`Organization::claims`].
    pub claims: Range<usize>,
}

impl OrgRole {
    /// Whether it holds the areas of a kind of role.
    pub fn plays(&self, kind: KindId) -> bool {
        self.kind == Some(kind) || (self.both && matches!(kind, KindId::PM | KindId::PO))
    }

    /// Whether it is one of the two product roles, or both.
    pub fn is_product_role(&self) -> bool {
        self.plays(KindId::PM) || self.plays(KindId::PO)
    }
}

impl Organization {
    /// Works out the organisation behind an audit's roles.
    pub fn build(audit: &Audit, rulebook: &Rulebook, settings: &Settings) -> Self {
        let scopes = scopes::build(audit, settings);
        let signs = inference::signs(audit, rulebook);
        let models = inference::choose(audit, &scopes, &signs, rulebook, settings);
        let rows = matrix::rows(audit, &scopes, rulebook);
        let mut organization = Self { rows, scopes, models, ..Self::default() };
        organization.collect(audit, &signs, rulebook);
        let Self { scopes, roles, claims, rows, .. } = &organization;
        let owners = |claim: &Claim| rulebook.role_model(roles[claim.role as usize].model).area(claim.area).owners_on(claim.rung);
        organization.ledger = Ledger::build(scopes, roles, claims, rows, owners);
        organization.overlaps = overlaps::find(&organization, audit, rulebook);
        organization.gaps = gaps::find(&organization, audit, rulebook);
        misplacement::compare_models(&mut organization, audit, rulebook, settings.thresholds.other_model_duties);
        organization
    }

    /// The model choice of the group of scopes that a scope belongs to.
    pub fn choice(&self, scope: ScopeId) -> &Choice {
        &self.models[self.scopes.get(scope).component as usize]
    }

    /// The model of a scope.
    pub fn model<'a>(&self, scope: ScopeId, rulebook: &'a Rulebook) -> &'a RoleModel {
        rulebook.role_model(self.choice(scope).model)
    }

    /// The claims on an area that hold in a scope: those of its own roles, then those of roles above.
    pub fn claims_on(&self, scope: ScopeId, area: AreaId) -> impl Iterator<Item = &Claim> {
        let above = self.scopes.get(scope).above.iter().flat_map(move |&above| self.ledger.own(above, area));
        self.ledger.own(scope, area).chain(above).map(|index| &self.claims[index as usize])
    }

    /// The claims of one role.
    pub fn claims_of(&self, role: usize) -> &[Claim] {
        &self.claims[self.roles[role].claims.clone()]
    }

    /// The matrix rows about an area that hold in a scope.
    pub fn rows_on(&self, scope: ScopeId, area: AreaId) -> impl Iterator<Item = &Row> {
        let scopes = self.scopes.get(scope);
        let around = scopes.above.iter().chain(&scopes.below).flat_map(move |&other| self.ledger.rows(other, area));
        self.ledger.rows(scope, area).chain(around).map(|index| &self.rows[index as usize])
    }

    /// All rows of the matrix that a row stands in.
    pub fn matrix_of(&self, row: &Row) -> &[Row] {
        let key = |row: &Row| (row.document, row.matrix);
        let from = self.rows.partition_point(|other| key(other) < key(row));
        let to = self.rows.partition_point(|other| key(other) <= key(row));
        &self.rows[from..to]
    }

    /// Whether a scope's documents describe a role for every slot of its model.
    pub fn is_complete(&self, scope: ScopeId, rulebook: &Rulebook) -> bool {
        self.model(scope, rulebook)
            .slots
            .iter()
            .all(|slot| slot.iter().any(|&kind| self.ledger.describes(scope, kind)))
    }

    /// Collects what the roles are and claim. Roles are read side by side, in groups, and put together in order.
    fn collect(&mut self, audit: &Audit, signs: &[Signs], rulebook: &Rulebook) {
        let groups: Vec<(Vec<OrgRole>, Vec<Claim>)> = audit
            .roles
            .par_chunks(GROUP)
            .enumerate()
            .map(|(at, group)| {
                let mut claims = Vec::new();
                let roles = (at * GROUP..)
                    .take(group.len())
                    .map(|index| self.role(index, audit, signs[index].declared, rulebook, &mut claims));
                (roles.collect(), claims)
            })
            .collect();
        let (roles, claims): (Vec<Vec<OrgRole>>, Vec<Vec<Claim>>) = groups.into_iter().unzip();
        let mut all = Vec::with_capacity(audit.roles.len());
        let number = || {
            let mut first = 0;
            for (roles, claims) in roles.into_iter().zip(&claims) {
                let moved = |own: Range<usize>| own.start + first..own.end + first;
                all.extend(roles.into_iter().map(|role| OrgRole { claims: moved(role.claims.clone()), ..role }));
                first += claims.len();
            }
        };
        ((), self.claims) = rayon::join(number, || claims.concat());
        self.roles = all;
    }

    /// What a role is; its claims are added to a list.
    fn role(&self, index: usize, audit: &Audit, declared: Declared, rulebook: &Rulebook, claims: &mut Vec<Claim>) -> OrgRole {
        let role = &audit.roles[index];
        let choice = self.scopes.of_role[index].first().map(|&scope| &self.models[self.scopes.get(scope).component as usize]);
        let model = match choice {
            Some(choice) if choice.basis == Basis::Asked => choice.model,
            _ if let Declared::Model(model) = declared => model,
            _ => choice.map(|choice| choice.model).unwrap_or_default(),
        };
        let kind = role.kind.map(|kind| choice.map_or(kind, |choice| choice.played(kind, rulebook.role_model(model))));
        let first = claims.len();
        claims::collect(index, audit, kind, rulebook, rulebook.role_model(model), claims);
        let parts = || role.duties.iter().flat_map(|duty| audit.parts(duty));
        OrgRole {
            model,
            kind,
            both: role.both,
            unclear: parts().any(Part::is_open),
            bare: parts().any(|part| claims::claims_nothing(part, rulebook)),
            claims: first..claims.len(),
        }
    }
}
