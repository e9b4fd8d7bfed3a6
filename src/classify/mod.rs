//! Classifying: one duty's text and the rulebook give a verdict.

pub mod decide;
pub mod features;
mod given;
pub mod known;
pub mod objects;
mod part;
pub mod split;
pub mod standing;
pub mod structure;
pub mod token;
pub mod trace;
pub mod verdict;
pub mod words;

use crate::rulebook::constructions::{DECISIVE, Presence};
use crate::rulebook::hints::Hints;
use crate::rulebook::lexicon::WordClass;
use crate::rulebook::model::{AT_ONCE, Row, Scores, SmallSums, Sums};
use crate::rulebook::stem::stem;
use crate::rulebook::{AreaId, DutyType, KindId, Model, Relation, Rulebook, Vocabulary};
use crate::source::Span;
use decide::{Decision, TypeTable, decide};
use features::{AreaScores, Parts, Sink, WHOLE};
use objects::Piece;
use standing::{Holder, Standing};
use std::ops::Range;
use structure::Structure;
use token::{Token, TokenKind};
pub use verdict::{AreaSet, Claim, Deciding, Evidence, Modifiers, Part, Phrase, Signal, Verdict};
use words::Words;

/// Words and marks of a duty that are judged. Nobody states a duty in more; a text that goes on is no burden then.
const LONGEST: usize = 500;

/// Classifies duties by a rulebook. Cheap to make; keep one per thread, it reuses its scratch space.
#[derive(Debug)]
pub struct Classifier<'a> {
    rulebook: &'a Rulebook,
    /// The words of the language that is spoken.
    words: Words<'a>,
    parts: Parts,
    types: TypeTable,
    /// Tokens of the duty or of the part that is being judged.
    tokens: Vec<Token>,
    /// Bytes of the whole duty.
    place: Span,
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
    /// Bytes of the clause that says that a body settles what they lean on, if there is one.
    given: Span,
    structure: Structure,
    area_scores: AreaScores,
    collected: Collected,
    small_sums: Box<SmallSums>,
    sums: Box<Sums>,
    scores: Box<Scores>,
    stems: Vec<u64>,
    /// The words after which an area is only mentioned.
    pointing: Presence,
    /// Constructions found: index of the token, and of the construction.
    decided: Vec<(usize, u16)>,
}

/// Features of one duty, as looked up in the model.
#[derive(Debug, Default)]
struct Collected {
    /// Where the weights of those stand that have any, their values in thirds, and their tokens.
    features: Vec<(Row, u8, Range<u16>)>,
    /// The squares of all values, in ninths.
    squares: u32,
}

impl Collected {
    fn push(&mut self, row: Option<Row>, thirds: u8, tokens: Range<u16>) {
        self.squares += u32::from(thirds) * u32::from(thirds);
        if let Some(row) = row {
            self.features.push((row, thirds, tokens));
        }
    }
}

/// Looks features up.
struct Collecting<'a> {
    model: &'a Model,
    into: &'a mut Collected,
}

impl Collecting<'_> {
    /// One copy for all families of features: what a duty runs through should stay in the nearest cache.
    #[inline(never)]
    fn look_up(&mut self, feature: u64, thirds: u8, tokens: Range<u16>) {
        let row = self.model.row(feature);
        self.into.push(row, thirds, tokens);
    }
}

/// Confidence from which a further object of a verb counts as a claim.
const CLEAR: f32 = 0.75;

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

impl Sink for Collecting<'_> {
    fn feature(&mut self, feature: u64, thirds: u8, tokens: Range<usize>, _name: impl FnOnce() -> String) {
        self.look_up(feature, thirds, tokens.start as u16..tokens.end as u16);
    }

    fn word(&mut self, token: &Token, at: usize, _name: impl FnOnce() -> String) {
        self.into.push(token.word.weights, WHOLE, at as u16..at as u16 + 1);
    }
}

