//! The keys of the configuration: the one list that reading, showing, the starter file and the documentation are held to.

use crate::settings::Thresholds;
use serde_json::Value as Json;

/// The keys of the file, in the order in which they are documented and shown.
pub const KEYS: &[&str] = &[
    "model",
    "scope",
    "scopes",
    "titles",
    "include",
    "exclude",
    "severity",
    "thresholds",
    "min-confidence",
    "fail-on",
    "suppressions",
    "rules",
    "limits",
];

/// The keys of an entry of `scopes`.
pub const SCOPE_KEYS: &[&str] = &["name", "kind", "paths"];

/// The keys of `limits`.
pub const LIMIT_KEYS: &[&str] = &["file-size", "nesting", "aliases", "duties"];

/// The keys of `thresholds` with their defaults: the fields of [`Thresholds`].
pub fn thresholds() -> serde_json::Map<String, Json> {
    // By way of text, so that 0.4 stays 0.4 and does not become the nearest 32-bit number.
    let text = serde_json::to_string(&Thresholds::default()).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}
