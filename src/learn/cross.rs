//! Cross-validation: every labelled duty is judged by weights that never saw its fold.

use super::measure::is_right;
use super::{Labelled, train};
use crate::classify::{Classifier, Verdict};
use crate::order;
use crate::rulebook::{DutyType, RuleError, Rulebook};
use rayon::prelude::*;

/// Judges every duty of `labelled` by weights learned from the other folds and from `always`. In order of the duties.
pub fn cross_validate(labelled: &[Labelled], always: &[Labelled], rulebook: &Rulebook) -> Result<Vec<Verdict>, RuleError> {
    let mut folds: Vec<u32> = labelled.iter().filter_map(|duty| duty.fold).collect();
    order::by(&mut folds, Ord::cmp);
    folds.dedup();
    let judged: Vec<Vec<(usize, Verdict)>> = folds
        .par_iter()
        .map(|&fold| {
            let seen: Vec<&Labelled> = labelled.iter().filter(|duty| duty.fold != Some(fold)).chain(always).collect();
            let trained = rulebook.with_model("weights", &train::train(&seen, rulebook))?;
            let mut classifier = Classifier::new(&trained);
            let held_out = labelled.iter().enumerate().filter(|(_, duty)| duty.fold == Some(fold));
            Ok(held_out.map(|(at, duty)| (at, classifier.classify(&duty.text))).collect())
        })
        .collect::<Result<_, RuleError>>()?;
    let mut verdicts: Vec<(usize, Verdict)> = judged.into_iter().flatten().collect();
    order::by_key(&mut verdicts, |(at, _)| *at);
    Ok(verdicts.into_iter().map(|(_, verdict)| verdict).collect())
}

/// Fewest calls behind a point of the calibration curve.
const LEAST_CALLS: usize = 25;

/// The calibration curve of pm and po calls: the probability a model gave, and how often it was right; rising.
pub fn calibration(pairs: &[(&Labelled, &Verdict)]) -> Vec<(f32, f32)> {
    let mut calls: Vec<(f32, f32)> = pairs
        .iter()
        .filter(|(_, verdict)| matches!(verdict.whole.duty_type, DutyType::Pm | DutyType::Po))
        .map(|(duty, verdict)| (verdict.whole.confidence, f32::from(u8::from(is_right(duty, &verdict.whole)))))
        .collect();
    order::by(&mut calls, |a, b| a.0.total_cmp(&b.0));
    // Pool neighbours until every pool is large enough and no later pool is less often right.
    let mut pools: Vec<(f32, f32, usize)> = Vec::new();
    for (probability, right) in calls {
        pools.push((probability, right, 1));
        while let [.., left, last] = pools.as_slice() {
            let falls = left.1 / left.2 as f32 >= last.1 / last.2 as f32;
            if !falls && left.2 >= LEAST_CALLS {
                break;
            }
            let joined = (left.0 + last.0, left.1 + last.1, left.2 + last.2);
            pools.truncate(pools.len() - 2);
            pools.push(joined);
        }
    }
    // One doubtful call more in every pool keeps a lucky pool from promising certainty.
    pools.iter().map(|&(sum, right, count)| (sum / count as f32, (right + 0.5) / (count as f32 + 1.0))).collect()
}

/// A calibration curve as a line of the model file; nothing where there is no curve.
pub fn calibration_line(curve: &[(f32, f32)]) -> String {
    if curve.is_empty() {
        return String::new();
    }
    let points: Vec<String> = curve.iter().map(|(raw, right)| format!("{:.1}:{:.1}", raw * 100.0, right * 100.0)).collect();
    format!("calibration\t{}\n", points.join(" "))
}
