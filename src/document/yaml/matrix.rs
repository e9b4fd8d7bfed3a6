//! Responsibility matrices (RACI, DACI, RAPID) written in YAML: rows by area or activity, cells of letters.

use super::duties::ListReader;
use super::map::{Entry, Map, key_text};
use super::role::is_title;
use super::scalar;
use super::tree::{Kind, NodeId};
use super::unknown::report_duplicates;
use crate::document::{MappedText, MappedTextBuilder, Matrix, MatrixKind, MatrixRow, Problem};
use crate::rulebook::keys::Key;
use crate::source::Span;
use std::collections::HashMap;

/// Reads the matrices of a map.
pub(super) fn read(lists: ListReader<'_>, map: &Map<'_>, matrices: &mut Vec<Matrix>, problems: &mut Vec<Problem>) {
    for entry in &map.entries {
        let kind = match entry.meaning() {
            Some(Key::Raci) => MatrixKind::Raci,
            Some(Key::Daci) => MatrixKind::Daci,
            Some(Key::Rapid) => MatrixKind::Rapid,
            _ => continue,
        };
        let mut builder = Builder::new(lists, kind, lists.tree.span(entry.key));
        let mut met = Vec::new();
        builder.value(entry.value, &mut met);
        if let Some(matrix) = builder.finish() {
            matrices.push(matrix);
            problems.append(&mut met);
        }
    }
}

/// Reads a map that is a RACI matrix without saying so: all its values are rows of letters, and a column is a known role.
pub(super) fn bare(lists: ListReader<'_>, map: &Map<'_>) -> Option<Matrix> {
    let tree = lists.tree;
    let mut rows = map.entries.iter().filter(|entry| !(entry.known.is_some() && tree.scalar(entry.value).is_some())).peekable();
    let first = tree.span(rows.peek()?.key);
    let mut builder = Builder::new(lists, MatrixKind::Raci, first);
    for entry in rows {
        let is_row = |pairs: &[(NodeId, NodeId)]| {
            !pairs.is_empty() && pairs.iter().all(|&(_, cell)| tree.scalar(cell).map_or(tree.is_empty(cell), is_letters))
        };
        if !tree.pairs(entry.value).is_some_and(is_row) {
            return None;
        }
        builder.row(scalar::trimmed(tree, entry.key), entry.value);
    }
    let matrix = builder.finish()?;
    matrix.columns.iter().any(|column| is_title(lists.rulebook, column.as_str())).then_some(matrix)
}

struct Builder<'t> {
    lists: ListReader<'t>,
    matrix: Matrix,
    columns: HashMap<String, usize>,
    /// Rows by label, where several roles name the same one.
    rows: HashMap<String, usize>,
}

impl<'t> Builder<'t> {
    fn new(lists: ListReader<'t>, kind: MatrixKind, place: Span) -> Self {
        let matrix = Matrix { kind, place, columns: Vec::new(), rows: Vec::new() };
        Self { lists, matrix, columns: HashMap::new(), rows: HashMap::new() }
    }

    fn finish(self) -> Option<Matrix> {
        let has_letters = self.matrix.rows.iter().flat_map(|row| &row.cells).any(|(_, cell)| is_letters(cell.as_str()));
        has_letters.then_some(self.matrix)
    }

    fn value(&mut self, value: NodeId, problems: &mut Vec<Problem>) {
        let tree = self.lists.tree;
        if let Some(items) = tree.items(value) {
            for &item in items {
                self.item(item);
            }
            return;
        }
        let Some(map) = Map::new(tree, self.lists.rulebook, value) else { return };
        report_duplicates(tree, &map, problems);
        if self.table(&map) {
            return;
        }
        for entry in &map.entries {
            self.entry(entry);
        }
    }

    /// `columns: [...]` with `rows:` that list a cell for each.
    fn table(&mut self, map: &Map<'_>) -> bool {
        let tree = self.lists.tree;
        let find = |names: &[&str]| map.entries.iter().find(|entry| names.contains(&entry.spelling.as_ref())).map(|entry| entry.value);
        let Some(columns) = find(&["columns", "roles", "parties", "people"]).and_then(|columns| tree.items(columns)) else {
            return false;
        };
        let Some(rows) = find(&["rows", "activities", "tasks", "areas", "matrix", "decisions"]) else {
            return false;
        };
        let columns: Vec<_> = columns.iter().map(|&column| self.column(scalar::trimmed(tree, column))).collect();
        for &(label, cells) in tree.entries(rows).unwrap_or_default().iter() {
            match tree.items(cells) {
                Some(items) => {
                    let cells = columns.iter().zip(items).filter_map(|(&column, &cell)| Some((column, self.cell(cell)?))).collect();
                    self.push(scalar::trimmed(tree, label), cells);
                }
                None => self.row(scalar::trimmed(tree, label), cells),
            }
        }
        for &item in tree.items(rows).unwrap_or_default() {
            self.item(item);
        }
        true
    }

    /// A row under its label, or everything one role holds: `Product Owner: { accountable: [...] }`.
    fn entry(&mut self, entry: &Entry<'_>) {
        let tree = self.lists.tree;
        let label = scalar::trimmed(tree, entry.key);
        let pairs = tree.entries(entry.value).unwrap_or_default();
        let by_role = is_title(self.lists.rulebook, key_text(tree, entry.key).as_str())
            && pairs.iter().any(|&(_, value)| tree.items(value).is_some());
        if !by_role {
            return self.row(label, entry.value);
        }
        let column = self.column(label);
        for &(letter, areas) in pairs.iter() {
            let Some(letter) = self.letter(letter) else { continue };
            for &area in tree.items(areas).unwrap_or(std::slice::from_ref(&areas)) {
                let label = scalar::trimmed(tree, area);
                if label.is_empty() {
                    continue;
                }
                let next = self.matrix.rows.len();
                match *self.rows.entry(label.as_str().to_owned()).or_insert(next) {
                    at if at < next => self.matrix.rows[at].cells.push((column, letter.clone())),
                    _ => self.matrix.rows.push(MatrixRow { label, cells: vec![(column, letter.clone())] }),
                }
            }
        }
    }

