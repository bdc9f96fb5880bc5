//! Implements booleans (R7RS 6.3), and constants such as the unspecified value.

use cairn_data::error::{Result, Throw};
use cairn_gc::Value;
use cairn_middle::primitives::Meaning;

use super::{Args, Builtin, Context, at_least, exactly, flag, native};

use flag::{BOOLEAN, FOLD, PURE, TOTAL};

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("not", exactly(1), |_, args| Ok(Value::bool(!args[0].is_true())), PURE | TOTAL | FOLD | BOOLEAN, "(not x) whether x is #f. R7RS 6.3.").means(Meaning::Not),
    native("boolean?", exactly(1), |_, args| Ok(Value::bool(args[0].is_bool())), PURE | TOTAL | FOLD | BOOLEAN, "(boolean? x) whether x is #t or #f. R7RS 6.3."),
    native("boolean=?", at_least(1), boolean_eq, PURE | FOLD | BOOLEAN, "(boolean=? b ...) whether all are the same boolean. R7RS 6.3."),
    native("default-object?", exactly(1), |_, args| Ok(Value::bool(args[0] == Value::DEFAULT)), PURE | TOTAL | FOLD | BOOLEAN, "(default-object? x) whether x stands for an argument that was not given."),
];

fn boolean_eq<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match args.iter().find(|arg| !arg.is_bool()) {
        Some(&other) => Err(Throw::wrong_type("boolean=?", "a boolean", other)),
        None => Ok(Value::bool(args.iter().all(|&arg| arg == args[0]))),
    }
}
