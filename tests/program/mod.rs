//! Runs the program as its users do.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What a run of the program said.
pub(crate) struct Said {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the program in a folder, with a terminal of 80 columns in mind.
pub(crate) fn run_in(folder: &Path, arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_role-audit"));
    // Windows programs do not start without it.
    let system = std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root));
    command.args(arguments).env_clear().envs(system).env("COLUMNS", "80").current_dir(folder).stdin(Stdio::null());
    let Output { status, stdout, stderr } = command.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    Said { status: status.code(), out: text(stdout), err: text(stderr) }
}
