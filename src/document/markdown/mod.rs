//! Markdown role documents, with or without front matter.

pub mod fragment;

use super::Reading;
use crate::rulebook::Rulebook;
use crate::source::Source;

/// Reads a Markdown source.
pub fn read(_source: &Source, _rulebook: &Rulebook) -> Reading {
    Reading::default()
}

/// Whether a text without a telling file name looks like Markdown rather than YAML.
pub fn looks_like_markdown(_text: &str) -> bool {
    false
}
