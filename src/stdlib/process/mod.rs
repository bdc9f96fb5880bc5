//! Runs other programs, and deals with signals, time and the environment: the library
//! `(cairn process)`.

pub mod natives;
pub mod pipelines;
pub mod signals;

use super::Builtin;

/// The builtins, by the library that they are in.
pub const GROUPS: &[(&str, &[Builtin])] = &[
    ("cairn process children", natives::ROWS),
    ("cairn process pipelines", pipelines::ROWS),
    ("cairn process signals", signals::ROWS),
];

/// The libraries for programs.
pub const LIBRARIES: &[(&str, &str)] = &[("cairn process", include_str!("process.sld"))];
