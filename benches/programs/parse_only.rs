//! Reads a folder of YAML files with the event parser alone, on as many threads as asked: what `check` is measured against.

use granit_parser::Parser;
use ignore::WalkBuilder;
use rayon::prelude::*;
use std::io::{self, Write as _};
use std::path::PathBuf;

fn main() -> io::Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let [threads, folder] = &asked[..] else {
        return Err(io::Error::other("usage: parse_only THREADS FOLDER"));
    };
    let threads = threads.parse().map_err(io::Error::other)?;
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().map_err(io::Error::other)?;
    let entries = WalkBuilder::new(folder).build().flatten();
    let paths: Vec<PathBuf> = entries.filter(|entry| entry.path().is_file()).map(ignore::DirEntry::into_path).collect();
    let events = paths.par_iter().map(|path| Ok(events(&std::fs::read_to_string(path)?))).sum::<io::Result<usize>>()?;
    writeln!(io::stdout(), "{} files, {events} events", paths.len())
}

/// How many events a text has before its end or its first fault.
fn events(text: &str) -> usize {
    let mut parser = Parser::new_from_str(text);
    std::iter::from_fn(|| parser.next_event()).take_while(Result::is_ok).count()
}
