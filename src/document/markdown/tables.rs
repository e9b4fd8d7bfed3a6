//! Tables that hold duties: roles as columns, roles as rows, and responsibility matrices (RACI and its relatives).

use super::blocks::{Table, bullet};
use super::inline::Text;
use super::sentences::sentences;
use crate::document::{Duty, MappedText, MappedTextBuilder, Matrix, MatrixKind, MatrixRow};
use crate::rulebook::Rulebook;
use crate::rulebook::headings::Meaning;
use crate::rulebook::keys::Key;
use crate::rulebook::languages::Languages;
use crate::rulebook::wording::Reads;
use std::collections::{BTreeMap, HashMap};

/// What a table turns out to be.
pub(super) enum Found {
    Matrix(Matrix),
    Roles(Vec<TableRole>),
    /// Columns of the role the table stands under: head, meaning, items.
    Sections(Vec<(Option<MappedText>, Meaning, Vec<Duty>)>),
    Nothing,
}

/// A role that a table describes.
pub(super) struct TableRole {
    pub title: Text,
    pub parts: Vec<(Meaning, Vec<Duty>)>,
}

/// Reads a table. `above` are the headings over it, nearest first; `duties` tells whether they promise duties.
pub(super) fn read<'a>(mut table: Table, above: impl Iterator<Item = &'a str>, duties: bool, rulebook: &Rulebook) -> Found {
    if table.head.iter().all(Option::is_none) && !table.rows.is_empty() {
        table.head = table.rows.remove(0).cells;
    }
    let reader = Reader { table: &table, rulebook };
    let above: Vec<&str> = above.collect();
    if let Some(matrix) = reader.matrix(&above).or_else(|| reader.matrix_by_letter(&above)) {
        return Found::Matrix(matrix);
    }
    let by_row = reader.roles_by_row();
    let roles = if by_row.is_empty() { reader.roles_by_column() } else { by_row };
    if !roles.is_empty() {
        return Found::Roles(roles);
    }
    let sections = reader.sections(duties);
    if sections.is_empty() { Found::Nothing } else { Found::Sections(sections) }
}

/// Words that statements have on average, at least.
const STATEMENT_WORDS: usize = 3;

struct Reader<'a> {
    table: &'a Table,
    rulebook: &'a Rulebook,
}

