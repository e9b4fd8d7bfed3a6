//! Mixing: how numbers that stand for texts are made.

/// The halves of a product together; each of their bits depends on all bits of the factors.
#[inline]
pub(crate) fn mixed(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    (product >> 64) as u64 ^ product as u64
}
