//! SARIF 2.1.0, the format of code scanning: what was found, where, under which rules. See <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>.

mod location;
mod rule;

use self::location::{ArtifactLocation, Location};
use self::rule::Rule;
use super::{Report, escape, json};
use crate::checks;
use crate::finding::{Finding, Fingerprint, Severity};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes the report.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    json::write_value(&Log::new(report), out)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    invocations: [Invocation; 1],
    #[serde(rename = "originalUriBaseIds")]
    bases: location::Bases,
    artifacts: Artifacts<'a>,
    results: Results<'a>,
    column_kind: &'static str,
    default_encoding: &'static str,
    newline_sequences: [&'static str; 2],
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    organization: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    information_uri: &'static str,
    short_description: Text<'static>,
    rules: Vec<Rule>,
}

/// How the run ended. There is no time in it, so that the same documents give the same report.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    exit_code: u8,
    exit_code_description: &'static str,
}

/// A message in plain text.
#[derive(Serialize)]
struct Text<'a> {
    text: Cow<'a, str>,
}

/// A message in plain text and in Markdown.
#[derive(Serialize)]
struct Formatted {
    text: String,
    markdown: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    location: ArtifactLocation,
    length: usize,
    mime_type: &'static str,
    encoding: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    kind: &'static str,
    level: &'static str,
    message: Text<'a>,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: Fingerprints,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "roleAudit/v1")]
    ours: Fingerprint,
}

#[derive(Serialize)]
struct Properties<'a> {
    confidence: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    roles: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

/// Written one by one, so that memory does not grow with their number.
struct Artifacts<'a>(&'a Report<'a>);
struct Results<'a>(&'a Report<'a>);

impl Serialize for Artifacts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.audit.sources.iter().map(|source| Artifact {
            location: ArtifactLocation::new(source, None),
            length: source.text().len(),
            mime_type: match source.name().rsplit_once('.').map(|(_, ending)| ending) {
                Some("yaml" | "yml") => "application/yaml",
                Some("md" | "markdown") => "text/markdown",
                Some("json") => "application/json",
                _ => "text/plain",
            },
            encoding: "UTF-8",
        }))
    }
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fingerprints = self.0.fingerprints();
        json::list(serializer, &self.0.audit.findings, |at, finding| ResultObject::new(self.0, finding, fingerprints[at]))
    }
}

impl<'a> Log<'a> {
    fn new(report: &'a Report<'a>) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        let driver = Driver {
            name: "role-audit",
            organization: "role-audit",
            version,
            semantic_version: version,
            information_uri: env!("CARGO_PKG_REPOSITORY"),
            short_description: message(env!("CARGO_PKG_DESCRIPTION")),
            rules: checks::ALL.iter().map(|check| Rule::new(check, report.settings)).collect(),
        };
        let run = Run {
            tool: Tool { driver },
            invocations: [Invocation::new(report)],
            bases: location::Bases::default(),
            artifacts: Artifacts(report),
            results: Results(report),
            column_kind: "unicodeCodePoints",
            default_encoding: "UTF-8",
            newline_sequences: ["\r\n", "\n"],
        };
        Self { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }
    }
}

impl Invocation {
    fn new(report: &Report<'_>) -> Self {
        let fails = |finding: &Finding| report.settings.fail_on.is_some_and(|severity| finding.severity >= severity);
        let failed = report.audit.findings.iter().any(fails);
        Self {
            execution_successful: true,
            exit_code: u8::from(failed),
            exit_code_description: if failed { "There are findings to act on." } else { "There is nothing to act on." },
        }
    }
}