    /// A row written as an item of a list: one key holds the label, the others are roles or letters.
    fn item(&mut self, item: NodeId) {
        let tree = self.lists.tree;
        let Some(map) = Map::new(tree, self.lists.rulebook, item) else { return };
        if let [entry] = map.entries.as_slice()
            && tree.pairs(entry.value).is_some()
        {
            return self.row(scalar::trimmed(tree, entry.key), entry.value);
        }
        let is_label = |entry: &&Entry<'_>| tree.scalar(entry.value).is_some_and(|text| !is_letters(text));
        let texts = map.entries.iter().filter(is_label);
        let rank = |entry: &Entry<'_>| self.lists.rulebook.keys().text_rank(&entry.spelling).unwrap_or(u16::MAX);
        let Some(label) = texts.filter(|entry| self.letter(entry.key).is_none()).min_by_key(|entry| rank(entry)) else {
            return;
        };
        let (label_key, label) = (label.key, scalar::trimmed(tree, label.value));
        let mut cells = Vec::new();
        for entry in map.entries.iter().filter(|entry| entry.key != label_key) {
            match tree.pairs(entry.value) {
                Some(_) => self.cells(entry.value, &mut cells),
                None => self.cells_of(entry.key, entry.value, &mut cells),
            }
        }
        self.push(label, cells);
    }

    fn row(&mut self, label: MappedText, value: NodeId) {
        let mut cells = Vec::new();
        self.cells(value, &mut cells);
        self.push(label, cells);
    }

    fn push(&mut self, label: MappedText, cells: Vec<(usize, MappedText)>) {
        if !label.is_empty() {
            self.matrix.rows.push(MatrixRow { label, cells });
        }
    }

    fn cells(&mut self, value: NodeId, cells: &mut Vec<(usize, MappedText)>) {
        for &(key, value) in self.lists.tree.entries(value).unwrap_or_default().iter() {
            self.cells_of(key, value, cells);
        }
    }

    /// One key of a row: a role with its letters, or a letter with its roles.
    fn cells_of(&mut self, key: NodeId, value: NodeId, cells: &mut Vec<(usize, MappedText)>) {
        let tree = self.lists.tree;
        let values = tree.items(value).unwrap_or(std::slice::from_ref(&value));
        let holds_letters = values.iter().all(|&value| tree.scalar(value).is_none_or(is_letters));
        match self.letter(key).filter(|_| !holds_letters) {
            Some(letter) => {
                for &value in values {
                    let roles = scalar::text(tree, value);
                    for role in roles.parted() {
                        let column = self.column(role);
                        cells.push((column, letter.clone()));
                    }
                }
            }
            None => {
                if let Some(cell) = self.cell(value) {
                    let column = self.column(key_text(tree, key));
                    cells.push((column, cell));
                }
            }
        }
    }

    /// The letters of a cell; several in a list are joined.
    fn cell(&self, value: NodeId) -> Option<MappedText> {
        let tree = self.lists.tree;
        let Some(items) = tree.items(value) else {
            return Some(scalar::trimmed(tree, value)).filter(|cell| !cell.is_empty());
        };
        let mut builder = MappedTextBuilder::default();
        for &item in items {
            let letter = scalar::trimmed(tree, item);
            if !builder.text().is_empty() {
                let before = letter.whole().start;
                builder.push_replaced("/", Span { start: before, end: before });
            }
            builder.push_mapped(&letter, 0..letter.as_str().len());
        }
        Some(builder.build()).filter(|cell| !cell.is_empty())
    }

    /// The letter that a key stands for, if it is one or the word for one.
    fn letter(&self, key: NodeId) -> Option<MappedText> {
        const WORDS: [&str; 13] = [
            "responsib",
            "accountab",
            "consult",
            "inform",
            "support",
            "driver",
            "approv",
            "contribut",
            "recommend",
            "agree",
            "perform",
            "input",
            "decide",
        ];
        if !matches!(self.lists.tree.node(key).kind, Kind::Scalar(..)) {
            return None;
        }
        let text = scalar::trimmed(self.lists.tree, key);
        if !text.is_empty() && is_letters(text.as_str()) {
            return Some(text);
        }
        let lower = text.as_str().to_lowercase();
        let word = WORDS.iter().find(|word| lower.starts_with(*word))?;
        let mut builder = MappedTextBuilder::default();
        builder.push_replaced(&word[..1].to_uppercase(), text.whole());
        Some(builder.build())
    }

    fn column(&mut self, name: MappedText) -> usize {
        let next = self.matrix.columns.len();
        let at = *self.columns.entry(name.as_str().to_owned()).or_insert(next);
        if at == next {
            self.matrix.columns.push(name);
        }
        at
    }
}

/// Whether a text is the letters of a cell: `A`, `R/A`, `C, I`, `-`.
fn is_letters(text: &str) -> bool {
    text.len() <= 8
        && text
            .split(['/', ',', '&', '+', ' ', '|', '*', '(', ')', '-', '–'])
            .all(|part| part.is_empty() || (part.len() == 1 && part.chars().all(|c| "RACISQVDPOracisqvdpo".contains(c))) || is_run(part))
}

/// Letters without anything between them: `RA`.
fn is_run(part: &str) -> bool {
    part.len() <= 3 && part.chars().all(|c| "RACISDP".contains(c))
}
