//! Teams: areas by scopes, for those who look after many teams.

use super::ownership;
use super::status::{Counts, Status};
use super::survey::Survey;
use crate::order;
use serde::{Deserialize, Serialize};

/// Areas by scopes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Teams {
    /// The scopes, in order.
    pub teams: Vec<Team>,
    /// The areas: those with most to decide first.
    pub rows: Vec<Row>,
    /// All of them together.
    pub counts: Counts,
}

/// A scope: a team, or what stands in for one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Team {
    /// Its name.
    pub name: String,
    /// How many of its areas are of each status.
    pub counts: Counts,
}

/// An area in all scopes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Row {
    /// The id of the area; nothing for a row of a responsibility matrix that is about no known one.
    pub area: Option<String>,
    /// Its name.
    pub name: String,
    /// Its status in each scope, in the order of the teams.
    pub cells: Vec<Status>,
    /// In how many scopes it is of each status.
    pub counts: Counts,
}

impl Teams {
    /// The areas of all scopes.
    pub fn new(survey: &Survey<'_>) -> Self {
        let Survey { report, scopes, .. } = survey;
        let mut teams: Vec<Team> = scopes.iter().map(|&scope| Team { name: survey.name(scope), counts: Counts::default() }).collect();
        let mut rows = Vec::new();
        let mut all = Counts::default();
        for (id, area) in ownership::areas(report) {
            let cells: Vec<Status> = scopes.iter().map(|&scope| survey.of(scope, id).status).collect();
            let mut counts = Counts::default();
            for (&status, team) in cells.iter().zip(&mut teams) {
                counts.add(status);
                team.counts.add(status);
                all.add(status);
            }
            if counts.all() > 0 {
                rows.push(Row { area: Some(area.id.clone()), name: area.name.clone(), cells, counts });
            }
        }
        // Rows of matrices that are about no known area belong to one scope each.
        for (at, &scope) in scopes.iter().enumerate() {
            for row in survey.sheet(scope).iter().flat_map(|sheet| &sheet.unplaced) {
                let mut cells = vec![Status::Absent; scopes.len()];
                cells[at] = row.entry.status;
                let mut counts = Counts::default();
                for counts in [&mut counts, &mut teams[at].counts, &mut all] {
                    counts.add(row.entry.status);
                }
                rows.push(Row { area: None, name: row.name.to_owned(), cells, counts });
            }
        }
        order::by_key(&mut rows, |row| std::cmp::Reverse((row.counts.two_owners + row.counts.gap, row.counts.open())));
        Self { teams, rows, counts: all }
    }
}
