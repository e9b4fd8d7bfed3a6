//! The proof of the rules: every example in an area file is judged, and every phrase is looked for in the examples.

use crate::classify::structure::Structure;
use crate::classify::token::tokenize;
use crate::classify::words::Words;
use crate::classify::{Classifier, Part};
use crate::document::yaml::{Leaf, leaves};
use crate::order;
use crate::rulebook::compile::area_files;
use crate::rulebook::lexicon::{Lexicon, Tag};
use crate::rulebook::vocabulary::area_words;
use crate::rulebook::{Area, AreaId, DutyType, LanguageId, Relation, RuleError, RuleFile, Rulebook, Sources, Vocabulary};
use crate::source::Source;
use std::collections::BTreeMap;

/// What came of judging all examples.
#[derive(Debug, Default)]
pub struct Proof {
    /// Number of examples.
    pub examples: usize,
    /// Examples that are judged otherwise than their file says, in order of file and line.
    pub failures: Vec<Failure>,
    /// All phrases of all areas, in order of file and line.
    pub phrases: Vec<Phrase>,
}

/// An example that is judged otherwise than its file says.
#[derive(Debug)]
pub struct Failure {
    /// Where it stands.
    pub place: Place,
    /// The example.
    pub text: String,
    /// What the file says: type, area and relation.
    pub expected: String,
    /// What the classifier says.
    pub found: String,
}

/// A phrase, and how many examples it speaks in.
#[derive(Debug)]
pub struct Phrase {
    /// Where it stands.
    pub place: Place,
    /// Id of its area.
    pub area: String,
    /// The phrase.
    pub text: String,
    /// Number of examples.
    pub fired: usize,
}

/// A line of a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as named to the user.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
}

impl Proof {
    /// Judges all examples of all area files.
    pub fn new(sources: &Sources, rulebook: &Rulebook) -> Result<Self, RuleError> {
        let mut proof = Self::default();
        for vocabulary in rulebook.vocabularies() {
            proof.add(sources, rulebook, vocabulary)?;
        }
        Ok(proof)
    }

    /// Judges the examples of one language.
    fn add(&mut self, sources: &Sources, rulebook: &Rulebook, vocabulary: &Vocabulary) -> Result<(), RuleError> {
        let mut fired = BTreeMap::new();
        let mut phrases = Vec::new();
        let mut classifier = Classifier::new(rulebook);
        classifier.speak(vocabulary);
        let (lexicon, mut words) = (&vocabulary.lexicon, Words::new(vocabulary, rulebook));
        let files: Vec<(&RuleFile, AreaId)> = if vocabulary.language == LanguageId::FIRST {
            area_files(sources)?.into_iter().zip(0..).map(|((file, _), at)| (file, AreaId(at))).collect()
        } else {
            area_words(sources, &rulebook.languages().get(vocabulary.language).id, rulebook.areas())?
        };
        for (file, area) in files {
            let lines = Source::new(file.shown.as_str(), file.text.as_str());
            for leaf in leaves(&file.text) {
                let place = Place { path: file.shown.clone(), line: lines.position(leaf.span.start as usize).line };
                match leaf.path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                    ["examples", relation] => {
                        let expected = Expected::new(area, relation, rulebook).ok_or_else(|| no_relation(file, &place, relation))?;
                        self.examples += 1;
                        count_phrases(&leaf.text, &mut words, &mut fired);
                        let verdict = classifier.classify(&leaf.text);
                        if !expected.agrees(&verdict.whole) {
                            let found = Expected::found(&verdict.whole).show(rulebook);
                            self.failures.push(Failure { place, text: leaf.text, expected: expected.show(rulebook), found });
                        }
                    }
                    ["phrases", _] | ["phrases", _, "phrase"] => phrases.push((place, area, leaf)),
                    _ => {}
                }
            }
        }
        self.phrases.extend(
            phrases
                .into_iter()
                .map(|(place, area, leaf)| phrase(place, rulebook.area(area), (area, leaf), lexicon, &fired)),
        );
        Ok(())
    }

    /// Phrases that speak in no example.
    pub fn unused(&self) -> impl Iterator<Item = &Phrase> {
        self.phrases.iter().filter(|phrase| phrase.fired == 0)
    }
}

/// What an area file says of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Expected {
    duty_type: DutyType,
    /// Absent for residual classes, of which only the type counts.
    area: Option<AreaId>,
    relation: Option<Relation>,
}

impl Expected {
    fn new(area: AreaId, relation: &str, rulebook: &Rulebook) -> Option<Self> {
        let known = Relation::ALL.into_iter().find(|known| known.name() == relation);
        let entry = rulebook.area(area);
        match known {
            Some(relation) if !entry.residual => {
                Some(Self { duty_type: entry.types[relation as usize], area: Some(area), relation: Some(relation) })
            }
            None if relation != "none" || !entry.residual => None,
            _ => Some(Self { duty_type: entry.types[0], area: None, relation: None }),
        }
    }

    fn found(part: &Part) -> Self {
        Self { duty_type: part.duty_type, area: part.area, relation: part.relation }
    }

    fn agrees(self, part: &Part) -> bool {
        let found = Self::found(part);
        found == self || self.area.is_none() && found.duty_type == self.duty_type
    }

    fn show(self, rulebook: &Rulebook) -> String {
        let area = self.area.map_or("-", |area| rulebook.area(area).id.as_str());
        let relation = self.relation.map_or("-", Relation::name);
        format!("{} {area} {relation}", self.duty_type.name())
    }
}

fn no_relation(file: &RuleFile, place: &Place, relation: &str) -> RuleError {
    let names: Vec<_> = Relation::ALL.iter().map(|relation| relation.name()).collect();
    RuleError {
        line: Some((place.line, 1)),
        ..RuleError::new(&file.shown, format!("examples of `{relation}`: there is no such relation"))
            .with_help(format!("Relations are {}; lines that are no duty stand under `none` in rules/residual/.", names.join(", ")))
    }
}

/// Counts the phrases that speak in a text.
fn count_phrases<'a>(text: &str, words: &mut Words<'a>, fired: &mut BTreeMap<(AreaId, &'a str), usize>) {
    let (mut tokens, mut structure) = (Vec::new(), Structure::default());
    words.tokenize(text, &mut tokens);
    let lexicon = &words.vocabulary().lexicon;
    structure.analyze(&tokens, lexicon);
    let mut hits: Vec<_> = structure.areas.iter().map(|hit| (hit.area, lexicon.read(hit.phrase))).collect();
    order::by(&mut hits, Ord::cmp);
    hits.dedup();
    for hit in hits {
        *fired.entry(hit).or_default() += 1;
    }
}

fn phrase(place: Place, named: &Area, (area, leaf): (AreaId, Leaf), lexicon: &Lexicon, fired: &BTreeMap<(AreaId, &str), usize>) -> Phrase {
    // The lexicon keeps one spelling of phrases whose reduced words are the same.
    let (mut tokens, mut kept) = (Vec::new(), leaf.text.as_str());
    tokenize(&leaf.text, &mut tokens);
    lexicon.matches(tokens.iter().map(|token| token.word.stem), |found| {
        let speaks = found.tags.iter().any(|tag| matches!(tag, Tag::Area(of, ..) if *of == area.0));
        if found.words == tokens.len() && speaks {
            kept = lexicon.read(found.phrase);
        }
    });
    let fired = fired.get(&(area, kept)).copied().unwrap_or_default();
    Phrase { place, area: named.id.clone(), text: leaf.text, fired }
}