impl<'a> Reader<'a> {
    /// The cells of a column below the head.
    fn column(&self, at: usize) -> impl Iterator<Item = &'a Text> {
        self.table.rows.iter().filter_map(move |row| row.cells.get(at)?.as_ref())
    }

    fn width(&self) -> usize {
        self.table.head.len()
    }

    fn matrix(&self, above: &[&str]) -> Option<Matrix> {
        let is_letters = |column: usize| {
            let cells = self.column(column).filter(|cell| !is_blank(cell.as_str()));
            let (mut all, mut lettered) = (0, 0);
            for cell in cells {
                all += 1;
                lettered += usize::from(letters(cell.as_str()).is_some());
            }
            all > 0 && lettered * 10 >= all * 6
        };
        let columns: Vec<usize> = (0..self.width()).filter(|&column| is_letters(column)).collect();
        // A legend explains letters in its first column; a matrix has activities there.
        let label = (0..self.width()).find(|column| !columns.contains(column) && self.column(*column).next().is_some())?;
        if columns.len() < 2 || columns.first().is_some_and(|&first| first < label) {
            return None;
        }
        let used: Vec<char> = columns
            .iter()
            .flat_map(|&column| self.column(column))
            .filter_map(|cell| letters(cell.as_str()))
            .flatten()
            .collect();
        let kind = self.kind(above, &used);
        let place = self.table.head.iter().flatten().map(Text::span).min()?;
        if self.roles_are_rows(&columns, label) {
            return Some(self.turned_matrix(kind, place, &columns, label));
        }
        let heads = columns
            .iter()
            .map(|&column| self.table.head[column].as_ref().map(|head| head.mapped.clone()).unwrap_or_default());
        let rows = self.table.rows.iter().filter_map(|row| {
            let text = row.cells.get(label)?.as_ref()?;
            let cells: Vec<_> = columns
                .iter()
                .enumerate()
                .filter_map(|(at, &column)| Some((at, row.cells.get(column)?.as_ref()?)))
                .filter(|(_, cell)| !is_blank(cell.as_str()))
                .map(|(at, cell)| (at, cell.mapped.clone()))
                .collect();
            let separator = cells.is_empty() && (row.short || text.is_all_marked());
            (!separator).then(|| MatrixRow { label: text.mapped.clone(), cells })
        });
        Some(Matrix { kind, place, columns: heads.collect(), rows: rows.collect() })
    }

    /// What kind of matrix the headings or the letters say it is.
    fn kind(&self, above: &[&str], used: &[char]) -> MatrixKind {
        let corner = self.table.head.first().and_then(Option::as_ref).map(Text::as_str);
        above.iter().copied().chain(corner).find_map(named_kind).unwrap_or_else(|| kind_of_letters(used))
    }

    /// `| Activity | Responsible | Accountable |` with roles in the cells says the same with head and cells exchanged.
    fn matrix_by_letter(&self, above: &[&str]) -> Option<Matrix> {
        let heads: Vec<_> = self
            .table
            .head
            .iter()
            .enumerate()
            .filter_map(|(at, head)| Some((at, letters(head.as_ref()?.as_str())?)))
            .collect();
        let label = (0..self.width()).find(|column| heads.iter().all(|(at, _)| at != column))?;
        if heads.len() < 2 || heads.iter().any(|(at, letters)| *at < label || letters.len() != 1) {
            return None;
        }
        let used: Vec<char> = heads.iter().flat_map(|(_, letters)| letters.iter().copied()).collect();
        let place = self.table.head.iter().flatten().map(Text::span).min()?;
        let mut columns: Vec<MappedText> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut rows = Vec::new();
        for row in &self.table.rows {
            let Some(Some(text)) = row.cells.get(label) else { continue };
            let mut cells: BTreeMap<usize, MappedTextBuilder> = BTreeMap::new();
            for (column, letters) in &heads {
                let Some(Some(cell)) = row.cells.get(*column) else { continue };
                for party in parties(cell) {
                    let next = known.len();
                    let at = *known.entry(party.as_str().to_lowercase()).or_insert(next);
                    if at == next {
                        columns.push(party.mapped.clone());
                    }
                    // The claim stands where the party is named.
                    let builder = cells.entry(at).or_default();
                    let separator = if builder.text().is_empty() { "" } else { "/" };
                    builder.push_replaced(separator, party.span());
                    builder.push_replaced(letters[0].encode_utf8(&mut [0; 4]), party.span());
                }
            }
            let cells = cells.into_iter().map(|(at, builder)| (at, builder.build())).collect();
            rows.push(MatrixRow { label: text.mapped.clone(), cells });
        }
        let titles = self.rulebook.titles();
        let roles = columns.iter().filter(|party| titles.read(party.as_str()).kind.is_some()).count();
        (roles * 3 >= columns.len() && roles > 0).then(|| Matrix { kind: self.kind(above, &used), place, columns, rows })
    }

    /// Whether the roles stand in the first column and the activities in the head.
    fn roles_are_rows(&self, columns: &[usize], label: usize) -> bool {
        let titles = self.rulebook.titles();
        let is_role = |text: &Text| titles.role_heading(text.as_str()).is_some() || titles.read(text.as_str()).kind.is_some();
        let heads = columns.iter().filter_map(|&column| self.table.head[column].as_ref());
        let labels: Vec<bool> = self.column(label).map(is_role).collect();
        !heads.into_iter().any(is_role) && labels.iter().filter(|role| **role).count() * 2 > labels.len()
    }

    fn turned_matrix(&self, kind: MatrixKind, place: crate::source::Span, columns: &[usize], label: usize) -> Matrix {
        let parties: Vec<_> = self.table.rows.iter().filter(|row| row.cells.get(label).is_some_and(Option::is_some)).collect();
        let text = |cell: Option<&Option<Text>>| cell.and_then(Option::as_ref).map(|text| text.mapped.clone());
        let rows = columns.iter().filter_map(|&column| {
            let cells = parties.iter().enumerate().filter_map(|(at, row)| Some((at, text(row.cells.get(column))?)));
            let cells = cells.filter(|(_, cell)| !is_blank(cell.as_str())).collect();
            Some(MatrixRow { label: text(self.table.head.get(column))?, cells })
        });
        Matrix {
            kind,
            place,
            rows: rows.collect(),
            columns: parties.iter().filter_map(|row| text(row.cells.get(label))).collect(),
        }
    }

    /// `| Product Manager | Delivery Manager |`: each cell is a duty of the role above it.
    fn roles_by_column(&self) -> Vec<TableRole> {
        let titles = self.rulebook.titles();
        let heads = self.table.head.iter().enumerate().filter_map(|(at, head)| {
            let head = head.as_ref()?;
            Some((at, head, titles.role_heading(head.as_str())?.strong))
        });
        let heads: Vec<_> = heads.collect();
        if heads.len() < 2 || !heads.iter().any(|(_, _, strong)| *strong) || !self.holds_duties(heads.iter().map(|head| head.0)) {
            return Vec::new();
        }
        let label = (0..self.width()).find(|column| heads.iter().all(|head| head.0 != *column)).filter(|column| *column == 0);
        let roles = heads.into_iter().map(|(column, title, _)| {
            let items = self.table.rows.iter().flat_map(|row| {
                let group = label.and_then(|label| row.cells.get(label)?.as_ref()).map(|group| group.mapped.clone());
                let parts = row.cells.get(column).and_then(Option::as_ref).map(lines).unwrap_or_default();
                parts.into_iter().map(move |text| Duty { text: text.mapped, group: group.clone() })
            });
            TableRole { title: title.clone(), parts: vec![(Meaning::Duties, items.collect())] }
        });
        roles.collect()
    }

    /// Whether the cells of columns are statements rather than names of people.
    fn holds_duties(&self, columns: impl Iterator<Item = usize>) -> bool {
        let (mut all, mut duties) = (0, 0);
        for cell in columns.flat_map(|column| self.column(column)) {
            all += 1;
            duties += usize::from(matches!(self.reads(cell.as_str()), Reads::Duty | Reads::Activity));
        }
        duties > 0 && duties * 10 >= all * 3
    }

    /// `| Role | Responsibilities |`: each row is a role.
    fn roles_by_row(&self) -> Vec<TableRole> {
        let Some(Some(first)) = self.table.head.first() else { return Vec::new() };
        let names_roles = self.rulebook.keys().meaning(first.as_str()) == Some(Key::Title) || self.meaning(first) == Some(Meaning::Roles);
        let titles = self.rulebook.titles();
        let listed = self.column(0).filter(|cell| titles.role_heading(cell.as_str()).is_some_and(|place| place.strong)).count();
        if !names_roles && listed * 2 <= self.table.rows.len() {
            return Vec::new();
        }
        let meanings: Vec<_> = (1..self.width())
            .filter_map(|column| Some((column, self.meaning(self.table.head[column].as_ref()?)?)))
            .collect();
        let promises_duties =
            |meaning: &Meaning| matches!(meaning, Meaning::Duties | Meaning::DutiesOfRole | Meaning::Mixed | Meaning::Roles);
        if !meanings.iter().any(|(_, meaning)| promises_duties(meaning)) {
            return Vec::new();
        }
        let rows = self.table.rows.iter().filter_map(|row| {
            let title = row.cells.first()?.clone()?;
            titles.role_heading(title.as_str())?;
            let parts = meanings.iter().filter_map(|&(column, meaning)| {
                let items = statements(row.cells.get(column)?.as_ref()?, self.rulebook.languages());
                let meaning = if promises_duties(&meaning) { Meaning::Duties } else { meaning };
                Some((meaning, items.into_iter().map(|text| Duty { text: text.mapped, group: None }).collect()))
            });
            Some(TableRole { title, parts: parts.collect() })
        });
        rows.collect()
    }

    /// Columns whose heads mean a section; under a duties heading, else the column with the longest texts.
    fn sections(&self, duties: bool) -> Vec<(Option<MappedText>, Meaning, Vec<Duty>)> {
        let items = |column: usize| -> Vec<Duty> {
            let cells = self.table.rows.iter().filter_map(move |row| {
                let group = row.cells.first().and_then(Option::as_ref).filter(|_| column > 0).map(|group| group.mapped.clone());
                Some((row.cells.get(column)?.as_ref()?, group))
            });
            cells
                .flat_map(|(cell, group)| lines(cell).into_iter().map(move |text| Duty { text: text.mapped, group: group.clone() }))
                .collect()
        };
        let heads = self.table.head.iter().enumerate().filter_map(|(at, head)| Some((at, head.as_ref()?)));
        let known: Vec<_> = heads.filter_map(|(at, head)| Some((at, head, self.meaning(head)?))).collect();
        let promising = known.iter().any(|(_, _, meaning)| matches!(meaning, Meaning::Duties | Meaning::DutiesOfRole));
        if promising || (duties && known.iter().any(|(_, _, meaning)| *meaning == Meaning::Mixed)) {
            return known.into_iter().map(|(at, head, meaning)| (Some(head.mapped.clone()), meaning, items(at))).collect();
        }
        let length = |column: usize| self.column(column).map(|cell| cell.as_str().len()).sum::<usize>();
        let words = |column: usize| self.column(column).map(|cell| cell.as_str().split_whitespace().count()).sum::<usize>();
        let longest = (0..self.width()).max_by_key(|&column| length(column)).filter(|&column| {
            // A few words in each row are names of things, to which other columns say something.
            duties && words(column) >= self.column(column).count() * STATEMENT_WORDS
        });
        longest.map(|column| (None, Meaning::Duties, items(column))).into_iter().collect()
    }

    fn meaning(&self, head: &Text) -> Option<Meaning> {
        let headings = self.rulebook.headings();
        headings.meaning(&headings.normalise(head.as_str(), None))
    }

    fn reads(&self, text: &str) -> Reads {
        self.rulebook.wording().reads(text, self.rulebook.headings(), self.rulebook.titles())
    }
}

