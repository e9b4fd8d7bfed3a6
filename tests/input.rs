//! Paths, folders and patterns lead to the files that the user means, in an order that never changes, and whatever cannot be
//! read is one input with a reason.

mod folder;

use folder::Folder;
use rayon::prelude::*;
use role_audit::audit::Input;
use role_audit::document::Problem;
use role_audit::error::{Error, Status};
use role_audit::input;
use std::fs;
use std::path::PathBuf;

/// What some arguments lead to, with the name of the folder taken off; arguments are below the folder unless they are `-`.
fn inputs(folder: &Folder, arguments: &[&str]) -> Result<Vec<Input>, Error> {
    let arguments: Vec<PathBuf> = arguments.iter().map(|argument| folder.path().join(argument)).collect();
    Ok(input::find(&arguments, None, 2)?.read().collect())
}

fn names(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let root = format!("{}/", folder.path().to_string_lossy().replace('\\', "/"));
    let inputs = inputs(folder, arguments).expect("something is found");
    inputs
        .iter()
        .map(|input| input.source.name().strip_prefix(&root).unwrap_or(input.source.name()).to_owned())
        .collect()
}

fn failure(input: &Input) -> &str {
    match &input.failure {
        Some(Problem::Unreadable { message, .. }) => message,
        other => panic!("no failure but {other:?}"),
    }
}

const ORG: &[(&str, &[u8])] = &[
    ("org/b.yaml", b"b"),
    ("org/a.yml", b"a"),
    ("org/sub/c.MD", b"c"),
    ("org/sub/d.markdown", b"d"),
    ("org/sub/deep/e.json", b"e"),
    ("org/sub/notes.txt", b"t"),
    ("org/.hidden.yaml", b"h"),
    ("org/.github/f.yaml", b"f"),
    ("org/drafts/g.yaml", b"g"),
    ("org/.gitignore", b"drafts/\n"),
];

#[test]
fn a_folder_is_walked_in_order_without_hidden_and_ignored_files() {
    let folder = Folder::with(ORG);
    let expected = ["org/a.yml", "org/b.yaml", "org/sub/c.MD", "org/sub/d.markdown", "org/sub/deep/e.json"];
    assert_eq!(names(&folder, &["org"]), expected);
    let inputs = inputs(&folder, &["org"]).expect("something is found");
    assert!(inputs.iter().all(|input| !input.named && input.failure.is_none()));
    assert_eq!(inputs[0].source.text(), "a");
}

#[test]
fn what_is_named_is_read_even_when_it_is_hidden_ignored_or_ends_otherwise() {
    let folder = Folder::with(ORG);
    let arguments = ["org/sub/notes.txt", "org/.hidden.yaml", "org/drafts/g.yaml"];
    assert_eq!(names(&folder, &arguments), ["org/.hidden.yaml", "org/drafts/g.yaml", "org/sub/notes.txt"]);
    assert!(inputs(&folder, &arguments).expect("something is found").iter().all(|input| input.named));
}

#[test]
fn patterns_match_without_a_shell() {
    let folder = Folder::with(ORG);
    assert_eq!(names(&folder, &["org/*.y*ml"]), ["org/a.yml", "org/b.yaml"]);
    assert_eq!(names(&folder, &["org/**/*.{yaml,json}"]), ["org/b.yaml", "org/sub/deep/e.json"]);
    assert_eq!(names(&folder, &["org/[ab].*"]), ["org/a.yml", "org/b.yaml"]);
    assert_eq!(names(&folder, &["org/.*/*.yaml"]), ["org/.github/f.yaml"]);
    assert_eq!(names(&folder, &["org/sub/*.txt"]), ["org/sub/notes.txt"]);
}

#[test]
fn a_file_whose_name_looks_like_a_pattern_is_that_file() {
    let folder = Folder::with(&[("[draft].yaml", b"x"), ("d.yaml", b"y")]);
    assert_eq!(names(&folder, &["[draft].yaml"]), ["[draft].yaml"]);
}

#[test]
fn nothing_is_read_twice_and_the_order_of_arguments_does_not_matter() {
    let folder = Folder::with(ORG);
    let straight = names(&folder, &["org", "org/b.yaml", "org/*.yaml", "org/sub/../b.yaml"]);
    let shuffled = names(&folder, &["org/sub/../b.yaml", "org/*.yaml", "org/b.yaml", "org"]);
    assert_eq!(straight, shuffled);
    assert_eq!(straight.iter().filter(|name| name.ends_with("b.yaml")).count(), 1, "{straight:?}");
    assert_eq!(straight.len(), 5);
    let named: Vec<_> = inputs(&folder, &["org", "org/b.yaml"]).expect("something is found").iter().map(|input| input.named).collect();
    assert_eq!(named, [false, true, false, false, false]);
}

#[test]
fn nothing_found_is_an_error_that_says_what_to_do() {
    let folder =
        Folder::with(&[("org/charter.yaml", b"x"), ("empty/x.txt", b"x"), ("ignored/.gitignore", b"*.yaml"), ("ignored/a.yaml", b"x")]);
    let error = |argument: &str| match inputs(&folder, &[argument]) {
        Err(error @ Error::Nothing { .. }) => {
            assert_eq!(error.status(), Status::Nothing);
            let look = role_audit::report::Look { colour: false, unicode: true, width: 1000 };
            error.show(look)
        }
        other => panic!("not an error: {other:?}"),
    };
    assert!(error("org/chartr.yaml").contains("charter.yaml`?"), "{}", error("org/chartr.yaml"));
    assert!(error("orgs/charter.yaml").contains("does not exist either"));
    assert!(error("empty").contains(".yaml, .yml, .md"));
    assert!(error("ignored").contains("One such file there is hidden, excluded or left out"));
    assert!(error("org/*.toml").contains("no file matches the pattern"));
}

