//! The commands: each takes its arguments, does its work with the library, writes, and says how the run ended.

pub mod check;
pub mod classify;
pub mod completions;
pub mod config;
pub mod explain;
pub mod init;
pub mod rules;
pub mod schema;
pub mod table;

use crate::cli::{Cli, Command, Common};
use crate::error::{Error, Status};
use crate::report::{Look, Stream};
use std::io::{self, BufWriter, Write};

/// Bytes that are gathered before they are written: fewer than are mostly drawn in one go, which then need not be copied first.
const GATHERED: usize = 1 << 15;

/// Runs the command that was asked for.
pub fn run(cli: Cli) -> Result<Status, Error> {
    let common = cli.common;
    match cli.command {
        None => check::run(&cli.check, common),
        Some(Command::Check(arguments)) => check::run(&arguments, common),
        Some(Command::Table(arguments)) => table::run(&arguments, common),
        Some(Command::Classify(arguments)) => classify::run(&arguments, common),
        Some(Command::Explain(arguments)) => explain::run(&arguments, common),
        Some(Command::Rules(command)) => rules::run(&command, common),
        Some(Command::Config(command)) => config::run(&command, common),
        Some(Command::Init) => init::run(common),
        Some(Command::Schema(arguments)) => schema::run(&arguments),
        Some(Command::Completions { shell }) => completions::run(shell),
    }
}

impl Common {
    /// How standard output may look.
    pub fn look(self) -> Look {
        Look::of(Stream::Out, self.color)
    }

    /// How standard error may look.
    pub fn error_look(self) -> Look {
        Look::of(Stream::Err, self.color)
    }

    /// How many threads to use.
    pub fn threads(self) -> usize {
        let processors = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.threads.map_or_else(processors, usize::from)
    }

    /// Sets the number of threads for the work at hand; more threads than `tasks` would only cost time to start. This thread is one of
    /// them: it would only wait for the others otherwise, and each thread has a store of memory of its own that the others do not use.
    fn start_threads(self, tasks: usize) {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(self.threads().min(tasks).max(1)).use_current_thread();
        // It fails when threads have been started already, in tests; then those serve.
        _ = threads.build_global();
    }
}

/// Writes to standard output through `write`; a reader that goes away ends the writing, not the run.
fn to_stdout(look: Look, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    let stdout = io::stdout().lock();
    let written = if look.colour {
        // On old Windows consoles, colours are more than bytes.
        flushed(BufWriter::with_capacity(GATHERED, anstream::AutoStream::always(stdout)), write)
    } else {
        flushed(BufWriter::with_capacity(GATHERED, stdout), write)
    };
    match written.map_err(Error::output) {
        Err(error) if error.is_closed_pipe() => Ok(()),
        result => result,
    }
}

fn flushed(mut out: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    write(&mut out)?;
    out.flush()
}

/// Says something on standard error. Nobody can be told when that fails.
fn tell(text: &str) {
    _ = anstream::AutoStream::always(io::stderr().lock()).write_all(text.as_bytes());
}
