//! Patterns of the configuration: which files `include`, `exclude` and the scopes mean.
//!
//! A pattern with a slash counts from its base, one without a slash means files and folders of that name anywhere below.
//! A folder stands for everything in it. What lies outside the base never matches.

use super::pattern::braces;
use crate::error::Error;
use glob::MatchOptions;
use std::path::{Component, Path, PathBuf};

/// Patterns that count from one folder.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    /// The folder that relative paths of files count from.
    here: PathBuf,
    /// The folder that the patterns count from.
    base: PathBuf,
    globs: Vec<Glob>,
}

#[derive(Clone, Debug)]
struct Glob {
    glob: glob::Pattern,
    /// Whether it means names in any folder.
    anywhere: bool,
}

/// What is wrong with a pattern, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPattern {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: !cfg!(windows), require_literal_separator: true, require_literal_leading_dot: false };

impl Patterns {
    /// No patterns yet. Both folders are absolute.
    pub fn new(here: &Path, base: &Path) -> Self {
        Self { here: normalised(here), base: normalised(base), globs: Vec::new() }
    }

    /// Adds a pattern.
    pub fn push(&mut self, text: &str) -> Result<(), BadPattern> {
        let bad = |message: &str, help: &str| BadPattern { message: message.to_owned(), help: help.to_owned() };
        let slashes = text.trim().replace('\\', "/");
        if slashes.is_empty() {
            return Err(bad("an empty pattern matches nothing", "Write a file, a folder or a pattern such as `drafts/**`."));
        }
        if slashes.starts_with('!') {
            return Err(bad(
                "a pattern cannot be turned around with `!`",
                "List what is meant: `include` for files to audit, `exclude` for others.",
            ));
        }
        let drive = slashes.as_bytes().get(1) == Some(&b':');
        if slashes.starts_with(['/', '~']) || drive || slashes.split('/').any(|part| part == "..") {
            return Err(bad(
                "this pattern points outside the folder it counts from",
                "Patterns count from the folder of the configuration file (--exclude: from the folder you are in) and mean what is in it.",
            ));
        }
        let anywhere = !slashes.trim_end_matches('/').contains('/');
        let path: Vec<_> = slashes.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
        let mut alternatives = Vec::new();
        braces(&path.join("/"), &mut alternatives).map_err(|error| match error {
            Error::Usage { message, help } => BadPattern { message, help: help.unwrap_or_default() },
            error => bad(&error.to_string(), ""),
        })?;
        for alternative in alternatives {
            let glob = glob::Pattern::new(&alternative).map_err(|error| BadPattern {
                message: format!("this pattern cannot be understood: {} (at character {})", error.msg, error.pos + 1),
                help:
                    "`*` stands for any characters but `/`, `**` for any folders, `[ab]` for one of these characters, `{a,b}` for either."
                        .to_owned(),
            })?;
            self.globs.push(Glob { glob, anywhere: anywhere && !alternative.contains('/') });
        }
        Ok(())
    }

    /// Whether there is no pattern.
    pub fn is_empty(&self) -> bool {
        self.globs.is_empty()
    }

    /// Whether a pattern matches the path itself.
    pub fn matches(&self, path: &Path) -> bool {
        !self.globs.is_empty() && self.below(path).is_some_and(|below| self.matches_below(&below))
    }

    /// Whether a pattern matches the path or a folder it lies in.
    pub fn covers(&self, path: &Path) -> bool {
        if self.globs.is_empty() {
            return false;
        }
        let Some(below) = self.below(path) else { return false };
        let ends = below.match_indices('/').map(|(at, _)| at).chain([below.len()]);
        ends.into_iter().any(|end| self.matches_below(&below[..end]))
    }

    fn matches_below(&self, below: &str) -> bool {
        let name = below.rsplit('/').next().unwrap_or(below);
        !below.is_empty() && self.globs.iter().any(|glob| glob.glob.matches_with(if glob.anywhere { name } else { below }, OPTIONS))
    }

    /// The path as it counts from the base, with `/` separators.
    fn below(&self, path: &Path) -> Option<String> {
        let path = normalised(&self.here.join(path));
        let below = path.strip_prefix(&self.base).ok()?;
        Some(below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
    }
}

/// A path without `.` and `..`, going by its words alone.
pub fn normalised(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = result.pop(),
            part => result.push(part),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(texts: &[&str]) -> Patterns {
        let mut patterns = Patterns::new(Path::new("/repo/org"), Path::new("/repo"));
        for text in texts {
            patterns.push(text).expect("it is well formed");
        }
        patterns
    }

    #[test]
    fn a_pattern_with_a_slash_counts_from_its_base_one_without_means_any_folder() {
        for (pattern, yes, no) in [
            ("org/*.yaml", "a.yaml", "deep/a.yaml"),
            ("org/**/*.yaml", "deep/er/a.yaml", "../a.yaml"),
            ("./a.yaml", "../a.yaml", "a.yaml"),
            ("*.draft.yaml", "deep/x.draft.yaml", "deep/x.yaml"),
            ("drafts/", "deep/drafts/x.yaml", "deep/drafts.yaml"),
            ("org/teams", "teams/checkout/x.yaml", "deep/teams/x.yaml"),
            ("{org,more}/a.*", "a.md", "b.md"),
            ("org\\a.yaml", "/repo/org/a.yaml", "/elsewhere/org/a.yaml"),
        ] {
            assert!(patterns(&[pattern]).covers(Path::new(yes)), "{pattern} means {yes}");
            assert!(!patterns(&[pattern]).covers(Path::new(no)), "{pattern} does not mean {no}");
        }
        assert!(!patterns(&[]).covers(Path::new("a.yaml")));
        assert!(!patterns(&["drafts"]).matches(Path::new("drafts/x.yaml")), "the folder matches, not what is in it");
    }

    #[test]
    fn patterns_that_point_outside_or_mean_nothing_are_refused() {
        for text in ["", "/etc/**", "../x", "a/../../x", "~/x", "C:/x", "!a", "a/["] {
            assert!(Patterns::new(Path::new("/r"), Path::new("/r")).push(text).is_err(), "{text}");
        }
    }
}
