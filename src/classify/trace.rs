//! The whole reasoning behind one verdict, for those who want to change the rules: what was found in the words, how much
//! each spoke for the verdict, and what would change it.

use super::decide::{self, Decision};
use super::features::Sink;
use super::objects::Piece;
use super::structure::{AreaHit, VerbHit, WordHit};
use super::token::{Token, TokenKind};
use super::{Classifier, Verdict};
use crate::order;
use crate::rulebook::lexicon::Written;
use crate::rulebook::{AreaId, DutyType, Relation};
use std::ops::Range;

/// How many features are shown.
const SHOWN: usize = 8;
/// How many areas and relations are shown.
const LIKELIEST: usize = 3;
/// Least probability that is worth a mention.
const LEAST: f32 = 0.01;
/// What a strong construction adds, and a decisive one; as in `rulebook::constructions`.
const PROOFS: [(&str, f32); 2] = [("strong", 4.0), ("decisive", 9.0)];

/// Why one part of a duty is judged as it is. All ranges are bytes of the duty's text.
#[derive(Clone, Debug)]
pub struct PartTrace<'a> {
    /// The part.
    pub range: Range<usize>,
    /// The verbs found; the first is the governing one if `governed` is set.
    pub verbs: Vec<Found<Relation>>,
    /// Whether the first verb governs.
    pub governed: bool,
    /// The phrases that speak for areas, with their strength (1 weak, 2 fair, 3 strong).
    pub phrases: Vec<(Found<AreaId>, u8)>,
    /// Whether there is one, and it is all that is said.
    pub named_alone: bool,
    /// The words that change the claim.
    pub words: Vec<Found<crate::rulebook::lexicon::WordClass>>,
    /// The constructions that matched: id, and the words where they begin.
    pub constructions: Vec<(&'a str, Range<usize>)>,
    /// Probability of every type, before calibration, in the order of [`DutyType::ALL`].
    pub types: [f32; 6],
    /// The likeliest areas.
    pub areas: Vec<(AreaId, f32)>,
    /// The likeliest relations; none stands for "no relation".
    pub relations: Vec<(Option<Relation>, f32)>,
    /// The type that came out.
    pub winner: DutyType,
    /// The type that came second.
    pub runner_up: DutyType,
    /// What weighed most for the winner against the runner-up, or for the runner-up where it is negative.
    pub features: Vec<Feature>,
    /// What would change the type.
    pub changes: Vec<Change>,
}

/// Words that mean something by the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<T> {
    /// What they mean.
    pub means: T,
    /// The phrase as written in the rules.
    pub phrase: String,
    /// The words.
    pub range: Range<usize>,
}

/// A line of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Its name in `rules/model.tsv`.
    pub name: String,
    /// The words it stands for; empty when it stands for the whole.
    pub range: Range<usize>,
    /// What it added to the score of the winner.
    pub winner: f32,
    /// What it added to the score of the runner-up.
    pub runner_up: f32,
}

/// A change of the rules, and what would come of it; tried out, not guessed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What is changed.
    pub what: Amendment,
    /// The area it is about.
    pub area: AreaId,
    /// The type that would come out, and its probability before calibration.
    pub gives: (DutyType, f32),
}

/// A change of the rules.
#[derive(Clone, Debug, PartialEq)]
pub enum Amendment {
    /// A phrase is kept silent here (`unless`) or taken out.
    Silence {
        /// The phrase as written in the rules.
        phrase: String,
    },
    /// These words become a strong phrase of the area.
    Phrase {
        /// The words.
        words: String,
    },
    /// A construction of this proof decides for the area and the relation.
    Construction {
        /// The relation.
        relation: Option<Relation>,
        /// `strong` or `decisive`.
        proves: &'static str,
    },
}

/// Features with their names.
#[derive(Default)]
struct Named(Vec<(String, u64, f32, Range<usize>)>);

impl Sink for Named {
    fn feature(&mut self, feature: u64, thirds: u8, tokens: Range<usize>, name: impl FnOnce() -> String) {
        self.0.push((name(), feature, f32::from(thirds) / 3.0, tokens));
    }
}

