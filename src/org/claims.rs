//! Claims: what each part of each duty says a role does with an area, after the arithmetic of modifiers.

use crate::audit::{Audit, AuditedDuty, AuditedRole};
use crate::classify::{self, Part, Signal};
use crate::finding::{Confidence, Label};
use crate::rulebook::grammar::Trait;
use crate::rulebook::hints::{Family, Hints};
use crate::rulebook::phrases::{Lowered, holds_any};
use crate::rulebook::role_models::Rung;
use crate::rulebook::{AreaId, DutyType, KindId, Relation, RoleModel, Rulebook};
use std::borrow::Cow;
use std::ops::Range;

/// What one part of a duty says its role does with an area.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each stands for itself")]
pub struct Claim {
    /// Index of the role in [`Audit::roles`].
    pub role: u32,
    /// Index of the duty in the role's list.
    pub duty: u32,
    /// Index of the part in the duty's verdict.
    pub part: u16,
    /// The area claimed.
    pub area: AreaId,
    /// The rung of the area's ladder under the role's model; 0 is the area's own.
    pub rung: u8,
    /// What the role does with it.
    pub relation: Relation,
    /// How strongly, from 5 (decides) to 0, or -1 when disclaimed.
    pub strength: i8,
    /// How the claim is meant.
    pub claim: classify::Claim,
    /// Jointly with another role.
    pub joint: bool,
    /// On behalf of, or delegated to, another role.
    pub delegated: bool,
    /// Only carrying out what another has settled.
    pub told: bool,
    /// The kind of role that the text itself names as the one who does it, when it is not this role.
    pub held_by: Option<KindId>,
    /// Whether it only follows from a duty on another area: who breaks features into stories writes stories. It covers its
    /// area and is no claim to it.
    pub derived: bool,
    /// Whether it is enough for the area to be looked after, whoever does it.
    pub covers: bool,
    /// Of which families of phrases its duty may hold one: the words lie far away, and most need not be read.
    pub hints: Hints,
    /// Whether its words name a body that is no role and has a say in it.
    pub names_body: bool,
    /// Whether it is the work of a neighbouring role, by its words.
    pub of_neighbour: bool,
    /// How sure the classifier is.
    pub confidence: Confidence,
}

impl Claim {
    /// Whether the role itself does this, and not in another's name.
    pub fn is_the_roles_own(&self) -> bool {
        self.held_by.is_none() && !self.delegated && !self.told
    }

    /// Whether the role itself claims this, without condition.
    pub fn is_own(&self) -> bool {
        self.is_the_roles_own() && !self.derived && matches!(self.claim, classify::Claim::Hard | classify::Claim::Soft)
    }

    /// Whether the role itself firmly claims the area: owns, authors, operates, or transforms something into it.
    pub fn is_hard(&self) -> bool {
        self.claim == classify::Claim::Hard && self.is_own()
    }

    /// Whether the role decides or creates: two such claims by two roles are one too many.
    pub fn is_owning(&self) -> bool {
        self.is_hard() && self.strength >= OWNING
    }

    /// The duty it stands in.
    pub fn duty<'a>(&self, audit: &'a Audit) -> &'a AuditedDuty {
        &audit.roles[self.role as usize].duties[self.duty as usize]
    }

    /// The part of the verdict it comes from.
    pub fn part<'a>(&self, audit: &'a Audit) -> &'a Part {
        &audit.parts(self.duty(audit))[self.part as usize]
    }

    /// The words of the part it comes from.
    pub fn part_text<'a>(&self, audit: &'a Audit) -> &'a str {
        self.duty(audit).text.as_str().get(self.part(audit).place.range()).unwrap_or_default()
    }

    /// The words that decided.
    pub fn words<'a>(&'a self, audit: &'a Audit, rulebook: &Rulebook) -> Words<'a> {
        let role = &audit.roles[self.role as usize];
        let duty = &role.duties[self.duty as usize];
        let part = &audit.parts(duty)[self.part as usize];
        Words { claim: self, role, duty, place: deciding_words(part, duty.text.as_str(), rulebook) }
    }

    /// A label at the words that decided.
    pub fn label(&self, audit: &Audit, rulebook: &Rulebook, message: impl Into<Cow<'static, str>>) -> Label {
        self.words(audit, rulebook).label(message)
    }
}

