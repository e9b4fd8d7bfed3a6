//! What is given: clauses by which somebody else settles what a part leans on, or takes what it hands over.
//!
//! "The roadmap, which is set by the board", "the measures that the board defines", "to the panel, which accepts them": such a
//! clause tells nothing of what the role itself does.

use super::standing::{Holder, Named, Reading};
use super::token::TokenKind;
use crate::rulebook::KindId;
use crate::rulebook::grammar::Trait;
use crate::rulebook::lexicon::WordClass;

/// How many words of an auxiliary stand between a name and its verb.
const AUXILIARIES: usize = 3;
/// How many words before "by" the circumstance begins in which somebody else does something.
const CIRCUMSTANCE: usize = 8;
/// How many words before a relative clause its name begins.
const NAMED_WITHIN: usize = 8;

impl Reading<'_> {
    /// A clause in which a body settles what stands before it; what is left of the part is the role's own.
    pub(super) fn given(&self) -> Option<Named> {
        let from = self.structure.head().map_or(1, |head| head.token + head.words);
        let mut settling = self.hits(WordClass::Settles).map(|hit| hit.token).filter(|&at| at >= from).peekable();
        settling.peek()?;
        (from..self.tokens.len())
            .find_map(|at| {
                let settles = settling.next_if_eq(&at).is_some();
                while settling.next_if_eq(&at).is_some() {}
                if self.is(at, Trait::Links) {
                    self.relative(at)
                } else if settles {
                    self.participle(at)
                } else {
                    None
                }
            })
            .filter(|named| named.holder == Some(Holder::Body))
            .map(|named| Named { holder: None, given: true, ..named })
    }

    /// "Which is set by the board", "that the board lays down".
    fn relative(&self, at: usize) -> Option<Named> {
        let verb = self.after_auxiliaries(at + 1);
        if (at + 1..verb).any(|at| self.is(at, Trait::Be) || self.is(at, Trait::Auxiliary))
            && let Some(named) = self.participle(verb)
        {
            return Some(Named { aside: at..named.aside.end, ..named });
        }
        let named = self.named(at + 1)?;
        self.settling(self.after_auxiliaries(named.name.end))?;
        let joint = |at: usize| self.tokens[at].kind != TokenKind::Word || self.is(at, Trait::Joins) || self.is(at, Trait::Contrasts);
        let end = (named.name.end..self.tokens.len()).find(|&at| joint(at)).unwrap_or(self.tokens.len());
        Some(Named { aside: at..end, ..named })
    }

    /// "Set by the board".
    fn participle(&self, at: usize) -> Option<Named> {
        let after = self.settling(at)?;
        // "Handed down to us by": nothing but words between.
        let by = (after..=after + AUXILIARIES).find(|&at| self.is(at, Trait::Agent))?;
        let whole = self.tokens[after..by].iter().all(|token| token.kind == TokenKind::Word);
        let is_manner = at > 0 && self.is(at - 1, Trait::AsTold);
        let named = (whole && !is_manner).then(|| self.named(by + 1)).flatten()?;
        Some(Named { aside: at..named.name.end, ..named })
    }

    /// Whom something is passed to that decides on it: "hand finished stories to the panel, which accepts or rejects them".
    pub(super) fn passed_on(&self) -> Option<Named> {
        self.places(1, Trait::Recipient).find_map(|at| {
            let end = if self.tokens[at - 1].kind == TokenKind::Soft { at - 1 } else { at };
            let is_to = |to: &usize| self.is(*to, Trait::Receiver);
            let to = (end.saturating_sub(NAMED_WITHIN)..end).rev().find(is_to)?;
            let named = self.named(to + 1).filter(|named| named.name.end == end)?;
            let mut after = self.settling(self.after_auxiliaries(at + 1))?;
            if self.is(after, Trait::JoinsObjects) {
                after = self.settling(after + 1)?;
            }
            let object = self.tokens.get(after).filter(|token| token.kind == TokenKind::Word);
            let decides = object.is_none() || self.is(after, Trait::Given);
            (decides && named.holder != Some(Holder::You)).then_some(Named { aside: to..self.tokens.len(), ..named })
        })
    }

    /// Whose a subject is: "the backlog remains the Product Owner's", "the order is the board's decision".
    pub(super) fn belongs_to(&self) -> Option<Named> {
        let is = |at: usize| self.is(at, Trait::Be) || self.is(at, Trait::Remains);
        if !self.structure.has_trait(Trait::Be) && !self.structure.has_trait(Trait::Remains) {
            return None;
        }
        (1..self.tokens.len())
            .filter(|&at| is(at) && self.is_in_main_clause(at) && self.is_subject_before(at))
            .find_map(|at| {
                // "The squads' Product Owners'".
                let theirs = (at + 1..at + 4).find(|&at| self.is_possessive(at)).map(|at| at + 1);
                let named = self.named(at + 1).or_else(|| self.named(theirs?)).filter(|named| named.holder != Some(Holder::You))?;
                let owns = self.is_possessive(named.name.end - 1);
                let goes_on = self.is(named.name.end, Trait::Matter);
                let ends = self.tokens.get(named.name.end).is_none_or(|next| next.kind != TokenKind::Word);
                (owns && (goes_on || ends)).then(|| Named { aside: at..named.name.end + usize::from(goes_on), ..named })
            })
    }

    fn is_possessive(&self, at: usize) -> bool {
        let rest = self.tokens.get(at).and_then(|token| self.text.get(token.end as usize..));
        rest.is_some_and(|rest| rest.starts_with('\'') || rest.starts_with('’'))
    }

    /// A clause on somebody who is named: "tell the Product Owner, who decides".
    pub(super) fn apposed(&self) -> Option<Named> {
        self.places(2, Trait::Who).find_map(|at| {
            let end = if self.tokens[at - 1].kind == TokenKind::Soft { at - 1 } else { at };
            let from = (end.saturating_sub(NAMED_WITHIN)..end).find(|&from| self.named(from).is_some_and(|named| named.name.end == end));
            let head = self.structure.head().is_some_and(|head| head.token < at);
            from.filter(|_| head)?;
            let stop = (at + 1..self.tokens.len()).find(|&at| self.tokens[at].kind != TokenKind::Word).unwrap_or(self.tokens.len());
            Some(Named { name: at..at, aside: at..stop, ..Named::default() })
        })
    }

    /// Whether the subject is somebody's who is not named: "the last word on the order is hers".
    pub(super) fn is_theirs(&self) -> bool {
        let is = |at: usize| self.is(at, Trait::Be) || self.is(at, Trait::Remains);
        self.places(2, Trait::Theirs).any(|at| {
            let ends = self.tokens.get(at + 1).is_none_or(|next| next.kind != TokenKind::Word);
            is(at - 1) && ends && self.is_in_main_clause(at - 1)
        })
    }

    /// A circumstance that somebody else sees to: "with texts supplied by the press office".
    pub(super) fn supplied(&self) -> Option<Named> {
        let head = self.structure.head().map_or(0, |head| head.token);
        self.places(head + 2, Trait::Agent).find_map(|by| {
            let verb = self.word(by - 1);
            // What another settles, the part leans on.
            let settles = self.hits(WordClass::Settles).any(|hit| hit.token + hit.words == by);
            let done = (verb.ends_with("ed") || verb.ends_with("en") || self.is(by - 1, Trait::Done)) && !settles;
            let is_with = |at: &usize| self.is(*at, Trait::With);
            let with = (by.saturating_sub(CIRCUMSTANCE).max(head + 1)..by).rev().find(is_with).filter(|_| done)?;
            let named = self.named(by + 1)?;
            let product = matches!(named.holder, Some(Holder::You | Holder::Kind(KindId::PM | KindId::PO)));
            (!product).then_some(Named { holder: None, aside: with..named.name.end, ..named })
        })
    }

    /// Somebody else who acts in a clause of its own: "the press office writes its own messages", "the tester is asked".
    pub(super) fn acted_by(&self) -> Option<Named> {
        if !self.is(0, Trait::Article) {
            return None;
        }
        let named = self.named(0)?;
        let at = named.name.end;
        let acts = self.structure.verbs.iter().any(|verb| {
            verb.token == at && self.word(at).ends_with('s') && {
                let after = at + verb.words;
                [Trait::BeginsObject, Trait::Question, Trait::Pronoun].into_iter().any(|one| self.is(after, one))
                    || self.structure.areas.iter().any(|hit| hit.token == after)
            }
        });
        let asked = self.is(at, Trait::Be) && self.is(at + 1, Trait::Asked);
        match named.holder {
            Some(Holder::Body) if acts || asked => Some(named),
            Some(Holder::Kind(_)) if asked => Some(named),
            _ => None,
        }
    }

    /// The end of the verb that settles something at a place.
    fn settling(&self, at: usize) -> Option<usize> {
        let verbs = self.hits(WordClass::Settles).filter(|hit| hit.token == at);
        verbs.map(|hit| hit.token + hit.words).max()
    }

    fn after_auxiliaries(&self, from: usize) -> usize {
        let leads = |at: usize| self.is(at, Trait::Auxiliary) || self.is(at, Trait::Be) || self.is(at, Trait::Manner);
        (from..from + AUXILIARIES).find(|&at| !leads(at)).unwrap_or(from + AUXILIARIES)
    }
}
