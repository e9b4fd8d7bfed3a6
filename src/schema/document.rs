//! The schema of role documents, made from the keys, titles, areas and role models of the rulebook.
//!
//! Role documents come in any shape, so the schema refuses nothing that can be read: it says what known keys mean, whatever their
//! spelling, offers the usual ones with titles and models, and flags keys that are slips of the usual ones.

use super::slip;
use crate::order;
use crate::rulebook::Rulebook;
use crate::rulebook::keys::{Key, KnownKey};
use serde_json::{Map, Value, json};

/// The schema.
pub fn schema(rulebook: &Rulebook) -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Role document",
        "description": "A role, a team charter, or several of them, for role-audit. Everything that can be read is allowed.",
        "if": {"type": "array"},
        "then": {"type": "array", "items": {"$ref": "#/definitions/roles"}},
        "else": {"$ref": "#/definitions/roles"},
        "definitions": {
            "roles": {"if": {"type": "object"}, "then": roles(rulebook)},
            "names": names(),
        },
    })
}

/// A map that describes a role, or several with what they share.
fn roles(rulebook: &Rulebook) -> Value {
    let mut properties = Map::new();
    let mut patterns = Map::new();
    for &(key, described) in KEYS {
        let spellings = spellings(rulebook, key);
        let Some(usual) = spellings.first() else { continue };
        let usual = usual.shown.replace(' ', "_");
        patterns.insert(
            slip::any_spelling(spellings.iter().map(|known| known.shown.as_str()), &usual),
            json!({"description": described}),
        );
        for (pattern, slipped) in slip::patterns(rulebook.keys(), key, &spellings) {
            patterns.insert(pattern, slipped.schema());
        }
        properties.insert(usual, value(rulebook, key, described));
    }
    json!({"type": "object", "properties": properties, "patternProperties": patterns})
}

/// The known spellings of a key, the usual one first.
fn spellings(rulebook: &Rulebook, key: Key) -> Vec<&KnownKey> {
    let mut spellings: Vec<_> = rulebook.keys().all().iter().filter(|known| known.key == key).collect();
    order::by_key(&mut spellings, |known| known.rank);
    spellings
}

/// What the keys mean, in the words an editor shows.
const KEYS: &[(Key, &str)] = &[
    (Key::Title, "The title of the role, for example Product Owner."),
    (Key::Name, "The title of the role where there is no better one; in a list of people, the name of a person."),
    (Key::Team, "The team, or a list of teams, for which the role or the charter holds."),
    (Key::Product, "The product, or a list of products, for which the role or the charter holds."),
    (Key::Train, "The release train or another group of teams."),
    (Key::Model, "The way of working by which ownership is judged, for example split, scrum or safe."),
    (Key::Roles, "The roles that share this team or product: a list, or a map by title."),
    (Key::People, "The people of the team; those with duties are audited as roles."),
    (Key::Postings, "Postings that have nothing to do with each other."),
    (Key::Duties, "What the role does: one duty a line, each beginning with a verb."),
    (Key::Tasks, "Duties, in a map that has a title."),
    (Key::Description, "Running text; bullets below a line about responsibilities are duties."),
    (Key::Disclaimed, "What the role does not do or decide: the borders of the role, read as disclaimed duties."),
    (Key::Skills, "What the role has to be able to do. Evidence, never duties."),
    (Key::Requirements, "What is asked of an applicant. Evidence, never duties."),
    (Key::Metrics, "What the success of the role is measured by. Evidence, never duties."),
    (Key::Tools, "What the role works with. Evidence, never duties."),
    (Key::WorksWith, "With whom the role works. Evidence, never duties."),
    (Key::Horizon, "How far ahead the role looks, for example a sprint, a quarter or a year."),
    (Key::Benefits, "What the employer offers. Not audited."),
    (Key::About, "About the company or the posting. Not audited."),
    (Key::Raci, "A RACI matrix: rows are areas or activities, columns are roles, cells are letters."),
    (Key::Daci, "A DACI matrix: rows are decisions, columns are roles, cells are letters."),
    (Key::Rapid, "A RAPID matrix: rows are decisions, columns are roles, cells are letters."),
];

/// What an editor offers as the value of a key. Other values are as good.
fn value(rulebook: &Rulebook, key: Key, described: &str) -> Value {
    let mut value = json!({"description": described});
    match key {
        Key::Title => {
            // Some kinds have names that nobody has as a title.
            let titles = rulebook.kinds().iter().filter(|kind| {
                let read = rulebook.titles().read(&kind.name).kind;
                read.is_some_and(|read| rulebook.kind(read).id == kind.id)
            });
            value["examples"] = titles.map(|kind| kind.name.as_str()).collect();
        }
        Key::Model => value["examples"] = rulebook.role_models().iter().map(|model| model.id.as_str()).collect(),
        Key::Duties => value["examples"] = json!([["Own the product roadmap"], ["Order the product backlog"]]),
        Key::Roles | Key::People | Key::Postings => value["$ref"] = json!("#/definitions/names"),
        Key::Raci | Key::Daci | Key::Rapid => {
            let rows: Map<String, Value> = rulebook
                .areas()
                .iter()
                .filter(|area| !area.residual)
                .map(|area| (area.id.clone(), json!({"description": format!("{}.", area.name)})))
                .collect();
            value["if"] = json!({"type": "object"});
            value["then"] = json!({"type": "object", "properties": rows});
        }
        _ => {}
    }
    if value.get("$ref").is_some() {
        // In draft 7, nothing counts beside a reference.
        return json!({"description": described, "allOf": [{"$ref": "#/definitions/names"}]});
    }
    value
}

/// Roles in a list, or in a map by their titles.
fn names() -> Value {
    let each = json!({"$ref": "#/definitions/roles"});
    json!({
        "if": {"type": "array"},
        "then": {"type": "array", "items": each},
        "else": {"if": {"type": "object"}, "then": {"type": "object", "additionalProperties": each}},
    })
}
