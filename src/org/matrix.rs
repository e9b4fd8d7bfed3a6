//! Matrix rows: which area a row is about, and which described role each of its cells speaks of.

use super::scopes::{ScopeId, Scopes};
use super::standing::Mark;
use crate::audit::Audit;
use crate::classify::Classifier;
use crate::document::{MappedText, MatrixKind};
use crate::finding::Label;
use crate::rulebook::{AreaId, KindId, Rulebook};
use std::borrow::Cow;
use std::collections::HashMap;

/// One row of a responsibility matrix.
#[derive(Clone, Debug)]
pub struct Row {
    /// Index in [`Audit::documents`].
    pub document: u32,
    /// Index in the document's matrices.
    pub matrix: u32,
    /// Index in the matrix's rows.
    pub row: u32,
    /// The area it is about, if that could be told.
    pub area: Option<AreaId>,
    /// Whether the row names the area itself rather than an activity in free text.
    pub exact: bool,
    /// Its filled cells.
    pub cells: Vec<Cell>,
}

/// A filled cell of a matrix row.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Index in the row's cells.
    pub at: u32,
    /// Whether it names the one who answers or decides (A in RACI and DACI, D in RAPID).
    pub answers: bool,
    /// Whether it names one who does the work.
    pub works: bool,
    /// Whether it names one who is only told (I in RACI and DACI).
    pub informed: bool,
    /// The kind of role that its column names.
    pub kind: Option<KindId>,
    /// The described role that its column names, as an index of [`Audit::roles`].
    pub role: Option<u32>,
}

impl Cell {
    /// What it makes of its role.
    pub fn mark(&self) -> Mark {
        if self.answers {
            Mark::Owns
        } else if self.works {
            Mark::Runs
        } else if self.informed {
            Mark::Informed
        } else {
            Mark::Contributes
        }
    }
}

impl Row {
    /// Whether somebody answers or works in this row.
    pub fn names_holder(&self) -> bool {
        self.cells.iter().any(|cell| cell.answers || cell.works)
    }

    /// The cells of those who answer.
    pub fn answering(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(|cell| cell.answers)
    }

    /// The row as read.
    pub fn read<'a>(&self, audit: &'a Audit) -> &'a crate::document::MatrixRow {
        &self.matrix(audit).rows[self.row as usize]
    }

    /// Its matrix.
    pub fn matrix<'a>(&self, audit: &'a Audit) -> &'a crate::document::Matrix {
        &audit.documents[self.document as usize].matrices[self.matrix as usize]
    }

    /// A label at the row's name.
    pub fn label(&self, audit: &Audit, message: impl Into<Cow<'static, str>>) -> Label {
        let source = audit.documents[self.document as usize].source;
        Label { source, span: self.read(audit).label.whole(), message: message.into() }
    }

    /// A label at one of its cells.
    pub fn cell_label(&self, audit: &Audit, cell: &Cell, message: impl Into<Cow<'static, str>>) -> Label {
        let source = audit.documents[self.document as usize].source;
        Label { source, span: self.read(audit).cells[cell.at as usize].1.whole(), message: message.into() }
    }

    /// A label at the head of a cell's column.
    pub fn party_place(&self, audit: &Audit, cell: &Cell) -> Label {
        let source = audit.documents[self.document as usize].source;
        let column = self.read(audit).cells[cell.at as usize].0;
        let span = self.matrix(audit).columns.get(column).map_or(self.matrix(audit).place, MappedText::whole);
        Label { source, span, message: Cow::Borrowed("") }
    }

    /// What the column of a cell is called.
    pub fn party<'a>(&self, audit: &'a Audit, cell: &Cell) -> &'a str {
        let column = self.read(audit).cells[cell.at as usize].0;
        self.matrix(audit).columns.get(column).map_or("", |column| column.as_str().trim())
    }
}

/// Reads all rows of all matrices.
pub fn rows(audit: &Audit, scopes: &Scopes, rulebook: &Rulebook) -> Vec<Row> {
    let mut rows = Vec::new();
    if audit.documents.iter().all(|document| document.matrices.is_empty()) {
        return rows;
    }
    let mut classifier = Classifier::new(rulebook);
    let mut around: HashMap<&[ScopeId], Titles> = HashMap::new();
    for (at, document) in audit.documents.iter().enumerate() {
        for (index, matrix) in document.matrices.iter().enumerate() {
            let own = scopes.of_document[at].as_slice();
            let titles = around.entry(own).or_insert_with(|| Titles::around(audit, scopes, own));
            let parties: Vec<_> = matrix
                .columns
                .iter()
                .map(|column| {
                    let kind = rulebook.titles().read(column.as_str()).kind;
                    (kind, titles.role(column.as_str(), kind))
                })
                .collect();
            for (number, row) in matrix.rows.iter().enumerate() {
                let (area, exact) = area(row.label.as_str(), rulebook, &mut classifier);
                // A dash says that there is nothing to say.
                let filled = row.cells.iter().enumerate().filter(|(_, (_, cell))| cell.as_str().contains(char::is_alphabetic));
                let cells = filled.map(|(at, (column, cell))| {
                    let said = letters(matrix.kind, cell.as_str());
                    let (kind, role) = parties.get(*column).copied().unwrap_or_default();
                    Cell { at: at as u32, answers: said.answers, works: said.works, informed: said.informed, kind, role }
                });
                rows.push(Row { document: at as u32, matrix: index as u32, row: number as u32, area, exact, cells: cells.collect() });
            }
        }
    }
    rows
}

