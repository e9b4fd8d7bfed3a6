//! Learning: labelled duties become the weights in `rules/model.tsv`, and any labelled file can be measured against.

pub mod cross;
pub mod data;
pub mod examples;
pub mod measure;
pub mod train;

pub use data::Labelled;
