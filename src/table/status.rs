//! Status: whether an area of a scope has one owner, two, none, or nobody can tell.

use super::seats::{RowsByScope, Seat, Seats};
use super::{Place, Places, words};
use crate::finding::{Finding, Label, Severity, SourceId};
use crate::org::standing::Mark;
use crate::org::{Row, ScopeId};
use crate::report::Report;
use crate::rulebook::{AreaId, Coverage};
use crate::source::Span;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is the matter with an area of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
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
    /// Something is the matter, and a comment in the documents allows it.
    Accepted,
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
            Self::Accepted => "accepted",
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
            Self::Accepted => ("≈", "="),
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
            Self::Accepted => "something was found, and a comment in the documents allows it",
            Self::Ok => "somebody looks after it, and nobody else claims the same part or level of it",
            Self::Absent => "nobody speaks of it, and nobody has to",
        }
    }
}

/// The scopes to show: those with roles or matrices that no narrower scope with roles or matrices lies within.
fn scopes(report: &Report<'_>, matrices: &RowsByScope) -> Vec<ScopeId> {
    let scopes = &report.audit.organization.scopes;
    let speaks = |id: ScopeId| !scopes.get(id).roles.is_empty() || matrices.speaks_of(id);
    let narrow = |id: ScopeId| speaks(id) && !scopes.get(id).below.iter().any(|&below| speaks(below));
    scopes.iter().map(|(id, _)| id).filter(|&id| narrow(id)).collect()
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
    let mut seen = BTreeSet::new();
    roles.retain(|&role| seen.insert(role));
    roles
}

/// What everybody is to every area of every scope shown, worked out once for all tables.
#[derive(Debug)]
pub struct Survey<'a> {
    /// What it is about.
    pub report: &'a Report<'a>,
    /// The scopes shown, in order.
    pub scopes: Vec<ScopeId>,
    places: Places,
    sheets: BTreeMap<ScopeId, Sheet<'a>>,
    by_role: HashMap<u32, Vec<ScopeId>>,
}

/// One scope.
#[derive(Debug, Default)]
pub struct Sheet<'a> {
    /// What it is called; no two scopes share a name.
    pub name: String,
    /// Who has a column.
    pub seats: Seats,
    /// Its areas.
    entries: BTreeMap<AreaId, Entry>,
    /// Rows of matrices that are about no known area.
    pub unplaced: Vec<Unplaced<'a>>,
}

/// A row of a matrix that is about no known area.
#[derive(Debug)]
pub struct Unplaced<'a> {
    /// Its number among the rows of the scope.
    pub at: usize,
    /// Its words.
    pub name: &'a str,
    /// What everybody is to it.
    pub entry: Entry,
}

/// An area of a scope, or a row of a matrix that is about no known one.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What each column is to it.
    pub marks: Vec<Option<Mark>>,
    /// What is the matter.
    pub status: Status,
    /// Why it is accepted, as a comment says; empty when it does not, nothing when it is not.
    pub accepted: Option<String>,
    /// Whether nobody speaks of it although the role model expects somebody to.
    pub missed: bool,
}

const NOTHING: &Entry = &Entry { marks: Vec::new(), status: Status::Absent, accepted: None, missed: false };

impl<'a> Survey<'a> {
    /// Judges every area of every scope.
    pub fn new(report: &'a Report<'a>) -> Self {
        let matrices = RowsByScope::new(&report.audit.organization);
        let scopes = scopes(report, &matrices);
        let telling = Telling::new(report);
        let places = Places::new(report);
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        let mut sheets = BTreeMap::new();
        let mut by_role: HashMap<u32, Vec<ScopeId>> = HashMap::new();
        for &scope in &scopes {
            let mut sheet = sheet(report, &places, scope, &matrices, &telling);
            let count = names.entry(sheet.name.clone()).and_modify(|count| *count += 1).or_insert(1);
            if *count > 1 {
                sheet.name = format!("{} ({count})", sheet.name);
            }
            for role in sheet.seats.list.iter().filter_map(|seat| seat.role) {
                by_role.entry(role).or_default().push(scope);
            }
            sheets.insert(scope, sheet);
        }
        Self { report, scopes, places, sheets, by_role }
    }

