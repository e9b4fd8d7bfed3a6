//! Splitting: a duty that states several acts becomes parts, each with its own act.

use super::structure::Structure;
use super::token::{Token, TokenKind};
use crate::rulebook::AreaId;
use crate::rulebook::lexicon::WordClass;
use std::ops::Range;

/// Fewest words of a part; less is an afterthought.
const LEAST_WORDS: usize = 2;

/// A part of a duty, in tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartTokens {
    /// Its own words.
    pub own: Range<usize>,
    /// What it shares with the part before, up to the verb: "own the roadmap and the backlog".
    pub verb: Option<Range<usize>>,
}

/// How a verb is written: parts of one duty are written alike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Gerund,
    Third,
    Base,
}

/// The token ranges of the parts of a duty, in order; one range when it has one part.
///
/// Sentences and semicolons always split. "and", commas and the like split where a verb follows that is written as the
/// governing verb is and has an object of its own, and where the act before has one too; "define, order and publish the
/// roadmap" stays one part. After "while" the verb may be written otherwise. Two objects of one verb split where they belong
/// to `different` owners. After a purpose ("to", "by", "so that") and within a condition nothing splits.
pub fn split(
    text: &str,
    tokens: &[Token],
    structure: &Structure<'_>,
    different: &dyn Fn(AreaId, AreaId) -> bool,
    into: &mut Vec<PartTokens>,
) {
    into.clear();
    let mut start = 0;
    let mut shared: Option<Range<usize>> = None;
    let mut act: Option<(Range<usize>, usize, Form)> = None;
    let mut in_tail = false;
    let condition = structure.leading_condition(tokens);
    for (at, token) in tokens.iter().enumerate() {
        let word = |at: usize| &text[tokens[at].start as usize..tokens[at].end as usize];
        if token.kind == TokenKind::Hard && matches!(word(at), "." | ";" | "!" | "?") {
            if at > start && at + LEAST_WORDS < tokens.len() {
                into.push(PartTokens { own: start..at, verb: shared.take() });
                start = at + 1;
                act = None;
            }
            in_tail = false;
            continue;
        }
        if structure.words.iter().any(|hit| hit.token == at && hit.class == WordClass::Tail) && act.is_some() {
            in_tail = true;
        }
        if at < condition {
            continue;
        }
        if let Some((verb, after, _)) = &mut act
            && !in_tail
            && (word(at) == "&" || word(at).eq_ignore_ascii_case("and"))
            && let Some(object) = second_object(structure, at + 1)
            && let Some(first) = structure.areas.iter().rev().find(|hit| (*after..at).contains(&hit.token))
            && different(first.area, object)
        {
            into.push(PartTokens { own: start..at, verb: shared.replace(verb.clone()) });
            start = at + 1;
            *after = at + 1;
            continue;
        }
        let Some(verb) = structure.verbs.iter().find(|verb| verb.token == at) else { continue };
        let form = form_of(word(at));
        // With what stands before the verb: who acts, and whether it is disclaimed.
        let verb_range = start..at + verb.words;
        match &act {
            None => act = Some((verb_range, at + verb.words, form)),
            Some((_, after, known)) => {
                let meanwhile = at.checked_sub(1).is_some_and(|before| word(before).eq_ignore_ascii_case("while")) && form == Form::Gerund;
                let joined = at.checked_sub(1).is_some_and(|before| is_joint(text, &tokens[before]));
                let has_object = has_object(text, tokens, structure, *after..at);
                let own_object = begins_object(text, tokens, structure, at + verb.words)
                    || structure.areas.iter().any(|hit| hit.token == at && hit.words > verb.words);
                if joined && (meanwhile || !in_tail && form == *known) && has_object && own_object {
                    let mut end = at - 1;
                    while end > start && is_joint(text, &tokens[end - 1]) {
                        end -= 1;
                    }
                    into.push(PartTokens { own: start..end, verb: shared.take() });
                    start = at;
                    in_tail = false;
                    act = Some((at..at + verb.words, at + verb.words, form));
                }
            }
        }
    }
    into.push(PartTokens { own: start..tokens.len(), verb: shared });
    into.retain(|part| part.own.len() >= LEAST_WORDS || part.verb.is_some());
    if into.is_empty() {
        into.push(PartTokens { own: 0..tokens.len(), verb: None });
    }
}

/// The area of an object that begins here, at most two words on and before any verb.
fn second_object(structure: &Structure<'_>, from: usize) -> Option<AreaId> {
    let hit = structure.areas.iter().find(|hit| (from..from + 3).contains(&hit.token))?;
    let acts = structure.verbs.iter().any(|verb| (from..=hit.token).contains(&verb.token));
    (!acts).then_some(hit.area)
}

fn form_of(word: &str) -> Form {
    let lower = word.len();
    if lower > 5 && word.ends_with("ing") {
        Form::Gerund
    } else if lower > 3 && word.ends_with('s') && !word.ends_with("ss") {
        Form::Third
    } else {
        Form::Base
    }
}

/// Whether a token joins acts: "and", "&", "then", a comma.
fn is_joint(text: &str, token: &Token) -> bool {
    let word = &text[token.start as usize..token.end as usize];
    matches!(word, "," | "&" | "then" | "while" | "also") || word.eq_ignore_ascii_case("and")
}

/// Whether the tokens between two verbs hold something acted upon.
fn has_object(text: &str, tokens: &[Token], structure: &Structure<'_>, range: Range<usize>) -> bool {
    structure.areas.iter().any(|hit| range.contains(&hit.token))
        || range.clone().any(|at| {
            let token = &tokens[at];
            let is_verb = structure.verbs.iter().any(|verb| verb.token == at);
            token.kind == TokenKind::Word && token.end - token.start > 3 && !is_verb && !is_joint(text, token)
        })
}

/// Words an object begins with.
const DETERMINERS: [&str; 16] = [
    "the", "a", "an", "our", "your", "their", "its", "all", "each", "every", "new", "that", "this", "these", "any", "key",
];

/// Whether an object begins at this token: a determiner, or a phrase that names an area.
fn begins_object(text: &str, tokens: &[Token], structure: &Structure<'_>, at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let word = &text[token.start as usize..token.end as usize];
    DETERMINERS.iter().any(|determiner| word.eq_ignore_ascii_case(determiner)) || structure.areas.iter().any(|hit| hit.token == at)
}
