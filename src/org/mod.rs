//! The organisation: which role claims which area how strongly, in which scope, under which role model.
//!
//! Everything here is computed once from the classified roles; all checks and tables read it and nothing else.

pub mod claimed;
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

use crate::audit::{Audit, AuditedRole};
use crate::classify::Part;
use crate::rulebook::{AreaId, DutyType, KindId, ModelId, RoleModel, Rulebook};
use crate::settings::Settings;
pub use claimed::ClaimId;
use claimed::{Claims, GROUP};
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

/// The roles of an audit as an organisation.
#[derive(Debug, Default)]
pub struct Organization {
    /// One entry for each of [`Audit::roles`], in the same order.
    pub roles: Vec<OrgRole>,
    /// Every claim, in order of roles and duties.
    pub claims: Claims,
    /// Every duty that says of a single thing that it is done and claims no area by it, in order.
    pub bare: Vec<DutyId>,
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
#[expect(clippy::struct_excessive_bools, reason = "each stands for itself")]
pub struct OrgRole {
    /// The model it is judged by.
    pub model: ModelId,
    /// The kind of role whose areas it holds under that model.
    pub kind: Option<KindId>,
    /// Whether it holds both product roles.
    pub both: bool,
    /// Whether one of its duties is unclear.
    pub unclear: bool,
    /// Whether it lists something and nothing of it is a duty.
    pub idle: bool,
    /// Whether it makes a claim jointly with another role.
    pub joint: bool,
    /// Its claims, as a range of those of its group.
    claims: Range<u32>,
}

/// Where a duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DutyId {
    /// Index of the role in [`Audit::roles`].
    pub role: u32,
    /// Index of the duty in the role's list.
    pub duty: u32,
}

/// What is read of a group of roles.
#[derive(Default)]
struct Group {
    roles: Vec<OrgRole>,
    claims: Vec<Claim>,
    bare: Vec<DutyId>,
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
        let signs = inference::signs(audit, &scopes, rulebook);
        let models = inference::choose(audit, &scopes, &signs, rulebook, settings);
        let rows = matrix::rows(audit, &scopes, rulebook);
        let mut organization = Self { rows, scopes, models, ..Self::default() };
        organization.collect(audit, &signs, rulebook);
        organization.ledger = Ledger::build(&organization, rulebook);
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
        self.ledger.own(scope, area).chain(above).map(|id| &self.claims[id])
    }

    /// The claims of one role.
    pub fn claims_of(&self, role: usize) -> &[Claim] {
        self.claims.of(role, self.roles[role].claims.clone())
    }

    /// What tells the claims of one role from all others.
    pub fn ids_of(&self, role: u32) -> impl Iterator<Item = ClaimId> {
        ClaimId::all(role, self.roles[role as usize].claims.clone())
    }

    /// The matrix rows about an area that hold in a scope.
    pub fn rows_on(&self, scope: ScopeId, area: AreaId) -> impl Iterator<Item = &Row> {
        let Scope { above, below, .. } = self.scopes.get(scope);
        // A product may have many teams, and most audits hold no matrix.
        let scopes = std::iter::once(scope).chain(above.iter().chain(below).copied()).take_while(|_| !self.rows.is_empty());
        scopes.flat_map(move |scope| self.ledger.rows(scope, area)).map(|index| &self.rows[index as usize])
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
        let read = |(at, roles): (usize, &[AuditedRole])| {
            let mut group = Group::of(roles);
            for (role, index) in roles.iter().zip(at * GROUP..) {
                let role = self.role((index, role), audit, signs[index], rulebook, &mut group);
                group.roles.push(role);
            }
            group
        };
        let groups: Vec<Group> = audit.roles.par_chunks(GROUP).enumerate().map(read).collect();
        let mut claims = Vec::with_capacity(groups.len());
        self.roles.reserve_exact(audit.roles.len());
        for mut group in groups {
            self.roles.append(&mut group.roles);
            self.bare.append(&mut group.bare);
            claims.push(group.claims);
        }
        self.claims = Claims::new(claims);
    }

    /// What a role is; what it claims is added to its group.
    fn role(&self, (index, role): (usize, &AuditedRole), audit: &Audit, signs: Signs, rulebook: &Rulebook, group: &mut Group) -> OrgRole {
        let choice = signs.component.map(|component| &self.models[component as usize]);
        let model = match choice {
            Some(choice) if choice.basis == Basis::Asked => choice.model,
            _ if let Declared::Model(model) = signs.declared => model,
            _ => choice.map(|choice| choice.model).unwrap_or_default(),
        };
        let kind = role.kind.map(|kind| choice.map_or(kind, |choice| choice.played(kind, rulebook.role_model(model))));
        let first = group.claims.len();
        let (mut unclear, mut idle) = (false, !role.duties.is_empty());
        // Verdicts lie all over the memory; asked for one right after the other, they come at the same time.
        for (duty, at) in role.duties.iter().zip(0..) {
            let parts = audit.parts(duty);
            unclear |= parts.iter().any(Part::is_open);
            idle &= parts.iter().all(|part| part.duty_type == DutyType::Neither);
            if let [part] = parts
                && claims::claims_nothing(part, rulebook)
            {
                group.bare.push(DutyId { role: index as u32, duty: at });
            }
        }
        let reading = claims::Reading { index, role, kind, rulebook, model: rulebook.role_model(model) };
        for (duty, at) in role.duties.iter().zip(0..) {
            reading.collect((at, duty), audit.parts(duty), &mut group.claims);
        }
        let joint = group.claims[first..].iter().any(|claim| claim.joint);
        OrgRole { model, kind, both: role.both, unclear, idle, joint, claims: first as u32..group.claims.len() as u32 }
    }
}

impl Group {
    /// Room for what most groups of roles claim: little more than they have duties.
    fn of(roles: &[AuditedRole]) -> Self {
        let duties = roles.iter().map(|role| role.duties.len()).sum::<usize>();
        Self {
            roles: Vec::with_capacity(roles.len()),
            claims: Vec::with_capacity(duties + duties / 8),
            ..Self::default()
        }
    }
}
