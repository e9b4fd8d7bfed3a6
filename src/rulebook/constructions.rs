//! Constructions: word orders that decide what a duty says, whatever its single words suggest (`rules/constructions.yaml`).

use super::data::{Area, AreaId, DutyType, Relation};
use super::error::RuleError;
use super::source::RuleFile;
use super::stem::{Stem, stem};
use serde::{Deserialize, Serialize};

/// One entry of `rules/constructions.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConstructionEntry {
    /// A name for traces.
    pub id: String,
    /// Patterns: words in order, `a|b` for alternatives, `+` inside an alternative of several words, `..` for up to three
    /// words between and `...` for up to seven.
    pub patterns: Vec<String>,
    /// Words anywhere in the duty that make it false.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Whether it counts only where its first word is the governing verb.
    #[serde(default)]
    pub governs: bool,
    /// The area it decides for.
    #[serde(default)]
    pub area: Option<String>,
    /// The relation it decides for.
    #[serde(default)]
    pub relation: Option<Relation>,
    /// The type, where it is not what the area's table says.
    #[serde(default, rename = "type")]
    pub duty_type: Option<DutyType>,
    /// How much it proves.
    pub proves: Proof,
    /// Why, with the section of the doctrine or the source.
    pub because: String,
    /// Duties in which it decides.
    pub examples: Vec<String>,
}

/// The weight of a construction that decides, whatever else is said; added to scores before probabilities are made of them.
pub const DECISIVE: f32 = 9.0;

/// How much a construction proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Proof {
    /// It decides against nearly everything.
    Decisive,
    /// It decides against single words.
    Strong,
    /// It breaks ties.
    Leaning,
}

impl Proof {
    /// What it adds to the scores it speaks for.
    fn weight(self) -> f32 {
        match self {
            Self::Decisive => DECISIVE,
            Self::Strong => 4.0,
            Self::Leaning => 1.5,
        }
    }
}

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Construction {
    /// Its name.
    pub id: String,
    /// What must follow in order; the first is always words.
    elements: Vec<Element>,
    /// For each element: what it needs a word of.
    #[serde(skip)]
    needs: Vec<Presence>,
    /// Words anywhere that make it false.
    pub unless: Vec<Stem>,
    /// Whether it counts only where its first word is the governing verb.
    pub governs: bool,
    /// The area it decides for.
    pub area: Option<AreaId>,
    /// The relation it decides for.
    pub relation: Option<Relation>,
    /// The type it decides for, where the area's table does not say.
    pub duty_type: Option<DutyType>,
    /// What it adds to the scores it speaks for.
    pub weight: f32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Element {
    /// One of these words, or of these rows of several words.
    Words(Vec<Stem>, Vec<Vec<Stem>>),
    /// Up to this many words.
    Gap(u8),
}

/// A set of words, roughly: it may hold more than it was given, never less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presence([u64; 2]);

impl Presence {
    /// Whether a word may have been added.
    pub fn may_hold(self, word: Stem) -> bool {
        let (half, bit) = Self::place(word);
        self.0[half] & bit != 0
    }

    /// Where a word is noted: the half, and the bit there.
    fn place(word: Stem) -> (usize, u64) {
        ((word >> 63) as usize, 1 << (word >> 57 & 63))
    }

    /// Whether it holds no more than one word, as far as it tells them apart.
    fn is_single(self) -> bool {
        self.size() == 1
    }

    /// How many words it holds, as far as it tells them apart.
    fn size(self) -> u32 {
        self.0[0].count_ones() + self.0[1].count_ones()
    }

    /// Whether all that another holds may be in it.
    fn covers(self, Self([first, second]): Self) -> bool {
        self.0[0] & first == first && self.0[1] & second == second
    }

    /// Whether the two may have a word in common.
    pub fn meets(self, other: Self) -> bool {
        (self.0[0] & other.0[0]) | (self.0[1] & other.0[1]) != 0
    }
}

impl FromIterator<Stem> for Presence {
    fn from_iter<I: IntoIterator<Item = Stem>>(words: I) -> Self {
        // The lower bits lead to places in tables; the upper ones are as good.
        let (mut first, mut second) = (0, 0);
        for word in words {
            let (half, bit) = Self::place(word);
            // Without asking which half: nobody foresees it.
            let is_second = (half as u64).wrapping_neg();
            first |= bit & !is_second;
            second |= bit & is_second;
        }
        Self([first, second])
    }
}

/// What rules a construction out most often. Those of all constructions stand side by side, near enough to be asked first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gate {
    /// What it needs all of.
    must: Presence,
    /// What it needs one of, besides what it begins with.
    some: Presence,
    /// Whether it counts only where its first word is the governing verb.
    pub governs: bool,
}

