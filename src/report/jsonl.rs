//! The findings for programs that read line by line: one JSON object a line, the same objects as in the JSON report.

use super::{Report, batches, json};
use std::io::{self, Write};

/// Writes the report.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    batches::write(&report.audit.findings, out, |lines: &mut Vec<u8>, _, share| {
        lines.clear();
        share.iter().try_for_each(|finding| {
            json::write_finding(report, finding, lines)?;
            lines.write_all(b"\n")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{sample, written};
    use serde_json::Value;

    #[test]
    fn the_lines_are_the_findings_of_the_json_report() {
        let sample = sample();
        let whole: Value = serde_json::from_str(&written(&sample, json::write)).expect("it is JSON");
        let lines = written(&sample, write);
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect();
        assert_eq!(whole["findings"].as_array(), Some(&lines));
    }
}
