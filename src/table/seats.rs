//! Seats: who has a column in the table of a scope. These are the roles that documents describe and, after them, those that
//! only a responsibility matrix names.

use super::survey::Survey;
use super::{Place, Places, words};
use crate::org::matrix::{Cell, Row};
use crate::org::standing::{Mark, Standing};
use crate::org::{Organization, ScopeId};
use crate::report::Report;
use crate::rulebook::{AreaId, KindId};
use std::collections::{BTreeMap, HashMap};

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The described role, as an index of the audit's roles; nothing where only a matrix names it.
    pub role: Option<u32>,
    /// The kind of role, if known.
    pub kind: Option<KindId>,
    /// What it is called, with what tells it from others of the same title.
    pub name: String,
    /// Where it stands.
    pub place: Place,
}

/// The columns of a scope, and the rows of matrices that speak of them.
#[derive(Clone, Debug, Default)]
pub struct Seats {
    /// The columns, in order.
    pub list: Vec<Seat>,
    /// Rows of matrices as indexes of the organisation's rows, each with its cells and whose they are.
    rows: Vec<(usize, Vec<usize>)>,
    by_area: BTreeMap<AreaId, Vec<usize>>,
}

/// The rows of matrices by the scopes that their documents declare.
#[derive(Debug, Default)]
pub struct RowsByScope(HashMap<ScopeId, Vec<usize>>);

impl RowsByScope {
    /// Sorts the rows of an organisation.
    pub fn new(org: &Organization) -> Self {
        let mut rows: HashMap<ScopeId, Vec<usize>> = HashMap::new();
        for (at, row) in org.rows.iter().enumerate() {
            for &scope in &org.scopes.of_document[row.document as usize] {
                rows.entry(scope).or_default().push(at);
            }
        }
        Self(rows)
    }

    /// Whether a document of the scope holds a matrix.
    pub fn speaks_of(&self, scope: ScopeId) -> bool {
        self.0.contains_key(&scope)
    }

    /// The rows that hold in a scope: its own and those of the scopes around it.
    pub(super) fn around<'r>(&'r self, org: &'r Organization, scope: ScopeId) -> impl Iterator<Item = usize> + 'r {
        let around = org.scopes.get(scope);
        let scopes = std::iter::once(&scope).chain(&around.above).chain(&around.below);
        scopes
            .copied()
            .collect::<Vec<_>>()
            .into_iter()
            .flat_map(|scope| self.0.get(&scope).into_iter().flatten().copied())
    }
}

impl Seats {
    /// The columns of a scope.
    pub fn new(report: &Report<'_>, places: &Places, scope: ScopeId, roles: &[u32], matrices: &RowsByScope) -> Self {
        let names = words::RoleNames::new(report, roles.iter().copied());
        let described = |&index: &u32| {
            let role = &report.audit.roles[index as usize];
            Seat {
                role: Some(index),
                kind: role.kind,
                name: names.of(report, index),
                place: Place::of_role(report, role),
            }
        };
        let mut seats = Self { list: roles.iter().map(described).collect(), ..Self::default() };
        let org = &report.audit.organization;
        let mut known = Known::new(report, &seats.list);
        for at in matrices.around(org, scope) {
            let row = &org.rows[at];
            let whose = row.cells.iter().map(|cell| known.seat((report, places), row, cell, &mut seats.list)).collect();
            if let Some(area) = row.area {
                seats.by_area.entry(area).or_default().push(seats.rows.len());
            }
            seats.rows.push((at, whose));
        }
        seats
    }

    /// What each column is to an area, by the words of the roles and by the matrices.
    pub fn marks(&self, org: &Organization, area: AreaId, standing: &Standing) -> Vec<Option<Mark>> {
        let said = |seat: &Seat| standing.marks.get(&seat.role?).copied();
        let mut marks: Vec<Option<Mark>> = self.list.iter().map(said).collect();
        for &at in self.by_area.get(&area).into_iter().flatten() {
            let (row, whose) = &self.rows[at];
            for (cell, &seat) in org.rows[*row].cells.iter().zip(whose) {
                marks[seat] = marks[seat].max(Some(cell.mark()));
            }
        }
        marks
    }

