//! Works with files and directories: the library `(cairn fs)`.

pub mod content;
pub mod directories;
pub mod names;
pub mod natives;
pub mod posix;

use super::Builtin;

/// The builtins, by the library that they are in.
pub const GROUPS: &[(&str, &[Builtin])] = &[
    ("cairn fs files", natives::ROWS),
    ("cairn fs names", names::ROWS),
    ("cairn fs content", content::ROWS),
    ("cairn fs directories", directories::ROWS),
    ("cairn fs posix", posix::ROWS),
];

/// The libraries for programs.
pub const LIBRARIES: &[(&str, &str)] =
    &[("cairn fs", include_str!("fs.sld")), ("srfi 170", include_str!("srfi-170.sld"))];
