//! Walking: the files below a folder that may be role documents, and those that match a pattern.

use super::ENDINGS;
use super::pattern::Pattern;
use crate::error::plain;
use ignore::{DirEntry, WalkBuilder, WalkState};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// What a walk met, in no particular order.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The files.
    pub(super) files: Vec<PathBuf>,
    /// Folders that could not be read, and why.
    pub(super) failures: Vec<(PathBuf, String)>,
}

/// The files below a folder that end like role documents. Hidden and ignored files are left out, links are not followed.
pub(super) fn folder(root: &Path, threads: usize) -> Walked {
    walk(&mut builder(root), threads, |entry| ends_well(entry.path()))
}

/// The files that match a pattern. Hidden files match only when the pattern says so.
pub(super) fn pattern(pattern: &Pattern, threads: usize) -> Walked {
    if !pattern.base.is_dir() {
        return Walked::default();
    }
    let mut builder = builder(&pattern.base);
    builder.hidden(!pattern.hidden).max_depth(pattern.depth);
    let mut walked = walk(&mut builder, threads, |entry| pattern.matches(entry.path()));
    // A folder that cannot be read matters to somebody who named it, not to somebody whose pattern might have led there.
    walked.failures.clear();
    walked
}

/// How many files below a folder end like role documents, hidden and ignored ones included.
pub(super) fn everything(root: &Path, threads: usize) -> usize {
    const ENOUGH: usize = 1000;
    let met = AtomicUsize::new(0);
    let mut builder = builder(root);
    let few = |_: &DirEntry| met.fetch_add(1, Ordering::Relaxed) < ENOUGH;
    walk(builder.standard_filters(false), threads, |entry| few(entry) && ends_well(entry.path())).files.len()
}

fn ends_well(path: &Path) -> bool {
    path.extension()
        .and_then(|ending| ending.to_str())
        .is_some_and(|ending| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

fn builder(root: &Path) -> WalkBuilder {
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let mut builder = WalkBuilder::new(root);
    builder.require_git(false).follow_links(false);
    builder
}

fn walk(builder: &mut WalkBuilder, threads: usize, wanted: impl Fn(&DirEntry) -> bool + Sync) -> Walked {
    let (sender, receiver) = mpsc::channel();
    let wanted = &wanted;
    builder.threads(threads).build_parallel().run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            let met = match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && wanted(&entry) => Ok(entry.into_path()),
                Ok(_) => return WalkState::Continue,
                Err(error) => match failure(&error) {
                    Some(failure) => Err(failure),
                    None => return WalkState::Continue,
                },
            };
            if sender.send(met).is_ok() { WalkState::Continue } else { WalkState::Quit }
        })
    });
    drop(sender);
    let mut walked = Walked::default();
    for met in receiver {
        match met {
            Ok(file) => walked.files.push(file),
            Err(failure) => walked.failures.push(failure),
        }
    }
    walked
}

/// The folder that could not be read. Mistakes in ignore files and vanished files are none of ours.
fn failure(error: &ignore::Error) -> Option<(PathBuf, String)> {
    match error {
        ignore::Error::WithPath { path, err } => {
            let error = err.io_error()?;
            (error.kind() != std::io::ErrorKind::NotFound).then(|| (path.clone(), plain(error)))
        }
        ignore::Error::WithDepth { err, .. } => failure(err),
        _ => None,
    }
}