    /// One scope; an empty one for a scope that is not shown.
    pub fn sheet(&self, scope: ScopeId) -> Option<&Sheet<'a>> {
        self.sheets.get(&scope)
    }

    /// What the columns of a scope are to an area, and what is the matter.
    pub fn of(&self, scope: ScopeId, area: AreaId) -> &Entry {
        self.sheets.get(&scope).and_then(|sheet| sheet.entries.get(&area)).unwrap_or(NOTHING)
    }

    /// Where a label points.
    pub fn place(&self, label: &Label) -> Place {
        self.places.of_label(self.report, label)
    }

    /// The scopes shown for which a role holds its duties.
    pub fn scopes_of(&self, role: u32) -> &[ScopeId] {
        self.by_role.get(&role).map_or(&[], Vec::as_slice)
    }

    /// What a scope is called.
    pub fn name(&self, scope: ScopeId) -> String {
        self.sheet(scope).map_or_else(|| words::scope(self.report, scope), |sheet| sheet.name.clone())
    }
}

fn sheet<'a>(report: &'a Report<'a>, places: &Places, scope: ScopeId, matrices: &RowsByScope, telling: &Telling<'_>) -> Sheet<'a> {
    let org = &report.audit.organization;
    let roles = roles(report, scope);
    let seats = Seats::new(report, places, scope, &roles, matrices);
    let sources: BTreeSet<SourceId> = roles
        .iter()
        .map(|&role| report.audit.roles[role as usize].source)
        .chain(matrices.around(org, scope).map(|row| report.audit.documents[org.rows[row].document as usize].source))
        .collect();
    let team = org.scopes.get(scope).team();
    let holding: BTreeSet<u32> = roles.iter().copied().collect();
    let mut entries = BTreeMap::new();
    for (id, area) in super::ownership::areas(report) {
        let marks = seats.marks(org, id, &org.standing(scope, id));
        let about = telling.areas.get(area.id.as_str()).map(|told| told.near(team, &sources)).unwrap_or_default();
        entries.insert(id, Judge { report, scope, area: id, roles: &holding, sources: &sources, about: &about }.entry(marks));
    }
    let unplaced = seats.unplaced(org).map(|(at, marks)| {
        let row = seats.row(org, at);
        Unplaced { at, name: row.read(report.audit).label.as_str().trim(), entry: telling.row(report, row, marks) }
    });
    let unplaced = unplaced.collect();
    Sheet { name: words::scope(report, scope), seats, entries, unplaced }
}

/// The findings that say something about areas: shown ones, and accepted ones with the reason.
struct Telling<'a> {
    areas: BTreeMap<&'a str, Told<'a>>,
    rows: HashMap<(SourceId, Span), (Status, Option<&'a str>)>,
}

