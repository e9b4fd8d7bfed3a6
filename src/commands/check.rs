//! `role-audit check`: audits role documents and reports what it finds.

use super::{GATHERED, tell, to_stdout};
use crate::audit::Audit;
use crate::cli::{CheckArgs, Common, Target};
use crate::config::{InForce, in_force};
use crate::error::{self, Error, Status};
use crate::input;
use crate::progress::Progress;
use crate::report::{self, Format, Look, Report, View, count};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Checks the paths.
pub fn run(arguments: &CheckArgs, common: Common) -> Result<Status, Error> {
    let targets = targets(&arguments.format);
    apart(&targets)?;
    let force = in_force(&arguments.judging.asked())?;
    let audit = audit(&arguments.paths, arguments.stdin_name.as_deref(), &force, common)?;
    let report = Report { audit: &audit, rulebook: &force.rulebook, settings: &force.settings };
    for target in &targets {
        write(target, &report, common)?;
    }
    if targets.iter().any(|target| target.format == Format::Github) {
        job_summary(&report)?;
    }
    let status = status(&audit, &force);
    // The process ends here; giving back memory piece by piece would only take time.
    Box::leak(Box::new(audit));
    Ok(status)
}

/// How a run ends by what was found.
pub(super) fn status(audit: &Audit, force: &InForce) -> Status {
    let fails = |finding: &crate::finding::Finding| force.settings.fail_on.is_some_and(|severity| finding.severity >= severity);
    if audit.findings.iter().any(fails) { Status::Findings } else { Status::Clean }
}

/// Reads and audits paths.
pub(super) fn audit(paths: &[PathBuf], stdin_name: Option<&str>, force: &InForce, common: Common) -> Result<Audit, Error> {
    let InForce { rulebook, settings, selection, .. } = force;
    let found = input::find_selected(paths, stdin_name, common.threads(), selection, |sources| common.start_threads(sources))?;
    let total = found.len();
    let remarks = found.remarks.clone();
    let progress = Progress::start("Auditing", total, common.quiet);
    let audit = Audit::run_watched(found.read(), rulebook, settings, &|| progress.step());
    drop(progress);

    for remark in remarks {
        tell(&error::warning(common.error_look(), &remark));
    }
    if is_empty(&audit) {
        return Err(nothing_read(&audit));
    }
    Ok(audit)
}

/// Writes one report.
fn write(target: &Target, report: &Report<'_>, common: Common) -> Result<(), Error> {
    let view = |look| View { look, quiet: common.quiet, verbose: common.verbose };
    let Some(path) = &target.file else {
        let look = if target.format == Format::Human { common.look() } else { Look::FILE };
        return to_stdout(look, |out| report::write(target.format, report, view(look), out));
    };
    let written = File::create(path).and_then(|file| {
        let mut out = BufWriter::with_capacity(GATHERED, file);
        report::write(target.format, report, view(Look::FILE), &mut out)?;
        out.flush()
    });
    written.map_err(|error| Error::Output { to: path.display().to_string(), error })
}

/// Adds the report to the page that GitHub shows of a job, where there is one.
fn job_summary(report: &Report<'_>) -> Result<(), Error> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    let written = File::options().create(true).append(true).open(&path).and_then(|file| {
        let begun = file.metadata()?.len() > 0;
        let mut out = BufWriter::with_capacity(GATHERED, file);
        if begun {
            writeln!(out)?;
        }
        report::job_summary::write(report, &mut out)?;
        out.flush()
    });
    written.map_err(|error| Error::Output { to: format!("the job summary to {}", path.display()), error })
}

/// The formats asked for; without any, the one that suits the place.
fn targets(asked: &[Target]) -> Vec<Target> {
    if !asked.is_empty() {
        return asked.to_vec();
    }
    let on_github = std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true");
    vec![Target::stdout(if on_github { Format::Github } else { Format::Human })]
}

/// No two formats can go to one place.
fn apart(targets: &[Target]) -> Result<(), Error> {
    for (at, target) in targets.iter().enumerate() {
        if !targets[..at].iter().any(|other| other.file == target.file) {
            continue;
        }
        return Err(match &target.file {
            None => Error::usage("only one --format can go to standard output")
                .with_help("Send the others to files, as in --format json=report.json."),
            Some(file) => {
                Error::usage(format!("only one --format can go to `{}`", file.display())).with_help("Give each format a file of its own.")
            }
        });
    }
    Ok(())
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
