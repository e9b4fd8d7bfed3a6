//! Input: the paths, folders and patterns of the command line become sources, in order of their names.
//!
//! What cannot be read becomes an input with a failure, so that the others are audited all the same.

mod load;
mod pattern;
pub mod patterns;
mod selection;
mod walk;

use crate::audit::Input;
use crate::document::Problem;
use crate::error::{Error, near, plain};
use crate::order;
use crate::source::Span;
pub use patterns::Patterns;
use rayon::prelude::*;
pub use selection::{CONFIGURATION, Selection};
use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

/// Endings of the files that are read in a folder.
pub const ENDINGS: &[&str] = &["yaml", "yml", "md", "markdown", "json"];

/// What the arguments lead to.
#[derive(Debug, Default)]
pub struct Found {
    places: Vec<Place>,
    /// Arguments that led to nothing while others led to something, and why.
    pub remarks: Vec<String>,
    /// Bytes a file may have.
    file_size: u64,
    /// Whether several arguments may lead to the same file.
    several: bool,
}

/// One thing to read.
#[derive(Debug)]
struct Place {
    /// How it is called in reports.
    name: String,
    origin: Origin,
    /// Whether the user named it, rather than a folder or a pattern.
    named: bool,
    /// What tells whether two arguments mean the same file; empty where there is but one.
    identity: PathBuf,
}

impl Place {
    fn path(&self) -> Option<&Path> {
        if let Origin::File(path) = &self.origin { Some(path) } else { None }
    }
}

#[derive(Debug)]
enum Origin {
    File(PathBuf),
    StandardInput,
    /// It is known already that it cannot be read.
    Unreadable(Box<Problem>),
}

/// An argument that led to nothing.
struct Vain {
    message: String,
    help: String,
    /// The file that was named, if it was one.
    file: Option<PathBuf>,
}

/// Finds what the arguments name. Nothing is opened yet.
pub fn find(arguments: &[PathBuf], stdin_name: Option<&str>, threads: usize) -> Result<Found, Error> {
    find_selected(arguments, stdin_name, threads, &Selection::default(), |_| ())
}

/// Reads one file that the program needs for itself, of at most `limit` bytes.
pub fn read_own(path: &Path, name: &str, limit: u64) -> Input {
    let place = Place {
        name: name.to_owned(),
        origin: Origin::File(path.to_path_buf()),
        named: true,
        identity: PathBuf::new(),
    };
    load::load(place, limit)
}

