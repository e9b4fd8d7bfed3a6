//! Every duty with its verdict.

use super::{Cell, Grid, Section, heads, undescribed};
use crate::table::Duties;

pub(super) fn section(view: &Duties) -> Section {
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
