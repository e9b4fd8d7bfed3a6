//! All claims of an organisation, in lists that were filled side by side and are never put together, for there are many.

use super::claims::Claim;
use std::ops::{Index, Range};

/// How many roles are read in one go, side by side with others, and have their claims in one list.
pub const GROUP: usize = 64;

/// What tells a claim from all others. Claims are in order of roles and duties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId {
    /// Index of the role in [`Audit::roles`](crate::audit::Audit::roles).
    pub role: u32,
    /// Where the claim stands in the list of its group.
    at: u32,
}

impl ClaimId {
    /// The claims of a role that stand in this range of their list.
    pub fn all(role: u32, range: Range<u32>) -> impl Iterator<Item = Self> {
        range.map(move |at| Self { role, at })
    }
}

/// Every claim.
#[derive(Debug, Default)]
pub struct Claims {
    groups: Vec<Vec<Claim>>,
}

impl Claims {
    /// The claims of each group of roles, in order.
    pub fn new(groups: Vec<Vec<Claim>>) -> Self {
        Self { groups }
    }

    /// The claims of a role that stand in this range of their list.
    pub fn of(&self, role: usize, range: Range<u32>) -> &[Claim] {
        &self.groups[role / GROUP][range.start as usize..range.end as usize]
    }
}

impl Index<ClaimId> for Claims {
    type Output = Claim;

    fn index(&self, id: ClaimId) -> &Claim {
        &self.groups[id.role as usize / GROUP][id.at as usize]
    }
}
