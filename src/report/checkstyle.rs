//! The XML of Checkstyle, which many CI servers and editors read.

use super::place::Place;
use super::{Report, escape};
use crate::finding::Finding;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};
use std::io::{self, Write};

/// Writes the report. Findings come ordered by file, so those of one file stand together.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(&mut *out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let files = report.audit.findings.chunk_by(|a, b| a.primary().source == b.primary().source);
    xml.create_element("checkstyle").with_attribute(("version", "4.3")).write_inner_content(|xml| {
        for findings in files {
            let path = Place::new(report.audit, findings[0].primary()).path();
            xml.create_element("file")
                .with_attribute(("name", &*path))
                .write_inner_content(|xml| findings.iter().try_for_each(|finding| error(report, finding, xml)))?;
        }
        Ok(())
    })?;
    out.write_all(b"\n")
}

fn error<W: Write>(report: &Report<'_>, finding: &Finding, xml: &mut Writer<W>) -> io::Result<()> {
    let place = Place::new(report.audit, finding.primary());
    let mut message = escape::one_line(&finding.message).into_owned();
    if let Some(help) = &finding.help {
        message.push_str(". ");
        message.push_str(&escape::one_line(help));
    }
    let (line, column) = (place.start.line.to_string(), place.start.column.to_string());
    xml.create_element("error")
        .with_attributes([
            ("line", line.as_str()),
            ("column", column.as_str()),
            ("severity", finding.severity.name()),
            ("message", message.as_str()),
            ("source", format!("role-audit.{}", finding.check).as_str()),
        ])
        .write_empty()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{is_safe, sample, written};
    use roxmltree::Document;

    #[test]
    fn every_finding_is_an_error_of_its_file() {
        let sample = sample();
        let text = written(&sample, write);
        assert!(is_safe(&text), "{text}");
        let document = Document::parse(&text).expect("it is XML");
        let errors: Vec<_> = document.descendants().filter(|node| node.has_tag_name("error")).collect();
        assert_eq!(errors.len(), sample.audit.findings.len());
        for (error, finding) in errors.iter().zip(&sample.audit.findings) {
            let place = Place::new(&sample.audit, finding.primary());
            assert_eq!(error.attribute("line"), Some(place.start.line.to_string().as_str()));
            assert_eq!(error.attribute("column"), Some(place.start.column.to_string().as_str()));
            assert_eq!(error.attribute("severity"), Some(finding.severity.name()));
            assert_eq!(error.parent().and_then(|file| file.attribute("name")), Some(&*place.path()));
            let message = error.attribute("message").unwrap_or_default();
            assert!(message.starts_with(&*escape::one_line(&finding.message)), "{message}");
        }
    }
}
