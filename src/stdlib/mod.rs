//! Implements the builtins and the bundled libraries.
//!
//! A builtin is a row of one of the group tables: name, arity, code, flags, and
//! a line of documentation. The expander binds its name, the optimiser reads its
//! arity and flags, the code generator its opcode, `(help name)` its text.
//!
//! Natives are plain functions over argument slices. They never call back into
//! Scheme: what takes a procedure is written in Scheme (`Code::Scheme`, in
//! `src/stdlib`), or is a row of the machine's own (`Code::Control`).

#[cfg(all(unix, feature = "archive"))]
pub mod archive;
pub mod args;
pub mod booleans;
pub mod bytevectors;
pub mod capabilities;
pub mod chars;
pub mod conditions;
pub mod control;
#[cfg(feature = "encoding")]
pub mod encoding;
pub mod equivalence;
pub mod eval;
#[cfg(feature = "formats")]
pub mod formats;
#[cfg(all(unix, feature = "system"))]
pub mod fs;
pub mod hash_tables;
pub mod homogeneous;
pub mod idioms;
pub mod json;
pub mod lists;
pub mod numbers;
pub mod os;
pub mod ports;
pub mod predicates;
pub mod prelude;
#[cfg(all(unix, feature = "system"))]
pub mod process;
pub mod promises;
pub mod prompts;
pub mod records;
#[cfg(feature = "regex")]
pub mod regex;
pub mod sorting;
pub mod srfi;
pub mod strings;
pub mod symbols;
pub mod system;
#[cfg(test)]
mod table_tests;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;
#[cfg(feature = "time")]
pub mod time;
pub mod vectors;
pub mod weak;

use std::sync::OnceLock;

use crate::compiler::primitives::{Control, at_least, between, exactly, flag};
use crate::vm::native::{Builtin, Builtins, Context, control, native, scheme};
use crate::vm::world::World;

/// Groups that work on data alone: their natives may be called with anything.
static DATA: &[&[Builtin]] = &[
    equivalence::ROWS,
    booleans::ROWS,
    numbers::basic::ROWS,
    numbers::classes::ROWS,
    numbers::integers::ROWS,
    numbers::functions::ROWS,
    numbers::text::ROWS,
    numbers::bits::ROWS,
    numbers::fixflo::ROWS,
    chars::ROWS,
    strings::natives::ROWS,
    strings::extra::ROWS,
    symbols::ROWS,
    lists::natives::ROWS,
    lists::natives::CXR_ROWS,
    vectors::natives::ROWS,
    bytevectors::ROWS,
    homogeneous::ROWS,
    predicates::ROWS,
    records::ROWS,
    promises::ROWS,
    control::parameters::ROWS,
    hash_tables::natives::ROWS,
];

/// Groups that work on the heap, the machine, ports or the operating system.
static STATE: &[&[Builtin]] = &[
    weak::ROWS,
    control::natives::ROWS,
    prompts::natives::ROWS,
    eval::natives::ROWS,
    eval::syntax::ROWS,
    conditions::ROWS,
    lists::support::ROWS,
    ports::natives::ROWS,
    ports::input::ROWS,
    ports::output::ROWS,
    system::ROWS,
];

/// Builtins of a library of their own.
type Group = (&'static str, &'static [Builtin]);

/// Groups that have libraries of their own, by subject.
static LIBRARIES: &[&[Group]] = &[
    &[("cairn capabilities", capabilities::ROWS)],
    json::GROUPS,
    #[cfg(feature = "encoding")]
    encoding::GROUPS,
    #[cfg(feature = "formats")]
    formats::GROUPS,
    #[cfg(feature = "regex")]
    regex::GROUPS,
    #[cfg(feature = "time")]
    time::GROUPS,
    #[cfg(all(unix, feature = "archive"))]
    archive::GROUPS,
    #[cfg(all(unix, feature = "system"))]
    fs::GROUPS,
    #[cfg(all(unix, feature = "system"))]
    process::GROUPS,
];

/// Libraries in Scheme on top of these, by subject: names and texts.
pub static SUBJECTS: &[&[(&str, &str)]] = &[
    json::LIBRARIES,
    #[cfg(feature = "formats")]
    formats::LIBRARIES,
    #[cfg(feature = "regex")]
    regex::LIBRARIES,
    #[cfg(all(unix, feature = "archive"))]
    archive::LIBRARIES,
    #[cfg(all(unix, feature = "system"))]
    fs::LIBRARIES,
    #[cfg(all(unix, feature = "system"))]
    process::LIBRARIES,
];

/// The rows that need no import of a library of their own, in the order of their numbers.
fn rows() -> impl Iterator<Item = &'static Builtin> {
    let in_scheme = prelude::SOURCES.iter().map(|source| source.rows);
    DATA.iter().chain(STATE).copied().chain(in_scheme).flatten()
}

/// The table of all builtins.
pub fn builtins() -> &'static Builtins {
    static TABLE: OnceLock<Builtins> = OnceLock::new();
    TABLE.get_or_init(|| Builtins::new(rows(), LIBRARIES.iter().copied().flatten(), prelude::definition))
}

/// A world with these builtins and the bundled libraries, in which nothing has happened.
pub fn new_world<'gc>() -> World<'gc> {
    World::new(builtins(), &srfi::BUNDLE)
}
