//! Classifying: one duty's text and the rulebook give a verdict.

pub mod decide;
pub mod features;
pub mod objects;
pub mod split;
pub mod standing;
pub mod structure;
pub mod token;
pub mod trace;
pub mod verdict;

use crate::rulebook::lexicon::WordClass;
use crate::rulebook::{AreaId, DutyType, Owner, Relation, Rulebook};
use decide::{Decision, decide};
use features::{AreaScores, Parts, Sink};
use objects::Piece;
use standing::{Holder, Standing};
use std::ops::Range;
use structure::Structure;
use token::{Token, TokenKind, tokenize};
pub use verdict::{AreaSet, Claim, Evidence, Modifiers, Part, Verdict};

/// Classifies duties by a rulebook. Cheap to make; keep one per thread, it reuses its scratch space.
#[derive(Debug)]
pub struct Classifier<'a> {
    rulebook: &'a Rulebook,
    parts: Parts,
    /// Tokens of the duty.
    all_tokens: Vec<Token>,
    /// Tokens of the part that is being judged.
    tokens: Vec<Token>,
    /// Token ranges of the parts.
    ranges: Vec<Range<usize>>,
    /// The acts to judge.
    pieces: Vec<Piece>,
    structure: Structure<'a>,
    area_scores: AreaScores,
    collected: Collected,
    scores: Vec<f32>,
    stems: Vec<u64>,
    /// Constructions found: index of the token, and of the construction.
    decided: Vec<(usize, u16)>,
}

/// Features of one duty, as looked up in the model.
#[derive(Debug, Default)]
struct Collected {
    features: Vec<(u64, f32, Range<usize>)>,
}

/// Probability from which an area that was not chosen is worth a thought.
const NOTICEABLE: f32 = 0.12;
/// Confidence from which a further object of a verb counts as a claim.
const CLEAR: f32 = 0.75;
/// How much a phrase proves at least to show an area on the writer's mind.
const TELLING: u8 = 2;

/// Whether a further object of a verb is a claim of its own: it came out as what its words say, and nothing said so before.
fn is_of_its_own(part: &Part, piece: &Piece, before: &[Part]) -> bool {
    let is_duty = |part: &Part| !matches!(part.duty_type, DutyType::Neither | DutyType::Unclear);
    part.area == piece.of_area
        && part.confidence >= CLEAR
        && is_duty(part)
        && before.last().is_some_and(is_duty)
        && before.iter().all(|known| known.area != part.area)
}

impl Sink for Collected {
    fn feature(&mut self, feature: u64, value: f32, tokens: Range<usize>, _name: impl FnOnce() -> String) {
        self.features.push((feature, value, tokens));
    }
}

impl<'a> Classifier<'a> {
    /// A classifier that follows `rulebook`.
    pub fn new(rulebook: &'a Rulebook) -> Self {
        Self {
            rulebook,
            parts: Parts::new(rulebook),
            all_tokens: Vec::new(),
            tokens: Vec::new(),
            ranges: Vec::new(),
            pieces: Vec::new(),
            structure: Structure::default(),
            area_scores: AreaScores::default(),
            collected: Collected::default(),
            scores: Vec::new(),
            stems: Vec::new(),
            decided: Vec::new(),
        }
    }

    /// Gives the features of a text to a sink: what the trainer learns from.
    pub fn features(&mut self, text: &str, sink: &mut impl Sink) {
        tokenize(text, &mut self.tokens);
        self.structure.analyze(text, &self.tokens, self.rulebook.lexicon());
        self.extract(text, sink);
    }

    /// Judges one duty by its text alone; the title of its role is never used.
    pub fn classify(&mut self, text: &str) -> Verdict {
        tokenize(text, &mut self.all_tokens);
        self.structure.analyze(text, &self.all_tokens, self.rulebook.lexicon());
        let mut ranges = std::mem::take(&mut self.ranges);
        split::split(text, &self.all_tokens, &self.structure, &mut ranges);
        let mut pieces = std::mem::take(&mut self.pieces);
        objects::pieces(text, &self.all_tokens, &self.structure, &ranges, &mut pieces);
        let mut verdict = Verdict { whole: self.judge(text, &Piece::plain(0..self.all_tokens.len())), parts: Vec::new() };
        if pieces.len() > 1 {
            let mut parts: Vec<Part> = Vec::with_capacity(pieces.len());
            for piece in &pieces {
                let part = self.judge(text, piece);
                if piece.of_area.is_none() || is_of_its_own(&part, piece, &parts) {
                    parts.push(part);
                }
            }
            if parts.iter().any(|part| !part.says_the_same(&parts[0])) {
                verdict.take(parts);
            }
        }
        self.ranges = ranges;
        self.pieces = pieces;
        verdict
    }

