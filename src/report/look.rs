//! How the program may look where it prints: with or without colour, in Unicode or ASCII, and how wide.

use anstyle::{AnsiColor, Style};
use std::ffi::OsString;
use std::fmt::{self, Display, Write};
use std::io::IsTerminal;

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless the environment says otherwise
    #[default]
    Auto,
    /// Even when the output is not a terminal
    Always,
    /// Not at all
    Never,
}

/// Where the program prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// How output looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether to colour.
    pub colour: bool,
    /// Whether to draw with more than ASCII.
    pub unicode: bool,
    /// Columns to fill at most.
    pub width: usize,
}

/// Columns used where no terminal says how many it has.
const WIDTH_ELSEWHERE: usize = 100;
/// Wider lines of text are tiring to read.
const WIDTH_AT_MOST: usize = 120;
/// Narrower terminals get this much all the same; below it nothing fits.
const WIDTH_AT_LEAST: usize = 40;

impl Look {
    /// For files: no colour, and every character.
    pub const FILE: Self = Self { colour: false, unicode: true, width: WIDTH_ELSEWHERE };

    /// What suits a stream, by the user's choice, the environment and the terminal.
    pub fn of(stream: Stream, choice: ColorChoice) -> Self {
        let env = |name: &str| std::env::var_os(name);
        let terminal = match stream {
            Stream::Out => std::io::stdout().is_terminal(),
            Stream::Err => std::io::stderr().is_terminal(),
        };
        Self {
            colour: colours(choice, terminal, env),
            unicode: draws_unicode(terminal, env),
            width: columns(stream, terminal, env),
        }
    }

    /// A text in a style, or as it is when nothing is coloured.
    pub fn paint<T: Display>(self, style: Style, text: T) -> Painted<T> {
        Painted { style: if self.colour { style } else { Style::new() }, text }
    }

    /// Adds a text in a style, given in parts.
    pub fn add(self, out: &mut String, style: Style, parts: &[&str]) -> fmt::Result {
        if self.colour {
            write!(out, "{style}")?;
        }
        out.extend(parts.iter().copied());
        if self.colour {
            write!(out, "{style:#}")?;
        }
        Ok(())
    }

    /// One of two drawings.
    pub fn draw<T>(self, unicode: T, ascii: T) -> T {
        if self.unicode { unicode } else { ascii }
    }
}

/// A text with its style.
#[derive(Clone, Copy, Debug)]
pub struct Painted<T> {
    style: Style,
    text: T,
}

impl<T: Display> Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.style)?;
        self.text.fmt(f)?;
        write!(f, "{:#}", self.style)
    }
}

/// Errors.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// Warnings.
pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Remarks.
pub const INFO: Style = AnsiColor::Cyan.on_default().bold();
/// What is fine.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// What matters most.
pub const STRONG: Style = Style::new().bold();
/// What may be skipped.
pub const FAINT: Style = Style::new().dimmed();
/// What can be typed.
pub const CODE: Style = AnsiColor::Cyan.on_default();

/// Whether to colour. `FORCE_COLOR` and `CLICOLOR_FORCE` beat `NO_COLOR`, which beats what the terminal can do.
fn colours(choice: ColorChoice, terminal: bool, env: impl Fn(&str) -> Option<OsString>) -> bool {
    let set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
    let forced = |name: &str| env(name).is_some_and(|value| !value.is_empty() && value != "0" && value != "false");
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") => true,
        ColorChoice::Auto if set("NO_COLOR") || env("CLICOLOR").is_some_and(|value| value == "0") => false,
        ColorChoice::Auto if env("FORCE_COLOR").is_some_and(|value| value == "0" || value == "false") => false,
        ColorChoice::Auto => terminal && env("TERM").map_or(cfg!(windows), |term| term != "dumb"),
    }
}

/// Whether what is printed can be more than ASCII. Outside a terminal it can, unless the locale is expressly another one.
fn draws_unicode(terminal: bool, env: impl Fn(&str) -> Option<OsString>) -> bool {
    let value = |name: &str| env(name).filter(|value| !value.is_empty()).map(|value| value.to_string_lossy().to_uppercase());
    let term = value("TERM").unwrap_or_default();
    if terminal && (term == "LINUX" || term == "DUMB") {
        return false;
    }
    if cfg!(windows) {
        let modern = ["WT_SESSION", "CI", "TERM_PROGRAM", "ConEmuTask"].iter().any(|name| env(name).is_some());
        return !terminal || modern || !term.is_empty();
    }
    match ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(value) {
        Some(locale) => locale.contains("UTF-8") || locale.contains("UTF8"),
        None => !terminal || cfg!(target_os = "macos"),
    }
}

fn columns(stream: Stream, terminal: bool, env: impl Fn(&str) -> Option<OsString>) -> usize {
    let size = match stream {
        Stream::Out => terminal_size::terminal_size_of(std::io::stdout()),
        Stream::Err => terminal_size::terminal_size_of(std::io::stderr()),
    };
    let told = || env("COLUMNS").and_then(|columns| columns.to_str()?.trim().parse().ok());
    let columns = size.filter(|_| terminal).map(|(width, _)| usize::from(width.0)).or_else(told).unwrap_or(WIDTH_ELSEWHERE);
    columns.clamp(WIDTH_AT_LEAST, WIDTH_AT_MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<OsString> + 'a {
        move |name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
    }

    #[test]
    fn the_choice_beats_the_environment_and_the_environment_beats_the_terminal() {
        use ColorChoice::{Always, Auto, Never};
        let terminal = [("TERM", "xterm")];
        assert!(colours(Auto, true, env(&terminal)));
        assert!(!colours(Auto, false, env(&terminal)));
        assert!(!colours(Never, true, env(&[("FORCE_COLOR", "1")])));
        assert!(colours(Always, false, env(&[("NO_COLOR", "1")])));
        assert!(!colours(Auto, true, env(&[("TERM", "xterm"), ("NO_COLOR", "1")])));
        assert!(colours(Auto, true, env(&[("TERM", "xterm"), ("NO_COLOR", "")])));
        assert!(!colours(Auto, true, env(&[("TERM", "dumb")])));
        for force in ["FORCE_COLOR", "CLICOLOR_FORCE"] {
            assert!(colours(Auto, false, env(&[(force, "1")])));
            assert!(!colours(Auto, false, env(&[(force, "0")])));
        }
        assert!(!colours(Auto, true, env(&[("TERM", "xterm"), ("FORCE_COLOR", "0")])));
    }

    #[cfg(unix)]
    #[test]
    fn the_locale_decides_about_drawings() {
        assert!(draws_unicode(true, env(&[("LANG", "de_DE.UTF-8"), ("TERM", "xterm")])));
        assert!(!draws_unicode(true, env(&[("LANG", "C"), ("TERM", "xterm")])));
        assert!(!draws_unicode(true, env(&[("LANG", "C.UTF-8"), ("LC_ALL", "POSIX")])));
        assert!(!draws_unicode(true, env(&[("LANG", "C.UTF-8"), ("TERM", "linux")])));
        assert!(draws_unicode(false, env(&[])));
    }
}
