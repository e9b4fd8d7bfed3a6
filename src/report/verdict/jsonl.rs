//! A verdict as one JSON object on one line. The keys and their order are a contract; extend, never break.

use super::trace::TraceObject;
use crate::classify::{Evidence, Part, Verdict};
use crate::report::json::{rounded, write_value};
use crate::rulebook::{Relation, Rulebook};
use serde::Serialize;
use serde_json::value::RawValue;
use std::io::{self, Write};

/// What is said of a duty beside its verdict.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// The id, echoed as it was given.
    pub id: Option<&'a RawValue>,
    /// The code of the language for which it is not judged.
    pub language: Option<&'a str>,
    /// The reasoning, if asked for.
    pub trace: &'a [TraceObject<'a>],
}

/// Writes the verdict on a duty.
pub fn write(out: &mut dyn Write, beside: Beside<'_>, text: &str, verdict: &Verdict, rulebook: &Rulebook) -> io::Result<()> {
    let judged = |part| Judged::new(part, rulebook);
    let parts = verdict.parts.iter().map(|part| PartObject {
        text: text.get(part.place.range()).unwrap_or_default(),
        judged: judged(part),
        start: part.place.start as usize,
        end: part.place.end as usize,
    });
    let Beside { id, language, trace } = beside;
    write_value(&DutyObject { id, text, language, judged: judged(&verdict.whole), parts: parts.collect(), trace }, &mut *out)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct DutyObject<'a> {
    id: Option<&'a RawValue>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(flatten)]
    judged: Judged<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartObject<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    trace: &'a [TraceObject<'a>],
}

/// A part of a compound duty. All offsets count bytes in the text of the whole duty.
#[derive(Serialize)]
struct PartObject<'a> {
    text: &'a str,
    #[serde(flatten)]
    judged: Judged<'a>,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Judged<'a> {
    #[serde(rename = "type")]
    duty_type: &'static str,
    other_role: Option<&'a str>,
    area: Option<&'a str>,
    relation: Option<&'static str>,
    claim: &'static str,
    strength: i8,
    confidence: f64,
    evidence: Vec<EvidenceObject>,
}

#[derive(Serialize)]
struct EvidenceObject {
    signal: String,
    start: usize,
    end: usize,
}

impl<'a> Judged<'a> {
    fn new(part: &'a Part, rulebook: &'a Rulebook) -> Self {
        let evidence = |found: &Evidence| EvidenceObject {
            signal: found.signal.name(rulebook),
            start: found.place.start as usize,
            end: found.place.end as usize,
        };
        Self {
            duty_type: part.duty_type.name(),
            other_role: part.other_role.map(|kind| rulebook.kind(kind).id.as_str()),
            area: part.area.map(|area| rulebook.area(area).id.as_str()),
            relation: part.relation.map(Relation::name),
            claim: part.claim.name(),
            strength: part.strength,
            confidence: rounded(part.confidence),
            evidence: part.evidence.iter().map(evidence).collect(),
        }
    }
}
