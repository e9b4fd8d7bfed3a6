//! A seeded corpus of role documents, put together from the sentences this project teaches its own classifier.
//!
//! The same seed and the same rules give the same bytes on every machine.

pub mod shapes;

use std::fs;
use std::path::Path;

/// A small generator of numbers (splitmix64); the same seed gives the same row everywhere.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall as the seed says.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    /// One of several.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// Whether something that happens `percent` times in a hundred happens.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// The sentences, by whose profile they fit.
#[derive(Clone, Debug, Default)]
pub struct Sentences {
    pm: Vec<String>,
    po: Vec<String>,
    other: Vec<String>,
}

impl Sentences {
    /// Reads the project's labelled sentences (`rules/training/*.psv`: relation, type, area, text).
    pub fn of_the_project() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/training");
        let mut files: Vec<_> = fs::read_dir(folder).expect("rules/training is readable").flatten().map(|entry| entry.path()).collect();
        files.sort();
        let mut sentences = Self::default();
        for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "psv")) {
            for line in fs::read_to_string(file).expect("rules/training is readable").lines() {
                let mut fields = line.splitn(4, '|');
                let (Some(_), Some(kind), Some(_), Some(text)) = (fields.next(), fields.next(), fields.next(), fields.next()) else {
                    continue;
                };
                // Sentences of other languages and scripts stay; what could not stand on one line of a list does not.
                let text = text.trim().trim_end_matches('.');
                if text.len() < 20 || text.len() > 240 || text.contains(['\\', '"', '<', '`', '*', '_']) {
                    continue;
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
    pub fn any(&self, dice: &mut Dice) -> String {
        let from = if dice.percent(50) { &self.pm } else { &self.po };
        from[dice.below(from.len())].clone()
    }

    /// A duty of a role: mostly of its own profile, sometimes of its neighbour's; often one that stands in no other document.
    fn duty(&self, profile: Profile, dice: &mut Dice) -> String {
        let (own, neighbour) = match profile {
            Profile::Manager => (&self.pm, &self.po),
            Profile::Owner => (&self.po, &self.pm),
        };
        let from = match dice.below(100) {
            0..75 => own,
            75..88 => &self.other,
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

/// Whose duties a role mostly lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// A Product Manager's.
    Manager,
    /// A Product Owner's.
    Owner,
}
