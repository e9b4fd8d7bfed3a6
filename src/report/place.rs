//! Where findings stand, in the words of programs: paths from the folder of the run, and both ends of a label.

use crate::audit::Audit;
use crate::finding::Label;
use crate::report::escape;
use crate::source::{Position, Source};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A label with the names and numbers of its place.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The source.
    pub source: &'a Source,
    /// The first character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}

impl<'a> Place<'a> {
    /// The place of a label. Labels that reach past the end of their source end there.
    pub fn new(audit: &'a Audit, label: &Label) -> Self {
        let source = audit.source(label.source);
        let (start, end) = source.ends(label.span);
        Self { source, start, end }
    }

    /// Where to look it up: `path:line`, safe to print.
    pub fn reference(&self) -> String {
        format!("{}:{}", escape::one_line(self.source.name()), self.start.line)
    }

    /// The path from the folder of the run where the source lies below it, else its whole path; safe to print.
    pub fn path(&self) -> Cow<'a, str> {
        escape::one_line(relative(self.source.name()))
    }
}

/// A path from the folder of the run where it lies below it, without `./` before it; other absolute paths stay whole.
pub fn relative(name: &str) -> &str {
    let below = below_folder(name).unwrap_or(name);
    let mut rest = below;
    while let Some(shorter) = rest.strip_prefix("./") {
        // What is left of `.//a` is no path from the root.
        rest = shorter.trim_start_matches('/');
    }
    if rest.is_empty() { below } else { rest }
}

/// An absolute path that lies below the folder of the run, from there.
pub fn below_folder(name: &str) -> Option<&str> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    if !Path::new(name).is_absolute() {
        return None;
    }
    let folder = FOLDER.get_or_init(|| std::env::current_dir().ok()).as_ref()?;
    // What is left is the end of the name, whichever way its separators are written.
    let left = Path::new(name).strip_prefix(folder).ok()?.as_os_str().len();
    name.get(name.len() - left..).filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative() {
        assert_eq!(relative("org/a.yaml"), "org/a.yaml");
        assert_eq!(relative("./org/a.yaml"), "org/a.yaml");
        assert_eq!(relative("../org/a.yaml"), "../org/a.yaml");
        let here = std::env::current_dir().expect("there is one").join("org/a.yaml");
        assert_eq!(relative(&here.to_string_lossy()), "org/a.yaml");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_elsewhere_stays_whole() {
        assert_eq!(relative("/nowhere/a.yaml"), "/nowhere/a.yaml");
        assert_eq!(relative(".//org/a.yaml"), "org/a.yaml");
    }
}
