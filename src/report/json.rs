//! Everything that was read and found, for programs. The keys and their order are a contract; extend, never break.

use super::{Report, Summary, escape};
use crate::audit::{Audit, AuditedDuty, AuditedRole};
use crate::finding::{Confidence, Finding, Fingerprint, Label, Severity};
use crate::source::{Position, Source, Span};
use rayon::prelude::*;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use schemars::transform::RestrictFormats;
use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::ser::{CharEscape, Formatter};
use serde_json::value::to_raw_value;
use std::io::{self, Write};

/// Writes the report as one JSON object on one line.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_value(&Document::new(report), &mut *out)?;
    out.write_all(b"\n")
}

/// Writes a value on one line, with everything escaped that could change how a terminal shows it.
pub fn write_value(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Ascii);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// The JSON Schema of the report.
pub fn schema() -> serde_json::Value {
    // Formats of numbers mean nothing to most validators, and strict ones refuse them.
    let settings = SchemaSettings::draft07().for_serialize().with_transform(RestrictFormats::default());
    settings.into_generator().into_root_schema_for::<Document<'_>>().to_value()
}

/// Writes one finding as a JSON object on the current line.
pub fn write_finding(report: &Report<'_>, finding: &Finding, fingerprint: Fingerprint, out: &mut dyn Write) -> io::Result<()> {
    write_value(&FindingObject::new(report, finding, fingerprint), out)
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Report")]
struct Document<'a> {
    /// The version of this format. Keys may be added within a version.
    #[schemars(extend("const" = 1))]
    version: u32,
    /// The role model by which documents were judged that declare none.
    model: &'a str,
    /// The report in numbers.
    summary: Summary,
    /// What was found, ordered by path and place.
    #[schemars(with = "Vec<FindingObject<'a>>")]
    findings: Findings<'a>,
    /// The roles that were read, ordered by path and place.
    #[schemars(with = "Vec<RoleObject<'a>>")]
    roles: Roles<'a>,
}

impl<'a> Document<'a> {
    fn new(report: &'a Report<'a>) -> Self {
        Self {
            version: 1,
            model: report.model(),
            summary: report.summary(),
            findings: Findings(report),
            roles: Roles(report),
        }
    }
}

/// Written as they are made, so that memory does not grow with their number.
struct Findings<'a>(&'a Report<'a>);
struct Roles<'a>(&'a Report<'a>);
struct Duties<'a>(&'a Source, &'a [AuditedDuty], &'a Report<'a>);
struct Labels<'a>(&'a Audit, &'a [Label]);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fingerprints = self.0.fingerprints();
        list(serializer, &self.0.audit.findings, |at, finding| FindingObject::new(self.0, finding, fingerprints[at]))
    }
}

impl Serialize for Roles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        list(serializer, &self.0.audit.roles, |index, role| RoleObject::new(self.0, index, role))
    }
}

/// Items of a list that are made side by side before they are written.
const BATCH: usize = 256;
/// Items of these that one thread makes in one go.
const SHARE: usize = 16;

/// Writes a list of what `object` makes of each item, given its index.
pub fn list<'a, S: Serializer, T: Sync, O: Serialize>(
    serializer: S,
    items: &'a [T],
    object: impl Fn(usize, &'a T) -> O + Sync,
) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(items.len()))?;
    for (number, batch) in items.chunks(BATCH).enumerate() {
        let made = batch
            .par_iter()
            .with_max_len(SHARE)
            .enumerate()
            .map(|(at, item)| to_raw_value(&object(number * BATCH + at, item)));
        for item in made.collect::<Vec<_>>() {
            list.serialize_element(&item.map_err(S::Error::custom)?)?;
        }
    }
    list.end()
}

impl Serialize for Duties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.1.iter().map(|duty| DutyObject::new(self.0, duty, self.2)))
    }
}

impl Serialize for Labels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.1.iter().enumerate().map(|(at, label)| LabelObject::new(self.0, at, label)))
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct FindingObject<'a> {
    /// Id of the check, for example `two-owners`.
    check: &'a str,
    /// How much it matters here.
    severity: Severity,
    /// How sure the program is.
    confidence: Confidence,
    /// What is the matter, in one sentence.
    message: &'a str,
    /// What to do about it.
    help: Option<&'a str>,
    /// The team concerned, if one is declared.
    team: Option<&'a str>,
    /// The product concerned, if one is declared.
    product: Option<&'a str>,
    /// Id of the area concerned.
    area: Option<&'a str>,
    /// Titles of the roles concerned.
    roles: &'a [String],
    /// The places, the primary one first.
    #[schemars(with = "Vec<LabelObject<'a>>", length(min = 1))]
    labels: Labels<'a>,
    /// Identity that survives moving lines, reordering duties and reformatting.
    #[schemars(with = "&str")]
    fingerprint: Fingerprint,
}

