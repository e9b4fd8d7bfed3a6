//! One sample of findings that every renderer is tested on: hostile text, non-ASCII text, several files, many labels,
//! labels across lines, at the end of a file and without length.

use super::{Report, escape};
use crate::audit::{Audit, AuditedDocument, AuditedDuty, AuditedRole, Hidden};
use crate::classify::{Claim, Evidence, Modifiers, Part, Signal, Verdict};
use crate::document::{MappedText, Scope};
use crate::finding::{Confidence, Finding, Label, Severity, SourceId};
use crate::rulebook::hints::Hints;
use crate::rulebook::{DutyType, KindId, Relation, Rulebook};
use crate::settings::Settings;
use crate::source::{Source, Span};
use std::io::{self, Write};

/// A charter of one team.
const CHARTER: &str = "team: Checkout\nproduct: Payments\nroles:\n  - title: Product Manager\n    duties:\n      - Own the product roadmap\n      - >\n        Talk to customers every week\n        and turn what they say into\n        decisions about the product\n  - title: Product Owner\n    duties:\n      - Order the product backlog and define the long-term product strategy for the payments platform, so that every team knows where it is going\n      - Decide what stands on the roadmap\n";
/// A posting in other scripts than Latin.
const POSTING: &str = "title: Product Owner (m/w/d) – Zürich\r\nduties:\r\n\t- 製品のビジョンを決める and own the 🚀 launch\r\n  - Für die Roadmap entscheiden\r\n";
/// What nobody means well.
const HOSTILE: &str = "title: \u{1b}[31mProduct\u{7} Owner\nduties:\n  - \u{202e}backlog\u{202c} own \u{0} the";

/// What would mean something to a reader of XML, Markdown, spreadsheets or the logs of CI servers.
const MARKUP: &str = "title: '=HYPERLINK(\"http://example.org\")'\nduties:\n  - \"<script>alert(1)</script> & own ]]> the | **bold** [link](http://example.org) `roadmap` {0} 100%\"\n  - '::error file=a.yaml::x ##[error] ##vso[task.complete result=Failed;]x, =1+1'\n";

/// What a renderer writes of a sample.
pub(super) fn written(sample: &Sample, write: impl FnOnce(&Report<'_>, &mut dyn Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&sample.report(), &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("it is text")
}

/// Whether nothing in an output would be obeyed by a terminal.
pub(super) fn is_safe(text: &str) -> bool {
    text.chars().all(|c| c == '\n' || !escape::is_hostile(c))
}

/// The sample.
pub(super) struct Sample {
    pub(super) audit: Audit,
    pub(super) settings: Settings,
}

impl Sample {
    pub(super) fn report(&self) -> Report<'_> {
        Report { audit: &self.audit, rulebook: Rulebook::builtin(), settings: &self.settings }
    }
}

pub(super) fn sample() -> Sample {
    let long = format!("title: Product Owner\nduties: [{}Own the vision, {}]\n", "Write stories, ".repeat(400), "Test, ".repeat(400));
    let sources = vec![
        Source::new("org/checkout.yaml", CHARTER),
        Source::new("postings/zürich.md", POSTING),
        Source::new("odd/\u{1b}[2J\u{202e}name.yaml", HOSTILE),
        Source::new("org/one-line.yaml", long),
        Source::new("empty.yaml", ""),
        Source::new("org/reading-list.md", "# Books\n"),
        Source::new("odd/<b>&\"'|`,;]%20:#?.yaml", MARKUP),
    ];
    let mut audit = Audit { sources, hidden: Hidden { low_confidence: 3, suppressed: 1 }, ..Audit::default() };
    audit.passed_over = vec![SourceId(5)];
    audit.roles = vec![
        role(&mut audit, 0, "Product Manager", Some(KindId::PM), &["Own the product roadmap"]),
        role(&mut audit, 0, "Product Owner", Some(KindId::PO), &["Decide what stands on the roadmap"]),
        role(&mut audit, 1, "Product Owner (m/w/d) – Zürich", Some(KindId::PO), &["Für die Roadmap entscheiden"]),
    ];
    audit.documents = vec![
        AuditedDocument { source: SourceId(0), scope: Scope::default(), model: None, matrices: Vec::new(), roles: 0..2 },
        AuditedDocument { source: SourceId(1), scope: Scope::default(), model: None, matrices: Vec::new(), roles: 2..3 },
    ];
    audit.roles[2].document = 1;
    audit.findings = findings(&audit);
    Sample { audit, settings: Settings::default() }
}

