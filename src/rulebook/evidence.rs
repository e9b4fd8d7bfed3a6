//! Secondary evidence (`rules/evidence.yaml`): cues in sections beside the duties, and what checks know about areas.

use super::data::{Area, AreaId, Relation};
use super::error::RuleError;
use super::phrases::{Lowered, Phrases, holds_any};
use super::source::RuleFile;
use crate::order;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// The compiled evidence.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Cues by where they count and by their words, longest first.
    pub cues: Vec<(CueKind, Phrases<Fits>)>,
    /// Words that name the artifact of an area, longest first; `None` for words that only look like one.
    pub references: Phrases<Option<AreaId>>,
    /// Words after which the holder of something is named.
    pub holder_frames: Phrases<()>,
    /// Bodies that may hold something and are no role, longest first.
    pub bodies: Vec<String>,
    /// Neighbouring rungs of the ladder of artifacts.
    pub ladder: Vec<Step>,
    /// What makes a Product Owner a scribe.
    pub scribe: Scribe,
    /// Results and the decisions that move them.
    pub outcomes: Vec<Outcome>,
    /// Speaking for the customer.
    pub voice: Voice,
    /// The bridge between the two product roles.
    pub hand_off: HandOff,
    /// Words that show an area on the writer's mind.
    pub mentions: Phrases<AreaId>,
    /// Words for what comes about when something is turned into it, by area.
    pub made: Vec<(AreaId, Vec<String>)>,
    /// Areas whose firm duties are never meant as the first one, near as their words are.
    pub apart: Vec<(AreaId, Vec<AreaId>)>,
    /// Words after which a mention only points at its area, sorted.
    pub mentions_after: Vec<String>,
    /// Words that say nothing of what is decided or produced, sorted.
    pub hollow: Vec<String>,
    /// Frequent words after a name that are no part of it, sorted.
    pub after_names: Vec<String>,
    /// The little words by which sentences are read.
    pub joints: Joints,
}

/// Little words that say how what stands before them and what stands after them belong together. A text holds one as a whole word, between
/// spaces.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Joints {
    /// Between what is turned and what comes of it: "into".
    pub turned: Vec<String>,
    /// The same where what is turned was named before: "it into".
    pub turned_from_before: Vec<String>,
    /// Before those with whom something is shared: "with".
    pub shared: Vec<String>,
}

/// What stands after the first of these words that a text holds, between spaces.
pub fn after<'t>(text: &'t str, words: &[String]) -> Option<&'t str> {
    let stands = |word: &String| {
        let mut met = text.match_indices(word.as_str()).map(|(at, _)| (at, at + word.len()));
        met.find(|&(from, to)| text[..from].ends_with(' ') && text[to..].starts_with(' '))
    };
    let first = words.iter().filter_map(stands).min()?;
    Some(&text[first.1 + 1..])
}

/// In which kind of section a cue counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CueKind {
    /// Success measures.
    Metrics,
    /// How far ahead the role looks.
    Horizon,
    /// Whom it works with.
    Audience,
    /// Tools used.
    Tools,
    /// Abilities asked for.
    Skills,
}

/// Whose profile a cue fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fits {
    /// A Product Manager's.
    Pm,
    /// A Product Owner's.
    Po,
    /// A measure of a team's output.
    Output,
    /// Either's.
    Both,
}

/// Two neighbouring rungs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The Product Manager's rung.
    pub upper: StepEnd,
    /// The Product Owner's rung.
    pub lower: StepEnd,
    /// The relations that are right on both rungs.
    pub relations: Vec<Relation>,
}

/// One rung of a [`Step`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepEnd {
    /// The area.
    pub area: AreaId,
    /// Words of which a duty must hold one; none when any duty counts.
    pub words: Vec<String>,
    /// Words that a duty must not hold.
    pub unless: Vec<String>,
}

/// What a scribe writes and does not decide.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scribe {
    /// Areas in which it writes and keeps.
    pub writes: Vec<AreaId>,
    /// Areas of which deciding one makes it no scribe.
    pub decides: Vec<AreaId>,
    /// Words that say somebody else decides.
    pub on_request: Vec<String>,
    /// Words of deciding: where they stand in a duty that is not understood, the role may be no scribe.
    pub deciding: Vec<String>,
}

/// A result somebody may be made to answer for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The area in which it stands.
    pub area: AreaId,
    /// Words that name the result.
    pub words: Vec<String>,
    /// Words with which a duty decides what moves the result rather than answers for it.
    pub unless: Vec<String>,
    /// The areas whose decisions move it.
    pub levers: Vec<AreaId>,
}