#[test]
fn one_missing_file_does_not_stop_the_others() {
    let folder = Folder::with(ORG);
    let found = inputs(&folder, &["org/b.yaml", "org/missing.yaml"]).expect("something is found");
    assert_eq!(found.len(), 2);
    assert!(found[0].failure.is_none());
    assert!(failure(&found[1]).contains("no file or folder"));
    let arguments = [folder.path().join("org"), folder.path().join("nothing-*.yaml")];
    let found = input::find(&arguments, None, 1).expect("something is found");
    assert!(found.remarks[0].contains("nothing-*.yaml"), "{:?}", found.remarks);
}

#[test]
fn what_is_not_text_says_so_and_leaves_the_others_alone() {
    let folder = Folder::with(&[
        ("a/good.yaml", "\u{feff}title: Prüferin\r\n".as_bytes()),
        ("a/latin1.yaml", b"title: PO\nteam: K\xFCche\n"),
        ("a/nul.yaml", b"title: \0\n"),
        ("a/utf16.md", b"\xFF\xFEt\0i\0"),
        ("a/zip.md", b"PK\x03\x04rest"),
    ]);
    let found = inputs(&folder, &["a"]).expect("something is found");
    assert_eq!(found[0].source.text(), "\u{feff}title: Prüferin\r\n");
    assert_eq!(failure(&found[1]), "this file is not UTF-8 text: byte 0xFC at line 2, byte 8 of the line");
    assert_eq!(found[1].failure.as_ref().map(|problem| found[1].source.slice(problem.span())), Some("\u{fffd}"));
    assert!(failure(&found[2]).contains("zero byte at line 1, byte 8"));
    assert!(failure(&found[3]).contains("UTF-16"));
    assert!(failure(&found[4]).contains("Word"));
}

#[test]
fn a_file_over_the_limit_is_refused_without_reading_it() {
    let folder = Folder::with(&[("big.yaml", b"")]);
    let file = fs::File::options().write(true).open(folder.path().join("big.yaml")).expect("it is there");
    file.set_len(100 << 20).expect("a sparse file needs no space");
    let found = inputs(&folder, &["big.yaml"]).expect("something is found");
    assert_eq!(failure(&found[0]), "this file has 100 MiB; the limit is 64 MiB");
    assert_eq!(found[0].source.text(), "");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    #[test]
    fn links_in_a_circle_do_no_harm() {
        let folder = Folder::with(&[("org/a.yaml", b"a"), ("org/sub/b.yaml", b"b")]);
        symlink(folder.path().join("org"), folder.path().join("org/sub/up")).expect("links can be made");
        symlink(folder.path().join("org/sub"), folder.path().join("org/again")).expect("links can be made");
        symlink("self.yaml", folder.path().join("org/self.yaml")).expect("links can be made");
        assert_eq!(names(&folder, &["org"]), ["org/a.yaml", "org/sub/b.yaml"]);
        assert_eq!(names(&folder, &["org/**/*.yaml"]), ["org/a.yaml", "org/sub/b.yaml"]);
        let found = inputs(&folder, &["org/self.yaml", "org/a.yaml"]).expect("something is found");
        assert!(found[1].failure.is_some());
    }

    #[test]
    fn pipes_are_never_opened() {
        let folder = Folder::with(&[("org/a.yaml", b"a")]);
        let pipe = folder.path().join("org/pipe.yaml");
        assert!(Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()));
        assert_eq!(names(&folder, &["org"]), ["org/a.yaml"]);
        let found = inputs(&folder, &["org/pipe.yaml"]).expect("it is there");
        assert!(failure(&found[0]).contains("pipe"));
    }

    /// Nobody writes to the pipe, so whoever opened it as usual would wait for good.
    #[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
    #[test]
    fn a_file_that_becomes_a_pipe_is_not_waited_for() {
        let folder = Folder::with(&[("org/a.yaml", b"a"), ("org/b.yaml", b"b")]);
        let found = input::find(&[folder.path().join("org")], None, 2).expect("something is found");
        let changed = folder.path().join("org/a.yaml");
        fs::remove_file(&changed).expect("it can be removed");
        assert!(Command::new("mkfifo").arg(&changed).status().is_ok_and(|status| status.success()));
        let inputs: Vec<Input> = found.read().collect();
        assert!(failure(&inputs[0]).contains("pipe"));
        assert_eq!(inputs[1].source.text(), "b");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_of_other_encodings_are_shown_as_well_as_can_be() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let folder = Folder::with(&[]);
        fs::write(folder.path().join(OsStr::from_bytes(b"caf\xE9.yaml")), "x").expect("it is writable");
        let found = inputs(&folder, &["."]).expect("something is found");
        assert!(found[0].source.name().ends_with("caf\u{fffd}.yaml"));
        assert_eq!(found[0].source.text(), "x");
    }

    #[test]
    fn what_may_not_be_read_is_said() {
        let folder = Folder::with(&[("org/a.yaml", b"a"), ("org/b.yaml", b"b"), ("org/shut/c.yaml", b"c")]);
        let (file, below) = (folder.path().join("org/b.yaml"), folder.path().join("org/shut"));
        for path in [&file, &below] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o000)).expect("they can be changed");
        }
        // Nothing is forbidden to the superuser.
        if fs::read(&file).is_err() {
            let found = inputs(&folder, &["org"]).expect("something is found");
            assert_eq!(found.len(), 3);
            assert_eq!(failure(&found[1]), "this file cannot be read: you have no permission");
            assert_eq!(failure(&found[2]), "this folder cannot be read: you have no permission");
        }
        fs::set_permissions(&below, fs::Permissions::from_mode(0o755)).expect("they can be changed");
    }
}