impl<'a> FindingObject<'a> {
    fn new(report: &'a Report<'a>, finding: &'a Finding, fingerprint: Fingerprint) -> Self {
        Self {
            check: finding.check,
            severity: finding.severity,
            confidence: finding.confidence,
            message: &finding.message,
            help: finding.help.as_deref(),
            team: finding.team.as_deref(),
            product: finding.product.as_deref(),
            area: finding.area.map(|area| report.rulebook.area(area).id.as_str()),
            roles: &finding.roles,
            labels: Labels(report.audit, &finding.labels),
            fingerprint,
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Label")]
struct LabelObject<'a> {
    /// The file, as it was named or found.
    path: &'a str,
    /// Whether this is the place the finding is about.
    #[schemars(extend("enum" = ["primary", "related"]))]
    kind: &'static str,
    /// What to say at this place; may be empty.
    message: &'a str,
    /// The words there.
    text: &'a str,
    /// The first character.
    start: Place,
    /// One past the last character.
    end: Place,
}

impl<'a> LabelObject<'a> {
    fn new(audit: &'a Audit, at: usize, label: &'a Label) -> Self {
        let source = audit.source(label.source);
        let (start, end) = places(source, label.span);
        let kind = if at == 0 { "primary" } else { "related" };
        Self { path: source.name(), kind, message: &label.message, text: source.slice(label.span), start, end }
    }
}

/// A place in a file: bytes from 0; line and column from 1, columns in characters.
#[derive(Serialize, JsonSchema)]
struct Place {
    /// Bytes from the start of the file, from 0.
    offset: usize,
    /// Line, from 1.
    #[schemars(range(min = 1))]
    line: usize,
    /// Column in characters, from 1.
    #[schemars(range(min = 1))]
    column: usize,
}

fn places(source: &Source, span: Span) -> (Place, Place) {
    let place = |Position { offset, line, column }| Place { offset, line, column };
    let (start, end) = source.ends(span);
    (place(start), place(end))
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Role")]
struct RoleObject<'a> {
    /// The file, as it was named or found.
    path: &'a str,
    /// The title as the document has it.
    title: &'a str,
    /// What kind of role the title names: `pm`, `po` or a neighbour such as `scrum-master`.
    kind: Option<&'a str>,
    /// The team, or several with commas between them.
    team: Option<String>,
    /// The product, or several with commas between them.
    product: Option<String>,
    /// The role model by which this role was judged.
    model: &'a str,
    /// Its duties, in order.
    #[schemars(with = "Vec<DutyObject<'a>>")]
    duties: Duties<'a>,
}

impl<'a> RoleObject<'a> {
    fn new(report: &'a Report<'a>, index: usize, role: &'a AuditedRole) -> Self {
        let source = report.audit.source(role.source);
        let joined = |names: &[String]| (!names.is_empty()).then(|| names.join(", "));
        Self {
            path: source.name(),
            title: &role.title,
            kind: role.kind.map(|kind| report.rulebook.kind(kind).id.as_str()),
            team: joined(&role.teams),
            product: joined(&role.products),
            model: report.model_of(index),
            duties: Duties(source, &role.duties, report),
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Duty")]
struct DutyObject<'a> {
    /// The statement.
    text: &'a str,
    /// The first character.
    start: Place,
    /// One past the last character.
    end: Place,
    /// Whose profile it fits.
    #[serde(rename = "type")]
    #[schemars(extend("enum" = ["pm", "po", "shared", "other", "neither", "unclear"]))]
    duty_type: &'static str,
    /// Id of the area it is about.
    area: Option<&'a str>,
    /// What the role does with the area, from `own` to `follow`.
    relation: Option<&'static str>,
    /// How strongly the role claims it.
    claim: &'static str,
    /// Strength of the claim.
    strength: i8,
    /// How sure the program is, from 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    confidence: f64,
}

impl<'a> DutyObject<'a> {
    fn new(source: &Source, duty: &'a AuditedDuty, report: &Report<'a>) -> Self {
        let (start, end) = places(source, duty.text.whole());
        let verdict = &report.audit.verdict(duty).whole;
        Self {
            text: duty.text.as_str(),
            start,
            end,
            duty_type: verdict.duty_type.name(),
            area: verdict.area.map(|area| report.rulebook.area(area).id.as_str()),
            relation: verdict.relation.map(crate::rulebook::Relation::name),
            claim: verdict.claim.name(),
            strength: verdict.strength,
            confidence: rounded(verdict.confidence),
        }
    }
}

/// A confidence with three digits; more would pretend to an exactness that it does not have.
pub fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}

/// serde's compact form, with hostile characters escaped also where JSON would let them stand.
struct Ascii;

impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, hostile)) = escape::find_hostile(rest) {
            out.write_all(&rest.as_bytes()[..at])?;
            for unit in hostile.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + hostile.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, out: &mut W, escape: CharEscape) -> io::Result<()> {
        serde_json::ser::CompactFormatter.write_char_escape(out, escape)
    }

