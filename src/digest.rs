//! Digests: numbers that stand for texts in tables. The texts themselves lie all over the memory, and reading them again to compare them
//! would take longer than all else that is done with a table.

use crate::mixing::mixed;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};

/// What stands for a text. It has 128 bits, so that no two texts ever share one by chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64, u64);

/// A table by digests.
pub type Table<T> = HashMap<Digest, T, BuildHasherDefault<Taken>>;
/// A set of digests.
pub type Set = HashSet<Digest, BuildHasherDefault<Taken>>;

/// Makes digests. They are others in every run, so that nobody can write a text that is taken for another; nothing may come of them
/// but whether two are the same.
#[derive(Clone, Copy, Debug)]
pub struct Digester(Digest);

impl Default for Digester {
    fn default() -> Self {
        let random = || RandomState::new().hash_one(0);
        Self(Digest(random(), random()))
    }
}

impl Digester {
    /// What stands for a text of a kind; kinds are below 256.
    pub fn of(self, text: &str, kind: u8) -> Digest {
        let bytes = text.as_bytes();
        let begun = self.0.and(text.len() as u64 ^ u64::from(kind) << 56);
        let digest = bytes.as_chunks().0.iter().fold(begun, |digest, piece| self.joined(digest, *piece));
        // What fills no piece is taken with as much of what stands before it.
        let last = bytes.last_chunk().copied().unwrap_or_else(|| {
            let mut short = [0; 16];
            short[..bytes.len()].copy_from_slice(bytes);
            short
        });
        self.joined(digest, last)
    }

    /// What stands for a digest and sixteen bytes after it. Nobody knows the other factor of what he writes.
    fn joined(self, Digest(one, other): Digest, bytes: [u8; 16]) -> Digest {
        let bytes = u128::from_le_bytes(bytes);
        let (first, second) = (bytes as u64, (bytes >> 64) as u64);
        Digest(mixed(one ^ first, self.0.1 ^ second), mixed(other ^ second, self.0.0 ^ first))
    }
}

impl BuildHasher for Digester {
    type Hasher = Mixing;

    fn build_hasher(&self) -> Mixing {
        Mixing(self.0.0)
    }
}

/// Hashes short keys quickly, beginning differently in every run.
#[derive(Debug)]
pub struct Mixing(u64);

impl Hasher for Mixing {
    fn write(&mut self, bytes: &[u8]) {
        let mut eights = bytes.chunks_exact(8);
        for eight in &mut eights {
            self.write_u64(u64::from_le_bytes(eight.try_into().unwrap_or_default()));
        }
        self.write_u64(eights.remainder().iter().fold(bytes.len() as u64, |rest, &byte| rest << 8 | u64::from(byte)));
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = mixed(self.0 ^ number, 0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Digest {
    /// What stands for this and a number after it.
    #[must_use]
    pub fn and(self, number: u64) -> Self {
        Self(mixed(self.0 ^ number, 0x9e37_79b9_7f4a_7c15), mixed(self.1 ^ number, 0xd1b5_4a32_d192_ed03))
    }

    /// What stands for this and another after it.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        self.and(other.0).and(other.1)
    }

    /// One of so many places; tables do not tell digests apart by what this does.
    pub fn place(self, of: usize) -> usize {
        self.1 as usize % of
    }

    /// The half that says nothing of the place, and is never nought. It tells apart what lies at neighbouring places.
    pub fn half(self) -> u64 {
        self.0 | 1
    }
}

impl Hash for Digest {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0);
    }
}

/// Takes half a digest as it is.
#[derive(Debug, Default)]
pub struct Taken(u64);

impl Hasher for Taken {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |number, &byte| number << 8 | u64::from(byte));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn digests_are_the_same_where_texts_are(one in "[ab]{0,20}", other in "[ab]{0,20}", kinds in (0u8..3, 0u8..3)) {
            let digester = Digester::default();
            let same = digester.of(&one, kinds.0) == digester.of(&other, kinds.1);
            prop_assert_eq!(same, one == other && kinds.0 == kinds.1);
        }
    }
}
