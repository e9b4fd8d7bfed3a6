//! What a document says, before it is decided what counts: the roles met, and what stands below which heading.
//!
//! [`super::walk`] fills these types; [`super::roles`] decides by them.

use super::inline::Text;
use crate::document::{Duty, MappedText, Matrix, Scope, SectionKind};
use crate::rulebook::headings::Meaning;
use crate::rulebook::titles::TitleReading;
use crate::source::Span;

/// What a document says, before it is decided what counts.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The roles met; the first is the one the document as a whole is about.
    pub roles: Vec<Draft>,
    /// What stands below headings, in order.
    pub chunks: Vec<Chunk>,
    pub matrices: Vec<Matrix>,
    /// Scope and model that no role declares for itself.
    pub scope: Scope,
    pub model: Option<MappedText>,
    /// The first heading, when it is neither a role nor a section.
    pub first_heading: Option<MappedText>,
    /// Whether the beginning addresses a language model.
    pub for_a_model: bool,
}

/// A role as met in the document.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub title: Option<MappedText>,
    pub reading: TitleReading,
    /// Whether the title is certainly one.
    pub strong: bool,
    /// Level of its heading; 0 when it has none.
    pub level: u32,
    pub place: Span,
    pub scope: Scope,
    pub model: Option<MappedText>,
    /// Whether roles are listed below its heading.
    pub has_roles_below: bool,
    /// Which heading it stands under; roles of one name under two headings are two.
    pub group: Option<usize>,
}

/// What stands below one heading.
#[derive(Debug)]
pub(super) struct Chunk {
    /// Index of the role.
    pub role: usize,
    pub kind: ChunkKind,
    /// The heading, if any.
    pub heading: Option<MappedText>,
    pub items: Vec<Duty>,
    pub prose: Vec<Text>,
    /// Whether its heading is itself a bullet.
    pub within_list: bool,
}

impl Chunk {
    /// Whether only postings have such a section.
    pub(super) fn belongs_to_a_posting(&self) -> bool {
        matches!(self.kind, ChunkKind::Section(SectionKind::Requirements | SectionKind::Benefits))
    }
}

/// What a chunk may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChunkKind {
    /// Under a heading that means duties.
    Duties,
    /// Under a heading that means duties where there is a role.
    DutiesOfRole,
    /// Under a heading over roles.
    Roles,
    /// Directly under the heading of a role.
    Owned,
    /// Under a heading that promises nothing certain.
    Mixed,
    /// Under an unknown heading or lead-in.
    Unknown,
    /// Evidence, not duties.
    Section(SectionKind),
    /// Of no concern.
    Ignored,
}

/// What text below a heading with this meaning may be.
pub(super) fn chunk_kind(meaning: Meaning) -> ChunkKind {
    match meaning {
        Meaning::Duties => ChunkKind::Duties,
        Meaning::DutiesOfRole => ChunkKind::DutiesOfRole,
        Meaning::Roles => ChunkKind::Roles,
        Meaning::Mixed => ChunkKind::Mixed,
        Meaning::Ignored => ChunkKind::Ignored,
        other => ChunkKind::Section(section_kind(other).unwrap_or(SectionKind::About)),
    }
}

/// The section a meaning stands for, if it stands for one for certain.
pub(super) fn section_kind(meaning: Meaning) -> Option<SectionKind> {
    Some(match meaning {
        Meaning::Duties => SectionKind::Duties,
        Meaning::Disclaimed => SectionKind::Disclaimed,
        Meaning::Skills => SectionKind::Skills,
        Meaning::Requirements => SectionKind::Requirements,
        Meaning::Metrics => SectionKind::Metrics,
        Meaning::Tools => SectionKind::Tools,
        Meaning::WorksWith => SectionKind::WorksWith,
        Meaning::Horizon => SectionKind::Horizon,
        Meaning::Benefits => SectionKind::Benefits,
        Meaning::About => SectionKind::About,
        Meaning::DutiesOfRole | Meaning::Roles | Meaning::Mixed | Meaning::Ignored => return None,
    })
}

/// Whether a heading promises evidence, below which titles are no roles of their own ("Works with": "Scrum Master").
pub(super) fn is_evidence(meaning: Meaning) -> bool {
    section_kind(meaning).is_some_and(|kind| !matches!(kind, SectionKind::Duties | SectionKind::About))
}
