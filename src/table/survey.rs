//! The survey: what everybody is to every area of every scope shown, worked out once for all tables.

use super::judging::{Judge, Telling};
use super::seats::{RowsByScope, Seats};
use super::status::Status;
use super::{Place, Places, words};
use crate::finding::{Label, SourceId};
use crate::org::ScopeId;
use crate::org::standing::Mark;
use crate::report::Report;
use crate::rulebook::AreaId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The scopes to show: those with roles or matrices that no narrower scope with roles or matrices lies within.
fn scopes(report: &Report<'_>, matrices: &RowsByScope) -> Vec<ScopeId> {
    let scopes = &report.audit.organization.scopes;
    let speaks = |id: ScopeId| !scopes.get(id).roles.is_empty() || matrices.speaks_of(id);
    let narrow = |id: ScopeId| speaks(id) && !scopes.get(id).below.iter().any(|&below| speaks(below));
    scopes.iter().map(|(id, _)| id).filter(|&id| narrow(id)).collect()
}

/// The roles that hold duties for a scope: those above it first, then its own.
fn roles(report: &Report<'_>, id: ScopeId) -> Vec<u32> {
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
    for (id, _) in super::ownership::areas(report) {
        let marks = seats.marks(org, id, &org.standing(scope, id));
        let about = telling.of(id, team, &sources);
        entries.insert(id, Judge { report, scope, area: id, roles: &holding, sources: &sources, about: &about }.entry(marks));
    }
    let unplaced = seats.unplaced(org).map(|(at, marks)| {
        let row = seats.row(org, at);
        Unplaced { at, name: row.read(report.audit).label.as_str().trim(), entry: telling.row(report, row, marks) }
    });
    let unplaced = unplaced.collect();
    Sheet { name: words::scope(report, scope), seats, entries, unplaced }
}
