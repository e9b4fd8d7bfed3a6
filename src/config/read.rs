//! From the text of a configuration file to its values; whatever is wrong is a mistake with its place, and all of them are told.

mod entries;

use super::discover::Location;
use super::keys::{KEYS, LIMIT_KEYS, SCOPE_KEYS, thresholds};
use super::{Config, Mistake, Mistakes, Set, Values};
use crate::checks;
use crate::document::Problem;
use crate::document::yaml::{Value, ValueKind, read_values};
use crate::finding::{Confidence, Severity};
use crate::input::{Patterns, read_own};
use crate::limits::{self, Limits};
use crate::rulebook::Rulebook;
use crate::settings::{ScopeKind, ScopeMode, ScopeRule};
use crate::source::{Source, Span};
use serde_json::Value as Json;
use std::path::Path;

/// Bytes a configuration file may have.
const LONGEST: u64 = 1 << 20;

/// Reads a configuration file; `here` is the working directory.
pub fn file(location: Location, here: &Path) -> Result<Config, Box<Mistakes>> {
    let input = read_own(&location.path, &location.shown, LONGEST);
    if let Some(problem) = input.failure {
        return Err(Box::new(Mistakes::new(input.source, vec![mistake(problem)])));
    }
    match text(&input.source, here, &location.folder) {
        Ok(values) => Ok(Config { location, source: input.source, values }),
        Err(list) => Err(Box::new(Mistakes::new(input.source, list))),
    }
}

/// Reads the text of a configuration file. Patterns in it count from `folder`, files named on the command line from `here`.
pub fn text(source: &Source, here: &Path, folder: &Path) -> Result<Values, Vec<Mistake>> {
    let documents = read_values(source, &Limits::default()).map_err(|problem| vec![mistake(problem)])?;
    let mut reader = Reader { here, folder, values: Values::default(), mistakes: Vec::new() };
    match documents.as_slice() {
        [] => {}
        [only] => reader.file(only),
        [_, second, ..] => reader.mistakes.push(
            Mistake::new(second.span, "a configuration file holds one document, and a second one starts here")
                .with_help("Remove the `---` between them."),
        ),
    }
    if reader.mistakes.is_empty() { Ok(reader.values) } else { Err(reader.mistakes) }
}

/// What is wrong with names that only the rules can tell: models and kinds of role.
pub fn unknown_names(values: &Values, rulebook: &Rulebook) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    if let Some(model) = &values.model
        && rulebook.role_model_called(&model.value).is_none()
    {
        let known = rulebook.role_models().iter().map(|model| model.id.as_str());
        mistakes.push(entries::unknown(model.span, "role model", &model.value, known));
    }
    for (_, kind) in values.titles.iter().filter(|(_, kind)| rulebook.kind_by_id(&kind.value).is_none()) {
        let known = rulebook.kinds().iter().map(|kind| kind.id.as_str());
        mistakes.push(entries::unknown(kind.span, "kind of role", &kind.value, known));
    }
    mistakes
}

fn mistake(problem: Problem) -> Mistake {
    let span = problem.span();
    match problem {
        Problem::Unreadable { message, help, .. } => Mistake::new(span, message).with_help(help),
        other => Mistake::new(span, format!("{other:?}")),
    }
}

struct Reader<'a> {
    here: &'a Path,
    folder: &'a Path,
    values: Values,
    mistakes: Vec<Mistake>,
}

const SEVERITIES: &[(&str, Option<Severity>)] = &[
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("info", Some(Severity::Info)),
    ("off", None),
];
const FAIL_ON: &[(&str, Option<Severity>)] = &[
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("info", Some(Severity::Info)),
    ("never", None),
];
const CONFIDENCES: &[(&str, Confidence)] = &[("low", Confidence::Low), ("medium", Confidence::Medium), ("high", Confidence::High)];
const SCOPE_MODES: &[(&str, ScopeMode)] = &[("document", ScopeMode::Document), ("directory", ScopeMode::Directory)];
const SCOPE_KINDS: &[(&str, ScopeKind)] = &[("team", ScopeKind::Team), ("product", ScopeKind::Product), ("train", ScopeKind::Train)];
const SWITCH: &[(&str, bool)] = &[("on", true), ("off", false), ("true", true), ("false", false)];

