//! `role-audit table`: audits role documents and shows what was found as tables for people who decide.

use super::check::{audit, status};
use super::{GATHERED, to_stdout};
use crate::cli::{Common, TableArgs};
use crate::config::in_force;
use crate::error::{Error, Status, plain};
use crate::limits::Limits;
use crate::report::{Look, Report, escape};
use crate::table::{Baseline, Table, TableFormat, View, render};
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;

/// Shows the tables.
pub fn run(arguments: &TableArgs, common: Common) -> Result<Status, Error> {
    let views = views(arguments)?;
    let baseline = arguments.baseline.as_deref().map(baseline).transpose()?;
    let force = in_force(&arguments.judging.asked())?;
    let audit = audit(&arguments.paths, arguments.stdin_name.as_deref(), &force, common)?;
    let report = Report { audit: &audit, rulebook: &force.rulebook, settings: &force.settings };
    let table = Table::new(&report, &views, baseline.as_ref());
    match &arguments.output {
        None => {
            let look = if arguments.format == TableFormat::Text { common.look() } else { Look::FILE };
            to_stdout(look, |out| render::write(arguments.format, &table, look, out))?;
        }
        Some(path) => {
            let written = File::create(path).and_then(|file| {
                let mut out = BufWriter::with_capacity(GATHERED, file);
                render::write(arguments.format, &table, Look::FILE, &mut out)?;
                out.flush()
            });
            written.map_err(|error| Error::Output { to: path.display().to_string(), error })?;
        }
    }
    Ok(status(&audit, &force))
}

/// The views to show, in their usual order.
fn views(arguments: &TableArgs) -> Result<Vec<View>, Error> {
    if arguments.view.is_empty() {
        return Ok(arguments.format.views().to_vec());
    }
    let views: Vec<View> = View::ALL.into_iter().filter(|view| arguments.view.contains(view)).collect();
    if arguments.format == TableFormat::Csv && views.len() > 1 {
        return Err(
            Error::usage("a CSV file holds one view").with_help("Ask for one, as in --view decisions, and run the command once for each.")
        );
    }
    Ok(views)
}

/// What an earlier run found.
fn baseline(path: &Path) -> Result<Baseline, Error> {
    let shown = path.display().to_string();
    let unread = |why: String| {
        Error::usage(format!("--baseline: `{}` cannot be used: {why}", escape::one_line(&shown)))
            .with_help("Make one with `role-audit check --format json=old.json`.")
    };
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(Limits::MOST.file_size).read_to_string(&mut text));
    read.map_err(|error| unread(plain(&error)))?;
    Baseline::read(&text).map_err(unread)
}
