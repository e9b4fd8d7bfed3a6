//! What the classifier says of one duty.

use crate::rulebook::hints::Hints;
use crate::rulebook::lexicon::Written;
use crate::rulebook::{AreaId, DutyType, KindId, LanguageId, Relation, Rulebook};
use crate::source::Span;
use std::ops::Deref;

/// How strongly a duty claims its area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// Own, author, operate or transform.
    Hard,
    /// Assure or advocate.
    Soft,
    /// Contributes, tells or follows.
    None,
    /// Claimed only under a condition ("if no Product Manager is in place").
    Conditional,
    /// Disclaimed ("does not own").
    Excluded,
}

impl Claim {
    /// The name used in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Soft => "soft",
            Self::None => "none",
            Self::Conditional => "conditional",
            Self::Excluded => "excluded",
        }
    }
}

/// Words that decided, and which entry of the rulebook they matched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// What matched.
    pub signal: Signal,
    /// Bytes in the duty's text.
    pub place: Span,
    /// How much it weighed; positive speaks for the verdict.
    pub weight: f32,
}

/// The words that decided, strongest first: two at most. They lie in the verdict itself, for an audit keeps many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deciding {
    words: [Evidence; 2],
    count: u8,
}

impl Deciding {
    /// Adds words after those that are there, if there is room.
    pub fn push(&mut self, evidence: Evidence) {
        if let Some(free) = self.words.get_mut(self.count as usize) {
            *free = evidence;
            self.count += 1;
        }
    }
}

impl Default for Deciding {
    fn default() -> Self {
        let none = Evidence { signal: Signal::Wording(DutyType::Unclear), place: Span::default(), weight: 0.0 };
        Self { words: [none; 2], count: 0 }
    }
}

impl Deref for Deciding {
    type Target = [Evidence];

    fn deref(&self) -> &[Evidence] {
        &self.words[..self.count as usize]
    }
}

impl FromIterator<Evidence> for Deciding {
    fn from_iter<I: IntoIterator<Item = Evidence>>(evidence: I) -> Self {
        let mut deciding = Self::default();
        evidence.into_iter().for_each(|evidence| deciding.push(evidence));
        deciding
    }
}

/// An entry of the rulebook that matched. Small, for an audit keeps two for every duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// A phrase of an area.
    Area(AreaId, Phrase),
    /// A verb of a relation.
    Relation(Relation, Phrase),
    /// The learned weights of the words, for a type.
    Wording(DutyType),
}

/// A phrase of the rulebook: the language, and where it stands in the lexicon of that language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Phrase(u32);

/// Bits of a [`Phrase`] that say where it stands; the others say the language.
const PLACE: u32 = 24;

impl Phrase {
    /// A phrase that stands there in the lexicon of a language. Lexicons are far shorter than what can be told apart.
    pub fn new(language: LanguageId, written: Written) -> Self {
        Self(u32::from(language.0) << PLACE | written.0.min((1 << PLACE) - 1))
    }

    /// Its words.
    fn words(self, rulebook: &Rulebook) -> &str {
        let vocabulary = rulebook.vocabulary(LanguageId((self.0 >> PLACE) as u8));
        vocabulary.map_or("", |vocabulary| vocabulary.lexicon.read(Written(self.0 & ((1 << PLACE) - 1))))
    }
}

impl Signal {
    /// What matched, for people: `product-roadmap: roadmap`, `author: define`.
    pub fn name(self, rulebook: &Rulebook) -> String {
        match self {
            Self::Area(area, phrase) => format!("{}: {}", rulebook.area(area).id, phrase.words(rulebook)),
            Self::Relation(relation, phrase) => format!("{}: {}", relation.name(), phrase.words(rulebook)),
            Self::Wording(duty_type) => format!("wording: {}", duty_type.name()),
        }
    }
}

/// Circumstances that change a claim without changing what the duty is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each stands for itself")]
pub struct Modifiers {
    /// Jointly, co-, shared.
    pub joint: bool,
    /// Sole, solely, ultimate, final.
    pub exclusive: bool,
    /// May, as needed, help to, try to.
    pub hedged: bool,
    /// Done on behalf of, or delegated to, another role.
    pub delegated: bool,
    /// Done as somebody else has settled it ("as specified by the Product Manager").
    pub told: bool,
}

/// One part of a duty: one act on one area. What is asked for most lies in front, side by side.
#[derive(Clone, Debug, PartialEq)]
#[repr(C)]
pub struct Part {
    /// Bytes of the part in the duty's text.
    pub place: Span,
    /// Bytes of the name of a body that is no role and that the text names as the one who holds it ("the Quality Office");
    /// none when it names no such body.
    pub outside: Span,
    /// Bytes of the clause by which that body only settles what the part leans on ("set by the Quality Office"), up to the name.
    pub given: Span,
    /// How often such a verdict is right, from 0 to 1.
    pub confidence: f32,
    /// Whose profile it fits.
    pub duty_type: DutyType,
    /// The neighbouring role whose duty it is, when the type is `other` and the role is known.
    pub other_role: Option<KindId>,
    /// What it is about.
    pub area: Option<AreaId>,
    /// What the role does with the area.
    pub relation: Option<Relation>,
    /// How strongly it claims the area.
    pub claim: Claim,
    /// The strength of the claim, from 5 (decides) to 0, or -1 when disclaimed.
    pub strength: i8,
    /// What changes the claim.
    pub modifiers: Modifiers,
    /// A role the text itself names as the one who holds it ("the Product Owner keeps ...").
    pub subject: Option<KindId>,
    /// Whether its governing verb itself decides or creates; else that it owns is only inferred from the other words.
    pub explicit: bool,
    /// Areas other than its own that it has words of, or may as well be about.
    pub touched: AreaSet,
    /// The words that decided, strongest first.
    pub evidence: Deciding,
}

