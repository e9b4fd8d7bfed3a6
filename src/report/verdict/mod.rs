//! What the classifier says of one duty, for people ([`human`]) and for programs ([`jsonl`]).

pub mod human;
pub mod jsonl;
pub mod places;
pub mod trace;
