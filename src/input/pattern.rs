//! Patterns: `org/**/*.{yaml,md}` without a shell's help, so that quotes and Windows make no difference.

use crate::error::Error;
use glob::MatchOptions;
use std::path::{Component, Path, PathBuf};

/// Alternatives that a pattern may stand for.
const ALTERNATIVES: usize = 1000;

/// One pattern, without `{a,b}`.
#[derive(Debug)]
pub(super) struct Pattern {
    glob: glob::Pattern,
    /// The folder below which all matches lie.
    pub(super) base: PathBuf,
    /// How many folders deep matches can lie; any number when absent.
    pub(super) depth: Option<usize>,
    /// Whether the pattern asks for hidden files.
    pub(super) hidden: bool,
}

/// Whether an argument has characters that make it a pattern.
pub(super) fn is_pattern(argument: &Path) -> bool {
    argument.to_str().is_some_and(|text| text.contains(['*', '?', '[', '{']))
}

/// The patterns an argument stands for.
pub(super) fn expand(argument: &Path) -> Result<Vec<Pattern>, Error> {
    let text = argument.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    let mut alternatives = Vec::new();
    braces(&text, &mut alternatives)?;
    alternatives.iter().map(|text| Pattern::new(text)).collect()
}

impl Pattern {
    fn new(text: &str) -> Result<Self, Error> {
        let text = text.trim_start_matches("./");
        let glob = glob::Pattern::new(text).map_err(|error| {
            Error::usage(format!("the pattern `{text}` cannot be understood: {} (at character {})", error.msg, error.pos + 1)).with_help(
                "`*` stands for any characters but `/`, `**` for any folders, `[ab]` for one of these characters, `{a,b}` for either.",
            )
        })?;
        let parts: Vec<_> = Path::new(text).components().collect();
        let literal = |part: &Component<'_>| !is_pattern(Path::new(part.as_os_str()));
        let fixed = parts.iter().take_while(|part| literal(part)).count().min(parts.len().saturating_sub(1));
        let deep = parts[fixed..].iter().any(|part| part.as_os_str() == "**");
        Ok(Self {
            glob,
            base: parts[..fixed].iter().collect(),
            depth: (!deep).then_some(parts.len() - fixed),
            hidden: parts[fixed..].iter().any(|part| part.as_os_str().to_str().is_some_and(|part| part.starts_with('.'))),
        })
    }

    /// Whether a path below the base matches.
    pub(super) fn matches(&self, path: &Path) -> bool {
        let options = MatchOptions {
            case_sensitive: !cfg!(windows),
            require_literal_separator: true,
            require_literal_leading_dot: !self.hidden,
        };
        self.glob.matches_path_with(path.strip_prefix(".").unwrap_or(path), options)
    }
}

/// Writes out `{a,b}`, from left to right and inside each other.
pub(super) fn braces(text: &str, into: &mut Vec<String>) -> Result<(), Error> {
    let Some((open, close, commas)) = first_braces(text) else {
        if into.len() == ALTERNATIVES {
            return Err(Error::usage(format!("the pattern stands for more than {ALTERNATIVES} others"))
                .with_help("Use `*` instead of some of the `{a,b}`."));
        }
        into.push(text.to_owned());
        return Ok(());
    };
    let mut from = open + 1;
    for to in commas.into_iter().chain([close]) {
        braces(&format!("{}{}{}", &text[..open], &text[from..to], &text[close + 1..]), into)?;
        from = to + 1;
    }
    Ok(())
}

/// The first pair of braces with a comma in it: where it opens and closes, and where its commas are.
fn first_braces(text: &str) -> Option<(usize, usize, Vec<usize>)> {
    let opens = text.match_indices('{').map(|(at, _)| at);
    opens.into_iter().find_map(|open| {
        let mut depth = 0usize;
        let mut commas = Vec::new();
        for (at, c) in text[open..].char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 1 => return (!commas.is_empty()).then_some((open, open + at, commas)),
                '}' => depth -= 1,
                ',' if depth == 1 => commas.push(open + at),
                _ => {}
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written_out(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        braces(text, &mut all).expect("few alternatives");
        all
    }

    #[test]
    fn braces_are_written_out() {
        assert_eq!(written_out("a/*.{yaml,md}"), ["a/*.yaml", "a/*.md"]);
        assert_eq!(written_out("{a,b{c,d}}/{x,}"), ["a/x", "a/", "bc/x", "bc/", "bd/x", "bd/"]);
        assert_eq!(written_out("{a}/}{"), ["{a}/}{"]);
        assert!(braces(&"{a,b}".repeat(30), &mut Vec::new()).is_err());
    }

    #[test]
    fn patterns_know_where_to_look() {
        let pattern = |text| Pattern::new(text).expect("it is well formed");
        assert_eq!((pattern("org/**/*.yaml").base, pattern("org/**/*.yaml").depth), (PathBuf::from("org"), None));
        assert_eq!((pattern("./a/b/?/*.md").base, pattern("a/b/?/*.md").depth), (PathBuf::from("a/b"), Some(2)));
        assert!(pattern("**/*.yaml").matches(Path::new("./a.yaml")));
        assert!(pattern("org/**/*.yaml").matches(Path::new("org/x/y/a.yaml")));
        assert!(!pattern("org/*.yaml").matches(Path::new("org/x/a.yaml")));
        assert!(pattern("**/.*/a.md").hidden && !pattern("**/*.md").matches(Path::new(".x/a.md")));
        assert!(Pattern::new("a/[").is_err());
    }
}
