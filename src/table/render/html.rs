//! One page for a browser: to read, to filter, to print and to send. Everything it needs is inside it.
//!
//! The template escapes every text; what is left that could reorder or hide words is made visible afterwards.

use super::{layout, svg};
use crate::finding::Severity;
use crate::report::{count, escape};
use crate::table::decisions::{self, Decision};
use crate::table::duties::RoleDuties;
use crate::table::ownership::{Cell, Mark, Matrix, Row};
use crate::table::roles::Mix;
use crate::table::{About, Place, Status, Table};
use askama::Template;
use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    table: &'a Table,
    /// The number of the first decision of each check.
    first: HashMap<&'a str, usize>,
    css: &'static str,
    script: &'static str,
}

/// How many decisions the summary shows.
const URGENT: usize = 5;
/// More roles than this make the cells of a matrix small.
const CROWDED: usize = 5;

/// Writes the page.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let mut first = HashMap::new();
    for decision in table.decisions.iter().flat_map(|decisions| &decisions.list) {
        first.entry(decision.check.as_str()).or_insert(decision.number);
    }
    let page = Page {
        table,
        first,
        css: include_str!("../../../templates/report.css"),
        script: include_str!("../../../templates/report.js"),
    };
    let html = page.render().map_err(io::Error::other)?;
    out.write_all(escape::lines(&html).as_bytes())
}

#[expect(
    clippy::unused_self,
    clippy::trivially_copy_pass_by_ref,
    reason = "a template calls methods, and with references"
)]
impl Page<'_> {
    fn headline(&self) -> String {
        let about = &self.table.about;
        match (about.errors, about.areas.open(), about.warnings) {
            (0, 0, 0) => "Nothing to decide: every area that is spoken of has one clear owner.".to_owned(),
            (0, 0, warnings) => format!("No decision is urgent; {}.", count(warnings, "warning to look at", "warnings to look at")),
            (0, open, _) => format!("Nothing is urgent; {}.", count(open, "area has no clear owner", "areas have no clear owner")),
            (1, _, _) => "One decision is needed.".to_owned(),
            (errors, _, _) => format!("{errors} decisions are needed."),
        }
    }

    /// What the figures mean, for those who read nothing else.
    fn in_short(&self) -> String {
        let areas = self.table.about.areas;
        let mut parts = Vec::new();
        let mut say = |number: usize, one: &str, several: &str| {
            if number > 0 {
                parts.push(count(number, one, several));
            }
        };
        say(areas.two_owners, "is decided by two roles at once", "are decided by two roles at once");
        say(areas.gap, "is held by nobody", "are held by nobody");
        say(areas.other_role, "is held by another role than usual", "are held by another role than usual");
        say(areas.unclear, "has no clear owner", "have no clear owner");
        say(areas.accepted, "is accepted as it is by a comment", "are accepted as they are by comments");
        let settled =
            format!("Of {}, {} settled", count(areas.all(), "area of product work", "areas of product work"), is_or_are(areas.ok));
        if parts.is_empty() { format!("{settled}.") } else { format!("{settled}; {}.", parts.join(", ")) }
    }

    /// The decisions that cannot wait, the first of them.
    fn urgent(&self) -> Vec<&Decision> {
        let list = self.table.decisions.iter().flat_map(|decisions| &decisions.list);
        list.filter(|decision| decision.severity == Severity::Error).take(URGENT).collect()
    }

    /// Whether a matrix has so many columns that its cells must be small.
    fn is_crowded(&self, matrix: &Matrix) -> bool {
        matrix.roles.len() > CROWDED
    }

    /// The roles of a matrix in blocks that fit a sheet of paper.
    fn sheets(&self, columns: usize) -> Vec<Range<usize>> {
        layout::sheets(columns)
    }

    /// Which of several blocks one is; empty for the only one.
    fn which(&self, block: &Range<usize>, columns: usize, what: &str) -> String {
        layout::which(block, columns, what).unwrap_or_default()
    }

    /// The part of a row that stands in a block.
    fn part<'p, T>(&self, all: &'p [T], block: &Range<usize>) -> &'p [T] {
        all.get(block.clone()).unwrap_or_default()
    }

    /// What to decide about an area, or why nothing is.
    fn decide(&self, row: &Row) -> Option<String> {
        let accepted = row.accepted.as_deref().map(|reason| format!("Accepted: {}", decisions::why(reason)));
        accepted.or_else(|| Some(row.decide.clone()).filter(|text| !text.is_empty()))
    }

    /// Whether there are teams to compare, or whether teams are all that was asked for.
    fn has_teams(&self) -> bool {
        let several = self.table.teams.as_ref().is_some_and(|view| view.teams.len() > 1);
        several || self.table.teams.is_some() && self.table.ownership.is_none()
    }

    fn audited(&self, about: &About) -> String {
        about.audited()
    }

    fn severity_word(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => "Decide",
            Severity::Warning => "Warning",
            Severity::Info => "Note",
        }
    }

    fn severity_symbol(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => "✗",
            Severity::Warning => "!",
            Severity::Info => "i",
        }
    }

    /// Whether to say why a decision matters: once for each check, where it first comes up.
    fn says_why(&self, decision: &Decision) -> bool {
        !decision.why.is_empty() && self.first.get(decision.check.as_str()) == Some(&decision.number)
    }

    /// Where the duty of a place stands on this page, if it does.
    fn link<'p>(&self, place: &'p Place) -> Option<&'p str> {
        place.duty.as_deref().filter(|_| self.table.duties.is_some())
    }

    fn status(&self, status: &Status) -> String {
        layout::status(*status, true)
    }

    fn status_class(&self, status: &Status) -> &'static str {
        match status {
            Status::TwoOwners => "two",
            Status::Gap => "gap",
            Status::OtherRole => "other",
            Status::Unclear => "unclear",
            Status::Accepted => "accepted",
            Status::Ok => "ok",
            Status::Absent => "absent",
        }
    }

    fn mark_class(&self, cell: &Cell) -> &'static str {
        class_of(cell.mark)
    }

    fn class_of(&self, mark: &Mark) -> &'static str {
        class_of(*mark)
    }

    fn where_said(&self, cell: &Cell) -> String {
        match &cell.place {
            Some(place) => format!("{}: \"{}\"", place.short(), place.words),
            None => String::new(),
        }
    }

    fn segments(&self, mix: &Mix) -> Vec<svg::Segment> {
        svg::segments(*mix)
    }

    fn mix_words(&self, mix: &Mix) -> String {
        svg::words(*mix)
    }

    /// Whether an entry is the first of its duty, which carries the anchor.
    fn is_first(&self, role: &RoleDuties, at: &usize) -> bool {
        *at == 0 || role.duties[at - 1].id != role.duties[*at].id
    }

    fn percent(&self, confidence: &f64) -> String {
        format!("{:.0} %", confidence * 100.0)
    }
}

fn is_or_are(number: usize) -> String {
    if number == 1 { "1 is".to_owned() } else { format!("{number} are") }
}

fn class_of(mark: Mark) -> &'static str {
    match mark {
        Mark::Owns => "owns",
        Mark::PresumedOwner => "presumed",
        Mark::Runs => "runs",
        Mark::Ensures => "ensures",
        Mark::Contributes => "helps",
        Mark::Informed => "informed",
        Mark::Conditional => "conditional",
        Mark::Disclaims => "disclaims",
    }
}
