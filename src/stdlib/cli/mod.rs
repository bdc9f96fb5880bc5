//! Implements the library `(cairn cli)`: command lines of scripts, and terminals.

pub mod terminal;

use super::Builtin;

/// The builtins, by the library that they are in.
pub const GROUPS: &[(&str, &[Builtin])] = &[("cairn cli terminal", terminal::ROWS)];

/// The libraries for programs.
pub const LIBRARIES: &[(&str, &str)] = &[("cairn cli", include_str!("cli.sld"))];