    fn write_raw_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        // In JSON that was read, line breaks and tabs may stand between tokens; the rest stands in strings.
        if memchr::memchr3(b'\n', b'\r', b'\t', fragment.as_bytes()).is_none() {
            return self.write_string_fragment(out, fragment);
        }
        self.write_string_fragment(out, &fragment.replace(['\n', '\r', '\t'], " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample;
    use serde_json::Value;

    fn written() -> (String, Value) {
        let mut out = Vec::new();
        write(&sample().report(), &mut out).expect("a vector takes everything");
        let text = String::from_utf8(out).expect("it is text");
        let value = serde_json::from_str(&text).expect("it is JSON");
        (text, value)
    }

    fn keys(value: &Value) -> Vec<&str> {
        value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
    }

    #[test]
    fn keys_and_their_order_are_as_promised() {
        let (_, value) = written();
        assert_eq!(keys(&value), ["version", "model", "summary", "findings", "roles"]);
        assert_eq!(keys(&value["summary"]), ["files", "roles", "duties", "errors", "warnings", "infos", "suppressed"]);
        let finding = &value["findings"][0];
        let expected = [
            "check",
            "severity",
            "confidence",
            "message",
            "help",
            "team",
            "product",
            "area",
            "roles",
            "labels",
            "fingerprint",
        ];
        assert_eq!(keys(finding), expected);
        assert_eq!(keys(&finding["labels"][0]), ["path", "kind", "message", "text", "start", "end"]);
        assert_eq!(keys(&finding["labels"][0]["start"]), ["offset", "line", "column"]);
        assert_eq!(keys(&value["roles"][0]), ["path", "title", "kind", "team", "product", "model", "duties"]);
        let expected = ["text", "start", "end", "type", "area", "relation", "claim", "strength", "confidence"];
        assert_eq!(keys(&value["roles"][0]["duties"][0]), expected);
    }

    #[test]
    fn values_are_those_of_the_findings() {
        let (_, value) = written();
        assert_eq!(value["summary"]["errors"], 3);
        let finding = &value["findings"][0];
        assert_eq!((finding["check"].as_str(), finding["severity"].as_str()), (Some("two-owners"), Some("error")));
        assert_eq!(
            (finding["labels"][0]["kind"].as_str(), finding["labels"][1]["kind"].as_str()),
            (Some("primary"), Some("related"))
        );
        let label = &finding["labels"][2];
        assert_eq!(label["text"], "Für die Roadmap entscheiden");
        let length = "Für die Roadmap entscheiden".chars().count();
        assert_eq!((label["start"]["line"].as_u64(), label["start"]["column"].as_u64()), (Some(4), Some(5)));
        assert_eq!(label["end"]["column"].as_u64(), Some(5 + length as u64));
        assert_eq!(value["roles"][2]["kind"], "po");
        assert_eq!(value["roles"][2]["duties"][0]["confidence"], 0.93);
    }

    #[test]
    fn it_is_one_line_without_anything_a_terminal_would_obey() {
        let (text, value) = written();
        assert_eq!(text.find(escape::is_hostile), Some(text.len() - 1));
        assert_eq!(value["findings"][5]["labels"][0]["text"], "\u{202e}backlog\u{202c} own \u{0}");
    }
}
