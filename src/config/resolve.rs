//! What is in force for one run: the command line over the configuration over the defaults.

use super::keys::thresholds;
use super::{Config, Location, Mistake, Mistakes, Set, read};
use crate::checks;
use crate::error::{Error, near, plain};
use crate::finding::{Confidence, Severity};
use crate::input::patterns::normalised;
use crate::input::{Patterns, Selection};
use crate::limits::Limits;
use crate::rulebook::{Rulebook, Sources};
use crate::settings::{ScopeMode, Settings};
use crate::source::Source;
use serde_json::Value as Json;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the command line asks for; what it leaves open is `None` or empty.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Judge everything by this role model.
    pub model: Option<String>,
    /// Run only these checks; `default` and `all` stand for many.
    pub select: Vec<String>,
    /// Do not run these checks.
    pub ignore: Vec<String>,
    /// The severity from which findings make the run fail, `Some(None)` for never.
    pub fail_on: Option<Option<Severity>>,
    /// Hide findings below this confidence.
    pub min_confidence: Option<Confidence>,
    /// A folder of rules.
    pub rules: Option<PathBuf>,
    /// Leave out what these patterns match, beside what the configuration excludes.
    pub exclude: Vec<String>,
    /// What documents without a scope are compared with.
    pub scope: Option<ScopeMode>,
    /// Show what comments suppress.
    pub no_suppressions: bool,
    /// The configuration file.
    pub config: Option<PathBuf>,
    /// Read no configuration file.
    pub no_config: bool,
}

/// What is in force, and the file that had a say in it.
#[derive(Debug)]
pub struct InForce {
    /// The knowledge to judge by.
    pub rulebook: Cow<'static, Rulebook>,
    /// How to judge.
    pub settings: Settings,
    /// What to read.
    pub selection: Selection,
    /// The configuration file, if there is one.
    pub config: Option<Config>,
    /// The folder laid over the built-in rules, if there is one.
    rules: Option<Folder>,
}

/// A folder of rules.
#[derive(Clone, Debug)]
struct Folder {
    /// How to reach it from the working directory.
    path: PathBuf,
    /// The folder that its files may not be links out of, unless the user named it.
    root: Option<PathBuf>,
}

impl Folder {
    fn sources(&self) -> Result<Sources, Error> {
        let mut sources = Rulebook::builtin_sources();
        sources.overlay_within(&self.path, self.root.as_deref())?;
        Ok(sources)
    }
}

impl InForce {
    /// The sources of the rules.
    pub fn rule_sources(&self) -> Result<Sources, Error> {
        self.rules.as_ref().map_or_else(|| Ok(Rulebook::builtin_sources()), Folder::sources)
    }
}

/// Works out what is in force.
pub fn in_force(asked: &Asked) -> Result<InForce, Error> {
    let here = std::env::current_dir().map_err(|error| Error::usage(format!("the current folder cannot be read: {}", plain(&error))))?;
    let location = match &asked.config {
        Some(file) => Some(Location::named(file, &here)?),
        None if asked.no_config => None,
        None => Location::above(&here)?,
    };
    let config = location.map(|location| read::file(location, &here)).transpose()?;
    let rules = folder(asked, config.as_ref())?;
    let rulebook = match &rules {
        Some(folder) => {
            let rulebook = Rulebook::from_sources(&folder.sources()?)?;
            softens_what_there_is(&rulebook, folder)?;
            Cow::Owned(rulebook)
        }
        None => Cow::Borrowed(Rulebook::builtin()),
    };
    if let Some(config) = &config {
        let unknown = read::unknown_names(&config.values, &rulebook);
        if !unknown.is_empty() {
            return Err(mistakes(config, unknown));
        }
    }
    let settings = settings(asked, config.as_ref(), &rulebook)?;
    let own = rules.as_ref().map(|folder| normalised(&here.join(&folder.path)));
    let selection = selection(asked, config.as_ref(), own, &here, &settings.limits)?;
    Ok(InForce { rulebook, settings, selection, config, rules })
}

fn mistakes(config: &Config, list: Vec<Mistake>) -> Error {
    Error::Configuration(Box::new(Mistakes::new(Source::new(config.source.name(), config.source.text()), list)))
}

/// The folder of rules to lay over the built-in ones.
fn folder(asked: &Asked, config: Option<&Config>) -> Result<Option<Folder>, Error> {
    if let Some(folder) = &asked.rules {
        if !folder.is_dir() {
            return Err(Error::usage(format!("--rules: there is no folder `{}`", folder.display()))
                .with_help("The folder is laid out like the built-in rules: areas/<id>.yaml, titles.yaml, ..."));
        }
        return Ok(Some(Folder { path: folder.clone(), root: None }));
    }
    let Some((config, rules)) = config.and_then(|config| Some((config, config.values.rules.as_ref()?))) else {
        return Ok(None);
    };
    let Some(path) = config.location.rules(&rules.value) else {
        let mistake = Mistake::new(rules.span, format!("there is no folder `{}` in this repository", rules.value)).with_help(
            "`rules` names a folder relative to this file. To use one outside the repository, give --rules on the command line.",
        );
        return Err(mistakes(config, vec![mistake]));
    };
    Ok(Some(Folder { path, root: Some(config.location.root.clone()) }))
}