    /// The rows that are about no known area, by their numbers, each with what its cells make of the columns.
    pub fn unplaced<'s>(&'s self, org: &'s Organization) -> impl Iterator<Item = (usize, Vec<Option<Mark>>)> + 's {
        let rows = self.rows.iter().enumerate().map(|(at, (row, whose))| (at, &org.rows[*row], whose));
        rows.filter(|(_, row, _)| row.area.is_none()).map(|(at, row, whose)| {
            let mut marks = vec![None; self.list.len()];
            for (cell, &seat) in row.cells.iter().zip(whose) {
                marks[seat] = marks[seat].max(Some(cell.mark()));
            }
            (at, marks)
        })
    }

    /// One row, by its number among those of the scope.
    pub fn row<'r>(&self, org: &'r Organization, at: usize) -> &'r Row {
        &org.rows[self.rows[at].0]
    }

    /// Where the strongest cell of each column on an area, or in one row, stands.
    pub fn cells(&self, survey: &Survey<'_>, about: About) -> HashMap<usize, Place> {
        let audit = survey.report.audit;
        let rows = match &about {
            About::Area(area) => self.by_area.get(area).map_or(&[][..], Vec::as_slice),
            About::Row(row) => std::slice::from_ref(row),
        };
        let mut strongest: HashMap<usize, (&Row, &Cell)> = HashMap::new();
        for (row, whose) in rows.iter().map(|&at| (&audit.organization.rows[self.rows[at].0], &self.rows[at].1)) {
            for (cell, &seat) in row.cells.iter().zip(whose) {
                let known = strongest.entry(seat).or_insert((row, cell));
                if cell.mark() >= known.1.mark() {
                    *known = (row, cell);
                }
            }
        }
        let place =
            |(seat, (row, cell)): (usize, (&Row, &Cell))| (seat, survey.place(&row.cell_label(audit, cell, "in a responsibility matrix")));
        strongest.into_iter().map(place).collect()
    }
}

/// What a cell of a table is about.
#[derive(Clone, Copy, Debug)]
pub enum About {
    /// An area.
    Area(AreaId),
    /// A row of a matrix, by its number among those of the scope.
    Row(usize),
}

/// The columns found so far, by what a matrix may call them.
struct Known {
    roles: HashMap<u32, usize>,
    names: HashMap<String, usize>,
    kinds: HashMap<KindId, Option<usize>>,
}

impl Known {
    fn new(report: &Report<'_>, seats: &[Seat]) -> Self {
        let mut known = Self { roles: HashMap::new(), names: HashMap::new(), kinds: HashMap::new() };
        for (at, seat) in seats.iter().enumerate() {
            let Some(role) = seat.role else { continue };
            known.roles.insert(role, at);
            known.names.entry(plain(&report.audit.roles[role as usize].title)).or_insert(at);
            if let Some(kind) = seat.kind {
                known.kinds.entry(kind).and_modify(|known| *known = None).or_insert(Some(at));
            }
        }
        known
    }

    /// Whose a cell is: a described role's, or a new column's.
    fn seat(&mut self, (report, places): (&Report<'_>, &Places), row: &Row, cell: &Cell, seats: &mut Vec<Seat>) -> usize {
        let name = row.party(report.audit, cell);
        let described = cell.role.and_then(|role| self.roles.get(&role).copied());
        let named = described.or_else(|| self.names.get(&plain(name)).copied());
        let only = || cell.kind.and_then(|kind| self.kinds.get(&kind).copied().flatten());
        if let Some(seat) = named.or_else(only) {
            return seat;
        }
        let place = row.party_place(report.audit, cell);
        seats.push(Seat { role: None, kind: cell.kind, name: name.to_owned(), place: places.of_label(report, &place) });
        self.names.insert(plain(name), seats.len() - 1);
        seats.len() - 1
    }
}

/// A name without what does not matter: case, and everything but letters and digits.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
