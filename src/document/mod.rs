//! Reading: the text of a source becomes role documents in which every duty knows its bytes.
//!
//! YAML and JSON are read by [`yaml`], Markdown by [`markdown`]; both fill the same types. Which key or heading means
//! what is knowledge and comes from the rulebook.

mod language;
pub mod markdown;
pub mod text;
pub mod yaml;

use crate::limits::Limits;
use crate::rulebook::{LanguageId, Rulebook};
use crate::source::{Source, Span};
pub use text::{MappedText, MappedTextBuilder};

/// Everything one source holds.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The role documents of the source, in order.
    pub documents: Vec<RoleDocument>,
    /// What could not be read, or was read with doubt, in order of place.
    pub problems: Vec<Problem>,
    /// Comments that address this program (`role-audit: ...`), for suppressions.
    pub comments: Vec<Comment>,
    /// Whether the source could not be read and shows no sign of a role, so that only a user who names it need hear of it.
    pub foreign: bool,
}

impl Reading {
    /// Whether the source describes no role at all: no role with a title or a duty was found, and no matrix.
    pub fn is_empty(&self) -> bool {
        self.documents.iter().all(|document| document.roles.is_empty() && document.matrices.is_empty())
    }

    /// Whether the source could not be parsed.
    pub fn is_unreadable(&self) -> bool {
        self.problems.iter().any(|problem| matches!(problem, Problem::Unreadable { .. }))
    }
}

/// One charter, posting or job description: roles that share a scope.
#[derive(Clone, Debug, Default)]
pub struct RoleDocument {
    /// The scope that all its roles share, as far as declared.
    pub scope: Scope,
    /// The declared role model, as written (`model: safe`).
    pub model: Option<MappedText>,
    /// The roles, in order.
    pub roles: Vec<Role>,
    /// Responsibility matrices (RACI, DACI, RAPID).
    pub matrices: Vec<Matrix>,
}

impl RoleDocument {
    /// How many duties its roles list.
    pub fn duties(&self) -> usize {
        self.roles.iter().map(|role| role.duties.len()).sum()
    }
}

/// The product, team or train for which a role holds its duties. Several names when a role covers several.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Declared teams.
    pub teams: Vec<MappedText>,
    /// Declared products.
    pub products: Vec<MappedText>,
    /// Declared trains or other groups of teams (an agile release train, a scrum of scrums).
    pub trains: Vec<MappedText>,
}

/// A titled position in a document.
#[derive(Clone, Debug, Default)]
pub struct Role {
    /// The title as written; absent when the document states duties without one.
    pub title: Option<MappedText>,
    /// What the role itself declares of its scope, beside the document's.
    pub scope: Scope,
    /// The role's own declared model.
    pub model: Option<MappedText>,
    /// The duties, in order.
    pub duties: Vec<Duty>,
    /// Everything listed beside the duties: evidence, never duties.
    pub sections: Vec<Section>,
    /// Where to point when the role as a whole is meant: its title, else its first key or heading.
    pub place: Span,
    /// The language its duties are written in.
    pub language: LanguageId,
}

/// One listed statement of what a role does.
#[derive(Clone, Debug)]
pub struct Duty {
    /// The statement, without bullet marks.
    pub text: MappedText,
    /// The sub-heading or sub-key the duty stands under, if any.
    pub group: Option<MappedText>,
}

/// A listed section that is not duties.
#[derive(Clone, Debug)]
pub struct Section {
    /// What the section means.
    pub kind: SectionKind,
    /// Its key or heading as written.
    pub heading: MappedText,
    /// Its items; one item for running text.
    pub items: Vec<MappedText>,
}

/// What a section of a role document means. The names are those used in `rules/keys.yaml` and `rules/headings.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    /// What the role does.
    Duties,
    /// What the role does not do.
    Disclaimed,
    /// Abilities asked for.
    Skills,
    /// Qualifications asked for.
    Requirements,
    /// How success is measured.
    Metrics,
    /// Tools used.
    Tools,
    /// Whom the role works with: its audience.
    WorksWith,
    /// How far ahead the role looks.
    Horizon,
    /// What the employer offers.
    Benefits,
    /// Text about the company, the team or the posting itself.
    About,
}