impl<'a> ResultObject<'a> {
    fn new(report: &'a Report<'a>, finding: &'a Finding, fingerprint: Fingerprint) -> Self {
        let related = finding.labels[1..].iter().enumerate();
        Self {
            rule_id: finding.check,
            rule_index: checks::ALL.iter().position(|check| check.id == finding.check),
            kind: "fail",
            level: level(finding.severity),
            message: message(&finding.message),
            locations: [Location::new(report.audit, finding.primary(), None)],
            related_locations: related.map(|(at, label)| Location::new(report.audit, label, Some(at + 1))).collect(),
            partial_fingerprints: Fingerprints { ours: fingerprint },
            properties: Properties {
                confidence: finding.confidence.name(),
                team: finding.team.as_deref(),
                product: finding.product.as_deref(),
                area: finding.area.map(|area| report.rulebook.area(area).id.as_str()),
                roles: &finding.roles,
                help: finding.help.as_deref(),
            },
        }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A text as a message: a sentence with its full stop, in which nothing is taken for a link or a placeholder.
fn message(text: &str) -> Text<'_> {
    let text = escape::lines(text);
    let stops = text.trim_end().ends_with(['.', '!', '?', ':', '…']);
    if stops && !text.contains('{') && !text.contains("](") {
        return Text { text };
    }
    let mut safe = without_placeholders(text.trim_end()).replace("](", "] (");
    if !stops && !safe.is_empty() {
        safe.push('.');
    }
    Text { text: safe.into() }
}

/// Doubles the braces around a number. Other braces stay, since few readers know that doubled ones stand for one.
fn without_placeholders(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 1);
    let mut parts = text.split('{');
    safe.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once('}') {
            Some((number, rest)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
                safe.extend(["{{", number, "}}", rest]);
            }
            _ => safe.extend(["{", part]),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{is_safe, sample, written};
    use serde_json::Value;

    fn log() -> (super::super::sample::Sample, Value) {
        let sample = sample();
        let text = written(&sample, write);
        assert!(is_safe(&text), "{text}");
        let log = serde_json::from_str(&text).expect("it is JSON");
        (sample, log)
    }

    #[test]
    fn every_finding_is_a_result_with_its_places() {
        let (sample, log) = log();
        let results = log["runs"][0]["results"].as_array().expect("a list");
        assert_eq!(results.len(), sample.audit.findings.len());
        let fingerprints = sample.report().fingerprints();
        for ((result, finding), fingerprint) in results.iter().zip(&sample.audit.findings).zip(fingerprints) {
            assert_eq!(result["ruleId"], finding.check);
            assert_eq!(result["partialFingerprints"]["roleAudit/v1"], fingerprint.to_string());
            assert_eq!(result["relatedLocations"].as_array().map_or(0, Vec::len), finding.labels.len() - 1);
        }
    }

    #[test]
    fn regions_count_characters_and_bytes_rightly_in_any_script() {
        let (sample, log) = log();
        let uri = |source: &crate::source::Source| location::uri(source.name()).0;
        let mut seen = 0;
        for result in log["runs"][0]["results"].as_array().expect("a list") {
            let related = result["relatedLocations"].as_array().into_iter().flatten();
            for location in result["locations"].as_array().into_iter().flatten().chain(related) {
                let place = &location["physicalLocation"];
                let index = place["artifactLocation"]["index"].as_u64().expect("an index") as usize;
                let source = &sample.audit.sources[index];
                assert_eq!(place["artifactLocation"]["uri"].as_str(), Some(uri(source).as_str()));
                let number = |name: &str| place["region"][name].as_u64().expect("a number") as usize;
                let (start, length) = (number("byteOffset"), number("byteLength"));
                let words = &source.text()[start..start + length];
                assert_eq!(place["region"]["snippet"]["text"], words);
                let by_characters: String = source.text().chars().skip(number("charOffset")).take(number("charLength")).collect();
                assert_eq!(by_characters, words);
                let offset = |line: &str, column: &str| {
                    let start = source.line_start(number(line) - 1).expect("a line");
                    let before: usize = source.text()[start..].chars().take(number(column) - 1).map(char::len_utf8).sum();
                    start + before
                };
                assert_eq!(offset("startLine", "startColumn"), start);
                assert_eq!(offset("endLine", "endColumn"), start + length);
                seen += 1;
            }
        }
        assert!(seen > 30, "{seen}");
    }

    #[test]
    fn rules_say_what_the_pages_say() {
        let (_, log) = log();
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("a list");
        assert_eq!(rules.len(), checks::ALL.len());
        for (rule, check) in rules.iter().zip(checks::ALL) {
            assert_eq!(rule["id"], check.id);
            assert_eq!(rule["help"]["markdown"], check.page);
            assert_eq!(rule["defaultConfiguration"]["level"], level(check.severity));
            assert!(rule["fullDescription"]["text"].as_str().is_some_and(|text| text.len() > 20));
        }
    }

    #[test]
    fn messages_hold_no_links_or_placeholders() {
        assert_eq!(message("see [this](http://x) {0}").text, "see [this] (http://x) {{0}}.");
        assert_eq!(message("Done \\u{1b}, {a}.").text, "Done \\u{1b}, {a}.");
    }
}