impl Reader<'_> {
    fn file(&mut self, root: &Value) {
        for (key, name, value) in self.entries(root, "the configuration", KEYS) {
            if matches!(value.kind, ValueKind::Null) {
                continue;
            }
            let span = key.span;
            match name {
                "model" => self.values.model = self.text(value, name).map(|text| set(text.trim().to_owned(), value)),
                "scope" => self.values.scope = self.choice(value, name, SCOPE_MODES).map(|mode| set(mode, value)),
                "scopes" => self.scopes(value, span),
                "titles" => self.titles(value),
                "include" => self.values.include = self.patterns(value, name).map(|(texts, _)| Set { value: texts, span }),
                "exclude" => self.values.exclude = self.patterns(value, name).map(|(texts, _)| Set { value: texts, span }),
                "severity" => self.severity(value),
                "thresholds" => self.thresholds(value),
                "min-confidence" => self.values.min_confidence = self.choice(value, name, CONFIDENCES).map(|level| set(level, value)),
                "fail-on" => self.values.fail_on = self.choice(value, name, FAIL_ON).map(|severity| set(severity, value)),
                "suppressions" => self.values.suppressions = self.choice(value, name, SWITCH).map(|on| set(on, value)),
                "rules" => self.values.rules = self.text(value, name).map(|text| set(text.trim().to_owned(), value)),
                "limits" => self.limits(value),
                _ => {}
            }
        }
    }

    fn scopes(&mut self, value: &Value, span: Span) {
        let Some(items) = self.list(value, "scopes") else { return };
        let mut rules = Vec::new();
        for item in items {
            let (mut name, mut kind, mut paths) = (None, ScopeKind::Team, None);
            let before = self.mistakes.len();
            for (_, key, value) in self.entries(item, "a scope", SCOPE_KEYS) {
                match key {
                    "name" => name = self.text(value, "name").map(|text| text.trim().to_owned()),
                    "kind" => kind = self.choice(value, "kind", SCOPE_KINDS).unwrap_or(kind),
                    _ => paths = self.patterns(value, "paths"),
                }
            }
            match (name, paths) {
                (Some(name), Some((texts, paths))) => {
                    rules.push(ScopeRule { name, kind, paths });
                    self.values.scope_paths.push(texts);
                }
                (name, _) if self.mistakes.len() == before => {
                    let missing = if name.is_none() { "name" } else { "paths" };
                    self.mistakes
                        .push(Mistake::new(item.span, format!("this scope has no `{missing}`")).with_help(
                            "A scope has a `name`, a `kind` (team, product or train) and `paths`, such as `teams/checkout/**`.",
                        ));
                }
                _ => {}
            }
        }
        self.values.scopes = Some(Set { value: rules, span });
    }

    fn titles(&mut self, value: &Value) {
        for (_, title, value) in self.entries(value, "`titles`", &[]) {
            if let Some(kind) = self.text(value, "a title") {
                self.values.titles.push((title.trim().to_owned(), set(kind.trim().to_owned(), value)));
            }
        }
    }

    fn severity(&mut self, value: &Value) {
        for (key, id, value) in self.entries(value, "`severity`", &[]) {
            let Some(check) = checks::by_id(id) else {
                self.mistakes.push(entries::unknown(key.span, "check", id, checks::ALL.iter().map(|check| check.id)));
                continue;
            };
            if let Some(severity) = self.choice(value, id, SEVERITIES) {
                self.values.severity.insert(check.id, set(severity, value));
            }
        }
    }

    fn thresholds(&mut self, value: &Value) {
        let defaults = thresholds();
        let known: Vec<_> = defaults.keys().map(String::as_str).collect();
        for (_, name, value) in self.entries(value, "`thresholds`", &known) {
            let Some(text) = self.text(value, name) else { continue };
            let (number, wanted) = if defaults[name].is_u64() {
                (text.parse::<u32>().ok().map(Json::from), "a whole number, 0 or above")
            } else {
                (text.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share)).map(Json::from), "a number from 0 to 1")
            };
            match number {
                Some(number) => _ = self.values.thresholds.insert(name.to_owned(), set(number, value)),
                None => self.mistakes.push(Mistake::new(value.span, format!("`{name}` is {wanted}, not `{text}`"))),
            }
        }
    }

    fn limits(&mut self, value: &Value) {
        for (_, name, value) in self.entries(value, "`limits`", LIMIT_KEYS) {
            let Some(&name) = LIMIT_KEYS.iter().find(|known| **known == name) else { continue };
            let Some(text) = self.text(value, name) else { continue };
            let in_bytes = matches!(name, "file-size" | "aliases");
            let most = match name {
                "file-size" => Limits::MOST.file_size,
                "nesting" => Limits::MOST.nesting as u64,
                "aliases" => Limits::MOST.aliases as u64,
                _ => Limits::MOST.duties as u64,
            };
            let (number, wanted, most_shown) = if in_bytes {
                (limits::read_size(text), "a size such as `16 MiB`", limits::size(most))
            } else {
                (text.parse().ok(), "a whole number", most.to_string())
            };
            match number.filter(|number| (1..=most).contains(number)) {
                Some(number) => _ = self.values.limits.insert(name, set(number, value)),
                None => self
                    .mistakes
                    .push(Mistake::new(value.span, format!("`{name}` is {wanted}, above 0 and at most {most_shown}, not `{text}`"))),
            }
        }
    }

    /// Patterns as written and ready to use: a list, or one alone.
    fn patterns(&mut self, value: &Value, name: &str) -> Option<(Vec<String>, Patterns)> {
        let items = match &value.kind {
            ValueKind::Text(..) => std::slice::from_ref(value),
            _ => self.list(value, name)?,
        };
        let mut patterns = Patterns::new(self.here, self.folder);
        let mut texts = Vec::new();
        for item in items {
            let Some(text) = self.text(item, name) else { continue };
            match patterns.push(text) {
                Ok(()) => texts.push(text.to_owned()),
                Err(bad) => self.mistakes.push(Mistake::new(item.span, bad.message).with_help(bad.help)),
            }
        }
        Some((texts, patterns))
    }
}

