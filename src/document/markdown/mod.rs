//! Markdown role documents, with or without front matter.
//!
//! front matter | blocks (what Markdown and HTML say) -> shape (what authors mean) -> outline (what stands under which
//! heading) -> roles (what counts).

mod blocks;
mod fragment;
mod front_matter;
mod html;
mod inline;
mod outline;
mod roles;
mod sentences;
mod shape;
mod tables;

pub use fragment::{looks_like_markdown, read_fragment};

use super::{Comment, MappedText, Problem, Reading, Role, RoleDocument, yaml};
use crate::rulebook::Rulebook;
use crate::source::Source;
use blocks::HtmlComment;
use front_matter::FrontMatter;
use outline::{Draft, Outline};

/// Reads a Markdown source.
pub fn read(source: &Source, rulebook: &Rulebook) -> Reading {
    let text = source.text();
    let split = front_matter::split(text);
    let front = split.front.map(|(kind, range)| (kind, range.start, &text[range]));
    let mut reading = match front {
        Some((FrontMatter::Yaml, offset, front)) => yaml::read_front_matter(front, offset, rulebook),
        Some((FrontMatter::Toml, offset, front)) => front_matter::read_toml(front, offset, rulebook),
        None => Reading::default(),
    };
    let mut document = if reading.documents.is_empty() { RoleDocument::default() } else { reading.documents.remove(0) };
    let content = blocks::read(&MappedText::verbatim(&text[split.body..], split.body));
    reading.comments.extend(content.comments.into_iter().filter_map(|comment| for_us(comment, text)));
    let blocks = shape::shape(content.blocks, rulebook);
    let first = document_role(&document.roles, rulebook);
    let mut outline = outline::outline(blocks, first, rulebook);
    let keys: Vec<&str> = front.map(|(_, _, front)| front_matter::keys(front).collect()).unwrap_or_default();
    if is_persona(&keys, &outline, rulebook) {
        return Reading::default();
    }
    let decided = roles::decide(&mut outline, std::mem::take(&mut document.roles), rulebook);
    document.roles = decided.roles;
    document.matrices.append(&mut outline.matrices);
    document.scope.teams.append(&mut outline.scope.teams);
    document.scope.products.append(&mut outline.scope.products);
    document.scope.trains.append(&mut outline.scope.trains);
    document.model = document.model.or(outline.model);
    merge_problems(&mut reading.problems, decided.problems, &document);
    if !document.roles.is_empty() || !document.matrices.is_empty() {
        reading.documents.insert(0, document);
    }
    if reading.is_empty() {
        // What is odd about a file that is no role document is nobody's concern, as long as it could be read.
        reading.problems.retain(|problem| matches!(problem, Problem::Unreadable { .. }));
    }
    reading.problems.sort_by_key(Problem::span);
    reading.comments.sort_by_key(|comment| comment.text.whole());
    reading
}

/// The role that the document as a whole is about, as far as front matter tells.
fn document_role(given: &[Role], rulebook: &Rulebook) -> Draft {
    let title = match given {
        [only] => only.title.clone(),
        _ => None,
    };
    let Some(title) = title else { return Draft::default() };
    let reading = rulebook.titles().read(title.as_str());
    let strong = rulebook.titles().role_heading(title.as_str()).is_some();
    Draft { reading, strong, place: title.whole(), title: Some(title), ..Draft::default() }
}

/// Front matter may find a role empty whose duties stand in the body.
fn merge_problems(problems: &mut Vec<Problem>, decided: Vec<Problem>, document: &RoleDocument) {
    let empty = document.roles.iter().any(|role| role.duties.is_empty());
    problems.retain(|problem| empty || !matches!(problem, Problem::EmptyRole { .. }));
    let known = problems.iter().any(|problem| matches!(problem, Problem::EmptyRole { .. }));
    problems.extend(decided.into_iter().filter(|_| !known));
}

/// Whether a document instructs a language model ("You are a senior Product Owner ...") rather than describing a job.
fn is_persona(keys: &[&str], outline: &Outline, rulebook: &Rulebook) -> bool {
    let (wording, headings) = (rulebook.wording(), rulebook.headings());
    let has = |wanted: &str| keys.iter().any(|key| key.eq_ignore_ascii_case(wanted));
    let by_keys = has("name") && has("description") && keys.iter().any(|key| wording.is_persona_key(key, headings));
    let addressed = outline.first_paragraph.as_ref().is_some_and(|text| wording.addresses_a_model(text.as_str(), headings));
    let hires = outline.chunks.iter().any(outline::Chunk::belongs_to_a_posting);
    by_keys || (addressed && !hires)
}

/// The comment, if it addresses this program.
fn for_us(comment: HtmlComment, source: &str) -> Option<Comment> {
    let range = comment.span.range();
    let before = source[..range.start].rsplit('\n').next().unwrap_or_default();
    let after = source[range.end..].split('\n').next().unwrap_or_default();
    let alone = before.trim().is_empty() && after.trim().is_empty();
    comment.text.as_str().starts_with("role-audit:").then_some(Comment { text: comment.text, alone })
}
