//! Names the slots of global cells ([`Kind::Global`]), which hold global variables.

use cairn_gc::{Kind, Mutation, Value};

/// Its value; `UNBOUND` before the definition.
pub const VALUE: usize = 0;
/// Its name, a symbol.
pub const NAME: usize = 1;
/// The number of the builtin (a fixnum) while the cell holds that builtin, `#f` for all other
/// cells. It becomes `#f` when code is expanded that assigns or redefines the cell.
pub const BUILTIN: usize = 2;
/// A fixnum of flags, see the constants here.
pub const FLAGS: usize = 3;
/// Number of slots.
pub const SLOTS: usize = 4;
/// Flag: some code assigns or redefines the cell.
pub const ASSIGNED: i64 = 1;
/// Flag: the compiler has given the cell its value, a procedure, and no code assigns it.
pub const CONSTANT: i64 = 2;

/// Creates an unbound global cell of a program.
pub fn new<'gc>(mc: Mutation<'gc>, name: Value<'gc>) -> Value<'gc> {
    let mut slots = [Value::fixnum(0); SLOTS];
    slots[VALUE] = Value::UNBOUND;
    slots[NAME] = name;
    slots[BUILTIN] = Value::FALSE;
    mc.alloc_tenured(Kind::Global, &slots)
}
