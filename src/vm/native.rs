//! Natives: the Rust functions that builtins are carried out by, and the rows that have
//! them next to the facts of each builtin.

use cairn_gc::{Mutation, Value};

use super::world::World;
use crate::compiler::primitives::{Arity, Code, Control, Group, Meaning, Primitive, Primitives, flag};
use crate::data::error::Result;

/// What a native gets besides its arguments.
pub struct Context<'a, 'gc> {
    /// The heap.
    pub mc: Mutation<'gc>,
    /// Everything that is not the heap or the stack.
    pub world: &'a mut World<'gc>,
}

/// A native. The number of arguments has been checked against the row's arity.
pub type NativeFn = for<'a, 'gc> fn(&mut Context<'a, 'gc>, &[Value<'gc>]) -> Result<'gc>;

/// One builtin: its facts, and its function when it has one.
pub struct Builtin {
    /// The compiler's facts.
    pub facts: Primitive,
    /// The function of a [`Code::Native`].
    pub function: Option<NativeFn>,
}

impl Builtin {
    /// The same, known to the compiler by this meaning.
    pub const fn means(mut self, meaning: Meaning) -> Builtin {
        self.facts.meaning = Some(meaning);
        self
    }
}

/// A row for a Rust function.
pub const fn native(name: &'static str, arity: Arity, f: NativeFn, flags: u8, doc: &'static str) -> Builtin {
    Builtin { facts: Primitive { name, arity, code: Code::Native, flags, meaning: None, doc }, function: Some(f) }
}

/// A row for a definition in Scheme.
pub const fn scheme(name: &'static str, arity: Arity, flags: u8, doc: &'static str) -> Builtin {
    Builtin { facts: Primitive { name, arity, code: Code::Scheme, flags, meaning: None, doc }, function: None }
}

/// A row of the machine. A name that begins with `%` is internal.
pub const fn control(name: &'static str, arity: Arity, control: Control, doc: &'static str) -> Builtin {
    let flags = if name.as_bytes()[0] == b'%' { flag::INTERNAL } else { flag::NONE };
    Builtin {
        facts: Primitive { name, arity, code: Code::Control(control), flags, meaning: None, doc },
        function: None,
    }
}

/// All builtins: the facts by number, and the functions in the same order.
pub struct Builtins {
    /// The facts.
    pub primitives: Primitives,
    /// The functions of natives.
    pub functions: Vec<Option<NativeFn>>,
}

impl Builtins {
    /// The table of these rows, in the order of their numbers, after which those of libraries
    /// of their own come; `definition` gives the text of a builtin that is written in Scheme.
    pub fn new(
        common: impl Iterator<Item = &'static Builtin>,
        libraries: impl Iterator<Item = &'static (&'static str, &'static [Builtin])>,
        definition: fn(&str) -> Option<&'static str>,
    ) -> Self {
        let mut rows: Vec<_> = common.collect();
        let mut groups = Vec::new();
        for &(library, own) in libraries {
            let start = rows.len() as u16;
            rows.extend(own);
            groups.push(Group { library, numbers: start..rows.len() as u16 });
        }
        Builtins {
            primitives: Primitives::new(rows.iter().map(|row| &row.facts).collect(), groups, definition),
            functions: rows.iter().map(|row| row.function).collect(),
        }
    }
}
