//! What `docs/formats.md` shows is what the program writes. With `UPDATE_DOCS=1` the page is rewritten.
//!
//! A `yaml` block with a name is a file; a `console` block begins with a command, which may end in `| jq PATH`, and goes on with
//! what the command writes.

mod folder;

use folder::Folder;
use serde_json::Value;
use std::fmt::Write;
use std::process::Command;

#[test]
fn every_example_is_what_the_program_writes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/formats.md");
    let page = std::fs::read_to_string(path).expect("the page is there").replace("\r\n", "\n");
    let mut files = Vec::new();
    let mut fresh = String::new();
    let mut examples = 0;
    let mut rest = page.as_str();
    while let Some(at) = rest.find("\n```") {
        let (before, fence) = rest.split_at(at + 1);
        let (info, block) = fence.split_once('\n').expect("a fence is a line");
        let (body, after) = block.split_once("\n```\n").expect("a fence is closed");
        writeln!(fresh, "{before}{info}").expect("a string takes everything");
        if let Some(name) = info.strip_prefix("```yaml ") {
            files.push((name, format!("{body}\n")));
        }
        if info == "```console" {
            let command = body.lines().next().unwrap_or_default();
            let written = run(command, &files);
            assert!(!written.trim().is_empty(), "{command} wrote nothing");
            write!(fresh, "{command}\n{}\n```\n", written.trim_end()).expect("a string takes everything");
            examples += 1;
        } else {
            write!(fresh, "{body}\n```\n").expect("a string takes everything");
        }
        rest = after;
    }
    fresh.push_str(rest);
    assert!(examples >= 10, "{examples}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &fresh).expect("the page can be written");
        return;
    }
    let stale = fresh.lines().zip(page.lines()).find(|(fresh, page)| fresh != page);
    assert!(fresh == page, "docs/formats.md is stale; UPDATE_DOCS=1 writes it anew: {stale:?}");
}

fn run(command: &str, files: &[(&str, String)]) -> String {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let folder = Folder::with(&files);
    let (command, query) = match command.split_once(" | jq ") {
        Some((command, query)) => (command, Some(query)),
        None => (command, None),
    };
    let arguments = command.strip_prefix("$ role-audit ").expect("an example runs the program").split(' ');
    let system = std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root));
    let output = Command::new(env!("CARGO_BIN_EXE_role-audit"))
        .args(arguments)
        .env_clear()
        .envs(system)
        .current_dir(folder.path())
        .output()
        .expect("the program starts");
    let text = String::from_utf8(output.stdout).expect("the program writes UTF-8");
    match query {
        None => text,
        Some(query) => {
            let value: Value = serde_json::from_str(&text).expect("it is JSON");
            let pointer = query.replace(['.', '['], "/").replace(']', "").replace("//", "/");
            let part = value.pointer(&pointer).expect("the query fits");
            serde_json::to_string_pretty(part).expect("a value becomes text")
        }
    }
}
