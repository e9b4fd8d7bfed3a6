//! unpartitioned-scope: two holders of the same product role own the same things, with no scope that tells them apart.

use super::tools::{list, overlap};
use super::{Check, Context};
use crate::finding::{Finding, Severity};
use crate::org::{Overlap, ScopeId};
use crate::rulebook::{Coverage, KindId};
use std::collections::BTreeMap;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "unpartitioned-scope",
    severity: Severity::Error,
    default_on: true,
    page: include_str!("unpartitioned_scope.md"),
    run,
};

/// How many areas are named.
const NAMED: usize = 4;

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // The same people without borders between them are one problem, however many areas it shows in.
    let mut groups: BTreeMap<(ScopeId, KindId, Vec<u32>), Vec<&Overlap>> = BTreeMap::new();
    for overlap in &context.org.overlaps {
        if let Some(kind) = overlap.same
            && !overlap::has_matrix_verdict(context, overlap)
        {
            let mut roles: Vec<u32> = overlap::claims(context, overlap).iter().map(|claim| claim.role).collect();
            roles.sort_unstable();
            roles.dedup();
            groups.entry((overlap.scope, kind, roles)).or_default().push(overlap);
        }
    }
    for ((scope, kind, _), overlaps) in groups {
        if let Some(most) = context.severity(&CHECK, context.org.choice(scope).model) {
            findings.push(finding(context, kind, &overlaps, most));
        }
    }
}

fn finding(context: &Context<'_>, kind: KindId, overlaps: &[&Overlap], most: Severity) -> Finding {
    let weight = |overlap: &&Overlap| {
        let model = context.rulebook.role_model(context.org.choice(overlap.scope).model);
        let decided = overlap::claims(context, overlap).iter().map(|claim| claim.strength).min();
        (model.area(overlap.area).coverage == Coverage::Core, decided, std::cmp::Reverse(overlap.area))
    };
    let mut ordered = overlaps.to_vec();
    ordered.sort_by_key(|overlap| std::cmp::Reverse(weight(overlap)));
    let main = ordered[0];
    let names: Vec<String> = ordered.iter().take(NAMED).map(|overlap| context.area_name(overlap.area)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let more = if ordered.len() > NAMED { " and more" } else { "" };
    let place = context.org.scopes.get(main.scope).title();
    let message = format!("{} share {}{more} in {place}, and nothing tells them apart", overlap::titles(context, main), list(&names));
    let what = if kind == KindId::PO { "backlog" } else { "direction" };
    let help = format!(
        "Either declare for each of them the team or product they work for (`team:`, `product:`), or name one who has the last word on the \
         {what} and let the others support."
    );
    let severity = if main.across_levels { most.min(Severity::Warning) } else { most };
    let mut finding = overlap::finding(context, &CHECK, main, severity, message).with_help(help);
    for overlap in ordered.iter().skip(1).take(NAMED - 1) {
        for claim in overlap::claims(context, overlap) {
            finding = finding.with_label(claim.label(context.audit, format!("so does this: {}", context.area_name(claim.area))));
        }
    }
    finding
}
