//! Builds audits from titles, duties and verdicts in a short notation, so that a judgement can be tested without reading
//! and classifying a document.

#![expect(dead_code, reason = "each test program uses its part")]

use role_audit::audit::{Audit, AuditedDocument, AuditedDuty, AuditedRole};
use role_audit::classify::{Claim, Evidence, Modifiers, Part, Signal, Verdict};
use role_audit::document::{MappedText, Scope};
use role_audit::finding::{Finding, SourceId};
use role_audit::org::markers::{MarkerSearch, Markers};
use role_audit::rulebook::hints::Hints;
use role_audit::rulebook::{Relation, Rulebook};
use role_audit::settings::Settings;
use role_audit::source::{Source, Span};

/// An organisation in the making: files with roles with duties.
#[derive(Default)]
pub(crate) struct Org {
    audit: Audit,
    text: String,
    name: String,
    document: Option<AuditedDocument>,
}

impl Org {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Starts a file.
    pub(crate) fn file(mut self, name: &str) -> Self {
        self.close();
        name.clone_into(&mut self.name);
        let first = self.audit.roles.len();
        self.document = Some(AuditedDocument {
            source: self.source(),
            scope: Scope::default(),
            model: None,
            matrices: Vec::new(),
            roles: first..first,
        });
        self
    }

    /// Declares the role model of the file.
    pub(crate) fn model(mut self, model: &str) -> Self {
        let place = self.line(model);
        self.document().model = Some(MappedText::verbatim(model, place.start as usize));
        self
    }

    /// Declares the team, product or train of the file, to be given before its roles: `team: Checkout`.
    pub(crate) fn scope(mut self, declared: &str) -> Self {
        let (kind, name) = declared.split_once(": ").expect("kind and name");
        let start = self.line(declared).start as usize + kind.len() + 2;
        let scope = &mut self.document().scope;
        let names = match kind {
            "team" => &mut scope.teams,
            "product" => &mut scope.products,
            _ => &mut scope.trains,
        };
        names.push(MappedText::verbatim(name, start));
        self
    }

    /// Adds a role with its duties and their verdicts: `own product-roadmap`, with `joint`, `hedged`, `delegated`,
    /// `conditional`, `excluded`, `by:KIND` and a confidence where they apply; parts of a compound duty are separated by
    /// ` + ` in the verdict and by `|` in the text. An empty verdict is `unclear`.
    pub(crate) fn role(mut self, title: &str, duties: &[(&str, &str)]) -> Self {
        let place = self.line(title);
        let reading = Rulebook::builtin().titles().read(title);
        let duties: Vec<AuditedDuty> = duties
            .iter()
            .map(|(text, verdict)| {
                let parts: Vec<&str> = text.split('|').collect();
                let text = text.replace('|', "");
                let start = self.line(&format!("- {text}")).start as usize + 2;
                let judged = self.audit.verdicts.add(read_verdict(verdict, &parts));
                AuditedDuty { text: MappedText::verbatim(&text, start), judged }
            })
            .collect();
        let source = self.source();
        let document = self.audit.documents.len();
        let scope = self.document().scope.clone();
        let names = |names: &[MappedText]| names.iter().map(|name| name.as_str().to_owned()).collect();
        let markers = MarkerSearch::new(&Markers::new(Rulebook::builtin())).of(title, &duties, &[]);
        self.audit.roles.push(AuditedRole {
            source,
            document,
            title: title.to_owned(),
            kind: reading.kind,
            both: reading.both || title.contains(" / "),
            teams: names(&scope.teams),
            products: names(&scope.products),
            trains: names(&scope.trains),
            duties,
            sections: Vec::new(),
            place,
            model: None,
            markers,
            unjudged: None,
        });
        self.document().roles.end += 1;
        self
    }

    /// Judges the organisation with the built-in rules.
    pub(crate) fn audit(mut self, settings: &Settings) -> Audit {
        self.close();
        self.audit.judge(Rulebook::builtin(), settings);
        self.audit
    }

