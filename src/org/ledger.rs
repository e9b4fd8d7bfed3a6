//! The ledger: per scope and area every claim, and what follows from them for the scope as a whole.
//!
//! Claims are entered where their roles declare their scope. A question about a scope also looks at the scopes above
//! it, for what a product-level role claims holds for all its teams. Sums over a scope are kept ready, so that no
//! question costs more than the claims it concerns.

use super::scopes::{Scope, ScopeId, Scopes};
use super::{Claim, ClaimId, Organization};
use crate::classify;
use crate::rulebook::{AreaId, KindId, Relation, Rulebook};
use rayon::prelude::*;

/// Per scope and area every claim and every row of a matrix.
#[derive(Debug, Default)]
pub struct Ledger {
    scopes: Vec<Page>,
}

/// What is entered for one scope.
#[derive(Debug, Default)]
struct Page {
    /// Claims of the scope's own roles, by area, then in order.
    claims: Vec<(AreaId, ClaimId)>,
    /// Those among them that own, by area.
    owning: Vec<(AreaId, ClaimId)>,
    /// Rows of matrices of the scope's own documents, by area.
    rows: Vec<(AreaId, u32)>,
    own: Sums,
    /// Of the scopes above and below.
    around: Sums,
}

/// What the claims of one or several scopes come to.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    covered: Set,
    touched: Set,
    kinds: Set,
    roles: u32,
    unclear: bool,
    transforms: bool,
}

impl Ledger {
    /// Enters everything.
    pub fn build(org: &Organization, rulebook: &Rulebook) -> Self {
        let Organization { scopes, roles, rows, .. } = org;
        let mut pages: Vec<Page> = scopes.list.par_iter().map(|scope| Page::of(&scope.roles, org)).collect();
        for (row, index) in rows.iter().zip(0..) {
            let Some(area) = row.area else { continue };
            for scope in &scopes.of_document[row.document as usize] {
                let page = &mut pages[scope.0 as usize];
                page.rows.push((area, index));
                page.own.touched.add(area.0);
                if row.names_holder() {
                    page.own.covered.add(area.0);
                }
            }
        }
        if !rows.is_empty() {
            for page in &mut pages {
                page.rows.sort_unstable();
            }
        }
        let mut ledger = Self { scopes: pages };
        ledger.sum(scopes, Sums::add_roles);
        let owners = |claim: &Claim| rulebook.role_model(roles[claim.role as usize].model).area(claim.area).owners_on(claim.rung);
        let depending = |(at, scope): (usize, &Scope)| {
            let mut covered = Set::default();
            let own = scope.roles.iter().flat_map(|&role| org.claims_of(role as usize));
            for claim in own.filter(|claim| claim.covers) {
                let described = |kind: &KindId| ledger.describes(ScopeId(at as u32), *kind);
                let covers = match (claim.claim, claim.held_by) {
                    (classify::Claim::Conditional, _) => !owners(claim).iter().any(described),
                    (_, Some(holder)) => described(&holder),
                    _ => continue,
                };
                if covers {
                    covered.add(claim.area.0);
                }
            }
            covered
        };
        let depending: Vec<Set> = scopes.list.par_iter().enumerate().map(depending).collect();
        for (page, covered) in ledger.scopes.iter_mut().zip(depending) {
            page.own.covered.unite(covered);
        }
        ledger.sum(scopes, Sums::add_areas);
        ledger
    }

    /// Adds up what lies around each scope, above and below.
    fn sum(&mut self, scopes: &Scopes, add: fn(&mut Sums, &Sums)) {
        for (at, scope) in scopes.list.iter().enumerate() {
            for above in &scope.above {
                let (own, theirs) = (self.scopes[at].own, self.scopes[above.0 as usize].own);
                add(&mut self.scopes[at].around, &theirs);
                add(&mut self.scopes[above.0 as usize].around, &own);
            }
        }
    }

    /// The claims on an area by roles that declare exactly this scope.
    pub fn own(&self, scope: ScopeId, area: AreaId) -> impl Iterator<Item = ClaimId> {
        let page = self.page(scope);
        of_area(page.entries(&page.claims, area), area)
    }

    /// Those of them that own.
    pub fn owning(&self, scope: ScopeId, area: AreaId) -> impl Iterator<Item = ClaimId> {
        let page = self.page(scope);
        of_area(page.entries(&page.owning, area), area)
    }

    /// All owning claims of a scope's own roles with their areas, by area.
    pub fn all_owning(&self, scope: ScopeId) -> &[(AreaId, ClaimId)] {
        &self.page(scope).owning
    }

