//! Looks up which builtins are instructions.

use cairn_gc::Kind;
use cairn_middle::names::{self, Slots};
use cairn_middle::primitives::Primitive;

use crate::bytecode::Op;
use crate::bytecode::forms::{FORMS, Form};

/// How a builtin becomes an instruction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inline {
    /// Its row in the table of forms.
    pub row: u8,
    /// The form there.
    pub form: Form,
}

/// The names of the forms.
static NAMES: [&str; FORMS.len()] = {
    let mut names = [""; FORMS.len()];
    let mut row = 0;
    while row < names.len() {
        names[row] = FORMS[row].0;
        row += 1;
    }
    names
};

/// How a call of a builtin with `count` operands becomes an instruction, if it does.
pub(super) fn inline(builtin: &Primitive, count: usize) -> Option<Inline> {
    static INDEX: Slots<256> = names::index(&NAMES);
    let row = names::find(&INDEX, builtin.name, |row| NAMES[row])?;
    let inline = Inline { row: row as u8, form: FORMS[row].1 };
    fits(inline.form, count).then_some(inline)
}

fn fits(form: Form, count: usize) -> bool {
    match form {
        Form::Unary(_)
        | Form::Test1(..)
        | Form::TestZero(_)
        | Form::TestKind(_)
        | Form::Not
        | Form::Unchanged
        | Form::Pack
        | Form::Unpack => count == 1,
        Form::Binary(Op::Cons | Op::StringRef | Op::ByteRef) => count == 2,
        Form::Binary(_) | Form::Subtract | Form::Divide | Form::Commutative { .. } => count >= 2,
        Form::BinaryImmediate { .. } => count == 2,
        Form::Effect2(_) | Form::Test2(..) | Form::RecordIs => count == 2,
        Form::Effect3(_) | Form::VectorSet => count == 3,
        Form::Compare { .. } | Form::CompareSwapped { .. } => count == 2,
        Form::Object(Kind::Values) => count != 1 && count <= 64,
        Form::Object(Kind::Record) => (1..=250).contains(&count),
        Form::Object(_) => (1..=250).contains(&count),
        Form::RecordRef => count == 4,
        Form::RecordSet => count == 5,
    }
}
