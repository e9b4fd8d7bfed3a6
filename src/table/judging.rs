//! Judging: from findings, accepted findings and claims to the status of one area of one scope.

use super::status::Status;
use super::survey::Entry;
use crate::finding::{Finding, Severity, SourceId};
use crate::org::standing::Mark;
use crate::org::{Row, ScopeId};
use crate::report::Report;
use crate::rulebook::{AreaId, Coverage};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The findings that say something about areas: shown ones, and accepted ones with the reason.
pub(super) struct Telling<'a> {
    areas: BTreeMap<AreaId, Told<'a>>,
    rows: HashMap<(SourceId, Span), (Status, Option<&'a str>)>,
}

impl<'a> Telling<'a> {
    /// What the findings of a report say.
    pub(super) fn new(report: &'a Report<'a>) -> Self {
        let shown = report.audit.findings.iter().map(|finding| (finding, None));
        let accepted = report.audit.accepted.iter().map(|accepted| (&accepted.finding, Some(accepted.reason.as_str())));
        let mut telling = Self { areas: BTreeMap::new(), rows: HashMap::new() };
        for (finding, reason) in shown.chain(accepted) {
            let Some(status) = verdict(finding) else { continue };
            if let Some(area) = finding.area {
                telling.areas.entry(area).or_default().push(finding, reason);
            }
            if matches!(finding.check, "row-with-two-a" | "row-without-a") {
                for label in &finding.labels {
                    telling.rows.entry((label.source, label.span)).or_insert((status, reason));
                }
            }
        }
        telling
    }

    /// What is said of an area, by the team and the documents it is about.
    pub(super) fn of(&self, area: AreaId, team: Option<&str>, sources: &BTreeSet<SourceId>) -> Vec<(&'a Finding, Option<&'a str>)> {
        self.areas.get(&area).map(|told| told.near(team, sources)).unwrap_or_default()
    }

    /// What is said of a row that is about no known area.
    pub(super) fn row(&self, report: &Report<'_>, row: &Row, marks: Vec<Option<Mark>>) -> Entry {
        let own = row.label(report.audit, "");
        let labels = row.cells.iter().map(|cell| row.cell_label(report.audit, cell, "")).chain([own]);
        let said = labels.into_iter().find_map(|label| self.rows.get(&(label.source, label.span)));
        let (status, accepted) = match said {
            Some(&(_, Some(reason))) => (Status::Accepted, Some(reason.to_owned())),
            Some(&(status, None)) => (status, None),
            None => (Status::Ok, None),
        };
        Entry { marks, status, accepted, missed: false }
    }
}

/// The findings about one area, by the teams they name and the documents they stand in.
#[derive(Default)]
struct Told<'a> {
    findings: Vec<(&'a Finding, Option<&'a str>)>,
    by_team: HashMap<String, Vec<usize>>,
    by_source: BTreeMap<SourceId, Vec<usize>>,
}

impl<'a> Told<'a> {
    fn push(&mut self, finding: &'a Finding, reason: Option<&'a str>) {
        let at = self.findings.len();
        self.findings.push((finding, reason));
        if let Some(team) = &finding.team {
            self.by_team.entry(team.trim().to_ascii_lowercase()).or_default().push(at);
        }
        let sources: BTreeSet<SourceId> = finding.labels.iter().map(|label| label.source).collect();
        for source in sources {
            self.by_source.entry(source).or_default().push(at);
        }
    }

    /// The findings that name a team or stand in one of these documents, in order.
    fn near(&self, team: Option<&str>, sources: &BTreeSet<SourceId>) -> Vec<(&'a Finding, Option<&'a str>)> {
        let named = team.and_then(|team| self.by_team.get(&team.to_ascii_lowercase()));
        let standing = sources.iter().filter_map(|source| self.by_source.get(source));
        let near: BTreeSet<usize> = named.into_iter().chain(standing).flatten().copied().collect();
        near.into_iter().map(|at| self.findings[at]).collect()
    }
}

/// What a finding says about the area it names.
fn verdict(finding: &Finding) -> Option<Status> {
    match finding.check {
        "two-owners" | "unpartitioned-scope" | "row-with-two-a" => Some(Status::TwoOwners),
        "core-area-unowned" => Some(Status::Gap),
        "joint-ownership" | "unsplit-customer-voice" | "matrix-contradicts-text" | "row-without-a" => Some(Status::Unclear),
        "pm-holds-po-duty" | "po-holds-pm-duty" | "wrong-altitude" if finding.severity > Severity::Info => Some(Status::OtherRole),
        _ => None,
    }
}

