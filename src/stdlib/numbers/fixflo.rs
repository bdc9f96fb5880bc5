//! Implements arithmetic on fixnums only (after SRFI 143) and flonums only (after R6RS).

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_gc::{FIXNUM_MAX, FIXNUM_MIN, Value};

use super::Args;
use crate::{Builtin, Context, at_least, exactly, flag, native};

use flag::{BOOLEAN, FOLD, PURE, TOTAL};

const VALUE: u16 = PURE | FOLD;
const TEST: u16 = PURE | FOLD | BOOLEAN;

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("fx+", exactly(2), |_, args| fixnum("fx+", args, i64::checked_add), VALUE, "(fx+ i j) the sum of fixnums; an error when it is none. SRFI 143."),
    native("fx-", exactly(2), |_, args| fixnum("fx-", args, i64::checked_sub), VALUE, "(fx- i j) the difference of fixnums; an error when it is none. SRFI 143."),
    native("fx*", exactly(2), |_, args| fixnum("fx*", args, i64::checked_mul), VALUE, "(fx* i j) the product of fixnums; an error when it is none. SRFI 143."),
    native("fxquotient", exactly(2), |_, args| fixnum("fxquotient", args, i64::checked_div), VALUE, "(fxquotient i j) the quotient of fixnums. SRFI 143."),
    native("fxremainder", exactly(2), |_, args| fixnum("fxremainder", args, i64::checked_rem), VALUE, "(fxremainder i j) the remainder of fixnums. SRFI 143."),
    native("fx=?", at_least(1), |_, args| fixnum_test("fx=?", args, |a, b| a == b), TEST, "(fx=? i ...) whether all fixnums are equal. SRFI 143."),
    native("fx<?", at_least(1), |_, args| fixnum_test("fx<?", args, |a, b| a < b), TEST, "(fx<? i ...) whether the fixnums increase. SRFI 143."),
    native("fx>?", at_least(1), |_, args| fixnum_test("fx>?", args, |a, b| a > b), TEST, "(fx>? i ...) whether the fixnums decrease. SRFI 143."),
    native("fx<=?", at_least(1), |_, args| fixnum_test("fx<=?", args, |a, b| a <= b), TEST, "(fx<=? i ...) whether the fixnums never decrease. SRFI 143."),
    native("fx>=?", at_least(1), |_, args| fixnum_test("fx>=?", args, |a, b| a >= b), TEST, "(fx>=? i ...) whether the fixnums never increase. SRFI 143."),
    native("greatest-fixnum", exactly(0), |_, _| Ok(Value::fixnum(FIXNUM_MAX)), VALUE | TOTAL, "(greatest-fixnum) the greatest fixnum. R6RS."),
    native("least-fixnum", exactly(0), |_, _| Ok(Value::fixnum(FIXNUM_MIN)), VALUE | TOTAL, "(least-fixnum) the least fixnum. R6RS."),
    native("fl+", at_least(0), |ctx, args| flonum(ctx, "fl+", args, -0.0, |a, b| a + b), VALUE, "(fl+ x ...) the sum of flonums. R6RS."),
    native("fl-", at_least(1), |ctx, args| flonum(ctx, "fl-", args, -0.0, |a, b| a - b), VALUE, "(fl- x ...) the first flonum less the others. R6RS."),
    native("fl*", at_least(0), |ctx, args| flonum(ctx, "fl*", args, 1.0, |a, b| a * b), VALUE, "(fl* x ...) the product of flonums. R6RS."),
    native("fl/", at_least(1), |ctx, args| flonum(ctx, "fl/", args, 1.0, |a, b| a / b), VALUE, "(fl/ x ...) the first flonum over the others. R6RS."),
    native("fl=?", at_least(1), |_, args| flonum_test("fl=?", args, |a, b| a == b), TEST, "(fl=? x ...) whether all flonums are equal. R6RS."),
    native("fl<?", at_least(1), |_, args| flonum_test("fl<?", args, |a, b| a < b), TEST, "(fl<? x ...) whether the flonums increase. R6RS."),
    native("fl>?", at_least(1), |_, args| flonum_test("fl>?", args, |a, b| a > b), TEST, "(fl>? x ...) whether the flonums decrease. R6RS."),
    native("fl<=?", at_least(1), |_, args| flonum_test("fl<=?", args, |a, b| a <= b), TEST, "(fl<=? x ...) whether the flonums never decrease. R6RS."),
    native("fl>=?", at_least(1), |_, args| flonum_test("fl>=?", args, |a, b| a >= b), TEST, "(fl>=? x ...) whether the flonums never increase. R6RS."),
];

fn small<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, i64> {
    value.as_fixnum().ok_or_else(|| Throw::wrong_type(who, "a fixnum", value))
}

fn float<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, f64> {
    value.as_flonum().ok_or_else(|| Throw::wrong_type(who, "a flonum", value))
}

fn fixnum<'gc>(who: &str, args: Args<'_, 'gc>, f: fn(i64, i64) -> Option<i64>) -> Result<'gc> {
    let (i, j) = (small(who, args[0])?, small(who, args[1])?);
    f(i, j)
        .and_then(Value::try_fixnum)
        .ok_or_else(|| Throw::new(ErrorKind::Range, format!("{who}: the result is no fixnum, of"), args))
}

/// Whether `holds` applies to each argument and the next; all arguments are checked.
fn chain<'gc, T: Copy>(
    args: Args<'_, 'gc>,
    item: impl Fn(Value<'gc>) -> Result<'gc, T>,
    holds: fn(T, T) -> bool,
) -> Result<'gc> {
    let mut all = true;
    let mut last = item(args[0])?;
    for &arg in &args[1..] {
        let next = item(arg)?;
        all &= holds(last, next);
        last = next;
    }
    Ok(Value::bool(all))
}

fn fixnum_test<'gc>(who: &str, args: Args<'_, 'gc>, holds: fn(i64, i64) -> bool) -> Result<'gc> {
    chain(args, |value| small(who, value), holds)
}

fn flonum_test<'gc>(who: &str, args: Args<'_, 'gc>, holds: fn(f64, f64) -> bool) -> Result<'gc> {
    chain(args, |value| float(who, value), holds)
}

/// Combines the flonums from the left; a single one is combined with `unit`.
fn flonum<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    args: Args<'_, 'gc>,
    unit: f64,
    f: fn(f64, f64) -> f64,
) -> Result<'gc> {
    let result = match args {
        // Adding zero turns the unit of fl+, -0.0, into the empty sum, 0.0.
        [] => unit + 0.0,
        &[only] => f(unit, float(who, only)?),
        &[first, ref others @ ..] => {
            let mut result = float(who, first)?;
            for &x in others {
                result = f(result, float(who, x)?);
            }
            result
        }
    };
    Ok(ctx.mc.flonum(result))
}
