//! Implements the builtins and the bundled libraries.
//!
//! A builtin is a row of one of the group tables: name, arity, code, flags, and a line of
//! documentation. The expander binds its name, the optimiser reads its arity and flags, the code
//! generator its opcode, the session command `,doc` its text.
//!
//! Natives are plain functions over argument slices. They never call back into Scheme: builtins
//! that take a procedure are written in Scheme (`Code::Scheme`) or implemented by the machine
//! (`Code::Control`).

#![forbid(unsafe_code)]

#[cfg(all(unix, feature = "archive"))]
pub mod archive;
pub mod args;
pub mod booleans;
pub mod bytevectors;
pub mod capabilities;
pub mod chars;
#[cfg(all(unix, feature = "system"))]
pub mod cli;
pub mod conditions;
pub mod confinement;
pub mod control;
pub mod debugging;
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

use cairn_middle::names::{self, Slots};
use cairn_middle::primitives::{Control, Group, Primitive, Primitives, at_least, between, exactly, flag};
use cairn_vm::native::{Args, Builtin, Builtins, Context, Entry, control, native, scheme};
use cairn_vm::world::World;

/// Groups that work on data alone: their natives may be called with any arguments.
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

/// A separate library of builtins: its name, and their rows.
type Library = (&'static str, &'static [Builtin]);

/// Groups with separate libraries, by subject.
const LIBRARIES: &[&[Library]] = &[
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
    #[cfg(all(unix, feature = "system"))]
    cli::GROUPS,
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
    #[cfg(all(unix, feature = "system"))]
    cli::LIBRARIES,
];

/// The number of builtins outside separate libraries.
const COMMON: usize = count(DATA) + count(STATE) + prelude::COUNT;
/// The number of all builtins.
const COUNT: usize = {
    let last = &GROUPS[GROUP_COUNT - 1];
    last.first as usize + last.count as usize
};

const GROUP_COUNT: usize = {
    let (mut count, mut subject) = (0, 0);
    while subject < LIBRARIES.len() {
        count += LIBRARIES[subject].len();
        subject += 1;
    }
    count
};

/// The groups with separate libraries come after all other builtins, so that the numbers of
/// the others do not depend on the available libraries.
static GROUPS: [Group; GROUP_COUNT] = {
    let mut groups = [Group { library: "", first: 0, count: 0 }; GROUP_COUNT];
    let (mut next, mut first, mut subject) = (0, COMMON as u16, 0);
    while subject < LIBRARIES.len() {
        let mut group = 0;
        while group < LIBRARIES[subject].len() {
            let (library, rows) = LIBRARIES[subject][group];
            groups[next] = Group { library, first, count: rows.len() as u16 };
            first += rows.len() as u16;
            next += 1;
            group += 1;
        }
        subject += 1;
    }
    groups
};

const fn count(groups: &[&[Builtin]]) -> usize {
    let (mut count, mut group) = (0, 0);
    while group < groups.len() {
        count += groups[group].len();
        group += 1;
    }
    count
}

/// All rows, in the order of their numbers: those written in Scheme come last before the groups with
/// separate libraries.
static ROWS: [&Builtin; COUNT] = {
    let mut rows = [&DATA[0][0]; COUNT];
    let mut next = copy(&mut rows, 0, DATA);
    next = copy(&mut rows, next, STATE);
    next = copy(&mut rows, next, &prelude::ROWS);
    let mut subject = 0;
    while subject < LIBRARIES.len() {
        let mut group = 0;
        while group < LIBRARIES[subject].len() {
            next = copy(&mut rows, next, &[LIBRARIES[subject][group].1]);
            group += 1;
        }
        subject += 1;
    }
    rows
};

/// Copies the rows of groups to index `next` on; returns the index after them.
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

/// Builds an array with one item for each of the first `$count` builtins.
macro_rules! of_each {
    ($count:ident, $type:ty, $first:expr, $row:ident => $item:expr) => {{
        let mut items: [$type; $count] = [$first; $count];
        let mut i = 0;
        while i < $count {
            let $row = ROWS[i];
            items[i] = $item;
            i += 1;
        }
        items
    }};
}

static FACTS: [&Primitive; COUNT] = of_each!(COUNT, &Primitive, &ROWS[0].facts, row => &row.facts);
static ENTRIES: [Entry; COUNT] = of_each!(COUNT, Entry, Entry::of(ROWS[0]), row => Entry::of(row));
static SLOTS: Slots<4096> = names::index(&of_each!(COMMON, &str, "", row => row.facts.name));

static BUILTINS: Builtins =
    Builtins { primitives: Primitives::new(&FACTS, &GROUPS, &SLOTS, prelude::prelude(COMMON)), entries: &ENTRIES };

/// The table of all builtins.
pub fn builtins() -> &'static Builtins {
    &BUILTINS
}

/// A fresh world with these builtins and the bundled libraries.
pub fn new_world<'gc>() -> World<'gc> {
    World::new(builtins(), &srfi::BUNDLE)
}