/// The area a row is about, and whether it names the area itself.
fn area(label: &str, rulebook: &Rulebook, classifier: &mut Classifier<'_>) -> (Option<AreaId>, bool) {
    let name = plain(label);
    let named = rulebook.areas().iter().position(|area| plain(&area.id) == name || plain(&area.name) == name);
    if let Some(at) = named {
        return (Some(AreaId(at as u8)), true);
    }
    (classifier.area_of(label), false)
}

/// What a cell says of its role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Said {
    answers: bool,
    works: bool,
    informed: bool,
}

fn letters(kind: MatrixKind, cell: &str) -> Said {
    let (answers, works, informed) = match kind {
        MatrixKind::Raci => ('A', 'R', Some('I')),
        MatrixKind::Daci => ('A', 'D', Some('I')),
        // Here, I stands for input.
        MatrixKind::Rapid => ('D', 'P', None),
    };
    let mut said = Said::default();
    let mut others = false;
    for word in cell.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        let initial = word.chars().next().map(|c| c.to_ascii_uppercase());
        // "AR" is two letters, "Accountable" is one word.
        let short = word.chars().count() <= 3 && word.chars().all(char::is_uppercase);
        let has = |letter: char| if short { word.contains(letter) } else { initial == Some(letter) };
        said.answers |= has(answers);
        said.works |= has(works);
        said.informed |= informed.is_some_and(has);
        others |= informed.is_none_or(|letter| word.len() > 1 && short || !has(letter));
    }
    said.informed &= !others;
    said
}

/// The described roles that a matrix may speak of, by title and by kind.
struct Titles {
    by_title: HashMap<String, u32>,
    by_kind: HashMap<KindId, Option<u32>>,
}

impl Titles {
    /// The roles of a document's scopes, of those above and of those below; nearer ones first.
    fn around(audit: &Audit, scopes: &Scopes, own: &[ScopeId]) -> Self {
        let mut result = Self { by_title: HashMap::new(), by_kind: HashMap::new() };
        for &scope in own {
            let scope = scopes.get(scope);
            let near = scope.roles.iter().copied();
            let far = scope.above.iter().chain(&scope.below).flat_map(|&scope| scopes.get(scope).roles.iter().copied());
            for index in near.chain(far) {
                let role = &audit.roles[index as usize];
                result.by_title.entry(plain(&role.title)).or_insert(index);
                if let Some(kind) = role.kind {
                    let entry = result.by_kind.entry(kind).or_insert(Some(index));
                    if *entry != Some(index) {
                        *entry = None;
                    }
                }
            }
        }
        result
    }

    /// The role a column names: by its title, else the only role of its kind.
    fn role(&self, column: &str, kind: Option<KindId>) -> Option<u32> {
        self.by_title
            .get(&plain(column))
            .copied()
            .or_else(|| kind.and_then(|kind| self.by_kind.get(&kind).copied().flatten()))
    }
}

/// A name without what does not matter: case, and everything but letters and digits.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: MatrixKind, cell: &str) -> (bool, bool, bool) {
        let said = letters(kind, cell);
        (said.answers, said.works, said.informed)
    }

    #[test]
    fn cells_are_read_as_letters_and_as_words() {
        assert_eq!(said(MatrixKind::Raci, "A"), (true, false, false));
        assert_eq!(said(MatrixKind::Raci, " R / A "), (true, true, false));
        assert_eq!(said(MatrixKind::Raci, "AR"), (true, true, false));
        assert_eq!(said(MatrixKind::Raci, "Accountable"), (true, false, false));
        assert_eq!(said(MatrixKind::Raci, "c/i"), (false, false, false));
        assert_eq!(said(MatrixKind::Daci, "Driver"), (false, true, false));
        assert_eq!(said(MatrixKind::Rapid, "D"), (true, false, false));
        assert_eq!(said(MatrixKind::Raci, "I"), (false, false, true));
        assert_eq!(said(MatrixKind::Daci, "informed"), (false, false, true));
        assert_eq!(said(MatrixKind::Rapid, "I"), (false, false, false));
        assert_eq!(said(MatrixKind::Rapid, "A"), (false, false, false));
    }
}
