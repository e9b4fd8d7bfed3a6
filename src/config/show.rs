//! What is in force and where it comes from: as a configuration file with comments, or as JSON.

use super::keys::{KEYS, LIMIT_KEYS, thresholds};
use super::{Asked, Config, InForce, Set};
use crate::checks;
use crate::finding::Severity;
use crate::limits::size;
use crate::report::escape;
use crate::report::json::write_value;
use crate::settings::{ScopeKind, ScopeMode};
use serde_json::{Value as Json, json};
use std::io::{self, Write};

/// Column at which comments begin, where there is room.
const COMMENTS: usize = 44;

/// One key with its value, or with keys below it.
#[derive(Debug)]
struct Entry {
    key: String,
    value: Json,
    origins: Vec<Origin>,
    below: Option<Vec<Self>>,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    Default,
    /// A line of the configuration file, from 1.
    File(String, usize),
    /// An option of the command line.
    Option(&'static str),
}

/// Prints a configuration file that, read again, puts the same in force.
pub fn yaml(in_force: &InForce, asked: &Asked, out: &mut dyn Write) -> io::Result<()> {
    match &in_force.config {
        Some(config) => writeln!(out, "# In force with {}:", escape::one_line(&config.location.shown))?,
        None if asked.no_config => writeln!(out, "# In force without a configuration file:")?,
        None => writeln!(out, "# In force; no configuration file was found (`role-audit init` writes one):")?,
    }
    entries(in_force, asked).iter().try_for_each(|entry| write_entry(entry, 0, out))
}

/// Prints one JSON object: `version`, `file`, and under `settings` each key with `value` and `from`.
pub fn json(in_force: &InForce, asked: &Asked, out: &mut dyn Write) -> io::Result<()> {
    let file = in_force.config.as_ref().map(|config| config.location.shown.as_str());
    let settings = object(&entries(in_force, asked));
    write_value(&json!({"version": 1, "file": file, "settings": settings}), out)?;
    out.write_all(b"\n")
}

fn object(entries: &[Entry]) -> Json {
    let value = |entry: &Entry| match &entry.below {
        Some(below) if !below.is_empty() => object(below),
        _ => json!({"value": entry.value, "from": entry.origins.iter().map(Origin::json).collect::<Vec<_>>()}),
    };
    Json::Object(entries.iter().map(|entry| (entry.key.clone(), value(entry))).collect())
}

fn write_entry(entry: &Entry, indent: usize, out: &mut dyn Write) -> io::Result<()> {
    let key = scalar(&Json::String(entry.key.clone()))?;
    if let Some(below) = entry.below.as_ref().filter(|below| !below.is_empty()) {
        writeln!(out, "{:indent$}{key}:", "")?;
        return below.iter().try_for_each(|entry| write_entry(entry, indent + 2, out));
    }
    let items = entry.value.as_array().filter(|items| items.iter().any(Json::is_object));
    let value = if items.is_some() { String::new() } else { format!(" {}", scalar(&entry.value)?) };
    let line = format!("{:indent$}{key}:{value}", "");
    let origins: Vec<_> = entry.origins.iter().map(Origin::words).collect();
    writeln!(out, "{line:COMMENTS$}  # {}", escape::one_line(&origins.join(", ")))?;
    for item in items.into_iter().flatten() {
        writeln!(out, "{:indent$}  - {}", "", scalar(item)?)?;
    }
    Ok(())
}

/// A value in YAML on one line. JSON is YAML; texts that need no quotes go without.
fn scalar(value: &Json) -> io::Result<String> {
    if let Json::String(text) = value
        && is_plain(text)
    {
        return Ok(text.clone());
    }
    let mut bytes = Vec::new();
    write_value(value, &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn is_plain(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | ' ');
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !text.ends_with(' ')
        && text.chars().all(word)
        && !matches!(text.to_ascii_lowercase().as_str(), "null" | "true" | "false" | "yes" | "no" | "y" | "n" | "on")
}

impl Origin {
    fn words(&self) -> String {
        match self {
            Self::Default => "default".to_owned(),
            Self::File(name, line) => format!("{name}:{line}"),
            Self::Option(option) => (*option).to_owned(),
        }
    }

    fn json(&self) -> Json {
        match self {
            Self::Default => json!({"source": "default"}),
            Self::File(name, line) => json!({"source": "file", "path": name, "line": line}),
            Self::Option(option) => json!({"source": "command-line", "option": option}),
        }
    }
}

fn entries(in_force: &InForce, asked: &Asked) -> Vec<Entry> {
    let teller = Teller { in_force, asked };
    KEYS.iter().map(|key| teller.entry(key)).collect()
}

/// Tells values and where they come from.
struct Teller<'a> {
    in_force: &'a InForce,
    asked: &'a Asked,
}

impl Teller<'_> {
    fn entry(&self, key: &'static str) -> Entry {
        let (settings, asked) = (&self.in_force.settings, self.asked);
        let values = self.in_force.config.as_ref().map(|config| &config.values);
        let option = |given: bool, option: &'static str| given.then_some(Origin::Option(option));
        macro_rules! from {
            ($field:ident) => {
                self.origin(values.and_then(|values| values.$field.as_ref()))
            };
        }
        let one = |value: Json, given: Option<Origin>, otherwise: Origin| Entry {
            key: key.to_owned(),
            value,
            origins: vec![given.unwrap_or(otherwise)],
            below: None,
        };
        match key {
            "model" => one(
                json!(settings.model.as_ref().or(settings.default_model.as_ref())),
                option(asked.model.is_some(), "--model"),
                from!(model),
            ),
            "scope" => one(json!(scope(settings.scope)), option(asked.scope.is_some(), "--scope"), from!(scope)),
            "scopes" => one(self.scopes(), None, from!(scopes)),
            "titles" => self.titles(),
            "include" => one(json!(self.patterns(|config| config.values.include.as_ref())), None, from!(include)),
            "exclude" => self.exclude(),
            "severity" => self.severity(),
            "thresholds" => self.thresholds(),
            "min-confidence" => one(
                json!(settings.min_confidence.name()),
                option(asked.min_confidence.is_some(), "--min-confidence"),
                from!(min_confidence),
            ),
            "fail-on" => one(
                json!(settings.fail_on.map_or("never", Severity::name)),
                option(asked.fail_on.is_some(), "--fail-on"),
                from!(fail_on),
            ),
            "suppressions" => one(
                json!(if settings.suppressions { "on" } else { "off" }),
                option(asked.no_suppressions, "--no-suppressions"),
                from!(suppressions),
            ),
            "rules" => {
                let configured = values.and_then(|values| values.rules.as_ref());
                let given = asked.rules.as_ref().map(|folder| folder.to_string_lossy().into_owned());
                let value = given.clone().or_else(|| configured.map(|rules| rules.value.clone()));
                one(json!(value), option(given.is_some(), "--rules"), self.origin(configured))
            }
            _ => self.limits(),
        }
    }

