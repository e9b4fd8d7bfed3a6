//! matrix-contradicts-text: a matrix gives an area to one role, the text of another role claims it.

use super::tools::{list, matrix, quote};
use super::{Check, Context, Findings};
use crate::classify;
use crate::finding::{Confidence, Finding, Severity};
use crate::org::matrix::Cell;
use crate::org::{Claim, Row};
use crate::rulebook::{AreaId, Relation};
use std::collections::BTreeSet;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "matrix-contradicts-text",
    severity: Severity::Error,
    default_on: true,
    page: include_str!("matrix_contradicts_text.md"),
    run,
};

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut reported: BTreeSet<(u32, AreaId)> = BTreeSet::new();
    for rows in context.org.rows.chunk_by(|a, b| (a.document, a.matrix) == (b.document, b.matrix)) {
        // The described roles that the matrix has a column for.
        let described: BTreeSet<u32> = rows.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.role).collect();
        for row in rows.iter().filter(|row| row.answering().next().is_some()) {
            let Some(area) = row.area else { continue };
            for &role in &described {
                let cell = row.cells.iter().find(|cell| cell.role == Some(role));
                let claims = context.org.claims_of(role as usize).iter().filter(|claim| claim.area == area);
                if let Some(claim) = claims.into_iter().find(|claim| contradicts(cell, claim))
                    && reported.insert((role, area))
                {
                    findings.push(finding(context, row, cell, claim));
                }
            }
        }
    }
}

/// Whether what the text claims and what the cell says cannot both be true.
fn contradicts(cell: Option<&Cell>, claim: &Claim) -> bool {
    let (answers, works) = cell.map_or((false, false), |cell| (cell.answers, cell.works));
    if answers {
        return claim.claim == classify::Claim::Excluded && claim.held_by.is_none();
    }
    // Who does the work may well create; only who answers decides.
    claim.is_owning() && !claim.joint && (claim.relation == Relation::Own || !works)
}

fn finding(context: &Context<'_>, row: &Row, cell: Option<&Cell>, claim: &Claim) -> Finding {
    let title = context.title_of(claim);
    let name = context.area_name(claim.area);
    let words = quote(context.words(claim).text());
    let answering: Vec<&str> = row.answering().map(|cell| row.party(context.audit, cell)).collect();
    let answering = list(&answering);
    let message = if claim.claim == classify::Claim::Excluded {
        format!("the matrix makes {title} answer for {name}, its text says {words}")
    } else {
        format!("the matrix gives {name} to {answering}, but {title} claims {words}")
    };
    let sure = if row.exact { claim.confidence } else { claim.confidence.min(Confidence::Medium) };
    let there = match cell {
        Some(cell) => row.cell_label(context.audit, cell, format!("the matrix's word on {title}")),
        None => row.label(context.audit, format!("the matrix's word: {answering}")),
    };
    let finding = Finding::new(CHECK.id, CHECK.severity, sure, message, claim.label(context.audit, context.rulebook, format!("{title} claims it")))
        .with_label(there)
        .with_role(title)
        .with_help(format!(
            "Correct one of the two: either the matrix is right and {title} only contributes, or the text is right and the matrix needs its \
             letter for {title}."
        ));
    matrix::scoped(context, row, finding)
}