fn set<T>(value: T, at: &Value) -> Set<T> {
    Set { value, span: at.span }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Values, Vec<Mistake>> {
        let root = Path::new("/repo");
        super::text(&Source::new("role-audit.yaml", text), root, root)
    }

    #[test]
    fn every_key_is_read() {
        for key in KEYS {
            let mistakes = read(&format!("{key}: [[]]\n")).map(|_| ()).expect_err("no key holds a list in a list");
            assert!(mistakes.iter().all(|mistake| !mistake.message.contains("no key")), "{mistakes:?}");
        }
        assert!(read(&format!("{}:\n", KEYS.join(":\n"))).is_ok(), "a key without a value says nothing");
    }

    #[test]
    fn a_list_that_is_repeated_by_an_alias_is_read_where_it_is_repeated() {
        let values = read("include: &paths [a, b]\nexclude: *paths\n").expect("it is well formed");
        assert_eq!(values.exclude.expect("it is set").value, ["a", "b"]);
    }

    proptest! {
        #[test]
        fn any_text_is_a_configuration_or_has_mistakes_within_it(
            lines in prop::collection::vec(
                (
                    "( {0,4}|- )",
                    prop::sample::select(vec!["model", "scopes", "severity", "limits", "name", "paths", "titles", "exclude", "two-owners", "nesting", "x"]),
                    "(: |:|)",
                    "(off|\\[a|a\\]|\\{|\\}|'|\"|&a|\\*a|\\.\\./x|12|-1|é|\t|\\||safe|~|){0,2}",
                ),
                0..8,
            ),
        ) {
            let text: String = lines.iter().flat_map(|(indent, key, colon, value)| [indent, *key, colon, value, "\n"]).collect();
            if let Err(mistakes) = read(&text) {
                prop_assert!(!mistakes.is_empty());
                for mistake in &mistakes {
                    prop_assert!(mistake.span.end as usize <= text.len() && mistake.span.start <= mistake.span.end, "{mistake:?}");
                    prop_assert!(!mistake.message.is_empty());
                }
                let shown = Mistakes::new(Source::new("x", text), mistakes).show(crate::report::Look::FILE);
                prop_assert!(shown.contains("Nothing was audited"));
            }
        }
    }
}
