//! row-without-a: a matrix row in which nobody answers.

use super::tools::matrix;
use super::{Check, Context, Findings};
use crate::finding::{Confidence, Finding, Severity};
use std::collections::BTreeSet;

/// The check.
pub(super) const CHECK: Check =
    Check { id: "row-without-a", severity: Severity::Error, default_on: true, page: include_str!("row_without_a.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    let answered: BTreeSet<(u32, u32)> =
        context.org.rows.iter().filter(|row| row.answering().next().is_some()).map(|row| (row.document, row.matrix)).collect();
    for row in &context.org.rows {
        if row.cells.is_empty() || row.answering().next().is_some() {
            continue;
        }
        // A matrix without the letter anywhere may use another convention.
        let usual = answered.contains(&(row.document, row.matrix));
        let (letter, one) = matrix::answering(row.matrix(context.audit).kind);
        let name = matrix::name(context, row);
        let message = format!("{name} has no {one}: nobody answers if it is not done");
        let sure = if usual { Confidence::High } else { Confidence::Medium };
        let finding = Finding::new(CHECK.id, CHECK.severity, sure, message, row.label(context.audit, format!("no {letter} in this row")));
        let owner = matrix::usual_owner(context, row);
        let usually = owner.map_or_else(String::new, |owner| format!(" (usually the {owner})"));
        findings.push(matrix::scoped(context, row, finding).with_help(format!(
            "Name the one who answers{usually} with {letter}, or take the row out if nobody needs to. One person may do the work and answer for \
             it."
        )));
    }
}
