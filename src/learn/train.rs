//! Training: three softmax regressions (type, area, relation) over the same features, by `AdaGrad`, in a fixed order.

use super::Labelled;
use crate::classify::Classifier;
use crate::classify::features::Sink;
use crate::order;
use crate::rulebook::model::class_names;
use crate::rulebook::{DutyType, Relation, Rulebook};
use rayon::prelude::*;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

/// Strength of regularisation; the inverse of `C` in other tools. Chosen by cross-validation.
const RIDGE: f32 = 0.05;
/// Times the examples are gone through.
const EPOCHS: usize = 30;
/// Step of `AdaGrad`.
const STEP: f32 = 0.5;
/// Features seen less often than this are left out.
const MIN_COUNT: u32 = 2;
/// Weights of types and relations below this, in hundredths, are not written.
const MIN_WEIGHT: i32 = 70;
/// Weights of areas below this, in hundredths, are not written; there are many.
const MIN_AREA_WEIGHT: i32 = 130;

/// Examples as numbers.
struct Matrix {
    rows: Vec<Vec<(u32, f32)>>,
    names: Vec<String>,
    counts: Vec<u32>,
}

struct Names<'a> {
    index: &'a mut HashMap<u64, u32>,
    known: &'a mut Vec<String>,
    row: Vec<(u32, f32)>,
}

impl Sink for Names<'_> {
    fn feature(&mut self, feature: u64, thirds: u8, _tokens: Range<usize>, name: impl FnOnce() -> String) {
        let next = self.known.len() as u32;
        let id = *self.index.entry(feature).or_insert(next);
        if id == next {
            self.known.push(name());
        }
        self.row.push((id, f32::from(thirds) / 3.0));
    }
}

impl Matrix {
    fn new(duties: &[&Labelled], rulebook: &Rulebook) -> Self {
        let mut classifier = Classifier::new(rulebook);
        let (mut index, mut names) = (HashMap::new(), Vec::new());
        let mut rows = Vec::with_capacity(duties.len());
        for duty in duties {
            let mut sink = Names { index: &mut index, known: &mut names, row: Vec::new() };
            classifier.features(&duty.text, &mut sink);
            let mut row = sink.row;
            let norm = row.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(1.0);
            for (_, value) in &mut row {
                *value /= norm;
            }
            rows.push(row);
        }
        let mut counts = vec![0; names.len()];
        for row in &rows {
            let mut seen: Vec<u32> = row.iter().map(|&(id, _)| id).collect();
            seen.sort_unstable();
            seen.dedup();
            for id in seen {
                counts[id as usize] += 1;
            }
        }
        for row in &mut rows {
            row.retain(|&(id, _)| counts[id as usize] >= MIN_COUNT);
        }
        Self { rows, names, counts }
    }
}

/// One of the three regressions: its targets and its place among the classes.
struct Task {
    first: usize,
    classes: usize,
    targets: Vec<Option<usize>>,
}

/// Learns from labelled duties and gives the text of the model file (without calibration).
pub fn train(duties: &[&Labelled], rulebook: &Rulebook) -> String {
    let matrix = Matrix::new(duties, rulebook);
    let areas = rulebook.areas();
    let types = DutyType::ALL.len();
    let area_of = |duty: &Labelled| -> Option<usize> {
        let fallback = match duty.duty_type {
            DutyType::Unclear => Some("unclear"),
            DutyType::Neither => Some("qualification-statement"),
            DutyType::Other => Some("out-of-scope-function"),
            _ => None,
        };
        let named = duty.areas.first().map(String::as_str);
        let id = if matches!(duty.duty_type, DutyType::Unclear | DutyType::Neither) {
            named.filter(|id| *id == "generic-duties").or(fallback)
        } else {
            named.or(fallback)
        };
        areas.iter().position(|area| Some(area.id.as_str()) == id)
    };
    let tasks = [
        Task { first: 0, classes: types, targets: duties.iter().map(|duty| Some(duty.duty_type as usize)).collect() },
        Task { first: types, classes: areas.len(), targets: duties.iter().map(|duty| area_of(duty)).collect() },
        Task {
            first: types + areas.len(),
            classes: Relation::ALL.len() + 1,
            targets: duties
                .iter()
                .map(|duty| Some(duty.relation().map_or(Relation::ALL.len(), |relation| relation as usize)))
                .collect(),
        },
    ];
    let importance: Vec<f32> = duties.iter().map(|duty| duty.weight).collect();
    let learned: Vec<(Vec<f32>, Vec<f32>)> = tasks.par_iter().map(|task| fit(&matrix, task, &importance)).collect();
    write(&matrix, &tasks, &learned, &class_names(areas))
}