/// Where roles speak for the customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Voice {
    /// The areas in which they do.
    pub areas: Vec<AreaId>,
    /// Words for those they speak for, who are no audience.
    pub principals: Vec<String>,
}

/// The bridge between the two product roles and what it joins.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HandOff {
    /// The Product Manager's end.
    pub from: Vec<AreaId>,
    /// The Product Owner's end.
    pub to: Vec<AreaId>,
    /// The area that joins them; `None` only in an empty rulebook.
    pub bridge: Option<AreaId>,
}

impl Evidence {
    /// The cues of a kind that a text holds, in order; where several meet, the longest counts.
    pub fn cues_in(&self, kind: CueKind, text: &str) -> Vec<(Range<usize>, Fits)> {
        let mut found: Vec<(Range<usize>, Fits)> = Vec::new();
        let cues = self.cues.iter().find(|(of, _)| *of == kind).map(|(_, cues)| cues.places(text));
        for (range, &fits) in cues.into_iter().flatten() {
            let same = |other: &Range<usize>| other.start < range.end && range.start < other.end;
            if found.iter().all(|(other, known)| !same(other) || (*other == range && *known != fits)) {
                found.push((range, fits));
            }
        }
        order::by_key(&mut found, |(range, fits)| (range.start, *fits));
        found
    }

    /// Whether a word says nothing of what is decided or produced.
    pub fn is_hollow(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.hollow.binary_search(&word).is_ok()
    }

    /// Whether a word after a name is no part of it.
    pub fn ends_name(&self, word: &str) -> bool {
        self.after_names.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
    }

    /// The areas that a text has on its mind, and does not only point at.
    pub fn mentioned_in(&self, text: &str) -> Vec<AreaId> {
        let is_meant = |range: &Range<usize>| {
            let mut before = text[..range.start].split_whitespace().rev().take(2);
            !before.any(|word| self.mentions_after.iter().any(|known| known.eq_ignore_ascii_case(word)))
        };
        self.mentions.places(text).into_iter().filter(|(range, _)| is_meant(range)).map(|(_, &area)| area).collect()
    }

    /// The areas of what a text turns something into ("into stories with acceptance criteria").
    pub fn made_in(&self, text: &str) -> impl Iterator<Item = AreaId> {
        let result = after(text, &self.joints.turned).unwrap_or_default();
        let result = Lowered::new(result.to_ascii_lowercase());
        self.made.iter().filter(move |(_, words)| holds_any(&result, words)).map(|&(area, _)| area)
    }

