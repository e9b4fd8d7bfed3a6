//! A check as a SARIF rule, made from its page.

use super::{Formatted, Text, level};
use crate::checks::Check;
use crate::finding::Severity;
use crate::report::check_page::{clause, plain, section};
use crate::settings::Settings;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    id: &'static str,
    name: String,
    short_description: Text<'static>,
    full_description: Formatted,
    help: Formatted,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Configuration {
    enabled: bool,
    level: &'static str,
}

/// What GitHub shows and sorts by.
#[derive(Serialize)]
struct Properties {
    tags: [&'static str; 2],
    #[serde(rename = "problem.severity")]
    severity: &'static str,
}

impl Rule {
    pub(super) fn new(check: &'static Check, settings: &Settings) -> Self {
        let what = section(check.page, "What it reports");
        Self {
            id: check.id,
            name: pascal_case(check.id),
            short_description: Text { text: format!("{}.", clause(check.page)).into() },
            full_description: Formatted { text: plain(what), markdown: what },
            help: Formatted { text: plain(check.page), markdown: check.page },
            default_configuration: Configuration { enabled: settings.runs(check.id, check.default_on), level: level(check.severity) },
            properties: Properties {
                tags: ["product-management", "ownership"],
                severity: match check.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info => "recommendation",
                },
            },
        }
    }
}

/// `two-owners` as `TwoOwners`, the form that viewers expect of a name.
fn pascal_case(id: &str) -> String {
    id.split('-')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect()
}