/// What is needed to judge one area of one scope.
pub(super) struct Judge<'a> {
    pub(super) report: &'a Report<'a>,
    pub(super) scope: ScopeId,
    pub(super) area: AreaId,
    /// The roles of the scope and of those above it.
    pub(super) roles: &'a BTreeSet<u32>,
    /// The documents they and their matrices stand in.
    pub(super) sources: &'a BTreeSet<SourceId>,
    /// The findings about the area, anywhere.
    pub(super) about: &'a [(&'a Finding, Option<&'a str>)],
}

impl Judge<'_> {
    /// The area with its status, given what each column is to it.
    pub(super) fn entry(&self, marks: Vec<Option<Mark>>) -> Entry {
        let found = self.said(|finding, reason| reason.is_none() && self.concerns(finding));
        let (judged, missed) = self.judge(&marks);
        let status = match found {
            Some((found, _)) if found != Status::OtherRole => found,
            _ => judged.min(found.map_or(Status::Absent, |(found, _)| found)),
        };
        let accepted = self.said(|finding, reason| reason.is_some() && self.concerns(finding));
        match accepted {
            Some((_, reason)) if found.is_none() => Entry {
                marks,
                status: Status::Accepted,
                accepted: Some(reason.unwrap_or_default().to_owned()),
                missed: false,
            },
            _ => Entry { marks, status, accepted: None, missed },
        }
    }

    /// The gravest of the findings that are asked for.
    fn said(&self, wanted: impl Fn(&Finding, Option<&str>) -> bool) -> Option<(Status, Option<&str>)> {
        let wanted = self.about.iter().filter(|&&(finding, reason)| wanted(finding, reason));
        wanted.filter_map(|&(finding, reason)| Some((verdict(finding)?, reason))).min_by_key(|&(status, _)| status)
    }

    /// Whether a finding is about the scope: it names its team, or one of its places stands in a document of its roles.
    fn concerns(&self, finding: &Finding) -> bool {
        match (&finding.team, self.report.audit.organization.scopes.get(self.scope).team()) {
            (Some(team), Some(own)) => team.trim().eq_ignore_ascii_case(own),
            _ => self.is_near(finding),
        }
    }

    fn is_near(&self, finding: &Finding) -> bool {
        finding.labels.iter().any(|label| self.sources.contains(&label.source))
    }

    /// The status where no finding says anything about this scope, and whether nobody speaks of what somebody should. What
    /// needs a decision is called so only where a check says so as well, be it in another scope of the same roles.
    fn judge(&self, marks: &[Option<Mark>]) -> (Status, bool) {
        let org = &self.report.audit.organization;
        let model = org.model(self.scope, self.report.rulebook).area(self.area);
        let wanted = matches!(model.coverage, Coverage::Core | Coverage::Expected) && !model.off;
        let covered = org.ledger.covers(self.scope, self.area);
        let nobody = marks.iter().all(|&mark| mark.is_none_or(|mark| mark == Mark::Disclaims));
        let told = |status| {
            self.about
                .iter()
                .any(|&(finding, reason)| reason.is_none() && verdict(finding) == Some(status) && self.is_near(finding))
        };
        if nobody && !covered && model.coverage == Coverage::Core && wanted && told(Status::Gap) {
            return (Status::Gap, false);
        }
        if nobody {
            // Where a role beside this scope covers the area, its words do not say whether for this one as well.
            return (Status::Absent, wanted && !(covered && org.scopes.get(self.scope).above.is_empty()));
        }
        if self.deciding() > 1 && !model.together && !model.off {
            let contested = model.is_contested_among([]);
            return (if told(Status::TwoOwners) && !contested { Status::TwoOwners } else { Status::Unclear }, false);
        }
        let settled = covered || model.coverage != Coverage::Core || !wanted;
        (if settled { Status::Ok } else { Status::Unclear }, false)
    }

    /// The most roles that own the area on one rung of its ladder.
    fn deciding(&self) -> usize {
        let mut by_rung: BTreeMap<u8, BTreeSet<u32>> = BTreeMap::new();
        for claim in self.report.audit.organization.claims_on(self.scope, self.area).filter(|claim| claim.is_owning()) {
            if self.roles.contains(&claim.role) {
                by_rung.entry(claim.rung).or_default().insert(claim.role);
            }
        }
        by_rung.values().map(BTreeSet::len).max().unwrap_or_default()
    }
}
