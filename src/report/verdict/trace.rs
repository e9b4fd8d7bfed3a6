//! The reasoning behind a verdict, for people and for programs: every entry of the rules that spoke, with its file and line.

use super::places::Places;
use crate::classify::trace::{Amendment, Change, Feature, PartTrace};
use crate::classify::verdict::Part;
use crate::order;
use crate::report::json::rounded;
use crate::report::look::{FAINT, Look, STRONG};
use crate::report::{escape, wrap};
use crate::rulebook::{AreaId, DutyType, Model, Relation, Rulebook};
use serde::Serialize;
use std::fmt::Write;
use std::ops::Range;

/// The strength of phrases, as the area files call it.
const STRENGTHS: [&str; 4] = ["silent", "weak", "fair", "strong"];
/// Columns before the text of a line.
const INDENT: usize = 14;

/// What one part's verdict rests on, ready to be shown.
#[derive(Debug, Serialize)]
pub struct TraceObject<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    verbs: Vec<Spoken>,
    phrases: Vec<Spoken>,
    constructions: Vec<Spoken>,
    words: Vec<Spoken>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    claim: &'static str,
    strength: i8,
    confidence: f64,
    types: Vec<Share>,
    areas: Vec<Share>,
    relations: Vec<Share>,
    weights: Weights,
    changes: Vec<ChangeObject>,
}

/// An entry of the rules and the words it matched.
#[derive(Debug, Serialize)]
struct Spoken {
    /// The phrase, word or id as written in the rules.
    entry: String,
    /// What it stands for: a relation, an area, a class of words.
    means: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    strength: Option<&'static str>,
    /// Whether a phrase is all that is said, and so decides.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    alone: bool,
    /// File and line.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    start: usize,
    end: usize,
}

#[derive(Debug, Serialize)]
struct Share {
    name: String,
    probability: f64,
}

#[derive(Debug, Serialize)]
struct Weights {
    winner: &'static str,
    runner_up: &'static str,
    features: Vec<Weight>,
}

#[derive(Debug, Serialize)]
struct Weight {
    feature: String,
    winner: f64,
    runner_up: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
}

#[derive(Debug, Serialize)]
struct ChangeObject {
    change: String,
    rule: String,
    gives: &'static str,
    probability: f64,
    /// Whether the type would be another one.
    enough: bool,
}

/// The reasoning behind one part.
pub fn object<'a>(text: &'a str, part: &Part, trace: &PartTrace<'_>, rulebook: &'a Rulebook, places: &Places) -> TraceObject<'a> {
    let area = |id: AreaId| rulebook.area(id).id.clone();
    let entry = |entry: &str, means: String, rule: Option<&str>, range: &Range<usize>| Spoken {
        entry: entry.to_owned(),
        means,
        strength: None,
        alone: false,
        rule: rule.map(str::to_owned),
        start: range.start,
        end: range.end,
    };
    let share = |name: String, share: f32| Share { name, probability: rounded(share) };
    let mut types: Vec<Share> = DutyType::ALL.iter().map(|kind| share(kind.name().to_owned(), trace.types[*kind as usize])).collect();
    order::by(&mut types, |a, b| b.probability.total_cmp(&a.probability));
    types.retain(|share| share.probability >= 0.01);
    TraceObject {
        text: text.get(trace.range.clone()).unwrap_or_default(),
        start: trace.range.start,
        end: trace.range.end,
        verbs: trace
            .verbs
            .iter()
            .map(|verb| {
                let name = verb.means.name();
                entry(&verb.phrase, name.to_owned(), places.verb(name, &verb.phrase), &verb.range)
            })
            .collect(),
        phrases: trace
            .phrases
            .iter()
            .map(|(found, strength)| {
                let name = area(found.means);
                let rule = places.phrase(&name, &found.phrase);
                let strength = STRENGTHS.get(*strength as usize).copied();
                Spoken { strength, alone: trace.named_alone, ..entry(&found.phrase, name.clone(), rule, &found.range) }
            })
            .collect(),
        constructions: trace
            .constructions
            .iter()
            .map(|(id, range)| entry(id, "construction".to_owned(), places.construction(id), range))
            .collect(),
        words: trace
            .words
            .iter()
            .map(|word| {
                let name = word.means.name();
                entry(&word.phrase, name.to_owned(), places.word(name, &word.phrase), &word.range)
            })
            .collect(),
        subject: part.subject.map(|kind| rulebook.kind(kind).id.as_str()),
        claim: part.claim.name(),
        strength: part.strength,
        confidence: rounded(part.confidence),
        types,
        areas: trace.areas.iter().map(|&(id, probability)| share(area(id), probability)).collect(),
        relations: trace
            .relations
            .iter()
            .map(|&(relation, probability)| share(relation.map_or("none", Relation::name).to_owned(), probability))
            .collect(),
        weights: Weights {
            winner: trace.winner.name(),
            runner_up: trace.runner_up.name(),
            features: trace.features.iter().map(|feature| weight(feature, rulebook.model(), places)).collect(),
        },
        changes: trace.changes.iter().map(|change| amendment(trace, change, rulebook, places)).collect(),
    }
}