impl<'a> Telling<'a> {
    fn new(report: &'a Report<'a>) -> Self {
        let shown = report.audit.findings.iter().map(|finding| (finding, None));
        let accepted = report.audit.accepted.iter().map(|accepted| (&accepted.finding, Some(accepted.reason.as_str())));
        let mut telling = Self { areas: BTreeMap::new(), rows: HashMap::new() };
        for (finding, reason) in shown.chain(accepted) {
            let Some(status) = verdict(finding) else { continue };
            if let Some(area) = &finding.area {
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

    /// What is said of a row that is about no known area.
    fn row(&self, report: &Report<'_>, row: &Row, marks: Vec<Option<Mark>>) -> Entry {
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
struct Judge<'a> {
    report: &'a Report<'a>,
    scope: ScopeId,
    area: AreaId,
    /// The roles of the scope and of those above it.
    roles: &'a BTreeSet<u32>,
    /// The documents they and their matrices stand in.
    sources: &'a BTreeSet<SourceId>,
    /// The findings about the area, anywhere.
    about: &'a [(&'a Finding, Option<&'a str>)],
}

impl Judge<'_> {
    fn entry(&self, marks: Vec<Option<Mark>>) -> Entry {
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

/// How many roles a decision names.
const FEW: usize = 4;

/// The decision to take on an area, as a question or an instruction; empty when there is none.
pub fn decision(report: &Report<'_>, scope: ScopeId, area: AreaId, seats: &[Seat], entry: &Entry) -> String {
    let name = words::area(report, area);
    let owner = || words::usual_owner(report, Some(scope), area);
    match entry.status {
        Status::TwoOwners => {
            let deciding = owning_roles(report, scope, area);
            let owns = |seat: &Seat, mark: Mark| mark == Mark::Owns || seat.role.is_some_and(|role| deciding.contains(&role));
            let owners = titles(seats, entry, owns);
            let owners = if owners.len() > 1 { owners } else { titles(seats, entry, |_, mark| mark >= Mark::Runs) };
            format!("Who decides on {name}: {}?", few(owners))
        }
        Status::Gap => format!("Name an owner for {name}; usually the {}.", owner()),
        Status::OtherRole => {
            let holders = titles(seats, entry, |_, mark| mark >= Mark::Runs);
            format!("Should {} keep {name}? Usually it is the {}'s.", words::list(holders, "and"), owner())
        }
        Status::Unclear => match titles(seats, entry, |_, mark| mark >= Mark::Contributes).as_slice() {
            [] => format!("Say who decides on {name}."),
            [only] => format!("Say whether {only} decides on {name}, or who does."),
            several if several.len() > FEW => format!("Say who decides on {name}; {} roles take part.", several.len()),
            several => format!("Say who decides on {name}: {}?", words::list(several, "or")),
        },
        Status::Accepted | Status::Ok | Status::Absent => String::new(),
    }
}

/// The decision to take on a row of a matrix that is about no known area.
pub fn decision_on_row(row: &str, seats: &[Seat], entry: &Entry) -> String {
    match entry.status {
        Status::TwoOwners => {
            format!("Who answers for \"{row}\": {}?", words::list(titles(seats, entry, |_, mark| mark == Mark::Owns), "or"))
        }
        Status::Unclear => format!("Say who answers for \"{row}\"."),
        _ => String::new(),
    }
}

/// Names in a question, not more than can be read.
fn few(mut names: Vec<String>) -> String {
    if names.len() > FEW {
        let others = names.len() - FEW + 1;
        names.truncate(FEW - 1);
        names.push(format!("{others} others"));
    }
    words::list(names, "or")
}

/// The names of the columns whose marks are asked for.
fn titles(seats: &[Seat], entry: &Entry, wanted: impl Fn(&Seat, Mark) -> bool) -> Vec<String> {
    let marked = seats.iter().zip(&entry.marks).filter_map(|(seat, mark)| Some((seat, (*mark)?)));
    marked.filter(|&(seat, mark)| wanted(seat, mark)).map(|(seat, _)| seat.name.clone()).collect()
}

fn owning_roles(report: &Report<'_>, scope: ScopeId, area: AreaId) -> BTreeSet<u32> {
    report
        .audit
        .organization
        .claims_on(scope, area)
        .filter(|claim| claim.is_owning())
        .map(|claim| claim.role)
        .collect()
}

/// How many areas of each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
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
    /// With something that a comment allows.
    #[serde(default)]
    pub accepted: usize,
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
            Status::Accepted => self.accepted += 1,
            Status::Absent => {}
        }
    }

    /// Areas in which something is to be decided.
    pub fn open(self) -> usize {
        self.two_owners + self.gap + self.other_role + self.unclear
    }

    /// All areas counted.
    pub fn all(self) -> usize {
        self.ok + self.accepted + self.open()
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
        if self.accepted > 0 {
            parts.push(format!("{} accepted", self.accepted));
        }
        parts.join(", ")
    }
}