    fn origin<T>(&self, set: Option<&Set<T>>) -> Origin {
        match (set, &self.in_force.config) {
            (Some(set), Some(config)) => Origin::File(config.location.shown.clone(), config.source.position(set.span.start as usize).line),
            _ => Origin::Default,
        }
    }

    fn below<T>(&self, key: &str, value: Json, set: Option<&Set<T>>) -> Entry {
        Entry { key: key.to_owned(), value, origins: vec![self.origin(set)], below: None }
    }

    fn group(key: &str, below: Vec<Entry>) -> Entry {
        Entry { key: key.to_owned(), value: json!({}), origins: vec![Origin::Default], below: Some(below) }
    }

    fn patterns(&self, which: impl Fn(&Config) -> Option<&Set<Vec<String>>>) -> Vec<String> {
        self.in_force.config.as_ref().and_then(which).map(|set| set.value.clone()).unwrap_or_default()
    }

    fn exclude(&self) -> Entry {
        let configured = self.in_force.config.as_ref().and_then(|config| config.values.exclude.as_ref());
        let mut patterns = self.patterns(|config| config.values.exclude.as_ref());
        patterns.extend(self.asked.exclude.iter().cloned());
        let mut origins = Vec::new();
        if configured.is_some() || self.asked.exclude.is_empty() {
            origins.push(self.origin(configured));
        }
        if !self.asked.exclude.is_empty() {
            origins.push(Origin::Option("--exclude"));
        }
        Entry { key: "exclude".to_owned(), value: json!(patterns), origins, below: None }
    }

    fn scopes(&self) -> Json {
        let paths = self.in_force.config.as_ref().map(|config| config.values.scope_paths.as_slice()).unwrap_or_default();
        let scopes = self.in_force.settings.scopes.iter().zip(paths);
        scopes
            .map(|(scope, paths)| json!({"name": scope.name, "kind": scope_kind(scope.kind), "paths": paths}))
            .collect()
    }

    fn titles(&self) -> Entry {
        let titles = self.in_force.config.as_ref().map(|config| config.values.titles.as_slice()).unwrap_or_default();
        Self::group("titles", titles.iter().map(|(title, kind)| self.below(title, json!(kind.value), Some(kind))).collect())
    }

    fn severity(&self) -> Entry {
        let settings = &self.in_force.settings;
        let listed = |list: &[String], id: &str| list.iter().any(|listed| listed == id);
        let checks = checks::ALL.iter().map(|check| {
            let on = settings.runs(check.id, check.default_on);
            let severity = settings.severity.get(check.id).copied().flatten().unwrap_or(check.severity);
            let configured = self.in_force.config.as_ref().and_then(|config| config.values.severity.get(check.id));
            let value = json!(if on { severity.name() } else { "off" });
            let mut entry = self.below(check.id, value, configured);
            let configured_on = configured.map_or(check.default_on, |severity| severity.value.is_some());
            if listed(&self.asked.ignore, check.id) {
                entry.origins = vec![Origin::Option("--ignore")];
            } else if on != configured_on {
                entry.origins = vec![Origin::Option("--select")];
            }
            entry
        });
        Self::group("severity", checks.collect())
    }

    fn thresholds(&self) -> Entry {
        let set = self.in_force.config.as_ref().map(|config| &config.values.thresholds);
        let entries = thresholds().into_iter().map(|(name, default)| {
            let set = set.and_then(|set| set.get(&name));
            self.below(&name, set.map_or(default, |set| set.value.clone()), set)
        });
        Self::group("thresholds", entries.collect())
    }

    fn limits(&self) -> Entry {
        let limits = self.in_force.settings.limits;
        let set = self.in_force.config.as_ref().map(|config| &config.values.limits);
        let entries = LIMIT_KEYS.iter().map(|&name| {
            let value = match name {
                "file-size" => json!(size(limits.file_size)),
                "nesting" => json!(limits.nesting),
                "aliases" => json!(size(limits.aliases as u64)),
                _ => json!(limits.duties),
            };
            self.below(name, value, set.and_then(|set| set.get(name)))
        });
        Self::group("limits", entries.collect())
    }
}

fn scope(mode: ScopeMode) -> &'static str {
    match mode {
        ScopeMode::Document => "document",
        ScopeMode::Directory => "directory",
    }
}

fn scope_kind(kind: ScopeKind) -> &'static str {
    match kind {
        ScopeKind::Team => "team",
        ScopeKind::Product => "product",
        ScopeKind::Train => "train",
    }
}
