//! Features: what the statistical layer sees of a duty.

use super::structure::Structure;
use super::token::{Token, TokenKind};
use crate::rulebook::stem::{Stem, join, number};
use crate::rulebook::{Relation, Rulebook};

/// Receives features. `tokens` is the range of tokens the feature stands for; `name` is only called by the trainer.
pub trait Sink {
    /// One feature; its value is so many thirds.
    fn feature(&mut self, feature: u64, thirds: u8, tokens: std::ops::Range<usize>, name: impl FnOnce() -> String);

    /// One feature that is made of an area.
    fn of_area(&mut self, feature: OfArea, parts: &Parts, thirds: u8, tokens: std::ops::Range<usize>, name: impl FnOnce() -> String) {
        self.feature(parts.number(feature), thirds, tokens, name);
    }

    /// The feature that a word itself is; a sink that knows more of words may take it from there.
    fn word(&mut self, token: &Token, at: usize, name: impl FnOnce() -> String) {
        self.feature(of_word(token.word.stem), WHOLE, at..at + 1, name);
    }
}

/// The feature that a word itself is.
pub fn of_word(stem: Stem) -> u64 {
    join(Families::WORD, stem)
}

/// The value of a feature that is there or not, in thirds.
pub const WHOLE: u8 = 3;

/// Families of features, by the letter they have in the model file.
struct Families;

impl Families {
    const WORD: u64 = number(b"w");
    const PAIR: u64 = number(b"p");
    const HEAD: u64 = number(b"h");
    const HEAD_RELATION: u64 = number(b"r");
    const FIRST: u64 = number(b"f");
    const FIRST_TWO: u64 = number(b"g");
    const SECOND_VERB: u64 = number(b"s");
}

/// Families of features that are made of an area, alone and with a relation.
const OF_AREAS: [[&str; 2]; 4] = [["a", "b"], ["c", "d"], ["t", "u"], ["m", "n"]];
/// Which of them are made of every area.
const EVERY: usize = 0;
/// Which of them are made of the first one.
const FIRST: usize = 1;
/// Which of them are made of the one that most speaks for.
const TOP: usize = 2;
/// Which of them are made of that of the main clause.
const MAIN: usize = 3;

/// A feature that is made of an area: there are so few that their weights need not be looked up again and again.
#[derive(Clone, Copy, Debug)]
pub struct OfArea {
    family: usize,
    /// The area, or one more than the last for none.
    area: usize,
    /// The relation, or one more than the last for none; nothing where the area stands alone.
    relation: Option<usize>,
}

/// Numbers of areas and relations as parts of features.
#[derive(Debug)]
pub struct Parts {
    /// Of all areas, and of none.
    areas: Vec<u64>,
    /// Of all relations, and of none.
    relations: [u64; RELATIONS],
}

/// The relations and none.
const RELATIONS: usize = Relation::ALL.len() + 1;

impl Parts {
    /// The numbers for a rulebook.
    pub fn new(rulebook: &Rulebook) -> Self {
        let none = number(b"none");
        let mut relations = [none; RELATIONS];
        relations
            .iter_mut()
            .zip(Relation::ALL)
            .for_each(|(part, relation)| *part = number(relation.name().as_bytes()));
        Self {
            areas: rulebook.areas().iter().map(|area| number(area.id.as_bytes())).chain([none]).collect(),
            relations,
        }
    }

    /// The number of a feature.
    fn number(&self, OfArea { family, area, relation }: OfArea) -> u64 {
        let [alone, joined] = OF_AREAS[family].map(|family| number(family.as_bytes()));
        match relation {
            None => join(alone, self.areas[area]),
            Some(relation) => join(join(joined, self.areas[area]), self.relations[relation]),
        }
    }

    /// Where a feature stands among all that are made of an area.
    #[inline]
    pub fn place(&self, OfArea { family, area, relation }: OfArea) -> usize {
        (family * self.areas.len() + area) * (RELATIONS + 1) + relation.unwrap_or(RELATIONS)
    }

    /// The numbers of all features that are made of an area, in order of their places.
    pub fn numbers(&self) -> impl Iterator<Item = u64> {
        let relations = || (0..RELATIONS).map(Some).chain([None]);
        let areas =
            move |family| (0..self.areas.len()).flat_map(move |area| relations().map(move |relation| OfArea { family, area, relation }));
        (0..OF_AREAS.len()).flat_map(areas).map(|feature| self.number(feature))
    }
}

/// Scratch space for weighing areas.
#[derive(Debug, Default)]
pub struct AreaScores(Vec<(usize, u32)>);