/// Which checks there are is not known where the rules are compiled.
fn softens_what_there_is(rulebook: &Rulebook, folder: &Folder) -> Result<(), Error> {
    for model in rulebook.role_models() {
        let unknown = model.softens.iter().map(|(id, _)| id).find(|id| checks::by_id(id).is_none());
        if let Some(id) = unknown {
            let file = folder.path.join("models").join(format!("{}.yaml", model.id));
            let message = format!("{}: `softens` names the check `{id}`, and there is none of this name", file.display());
            let help = near(id, checks::ALL.iter().map(|check| check.id)).map(|near| format!("Did you mean `{near}`?"));
            return Err(Error::Usage { message, help });
        }
    }
    Ok(())
}

fn settings(asked: &Asked, config: Option<&Config>, rulebook: &Rulebook) -> Result<Settings, Error> {
    if let Some(model) = &asked.model {
        known_model(model, rulebook)?;
    }
    let mut settings = Settings::default();
    if let Some(config) = config {
        let values = &config.values;
        settings.default_model = values.model.as_ref().map(|model| model.value.clone());
        settings.min_confidence = or(values.min_confidence.as_ref(), settings.min_confidence);
        settings.fail_on = or(values.fail_on.as_ref(), settings.fail_on);
        settings.suppressions = or(values.suppressions.as_ref(), settings.suppressions);
        settings.scope = or(values.scope.as_ref(), settings.scope);
        settings.scopes = values.scopes.as_ref().map(|scopes| scopes.value.clone()).unwrap_or_default();
        settings.titles = values.titles.iter().map(|(title, kind)| (title.clone(), kind.value.clone())).collect();
        let mut numbers = thresholds();
        numbers.extend(values.thresholds.iter().map(|(name, number)| (name.clone(), number.value.clone())));
        settings.thresholds = serde_json::from_value(Json::Object(numbers)).unwrap_or_default();
        settings.limits = limits(&values.limits);
    }
    settings.model.clone_from(&asked.model);
    settings.min_confidence = asked.min_confidence.unwrap_or(settings.min_confidence);
    settings.fail_on = asked.fail_on.unwrap_or(settings.fail_on);
    settings.suppressions &= !asked.no_suppressions;
    settings.scope = asked.scope.unwrap_or(settings.scope);
    let none = BTreeMap::new();
    choose_checks(&mut settings, asked, config.map_or(&none, |config| &config.values.severity));
    Ok(settings)
}

fn or<T: Copy>(set: Option<&Set<T>>, default: T) -> T {
    set.map_or(default, |set| set.value)
}

fn limits(values: &BTreeMap<&'static str, Set<u64>>) -> Limits {
    let mut limits = Limits::default();
    for (&name, number) in values {
        let number = number.value;
        match name {
            "file-size" => limits.file_size = number,
            "nesting" => limits.nesting = number as usize,
            "aliases" => limits.aliases = number as usize,
            _ => limits.duties = number as usize,
        }
    }
    limits
}

/// Which checks run, and how severe their findings are.
fn choose_checks(settings: &mut Settings, asked: &Asked, configured: &BTreeMap<&'static str, Set<Option<Severity>>>) {
    let selected = |id: &str| asked.select.iter().any(|selected| selected == id);
    for check in checks::ALL {
        let configured = configured.get(check.id).map(|severity| severity.value);
        let by_default = configured.map_or(check.default_on, |severity| severity.is_some());
        let chosen = selected(check.id) || selected("all") || by_default && (asked.select.is_empty() || selected("default"));
        // A file that could not be read must never look like one in which nothing was found.
        let essential = check.id == "unreadable-document" && by_default;
        let ignored = asked.ignore.iter().any(|ignored| ignored == check.id);
        if (chosen || essential) && !ignored {
            settings.select.push(check.id.to_owned());
            if let Some(Some(severity)) = configured {
                settings.severity.insert(check.id.to_owned(), Some(severity));
            }
        } else {
            settings.severity.insert(check.id.to_owned(), None);
        }
    }
}

/// Role models are rule files, so which there are is known only with the rules at hand.
fn known_model(model: &str, rulebook: &Rulebook) -> Result<(), Error> {
    if rulebook.role_model_called(model).is_some() {
        return Ok(());
    }
    let mut known: Vec<_> = rulebook.role_models().iter().map(|model| model.id.as_str()).collect();
    known.sort_unstable();
    let help = match near(model, known.iter().copied()) {
        Some(near) => format!("Did you mean `{near}`? Known models: {}.", known.join(", ")),
        None => format!("Known models: {}.", known.join(", ")),
    };
    Err(Error::usage(format!("--model: there is no role model `{model}`")).with_help(help))
}

fn selection(asked: &Asked, config: Option<&Config>, rules: Option<PathBuf>, here: &Path, limits: &Limits) -> Result<Selection, Error> {
    let mut selection = Selection { file_size: limits.file_size, own: rules.into_iter().collect(), ..Selection::default() };
    if let Some(config) = config {
        let patterns = |set: &Option<Set<Vec<String>>>| {
            let mut patterns = Patterns::new(here, &config.location.folder);
            // They were understood when the file was read.
            let texts = set.as_ref()?.value.iter();
            texts.for_each(|text| _ = patterns.push(text));
            Some(patterns)
        };
        selection.include = patterns(&config.values.include).filter(|patterns| !patterns.is_empty());
        selection.exclude.extend(patterns(&config.values.exclude));
        selection.own.push(config.location.path.clone());
    }
    if !asked.exclude.is_empty() {
        let mut patterns = Patterns::new(here, here);
        for text in &asked.exclude {
            patterns
                .push(text)
                .map_err(|bad| Error::usage(format!("--exclude {text}: {}", bad.message)).with_help(bad.help))?;
        }
        selection.exclude.push(patterns);
    }
    Ok(selection)
}
