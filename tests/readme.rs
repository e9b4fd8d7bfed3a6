//! The README tells the truth: its commands are run and their output compared, and its tables are made from the program.
//!
//! In a `console` block, a line with `$` is a command and what follows is its output. With `UPDATE_README=1` outputs and tables
//! are rewritten to what the program says; read the difference before you believe it.

use role_audit::checks;
use role_audit::rulebook::Rulebook;
use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

/// Commands that the test does not run, because they build or test the program itself.
const NOT_RUN: &[&str] = &["cargo install --path .", "cargo test"];

#[test]
fn the_readme_shows_what_the_program_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    // A clone on Windows may have other line ends.
    let readme = std::fs::read_to_string(&path).expect("the README exists").replace("\r\n", "\n");
    let fresh = with_table(&with_table(&with_outputs(&readme), "checks", &checks_table()), "models", &models_table());
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, &fresh).expect("the README can be written");
        return;
    }
    for (number, (old, new)) in readme.lines().zip(fresh.lines()).enumerate() {
        assert_eq!(old, new, "README.md:{}; refresh it with UPDATE_README=1 cargo test --test readme", number + 1);
    }
    assert_eq!(readme.lines().count(), fresh.lines().count(), "README.md has too many or too few lines");
}

/// The text with the output below each command as it is now.
fn with_outputs(text: &str) -> String {
    let mut fresh = String::new();
    let (mut in_console, mut status) = (false, None);
    for line in text.lines() {
        if line.starts_with("```") {
            in_console = line == "```console";
        }
        match line.strip_prefix("$ ") {
            Some(command) if in_console => {
                writeln!(fresh, "{line}").expect("a string");
                if command == "echo $?" {
                    let status: i32 = status.expect("a command before it");
                    writeln!(fresh, "{status}").expect("a string");
                } else if !NOT_RUN.contains(&command) {
                    let (output, code) = run(command);
                    status = Some(code);
                    fresh.push_str(&output);
                }
            }
            None if in_console && !line.starts_with("```") => {}
            _ => writeln!(fresh, "{line}").expect("a string"),
        }
    }
    fresh
}

/// The text with the rows between `<!-- name -->` and `<!-- /name -->` replaced.
fn with_table(text: &str, name: &str, rows: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&open).expect("the table begins") + open.len();
    let end = text.find(&close).expect("the table ends");
    // Comments between rows would end a table in Markdown, so its head moves with the rows.
    format!("{}{rows}{}", &text[..start], &text[end..])
}

fn checks_table() -> String {
    let mut rows = String::from("| check | severity | what it reports |\n|---|---|---|\n");
    for check in checks::ALL {
        let said = check.page.split_once("## What it reports").map_or("", |(_, rest)| rest).trim();
        let first = said.split("\n\n").next().unwrap_or_default().replace('\n', " ");
        let first = first.split_once(". ").map_or(first.trim_end_matches('.'), |(sentence, _)| sentence);
        let off = if check.default_on { "" } else { ", *off*" };
        let file = check.id.replace('-', "_");
        writeln!(rows, "| [{}](src/checks/{file}.md) | {}{off} | {first} |", check.id, check.severity.name()).expect("a string");
    }
    rows
}

fn models_table() -> String {
    let mut rows = String::from("| model | who decides what |\n|---|---|\n");
    for model in Rulebook::builtin().role_models() {
        writeln!(rows, "| [{0}](rules/models/{0}.yaml) | {1} |", model.id, model.when).expect("a string");
    }
    rows
}

/// What a command prints, and its status.
fn run(command: &str) -> (String, i32) {
    let words = words(command);
    let arguments = words
        .strip_prefix(&["cargo", "run", "--release", "--"].map(str::to_owned))
        .or(words.strip_prefix(&["role-audit".to_owned()]));
    let mut arguments = arguments.unwrap_or_else(|| panic!("the test cannot run `{command}`")).to_vec();
    let mut stdin = Stdio::null();
    if let Some(at) = arguments.iter().position(|word| word == "<") {
        stdin = File::open(root().join(&arguments[at + 1])).expect("the file exists").into();
        arguments.truncate(at);
    }
    let system = std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root));
    let output = Command::new(env!("CARGO_BIN_EXE_role-audit"))
        .args(arguments)
        .env_clear()
        .envs(system)
        .current_dir(root())
        .stdin(stdin)
        .output()
        .expect("the program starts");
    let text = String::from_utf8([output.stdout, output.stderr].concat()).expect("the program writes UTF-8");
    (text, output.status.code().expect("it ends by itself"))
}

/// The words of a command; double quotes hold several together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in command.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
