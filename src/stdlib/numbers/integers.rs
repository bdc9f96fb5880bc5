//! Implements integer division, divisors, roots and rounding (R7RS 6.2.6).

use cairn_data::arith;
use cairn_data::bridge;
use cairn_data::error::Result;
use cairn_gc::Value;
use cairn_number::{self as tower, NumError, Number};

use super::{Args, binary, failed, number, of_fixnums, unary};
use crate::{Builtin, Context, at_least, exactly, flag, native};

use flag::{FOLD, PURE, VALUES};

const VALUE: u16 = PURE | FOLD;

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("quotient", exactly(2), |ctx, args| arith::quotient(ctx.mc, args[0], args[1]), VALUE, "(quotient n m) the quotient, rounded to zero. R7RS 6.2.6."),
    native("remainder", exactly(2), |ctx, args| arith::remainder(ctx.mc, args[0], args[1]), VALUE, "(remainder n m) what quotient leaves; the sign of n. R7RS 6.2.6."),
    native("modulo", exactly(2), |ctx, args| arith::modulo(ctx.mc, args[0], args[1]), VALUE, "(modulo n m) what floor-quotient leaves; the sign of m. R7RS 6.2.6."),
    native("floor/", exactly(2), |ctx, args| divide(ctx, "floor/", args, floor, tower::floor_div), PURE | VALUES, "(floor/ n m) floor-quotient and floor-remainder. R7RS 6.2.6."),
    native("floor-quotient", exactly(2), |ctx, args| quotient(ctx, "floor-quotient", args, floor, tower::floor_quotient), VALUE, "(floor-quotient n m) the quotient, rounded down. R7RS 6.2.6."),
    native("floor-remainder", exactly(2), |ctx, args| rest(ctx, "floor-remainder", args, floor, tower::floor_remainder), VALUE, "(floor-remainder n m) what is left, with the sign of m. R7RS 6.2.6."),
    native("truncate/", exactly(2), |ctx, args| divide(ctx, "truncate/", args, truncate, tower::truncate_div), PURE | VALUES, "(truncate/ n m) truncate-quotient and truncate-remainder. R7RS 6.2.6."),
    native("truncate-quotient", exactly(2), |ctx, args| quotient(ctx, "truncate-quotient", args, truncate, tower::truncate_quotient), VALUE, "(truncate-quotient n m) the quotient, rounded to zero. R7RS 6.2.6."),
    native("truncate-remainder", exactly(2), |ctx, args| rest(ctx, "truncate-remainder", args, truncate, tower::truncate_remainder), VALUE, "(truncate-remainder n m) what is left, with the sign of n. R7RS 6.2.6."),
    native("gcd", at_least(0), |ctx, args| fold(ctx, "gcd", args, 0, tower::gcd), VALUE, "(gcd n ...) the greatest common divisor. R7RS 6.2.6."),
    native("lcm", at_least(0), |ctx, args| fold(ctx, "lcm", args, 1, tower::lcm), VALUE, "(lcm n ...) the least common multiple. R7RS 6.2.6."),
    native("exact-integer-sqrt", exactly(1), exact_integer_sqrt, PURE | VALUES | flag::LARGE, "(exact-integer-sqrt k) the root, rounded down, and what is left. R7RS 6.2.6."),
    native("numerator", exactly(1), |ctx, args| unary(ctx, "numerator", args, tower::numerator), VALUE, "(numerator q) of the fraction in lowest terms. R7RS 6.2.6."),
    native("denominator", exactly(1), |ctx, args| unary(ctx, "denominator", args, tower::denominator), VALUE, "(denominator q) of the fraction in lowest terms. R7RS 6.2.6."),
    native("floor", exactly(1), |ctx, args| round_to(ctx, "floor", args, f64::floor, tower::floor), VALUE, "(floor x) the next integer that is not greater. R7RS 6.2.6."),
    native("ceiling", exactly(1), |ctx, args| round_to(ctx, "ceiling", args, f64::ceil, tower::ceiling), VALUE, "(ceiling x) the next integer that is not less. R7RS 6.2.6."),
    native("truncate", exactly(1), |ctx, args| round_to(ctx, "truncate", args, f64::trunc, tower::truncate), VALUE, "(truncate x) the next integer towards zero. R7RS 6.2.6."),
    native("round", exactly(1), |ctx, args| round_to(ctx, "round", args, f64::round_ties_even, tower::round), VALUE, "(round x) the nearest integer, the even one of two. R7RS 6.2.6."),
    native("floor->exact", exactly(1), |ctx, args| unary(ctx, "floor->exact", args, |x| tower::exact(&tower::floor(x)?)), VALUE, "(floor->exact x) floor, exact. MIT Scheme."),
    native("ceiling->exact", exactly(1), |ctx, args| unary(ctx, "ceiling->exact", args, |x| tower::exact(&tower::ceiling(x)?)), VALUE, "(ceiling->exact x) ceiling, exact. MIT Scheme."),
    native("truncate->exact", exactly(1), |ctx, args| unary(ctx, "truncate->exact", args, |x| tower::exact(&tower::truncate(x)?)), VALUE, "(truncate->exact x) truncate, exact. MIT Scheme."),
    native("round->exact", exactly(1), |ctx, args| unary(ctx, "round->exact", args, |x| tower::exact(&tower::round(x)?)), VALUE, "(round->exact x) round, exact. MIT Scheme."),
    native("rationalize", exactly(2), |ctx, args| binary(ctx, "rationalize", args, tower::rationalize), VALUE, "(rationalize x y) the simplest number no more than y from x. R7RS 6.2.6."),
];

