//! Lists the builtins that are instructions, by name.
//!
//! Several may be one instruction: `(> a b)` is `JLess` with exchanged operands. When an
//! instruction fails, the builtin itself is called with the operands as the program wrote
//! them ([`Arrangement`]), and says what is wrong: so there is one text for one fault.

use cairn_gc::Kind;

use super::ops::Op;

/// How a call of a builtin becomes an instruction.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// `R[a] := op R[b]`
    Unary(Op),
    /// `R[a] := R[b] op R[c]`, left-associative for more operands
    Binary(Op),
    /// The same with an immediate form for a small integer on the right.
    BinaryImmediate {
        /// Of registers.
        op: Op,
        /// With the immediate.
        imm: Op,
    },
    /// The same with a form for another constant number on the right too; the
    /// operands may be exchanged for both.
    Commutative {
        /// Of registers.
        op: Op,
        /// With the immediate.
        imm: Op,
        /// With the constant.
        constant: Op,
    },
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
    /// A comparison of one operand with 0; the second operation is the negated one.
    TestZero([Op; 2]),
    /// A test of the operand's kind.
    TestKind(Kind),
    /// A test of two operands.
    Test2(Op, Op),
    /// A comparison with immediate forms for the right operand, and for the left
    /// one (the mirrored comparison).
    Compare {
        /// Of registers; like the others with its negation.
        op: [Op; 2],
        /// With an immediate on the right.
        right: [Op; 2],
        /// With an immediate on the left.
        left: [Op; 2],
    },
    /// `>` and `>=`: `op` with exchanged operands.
    CompareSwapped {
        /// Of registers; like the others with its negation.
        op: [Op; 2],
        /// With an immediate on the right.
        right: [Op; 2],
        /// With an immediate on the left.
        left: [Op; 2],
    },
    /// `not`
    Not,
    /// `%pack`: whatever number of values, as one object.
    Pack,
    /// `%unpack`: the values of such an object.
    Unpack,
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

/// The builtins that are instructions, by name. The number of a row is the operand by which an instruction that may
/// fail says which of them the program wrote.
pub const FORMS: &[(&str, Form)] = &[
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
    ("%pack", Form::Pack),
    ("%unpack", Form::Unpack),
    ("%record", Form::Object(Kind::Record)),
    ("%record-ref", Form::RecordRef),
    ("%record-set!", Form::RecordSet),
    ("%record-is?", Form::RecordIs),
    ("%unchanged?", Form::Unchanged),
    ("zero?", Form::TestZero(NUM_EQ_I)),
    ("positive?", Form::TestZero(GREATER_I)),
    ("negative?", Form::TestZero(LESS_I)),
];

/// How an instruction has the operands of the call that it stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arrangement {
    /// In their order.
    Straight,
    /// The second first.
    Exchanged,
    /// In their order, the second one negated.
    Negated,
    /// The first one alone; the second is part of the operation.
    Alone,
}

/// How `op` has the operands of a call of this form.
pub fn arrangement(form: Form, op: Op) -> Arrangement {
    match (form, op) {
        (Form::TestZero(_), _) => Arrangement::Alone,
        (Form::Subtract, Op::AddI) => Arrangement::Negated,
        (Form::Subtract, Op::RSubI | Op::RSubK) => Arrangement::Exchanged,
        (Form::Compare { right, left, .. }, _) if left.contains(&op) && !right.contains(&op) => Arrangement::Exchanged,
        (Form::CompareSwapped { op: ops, left, .. }, _) if ops.contains(&op) || left.contains(&op) => {
            Arrangement::Exchanged
        }
        _ => Arrangement::Straight,
    }
}
