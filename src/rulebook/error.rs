//! Mistakes in rule files, with the place and what to do.

/// A mistake in a rule file.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{path}{at}: {message}", at = line.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default())]
pub struct RuleError {
    /// The file, as the user would name it.
    pub path: String,
    /// Line and column, from 1, when known.
    pub line: Option<(usize, usize)>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl RuleError {
    /// A mistake that concerns a whole file.
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), line: None, message: message.into(), help: None }
    }

    /// A file that could not be read.
    pub fn unreadable(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::new(path.display().to_string(), format!("cannot be read: {error}"))
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