    /// The matrix rows about an area in documents that declare exactly this scope, as indexes.
    pub fn rows(&self, scope: ScopeId, area: AreaId) -> impl Iterator<Item = u32> {
        let page = self.page(scope);
        of_area(page.entries(&page.rows, area), area)
    }

    /// Whether some role of the scope, or of a scope above or below it, covers an area.
    pub fn covers(&self, scope: ScopeId, area: AreaId) -> bool {
        self.any(scope, |sums| sums.covered.has(area.0))
    }

    /// Whether a claim of any strength or a matrix row touches an area there.
    pub fn touches(&self, scope: ScopeId, area: AreaId) -> bool {
        self.any(scope, |sums| sums.touched.has(area.0))
    }

    /// Whether a role of this kind is described there.
    pub fn describes(&self, scope: ScopeId, kind: KindId) -> bool {
        self.any(scope, |sums| sums.kinds.has(kind.0))
    }

    /// Whether some duty there is unclear, so that it may be about anything.
    pub fn has_unclear(&self, scope: ScopeId) -> bool {
        self.any(scope, |sums| sums.unclear)
    }

    /// Whether a role there turns one artifact into another.
    pub fn transforms(&self, scope: ScopeId) -> bool {
        self.any(scope, |sums| sums.transforms)
    }

    /// How many roles are described there.
    pub fn roles(&self, scope: ScopeId) -> u32 {
        let page = self.page(scope);
        page.own.roles + page.around.roles
    }

    fn any(&self, scope: ScopeId, question: impl Fn(&Sums) -> bool) -> bool {
        let page = self.page(scope);
        question(&page.own) || question(&page.around)
    }

    fn page(&self, scope: ScopeId) -> &Page {
        &self.scopes[scope.0 as usize]
    }
}

impl Page {
    /// The page of a scope with these roles of its own.
    fn of(roles: &[u32], org: &Organization) -> Self {
        let mut page = Self::default();
        page.claims.reserve_exact(roles.iter().map(|&role| org.claims_of(role as usize).len()).sum());
        for &role in roles {
            page.enter(role, org);
        }
        // What is of one area stays in order.
        page.claims.sort_by_key(|&(area, _)| area);
        page.owning.sort_by_key(|&(area, _)| area);
        page.owning.shrink_to_fit();
        page
    }

    /// One of its lists, if it may hold an area. The lists lie further away than the page.
    fn entries<'a, T>(&self, list: &'a [T], area: AreaId) -> &'a [T] {
        if self.own.touched.has(area.0) { list } else { &[] }
    }

    fn enter(&mut self, index: u32, org: &Organization) {
        let role = &org.roles[index as usize];
        self.own.roles += 1;
        self.own.unclear |= role.unclear;
        if let Some(kind) = role.kind {
            self.own.kinds.add(kind.0);
        }
        if role.both {
            self.own.kinds.add(KindId::PM.0);
            self.own.kinds.add(KindId::PO.0);
        }
        for (claim, id) in org.claims_of(index as usize).iter().zip(org.ids_of(index)) {
            self.claims.push((claim.area, id));
            self.own.touched.add(claim.area.0);
            self.own.transforms |= claim.relation == Relation::Transform && claim.is_own() && !claim.of_neighbour;
            let own = claim.held_by.is_none() && !matches!(claim.claim, classify::Claim::Conditional | classify::Claim::Excluded);
            if claim.covers && own {
                self.own.covered.add(claim.area.0);
            }
            if claim.is_owning() {
                self.owning.push((claim.area, id));
            }
        }
    }
}

impl Sums {
    fn add_roles(&mut self, other: &Self) {
        self.kinds.unite(other.kinds);
        self.roles += other.roles;
        self.unclear |= other.unclear;
        self.transforms |= other.transforms;
    }

    fn add_areas(&mut self, other: &Self) {
        self.covered.unite(other.covered);
        self.touched.unite(other.touched);
    }
}

/// The entries of one area in a list that is sorted by area.
fn of_area<T: Copy>(list: &[(AreaId, T)], area: AreaId) -> impl Iterator<Item = T> {
    let from = list.partition_point(|&(other, _)| other < area);
    list[from..].iter().take_while(move |&&(other, _)| other == area).map(|&(_, entry)| entry)
}

/// A set of numbers below 256.
#[derive(Clone, Copy, Debug, Default)]
struct Set([u64; 4]);

impl Set {
    fn add(&mut self, number: u8) {
        self.0[number as usize / 64] |= 1 << (number % 64);
    }

    fn has(&self, number: u8) -> bool {
        self.0[number as usize / 64] & (1 << (number % 64)) != 0
    }

    fn unite(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(mine, theirs)| *mine |= theirs);
    }
}
