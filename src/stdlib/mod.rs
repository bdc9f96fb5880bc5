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

use crate::compiler::names::{self, Slots};
use crate::compiler::primitives::{Control, Primitive, Primitives, at_least, between, exactly, flag};
use crate::vm::native::{Builtin, Builtins, Context, Entry, control, native, scheme};
use crate::vm::world::World;

/// Groups that work on data alone: their natives may be called with anything.
const DATA: &[&[Builtin]] = &[
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
const STATE: &[&[Builtin]] = &[
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

/// How many builtins there are.
const COUNT: usize = count(DATA) + count(STATE) + prelude::COUNT;

const fn count(groups: &[&[Builtin]]) -> usize {
    let (mut count, mut group) = (0, 0);
    while group < groups.len() {
        count += groups[group].len();
        group += 1;
    }
    count
}

/// All rows, in the order of their numbers: those that are written in Scheme are the last.
static ROWS: [&Builtin; COUNT] = {
    let mut rows = [&DATA[0][0]; COUNT];
    let mut next = copy(&mut rows, 0, DATA);
    next = copy(&mut rows, next, STATE);
    copy(&mut rows, next, &prelude::ROWS);
    rows
};

/// Puts the rows of groups from `next` on; where the others go.
const fn copy(rows: &mut [&Builtin], mut next: usize, groups: &[&'static [Builtin]]) -> usize {
    let mut group = 0;
    while group < groups.len() {
        let mut row = 0;
        while row < groups[group].len() {
            rows[next] = &groups[group][row];
            next += 1;
            row += 1;
        }
        group += 1;
    }
    next
}

/// Makes an array with one item for each builtin.
macro_rules! of_each {
    ($type:ty, $first:expr, $row:ident => $item:expr) => {{
        let mut items: [$type; COUNT] = [$first; COUNT];
        let mut i = 0;
        while i < COUNT {
            let $row = ROWS[i];
            items[i] = $item;
            i += 1;
        }
        items
    }};
}

static FACTS: [&Primitive; COUNT] = of_each!(&Primitive, &ROWS[0].facts, row => &row.facts);
static ENTRIES: [Entry; COUNT] = of_each!(Entry, Entry::of(ROWS[0]), row => Entry::of(row));
static SLOTS: Slots<4096> = names::index(&of_each!(&str, "", row => row.facts.name));

static BUILTINS: Builtins =
    Builtins { primitives: Primitives::new(&FACTS, &SLOTS, prelude::prelude(COUNT)), entries: &ENTRIES };

/// The table of all builtins.
pub fn builtins() -> &'static Builtins {
    &BUILTINS
}

/// A world with these builtins and the bundled libraries, in which nothing has happened.
pub fn new_world<'gc>() -> World<'gc> {
    World::new(builtins(), &srfi::BUNDLE)
}
