//! role-audit reads role documents, works out for every listed duty whether it is Product-Manager-type or
//! Product-Owner-type, and reports overlaps, gaps and misassigned ownership.
//!
//! The way the data flows, one direction only:
//!
//! ```text
//! paths -> input -> Source -> document -> RoleDocument -> classify -> Verdict -> org -> Organization -> checks -> Finding -> report
//! ```

pub mod audit;
pub mod checks;
pub mod classify;
pub mod cli;
pub mod commands;
pub mod config;
pub mod digest;
pub mod document;
pub mod error;
pub mod finding;
pub mod guard;
pub mod input;
pub mod learn;
pub mod limits;
mod mixing;
pub mod order;
pub mod org;
pub mod progress;
pub mod report;
pub mod rulebook;
pub mod schema;
pub mod settings;
pub mod source;
pub mod suppress;
pub mod table;
