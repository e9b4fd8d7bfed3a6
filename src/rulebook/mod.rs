//! The rulebook: `rules/` read, validated and compiled.
//!
//! The rules that ship with the program are compiled by the build script and only decoded at start. A user's own folder
//! (`--rules DIR`) is laid over their sources, file by file, and compiled then.

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
mod reading;
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

pub use data::{Area, AreaId, Coverage, Data, DutyType, Kind, KindId, LanguageId, Owner, Relation, Vocabulary};
pub use error::RuleError;
pub use lexicon::Lexicon;
pub use model::Model;
pub use role_models::{ModelArea, ModelId, RoleModel, Softening};
pub use source::{RuleFile, Sources};
use std::borrow::Cow;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// Knowledge about product roles, ready to use.
#[derive(Clone, Debug)]
pub struct Rulebook {
    data: Arc<Data>,
    model: Model,
}

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

impl Rulebook {
    /// The rules that ship with the program.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Rulebook> = OnceLock::new();
        BUILTIN.get_or_init(Self::decoded)
    }

    /// The same, decoded anew: what [`builtin`](Self::builtin) costs the first time.
    pub fn decoded() -> Self {
        let data = postcard::from_bytes(COMPILED).expect("the build script wrote what this reads");
        Self::from_parts(data, Cow::Borrowed(TABLE))
    }

    /// The sources of the rules that ship with the program: path below `rules/`, and text. The weights are not among them, for
    /// they are at hand already; see [`from_sources`](Self::from_sources).
    pub fn builtin_sources() -> Sources {
        let packed = miniz_oxide::inflate::decompress_to_vec(SOURCES).expect("the build script wrote what this reads");
        let texts: Vec<(String, String)> = postcard::from_bytes(&packed).expect("the build script wrote what this reads");
        Sources::from_texts(texts)
    }

    /// The shipped rules with a user's folder laid over them: a file of the same path replaces the shipped one, other
    /// files are added.
    pub fn with_folder(folder: &Path) -> Result<Self, RuleError> {
        let mut sources = Self::builtin_sources();
        sources.overlay(folder)?;
        Self::from_sources(&sources)
    }

    /// A rulebook compiled from sources; with the weights that ship with the program, where the sources bring none.
    pub fn from_sources(sources: &Sources) -> Result<Self, RuleError> {
        sources.laid_over().try_for_each(reading::vetted)?;
        let (data, table) = compile::compile(sources, |areas| {
            let shipped = Self::builtin();
            Some(shipped.model.for_areas(&shipped.data.areas, areas))
        })?;
        Ok(Self::from_parts(data, Cow::Owned(table)))
    }

    /// The same rules with other weights: the text of a model file.
    pub fn with_model(&self, shown: &str, text: &str) -> Result<Self, RuleError> {
        let (head, table) = model::compile(shown, text, &self.data.areas)?;
        Ok(Self { data: Arc::clone(&self.data), model: Model::new(head, Cow::Owned(table)) })
    }

    fn from_parts(mut data: Data, table: Cow<'static, [u8]>) -> Self {
        for vocabulary in &mut data.vocabularies {
            vocabulary.lexicon.index();
            vocabulary.constructions.iter_mut().for_each(constructions::Construction::index);
            vocabulary.gates = vocabulary.constructions.iter().map(constructions::Gate::new).collect();
        }
        data.languages.index();
        let model = Model::new(data.model.clone(), table);
        Self { data: Arc::new(data), model }
    }

    /// Languages, and how they are told apart.
    pub fn languages(&self) -> &languages::Languages {
        &self.data.languages
    }

    /// The words of every language in which duties can be judged.
    pub fn vocabularies(&self) -> &[Vocabulary] {
        &self.data.vocabularies
    }

    /// The words of a language, if duties can be judged in it.
    pub fn vocabulary(&self, language: LanguageId) -> Option<&Vocabulary> {
        self.data.vocabularies.iter().find(|vocabulary| vocabulary.language == language)
    }

    /// The learned weights.
    pub fn model(&self) -> &Model {
        &self.model
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

    /// All role models; the first is the default.
    pub fn role_models(&self) -> &[RoleModel] {
        &self.data.role_models
    }

    /// One role model.
    pub fn role_model(&self, id: ModelId) -> &RoleModel {
        &self.data.role_models[id.0 as usize]
    }

    /// The model that a text names, by id, name or alias.
    pub fn role_model_called(&self, name: &str) -> Option<ModelId> {
        self.data.role_models.iter().position(|model| model.is_called(name)).map(|at| ModelId(at as u8))
    }

    /// Secondary evidence.
    pub fn evidence(&self) -> &evidence::Evidence {
        &self.data.evidence
    }

    /// Which words hint at which phrases.
    pub fn hints(&self) -> &hints::HintTable {
        &self.data.hints
    }

    /// How findings are put to those who decide.
    pub fn decisions(&self) -> &decisions::Decisions {
        &self.data.decisions
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
