//! Implements type predicates that belong to no other file; and multiple values.

use cairn_data::error::Result;
use cairn_gc::{Kind, Value};
use cairn_middle::primitives::Meaning;

use super::{Args, Builtin, Context, at_least, exactly, flag, native};

use flag::{BOOLEAN, FOLD, PURE, TOTAL, VALUES};

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("procedure?", exactly(1), |_, args| Ok(Value::bool(is_procedure(args[0]))), PURE | TOTAL | BOOLEAN, "(procedure? x) whether x can be called. R7RS 6.10."),
    native("values", at_least(0), values, PURE | TOTAL | VALUES, "(values x ...) the arguments as values of this expression. R7RS 6.10.").means(Meaning::Values),
    native("void", at_least(0), |_, _| Ok(Value::UNSPECIFIED), PURE | TOTAL | FOLD, "(void x ...) the unspecified object."),
    native("unspecified?", exactly(1), |_, args| Ok(Value::bool(args[0] == Value::UNSPECIFIED)), PURE | TOTAL | FOLD | BOOLEAN, "(unspecified? x) whether x is the unspecified object."),
];

/// Whether the machine can call `value`.
pub fn is_procedure(value: Value<'_>) -> bool {
    use Kind::{CaseLambda, Closure, Continuation, Guardian, Native, Parameter};
    matches!(value.kind(), Some(Closure | Native | Continuation | Parameter | CaseLambda | Guardian))
}

/// Combines several values into one object: see [`Kind::Values`]. A single value is returned
/// itself.
pub fn values<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match args {
        &[value] => Ok(value),
        _ => Ok(ctx.mc.alloc_copy(Kind::Values, args)?),
    }
}