fn findings(audit: &Audit) -> Vec<Finding> {
    use Confidence::{High, Low, Medium};
    use Severity::{Error, Info, Warning};
    let roadmap = Rulebook::builtin().area_by_id("product-roadmap").expect("the area is there");
    let at = |source: u32, words: &str, message: &'static str| Label {
        source: SourceId(source),
        span: find(audit, source, words),
        message: message.into(),
    };
    let span = |source, start, end, message: &'static str| Label {
        source: SourceId(source),
        span: Span::new(start, end),
        message: message.into(),
    };
    let mut two_owners = Finding::new(
        "two-owners",
        Error,
        High,
        "Product Manager and Product Owner both decide about the product roadmap of Payments, so either each waits for the other or both act",
        at(0, "Own the product roadmap", "the Product Manager owns it"),
    )
    .with_label(at(0, "Decide what stands on the roadmap", "the Product Owner decides about it as well"))
    .with_label(at(1, "Für die Roadmap entscheiden", "and so does the Product Owner of Zürich"))
    .with_help("Name one owner. Either the Product Manager keeps the roadmap and the Product Owner gives feedback on it, or the Product Owner owns it and the Product Manager sets its goals.")
    .with_area(roadmap)
    .with_role("Product Manager")
    .with_role("Product Owner");
    two_owners.team = Some("Checkout".to_owned());
    two_owners.product = Some("Payments".to_owned());
    vec![
        two_owners,
        Finding::new(
            "po-holds-pm-duty",
            Warning,
            Medium,
            "The Product Owner defines the product strategy, which is the Product Manager's to decide",
            at(0, "define the long-term product strategy", "a decision about the product strategy"),
        )
        .with_label(at(0, "define", "says who decides"))
        .with_label(at(0, "where it is going", "a horizon beyond the sprint"))
        .with_help("Move the duty to the Product Manager, or write what the Product Owner gives to the strategy, for example \"Feed what the team learns into the product strategy\"."),
        Finding::new(
            "compound-duty",
            Info,
            High,
            "One duty holds two that belong to different roles",
            at(0, "Talk to customers every week\n        and turn what they say into\n        decisions about the product", "three lines, one duty"),
        ),
        Finding::new("folded-bullets", Warning, High, "The list became one line of text", at(0, "roles:\n  - title: Product Manager\n    duties:\n      - Own the product roadmap\n      - >\n        Talk", "all of this"))
            .with_help("Indent."),
        Finding::new("pm-holds-po-duty", Warning, Low, "Wide and narrow characters line up: 製品のビジョン", at(1, "own the 🚀 launch", "here"))
            .with_label(at(1, "製品のビジョンを決める", "決める decides"))
            .with_label(at(1, "Zürich", "")),
        Finding::new("unclear-duty", Info, High, "Controls \u{1b}[31m do not reach \u{202e} the terminal\nnor do bells \u{7}", at(2, "\u{202e}backlog\u{202c} own \u{0}", "\u{1b}[5mblink"))
            .with_label(at(2, "\u{1b}[31mProduct\u{7} Owner", "title"))
            .with_help("Write\nplain \u{1b}[0m words."),
        Finding::new("unreadable-document", Error, High, "The text ends too early", span(2, HOSTILE.len(), HOSTILE.len(), "here it stops")),
        Finding::new("unreadable-document", Error, High, "The file is empty", span(4, 0, 0, "")),
        Finding::new("neighbour-duty", Info, High, "A line of many thousand characters is shown around its label", at(3, "Own the vision", "in the middle of a very long line"))
            .with_label(span(3, 29, 42, "near its start"))
            .with_label(span(3, audit.sources[3].text().len() - 6, 99_999_999, "past its end")),
        many_places(audit),
        Finding::new(
            "two-owners",
            Warning,
            High,
            "::warning::<b>Bold</b> & \"quoted\" ]]> | *stars* _lines_ [link](http://example.org) {0} 100% ##vso[task.complete]; =1+1, 'x'",
            at(6, "<script>alert(1)</script> & own", "<i>here</i> | `there`"),
        )
        .with_label(at(6, "::error file=a.yaml::x ##[error]", "::error::and, here; ] 50%"))
        .with_help("<img src=x onerror=alert(1)> # not a heading\n- not a list | not a cell")
        .with_role("=HYPERLINK(\"http://example.org\")"),
    ]
}

/// The sample with more findings of every severity than some readers take.
pub(super) fn crowded() -> Sample {
    let mut sample = sample();
    let once = sample.audit.findings.clone();
    for _ in 0..11 {
        sample.audit.findings.extend(once.iter().cloned());
    }
    sample
}

/// A finding that points at more places than can be shown.
fn many_places(audit: &Audit) -> Finding {
    let text = audit.sources[3].text();
    let mut places = text.match_indices("stories").map(|(at, word)| Label {
        source: SourceId(3),
        span: Span::new(at, at + word.len()),
        message: "again".into(),
    });
    let first = places.next().expect("the sample says it often");
    places.take(20).fold(
        Finding::new("two-owners", Severity::Warning, Confidence::High, "Said again and again", first),
        Finding::with_label,
    )
}

fn role(audit: &mut Audit, source: u32, title: &str, kind: Option<KindId>, duties: &[&str]) -> AuditedRole {
    AuditedRole {
        source: SourceId(source),
        document: 0,
        title: title.to_owned(),
        kind,
        both: false,
        teams: vec!["Checkout".to_owned()],
        products: Vec::new(),
        trains: Vec::new(),
        duties: duties.iter().map(|text| duty(audit, source, text)).collect(),
        sections: Vec::new(),
        place: find(audit, source, title),
        model: None,
        markers: Box::default(),
        unjudged: None,
    }
}

fn duty(audit: &mut Audit, source: u32, text: &str) -> AuditedDuty {
    let place = find(audit, source, text);
    let whole = Part {
        place: Span::new(0, text.len()),
        duty_type: DutyType::Pm,
        other_role: None,
        area: None,
        relation: Some(Relation::Own),
        claim: Claim::Hard,
        strength: 5,
        confidence: 0.93,
        evidence: std::iter::once(Evidence { signal: Signal::Wording(DutyType::Pm), place: Span::new(0, 3), weight: 1.0 }).collect(),
        modifiers: Modifiers::default(),
        subject: None,
        explicit: true,
        outside: Span::default(),
        given: Span::default(),
        touched: crate::classify::AreaSet::default(),
    };
    AuditedDuty {
        text: MappedText::verbatim(text, place.start as usize),
        judged: audit.verdicts.add(Verdict { whole, parts: Box::default(), hints: Hints::ALL }),
    }
}

/// The place of words in a source of the sample.
fn find(audit: &Audit, source: u32, words: &str) -> Span {
    let text = audit.sources[source as usize].text();
    let start = text.find(words).expect("the words are in the sample");
    Span::new(start, start + words.len())
}
