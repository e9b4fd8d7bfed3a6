//! Language: which language the duties of each role are written in, and what is said of those that cannot be judged.
//!
//! Told by the duties, since these are judged; what else a role lists helps where they say too little. A role that says
//! too little itself is taken to be written as its document is, and a document without a sign as the rules are.
//! Most are written as the rules are, which a few words at the beginning, in the middle and towards the end show.

use super::{Duty, Problem, Reading, Role};
use crate::rulebook::languages::Heard;
use crate::rulebook::{LanguageId, Rulebook};

/// Places in a list of duties at which a few words are heard first.
const PLACES: usize = 3;

/// Gives every role its language; adds one problem for a source that has roles in a language that is not supported.
pub(super) fn tell(reading: &mut Reading, rulebook: &Rulebook) {
    let languages = rulebook.languages();
    let mut heard = Heard::default();
    let mut unjudged = Unjudged::default();
    for document in &mut reading.documents {
        let common = document.roles.iter().map(|role| of_role(role, rulebook, &mut heard)).collect::<Vec<_>>();
        let usual = common.iter().flatten().next().copied().unwrap_or(LanguageId::FIRST);
        for (role, language) in document.roles.iter_mut().zip(common) {
            role.language = language.unwrap_or(usual);
            if rulebook.vocabulary(role.language).is_none() {
                unjudged.add(role);
            }
        }
    }
    if let Some((span, language)) = unjudged.first {
        reading.problems.push(Problem::UnsupportedLanguage {
            language: languages.get(language).name.clone(),
            duties: unjudged.duties,
            span,
        });
    }
}

/// The language of a role, when its words tell it.
fn of_role(role: &Role, rulebook: &Rulebook, heard: &mut Heard) -> Option<LanguageId> {
    let languages = rulebook.languages();
    let begins_plainly = |duties: &[Duty]| languages.begin_plainly(duties.iter().map(|duty| duty.text.as_str()));
    if !role.duties.is_empty() && role.duties.chunks(role.duties.len().div_ceil(PLACES)).all(begins_plainly) {
        return Some(LanguageId::FIRST);
    }
    heard.clear();
    for duty in &role.duties {
        languages.read(duty.text.as_str(), heard);
    }
    languages.tell(heard).or_else(|| {
        for section in &role.sections {
            languages.read(section.heading.as_str(), heard);
            for item in &section.items {
                languages.read(item.as_str(), heard);
            }
        }
        languages.tell(heard)
    })
}

/// Duties that cannot be judged.
#[derive(Default)]
struct Unjudged {
    duties: usize,
    /// The first of them, and its language.
    first: Option<(crate::source::Span, LanguageId)>,
}

impl Unjudged {
    fn add(&mut self, role: &Role) {
        if let Some(duty) = role.duties.first() {
            self.duties += role.duties.len();
            self.first.get_or_insert((duty.text.whole(), role.language));
        }
    }
}
