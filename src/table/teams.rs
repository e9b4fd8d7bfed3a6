//! Teams: areas by scopes, for those who look after many teams.

use super::status::{Counts, Status, Survey};
use super::{ownership, words};
use serde::{Deserialize, Serialize};

/// Areas by scopes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Teams {
    /// The scopes, in order.
    pub teams: Vec<Team>,
    /// The areas: those with most to decide first.
    pub rows: Vec<Row>,
    /// All of them together.
    pub counts: Counts,
}

/// A scope: a team, or what stands in for one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Its name.
    pub name: String,
    /// How many of its areas are of each status.
    pub counts: Counts,
}

/// An area in all scopes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The id of the area.
    pub area: String,
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
        let mut teams: Vec<Team> =
            scopes.iter().map(|&scope| Team { name: words::scope(report, scope), counts: Counts::default() }).collect();
        let mut rows = Vec::new();
        let mut all = Counts::default();
        for (id, area) in ownership::areas(report) {
            let cells: Vec<Status> = scopes.iter().map(|&scope| survey.of(scope, id).1).collect();
            let mut counts = Counts::default();
            for (&status, team) in cells.iter().zip(&mut teams) {
                counts.add(status);
                team.counts.add(status);
                all.add(status);
            }
            if counts.all() > 0 {
                rows.push(Row { area: area.id.clone(), name: area.name.clone(), cells, counts });
            }
        }
        rows.sort_by_key(|row| std::cmp::Reverse((row.counts.two_owners + row.counts.gap, row.counts.open())));
        Self { teams, rows, counts: all }
    }
}
