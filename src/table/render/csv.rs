//! The tables for spreadsheets: RFC 4180, one view a file, one line for each entry, no cell that a spreadsheet would
//! take for a formula.

use crate::report::escape;
use crate::table::baseline::Since;
use crate::table::decisions::{self, Decision};
use crate::table::ownership::{self, Mark, Matrix};
use crate::table::roles::{Card, Held};
use crate::table::{Decisions, Duties, Ownership, Place, Roles, Table, Teams};
use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes the one view that the table holds.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet(WriterBuilder::new().terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary).from_writer(out));
    if let Some(view) = &table.decisions {
        sheet.decisions(view)?;
    } else if let Some(view) = &table.ownership {
        sheet.ownership(view)?;
    } else if let Some(view) = &table.teams {
        sheet.teams(view)?;
    } else if let Some(view) = &table.roles {
        sheet.roles(view)?;
    } else if let Some(view) = &table.duties {
        sheet.duties(view)?;
    }
    sheet.0.flush()
}

struct Sheet<'a>(Writer<&'a mut dyn Write>);

impl Sheet<'_> {
    fn line<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) -> io::Result<()> {
        for cell in cells {
            self.0.write_field(harmless(cell.as_ref()).as_bytes())?;
        }
        self.0.write_record(None::<&[u8]>).map_err(io::Error::from)
    }

    fn ownership(&mut self, view: &Ownership) -> io::Result<()> {
        let marks = Mark::ALL.map(Mark::word);
        let before = ["scope", "area", "name", "usual owner"];
        self.line(before.into_iter().chain(marks).chain(["status", "decision to take", "accepted because", "places"]))?;
        for matrix in &view.scopes {
            for row in &matrix.rows {
                let area = row.area.clone().unwrap_or_default();
                let before = [matrix.scope.clone(), area, row.name.clone(), row.usual_owner.clone()];
                let by_mark = Mark::ALL.map(|mark| titles(matrix, row, mark));
                let places = row.cells.iter().flatten().filter_map(|cell| cell.place.as_ref());
                let places: Vec<String> = places.map(|place| format!("{} \"{}\"", place.short(), place.words)).collect();
                let accepted = row.accepted.as_deref().map(decisions::why).unwrap_or_default().to_owned();
                let after = [row.status.word().to_owned(), row.decide.clone(), accepted, places.join("; ")];
                self.line(before.into_iter().chain(by_mark).chain(after))?;
            }
        }
        Ok(())
    }

    fn decisions(&mut self, view: &Decisions) -> io::Result<()> {
        self.line([
            "no.",
            "severity",
            "confidence",
            "check",
            "team",
            "product",
            "area",
            "roles",
            "where",
            "words found",
            "finding",
            "why it matters",
            "option 1",
            "option 2",
            "who decides",
            "state",
            "accepted because",
            "since baseline",
            "fingerprint",
        ])?;
        for decision in &view.list {
            self.line(row(decision).cells())?;
        }
        for accepted in &view.accepted {
            let row = Row {
                severity: accepted.severity.name(),
                check: &accepted.check,
                team: accepted.team.as_deref(),
                product: accepted.product.as_deref(),
                area: accepted.area.as_deref(),
                roles: &accepted.roles,
                places: &accepted.places,
                finding: &accepted.finding,
                state: "accepted",
                accepted: accepted.why(),
                fingerprint: &accepted.fingerprint,
                ..Row::default()
            };
            self.line(row.cells())?;
        }
        for known in view.changes.iter().flat_map(|changes| &changes.gone) {
            let row = Row {
                severity: &known.severity,
                check: &known.check,
                place: &known.place,
                finding: &known.finding,
                state: "gone",
                since: "gone",
                fingerprint: &known.fingerprint,
                ..Row::default()
            };
            self.line(row.cells())?;
        }
        Ok(())
    }

    fn teams(&mut self, view: &Teams) -> io::Result<()> {
        let teams = view.teams.iter().map(|team| team.name.as_str());
        self.line(
            ["area", "name"]
                .into_iter()
                .chain(teams)
                .chain(["ok", "two owners", "gap", "other role", "unclear", "accepted"]),
        )?;
        for row in &view.rows {
            let cells = row.cells.iter().map(|status| status.word().to_owned());
            let counts = [
                row.counts.ok,
                row.counts.two_owners,
                row.counts.gap,
                row.counts.other_role,
                row.counts.unclear,
                row.counts.accepted,
            ]
            .map(|count| count.to_string());
            self.line([row.area.clone().unwrap_or_default(), row.name.clone()].into_iter().chain(cells).chain(counts))?;
        }
        Ok(())
    }

    fn roles(&mut self, view: &Roles) -> io::Result<()> {
        self.line([
            "role",
            "kind",
            "scope",
            "model",
            "where",
            "open",
            "pm",
            "po",
            "shared",
            "other",
            "unclear",
            "not a duty",
            "reads as",
            "distance in percent",
            "holds",
            "helps",
            "missing",
            "belongs elsewhere",
            "answers for",
            "measures",
            "questions",
        ])?;
        view.cards.iter().try_for_each(|card| self.line(card_cells(card)))
    }

    fn duties(&mut self, view: &Duties) -> io::Result<()> {
        self.line(["role", "where", "duty", "type", "area", "relation", "claim", "confidence", "sure", "deciding words"])?;
        for role in &view.roles {
            for duty in &role.duties {
                self.line([
                    role.role.clone(),
                    format!("{}:{}", duty.path, duty.line),
                    duty.text.clone(),
                    duty.duty_type.clone(),
                    duty.area.clone().unwrap_or_default(),
                    duty.relation.clone().unwrap_or_default(),
                    duty.claim.clone(),
                    duty.confidence.to_string(),
                    duty.sure.clone(),
                    duty.evidence.join("; "),
                ])?;
            }
        }
        Ok(())
    }
}

