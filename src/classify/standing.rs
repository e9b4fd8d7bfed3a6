//! Standing: what negations, conditions and handings-over in a part reach, and to whom a duty is given.
//!
//! Each of them counts only in the main clause: what a relative clause denies, or what happens "until nobody has
//! questions", leaves the claim as it is.

use super::structure::{RoleHit, Structure, WordHit};
use super::token::{Token, TokenKind};
use crate::rulebook::KindId;
use crate::rulebook::grammar::Trait;
use crate::rulebook::lexicon::{Lexicon, WordClass, Written};
use std::ops::Range;

/// How a part stands to what it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each stands for itself")]
pub struct Standing {
    /// It says that the role does not do it.
    pub negated: bool,
    /// It says so only for the case that somebody is missing.
    pub conditional: bool,
    /// It is done in another role's name.
    pub delegated: bool,
    /// It is done as another has settled it.
    pub told: bool,
    /// What it leans on is settled by a body, and `aside` says so.
    pub given: bool,
    /// Who does it instead, if the text says so.
    pub holder: Option<Holder>,
    /// The tokens of the holder's name.
    pub name: Range<usize>,
    /// The tokens that say so, which tell nothing of what is done: "by the Programme Board".
    pub aside: Range<usize>,
    /// The tokens of a passive between its subject and its verb: "are", "is not".
    pub auxiliary: Range<usize>,
}

/// Whom a text names as the one who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A kind of role.
    Kind(KindId),
    /// A body that is no role.
    Body,
    /// The reader.
    You,
}

/// How many words after a condition the one it waits for is named.
const CONDITION_WITHIN: usize = 10;
/// How many words a passive takes from "is" to "by".
const PASSIVE_WITHIN: usize = 6;
/// How many words after "as" or "in the order" it is said who settles it.
const SETTLED_WITHIN: usize = 6;
/// How many words the name of a body has.
const BODY_WORDS: usize = 5;
/// How many words after the start the negation of a clause without a known verb stands.
const NEGATED_WITHIN: usize = 4;

/// Words that tell of a standing: each reading below asks for one of these, or for what settles something in a [`CLAUSE`], or for
/// an article at the start.
const SIGNS: ([WordClass; 8], [Trait; 4]) = (
    [
        WordClass::Instruction,
        WordClass::RestsWith,
        WordClass::HandsOver,
        WordClass::Negated,
        WordClass::Negator,
        WordClass::Conditional,
        WordClass::Temporal,
        WordClass::Delegated,
    ],
    [Trait::Agent, Trait::Be, Trait::Remains, Trait::Who],
);
/// Words that begin a clause on what is settled; "by", which may, is a sign anyway.
const CLAUSE: ([WordClass; 1], [Trait; 3]) = ([WordClass::Manner], [Trait::AsTold, Trait::Links, Trait::Recipient]);

/// Reads the standing of a part.
pub fn read(text: &str, tokens: &[Token], structure: &Structure, lexicon: &Lexicon) -> Standing {
    let part = Reading { text, tokens, structure, lexicon };
    // Most parts have no sign of any.
    if part.has_signs() { part.standing() } else { Standing::default() }
}

/// A holder, where it is named, and the words around the name that go with it.
#[derive(Default)]
pub(super) struct Named {
    pub(super) holder: Option<Holder>,
    pub(super) name: Range<usize>,
    pub(super) aside: Range<usize>,
    pub(super) auxiliary: Range<usize>,
    /// Whether the aside is a clause on what the part leans on.
    pub(super) given: bool,
}

/// A part that is being read.
pub(super) struct Reading<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) structure: &'a Structure,
    pub(super) lexicon: &'a Lexicon,
}

