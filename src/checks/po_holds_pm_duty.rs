//! po-holds-pm-duty: a Product Owner's document claims what belongs to the Product Manager.

use super::tools::misplaced;
use super::{Check, Context, Findings};
use crate::finding::Severity;
use crate::rulebook::KindId;

/// The check.
pub(super) const CHECK: Check =
    Check { id: "po-holds-pm-duty", severity: Severity::Warning, default_on: true, page: include_str!("po_holds_pm_duty.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    misplaced::report(context, &CHECK, KindId::PO, KindId::PM, findings);
}
