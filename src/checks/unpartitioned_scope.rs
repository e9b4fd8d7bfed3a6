//! unpartitioned-scope: two holders of the same product role own the same things, with no scope that tells them apart.

use super::tools::{list, overlap};
use super::{Check, Context, Findings};
use crate::finding::{Finding, Label, Severity};
use crate::order;
use crate::org::{Overlap, ScopeId};
use crate::rulebook::{Coverage, KindId};
use std::collections::{BTreeMap, BTreeSet};

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

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    // The same people without borders between them are one problem, however many areas it shows in; so is one who works
    // for the whole product beside many who have their teams.
    let mut groups: BTreeMap<(ScopeId, KindId, Vec<u32>), Vec<&Overlap>> = BTreeMap::new();
    for overlap in &context.org.overlaps {
        let Some(kind) = overlap.same else { continue };
        if overlap::has_matrix_verdict(context, overlap) {
            continue;
        }
        let mut roles: Vec<u32> = overlap::claims(context, overlap).iter().map(|claim| claim.role).collect();
        let local = &context.org.scopes.get(overlap.scope).roles;
        if overlap.across_levels && roles.iter().filter(|role| local.contains(role)).collect::<BTreeSet<_>>().len() == 1 {
            roles.retain(|role| !local.contains(role));
        }
        roles.sort_unstable();
        roles.dedup();
        let scope = roles.first().and_then(|&role| context.org.scopes.of_role[role as usize].first()).copied();
        groups.entry((scope.unwrap_or(overlap.scope), kind, roles)).or_default().push(overlap);
    }
    for ((scope, kind, roles), overlaps) in groups {
        if let Some(most) = context.severity(&CHECK, context.org.choice(scope).model) {
            findings.push(finding(context, (scope, kind, &roles), &overlaps, most));
        }
    }
}

fn finding(
    context: &Context<'_>,
    (scope, kind, roles): (ScopeId, KindId, &[u32]),
    overlaps: &[&Overlap],
    most: Severity,
) -> Finding {
    let weight = |overlap: &&Overlap| {
        let model = context.rulebook.role_model(context.org.choice(overlap.scope).model);
        let decided = overlap::claims(context, overlap).iter().map(|claim| claim.strength).min();
        (model.area(overlap.area).coverage == Coverage::Core, decided, std::cmp::Reverse(overlap.area))
    };
    let mut ordered = overlaps.to_vec();
    order::by_key(&mut ordered, |overlap| std::cmp::Reverse(weight(overlap)));
    let main = ordered[0];
    let mut names: Vec<String> = Vec::new();
    for overlap in &ordered {
        let name = context.area_name(overlap.area);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = if names.len() > NAMED { " and more" } else { "" };
    let names: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    let place = context.org.scopes.get(scope).title();
    let message = if let ([wide], true) = (roles, main.across_levels) {
        let title = context.title(*wide);
        format!("{title} works for all of {place} and shares {}{more} with others who work for its teams", list(&names))
    } else {
        format!("{} share {}{more} in {place}, and nothing tells them apart", overlap::titles(context, main), list(&names))
    };
    let what = if kind == KindId::PO { "backlog" } else { "direction" };
    let help = format!(
        "Either declare for each of them the team or product they work for (`team:`, `product:`), or name one who has the last word on the \
         {what} and let the others support."
    );
    let severity = if main.across_levels { most.min(Severity::Warning) } else { most };
    let mut finding = context.in_scope(scope, overlap::finding(context, &CHECK, main, severity, message).with_help(help));
    if main.across_levels {
        let wide = |label: &Label| roles.iter().any(|&role| context.audit.roles[role as usize].source == label.source);
        order::by_key(&mut finding.labels, |label| !wide(label));
    }
    for overlap in ordered.iter().skip(1).take(NAMED - 1) {
        for claim in overlap::claims(context, overlap) {
            finding = finding.with_label(claim.label(context.audit, context.rulebook, format!("so does this: {}", context.area_name(claim.area))));
        }
    }
    finding
}
