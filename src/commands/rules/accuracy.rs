//! `role-audit rules train` and `rules score`: weights from labelled duties, and how often the verdicts agree with labels.

use crate::classify::{Classifier, Verdict};
use crate::cli::{Common, Knowledge};
use crate::commands::to_stdout;
use crate::config::in_force;
use crate::error::{Error, Status};
use crate::learn::cross::{calibration, calibration_line, cross_validate};
use crate::learn::examples::examples;
use crate::learn::measure::{Reliability, Score, reliability, score};
use crate::learn::{Labelled, data, train};
use crate::order;
use crate::rulebook::Rulebook;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Reads labelled files; the error names file and line.
fn read(paths: &[PathBuf]) -> Result<Vec<Labelled>, Error> {
    let mut duties = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::Usage { message: format!("{} cannot be read: {error}", path.display()), help: None })?;
        let read = data::read(&text).map_err(|message| Error::Usage {
            message: format!("{}: {message}", path.display()),
            help: Some(
                "A labelled file holds JSON Lines with `text`, `type`, `areas` and `relation`, or lines of `relation|type|area|text`."
                    .to_owned(),
            ),
        })?;
        duties.extend(read);
    }
    Ok(duties)
}

/// Learns weights from labelled duties, says how well they do on folds they never saw, and writes them.
pub(super) fn train(labelled: &[PathBuf], out: &Path, knowledge: &Knowledge, common: Common) -> Result<Status, Error> {
    let force = in_force(&knowledge.asked())?;
    let rulebook = &force.rulebook;
    let (folded, mut always): (Vec<Labelled>, Vec<Labelled>) = read(labelled)?.into_iter().partition(|duty| duty.fold.is_some());
    always.extend(examples(&force.rule_sources()?, rulebook)?);
    let verdicts = cross_validate(&folded, &always, rulebook)?;
    let pairs: Vec<(&Labelled, &Verdict)> = folded.iter().zip(&verdicts).collect();
    let all: Vec<&Labelled> = folded.iter().chain(&always).collect();
    let mut text = train::train(&all, rulebook);
    // Where nothing is held out to measure on, the curve in force is the best there is.
    let curve = if folded.is_empty() { rulebook.model().calibration().to_vec() } else { calibration(&pairs) };
    text.push_str(&calibration_line(&curve));
    // The table is made with the curve in force, as users will see it.
    let calibrated = rulebook.with_model("weights", &text)?;
    let shown: Vec<Verdict> = verdicts.iter().map(|verdict| verdict.calibrated(calibrated.model())).collect();
    let pairs: Vec<(&Labelled, &Verdict)> = folded.iter().zip(&shown).collect();
    std::fs::write(out, text)
        .map_err(|error| Error::Usage { message: format!("{} cannot be written: {error}", out.display()), help: None })?;
    to_stdout(common.look(), |to| {
        if folded.is_empty() {
            return writeln!(to, "learned from {} duties; not measured, for no labelled duty has a `fold`", all.len());
        }
        writeln!(to, "learned from {} duties; measured on folds that were not learned from", all.len())?;
        table(&pairs, rulebook, to)
    })?;
    Ok(Status::Clean)
}

/// Says how often the rules agree with labelled duties.
pub(super) fn measure(labelled: &[PathBuf], knowledge: &Knowledge, common: Common) -> Result<Status, Error> {
    let rulebook = in_force(&knowledge.asked())?.rulebook;
    let duties = read(labelled)?;
    let mut classifier = Classifier::new(&rulebook);
    let verdicts: Vec<Verdict> = duties.iter().map(|duty| classifier.classify(&duty.text)).collect();
    let pairs: Vec<(&Labelled, &Verdict)> = duties.iter().zip(&verdicts).collect();
    to_stdout(common.look(), |to| table(&pairs, &rulebook, to))?;
    Ok(Status::Clean)
}

fn table(pairs: &[(&Labelled, &Verdict)], rulebook: &Rulebook, to: &mut dyn Write) -> io::Result<()> {
    let mut folds: Vec<u32> = pairs.iter().filter_map(|(duty, _)| duty.fold).collect();
    order::by(&mut folds, Ord::cmp);
    folds.dedup();
    writeln!(
        to,
        "{:<6}{:>8}{:>8}{:>7}{:>7}{:>7}{:>11}{:>7}{:>10}{:>12}{:>12}",
        "fold", "duties", "macroF1", "pm", "po", "rest", "precision", "area", "relation", "high right", "high share"
    )?;
    let mut line = |name: &str, part: &[(&Labelled, &Verdict)]| {
        let Score { duties, f1: [pm, po, rest], macro_f1, precision, area, relation, high_precision, high_share, .. } =
            score(part, rulebook);
        writeln!(
            to,
            "{name:<6}{duties:>8}{macro_f1:>8.3}{pm:>7.3}{po:>7.3}{rest:>7.3}{precision:>11.3}{area:>7.3}{relation:>10.3}{high_precision:>12.3}{high_share:>12.3}"
        )
    };
    for fold in folds {
        let part: Vec<_> = pairs.iter().filter(|(duty, _)| duty.fold == Some(fold)).copied().collect();
        line(&fold.to_string(), &part)?;
    }
    line("all", pairs)?;
    writeln!(to, "\npm and po calls by confidence: said, and how many were right")?;
    for Reliability { from, to: until, calls, said, right } in reliability(pairs) {
        writeln!(to, "  {from:.1} to {until:.1}  {calls:>5} calls  said {said:.2}  right {right:.2}")?;
    }
    Ok(())
}
