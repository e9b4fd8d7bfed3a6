//! Classifying: one duty's text and the rulebook give a verdict.

pub mod token;
pub mod verdict;

use crate::rulebook::{DutyType, Rulebook};
pub use verdict::{Claim, Evidence, Modifiers, Part, Verdict};

/// Classifies duties by a rulebook. Cheap to make; keep one per thread.
#[derive(Debug)]
pub struct Classifier<'a> {
    #[expect(dead_code, reason = "the classifier follows")]
    rulebook: &'a Rulebook,
}

impl<'a> Classifier<'a> {
    /// A classifier that follows `rulebook`.
    pub fn new(rulebook: &'a Rulebook) -> Self {
        Self { rulebook }
    }

    /// Judges one duty by its text alone; the title of its role is never used.
    pub fn classify(&mut self, text: &str) -> Verdict {
        Verdict {
            whole: Part {
                range: 0..text.len(),
                duty_type: DutyType::Unclear,
                other_role: None,
                area: None,
                relation: None,
                claim: Claim::None,
                strength: 0,
                confidence: 0.0,
                evidence: Vec::new(),
                modifiers: Modifiers::default(),
                subject: None,
            },
            parts: Vec::new(),
        }
    }
}
