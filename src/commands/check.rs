//! `role-audit check`: audits role documents and reports what it finds.

use super::{tell, to_stdout};
use crate::audit::Audit;
use crate::cli::{CheckArgs, Common, Target};
use crate::config::{InForce, in_force};
use crate::error::{self, Error, Status};
use crate::input;
use crate::progress::Progress;
use crate::report::{self, Format, Look, Report, View, count};
use std::fs::File;
use std::io::{BufWriter, Write};

/// Checks the paths.
pub fn run(arguments: &CheckArgs, common: Common) -> Result<Status, Error> {
    one_to_stdout(&arguments.format)?;
    let InForce { rulebook, settings, selection, .. } = in_force(&arguments.judging.asked())?;

    let found = input::find_selected(&arguments.paths, arguments.stdin_name.as_deref(), common.threads(), &selection)?;
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
