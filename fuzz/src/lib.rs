//! What must hold for any text whatever, one function for each thing that reads text. The fuzz targets call them with what the
//! fuzzer makes up; `tests/fuzzed.rs` calls them with the fixtures and with everything that was ever found.

use role_audit::audit::{Audit, Input};
use role_audit::classify::Classifier;
use role_audit::config;
use role_audit::document::{MappedText, Problem, Reading, markdown as markdown_reader, yaml as yaml_reader};
use role_audit::finding::Confidence;
use role_audit::report::verdict::places::Places;
use role_audit::report::verdict::{human, jsonl, trace};
use role_audit::report::{self, Format, Look, Report, View, escape, job_summary};
use role_audit::rulebook::{Rulebook, Sources};
use role_audit::settings::Settings;
use role_audit::source::{Source, Span};
use role_audit::table::{Baseline, Table, TableFormat, View as TableView, render};
use std::path::Path;
use std::sync::OnceLock;

/// What separates the files in a text that stands for several: a line of this and the name of the file.
const FILE_MARK: &str = "=== ";

/// Any text is read as YAML or JSON, and every place in what is read lies in the text.
pub fn yaml(text: &str) {
    let source = Source::new("fuzz.yaml", text);
    places(text, &yaml_reader::read(&source, Rulebook::builtin()));
}

/// Any text is read as Markdown, and every place in what is read lies in the text.
pub fn markdown(text: &str) {
    let source = Source::new("fuzz.md", text);
    places(text, &markdown_reader::read(&source, Rulebook::builtin()));
}

/// Any sentence gets a verdict whose ranges lie in it, and that can be shown to people and programs.
pub fn classify(text: &str) {
    let rulebook = Rulebook::builtin();
    let mut classifier = Classifier::new(rulebook);
    let verdict = classifier.classify(text);
    for part in verdict.parts().iter().chain([&verdict.whole]) {
        assert!(text.get(part.place.range()).is_some(), "{part:?}");
        assert!(part.evidence.iter().all(|found| text.get(found.place.range()).is_some()), "{part:?}");
        assert!((0.0..=1.0).contains(&part.confidence), "{part:?}");
        assert!((-1..=5).contains(&part.strength), "{part:?}");
    }
    assert_eq!(classifier.classify(text), verdict, "what was classified before changed the verdict");

    let (reasons, nowhere) = (classifier.trace(text, &verdict), Places::default());
    let parts = verdict.parts().iter().zip(&reasons);
    let traces: Vec<_> = parts.map(|(part, reason)| trace::object(text, part, reason, rulebook, &nowhere)).collect();
    assert_eq!(traces.len(), verdict.parts().len());
    let mut line = Vec::new();
    let beside = jsonl::Beside { trace: &traces, ..jsonl::Beside::default() };
    jsonl::write(&mut line, beside, text, &verdict, rulebook).expect("a vector takes everything");
    let line = as_text(line);
    assert_eq!(line.matches('\n').count(), 1);
    let object: serde_json::Value = serde_json::from_str(&line).expect("it is JSON");
    assert_eq!(object["text"].as_str(), Some(text));
    assert_harmless(&line);
    let extent = human::Extent { traces: &traces, enough: Confidence::Medium };
    for look in LOOKS {
        let mut shown = String::new();
        human::write(&mut shown, text, &verdict, rulebook, look, &extent);
        assert_harmless(&without_colour(&shown));
    }
}

