//! `role-audit classify`: says whose duty each sentence is, for sentences given as arguments or on standard input.

mod stream;

use super::{tell, to_stdout};
use crate::classify::{Classifier, Verdict};
use crate::cli::{ClassifyArgs, ClassifyFormat, Common};
use crate::config::in_force;
use crate::error::{self, Error, Status, plain};
use crate::finding::Confidence;
use crate::report::Look;
use crate::report::verdict::places::Places;
use crate::report::verdict::{human, jsonl, trace};
use crate::rulebook::languages::Heard;
use crate::rulebook::{LanguageId, Rulebook, Vocabulary};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use stream::{Chunk, Lines};

/// Lines that one thread takes at a time.
const SHARE: usize = 64;

/// Classifies.
pub fn run(arguments: &ClassifyArgs, common: Common) -> Result<Status, Error> {
    let force = in_force(&arguments.knowledge.asked())?;
    let rulebook = &force.rulebook;
    let look = common.look();
    let mut places = Vec::new();
    if arguments.trace {
        let sources = force.rule_sources()?;
        let folder = |words: &Vocabulary| match words.language {
            LanguageId::FIRST => String::new(),
            other => rulebook.languages().get(other).id.clone(),
        };
        places.extend(rulebook.vocabularies().iter().map(|words| (words.language, Places::new(&sources, &folder(words)))));
    }
    let answers = Answers { rulebook, format: arguments.format, places, enough: force.settings.min_confidence, look };
    if !arguments.texts.is_empty() && arguments.texts != ["-"] {
        let mut judge = Judge::new(rulebook);
        let answer = |out: &mut dyn Write| arguments.texts.iter().try_for_each(|text| answers.write(out, &mut judge, None, text));
        to_stdout(look, answer)?;
        return Ok(Status::Clean);
    }
    if io::stdin().is_terminal() {
        tell("Type one duty a line; end with Ctrl-D (Ctrl-Z and Enter on Windows).\n");
    }
    common.start_threads(usize::MAX);
    let mut tally = Tally::default();
    let mut failure = None;
    to_stdout(look, |out| {
        let result = answers.stream(Lines::new(io::stdin().lock()), out, &mut tally, common.error_look());
        result.or_else(|error| match error {
            Stopped::Reading(error) => {
                failure = Some(error);
                Ok(())
            }
            Stopped::Writing(error) => Err(error),
        })
    })?;
    if let Some(error) = failure {
        return Err(Error::usage(format!("standard input cannot be read: {}", plain(&error))));
    }
    match tally {
        Tally { broken: 0, answered: 0 } => {
            Err(Error::nothing("standard input holds no duty").with_help("Give one duty a line, as text or as {\"text\": ...}."))
        }
        Tally { broken: 0, .. } => Ok(Status::Clean),
        _ => Ok(Status::Findings),
    }
}

/// How many lines were answered, and how many could not be read.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    answered: usize,
    broken: usize,
}

/// Why a stream ended early.
enum Stopped {
    Reading(io::Error),
    Writing(io::Error),
}

/// How to answer.
struct Answers<'a> {
    rulebook: &'a Rulebook,
    format: ClassifyFormat,
    /// Where the rules of each language stand, if the reasoning is asked for.
    places: Vec<(LanguageId, Places)>,
    /// The confidence that a finding needs.
    enough: Confidence,
    look: Look,
}

/// What one thread judges with.
struct Judge<'a> {
    classifier: Classifier<'a>,
    heard: Heard,
}

impl<'a> Judge<'a> {
    fn new(rulebook: &'a Rulebook) -> Self {
        Self { classifier: Classifier::new(rulebook), heard: Heard::default() }
    }
}

/// What one thread made of its share of lines.
#[derive(Default)]
struct Answered {
    text: Vec<u8>,
    count: usize,
    /// Index of a line among those of the chunk, and what is wrong with it.
    broken: Vec<(usize, String)>,
}

/// A line in JSON.
#[derive(Deserialize)]
struct Request<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
}