fn titles(matrix: &Matrix, row: &ownership::Row, mark: Mark) -> String {
    let with = matrix.roles.iter().zip(&row.cells).filter(|(_, cell)| cell.as_ref().is_some_and(|cell| cell.mark == mark));
    with.map(|(role, _)| role.title.as_str()).collect::<Vec<_>>().join("; ")
}

/// One line of the work list.
#[derive(Default)]
struct Row<'a> {
    number: Option<usize>,
    severity: &'a str,
    confidence: &'a str,
    check: &'a str,
    team: Option<&'a str>,
    product: Option<&'a str>,
    area: Option<&'a str>,
    roles: &'a [String],
    places: &'a [Place],
    /// The place of a finding that is gone.
    place: &'a str,
    finding: &'a str,
    why: &'a str,
    option_1: &'a str,
    option_2: &'a str,
    decides: &'a str,
    state: &'a str,
    accepted: &'a str,
    since: &'a str,
    fingerprint: &'a str,
}

fn row(decision: &Decision) -> Row<'_> {
    Row {
        number: Some(decision.number),
        severity: decision.severity.name(),
        confidence: decision.confidence.name(),
        check: &decision.check,
        team: decision.team.as_deref(),
        product: decision.product.as_deref(),
        area: decision.area.as_deref(),
        roles: &decision.roles,
        places: &decision.places,
        finding: &decision.finding,
        why: &decision.why,
        option_1: &decision.option_1,
        option_2: &decision.option_2,
        decides: &decision.decides,
        state: "open",
        since: decision.since.map(Since::word).unwrap_or_default(),
        fingerprint: &decision.fingerprint,
        ..Row::default()
    }
}

impl Row<'_> {
    fn cells(&self) -> [String; 19] {
        let places: Vec<String> = self.places.iter().map(Place::short).collect();
        let words: Vec<&str> = self.places.iter().map(|place| place.words.as_str()).filter(|words| !words.is_empty()).collect();
        let place = if places.is_empty() { self.place.to_owned() } else { places.join("; ") };
        let text = |text: &str| text.to_owned();
        let name = |name: Option<&str>| name.unwrap_or_default().to_owned();
        [
            self.number.map(|number| number.to_string()).unwrap_or_default(),
            text(self.severity),
            text(self.confidence),
            text(self.check),
            name(self.team),
            name(self.product),
            name(self.area),
            self.roles.join("; "),
            place,
            words.join(" / "),
            text(self.finding),
            text(self.why),
            text(self.option_1),
            text(self.option_2),
            text(self.decides),
            text(self.state),
            text(self.accepted),
            text(self.since),
            text(self.fingerprint),
        ]
    }
}

fn card_cells(card: &Card) -> [String; 21] {
    let names = |held: &[Held]| held.iter().map(|held| held.name.as_str()).collect::<Vec<_>>().join("; ");
    let elsewhere: Vec<String> = card.elsewhere.iter().map(|entry| format!("{} -> {}", entry.place.words, entry.owner)).collect();
    let authority: Vec<String> = card.authority.iter().map(|entry| format!("{} ({})", entry.place.words, levers(&entry.levers))).collect();
    let measures: Vec<&str> = card.measures.iter().map(|measure| measure.text.as_str()).collect();
    let mix = card.mix;
    let number = |number: usize| number.to_string();
    [
        card.title.clone(),
        card.kind.clone().unwrap_or_default(),
        card.scopes.join("; "),
        card.model.clone(),
        card.place.short(),
        number(card.open),
        number(mix.pm),
        number(mix.po),
        number(mix.shared),
        number(mix.other),
        number(mix.unclear),
        number(mix.neither),
        card.centre.reads_as.clone().unwrap_or_default(),
        card.centre.distance.map(|distance| distance.to_string()).unwrap_or_default(),
        names(&card.holds),
        names(&card.helps),
        card.missing.join("; "),
        elsewhere.join("; "),
        authority.join("; "),
        measures.join("; "),
        card.questions.join(" "),
    ]
}

fn levers(levers: &[String]) -> String {
    if levers.is_empty() {
        "decides nothing that moves it".to_owned()
    } else {
        format!("decides: {}", levers.join(", "))
    }
}

/// A cell on one line that no spreadsheet takes for a formula: an apostrophe makes it text.
fn harmless(cell: &str) -> Cow<'_, str> {
    let safe = escape::one_line(cell);
    if safe.trim_start().starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠']) && safe.parse::<f64>().is_err() {
        Cow::Owned(format!("'{safe}"))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn formulas_become_text_and_nothing_else_changes() {
        for formula in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", " =1", "\u{ff1d}1"] {
            assert!(harmless(formula).starts_with('\''), "{formula}");
        }
        for text in ["Own the roadmap", "0.93", "-1", "a = b", "10 %"] {
            assert_eq!(harmless(text), text);
        }
        assert_eq!(harmless("a\r\nb\u{202e}"), "a\\r\\nb\\u{202e}");
        assert_eq!(harmless("\t=1"), "\\t=1");
    }
}
