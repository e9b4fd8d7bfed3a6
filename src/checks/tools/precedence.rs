//! One problem, one finding: which finding stands back behind which.

use crate::finding::{Finding, SourceId};
use crate::source::Span;
use std::collections::HashSet;

/// Checks of which the first replaces the others where both point at the same words.
const AT_ONE_PLACE: &[(&str, &[&str])] = &[
    ("wrong-altitude", &["pm-holds-po-duty", "po-holds-pm-duty"]),
    ("two-owners", &["pm-holds-po-duty", "po-holds-pm-duty", "wrong-altitude"]),
    ("unpartitioned-scope", &["pm-holds-po-duty", "po-holds-pm-duty", "wrong-altitude"]),
    ("joint-ownership", &["two-owners"]),
    ("matrix-contradicts-text", &["two-owners", "pm-holds-po-duty", "po-holds-pm-duty", "wrong-altitude"]),
    ("objectless-duty", &["unclear-duty"]),
];

/// Checks of which the first replaces the others where both are about the same area of one scope.
const ON_ONE_AREA: &[(&str, &[&str])] = &[("dangling-reference", &["core-area-unowned"]), ("broken-hand-off", &["core-area-unowned"])];

/// Removes the findings that others replace. `speaks` says whether a finding is there to replace another: it may be
/// seen, or somebody has allowed it on purpose.
pub(crate) fn replace<A>(findings: &mut Vec<(Finding, A)>, speaks: impl Fn(&(Finding, A)) -> bool) {
    let mut places: HashSet<(&str, SourceId, Span)> = HashSet::new();
    let mut areas: HashSet<(&str, Area)> = HashSet::new();
    for entry in findings.iter().filter(|entry| speaks(entry)) {
        let finding = &entry.0;
        for loser in losers(AT_ONE_PLACE, finding.check) {
            places.extend(finding.labels.iter().map(|label| (*loser, label.source, label.span)));
        }
        for loser in losers(ON_ONE_AREA, finding.check) {
            areas.extend(scopes(finding).map(|scope| (*loser, scope)));
        }
    }
    let keep: Vec<bool> = findings
        .iter()
        .map(|(finding, _)| {
            let primary = finding.primary();
            let named = places.contains(&(finding.check, primary.source, primary.span));
            !named && !scopes(finding).any(|scope| areas.contains(&(finding.check, scope)))
        })
        .collect();
    let mut keep = keep.into_iter();
    findings.retain(|_| keep.next().unwrap_or(true));
}

fn losers(table: &[(&'static str, &'static [&'static str])], winner: &str) -> &'static [&'static str] {
    table.iter().find(|(check, _)| *check == winner).map_or(&[], |(_, losers)| losers)
}

/// An area within a team, a product, or a source that declares neither.
#[derive(PartialEq, Eq, Hash)]
enum Area {
    Team(String, String),
    Product(String, String),
    Source(String, SourceId),
}

fn scopes(finding: &Finding) -> impl Iterator<Item = Area> {
    let area = finding.area.clone();
    let team = finding.team.clone().zip(area.clone()).map(|(team, area)| Area::Team(area, team));
    let product = finding.product.clone().zip(area.clone()).map(|(product, area)| Area::Product(area, product));
    let neither = finding.team.is_none() && finding.product.is_none();
    let source = area.filter(|_| neither).map(|area| Area::Source(area, finding.primary().source));
    team.into_iter().chain(product).chain(source)
}