/// Two numbers as two values.
fn pair<'gc>(ctx: &mut Context<'_, 'gc>, (first, second): (Number, Number)) -> Result<'gc> {
    let parts = [bridge::from_number(ctx.mc, &first)?, bridge::from_number(ctx.mc, &second)?];
    crate::predicates::values(ctx, &parts)
}

type Division = fn(&Number, &Number) -> std::result::Result<(Number, Number), NumError>;

/// Quotient and remainder of small integers, unless the divisor is 0.
type Small = fn(i64, i64) -> Option<(i64, i64)>;

fn truncate(x: i64, y: i64) -> Option<(i64, i64)> {
    Some((x.checked_div(y)?, x.checked_rem(y)?))
}

fn floor(x: i64, y: i64) -> Option<(i64, i64)> {
    let (quotient, rest) = truncate(x, y)?;
    // The remainder has the sign of the divisor.
    Some(if rest != 0 && (rest < 0) != (y < 0) { (quotient - 1, rest + y) } else { (quotient, rest) })
}

fn quotient<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    args: Args<'_, 'gc>,
    small: Small,
    f: Operation,
) -> Result<'gc> {
    of_fixnums(args, |x, y| Some(small(x, y)?.0)).map_or_else(|| binary(ctx, who, args, f), Ok)
}

fn rest<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>, small: Small, f: Operation) -> Result<'gc> {
    of_fixnums(args, |x, y| Some(small(x, y)?.1)).map_or_else(|| binary(ctx, who, args, f), Ok)
}

fn divide<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>, small: Small, f: Division) -> Result<'gc> {
    let [first, second] = [0, 1].map(|part| of_fixnums(args, |x, y| small(x, y).map(|parts| [parts.0, parts.1][part])));
    if let (Some(first), Some(second)) = (first, second) {
        return crate::predicates::values(ctx, &[first, second]);
    }
    let parts = f(&number(who, args[0])?, &number(who, args[1])?).map_err(|error| failed(who, error, args))?;
    pair(ctx, parts)
}

fn exact_integer_sqrt<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let who = "exact-integer-sqrt";
    let parts = tower::exact_integer_sqrt(&number(who, args[0])?).map_err(|error| failed(who, error, args))?;
    pair(ctx, parts)
}

type Operation = fn(&Number, &Number) -> std::result::Result<Number, NumError>;

/// Combines the arguments from the left, starting with `unit`.
fn fold<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>, unit: i64, f: Operation) -> Result<'gc> {
    let mut result = Number::from(unit);
    for &arg in args {
        let next = number(who, arg)?;
        result = f(&result, &next).map_err(|error| failed(who, error, &[arg, arg]))?;
    }
    bridge::from_number(ctx.mc, &result)
}

type Rounding = fn(&Number) -> std::result::Result<Number, NumError>;

/// Rounds to an integer; `float` does so for doubles.
fn round_to<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    args: Args<'_, 'gc>,
    float: fn(f64) -> f64,
    f: Rounding,
) -> Result<'gc> {
    if args[0].is_fixnum() {
        return Ok(args[0]);
    }
    match args[0].as_flonum() {
        Some(x) => Ok(Value::immediate_flonum(float(x)).unwrap_or_else(|| ctx.mc.flonum(float(x)))),
        None => unary(ctx, who, args, f),
    }
}
