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
    pub mod finder;
    pub mod grammar;
    pub mod headings;
    pub mod hints;
    pub mod keys;
    pub mod languages;
    pub mod lexicon;
    pub mod model;
    pub mod openings;
    pub mod phrases;
    /// Reads with another reader than the program, whose own needs all of the program. A test holds them to the same rules.
    mod reading {
        use super::error::RuleError;
        use super::source::RuleFile;

        pub(super) fn read<T: serde::de::DeserializeOwned>(file: &RuleFile) -> Result<T, RuleError> {
            serde_yaml::from_str(&file.text).map_err(|error| RuleError::new(&file.shown, error.to_string()))
        }
    }
    pub mod role_models;
    pub mod source;
    pub mod stem;
    mod title_phrases;
    mod title_words;
    pub mod titles;
    mod turns;
    pub mod vocabulary;
    pub mod wording;
    pub mod words;
}

#[path = "src/mixing.rs"]
mod mixing;
#[expect(unreachable_pub, reason = "the script is no library")]
#[path = "src/order.rs"]
mod order;

use rulebook::source::Sources;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let root = manifest.join("rules");
    println!("cargo::rerun-if-changed={}", root.display());
    println!("cargo::rerun-if-changed=src/rulebook");
    println!("cargo::rerun-if-changed=src/mixing.rs");
    println!("cargo::rerun-if-changed=src/order.rs");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let mut texts: Vec<(String, String)> = paths
        .iter()
        .map(|path| {
            let below = path.strip_prefix(&root).expect("it was found there");
            let below = below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            (below, fs::read_to_string(path).expect("rule files are readable UTF-8"))
        })
        .collect();
    let (data, table) = match rulebook::compile::compile(&Sources::from_texts(texts.iter().cloned()), |_| None) {
        Ok(compiled) => compiled,
        Err(error) => panic!("{error}"),
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("rules.bin"), postcard::to_allocvec(&data).expect("plain data")).expect("OUT_DIR is writable");
    fs::write(out.join("model.bin"), table).expect("OUT_DIR is writable");
    let mut code = String::from("const COMPILED: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/rules.bin\"));\n");
    code.push_str("const TABLE: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/model.bin\"));\n");
    // The sources are only needed where a user's own rules are laid over them, and then the weights are taken from the table.
    texts.retain(|(path, _)| path != "model.tsv");
    fs::write(out.join("sources.bin"), packed(&postcard::to_allocvec(&texts).expect("plain data"))).expect("OUT_DIR is writable");
    code.push_str("const SOURCES: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/sources.bin\"));\n");
    fs::write(out.join("rules.rs"), code).expect("OUT_DIR is writable");
    for schema in ["check.schema.json", "table.schema.json"] {
        let path = manifest.join("schemas").join(schema);
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read_to_string(path).expect("schemas are readable UTF-8").replace("\r\n", "\n");
        fs::write(out.join(schema).with_extension("bin"), packed(text.as_bytes())).expect("OUT_DIR is writable");
    }
}

/// What is seldom needed is kept packed.
fn packed(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec(bytes, 9)
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
