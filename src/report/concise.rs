//! One line a finding, in the form that editors and scripts know: `path:line:column: severity[check] message`.

use super::{Report, escape};
use crate::audit::Audit;
use crate::finding::Finding;
use std::io::{self, Write};

/// Writes the report.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.audit.findings {
        writeln!(out, "{}", line(report.audit, finding))?;
    }
    Ok(())
}

/// The line of one finding, safe to print.
pub fn line(audit: &Audit, finding: &Finding) -> String {
    let label = finding.primary();
    let source = audit.source(label.source);
    let position = source.position(label.span.start as usize);
    format!(
        "{}:{}:{}: {}[{}] {}",
        escape::one_line(source.name()),
        position.line,
        position.column,
        finding.severity.name(),
        finding.check,
        escape::one_line(&finding.message)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample;

    #[test]
    fn one_line_a_finding() {
        let mut out = Vec::new();
        write(&sample().report(), &mut out).expect("a vector takes everything");
        insta::assert_snapshot!(String::from_utf8(out).expect("it is text"));
    }
}
