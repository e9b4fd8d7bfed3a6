//! `role-audit rules list`: the areas of duties and who usually owns them.

use crate::cli::{Common, Knowledge};
use crate::commands::explain::area;
use crate::commands::to_stdout;
use crate::config::in_force;
use crate::error::{Error, Status};
use crate::report::look::{FAINT, STRONG};
use crate::report::{Look, count, escape};
use crate::rulebook::Rulebook;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Lists the areas.
pub(super) fn run(knowledge: &Knowledge, common: Common) -> Result<Status, Error> {
    let force = in_force(&knowledge.asked())?;
    let cards = area::all(&force.rule_sources()?)?;
    let look = common.look();
    to_stdout(look, |out| list(&cards, &force.rulebook, look, out))?;
    Ok(Status::Clean)
}

/// One line an area: id, owner, and how badly it is missed.
fn list(areas: &[area::Card], rulebook: &Rulebook, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<_> = areas.iter().map(|card| [card.id.clone(), card.owner_name(rulebook), card.coverage.clone()]).collect();
    let widths = [0, 1].map(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or(0));
    let mut line = |style, cells: &[String; 3]| {
        let [id, owner, coverage] = cells.each_ref().map(|cell| escape::one_line(cell));
        writeln!(
            out,
            "{:id_width$}  {owner:owner_width$}  {coverage}",
            look.paint(style, id),
            id_width = widths[0],
            owner_width = widths[1]
        )
    };
    line(FAINT, &["area", "usual owner", "coverage"].map(str::to_owned))?;
    for row in &rows {
        line(STRONG, row)?;
    }
    writeln!(
        out,
        "{}",
        look.paint(FAINT, format_args!("\n{}. `role-audit explain AREA` tells more.", count(rows.len(), "area", "areas")))
    )
}
