//! The configuration: it is found where it should be, the command line stands above it, mistakes in it are shown where they
//! are, and what is in force can be asked for.

mod folder;

use folder::Folder;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};

struct Said {
    status: Option<i32>,
    out: String,
    err: String,
}

fn run_in(folder: &Path, arguments: &[&str]) -> Said {
    let system = std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root));
    let output = Command::new(env!("CARGO_BIN_EXE_role-audit"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(system)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    Said { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// A repository with these files.
fn repository(files: &[(&str, &str)]) -> Folder {
    let files: Vec<(&str, &[u8])> = files.iter().map(|&(path, text)| (path, text.as_bytes())).collect();
    Folder::with(&[&[(".git/HEAD", &b""[..])], &files[..]].concat())
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let said = run_in(folder, &[&["check", "--format", "json"], arguments].concat());
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {} {}", said.out, said.err))
}

/// The settings that `config show` tells, by key.
fn shown(folder: &Path, arguments: &[&str]) -> Value {
    let said = run_in(folder, &[&["config", "show", "--format", "json"], arguments].concat());
    assert_eq!(said.status, Some(0), "{}", said.err);
    let object: Value = serde_json::from_str(&said.out).expect("it is JSON");
    object["settings"].clone()
}

/// Paths of the audited roles, and the checks of the findings.
fn paths(report: &Value) -> Vec<&str> {
    report["roles"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|role| role["path"].as_str().expect("a path"))
        .collect()
}

fn found(report: &Value) -> Vec<&str> {
    report["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|finding| finding["check"].as_str().expect("an id"))
        .collect()
}

const MANAGER: &str = "title: Product Manager\nduties:\n  - Own the product roadmap\n  - Define the product vision\n";
const OWNER: &str = "title: Product Owner\nduties:\n  - Order the product backlog\n  - Write acceptance criteria for user stories\n";
const MISPLACED: &str =
    "title: Product Manager\nduties:\n  - Write acceptance criteria for user stories\n  - Refine the backlog with the team\n";

#[test]
fn the_file_is_found_upwards_as_far_as_the_repository() {
    let folder = Folder::with(&[
        ("role-audit.yaml", b"fail-on: never\n"),
        ("repo/.git/HEAD", b""),
        ("repo/deep/er/a.yaml", MANAGER.as_bytes()),
        ("repo/other/.role-audit.yaml", b"fail-on: info\n"),
        ("repo/other/a.yaml", MANAGER.as_bytes()),
    ]);
    let fail_on = |below: &str| shown(&folder.path().join(below), &[])["fail-on"].clone();
    assert_eq!(fail_on("repo/deep/er")["value"], "error", "the file outside the repository does not count");
    assert_eq!(fail_on("repo/other")["value"], "info");
    std::fs::write(folder.path().join("repo/role-audit.yaml"), "fail-on: warning\n").expect("it is writable");
    let above = fail_on("repo/deep/er");
    assert_eq!((above["value"].as_str(), above["from"][0]["path"].as_str()), (Some("warning"), Some("../../role-audit.yaml")));
    assert_eq!(fail_on("repo/other")["value"], "info", "the nearest file counts");
    std::fs::write(folder.path().join("repo/other/role-audit.yaml"), "").expect("it is writable");
    let both = run_in(&folder.path().join("repo/other"), &["config", "show"]);
    assert_eq!(both.status, Some(2));
    assert!(both.err.contains("`role-audit.yaml` and `.role-audit.yaml`"), "{}", both.err);
}

#[test]
fn a_named_file_replaces_the_found_one_and_no_config_both() {
    let folder = repository(&[("role-audit.yaml", "fail-on: never\n"), ("ci/strict.yaml", "fail-on: info\n")]);
    let fail_on = |arguments: &[&str]| shown(folder.path(), arguments)["fail-on"]["value"].clone();
    assert_eq!(fail_on(&[]), "never");
    assert_eq!(fail_on(&["--config", "ci/strict.yaml"]), "info");
    assert_eq!(fail_on(&["--no-config"]), "error");
    let missing = run_in(folder.path(), &["check", "--config", "ci/strikt.yaml", "."]);
    assert_eq!(missing.status, Some(2));
    assert!(missing.err.contains("ci/strikt.yaml"), "{}", missing.err);
    assert_eq!(run_in(folder.path(), &["check", "--config", "ci", "."]).status, Some(2));
}

#[test]
fn the_command_line_stands_above_the_file_and_the_file_above_the_defaults() {
    let folder = repository(&[(
        "role-audit.yaml",
        "model: safe\nscope: directory\nmin-confidence: high\nfail-on: never\nsuppressions: off\nexclude: [drafts]\n\
         thresholds:\n  off-centre-share: 0.25\nlimits:\n  file-size: 2 MiB\nseverity:\n  compound-duty: warning\n  neighbour-duty: \"off\"\n",
    )]);
    let of = |settings: &Value, key: &str| {
        let entry = key.split('/').fold(settings, |below, key| &below[key]);
        (entry["value"].clone(), entry["from"].as_array().expect("origins").last().expect("one")["source"].clone())
    };
    let file = shown(folder.path(), &[]);
    for (key, value) in [
        ("model", Value::from("safe")),
        ("scope", "directory".into()),
        ("min-confidence", "high".into()),
        ("fail-on", "never".into()),
        ("suppressions", "off".into()),
        ("exclude", vec!["drafts"].into()),
        ("thresholds/off-centre-share", 0.25.into()),
        ("limits/file-size", "2 MiB".into()),
        ("severity/compound-duty", "warning".into()),
        ("severity/neighbour-duty", "off".into()),
    ] {
        assert_eq!(of(&file, key), (value, "file".into()), "{key}");
    }
    assert_eq!(of(&file, "thresholds/off-centre-duties"), (5.into(), "default".into()));
    assert_eq!(file["severity"]["compound-duty"]["from"][0]["line"], 12);
    let options = [
        "--model",
        "less",
        "--scope",
        "document",
        "--min-confidence",
        "low",
        "--fail-on",
        "info",
        "--exclude",
        "old",
        "--select",
        "neighbour-duty",
    ];
    let line = shown(folder.path(), &options);
    for (key, value) in [
        ("model", Value::from("less")),
        ("scope", "document".into()),
        ("min-confidence", "low".into()),
        ("fail-on", "info".into()),
        ("exclude", vec!["drafts", "old"].into()),
        ("severity/neighbour-duty", "info".into()),
        ("severity/compound-duty", "off".into()),
    ] {
        assert_eq!(of(&line, key), (value, "command-line".into()), "{key}");
    }
}

#[test]
fn what_config_show_prints_puts_the_same_in_force() {
    let folder = repository(&[(
        "role-audit.yaml",
        "model: trio\nscopes:\n  - {name: \"Shop: front\", kind: product, paths: [\"shop/**\", \"*.shop.md\"]}\n\
         titles:\n  \"Feature: Captain\": po\n  Yes: pm\ninclude: org\nlimits: {aliases: 3 KiB, duties: 7}\nseverity: {empty-role: info}\n",
    )]);
    let said = run_in(folder.path(), &["config", "show"]);
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert!(said.out.contains("# role-audit.yaml:1\n") && said.out.contains("# default\n"), "{}", said.out);
    std::fs::write(folder.path().join("printed.yaml"), &said.out).expect("it is writable");
    let (before, after) = (shown(folder.path(), &[]), shown(folder.path(), &["--config", "printed.yaml"]));
    assert_eq!(values(&before), values(&after));
    assert!(before.to_string().contains("Shop: front"));
}

#[test]
fn mistakes_are_shown_where_they_are_with_what_was_probably_meant() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("modle: safe\n", "role-audit.yaml:1:1", &["no key `modle`", "`model`", " ─────\n"]),
        ("model: saef\n", "role-audit.yaml:1:8", &["no role model `saef`", "`safe`", "        ────\n"]),
        (
            "severity:\n  two-ownrs: off\n  empty-role: warn\n",
            "role-audit.yaml:2:3",
            &["no check `two-ownrs`", "3:", "`warning`"],
        ),
        ("severity: [a]\n", "role-audit.yaml:1:11", &["a list"]),
        ("min-confidence: 3\n", "role-audit.yaml:1:17", &["low, medium, high"]),
        ("fail-on: {a: b}\n", "role-audit.yaml:1:10", &["a map"]),
        ("thresholds:\n  off-centre-share: 40\n", "role-audit.yaml:2:21", &["from 0 to 1"]),
        ("thresholds:\n  off-centre-duties: -1\n", "role-audit.yaml:2:22", &["a whole number"]),
        ("limits:\n  file-size: 3 parsecs\n", "role-audit.yaml:2:14", &["16 MiB"]),
        ("limits:\n  nesting: 100000\n", "role-audit.yaml:2:12", &["at most 128"]),
        ("scopes:\n  - kind: team\n    paths: [a]\n", "role-audit.yaml:2:5", &["no `name`"]),
        ("scopes:\n  - name: A\n    kind: squad\n    paths: [a]\n", "role-audit.yaml:3:11", &["team, product, train"]),
        ("scopes:\n  - name: A\n    path: [a]\n", "role-audit.yaml:3:5", &["`paths`"]),
        ("titles:\n  Captain: po\n  Colonel: captain\n", "role-audit.yaml:3:12", &["no kind of role `captain`"]),
        ("exclude: [../other]\n", "role-audit.yaml:1:11", &["points outside"]),
        ("include: [\"a/[\"]\n", "role-audit.yaml:1:11", &["cannot be understood"]),
        ("rules: ../elsewhere\n", "role-audit.yaml:1:8", &["no folder `../elsewhere` in this repository"]),
        ("model: safe\nmodel: less\n", "role-audit.yaml:2:1", &["stands twice", "first here"]),
        ("model: safe\n---\nmodel: less\n", "role-audit.yaml:3:1", &["one document"]),
        ("model: [safe\n", "role-audit.yaml:", &["not closed"]),
        ("just text\n", "role-audit.yaml:1:1", &["a text"]),
    ];
    for (text, place, words) in cases {
        let folder = repository(&[("role-audit.yaml", text), ("a.yaml", MANAGER)]);
        let said = run_in(folder.path(), &["check", "."]);
        assert_eq!((said.status, said.out.as_str()), (Some(2), ""), "{text}: {}", said.err);
        assert!(said.err.contains(place), "{text} should be at {place}: {}", said.err);
        for word in *words {
            assert!(said.err.contains(word), "{text} should say {word}: {}", said.err);
        }
    }
}

#[test]
fn every_mistake_is_told_at_once() {
    let folder = repository(&[("role-audit.yaml", "modle: safe\nfail-on: sometimes\nlimits: {depth: 3}\n")]);
    let said = run_in(folder.path(), &["config", "show"]);
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("3 mistakes"), "{}", said.err);
}

#[test]
fn what_is_no_readable_text_is_a_mistake_too() {
    for bytes in [&b"model: \xff\n"[..], b"\xff\xfem\0o\0", b"a\0b"] {
        let folder = Folder::with(&[(".git/HEAD", b""), ("role-audit.yaml", bytes)]);
        let said = run_in(folder.path(), &["config", "show"]);
        assert_eq!(said.status, Some(2), "{}", said.err);
        assert!(said.err.contains("role-audit.yaml"), "{}", said.err);
    }
}

#[test]
fn init_writes_a_file_that_changes_nothing_and_never_overwrites() {
    let folder = repository(&[]);
    let before = shown(folder.path(), &[]);
    let said = run_in(folder.path(), &["init"]);
    assert_eq!(said.status, Some(0), "{}", said.err);
    let file = folder.path().join("role-audit.yaml");
    let written = std::fs::read_to_string(&file).expect("it was written");
    assert_eq!(shown(folder.path(), &[]), before);
    let again = run_in(folder.path(), &["init"]);
    assert_eq!(again.status, Some(2));
    assert!(again.err.contains("not overwritten"), "{}", again.err);
    // With every `#` before a key removed it is a configuration without mistakes.
    let settings: Vec<_> = written
        .lines()
        .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ') || rest.starts_with("  ")))
        .collect();
    let text: String = settings.iter().flatten().filter(|line| !line.is_empty()).flat_map(|line| [line, "\n"]).collect();
    std::fs::create_dir(folder.path().join("role-rules")).expect("it is writable");
    std::fs::write(&file, &text).expect("it is writable");
    let changed = shown(folder.path(), &[]);
    for key in role_audit::config::keys::KEYS {
        assert!(text.contains(&format!("\n{key}:")) || text.starts_with(&format!("{key}:")), "the starter has no `{key}`");
    }
    for key in ["scope", "thresholds", "min-confidence", "fail-on", "suppressions", "limits"] {
        assert_eq!(values(&changed[key]), values(&before[key]), "the starter shows another default of `{key}`");
    }
    let hidden = repository(&[(".role-audit.yaml", "")]);
    assert_eq!(run_in(hidden.path(), &["init"]).status, Some(2));
}

#[test]
fn scopes_by_path_make_files_comparable() {
    let files = |config: &'static str| {
        repository(&[
            ("role-audit.yaml", config),
            ("org/checkout/pm.yaml", MANAGER),
            ("org/checkout/po.md", "# Product Owner\n\n## Responsibilities\n\n- Own the product roadmap\n"),
            ("org/search/pm.yaml", MANAGER),
        ])
    };
    let mapped = files("scopes:\n  - {name: Checkout, kind: team, paths: [org/checkout]}\n  - {name: Search, paths: org/search/**}\n");
    for (below, path) in [("", "org"), ("org", "."), ("org/checkout", "..")] {
        let report = json(&mapped.path().join(below), &[path]);
        let teams: Vec<_> = report["roles"].as_array().expect("roles").iter().map(|role| role["team"].as_str().unwrap_or("-")).collect();
        assert_eq!(teams, ["Checkout", "Checkout", "Search"], "from {below:?}: {report}");
    }
    let product = files("scopes:\n  - {name: Shop, kind: product, paths: [org]}\n");
    let report = json(product.path(), &["org"]);
    assert!(report["roles"].as_array().expect("roles").iter().all(|role| role["product"] == "Shop"), "{report}");
}

