//! Splitting: a duty that states several acts becomes parts, each with its own act.

use super::structure::Structure;
use super::token::{Token, TokenKind};
use crate::rulebook::Relation;
use crate::rulebook::grammar::Trait;
use crate::rulebook::languages::Languages;
use crate::rulebook::lexicon::WordClass;
use std::ops::Range;

/// Fewest words of a part; less is an afterthought.
const LEAST_WORDS: usize = 2;

/// How many words after "that" the words stand that say whose it is.
const POINTED_WITHIN: usize = 5;

/// How a verb is written: parts of one duty are written alike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Gerund,
    Third,
    Base,
}

/// The token ranges of the parts of a duty, in order; one range when it has one part.
///
/// Sentences and semicolons always split; the full stop of an abbreviation ends no sentence. "and", commas and the like split
/// where a verb follows that is written as the governing verb is and has an object of its own, and where the act before has one
/// too; "define, order and publish the roadmap" stays one part. After "while" the verb may be written otherwise. Within a
/// condition and after a purpose ("to", "by", "so that") nothing splits.
pub fn split(text: &str, tokens: &[Token], structure: &Structure, languages: &Languages, into: &mut Vec<Range<usize>>) {
    into.clear();
    let refusals = structure.has(WordClass::Negated);
    if structure.verbs.len() < 2 && !structure.ends_clauses && !refusals {
        into.push(0..tokens.len());
        return;
    }
    let mut start = 0;
    let mut act: Option<(usize, Form)> = None;
    let mut in_tail = false;
    let mut tails = structure.of(WordClass::Tail).map(|hit| hit.token).peekable();
    let mut verbs = structure.verbs.as_slice();
    let condition = structure.leading_condition(tokens);
    // Where nothing else ends a part, nothing but a verb begins one.
    let everywhere = structure.ends_clauses || refusals;
    let (every, only) = if everywhere { (tokens.len(), &[][..]) } else { (0, verbs) };
    for at in (0..every).chain(only.iter().map(|verb| verb.token)) {
        let token = &tokens[at];
        let verb = verbs.first().filter(|verb| verb.token == at);
        verbs = &verbs[usize::from(verb.is_some())..];
        let ends = token.kind == TokenKind::Hard
            && b".;!?".iter().any(|&mark| token.is_mark(mark))
            && !abbreviates(text, tokens, structure, languages, at);
        if verb.is_none() && !ends && !refusals {
            continue;
        }
        while tails.next_if(|&tail| tail <= at).is_some() {
            in_tail |= act.is_some();
        }
        if ends {
            if points_back(tokens, structure, at + 1) {
                continue;
            }
            if at > start && at + LEAST_WORDS < tokens.len() {
                into.push(start..at);
                start = at + 1;
                act = None;
            }
            in_tail = false;
            continue;
        }
        if at < condition {
            continue;
        }
        // "... and stay out of ...": what is not done is a part of its own.
        let refuses = structure.of(WordClass::Negated).any(|hit| hit.token == at);
        if refuses && at >= start + LEAST_WORDS && at > 0 && (is_joint(&tokens[at - 1]) || tokens[at - 1].is(Trait::Contrasts)) {
            into.push(start..at - 1);
            (start, act, in_tail) = (at, None, false);
            continue;
        }
        let Some(verb) = verb else { continue };
        let form = form_of(token, text);
        match act {
            None => act = Some((at + verb.words, form)),
            Some((after, known)) => {
                let before = structure.before_lead_in(tokens, at).filter(|before| *before >= start);
                let negated = before.is_some_and(|before| structure.is_negator_within(before + 1..at));
                let meanwhile = before.is_some_and(|before| tokens[before].is(Trait::Meanwhile)) && form == Form::Gerund;
                let joined = before.is_some_and(|before| is_joint(&tokens[before]));
                let has_object = has_object(tokens, structure, after..at);
                let own_object = begins_object(tokens, structure, at + verb.words)
                    || (verb.relation == Relation::Own && is_question(tokens, at + verb.words))
                    || structure.areas.iter().any(|hit| hit.token == at && hit.words > verb.words);
                if joined && (meanwhile || !in_tail && (form == known || negated)) && has_object && own_object {
                    let begin = before.map_or(at, |before| before + 1);
                    let mut end = begin - 1;
                    while end > start && is_joint(&tokens[end - 1]) {
                        end -= 1;
                    }
                    into.push(start..end);
                    start = begin;
                    in_tail = false;
                    act = Some((at + verb.words, if negated { known } else { form }));
                }
            }
        }
    }
    into.push(start..tokens.len());
    let says_something = |part: &Range<usize>| tokens[part.clone()].iter().any(|token| token.kind == TokenKind::Word && !is_joint(token));
    into.retain(|part| part.len() >= LEAST_WORDS && says_something(part));
    if into.is_empty() {
        into.push(0..tokens.len());
    }
}

