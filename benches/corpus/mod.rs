//! A seeded corpus of role documents, put together from the sentences this project teaches its own classifier.
//!
//! The same seed and the same rules give the same bytes on every machine.

pub(crate) mod shapes;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A small generator of numbers (splitmix64); the same seed gives the same row everywhere.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice that fall as the seed says.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    /// One of several.
    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// Whether something that happens `percent` times in a hundred happens.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// The sentences, by whose profile they fit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentences {
    pm: Vec<String>,
    po: Vec<String>,
    other: Vec<String>,
    /// For each area that must be looked after: whose it is, and firm duties about it.
    core: BTreeMap<String, (Profile, Vec<String>)>,
}

impl Sentences {
    /// Reads the project's labelled sentences (`rules/training/*.psv`: relation, type, area, text).
    pub(crate) fn of_the_project() -> Self {
        let mut sentences = Self::default();
        for (path, text) in rule_files("areas", "yaml") {
            let says = |line: &str| text.lines().any(|known| known == line);
            let owner = if says("owner: pm") { Some(Profile::Manager) } else { says("owner: po").then_some(Profile::Owner) };
            if let (Some(owner), true, Some(id)) = (owner, says("coverage: core"), path.file_stem()) {
                sentences.core.insert(id.to_string_lossy().into_owned(), (owner, Vec::new()));
            }
        }
        for (_, text) in rule_files("training", "psv") {
            for line in text.lines() {
                let mut fields = line.splitn(4, '|');
                let (Some(relation), Some(kind), Some(area), Some(text)) = (fields.next(), fields.next(), fields.next(), fields.next())
                else {
                    continue;
                };
                // Sentences of other languages and scripts stay; what could not stand on one line of a list does not.
                let text = text.trim().trim_end_matches('.');
                if text.len() < 20 || text.len() > 240 || text.contains(['\\', '"', '<', '`', '*', '_']) {
                    continue;
                }
                let firm = matches!(relation, "own" | "author" | "operate" | "transform");
                if let Some((owner, duties)) = sentences.core.get_mut(area)
                    && firm
                    && kind == if *owner == Profile::Manager { "pm" } else { "po" }
                {
                    duties.push(text.to_owned());
                }
                match kind {
                    "pm" => sentences.pm.push(text.to_owned()),
                    "po" => sentences.po.push(text.to_owned()),
                    _ => sentences.other.push(text.to_owned()),
                }
            }
        }
        sentences
    }

    /// Any of the sentences that are duties of a product role.
    pub(crate) fn any(&self, dice: &mut Dice) -> String {
        let from = if dice.percent(50) { &self.pm } else { &self.po };
        from[dice.below(from.len())].clone()
    }

    /// One duty for each area that a role of this profile must look after.
    fn core(&self, profile: Profile, dice: &mut Dice) -> Vec<String> {
        let own = self.core.values().filter(|(owner, duties)| *owner == profile && !duties.is_empty());
        own.map(|(_, duties)| duties[dice.below(duties.len())].clone()).collect()
    }

    /// A duty of a role: mostly of its own profile, sometimes of its neighbour's; often one that stands in no other document.
    fn duty(&self, profile: Profile, dice: &mut Dice) -> String {
        let (own, neighbour) = match profile {
            Profile::Manager => (&self.pm, &self.po),
            Profile::Owner => (&self.po, &self.pm),
        };
        let from = match dice.below(100) {
            0..90 => own,
            90..97 => &self.other,
            _ => neighbour,
        };
        let text = &from[dice.below(from.len())];
        match dice.below(10) {
            0..5 => text.clone(),
            5..7 => format!("{text} for {}", dice.pick(&shapes::AUDIENCES)),
            7 => format!("{text} {}", dice.pick(&shapes::WHEN)),
            _ => {
                let second = &own[dice.below(own.len())];
                let lower: String = second.chars().take(1).flat_map(char::to_lowercase).chain(second.chars().skip(1)).collect();
                if text.len() + lower.len() > 160 { text.clone() } else { format!("{text}, and {lower}") }
            }
        }
    }
}

/// The files of a folder of `rules/`, in order of their names.
fn rule_files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(folder);
    let paths = fs::read_dir(folder).expect("rules/ is readable").flatten().map(|entry| entry.path());
    let mut files: Vec<_> = paths.filter(|path| path.extension().is_some_and(|known| known == ending)).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("rules/ is readable"))).collect()
}

/// Whose duties a role mostly lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// A Product Manager's.
    Manager,
    /// A Product Owner's.
    Owner,
}