/// A responsibility matrix: who does what, in letters.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// Which letters it uses.
    pub kind: MatrixKind,
    /// Where it starts: its key or heading.
    pub place: Span,
    /// The role or party of each column, as written.
    pub columns: Vec<MappedText>,
    /// The rows in order. Section separators are left out.
    pub rows: Vec<MatrixRow>,
}

/// The kinds of responsibility matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatrixKind {
    /// Responsible, accountable, consulted, informed (also RASCI).
    Raci,
    /// Driver, approver, contributor, informed.
    Daci,
    /// Recommend, agree, perform, input, decide.
    Rapid,
}

/// One row of a matrix.
#[derive(Clone, Debug)]
pub struct MatrixRow {
    /// The area id or the activity in free text, as written.
    pub label: MappedText,
    /// One entry for each column that has a non-empty cell: the column's index and the cell as written.
    pub cells: Vec<(usize, MappedText)>,
}

/// A comment addressed to this program.
#[derive(Clone, Debug)]
pub struct Comment {
    /// The words of the comment after its marker (`#` or `<!--`), trimmed; begins with `role-audit:`.
    pub text: MappedText,
    /// Whether nothing else stands on its line, so that it speaks of the line below.
    pub alone: bool,
}

/// Something about the reading that the user should know. Each kind becomes the finding of one check.
#[derive(Clone, Debug)]
pub enum Problem {
    /// The source could not be parsed, or holds nothing like a role document although it was named.
    Unreadable {
        /// What happened, in plain words.
        message: String,
        /// Where.
        span: Span,
        /// What to do.
        help: String,
    },
    /// A key that is not known, next to known ones.
    UnknownKey {
        /// The key as written.
        key: MappedText,
        /// The known key that was probably meant.
        near: Option<String>,
    },
    /// A key that stands twice in one map.
    DuplicateKey {
        /// The later key, which is read.
        key: MappedText,
        /// The earlier one.
        first: Span,
    },
    /// Bullets that YAML folded into one text; they were split into the duties the author meant.
    FoldedBullets {
        /// The whole scalar.
        span: Span,
        /// Where the swallowed bullets stand.
        bullets: Vec<Span>,
    },
    /// Duties in a language that the rules do not know, so that they are not judged.
    UnsupportedLanguage {
        /// The name of the language.
        language: String,
        /// How many duties are not judged.
        duties: usize,
        /// The first of them.
        span: Span,
    },
    /// A role that lists no duties.
    EmptyRole {
        /// The role's title as written, or what it is called in the document.
        title: String,
        /// Its place.
        span: Span,
    },
}

impl Problem {
    /// The place the problem is about.
    pub fn span(&self) -> Span {
        match self {
            Self::Unreadable { span, .. }
            | Self::FoldedBullets { span, .. }
            | Self::UnsupportedLanguage { span, .. }
            | Self::EmptyRole { span, .. } => *span,
            Self::UnknownKey { key, .. } | Self::DuplicateKey { key, .. } => key.whole(),
        }
    }
}

/// The forms a source can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML or JSON.
    Yaml,
    /// Markdown, with or without front matter.
    Markdown,
}

impl Format {
    /// The form that a file name promises; text without a telling name is YAML unless it looks like Markdown.
    pub fn of(name: &str, text: &str) -> Self {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_one_of = |endings: &[&str]| endings.iter().any(|known| known.eq_ignore_ascii_case(ending));
        if is_one_of(&["md", "markdown", "mdx"]) || (!is_one_of(&["yaml", "yml", "json"]) && markdown::looks_like_markdown(text)) {
            Self::Markdown
        } else {
            Self::Yaml
        }
    }
}

/// Reads a source. Never fails: what goes wrong is among the problems.
pub fn read(source: &Source, rulebook: &Rulebook) -> Reading {
    read_within(source, rulebook, &Limits::default())
}

/// Reads a source as [`read`] does, within these limits.
pub fn read_within(source: &Source, rulebook: &Rulebook, limits: &Limits) -> Reading {
    let mut reading = match Format::of(source.name(), source.text()) {
        Format::Yaml => yaml::read_within(source, rulebook, limits),
        Format::Markdown => markdown::read_within(source, rulebook, limits),
    };
    language::tell(&mut reading, rulebook);
    reading
}
