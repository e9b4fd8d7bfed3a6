//! Settling: what is said of a duty over the head of the weights. Constructions and names that stand alone add to the scores; exceptions,
//! verbs that stand alone, and words that say who guides or settles it change the decision.

use super::Classifier;
use super::decide::{self, Decision};
use super::structure::AreaHit;
use super::token::{Token, TokenKind};
use crate::rulebook::constructions::{Construction, DECISIVE};
use crate::rulebook::grammar::Trait;
use crate::rulebook::lexicon::WordClass;
use crate::rulebook::model::Scores;
use crate::rulebook::{AreaId, DutyType, Relation, Rulebook, Vocabulary};

/// The strength of a phrase that proves its area by itself.
pub(super) const STRONG: u8 = 3;
/// What such a phrase adds to the scores where nothing else is said: as much as a construction that is a strong proof.
const NAMED_ALONE: f32 = 4.0;

impl Classifier<'_> {
    /// Changes a decision on the tokens whose structure was found last where words settle it.
    pub(super) fn settle(&self, decision: &mut Decision) {
        self.settle_exception(decision);
        if self.is_verb_alone() {
            *decision = self.undecided(decision);
        }
        if self.structure.has(WordClass::Guided)
            && decision.relation.is_some_and(|relation| relation.strength() > Relation::Contribute.strength())
        {
            decision.relation = Some(Relation::Contribute);
        }
        if self.standing.given && self.is_settled(decision) {
            decision.relation = Some(Relation::Follow);
        }
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
    pub(super) fn apply_constructions(&mut self) {
        self.decided.clear();
        if let Some(area) = self.named_alone() {
            speak_for(&mut self.scores, self.rulebook, (Some(area), None, None), NAMED_ALONE);
        }
        if self.structure.beginnings.is_empty() {
            return;
        }
        let words = || self.tokens.iter().filter(|token| token.kind != TokenKind::Soft).map(|token| token.word.stem);
        let present = self.structure.present();
        self.stems.clear();
        let Vocabulary { constructions, gates, lexicon, .. } = self.words.vocabulary();
        let (mut counted, mut from) = (0, 0);
        for &(token, begins) in &self.structure.beginnings {
            let governs = self.structure.head().is_some_and(|head| head.token == token);
            for &index in lexicon.begins(begins) {
                // What fails most often and costs least comes first.
                let gate = &gates[index as usize];
                if !gate.lets(present) || gate.governs && !governs {
                    continue;
                }
                let construction = &constructions[index as usize];
                if !construction.is_possible(present) {
                    continue;
                }
                if self.stems.is_empty() {
                    self.stems.extend(words());
                }
                from += self.tokens[counted..token].iter().filter(|token| token.kind != TokenKind::Soft).count();
                counted = token;
                if construction.matches(&self.stems[from..])
                    && !construction.unless.iter().any(|word| self.stems.contains(word))
                    && !self.decided.iter().any(|(_, known)| *known == index)
                {
                    self.decided.push((token, index));
                }
            }
        }
        for (_, index) in &self.decided {
            let &Construction { area, relation, duty_type, weight, .. } = &self.words.vocabulary().constructions[*index as usize];
            speak_for(&mut self.scores, self.rulebook, (area, relation, duty_type), weight);
        }
    }

    /// The area whose name is all that is said ("Customer discovery"), where the rules call the name a strong sign of it alone.
    pub(super) fn named_alone(&self) -> Option<AreaId> {
        let mut names = self.structure.areas.iter().filter(|hit| hit.strength == STRONG && hit.words == self.tokens.len());
        let first = names.next()?;
        // What is as much the name of something else proves neither.
        names.next().is_none().then_some(first.area)
    }

    /// Whether verbs are all that is said ("Plan and prioritise"). That is a duty, and may be anybody's.
    fn is_verb_alone(&self) -> bool {
        let verbs = &self.structure.verbs;
        let said = |at: usize| verbs.iter().any(|verb| (verb.token..verb.token + verb.words).contains(&at));
        let is_said = |token: &Token| token.kind == TokenKind::Word && !token.is(Trait::JoinsActs);
        let mut words = self.tokens.iter().zip(0..).filter(|(token, _)| is_said(token));
        // In "manage scope", what looks like a verb is what is managed.
        let has_object = verbs.iter().any(|verb| verbs.iter().any(|next| next.token == verb.token + verb.words));
        self.structure.areas.is_empty() && !verbs.is_empty() && words.all(|(_, at)| said(at)) && !has_object
    }

    /// The same decision for nobody.
    fn undecided(&self, decision: &Decision) -> Decision {
        let (areas, relations) = self.scores[DutyType::ALL.len()..].split_at(self.rulebook.areas().len());
        let duty_type = DutyType::Unclear;
        let (area, relation) = decide::likeliest(duty_type, areas, relations, &self.types);
        Decision { duty_type, area, relation, probability: decision.types[duty_type as usize], ..*decision }
    }

    /// Whether what a body settles is the very thing a decision is on, which the role then only runs.
    fn is_settled(&self, decision: &Decision) -> bool {
        let clause = self.standing.aside.start;
        let adjoins = |end: usize| (end..clause).all(|at| self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Soft));
        let names = |hit: &AreaHit| hit.area == decision.area && hit.token < clause && adjoins(hit.token + hit.words);
        !matches!(decision.relation, Some(Relation::Own | Relation::Author) | None) && self.structure.areas.iter().any(names)
    }
}

/// Adds what a construction proves to the scores: of its area, of its relation, and of the type that follows from them.
fn speak_for(
    scores: &mut Scores,
    rulebook: &Rulebook,
    (area, relation, duty_type): (Option<AreaId>, Option<Relation>, Option<DutyType>),
    weight: f32,
) {
    let types = DutyType::ALL.len();
    let areas = rulebook.areas();
    let likeliest = best(&scores[types + areas.len()..][..Relation::ALL.len()]);
    let related = relation.unwrap_or(Relation::ALL[likeliest]);
    // A relation alone speaks for the type it gives in the likeliest area.
    let about = area.map_or_else(|| best(&scores[types..][..areas.len()]), |area| area.0 as usize);
    let duty_type = duty_type.unwrap_or(areas[about].types[related as usize]);
    if area.is_some() {
        scores[types + about] += weight;
    }
    if relation.is_some() {
        scores[types + areas.len() + related as usize] += weight;
    }
    scores[duty_type as usize] += weight;
}

/// Where the largest of some scores stands.
fn best(scores: &[f32]) -> usize {
    (0..scores.len()).fold(0, |best, at| if scores[at] > scores[best] { at } else { best })
}
