//! What the fuzzer holds to be true of any text is true of every fixture and of everything that was ever found (`tests/regressions`).

#[expect(unreachable_pub, reason = "the fuzz targets call it from outside")]
#[path = "../fuzz/src/lib.rs"]
mod promises;

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn yaml() {
    check("yaml", promises::yaml);
}

#[test]
fn markdown() {
    check("markdown", promises::markdown);
}

#[test]
fn classify() {
    check("classify", promises::classify);
}

#[test]
fn rules() {
    check("rules", promises::rules);
}

#[test]
fn configuration() {
    check("configuration", promises::configuration);
}

#[test]
fn audit() {
    check("audit", |text| {
        // The length of a text decides which reports are written of it.
        for padding in ["", "\n", "\n\n"] {
            promises::audit(&format!("{text}{padding}"));
        }
    });
}

fn check(target: &str, promise: impl Fn(&str)) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["fixtures", "tests/regressions"] {
        collect(&root.join(folder), &mut files);
    }
    assert!(files.len() > 30);
    for file in files {
        // Findings of one target are worth a try in the others.
        let text = String::from_utf8_lossy(&fs::read(&file).expect("it is readable")).into_owned();
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| promise(&text)));
        assert!(result.is_ok(), "{} with {}", target, file.display());
    }
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("it is readable") {
        let path = entry.expect("it is readable").path();
        if path.is_dir() {
            collect(&path, into);
        } else {
            into.push(path);
        }
    }
}
