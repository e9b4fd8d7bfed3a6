//! The findings for programs that read line by line: one JSON object a line, the same objects as in the JSON report.

use super::{Report, batches, json};
use std::io::{self, Write};

/// Writes the report.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let fingerprints = report.fingerprints();
    batches::write(&report.audit.findings, out, |lines: &mut Vec<u8>, first, share| {
        lines.clear();
        share.iter().zip(&fingerprints[first..]).try_for_each(|(finding, &fingerprint)| {
            json::write_finding(report, finding, fingerprint, lines)?;
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
