//! What of a folder is audited: what the configuration includes and excludes, and files that are ours.

use super::patterns::{Patterns, normalised};
use crate::limits::Limits;
use std::path::{Path, PathBuf};

/// Names of configuration files, in the order in which they are looked for.
pub const CONFIGURATION: &[&str] = &["role-audit.yaml", ".role-audit.yaml", "role-audit.yml", ".role-audit.yml"];

/// What is read of what the arguments lead to.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The files to audit in folders; all when absent.
    pub include: Option<Patterns>,
    /// What is left out of folders and of what patterns match.
    pub exclude: Vec<Patterns>,
    /// Absolute paths of files and folders that are never role documents: the configuration, a folder of rules.
    pub own: Vec<PathBuf>,
    /// Bytes a file may have.
    pub file_size: u64,
}

impl Default for Selection {
    fn default() -> Self {
        Self { include: None, exclude: Vec::new(), own: Vec::new(), file_size: Limits::default().file_size }
    }
}

impl Selection {
    /// Whether a file the user named is a configuration file.
    pub(super) fn is_configuration(&self, path: &Path) -> bool {
        let own = || std::path::absolute(path).is_ok_and(|path| self.own.contains(&normalised(&path)));
        is_configuration(path) || (!self.own.is_empty() && own())
    }

    /// The selection for what lies below one folder.
    pub(super) fn below(&self, root: &Path) -> Sieve {
        let absolute = std::path::absolute(root).map(|root| normalised(&root)).unwrap_or_default();
        let own = self.own.iter().filter_map(|path| path.strip_prefix(&absolute).ok().map(|below| root.join(below))).collect();
        Sieve { include: self.include.clone(), exclude: self.exclude.clone(), own }
    }
}

/// What of one folder is audited.
#[derive(Debug)]
pub(super) struct Sieve {
    include: Option<Patterns>,
    exclude: Vec<Patterns>,
    /// Paths as the walk shows them.
    own: Vec<PathBuf>,
}

impl Sieve {
    /// Whether a file or folder is left out, with all that is in it.
    pub(super) fn leaves_out(&self, path: &Path) -> bool {
        self.exclude.iter().any(|patterns| patterns.matches(path)) || self.own.iter().any(|own| own == path) || is_configuration(path)
    }

    /// Whether a file is among those to audit.
    pub(super) fn includes(&self, path: &Path) -> bool {
        self.include.as_ref().is_none_or(|patterns| patterns.covers(path))
    }
}

/// Whether a path has the name of a configuration file.
pub(super) fn is_configuration(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| CONFIGURATION.contains(&name))
}