impl Answers<'_> {
    /// Answers line by line, in order, as the lines come.
    fn stream(&self, mut lines: Lines<impl io::Read>, out: &mut dyn Write, tally: &mut Tally, errors: Look) -> Result<(), Stopped> {
        let mut line_number = 1;
        while let Some(chunk) = lines.next().map_err(Stopped::Reading)? {
            let broken = match &chunk {
                Chunk::Lines(bytes) => {
                    let lines: Vec<&[u8]> = stream::split(bytes).collect();
                    let shares: Vec<Answered> = lines
                        .par_chunks(SHARE)
                        .enumerate()
                        .map_init(|| Judge::new(self.rulebook), |judge, (at, share)| self.share(judge, share, at * SHARE))
                        .collect();
                    let mut broken = Vec::new();
                    for share in shares {
                        out.write_all(&share.text).map_err(Stopped::Writing)?;
                        tally.answered += share.count;
                        broken.extend(share.broken.into_iter().map(|(at, what)| (line_number + at, what)));
                    }
                    line_number += lines.len();
                    broken
                }
                Chunk::TooLong => {
                    line_number += 1;
                    vec![(line_number - 1, format!("is longer than {} MiB", stream::LONGEST >> 20))]
                }
            };
            out.flush().map_err(Stopped::Writing)?;
            for (number, what) in broken {
                tally.broken += 1;
                tell(&error::message(errors, &format!("line {number} {what}"), None));
            }
        }
        Ok(())
    }

    fn share<'c>(&'c self, judge: &mut Judge<'c>, lines: &[&[u8]], first: usize) -> Answered {
        let mut answered = Answered::default();
        for (at, line) in lines.iter().enumerate() {
            match read(line) {
                Ok(None) => {}
                Ok(Some(Request { text, id })) => {
                    answered.count += 1;
                    // Writing to a vector never fails.
                    _ = self.write(&mut answered.text, judge, id, &text);
                }
                Err(what) => answered.broken.push((first + at, what)),
            }
        }
        answered
    }

    fn write<'c>(&'c self, out: &mut dyn Write, judge: &mut Judge<'c>, id: Option<&RawValue>, text: &str) -> io::Result<()> {
        let Judge { classifier, heard } = judge;
        let language = self.rulebook.languages().of_sentence(text, heard);
        let Some(words) = self.rulebook.vocabulary(language) else {
            return self.write_unjudged(out, id, text, language);
        };
        let verdict = classifier.speak(words).classify(text);
        let mut traces = Vec::new();
        if let Some((_, places)) = self.places.iter().find(|(known, _)| *known == language) {
            let reasons = classifier.trace(text, &verdict);
            let object = |(part, reason)| trace::object(text, part, reason, self.rulebook, places);
            traces.extend(verdict.parts().iter().zip(&reasons).map(object));
        }
        match self.format {
            ClassifyFormat::Jsonl => {
                let beside = jsonl::Beside { id, language: None, trace: &traces };
                jsonl::write(out, beside, text, &verdict, self.rulebook)
            }
            ClassifyFormat::Human => {
                let mut shown = String::new();
                human::write(&mut shown, text, &verdict, self.rulebook, self.look, &human::Extent { traces: &traces, enough: self.enough });
                out.write_all(shown.as_bytes())
            }
        }
    }

    fn write_unjudged(&self, out: &mut dyn Write, id: Option<&RawValue>, text: &str, language: LanguageId) -> io::Result<()> {
        let language = self.rulebook.languages().get(language);
        match self.format {
            ClassifyFormat::Jsonl => {
                let beside = jsonl::Beside { id, language: Some(&language.id), trace: &[] };
                jsonl::write(out, beside, text, &Verdict::none(text), self.rulebook)
            }
            ClassifyFormat::Human => {
                let mut shown = String::new();
                human::write_unjudged(&mut shown, text, &language.name, self.look);
                out.write_all(shown.as_bytes())
            }
        }
    }
}

/// Reads a line: a JSON object when it looks like one, else the duty itself. Nothing when it is blank.
fn read(line: &[u8]) -> Result<Option<Request<'_>>, String> {
    let line = std::str::from_utf8(line).map_err(|error| format!("is not UTF-8 text (byte {} of the line)", error.valid_up_to() + 1))?;
    let line = line.trim_start_matches('\u{feff}').trim();
    if line.is_empty() {
        return Ok(None);
    }
    if !line.starts_with('{') {
        return Ok(Some(Request { text: Cow::Borrowed(line), id: None }));
    }
    serde_json::from_str(line).map(Some).map_err(|error| {
        let reason = error.to_string();
        let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason);
        format!("is not a JSON object with a `text`: {reason} (column {})", error.column())
    })
}