    /// Judges one act.
    fn judge(&mut self, text: &str, piece: &Piece) -> Part {
        self.tokens.clear();
        for range in &piece.tokens {
            self.tokens.extend_from_slice(&self.all_tokens[range.clone()]);
        }
        let lexicon = self.rulebook.lexicon();
        self.structure.analyze(text, &self.tokens, lexicon);
        let standing = standing::read(text, &self.tokens, &self.structure);
        let outside = (standing.holder == Some(Holder::Body)).then(|| self.bytes(&standing.name));
        if !standing.aside.is_empty() {
            self.tokens.drain(standing.aside.clone());
            // "Features are chosen by ..." says of features what "choose features" does.
            self.tokens.drain(standing.auxiliary.clone());
            self.tokens.rotate_left(standing.auxiliary.start);
            self.structure.analyze(text, &self.tokens, lexicon);
        }
        let mut collected = std::mem::take(&mut self.collected);
        collected.features.clear();
        self.extract(text, &mut collected);
        let mut decision = self.score(&collected);
        self.settle_exception(&mut decision);
        let mut part = self.part(text, &decision, &collected, &standing);
        self.collected = collected;
        part.outside = outside;
        if let (Some(first), Some(last)) = (self.all_tokens.get(piece.shown.start), self.all_tokens[..piece.shown.end].last()) {
            part.range = first.start as usize..last.end as usize;
        }
        part
    }

