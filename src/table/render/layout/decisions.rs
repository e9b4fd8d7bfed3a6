//! What to decide, most urgent first.

use super::{Cell, Grid, Manner, Section, heads};
use crate::finding::Severity;
use crate::table::decisions::{Accepted, Decision};
use crate::table::{Decisions, Place};
use std::collections::BTreeSet;

pub(super) fn section(view: &Decisions, manner: Manner) -> Section {
    let mut lead = Vec::new();
    if let Some(changes) = &view.changes {
        lead.push(format!("Since the baseline: {}.", changes.words()));
    }
    let mut grids = Vec::new();
    if view.list.is_empty() {
        lead.push("Nothing to decide.".to_owned());
    } else if manner.wide {
        grids.push(decision_grid(view));
    } else {
        grids.push(stacked_decisions(view));
    }
    if !view.accepted.is_empty() {
        let row = |accepted: &Accepted| {
            let mut what = vec![accepted.finding.clone(), accepted.check.clone()];
            if !manner.wide {
                what.truncate(1);
            }
            vec![Cell(wheres(&accepted.places)), Cell(what), Cell::of(accepted.why())]
        };
        grids.push(Grid {
            title: "Accepted by comments in the documents".to_owned(),
            head: heads(&["where", "what was found", "why it is accepted"]),
            rows: view.accepted.iter().map(row).collect(),
            running: 2,
            ..Grid::default()
        });
    }
    let gone: Vec<Vec<Cell>> = view
        .changes
        .iter()
        .flat_map(|changes| &changes.gone)
        .map(|known| [&known.severity, &known.place, &known.finding].map(Cell::of).into())
        .collect();
    if !gone.is_empty() {
        let title = "Gone since the baseline".to_owned();
        grids.push(Grid { title, head: heads(&["severity", "where", "finding"]), rows: gone, running: 1, ..Grid::default() });
    }
    Section { title: "What to decide".to_owned(), lead, grids, ..Section::default() }
}

fn severity(decision: &Decision) -> String {
    let word = match decision.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    match decision.since {
        Some(since) => format!("{word}, {}", since.word()),
        None => word.to_owned(),
    }
}

fn wheres(places: &[Place]) -> Vec<String> {
    places.iter().map(Place::short).collect()
}

fn words(places: &[Place]) -> Vec<String> {
    places.iter().filter(|place| !place.words.is_empty()).map(|place| format!("\"{}\"", place.words)).collect()
}

fn decision_grid(view: &Decisions) -> Grid {
    let head = heads(&["no.", "severity", "where", "words found", "finding", "why it matters", "option 1", "option 2", "who decides"]);
    let row = |decision: &Decision| {
        vec![
            Cell::of(decision.number.to_string()),
            Cell::of(severity(decision)),
            Cell(wheres(&decision.places)),
            Cell(words(&decision.places)),
            Cell(vec![decision.finding.clone(), decision.check.clone()]),
            Cell::of(&decision.why),
            Cell::of(&decision.option_1),
            Cell::of(&decision.option_2),
            Cell::of(&decision.decides),
        ]
    };
    Grid { head, rows: view.list.iter().map(row).collect(), running: 6, ..Grid::default() }
}

/// For terminals: what is the matter on the left, what can be done on the right.
fn stacked_decisions(view: &Decisions) -> Grid {
    let mut seen = BTreeSet::new();
    let row = |decision: &Decision| {
        let mut matter = vec![decision.finding.clone()];
        for place in &decision.places {
            let note = if place.note.is_empty() { String::new() } else { format!(" ({})", place.note) };
            matter.push(format!("{} \"{}\"{note}", place.short(), place.words));
        }
        let mut ways = vec![
            format!("1. {}", decision.option_1),
            format!("2. {}", decision.option_2),
            format!("Decides: {}", decision.decides),
        ];
        // Why is said once for each check, where it first comes up.
        if seen.insert(decision.check.clone()) && !decision.why.is_empty() {
            ways.push(format!("Why: {}", decision.why));
        }
        let kind = severity(decision).split(", ").map(str::to_owned).collect::<Vec<_>>();
        let mut first = vec![decision.number.to_string()];
        first.extend(kind);
        vec![Cell(first), Cell(matter), Cell(ways)]
    };
    Grid {
        head: heads(&["no.", "what was found", "what to decide"]),
        rows: view.list.iter().map(row).collect(),
        running: 2,
        ..Grid::default()
    }
}
