//! What an audit costs does not grow unnoticed: allocations on a fixed input stay within a tenth of what was last recorded.
//!
//! Allocations are counted rather than time taken, for their number is the same on every run and machine. When a change
//! is worth what it costs, `UPDATE_ALLOCATIONS=1 cargo test --test allocations` records the new figures.

use allocation_counter::{AllocationInfo, measure};
use role_audit::audit::{Audit, Input};
use role_audit::classify::Classifier;
use role_audit::document;
use role_audit::report::{self, Format, Look, Report, View};
use role_audit::rulebook::Rulebook;
use role_audit::settings::Settings;
use role_audit::source::Source;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The input; it stays as it is, whatever becomes of the corpus it was taken from.
const INPUT: [(&str, &str); 3] = [
    ("charter.yaml", include_str!("../benches/fixed/charter.yaml")),
    ("posting.yaml", include_str!("../benches/fixed/posting.yaml")),
    ("posting.md", include_str!("../benches/fixed/posting.md")),
];
/// Figures may grow by one in so many.
const TOLERANCE: u64 = 10;
const RECORD: &str = "benches/allocations.tsv";
const HEAD: &str =
    "# Allocations and bytes at most held by each step on benches/fixed; tests/allocations.rs says how to record them anew.\n";

#[test]
fn no_step_costs_a_tenth_more_than_recorded() {
    // One thread, and that the one that counts.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().expect("a pool of this thread");
    let measured = pool.install(steps);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(RECORD);
    if std::env::var_os("UPDATE_ALLOCATIONS").is_some() {
        std::fs::write(&path, written(&measured)).expect("the record can be written");
    }
    let record = std::fs::read_to_string(&path).expect("the record is there");
    let recorded = read(&record);
    let mut grown = String::new();
    for (step, now) in &measured {
        let known = recorded.get(*step).unwrap_or_else(|| panic!("{RECORD} lacks `{step}`"));
        for (what, now, then) in [("allocations", now.count_total, known.0), ("bytes at most", now.bytes_max, known.1)] {
            if now > then + then / TOLERANCE {
                _ = writeln!(grown, "{step}: {now} {what}, recorded {then}");
            }
        }
    }
    assert!(
        grown.is_empty(),
        "grown by more than a tenth:\n{grown}If it is worth it: UPDATE_ALLOCATIONS=1 cargo test --test allocations"
    );
}

/// The steps of an audit, in order, with what each costs.
fn steps() -> Vec<(&'static str, AllocationInfo)> {
    let mut steps = Vec::new();
    let mut step = |name, run: &mut dyn FnMut()| steps.push((name, measure(run)));
    step("load", &mut || _ = Rulebook::builtin());
    let rulebook = Rulebook::builtin();
    let sources = INPUT.map(|(name, text)| Source::new(name, text));
    let mut readings = Vec::new();
    step("read", &mut || readings.extend(sources.iter().map(|source| document::read(source, rulebook))));

    let roles = readings.iter().flat_map(|reading| &reading.documents).flat_map(|document| &document.roles);
    let duties: Vec<&str> = roles.flat_map(|role| &role.duties).map(|duty| duty.text.as_str()).collect();
    assert!(duties.len() > 60, "{} duties", duties.len());
    let mut classifier = Classifier::new(rulebook);
    step("classify", &mut || duties.iter().for_each(|duty| _ = classifier.classify(duty)));

    let settings = Settings::default();
    let inputs = INPUT.map(|(name, text)| Input { source: Source::new(name, text), failure: None, named: true });
    let mut inputs = Some(Vec::from(inputs));
    let mut audit = Audit::default();
    step("audit", &mut || audit = Audit::run(inputs.take().unwrap_or_default(), rulebook, &settings));
    assert!(!audit.findings.is_empty());
    let coloured = Look { colour: true, unicode: true, width: 100 };
    for (name, format, look) in
        [("human", Format::Human, coloured), ("plain", Format::Human, Look::FILE), ("json", Format::Json, Look::FILE)]
    {
        let report = Report { audit: &audit, rulebook, settings: &settings };
        step(name, &mut || {
            report::write(format, &report, View { look, quiet: false, verbose: false }, &mut std::io::sink()).expect("a sink takes all");
        });
    }
    steps
}

fn written(steps: &[(&str, AllocationInfo)]) -> String {
    let mut text = HEAD.to_owned();
    for (step, cost) in steps {
        _ = writeln!(text, "{step}\t{}\t{}", cost.count_total, cost.bytes_max);
    }
    text
}

fn read(record: &str) -> BTreeMap<&str, (u64, u64)> {
    let lines = record.lines().filter(|line| !line.starts_with('#'));
    let number = |field: Option<&str>| field.and_then(|field| field.parse().ok()).expect("a number");
    lines
        .map(|line| {
            let mut fields = line.split('\t');
            (fields.next().expect("a step"), (number(fields.next()), number(fields.next())))
        })
        .collect()
}