impl<'a> Classifier<'a> {
    /// Why a duty is judged as it is: one entry for each of [`Verdict::parts`]. Slow beside [`Classifier::classify`].
    pub fn trace(&mut self, text: &str, verdict: &Verdict) -> Vec<PartTrace<'a>> {
        self.tokenize(text);
        let mut parts = Vec::new();
        self.split(text, &mut parts);
        self.all_tokens.clone_from(&self.tokens);
        if verdict.parts.is_empty() {
            parts = vec![Piece::plain(0..self.all_tokens.len())];
        } else {
            self.judge_pieces(text, &mut parts);
        }
        parts.into_iter().map(|part| self.trace_part(text, &part)).collect()
    }

    fn trace_part(&mut self, text: &str, part: &Piece) -> PartTrace<'a> {
        self.choose(text, part);
        let decision = self.decide(text);
        let lexicon = &self.words.vocabulary().lexicon;
        let bytes = |tokens: &Range<usize>| bytes(&self.tokens, tokens);
        let verb = |hit: &VerbHit| Found {
            means: hit.relation,
            phrase: lexicon.read(hit.phrase).to_owned(),
            range: bytes(&(hit.token..hit.token + hit.words)),
        };
        let phrase = |hit: &AreaHit| {
            let found = Found {
                means: hit.area,
                phrase: lexicon.read(hit.phrase).to_owned(),
                range: bytes(&(hit.token..hit.token + hit.words)),
            };
            (found, hit.strength)
        };
        let word = |hit: &WordHit| {
            let range = bytes(&(hit.token..hit.token + hit.words));
            Found { means: hit.class, phrase: text.get(range.clone()).unwrap_or_default().to_owned(), range }
        };
        let construction = |&(token, index): &(usize, u16)| {
            (self.words.vocabulary().constructions[index as usize].id.as_str(), bytes(&(token..token + 1)))
        };
        let governing = self.structure.head.unwrap_or(0);
        let (areas, relations) = self.scores[DutyType::ALL.len()..].split_at(self.rulebook.areas().len());
        let best = |type_: Option<DutyType>| {
            let others = DutyType::ALL.into_iter().filter(|&other| Some(other) != type_);
            others.max_by(|&a, &b| decision.types[a as usize].total_cmp(&decision.types[b as usize]))
        };
        let runner_up = best(Some(decision.duty_type)).unwrap_or(decision.duty_type);
        let mut trace = PartTrace {
            range: super::trace::bytes(&self.all_tokens, &part.shown),
            verbs: self.structure.verbs.iter().skip(governing).map(verb).collect(),
            governed: self.structure.head.is_some(),
            phrases: self.structure.areas.iter().map(phrase).collect(),
            named_alone: self.named_alone().is_some(),
            words: self.structure.words.iter().filter(|hit| hit.class.changes_claim()).map(word).collect(),
            constructions: self.decided.iter().map(construction).collect(),
            types: decision.types,
            areas: likeliest(areas).into_iter().map(|(at, share)| (AreaId(at as u8), share)).collect(),
            relations: likeliest(relations).into_iter().map(|(at, share)| (Relation::ALL.get(at).copied(), share)).collect(),
            winner: decision.duty_type,
            runner_up,
            features: Vec::new(),
            changes: Vec::new(),
        };
        let (area, relation) = decide::likeliest(runner_up, areas, relations, &self.types);
        trace.features = self.weigh(text, &decision, runner_up);
        trace.changes = self.try_changes(text, &decision, (runner_up, area, relation));
        trace
    }

    /// What weighed most between the two best types.
    fn weigh(&mut self, text: &str, decision: &Decision, runner_up: DutyType) -> Vec<Feature> {
        let mut named = Named::default();
        self.extract(text, &mut named);
        let norm = named.0.iter().map(|(_, _, value, _)| value * value).sum::<f32>().sqrt().max(1.0);
        let model = self.rulebook.model();
        let weigh = |(name, feature, value, tokens): (String, u64, f32, Range<usize>)| {
            let of = |class: DutyType| model.row(feature).map_or(0.0, |row| model.weight(row, class as usize));
            Feature {
                name,
                range: bytes(&self.tokens, &tokens),
                winner: of(decision.duty_type) * value / norm,
                runner_up: of(runner_up) * value / norm,
            }
        };
        let mut features: Vec<Feature> = named.0.into_iter().map(weigh).filter(|feature| feature.margin().abs() >= 0.005).collect();
        order::by(&mut features, |a, b| b.margin().abs().total_cmp(&a.margin().abs()).then_with(|| a.name.cmp(&b.name)));
        features.dedup_by(|a, b| a.name == b.name);
        features.truncate(SHOWN);
        features
    }

    /// Tries what would make another type of a part.
    fn try_changes(&mut self, text: &str, decision: &Decision, other: (DutyType, AreaId, Option<Relation>)) -> Vec<Change> {
        let lexicon = &self.words.vocabulary().lexicon;
        let mut changes = Vec::new();
        let found = self.structure.areas.clone();
        let speaking = found.iter().filter(|hit| hit.area == decision.area).max_by_key(|hit| hit.strength).copied();
        if let Some(hit) = speaking {
            self.structure.areas.retain(|other| !(other.area == hit.area && other.phrase == hit.phrase));
            let gives = self.outcome(text);
            changes.push(Change { what: Amendment::Silence { phrase: lexicon.read(hit.phrase).to_owned() }, area: hit.area, gives });
        }
        let (wanted, area, relation) = other;
        if self.rulebook.area(area).residual {
            self.structure.areas = found;
            return changes;
        }
        if let Some(words) = self.object(text, &found).filter(|_| area != decision.area) {
            let word = |token: &Token| text.get(token.start as usize..token.end as usize).unwrap_or_default().to_lowercase();
            let phrase = self.tokens[words.clone()].iter().map(word).collect::<Vec<_>>().join(" ");
            let hit = AreaHit {
                token: words.start,
                words: words.len(),
                area,
                strength: super::settle::STRONG,
                phrase: Written::default(),
            };
            self.structure.areas.clone_from(&found);
            self.structure.areas.retain(|other| other.token + other.words <= words.start || other.token >= words.end);
            self.structure.areas.push(hit);
            order::by_key(&mut self.structure.areas, |hit| hit.token);
            let gives = self.outcome(text);
            changes.push(Change { what: Amendment::Phrase { words: phrase }, area, gives });
        }
        self.structure.areas = found;
        for (proves, weight) in PROOFS {
            self.collect(text);
            self.sum();
            let types = DutyType::ALL.len();
            let areas = self.rulebook.areas().len();
            self.scores[types + area.0 as usize] += weight;
            self.scores[wanted as usize] += weight;
            if let Some(relation) = relation {
                self.scores[types + areas + relation as usize] += weight;
            }
            let found = decide::decide(&mut self.scores, &self.types);
            let gives = (found.duty_type, found.probability);
            let enough = gives.0 == wanted;
            changes.push(Change { what: Amendment::Construction { relation, proves }, area, gives });
            if enough {
                break;
            }
        }
        changes
    }

    /// What the present structure gives.
    fn outcome(&mut self, text: &str) -> (DutyType, f32) {
        self.collect(text);
        let decision = self.score();
        (decision.duty_type, decision.probability)
    }

    /// The words of the main clause that could be a phrase: those that are one, else the first two long words in a row after the
    /// governing verb.
    fn object(&self, text: &str, found: &[AreaHit]) -> Option<Range<usize>> {
        let from = self.structure.head().map_or(0, |head| head.token + head.words);
        let within = from..self.structure.main_end.max(from);
        if let Some(hit) = found
            .iter()
            .filter(|hit| hit.token + hit.words > within.start && hit.token < within.end)
            .max_by_key(|hit| (hit.words, hit.strength))
        {
            return Some(hit.token..hit.token + hit.words);
        }
        let long = |at: usize| {
            let token = &self.tokens[at];
            let spoken_for = self.structure.verbs.iter().any(|verb| (verb.token..verb.token + verb.words).contains(&at))
                || self.structure.words.iter().any(|hit| (hit.token..hit.token + hit.words).contains(&at));
            token.kind == TokenKind::Word && text[token.start as usize..token.end as usize].chars().count() > 3 && !spoken_for
        };
        let first = within.clone().find(|&at| at < self.tokens.len() && long(at))?;
        let more = (first + 1..within.end.min(self.tokens.len())).take(1).take_while(|&at| long(at)).count();
        Some(first..first + 1 + more)
    }
}

impl Feature {
    /// What it adds for the winner beyond what it adds for the runner-up.
    pub fn margin(&self) -> f32 {
        self.winner - self.runner_up
    }
}

/// The bytes of a range of tokens.
#[inline(never)]
pub(super) fn bytes(tokens: &[Token], range: &Range<usize>) -> Range<usize> {
    // Words that are judged as one act need not stand in the order of the text.
    let tokens = tokens.get(range.clone()).unwrap_or_default();
    let Some(first) = tokens.first() else { return 0..0 };
    let (mut start, mut end) = (first.start, first.end);
    for token in tokens {
        start = start.min(token.start);
        end = end.max(token.end);
    }
    start as usize..end as usize
}

/// The largest of some probabilities, with their indices.
fn likeliest(shares: &[f32]) -> Vec<(usize, f32)> {
    let mut all: Vec<(usize, f32)> = shares.iter().copied().enumerate().filter(|&(_, share)| share >= LEAST).collect();
    order::by(&mut all, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all.truncate(LIKELIEST);
    all
}
