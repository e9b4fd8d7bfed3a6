//! row-with-two-a: a matrix row in which two parties answer for the same thing.

use super::tools::{list, matrix};
use super::{Check, Context, Findings};
use crate::finding::{Confidence, Finding, Severity};

/// The check.
pub(super) const CHECK: Check =
    Check { id: "row-with-two-a", severity: Severity::Error, default_on: true, page: include_str!("row_with_two_a.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for row in &context.org.rows {
        let answering: Vec<_> = row.answering().collect();
        let [first, others @ ..] = answering.as_slice() else { continue };
        if others.is_empty() {
            continue;
        }
        let parties: Vec<&str> = answering.iter().map(|cell| row.party(context.audit, cell)).collect();
        let (letter, one) = matrix::answering(row.matrix(context.audit).kind);
        let message = format!("{} has {} {one}s: {}", matrix::name(context, row), parties.len(), list(&parties));
        let mut finding = Finding::new(
            CHECK.id,
            CHECK.severity,
            Confidence::High,
            message,
            row.cell_label(context.audit, first, format!("{} answers", parties[0])),
        );
        for (cell, party) in others.iter().zip(&parties[1..]) {
            finding = finding.with_label(row.cell_label(context.audit, cell, format!("so does {party}")));
        }
        finding.roles = parties.iter().map(|&party| party.to_owned()).collect();
        findings.push(matrix::scoped(context, row, finding).with_help(format!(
            "Keep one {letter} and give the others the letter of those who do the work or are asked. If each answers for a part, make a row \
             of each part."
        )));
    }
}
