//! Many things written in order though made side by side: one batch is made while the one before it is written.

use rayon::prelude::*;
use std::io::{self, Write};
use std::mem;

/// Things that are made before they are written: what is held at once, twice.
const BATCH: usize = 1024;
/// Things that one thread makes in one go.
const SHARE: usize = 32;

/// Writes what `make` makes of some neighbouring items, given the index of the first of them. It is handed a buffer that may hold
/// what was made before, for its room to be used again.
pub(super) fn write<'i, T, B, F>(items: &'i [T], out: &mut dyn Write, make: F) -> io::Result<()>
where
    T: Sync,
    B: AsRef<[u8]> + Default + Send,
    F: Fn(&mut B, usize, &'i [T]) -> io::Result<()> + Sync,
{
    let mut current: Vec<B> = Vec::new();
    let mut before: Vec<B> = Vec::new();
    // The last round makes nothing and writes what the one before it made.
    for (number, batch) in items.chunks(BATCH).chain([&[][..]]).enumerate() {
        let mut result = Ok(());
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| {
                current.resize_with(batch.len().div_ceil(SHARE), B::default);
                let shares = current.par_iter_mut().zip(batch.par_chunks(SHARE)).enumerate().with_max_len(1);
                result = shares.try_for_each(|(share, (buffer, items))| make(buffer, number * BATCH + share * SHARE, items));
            });
            before.iter().try_for_each(|buffer| out.write_all(buffer.as_ref()))
        })?;
        result?;
        mem::swap(&mut current, &mut before);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn all_is_written_in_order() {
        for count in [0, 1, 1024, 1025, 5000] {
            let numbers: Vec<u32> = (0..count).collect();
            let bytes = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
            let mut out = Vec::new();
            super::write(&numbers, &mut out, |buffer: &mut Vec<u8>, first, share| {
                assert_eq!(share[0] as usize, first);
                *buffer = bytes(share);
                Ok(())
            })
            .expect("a vector takes everything");
            assert_eq!(out, bytes(&numbers));
        }
    }
}
