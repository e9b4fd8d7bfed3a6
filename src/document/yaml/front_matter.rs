//! YAML front matter of Markdown documents: what it says of the one role that the document describes.

use super::duties::ListReader;
use super::events::Documents;
use super::map::Map;
use super::reader::Reader;
use super::tree::Tree;
use super::{comments, role, unknown};
use crate::document::{Comment, Problem, Role, RoleDocument, Scope};
use crate::limits::Limits;
use crate::order;
use crate::rulebook::Rulebook;
use crate::source::Source;
use std::ops::Range;

/// What the front matter of a document says. Spans point into the whole source.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// Title, own lists of duties and other sections of the role. Often a title and nothing else.
    pub role: Role,
    /// The declared scope.
    pub scope: Scope,
    /// The declared role model.
    pub model: Option<crate::document::MappedText>,
    /// Roles and matrices, should the front matter be a charter of its own.
    pub documents: Vec<RoleDocument>,
    /// What could not be read, or was read with doubt. A role without duties is not among them: its duties may stand in the
    /// document's body.
    pub problems: Vec<Problem>,
    /// Comments that address this program.
    pub comments: Vec<Comment>,
}

/// Reads front matter that stands at a range of bytes of a source, without its `---` lines.
pub fn read_front_matter(source: &Source, range: Range<usize>, rulebook: &Rulebook, limits: &Limits) -> FrontMatter {
    let text = source.text();
    let within = text.get(range.clone()).unwrap_or_default();
    let mut documents = Documents::new(text, range, comments::may_hold(within), limits);
    let mut tree = Tree::new(source.mapped());
    let mut front = FrontMatter::default();
    match documents.next(&mut tree) {
        Some(Ok(root)) => {
            let lists = ListReader { tree: &tree, rulebook };
            if let Some(map) = Map::new(&tree, rulebook, root) {
                let described = role::contents(lists, &map);
                front.role = described.role;
                front.problems = described.problems;
                front.scope = role::own_scope(&tree, &map);
                front.model = role::own_model(&tree, &map);
                if front.role.duties.is_empty() {
                    let mut reader = Reader::new(&tree, rulebook);
                    front.documents = reader.documents(root).collect();
                    front
                        .documents
                        .retain(|document| !document.matrices.is_empty() || document.roles.iter().any(|role| !role.duties.is_empty()));
                    if !front.documents.is_empty() {
                        front.problems = reader.problems;
                    }
                } else {
                    unknown::report(lists, &map, &mut front.problems);
                }
            }
        }
        Some(Err(fault)) => front.problems.push(fault.explain(text)),
        None => {}
    }
    order::by_key(&mut front.problems, Problem::span);
    front.comments = comments::addressed(text, &documents.comments);
    front
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, FrontMatter) {
        let whole = format!("---\n{text}---\n# Body\n");
        let source = Source::new("test.md", whole.clone());
        (whole, read_front_matter(&source, 4..4 + text.len(), Rulebook::builtin(), &Limits::default()))
    }

    #[test]
    fn places_count_from_the_start_of_the_file() {
        let (text, front) =
            read("title: Product Owner # role-audit: allow(x)\nteam: Quay\nexpectations:\n  - \"Order the \\\"backlog\\\"\"\n");
        let title = front.role.title.expect("there is one");
        assert_eq!(&text[title.whole().range()], "Product Owner");
        let duty = &front.role.duties[0].text;
        assert_eq!((duty.as_str(), &text[duty.whole().range()]), ("Order the \"backlog\"", "Order the \\\"backlog\\\""));
        assert_eq!(front.scope.teams[0].as_str(), "Quay");
        assert_eq!(&text[front.comments[0].text.whole().range()], "role-audit: allow(x)");
        assert!(front.problems.is_empty());
    }

    #[test]
    fn duties_may_stand_in_the_body() {
        let (_, front) = read("title: Product Owner\nkey objectives:\nlayout: posting\n");
        assert!(front.role.title.is_some() && front.role.duties.is_empty());
        assert!(front.problems.is_empty(), "{:?}", front.problems);
    }

    #[test]
    fn broken_front_matter_is_told_at_its_place() {
        let (text, front) = read("title: Product Owner: Quay\n");
        let [Problem::Unreadable { span, .. }] = front.problems.as_slice() else {
            panic!("{:?}", front.problems)
        };
        assert_eq!(span.start as usize, text.find(": Quay").expect("it is there"));
    }

    #[test]
    fn a_charter_may_stand_in_front_matter() {
        let (_, front) = read("team: Quay\nroles:\n  Product Owner: [Order the backlog]\n");
        assert_eq!(front.documents[0].roles[0].duties[0].text.as_str(), "Order the backlog");
    }
}
