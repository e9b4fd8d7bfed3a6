//! A test report as `JUnit` writes it: a suite for every file, a case for every finding, and one that passed where there is none.
//!
//! Findings that make the run fail are failures; others are skipped cases, which CI servers show without failing. Only what
//! Jenkins' schema knows is written, so that strict readers take it too.

use super::place::Place;
use super::{Report, command, escape};
use crate::finding::{Finding, SourceId};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes the report.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let suites = suites(report);
    let all = || suites.iter().flat_map(|(_, findings)| findings);
    let mut xml = Writer::new_with_indent(&mut *out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let tests: usize = suites.iter().map(|(_, findings)| findings.len().max(1)).sum();
    let failures = all().filter(|finding| fails(report, finding)).count();
    xml.create_element("testsuites")
        .with_attributes([
            ("name", "role-audit"),
            ("tests", tests.to_string().as_str()),
            ("failures", failures.to_string().as_str()),
            ("errors", "0"),
        ])
        .write_inner_content(|xml| suites.iter().try_for_each(|(id, findings)| suite(report, *id, findings, xml)))?;
    out.write_all(b"\n")
}

/// The sources that were audited, with their findings.
fn suites<'a>(report: &Report<'a>) -> Vec<(SourceId, Vec<&'a Finding>)> {
    let mut suites: BTreeMap<SourceId, Vec<&Finding>> = (0..report.audit.sources.len() as u32)
        .map(SourceId)
        .filter(|id| !report.audit.passed_over.contains(id))
        .map(|id| (id, Vec::new()))
        .collect();
    for finding in &report.audit.findings {
        suites.entry(finding.primary().source).or_default().push(finding);
    }
    suites.into_iter().collect()
}

fn fails(report: &Report<'_>, finding: &Finding) -> bool {
    report.settings.fail_on.is_some_and(|severity| finding.severity >= severity)
}

fn suite<W: Write>(report: &Report<'_>, id: SourceId, findings: &[&Finding], xml: &mut Writer<W>) -> io::Result<()> {
    let file = escape::one_line(report.audit.source(id).name());
    let failures = findings.iter().filter(|finding| fails(report, finding)).count();
    xml.create_element("testsuite")
        .with_attributes([
            ("name", &*file),
            ("tests", findings.len().max(1).to_string().as_str()),
            ("failures", failures.to_string().as_str()),
            ("errors", "0"),
            ("skipped", (findings.len() - failures).to_string().as_str()),
        ])
        .write_inner_content(|xml| {
            if findings.is_empty() {
                xml.create_element("testcase")
                    .with_attributes([("name", "no findings"), ("classname", &*file)])
                    .write_empty()?;
            }
            findings.iter().try_for_each(|finding| case(report, finding, &file, xml))
        })?;
    Ok(())
}

fn case<W: Write>(report: &Report<'_>, finding: &Finding, file: &str, xml: &mut Writer<W>) -> io::Result<()> {
    let place = Place::new(report.audit, finding.primary());
    let (line, column) = (place.start.line, place.start.column);
    let severity = finding.severity.name();
    let message = format!("{severity}: {}", escape::one_line(&finding.message));
    let words = format!("{file}:{line}:{column}: {severity}\n{}", command::words(report.audit, finding));
    let outcome = if fails(report, finding) { "failure" } else { "skipped" };
    xml.create_element("testcase")
        .with_attributes([("name", format!("{} at line {line}, column {column}", finding.check).as_str()), ("classname", file)])
        .write_inner_content(|xml| {
            xml.create_element(outcome)
                .with_attributes([("type", finding.check), ("message", message.as_str())])
                .write_text_content(BytesText::new(&words))?;
            Ok(())
        })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::report::sample::{is_safe, sample, written};
    use roxmltree::Document;

    #[test]
    fn every_finding_is_a_case_and_only_those_that_fail_the_run_fail() {
        let sample = sample();
        let text = written(&sample, write);
        assert!(is_safe(&text), "{text}");
        let document = Document::parse(&text).expect("it is XML");
        let named = |name: &'static str| document.descendants().filter(move |node| node.has_tag_name(name));
        let errors = sample.audit.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        assert_eq!(named("failure").count(), errors);
        assert_eq!(named("skipped").count(), sample.audit.findings.len() - errors);
        assert_eq!(document.root_element().attribute("failures"), Some(errors.to_string().as_str()));
        // One file describes no role and was passed over.
        assert_eq!(named("testsuite").count(), sample.audit.sources.len() - 1);
        let first = named("failure").next().expect("there is one");
        assert_eq!(first.attribute("type"), Some("two-owners"));
        assert!(first.attribute("message").is_some_and(|message| message.ends_with(&sample.audit.findings[0].message)));
        assert!(first.text().is_some_and(|text| text.contains("See also postings/zürich.md:4: and so does")));
    }

    #[test]
    fn a_file_without_findings_passes() {
        let mut sample = sample();
        sample.audit.findings.clear();
        let text = written(&sample, write);
        let document = Document::parse(&text).expect("it is XML");
        let cases: Vec<_> = document.descendants().filter(|node| node.has_tag_name("testcase")).collect();
        assert_eq!(cases.len(), sample.audit.sources.len() - 1);
        assert!(cases.iter().all(|case| case.attribute("name") == Some("no findings") && !case.has_children()));
    }
}
