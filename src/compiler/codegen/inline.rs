//! Which builtins are instructions, by name.

use std::collections::HashMap;
use std::sync::OnceLock;

use cairn_gc::Kind;

use crate::compiler::bytecode::Op;
use crate::compiler::primitives::Primitive;

/// How a call of a builtin becomes an instruction.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// `R[a] := op R[b]`
    Unary(Op),
    /// `R[a] := R[b] op R[c]`, left-associative for more operands
    Binary(Op),
    /// The same with an immediate form for a small integer on the right.
    BinaryImmediate { op: Op, imm: Op },
    /// The same with a form for another constant number on the right too; the
    /// operands may be exchanged for both.
    Commutative { op: Op, imm: Op, constant: Op },
    /// `-`: adds the negated immediate, or subtracts from a constant on the left.
    Subtract,
    /// `/`
    Divide,
    /// No value: `op R[a] R[b]`
    Effect2(Op),
    /// No value: `op R[a] R[b] R[c]`
    Effect3(Op),
    /// `vector-set!`: as `Effect3`, with an immediate index form.
    VectorSet,
    /// A test of one operand; the second operation is the negated one.
    Test1(Op, Op),
    /// A test of the operand's kind.
    TestKind(Kind),
    /// A test of two operands.
    Test2(Op, Op),
    /// A comparison with immediate forms for the right operand, and for the left
    /// one (the mirrored comparison).
    Compare { op: [Op; 2], right: [Op; 2], left: [Op; 2] },
    /// `>` and `>=`: `op` with exchanged operands.
    CompareSwapped { op: [Op; 2], right: [Op; 2], left: [Op; 2] },
    /// `not`
    Not,
    /// `(%record rtd field ...)` and the like: an object of these words.
    Object(Kind),
    /// `(%record-ref x rtd index who)`
    RecordRef,
    /// `(%record-set! x rtd index value who)`
    RecordSet,
    /// `(%record-is? x rtd)`
    RecordIs,
    /// `(%unchanged? cell)`, the cell being a constant
    Unchanged,
}

const LESS: [Op; 2] = [Op::JLess, Op::JNotLess];
const LESS_EQ: [Op; 2] = [Op::JLessEq, Op::JNotLessEq];
const LESS_I: [Op; 2] = [Op::JLessI, Op::JNotLessI];
const LESS_EQ_I: [Op; 2] = [Op::JLessEqI, Op::JNotLessEqI];
const GREATER_I: [Op; 2] = [Op::JGreaterI, Op::JNotGreaterI];
const GREATER_EQ_I: [Op; 2] = [Op::JGreaterEqI, Op::JNotGreaterEqI];
const NUM_EQ: [Op; 2] = [Op::JNumEq, Op::JNotNumEq];
const NUM_EQ_I: [Op; 2] = [Op::JNumEqI, Op::JNotNumEqI];