impl Reading<'_> {
    fn has_signs(&self) -> bool {
        self.has_any(&SIGNS.0, &SIGNS.1)
            || self.structure.has(WordClass::Settles) && self.has_any(&CLAUSE.0, &CLAUSE.1)
            || self.is(0, Trait::Article)
    }

    fn has_any(&self, classes: &[WordClass], traits: &[Trait]) -> bool {
        classes.iter().any(|&class| self.structure.has(class)) || traits.iter().any(|&one| self.structure.has_trait(one))
    }

    /// Out of the way of the many parts that need none of it.
    #[inline(never)]
    fn standing(&self) -> Standing {
        let told = self.settled();
        let is_told = told.is_some();
        let named = told
            .or_else(|| self.passed_on())
            .or_else(|| self.agent())
            .or_else(|| self.rests_with())
            .or_else(|| self.belongs_to())
            .or_else(|| self.handed_over())
            .or_else(|| self.acted_by())
            .or_else(|| self.given())
            .or_else(|| self.supplied())
            .or_else(|| self.apposed())
            .unwrap_or_default();
        Standing {
            negated: self.is_negated() || self.is_theirs(),
            conditional: self.is_conditional(),
            delegated: self.is_delegated(),
            told: is_told,
            given: named.given,
            holder: named.holder,
            name: named.name,
            aside: named.aside,
            auxiliary: named.auxiliary,
        }
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text(self.text))
    }

    pub(super) fn is(&self, at: usize, one: Trait) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(one))
    }

    /// The places of the tokens that have a trait, from one on.
    pub(super) fn places(&self, from: usize, one: Trait) -> impl Iterator<Item = usize> {
        // Most traits are had by none, which is known already.
        let end = if self.structure.has_trait(one) { self.tokens.len() } else { from };
        (from..end).filter(move |&at| self.is(at, one))
    }

    pub(super) fn hits(&self, class: WordClass) -> impl Iterator<Item = &WordHit> {
        self.structure.of(class)
    }

    /// Whether a place lies in the main clause rather than in a clause that describes something in it.
    pub(super) fn is_in_main_clause(&self, at: usize) -> bool {
        !(1..at).any(|before| self.is(before, Trait::Relative))
    }

    /// Whether the verb of the main clause comes at a place or later: nothing but a noun made of a verb ("acceptance of") before.
    pub(super) fn is_subject_before(&self, at: usize) -> bool {
        let of_noun = |phrase: Written| self.lexicon.read(phrase).ends_with(" of");
        self.structure.head().is_none_or(|head| head.token >= at || of_noun(head.phrase))
    }

    fn is_negated(&self) -> bool {
        let exempt = |at: usize| self.hits(WordClass::NotNegated).any(|hit| hit.token == at);
        if self.hits(WordClass::Negated).any(|hit| self.is_in_main_clause(hit.token) && !exempt(hit.token)) {
            return true;
        }
        self.hits(WordClass::Negator).any(|hit| {
            let (at, after) = (hit.token, hit.token + hit.words);
            !exempt(at) && self.is_in_main_clause(at) && (self.governs(after) || self.denies_clause(at, after))
        })
    }

    /// Whether nothing but what leads in a verb stands between a negation and the governing verb.
    fn governs(&self, after: usize) -> bool {
        let Some(head) = self.structure.head().filter(|head| head.token >= after) else { return false };
        let before = self.structure.before_lead_in(self.tokens, head.token);
        before.is_none_or(|at| at < after)
    }

    /// Whether a negation denies its whole clause: "is not a project manager", "the order is not yours to set".
    fn denies_clause(&self, at: usize, after: usize) -> bool {
        let is = at.checked_sub(1).is_some_and(|before| self.is(before, Trait::Be)) || self.is(at, Trait::BeNot);
        let noun = self.is(after, Trait::Denied);
        if is && noun && self.is_subject_before(at) {
            return true;
        }
        // "Does not interfere with the order of the backlog": a verb that nobody knows.
        at < NEGATED_WITHIN && self.structure.head().is_none()
    }

    fn is_conditional(&self) -> bool {
        let exempt = |at: usize| self.hits(WordClass::NotConditional).any(|hit| hit.token == at);
        let vacancy = |hit: &WordHit| {
            let within = hit.token + hit.words..hit.token + hit.words + CONDITION_WITHIN;
            self.hits(WordClass::Vacancy).any(|vacancy| within.contains(&vacancy.token))
        };
        self.hits(WordClass::Conditional).any(|hit| !exempt(hit.token))
            || self.hits(WordClass::Temporal).any(|hit| !exempt(hit.token) && vacancy(hit))
    }

    fn is_delegated(&self) -> bool {
        let served = |at: usize| self.hits(WordClass::NotDelegated).any(|hit| (hit.token..hit.token + hit.words).contains(&at));
        self.hits(WordClass::Delegated).any(|hit| !served(hit.token))
    }

    /// Whom a passive names: "features are chosen by the Programme Board".
    fn agent(&self) -> Option<Named> {
        self.places(1, Trait::Agent).find_map(|by| {
            let be = (by.saturating_sub(PASSIVE_WITHIN)..by).rev().find(|&at| self.is(at, Trait::Be))?;
            let whole = self.tokens[be..by].iter().all(|token| token.kind == TokenKind::Word) && by > be + 1;
            let counts = whole && be > 0 && self.is_in_main_clause(be) && self.is_subject_before(be);
            let named = self.named(by + 1).filter(|_| counts)?;
            // The participle is the last verb before "by", or the word itself.
            let verbs = self.structure.verbs.iter().filter(|verb| verb.token > be && verb.token < by);
            let verb = verbs.map(|verb| verb.token).min().unwrap_or(by - 1);
            Some(Named { aside: by..named.name.end, auxiliary: be..verb, ..named })
        })
    }

    /// Who settles how something is done: "as decided by the board", "in the order that the board wants".
    fn settled(&self) -> Option<Named> {
        let as_told = self.places(1, Trait::AsTold);
        let in_order = self.hits(WordClass::Manner).map(|hit| hit.token + hit.words - 1);
        self.instructed()
            .or_else(|| {
                as_told.chain(in_order).find_map(|at| {
                    let start = at + usize::from(!self.is(at, Trait::AsTold));
                    let reach = at + 1..self.tokens.len().min(at + 1 + SETTLED_WITHIN);
                    let clause = reach.start..reach.clone().find(|&at| self.tokens[at].kind != TokenKind::Word).unwrap_or(reach.end);
                    let settles = |at: usize| self.hits(WordClass::Settles).find(|hit| hit.token == at);
                    // "As decided by the board": nothing but auxiliaries before the verb.
                    let leads = |at: usize| self.is(at, Trait::Be) || self.is(at, Trait::BeforeSettled);
                    let verb = clause.clone().find(|&at| !leads(at)).and_then(settles);
                    if let Some(verb) = verb {
                        let by = verb.token + verb.words;
                        let named = self.is(by, Trait::Settler).then(|| self.named(by + 1)).flatten()?;
                        return Some(Named { aside: start..named.name.end, ..named });
                    }
                    // "In the order that the board has decided".
                    let from = clause.clone().find(|&at| !self.is(at, Trait::Links))?;
                    let named = self.named(from)?;
                    let after = (named.name.end..clause.end).find(|&at| !leads(at));
                    let verb = after.and_then(settles)?;
                    Some(Named { aside: start..verb.token + verb.words, ..named })
                })
            })
            .filter(|named| named.holder != Some(Holder::You))
    }

    /// Whose instructions are followed: "according to the Product Manager's instructions", "on the orders of the board".
    fn instructed(&self) -> Option<Named> {
        let leads = |at: usize| self.is(at, Trait::BeforeInstruction);
        self.hits(WordClass::Instruction).find_map(|hit| {
            let from = hit.token.saturating_sub(SETTLED_WITHIN);
            let start = (from..hit.token).rev().find(|&at| leads(at)).filter(|&at| at > 0)?;
            let end = hit.token + hit.words;
            let before = || self.named(start + 1).filter(|named| (named.name.end..=named.name.end + 1).contains(&hit.token));
            let after = || self.is(end, Trait::Giver).then(|| self.named(end + 1)).flatten();
            let named = before().or_else(after)?;
            Some(Named { aside: start..end.max(named.name.end), ..named })
        })
    }

    /// Whom a clause names as the one its subject is with: "is left to the Quality Office".
    fn rests_with(&self) -> Option<Named> {
        self.hits(WordClass::RestsWith).filter(|hit| hit.token > 0).find_map(|hit| {
            let plain = self.word(hit.token).ends_with('s');
            let is = (hit.token.saturating_sub(2)..hit.token).find(|&at| self.is(at, Trait::Be));
            let subject = self.is_subject_before(hit.token) || self.is_negated();
            let counts = (plain || is.is_some()) && subject;
            let named = self.named(hit.token + hit.words).filter(|named| counts && named.holder != Some(Holder::You))?;
            Some(Named { aside: is.unwrap_or(hit.token)..named.name.end, ..named })
        })
    }

    /// Whom the governing verb hands something over to: "delegate ... to the Scrum Master".
    fn handed_over(&self) -> Option<Named> {
        let last = self.structure.head().map_or(0, |head| head.token + 1);
        let is_receiver = |role: &&RoleHit| {
            let to = (role.token.saturating_sub(2)..role.token).any(|at| self.is(at, Trait::Receiver));
            let handed = self.hits(WordClass::HandsOver).any(|hit| {
                let end = hit.token + hit.words;
                role.token > hit.token && (hit.token <= last || (end..=end + 1).contains(&role.token))
            });
            to && handed && !self.hits(WordClass::Body).any(|hit| hit.token == role.token + role.words)
        };
        let role = self.structure.roles.iter().find(is_receiver);
        if let Some(role) = role {
            let name = role.token..role.token + role.words;
            return Some(Named { holder: Some(Holder::Kind(role.kind)), name, ..Named::default() });
        }
        let handing = self.hits(WordClass::HandsOver).find(|hit| hit.token <= last)?;
        let mut to = self.places(handing.token + 1, Trait::Receiver).filter_map(|at| self.named(at + 1));
        to.find(|named| named.holder == Some(Holder::Body))
    }

    /// The role or body that is named at a place, after its article.
    pub(super) fn named(&self, mut at: usize) -> Option<Named> {
        while self.is(at, Trait::BeforeName) {
            at += 1;
        }
        let held_by = |holder, end| Some(Named { holder: Some(holder), name: at..end, ..Named::default() });
        if self.is(at, Trait::Reader) {
            return held_by(Holder::You, at + 1);
        }
        // The "programme board" is no programmer.
        let is_plain = |role: &RoleHit| !self.hits(WordClass::Body).any(|hit| hit.token == role.token + role.words);
        if let Some(role) = self.structure.roles.iter().find(|role| role.token == at && is_plain(role)) {
            return held_by(Holder::Kind(role.kind), at + role.words);
        }
        let capital = |at: usize| self.word(at).starts_with(char::is_uppercase);
        let is_body = |at: usize| self.hits(WordClass::Body).any(|hit| hit.token == at);
        let is_word = |at: usize| self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word);
        // "The Head of Laboratory".
        let of = |word: usize| word > at && self.is(word, Trait::Giver) && capital(word - 1) && capital(word + 1);
        let belongs = |at: usize| is_word(at) && (capital(at) || is_body(at) || of(at) || (is_word(at + 1) && is_body(at + 1)));
        let end = (at..at + BODY_WORDS).find(|&word| !belongs(word)).unwrap_or(at + BODY_WORDS);
        let is_named = end > at && ((at..end).any(is_body) || end > at + 1);
        if is_named { held_by(Holder::Body, end) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::words::Words;
    use crate::rulebook::Rulebook;

    #[test]
    fn without_a_sign_there_is_no_standing() {
        let rulebook = Rulebook::builtin();
        let vocabulary = &rulebook.vocabularies()[0];
        let (mut words, mut structure) = (Words::new(vocabulary, rulebook), Structure::default());
        let (mut tokens, mut counts) = (Vec::new(), [0, 0]);
        for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/training")).expect("a folder") {
            let file = std::fs::read_to_string(file.expect("an entry").path()).expect("a text");
            for text in file.lines().filter_map(|line| line.rsplit('|').next()) {
                words.tokenize(text, &mut tokens);
                structure.analyze(&tokens, &vocabulary.lexicon);
                let part = Reading { text, tokens: &tokens, structure: &structure, lexicon: &vocabulary.lexicon };
                assert!(part.has_signs() || part.standing() == Standing::default(), "{text}");
                counts[usize::from(part.has_signs())] += 1;
            }
        }
        assert!(counts[0] > counts[1], "{counts:?}");
    }
}
