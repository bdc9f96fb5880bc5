//! Defines natives: the Rust functions that implement builtins, and the rows that put them next
//! to the facts of each builtin.

use cairn_data::error::Result;
use cairn_gc::{Mutation, Value};
use cairn_middle::primitives::{Arity, Code, Control, Meaning, Primitive, Primitives, flag};

use super::world::World;

/// The context of a native, besides its arguments.
pub struct Context<'a, 'gc> {
    /// The heap.
    pub mc: Mutation<'gc>,
    /// Everything that is not the heap or the stack.
    pub world: &'a mut World<'gc>,
}

/// The arguments of a native.
pub type Args<'a, 'gc> = &'a [Value<'gc>];

/// A native. The number of arguments has been checked against the row's arity.
pub type NativeFn = for<'a, 'gc> fn(&mut Context<'a, 'gc>, Args<'_, 'gc>) -> Result<'gc>;

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
pub const fn native(name: &'static str, arity: Arity, f: NativeFn, flags: u16, doc: &'static str) -> Builtin {
    Builtin { facts: Primitive { name, arity, code: Code::Native, flags, meaning: None, doc }, function: Some(f) }
}

/// A row for a definition in Scheme.
pub const fn scheme(name: &'static str, arity: Arity, flags: u16, doc: &'static str) -> Builtin {
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

/// All builtins: the facts by number, and what the machine needs in the same order.
pub struct Builtins {
    /// The facts.
    pub primitives: Primitives,
    /// How the machine carries each out.
    pub entries: &'static [Entry],
}

/// The data needed to call a native procedure, by builtin number.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The function, unless the machine carries the builtin out.
    pub native: Option<NativeFn>,
    /// Otherwise, the machine's operation.
    pub control: Option<Control>,
    /// Least number of arguments.
    pub min: u8,
    /// Greatest number; 255 means any.
    pub max: u8,
}

impl Entry {
    /// How the machine carries out a builtin.
    pub const fn of(builtin: &Builtin) -> Entry {
        let Arity { min, max } = builtin.facts.arity;
        let control = match builtin.facts.code {
            Code::Control(control) => Some(control),
            Code::Native | Code::Scheme => None,
        };
        let max = match max {
            Some(max) => max,
            None => u8::MAX,
        };
        Entry { native: builtin.function, control, min, max }
    }
}
