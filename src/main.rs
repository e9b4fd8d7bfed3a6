//! Parses the command line, calls the library, and turns the outcome into an exit status.

fn main() {}
