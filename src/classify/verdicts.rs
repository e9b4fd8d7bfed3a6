//! The verdicts of an audit. Duties that say the same share one, and they say which by its number: it is found without following a
//! pointer, and nobody counts who shares it.

use super::Verdict;
use crate::rulebook::hints::Hints;
use std::ops::Index;

/// How many verdicts lie together.
pub(super) const BLOCK: usize = 256;

/// The number of a verdict within its audit. It says nothing of the order of duties, and may be another one in the next run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerdictId(pub(super) u32);

impl VerdictId {
    /// A number for tables by verdict; few numbers below it stand for none.
    pub fn number(self) -> usize {
        self.0 as usize
    }
}

/// How a duty was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The number of the verdict.
    pub id: VerdictId,
    /// Of which families of phrases the duty may hold one; the verdict says so, too, and lies further away.
    pub hints: Hints,
}

impl Judged {
    /// By a verdict at a place in a block.
    pub(super) fn by(verdict: &Verdict, block: usize, place: usize) -> Self {
        Self { id: VerdictId((block * BLOCK + place) as u32), hints: verdict.hints }
    }

    /// The same in one number, which is never nought.
    pub(super) fn packed(self) -> u64 {
        1 << 40 | u64::from(self.hints.bits()) << 32 | u64::from(self.id.0)
    }

    /// What was packed; nothing where that is nought.
    pub(super) fn unpacked(number: u64) -> Option<Self> {
        (number != 0).then(|| Self { id: VerdictId(number as u32), hints: Hints::of_bits((number >> 32) as u8) })
    }
}

/// All verdicts of an audit, in blocks that were filled side by side.
#[derive(Debug, Default)]
pub struct Verdicts {
    blocks: Vec<Vec<Verdict>>,
}

impl Verdicts {
    /// Adds a verdict.
    pub fn add(&mut self, verdict: Verdict) -> Judged {
        if self.blocks.last().is_none_or(|block| block.len() == BLOCK) {
            self.blocks.push(Vec::with_capacity(BLOCK));
        }
        let last = self.blocks.len() - 1;
        let judged = Judged::by(&verdict, last, self.blocks[last].len());
        self.blocks[last].push(verdict);
        judged
    }

    /// Puts blocks in order of their numbers, of which none is missing.
    pub(super) fn of(mut blocks: Vec<(u32, Vec<Verdict>)>) -> Self {
        blocks.sort_unstable_by_key(|(number, _)| *number);
        Self { blocks: blocks.into_iter().map(|(_, block)| block).collect() }
    }
}

impl Index<VerdictId> for Verdicts {
    type Output = Verdict;

    fn index(&self, id: VerdictId) -> &Verdict {
        &self.blocks[id.0 as usize / BLOCK][id.0 as usize % BLOCK]
    }
}
