//! Budgets: what one file may cost, so that no file can exhaust the machine.

use crate::document::{MappedText, RoleDocument, Scope};
use crate::report::count;
use crate::source::Span;

/// What one file may cost. What exceeds it is a finding, and the other files are audited all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file.
    pub file_size: u64,
    /// Levels of lists and maps inside each other, aliases followed.
    pub nesting: usize,
    /// Bytes that the aliases of a YAML file may repeat, beside four times the length of the file.
    pub aliases: usize,
    /// Duties in a file.
    pub duties: usize,
}

impl Limits {
    /// The most that can be asked for: positions in files are counted in 32 bits, and trees are walked level by level.
    pub const MOST: Self = Self { file_size: 1 << 30, nesting: 128, aliases: 1 << 28, duties: 100_000_000 };
}

/// Roles in a file.
pub(crate) const ROLES: usize = 100_000;
/// Lines, paragraphs and list items of a Markdown file.
pub(crate) const BLOCKS: usize = 1_000_000;

/// The finding for a file with more parts than anybody writes.
pub(crate) fn too_many(what: &str, limit: usize, first_line: Span) -> crate::document::Problem {
    crate::document::Problem::Unreadable {
        message: format!("this file has more than {} {what}, which is the limit", crate::report::grouped(limit)),
        span: first_line,
        help: "Split it into smaller files.".to_owned(),
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_size: 64 << 20, nesting: 128, aliases: 1 << 20, duties: 1_000_000 }
    }
}

/// A number of bytes as people write it: `64 MiB`, `1000 bytes`.
pub fn size(bytes: u64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    match units.iter().find(|&&(shift, _)| bytes >= 1 << shift && bytes.is_multiple_of(1 << shift)) {
        Some((shift, unit)) => format!("{} {unit}", bytes >> shift),
        None => format!("{bytes} bytes"),
    }
}

/// The number of bytes that a text such as `64 MiB` or `1000` names.
pub fn read_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: u64 = text[..digits].parse().ok()?;
    let unit = match text[digits..].trim().to_ascii_lowercase().as_str() {
        "" | "b" | "byte" | "bytes" => 1,
        "k" | "kb" | "kib" => 1 << 10,
        "m" | "mb" | "mib" => 1 << 20,
        "g" | "gb" | "gib" => 1 << 30,
        _ => return None,
    };
    number.checked_mul(unit)
}

/// The finding for a file that lists more duties than the limit allows.
pub(crate) fn too_many_duties(limit: usize, first_line: Span) -> crate::document::Problem {
    crate::document::Problem::Unreadable {
        message: format!("this file lists more than {}, which is the limit", count(limit, "duty", "duties")),
        span: first_line,
        help: "Split it into smaller files, or raise `duties` under `limits` in role-audit.yaml.".to_owned(),
    }
}

/// Characters of a title, or of the name of a team or of a column, that are kept. Findings repeat them, so one long name in a file
/// with many duties would make a report many times as long as the file.
const NAME: usize = 200;

/// Shortens the names in a document that are longer than any name, and the places of its roles in `text`.
pub(crate) fn shorten_names(document: &mut RoleDocument, text: &str) {
    for place in document.roles.iter_mut().map(|role| &mut role.place).filter(|place| place.len() > NAME * 4) {
        place.end = text.floor_char_boundary(place.start as usize + NAME * 4) as u32;
    }
    let own = document.roles.iter_mut().flat_map(|role| role.title.iter_mut().chain(in_scope(&mut role.scope)));
    own.for_each(shorten);
    in_scope(&mut document.scope).for_each(shorten);
    document.matrices.iter_mut().flat_map(|matrix| &mut matrix.columns).for_each(shorten);
}

fn in_scope(scope: &mut Scope) -> impl Iterator<Item = &mut MappedText> {
    scope.teams.iter_mut().chain(&mut scope.products).chain(&mut scope.trains)
}

fn shorten(name: &mut MappedText) {
    if name.as_str().len() > NAME
        && let Some((end, _)) = name.as_str().char_indices().nth(NAME)
    {
        *name = name.slice(0..end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        let cases = [("64 MiB", Some(64 << 20)), ("1000", Some(1000)), ("2kb", Some(2048)), ("1 GiB", Some(1 << 30))];
        for (text, bytes) in cases {
            assert_eq!(read_size(text), bytes, "{text}");
        }
        for text in ["", "MiB", "-1", "1.5 MiB", "1 parsec", "99999999999999999999", "99999999999 GiB"] {
            assert_eq!(read_size(text), None, "{text}");
        }
    }

    #[test]
    fn only_what_is_no_name_is_shortened() {
        let shortened = |count: usize| {
            let mut name = MappedText::verbatim(&"é".repeat(count), 7);
            shorten(&mut name);
            (name.as_str().chars().count(), name.whole())
        };
        assert_eq!(shortened(200), (200, Span::new(7, 407)));
        assert_eq!(shortened(201), (200, Span::new(7, 407)));
    }

    proptest! {
        #[test]
        fn a_shown_size_reads_as_itself(bytes in any::<u32>(), shift in 0u32..31) {
            let bytes = u64::from(bytes) << shift;
            prop_assert_eq!(read_size(&size(bytes)), Some(bytes));
        }
    }
}
