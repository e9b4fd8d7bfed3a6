//! Status: whether an area of a scope has one owner, two, none, or nobody can tell.

use super::words;
use crate::finding::{Finding, Severity, SourceId};
use crate::org::standing::{Mark, Standing};
use crate::org::{Scope, ScopeId};
use crate::report::Report;
use crate::rulebook::{AreaId, Coverage};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is the matter with an area of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Two roles decide.
    TwoOwners,
    /// Nobody looks after it, and somebody should.
    Gap,
    /// One role decides that under the role model usually does not.
    OtherRole,
    /// Roles take part, and nobody can tell who decides.
    Unclear,
    /// It is looked after.
    Ok,
    /// Nobody speaks of it, which is no matter.
    Absent,
}

impl Status {
    /// The word shown to people.
    pub fn word(self) -> &'static str {
        match self {
            Self::TwoOwners => "two owners",
            Self::Gap => "gap",
            Self::OtherRole => "other role",
            Self::Unclear => "unclear",
            Self::Ok => "ok",
            Self::Absent => "",
        }
    }

    /// A symbol beside the word, and what stands for it in ASCII.
    pub fn symbol(self) -> (&'static str, &'static str) {
        match self {
            Self::TwoOwners => ("✗", "!"),
            Self::Gap => ("○", "-"),
            Self::OtherRole => ("≠", "~"),
            Self::Unclear => ("?", "?"),
            Self::Ok => ("✓", "+"),
            Self::Absent => ("", ""),
        }
    }

    /// What it means, in words.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::TwoOwners => "several roles decide on the same thing in the same place",
            Self::Gap => "nobody looks after an area that somebody should hold",
            Self::OtherRole => "it is decided by a role that usually does not hold it",
            Self::Unclear => "roles take part, but nobody can tell from the words who decides",
            Self::Ok => "somebody looks after it, and nobody else claims it",
            Self::Absent => "nobody speaks of it, and nobody has to",
        }
    }
}

/// The scopes to show: those with roles that no narrower scope with roles lies within.
pub fn scopes(report: &Report<'_>) -> Vec<ScopeId> {
    let scopes = &report.audit.organization.scopes;
    let speaks = |scope: &Scope| !scope.roles.is_empty();
    let narrow = |scope: &Scope| speaks(scope) && !scope.below.iter().any(|&below| speaks(scopes.get(below)));
    scopes.iter().filter(|(_, scope)| narrow(scope)).map(|(id, _)| id).collect()
}

/// The roles that hold duties for a scope: those above it first, then its own.
pub fn roles(report: &Report<'_>, id: ScopeId) -> Vec<u32> {
    let scopes = &report.audit.organization.scopes;
    let scope = scopes.get(id);
    let mut roles: Vec<u32> = scope
        .above
        .iter()
        .rev()
        .flat_map(|&above| scopes.get(above).roles.iter())
        .chain(&scope.roles)
        .copied()
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    roles.retain(|&role| seen.insert(role));
    roles
}

/// The status of every area of every scope shown, worked out once for all tables.
#[derive(Debug)]
pub struct Survey<'a> {
    /// What it is about.
    pub report: &'a Report<'a>,
    /// The scopes shown, in order.
    pub scopes: Vec<ScopeId>,
    cells: BTreeMap<(ScopeId, AreaId), (Standing, Status)>,
}

impl<'a> Survey<'a> {
    /// Judges every area of every scope.
    pub fn new(report: &'a Report<'a>) -> Self {
        let org = &report.audit.organization;
        let scopes = scopes(report);
        let mut telling: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in report.audit.findings.iter().filter(|finding| verdict(finding).is_some()) {
            telling.entry(finding.area.as_deref().unwrap_or_default()).or_default().push(finding);
        }
        let mut cells = BTreeMap::new();
        for &scope in &scopes {
            let sources: BTreeSet<SourceId> = roles(report, scope).iter().map(|&role| report.audit.roles[role as usize].source).collect();
            for (id, area) in super::ownership::areas(report) {
                let standing = org.standing(scope, id);
                let about = telling.get(area.id.as_str()).map_or(&[][..], Vec::as_slice);
                let own = about.iter().filter(|finding| concerns(finding, org.scopes.get(scope), &sources));
                let found = own.filter_map(|finding| verdict(finding)).min();
                let status = match found {
                    Some(found) if found != Status::OtherRole => found,
                    _ => judge(report, scope, id, &standing).min(found.unwrap_or(Status::Absent)),
                };
                cells.insert((scope, id), (standing, status));
            }
        }
        Self { report, scopes, cells }
    }

