//! Searches strings by regular expressions, in time bounded by the length of the string: what
//! SRFI 115 and the library `(cairn regex)` are made of.

pub mod haystack;
pub mod natives;
mod searcher;
mod threads;

use super::Builtin;

/// The builtins, by the library that they are in.
pub const GROUPS: &[(&str, &[Builtin])] = &[("cairn regex engine", natives::ROWS)];

/// The libraries for programs.
pub const LIBRARIES: &[(&str, &str)] = &[("cairn regex", include_str!("regex.sld"))];
