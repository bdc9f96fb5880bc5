//! Implements arithmetic on value words: the slow paths of the machine's instructions, and `+`, `<`
//! and the like as procedures.
//!
//! Operations on two fixnums or two flonums are done here; all others use the numeric tower.

use std::cmp::Ordering;

use cairn_gc::{Mutation, Value};
use cairn_number::{self as number, NumError, Number};

use crate::bridge::{self, failed, number};
use crate::error::{Result, Throw};
use crate::limbs::{self, Part};
use crate::wide;

/// Integers up to 2^53 and doubles convert to each other without loss.
const EXACT_LIMIT: u64 = 1 << 53;

/// An operation on fixnums; nothing when there is no result, or it may be no fixnum.
type FixnumOperation = fn(i64, i64) -> Option<i64>;
type Operation = fn(&Number, &Number) -> std::result::Result<Number, NumError>;

/// Performs an operation with the numeric tower.
#[cold]
fn general<'gc>(mc: Mutation<'gc>, who: &str, f: Operation, a: Value<'gc>, b: Value<'gc>) -> Result<'gc> {
    let result = f(&number(who, a)?, &number(who, b)?).map_err(|error| failed(who, error, &[a, b]))?;
    bridge::from_number(mc, &result)
}

/// The operands, if both are fixnums.
#[inline(always)]
fn fixnums(a: Value<'_>, b: Value<'_>) -> Option<(i64, i64)> {
    if a.is_fixnum() && b.is_fixnum() { Some((a.fixnum_unchecked(), b.fixnum_unchecked())) } else { None }
}

/// A flonum, or a fixnum rounded to one.
#[inline(always)]
fn float_of(value: Value<'_>) -> Option<f64> {
    match value.as_fixnum() {
        Some(n) => Some(n as f64),
        None => value.as_flonum(),
    }
}

/// The operands as flonums, if each is a flonum or fixnum and not both are fixnums.
#[inline(always)]
fn floats(a: Value<'_>, b: Value<'_>) -> Option<(f64, f64)> {
    if a.is_fixnum() && b.is_fixnum() { None } else { Some((float_of(a)?, float_of(b)?)) }
}

/// The same, if it requires no rounding.
#[inline(always)]
fn exact_floats(a: Value<'_>, b: Value<'_>) -> Option<(f64, f64)> {
    let is_small = |v: Value<'_>| v.as_fixnum().is_none_or(|n| n.unsigned_abs() <= EXACT_LIMIT);
    if is_small(a) && is_small(b) { floats(a, b) } else { None }
}

/// `(+ a b)`.
#[inline]
pub fn add<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Result<'gc> {
    match fixnums(a, b).and_then(|(x, y)| Value::try_fixnum(x + y)) {
        Some(sum) => Ok(sum),
        None => add_any(mc, a, b),
    }
}

#[inline(never)]
fn add_any<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Result<'gc> {
    match floats(a, b) {
        Some((x, y)) => Ok(mc.flonum(x + y)),
        None => wide::integers(mc, a, b, i128::checked_add)
            .or_else(|| wide::complex(mc, a, b, |x, y| (x.0 + y.0, x.1 + y.1)))
            .or_else(|| limbs::add(mc, a, b))
            .unwrap_or_else(|| general(mc, "+", number::add, a, b)),
    }
}

/// `(- a b)`.
#[inline]
pub fn sub<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Result<'gc> {
    match fixnums(a, b).and_then(|(x, y)| Value::try_fixnum(x - y)) {
        Some(difference) => Ok(difference),
        None => sub_any(mc, a, b),
    }
}

#[inline(never)]
fn sub_any<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Result<'gc> {
    match floats(a, b) {
        Some((x, y)) => Ok(mc.flonum(x - y)),
        None => wide::integers(mc, a, b, i128::checked_sub)
            .or_else(|| wide::complex(mc, a, b, |x, y| (x.0 - y.0, x.1 - y.1)))
            .or_else(|| limbs::sub(mc, a, b))
            .unwrap_or_else(|| general(mc, "-", number::sub, a, b)),
    }
}

/// `(- a)`.
pub fn neg<'gc>(mc: Mutation<'gc>, a: Value<'gc>) -> Result<'gc> {
    if let Some(negated) = a.as_fixnum().and_then(|n| Value::try_fixnum(-n)) {
        return Ok(negated);
    }
    match a.as_flonum() {
        Some(x) => Ok(mc.flonum(-x)),
        None => bridge::from_number(mc, &number::neg(&number("-", a)?)),
    }
}

/// `(* a b)`.
#[inline]
pub fn mul<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Result<'gc> {
    match fixnums(a, b).and_then(|(x, y)| Value::try_fixnum(x.checked_mul(y)?)) {
        Some(product) => Ok(product),
        None => mul_any(mc, a, b),
    }
}

#[inline(never)]
fn mul_any<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Result<'gc> {
    match floats(a, b) {
        Some((x, y)) => Ok(mc.flonum(x * y)),
        None => wide::integers(mc, a, b, wide::product)
            .or_else(|| wide::complex(mc, a, b, |x, y| (x.0 * y.0 - x.1 * y.1, x.0 * y.1 + x.1 * y.0)))
            .or_else(|| limbs::mul(mc, a, b))
            .unwrap_or_else(|| general(mc, "*", number::mul, a, b)),
    }
}

