//! Classifying: one duty's text and the rulebook give a verdict.

pub mod decide;
pub mod features;
pub mod known;
pub mod objects;
pub mod split;
pub mod standing;
pub mod structure;
pub mod token;
pub mod trace;
pub mod verdict;

use crate::rulebook::constructions::DECISIVE;
use crate::rulebook::lexicon::WordClass;
use crate::rulebook::model::{Lookups, Scores};
use crate::rulebook::{AreaId, DutyType, KindId, Owner, Relation, Rulebook, Vocabulary};
use crate::source::Span;
use decide::{Decision, TypeTable, decide};
use features::{AreaScores, Parts, Sink};
use objects::Piece;
use standing::{Holder, Standing};
use std::ops::Range;
use structure::Structure;
use token::{Token, TokenKind, tokenize};
pub use verdict::{AreaSet, Claim, Deciding, Evidence, Modifiers, Part, Phrase, Signal, Verdict};

/// Words and marks of a duty that are judged. Nobody states a duty in more; a text that goes on is no burden then.
const LONGEST: usize = 500;

/// Classifies duties by a rulebook. Cheap to make; keep one per thread, it reuses its scratch space.
#[derive(Debug)]
pub struct Classifier<'a> {
    rulebook: &'a Rulebook,
    /// The words of the language that is spoken.
    words: &'a Vocabulary,
    parts: Parts,
    types: TypeTable,
    /// Tokens of the duty or of the part that is being judged.
    tokens: Vec<Token>,
    /// Tokens of the whole duty while its parts are judged.
    all_tokens: Vec<Token>,
    /// Token ranges of the parts.
    ranges: Vec<Range<usize>>,
    /// The acts to judge.
    pieces: Vec<Piece>,
    /// What reaches how far in the tokens that are being judged.
    standing: Standing,
    /// Bytes of the body that is named in them as the one who holds what they are about, if there is one.
    outside: Span,
    structure: Structure<'a>,
    area_scores: AreaScores,
    collected: Collected,
    scores: Box<Scores>,
    lookups: Lookups,
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
    let is_other_product_role =
        |known: &Part| matches!((known.duty_type, part.duty_type), (DutyType::Pm, DutyType::Po) | (DutyType::Po, DutyType::Pm));
    (part.area == piece.of_area || before.last().is_some_and(is_other_product_role))
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
    /// A classifier that follows `rulebook` and speaks the language the rules are written in.
    pub fn new(rulebook: &'a Rulebook) -> Self {
        Self {
            rulebook,
            words: &rulebook.vocabularies()[0],
            parts: Parts::new(rulebook),
            types: TypeTable::new(rulebook),
            all_tokens: Vec::new(),
            tokens: Vec::new(),
            ranges: Vec::new(),
            pieces: Vec::new(),
            standing: Standing::default(),
            outside: Span::default(),
            structure: Structure::default(),
            area_scores: AreaScores::default(),
            collected: Collected::default(),
            scores: Box::new([0.0; 256]),
            lookups: Lookups::default(),
            stems: Vec::new(),
            decided: Vec::new(),
        }
    }

    /// Judges duties by the words of another language from now on.
    pub fn speak(&mut self, words: &'a Vocabulary) -> &mut Self {
        self.words = words;
        self
    }

    /// Gives the features of a text to a sink: what the trainer learns from.
    pub fn features(&mut self, text: &str, sink: &mut impl Sink) {
        self.tokenize(text);
        self.extract(text, sink);
    }

    /// Judges one duty by its text alone; the title of its role is never used.
    pub fn classify(&mut self, text: &str) -> Verdict {
        self.tokenize(text);
        let mut pieces = std::mem::take(&mut self.pieces);
        self.split(text, &mut pieces);
        self.all_tokens.clone_from(&self.tokens);
        self.stand(text);
        let mut verdict = Verdict { whole: self.judge(text), parts: Box::default() };
        if pieces.len() > 1 {
            let parts = self.judge_pieces(text, &mut pieces);
            if parts.iter().any(|part| !part.says_the_same(&parts[0])) {
                verdict.take(parts);
                verdict.keep_condition();
            }
        }
        self.pieces = pieces;
        verdict
    }

    /// Judges what is listed as something that a role does not do: an act ("set prices") or only its object ("pricing").
    pub fn classify_disclaimed(&mut self, text: &str) -> Verdict {
        let mut verdict = self.classify(text);
        if self.topic(&verdict).is_none() {
            let owned = self.classify_object(text);
            if let Some(area) = self.topic(&owned) {
                let Part { duty_type, other_role, relation, confidence, .. } = owned.whole;
                verdict.whole = Part { duty_type, other_role, area: Some(area), relation, confidence, ..verdict.whole };
                verdict.parts = Box::default();
            }
        }
        verdict.disclaim();
        verdict
    }

    /// The area that a row of a matrix is about: an activity ("set prices") or only its object ("pricing").
    pub fn area_of(&mut self, text: &str) -> Option<AreaId> {
        let verdict = self.classify(text);
        self.topic(&verdict).or_else(|| {
            let owned = self.classify_object(text);
            self.topic(&owned)
        })
    }

    /// Judges what is only the object of an act ("pricing") as if it were owned.
    fn classify_object(&mut self, text: &str) -> Verdict {
        self.classify(&format!("Own the {}", text.trim()))
    }

    /// The area of a verdict, if it is about one at all.
    fn topic(&self, verdict: &Verdict) -> Option<AreaId> {
        verdict.whole.area.filter(|&area| !self.rulebook.area(area).residual)
    }

    /// Finds the words of a duty and what they do in it.
    fn tokenize(&mut self, text: &str) {
        tokenize(text, &mut self.tokens);
        self.tokens.truncate(LONGEST);
        self.structure.analyze(text, &self.tokens, &self.words.lexicon);
    }

    /// Finds the acts of the duty whose structure was analysed.
    fn split(&mut self, text: &str, into: &mut Vec<Piece>) {
        split::split(text, &self.tokens, &self.structure, &mut self.ranges);
        objects::pieces(text, &self.tokens, &self.structure, &self.ranges, into);
    }

    /// Judges every act of the duty, and drops those that turn out to be none of their own.
    fn judge_pieces(&mut self, text: &str, pieces: &mut Vec<Piece>) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::with_capacity(pieces.len());
        pieces.retain(|piece| {
            self.choose(text, piece);
            let mut part = self.judge(text);
            part.place = place(&self.all_tokens, &piece.shown);
            let keep = piece.of_area.is_none() || is_of_its_own(&part, piece, &parts);
            if keep {
                parts.push(part);
            }
            keep
        });
        parts
    }

    /// Turns to one act of the duty's tokens.
    fn choose(&mut self, text: &str, piece: &Piece) {
        self.tokens.clear();
        for range in &piece.tokens {
            self.tokens.extend_from_slice(&self.all_tokens[range.clone()]);
        }
        self.structure.analyze(text, &self.tokens, &self.words.lexicon);
        self.stand(text);
    }

    /// Reads how far negations and the like reach in the tokens whose structure was found last, and takes out what only
    /// says who does it.
    fn stand(&mut self, text: &str) {
        self.standing = standing::read(text, &self.tokens, &self.structure);
        let is_body = self.standing.holder == Some(Holder::Body);
        self.outside = if is_body { place(&self.tokens, &self.standing.name) } else { Span::default() };
        // The names of the product roles mislead nobody; those of boards and delivery managers do.
        let is_product = matches!(self.standing.holder, Some(Holder::Kind(KindId::PM | KindId::PO)));
        if !self.standing.aside.is_empty() && (!is_product || self.standing.told) {
            self.tokens.drain(self.standing.aside.clone());
            // "Features are chosen by ..." says of features what "choose features" does.
            self.tokens.drain(self.standing.auxiliary.clone());
            self.tokens.rotate_left(self.standing.auxiliary.start);
            self.structure.analyze(text, &self.tokens, &self.words.lexicon);
        }
    }

    /// Judges the tokens whose structure was found last.
    fn judge(&mut self, text: &str) -> Part {
        let decision = self.decide(text);
        self.part(text, &decision, &self.collected)
    }

    /// Decides on the tokens whose structure was found last; what was found stays at hand.
    fn decide(&mut self, text: &str) -> Decision {
        let mut collected = std::mem::take(&mut self.collected);
        collected.features.clear();
        self.extract(text, &mut collected);
        let mut decision = self.score(&collected);
        self.settle_exception(&mut decision);
        if self.structure.has(WordClass::Guided)
            && decision.relation.is_some_and(|relation| relation.strength() > Relation::Contribute.strength())
        {
            decision.relation = Some(Relation::Contribute);
        }
        self.collected = collected;
        decision
    }

    fn extract(&mut self, text: &str, sink: &mut impl Sink) {
        features::extract(text, &self.tokens, &self.structure, self.rulebook, &self.parts, &mut self.area_scores, sink);
    }

    fn score(&mut self, collected: &Collected) -> Decision {
        self.sum(collected);
        decide(&mut self.scores[..self.rulebook.model().classes()], &self.types)
    }

    /// The scores of all classes.
    fn sum(&mut self, collected: &Collected) {
        let model = self.rulebook.model();
        self.scores[..model.classes()].copy_from_slice(model.bias());
        let norm = collected.features.iter().map(|(_, value, _)| value * value).sum::<f32>().sqrt().max(1.0);
        let features = collected.features.iter().map(|(feature, value, _)| (*feature, value / norm));
        model.add(features, &mut self.scores, &mut self.lookups);
        self.apply_constructions();
    }

    /// A construction that names a type against the area's table (talking about the technology roadmap) settles area and
    /// relation too; a decisive one settles the type as well, which the table would doubt.
    fn settle_exception(&self, decision: &mut Decision) {
        let constructions = || self.decided.iter().map(|(_, index)| &self.words.constructions[*index as usize]);
        let decisive = constructions().find(|found| found.duty_type.is_some() && found.weight >= DECISIVE);
        if let Some(exception) = decisive.or_else(|| constructions().find(|found| found.duty_type == Some(decision.duty_type)))
            && let (Some(area), Some(duty_type)) = (exception.area, exception.duty_type)
        {
            decision.duty_type = duty_type;
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
            let construction = &self.words.constructions[index as usize];
            if construction.governs && self.structure.head().is_none_or(|head| head.token != token) {
                continue;
            }
            // What fails most often and costs least comes first.
            let from = self.tokens[..token].iter().filter(|token| token.kind != TokenKind::Soft).count();
            if construction.matches(&self.stems[from..]).is_some()
                && !construction.unless.iter().any(|word| self.stems.contains(word))
                && !self.decided.iter().any(|(_, known)| *known == index)
            {
                self.decided.push((token, index));
            }
        }
        let types = DutyType::ALL.len();
        let areas = self.rulebook.areas();
        for (_, index) in &self.decided {
            let construction = &self.words.constructions[*index as usize];
            let relations = &self.scores[types + areas.len()..][..Relation::ALL.len()];
            let relation = construction.relation.unwrap_or_else(|| Relation::ALL[best(relations)]);
            // A relation alone speaks for the type it gives in the likeliest area.
            let area = construction.area.map_or_else(|| best(&self.scores[types..][..areas.len()]), |area| area.0 as usize);
            let duty_type = construction.duty_type.unwrap_or(areas[area].types[relation as usize]);
            if let Some(area) = construction.area {
                self.scores[types + area.0 as usize] += construction.weight;
            }
            if construction.relation.is_some() {
                self.scores[types + areas.len() + relation as usize] += construction.weight;
            }
            self.scores[duty_type as usize] += construction.weight;
        }
    }

    fn part(&self, text: &str, decision: &Decision, collected: &Collected) -> Part {
        let area = self.rulebook.area(decision.area);
        let other_role = match (decision.duty_type, area.owner) {
            (DutyType::Other, Owner::Kind(kind)) => Some(kind),
            _ => None,
        };
        let claim = self.claim(decision);
        let modifiers = self.modifiers();
        let strength = match (claim, decision.relation.map_or(0, Relation::strength)) {
            (Claim::Excluded, _) => -1,
            (_, strength) if modifiers.hedged && strength > 1 => (strength - 2).max(1),
            (_, strength) => strength,
        };
        // A decision that two hold is neither's; the flag lets a check say so.
        let shared = modifiers.joint && matches!(decision.duty_type, DutyType::Pm | DutyType::Po);
        Part {
            place: if self.all_tokens.is_empty() {
                Span::new(0, text.len())
            } else {
                place(&self.all_tokens, &(0..self.all_tokens.len()))
            },
            duty_type: if shared { DutyType::Shared } else { decision.duty_type },
            other_role,
            area: (area.id != "unclear").then_some(decision.area),
            relation: decision.relation,
            claim,
            strength,
            confidence: self.rulebook.model().calibrate(decision.probability),
            evidence: self.evidence(decision, collected),
            modifiers,
            subject: match self.standing.holder {
                Some(Holder::Kind(kind)) => Some(kind),
                Some(Holder::Body | Holder::You) => None,
                None => self.structure.subject(text, &self.tokens),
            },
            explicit: self.structure.owns(text, &self.tokens) || self.owns_by_construction(decision),
            outside: if claim == Claim::Excluded { self.outside } else { Span::default() },
            touched: self.touched(text, decision),
        }
    }

    /// Whether a construction that settles everything says that the role decides or creates ("put the backlog in order").
    fn owns_by_construction(&self, decision: &Decision) -> bool {
        let owning = |relation: &Option<Relation>| matches!(relation, Some(Relation::Own | Relation::Author));
        let found = self.decided.iter().map(|(_, index)| &self.words.constructions[*index as usize]);
        owning(&decision.relation) && found.into_iter().any(|found| found.weight >= DECISIVE && owning(&found.relation))
    }

    fn modifiers(&self) -> Modifiers {
        Modifiers {
            joint: self.structure.has(WordClass::Joint),
            exclusive: self.structure.has(WordClass::Exclusive),
            hedged: self.structure.has(WordClass::Hedged),
            delegated: self.standing.delegated,
            told: self.standing.told,
        }
    }

    fn claim(&self, decision: &Decision) -> Claim {
        let standing = &self.standing;
        let elsewhere = standing.holder == Some(Holder::Body) && (!standing.told || self.is_decision(decision));
        if standing.negated || elsewhere {
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

    /// Whether a duty is to decide, so that nothing is left of it when somebody else has.
    fn is_decision(&self, decision: &Decision) -> bool {
        let decides = &self.rulebook.evidence().scribe.decides;
        decision.relation == Some(Relation::Own) || (decides.contains(&decision.area) && decision.relation == Some(Relation::Operate))
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

    /// The phrases and words that spoke for the decision, strongest first, at most two.
    fn evidence(&self, decision: &Decision, collected: &Collected) -> Deciding {
        let mut evidence = Deciding::default();
        if let Some(hit) = self.structure.areas.iter().filter(|hit| hit.area == decision.area).max_by_key(|hit| hit.strength) {
            let signal = Signal::Area(hit.area, self.phrase(hit.phrase));
            let place = place(&self.tokens, &(hit.token..hit.token + hit.words));
            evidence.push(Evidence { signal, place, weight: f32::from(hit.strength) });
        }
        if let Some(head) = self.structure.head() {
            let signal = Signal::Relation(head.relation, self.phrase(head.phrase));
            evidence.push(Evidence { signal, place: place(&self.tokens, &(head.token..head.token + head.words)), weight: 1.0 });
        }
        if evidence.len() < 2 {
            self.wording(decision, collected, &mut evidence);
        }
        evidence
    }

    fn phrase(&self, phrase: &str) -> Phrase {
        Phrase::new(self.words.language, self.words.lexicon.written(phrase))
    }

    /// Adds the words that weighed most in the statistical layer.
    fn wording(&self, decision: &Decision, collected: &Collected, into: &mut Deciding) {
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
            let place = place(&self.tokens, tokens);
            if !into.iter().any(|evidence| evidence.place == place) {
                into.push(Evidence { signal: Signal::Wording(decision.duty_type), place, weight });
            }
        }
    }
}

/// The bytes of a range of tokens.
fn place(tokens: &[Token], range: &Range<usize>) -> Span {
    let bytes = trace::bytes(tokens, range);
    Span::new(bytes.start, bytes.end)
}

/// Where the largest of some scores stands.
fn best(scores: &[f32]) -> usize {
    (0..scores.len()).fold(0, |best, at| if scores[at] > scores[best] { at } else { best })
}
