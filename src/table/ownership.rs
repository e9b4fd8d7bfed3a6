//! Ownership: areas by roles, for each scope, with what is the matter and what to decide.

use super::asking;
use super::seats::{About, Seat};
use super::status::{Counts, Status};
use super::survey::{Survey, Unplaced};
use super::{Place, words};
use crate::classify;
use crate::order;
use crate::org::ScopeId;
use crate::org::standing;
use crate::report::Report;
use crate::rulebook::{Area, AreaId};
use serde::{Deserialize, Serialize};

/// Areas by roles, for each scope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Ownership {
    /// What the marks mean.
    pub legend: Vec<Legend>,
    /// One matrix for each scope.
    pub scopes: Vec<Matrix>,
}

/// What a mark means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Legend {
    /// The mark.
    pub mark: Mark,
    /// Its letter, where there is no room for words.
    pub letter: String,
    /// Its word.
    pub word: String,
    /// What it means.
    pub meaning: String,
}

/// The areas of one scope.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Matrix {
    /// The scope.
    pub scope: String,
    /// The name of its role model.
    pub model: String,
    /// The roles that hold duties for it, then those that only a responsibility matrix names.
    pub roles: Vec<Column>,
    /// Its areas: first what is to be decided, then the others in the order of product work.
    pub rows: Vec<Row>,
    /// How many areas of each status.
    pub counts: Counts,
    /// Areas that nobody speaks of although the role model expects somebody to hold them; worth a look.
    #[serde(default)]
    pub unmentioned: Vec<String>,
    /// Areas that nobody speaks of and nobody has to.
    pub absent: Vec<String>,
}

/// A role of a scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Column {
    /// Its title, with what tells it from others of the same title.
    pub title: String,
    /// The id of its kind, if known.
    pub kind: Option<String>,
    /// Whether a document describes it; otherwise only a responsibility matrix names it.
    pub described: bool,
    /// Where it stands.
    pub place: Place,
}

/// An area of a scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Row {
    /// The id of the area; nothing for a row of a responsibility matrix that is about no known one.
    pub area: Option<String>,
    /// Its name.
    pub name: String,
    /// Who usually owns it under the model.
    pub usual_owner: String,
    /// What each role is to it, in the order of the columns; nothing where a role does not speak of it.
    pub cells: Vec<Option<Cell>>,
    /// What is the matter.
    pub status: Status,
    /// The decision to take; empty when there is none.
    pub decide: String,
    /// Why what was found is accepted, as a comment in the documents says; empty when it does not say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub accepted: Option<String>,
}

/// What a role is to an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Cell {
    /// The mark.
    pub mark: Mark,
    /// Where it says so.
    pub place: Option<Place>,
}

/// What a role is to an area, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// It decides, or answers for the result.
    Owns,
    /// It alone creates in the area.
    PresumedOwner,
    /// It carries the work out.
    Runs,
    /// It promises a result without naming the act.
    Ensures,
    /// It gives input or helps.
    Contributes,
    /// It is told, follows, or tells others.
    Informed,
    /// It would do it under a condition.
    Conditional,
    /// It says that this is not its own.
    Disclaims,
}

impl Mark {
    /// All marks, strongest first.
    pub const ALL: [Self; 8] = [
        Self::Owns,
        Self::PresumedOwner,
        Self::Runs,
        Self::Ensures,
        Self::Contributes,
        Self::Informed,
        Self::Conditional,
        Self::Disclaims,
    ];

    /// One letter.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Owns => "O",
            Self::PresumedOwner => "o",
            Self::Runs => "R",
            Self::Ensures => "E",
            Self::Contributes => "c",
            Self::Informed => "i",
            Self::Conditional => "?",
            Self::Disclaims => "x",
        }
    }

    /// One word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Owns => "owns",
            Self::PresumedOwner => "presumed",
            Self::Runs => "runs",
            Self::Ensures => "ensures",
            Self::Contributes => "helps",
            Self::Informed => "informed",
            Self::Conditional => "if needed",
            Self::Disclaims => "disclaims",
        }
    }

    /// What it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Owns => "decides, or answers for the result, in so many words",
            Self::PresumedOwner => "alone writes or creates it, so presumably owns it",
            Self::Runs => "carries it out; somebody else may decide",
            Self::Ensures => "promises the result without naming what it does",
            Self::Contributes => "contributes: gives input, helps, speaks for somebody",
            Self::Informed => "is told, follows, or passes on",
            Self::Conditional => "does it only under a condition",
            Self::Disclaims => "says that this is not its own",
        }
    }

    fn of(mark: standing::Mark) -> Self {
        match mark {
            standing::Mark::Disclaims => Self::Disclaims,
            standing::Mark::Conditional => Self::Conditional,
            standing::Mark::Informed => Self::Informed,
            standing::Mark::Contributes => Self::Contributes,
            standing::Mark::Ensures => Self::Ensures,
            standing::Mark::Runs => Self::Runs,
            standing::Mark::Presumed => Self::PresumedOwner,
            standing::Mark::Owns => Self::Owns,
        }
    }
}

