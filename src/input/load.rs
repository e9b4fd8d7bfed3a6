//! Loading: one file or standard input becomes a source, or says why it cannot.

use super::{Origin, Place};
use crate::audit::Input;
use crate::document::Problem;
use crate::error::plain;
use crate::limits::size;
use crate::source::{Source, Span};
use std::fs::Metadata;
use std::io::{self, Read};
use std::num::NonZeroU64;
use std::path::Path;

/// Reads one place, if it has at most `limit` bytes.
pub(super) fn load(place: Place, limit: u64) -> Input {
    let Place { name, origin, named, .. } = place;
    let bytes = match origin {
        Origin::File(path) => read_file(&path, named, limit),
        Origin::StandardInput => read_all(io::stdin().lock(), None, limit),
        Origin::Unreadable(problem) => Err(*problem),
    };
    let (text, failure) = match bytes.map(decode) {
        Ok(Ok(text)) => (text, None),
        Ok(Err((text, problem))) => (text, Some(problem)),
        Err(problem) => (String::new(), Some(problem)),
    };
    Input { source: Source::new(name, text), failure, named }
}

fn read_file(path: &Path, named: bool, limit: u64) -> Result<Vec<u8>, Problem> {
    let cannot =
        |error: &io::Error| unreadable(format!("this file cannot be read: {}", plain(error)), "Check the file and its permissions.");
    let length = |metadata: &Metadata| match metadata.len() {
        _ if !metadata.is_file() => Err(unreadable(
            "this is a pipe or a device, not a file, so it was not read",
            "Pipe its text into `role-audit -` instead.",
        )),
        length if length > limit => Err(too_large(Some(length), limit)),
        length => Ok(length),
    };
    // What was met in a folder was a file then. Nobody knows what somebody names, and opening a pipe may wait for whoever writes to it.
    if named || !open::NEVER_WAITS {
        length(&std::fs::metadata(path).map_err(|error| cannot(&error))?)?;
    }
    let file = open::for_reading(path).map_err(|error| cannot(&error))?;
    let length = length(&file.metadata().map_err(|error| cannot(&error))?)?;
    // Files that the system makes up as they are read say that they are empty.
    read_all(file, NonZeroU64::new(length), limit)
}

/// Opening without waiting: by now a file may have become a pipe that nobody writes to.
#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod open {
    use std::fs::File;
    use std::io;
    use std::os::unix::fs::OpenOptionsExt;
    use std::path::Path;

    /// Whether opening waits for nobody.
    pub(super) const NEVER_WAITS: bool = true;
    /// `O_NONBLOCK` of asm-generic/fcntl.h, which this system has on these processors.
    const NONBLOCK: i32 = 0o4000;

    pub(super) fn for_reading(path: &Path) -> io::Result<File> {
        File::options().read(true).custom_flags(NONBLOCK).open(path)
    }
}

/// Opening as the system does it.
#[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))))]
mod open {
    use std::fs::File;
    use std::io;
    use std::path::Path;

    /// Whether opening waits for nobody.
    pub(super) const NEVER_WAITS: bool = false;

    pub(super) fn for_reading(path: &Path) -> io::Result<File> {
        File::open(path)
    }
}

/// Reads all there is. What is known to have a length ends there, and is not asked for more.
fn read_all(reader: impl Read, length: Option<NonZeroU64>, limit: u64) -> Result<Vec<u8>, Problem> {
    let most = length.map_or(limit + 1, NonZeroU64::get);
    let mut bytes = Vec::with_capacity(length.map_or(0, NonZeroU64::get) as usize);
    let read = reader.take(most).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(format!("this cannot be read: {}", plain(&error)), "Check the file and its permissions."))?;
    if bytes.len() as u64 > limit { Err(too_large(None, limit)) } else { Ok(bytes) }
}

/// The bytes as text; otherwise what can be shown of them, and the problem.
fn decode(bytes: Vec<u8>) -> Result<String, (String, Problem)> {
    let nothing = |message: &str, help: &str| Err((String::new(), unreadable(message, help)));
    let utf8 = "Save it as UTF-8 text: in most editors under \"Save as\", \"Encoding\".";
    match bytes.as_slice() {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => return nothing("this file is UTF-32 text, not UTF-8", utf8),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return nothing("this file is UTF-16 text, not UTF-8", utf8),
        [b'%', b'P', b'D', b'F', b'-', ..] => {
            return nothing("this is a PDF document, which cannot be read", "Save its text as a Markdown or YAML file.");
        }
        [b'P', b'K', 3, 4, ..] => {
            return nothing(
                "this is a Word document or another zip file, which cannot be read",
                "Save its text as a Markdown or YAML file.",
            );
        }
        _ => {}
    }
    if let Some(at) = memchr::memchr(0, &bytes) {
        let (line, column) = place(&bytes, at);
        let message = format!("this file is binary, not text: there is a zero byte at line {line}, byte {column} of the line");
        return nothing(&message, "Role documents are plain text; if this is one, remove the zero byte or save the file anew.");
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let (line, column) = place(bytes, at);
        let message = format!("this file is not UTF-8 text: byte 0x{:02X} at line {line}, byte {column} of the line", bytes[at]);
        // The line with the wrong byte is shown, with a stand-in for what cannot be.
        let end = bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |length| at + length);
        let text = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let span = Span::new(at, at + '\u{fffd}'.len_utf8());
        (text, Problem::Unreadable { message, span, help: utf8.to_owned() })
    })
}

/// Line and byte within the line, from 1.
fn place(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = &bytes[..at];
    let line = before.split(|&byte| byte == b'\n').count();
    let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    (line, at - start + 1)
}

fn unreadable(message: impl Into<String>, help: &str) -> Problem {
    Problem::Unreadable { message: message.into(), span: Span::default(), help: help.to_owned() }
}

/// The problem of a file with more bytes than the limit; how many is not known of standard input.
fn too_large(bytes: Option<u64>, limit: u64) -> Problem {
    let has = match bytes {
        Some(bytes) if bytes >= 1 << 20 => format!("has {} MiB", bytes.div_ceil(1 << 20)),
        Some(bytes) => format!("has {}", size(bytes)),
        None => "is too large".to_owned(),
    };
    unreadable(
        format!("this file {has}; the limit is {}", size(limit)),
        "Split it into smaller files, or raise `file-size` under `limits` in role-audit.yaml.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(bytes: &[u8]) -> (String, String, Span) {
        match decode(bytes.to_vec()) {
            Err((text, Problem::Unreadable { message, span, .. })) => (text, message, span),
            other => panic!("it was read: {other:?}"),
        }
    }

    #[test]
    fn what_is_not_utf8_is_named_with_its_place() {
        let (text, message, span) = failure(b"title: PO\nduties:\n  - gr\xFC\xDFen\n  - x\n");
        assert_eq!(message, "this file is not UTF-8 text: byte 0xFC at line 3, byte 7 of the line");
        assert_eq!(&text[span.range()], "\u{fffd}");
        assert!(text.ends_with("en"), "the broken line is shown whole: {text:?}");
        assert!(failure(b"\xFF\xFEt\0i\0").1.contains("UTF-16"));
        assert!(failure(b"a\nb\0c").1.contains("line 2, byte 2"));
        assert!(failure(b"%PDF-1.7\n\xE2\xE3").1.contains("PDF"));
        assert!(failure(b"PK\x03\x04\x14\0").1.contains("Word"));
    }

    #[test]
    fn a_byte_order_mark_stays() {
        assert_eq!(decode("\u{feff}title: PO".into()).expect("it is text"), "\u{feff}title: PO");
    }
}