/// The words of a duty that decided on a claim.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// The role that makes it.
    pub role: &'a AuditedRole,
    duty: &'a AuditedDuty,
    place: Range<usize>,
}

impl<'a> Words<'a> {
    /// The words.
    pub fn text(&self) -> &'a str {
        self.duty.text.as_str().get(self.place.clone()).unwrap_or_default()
    }

    /// A label at the words.
    pub fn label(&self, message: impl Into<Cow<'static, str>>) -> Label {
        self.role.duty_label(self.duty, self.place.clone(), message)
    }
}

/// Strength from which a claim is ownership.
pub const OWNING: i8 = 4;
/// Strength from which a claim covers an area.
pub const COVERING: i8 = 3;

/// How many words of a part a reader takes in at a glance.
const AT_A_GLANCE: usize = 12;

/// The bytes of a duty's text that a reader would mark in a part of it: the whole part where it is short, or where it matters
/// who else there is; else from the verb to what it is about, where both are known by their words.
pub fn deciding_words(part: &Part, text: &str, rulebook: &Rulebook) -> Range<usize> {
    let short = || text.get(part.place.range()).is_some_and(is_short);
    let others = part.claim == classify::Claim::Excluded || part.modifiers.joint || part.modifiers.told;
    let speaking = || part.evidence.iter().filter(|evidence| evidence.weight > 0.0);
    let has = |wanted: fn(&Signal) -> bool| speaking().any(|evidence| wanted(&evidence.signal));
    let is_told = has(|signal| matches!(signal, Signal::Relation(..))) && has(|signal| matches!(signal, Signal::Area(..)));
    let (start, end) = (speaking().map(|evidence| evidence.place.start).min(), speaking().map(|evidence| evidence.place.end).max());
    match (start, end) {
        (Some(start), Some(end)) if !others && is_told && start < end && !short() => {
            start as usize..end_of_name(text, end as usize, part.place.range().end, rulebook)
        }
        _ => part.place.range(),
    }
}

/// Whether a text has few words. Of ASCII, which most is, it is counted where white space ends, many bytes at once.
fn is_short(text: &str) -> bool {
    if !text.is_ascii() {
        return text.split_whitespace().nth(AT_A_GLANCE).is_none();
    }
    let is_space = |byte: u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let [first, others @ ..] = text.as_bytes() else { return true };
    let begins = |(&before, &byte): (&u8, &u8)| usize::from(is_space(before) & !is_space(byte));
    usize::from(!is_space(*first)) + text.as_bytes().iter().zip(others).map(begins).sum::<usize>() <= AT_A_GLANCE
}

/// Where a name ends of which the words up to `end` are known: "acceptance" is the beginning of "acceptance criteria".
fn end_of_name(text: &str, end: usize, limit: usize, rulebook: &Rulebook) -> usize {
    let mut reached = end;
    for _ in 0..NAMED_ON {
        let Some(word) = text.get(reached..limit).and_then(|rest| rest.strip_prefix(' ')).and_then(|rest| rest.split(' ').next()) else {
            break;
        };
        let plain = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if plain.is_empty() || !plain.chars().all(char::is_lowercase) || rulebook.evidence().ends_name(plain) {
            break;
        }
        reached += 1 + plain.len();
        if plain.len() < word.len() {
            break;
        }
    }
    reached
}

/// Words that a name goes on for at most.
const NAMED_ON: usize = 2;

/// A role whose duties are read, and what it is read by.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// Index of the role in [`Audit::roles`].
    pub index: usize,
    /// The role.
    pub role: &'a AuditedRole,
    /// The kind of role whose areas it holds.
    pub kind: Option<KindId>,
    /// The knowledge to read by.
    pub rulebook: &'a Rulebook,
    /// The model it is judged by.
    pub model: &'a RoleModel,
}

