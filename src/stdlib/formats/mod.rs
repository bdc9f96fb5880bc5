//! Reads and writes data in formats of other programs: CSV, TOML, YAML, INI.

pub mod csv;
pub mod toml;
pub mod yaml;

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_gc::{Mutation, Value};

use super::Builtin;

/// The builtins, by the library that they are in.
pub const GROUPS: &[(&str, &[Builtin])] =
    &[("cairn csv natives", csv::ROWS), ("cairn toml natives", toml::ROWS), ("cairn yaml natives", yaml::ROWS)];

/// The libraries for programs.
pub const LIBRARIES: &[(&str, &str)] = &[
    ("cairn csv", include_str!("csv.sld")),
    ("cairn ini", include_str!("ini.sld")),
    ("cairn toml", include_str!("toml.sld")),
    ("cairn yaml", include_str!("yaml.sld")),
];

/// Fails: the text is wrong at a place.
#[cold]
fn unreadable<'gc>(who: &str, line: usize, column: usize, reason: &str) -> Throw<'gc> {
    Throw::new(ErrorKind::Read, format!("{who}: line {line}, column {column}: {reason}"), &[])
}

/// A pair of a key, which becomes a symbol, and a value.
fn member<'gc>(mc: Mutation<'gc>, key: &str, value: Value<'gc>) -> Result<'gc> {
    mc.work(2 + key.len() / 16)?;
    Ok(mc.cons(mc.try_intern(key)?, value))
}