impl<'a> Classifier<'a> {
    /// A classifier that follows `rulebook` and speaks the language the rules are written in.
    pub fn new(rulebook: &'a Rulebook) -> Self {
        Self {
            rulebook,
            words: Words::new(&rulebook.vocabularies()[0], rulebook),
            parts: Parts::new(rulebook),
            types: TypeTable::new(rulebook),
            place: Span::default(),
            all_tokens: Vec::new(),
            tokens: Vec::new(),
            ranges: Vec::new(),
            pieces: Vec::new(),
            standing: Standing::default(),
            outside: Span::default(),
            given: Span::default(),
            structure: Structure::default(),
            area_scores: AreaScores::default(),
            collected: Collected::default(),
            small_sums: Box::new([0; 256]),
            sums: Box::new([0; 256]),
            scores: Box::new([0.0; 256]),
            stems: Vec::new(),
            pointing: rulebook.evidence().mentions_after.iter().map(|word| stem(word)).collect(),
            decided: Vec::new(),
        }
    }

    /// Judges duties by the words of another language from now on.
    pub fn speak(&mut self, words: &'a Vocabulary) -> &mut Self {
        self.words.speak(words);
        self
    }

    /// Gives the features of a text to a sink: what the trainer learns from.
    pub fn features(&mut self, text: &str, sink: &mut impl Sink) {
        self.tokenize(text);
        self.extract(text, sink);
    }

    /// Judges one duty by its text alone; the title of its role is never used.
    pub fn classify(&mut self, text: &str) -> Verdict {
        let hints = self.tokenize(text);
        let mut pieces = std::mem::take(&mut self.pieces);
        self.split(text, &mut pieces);
        self.place = match &*self.tokens {
            [] => Span::new(0, text.len()),
            [first, ..] => Span { start: first.start, end: self.tokens.last().map_or(first.end, |last| last.end) },
        };
        if pieces.len() > 1 {
            self.all_tokens.clone_from(&self.tokens);
        }
        self.stand(text);
        let mut verdict = Verdict { whole: self.judge(text), parts: Box::default(), hints };
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

    /// Finds the words of a duty and what they do in it; says of which families it may hold phrases.
    fn tokenize(&mut self, text: &str) -> Hints {
        let hints = self.words.tokenize(text, &mut self.tokens);
        self.tokens.truncate(LONGEST);
        self.analyze();
        hints
    }

    fn analyze(&mut self) {
        self.structure.analyze(&self.tokens, &self.words.vocabulary().lexicon);
    }

    /// Finds the acts of the duty whose structure was analysed.
    fn split(&mut self, text: &str, into: &mut Vec<Piece>) {
        split::split(text, &self.tokens, &self.structure, &mut self.ranges);
        objects::pieces(&self.tokens, &self.structure, &self.ranges, into);
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
        self.analyze();
        self.stand(text);
    }

    /// Reads how far negations and the like reach in the tokens whose structure was found last, and takes out what only
    /// says who does it.
    fn stand(&mut self, text: &str) {
        self.standing = standing::read(text, &self.tokens, &self.structure, &self.words.vocabulary().lexicon);
        let is_body = self.standing.holder == Some(Holder::Body);
        let clause = self.standing.aside.start..self.standing.name.end;
        self.given = if self.standing.given { place(&self.tokens, &clause) } else { Span::default() };
        self.outside = if is_body || self.standing.given {
            place(&self.tokens, &self.standing.name)
        } else {
            Span::default()
        };
        // The names of the product roles mislead nobody; those of boards and delivery managers do.
        let is_product = matches!(self.standing.holder, Some(Holder::Kind(KindId::PM | KindId::PO)));
        if !self.standing.aside.is_empty() && (!is_product || self.standing.told) {
            self.tokens.drain(self.standing.aside.clone());
            // "Features are chosen by ..." says of features what "choose features" does.
            self.tokens.drain(self.standing.auxiliary.clone());
            self.tokens.rotate_left(self.standing.auxiliary.start);
            self.analyze();
        }
    }

    /// Judges the tokens whose structure was found last.
    fn judge(&mut self, text: &str) -> Part {
        let decision = self.decide(text);
        self.part(text, &decision)
    }

    /// Decides on the tokens whose structure was found last; what was found stays at hand.
    fn decide(&mut self, text: &str) -> Decision {
        self.collect(text);
        let mut decision = self.score();
        self.settle_exception(&mut decision);
        if self.structure.has(WordClass::Guided)
            && decision.relation.is_some_and(|relation| relation.strength() > Relation::Contribute.strength())
        {
            decision.relation = Some(Relation::Contribute);
        }
        if self.standing.given && self.is_settled(&decision) {
            decision.relation = Some(Relation::Follow);
        }
        decision
    }

    /// Whether what a body settles is the very thing a decision is on, which the role then only runs.
    fn is_settled(&self, decision: &Decision) -> bool {
        let clause = self.standing.aside.start;
        let adjoins = |end: usize| (end..clause).all(|at| self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Soft));
        let names = |hit: &structure::AreaHit| hit.area == decision.area && hit.token < clause && adjoins(hit.token + hit.words);
        !matches!(decision.relation, Some(Relation::Own | Relation::Author) | None) && self.structure.areas.iter().any(names)
    }

