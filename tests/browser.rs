//! The HTML report works in a browser: `tests/browser/report.mjs` says how. Where there is no Chromium, no Node.js or nothing
//! installed in `tests/browser`, the test says so and passes; `.ci/browser` installs all of it on a Debian machine.

mod folder;
mod program;

use folder::Folder;
use program::run_in;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Words and marks that must stay words in every part of the page.
const HOSTILE: &str = r#"team: "<b>Meter</b>"
roles:
  - title: "Product Manager <script>alert(1)</script>"
    duties:
      - "Own the product roadmap <img src=x onerror=alert(2)> averyveryverylongwordwithoutanyspacethatwouldpushtheedgeofanarrowscreen"
      - "</title></style></script><script>alert(3)</script> Define the product vision"
  - title: "Product Owner \" onfocus=\"alert(4)\" autofocus=\""
    duties: ["Own the product roadmap", "Order the backlog"]
"#;

#[test]
fn the_report_works_in_a_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scripts = root.join("tests/browser");
    let chromium = std::env::var_os("CHROMIUM").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from);
    let node = Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success());
    let missing = if !node {
        "Node.js"
    } else if !chromium.exists() {
        "Chromium"
    } else if ["playwright-core", "axe-core"].iter().any(|package| !scripts.join("node_modules").join(package).exists()) {
        "`npm ci` in tests/browser"
    } else {
        ""
    };
    if !missing.is_empty() {
        // Not through a macro, whose words the test harness would keep to itself.
        writeln!(std::io::stderr(), "\nNOTICE: the HTML report was not tested in a browser: {missing} is missing\n").expect("it is open");
        return;
    }
    let folder = Folder::with(&[("hostile.yaml", HOSTILE.as_bytes())]);
    let hostile = folder.path().join("hostile.html");
    let example = folder.path().join("example.html");
    for (from, path, to) in [(folder.path(), "hostile.yaml", &hostile), (root, "docs/example", &example)] {
        let to = to.to_str().expect("the path is text");
        let said = run_in(from, &["table", path, "--format", "html", "--output", to]);
        assert!(matches!(said.status, Some(0 | 1)), "{}{}", said.out, said.err);
        let output = Command::new("node")
            .arg(scripts.join("report.mjs"))
            .arg(to)
            .env("CHROMIUM", &chromium)
            .output()
            .expect("Node.js starts");
        assert!(output.status.success(), "{path}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
