//! Implements promises (R7RS 4.2.5) and boxes (SRFI 111).
//!
//! A promise refers to its content, a `Kind::Tuple` of two slots: whether it has been forced, and
//! the value or the thunk. Promises chained by `delay-force` share one content, as in the report's
//! algorithm; `force` itself is in the prelude.

use cairn_data::error::Result;
use cairn_gc::{Kind, Value};

use super::args;
use super::{Args, Builtin, Context, exactly, flag, native};

use flag::{BOOLEAN, FOLD, INTERNAL, NONE, PURE, TOTAL};

/// Slot of a promise's content: whether it has been forced.
const DONE: usize = 0;
/// Slot of a promise's content: the value, or the thunk that computes it.
const VALUE: usize = 1;

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("promise?", exactly(1), |_, args| Ok(Value::bool(args[0].has_kind(Kind::Promise))), PURE | TOTAL | FOLD | BOOLEAN, "(promise? x) whether x is a promise. R7RS 4.2.5."),
    native("make-promise", exactly(1), make_promise, PURE | TOTAL, "(make-promise x) a promise that gives x; x itself when it is one. R7RS 4.2.5."),
    native("%make-promise", exactly(2), |ctx, args| Ok(promise(ctx, args[0], args[1])), PURE | TOTAL | INTERNAL, "(%make-promise done? x) a fresh promise with the value or thunk x."),
    native("%promise-done?", exactly(1), |_, args| part("force", args[0], DONE), PURE | INTERNAL, "(%promise-done? p) whether p has its value."),
    native("%promise-value", exactly(1), |_, args| part("force", args[0], VALUE), PURE | INTERNAL, "(%promise-value p) the value, or the thunk that gives it."),
    native("%promise-set!", exactly(3), set, INTERNAL, "(%promise-set! p done? x) replaces the content."),
    native("%promise-share!", exactly(2), share, INTERNAL, "(%promise-share! p q) gives p the content of q."),
    native("box", exactly(1), |ctx, args| Ok(ctx.mc.alloc(Kind::Box, &args[..1])), PURE | TOTAL, "(box x) a fresh box that holds x. SRFI 111."),
    native("box?", exactly(1), |_, args| Ok(Value::bool(args[0].has_kind(Kind::Box))), PURE | TOTAL | FOLD | BOOLEAN, "(box? x) whether x is a box. SRFI 111."),
    native("unbox", exactly(1), unbox, PURE, "(unbox box) what it holds. SRFI 111."),
    native("set-box!", exactly(2), set_box, NONE, "(set-box! box x) makes it hold x. SRFI 111."),
];

fn promise<'gc>(ctx: &mut Context<'_, 'gc>, done: Value<'gc>, value: Value<'gc>) -> Value<'gc> {
    let content = ctx.mc.alloc(Kind::Tuple, &[done, value]);
    ctx.mc.alloc(Kind::Promise, &[content])
}

fn make_promise<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    if args[0].has_kind(Kind::Promise) {
        return Ok(args[0]);
    }
    Ok(promise(ctx, Value::TRUE, args[0]))
}

/// The content of a promise.
fn content<'gc>(who: &str, value: Value<'gc>) -> Result<'gc> {
    args::of_kind(who, Kind::Promise, "a promise", value)?;
    Ok(value.slot(0).unwrap_or(Value::FALSE))
}

fn part<'gc>(who: &str, value: Value<'gc>, slot: usize) -> Result<'gc> {
    Ok(content(who, value)?.slot(slot).unwrap_or(Value::FALSE))
}

fn set<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let content = content("force", args[0])?;
    content.set_slot(ctx.mc, DONE, args[1]);
    content.set_slot(ctx.mc, VALUE, args[2]);
    Ok(Value::UNSPECIFIED)
}

fn share<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    content("force", args[0])?;
    args[0].set_slot(ctx.mc, 0, content("force", args[1])?);
    Ok(Value::UNSPECIFIED)
}

fn unbox<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    args::of_kind("unbox", Kind::Box, "a box", args[0])?;
    Ok(args[0].slot(0).unwrap_or(Value::UNSPECIFIED))
}

fn set_box<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    args::of_kind("set-box!", Kind::Box, "a box", args[0])?;
    args::mutable("set-box!", args[0])?;
    args[0].set_slot(ctx.mc, 0, args[1]);
    Ok(Value::UNSPECIFIED)
}