    /// What all checks find, one line each: `severity check "words"`.
    pub(crate) fn findings(self) -> Vec<String> {
        self.findings_with(&Settings::default())
    }

    /// The same under other settings.
    pub(crate) fn findings_with(self, settings: &Settings) -> Vec<String> {
        let audit = self.audit(settings);
        audit.findings.iter().map(|finding| line(&audit, finding)).collect()
    }

    fn source(&self) -> SourceId {
        SourceId(self.audit.sources.len() as u32)
    }

    fn document(&mut self) -> &mut AuditedDocument {
        self.document.as_mut().expect("a file was started")
    }

    fn line(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        self.text.push('\n');
        Span::new(start, start + text.len())
    }

    fn close(&mut self) {
        if let Some(document) = self.document.take() {
            self.audit.documents.push(document);
            self.audit.sources.push(Source::new(std::mem::take(&mut self.name), std::mem::take(&mut self.text)));
        }
    }
}

/// A finding as tests write it.
pub(crate) fn line(audit: &Audit, finding: &Finding) -> String {
    let primary = finding.primary();
    let words = audit.source(primary.source).slice(primary.span);
    format!("{} {} \"{words}\"", finding.severity.name(), finding.check)
}

fn read_verdict(notation: &str, texts: &[&str]) -> Verdict {
    let mut at = 0;
    let mut parts: Vec<Part> = notation
        .split(" + ")
        .zip(texts)
        .map(|(notation, text)| {
            let place = Span::new(at, at + text.len());
            at += text.len();
            read_part(notation, place)
        })
        .collect();
    let mut whole = parts[0].clone();
    whole.place = Span::new(0, at);
    if parts.len() == 1 {
        parts.clear();
    }
    Verdict { whole, parts: parts.into(), hints: Hints::ALL }
}

fn read_part(notation: &str, place: Span) -> Part {
    let rulebook = Rulebook::builtin();
    let mut part = Part {
        evidence: std::iter::once(Evidence { signal: Signal::Wording(role_audit::rulebook::DutyType::Unclear), place, weight: 1.0 })
            .collect(),
        place,
        duty_type: role_audit::rulebook::DutyType::Unclear,
        other_role: None,
        area: None,
        relation: None,
        claim: Claim::None,
        strength: 0,
        confidence: 0.95,
        modifiers: Modifiers::default(),
        subject: None,
        explicit: true,
        outside: Span::default(),
        given: Span::default(),
        touched: role_audit::classify::AreaSet::default(),
    };
    for word in notation.split_whitespace() {
        match word {
            "joint" => part.modifiers.joint = true,
            "hedged" => (part.modifiers.hedged, part.strength) = (true, (part.strength - 2).max(1)),
            "delegated" => part.modifiers.delegated = true,
            "conditional" => part.claim = Claim::Conditional,
            "excluded" => (part.claim, part.strength) = (Claim::Excluded, -1),
            "neither" => part.duty_type = role_audit::rulebook::DutyType::Neither,
            _ => {
                if let Some(kind) = word.strip_prefix("by:") {
                    part.subject = Some(rulebook.kind_by_id(kind).expect("a known kind"));
                } else if let Ok(confidence) = word.parse() {
                    part.confidence = confidence;
                } else if let Some(relation) = Relation::ALL.into_iter().find(|relation| relation.name() == word) {
                    part.relation = Some(relation);
                    part.strength = relation.strength();
                    part.claim = match relation {
                        Relation::Own | Relation::Author | Relation::Operate | Relation::Transform => Claim::Hard,
                        Relation::Assure | Relation::Advocate => Claim::Soft,
                        _ => Claim::None,
                    };
                } else {
                    part.area = Some(rulebook.area_by_id(word).unwrap_or_else(|| panic!("`{word}` is no area")));
                }
            }
        }
    }
    if let (Some(area), Some(relation)) = (part.area, part.relation) {
        let column = Relation::ALL.iter().position(|&known| known == relation).expect("a known relation");
        part.duty_type = rulebook.area(area).types[column];
    }
    part
}
