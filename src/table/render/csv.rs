//! The tables for spreadsheets: RFC 4180, one view a file, one line for each entry, no cell that a spreadsheet would
//! take for a formula.

use crate::report::escape;
use crate::table::decisions::Decision;
use crate::table::ownership::{Mark, Matrix, Row};
use crate::table::roles::{Card, Held};
use crate::table::{Decisions, Duties, Ownership, Roles, Table, Teams};
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
        self.line(before.into_iter().chain(marks).chain(["status", "decision to take", "places"]))?;
        for matrix in &view.scopes {
            for row in &matrix.rows {
                let before = [&matrix.scope, &row.area, &row.name, &row.usual_owner].map(String::clone);
                let by_mark = Mark::ALL.map(|mark| titles(matrix, row, mark));
                let places = row.cells.iter().flatten().filter_map(|cell| cell.place.as_ref());
                let places: Vec<String> = places.map(|place| format!("{} \"{}\"", place.short(), place.words)).collect();
                let after = [row.status.word().to_owned(), row.decide.clone(), places.join("; ")];
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
            "since baseline",
            "fingerprint",
        ])?;
        for decision in &view.list {
            self.line(decision_cells(decision))?;
        }
        let gone = view.changes.iter().flat_map(|changes| &changes.gone);
        for known in gone {
            let mut cells = [""; 17];
            (cells[1], cells[3], cells[8]) = (&known.severity, &known.check, &known.place);
            (cells[10], cells[15], cells[16]) = (&known.finding, "gone", &known.fingerprint);
            self.line(cells)?;
        }
        Ok(())
    }

    fn teams(&mut self, view: &Teams) -> io::Result<()> {
        let teams = view.teams.iter().map(|team| team.name.as_str());
        self.line(["area", "name"].into_iter().chain(teams).chain(["ok", "two owners", "gap", "other role", "unclear"]))?;
        for row in &view.rows {
            let cells = row.cells.iter().map(|status| status.word().to_owned());
            let counts = [row.counts.ok, row.counts.two_owners, row.counts.gap, row.counts.other_role, row.counts.unclear]
                .map(|count| count.to_string());
            self.line([row.area.clone(), row.name.clone()].into_iter().chain(cells).chain(counts))?;
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

fn titles(matrix: &Matrix, row: &Row, mark: Mark) -> String {
    let with = matrix.roles.iter().zip(&row.cells).filter(|(_, cell)| cell.as_ref().is_some_and(|cell| cell.mark == mark));
    with.map(|(role, _)| role.title.as_str()).collect::<Vec<_>>().join("; ")
}

fn decision_cells(decision: &Decision) -> [String; 17] {
    let places: Vec<String> = decision.places.iter().map(crate::table::Place::short).collect();
    let words: Vec<&str> = decision.places.iter().map(|place| place.words.as_str()).filter(|words| !words.is_empty()).collect();
    [
        decision.number.to_string(),
        decision.severity.name().to_owned(),
        decision.confidence.name().to_owned(),
        decision.check.clone(),
        decision.team.clone().unwrap_or_default(),
        decision.product.clone().unwrap_or_default(),
        decision.area.clone().unwrap_or_default(),
        decision.roles.join("; "),
        places.join("; "),
        words.join(" / "),
        decision.finding.clone(),
        decision.why.clone(),
        decision.option_1.clone(),
        decision.option_2.clone(),
        decision.decides.clone(),
        decision.since.map(|since| since.word().to_owned()).unwrap_or_default(),
        decision.fingerprint.clone(),
    ]
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
