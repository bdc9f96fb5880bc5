//! Compresses and decompresses (gzip, zlib), and reads and makes archives (tar, zip).

pub mod archives;
pub mod compression;
mod watched;

use super::Builtin;

/// The builtins, by the library that they are in.
pub const GROUPS: &[(&str, &[Builtin])] =
    &[("cairn archive compression", compression::ROWS), ("cairn archive formats", archives::ROWS)];

/// The libraries for programs.
pub const LIBRARIES: &[(&str, &str)] = &[("cairn archive", include_str!("archive.sld"))];
