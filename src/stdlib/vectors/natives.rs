//! Implements vectors (R7RS 6.8).

use cairn_data::error::{Result, Throw};
use cairn_data::lists::{self, elements};
use cairn_gc::{Kind, Value};

use crate::args;
use crate::{Args, Builtin, Context, at_least, between, exactly, flag, native};

use flag::{BOOLEAN, FOLD, NONE, PURE, TOTAL};

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("vector?", exactly(1), is_vector, PURE | TOTAL | FOLD | BOOLEAN, "(vector? x) whether x is a vector. R7RS 6.8."),
    native("make-vector", between(1, 2), make_vector, PURE, "(make-vector k [fill]) a fresh vector of k elements. R7RS 6.8."),
    native("vector", at_least(0), vector, PURE, "(vector x ...) a fresh vector of the arguments. R7RS 6.8."),
    native("vector-length", exactly(1), vector_length, PURE | FOLD, "(vector-length v) number of elements. R7RS 6.8."),
    native("vector-ref", exactly(2), vector_ref, PURE, "(vector-ref v k) element k. R7RS 6.8."),
    native("vector-set!", exactly(3), vector_set, NONE, "(vector-set! v k x) replaces element k. R7RS 6.8."),
    native("vector->list", between(1, 3), vector_to_list, PURE, "(vector->list v [start [end]]) a fresh list of the elements. R7RS 6.8."),
    native("reverse-vector->list", between(1, 3), reverse_vector_to_list, PURE, "(reverse-vector->list v [start [end]]) the same, last element first. SRFI 133."),
    native("list->vector", exactly(1), list_to_vector, PURE, "(list->vector list) a fresh vector of the elements. R7RS 6.8."),
    native("vector->string", between(1, 3), vector_to_string, PURE, "(vector->string v [start [end]]) a fresh string of the characters in v. R7RS 6.8."),
    native("string->vector", between(1, 3), string_to_vector, PURE, "(string->vector s [start [end]]) a fresh vector of the characters. R7RS 6.8."),
    native("vector-copy", between(1, 3), vector_copy, PURE, "(vector-copy v [start [end]]) a fresh vector of the elements. R7RS 6.8."),
    native("subvector", exactly(3), |ctx, args| copy_of(ctx, "subvector", args), PURE, "(subvector v start end) the same as vector-copy."),
    native("vector-head", exactly(2), vector_head, PURE, "(vector-head v end) a fresh vector of the first elements. MIT Scheme."),
    native("vector-tail", exactly(2), |ctx, args| copy_of(ctx, "vector-tail", args), PURE, "(vector-tail v start) a fresh vector of the last elements. MIT Scheme."),
    native("vector-copy!", between(3, 5), vector_copy_to, NONE, "(vector-copy! to at from [start [end]]) copies elements; the ranges may overlap. R7RS 6.8."),
    native("vector-append", at_least(0), vector_append, PURE, "(vector-append v ...) a fresh vector of the elements of all. R7RS 6.8."),
    native("vector-fill!", between(2, 4), vector_fill, NONE, "(vector-fill! v x [start [end]]) stores x in each element. R7RS 6.8."),
    native("vector-grow", exactly(2), vector_grow, PURE, "(vector-grow v k) a fresh vector of k elements that starts with those of v. MIT Scheme."),
    native("vector-swap!", exactly(3), vector_swap, NONE, "(vector-swap! v i j) exchanges two elements. SRFI 133."),
    native("vector-reverse!", between(1, 3), vector_reverse, NONE, "(vector-reverse! v [start [end]]) turns the elements round. SRFI 133."),
];

fn is_vector<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args[0].has_kind(Kind::Vector)))
}

fn make_vector<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = args::size("make-vector", "length", args[0])?;
    let fill = args::optional(args, 1).unwrap_or(Value::UNSPECIFIED);
    ctx.mc.settle_for_fill(fill, length, length.saturating_mul(8))?;
    Ok(ctx.mc.alloc_filled(Kind::Vector, length, fill)?)
}

fn vector<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(ctx.mc.alloc_copy(Kind::Vector, args)?)
}

fn vector_length<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::fixnum(args::vector("vector-length", args[0])?.len() as i64))
}

fn vector_ref<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let items = args::vector("vector-ref", args[0])?;
    Ok(items[args::index("vector-ref", args[1], items.len())?])
}

/// The length of a vector, which must be mutable.
fn changeable<'gc>(who: &str, vector: Value<'gc>) -> Result<'gc, usize> {
    let length = args::vector(who, vector)?.len();
    args::mutable(who, vector)?;
    Ok(length)
}

fn vector_set<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = changeable("vector-set!", args[0])?;
    args[0].set_slot(ctx.mc, args::index("vector-set!", args[1], length)?, args[2]);
    Ok(Value::UNSPECIFIED)
}