impl Reading<'_> {
    /// Adds the claims that the parts of a duty make.
    pub fn collect(&self, (duty, audited): (u32, &AuditedDuty), parts: &[Part], into: &mut Vec<Claim>) {
        let Self { role, kind, rulebook, model, .. } = *self;
        let hints = audited.judged.hints;
        for (at, part) in parts.iter().enumerate() {
            let (Some(id), Some(relation)) = (part.area, part.relation) else { continue };
            let area = rulebook.area(id);
            if area.residual {
                continue;
            }
            // The texts lie far away, and most need not be read.
            let text = || audited.text.as_str().get(part.place.range()).unwrap_or_default();
            // What is turned into something else is not what the claim is on. "Accept them" says in the part before what it is on.
            let before = || at.checked_sub(1).and_then(|at| parts.get(at)).filter(|_| names_nothing(text(), rulebook));
            let one_rung = relation == Relation::Transform || !hints.may_hold(Family::Rungs) || model.area(id).rungs.is_empty();
            let (on, rung) = if one_rung {
                (id, 0)
            } else {
                let both = before().and_then(|before| audited.text.as_str().get(before.place.start as usize..part.place.range().end));
                rung(both.unwrap_or_else(text), id, model)
            };
            let other = part.subject.filter(|&subject| role.kind != Some(subject) && kind != Some(subject));
            // Who writes as another has specified still writes; who orders as another has decided does not decide.
            let told = part.modifiers.told && (part.subject.is_none() || other.is_some());
            let carries_out = told && !rulebook.evidence().scribe.decides.contains(&id) && relation != Relation::Own;
            let claim = Claim {
                role: self.index as u32,
                duty,
                part: at as u16,
                area: on,
                rung,
                relation,
                strength: part.strength,
                claim: part.claim,
                joint: part.modifiers.joint,
                delegated: part.modifiers.delegated,
                told,
                held_by: other.filter(|_| !carries_out),
                derived: false,
                covers: part.strength >= COVERING || is_natural(relation, area.natural),
                hints,
                names_body: !part.outside.is_empty() || !part.given.is_empty(),
                of_neighbour: part.duty_type == DutyType::Other,
                confidence: part.confidence_level(),
            };
            into.push(claim);
            if claim.covers && (relation == Relation::Transform || rulebook.evidence().hand_off.bridge == Some(id)) {
                let made = rulebook.evidence().made_in(text()).filter(|&made| made != id);
                into.extend(made.map(|area| Claim { area, rung: 0, derived: true, ..claim }));
            }
        }
    }
}

/// Whether a part says that something is done, and claims no area by it.
pub fn claims_nothing(part: &Part, rulebook: &Rulebook) -> bool {
    let claims = part.relation.is_some_and(|relation| !matches!(relation, Relation::Communicate | Relation::Follow));
    let area = part.area.is_some_and(|area| !rulebook.area(area).residual);
    // A verb alone may as well be taken for a quality ("ruthlessly prioritise"), which is as little.
    let open = part.is_open() || (part.duty_type == DutyType::Neither && part.claim != classify::Claim::Excluded);
    open && claims && !area
}

/// Whether a weak relation is all that an area asks for. Who speaks for somebody tells what they need.
fn is_natural(relation: Relation, natural: Option<Relation>) -> bool {
    natural == Some(relation) || (natural == Some(Relation::Advocate) && relation == Relation::Communicate)
}

/// Whether a pronoun is all that a part says of what it is on.
fn names_nothing(text: &str, rulebook: &Rulebook) -> bool {
    let is_pronoun = |word| rulebook.vocabularies().iter().any(|words| words.grammar.traits(word).has(Trait::Pronoun));
    text.split_whitespace().nth(1).is_some_and(is_pronoun)
}

/// The area that a part is on under a model, and the rung of its ladder that the words name.
fn rung(text: &str, area: AreaId, model: &RoleModel) -> (AreaId, u8) {
    let rungs = &model.area(area).rungs;
    let text = Lowered::new(text.to_lowercase());
    let found = rungs.iter().zip(1..).find(|(rung, _)| holds_any(&text, &rung.words) && !holds_any(&text, &rung.unless));
    match found {
        Some((Rung { area: Some(other), .. }, _)) => (*other, 0),
        Some((_, at)) => (area, at),
        None => (area, 0),
    }
}
