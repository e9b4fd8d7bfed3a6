//! `role-audit explain`: the page of a check, the card of an area, or what there is to explain.

pub mod area;

use super::to_stdout;
use crate::checks::{self, Check};
use crate::cli::{Common, ExplainArgs};
use crate::config::{InForce, in_force};
use crate::error::{Error, Status, near};
use crate::order;
use crate::report::look::{CODE, FAINT, STRONG};
use crate::report::wrap::fill;
use crate::report::{Look, check_page, escape, page};
use crate::rulebook::Rulebook;
use std::io::{self, Write};

/// Explains an id, or lists all.
pub fn run(arguments: &ExplainArgs, common: Common) -> Result<Status, Error> {
    let force = in_force(&arguments.knowledge.asked())?;
    let sources = force.rule_sources()?;
    let rulebook = &force.rulebook;
    let areas = area::all(&sources)?;
    let look = common.look();
    let Some(id) = &arguments.id else {
        to_stdout(look, |out| list(&areas, rulebook, look, out))?;
        return Ok(Status::Clean);
    };
    let id = id.trim().to_lowercase();
    let text = if let Some(check) = checks::ALL.iter().find(|check| check.id == id) {
        let (heading, rest) = check.page.split_once('\n').unwrap_or((check.page, ""));
        format!("{heading}\n\n{}\n\n{rest}", standing(check, &force))
    } else if let Some(card) = areas.iter().find(|card| card.id == id) {
        card.page(rulebook, &area::References::read(&sources)?)
    } else {
        return Err(unknown(&id, &areas));
    };
    to_stdout(look, |out| out.write_all(page::render(&text, look).as_bytes()))?;
    Ok(Status::Clean)
}

/// How the check takes part in a run.
fn standing(check: &Check, force: &InForce) -> String {
    let severity = check.severity.name();
    let id = check.id;
    let configured = force.config.as_ref().and_then(|config| Some((config, config.values.severity.get(id)?.value)));
    match configured {
        Some((config, None)) => format!("Severity: {severity}. `{}` turns the check off.", config.location.shown),
        Some((config, Some(set))) if set != check.severity => {
            format!(
                "Severity: {} by `{}`, {severity} otherwise. `--ignore {id}` turns the check off.",
                set.name(),
                config.location.shown
            )
        }
        _ if check.default_on => format!("Severity: {severity}. `--ignore {id}` turns the check off."),
        _ => format!("Severity: {severity}. The check is off by default; `--select default,{id}` turns it on."),
    }
}

fn unknown(id: &str, areas: &[area::Card]) -> Error {
    let known = || checks::ALL.iter().map(|check| check.id).chain(areas.iter().map(|card| card.id.as_str()));
    let help = match near(id, known()) {
        Some(near) => format!("Did you mean `role-audit explain {near}`?"),
        None => "`role-audit explain` lists all checks and areas.".to_owned(),
    };
    Error::usage(format!("there is no check or area named `{id}`")).with_help(help)
}

/// All that can be explained, in groups.
fn list(areas: &[area::Card], rulebook: &Rulebook, look: Look, out: &mut dyn Write) -> io::Result<()> {
    if !checks::ALL.is_empty() {
        writeln!(out, "{}", look.paint(STRONG, "Checks"))?;
        for check in checks::ALL {
            let off = if check.default_on { "" } else { ", off by default" };
            entry(check.id, &format!("{} ({}{off})", check_page::clause(check.page), check.severity.name()), look, out)?;
        }
        writeln!(out)?;
    }
    let mut owners: Vec<&str> = areas.iter().map(|card| card.owner.as_str()).collect();
    let rank = |owner: &str| ["pm", "po", "shared"].iter().position(|first| *first == owner).unwrap_or(3);
    order::by_key(&mut owners, |owner| (rank(owner), *owner));
    owners.dedup();
    for owner in owners {
        let name = areas.iter().find(|card| card.owner == owner).map(|card| card.owner_name(rulebook)).unwrap_or_default();
        writeln!(out, "{}", look.paint(STRONG, format_args!("Areas: {}", escape::one_line(&name))))?;
        for card in areas.iter().filter(|card| card.owner == owner) {
            entry(&card.id, &card.name, look, out)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", look.paint(FAINT, "`role-audit explain ID` tells more."))
}

/// An id and what it is about, in two columns.
fn entry(id: &str, about: &str, look: Look, out: &mut dyn Write) -> io::Result<()> {
    const COLUMN: usize = 36;
    let first = format!("  {:width$}", look.paint(CODE, escape::one_line(id)), width = COLUMN - 2);
    writeln!(out, "{}", fill(&escape::one_line(about), look.width, &first, &" ".repeat(COLUMN)))
}
