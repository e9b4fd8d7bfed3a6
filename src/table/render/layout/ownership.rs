//! Who owns what: one grid, or several where the columns do not fit.

use super::sheets::{SHEET, blocks, which};
use super::{Cell, Grid, Manner, Section, heads, status};
use crate::table::decisions::why;
use crate::table::ownership::{Mark, Matrix, Row};
use crate::table::{Ownership, Status};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

pub(super) fn section(view: &Ownership, manner: Manner) -> Section {
    let mut letters = false;
    let mut grids: Vec<Grid> = Vec::new();
    for matrix in &view.scopes {
        let words = manner.wide || words_fit(matrix, manner.width);
        letters |= !words;
        ownership_grids(matrix, words, manner, &mut grids);
    }
    let rows = || view.scopes.iter().flat_map(|matrix| &matrix.rows);
    let used: BTreeSet<Mark> = rows().flat_map(|row| row.cells.iter().flatten()).map(|cell| cell.mark).collect();
    let legend = view.legend.iter().filter(|entry| used.contains(&entry.mark)).map(|entry| {
        let mark = if letters { format!("{} {}", entry.letter, entry.word) } else { entry.word.clone() };
        format!("{mark}: {}", entry.meaning)
    });
    let statuses: BTreeSet<Status> = rows().map(|row| row.status).collect();
    let meanings = statuses.iter().map(|&known| format!("{}: {}", status(known, manner.unicode), known.meaning()));
    let mut tail = Vec::new();
    for (what, meanings) in [("Marks", legend.collect::<Vec<_>>()), ("Status", meanings.collect())] {
        if !meanings.is_empty() {
            tail.push(format!("{what}. {}.", meanings.join("; ")));
        }
    }
    Section { title: "Who owns what".to_owned(), grids, tail, ..Section::default() }
}

/// Whether the marks fit the terminal as words beside area, owner and status.
fn words_fit(matrix: &Matrix, width: usize) -> bool {
    let widest = Mark::ALL.iter().map(|mark| mark.word().len()).max().unwrap_or_default() + 3;
    46 + matrix.roles.len() * widest <= width
}

/// The areas of one scope: in a terminal as many roles side by side as fit, the others in grids of their own below.
fn ownership_grids(matrix: &Matrix, words: bool, manner: Manner, grids: &mut Vec<Grid>) {
    let short = short_titles(matrix);
    let widest = short.iter().map(|short| short.chars().count()).max().unwrap_or_default();
    let room = if manner.wide {
        SHEET
    } else if words {
        matrix.roles.len()
    } else {
        let beside = if is_narrow(manner) { 42 } else { 48 };
        manner.width.saturating_sub(beside) / (widest + 3)
    };
    let mut lead = vec![format!("Role model: {}", matrix.model)];
    if !manner.wide {
        let keys = matrix
            .roles
            .iter()
            .zip(&short)
            .map(|(role, short)| format!("{short} = {}, {}", role.title, role.place.short()));
        lead.push(format!("Roles: {}", keys.collect::<Vec<_>>().join("; ")));
    }
    for block in blocks(matrix.roles.len(), room) {
        let which = which(&block, matrix.roles.len(), "roles");
        let title = which.map_or_else(|| matrix.scope.clone(), |which| format!("{}, {which}", matrix.scope));
        let lead = std::mem::take(&mut lead);
        grids.push(Grid { title, lead, ..ownership_grid(matrix, &short, block, words, manner) });
    }
    if let Some(last) = grids.last_mut() {
        last.notes = ownership_notes(matrix, manner);
    }
}

/// Whether a terminal is so narrow that heads of columns are cut short.
fn is_narrow(manner: Manner) -> bool {
    !manner.wide && manner.width < 72
}

fn ownership_grid(matrix: &Matrix, short: &[String], shown: Range<usize>, words: bool, manner: Manner) -> Grid {
    let mut head = heads(&["area", if is_narrow(manner) { "usual" } else { "usual owner" }]);
    if manner.wide {
        head.extend(matrix.roles[shown.clone()].iter().map(|role| role.title.clone()));
    } else {
        head.extend_from_slice(&short[shown.clone()]);
    }
    head.push("status".to_owned());
    if manner.wide {
        head.push("decision to take".to_owned());
    }
    let mark = |mark: Mark| if words { mark.word() } else { mark.letter() };
    let row = |row: &Row| {
        let owner = if manner.wide { row.usual_owner.clone() } else { initials(&row.usual_owner) };
        let mut cells = vec![Cell::of(&row.name), Cell::of(owner)];
        cells.extend(row.cells[shown.clone()].iter().map(|cell| Cell::of(cell.as_ref().map_or("", |cell| mark(cell.mark)))));
        cells.push(Cell::of(status(row.status, manner.unicode)));
        if manner.wide {
            cells.push(Cell::of(accepted(row).unwrap_or_else(|| row.decide.clone())));
        }
        cells
    };
    Grid {
        head,
        rows: matrix.rows.iter().map(row).collect(),
        running: if manner.wide { 2 } else { 1 },
        ..Grid::default()
    }
}

/// Why what was found on an area is accepted.
fn accepted(row: &Row) -> Option<String> {
    row.accepted.as_deref().map(|reason| format!("Accepted: {}", why(reason)))
}

fn ownership_notes(matrix: &Matrix, manner: Manner) -> Vec<String> {
    let mut notes = Vec::new();
    if !manner.wide {
        for row in &matrix.rows {
            match accepted(row) {
                Some(accepted) => notes.push(format!("{}. {accepted}", row.name)),
                None if row.decide.is_empty() => {}
                None => notes.push(format!("To decide: {}", row.decide)),
            }
        }
    }
    notes.push(format!("Areas: {}.", matrix.counts.words()));
    if matrix.roles.iter().any(|role| !role.described) {
        let named = matrix.roles.iter().filter(|role| !role.described).map(|role| role.title.as_str());
        notes.push(format!("Named only by a responsibility matrix: {}.", named.collect::<Vec<_>>().join(", ")));
    }
    for (what, names) in [
        ("Not mentioned, though teams usually name an owner", &matrix.unmentioned),
        ("Nobody speaks of, and nobody has to", &matrix.absent),
    ] {
        if !names.is_empty() {
            notes.push(format!("{what}: {}.", names.join(", ")));
        }
    }
    notes
}

/// Short names for the roles of a scope: initials, numbered where they would be the same.
fn short_titles(matrix: &Matrix) -> Vec<String> {
    let all: Vec<String> = matrix.roles.iter().map(|role| initials(role.title.split('(').next().unwrap_or_default())).collect();
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    for short in &all {
        counts.entry(short).or_default().0 += 1;
    }
    let number = |short: &String| match counts.get_mut(short.as_str()) {
        Some((2.., seen)) => {
            *seen += 1;
            format!("{short}{seen}")
        }
        _ => short.clone(),
    };
    all.iter().map(number).collect()
}

/// "Product Manager or Product Owner" becomes "PM or PO".
fn initials(title: &str) -> String {
    let mut short = String::new();
    for word in title.split_whitespace() {
        if word == "or" {
            short.push_str(" or ");
        } else if short.chars().count() == 4 {
            // Longer ones would not fit a column.
        } else if let Some(first) = word.chars().find(|c| c.is_alphanumeric()) {
            short.extend(first.to_uppercase());
        }
    }
    if short.is_empty() { "?".to_owned() } else { short }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn titles_are_shortened() {
        assert_eq!(initials("Product Manager or Product Owner"), "PM or PO");
        assert_eq!(initials("Engineering"), "E");
        assert_eq!(initials("(–)"), "?");
    }
}
