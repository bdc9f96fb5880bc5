//! Looks up which builtins are instructions.

use std::collections::HashMap;
use std::sync::OnceLock;

use cairn_gc::Kind;

use crate::compiler::bytecode::Op;
use crate::compiler::bytecode::primitives::{Form, PRIMITIVES};
use crate::compiler::ir::BuiltinId;
use crate::stdlib;

/// A builtin that is an instruction.
#[derive(Clone, Copy, Debug)]
pub struct Primitive {
    /// Its row in the table of primitives.
    pub row: u8,
    /// How a call of it becomes an instruction.
    pub form: Form,
}

/// The builtin as a primitive, if a call with `count` operands is an instruction.
pub fn primitive(id: BuiltinId, count: usize) -> Option<Primitive> {
    static TABLE: OnceLock<HashMap<BuiltinId, Primitive>> = OnceLock::new();
    let rows = || (0u8..).zip(PRIMITIVES);
    let table = TABLE.get_or_init(|| {
        rows().filter_map(|(row, &(name, form))| Some((stdlib::find(name)?, Primitive { row, form }))).collect()
    });
    table.get(&id).copied().filter(|primitive| fits(primitive.form, count))
}

fn fits(form: Form, count: usize) -> bool {
    match form {
        Form::Unary(_) | Form::Test1(..) | Form::TestKind(_) | Form::Not | Form::Pack | Form::Unpack => count == 1,
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