    /// Finds the features of the tokens whose structure was found last.
    fn collect(&mut self, text: &str) {
        let mut collected = std::mem::take(&mut self.collected);
        collected.features.clear();
        collected.squares = 0;
        let model = self.rulebook.model();
        self.extract(text, &mut Collecting { model, into: &mut collected });
        self.collected = collected;
    }

    fn extract(&mut self, text: &str, sink: &mut impl Sink) {
        features::extract(text, &self.tokens, &self.structure, self.rulebook, &self.parts, &mut self.area_scores, sink);
    }

    fn score(&mut self) -> Decision {
        self.sum();
        decide(&mut self.scores, &self.types)
    }

    /// The scores of all classes.
    fn sum(&mut self) {
        let model = self.rulebook.model();
        let classes = model.classes();
        self.sums[..classes].fill(0);
        for features in self.collected.features.chunks(AT_ONCE) {
            self.small_sums.fill(0);
            for (row, thirds, _) in features {
                model.add(*row, *thirds, &mut self.small_sums);
            }
            for (sum, &small) in self.sums[..classes].iter_mut().zip(&*self.small_sums) {
                *sum += i32::from(small);
            }
        }
        let norm = (self.collected.squares as f32 / 9.0).sqrt().max(1.0);
        model.score(&self.sums, norm.recip(), &mut self.scores);
        self.apply_constructions();
    }

    /// A construction that names a type against the area's table (talking about the technology roadmap) settles area and
    /// relation too; a decisive one settles the type as well, which the table would doubt.
    fn settle_exception(&self, decision: &mut Decision) {
        let constructions = || self.decided.iter().map(|(_, index)| &self.words.vocabulary().constructions[*index as usize]);
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
        self.stems
            .extend(self.tokens.iter().filter(|token| token.kind != TokenKind::Soft).map(|token| token.word.stem));
        let present = self.stems.iter().copied().collect();
        let constructions = &self.words.vocabulary().constructions;
        let (mut counted, mut from) = (0, 0);
        for &(token, index) in &self.structure.beginnings {
            // What fails most often and costs least comes first.
            let construction = &constructions[index as usize];
            if construction.governs && self.structure.head().is_none_or(|head| head.token != token) || !construction.is_possible(present) {
                continue;
            }
            from += self.tokens[counted..token].iter().filter(|token| token.kind != TokenKind::Soft).count();
            counted = token;
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
            let construction = &self.words.vocabulary().constructions[*index as usize];
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
