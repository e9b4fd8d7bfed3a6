//! Texts that describe no role: broken ones without any sign of one, and this program's own reports.

use super::role;
use crate::rulebook::Rulebook;
use crate::rulebook::keys::{Key, normalise};

/// How much of a text is looked at, in bytes.
const LOOKED_AT: usize = 1 << 16;

/// How the JSON that this program writes begins.
const OWN_REPORTS: [&str; 2] = [r#"{"version":1,"model":""#, r#"{"version":1,"about":{"#];

/// Whether a text is a report of this program, kept beside the documents as a baseline: it tells of roles, but describes none.
pub(super) fn is_own_report(text: &str) -> bool {
    let is_start = |start: &str| {
        text.trim_start_matches('\u{feff}')
            .chars()
            .filter(|c| !c.is_ascii_whitespace())
            .take(start.len())
            .eq(start.chars())
    };
    OWN_REPORTS.into_iter().any(is_start)
}

/// Whether no key of a broken text means duties or a matrix, and no title in it is known. Templates and configuration that
/// no YAML parser takes should not be held against a folder of role documents.
pub(super) fn shows_no_role(text: &str, rulebook: &Rulebook) -> bool {
    let text = &text[..text.floor_char_boundary(LOOKED_AT)];
    let (mut titled, mut tasks) = (false, false);
    for (key, value) in text.split(['\n', '{', ',']).filter_map(|line| line.split_once(':')) {
        let key = key.trim_start_matches([' ', '\t', '-', '"', '\'']);
        if key.len() > 60 {
            continue;
        }
        match rulebook.keys().find(&normalise(key)).map(|known| known.key) {
            Some(Key::Duties | Key::Raci | Key::Daci | Key::Rapid) => return false,
            Some(Key::Title | Key::Name) if role::is_title(rulebook, value.trim_matches([' ', '"', '\'', '\r'])) => return false,
            Some(Key::Title) => titled = true,
            Some(Key::Tasks) => tasks = true,
            _ => {}
        }
    }
    !(titled && tasks)
}
