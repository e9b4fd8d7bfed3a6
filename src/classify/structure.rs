//! Structure: which words of a duty govern, which name areas, where the main clause ends.

use super::token::{Token, TokenKind};
use crate::rulebook::constructions::Presence;
use crate::rulebook::grammar::{Trait, Traits};
use crate::rulebook::lexicon::{Begins, Lexicon, Tag, WordClass, Written};
use crate::rulebook::{AreaId, KindId, Relation};

/// From which token on phrases of areas and verbs are looked for: what a longer phrase covers is not read again.
#[derive(Default)]
struct FreeFrom {
    area: usize,
    verb: usize,
}

/// A phrase that speaks for an area.
#[derive(Clone, Copy, Debug)]
pub struct AreaHit {
    /// Index of its first token.
    pub token: usize,
    /// Number of words.
    pub words: usize,
    /// The area.
    pub area: AreaId,
    /// How much it proves, 1 to 3.
    pub strength: u8,
    /// Where the phrase stands as written in the rules.
    pub phrase: Written,
}

/// A verb, or a frame that stands for one.
#[derive(Clone, Copy, Debug)]
pub struct VerbHit {
    /// Index of its first token.
    pub token: usize,
    /// Number of words.
    pub words: usize,
    /// The relation it shows.
    pub relation: Relation,
    /// Where the phrase stands as written in the rules.
    pub phrase: Written,
}

/// Words that change what the duty says.
#[derive(Clone, Copy, Debug)]
pub struct WordHit {
    /// Index of the first token.
    pub token: usize,
    /// Number of words.
    pub words: usize,
    /// What they do.
    pub class: WordClass,
}

/// A role that the text names.
#[derive(Clone, Copy, Debug)]
pub struct RoleHit {
    /// Index of its first token.
    pub token: usize,
    /// Number of words.
    pub words: usize,
    /// The kind of role.
    pub kind: KindId,
}

/// What was found in a row of tokens, each list in order of place.
#[derive(Debug, Default)]
pub struct Structure {
    /// Area phrases; the longest at each place, none overlapping.
    pub areas: Vec<AreaHit>,
    /// Verbs; the longest at each place.
    pub verbs: Vec<VerbHit>,
    /// Modifying words; every match.
    pub words: Vec<WordHit>,
    /// Roles named; the longest at each place.
    pub roles: Vec<RoleHit>,
    /// Constructions that may begin at a token.
    pub beginnings: Vec<(usize, Begins)>,
    /// Index in `verbs` of the governing verb.
    pub head: Option<usize>,
    /// Index of the token where the main clause ends.
    pub main_end: usize,
    /// Whether a mark that ends a clause stands anywhere.
    pub ends_clauses: bool,
    /// The classes of `words`, a bit for each.
    classes: u32,
    /// The traits of all tokens together.
    traits: Traits,
    /// The words and marks, roughly.
    present: Presence,
}

/// Words after the start within which the governing verb is looked for.
const HEAD_WITHIN: usize = 12;
/// Tokens after the start within which a main clause follows an adjunct.
const FRONTED_WITHIN: usize = 24;
/// Words within which the verb of another role follows it.
const OTHERS_WITHIN: usize = 3;
/// Words between verbs that share their object.
const JOINED_WITHIN: usize = 3;

impl Structure {
    /// Finds the structure of these tokens.
    pub fn analyze(&mut self, tokens: &[Token], lexicon: &Lexicon) {
        self.areas.clear();
        self.verbs.clear();
        self.words.clear();
        self.beginnings.clear();
        self.roles.clear();
        self.classes = 0;
        self.traits = Traits::default();
        self.ends_clauses = false;
        self.present = tokens.iter().map(|token| token.word.stem).collect();
        let mut free_from = FreeFrom::default();
        for (at, token) in tokens.iter().enumerate() {
            self.ends_clauses |= token.kind == TokenKind::Hard;
            self.traits.add(token.word.traits);
            if token.word.place.leads() {
                self.look_up(tokens, at, lexicon, &mut free_from);
            }
        }
        let condition = self.leading_condition(tokens);
        // "Until an owner is hired, ..." is not about hiring.
        self.areas.retain(|hit| hit.token >= condition);
        let main = self.after_fronted(tokens);
        self.head = main.or_else(|| self.verbs.iter().position(|verb| (condition..condition + HEAD_WITHIN).contains(&verb.token)));
        self.main_end = self.find_main_end(tokens);
    }