/// Whether a mark is the full stop of an abbreviation or an initial within a sentence ("vs. bugs", "e.g. Jira", "Sr. Product Owner"). What
/// can end a sentence too ("etc.", "U.S.") does so where a capital letter begins an act.
fn abbreviates(text: &str, tokens: &[Token], structure: &Structure, languages: &Languages, at: usize) -> bool {
    let stop = &tokens[at];
    if !stop.is_mark(b'.') {
        return false;
    }
    let adjoins = |before: &&Token| before.kind == TokenKind::Word && before.end == stop.start;
    let Some(before) = tokens[..at].last().filter(adjoins) else { return false };
    let word = before.text(text);
    let is_initial = word.chars().count() == 1 && word.starts_with(char::is_alphabetic);
    if !is_initial && !languages.abbreviate(word) {
        return false;
    }
    // "e.g." ends nothing, whatever follows.
    let leads_on = is_initial && word.starts_with(char::is_lowercase) && text[..before.start as usize].ends_with('.');
    let begins_act = structure.verbs.iter().any(|verb| verb.token == at + 1)
        && tokens.get(at + 1).is_some_and(|next| next.text(text).starts_with(char::is_uppercase));
    leads_on || !begins_act
}

/// Whether what follows a full stop or semicolon only says who does what was named before: "; that is left to the board".
fn points_back(tokens: &[Token], structure: &Structure, from: usize) -> bool {
    let end = (from..tokens.len()).find(|&at| tokens[at].kind == TokenKind::Hard).unwrap_or(tokens.len());
    let pronoun = tokens.get(from).is_some_and(|token| token.is(Trait::PointsBack));
    let near = from..end.min(from + POINTED_WITHIN);
    pronoun && structure.of(WordClass::RestsWith).any(|hit| near.contains(&hit.token))
}

fn form_of(token: &Token, text: &str) -> Form {
    let word = token.text(text);
    let letters = word.len();
    if token.is(Trait::Gerund) {
        Form::Gerund
    } else if letters > 3 && word.ends_with('s') && !word.ends_with("ss") {
        Form::Third
    } else {
        Form::Base
    }
}

/// Whether a token joins acts: "and", "&", "then", a comma.
fn is_joint(token: &Token) -> bool {
    token.is(Trait::JoinsActs) || token.is_mark(b',')
}

/// Whether the tokens between two verbs hold something acted upon.
fn has_object(tokens: &[Token], structure: &Structure, range: Range<usize>) -> bool {
    structure.areas.iter().any(|hit| range.contains(&hit.token))
        || range.clone().any(|at| {
            let token = &tokens[at];
            let is_verb = structure.verbs.iter().any(|verb| verb.token == at);
            token.kind == TokenKind::Word && token.end - token.start > 3 && !is_verb && !is_joint(token)
        })
}

fn is_question(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.is(Trait::Question))
}

/// Whether an object begins at this token: a determiner, or a phrase that names an area.
fn begins_object(tokens: &[Token], structure: &Structure, at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    token.is(Trait::Pronoun) || token.is(Trait::BeginsObject) || structure.areas.iter().any(|hit| hit.token == at)
}
