//! Parts: from a decision to what is said of one act, with the words that decided.

use super::decide::{self, Decision};
use super::standing::Holder;
use super::token::Token;
use super::verdict::{AreaSet, Claim, Deciding, Evidence, Modifiers, Part, Phrase, Signal};
use super::{Classifier, place};
use crate::rulebook::constructions::DECISIVE;
use crate::rulebook::lexicon::{WordClass, Written};
use crate::rulebook::model::UNIT;
use crate::rulebook::{DutyType, Owner, Relation};
use crate::source::Span;

/// Probability from which an area that was not chosen is worth a thought.
const NOTICEABLE: f32 = 0.12;
/// How much a phrase proves at least to show an area on the writer's mind.
const TELLING: u8 = 2;

impl Classifier<'_> {
    /// What is said of the act whose decision was taken last.
    pub(super) fn part(&self, text: &str, decision: &Decision) -> Part {
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
            place: self.place,
            duty_type: if shared { DutyType::Shared } else { decision.duty_type },
            other_role,
            area: (area.id != "unclear").then_some(decision.area),
            relation: decision.relation,
            claim,
            strength,
            confidence: self.rulebook.model().calibrate(decision.probability),
            evidence: self.evidence(decision),
            modifiers,
            subject: match self.standing.holder {
                Some(Holder::Kind(kind)) => Some(kind),
                Some(Holder::Body | Holder::You) => None,
                None => self.structure.subject(text, &self.tokens),
            },
            explicit: self.structure.owns(&self.tokens) || self.owns_by_construction(decision),
            outside: if claim == Claim::Excluded || self.standing.given || self.standing.told {
                self.outside
            } else {
                Span::default()
            },
            given: self.given,
            touched: self.touched(text, decision),
        }
    }

    /// Whether a construction that settles everything says that the role decides or creates ("put the backlog in order").
    fn owns_by_construction(&self, decision: &Decision) -> bool {
        let owning = |relation: &Option<Relation>| matches!(relation, Some(Relation::Own | Relation::Author));
        let found = self.decided.iter().map(|(_, index)| &self.words.vocabulary().constructions[*index as usize]);
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
            let may_point = |token: &&Token| self.pointing.may_hold(token.word.stem);
            let mut before = self.tokens[at.saturating_sub(2)..at].iter().filter(may_point).map(|token| token.text(text));
            before.any(|word| after.binary_search_by(|known| known.as_str().cmp(word)).is_ok())
        };
        if decision.relation != Some(Relation::Transform) {
            for hit in self.structure.areas.iter().filter(|hit| hit.strength >= TELLING && !points_at(hit.token)) {
                touched.add(hit.area);
            }
        }
        let areas = &self.scores[DutyType::ALL.len()..][..self.rulebook.areas().len()];
        decide::above(areas, NOTICEABLE).for_each(|(area, _)| touched.add(area));
        touched
    }

    /// The phrases and words that spoke for the decision, strongest first, at most two.
    fn evidence(&self, decision: &Decision) -> Deciding {
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
            self.wording(decision, &mut evidence);
        }
        evidence
    }

    fn phrase(&self, phrase: Written) -> Phrase {
        Phrase::new(self.words.vocabulary().language, phrase)
    }

    /// Adds the words that weighed most in the statistical layer.
    fn wording(&self, decision: &Decision, into: &mut Deciding) {
        let finder = self.rulebook.model().finder();
        let (mut most, mut best) = (0, None);
        for one in &self.collected.features {
            let Some(row) = one.row else { continue };
            let weight = i32::from(finder.units(row, decision.duty_type as usize)) * i32::from(one.thirds);
            if weight > most && !one.tokens.is_empty() {
                (most, best) = (weight, Some(&one.tokens));
            }
        }
        if let Some(tokens) = best {
            let weight = most as f32 * UNIT / 3.0;
            let place = place(&self.tokens, &(tokens.start as usize..tokens.end as usize));
            if !into.iter().any(|evidence| evidence.place == place) {
                into.push(Evidence { signal: Signal::Wording(decision.duty_type), place, weight });
            }
        }
    }
}
