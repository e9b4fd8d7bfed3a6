//! Markdown role documents, with or without front matter.
//!
//! front matter | blocks (what Markdown and HTML say) -> shape (what authors mean) -> walk and outline (what stands under
//! which heading) -> roles (what counts).

mod blocks;
pub mod fragment;
mod front_matter;
mod guess;
mod html;
mod inline;
mod outline;
mod roles;
pub mod sentences;
mod shape;
mod tables;
mod walk;

pub use guess::looks_like_markdown;

use super::yaml::{self, FrontMatter};
use super::{Comment, Problem, Reading, Role, RoleDocument};
use crate::limits::{BLOCKS, Limits, too_many};
use crate::order;
use crate::rulebook::Rulebook;
use crate::rulebook::keys::{Key, normalise};
use crate::source::{Source, Span};
use blocks::HtmlComment;
use front_matter::Language;
use outline::{Chunk, Draft, Outline};

/// Reads a Markdown source.
pub fn read(source: &Source, rulebook: &Rulebook) -> Reading {
    read_within(source, rulebook, &Limits::default())
}

/// Reads a Markdown source within these limits.
pub fn read_within(source: &Source, rulebook: &Rulebook, limits: &Limits) -> Reading {
    let text = source.text();
    let split = front_matter::split(text);
    let (written, front) = match split.front {
        Some((Language::Yaml, range)) => (&text[range.clone()], yaml::read_front_matter(source, range, rulebook, limits)),
        Some((Language::Toml, range)) => (&text[range.clone()], front_matter::read_toml(&text[range.clone()], range.start, rulebook)),
        None => ("", FrontMatter::default()),
    };
    let refused = || {
        let first = text.lines().next().unwrap_or_default().len();
        let problem = too_many("lines, paragraphs and list items", BLOCKS, Span::new(0, first));
        Reading { problems: vec![problem], ..Reading::default() }
    };
    if text.bytes().filter(|&byte| byte == b'\n').count() > BLOCKS {
        return refused();
    }
    let content = blocks::read(&source.mapped().slice(split.body..text.len()));
    if content.blocks.len() > BLOCKS {
        return refused();
    }
    let blocks = shape::shape(content.blocks, rulebook);
    let mut outline = walk::walk(blocks, document_role(&front.role, rulebook), rulebook);
    if is_persona(source.name(), written, &outline, rulebook) {
        return Reading::default();
    }
    let decided = roles::decide(&mut outline, front.role, promises_duties(written, rulebook), rulebook);
    let mut document = RoleDocument {
        scope: front.scope,
        model: front.model.or(outline.model),
        roles: decided.roles,
        matrices: outline.matrices,
    };
    document.scope.teams.append(&mut outline.scope.teams);
    document.scope.products.append(&mut outline.scope.products);
    document.scope.trains.append(&mut outline.scope.trains);
    let mut reading = Reading { documents: front.documents, problems: front.problems, comments: front.comments, ..Reading::default() };
    if !document.roles.is_empty() || !document.matrices.is_empty() {
        reading.documents.push(document);
    }
    reading.problems.extend(decided.problems);
    if reading.is_empty() {
        // What is odd about a file that is no role document is nobody's concern, as long as it could be read.
        reading.problems.retain(|problem| matches!(problem, Problem::Unreadable { .. }));
    }
    order::by_key(&mut reading.problems, Problem::span);
    reading.comments.extend(content.comments.into_iter().filter_map(|comment| for_us(comment, text)));
    reading
}

/// The role that the document as a whole is about, as far as front matter tells.
fn document_role(given: &Role, rulebook: &Rulebook) -> Draft {
    let Some(title) = given.title.clone() else { return Draft::default() };
    let reading = rulebook.titles().read(title.as_str());
    let strong = rulebook.titles().role_heading(title.as_str()).is_some();
    Draft { reading, strong, place: title.whole(), title: Some(title), ..Draft::default() }
}

/// Whether front matter has a key for duties, be it empty.
fn promises_duties(front: &str, rulebook: &Rulebook) -> bool {
    front_matter::entries(front).any(|(key, _)| rulebook.keys().meaning(key) == Some(Key::Duties))
}

/// Whether a document instructs a language model ("You are a senior Product Owner ...") rather than describing a job.
fn is_persona(name: &str, front: &str, outline: &Outline, rulebook: &Rulebook) -> bool {
    let wording = rulebook.wording();
    let entries: Vec<_> = front_matter::entries(front).map(|(key, value)| (normalise(key), value)).collect();
    let entries: Vec<_> = entries.iter().map(|(key, value)| (&**key, Some(*value))).collect();
    let has = |wanted: &str| entries.iter().any(|(key, _)| *key == wanted);
    let by_keys = has("name") && has("description") && !has("title") && entries.iter().any(|(key, _)| wording.is_persona_key(key));
    let hires = outline.chunks.iter().any(Chunk::belongs_to_a_posting);
    by_keys || (outline.for_a_model && !hires) || wording.is_persona_file(name) || rulebook.confusables().matches(&entries.iter().copied())
}

/// The comment, if it addresses this program.
fn for_us(comment: HtmlComment, source: &str) -> Option<Comment> {
    let range = comment.span.range();
    let before = source[..range.start].rsplit('\n').next().unwrap_or_default();
    let after = source[range.end..].split('\n').next().unwrap_or_default();
    let alone = before.trim().is_empty() && after.trim().is_empty();
    comment.text.as_str().starts_with("role-audit:").then_some(Comment { text: comment.text, alone })
}
