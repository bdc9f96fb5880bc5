//! Implements `eq?`, `eqv?` and `equal?` (R7RS 6.1).

use cairn_gc::Value;

use super::{Builtin, exactly, flag, native};
pub use cairn_data::equal::{equal, eqv};

use flag::{BOOLEAN, FOLD, PURE, TOTAL};

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("eq?", exactly(2), |_, args| Ok(Value::bool(args[0] == args[1])), PURE | TOTAL | FOLD | BOOLEAN,
        "(eq? a b) whether a and b are one object. R7RS 6.1."),
    native("eqv?", exactly(2), |_, args| Ok(Value::bool(eqv(args[0], args[1]))), PURE | TOTAL | FOLD | BOOLEAN,
        "(eqv? a b) whether a and b are one object, or the same number. R7RS 6.1."),
    native("equal?", exactly(2), |ctx, args| Ok(Value::bool(equal(ctx.mc, args[0], args[1])?)), PURE | TOTAL | BOOLEAN,
        "(equal? a b) whether a and b have the same structure; circular ones too. R7RS 6.1."),
];
