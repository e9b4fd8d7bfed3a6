//! pm-holds-po-duty: a Product Manager's document claims what belongs to the Product Owner.

use super::tools::misplaced;
use super::{Check, Context, Findings};
use crate::finding::Severity;
use crate::rulebook::KindId;

/// The check.
pub(super) const CHECK: Check =
    Check { id: "pm-holds-po-duty", severity: Severity::Warning, default_on: true, page: include_str!("pm_holds_po_duty.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    misplaced::report(context, &CHECK, KindId::PM, KindId::PO, findings);
}
