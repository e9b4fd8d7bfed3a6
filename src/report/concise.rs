//! One line a finding, in the form that editors and scripts know: `path:line:column: severity[check] message`.

use super::{Report, escape};
use std::io::{self, Write};

/// Writes the report.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.audit.findings {
        let label = finding.primary();
        let source = report.audit.source(label.source);
        let position = source.position(label.span.start as usize);
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {}",
            escape::one_line(source.name()),
            position.line,
            position.column,
            finding.severity.name(),
            finding.check,
            escape::one_line(&finding.message)
        )?;
    }
    Ok(())
}