    /// Where the condition ends with which the duty begins ("If no Product Manager is in place, ..."); 0 without one.
    pub fn leading_condition(&self, tokens: &[Token]) -> usize {
        if !self.has(WordClass::Conditional) && !self.has(WordClass::Temporal) {
            return 0;
        }
        let comma = tokens.iter().position(|token| token.kind == TokenKind::Soft).unwrap_or(0);
        let at_start = |class: WordClass| self.words.iter().any(|hit| hit.class == class && hit.token == 0);
        let vacancy = || self.words.iter().any(|hit| hit.class == WordClass::Vacancy && hit.token < comma);
        if at_start(WordClass::Conditional) || at_start(WordClass::Temporal) && vacancy() {
            comma
        } else {
            0
        }
    }

    /// The governing verb.
    pub fn head(&self) -> Option<&VerbHit> {
        self.head.map(|at| &self.verbs[at])
    }

    /// Whether a class of words stands anywhere.
    pub fn has(&self, class: WordClass) -> bool {
        self.classes & 1 << class as u32 != 0
    }

    /// Whether any of the tokens has a trait.
    pub fn has_trait(&self, one: Trait) -> bool {
        self.traits.has(one)
    }

    /// The words and marks, roughly.
    pub fn present(&self) -> Presence {
        self.present
    }

    /// The words of a class.
    pub fn of(&self, class: WordClass) -> impl DoubleEndedIterator<Item = &WordHit> + Clone {
        let words = if self.has(class) { self.words.as_slice() } else { &[] };
        words.iter().filter(move |hit| hit.class == class)
    }

    /// Whether the governing verb, or one that is joined to it, decides or creates, and is not another role's.
    pub fn owns(&self, tokens: &[Token]) -> bool {
        let owning = |verb: &VerbHit| matches!(verb.relation, Relation::Own | Relation::Author);
        let Some(at) = self.head else { return false };
        let head = &self.verbs[at];
        let others = self.roles.iter().any(|role| {
            let end = role.token + role.words;
            role.token > 1 && end <= head.token && head.token < end + OTHERS_WITHIN
        });
        if others {
            return false;
        }
        let mut last = head.token + head.words;
        // "Take full ownership of", "have the last word on".
        let light = self.verbs[at + 1..].iter().any(|verb| verb.words > 1 && verb.token <= last + JOINED_WITHIN && owning(verb));
        let joined = self.verbs[at + 1..].iter().take_while(|verb| {
            let near = verb.token >= last && verb.token <= last + JOINED_WITHIN;
            let joint = near && tokens[last..verb.token].iter().any(|token| token.is(Trait::Joins) || token.is_mark(b','));
            last = verb.token + verb.words;
            joint
        });
        owning(head) || light || joined.into_iter().any(owning)
    }

    /// Whether a negation stands among these tokens.
    pub fn is_negator_within(&self, tokens: std::ops::Range<usize>) -> bool {
        self.of(WordClass::Negator).any(|hit| tokens.contains(&hit.token))
    }