/// Fits one regression: weights by feature and class, and biases.
fn fit(matrix: &Matrix, task: &Task, importance: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let classes = task.classes;
    let mut weights = vec![0.0f32; matrix.names.len() * classes];
    let mut squares = vec![1e-3f32; matrix.names.len() * classes];
    let mut bias = vec![0.0f32; classes];
    let mut bias_squares = vec![1e-3f32; classes];
    let mut order: Vec<usize> = (0..matrix.rows.len()).filter(|&at| task.targets[at].is_some()).collect();
    let mut random = 0x2545_f491_4f6c_dd1du64;
    let mut gradient = vec![0.0f32; classes];
    for _ in 0..EPOCHS {
        shuffle(&mut order, &mut random);
        for &at in &order {
            let Some(target) = task.targets[at] else { continue };
            gradient.copy_from_slice(&bias);
            for &(feature, value) in &matrix.rows[at] {
                let row = &weights[feature as usize * classes..][..classes];
                gradient.iter_mut().zip(row).for_each(|(score, weight)| *score += value * weight);
            }
            let top = gradient.iter().copied().fold(f32::MIN, f32::max);
            for score in &mut gradient {
                *score = (*score - top).exp();
            }
            let sum: f32 = gradient.iter().sum();
            for score in &mut gradient {
                *score /= sum;
            }
            gradient[target] -= 1.0;
            for slope in &mut gradient {
                *slope *= importance[at];
            }
            for class in 0..classes {
                bias_squares[class] += gradient[class] * gradient[class];
                bias[class] -= STEP * gradient[class] / bias_squares[class].sqrt();
            }
            for &(feature, value) in &matrix.rows[at] {
                let ridge = RIDGE / matrix.counts[feature as usize] as f32;
                let base = feature as usize * classes;
                for class in 0..classes {
                    let slope = value * gradient[class] + ridge * weights[base + class];
                    squares[base + class] += slope * slope;
                    weights[base + class] -= STEP * slope / squares[base + class].sqrt();
                }
            }
        }
    }
    (weights, bias)
}

/// Fisher-Yates by a fixed generator, so that training gives the same bytes everywhere.
fn shuffle(order: &mut [usize], random: &mut u64) {
    for at in (1..order.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        order.swap(at, (*random % (at as u64 + 1)) as usize);
    }
}

/// The model file: features in order of name, weights in hundredths.
fn write(matrix: &Matrix, tasks: &[Task], learned: &[(Vec<f32>, Vec<f32>)], classes: &[String]) -> String {
    let mut out =
        String::from("# Weights learned by `role-audit rules train`; rebuilt, not edited. Feature, then weight by class, in hundredths.\n");
    let bias: Vec<String> = tasks
        .iter()
        .zip(learned)
        .flat_map(|(task, (_, bias))| {
            bias.iter().enumerate().map(|(at, value)| format!("{}:{:.0}", classes[task.first + at], value * 100.0))
        })
        .collect();
    let _ = writeln!(out, "bias\t{}", bias.join(" "));
    let mut order: Vec<usize> = (0..matrix.names.len()).filter(|&at| matrix.counts[at] >= MIN_COUNT).collect();
    order::by(&mut order, |&a, &b| matrix.names[a].cmp(&matrix.names[b]));
    for feature in order {
        let mut pairs = Vec::new();
        for (task, (weights, _)) in tasks.iter().zip(learned) {
            for class in 0..task.classes {
                let value = (weights[feature * task.classes + class] * 100.0).round() as i32;
                let least = if task.classes > 20 { MIN_AREA_WEIGHT } else { MIN_WEIGHT };
                if value.abs() >= least {
                    pairs.push(format!("{}:{value}", classes[task.first + class]));
                }
            }
        }
        if !pairs.is_empty() {
            let _ = writeln!(out, "{}\t{}", matrix.names[feature], pairs.join(" "));
        }
    }
    out
}