    /// What the roles of a scope are to an area, and what is the matter.
    pub fn of(&self, scope: ScopeId, area: AreaId) -> (&Standing, Status) {
        const NOBODY: &Standing = &Standing { marks: BTreeMap::new() };
        self.cells.get(&(scope, area)).map_or((NOBODY, Status::Absent), |(standing, status)| (standing, *status))
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

/// Whether a finding is about a scope: it names its team, or one of its places stands in a document of its roles.
fn concerns(finding: &Finding, scope: &Scope, sources: &BTreeSet<SourceId>) -> bool {
    match (&finding.team, scope.team()) {
        (Some(team), Some(own)) => team.trim().eq_ignore_ascii_case(own),
        _ => finding.labels.iter().any(|label| sources.contains(&label.source)),
    }
}

/// The status where no finding says anything.
fn judge(report: &Report<'_>, scope: ScopeId, area: AreaId, standing: &Standing) -> Status {
    let org = &report.audit.organization;
    let model = org.model(scope, report.rulebook).area(area);
    let wanted = matches!(model.coverage, Coverage::Core | Coverage::Expected) && !model.off;
    let complete = org.ledger.roles(scope) > 1 && org.is_complete(scope, report.rulebook);
    let missed = model.coverage == Coverage::Core && wanted && complete;
    let covered = org.ledger.covers(scope, area);
    let nobody = standing.marks.values().all(|&mark| mark == Mark::Disclaims);
    if nobody && !covered && wanted && org.scopes.get(scope).above.iter().any(|&above| org.ledger.covers(above, area)) {
        // A role beside this scope looks after it: whether for this one as well, its words do not say.
        return Status::Unclear;
    }
    if nobody && !covered {
        return if missed { Status::Gap } else { Status::Absent };
    }
    if deciding(report, scope, area) > 1 && !model.together && !model.off {
        return if model.is_contested_among([]) { Status::Unclear } else { Status::TwoOwners };
    }
    if covered || !wanted { Status::Ok } else { Status::Unclear }
}

/// The most roles that own the area on one rung of its ladder.
fn deciding(report: &Report<'_>, scope: ScopeId, area: AreaId) -> usize {
    let mut by_rung: BTreeMap<u8, Vec<u32>> = BTreeMap::new();
    for claim in report.audit.organization.claims_on(scope, area).filter(|claim| claim.is_owning()) {
        let roles = by_rung.entry(claim.rung).or_default();
        if !roles.contains(&claim.role) {
            roles.push(claim.role);
        }
    }
    by_rung.values().map(Vec::len).max().unwrap_or_default()
}

/// The decision to take, as a question or an instruction; empty when there is none.
pub fn decision(report: &Report<'_>, scope: ScopeId, area: AreaId, standing: &Standing, status: Status) -> String {
    let name = words::area(report, area);
    let all = roles(report, scope);
    let titles = |at_least: Mark| -> Vec<String> {
        let strong = standing.marks.iter().filter(|&(_, &mark)| mark >= at_least);
        strong.map(|(&role, _)| words::role(report, role, &all)).collect()
    };
    match status {
        Status::TwoOwners => {
            let owners: Vec<String> = owning_roles(report, scope, area).iter().map(|&role| words::role(report, role, &all)).collect();
            let owners = if owners.len() > 1 { owners } else { titles(Mark::Runs) };
            format!("Who decides on {name}: {}?", words::list(owners, "or"))
        }
        Status::Gap => {
            let owner = words::usual_owner(report, Some(scope), area);
            format!("Name an owner for {name}; usually the {owner}.")
        }
        Status::OtherRole => {
            let owner = words::usual_owner(report, Some(scope), area);
            let holders = titles(Mark::Runs);
            format!("Should {} keep {name}? Usually it is the {owner}'s.", words::list(holders, "and"))
        }
        Status::Unclear => match titles(Mark::Contributes).as_slice() {
            [] => format!("Say who decides on {name}."),
            [only] => format!("Say whether {only} decides on {name}, or who does."),
            several => format!("Say who decides on {name}: {}?", words::list(several, "or")),
        },
        Status::Ok | Status::Absent => String::new(),
    }
}

fn owning_roles(report: &Report<'_>, scope: ScopeId, area: AreaId) -> Vec<u32> {
    let mut roles: Vec<u32> = report
        .audit
        .organization
        .claims_on(scope, area)
        .filter(|claim| claim.is_owning())
        .map(|claim| claim.role)
        .collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// How many areas of each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// Looked after.
    pub ok: usize,
    /// With several owners.
    pub two_owners: usize,
    /// With none.
    pub gap: usize,
    /// With a role that usually does not hold it.
    pub other_role: usize,
    /// Nobody can tell.
    pub unclear: usize,
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, status: Status) {
        match status {
            Status::Ok => self.ok += 1,
            Status::TwoOwners => self.two_owners += 1,
            Status::Gap => self.gap += 1,
            Status::OtherRole => self.other_role += 1,
            Status::Unclear => self.unclear += 1,
            Status::Absent => {}
        }
    }

    /// Areas in which something is to be decided.
    pub fn open(self) -> usize {
        self.two_owners + self.gap + self.other_role + self.unclear
    }

    /// All areas counted.
    pub fn all(self) -> usize {
        self.ok + self.open()
    }

    /// In words: "9 ok, 1 two owners, 2 gaps".
    pub fn words(self) -> String {
        let mut parts = vec![format!("{} ok", self.ok)];
        if self.two_owners > 0 {
            parts.push(format!("{} with two owners", self.two_owners));
        }
        if self.gap > 0 {
            parts.push(crate::report::count(self.gap, "gap", "gaps"));
        }
        if self.other_role > 0 {
            parts.push(format!("{} with another role than usual", self.other_role));
        }
        if self.unclear > 0 {
            parts.push(format!("{} unclear", self.unclear));
        }
        parts.join(", ")
    }
}
