//! A mistake in the program that one file brings to light is one finding that asks for a report; the other files are audited.

mod folder;

use folder::Folder;
use std::process::{Command, Stdio};

/// `ROLE_AUDIT_TEST_PANIC` is known to development builds only.
#[cfg(debug_assertions)]
#[test]
fn a_panic_costs_one_file_and_asks_for_a_report() {
    let good = b"title: Product Owner\nduties:\n  - Order the product backlog\n";
    let folder =
        Folder::with(&[("a.yaml", good), ("b.yaml", b"title: Product Manager\nduties:\n  - Own the \x1b roadmap\n"), ("c.yaml", good)]);
    for threads in ["1", "4"] {
        let output = Command::new(env!("CARGO_BIN_EXE_role-audit"))
            .args([".", "--format", "json", "--threads", threads])
            .env("ROLE_AUDIT_TEST_PANIC", "Own the")
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .output()
            .expect("the program starts");
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(1), ""));
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
        let findings = report["findings"].as_array().expect("a list");
        let [finding] = findings.iter().filter(|finding| finding["check"] == "unreadable-document").collect::<Vec<_>>()[..] else {
            panic!("{findings:?}")
        };
        assert_eq!(finding["labels"][0]["path"], "b.yaml");
        let said = format!("{} {}", finding["message"], finding["help"]);
        assert!(said.contains("provoked by Own the") && said.contains("guard.rs:"), "where and why is told: {said}");
        assert!(said.contains("mistake in role-audit") && said.contains("report it"), "{said}");
        let paths: Vec<_> = report["roles"].as_array().expect("a list").iter().map(|role| role["path"].clone()).collect();
        assert_eq!(paths, ["a.yaml", "c.yaml"]);
    }
}
