//! Implements the predicates of numbers, and exactness (R7RS 6.2.6).

use cairn_data::bridge;
use cairn_data::error::Result;
use cairn_gc::{Kind, Value};
use cairn_number::{self as tower, Number};

use super::{Args, number, test, test_small, unary};
use crate::{Builtin, exactly, flag, native};

use flag::{BOOLEAN, FOLD, PURE, TOTAL};

const VALUE: u16 = PURE | FOLD;
const TEST: u16 = PURE | FOLD | BOOLEAN;
const CLASS: u16 = TEST | TOTAL;

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("number?", exactly(1), |_, args| Ok(Value::bool(bridge::is_number(args[0]))), CLASS, "(number? x) whether x is a number. R7RS 6.2.6."),
    native("complex?", exactly(1), |_, args| Ok(Value::bool(bridge::is_number(args[0]))), CLASS, "(complex? x) whether x is a number. R7RS 6.2.6."),
    native("real?", exactly(1), |_, args| class(args, Number::is_real), CLASS, "(real? x) whether x is a real number. R7RS 6.2.6."),
    native("rational?", exactly(1), |_, args| class(args, Number::is_rational), CLASS, "(rational? x) whether x is a finite real number. R7RS 6.2.6."),
    native("integer?", exactly(1), |_, args| class(args, Number::is_integer), CLASS, "(integer? x) whether x is an integer, exact or not. R7RS 6.2.6."),
    native("exact-integer?", exactly(1), |_, args| Ok(Value::bool(is_exact_integer(args[0]))), CLASS, "(exact-integer? x) whether x is an exact integer. R7RS 6.2.6."),
    native("exact-rational?", exactly(1), |_, args| Ok(Value::bool(is_exact_integer(args[0]) || args[0].has_kind(Kind::Ratio))), CLASS, "(exact-rational? x) whether x is an exact real number."),
    native("exact-nonnegative-integer?", exactly(1), |_, args| class(args, |n| n.is_exact_integer() && tower::is_negative(n) == Ok(false)), CLASS, "(exact-nonnegative-integer? x) whether x is an exact integer, not negative."),
    native("fixnum?", exactly(1), |_, args| Ok(Value::bool(args[0].is_fixnum())), CLASS, "(fixnum? x) whether x is an exact integer of 61 bits. SRFI 143."),
    native("flonum?", exactly(1), |_, args| Ok(Value::bool(args[0].is_flonum())), CLASS, "(flonum? x) whether x is an inexact real number. SRFI 144."),
    native("exact?", exactly(1), |_, args| test("exact?", args, |n| Ok(n.is_exact())), TEST, "(exact? z) whether z is exact. R7RS 6.2.6."),
    native("inexact?", exactly(1), |_, args| test("inexact?", args, |n| Ok(!n.is_exact())), TEST, "(inexact? z) whether z is inexact. R7RS 6.2.6."),
    native("finite?", exactly(1), |_, args| test("finite?", args, |n| Ok(n.is_finite())), TEST, "(finite? z) whether z is neither infinite nor a NaN. R7RS 6.2.6."),
    native("infinite?", exactly(1), |_, args| test("infinite?", args, |n| Ok(n.is_infinite())), TEST, "(infinite? z) whether z, or a part of it, is infinite. R7RS 6.2.6."),
    native("nan?", exactly(1), |_, args| test("nan?", args, |n| Ok(n.is_nan())), TEST, "(nan? z) whether z, or a part of it, is a NaN. R7RS 6.2.6."),
    native("zero?", exactly(1), |_, args| test_small("zero?", args, |n| n == 0, |n| Ok(tower::is_zero(n))), TEST, "(zero? z) whether z is zero. R7RS 6.2.6."),
    native("positive?", exactly(1), |_, args| test_small("positive?", args, |n| n > 0, tower::is_positive), TEST, "(positive? x) whether x is greater than zero. R7RS 6.2.6."),
    native("negative?", exactly(1), |_, args| test_small("negative?", args, |n| n < 0, tower::is_negative), TEST, "(negative? x) whether x is less than zero. R7RS 6.2.6."),
    native("odd?", exactly(1), |_, args| test_small("odd?", args, |n| n & 1 == 1, tower::is_odd), TEST, "(odd? n) whether n is no multiple of two. R7RS 6.2.6."),
    native("even?", exactly(1), |_, args| test_small("even?", args, |n| n & 1 == 0, tower::is_even), TEST, "(even? n) whether n is a multiple of two. R7RS 6.2.6."),
    native("exact", exactly(1), |ctx, args| unary(ctx, "exact", args, tower::exact), VALUE, "(exact z) the exact number of the same value. R7RS 6.2.6."),
    native("inexact->exact", exactly(1), |ctx, args| unary(ctx, "inexact->exact", args, tower::exact), VALUE, "(inexact->exact z) the exact number of the same value. R7RS 6.2.6."),
    native("inexact", exactly(1), |ctx, args| unary(ctx, "inexact", args, |n| Ok(tower::inexact(n))), VALUE, "(inexact z) the nearest inexact number. R7RS 6.2.6."),
    native("exact->inexact", exactly(1), |ctx, args| unary(ctx, "exact->inexact", args, |n| Ok(tower::inexact(n))), VALUE, "(exact->inexact z) the nearest inexact number. R7RS 6.2.6."),
    native("nan", exactly(0), |ctx, _| Ok(ctx.mc.flonum(f64::NAN)), VALUE | TOTAL, "(nan) a NaN."),
];

fn is_exact_integer(value: Value<'_>) -> bool {
    value.is_fixnum() || value.has_kind(Kind::Bignum)
}

/// Whether the object is a number of the class.
fn class<'gc>(args: Args<'_, 'gc>, holds: fn(&Number) -> bool) -> Result<'gc> {
    if !bridge::is_number(args[0]) {
        return Ok(Value::FALSE);
    }
    Ok(Value::bool(holds(&number("number?", args[0])?)))
}
