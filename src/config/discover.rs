//! Where the configuration is: named on the command line, or found upwards from the working directory.
//!
//! What is found belongs to the repository being audited and is trusted with nothing: it may not be a link that leads out
//! of the repository, and neither may the folder of rules that it names.

use crate::error::{Error, plain};
use crate::input::CONFIGURATION;
use crate::input::patterns::normalised;
use crate::report::escape;
use crate::rulebook::source::leads_inside;
use std::path::{Path, PathBuf};

/// Where a configuration file is.
#[derive(Clone, Debug)]
pub struct Location {
    /// Its absolute path.
    pub path: PathBuf,
    /// How it is called in messages.
    pub shown: String,
    /// The folder that its relative paths count from, absolute.
    pub folder: PathBuf,
    /// The folder that it may not point out of: that of the repository, else its own.
    pub root: PathBuf,
}

impl Location {
    /// The file the user named.
    pub fn named(file: &Path, here: &Path) -> Result<Self, Error> {
        let path = normalised(&here.join(file));
        let shown = escape::one_line(&file.to_string_lossy()).into_owned();
        match path.metadata() {
            Err(error) => Err(Error::usage(format!("--config: `{shown}` cannot be read: {}", plain(&error)))
                .with_help("Name a configuration file. `role-audit init` writes one to start from.")),
            Ok(metadata) if metadata.is_dir() => {
                Err(Error::usage(format!("--config: `{shown}` is a folder")).with_help("Name the configuration file in it."))
            }
            Ok(_) => Ok(Self::of(path, shown)),
        }
    }

    /// The file that holds for a folder: in it or in one above it, up to the repository's own.
    pub fn above(here: &Path) -> Result<Option<Self>, Error> {
        for (levels, folder) in here.ancestors().enumerate() {
            let is_there = |name: &&&str| folder.join(name).symlink_metadata().is_ok_and(|metadata| !metadata.is_dir());
            let names: Vec<_> = CONFIGURATION.iter().filter(is_there).collect();
            let shown = |name: &str| format!("{}{name}", "../".repeat(levels));
            match names.as_slice() {
                [] => {}
                [name] => {
                    let location = Self::of(folder.join(name), shown(name));
                    return location.stays_inside().map(Some);
                }
                [one, other, ..] => {
                    return Err(Error::usage(format!("there are two configuration files: `{}` and `{}`", shown(one), shown(other)))
                        .with_help("Keep one of them, or name one with --config."));
                }
            }
            if folder.join(".git").exists() {
                break;
            }
        }
        Ok(None)
    }

    fn of(path: PathBuf, shown: String) -> Self {
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let root = folder.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&folder).to_path_buf();
        Self { path, shown, folder, root }
    }

    /// The folder of rules that the file names: how to reach it from the working directory. Nothing when it does not exist,
    /// is no folder, or lies outside the repository.
    pub fn rules(&self, written: &str) -> Option<PathBuf> {
        let path = self.folder.join(written);
        let inside = leads_inside(&path, &self.root) && path.is_dir();
        inside.then(|| Path::new(&self.shown).parent().unwrap_or(Path::new("")).join(written))
    }

    fn stays_inside(self) -> Result<Self, Error> {
        if self.path.is_symlink() && self.path.exists() && !leads_inside(&self.path, &self.root) {
            return Err(Error::usage(format!("`{}` is a link that leads out of the repository, so it was not read", self.shown))
                .with_help("Put the file itself there, or name the one that is meant with --config."));
        }
        Ok(self)
    }
}
