//! A card for each role.

use super::{Cell, Grid, Section, heads, undescribed};
use crate::report::count;
use crate::table::Roles;
use crate::table::roles::{Card, Held};

pub(super) fn section(view: &Roles) -> Section {
    Section {
        title: "Roles".to_owned(),
        lead: undescribed(view.cards.is_empty()),
        grids: view.cards.iter().map(card).collect(),
        ..Section::default()
    }
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