/// A set of areas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AreaSet(u64);

impl AreaSet {
    /// Adds an area. There are fewer than 64; any beyond would only be forgotten.
    pub fn add(&mut self, area: AreaId) {
        self.0 |= 1u64.checked_shl(u32::from(area.0)).unwrap_or(0);
    }

    /// Whether it holds an area.
    pub fn has(self, area: AreaId) -> bool {
        self.0 & 1u64.checked_shl(u32::from(area.0)).unwrap_or(0) != 0
    }
}

/// What the classifier says of one duty: of the whole, and of its parts when it has several. An audit keeps many and asks for them in
/// any order, so what is asked for most comes with one look at the memory.
#[derive(Clone, Debug, PartialEq)]
#[repr(C, align(64))]
pub struct Verdict {
    /// The parts of a compound duty in order; empty when the duty has one part.
    pub parts: Box<[Part]>,
    /// The whole duty; it takes its first, strongest part.
    pub whole: Part,
    /// Of which families of phrases the duty may hold one.
    pub hints: Hints,
}

impl Verdict {
    /// What is said of a duty that cannot be judged, for its language is not known.
    pub fn none(text: &str) -> Self {
        let whole = Part {
            place: Span::new(0, text.len()),
            duty_type: DutyType::Unclear,
            other_role: None,
            area: None,
            relation: None,
            claim: Claim::None,
            strength: 0,
            confidence: 0.0,
            evidence: Deciding::default(),
            modifiers: Modifiers::default(),
            subject: None,
            explicit: false,
            outside: Span::default(),
            given: Span::default(),
            touched: AreaSet::default(),
        };
        Self { whole, parts: Box::default(), hints: Hints::ALL }
    }

    /// The parts to judge: the parts of a compound duty, else the whole.
    pub fn parts(&self) -> &[Part] {
        if self.parts.is_empty() { std::slice::from_ref(&self.whole) } else { &self.parts }
    }

    /// Gives a compound duty its parts. The whole keeps its type where one of the parts shares it, and is about what its first
    /// such part is about, for what comes first is what a duty is about; it takes the first, strongest part otherwise.
    pub fn take(&mut self, parts: Vec<Part>) {
        let place = self.whole.place;
        match parts.iter().find(|part| part.duty_type == self.whole.duty_type) {
            Some(first) if first.area == self.whole.area => {}
            Some(first) => self.whole = Part { place, confidence: self.whole.confidence, ..first.clone() },
            None => {
                let strongest = parts.iter().fold(&parts[0], |best, part| if part.strength > best.strength { part } else { best });
                self.whole = Part { place, ..strongest.clone() };
            }
        }
        self.parts = parts.into_boxed_slice();
    }

    /// Lets a condition that stands before the act ("if no Product Manager is in place, own the roadmap") hold for what follows.
    pub fn keep_condition(&mut self) {
        let [first, others @ ..] = &mut *self.parts else { return };
        let leads = first.relation.is_none() || first.claim == Claim::Conditional;
        if self.whole.claim == Claim::Conditional && leads {
            for part in others.iter_mut().filter(|part| matches!(part.claim, Claim::Hard | Claim::Soft)) {
                part.claim = Claim::Conditional;
            }
        }
    }

    /// Makes it a verdict on what a role does not do.
    pub fn disclaim(&mut self) {
        for part in std::iter::once(&mut self.whole).chain(&mut self.parts) {
            (part.claim, part.strength) = (Claim::Excluded, -1);
        }
    }

    /// The same verdict with its raw probabilities read through a model's calibration curve.
    #[must_use]
    pub fn calibrated(&self, model: &crate::rulebook::Model) -> Self {
        let mut verdict = self.clone();
        for part in std::iter::once(&mut verdict.whole).chain(&mut verdict.parts) {
            part.confidence = model.calibrate(part.confidence);
        }
        verdict
    }

    /// Whether its parts belong to different owners.
    pub fn is_mixed(&self) -> bool {
        let mut types = self.parts.iter().map(|part| part.duty_type).filter(|t| matches!(t, DutyType::Pm | DutyType::Po));
        let first = types.next();
        first.is_some() && types.any(|other| Some(other) != first)
    }
}

/// Confidence from which a verdict counts as `high`; set by calibration on labelled duties.
pub const HIGH_CONFIDENCE: f32 = 0.91;
/// Confidence below which a verdict counts as `low`.
pub const LOW_CONFIDENCE: f32 = 0.6;

impl Part {
    /// Whether it is a duty that may be about anything.
    pub fn is_open(&self) -> bool {
        self.duty_type == DutyType::Unclear && self.claim != Claim::Excluded
    }

    /// Whether another part claims the same area in the same way.
    pub fn says_the_same(&self, other: &Self) -> bool {
        (self.duty_type, self.area, self.relation) == (other.duty_type, other.area, other.relation)
    }

    /// The confidence in words.
    pub fn confidence_level(&self) -> crate::finding::Confidence {
        use crate::finding::Confidence;
        if self.confidence >= HIGH_CONFIDENCE {
            Confidence::High
        } else if self.confidence >= LOW_CONFIDENCE {
            Confidence::Medium
        } else {
            Confidence::Low
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::{offset_of, size_of};

    #[test]
    fn what_is_asked_for_most_comes_with_one_look() {
        assert!(offset_of!(Verdict, whole) + offset_of!(Part, explicit) < 64);
        assert_eq!(size_of::<Verdict>(), 128);
    }
}