/// The parties that a cell lists.
fn parties(cell: &Text) -> Vec<Text> {
    let text = cell.as_str();
    let mut parts = Vec::new();
    let mut at = 0;
    for part in text.split([',', '/', ';', '&', '+']) {
        let range = at..at + part.len();
        let breaks = cell.part(range.clone());
        parts.extend(lines(&breaks));
        at = range.end + 1;
    }
    parts.retain(|part| !is_blank(part.as_str()));
    parts
}

/// The lines of a cell, without bullet marks.
fn lines(cell: &Text) -> Vec<Text> {
    let parts = cell.lines().map(|line| {
        let part = cell.part(line);
        let mark = bullet(part.as_str()).unwrap_or(0);
        part.part(mark..part.as_str().len())
    });
    parts.filter(|part| part.as_str().contains(char::is_alphanumeric)).collect()
}

/// The statements of a cell: its lines, or the sentences or parts of its only line.
fn statements(cell: &Text, languages: &Languages) -> Vec<Text> {
    let lines = lines(cell);
    let [line] = lines.as_slice() else { return lines };
    let mut parts = Vec::new();
    for sentence in sentences(line.as_str(), languages) {
        let mut at = sentence.start;
        for part in line.as_str()[sentence.clone()].split(';') {
            parts.push(line.part(at..at + part.len()));
            at += part.len() + 1;
        }
    }
    parts.retain(|part| part.as_str().contains(char::is_alphanumeric));
    parts
}

