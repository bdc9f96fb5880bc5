//! The procedures that Cairn comes with, each declared once.
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
pub mod equivalence;
pub mod eval;
pub mod hash_tables;
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

use std::collections::HashMap;
use std::sync::OnceLock;

use cairn_gc::{Mutation, Value};

use crate::compiler::ir::BuiltinId;
use crate::data::error::Result;
use crate::vm::world::World;

/// What a native gets beside its arguments.
pub struct Context<'a, 'gc> {
    /// The heap.
    pub mc: Mutation<'gc>,
    /// Everything that is not the heap or the stack.
    pub world: &'a mut World<'gc>,
}

/// A native. The number of arguments has been checked against the row's arity.
pub type NativeFn = for<'a, 'gc> fn(&mut Context<'a, 'gc>, &[Value<'gc>]) -> Result<'gc>;

/// How a builtin is carried out.
#[derive(Clone, Copy)]
pub enum Code {
    /// By a Rust function.
    Native(NativeFn),
    /// By a definition in the prelude, compiled when it is first referred to.
    Scheme,
    /// By the machine itself.
    Control(Control),
}

/// Builtins that the machine carries out, as they change what runs next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Control {
    /// `(apply f arg ... list)`
    Apply,
    /// `(call/cc f)`: the continuation carries stack and dynamic state. Calling
    /// it in other winders than its own goes through the prelude's `%continue`.
    CallCc,
    /// `(%throw k value)`: makes `value` (it may be a values object) the value
    /// of the call that captured `k`, and its dynamic state the current one.
    Throw,
    /// `(%apply-values f value)`: calls `f` with the values of a values object,
    /// or with the one value: `(call-with-values p f)` is `(%apply-values f (p))`.
    ApplyValues,
    /// `(%exit code)`: ends the program at once; the afters have run.
    Exit,
    /// `(%uncaught obj)`: no handler is left; ends the program.
    Uncaught,
    /// A procedure of the host; which one, the callee says.
    Host,
    /// `(gc)`: a full collection at once.
    Collect,
}

/// Least and greatest number of arguments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arity {
    /// At least so many.
    pub min: u8,
    /// At most so many; none means any number.
    pub max: Option<u8>,
}

impl Arity {
    /// Whether `count` arguments will do.
    pub const fn accepts(self, count: usize) -> bool {
        count >= self.min as usize
            && match self.max {
                Some(max) => count <= max as usize,
                None => true,
            }
    }
}

/// Exactly `n` arguments.
pub const fn exactly(n: u8) -> Arity {
    Arity { min: n, max: Some(n) }
}

/// From `min` to `max` arguments.
pub const fn between(min: u8, max: u8) -> Arity {
    Arity { min, max: Some(max) }
}

/// At least `min` arguments.
pub const fn at_least(min: u8) -> Arity {
    Arity { min, max: None }
}

/// What the optimiser may assume of a builtin. Bits, or-ed together.
pub mod flag {
    /// No special knowledge: may do anything.
    pub const NONE: u8 = 0;
    /// No effect but allocation: a call whose value is not used may be dropped
    /// unless it can fail (see `TOTAL`).
    pub const PURE: u8 = 1;
    /// Never raises, whatever the arguments (of a right number).
    pub const TOTAL: u8 = 2;
    /// Depends on its arguments alone, returns no fresh object: may be computed
    /// at compile time.
    pub const FOLD: u8 = 4;
    /// The value is always a boolean.
    pub const BOOLEAN: u8 = 8;
    /// Not for programs: the name may change, arguments are not always checked.
    pub const INTERNAL: u8 = 16;
}

/// One builtin.
pub struct Builtin {
    /// Its name in Scheme.
    pub name: &'static str,
    /// How many arguments it takes.
    pub arity: Arity,
    /// How it is carried out.
    pub code: Code,
    /// See [`flag`].
    pub flags: u8,
    /// One line: `(name args) what it returns`. Source section where it helps.
    pub doc: &'static str,
}

/// A row for a Rust function.
pub const fn native(name: &'static str, arity: Arity, f: NativeFn, flags: u8, doc: &'static str) -> Builtin {
    Builtin { name, arity, code: Code::Native(f), flags, doc }
}

/// A row for a definition in the prelude.
pub const fn scheme(name: &'static str, arity: Arity, flags: u8, doc: &'static str) -> Builtin {
    Builtin { name, arity, code: Code::Scheme, flags, doc }
}

/// A row of the machine. A name that begins with `%` is internal.
pub const fn control(name: &'static str, arity: Arity, control: Control, doc: &'static str) -> Builtin {
    let flags = if name.as_bytes()[0] == b'%' { flag::INTERNAL } else { flag::NONE };
    Builtin { name, arity, code: Code::Control(control), flags, doc }
}

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

/// All rows, in the order of their numbers.
fn rows() -> impl Iterator<Item = &'static Builtin> {
    let in_scheme = prelude::SOURCES.iter().map(|source| source.rows);
    DATA.iter().chain(STATE).copied().chain(in_scheme).flatten()
}

struct Index {
    rows: Vec<&'static Builtin>,
    by_name: HashMap<&'static str, BuiltinId>,
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let rows: Vec<&'static Builtin> = rows().collect();
        let by_name = rows.iter().enumerate().map(|(i, row)| (row.name, BuiltinId(i as u16))).collect();
        Index { rows, by_name }
    })
}

/// The builtin of this name.
pub fn find(name: &str) -> Option<BuiltinId> {
    index().by_name.get(name).copied()
}

/// The first builtin with this code of the machine.
pub fn find_control(control: Control) -> Option<BuiltinId> {
    all().find(|(_, row)| matches!(row.code, Code::Control(c) if c == control)).map(|(id, _)| id)
}

/// The row of a builtin.
///
/// # Panics
/// When there is no such builtin: ids come from [`find`] and [`all`] only.
pub fn row(id: BuiltinId) -> &'static Builtin {
    index().rows[id.0 as usize]
}

/// Every builtin.
pub fn all() -> impl Iterator<Item = (BuiltinId, &'static Builtin)> {
    index().rows.iter().enumerate().map(|(i, row)| (BuiltinId(i as u16), *row))
}
