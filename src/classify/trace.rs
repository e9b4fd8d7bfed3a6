//! The whole reasoning behind one verdict, for those who want to change the rules.

use super::verdict::{Part, Verdict};
use crate::rulebook::Rulebook;
use std::fmt::Write;

/// The reasoning in lines of text: for every part its evidence, strongest first.
pub fn trace(text: &str, verdict: &Verdict, _rulebook: &Rulebook) -> String {
    let mut lines = String::new();
    for part in verdict.parts() {
        trace_part(text, part, &mut lines);
    }
    lines
}

fn trace_part(text: &str, part: &Part, lines: &mut String) {
    // Writing to a string never fails.
    _ = writeln!(
        lines,
        "claim {}, strength {}, confidence {:.3}, on \"{}\"",
        part.claim.name(),
        part.strength,
        part.confidence,
        text.get(part.range.clone()).unwrap_or_default()
    );
    for evidence in &part.evidence {
        let words = text.get(evidence.range.clone()).unwrap_or_default();
        _ = writeln!(lines, "  {:+6.2}  {}  \"{words}\"", evidence.weight, evidence.signal);
    }
    if part.evidence.is_empty() {
        lines.push_str("  nothing matched\n");
    }
}
