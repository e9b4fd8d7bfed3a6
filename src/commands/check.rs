//! `role-audit check`: audits role documents and reports what it finds.

use super::{rule_sources, rulebook, tell, to_stdout};
use crate::audit::Audit;
use crate::checks;
use crate::cli::{CheckArgs, Common, Target};
use crate::error::{self, Error, Status, near};
use crate::input;
use crate::progress::Progress;
use crate::report::{self, Format, Look, Report, View, count};
use crate::settings::Settings;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};

/// Checks the paths.
pub fn run(arguments: &CheckArgs, common: Common) -> Result<Status, Error> {
    let rulebook = rulebook(arguments.rules.as_deref())?;
    let settings = settings(arguments)?;
    one_to_stdout(&arguments.format)?;

    let found = input::find(&arguments.paths, arguments.stdin_name.as_deref(), common.threads())?;
    common.start_threads(found.len());
    let total = found.len();
    let remarks = found.remarks.clone();
    let progress = Progress::start("Reading", total, common.quiet);
    let inputs = found.read(&|| progress.step());
    drop(progress);
    let progress = Progress::start("Auditing", total, common.quiet);
    let audit = Audit::run_watched(inputs, &rulebook, &settings, &|| progress.step());
    drop(progress);

    for remark in remarks {
        tell(&error::warning(common.error_look(), &remark));
    }
    if is_empty(&audit) {
        return Err(nothing_read(&audit));
    }
    let report = Report { audit: &audit, rulebook: &rulebook, settings: &settings };
    for target in &arguments.format {
        write(target, &report, common)?;
    }
    let fails = |finding: &crate::finding::Finding| settings.fail_on.is_some_and(|severity| finding.severity >= severity);
    Ok(if audit.findings.iter().any(fails) { Status::Findings } else { Status::Clean })
}

/// Writes one report.
fn write(target: &Target, report: &Report<'_>, common: Common) -> Result<(), Error> {
    let view = |look| View { look, quiet: common.quiet, verbose: common.verbose };
    let Some(path) = &target.file else {
        let look = if target.format == Format::Human { common.look() } else { Look::FILE };
        return to_stdout(look, |out| report::write(target.format, report, view(look), out));
    };
    let written = File::create(path).and_then(|file| {
        let mut out = BufWriter::with_capacity(1 << 16, file);
        report::write(target.format, report, view(Look::FILE), &mut out)?;
        out.flush()
    });
    written.map_err(|error| Error::Output { to: path.display().to_string(), error })
}

fn one_to_stdout(targets: &[Target]) -> Result<(), Error> {
    if targets.iter().filter(|target| target.file.is_none()).count() <= 1 {
        return Ok(());
    }
    Err(Error::usage("only one --format can go to standard output").with_help("Send the others to files, as in --format json=report.json."))
}

/// What the command line says about the run.
fn settings(arguments: &CheckArgs) -> Result<Settings, Error> {
    let mut severity = BTreeMap::new();
    let selected = |id: &str| arguments.select.iter().any(|selected| selected == id);
    let mut select: Vec<String> = Vec::new();
    for check in checks::ALL {
        // A file that could not be read must never look like one in which nothing was found.
        let essential = check.id == "unreadable-document";
        let on = arguments.select.is_empty() && check.default_on
            || selected(check.id)
            || selected("all")
            || selected("default") && check.default_on;
        if on {
            select.push(check.id.to_owned());
        } else if check.default_on && !essential {
            severity.insert(check.id.to_owned(), None);
        }
    }
    for id in &arguments.ignore {
        select.retain(|selected| selected != id);
        severity.insert(id.clone(), None);
    }
    if let Some(model) = &arguments.model {
        known_model(model, arguments)?;
    }
    let mut settings = Settings {
        select,
        severity,
        min_confidence: arguments.min_confidence.into(),
        fail_on: arguments.fail_on.severity(),
        ..Settings::default()
    };
    settings.model.clone_from(&arguments.model);
    Ok(settings)
}

/// Role models are rule files, so which there are is known only with the rules at hand.
fn known_model(model: &str, arguments: &CheckArgs) -> Result<(), Error> {
    let sources = rule_sources(arguments.rules.as_deref())?;
    let names = sources
        .folder("models")
        .filter_map(|file| file.path.rsplit('/').next()?.rsplit_once('.'))
        .map(|(name, _)| name);
    let mut known: Vec<_> = names.chain(["split"]).collect();
    known.sort_unstable();
    known.dedup();
    if known.contains(&model) {
        return Ok(());
    }
    let help = match near(model, known.iter().copied()) {
        Some(near) => format!("Did you mean `{near}`? Known models: {}.", known.join(", ")),
        None => format!("Known models: {}.", known.join(", ")),
    };
    Err(Error::usage(format!("--model: there is no role model `{model}`")).with_help(help))
}

/// Whether no file describes a role, and nothing was found either.
fn is_empty(audit: &Audit) -> bool {
    let matrices = audit.documents.iter().any(|document| !document.matrices.is_empty());
    audit.roles.is_empty() && !matrices && audit.findings.is_empty() && audit.problems.is_empty()
}

fn nothing_read(audit: &Audit) -> Error {
    let message = match audit.sources.as_slice() {
        [only] => format!("`{}` describes no role", report::escape::one_line(only.name())),
        several => format!("none of the {} describes a role", count(several.len(), "file", "files")),
    };
    Error::nothing(message).with_help(
        "A role document names a role (`title: Product Owner`, or a heading) and lists what the role does (`duties:`, or bullets \
         under a heading such as \"Responsibilities\").",
    )
}
