//! One problem, one finding: which finding stands back behind which.

use crate::digest::Digester;
use crate::finding::{Finding, SourceId};
use crate::rulebook::AreaId;
use crate::source::Span;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

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
    let mut areas: HashMap<&str, HashSet<(AreaId, Ground<'_>), Digester>> = HashMap::new();
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
            areas.entry(*loser).or_default().extend(Ground::taken_by(finding).map(|ground| (area, ground)));
        }
    }
    let stays = |finding: &Finding| {
        let primary = finding.primary();
        let taken = |area: AreaId| {
            let taken = areas.get(finding.check);
            taken.is_some_and(|taken| Ground::wanted_by(finding).any(|ground| taken.contains(&(area, ground))))
        };
        let winners = places.get(&(primary.source, primary.span)).copied().unwrap_or_default();
        let mut losers = AT_ONE_PLACE.iter().enumerate().filter(|&(at, _)| winners >> at & 1 == 1).map(|(_, (_, losers))| losers);
        !losers.any(|losers| losers.contains(&finding.check)) && !finding.area.is_some_and(taken)
    };
    let judge = |list: &Vec<Finding>| {
        let replaceable = list.first().is_some_and(|finding| is_replaceable(finding.check));
        list.iter().take_while(|_| replaceable).map(stays).collect()
    };
    let stay: Vec<Vec<bool>> = lists.par_iter().map(judge).collect();
    for (list, stay) in lists.iter_mut().zip(stay) {
        let mut stay = stay.into_iter();
        list.retain(|_| stay.next().unwrap_or(true));
    }
}

fn losers(table: &[(&'static str, &'static [&'static str])], winner: &str) -> &'static [&'static str] {
    table.iter().find(|(check, _)| *check == winner).map_or(&[], |(_, losers)| losers)
}

/// Where a finding holds: for a team, for a product with all its teams, or in a source that declares neither. Two findings have ground in
/// common where they name the same team and product; where one names less, what both name has to be the same.
#[derive(PartialEq, Eq, Hash)]
enum Ground<'a> {
    Both(&'a str, &'a str),
    TeamAlone(&'a str),
    ProductAlone(&'a str),
    /// A team, whatever the product.
    Team(&'a str),
    /// A product, whatever the team.
    Product(&'a str),
    Source(SourceId),
}

impl<'a> Ground<'a> {
    /// What a finding takes from others.
    fn taken_by(finding: &'a Finding) -> impl Iterator<Item = Self> {
        let grounds = match (finding.team.as_deref(), finding.product.as_deref()) {
            (Some(team), Some(product)) => [Some(Self::Both(team, product)), Some(Self::Team(team)), Some(Self::Product(product))],
            (Some(team), None) => [Some(Self::TeamAlone(team)), Some(Self::Team(team)), None],
            (None, Some(product)) => [Some(Self::ProductAlone(product)), Some(Self::Product(product)), None],
            (None, None) => [Some(Self::Source(finding.primary().source)), None, None],
        };
        grounds.into_iter().flatten()
    }

    /// What a finding stands on: it goes when any of this is taken.
    fn wanted_by(finding: &'a Finding) -> impl Iterator<Item = Self> {
        let grounds = match (finding.team.as_deref(), finding.product.as_deref()) {
            (Some(team), Some(product)) => {
                [Some(Self::Both(team, product)), Some(Self::TeamAlone(team)), Some(Self::ProductAlone(product))]
            }
            (Some(team), None) => [Some(Self::Team(team)), None, None],
            (None, Some(product)) => [Some(Self::Product(product)), None, None],
            (None, None) => [Some(Self::Source(finding.primary().source)), None, None],
        };
        grounds.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, Label, Severity};

    /// All ways to name one of two teams or none, and the like for products and sources.
    fn findings() -> Vec<Finding> {
        let name = |which: u32| ["one", "other"].get(which as usize).map(|&name| name.to_owned());
        let finding = |at: u32| {
            let label = Label { source: SourceId(at % 2), span: Span::new(0, 1), message: "".into() };
            let finding = Finding::new("two-owners", Severity::Error, Confidence::High, "", label);
            Finding { team: name(at / 2 % 3), product: name(at / 6), ..finding }
        };
        (0..18).map(finding).collect()
    }

    #[test]
    fn what_both_findings_name_decides_whether_they_have_ground_in_common() {
        let same = |one: &Option<String>, other: &Option<String>| one.as_ref().zip(other.as_ref()).map(|(one, other)| one == other);
        for winner in &findings() {
            for loser in &findings() {
                let nothing = |finding: &Finding| finding.team.is_none() && finding.product.is_none();
                let expected = match (same(&winner.team, &loser.team), same(&winner.product, &loser.product)) {
                    (None, None) => nothing(winner) && nothing(loser) && winner.primary().source == loser.primary().source,
                    (team, product) => team.unwrap_or(true) && product.unwrap_or(true),
                };
                let common = Ground::wanted_by(loser).any(|ground| Ground::taken_by(winner).any(|taken| taken == ground));
                assert_eq!(common, expected, "{winner:?} {loser:?}");
            }
        }
    }
}
