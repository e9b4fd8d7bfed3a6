//! The rulebook: `rules/` read, validated and compiled.
//!
//! The rules that ship with the program are compiled by the build script and only decoded at start. A user's own folder
//! (`--rules DIR`) is laid over their sources, file by file, and compiled then.

pub mod compile;
pub mod confusables;
pub mod data;
pub mod error;
pub mod headings;
pub mod keys;
pub mod source;
pub mod stem;
mod title_words;
pub mod titles;
pub mod wording;
pub mod words;

pub use data::{Area, AreaId, Coverage, Data, DutyType, Kind, KindId, Owner, Relation};
pub use error::RuleError;
pub use source::{RuleFile, Sources};
use std::path::Path;
use std::sync::OnceLock;

/// Knowledge about product roles, ready to use.
#[derive(Debug)]
pub struct Rulebook {
    data: Data,
}

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

impl Rulebook {
    /// The rules that ship with the program.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Rulebook> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let data = postcard::from_bytes(COMPILED).expect("the build script wrote what this reads");
            Self { data }
        })
    }

    /// The sources of the rules that ship with the program: path below `rules/`, and text.
    pub fn builtin_sources() -> Sources {
        Sources::from_texts(SOURCES.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())))
    }

    /// The shipped rules with a user's folder laid over them: a file of the same path replaces the shipped one, other
    /// files are added.
    pub fn with_folder(folder: &Path) -> Result<Self, RuleError> {
        let mut sources = Self::builtin_sources();
        sources.overlay(folder)?;
        let data = compile::compile(&sources)?;
        Ok(Self { data })
    }

    /// All areas, in the order of the taxonomy.
    pub fn areas(&self) -> &[Area] {
        &self.data.areas
    }

    /// One area.
    pub fn area(&self, id: AreaId) -> &Area {
        &self.data.areas[id.0 as usize]
    }

    /// The area with this id.
    pub fn area_by_id(&self, id: &str) -> Option<AreaId> {
        self.data.areas.iter().position(|area| area.id == id).map(|index| AreaId(index as u8))
    }

    /// One kind of role.
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.data.kinds[id.0 as usize]
    }

    /// All kinds of role.
    pub fn kinds(&self) -> &[Kind] {
        &self.data.kinds
    }

    /// The kind with this id.
    pub fn kind_by_id(&self, id: &str) -> Option<KindId> {
        self.data.kinds.iter().position(|kind| kind.id == id).map(|index| KindId(index as u8))
    }

    /// What keys mean.
    pub fn keys(&self) -> &keys::Keys {
        &self.data.keys
    }

    /// Signs of files that are no role documents.
    pub fn confusables(&self) -> &confusables::Confusables {
        &self.data.confusables
    }

    /// What headings mean.
    pub fn headings(&self) -> &headings::Headings {
        &self.data.headings
    }

    /// What titles mean.
    pub fn titles(&self) -> &titles::Titles {
        &self.data.titles
    }

    /// How duties, wishes and offers read.
    pub fn wording(&self) -> &wording::Wording {
        &self.data.wording
    }
}
