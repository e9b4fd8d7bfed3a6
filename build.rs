//! Compiles `rules/` into the form the program loads at start, with the same code the program uses for a user's rules.

#[expect(dead_code, unreachable_pub, reason = "the program uses what the script does not")]
#[path = "src/rulebook"]
mod rulebook {
    pub mod area_file;
    pub mod compile;
    pub mod confusables;
    pub mod constructions;
    pub mod data;
    pub mod decisions;
    pub mod error;
    pub mod evidence;
    pub mod grammar;
    pub mod headings;
    pub mod keys;
    pub mod languages;
    pub mod lexicon;
    pub mod model;
    pub mod openings;
    pub mod phrases;
    pub mod role_models;
    pub mod source;
    pub mod stem;
    mod title_phrases;
    mod title_words;
    pub mod titles;
    pub mod vocabulary;
    pub mod wording;
    pub mod words;
}

use rulebook::source::Sources;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("rules");
    println!("cargo::rerun-if-changed={}", root.display());
    println!("cargo::rerun-if-changed=src/rulebook");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let texts: Vec<(String, String)> = paths
        .iter()
        .map(|path| {
            let below = path.strip_prefix(&root).expect("it was found there");
            let below = below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            (below, fs::read_to_string(path).expect("rule files are readable UTF-8"))
        })
        .collect();
    let (data, table) = match rulebook::compile::compile(&Sources::from_texts(texts.iter().cloned())) {
        Ok(compiled) => compiled,
        Err(error) => panic!("{error}"),
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("rules.bin"), postcard::to_allocvec(&data).expect("plain data")).expect("OUT_DIR is writable");
    fs::write(out.join("model.bin"), table).expect("OUT_DIR is writable");
    let mut code = String::from("const COMPILED: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/rules.bin\"));\n");
    code.push_str("const TABLE: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/model.bin\"));\n");
    // The sources are only needed where a user's own rules are laid over them.
    let sources = miniz_oxide::deflate::compress_to_vec(&postcard::to_allocvec(&texts).expect("plain data"), 9);
    fs::write(out.join("sources.bin"), sources).expect("OUT_DIR is writable");
    code.push_str("const SOURCES: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/sources.bin\"));\n");
    fs::write(out.join("rules.rs"), code).expect("OUT_DIR is writable");
}

/// All rule files below a folder.
fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("rules/ is readable") {
        let path = entry.expect("rules/ is readable").path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "tsv") {
            into.push(path);
        }
    }
}
