//! Measuring: how often the classifier agrees with labels.

use super::Labelled;
use crate::classify::{Part, Verdict};
use crate::rulebook::{DutyType, Relation, Rulebook};

/// Agreement with a set of labelled duties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Number of duties.
    pub duties: usize,
    /// Number of pm and po calls.
    pub calls: usize,
    /// F1 of pm, po and the rest.
    pub f1: [f32; 3],
    /// Their mean.
    pub macro_f1: f32,
    /// Share of pm and po calls that are right or defensible.
    pub precision: f32,
    /// Share of right pm and po calls whose area is right.
    pub area: f32,
    /// Share of right pm and po calls whose relation is in the right group (claim or no claim).
    pub relation: f32,
    /// Share of `high` calls that are right or defensible.
    pub high_precision: f32,
    /// Share of right calls that are `high`.
    pub high_share: f32,
}

fn coarse(duty_type: DutyType) -> usize {
    match duty_type {
        DutyType::Pm => 0,
        DutyType::Po => 1,
        _ => 2,
    }
}

fn is_call(part: &Part) -> bool {
    matches!(part.duty_type, DutyType::Pm | DutyType::Po)
}

/// Whether a pm or po call is right or defensible.
pub fn is_right(duty: &Labelled, part: &Part) -> bool {
    duty.accepts(part.duty_type) || duty.alt.contains(&part.duty_type)
}

fn claims(relation: Option<Relation>) -> bool {
    relation.is_some_and(|relation| relation <= Relation::Transform)
}

/// Scores verdicts against labels.
pub fn score(pairs: &[(&Labelled, &Verdict)], rulebook: &Rulebook) -> Score {
    let mut counts = [[0usize; 3]; 3];
    let (mut calls, mut right, mut high, mut high_right) = (0, 0, 0, 0);
    let (mut agreed, mut area_right, mut relation_right) = (0usize, 0usize, 0usize);
    for (duty, verdict) in pairs {
        let part = &verdict.whole;
        let predicted = coarse(part.duty_type);
        let accepted = std::iter::once(&duty.duty_type).chain(&duty.also).any(|t| coarse(*t) == predicted);
        counts[if accepted { predicted } else { coarse(duty.duty_type) }][predicted] += 1;
        if is_call(part) {
            let is_high = part.confidence_level() == crate::finding::Confidence::High;
            let ok = is_right(duty, part);
            calls += 1;
            right += usize::from(ok);
            high += usize::from(is_high);
            high_right += usize::from(is_high && ok);
        }
        if matches!(duty.duty_type, DutyType::Pm | DutyType::Po) && duty.accepts(part.duty_type) {
            agreed += 1;
            let area = part.area.map(|area| rulebook.area(area).id.as_str());
            area_right += usize::from(area.is_some_and(|id| duty.areas.iter().any(|known| known == id)));
            relation_right += usize::from(claims(part.relation) == claims(duty.relation()));
        }
    }
    let share = |part: usize, of: usize| if of == 0 { 0.0 } else { part as f32 / of as f32 };
    let f1 = [0, 1, 2].map(|class| {
        let hit = counts[class][class];
        let gold: usize = counts[class].iter().sum();
        let called: usize = counts.iter().map(|row| row[class]).sum();
        share(2 * hit, gold + called)
    });
    Score {
        duties: pairs.len(),
        calls,
        f1,
        macro_f1: f1.iter().sum::<f32>() / 3.0,
        precision: share(right, calls),
        area: share(area_right, agreed),
        relation: share(relation_right, agreed),
        high_precision: share(high_right, high),
        high_share: share(high_right, right),
    }
}

/// Calls made with about the same confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reliability {
    /// Confidence from this on.
    pub from: f32,
    /// Confidence below this.
    pub to: f32,
    /// Number of pm and po calls.
    pub calls: usize,
    /// Their mean confidence.
    pub said: f32,
    /// The share that is right or defensible.
    pub right: f32,
}

/// pm and po calls by tenths of confidence.
pub fn reliability(pairs: &[(&Labelled, &Verdict)]) -> Vec<Reliability> {
    let mut tenths = [(0usize, 0.0f32, 0usize); 10];
    for (duty, verdict) in pairs.iter().filter(|(_, verdict)| is_call(&verdict.whole)) {
        let tenth = &mut tenths[((verdict.whole.confidence * 10.0) as usize).min(9)];
        tenth.0 += 1;
        tenth.1 += verdict.whole.confidence;
        tenth.2 += usize::from(is_right(duty, &verdict.whole));
    }
    let rows = tenths.iter().enumerate().filter(|(_, (calls, ..))| *calls > 0);
    rows.map(|(at, &(calls, said, right))| Reliability {
        from: at as f32 / 10.0,
        to: (at + 1) as f32 / 10.0,
        calls,
        said: said / calls as f32,
        right: right as f32 / calls as f32,
    })
    .collect()
}
