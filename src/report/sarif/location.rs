//! Places in SARIF: files as encoded addresses, and regions counted in lines, characters and bytes at once.

use super::{Text, message};
use crate::audit::Audit;
use crate::finding::{Label, SourceId};
use crate::report::place::{Place, below_folder};
use crate::source::Source;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use std::path::Path;

/// Everything is encoded but what never has a meaning of its own, and the separator.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
/// The folder from which relative addresses are read.
const BASE: &str = "%SRCROOT%";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    place: PhysicalLocation<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation,
    region: Region<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<u32>,
}

/// Lines and columns count from 1, offsets from 0; columns and characters are code points.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'a> {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    char_offset: usize,
    char_length: usize,
    byte_offset: usize,
    byte_length: usize,
    snippet: Snippet<'a>,
}

#[derive(Serialize)]
struct Snippet<'a> {
    text: &'a str,
}

/// What relative addresses are relative to; where that folder is depends on who reads.
#[derive(Serialize)]
pub(super) struct Bases {
    #[serde(rename = "%SRCROOT%")]
    root: Base,
}

#[derive(Serialize)]
struct Base {
    description: Text<'static>,
}

impl Default for Bases {
    fn default() -> Self {
        Self { root: Base { description: message("The folder in which role-audit was run.") } }
    }
}

impl<'a> Location<'a> {
    /// The place of a label; related ones have a number.
    pub(super) fn new(audit: &'a Audit, label: &'a Label, id: Option<usize>) -> Self {
        let place = Place::new(audit, label);
        let (start, end) = (place.start, place.end);
        let char_offset = place.source.characters_before(start.offset);
        let text = place.source.text().get(start.offset..end.offset).unwrap_or_default();
        let region = Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
            char_offset,
            char_length: text.chars().count(),
            byte_offset: start.offset,
            byte_length: end.offset - start.offset,
            snippet: Snippet { text },
        };
        let artifact_location = ArtifactLocation::new(place.source, Some(label.source));
        Self {
            id,
            place: PhysicalLocation { artifact_location, region },
            message: (!label.message.is_empty()).then(|| message(&label.message)),
        }
    }
}

impl ArtifactLocation {
    /// The address of a source, and where it stands in the list of artifacts when that is not said by its place there.
    pub(super) fn new(source: &Source, id: Option<SourceId>) -> Self {
        let (uri, relative) = uri(source.name());
        Self { uri, uri_base_id: relative.then_some(BASE), index: id.map(|id| id.0) }
    }
}

/// The name of a source as an address, and whether it is relative.
pub(super) fn uri(name: &str) -> (String, bool) {
    if let Some(below) = below_folder(name) {
        return (encoded(below), true);
    }
    if !Path::new(name).is_absolute() {
        return (encoded(name.strip_prefix("./").unwrap_or(name)), true);
    }
    let slash = if name.starts_with('/') { "" } else { "/" };
    // A drive keeps its colon.
    let encoded = match name.split_once(":/") {
        Some((drive, rest)) if drive.len() == 1 => format!("{drive}:/{}", encoded(rest)),
        _ => encoded(name),
    };
    (format!("file://{slash}{encoded}"), false)
}

fn encoded(path: &str) -> String {
    utf8_percent_encode(path, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn addresses_are_relative_and_encoded() {
        assert_eq!(uri("org/a b%20ü#1.yaml"), ("org/a%20b%2520%C3%BC%231.yaml".to_owned(), true));
        assert_eq!(uri("./a:b.yaml"), ("a%3Ab.yaml".to_owned(), true));
        assert_eq!(uri("<stdin>"), ("%3Cstdin%3E".to_owned(), true));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_elsewhere_has_a_whole_address() {
        assert_eq!(uri("/nowhere/ü.yaml"), ("file:///nowhere/%C3%BC.yaml".to_owned(), false));
    }
}
