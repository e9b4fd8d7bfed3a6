//! `cargo bench` prints what single steps cost inside one process, beside what is demanded of them.
//!
//! Whole runs of the program are measured by `benches/compare.py`. No framework: each step is run a number of times, and
//! the fastest and the middle run are shown.

#[expect(dead_code, reason = "only the shapes measured here are used")]
mod corpus;

use corpus::shapes::{self, Person};
use corpus::{Dice, Sentences};
use role_audit::audit::{Audit, Input};
use role_audit::classify::Classifier;
use role_audit::document;
use role_audit::report::{self, Format, Look, Report, View};
use role_audit::rulebook::Rulebook;
use role_audit::settings::Settings;
use role_audit::source::Source;
use std::hint::black_box;
use std::io::{self, Write as _};
use std::time::{Duration, Instant};

const SEED: u64 = 20_251_122;

fn main() -> io::Result<()> {
    // Run as a test (`cargo test --benches`), it only shows that it runs.
    let runs = if std::env::args().any(|argument| argument == "--bench") { 15 } else { 1 };
    let mut out = io::stdout().lock();
    let mut show = |step: &str, unit: &str, demand: &str, per: f64, times: Times| {
        writeln!(out, "{step:<44} {:>10.3} {:>10.3}  {unit:<12} {demand}", times.least * per, times.middle * per)
    };
    show("", "fastest, middle", "", f64::NAN, Times::default())?;

    show("load the rules", "ms", "<= 5 ms", 1e3, time(runs, Rulebook::decoded))?;
    let rulebook = Rulebook::builtin();

    let sentences = Sentences::of_the_project();
    let mut dice = Dice::new(SEED);
    let duties: Vec<String> = std::iter::repeat_with(|| sentences.any(&mut dice))
        .filter(|duty| duty.split_whitespace().count() == 15)
        .take(20_000)
        .collect();
    let mut classifier = Classifier::new(rulebook);
    let all = time(runs, || duties.iter().map(|duty| classifier.classify(duty).whole.place.len()).sum::<usize>());
    show("classify a duty of 15 words", "us", "<= 3.33 us (300,000 a second)", 1e6 / duties.len() as f64, all)?;
    let rate = Times { least: all.least.recip(), middle: all.middle.recip() };
    show("the same", "k a second", ">= 300", 1e-3 * duties.len() as f64, rate)?;

    let person = Person::new(0, &mut dice);
    let yaml = Source::new("posting.yaml", shapes::yaml(&person, 3_000, &sentences, &mut dice));
    let markdown = Source::new("posting.md", shapes::markdown(&person, 3_000, &sentences, &mut dice));
    show("read a YAML posting of 3 KB", "us", "", 1e4, time(runs, || hundred(|| document::read(&yaml, rulebook))))?;
    show(
        "read a Markdown posting of 3 KB",
        "us",
        "",
        1e4,
        time(runs, || hundred(|| document::read(&markdown, rulebook))),
    )?;
    let titles = ["Senior Product Manager, Platform", "Product Owner (m/f/d) - Checkout", "Release Train Engineer", "Baker"];
    let read = || titles.map(|title| rulebook.titles().read(title));
    show("read a title", "us", "", 1e4 / titles.len() as f64, time(runs, || hundred(read)))?;

    let settings = Settings::default();
    let text = shapes::mixed_up(1_900, 2_550, &sentences, &mut dice);
    let megabytes = text.len() as f64 / 1e6;
    let input = Input { source: Source::new("findings.yaml", text), failure: None, named: true };
    let audit = Audit::run(vec![input], rulebook, &settings);
    let report = Report { audit: &audit, rulebook, settings: &settings };
    let view = View { look: Look { colour: true, unicode: true, width: 100 }, quiet: false, verbose: false };
    let render = || report::write(Format::Human, &report, view, &mut io::sink());
    let step = format!("render {} findings in one {megabytes:.1} MB file", audit.findings.len());
    show(&step, "s", "<= 2 s (10,000 in 5 MB)", 1.0, time(runs.min(5), render))
}

/// How long the fastest and the middle run took, in seconds.
#[derive(Clone, Copy, Default)]
struct Times {
    least: f64,
    middle: f64,
}

fn time<T>(runs: usize, mut run: impl FnMut() -> T) -> Times {
    black_box(run());
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort();
    Times { least: times[0].as_secs_f64(), middle: times[runs / 2].as_secs_f64() }
}

/// Does something short a hundred times, so that the clock's grain does not count.
fn hundred<T>(mut run: impl FnMut() -> T) {
    for _ in 0..100 {
        black_box(run());
    }
}
