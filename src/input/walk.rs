//! Walking: the files below a folder that may be role documents, and those that match a pattern.

use super::ENDINGS;
use super::pattern::Pattern;
use super::selection::{Selection, Sieve, is_configuration};
use crate::error::plain;
use ignore::{DirEntry, WalkBuilder, WalkState};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What a walk met, in no particular order.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The files.
    pub(super) files: Vec<PathBuf>,
    /// Folders that could not be read, and why.
    pub(super) failures: Vec<(PathBuf, String)>,
}

/// The files below a folder that end like role documents and are included. Hidden, ignored and excluded files are left out,
/// links are not followed.
pub(super) fn folder(root: &Path, threads: usize, selection: &Selection) -> Walked {
    let mut builder = builder(root);
    let sieve = leave_out(&mut builder, root, selection);
    walk(&mut builder, threads, |entry| ends_well(entry.path()) && sieve.includes(entry.path()))
}

/// The files that match a pattern and are not excluded. Hidden files match only when the pattern says so.
pub(super) fn pattern(pattern: &Pattern, threads: usize, selection: &Selection) -> Walked {
    let base = if pattern.base.as_os_str().is_empty() { Path::new(".") } else { &pattern.base };
    if !base.is_dir() {
        return Walked::default();
    }
    let mut builder = builder(base);
    leave_out(&mut builder, base, selection);
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
    walk(builder.standard_filters(false), threads, |entry| {
        few(entry) && ends_well(entry.path()) && !is_configuration(entry.path())
    })
    .files
    .len()
}

fn ends_well(path: &Path) -> bool {
    path.extension()
        .and_then(|ending| ending.to_str())
        .is_some_and(|ending| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

fn builder(root: &Path) -> WalkBuilder {
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let mut builder = WalkBuilder::new(root);
    // What somebody ignores on their own machine must not change what is audited; looking it up would ask for their home, too.
    builder.require_git(false).git_global(false).follow_links(false);
    builder
}

/// Leaves out what the selection excludes; the folder itself was asked for and stays.
fn leave_out(builder: &mut WalkBuilder, root: &Path, selection: &Selection) -> Arc<Sieve> {
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let sieve = Arc::new(selection.below(root));
    let shared = Arc::clone(&sieve);
    builder.filter_entry(move |entry| entry.depth() == 0 || !shared.leaves_out(entry.path()));
    sieve
}

fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
}

fn walk(builder: &mut WalkBuilder, threads: usize, wanted: impl Fn(&DirEntry) -> bool + Sync) -> Walked {
    let all = Mutex::new(Walked::default());
    let (shared, wanted) = (&all, &wanted);
    builder.threads(threads).build_parallel().run(|| {
        let mut met = Met { own: Walked::default(), all: shared };
        Box::new(move |entry| {
            match entry {
                Ok(entry) => met.own.files.extend(is_file(&entry).then_some(entry).filter(wanted).map(DirEntry::into_path)),
                Err(error) => met.own.failures.extend(failure(&error)),
            }
            WalkState::Continue
        })
    });
    all.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// What one thread met; it is added to what all have met when the thread is done.
struct Met<'a> {
    own: Walked,
    all: &'a Mutex<Walked>,
}

impl Drop for Met<'_> {
    fn drop(&mut self) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.files.append(&mut self.own.files);
        all.failures.append(&mut self.own.failures);
    }
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
