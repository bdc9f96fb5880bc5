//! Implements the builtins and the bundled libraries.
//!
//! A builtin is a row of one of the group tables: name, arity, code, flags, and
//! a line of documentation. The expander binds its name, the optimiser reads its
//! arity and flags, the code generator its opcode, `(help name)` its text.
//!
//! Natives are plain functions over argument slices. They never call back into
//! Scheme: what takes a procedure is written in Scheme (`Code::Scheme`, in
//! `src/stdlib`), or is a row of the machine's own (`Code::Control`).

pub mod args;
pub mod booleans;
pub mod bytevectors;
pub mod chars;
pub mod conditions;
pub mod control;
pub mod debugging;
pub mod equivalence;
pub mod eval;
pub mod hash_tables;
pub mod homogeneous;
pub mod idioms;
pub mod lists;
pub mod numbers;
pub mod ports;
pub mod predicates;
pub mod prelude;
pub mod promises;
pub mod prompts;
pub mod records;
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
    debugging::natives::ROWS,
    ports::natives::ROWS,
    ports::input::ROWS,
    ports::output::ROWS,
    system::ROWS,
];

/// All rows, in the order of their numbers.
fn rows() -> impl Iterator<Item = &'static Builtin> {
    let in_scheme = prelude::SOURCES.iter().map(|source| source.rows);
    DATA.iter().chain(STATE).copied().chain(in_scheme).flatten()
}

/// The table of all builtins.
pub fn builtins() -> &'static Builtins {
    static TABLE: OnceLock<Builtins> = OnceLock::new();
    TABLE.get_or_init(|| Builtins::new(&rows().collect::<Vec<_>>(), prelude::definition))
}

/// A world with these builtins and the bundled libraries, in which nothing has happened.
pub fn new_world<'gc>() -> World<'gc> {
    World::new(builtins(), &srfi::BUNDLE)
}
