//! The schema of `role-audit.yaml`, made from the same lists that reading it is held to.

use crate::checks;
use crate::config::keys::{KEYS, LIMIT_KEYS, thresholds};
use crate::limits::Limits;
use crate::rulebook::Rulebook;
use serde_json::{Map, Value, json};

/// The schema.
pub fn schema(rulebook: &Rulebook) -> Value {
    let keys: Map<String, Value> = KEYS.iter().map(|key| ((*key).to_owned(), key_schema(key, rulebook))).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "role-audit.yaml",
        "description": "What a repository settles for all its runs of role-audit.",
        "anyOf": [{"type": "object", "additionalProperties": false, "properties": keys}, {"type": "null"}],
    })
}

fn key_schema(key: &str, rulebook: &Rulebook) -> Value {
    let models = || rulebook.role_models().iter().map(|model| model.id.as_str()).collect::<Vec<_>>();
    let kinds = || rulebook.kinds().iter().map(|kind| kind.id.as_str()).collect::<Vec<_>>();
    let (described, value) = match key {
        "model" => ("The role model of documents that declare none.", json!({"type": "string", "examples": models()})),
        "scope" => ("What documents that declare no scope are compared with.", json!({"enum": ["document", "directory"]})),
        "scopes" => (
            "Scopes of files that do not declare them; the first that matches counts.",
            json!({"type": "array", "items": scope()}),
        ),
        "titles" => (
            "Titles that the rules do not know, with the kind of role they name.",
            json!({"type": "object", "additionalProperties": {"type": "string", "examples": kinds()}}),
        ),
        "include" => ("Patterns of the files to audit.", patterns()),
        "exclude" => ("Patterns of the files to leave out.", patterns()),
        "severity" => ("The severity of checks, or `off`.", severities()),
        "thresholds" => ("From which figure on some checks speak.", thresholds_schema()),
        "min-confidence" => ("Findings below this confidence are hidden.", json!({"enum": ["low", "medium", "high"]})),
        "fail-on" => ("The severity from which findings make the run fail.", json!({"enum": ["error", "warning", "info", "never"]})),
        "suppressions" => (
            "Whether comments in documents may suppress findings.",
            json!({"anyOf": [{"enum": ["on", "off"]}, {"type": "boolean"}]}),
        ),
        "rules" => ("A folder of rules laid over the built-in ones, from this file.", json!({"type": "string", "minLength": 1})),
        "limits" => ("What one file may cost.", limits()),
        _ => ("", json!({})),
    };
    // A key without a value leaves everything as it is.
    json!({"description": described, "anyOf": [value, {"type": "null"}]})
}

fn patterns() -> Value {
    let pattern = json!({"type": "string", "minLength": 1});
    json!({"anyOf": [pattern, {"type": "array", "items": pattern}]})
}

fn scope() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "paths"],
        "properties": {
            "name": {"description": "The name of the team, product or train.", "type": "string", "minLength": 1},
            "kind": {"description": "Which of these it is; a team unless said otherwise.", "enum": ["team", "product", "train"]},
            "paths": {"description": "Patterns of its files, from the folder of this file.", "anyOf": [patterns()]},
        },
    })
}

fn severities() -> Value {
    let checks: Map<String, Value> = checks::ALL
        .iter()
        .map(|check| {
            let described = format!("{}.", crate::report::check_page::clause(check.page));
            (check.id.to_owned(), json!({"description": described, "enum": ["error", "warning", "info", "off"]}))
        })
        .collect();
    json!({"type": "object", "additionalProperties": false, "properties": checks})
}

fn thresholds_schema() -> Value {
    let numbers: Map<String, Value> = thresholds()
        .into_iter()
        .map(|(name, default)| {
            let number = if default.is_u64() {
                json!({"type": "integer", "minimum": 0, "default": default})
            } else {
                json!({"type": "number", "minimum": 0, "maximum": 1, "default": default})
            };
            (name, number)
        })
        .collect();
    json!({"type": "object", "additionalProperties": false, "properties": numbers})
}

fn limits() -> Value {
    let limits: Map<String, Value> = LIMIT_KEYS
        .iter()
        .map(|&key| {
            let number = |most: u64| json!({"type": "integer", "minimum": 1, "maximum": most});
            let size = json!({"type": "string", "examples": ["16 MiB"]});
            let value = match key {
                "file-size" => json!({"description": "Bytes of a file.", "anyOf": [number(Limits::MOST.file_size), size]}),
                "aliases" => json!({"description": "Bytes that aliases may repeat.", "anyOf": [number(Limits::MOST.aliases as u64), size]}),
                "nesting" => number(Limits::MOST.nesting as u64),
                _ => number(Limits::MOST.duties as u64),
            };
            (key.to_owned(), value)
        })
        .collect();
    json!({"type": "object", "additionalProperties": false, "properties": limits})
}