/// Finds what the arguments name, as far as the selection takes it. What the user names is always taken. `start_threads` is told how many
/// sources there are at most, before they are put in order.
pub fn find_selected(
    arguments: &[PathBuf],
    stdin_name: Option<&str>,
    threads: usize,
    selection: &Selection,
    start_threads: impl FnOnce(usize),
) -> Result<Found, Error> {
    let here = [PathBuf::from(".")];
    let arguments = if arguments.is_empty() { &here[..] } else { arguments };
    let mut found = Found { file_size: selection.file_size, several: arguments.len() > 1, ..Found::default() };
    let mut vain = Vec::new();
    let mut configuration = None;
    for argument in arguments {
        let before = found.places.len();
        if argument.as_os_str() == "-" {
            let name = stdin_name.map_or_else(|| "<stdin>".to_owned(), |name| shown(Path::new(name)));
            found.places.push(Place { identity: PathBuf::from("-"), name, origin: Origin::StandardInput, named: true });
            continue;
        }
        match std::fs::metadata(argument) {
            Ok(metadata) if metadata.is_dir() => {
                found.add_walk(walk::folder(argument, threads, selection), argument);
                if found.places.len() == before {
                    vain.push(empty_folder(argument, threads));
                }
            }
            // A shell's `*.yaml` names it; nobody wants it audited.
            Ok(_) if selection.is_configuration(argument) => configuration = Some(argument),
            Ok(_) => found.add_file(argument.clone(), argument, argument, true),
            Err(_) if pattern::is_pattern(argument) => {
                for pattern in pattern::expand(argument)? {
                    let base = pattern.base.clone();
                    found.add_walk(walk::pattern(&pattern, threads, selection), &base);
                }
                if found.places.len() == before {
                    vain.push(unmatched_pattern(argument));
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !argument.is_symlink() => vain.push(missing(argument)),
            Err(error) => found.places.push(unreadable(argument, &error)),
        }
    }
    if found.places.is_empty()
        && let Some(first) = vain.first()
    {
        return Err(Error::nothing(first.message.clone()).with_help(first.help.clone()));
    }
    if found.places.is_empty()
        && let Some(path) = configuration
    {
        return Err(Error::nothing(format!("`{}` is the configuration of role-audit, not a role document", shown(path)))
            .with_help("`role-audit config show` reads it and prints what is in force."));
    }
    for Vain { message, help, file } in vain {
        match file {
            Some(file) => found.places.push(failed(&file, message, help)),
            None => found.remarks.push(message),
        }
    }
    order::by(&mut found.remarks, Ord::cmp);
    start_threads(found.len());
    found.settle();
    Ok(found)
}

impl Found {
    /// How many sources there are to read.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Reads all of it, in order: each when its turn has come, several at a time.
    pub fn read(self) -> impl IndexedParallelIterator<Item = Input> {
        let limit = self.file_size;
        self.places.into_par_iter().map(move |place| load::load(place, limit))
    }

    fn add_file(&mut self, path: PathBuf, root: &Path, canonical_root: &Path, named: bool) {
        let identity = || path.strip_prefix(root).map_or_else(|_| path.clone(), |below| canonical_root.join(below));
        let identity = if self.several { identity() } else { PathBuf::new() };
        self.places.push(Place { name: String::new(), origin: Origin::File(path), named, identity });
    }

    fn add_walk(&mut self, walked: walk::Walked, root: &Path) {
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        let canonical = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
        for path in walked.files {
            self.add_file(path, root, &canonical, false);
        }
        self.places.extend(walked.failures.into_iter().map(|(path, reason)| {
            let message = format!("this folder cannot be read: {reason}");
            failed(&path, message, "Allow reading it, or leave it out.".to_owned())
        }));
    }

    /// Names files, orders by name and removes what was named twice.
    fn settle(&mut self) {
        self.places.par_iter_mut().for_each(|place| {
            if let Origin::File(path) = &place.origin {
                place.name = shown(path);
            }
        });
        if self.several {
            for place in self.places.iter_mut().filter(|place| place.named) {
                if let Origin::File(path) = &place.origin {
                    place.identity = path.canonicalize().unwrap_or_else(|_| path.clone());
                }
            }
            // What was named keeps its name; the same file met in a folder goes.
            order::by(&mut self.places, |a, b| (!a.named, &a.name, &a.identity).cmp(&(!b.named, &b.name, &b.identity)));
            let mut known = HashSet::new();
            self.places.retain(|place| known.insert(place.identity.clone()));
        }
        self.places.par_sort_by(|a, b| (&a.name, &a.identity, a.path()).cmp(&(&b.name, &b.identity, b.path())));
    }
}

/// How a path is shown: with `/` separators and without a leading `./`.
fn shown(path: &Path) -> String {
    if let Some(name) = path.to_str().filter(|name| is_plain(name)) {
        return name.to_owned();
    }
    let path = path.components().skip_while(|part| *part == Component::CurDir).collect::<PathBuf>();
    let name = path.to_string_lossy();
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}

/// Whether a path is already as it is shown, as nearly all are: taking it apart and putting it together would change nothing.
fn is_plain(path: &str) -> bool {
    !cfg!(windows) && !path.starts_with('.') && !path.ends_with(['/', '.']) && !path.contains("//") && !path.contains("/./")
}

fn failed(path: &Path, message: String, help: String) -> Place {
    let problem = Problem::Unreadable { message, span: Span::default(), help };
    Place {
        name: shown(path),
        origin: Origin::Unreadable(Box::new(problem)),
        named: true,
        identity: path.to_path_buf(),
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Place {
    if path.is_symlink() && error.kind() == std::io::ErrorKind::NotFound {
        return failed(path, "this is a link to a file that does not exist".to_owned(), "Repair the link, or remove it.".to_owned());
    }
    failed(path, format!("this file cannot be read: {}", plain(error)), "Check the path and its permissions.".to_owned())
}

fn missing(path: &Path) -> Vain {
    let name = shown(path);
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let siblings: Vec<String> = std::fs::read_dir(folder)
        .map(|entries| entries.flatten().take(10_000).map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
        .unwrap_or_default();
    let wanted = path.file_name().unwrap_or_default().to_string_lossy();
    let commands = ["check", "classify", "explain", "rules", "config", "init", "completions"];
    let help = if !folder.is_dir() {
        format!("The folder `{}` does not exist either; paths count from the folder you are in.", shown(folder))
    } else if let Some(near) = near(&wanted, siblings.iter().map(String::as_str)) {
        format!("Did you mean `{}`?", shown(&folder.join(near)))
    } else if let (Some(command), true) = (near(&name, commands), !name.contains(['/', '.'])) {
        format!("Did you mean the command `role-audit {command}`? Commands come first.")
    } else {
        "Name files, folders, or patterns in quotes such as 'org/**/*.yaml'.".to_owned()
    };
    Vain { message: format!("there is no file or folder named `{name}`"), help, file: Some(path.to_path_buf()) }
}

fn empty_folder(path: &Path, threads: usize) -> Vain {
    let name = if path == Path::new(".") { "this folder".to_owned() } else { format!("`{}`", shown(path)) };
    let left_out = walk::everything(path, threads);
    let help = match left_out {
        0 => "Role documents are files ending in .yaml, .yml, .md, .markdown or .json; other files have to be named.".to_owned(),
        1 => "One such file there is hidden, excluded or left out by an ignore file (.gitignore); name it to audit it.".to_owned(),
        more => {
            format!("{more} such files there are hidden, excluded or left out by an ignore file (.gitignore); name them to audit them.")
        }
    };
    Vain { message: format!("there are no YAML, Markdown or JSON files in {name}"), help, file: None }
}

fn unmatched_pattern(path: &Path) -> Vain {
    let message = format!("no file matches the pattern `{}`", path.display());
    let help = "`*` stands for any characters but `/`, `**` for any folders, `{a,b}` for either. Hidden and ignored files do not match.";
    Vain { message, help: help.to_owned(), file: None }
}
