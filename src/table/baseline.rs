//! Baseline: what an earlier run found, to tell what is new, gone and still open.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What an earlier run found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Its findings, in order.
    pub findings: Vec<Known>,
}

/// A finding of an earlier run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Known {
    /// Id of the check.
    pub check: String,
    /// Its severity.
    pub severity: String,
    /// What was the matter.
    pub finding: String,
    /// Where, as `path:line`; empty when it is not known.
    pub place: String,
    /// Its fingerprint.
    pub fingerprint: String,
}

/// What became of a finding since the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// It was not there.
    New,
    /// It was there already.
    StillOpen,
}

impl Since {
    /// What became of a finding that was known or not.
    pub fn new(known: bool) -> Self {
        if known { Self::StillOpen } else { Self::New }
    }

    /// The word shown to people.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::StillOpen => "still open",
        }
    }
}

/// How the findings changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Changes {
    /// Findings that were not there.
    pub new: usize,
    /// Findings that were there already.
    pub still_open: usize,
    /// Findings that comments in the documents allow by now.
    #[serde(default)]
    pub accepted: Vec<Known>,
    /// Findings that are there no more.
    pub gone: Vec<Known>,
}

impl Changes {
    /// In words: "1 new, 2 still open, 3 gone".
    pub fn words(&self) -> String {
        let accepted = if self.accepted.is_empty() {
            String::new()
        } else {
            format!(", {} accepted since", self.accepted.len())
        };
        format!("{} new, {} still open, {} gone{accepted}", self.new, self.still_open, self.gone.len())
    }
}

impl Baseline {
    /// Reads the JSON of `check --format json` or of `table --format json`; says in words what is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| format!("it is not such a file ({error})"))?;
        if file.version != super::VERSION {
            return Err(format!("it is of version {}, and this program reads version {}", file.version, super::VERSION));
        }
        let entries = match (file.findings, file.decisions) {
            (Some(findings), _) => findings,
            (None, Some(decisions)) => decisions.list,
            (None, None) => return Err("it lists no findings: it was made without the view `decisions`".to_owned()),
        };
        Ok(Self { findings: entries.into_iter().map(Entry::known).collect() })
    }

    /// What to know its findings by.
    pub fn fingerprints(&self) -> BTreeSet<&str> {
        self.findings.iter().map(|known| known.fingerprint.as_str()).collect()
    }
}

#[derive(Deserialize)]
struct File {
    version: u32,
    findings: Option<Vec<Entry>>,
    decisions: Option<List>,
}

#[derive(Deserialize)]
struct List {
    list: Vec<Entry>,
}

/// A finding in either of the two formats.
#[derive(Deserialize)]
struct Entry {
    check: String,
    severity: String,
    #[serde(alias = "message")]
    finding: String,
    #[serde(alias = "labels", default)]
    places: Vec<EntryPlace>,
    fingerprint: String,
}

#[derive(Deserialize)]
struct EntryPlace {
    path: String,
    line: Option<usize>,
    start: Option<EntryStart>,
}

#[derive(Deserialize)]
struct EntryStart {
    line: usize,
}

impl Entry {
    fn known(self) -> Known {
        let line = |place: &EntryPlace| place.line.or(place.start.as_ref().map(|start| start.line));
        let place = self.places.first().map(|place| match line(place) {
            Some(line) => format!("{}:{line}", place.path),
            None => place.path.clone(),
        });
        Known {
            check: self.check,
            severity: self.severity,
            finding: self.finding,
            place: place.unwrap_or_default(),
            fingerprint: self.fingerprint,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_are_read_and_others_are_refused_in_words() {
        let check = r#"{"version":1,"findings":[{"check":"two-owners","severity":"error","message":"M","fingerprint":"f",
            "labels":[{"path":"a.yaml","start":{"offset":3,"line":7,"column":1}}]}]}"#;
        let table = r#"{"version":1,"decisions":{"list":[{"check":"two-owners","severity":"error","finding":"M","fingerprint":"f",
            "places":[{"path":"a.yaml","line":7}]}]}}"#;
        let known = Baseline::read(check).expect("it is a report");
        assert_eq!(known.findings[0].place, "a.yaml:7");
        assert_eq!(Baseline::read(table), Ok(known.clone()));
        assert_eq!(known.fingerprints().into_iter().collect::<Vec<_>>(), ["f"]);
        assert!(Baseline::read("title: x").is_err_and(|error| error.contains("not such a file")));
        assert!(Baseline::read(r#"{"version":2}"#).is_err_and(|error| error.contains("version 2")));
        assert!(Baseline::read(r#"{"version":1,"ownership":{}}"#).is_err_and(|error| error.contains("decisions")));
    }
}