/// Gives the features of a duty to a sink.
pub fn extract(
    text: &str,
    tokens: &[Token],
    structure: &Structure,
    rulebook: &Rulebook,
    parts: &Parts,
    scratch: &mut AreaScores,
    sink: &mut impl Sink,
) {
    let word = |token: &Token| crate::rulebook::stem::stem_text(&text[token.start as usize..token.end as usize]);
    let mut words = tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Word);
    if let Some((first, token)) = words.next() {
        sink.word(token, first, || format!("w:{}", word(token)));
        sink.feature(join(Families::FIRST, token.word.stem), WHOLE, first..first + 1, || format!("f:{}", word(token)));
        let (mut before, mut left) = (first, token);
        for (at, token) in words {
            sink.word(token, at, || format!("w:{}", word(token)));
            let pair = join(join(Families::PAIR, left.word.stem), token.word.stem);
            sink.feature(pair, WHOLE, before..at + 1, || format!("p:{}_{}", word(left), word(token)));
            if before == first {
                let pair = join(join(Families::FIRST_TWO, left.word.stem), token.word.stem);
                sink.feature(pair, WHOLE, before..at + 1, || format!("g:{}_{}", word(left), word(token)));
            }
            (before, left) = (at, token);
        }
    }
    let head = structure.head();
    let none = RELATIONS - 1;
    let relation = head.map_or(none, |head| head.relation as usize);
    let relation_name = || head.map_or("none", |head| head.relation.name());
    let head_range = head.map_or(0..0, |head| head.token..head.token + head.words);
    if let Some(head) = head {
        let stem = tokens[head.token].word.stem;
        sink.feature(join(Families::HEAD, stem), WHOLE, head_range.clone(), || format!("h:{}", word(&tokens[head.token])));
    }
    sink.feature(join(Families::HEAD_RELATION, parts.relations[relation]), WHOLE, head_range.clone(), || {
        format!("r:{}", relation_name())
    });
    if let Some(second) = structure.head.and_then(|at| structure.verbs.get(at + 1)) {
        let second_relation = parts.relations[second.relation as usize];
        let feature = join(join(Families::SECOND_VERB, parts.relations[relation]), second_relation);
        let range = second.token..second.token + second.words;
        sink.feature(feature, WHOLE, range, || format!("s:{}_{}", relation_name(), second.relation.name()));
    }
    areas(structure, rulebook, parts, relation, &relation_name, scratch, sink);
}

fn areas<'a>(
    structure: &Structure,
    rulebook: &'a Rulebook,
    parts: &Parts,
    relation: usize,
    relation_name: &impl Fn() -> &'static str,
    AreaScores(weights): &mut AreaScores,
    sink: &mut impl Sink,
) {
    let name = |area: usize| -> &'a str { &rulebook.areas()[area].id };
    weights.clear();
    let mut seen: u64 = 0;
    for hit in &structure.areas {
        let area = hit.area.0 as usize;
        let range = hit.token..hit.token + hit.words;
        // In halves: a phrase near the start counts one and a half times.
        let weight = u32::from(hit.strength) * if hit.token < 8 { 3 } else { 2 };
        match weights.iter_mut().find(|(known, _)| *known == area) {
            Some((_, sum)) => *sum += weight,
            None => weights.push((area, weight)),
        }
        if seen & (1 << (area & 63)) == 0 {
            seen |= 1 << (area & 63);
            let [alone, joined] = OF_AREAS[EVERY];
            let feature = |relation| OfArea { family: EVERY, area, relation };
            sink.of_area(feature(None), parts, hit.strength, range.clone(), || format!("{alone}:{}", name(area)));
            sink.of_area(feature(Some(relation)), parts, WHOLE, range, || format!("{joined}:{}_{}", name(area), relation_name()));
        }
    }
    let Some(first) = structure.areas.first() else {
        let none = OfArea { family: EVERY, area: rulebook.areas().len(), relation: None };
        sink.of_area(none, parts, WHOLE, 0..0, || format!("{}:none", OF_AREAS[EVERY][0]));
        return;
    };
    let mut pair = |family: usize, area: usize, range: std::ops::Range<usize>| {
        let [alone, joined] = OF_AREAS[family];
        let feature = |relation| OfArea { family, area, relation };
        sink.of_area(feature(None), parts, WHOLE, range.clone(), || format!("{alone}:{}", name(area)));
        sink.of_area(feature(Some(relation)), parts, WHOLE, range, || format!("{joined}:{}_{}", name(area), relation_name()));
    };
    let range = first.token..first.token + first.words;
    pair(FIRST, first.area.0 as usize, range);
    let top = weights.iter().max_by_key(|(area, weight)| (*weight, std::cmp::Reverse(*area))).map_or(0, |(area, _)| *area);
    let range = structure
        .areas
        .iter()
        .find(|hit| hit.area.0 as usize == top)
        .map_or(0..0, |hit| hit.token..hit.token + hit.words);
    pair(TOP, top, range);
    let head_end = structure.head().map_or(0, |head| head.token);
    let main = structure.areas.iter().find(|hit| hit.token >= head_end && hit.token < structure.main_end);
    if let Some(main) = main {
        let range = main.token..main.token + main.words;
        pair(MAIN, main.area.0 as usize, range);
    }
}