#[test]
fn files_that_share_a_scope_are_compared() {
    let claim = |title: &str| format!("title: {title}\nduties:\n  - Own the product roadmap\n  - Decide on the product roadmap\n");
    let (manager, owner) = (claim("Product Manager"), claim("Product Owner"));
    let with = |config: &str, arguments: &[&str]| {
        let folder = repository(&[("role-audit.yaml", config), ("checkout/pm.yaml", &manager), ("checkout/po.yaml", &owner)]);
        found(&json(folder.path(), arguments)).contains(&"two-owners")
    };
    assert!(!with("", &[]), "nothing says that they belong together");
    assert!(with("scopes: [{name: Checkout, paths: [checkout]}]", &[]));
    assert!(!with("scopes: [{name: One, paths: [checkout/pm.yaml]}, {name: Other, paths: [checkout/po.yaml]}]", &[]));
    assert!(with("", &["--scope", "directory"]));
    assert!(with("scope: directory", &[]));
    assert!(!with("scope: directory", &["--scope", "document"]));
}

#[test]
fn comments_allow_findings_unless_that_is_turned_off() {
    let text = MISPLACED.replacen("stories\n", "stories # role-audit: allow(pm-holds-po-duty) small company\n", 1);
    let suppressed = |config: &str, arguments: &[&str]| {
        let folder = repository(&[("role-audit.yaml", config), ("a.yaml", &text)]);
        json(folder.path(), &[&["a.yaml"], arguments].concat())["summary"]["suppressed"].clone()
    };
    assert_eq!(suppressed("", &[]), 1);
    assert_eq!(suppressed("", &["--no-suppressions"]), 0);
    assert_eq!(suppressed("suppressions: off", &[]), 0);
}