    /// The bytes from the first to the last of some tokens of the part.
    fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        let tokens = &self.tokens[tokens.clone()];
        let start = tokens.iter().map(|token| token.start).min().unwrap_or_default();
        let end = tokens.iter().map(|token| token.end).max().unwrap_or_default();
        start as usize..end as usize
    }

    fn extract(&mut self, text: &str, sink: &mut impl Sink) {
        features::extract(text, &self.tokens, &self.structure, self.rulebook, &self.parts, &mut self.area_scores, sink);
    }

    fn score(&mut self, collected: &Collected) -> Decision {
        let model = self.rulebook.model();
        self.scores.clear();
        self.scores.extend_from_slice(model.bias());
        let norm = collected.features.iter().map(|(_, value, _)| value * value).sum::<f32>().sqrt().max(1.0);
        for (feature, value, _) in &collected.features {
            model.add(*feature, value / norm, &mut self.scores);
        }
        self.apply_constructions();
        decide(&mut self.scores, self.rulebook)
    }

    /// A construction that names a type against the area's table (talking about the technology roadmap) settles area and
    /// relation too.
    fn settle_exception(&self, decision: &mut Decision) {
        let constructions = self.decided.iter().map(|(_, index)| &self.rulebook.constructions()[*index as usize]);
        if let Some(exception) = constructions.into_iter().find(|found| found.duty_type == Some(decision.duty_type))
            && let Some(area) = exception.area
        {
            decision.area = area;
            decision.relation = exception.relation.or(decision.relation);
        }
    }

    /// Finds the constructions of the duty and lets them speak.
    fn apply_constructions(&mut self) {
        self.decided.clear();
        if self.structure.beginnings.is_empty() {
            return;
        }
        self.stems.clear();
        self.stems.extend(self.tokens.iter().filter(|token| token.kind != TokenKind::Soft).map(|token| token.stem));
        for &(token, index) in &self.structure.beginnings {
            let construction = &self.rulebook.constructions()[index as usize];
            let from = self.tokens[..token].iter().filter(|token| token.kind != TokenKind::Soft).count();
            if self.decided.iter().any(|(_, known)| *known == index) || construction.unless.iter().any(|word| self.stems.contains(word)) {
                continue;
            }
            let governs = !construction.governs || self.structure.head().is_some_and(|head| head.token == token);
            if governs && construction.matches(&self.stems[from..]).is_some() {
                self.decided.push((token, index));
            }
        }
        let types = DutyType::ALL.len();
        let areas = self.rulebook.areas();
        for (_, index) in &self.decided {
            let construction = &self.rulebook.constructions()[*index as usize];
            let relations = &self.scores[types + areas.len()..][..Relation::ALL.len()];
            let relation = construction.relation.unwrap_or_else(|| {
                let best = (0..relations.len()).fold(0, |best, at| if relations[at] > relations[best] { at } else { best });
                Relation::ALL[best]
            });
            let duty_type = construction
                .duty_type
                .or_else(|| construction.area.map(|area| areas[area.0 as usize].types[relation as usize]));
            if let Some(area) = construction.area {
                self.scores[types + area.0 as usize] += construction.weight;
            }
            if construction.relation.is_some() {
                self.scores[types + areas.len() + relation as usize] += construction.weight;
            }
            if let Some(duty_type) = duty_type {
                self.scores[duty_type as usize] += construction.weight;
            }
        }
    }

    fn part(&self, text: &str, decision: &Decision, collected: &Collected, standing: &Standing) -> Part {
        let area = self.rulebook.area(decision.area);
        let other_role = match (decision.duty_type, area.owner) {
            (DutyType::Other, Owner::Kind(kind)) => Some(kind),
            _ => None,
        };
        let claim = Self::claim(decision, standing);
        let modifiers = self.modifiers(standing);
        let strength = match (claim, decision.relation.map_or(0, Relation::strength)) {
            (Claim::Excluded, _) => -1,
            (_, strength) if modifiers.hedged && strength > 1 => (strength - 2).max(1),
            (_, strength) => strength,
        };
        // A decision that two hold is neither's; the flag lets a check say so.
        let shared = modifiers.joint && matches!(decision.duty_type, DutyType::Pm | DutyType::Po);
        Part {
            range: 0..text.len(),
            duty_type: if shared { DutyType::Shared } else { decision.duty_type },
            other_role,
            area: (area.id != "unclear").then_some(decision.area),
            relation: decision.relation,
            claim,
            strength,
            confidence: self.rulebook.model().calibrate(decision.probability),
            evidence: self.evidence(decision, collected),
            modifiers,
            subject: match standing.holder {
                Some(Holder::Kind(kind)) => Some(kind),
                Some(Holder::Body | Holder::You) => None,
                None => self.structure.subject(&self.tokens),
            },
            outside: None,
            touched: self.touched(text, decision),
        }
    }

    fn modifiers(&self, standing: &Standing) -> Modifiers {
        Modifiers {
            joint: self.structure.has(WordClass::Joint),
            exclusive: self.structure.has(WordClass::Exclusive),
            hedged: self.structure.has(WordClass::Hedged),
            delegated: standing.delegated,
        }
    }

    fn claim(decision: &Decision, standing: &Standing) -> Claim {
        if standing.negated || standing.holder == Some(Holder::Body) {
            return Claim::Excluded;
        }
        if standing.conditional {
            return Claim::Conditional;
        }
        if matches!(decision.duty_type, DutyType::Unclear | DutyType::Neither) {
            return Claim::None;
        }
        match decision.relation {
            // Enabling is what coaches and people managers are there for.
            Some(Relation::Enable) if decision.duty_type == DutyType::Other => Claim::Hard,
            Some(Relation::Own | Relation::Author | Relation::Operate | Relation::Transform) => Claim::Hard,
            Some(Relation::Assure | Relation::Advocate) => Claim::Soft,
            _ => Claim::None,
        }
    }

    /// The areas other than its own that a part firmly about something has words of, or may as well be about.
    fn touched(&self, text: &str, decision: &Decision) -> AreaSet {
        let mut touched = AreaSet::default();
        let after = &self.rulebook.evidence().mentions_after;
        let points_at = |at: usize| {
            let mut before = (at.saturating_sub(2)..at).map(|at| self.tokens[at].text(text));
            before.any(|word| after.binary_search_by(|known| known.as_str().cmp(word)).is_ok())
        };
        if decision.relation != Some(Relation::Transform) {
            for hit in self.structure.areas.iter().filter(|hit| hit.strength >= TELLING && !points_at(hit.token)) {
                touched.add(hit.area);
            }
        }
        let areas = &self.scores[DutyType::ALL.len()..][..self.rulebook.areas().len()];
        for (&probability, area) in areas.iter().zip(0..) {
            if probability >= NOTICEABLE {
                touched.add(AreaId(area));
            }
        }
        touched
    }

    /// The phrases and words that spoke for the decision, strongest first, at most four.
    fn evidence(&self, decision: &Decision, collected: &Collected) -> Vec<Evidence> {
        let bytes = |tokens: &Range<usize>| self.bytes(tokens);
        let mut evidence: Vec<Evidence> = Vec::new();
        if let Some(hit) = self.structure.areas.iter().filter(|hit| hit.area == decision.area).max_by_key(|hit| hit.strength) {
            let signal = format!("{}: {}", self.rulebook.area(hit.area).id, hit.phrase);
            evidence.push(Evidence { signal, range: bytes(&(hit.token..hit.token + hit.words)), weight: f32::from(hit.strength) });
        }
        if let Some(head) = self.structure.head() {
            let signal = format!("{}: {}", head.relation.name(), head.phrase);
            evidence.push(Evidence { signal, range: bytes(&(head.token..head.token + head.words)), weight: 1.0 });
        }
        if evidence.len() < 2 {
            self.wording(decision, collected, &bytes, &mut evidence);
        }
        evidence
    }

    /// Adds the words that weighed most in the statistical layer.
    fn wording(
        &self,
        decision: &Decision,
        collected: &Collected,
        bytes: &impl Fn(&Range<usize>) -> Range<usize>,
        into: &mut Vec<Evidence>,
    ) {
        let mut best: Option<(f32, &Range<usize>)> = None;
        for (feature, value, tokens) in &collected.features {
            let weight: f32 = self
                .rulebook
                .model()
                .weights(*feature)
                .filter(|weight| weight.class as usize == decision.duty_type as usize)
                .map(|weight| weight.weight * value)
                .sum();
            if !tokens.is_empty() && weight > best.map_or(0.0, |(top, _)| top) {
                best = Some((weight, tokens));
            }
        }
        if let Some((weight, tokens)) = best {
            let range = bytes(tokens);
            if !into.iter().any(|evidence| evidence.range == range) {
                into.push(Evidence { signal: format!("wording: {}", decision.duty_type.name()), range, weight });
            }
        }
    }
}
