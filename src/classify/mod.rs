//! Classifying: one duty's text and the rulebook give a verdict.

pub mod decide;
pub mod features;
mod given;
pub mod known;
pub mod objects;
mod part;
mod settle;
pub mod split;
pub mod standing;
pub mod structure;
pub mod token;
pub mod trace;
pub mod verdict;
pub mod verdicts;
pub mod words;

use crate::rulebook::constructions::Presence;
use crate::rulebook::finder::Row;
use crate::rulebook::hints::Hints;
use crate::rulebook::model::{MOST_TIMES, Scores, Sums};
use crate::rulebook::stem::stem;
use crate::rulebook::{AreaId, DutyType, KindId, Model, Rulebook, Vocabulary};
use crate::source::Span;
use decide::{Decision, TypeTable, decide};
use features::{AreaScores, OfArea, Parts, Sink, WHOLE};
use objects::Piece;
use standing::{Holder, Standing};
use std::ops::Range;
use structure::Structure;
use token::Token;
pub use verdict::{AreaSet, Claim, Deciding, Evidence, Modifiers, Part, Phrase, Signal, Verdict};
pub use verdicts::{Judged, Verdicts};
use words::Words;

/// Kinds of features: without weights, with so many times [`TOGETHER`](crate::rulebook::finder::TOGETHER), with one for every class.
const KINDS: usize = MOST_TIMES as usize + 2;

/// Features of a kind that most duties have fewer of.
const MOST_ROWS: usize = 64;

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
    /// Those that count whole, sorted: first those that have no weights, then those with few, by how many they are, and last those
    /// with one for every class.
    rows: [Vec<Option<Row>>; KINDS],
    /// Those that count less, with their values in thirds.
    lesser: Vec<(Option<Row>, u8)>,
    sums: Box<Sums>,
    scores: Box<Scores>,
    stems: Vec<u64>,
    /// The words after which an area is only mentioned.
    pointing: Presence,
    /// Constructions found: index of the token, and of the construction.
    decided: Vec<(usize, u16)>,
}

/// Features of one duty.
#[derive(Debug, Default)]
struct Collected {
    features: Vec<Collect>,
    /// Numbers of those that are still to be looked up in the model, and where they stand.
    asked: Vec<(u64, u32)>,
    /// Where the weights of features stand that are made of an area ([`Parts::place`]).
    of_areas: Vec<Option<Row>>,
}

/// A feature of a duty.
#[derive(Clone, Debug)]
struct Collect {
    /// Where its weights stand, if it has any.
    row: Option<Row>,
    /// Its value in thirds.
    thirds: u8,
    tokens: Range<u16>,
}

impl Collected {
    #[inline]
    fn push(&mut self, row: Option<Row>, thirds: u8, tokens: Range<usize>) {
        self.features.push(Collect { row, thirds, tokens: tokens.start as u16..tokens.end as u16 });
    }

    /// Looks up at once what is still to be looked up.
    fn look_up(&mut self, model: &Model) {
        let finder = model.finder();
        for &(feature, at) in &self.asked {
            self.features[at as usize].row = finder.row(feature);
        }
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

impl Sink for Collected {
    /// One copy for all families of features: what a duty runs through should stay in the nearest cache.
    #[inline(never)]
    fn feature(&mut self, feature: u64, thirds: u8, tokens: Range<usize>, _name: impl FnOnce() -> String) {
        self.asked.push((feature, self.features.len() as u32));
        self.push(None, thirds, tokens);
    }

    #[inline(never)]
    fn of_area(&mut self, feature: OfArea, parts: &Parts, thirds: u8, tokens: Range<usize>, _name: impl FnOnce() -> String) {
        self.push(self.of_areas[parts.place(feature)], thirds, tokens);
    }

    fn word(&mut self, token: &Token, at: usize, _name: impl FnOnce() -> String) {
        self.push(token.word.weights, WHOLE, at..at + 1);
    }
}

impl<'a> Classifier<'a> {
    /// A classifier that follows `rulebook` and speaks the language the rules are written in.
    pub fn new(rulebook: &'a Rulebook) -> Self {
        let parts = Parts::new(rulebook);
        let finder = rulebook.model().finder();
        let of_areas = parts.numbers().map(|feature| finder.row(feature)).collect();
        Self {
            rulebook,
            words: Words::new(&rulebook.vocabularies()[0], rulebook),
            parts,
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
            rows: std::array::from_fn(|_| Vec::with_capacity(MOST_ROWS)),
            lesser: Vec::new(),
            collected: Collected { of_areas, ..Collected::default() },
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
        split::split(text, &self.tokens, &self.structure, self.rulebook.languages(), &mut self.ranges);
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
        self.settle(&mut decision);
        decision
    }

    /// Finds the features of the tokens whose structure was found last.
    fn collect(&mut self, text: &str) {
        let Self { tokens, structure, rulebook, parts, area_scores, collected, .. } = self;
        collected.features.clear();
        collected.asked.clear();
        features::extract(text, tokens, structure, rulebook, parts, area_scores, collected);
        collected.look_up(rulebook.model());
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
        self.sums[..model.classes()].fill(0);
        self.rows.iter_mut().for_each(Vec::clear);
        for &Collect { row, thirds, .. } in &self.collected.features {
            if thirds < WHOLE {
                self.lesser.push((row, thirds));
                continue;
            }
            // Which of them is known, and which has how many weights, nobody foresees, neither do processors: so nothing is asked. Those
            // that have as many are then added one after the other, which processors do foresee.
            let kind = row.map_or(0, Row::times);
            self.rows[kind as usize].push(row);
        }
        let [_, few @ .., wide] = &self.rows;
        for rows in few {
            model.add_narrow(rows, WHOLE, &mut self.sums);
        }
        model.add_wide(wide, WHOLE, &mut self.sums);
        let square = |thirds: u8| u32::from(thirds) * u32::from(thirds);
        let mut squares = self.rows.iter().map(|rows| rows.len() as u32).sum::<u32>() * square(WHOLE);
        for (row, thirds) in self.lesser.drain(..) {
            squares += square(thirds);
            if row.is_some_and(Row::is_wide) {
                model.add_wide(&[row], thirds, &mut self.sums);
            } else {
                model.add_narrow(&[row], thirds, &mut self.sums);
            }
        }
        let norm = (squares as f32 / 9.0).sqrt().max(1.0);
        model.score(&self.sums, norm.recip(), &mut self.scores);
        self.apply_constructions();
    }
}

/// The bytes of a range of tokens.
fn place(tokens: &[Token], range: &Range<usize>) -> Span {
    let bytes = trace::bytes(tokens, range);
    Span::new(bytes.start, bytes.end)
}
