//! Lines from a stream, in chunks of whole lines, as they come: whoever types or sends a line gets its answer at once,
//! and a long input never has to fit into memory.

use std::io::{self, Read};

/// Bytes asked for at a time.
const READ: usize = 1 << 18;
/// Bytes a line may have.
pub(super) const LONGEST: usize = 64 << 20;

/// What came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Chunk {
    /// One or more whole lines.
    Lines(Vec<u8>),
    /// A line that is too long, which was skipped.
    TooLong,
}

/// A reader of chunks.
#[derive(Debug)]
pub(super) struct Lines<R> {
    reader: R,
    /// The beginning of a line whose end has not come yet.
    rest: Vec<u8>,
    /// Inside a line that is too long.
    skipping: bool,
    buffer: Vec<u8>,
}

impl<R: Read> Lines<R> {
    /// A reader of the lines of `reader`.
    pub(super) fn new(reader: R) -> Self {
        Self { reader, rest: Vec::new(), skipping: false, buffer: vec![0; READ] }
    }

    /// The next lines; none at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Chunk>> {
        loop {
            let read = match self.reader.read(&mut self.buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                result => result?,
            };
            let mut new = &self.buffer[..read];
            if read == 0 {
                self.skipping = false;
                return Ok((!self.rest.is_empty()).then(|| Chunk::Lines(std::mem::take(&mut self.rest))));
            }
            if self.skipping {
                let Some(end) = new.iter().position(|&byte| byte == b'\n') else { continue };
                self.skipping = false;
                new = &new[end + 1..];
            }
            let mut lines = std::mem::take(&mut self.rest);
            match new.iter().rposition(|&byte| byte == b'\n') {
                Some(last) => {
                    lines.extend_from_slice(&new[..=last]);
                    self.rest.extend_from_slice(&new[last + 1..]);
                    return Ok(Some(Chunk::Lines(lines)));
                }
                None if lines.len() + new.len() > LONGEST => {
                    self.skipping = true;
                    return Ok(Some(Chunk::TooLong));
                }
                None => {
                    lines.extend_from_slice(new);
                    self.rest = lines;
                }
            }
        }
    }
}

/// The lines of a chunk, without their line breaks.
pub(super) fn split(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\n").unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A reader that gives a few bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(into.len());
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    proptest! {
        #[test]
        fn lines_come_whole_and_in_order(text in "[ab\n]{0,60}", pace in 1usize..9) {
            let mut lines = Lines::new(Slow(text.as_bytes(), pace));
            let mut got = Vec::new();
            while let Some(Chunk::Lines(chunk)) = lines.next().expect("it can be read") {
                got.extend(split(&chunk).map(<[u8]>::to_vec));
            }
            let expected: Vec<Vec<u8>> = text.lines().map(|line| line.as_bytes().to_vec()).collect();
            prop_assert_eq!(got, expected);
        }
    }

    #[test]
    fn a_line_without_end_is_skipped() {
        let text = [vec![b'x'; LONGEST + READ], b"\nnext\n".to_vec()].concat();
        let mut lines = Lines::new(text.as_slice());
        assert_eq!(lines.next().expect("it can be read"), Some(Chunk::TooLong));
        assert_eq!(lines.next().expect("it can be read"), Some(Chunk::Lines(b"next\n".to_vec())));
        assert_eq!(lines.next().expect("it can be read"), None);
    }
}