impl Gate {
    /// The gate of a construction that is prepared for looking up.
    pub fn new(construction: &Construction) -> Self {
        let mut must = Presence::default();
        for need in construction.needs.iter().filter(|need| need.is_single()) {
            must.0.iter_mut().zip(need.0).for_each(|(must, need)| *must |= need);
        }
        let some = construction.needs.iter().skip(1).min_by_key(|need| need.size()).copied();
        Self { must, some: some.unwrap_or(Presence([u64::MAX; 2])), governs: construction.governs }
    }

    /// Whether the construction may match where only these words stand.
    pub fn lets(&self, words: Presence) -> bool {
        words.covers(self.must) && self.some.meets(words)
    }
}

impl Construction {
    /// Prepares it for looking up; needed once after decoding.
    pub fn index(&mut self) {
        let need = |element: &Element| match element {
            Element::Words(single, rows) => single.iter().chain(rows.iter().filter_map(|row| row.first())).copied().collect(),
            Element::Gap(_) => Presence([u64::MAX; 2]),
        };
        self.needs = self.elements.iter().map(need).collect();
    }

    /// Whether it can match where only these words stand. Cheap beside looking for it.
    pub fn is_possible(&self, words: Presence) -> bool {
        self.needs.iter().all(|need| need.meets(words))
    }

    /// The words it can begin with, as phrases.
    pub fn beginnings(pattern: &str) -> Vec<String> {
        let first = pattern.split_whitespace().next().unwrap_or_default();
        first.split('|').map(|words| words.replace('+', " ")).collect()
    }

    /// Whether the pattern matches these words from the first on.
    pub fn matches(&self, words: &[Stem]) -> bool {
        matches(&self.elements, &self.needs, words)
    }
}

fn matches(elements: &[Element], needs: &[Presence], words: &[Stem]) -> bool {
    let (Some((first, rest)), Some((_, needs))) = (elements.split_first(), needs.split_first()) else {
        return true;
    };
    match first {
        Element::Words(single, rows) => {
            let Some((word, after)) = words.split_first() else { return false };
            single.contains(word) && matches(rest, needs, after)
                || rows.iter().any(|row| words.starts_with(row) && matches(rest, needs, &words[row.len()..]))
        }
        Element::Gap(most) => {
            let Some(need) = needs.first() else { return true };
            let near = &words[..words.len().min(*most as usize + 1)];
            near.iter().zip(0..).any(|(&word, skip)| need.may_hold(word) && matches(rest, needs, &words[skip..]))
        }
    }
}

/// Compiles the file; a construction of several patterns becomes several.
pub fn compile(file: &RuleFile, areas: &[Area]) -> Result<Vec<(String, Construction)>, RuleError> {
    let entries: Vec<ConstructionEntry> = file.parse()?;
    let mut compiled = Vec::new();
    for entry in &entries {
        let area = match &entry.area {
            None => None,
            Some(id) => Some(areas.iter().position(|area| area.id == *id).map(|at| AreaId(at as u8)).ok_or_else(|| {
                RuleError::new(&file.shown, format!("the construction `{}` names the area `{id}`, which does not exist", entry.id))
                    .with_help("Areas are the files below rules/areas and rules/residual.")
            })?),
        };
        for pattern in &entry.patterns {
            let elements = pattern.split_whitespace().map(element).collect::<Vec<_>>();
            if !matches!(elements.first(), Some(Element::Words(..))) {
                return Err(RuleError::new(&file.shown, format!("a pattern of `{}` does not begin with words", entry.id)));
            }
            compiled.push((
                pattern.clone(),
                Construction {
                    id: entry.id.clone(),
                    elements,
                    needs: Vec::new(),
                    unless: entry.unless.iter().map(|word| stem(word)).collect(),
                    governs: entry.governs,
                    area,
                    relation: entry.relation,
                    duty_type: entry.duty_type,
                    weight: entry.proves.weight(),
                },
            ));
        }
    }
    Ok(compiled)
}

fn element(text: &str) -> Element {
    match text {
        ".." => Element::Gap(3),
        "..." => Element::Gap(7),
        _ => {
            let rows = text.split('|').map(|row| row.split('+').map(stem).collect::<Vec<_>>());
            let (single, rows): (Vec<_>, Vec<_>) = rows.partition(|row| row.len() == 1);
            Element::Words(single.concat(), rows)
        }
    }
}