impl Ownership {
    /// Who owns what in every scope.
    pub fn new(survey: &Survey<'_>) -> Self {
        let legend = |mark: Mark| Legend {
            mark,
            letter: mark.letter().to_owned(),
            word: mark.word().to_owned(),
            meaning: mark.meaning().to_owned(),
        };
        let mut scopes: Vec<Matrix> = survey.scopes.iter().map(|&scope| matrix(survey, scope)).collect();
        order::by_key(&mut scopes, |matrix| std::cmp::Reverse(matrix.counts.open()));
        Self { legend: Mark::ALL.into_iter().map(legend).collect(), scopes }
    }
}

/// The areas that somebody can own, in order.
pub fn areas<'a>(report: &Report<'a>) -> impl Iterator<Item = (AreaId, &'a Area)> {
    let all = report.rulebook.areas().iter().zip(0..);
    all.filter(|(area, _)| !area.residual).map(|(area, at)| (AreaId(at), area))
}

fn matrix(survey: &Survey<'_>, scope: ScopeId) -> Matrix {
    let report = survey.report;
    let mut matrix = Matrix {
        scope: survey.name(scope),
        model: report.audit.organization.model(scope, report.rulebook).name.clone(),
        ..Matrix::default()
    };
    let Some(sheet) = survey.sheet(scope) else { return matrix };
    let seats = sheet.seats.list.as_slice();
    matrix.roles = seats.iter().map(|seat| column(report, seat)).collect();
    for (id, area) in areas(report) {
        let entry = survey.of(scope, id);
        if entry.status == Status::Absent {
            let names = if entry.missed { &mut matrix.unmentioned } else { &mut matrix.absent };
            names.push(area.name.clone());
            continue;
        }
        matrix.counts.add(entry.status);
        let place = |seat: usize| seats[seat].role.and_then(|role| place(survey, id, role));
        let told = sheet.seats.cells(survey, About::Area(id));
        matrix.rows.push(Row {
            area: Some(area.id.clone()),
            name: area.name.clone(),
            usual_owner: words::usual_owner(report, Some(scope), id),
            cells: cells(&entry.marks, |seat| place(seat).or_else(|| told.get(&seat).cloned())),
            status: entry.status,
            decide: asking::decision(report, scope, id, seats, entry),
            accepted: entry.accepted.clone(),
        });
    }
    for &Unplaced { at, name, ref entry } in &sheet.unplaced {
        matrix.counts.add(entry.status);
        let told = sheet.seats.cells(survey, About::Row(at));
        matrix.rows.push(Row {
            area: None,
            name: name.to_owned(),
            usual_owner: String::new(),
            cells: cells(&entry.marks, |seat| told.get(&seat).cloned()),
            status: entry.status,
            decide: asking::decision_on_row(name, seats, entry),
            accepted: entry.accepted.clone(),
        });
    }
    order::by_key(&mut matrix.rows, |row| row.status);
    matrix
}

fn column(report: &Report<'_>, seat: &Seat) -> Column {
    Column {
        title: seat.name.clone(),
        kind: seat.kind.map(|kind| report.rulebook.kind(kind).id.clone()),
        described: seat.role.is_some(),
        place: seat.place.clone(),
    }
}

fn cells(marks: &[Option<standing::Mark>], place: impl Fn(usize) -> Option<Place>) -> Vec<Option<Cell>> {
    let cell = |(seat, mark): (usize, &Option<standing::Mark>)| mark.map(|mark| Cell { mark: Mark::of(mark), place: place(seat) });
    marks.iter().enumerate().map(cell).collect()
}

/// Where a role speaks most strongly of an area.
fn place(survey: &Survey<'_>, area: AreaId, role: u32) -> Option<Place> {
    let claims = survey.report.audit.organization.claims_of(role as usize).iter();
    let own = claims.filter(|claim| claim.area == area && claim.held_by.is_none());
    let strongest =
        own.max_by_key(|claim| (claim.claim != classify::Claim::Excluded, claim.strength, std::cmp::Reverse((claim.duty, claim.part))))?;
    Some(survey.place(&strongest.label(survey.report.audit, survey.report.rulebook, "")))
}