/// Any rule files laid over the built-in ones are rules or have a mistake that can be told; rules can be worked with.
pub fn rules(text: &str) {
    let files = files(text, "areas/product-roadmap.yaml").into_iter();
    let sources = SOURCES.get_or_init(few_rules).clone();
    let sources = sources.with_texts(files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    match Rulebook::from_sources(&sources) {
        Ok(rulebook) => {
            let mut classifier = Classifier::new(&rulebook);
            for duty in DUTIES {
                let verdict = classifier.classify(duty);
                assert!(duty.get(verdict.whole.place.range()).is_some());
                assert!((0.0..=1.0).contains(&verdict.whole.confidence), "{verdict:?}");
            }
            let audit = Audit::run(inputs(SMALL_ORG, "a.yaml"), &rulebook, &Settings::default());
            assert!(audit.findings.iter().all(|finding| !finding.message.is_empty()));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Any text is a configuration or has mistakes within it; any text is a baseline or is refused in words.
pub fn configuration(text: &str) {
    let root = Path::new("/repository");
    match config::read::text(&Source::new("role-audit.yaml", text), root, root) {
        Ok(values) => _ = config::read::unknown_names(&values, Rulebook::builtin()),
        Err(mistakes) => {
            assert!(!mistakes.is_empty());
            assert!(mistakes.iter().all(|mistake| is_inside(text, mistake.span) && !mistake.message.is_empty()), "{mistakes:?}");
            for look in LOOKS {
                let mistakes = config::Mistakes::new(Source::new("role-audit.yaml", text), mistakes.clone());
                assert_harmless(&without_colour(&mistakes.show(look)));
            }
        }
    }
    if let Err(why) = Baseline::read(text) {
        assert!(!why.is_empty());
    }
}

/// Any set of files is audited, twice with the same result, and every report on it is whole and harmless.
pub fn audit(text: &str) {
    let rulebook = Rulebook::builtin();
    let ids = role_audit::checks::ALL.iter().map(|check| check.id.to_owned());
    let settings = Settings { min_confidence: Confidence::Low, select: ids.collect(), ..Settings::default() };
    let audit = Audit::run(inputs(text, "a.yaml"), rulebook, &settings);
    assert!(
        !audit.problems.iter().any(|(_, problem)| format!("{problem:?}").contains("role-audit failed")),
        "a panic was caught"
    );
    for label in audit.findings.iter().flat_map(|finding| &finding.labels) {
        assert!(is_inside(audit.source(label.source).text(), label.span), "{label:?}");
    }
    let report = Report { audit: &audit, rulebook, settings: &settings };
    // Everything at once would leave little time for other texts.
    match text.len() % 3 {
        0 => people(&report),
        1 => programs(&report),
        _ => tables(&report),
    }
    let again = Audit::run(inputs(text, "a.yaml"), rulebook, &settings);
    assert_eq!(audit.findings, again.findings);
}

/// The formats of `check` that people read.
fn people(report: &Report<'_>) {
    for look in LOOKS {
        assert_harmless(&without_colour(&written(report, Format::Human, look)));
        assert_harmless(&without_colour(&written(report, Format::Narrated, look)));
    }
    let mut out = Vec::new();
    job_summary::write(report, &mut out).expect("a vector takes everything");
    assert_harmless(&as_text(out));
}

/// The formats of `check` that programs read.
fn programs(report: &Report<'_>) {
    let text = |format| {
        let text = written(report, format, Look::FILE);
        assert_harmless(&text);
        text
    };
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("it is JSON");
    for format in [Format::Json, Format::Sarif, Format::Gitlab] {
        json(&text(format));
    }
    let lines = text(Format::Jsonl);
    assert!(lines.lines().map(json).all(|value| value.is_object()));
    assert_eq!(lines.lines().count(), report.audit.findings.len());
    for format in [Format::Junit, Format::Checkstyle] {
        let text = text(format);
        assert!(roxmltree::Document::parse(&text).is_ok(), "{text}");
    }
    assert_eq!(text(Format::Concise).lines().count(), report.audit.findings.len());
    for line in text(Format::Github).lines() {
        let ours = ["::error title=", "::warning title=", "::notice title="].iter().any(|command| line.starts_with(command));
        let obeyed = line.trim_start().starts_with("::") || line.contains("##[") || line.contains("##vso[");
        assert!(ours || !obeyed, "{line}");
    }
    for line in text(Format::Azure).lines() {
        let obeyed = line.strip_prefix("##vso[task.").unwrap_or(line);
        assert!(!obeyed.contains("##[") && !obeyed.contains("##vso["), "{line}");
    }
}

/// Every format of `table`.
fn tables(report: &Report<'_>) {
    let table = Table::new(report, &TableView::ALL, None);
    let shown = |format, look| {
        let mut out = Vec::new();
        render::write(format, &table, look, &mut out).expect("a vector takes everything");
        as_text(out)
    };
    for look in LOOKS {
        assert_harmless(&without_colour(&shown(TableFormat::Text, look)));
    }
    assert_harmless(&shown(TableFormat::Markdown, Look::FILE));
    assert!(!shown(TableFormat::Html, Look::FILE).contains("<xss"), "markup came through");
    serde_json::from_str::<Table>(&shown(TableFormat::Json, Look::FILE)).expect("a table can be read back");
    let baseline = Baseline::read(&shown(TableFormat::Json, Look::FILE)).expect("a table is a baseline");
    let since = Table::new(report, &TableView::ALL, Some(&baseline));
    assert_eq!(since.decisions.is_some(), table.decisions.is_some());
    for view in TableView::ALL {
        let table = Table::new(report, &[view], None);
        let mut out = Vec::new();
        render::write(TableFormat::Csv, &table, Look::FILE, &mut out).expect("a vector takes everything");
        as_text(out);
    }
}

const LOOKS: [Look; 3] = [
    Look { colour: false, unicode: true, width: 80 },
    Look { colour: false, unicode: false, width: 40 },
    Look { colour: true, unicode: true, width: 120 },
];

const DUTIES: [&str; 3] = [
    "Own the product roadmap",
    "Order the backlog and accept stories",
    "Advise Sales, if asked, on behalf of the PM",
];

const SMALL_ORG: &str = "title: Product Manager\nteam: Quay\nduties: [Own the product roadmap]\n=== b.md\n# Product Owner\n\n\
                         ## Responsibilities\n\n- Own the product roadmap\n- Order the product backlog\n";

static SOURCES: OnceLock<Sources> = OnceLock::new();

/// The built-in rules with little in them, so that they compile quickly: areas without phrases and examples, hardly any weights.
fn few_rules() -> Sources {
    let sources = Rulebook::builtin_sources();
    let areas: Vec<_> = sources.folder("areas").chain(sources.folder("residual")).collect();
    let thin = |text: &str| text.split("\nphrases:").next().unwrap_or_default().to_owned() + "\nphrases: {}\n";
    let mut few: Vec<_> = areas.iter().map(|file| (file.path.clone(), thin(&file.text))).collect();
    let model = include_str!("../../rules/model.tsv");
    few.push(("model.tsv".to_owned(), model.lines().take(12).flat_map(|line| [line, "\n"]).collect()));
    sources.with_texts(few)
}

/// The files that a text stands for: name and contents.
fn files<'a>(text: &'a str, first: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut files = vec![(first, text)];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if let Some(name) = line.strip_prefix(FILE_MARK)
            && let Some(last) = files.last_mut()
        {
            last.1 = &last.1[..last.1.len() - (text.len() - start)];
            files.push((name.trim(), &text[at..]));
        }
    }
    files.retain(|(_, text)| !text.is_empty());
    files.truncate(8);
    files
}

fn inputs(text: &str, first: &str) -> Vec<Input> {
    let input = |(name, text): (&str, &str)| Input { source: Source::new(name, text), failure: None, named: true };
    files(text, first).into_iter().map(input).collect()
}

fn written(report: &Report<'_>, format: Format, look: Look) -> String {
    let mut out = Vec::new();
    report::write(format, report, View { look, quiet: false, verbose: true }, &mut out).expect("a vector takes everything");
    as_text(out)
}

fn as_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("it is text")
}

/// A text without the colours that the program itself adds.
fn without_colour(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::with_capacity(text.len());
    while let Some(at) = rest.find("\u{1b}[") {
        plain.push_str(&rest[..at]);
        let code = &rest[at + 2..];
        match code.find(|c: char| !c.is_ascii_digit() && c != ';') {
            Some(end) if code[end..].starts_with('m') => rest = &code[end + 1..],
            _ => panic!("an escape sequence that is no colour: {:?}", code.chars().take(20).collect::<String>()),
        }
    }
    plain + rest
}

/// Nothing in a text would be obeyed by a terminal, hidden or reordered.
fn assert_harmless(text: &str) {
    if let Some(at) = text.find(|c: char| c != '\n' && escape::is_hostile(c)) {
        let around: String = text[..at]
            .chars()
            .rev()
            .take(60)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .chain(text[at..].chars().take(20))
            .collect();
        panic!("a hostile character came through: {around:?}");
    }
}

fn is_inside(text: &str, span: Span) -> bool {
    text.get(span.range()).is_some()
}

/// Every place in a reading lies in the text, on character borders.
fn places(text: &str, reading: &Reading) {
    let inside = |span: Span| is_inside(text, span);
    let mapped = |mapped: &MappedText| {
        mapped.as_str().char_indices().all(|(at, c)| inside(mapped.span(at..at + c.len_utf8()))) && inside(mapped.whole())
    };
    for problem in &reading.problems {
        assert!(inside(problem.span()), "{problem:?}");
        if let Problem::FoldedBullets { bullets, .. } = problem {
            assert!(bullets.iter().all(|&bullet| inside(bullet)));
        }
    }
    for role in reading.documents.iter().flat_map(|document| &document.roles) {
        assert!(inside(role.place) && role.title.iter().all(mapped), "{role:?}");
        assert!(role.duties.iter().all(|duty| mapped(&duty.text) && duty.group.iter().all(mapped)), "{role:?}");
        assert!(role.sections.iter().all(|section| mapped(&section.heading) && section.items.iter().all(mapped)), "{role:?}");
    }
    for matrix in reading.documents.iter().flat_map(|document| &document.matrices) {
        assert!(inside(matrix.place) && matrix.columns.iter().all(mapped), "{matrix:?}");
        assert!(
            matrix.rows.iter().all(|row| mapped(&row.label) && row.cells.iter().all(|(_, cell)| mapped(cell))),
            "{matrix:?}"
        );
    }
    assert!(reading.comments.iter().all(|comment| mapped(&comment.text)));
}
