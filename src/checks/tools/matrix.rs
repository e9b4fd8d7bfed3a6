//! What the checks on matrices share: how rows and letters are called, and where they belong.

use super::{alternatives, quote};
use crate::checks::Context;
use crate::document::MatrixKind;
use crate::finding::Finding;
use crate::org::{Row, ScopeId};

/// The letter of the one who answers, and what such a party is called.
pub(crate) fn answering(kind: MatrixKind) -> (&'static str, &'static str) {
    match kind {
        MatrixKind::Raci => ("A", "accountable"),
        MatrixKind::Daci => ("A", "approver"),
        MatrixKind::Rapid => ("D", "decider"),
    }
}

/// What a row is called in a message.
pub(crate) fn name(context: &Context<'_>, row: &Row) -> String {
    let label = row.read(context.audit).label.as_str();
    match row.area {
        Some(area) if row.exact => context.area_name(area),
        _ => quote(label),
    }
}

/// The scope in which a row holds.
pub(crate) fn scope(context: &Context<'_>, row: &Row) -> Option<ScopeId> {
    context.org.scopes.of_document[row.document as usize].first().copied()
}

/// Names scope and area of a finding about a row.
pub(crate) fn scoped(context: &Context<'_>, row: &Row, finding: Finding) -> Finding {
    let finding = match row.area {
        Some(area) => finding.with_area(area),
        None => finding,
    };
    match scope(context, row) {
        Some(scope) => context.in_scope(scope, finding),
        None => finding,
    }
}

/// Who usually answers for the area of a row.
pub(crate) fn usual_owner(context: &Context<'_>, row: &Row) -> Option<String> {
    let (area, scope) = (row.area?, scope(context, row)?);
    let model = context.org.choice(scope).model;
    let owners = context.rulebook.role_model(model).area(area).owners_on(0);
    let names: Vec<_> = owners.iter().map(|&kind| context.kind_name(model, kind)).collect();
    (!names.is_empty()).then(|| alternatives(&names))
}