    /// The areas whose artifacts a text names, with the words.
    pub fn references_in(&self, text: &str) -> Vec<(Range<usize>, AreaId)> {
        let mut taken: Vec<(Range<usize>, Option<AreaId>)> = Vec::new();
        for (range, &area) in self.references.places(text) {
            if taken.iter().all(|(other, _)| other.end <= range.start || range.end <= other.start) {
                taken.push((range, area));
            }
        }
        taken.into_iter().filter_map(|(range, area)| area.map(|area| (range, area))).collect()
    }
}

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct EvidenceFile {
    cues: BTreeMap<CueKind, BTreeMap<Fits, Vec<String>>>,
    references: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    not_references: Vec<String>,
    holder_frames: Vec<String>,
    bodies: Vec<String>,
    rungs: Vec<StepEntry>,
    scribe: ScribeEntry,
    outcomes: Vec<OutcomeEntry>,
    voice: VoiceEntry,
    hand_off: HandOffEntry,
    hollow: Vec<String>,
    #[serde(default)]
    after_names: Vec<String>,
    #[serde(default)]
    joints: JointsEntry,
    mentions: BTreeMap<String, Vec<String>>,
    mentions_after: Vec<String>,
    #[serde(default)]
    made: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    apart: BTreeMap<String, Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct JointsEntry {
    turned: Vec<String>,
    turned_from_before: Vec<String>,
    shared: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VoiceEntry {
    areas: Vec<String>,
    principals: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HandOffEntry {
    from: Vec<String>,
    to: Vec<String>,
    bridge: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepEntry {
    upper: EndEntry,
    lower: EndEntry,
    relations: Vec<Relation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndEntry {
    area: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ScribeEntry {
    writes: Vec<String>,
    decides: Vec<String>,
    on_request: Vec<String>,
    #[serde(default)]
    deciding: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomeEntry {
    area: String,
    words: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    levers: Vec<String>,
}

/// Compiles `evidence.yaml`.
pub fn compile(file: &RuleFile, areas: &[Area]) -> Result<Evidence, RuleError> {
    let entry: EvidenceFile = file.parse()?;
    let area = |name: &String| {
        areas.iter().position(|area| area.id == *name).map(|at| AreaId(at as u8)).ok_or_else(|| {
            RuleError::new(file.shown.clone(), format!("names the area `{name}`, for which there is no file"))
                .with_help("Use the id of a file in areas/.")
        })
    };
    let by_area = |entries: BTreeMap<String, Vec<String>>| {
        entries.into_iter().map(|(id, words)| Ok((area(&id)?, lower(words)))).collect::<Result<Vec<_>, RuleError>>()
    };
    let all = |names: &[String]| names.iter().map(area).collect::<Result<Vec<_>, _>>();
    let end = |entry: EndEntry| Ok(StepEnd { area: area(&entry.area)?, words: lower(entry.words), unless: lower(entry.unless) });
    let mut references = Vec::new();
    for (id, words) in entry.references {
        let id = area(&id)?;
        references.extend(lower(words).into_iter().map(|words| (words, Some(id))));
    }
    references.extend(lower(entry.not_references).into_iter().map(|words| (words, None)));
    let by_words = |by_profile: BTreeMap<Fits, Vec<String>>| {
        by_profile.into_iter().flat_map(|(fits, words)| lower(words).into_iter().map(move |words| (words, fits)))
    };
    let cues = entry
        .cues
        .into_iter()
        .map(|(kind, by_profile)| (kind, Phrases::longest_first(by_words(by_profile).collect())));
    let mut mentions = Vec::new();
    for (area, words) in by_area(entry.mentions)? {
        mentions.extend(words.into_iter().map(|words| (words, area)));
    }
    let mut mentions_after = lower(entry.mentions_after);
    order::by(&mut mentions_after, Ord::cmp);
    let mut hollow = lower(entry.hollow);
    order::by(&mut hollow, Ord::cmp);
    let mut after_names = lower(entry.after_names);
    order::by(&mut after_names, Ord::cmp);
    let mut bodies = lower(entry.bodies);
    order::by_key(&mut bodies, |body| std::cmp::Reverse(body.len()));
    Ok(Evidence {
        cues: cues.collect(),
        references: Phrases::longest_first(references),
        holder_frames: Phrases::longest_first(lower(entry.holder_frames).into_iter().map(|words| (words, ())).collect()),
        bodies,
        ladder: entry
            .rungs
            .into_iter()
            .map(|step| Ok(Step { upper: end(step.upper)?, lower: end(step.lower)?, relations: step.relations }))
            .collect::<Result<_, RuleError>>()?,
        scribe: Scribe {
            writes: all(&entry.scribe.writes)?,
            decides: all(&entry.scribe.decides)?,
            on_request: lower(entry.scribe.on_request),
            deciding: lower(entry.scribe.deciding),
        },
        outcomes: entry
            .outcomes
            .into_iter()
            .map(|entry| {
                Ok(Outcome {
                    area: area(&entry.area)?,
                    words: lower(entry.words),
                    unless: lower(entry.unless),
                    levers: all(&entry.levers)?,
                })
            })
            .collect::<Result<_, RuleError>>()?,
        voice: Voice { areas: all(&entry.voice.areas)?, principals: lower(entry.voice.principals) },
        hand_off: HandOff {
            from: all(&entry.hand_off.from)?,
            to: all(&entry.hand_off.to)?,
            bridge: Some(area(&entry.hand_off.bridge)?),
        },
        hollow,
        after_names,
        joints: Joints {
            turned: lower(entry.joints.turned),
            turned_from_before: lower(entry.joints.turned_from_before),
            shared: lower(entry.joints.shared),
        },
        mentions: Phrases::longest_first(mentions),
        made: by_area(entry.made)?,
        apart: entry.apart.iter().map(|(id, others)| Ok((area(id)?, all(others)?))).collect::<Result<_, RuleError>>()?,
        mentions_after,
    })
}

fn lower(words: Vec<String>) -> Vec<String> {
    words.into_iter().map(|word| word.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_after_a_joint_is_told_by_whole_words() {
        let joints = ["into".to_owned(), "it into".to_owned()];
        assert_eq!(after("Turn epics into stories and these into tasks", &joints), Some("stories and these into tasks"));
        assert_eq!(after("Take it into account", &joints), Some("account"));
        for text in ["Look intoxicated", "into stories", "Turn epics into", ""] {
            assert_eq!(after(text, &joints), None, "{text}");
        }
    }
}