/// Whether a cell says "nothing".
fn is_blank(cell: &str) -> bool {
    !cell.contains(char::is_alphanumeric) || cell.eq_ignore_ascii_case("n/a") || cell.eq_ignore_ascii_case("none")
}

/// The letters of a matrix cell (`R/A`, `A, R`, `AR`, "Accountable"), or nothing when it holds other text.
fn letters(cell: &str) -> Option<Vec<char>> {
    let mut found = Vec::new();
    for word in cell.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        let lower = word.to_lowercase();
        if let Some(&(_, letter)) = WORDS.iter().find(|(name, _)| lower == *name) {
            found.push(letter);
        } else if word.len() <= 4 && word.chars().all(|c| "RACISDPQO".contains(c)) {
            found.extend(word.chars());
        } else if word.len() == 1 && "racisdp".contains(&lower) {
            found.push(lower.to_ascii_uppercase().chars().next()?);
        } else if lower != "and" {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

const WORDS: [(&str, char); 17] = [
    ("responsible", 'R'),
    ("accountable", 'A'),
    ("consulted", 'C'),
    ("consult", 'C'),
    ("informed", 'I'),
    ("inform", 'I'),
    ("support", 'S'),
    ("supportive", 'S'),
    ("driver", 'D'),
    ("approver", 'A'),
    ("contributor", 'C'),
    ("contributors", 'C'),
    ("recommend", 'R'),
    ("agree", 'A'),
    ("perform", 'P'),
    ("input", 'I'),
    ("decide", 'D'),
];

fn named_kind(heading: &str) -> Option<MatrixKind> {
    let lower = heading.to_lowercase();
    let kinds = [
        ("raci", MatrixKind::Raci),
        ("rasci", MatrixKind::Raci),
        ("rasic", MatrixKind::Raci),
        ("daci", MatrixKind::Daci),
        ("rapid", MatrixKind::Rapid),
    ];
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.find_map(|word| kinds.iter().find(|(name, _)| word == *name).map(|(_, kind)| *kind))
}

fn kind_of_letters(used: &[char]) -> MatrixKind {
    if used.contains(&'P') || (used.contains(&'D') && used.contains(&'R')) {
        MatrixKind::Rapid
    } else if used.contains(&'D') {
        MatrixKind::Daci
    } else {
        MatrixKind::Raci
    }
}
