//! Implements operations on the bits of exact integers in two's complement (SRFI 151).

use cairn_data::bridge;
use cairn_data::error::Result;
use cairn_gc::Value;
use cairn_number::{self as tower, NumError, Number};

use super::{Args, failed, number, unary};
use crate::{Builtin, Context, at_least, exactly, flag, native};

use flag::{BOOLEAN, FOLD, PURE};

const VALUE: u16 = PURE | FOLD;

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("bitwise-and", at_least(0), |ctx, args| combine(ctx, "bitwise-and", args, -1, |a, b| a & b, tower::bitwise_and), VALUE, "(bitwise-and n ...) the bits set in all. SRFI 151."),
    native("bitwise-ior", at_least(0), |ctx, args| combine(ctx, "bitwise-ior", args, 0, |a, b| a | b, tower::bitwise_ior), VALUE, "(bitwise-ior n ...) the bits set in any. SRFI 151."),
    native("bitwise-xor", at_least(0), |ctx, args| combine(ctx, "bitwise-xor", args, 0, |a, b| a ^ b, tower::bitwise_xor), VALUE, "(bitwise-xor n ...) the bits set in an odd number of them. SRFI 151."),
    native("bitwise-not", exactly(1), |ctx, args| unary(ctx, "bitwise-not", args, tower::bitwise_not), VALUE, "(bitwise-not n) the bits not set. SRFI 151."),
    native("arithmetic-shift", exactly(2), |ctx, args| shift(ctx, "arithmetic-shift", args, false), VALUE | flag::LARGE, "(arithmetic-shift n k) the bits moved left by k, or right by -k. SRFI 151."),
    native("bitwise-arithmetic-shift", exactly(2), |ctx, args| shift(ctx, "bitwise-arithmetic-shift", args, false), VALUE, "(bitwise-arithmetic-shift n k) the same as arithmetic-shift. R6RS."),
    native("shift-left", exactly(2), |ctx, args| shift(ctx, "shift-left", args, false), VALUE | flag::LARGE, "(shift-left n k) the bits moved left by k. MIT Scheme."),
    native("shift-right", exactly(2), |ctx, args| shift(ctx, "shift-right", args, true), VALUE, "(shift-right n k) the bits moved right by k. MIT Scheme."),
    native("bit-count", exactly(1), |ctx, args| unary(ctx, "bit-count", args, tower::bit_count), VALUE, "(bit-count n) number of bits unlike the sign. SRFI 151."),
    native("integer-length", exactly(1), |ctx, args| unary(ctx, "integer-length", args, tower::integer_length), VALUE, "(integer-length n) number of bits without the sign. SRFI 151."),
    native("bit-set?", exactly(2), is_bit_set, VALUE | BOOLEAN, "(bit-set? k n) whether bit k of n is set. SRFI 151."),
    native("first-set-bit", exactly(1), first_set_bit, VALUE, "(first-set-bit n) index of the lowest bit that is set, -1 for 0. SRFI 151."),
];

type Operation = fn(&Number, &Number) -> std::result::Result<Number, NumError>;

/// Combines the arguments from the left, starting with `unit`.
fn combine<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    args: Args<'_, 'gc>,
    unit: i64,
    small: fn(i64, i64) -> i64,
    large: Operation,
) -> Result<'gc> {
    let fixnums = args.iter().try_fold(unit, |bits, arg| Some(small(bits, arg.as_fixnum()?)));
    if let Some(bits) = fixnums.and_then(Value::try_fixnum) {
        return Ok(bits);
    }
    let mut result = Number::from(unit);
    for &arg in args {
        result = large(&result, &number(who, arg)?).map_err(|error| failed(who, error, &[arg, arg]))?;
    }
    bridge::from_number(ctx.mc, &result)
}

fn shift<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>, right: bool) -> Result<'gc> {
    let (n, count) = (number(who, args[0])?, number(who, args[1])?);
    let count = if right { tower::neg(&count) } else { count };
    let shifted = tower::arithmetic_shift(&n, &count).map_err(|error| failed(who, error, args))?;
    bridge::from_number(ctx.mc, &shifted)
}

fn is_bit_set<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let k = crate::args::size("bit-set?", "index", args[0])?;
    let n = number("bit-set?", args[1])?;
    let bits = -i64::try_from(k).unwrap_or(i64::MAX);
    let shifted = tower::arithmetic_shift(&n, &Number::from(bits))
        .map_err(|error| failed("bit-set?", error, &[args[1], args[0]]))?;
    Ok(Value::bool(tower::is_odd(&shifted).unwrap_or(false)))
}

fn first_set_bit<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    // n xor (n - 1) has ones exactly up to that bit.
    unary(ctx, "first-set-bit", args, |n| {
        if tower::is_zero(n) && n.is_exact() {
            return Ok(Number::from(-1));
        }
        let ones = tower::bitwise_xor(n, &tower::sub(n, &Number::from(1))?)?;
        tower::sub(&tower::integer_length(&ones)?, &Number::from(1))
    })
}
