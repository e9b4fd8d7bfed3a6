//! The organisation: which role claims which area how strongly, in which scope, under which role model.
//!
//! Everything here is computed once from the classified roles; all checks and tables read it and nothing else.

pub mod claims;

use crate::audit::Audit;
use crate::rulebook::{KindId, ModelId, Rulebook};
use crate::settings::Settings;
pub use claims::Claim;
use std::ops::Range;

/// The roles of an audit as an organisation.
#[derive(Debug, Default)]
pub struct Organization {
    /// One entry for each of [`Audit::roles`], in the same order.
    pub roles: Vec<OrgRole>,
    /// Every claim, in order of roles and duties.
    pub claims: Vec<Claim>,
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
    /// Its claims, as a range of [`Organization::claims`].
    pub claims: Range<usize>,
}

impl Organization {
    /// Works out the organisation behind an audit's roles.
    pub fn build(audit: &Audit, rulebook: &Rulebook, settings: &Settings) -> Self {
        let asked = settings.model.as_deref().and_then(|name| rulebook.model_called(name)).unwrap_or_default();
        let mut organization = Self::default();
        for (index, role) in audit.roles.iter().enumerate() {
            let model = rulebook.model(asked);
            let kind = role
                .kind
                .map(|kind| model.plays.iter().find(|play| play.kind == kind && !play.alone).map_or(kind, |play| play.role));
            let first = organization.claims.len();
            claims::collect(index, role, kind, rulebook, model, &mut organization.claims);
            organization
                .roles
                .push(OrgRole { model: asked, kind, both: role.both, claims: first..organization.claims.len() });
        }
        organization
    }
}
