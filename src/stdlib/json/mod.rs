//! Reads and writes JSON (RFC 8259): what SRFI 180 and the library `(cairn json)` are made of.
//!
//! An object is an association list whose keys are symbols, an array a vector, `null` the
//! symbol of that name.

pub mod read;
pub mod write;

use super::Builtin;

/// The builtins, by the library that they are in.
pub const GROUPS: &[(&str, &[Builtin])] = &[("cairn json reader", read::ROWS), ("cairn json writer", write::ROWS)];

/// The libraries for programs.
pub const LIBRARIES: &[(&str, &str)] = &[("cairn json", include_str!("json.sld"))];
