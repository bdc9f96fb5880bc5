//! Implements `+`, `-`, `*`, `/`, the comparisons and related procedures (R7RS 6.2.6).

use cairn_data::arith;
use cairn_data::bridge;
use cairn_data::error::{Result, Throw};
use cairn_gc::{Mutation, Value};
use cairn_number as tower;

use super::{Args, binary, number, of_fixnums, unary};
use crate::{Builtin, Context, at_least, exactly, flag, native};

use flag::{BOOLEAN, FOLD, PURE};

const VALUE: u16 = PURE | FOLD;
const TEST: u16 = PURE | FOLD | BOOLEAN;

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("+", at_least(0), add, VALUE, "(+ z ...) the sum. R7RS 6.2.6."),
    native("*", at_least(0), mul, VALUE, "(* z ...) the product. R7RS 6.2.6."),
    native("-", at_least(1), sub, VALUE, "(- z ...) the first less the others; of one argument, its negation. R7RS 6.2.6."),
    native("/", at_least(1), div, VALUE, "(/ z ...) the first over the others; of one argument, its inverse. R7RS 6.2.6."),
    native("=", at_least(1), num_eq, TEST, "(= z ...) whether all are equal. R7RS 6.2.6."),
    native("<", at_least(1), |_, args| ordered("<", args, arith::less), TEST, "(< x ...) whether the arguments increase. R7RS 6.2.6."),
    native(">", at_least(1), |_, args| ordered(">", args, arith::greater), TEST, "(> x ...) whether the arguments decrease. R7RS 6.2.6."),
    native("<=", at_least(1), |_, args| ordered("<=", args, arith::less_eq), TEST, "(<= x ...) whether the arguments never decrease. R7RS 6.2.6."),
    native(">=", at_least(1), |_, args| ordered(">=", args, arith::greater_eq), TEST, "(>= x ...) whether the arguments never increase. R7RS 6.2.6."),
    native("max", at_least(1), |ctx, args| extreme(ctx, "max", args, i64::max, tower::max), VALUE, "(max x ...) the greatest; inexact when one is. R7RS 6.2.6."),
    native("min", at_least(1), |ctx, args| extreme(ctx, "min", args, i64::min, tower::min), VALUE, "(min x ...) the least; inexact when one is. R7RS 6.2.6."),
    native("abs", exactly(1), abs, VALUE, "(abs x) x without its sign. R7RS 6.2.6."),
    native("square", exactly(1), square, VALUE, "(square z) z times z. R7RS 6.2.6."),
    native("1+", exactly(1), |ctx, args| arith::add(ctx.mc, args[0], Value::fixnum(1)), VALUE, "(1+ z) z plus 1."),
    native("add1", exactly(1), |ctx, args| arith::add(ctx.mc, args[0], Value::fixnum(1)), VALUE, "(add1 z) z plus 1. Chez Scheme."),
    native("sub1", exactly(1), |ctx, args| arith::sub(ctx.mc, args[0], Value::fixnum(1)), VALUE, "(sub1 z) z minus 1. Chez Scheme."),
    native("-1+", exactly(1), |ctx, args| arith::sub(ctx.mc, args[0], Value::fixnum(1)), VALUE, "(-1+ z) z minus 1."),
    native("1-", exactly(1), |ctx, args| arith::sub(ctx.mc, args[0], Value::fixnum(1)), VALUE, "(1- z) z minus 1."),
];

/// Combines the arguments from the left; returns `unit` if there are none.
fn fold<'gc>(
    ctx: &mut Context<'_, 'gc>,
    args: Args<'_, 'gc>,
    unit: i64,
    step: impl Fn(Mutation<'gc>, Value<'gc>, Value<'gc>) -> Result<'gc>,
) -> Result<'gc> {
    match args {
        &[first, second] => step(ctx.mc, first, second),
        [] => Ok(Value::fixnum(unit)),
        // The step checks that the argument is a number.
        &[only] => step(ctx.mc, only, Value::fixnum(unit)),
        &[first, ref others @ ..] => others.iter().try_fold(first, |sum, &next| step(ctx.mc, sum, next)),
    }
}

fn add<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match args {
        // Does not use the unit: (+ -0.0) is -0.0, whereas (+ -0.0 0) may be 0.0.
        &[only] => bridge_check("+", only),
        _ => fold(ctx, args, 0, arith::add),
    }
}

fn mul<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match args {
        &[only] => bridge_check("*", only),
        _ => fold(ctx, args, 1, arith::mul),
    }
}

/// The value itself, if it is a number.
fn bridge_check<'gc>(who: &str, value: Value<'gc>) -> Result<'gc> {
    if bridge::is_number(value) { Ok(value) } else { Err(Throw::wrong_type(who, "a number", value)) }
}

fn sub<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match args {
        &[only] => arith::neg(ctx.mc, only),
        _ => fold(ctx, args, 0, arith::sub),
    }
}

fn div<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match args {
        &[only] => arith::div(ctx.mc, Value::fixnum(1), only),
        _ => fold(ctx, args, 1, arith::div),
    }
}

/// Whether `holds` applies to each argument and the next. All arguments are checked, even after a
/// negative answer.
fn chain<'gc>(args: Args<'_, 'gc>, holds: impl Fn(Value<'gc>, Value<'gc>) -> Result<'gc, bool>) -> Result<'gc> {
    let mut all = true;
    for pair in args.windows(2) {
        all &= holds(pair[0], pair[1])?;
    }
    Ok(Value::bool(all))
}

fn num_eq<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    if let &[only] = args {
        bridge_check("=", only)?;
    }
    chain(args, arith::num_eq)
}

fn ordered<'gc>(
    who: &str,
    args: Args<'_, 'gc>,
    holds: impl Fn(Value<'gc>, Value<'gc>) -> Result<'gc, bool>,
) -> Result<'gc> {
    if let &[only] = args
        && bridge::to_real(only).is_none()
    {
        return Err(Throw::wrong_type(who, "a real number", only));
    }
    chain(args, holds)
}

type Choice = fn(&tower::Number, &tower::Number) -> std::result::Result<tower::Number, tower::NumError>;

/// The choice of two small integers.
type Small = fn(i64, i64) -> i64;

fn abs<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let small = args[0].as_fixnum().and_then(|n| Value::try_fixnum(n.abs()));
    small.map_or_else(|| unary(ctx, "abs", args, tower::abs), Ok)
}

fn extreme<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    args: Args<'_, 'gc>,
    small: Small,
    choice: Choice,
) -> Result<'gc> {
    if let &[only] = args {
        return binary(ctx, who, &[only, only], choice);
    }
    args[1..].iter().try_fold(args[0], |best, &next| {
        let pair = [best, next];
        of_fixnums(&pair, |x, y| Some(small(x, y))).map_or_else(|| binary(ctx, who, &pair, choice), Ok)
    })
}

fn square<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    number("square", args[0])?;
    arith::mul(ctx.mc, args[0], args[0])
}