/// `(/ a b)`.
pub fn div<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Result<'gc> {
    if let Some((x, y)) = fixnums(a, b)
        && x.checked_rem(y) == Some(0)
        && let Some(quotient) = Value::try_fixnum(x / y)
    {
        return Ok(quotient);
    }
    match floats(a, b) {
        // Division by an exact zero is an error, even of a flonum.
        Some((x, y)) if !b.is_fixnum() || y != 0.0 => Ok(mc.flonum(x / y)),
        _ => general(mc, "/", number::div, a, b),
    }
}

/// `(quotient a b)`.
pub fn quotient<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Result<'gc> {
    integer_division(mc, Part::Quotient, a, b)
}

/// `(remainder a b)`.
pub fn remainder<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Result<'gc> {
    integer_division(mc, Part::Remainder, a, b)
}

/// `(modulo a b)`.
pub fn modulo<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Result<'gc> {
    integer_division(mc, Part::Modulo, a, b)
}

/// The remainder with the sign of the divisor.
fn floor_remainder(x: i64, y: i64) -> Option<i64> {
    let r = x.checked_rem(y)?;
    Some(if r != 0 && (r < 0) != (y < 0) { r + y } else { r })
}

fn integer_division<'gc>(mc: Mutation<'gc>, part: Part, a: Value<'gc>, b: Value<'gc>) -> Result<'gc> {
    let (who, small, wide, large): (_, FixnumOperation, wide::Operation, Operation) = match part {
        Part::Quotient => ("quotient", i64::checked_div, i128::checked_div, number::quotient),
        Part::Remainder => ("remainder", i64::checked_rem, i128::checked_rem, number::remainder),
        Part::Modulo => ("modulo", floor_remainder, wide::modulo, number::modulo),
    };
    if let Some((x, y)) = fixnums(a, b)
        && let Some(result) = small(x, y).and_then(Value::try_fixnum)
    {
        return Ok(result);
    }
    wide::integers(mc, a, b, wide)
        .or_else(|| limbs::divide(mc, a, b, part))
        .unwrap_or_else(|| general(mc, who, large, a, b))
}

/// `(sqrt a)`.
pub fn sqrt<'gc>(mc: Mutation<'gc>, a: Value<'gc>) -> Result<'gc> {
    match a.as_flonum() {
        Some(x) if x >= 0.0 => Ok(mc.flonum(x.sqrt())),
        _ => {
            let root = number::sqrt(&number("sqrt", a)?).map_err(|error| failed("sqrt", error, &[a]))?;
            bridge::from_number(mc, &root)
        }
    }
}

/// Whether `a` is odd; an error of `who` if it is not an integer.
pub fn is_odd<'gc>(who: &str, a: Value<'gc>) -> Result<'gc, bool> {
    number::is_odd(&number(who, a)?).map_err(|error| failed(who, error, &[a]))
}

/// `(= a b)`.
pub fn num_eq<'gc>(a: Value<'gc>, b: Value<'gc>) -> Result<'gc, bool> {
    if let Some((x, y)) = fixnums(a, b) {
        return Ok(x == y);
    }
    match exact_floats(a, b) {
        Some((x, y)) => Ok(x == y),
        None => match limbs::compare(a, b) {
            Some(order) => Ok(order == Ordering::Equal),
            None => Ok(number::num_eq(&number("=", a)?, &number("=", b)?)),
        },
    }
}

/// Whether `(who a b)` holds, where `who` is `<`, `>`, `<=` or `>=`: `a` and `b` must be ordered,
/// and `holds` must accept their order.
#[inline(always)]
fn compare<'gc>(who: &str, a: Value<'gc>, b: Value<'gc>, holds: fn(Ordering) -> bool) -> Result<'gc, bool> {
    if let Some((x, y)) = fixnums(a, b) {
        return Ok(holds(x.cmp(&y)));
    }
    let order = match exact_floats(a, b) {
        Some((x, y)) => x.partial_cmp(&y),
        None => order(who, a, b)?,
    };
    Ok(order.is_some_and(holds))
}

/// `(< a b)`.
pub fn less<'gc>(a: Value<'gc>, b: Value<'gc>) -> Result<'gc, bool> {
    compare("<", a, b, Ordering::is_lt)
}

/// `(<= a b)`.
pub fn less_eq<'gc>(a: Value<'gc>, b: Value<'gc>) -> Result<'gc, bool> {
    compare("<=", a, b, Ordering::is_le)
}

/// `(> a b)`.
pub fn greater<'gc>(a: Value<'gc>, b: Value<'gc>) -> Result<'gc, bool> {
    compare(">", a, b, Ordering::is_gt)
}

/// `(>= a b)`.
pub fn greater_eq<'gc>(a: Value<'gc>, b: Value<'gc>) -> Result<'gc, bool> {
    compare(">=", a, b, Ordering::is_ge)
}

/// The order of two real numbers; `None` if one is a NaN.
fn order<'gc>(who: &str, a: Value<'gc>, b: Value<'gc>) -> Result<'gc, Option<Ordering>> {
    if let Some(order) = limbs::compare(a, b) {
        return Ok(Some(order));
    }
    let real =
        |value| bridge::to_real(value).map(Number::Real).ok_or_else(|| Throw::wrong_type(who, "a real number", value));
    number::cmp(&real(a)?, &real(b)?).map_err(|error| failed(who, error, &[a, b]))
}
