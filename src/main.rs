//! Parses the command line, calls the library, and turns the outcome into an exit status.

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, ColorChoice as ClapColor, CommandFactory, FromArgMatches};
use role_audit::cli::Cli;
use role_audit::commands;
use role_audit::error::Status;
use role_audit::guard;
use role_audit::report::{ColorChoice, Look, Stream, escape};
use std::ffi::OsString;
use std::io::Write;
use std::panic;
use std::process::ExitCode;

fn main() -> ExitCode {
    guard::install(|panic| {
        let said = panic.to_string();
        let text = format!(
            "internal error: {}\nThis is a mistake in role-audit, not in your documents. Please report it with these lines.\n",
            // It may quote a document.
            escape::lines(&said)
        );
        _ = std::io::stderr().write_all(text.as_bytes());
    });
    panic::catch_unwind(|| run(std::env::args_os().collect())).unwrap_or(Status::Internal.into())
}

fn run(arguments: Vec<OsString>) -> ExitCode {
    let cli = match parse(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            tell(&error);
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Status::Usage as u8));
        }
    };
    let look = cli.common.error_look();
    match commands::run(cli) {
        Ok(status) => status.into(),
        Err(error) => {
            _ = anstream::AutoStream::always(std::io::stderr().lock()).write_all(error.show(look).as_bytes());
            error.status().into()
        }
    }
}

/// Prints help, or what is wrong with the command line, which may repeat the name of a file.
fn tell(error: &clap::Error) {
    let said = error.render().to_string();
    // A reader that went away needs no help text.
    _ = if error.use_stderr() && said.chars().any(|c| c != '\n' && escape::is_hostile(c)) {
        std::io::stderr().write_all(escape::lines(&said).as_bytes())
    } else {
        error.print()
    };
}

fn parse(arguments: Vec<OsString>) -> Result<Cli, clap::Error> {
    let mut command = Cli::command().color(colour_of_help(&arguments));
    let matches = command.try_get_matches_from_mut(arguments)?;
    if let Some((name, _)) = matches.subcommand()
        && let Some(stray) = before_command(&command, &matches)
    {
        let message = format!("{stray} stands before the command; options of a command follow it: role-audit {name} {stray} ...");
        return Err(command.error(ErrorKind::ArgumentConflict, message));
    }
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// An option of `check` that stands before the name of a command, where it would be lost.
fn before_command(command: &clap::Command, matches: &ArgMatches) -> Option<String> {
    let given = |arg: &&clap::Arg| {
        let id = arg.get_id().as_str();
        !arg.is_global_set() && matches.try_contains_id(id).is_ok() && matches.value_source(id) == Some(ValueSource::CommandLine)
    };
    let arg = command.get_arguments().find(given)?;
    Some(arg.get_long().map_or_else(|| arg.get_id().to_string(), |long| format!("--{long}")))
}

/// What `--color` says, for the help and mistakes that are printed before the command line is understood.
fn colour_of_help(arguments: &[OsString]) -> ClapColor {
    let words: Vec<_> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let apart = words.iter().position(|word| *word == "--color").and_then(|at| words.get(at + 1).copied());
    let choice = words.iter().find_map(|word| word.strip_prefix("--color=")).or(apart);
    match choice {
        Some("always") => ClapColor::Always,
        Some("never") => ClapColor::Never,
        _ if Look::of(Stream::Out, ColorChoice::Auto).colour => ClapColor::Always,
        _ => ClapColor::Never,
    }
}
