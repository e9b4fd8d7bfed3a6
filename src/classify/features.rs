//! Features: what the statistical layer sees of a duty.

use super::structure::Structure;
use super::token::{Token, TokenKind};
use crate::rulebook::Rulebook;
use crate::rulebook::stem::{Stem, join, number};

/// Receives features. `tokens` is the range of tokens the feature stands for; `name` is only called by the trainer.
pub trait Sink {
    /// One feature; its value is so many thirds.
    fn feature(&mut self, feature: u64, thirds: u8, tokens: std::ops::Range<usize>, name: impl FnOnce() -> String);

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
    const AREA: u64 = number(b"a");
    const AREA_RELATION: u64 = number(b"b");
    const FIRST_AREA: u64 = number(b"c");
    const FIRST_AREA_RELATION: u64 = number(b"d");
    const TOP_AREA: u64 = number(b"t");
    const TOP_AREA_RELATION: u64 = number(b"u");
    const MAIN_AREA: u64 = number(b"m");
    const MAIN_AREA_RELATION: u64 = number(b"n");
    const SECOND_VERB: u64 = number(b"s");
}

/// Numbers of areas and relations as parts of features.
#[derive(Debug)]
pub struct Parts {
    areas: Vec<u64>,
    relations: [u64; 10],
    none: u64,
}

impl Parts {
    /// The numbers for a rulebook.
    pub fn new(rulebook: &Rulebook) -> Self {
        Self {
            areas: rulebook.areas().iter().map(|area| number(area.id.as_bytes())).collect(),
            relations: crate::rulebook::Relation::ALL.map(|relation| number(relation.name().as_bytes())),
            none: number(b"none"),
        }
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
    let relation = head.map_or(parts.none, |head| parts.relations[head.relation as usize]);
    let relation_name = || head.map_or("none", |head| head.relation.name());
    let head_range = head.map_or(0..0, |head| head.token..head.token + head.words);
    if let Some(head) = head {
        let stem = tokens[head.token].word.stem;
        sink.feature(join(Families::HEAD, stem), WHOLE, head_range.clone(), || format!("h:{}", word(&tokens[head.token])));
    }
    sink.feature(join(Families::HEAD_RELATION, relation), WHOLE, head_range.clone(), || format!("r:{}", relation_name()));
    if let Some(second) = structure.head.and_then(|at| structure.verbs.get(at + 1)) {
        let second_relation = parts.relations[second.relation as usize];
        let feature = join(join(Families::SECOND_VERB, relation), second_relation);
        let range = second.token..second.token + second.words;
        sink.feature(feature, WHOLE, range, || format!("s:{}_{}", relation_name(), second.relation.name()));
    }
    areas(structure, rulebook, parts, relation, &relation_name, scratch, sink);
}

fn areas<'a>(
    structure: &Structure,
    rulebook: &'a Rulebook,
    parts: &Parts,
    relation: u64,
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
            let number = parts.areas[area];
            sink.feature(join(Families::AREA, number), hit.strength, range.clone(), || format!("a:{}", name(area)));
            sink.feature(join(join(Families::AREA_RELATION, number), relation), WHOLE, range, || {
                format!("b:{}_{}", name(area), relation_name())
            });
        }
    }
    let Some(first) = structure.areas.first() else {
        sink.feature(join(Families::AREA, parts.none), WHOLE, 0..0, || "a:none".to_owned());
        return;
    };
    let mut pair = |plain: u64, joined: u64, letters: [&str; 2], area: usize, range: std::ops::Range<usize>| {
        let number = parts.areas[area];
        sink.feature(join(plain, number), WHOLE, range.clone(), || format!("{}:{}", letters[0], name(area)));
        sink.feature(join(join(joined, number), relation), WHOLE, range, || {
            format!("{}:{}_{}", letters[1], name(area), relation_name())
        });
    };
    let range = first.token..first.token + first.words;
    pair(Families::FIRST_AREA, Families::FIRST_AREA_RELATION, ["c", "d"], first.area.0 as usize, range);
    let top = weights.iter().max_by_key(|(area, weight)| (*weight, std::cmp::Reverse(*area))).map_or(0, |(area, _)| *area);
    let range = structure
        .areas
        .iter()
        .find(|hit| hit.area.0 as usize == top)
        .map_or(0..0, |hit| hit.token..hit.token + hit.words);
    pair(Families::TOP_AREA, Families::TOP_AREA_RELATION, ["t", "u"], top, range);
    let head_end = structure.head().map_or(0, |head| head.token);
    let main = structure.areas.iter().find(|hit| hit.token >= head_end && hit.token < structure.main_end);
    if let Some(main) = main {
        let range = main.token..main.token + main.words;
        pair(Families::MAIN_AREA, Families::MAIN_AREA_RELATION, ["m", "n"], main.area.0 as usize, range);
    }
}