fn weight(feature: &Feature, model: &Model, places: &Places) -> Weight {
    Weight {
        feature: feature.name.clone(),
        // Adding 0 makes -0 a plain zero.
        winner: rounded(feature.winner) + 0.0,
        runner_up: rounded(feature.runner_up) + 0.0,
        rule: places.weights(&feature.name, model),
    }
}

fn amendment(trace: &PartTrace<'_>, change: &Change, rulebook: &Rulebook, places: &Places) -> ChangeObject {
    let area = &rulebook.area(change.area).id;
    let folder = if rulebook.area(change.area).residual { "residual" } else { "areas" };
    let file = format!("rules/{folder}/{area}.yaml");
    let (change_text, rule) = match &change.what {
        Amendment::Silence { phrase } => (
            format!("keep the phrase `{phrase}` silent here (`unless:`)"),
            places.phrase(area, phrase).map_or_else(|| file.clone(), str::to_owned),
        ),
        Amendment::Phrase { words } => (format!("add `{words}` to the strong phrases of {area}"), file),
        Amendment::Construction { relation, proves } => {
            let relation = relation.map_or(String::new(), |relation| format!(", `relation: {}`", relation.name()));
            (
                format!("add a construction with `area: {area}`{relation}, `proves: {proves}`"),
                "rules/constructions.yaml".to_owned(),
            )
        }
    };
    ChangeObject {
        change: change_text,
        rule,
        gives: change.gives.0.name(),
        probability: rounded(change.gives.1),
        enough: change.gives.0 != trace.winner,
    }
}

/// Adds the reasoning behind one part to a text for people.
pub fn write(out: &mut String, object: &TraceObject<'_>, look: Look) {
    let mut lines = Lines { out, look };
    let level = format!("claim {}, strength {}, confidence {:.0} %", object.claim, object.strength, object.confidence * 100.0);
    lines.heading(&format!("\"{}\": {level}", escape::one_line(object.text.trim())));
    for (at, verb) in object.verbs.iter().enumerate() {
        lines.entry(if at == 0 { "verb" } else { "verb after" }, verb);
    }
    if object.verbs.is_empty() {
        lines.line("verb", "none known; verbs stand in rules/relations.yaml");
    }
    for phrase in &object.phrases {
        lines.entry("phrase", phrase);
    }
    if object.phrases.is_empty() {
        lines.line("phrase", "none known; phrases stand in rules/areas/");
    }
    for construction in &object.constructions {
        lines.entry("construction", construction);
    }
    for word in &object.words {
        lines.entry("word", word);
    }
    if let Some(subject) = object.subject {
        lines.line("subject", &format!("the text names {subject} as the one who does it"));
    }
    lines.shares("types", &object.types);
    lines.shares("areas", &object.areas);
    lines.shares("relations", &object.relations);
    let Weights { winner, runner_up, features } = &object.weights;
    for (at, feature) in features.iter().enumerate() {
        let rule = feature.rule.as_deref().map_or(String::new(), |rule| format!("  {rule}"));
        let label = if at == 0 { "weights" } else { "" };
        let margin = feature.winner - feature.runner_up;
        let (one, other) = (feature.winner, feature.runner_up);
        lines.line(label, &format!("{margin:+.2}  {} ({winner} {one:+.2}, {runner_up} {other:+.2}){rule}", feature.feature));
    }
    for (at, change) in object.changes.iter().enumerate() {
        let label = if at == 0 { "to change it" } else { "" };
        let verdict = if change.enough { "gives" } else { "not enough, still" };
        lines.line(
            label,
            &format!("{} in {}: {verdict} {} ({:.0} %)", change.change, change.rule, change.gives, change.probability * 100.0),
        );
    }
}

/// Lines of a label and a text that hangs beside it.
struct Lines<'a> {
    out: &'a mut String,
    look: Look,
}

impl Lines<'_> {
    fn heading(&mut self, text: &str) {
        let filled = wrap::fill(text, self.look.width, "    ", "    ");
        _ = writeln!(self.out, "{}", self.look.paint(STRONG, filled));
    }

    fn line(&mut self, label: &str, text: &str) {
        let text = escape::one_line(text).into_owned();
        let rest = " ".repeat(4 + INDENT);
        let filled = wrap::fill(&text, self.look.width, &rest, &rest);
        let after = filled.get(rest.len()..).unwrap_or_default();
        _ = writeln!(self.out, "    {}{after}", self.look.paint(FAINT, format_args!("{label:INDENT$}")));
    }

    fn entry(&mut self, label: &str, entry: &Spoken) {
        let arrow = self.look.draw("→", "->");
        let alone = if entry.alone { ", and all that is said" } else { "" };
        let strength = entry.strength.map_or(String::new(), |strength| format!(" ({strength}{alone})"));
        let means = if entry.means == label { String::new() } else { format!(" {arrow} {}", entry.means) };
        let rule = entry.rule.as_deref().map_or(String::new(), |rule| format!("  {rule}"));
        self.line(label, &format!("{}{means}{strength}{rule}", entry.entry));
    }

    fn shares(&mut self, label: &str, shares: &[Share]) {
        let shares: Vec<String> = shares.iter().map(|share| format!("{} {:.0} %", share.name, share.probability * 100.0)).collect();
        self.line(label, &shares.join(", "));
    }
}