#[test]
fn severity_is_set_and_checks_are_turned_off() {
    let with = |config: &str, arguments: &[&str]| {
        let folder = repository(&[("role-audit.yaml", config), ("a.yaml", MISPLACED)]);
        let status = run_in(folder.path(), &[&["check", "a.yaml"], arguments].concat()).status;
        (json(folder.path(), &[&["a.yaml"], arguments].concat()), status)
    };
    let id = "pm-holds-po-duty";
    let (report, status) = with("", &[]);
    assert!(found(&report).contains(&id), "{report}");
    assert_eq!(status, Some(0));
    let (report, status) = with("severity:\n  pm-holds-po-duty: error\n", &[]);
    let finding = report["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|finding| finding["check"] == id)
        .expect("it is found");
    assert_eq!((finding["severity"].as_str(), status), (Some("error"), Some(1)));
    let (report, _) = with("severity:\n  pm-holds-po-duty: off\n", &[]);
    assert!(!found(&report).contains(&id), "{report}");
    let (report, _) = with("severity:\n  pm-holds-po-duty: off\n", &["--select", id]);
    assert!(found(&report).contains(&id), "the command line asks for it: {report}");
}

#[test]
fn titles_of_ones_own_name_a_kind_of_role() {
    let text = "title: Feature  captain\nduties:\n  - Order the product backlog\n";
    let folder = repository(&[("role-audit.yaml", "titles:\n  Feature Captain: po\n"), ("a.yaml", text)]);
    assert_eq!(json(folder.path(), &["a.yaml"])["roles"][0]["kind"], "po");
    assert_ne!(json(folder.path(), &["--no-config", "a.yaml"])["roles"][0]["kind"], "po");
    let kind = |title: &str| {
        let text = format!("title: {title}\nduties:\n  - Order the product backlog\n");
        let folder = repository(&[("role-audit.yaml", "titles:\n  Feature Captain: po\n"), ("a.yaml", &text)]);
        json(folder.path(), &["a.yaml"])["roles"][0]["kind"] == "po"
    };
    assert!(kind("Senior Feature Captain (m/f/d) - Payments"));
    assert!(!kind("Captain") && !kind("Feature Captain Trainer"));
}

#[test]
fn commands_that_read_no_documents_follow_the_configuration_too() {
    let area = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/areas/product-goal.yaml")).expect("it is there");
    let definition = area.lines().find(|line| line.starts_with("definition:")).expect("it has one");
    let area = area.replace(definition, "definition: Everything about balloons.");
    let area = area.replace("    - product goals\n", "    - product goals\n    - balloon fleet\n");
    let settings = "rules: house\nmin-confidence: high\nseverity: {two-owners: warning, empty-role: off}\n";
    let files = [("role-audit.yaml", settings), ("house/areas/product-goal.yaml", &area)];
    let folder = repository(&files);
    let out = |arguments: &[&str]| {
        let said = run_in(folder.path(), arguments);
        format!("{}{}", said.out, said.err)
    };
    assert!(
        out(&["explain", "product-goal"]).contains("Everything about balloons"),
        "{}",
        out(&["explain", "product-goal"])
    );
    assert!(!out(&["explain", "product-goal", "--no-config"]).contains("balloons"));
    assert!(out(&["explain", "two-owners"]).contains("Severity: warning by `role-audit.yaml`, error otherwise"));
    assert!(out(&["explain", "empty-role"]).contains("`role-audit.yaml` turns the check off"));
    assert!(out(&["explain", "two-owners", "--no-config"]).contains("Severity: error."));
    let classified = |arguments: &[&str]| out(&[&["classify", "Own the balloon fleet"], arguments].concat());
    assert!(
        classified(&[]).contains("product-goal") && !classified(&["--no-config"]).contains("product-goal"),
        "{}",
        classified(&[])
    );
    std::fs::write(folder.path().join("house/areas/product-goal.yaml"), "id: [").expect("it is writable");
    for command in [&["rules", "list"][..], &["rules", "test"], &["explain"], &["classify", "Own it"], &["schema", "document"]] {
        assert_eq!(run_in(folder.path(), command).status, Some(2), "{command:?}");
        assert_ne!(run_in(folder.path(), &[command, &["--no-config"]].concat()).status, Some(2), "{command:?}");
    }
    std::fs::write(folder.path().join("other.yaml"), "modle: safe\n").expect("it is writable");
    assert_eq!(run_in(folder.path(), &["classify", "--config", "other.yaml", "Own it"]).status, Some(2));
}

#[test]
fn a_folder_of_rules_with_a_model_of_ones_own_needs_no_other_program() {
    let model = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/models/solo.yaml")).expect("it is there");
    let model = model
        .replace("id: solo", "id: ours")
        .replace("name: One person is both", "name: Our way")
        .replace("aliases: [", "aliases: [our way of working, ");
    let files = [
        ("role-audit.yaml", "model: ours\nrules: house/rules\n"),
        ("house/rules/models/ours.yaml", &model),
        ("a.yaml", MISPLACED),
    ];
    let folder = repository(&files);
    let report = json(folder.path(), &["."]);
    assert_eq!(report["roles"][0]["model"], "ours", "{report}");
    assert!(!found(&report).contains(&"pm-holds-po-duty"), "one person is both here: {report}");
    assert_eq!(paths(&report), ["a.yaml"], "rules are no role documents");
    let unknown = run_in(folder.path(), &["check", "--no-config", "--model", "ours", "a.yaml"]);
    assert_eq!(unknown.status, Some(2), "{}", unknown.err);
    std::fs::create_dir(folder.path().join("sub")).expect("it is writable");
    assert_eq!(json(&folder.path().join("sub"), &["../a.yaml"])["roles"][0]["model"], "ours");
}

#[test]
fn include_and_exclude_choose_among_files_met_in_folders() {
    let files = [
        ("role-audit.yaml", "include: [org]\nexclude: [drafts, \"*.old.yaml\"]\n"),
        ("org/a.yaml", MANAGER),
        ("org/drafts/b.yaml", OWNER),
        ("org/c.old.yaml", OWNER),
        ("other/d.yaml", OWNER),
    ];
    let folder = repository(&files);
    assert_eq!(paths(&json(folder.path(), &[])), ["org/a.yaml"]);
    assert_eq!(paths(&json(&folder.path().join("org"), &["."])), ["a.yaml"]);
    assert_eq!(paths(&json(folder.path(), &["**/*.yaml"])), ["org/a.yaml", "other/d.yaml"], "patterns choose for themselves");
    assert_eq!(
        paths(&json(folder.path(), &["org/drafts", "org/c.old.yaml"])),
        ["org/c.old.yaml", "org/drafts/b.yaml"],
        "named"
    );
    assert_eq!(paths(&json(folder.path(), &["--no-config", "--exclude", "org", "--exclude", "x"])), ["other/d.yaml"]);
    let nothing = run_in(folder.path(), &["check", "--exclude", "org"]);
    assert_eq!(nothing.status, Some(3));
    assert!(nothing.err.contains("excluded"), "{}", nothing.err);
    assert_eq!(run_in(folder.path(), &["check", "--exclude", "../x"]).status, Some(2));
}

#[test]
fn the_configuration_is_never_audited() {
    let titled = "titles:\n  Product Owner: po\n";
    let folder = repository(&[("role-audit.yaml", titled), ("team/.role-audit.yaml", titled), ("ours.yaml", titled), ("a.yaml", MANAGER)]);
    assert_eq!(paths(&json(folder.path(), &[])), ["a.yaml"]);
    let named = run_in(folder.path(), &["check", "--config", "ours.yaml", "-v", "a.yaml", "ours.yaml", "role-audit.yaml"]);
    assert_eq!(named.status, Some(0), "{}{}", named.out, named.err);
    assert!(named.out.contains("1 file,") && !named.out.contains("Passed over"), "{}", named.out);
    let alone = run_in(folder.path(), &["check", "role-audit.yaml"]);
    assert_eq!(alone.status, Some(3));
    assert!(alone.err.contains("configuration"), "{}", alone.err);
}

#[test]
fn limits_are_findings_and_can_be_set() {
    let limited = |limits: &str, text: &str| {
        let folder = repository(&[("role-audit.yaml", &format!("limits: {limits}\n")), ("a.yaml", text), ("b.yaml", MANAGER)]);
        let report = json(folder.path(), &["."]);
        let finding = report["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|finding| finding["check"] == "unreadable-document");
        assert!(paths(&report).contains(&"b.yaml"), "other files are audited: {report}");
        let message = finding.map_or("", |finding| finding["message"].as_str().expect("a message"));
        message.strip_prefix("a.yaml: ").unwrap_or(message).to_owned()
    };
    let many = format!("title: Product Owner\nduties:\n{}", "  - Order the product backlog\n".repeat(9));
    assert_eq!(limited("{duties: 8}", &many), "this file lists more than 8 duties, which is the limit");
    assert_eq!(limited("{duties: 9}", &many), "");
    assert_eq!(limited("{file-size: 200}", &many), format!("this file has {} bytes; the limit is 200 bytes", many.len()));
    let deep = "title: Product Owner\nduties:\n  - {a: {b: {c: {d: Order the backlog}}}}\n";
    assert!(limited("{nesting: 4}", deep).contains("nested too deeply"));
    assert_eq!(limited("{nesting: 9}", deep), "");
    let list = (0..40).map(|_| "*a").collect::<Vec<_>>().join(", ");
    let aliases = format!("x: &a [{}]\ntitle: Product Owner\nduties: [{list}]\n", "Order the product backlog every week, ".repeat(20));
    assert!(limited("{aliases: 1}", &aliases).contains("aliases"));
    assert_eq!(limited("{aliases: 1 MiB}", &aliases), "");
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_repository_is_read() {
    use std::os::unix::fs::symlink;
    let outside = Folder::with(&[("secret.yaml", b"password: hunter2\n"), ("rules/keys.yaml", b"title: [hunter2]\n")]);
    let link = |from: &str, to: &Path| {
        let folder = repository(&[("a.yaml", MANAGER), ("rules/models/x.txt", "")]);
        symlink(outside.path().join(from), folder.path().join(to)).expect("it is writable");
        folder
    };
    let config = link("secret.yaml", Path::new("role-audit.yaml"));
    let rules = link("rules", Path::new("house"));
    std::fs::write(rules.path().join("role-audit.yaml"), "rules: house\n").expect("it is writable");
    let file = link("secret.yaml", Path::new("rules/keys.yaml"));
    std::fs::write(file.path().join("role-audit.yaml"), "rules: rules\n").expect("it is writable");
    for folder in [config, rules, file] {
        let said = run_in(folder.path(), &["check", "."]);
        assert_eq!(said.status, Some(2), "{}", said.err);
        assert!(!said.err.contains("hunter2") && !said.out.contains("hunter2"), "{}", said.err);
    }
}

#[cfg(unix)]
#[test]
fn a_configuration_that_is_no_file_does_not_hang() {
    let folder = repository(&[("a.yaml", MANAGER)]);
    let made = Command::new("mkfifo").arg(folder.path().join("role-audit.yaml")).status();
    if made.is_ok_and(|status| status.success()) {
        let said = run_in(folder.path(), &["check", "."]);
        assert_eq!(said.status, Some(2));
        assert!(said.err.contains("pipe"), "{}", said.err);
    }
}

/// The YAML examples of the page about the configuration, with what stands before each.
fn examples(page: &str) -> Vec<&str> {
    page.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default()).collect()
}

#[test]
fn the_page_documents_every_key_and_its_examples_hold() {
    use role_audit::config::keys::{KEYS, LIMIT_KEYS, SCOPE_KEYS, thresholds};
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md")).expect("it is there");
    for key in KEYS {
        assert!(page.contains(&format!("\n### `{key}`\n")), "`{key}` has no section");
    }
    let headings: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    assert_eq!(headings, KEYS, "the sections are the keys, in order");
    for key in SCOPE_KEYS {
        assert!(page.contains(&format!("`{key}`")), "`{key}` of a scope is not explained");
    }
    for key in LIMIT_KEYS {
        assert!(page.contains(&format!("| `{key}` |")), "the limit `{key}` is not explained");
    }
    for (key, value) in thresholds() {
        assert!(
            page.contains(&format!("| `{key}` | {value} |")),
            "the threshold `{key}` is not explained with its default {value}"
        );
    }
    let folder = repository(&[("role-rules/models/readme.txt", "")]);
    let examples = examples(&page);
    assert!(examples.len() > 4);
    for example in &examples {
        std::fs::write(folder.path().join("role-audit.yaml"), example).expect("it is writable");
        let said = run_in(folder.path(), &["config", "show"]);
        assert_eq!(said.status, Some(0), "{example}\n{}", said.err);
    }
    std::fs::write(folder.path().join("role-audit.yaml"), examples[0]).expect("it is writable");
    let (documented, defaults) = (shown(folder.path(), &[]), shown(folder.path(), &["--no-config"]));
    for key in KEYS {
        assert_eq!(values(&documented[key]), values(&defaults[key]), "the page shows another default of `{key}`");
    }
}

/// Settings without where they come from.
fn values(value: &Value) -> Value {
    match value {
        Value::Object(map) if map.contains_key("from") => map["value"].clone(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), values(value))).collect(),
        other => other.clone(),
    }
}
