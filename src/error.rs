//! What ends a run before there is a report: mistakes in its use, nothing to audit, and output that cannot be written.

use crate::config::Mistakes;
use crate::report::escape;
use crate::report::look::{ERROR, GOOD, Look, WARNING};
use crate::report::wrap::fill;
use crate::rulebook::RuleError;
use std::fmt::Write;
use std::io;
use std::process::ExitCode;

/// How a run ended. The numbers are a contract, for every command and every format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing found that makes a run fail.
    Clean = 0,
    /// Findings at or above the severity that makes a run fail.
    Findings = 1,
    /// A mistake in the use or the configuration, or a report that cannot be written.
    Usage = 2,
    /// Nothing to audit.
    Nothing = 3,
    /// A mistake in this program.
    Internal = 4,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Why a run ended early.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was asked for cannot be done.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// There is nothing to audit.
    #[error("{message}")]
    Nothing {
        /// What was looked for in vain.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// A rule file has a mistake.
    #[error(transparent)]
    Rules(#[from] RuleError),
    /// The configuration has mistakes.
    #[error(transparent)]
    Configuration(#[from] Box<Mistakes>),
    /// The output cannot be written.
    #[error("cannot write {to}: {}", unwritable(.error))]
    Output {
        /// Where to: a file, or standard output.
        to: String,
        /// Why not.
        error: io::Error,
    },
}

impl Error {
    /// A mistake in the use.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: None }
    }

    /// Nothing to audit.
    pub fn nothing(message: impl Into<String>) -> Self {
        Self::Nothing { message: message.into(), help: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, text: impl Into<String>) -> Self {
        if let Self::Usage { help, .. } | Self::Nothing { help, .. } = &mut self {
            *help = Some(text.into());
        }
        self
    }

    /// A failure to write to standard output.
    pub fn output(error: io::Error) -> Self {
        Self::Output { to: "to standard output".to_owned(), error }
    }

    /// The exit status.
    pub fn status(&self) -> Status {
        match self {
            Self::Nothing { .. } => Status::Nothing,
            _ => Status::Usage,
        }
    }

    /// Whether the reader of the output went away, which is its right.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output { error, .. } if error.kind() == io::ErrorKind::BrokenPipe)
    }

    fn help(&self) -> Option<&str> {
        match self {
            Self::Usage { help, .. } | Self::Nothing { help, .. } => help.as_deref(),
            Self::Rules(error) => error.help.as_deref(),
            Self::Output { .. } | Self::Configuration(_) => None,
        }
    }

    /// The message for people.
    pub fn show(&self, look: Look) -> String {
        match self {
            Self::Configuration(mistakes) => mistakes.show(look),
            _ => message(look, &self.to_string(), self.help()),
        }
    }
}

/// A message on standard error, with what to do about it.
pub fn message(look: Look, what: &str, help: Option<&str>) -> String {
    let mut text = fill(&format!("{} {}", look.paint(ERROR, "error:"), escape::lines(what)), look.width, "", "       ");
    if let Some(help) = help {
        // Writing to a string never fails.
        _ = write!(
            text,
            "\n{}",
            fill(&format!("{} {}", look.paint(GOOD, "help:"), escape::lines(help)), look.width, "  ", "        ")
        );
    }
    text.push('\n');
    text
}

/// A remark on standard error that does not end the run.
pub fn warning(look: Look, what: &str) -> String {
    let text = format!("{} {}\n", look.paint(WARNING, "warning:"), escape::lines(what));
    fill(&text, look.width, "", "         ")
}

/// Why something cannot be written, in plain words.
fn unwritable(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::NotFound {
        "its folder does not exist".to_owned()
    } else {
        plain(error)
    }
}

/// An error of the operating system in plain words, without its number.
pub fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "you have no permission".to_owned(),
        io::ErrorKind::NotFound => "it does not exist".to_owned(),
        _ => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or(&text);
            let mut letters = text.chars();
            letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
        }
    }
}

/// The known name that was probably meant.
pub fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    known
        .into_iter()
        .map(|known| (strsim::jaro_winkler(&name, &known.to_lowercase()), known))
        .filter(|&(likeness, _)| likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}
