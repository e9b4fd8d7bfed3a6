//! One problem, one finding: which finding stands back behind which.

use crate::digest::Digester;
use crate::finding::{Finding, SourceId};
use crate::rulebook::AreaId;
use crate::source::Span;
use rayon::prelude::*;
use std::collections::HashMap;

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
const ON_ONE_AREA: &[(&str, &[&str])] = &[
    ("dangling-reference", &["core-area-unowned"]),
    ("broken-hand-off", &["core-area-unowned"]),
    ("joint-ownership", &["two-owners"]),
    (
        "row-with-two-a",
        &["two-owners", "unpartitioned-scope", "pm-holds-po-duty", "po-holds-pm-duty", "wrong-altitude"],
    ),
];

/// Whether a check's findings may be replaced by those of another.
pub(crate) fn is_replaceable(check: &str) -> bool {
    [AT_ONE_PLACE, ON_ONE_AREA].iter().any(|table| table.iter().any(|(_, losers)| losers.contains(&check)))
}

/// Removes the findings that others replace, in any of the lists, each of which is of one check. `speaks` says whether a finding is there to replace another: it may be
/// seen, or somebody has allowed it on purpose.
pub(crate) fn replace(lists: &mut [Vec<Finding>], speaks: impl Fn(&Finding) -> bool) {
    // What replaces others at a place, a bit for each entry of the table.
    let mut places: HashMap<(SourceId, Span), u8, Digester> = HashMap::default();
    let mut areas: HashMap<&str, HashMap<AreaId, Vec<Place>>> = HashMap::new();
    let wins = |check| [AT_ONE_PLACE, ON_ONE_AREA].iter().any(|table| !losers(table, check).is_empty());
    let winners = lists.iter().filter(|list| list.first().is_some_and(|finding| wins(finding.check)));
    for finding in winners.flatten().filter(|finding| speaks(finding)) {
        if let Some(at) = AT_ONE_PLACE.iter().position(|(winner, _)| *winner == finding.check) {
            for label in &finding.labels {
                *places.entry((label.source, label.span)).or_default() |= 1 << at;
            }
        }
        let Some(area) = finding.area else { continue };
        for loser in losers(ON_ONE_AREA, finding.check) {
            areas.entry(*loser).or_default().entry(area).or_default().push(Place::of(finding));
        }
    }
    let stays = |finding: &Finding| {
        let primary = finding.primary();
        let known = |area: &AreaId| {
            let known = areas.get(finding.check).and_then(|areas| areas.get(area));
            known.is_some_and(|places| places.iter().any(|place| place.holds(finding)))
        };
        let winners = places.get(&(primary.source, primary.span)).copied().unwrap_or_default();
        let mut losers = AT_ONE_PLACE.iter().enumerate().filter(|&(at, _)| winners >> at & 1 == 1).map(|(_, (_, losers))| losers);
        !losers.any(|losers| losers.contains(&finding.check)) && !finding.area.as_ref().is_some_and(known)
    };
    lists
        .par_iter_mut()
        .filter(|list| list.first().is_some_and(|finding| is_replaceable(finding.check)))
        .for_each(|list| list.retain(stays));
}

fn losers(table: &[(&'static str, &'static [&'static str])], winner: &str) -> &'static [&'static str] {
    table.iter().find(|(check, _)| *check == winner).map_or(&[], |(_, losers)| losers)
}

/// Where a finding holds: for a team, for a product with all its teams, or in a source that declares neither.
struct Place {
    team: Option<String>,
    product: Option<String>,
    source: SourceId,
}

impl Place {
    fn of(finding: &Finding) -> Self {
        Self { team: finding.team.clone(), product: finding.product.clone(), source: finding.primary().source }
    }

    /// Whether a finding has something in common with this place.
    fn holds(&self, finding: &Finding) -> bool {
        match ((&self.team, &finding.team), (&self.product, &finding.product)) {
            ((Some(one), Some(two)), (Some(first), Some(second))) => one == two && first == second,
            ((Some(one), Some(two)), _) | (_, (Some(one), Some(two))) => one == two,
            ((None, None), (None, None)) => self.source == finding.primary().source,
            _ => false,
        }
    }
}
