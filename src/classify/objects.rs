//! Objects: one verb with several objects makes a claim on each ("set the vision and the strategy"), and a pronoun
//! stands for the object before it ("order the backlog and keep it short").

use super::structure::{AreaHit, Structure, VerbHit};
use super::token::{Token, TokenKind};
use crate::rulebook::grammar::Trait;
use crate::rulebook::lexicon::WordClass;
use crate::rulebook::{AreaId, Relation};
use std::ops::Range;

/// The tokens that are judged as one act, which need not stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The tokens, in the order in which they are read.
    pub tokens: [Range<usize>; 3],
    /// The tokens that show the act to a reader.
    pub shown: Range<usize>,
    /// The area that the piece is there for, if it repeats the verb of another one.
    pub of_area: Option<AreaId>,
}

/// How many words may describe an object before its name.
const DESCRIBED_BY: usize = 3;
/// How much a phrase proves at least to be an object of any verb.
const TELLING: u8 = 2;
/// How many further objects one verb is given.
const MOST: usize = 4;

impl Piece {
    /// A piece of one range.
    pub fn plain(range: Range<usize>) -> Self {
        Self { tokens: [range.clone(), 0..0, 0..0], shown: range, of_area: None }
    }
}

/// Whether a word goes on with the name of an object.
fn goes_on(token: &Token) -> bool {
    token.kind == TokenKind::Word && !token.is(Trait::EndsName) && !token.is(Trait::Preposition)
}

/// The pieces of the parts that `ranges` name: each part, with its pronoun resolved, and one more for every further
/// object of its verb.
pub fn pieces(tokens: &[Token], structure: &Structure, ranges: &[Range<usize>], into: &mut Vec<Piece>) {
    into.clear();
    if let [range] = ranges
        && structure.areas.len() < 2
    {
        into.push(Piece::plain(range.clone()));
        return;
    }
    let mut known: Option<Range<usize>> = None;
    for range in ranges {
        let areas = || structure.areas.iter().filter(|hit| range.contains(&hit.token));
        let verb = structure.verbs.iter().find(|verb| range.contains(&verb.token));
        let mut piece = Piece::plain(range.clone());
        if let (Some(verb), Some(antecedent)) = (verb, known.clone()) {
            let after = verb.token + verb.words;
            let is_object = tokens.get(after).is_some_and(|token| token.is(Trait::Pronoun)) && after < range.end;
            if is_object {
                piece.tokens = [range.start..after, antecedent, after + 1..range.end];
            }
        }
        into.push(piece);
        // The phrase may begin with the verb ("order the backlog"), which is no part of the object.
        let named = |hit: &AreaHit| {
            let start = hit.token.max(verb.map_or(0, |verb| verb.token + verb.words));
            let goes_on = |&at: &usize| at < range.end && goes_on(&tokens[at]);
            let end = hit.token + hit.words;
            start..(end..end + DESCRIBED_BY).take_while(goes_on).last().map_or(end, |last| last + 1)
        };
        known = areas().map(named).find(|named| !named.is_empty()).or(known);
        if let Some(verb) = verb
            && matches!(verb.relation, Relation::Own | Relation::Author | Relation::Operate | Relation::Assure)
        {
            further(tokens, structure, range, verb, into);
        }
    }
}

/// Adds a piece for every further object of a verb, and ends the part's own before the first.
fn further(tokens: &[Token], structure: &Structure, range: &Range<usize>, verb: &VerbHit, into: &mut Vec<Piece>) {
    // What is decided or created is plain to see even where a word alone proves little ("the vision and the strategy").
    let least = if matches!(verb.relation, Relation::Own | Relation::Author) { 1 } else { TELLING };
    let verb = verb.token..verb.token + verb.words;
    let tail = structure.of(WordClass::Tail).filter(|hit| hit.token > verb.end).map(|hit| hit.token);
    let mark = (verb.end..range.end).find(|&at| tokens[at].kind == TokenKind::Hard);
    let end = tail.chain(mark).min().unwrap_or(range.end).min(range.end);
    let mut objects = structure
        .areas
        .iter()
        .filter(|hit| (verb.end.saturating_sub(1)..end).contains(&hit.token) && hit.strength >= least);
    let Some(first) = objects.next() else { return };
    let own = into.len() - 1;
    let mut latest = first;
    let mut added = vec![first.area];
    for object in objects {
        // Two phrases may be written the same way.
        if object.token < latest.token + latest.words {
            continue;
        }
        let Some(joint) = joint_before(tokens, structure, latest.token + latest.words..object.token) else {
            // A word that proves little may only describe what follows it.
            if added.len() == 1 && latest.strength < TELLING {
                (latest, added) = (object, vec![object.area]);
                continue;
            }
            break;
        };
        latest = object;
        if added.contains(&object.area) || added.len() > MOST {
            continue;
        }
        if added.len() == 1 {
            into[own].shown.end = joint;
            into[own].tokens = [range.start..joint, 0..0, 0..0];
        }
        added.push(object.area);
        // What follows the latest object describes it.
        let named = (object.token + object.words).max(joint + 1);
        let until = (named..end.min(named + DESCRIBED_BY).max(named))
            .take_while(|&at| goes_on(&tokens[at]))
            .last()
            .map_or(named, |last| last + 1);
        into.push(Piece {
            tokens: [range.start..verb.end, joint + 1..until, 0..0],
            shown: joint + 1..until,
            of_area: Some(object.area),
        });
    }
}

/// The joint between two objects of one verb: "and" or a comma, with nothing but a description after it.
fn joint_before(tokens: &[Token], structure: &Structure, between: Range<usize>) -> Option<usize> {
    let is_joint = |at: usize| tokens[at].is(Trait::JoinsObjects) || tokens[at].is_mark(b',');
    let joint = between.clone().rev().take(DESCRIBED_BY + 1).find(|&at| is_joint(at))?;
    let describes = |at: usize| !tokens[at].is(Trait::Preposition) && !structure.verbs.iter().any(|verb| verb.token == at);
    let belongs_to_another = (between.start..joint).any(|at| !describes(at)) && !tokens[joint + 1].is(Trait::Determiner);
    let fits =
        (joint + 1..between.end).all(describes) && !belongs_to_another && between.clone().all(|at| tokens[at].kind != TokenKind::Hard);
    fits.then_some(joint)
}
