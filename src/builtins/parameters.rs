//! Parameter objects (R7RS 4.2.6), below `make-parameter` and `parameterize`.
//!
//! The object holds the global value and the converter (`#f` for none). Calling a
//! parameter is the machine's business: the innermost binding in
//! `World::parameters`, else the global value.

use cairn_gc::{Kind, Value};

use super::args;
use super::{Builtin, Context, exactly, flag, native};
use crate::error::Result;

use flag::{BOOLEAN, FOLD, INTERNAL, PURE, TOTAL};

type Args<'a, 'gc> = &'a [Value<'gc>];

/// Slot of a parameter: its global value.
pub const VALUE: usize = 0;
/// Slot of a parameter: its converter, or `#f`.
pub const CONVERTER: usize = 1;

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("parameter?", exactly(1), |_, args| Ok(Value::bool(args[0].has_kind(Kind::Parameter))), PURE | TOTAL | FOLD | BOOLEAN, "(parameter? x) whether x is a parameter object."),
    native("%make-parameter", exactly(2), |cx, args| Ok(cx.mc.alloc(Kind::Parameter, &args[..2])), PURE | TOTAL | INTERNAL, "(%make-parameter value converter) a fresh parameter; the value is converted already."),
    native("%parameter-value", exactly(1), |_, args| part(args[0], VALUE), PURE | INTERNAL, "(%parameter-value p) its global value."),
    native("%parameter-converter", exactly(1), |_, args| part(args[0], CONVERTER), PURE | INTERNAL, "(%parameter-converter p) its converter, or #f."),
    native("%parameter-set-value!", exactly(2), set_value, INTERNAL, "(%parameter-set-value! p x) replaces its global value."),
];

fn part<'gc>(parameter: Value<'gc>, slot: usize) -> Result<'gc> {
    args::of_kind("parameterize", Kind::Parameter, "a parameter", parameter)?;
    Ok(parameter.slot(slot).unwrap_or(Value::FALSE))
}

fn set_value<'gc>(cx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    args::of_kind("parameterize", Kind::Parameter, "a parameter", args[0])?;
    args[0].set_slot(cx.mc, VALUE, args[1]);
    Ok(Value::UNSPECIFIED)
}
