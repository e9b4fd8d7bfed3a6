//! Structure: which words of a duty govern, which name areas, where the main clause ends.

use super::token::{Token, TokenKind};
use crate::rulebook::lexicon::{Lexicon, Tag, WordClass};
use crate::rulebook::stem::stem;
use crate::rulebook::{AreaId, KindId, Relation};

/// A phrase that speaks for an area.
#[derive(Clone, Copy, Debug)]
pub struct AreaHit<'a> {
    /// Index of its first token.
    pub token: usize,
    /// Number of words.
    pub words: usize,
    /// The area.
    pub area: AreaId,
    /// How much it proves, 1 to 3.
    pub strength: u8,
    /// The phrase as written in the rules.
    pub phrase: &'a str,
}

/// A verb, or a frame that stands for one.
#[derive(Clone, Copy, Debug)]
pub struct VerbHit<'a> {
    /// Index of its first token.
    pub token: usize,
    /// Number of words.
    pub words: usize,
    /// The relation it shows.
    pub relation: Relation,
    /// The phrase as written in the rules.
    pub phrase: &'a str,
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
pub struct Structure<'a> {
    /// Area phrases; the longest at each place, none overlapping.
    pub areas: Vec<AreaHit<'a>>,
    /// Verbs; the longest at each place.
    pub verbs: Vec<VerbHit<'a>>,
    /// Modifying words; every match.
    pub words: Vec<WordHit>,
    /// Roles named; the longest at each place.
    pub roles: Vec<RoleHit>,
    /// Constructions that may begin here: index of the token, and of the construction.
    pub beginnings: Vec<(usize, u16)>,
    /// Index in `verbs` of the governing verb.
    pub head: Option<usize>,
    /// Index of the token where the main clause ends.
    pub main_end: usize,
}

/// Words after the start within which the governing verb is looked for.
const HEAD_WITHIN: usize = 12;

impl<'a> Structure<'a> {
    /// Finds the structure of these tokens.
    pub fn analyze(&mut self, tokens: &[Token], lexicon: &'a Lexicon) {
        self.areas.clear();
        self.verbs.clear();
        self.words.clear();
        self.beginnings.clear();
        self.roles.clear();
        let mut free_from = 0;
        for (at, token) in tokens.iter().enumerate() {
            if token.kind == TokenKind::Word {
                self.look_up(tokens, at, lexicon, &mut free_from);
            }
        }
        let condition = self.leading_condition(tokens);
        self.head = self.verbs.iter().position(|verb| (condition..condition + HEAD_WITHIN).contains(&verb.token));
        self.main_end = self.find_main_end(tokens);
    }

    /// Where the condition ends with which the duty begins ("If no Product Manager is in place, ..."); 0 without one.
    pub fn leading_condition(&self, tokens: &[Token]) -> usize {
        let begins = self.words.iter().any(|hit| hit.class == WordClass::Conditional && hit.token == 0);
        let comma = || tokens.iter().position(|token| token.kind == TokenKind::Soft);
        if begins { comma().unwrap_or(0) } else { 0 }
    }

    /// The governing verb.
    pub fn head(&self) -> Option<&VerbHit<'a>> {
        self.head.map(|at| &self.verbs[at])
    }

    /// Whether a class of words stands anywhere.
    pub fn has(&self, class: WordClass) -> bool {
        self.words.iter().any(|hit| hit.class == class)
    }

    fn look_up(&mut self, tokens: &[Token], at: usize, lexicon: &'a Lexicon, free_from: &mut usize) {
        let mut verb: Option<VerbHit<'a>> = None;
        let mut role: Option<RoleHit> = None;
        let first_area = self.areas.len();
        let mut area_words = 0;
        let rest = tokens[at..].iter().take_while(|token| token.kind == TokenKind::Word).map(|token| token.stem);
        lexicon.matches(rest, |found| {
            for tag in found.tags {
                match *tag {
                    Tag::Verb(relation) => verb = Some(VerbHit { token: at, words: found.words, relation, phrase: found.phrase }),
                    Tag::Role(kind) => role = Some(RoleHit { token: at, words: found.words, kind }),
                    Tag::Begins(construction) => self.beginnings.push((at, construction)),
                    Tag::Word(class) => self.words.push(WordHit { token: at, words: found.words, class }),
                    Tag::Area(area, strength, guard) => {
                        let guarded = lexicon.guard_words(guard);
                        if at < *free_from || guard != 0 && tokens.iter().any(|token| guarded.contains(&token.stem)) {
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
        *free_from = (*free_from).max(at + area_words);
        self.verbs.extend(verb);
        self.roles.extend(role);
    }

    /// The role the text names as the one who acts: at its start, before the governing verb ("The Product Owner keeps
    /// ..."), or as the one something is handed to ("delegate ... to the Scrum Master").
    pub fn subject(&self, text: &str, tokens: &[Token]) -> Option<KindId> {
        let first = self.roles.first()?;
        // "Manager" is no verb in "the Product Manager owns"; "develop" is one although it sounds like a developer.
        let in_name = |verb: &&VerbHit<'_>| self.roles.iter().any(|role| role.token < verb.token && verb.token < role.token + role.words);
        let head = self.verbs.iter().filter(|verb| verb.token < HEAD_WITHIN).find(|verb| !in_name(verb));
        let after = first.token + first.words;
        let acts = |head: &VerbHit<'_>| first.token <= 1 && (after..=after + 3).contains(&head.token);
        // "Product Owner, Scrum Master" is a list, "Customers:" a heading.
        let of_a_list =
            tokens.get(after).is_some_and(|next| next.kind != TokenKind::Word) || self.roles.iter().any(|role| role.token == after);
        // "Customer research" is no customer who researches.
        let last = &tokens[after - 1];
        let plural = text.get(last.start as usize..last.end as usize).is_some_and(|word| word.ends_with('s'));
        let named = first.token == 1 || first.words > 1 || plural || matches!(first.kind, KindId::PM | KindId::PO);
        if head.is_some_and(acts) && named && !of_a_list {
            return Some(first.kind);
        }
        // "The backlog is kept in order by the Product Owner".
        let follows =
            |role: &RoleHit, word: &str| (1..=2).any(|back| role.token.checked_sub(back).is_some_and(|at| tokens[at].stem == stem(word)));
        let governs = head.map_or(0, |head| head.token);
        let passive = tokens[..governs].last().is_some_and(|token| token.stem == stem("be"));
        if let Some(agent) = self.roles.iter().find(|role| passive && follows(role, "by")) {
            return Some(agent.kind);
        }
        let receiver = self.roles.iter().find(|role| follows(role, "to"))?;
        let hands = |hit: &WordHit| {
            let end = hit.token + hit.words;
            hit.class == WordClass::HandsOver && (hit.token <= governs + 1 || (end..=end + 1).contains(&receiver.token))
        };
        self.words.iter().any(hands).then_some(receiver.kind)
    }

    fn find_main_end(&self, tokens: &[Token]) -> usize {
        let Some(head) = self.head() else { return tokens.len() };
        let from = head.token + head.words;
        let tail = self.words.iter().find(|hit| hit.class == WordClass::Tail && hit.token > from).map(|hit| hit.token);
        let mark = tokens.iter().enumerate().skip(from).find(|(_, token)| token.kind == TokenKind::Hard).map(|(at, _)| at);
        tail.unwrap_or(tokens.len()).min(mark.unwrap_or(tokens.len()))
    }
}