/// The elements of the vector `args[0]` from `args[1]` to `args[2]`.
fn selected<'gc>(who: &str, args: Args<'_, 'gc>) -> Result<'gc, &'gc [Value<'gc>]> {
    let items = args::vector(who, args[0])?;
    let (start, end) = args::range(who, args, 1, items.len())?;
    Ok(&items[start..end])
}

// --- conversion -------------------------------------------------------------

fn vector_to_list<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let items = selected("vector->list", args)?;
    lists::room_for_pairs(ctx.mc, items.len())?;
    Ok(ctx.mc.list(items))
}

fn reverse_vector_to_list<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let items = selected("reverse-vector->list", args)?;
    lists::list_from(ctx.mc, items.len(), items.iter().rev().copied())
}

fn list_to_vector<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = lists::list_length(ctx.mc, "list->vector", args[0])?;
    ctx.mc.check_room(length.saturating_mul(16))?;
    let mut items = Vec::with_capacity(length);
    items.extend(elements(args[0]));
    Ok(ctx.mc.alloc_copy(Kind::Vector, &items)?)
}

fn vector_to_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let items = selected("vector->string", args)?;
    crate::strings::natives::string_of_values(ctx.mc, "vector->string", items.len(), items.iter().copied())
}

fn string_to_vector<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let chars = args::string("string->vector", args[0])?;
    let (start, end) = args::range("string->vector", args, 1, chars.len())?;
    let vector = ctx.mc.alloc_filled(Kind::Vector, end - start, Value::UNSPECIFIED)?;
    for (i, c) in chars.slice(start, end).iter().enumerate() {
        vector.set_slot(ctx.mc, i, Value::char(c));
    }
    Ok(vector)
}

// --- copying ----------------------------------------------------------------

fn vector_copy<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    copy_of(ctx, "vector-copy", args)
}

fn copy_of<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(ctx.mc.alloc_copy(Kind::Vector, selected(who, args)?)?)
}

fn vector_head<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    copy_of(ctx, "vector-head", &[args[0], Value::fixnum(0), args[1]])
}

fn vector_copy_to<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let who = "vector-copy!";
    let length = changeable(who, args[0])?;
    let at = args::bound(who, "index", args[1], 0, length)?;
    let source = args::vector(who, args[2])?.len();
    let (start, end) = args::range(who, args, 3, source)?;
    if !args[0].copy_slots(ctx.mc, at, args[2], start, end - start) {
        return Err(Throw::out_of_range(who, "index", args[1]).hint("the target is too short for that many elements"));
    }
    Ok(Value::UNSPECIFIED)
}

fn vector_append<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mut length = 0usize;
    for &vector in args {
        length = length.saturating_add(args::vector("vector-append", vector)?.len());
    }
    let result = ctx.mc.alloc_filled(Kind::Vector, length, Value::UNSPECIFIED)?;
    let mut at = 0;
    for &vector in args {
        result.copy_slots(ctx.mc, at, vector, 0, vector.slots());
        at += vector.slots();
    }
    Ok(result)
}

fn vector_fill<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = changeable("vector-fill!", args[0])?;
    let (start, end) = args::range("vector-fill!", args, 2, length)?;
    ctx.mc.settle_for_fill(args[1], end - start, 0)?;
    args[0].fill_slots(ctx.mc, start, end - start, args[1]);
    Ok(Value::UNSPECIFIED)
}

fn vector_grow<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let items = args::vector("vector-grow", args[0])?;
    let length = args::bound("vector-grow", "length", args[1], items.len(), usize::MAX)?;
    let result = ctx.mc.alloc_filled(Kind::Vector, length, Value::UNSPECIFIED)?;
    result.copy_slots(ctx.mc, 0, args[0], 0, items.len());
    Ok(result)
}

fn exchange<'gc>(ctx: &mut Context<'_, 'gc>, vector: Value<'gc>, i: usize, j: usize) {
    if let (Some(a), Some(b)) = (vector.slot(i), vector.slot(j)) {
        vector.set_slot(ctx.mc, i, b);
        vector.set_slot(ctx.mc, j, a);
    }
}

fn vector_swap<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = changeable("vector-swap!", args[0])?;
    let i = args::index("vector-swap!", args[1], length)?;
    let j = args::index("vector-swap!", args[2], length)?;
    exchange(ctx, args[0], i, j);
    Ok(Value::UNSPECIFIED)
}

fn vector_reverse<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = changeable("vector-reverse!", args[0])?;
    let (start, end) = args::range("vector-reverse!", args, 1, length)?;
    for i in 0..(end - start) / 2 {
        exchange(ctx, args[0], start + i, end - 1 - i);
    }
    Ok(Value::UNSPECIFIED)
}