const FORMS: &[(&str, Form)] = &[
    ("+", Form::Commutative { op: Op::Add, imm: Op::AddI, constant: Op::AddK }),
    ("-", Form::Subtract),
    ("*", Form::Commutative { op: Op::Mul, imm: Op::MulI, constant: Op::MulK }),
    ("/", Form::Divide),
    ("quotient", Form::BinaryImmediate { op: Op::Quotient, imm: Op::QuotientI }),
    ("truncate-quotient", Form::BinaryImmediate { op: Op::Quotient, imm: Op::QuotientI }),
    ("remainder", Form::BinaryImmediate { op: Op::Remainder, imm: Op::RemainderI }),
    ("truncate-remainder", Form::BinaryImmediate { op: Op::Remainder, imm: Op::RemainderI }),
    ("modulo", Form::BinaryImmediate { op: Op::Modulo, imm: Op::ModuloI }),
    ("floor-remainder", Form::BinaryImmediate { op: Op::Modulo, imm: Op::ModuloI }),
    ("sqrt", Form::Unary(Op::Sqrt)),
    ("<", Form::Compare { op: LESS, right: LESS_I, left: GREATER_I }),
    ("<=", Form::Compare { op: LESS_EQ, right: LESS_EQ_I, left: GREATER_EQ_I }),
    ("=", Form::Compare { op: NUM_EQ, right: NUM_EQ_I, left: NUM_EQ_I }),
    (">", Form::CompareSwapped { op: LESS, right: GREATER_I, left: LESS_I }),
    (">=", Form::CompareSwapped { op: LESS_EQ, right: GREATER_EQ_I, left: LESS_EQ_I }),
    ("eq?", Form::Test2(Op::JEq, Op::JNotEq)),
    ("eqv?", Form::Test2(Op::JEqv, Op::JNotEqv)),
    ("char=?", Form::Test2(Op::JCharEq, Op::JNotCharEq)),
    ("char<?", Form::Test2(Op::JCharLess, Op::JNotCharLess)),
    ("null?", Form::Test1(Op::JNull, Op::JNotNull)),
    ("pair?", Form::Test1(Op::JPair, Op::JNotPair)),
    ("even?", Form::Test1(Op::JEven, Op::JNotEven)),
    ("odd?", Form::Test1(Op::JOdd, Op::JNotOdd)),
    ("char?", Form::Test1(Op::JChar, Op::JNotChar)),
    ("fixnum?", Form::Test1(Op::JFixnum, Op::JNotFixnum)),
    ("eof-object?", Form::Test1(Op::JEof, Op::JNotEof)),
    ("symbol?", Form::TestKind(Kind::Symbol)),
    ("string?", Form::TestKind(Kind::String)),
    ("vector?", Form::TestKind(Kind::Vector)),
    ("bytevector?", Form::TestKind(Kind::Bytes)),
    ("promise?", Form::TestKind(Kind::Promise)),
    ("not", Form::Not),
    ("cons", Form::Binary(Op::Cons)),
    ("car", Form::Unary(Op::Car)),
    ("cdr", Form::Unary(Op::Cdr)),
    ("cadr", Form::Unary(Op::Cadr)),
    ("cddr", Form::Unary(Op::Cddr)),
    ("caar", Form::Unary(Op::Caar)),
    ("cdar", Form::Unary(Op::Cdar)),
    ("set-car!", Form::Effect2(Op::SetCar)),
    ("set-cdr!", Form::Effect2(Op::SetCdr)),
    ("vector-ref", Form::BinaryImmediate { op: Op::VectorRef, imm: Op::VectorRefI }),
    ("vector-set!", Form::VectorSet),
    ("vector-length", Form::Unary(Op::VectorLength)),
    ("vector", Form::Object(Kind::Vector)),
    ("values", Form::Object(Kind::Values)),
    ("string-ref", Form::Binary(Op::StringRef)),
    ("string-set!", Form::Effect3(Op::StringSet)),
    ("string-length", Form::Unary(Op::StringLength)),
    ("bytevector-u8-ref", Form::Binary(Op::ByteRef)),
    ("bytevector-u8-set!", Form::Effect3(Op::ByteSet)),
    ("bytevector-length", Form::Unary(Op::ByteLength)),
    ("char->integer", Form::Unary(Op::CharToInteger)),
    ("integer->char", Form::Unary(Op::IntegerToChar)),
    ("box", Form::Unary(Op::MakeBox)),
    ("unbox", Form::Unary(Op::Unbox)),
    ("set-box!", Form::Effect2(Op::SetBox)),
    ("%record", Form::Object(Kind::Record)),
    ("%record-ref", Form::RecordRef),
    ("%record-set!", Form::RecordSet),
    ("%record-is?", Form::RecordIs),
    ("%unchanged?", Form::Unchanged),
];

/// The form of a builtin with `count` operands, if it is an instruction.
pub fn form(builtin: &Primitive, count: usize) -> Option<Form> {
    static TABLE: OnceLock<HashMap<&'static str, Form>> = OnceLock::new();
    let table = TABLE.get_or_init(|| FORMS.iter().copied().collect());
    table.get(builtin.name).copied().filter(|form| fits(*form, count))
}

fn fits(form: Form, count: usize) -> bool {
    match form {
        Form::Unary(_) | Form::Test1(..) | Form::TestKind(_) | Form::Not | Form::Unchanged => count == 1,
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