    fn look_up(&mut self, tokens: &[Token], at: usize, lexicon: &Lexicon, free_from: &mut FreeFrom) {
        let mut verb: Option<VerbHit> = None;
        let mut role: Option<RoleHit> = None;
        let first_area = self.areas.len();
        let mut area_words = 0;
        let mut any = false;
        let rest = tokens[at + 1..].iter().take_while(|token| token.kind == TokenKind::Word).map(|token| token.word.stem);
        let first = tokens[at].word;
        lexicon.matches_from(first.stem, first.place, rest, |found| {
            any = true;
            if found.begins.any() {
                self.beginnings.push((at, found.begins));
            }
            for tag in found.tags {
                match *tag {
                    Tag::Verb(relation) => verb = Some(VerbHit { token: at, words: found.words, relation, phrase: found.phrase }),
                    Tag::Role(kind) => role = Some(RoleHit { token: at, words: found.words, kind }),
                    Tag::Word(WordClass::Noun) => free_from.verb = free_from.verb.max(at + found.words),
                    Tag::Word(class) => {
                        self.classes |= 1 << class as u32;
                        self.words.push(WordHit { token: at, words: found.words, class });
                    }
                    Tag::Area(area, strength, guard) => {
                        let words = tokens.iter().map(|token| token.word.stem);
                        if at < free_from.area || guard != 0 && lexicon.guards(guard, self.present, words) {
                            continue;
                        }
                        if found.words > area_words {
                            self.areas.truncate(first_area);
                            area_words = found.words;
                        }
                        self.areas.push(AreaHit { token: at, words: found.words, area: AreaId(area), strength, phrase: found.phrase });
                    }
                }
            }
        });
        if !any {
            return;
        }
        free_from.area = free_from.area.max(at + area_words);
        let stands_for_noun = |verb: &VerbHit| verb.words == 1 && at > 0 && tokens[at - 1].is(Trait::Determiner);
        self.verbs.extend(verb.filter(|verb| at >= free_from.verb && !stands_for_noun(verb)));
        // "Develop the roadmap" names no developer, though the stem is the same.
        let acts = |role: &RoleHit| role.words == 1 && verb.is_some() && !tokens[at].is(Trait::Doer);
        self.roles.extend(role.filter(|role| !acts(role)));
    }

    /// The verb of the main clause, when an adjunct stands before it: "Working hand in hand with sales, set the prices".
    fn after_fronted(&self, tokens: &[Token]) -> Option<usize> {
        let first = tokens.first()?;
        if !first.is(Trait::Gerund) && !self.of(WordClass::Fronted).any(|hit| hit.token == 0) {
            return None;
        }
        let follows_comma = |verb: &VerbHit| {
            let before = self.before_lead_in(tokens, verb.token);
            before.is_some_and(|at| tokens[at].is_mark(b','))
        };
        self.verbs
            .iter()
            .take_while(|verb| verb.token < FRONTED_WITHIN && tokens[..verb.token].iter().all(|token| token.kind != TokenKind::Hard))
            .position(|verb| !tokens[verb.token].is(Trait::Noun) && follows_comma(verb))
    }

    /// The last token before a verb that neither leads it in nor describes how it is done.
    pub fn before_lead_in(&self, tokens: &[Token], verb: usize) -> Option<usize> {
        (0..verb).rev().find(|&at| {
            let leads = |hit: &WordHit| (hit.token..hit.token + hit.words).contains(&at);
            !tokens[at].is(Trait::Manner) && !self.of(WordClass::LeadIn).any(leads)
        })
    }

    /// The role the text names at its start as the one who acts, before the governing verb: "The Product Owner keeps ...".
    pub fn subject(&self, text: &str, tokens: &[Token]) -> Option<KindId> {
        let first = self.roles.first()?;
        // "Manager" is no verb in "the Product Manager owns"; "develop" is one although it sounds like a developer.
        let in_name = |verb: &&VerbHit| self.roles.iter().any(|role| role.token < verb.token && verb.token < role.token + role.words);
        let head = self.verbs.iter().filter(|verb| verb.token < HEAD_WITHIN).find(|verb| !in_name(verb));
        let after = first.token + first.words;
        let acts = |head: &VerbHit| first.token <= 1 && (after..=after + 3).contains(&head.token);
        // "Product Owner, Scrum Master" is a list, "Customers:" a heading.
        let of_a_list =
            tokens.get(after).is_some_and(|next| next.kind != TokenKind::Word) || self.roles.iter().any(|role| role.token == after);
        // "Customer research" is no customer who researches.
        let plural = tokens[after - 1].text(text).ends_with('s');
        let named = first.token == 1 || first.words > 1 || plural || matches!(first.kind, KindId::PM | KindId::PO);
        (head.is_some_and(acts) && named && !of_a_list).then_some(first.kind)
    }

    fn find_main_end(&self, tokens: &[Token]) -> usize {
        let Some(head) = self.head() else { return tokens.len() };
        let from = head.token + head.words;
        let tail = self.of(WordClass::Tail).find(|hit| hit.token > from).map(|hit| hit.token);
        let end = tail.unwrap_or(tokens.len());
        let is_mark = |&at: &usize| tokens[at].kind == TokenKind::Hard;
        if self.ends_clauses { (from..end).find(is_mark).unwrap_or(end) } else { end }
    }
}
