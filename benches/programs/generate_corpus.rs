//! Writes the corpus that `benches/compare.py` measures with: the same seed and rules give the same bytes.

#[expect(dead_code, reason = "only the shapes written here are used")]
#[path = "../corpus/mod.rs"]
mod corpus;

use corpus::shapes::{self, Person};
use corpus::{Dice, Sentences};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const SEED: u64 = 20_251_122;
/// Bytes of one posting.
const POSTING: usize = 3_000;
/// Documents in one folder.
const IN_FOLDER: usize = 100;
const PARTS: [&str; 7] = ["yaml-1k", "yaml-10k", "markdown-10k", "stream", "posting", "charter", "scopes"];

fn main() -> io::Result<()> {
    let mut asked = std::env::args_os().skip(1);
    let Some(folder) = asked.next().map(PathBuf::from) else {
        return Err(io::Error::other(format!(
            "usage: generate_corpus FOLDER [PART ...]\nParts (those without any): {} findings; also yaml-100k",
            PARTS.join(" ")
        )));
    };
    let mut parts: Vec<String> = asked.filter_map(|part| part.into_string().ok()).collect();
    if parts.is_empty() {
        parts = PARTS.iter().chain(&["findings"]).map(|&part| part.to_owned()).collect();
    }
    fs::create_dir_all(&folder)?;
    let sentences = Sentences::of_the_project();
    // Every part has dice of its own, so that it is the same whichever others are asked for.
    parts.iter().try_for_each(|part| write_part(&folder, part, &sentences, &mut Dice::new(SEED)))
}

fn write_part(folder: &Path, part: &str, sentences: &Sentences, dice: &mut Dice) -> io::Result<()> {
    match part {
        "yaml-1k" => documents(&folder.join(part), "yaml", 1_000, sentences, dice),
        "yaml-10k" => documents(&folder.join(part), "yaml", 10_000, sentences, dice),
        "yaml-100k" => documents(&folder.join(part), "yaml", 100_000, sentences, dice),
        "markdown-10k" => documents(&folder.join(part), "md", 10_000, sentences, dice),
        "stream" => stream(&folder.join("stream-50mb.yaml"), 50_000_000, sentences, dice),
        "posting" => fs::write(folder.join("posting.yaml"), shapes::yaml(&Person::new(0, dice), POSTING, sentences, dice)),
        "charter" => fs::write(folder.join("charter.yaml"), shapes::charter(4, 1_200, sentences, dice)),
        "scopes" => [500, 1_000, 2_500, 5_000]
            .into_iter()
            .try_for_each(|roles| fs::write(folder.join(format!("scope-{roles}.yaml")), shapes::charter(roles, 1_000, sentences, dice))),
        "findings" => fs::write(folder.join("findings.yaml"), shapes::mixed_up(1_900, 2_550, sentences, dice)),
        _ => Err(io::Error::other(format!("there is no part `{part}`"))),
    }
}

fn documents(folder: &Path, ending: &str, count: usize, sentences: &Sentences, dice: &mut Dice) -> io::Result<()> {
    for at in 0..count {
        let folder = folder.join(format!("{:04}", at / IN_FOLDER));
        if at % IN_FOLDER == 0 {
            fs::create_dir_all(&folder)?;
        }
        let write = if ending == "md" { shapes::markdown } else { shapes::yaml };
        let text = write(&Person::new(at, dice), POSTING, sentences, dice);
        fs::write(folder.join(format!("role-{at:06}.{ending}")), text)?;
    }
    Ok(())
}

fn stream(path: &Path, bytes: usize, sentences: &Sentences, dice: &mut Dice) -> io::Result<()> {
    let mut file = io::BufWriter::new(fs::File::create(path)?);
    let (mut written, mut at) = (0, 0);
    while written < bytes {
        let text = format!("---\n{}", shapes::yaml(&Person::new(at, dice), POSTING, sentences, dice));
        file.write_all(text.as_bytes())?;
        (written, at) = (written + text.len(), at + 1);
    }
    file.flush()
}
