//! Areas by teams.

use super::sheets::{SHEET, blocks, which};
use super::{Cell, Grid, Manner, Section, status};
use crate::table::Teams;

pub(super) fn section(view: &Teams, manner: Manner) -> Section {
    // As many teams a grid as fit the terminal.
    let room = if manner.wide { SHEET } else { manner.width.saturating_sub(50) / 15 };
    let mut grids = Vec::new();
    for block in blocks(view.teams.len(), room) {
        let title = which(&block, view.teams.len(), "Teams").unwrap_or_default();
        let mut head = vec!["area".to_owned()];
        head.extend(view.teams[block.clone()].iter().map(|team| team.name.clone()));
        head.push("to decide".to_owned());
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for row in &view.rows {
            let mut cells = vec![Cell::of(&row.name)];
            cells.extend(row.cells[block.clone()].iter().map(|&known| Cell::of(status(known, manner.unicode))));
            cells.push(Cell::of(if row.counts.open() == 0 { String::new() } else { row.counts.open().to_string() }));
            rows.push(cells);
        }
        let mut total = vec![Cell::of("to decide")];
        total.extend(view.teams[block.clone()].iter().map(|team| Cell::of(team.counts.open().to_string())));
        total.push(Cell::of(view.counts.open().to_string()));
        rows.push(total);
        grids.push(Grid { title, head, rows, running: 1, ..Grid::default() });
    }
    let lead = view.teams.iter().map(|team| format!("{}: {}.", team.name, team.counts.words())).collect();
    Section { title: "Teams".to_owned(), lead, grids, ..Section::default() }
}
