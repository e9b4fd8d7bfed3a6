//! Layout: the views as sections of plain grids, which text and Markdown draw each in its own way.

use crate::finding::Severity;
use crate::report::count;
use crate::table::about::ModelUse;
use crate::table::decisions::{self, Accepted, Decision};
use crate::table::ownership::{Mark, Matrix, Row};
use crate::table::roles::{Card, Held};
use crate::table::{About, Decisions, Duties, Ownership, Place, Roles, Status, Table, Teams};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// A part of the page with a heading.
#[derive(Debug, Default)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// Sentences below it.
    pub lead: Vec<String>,
    /// The grids.
    pub grids: Vec<Grid>,
    /// Sentences below the grids.
    pub tail: Vec<String>,
}

/// A table.
#[derive(Debug, Default)]
pub struct Grid {
    /// Its own heading; may be empty.
    pub title: String,
    /// Sentences below that.
    pub lead: Vec<String>,
    /// The heads of its columns.
    pub head: Vec<String>,
    /// Its lines.
    pub rows: Vec<Vec<Cell>>,
    /// Sentences below the table.
    pub notes: Vec<String>,
    /// How many of its columns hold running text; the others are kept on one line where they can be.
    pub running: usize,
}

/// A cell: one or several lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell(pub Vec<String>);

impl Cell {
    fn of(text: impl Into<String>) -> Self {
        Self(vec![text.into()])
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::of(text)
    }
}

/// How a layout is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Whether there is room for all columns, so that nothing need be stacked.
    pub wide: bool,
    /// Whether more than ASCII can be drawn.
    pub unicode: bool,
    /// Columns of a terminal.
    pub width: usize,
}

/// All sections of a table.
pub fn sections(table: &Table, manner: Manner) -> Vec<Section> {
    let mut sections = vec![about(&table.about)];
    if let Some(view) = &table.decisions {
        sections.push(decisions(view, manner));
    }
    if let Some(view) = &table.ownership {
        sections.push(ownership(view, manner));
    }
    if let Some(view) = &table.teams {
        sections.push(teams(view, manner));
    }
    if let Some(view) = &table.roles {
        sections.push(roles(view));
    }
    if let Some(view) = &table.duties {
        sections.push(duties(view));
    }
    sections.push(passed(&table.about));
    sections
}

fn about(about: &About) -> Section {
    let mut lead = vec![format!("{}.", about.audited()), format!("{}.", about.found()), format!("Areas: {}.", about.areas.words())];
    lead.extend(about.models.iter().map(model));
    Section { title: "What was audited".to_owned(), lead, ..Section::default() }
}

/// Under which model, and why, in a sentence.
pub fn model(model: &ModelUse) -> String {
    let shown = model.scopes.iter().take(3).map(String::as_str).collect::<Vec<_>>().join("; ");
    let more = if model.scopes.len() > 3 { format!(" and {} more", model.scopes.len() - 3) } else { String::new() };
    let better = model.better.as_ref().map(|better| format!(" {better}")).unwrap_or_default();
    format!("Role model: {} ({}{}), {}.{better}", model.name, shown, more, model.why)
}

fn passed(about: &About) -> Section {
    let names: Vec<&str> = about.passed.iter().map(|passed| passed.check.as_str()).collect();
    let mut lead = match names.as_slice() {
        [] => vec!["Every check found something.".to_owned()],
        names => vec![format!("{} found nothing: {}.", count(names.len(), "check", "checks"), names.join(", "))],
    };
    if !about.off.is_empty() {
        lead.push(format!("Not checked: {}.", about.off.join(", ")));
    }
    Section { title: "What passed".to_owned(), lead, ..Section::default() }
}

fn heads(heads: &[&str]) -> Vec<String> {
    heads.iter().map(|&head| head.to_owned()).collect()
}

/// A status as symbol and word.
pub fn status(status: Status, unicode: bool) -> String {
    let (symbol, ascii) = status.symbol();
    match status {
        Status::Absent => String::new(),
        _ => format!("{} {}", if unicode { symbol } else { ascii }, status.word()),
    }
}

