//! Known titles: many documents bear one of a few titles ("Product Owner"), so what a title says is worked out once by each thread.

use crate::digest::{Digester, Table};
use crate::rulebook::Rulebook;
use crate::rulebook::headings::ScopeKind;
use crate::rulebook::titles::TitleReading;

/// How many titles are remembered.
const REMEMBERED: usize = 1024;

/// What a title says.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownTitle {
    /// Which kind of role it names.
    pub(super) reading: TitleReading,
    /// The team or train that it names.
    pub(super) scope: Option<(ScopeKind, String)>,
}

/// The titles that a thread has met.
pub(super) struct KnownTitles<'a> {
    rulebook: &'a Rulebook,
    digester: Digester,
    known: Table<KnownTitle>,
}

impl<'a> KnownTitles<'a> {
    pub(super) fn new(rulebook: &'a Rulebook) -> Self {
        Self { rulebook, digester: Digester::default(), known: Table::default() }
    }

    /// What a title says.
    pub(super) fn read(&mut self, title: &str) -> &KnownTitle {
        if self.known.len() == REMEMBERED {
            self.known.clear();
        }
        let rulebook = self.rulebook;
        self.known
            .entry(self.digester.of(title, 0))
            .or_insert_with(|| KnownTitle { reading: rulebook.titles().read(title), scope: named_in(title, rulebook) })
    }
}

/// The team or train that a title names after its mark: "Product Owner, Team Falcon".
fn named_in(title: &str, rulebook: &Rulebook) -> Option<(ScopeKind, String)> {
    let (_, rest) = title.split_once([',', '(', '–', '—', '|', ':']).or_else(|| title.split_once(" - "))?;
    let rest = rest.trim().trim_end_matches(')');
    rulebook.headings().scope(rest).map(|(kind, name)| (kind, rest[name].to_owned()))
}