fn ownership(view: &Ownership, manner: Manner) -> Section {
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

/// How many roles or teams stand side by side where there is room: as many as fit a sheet of paper.
const SHEET: usize = 16;

/// Columns in blocks of much the same size, none of more than there is room for; one empty block where there are none.
fn blocks(columns: usize, room: usize) -> Vec<Range<usize>> {
    let size = columns.div_ceil(columns.div_ceil(room.max(1)).max(1)).max(1);
    let starts = (0..columns.max(1)).step_by(size);
    starts.map(|from| from..columns.min(from + size)).collect()
}

/// Columns in blocks that fit a sheet of paper.
pub fn sheets(columns: usize) -> Vec<Range<usize>> {
    blocks(columns, SHEET)
}

/// Which of several blocks of columns one is, in words: "roles 17 to 32 of 40"; nothing for the only one.
pub fn which(block: &Range<usize>, columns: usize, what: &str) -> Option<String> {
    let from = block.start + 1;
    let only = block.len() >= columns;
    (!only).then(|| match block.len() {
        1 => format!("{what} {from} of {columns}"),
        _ => format!("{what} {from} to {} of {columns}", block.end),
    })
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
    row.accepted.as_deref().map(|reason| format!("Accepted: {}", decisions::why(reason)))
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

fn decisions(view: &Decisions, manner: Manner) -> Section {
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

fn teams(view: &Teams, manner: Manner) -> Section {
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

fn roles(view: &Roles) -> Section {
    Section {
        title: "Roles".to_owned(),
        lead: undescribed(view.cards.is_empty()),
        grids: view.cards.iter().map(card).collect(),
        ..Section::default()
    }
}

/// What to say where there is only a matrix.
fn undescribed(is_empty: bool) -> Vec<String> {
    let said = "No document describes a role; a responsibility matrix only names some.";
    if is_empty { vec![said.to_owned()] } else { Vec::new() }
}

fn card(card: &Card) -> Grid {
    let none = || Cell::of("none");
    let listed = |lines: Vec<String>| if lines.is_empty() { none() } else { Cell(lines) };
    let held = |held: &[Held]| {
        listed(held.iter().map(|held| format!("{}: \"{}\", line {}", held.name, held.place.words, held.place.line)).collect())
    };
    let mix = card.mix.parts().into_iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{name} {count}"));
    let total = card.mix.total();
    let elsewhere = card.elsewhere.iter().map(|entry| {
        format!(
            "\"{}\", line {}: {} is usually the {}'s. {}",
            entry.place.words, entry.place.line, entry.area, entry.owner, entry.suggestion
        )
    });
    let authority = card.authority.iter().map(|entry| {
        let levers = if entry.levers.is_empty() {
            "decides nothing that moves it".to_owned()
        } else {
            format!("moves it by: {}", entry.levers.join(", "))
        };
        format!("\"{}\", line {}: {levers}", entry.place.words, entry.place.line)
    });
    let measures = card.measures.iter().map(|measure| match measure.fits.as_str() {
        "" => measure.text.clone(),
        fits => format!("{}: {fits}", measure.text),
    });
    let rows = vec![
        vec![
            "document".into(),
            Cell(vec![card.place.short(), card.scopes.join("; "), format!("role model: {}", card.model)]),
        ],
        vec!["open".into(), count(card.open, "finding", "findings").into()],
        vec!["mix of duties".into(), format!("{}, of {total}", mix.collect::<Vec<_>>().join(", ")).into()],
        vec!["centre".into(), card.centre.words().into()],
        vec!["holds".into(), held(&card.holds)],
        vec!["helps".into(), held(&card.helps)],
        vec!["missing for this title".into(), listed(card.missing.clone())],
        vec!["belongs elsewhere".into(), listed(elsewhere.collect())],
        vec!["authority check".into(), listed(authority.collect())],
        vec!["measures".into(), listed(measures.collect())],
        vec!["questions to ask".into(), listed(card.questions.clone())],
    ];
    let title = match &card.kind {
        Some(kind) if !card.title.starts_with(kind.as_str()) => format!("{} ({kind})", card.title),
        _ => card.title.clone(),
    };
    Grid { title, head: heads(&["block", "content"]), rows, running: 1, ..Grid::default() }
}

fn duties(view: &Duties) -> Section {
    let grid = |role: &crate::table::duties::RoleDuties| {
        let row = |duty: &crate::table::duties::Duty| {
            let area = duty.area_name.clone().unwrap_or_default();
            let relation = duty.relation.as_ref().map(|relation| format!("{relation}, {}", duty.claim)).unwrap_or_default();
            vec![
                Cell::of(duty.line.to_string()),
                Cell::of(&duty.text),
                Cell(vec![duty.verdict.clone(), format!("{} ({:.0} %)", duty.sure, duty.confidence * 100.0)]),
                Cell([area, relation].into_iter().filter(|line| !line.is_empty()).collect()),
                Cell::of(duty.evidence.join(", ")),
            ]
        };
        Grid {
            title: role.role.clone(),
            lead: vec![role.place.short()],
            head: heads(&["line", "duty", "verdict, sureness", "area, claim", "deciding words"]),
            rows: role.duties.iter().map(row).collect(),
            running: 3,
            ..Grid::default()
        }
    };
    Section {
        title: "Duties".to_owned(),
        lead: undescribed(view.roles.is_empty()),
        grids: view.roles.iter().map(grid).collect(),
        ..Section::default()
    }
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
