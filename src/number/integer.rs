//! Implements integer division, `gcd`, `lcm` and `exact-integer-sqrt` (R7RS 6.2.6).
//!
//! Inexact integers are accepted where the report accepts them: the computation is exact and its
//! result is rounded once.

use std::borrow::Cow;

use dashu_int::ops::UnsignedAbs;
use dashu_int::{IBig, Sign};

use super::convert::float_to_exact;
use super::{NumError, Number, Real, inexact, large, real};

/// How a quotient is rounded.
#[derive(Clone, Copy)]
enum Rounding {
    Truncate,
    Floor,
}

/// `(truncate/ a b)`: quotient and remainder.
///
/// # Errors
/// [`NumError::NotInteger`], [`NumError::DivisionByZero`].
pub fn truncate_div(a: &Number, b: &Number) -> Result<(Number, Number), NumError> {
    divide(a, b, Rounding::Truncate)
}

/// `(floor/ a b)`: quotient and remainder.
///
/// # Errors
/// [`NumError::NotInteger`], [`NumError::DivisionByZero`].
pub fn floor_div(a: &Number, b: &Number) -> Result<(Number, Number), NumError> {
    divide(a, b, Rounding::Floor)
}

/// `(truncate-quotient a b)`.
///
/// # Errors
/// [`NumError::NotInteger`], [`NumError::DivisionByZero`].
pub fn truncate_quotient(a: &Number, b: &Number) -> Result<Number, NumError> {
    divide(a, b, Rounding::Truncate).map(|(q, _)| q)
}

/// `(truncate-remainder a b)`, with the sign of `a`.
///
/// # Errors
/// [`NumError::NotInteger`], [`NumError::DivisionByZero`].
pub fn truncate_remainder(a: &Number, b: &Number) -> Result<Number, NumError> {
    divide(a, b, Rounding::Truncate).map(|(_, r)| r)
}

/// `(floor-quotient a b)`.
///
/// # Errors
/// [`NumError::NotInteger`], [`NumError::DivisionByZero`].
pub fn floor_quotient(a: &Number, b: &Number) -> Result<Number, NumError> {
    divide(a, b, Rounding::Floor).map(|(q, _)| q)
}

/// `(floor-remainder a b)`, with the sign of `b`.
///
/// # Errors
/// [`NumError::NotInteger`], [`NumError::DivisionByZero`].
pub fn floor_remainder(a: &Number, b: &Number) -> Result<Number, NumError> {
    divide(a, b, Rounding::Floor).map(|(_, r)| r)
}

/// `(quotient a b)`, the older name of [`truncate_quotient`].
///
/// # Errors
/// [`NumError::NotInteger`], [`NumError::DivisionByZero`].
pub fn quotient(a: &Number, b: &Number) -> Result<Number, NumError> {
    truncate_quotient(a, b)
}

/// `(remainder a b)`, the older name of [`truncate_remainder`].
///
/// # Errors
/// [`NumError::NotInteger`], [`NumError::DivisionByZero`].
pub fn remainder(a: &Number, b: &Number) -> Result<Number, NumError> {
    truncate_remainder(a, b)
}

/// `(modulo a b)`, the older name of [`floor_remainder`].
///
/// # Errors
/// [`NumError::NotInteger`], [`NumError::DivisionByZero`].
pub fn modulo(a: &Number, b: &Number) -> Result<Number, NumError> {
    floor_remainder(a, b)
}

#[inline]
fn divide(a: &Number, b: &Number, rounding: Rounding) -> Result<(Number, Number), NumError> {
    if let (Number::Real(Real::Fix(x)), Number::Real(Real::Fix(y))) = (a, b)
        && let Some((q, r)) = divide_fix(*x, *y, rounding)
    {
        return Ok((Number::from(q), Number::from(r)));
    }
    divide_slow(a, b, rounding)
}

/// `None` if the divisor is zero or the quotient does not fit.
#[inline]
fn divide_fix(x: i64, y: i64, rounding: Rounding) -> Option<(i64, i64)> {
    let q = x.checked_div(y)?;
    let r = x % y;
    match rounding {
        Rounding::Floor if r != 0 && (r < 0) != (y < 0) => Some((q - 1, r + y)),
        _ => Some((q, r)),
    }
}

#[cold]
fn divide_slow(a: &Number, b: &Number, rounding: Rounding) -> Result<(Number, Number), NumError> {
    let (x, y) = (exact_integer(a, 0)?, exact_integer(b, 1)?);
    if y.is_zero() {
        return Err(NumError::DivisionByZero);
    }
    let (mut q, mut r) = large::div_rem_signed(&x, &y)?;
    if matches!(rounding, Rounding::Floor) && !r.is_zero() && r.sign() != y.sign() {
        q -= IBig::ONE;
        r += &*y;
    }
    Ok((inexact_quotient(&q, a, b).unwrap_or_else(|| contagious(q, a, b)), contagious(r, a, b)))
}

/// The quotient if it is an inexact zero, which has the sign of `a / b`.
fn inexact_quotient(q: &IBig, a: &Number, b: &Number) -> Option<Number> {
    let (Number::Real(x), Number::Real(y)) = (a, b) else { return None };
    if !q.is_zero() || (a.is_exact() && b.is_exact()) {
        return None;
    }
    let negative = x.to_f64().is_sign_negative() != y.to_f64().is_sign_negative();
    Some(Number::from(if negative { -0.0 } else { 0.0 }))
}

/// The value of an exact or inexact integer.
fn exact_integer(n: &Number, position: usize) -> Result<Cow<'_, IBig>, NumError> {
    let Number::Real(x) = n else {
        return Err(NumError::NotInteger(position));
    };
    if let Some(n) = x.as_integer() {
        return Ok(n);
    }
    let error = NumError::NotInteger(position);
    match float_to_exact(x.to_f64()) {
        Some(Real::Fix(n)) if !matches!(x, Real::Rat(_)) => Ok(Cow::Owned(IBig::from(n))),
        Some(Real::Big(n)) if !matches!(x, Real::Rat(_)) => Ok(Cow::Owned(n)),
        _ => Err(error),
    }
}

/// An integer result: inexact if one of the arguments is.
fn contagious(n: IBig, a: &Number, b: &Number) -> Number {
    let n = Number::from(n);
    if a.is_exact() && b.is_exact() { n } else { inexact(&n) }
}

/// `(gcd a b)`, never negative.
///
/// # Errors
/// [`NumError::NotInteger`].
pub fn gcd(a: &Number, b: &Number) -> Result<Number, NumError> {
    if let (Number::Real(Real::Fix(x)), Number::Real(Real::Fix(y))) = (a, b) {
        let divisor = gcd_fix(x.unsigned_abs(), y.unsigned_abs());
        return Ok(Number::from(IBig::from(divisor)));
    }
    let (x, y) = (exact_integer(a, 0)?, exact_integer(b, 1)?);
    Ok(contagious(gcd_integer(&x, &y)?, a, b))
}

/// Euclid's algorithm.
fn gcd_fix(mut x: u64, mut y: u64) -> u64 {
    while y != 0 {
        (x, y) = (y, x % y);
    }
    x
}

fn gcd_integer(x: &IBig, y: &IBig) -> Result<IBig, NumError> {
    let (x, y) = (x.unsigned_abs(), y.unsigned_abs());
    Ok(IBig::from(large::gcd(&x, &y)?))
}

/// `(lcm a b)`, never negative.
///
/// # Errors
/// [`NumError::NotInteger`], [`NumError::TooLarge`].
pub fn lcm(a: &Number, b: &Number) -> Result<Number, NumError> {
    let (x, y) = (exact_integer(a, 0)?, exact_integer(b, 1)?);
    if x.is_zero() || y.is_zero() {
        return Ok(contagious(IBig::ZERO, a, b));
    }
    let (cofactor, _) = large::div_rem_signed(&x, &gcd_integer(&x, &y)?)?;
    let cofactor = Real::from(cofactor);
    let multiple = real::mul(&cofactor, &Real::from(y.into_owned()), super::MAX_BITS)?;
    let multiple = Number::Real(real::abs(&multiple));
    Ok(if a.is_exact() && b.is_exact() { multiple } else { inexact(&multiple) })
}

/// `(exact-integer-sqrt k)`: the largest `s` with `s*s <= k`, and `k - s*s`.
///
/// # Errors
/// [`NumError::NotExactInteger`], [`NumError::Negative`].
pub fn exact_integer_sqrt(k: &Number) -> Result<(Number, Number), NumError> {
    match k {
        Number::Real(x) if x.is_negative() && x.is_exact() => Err(NumError::Negative(0)),
        Number::Real(Real::Fix(n)) => {
            let s = n.isqrt();
            Ok((Number::from(s), Number::from(n - s * s)))
        }
        Number::Real(Real::Big(n)) if n.sign() == Sign::Positive => {
            let (s, r) = large::sqrt_rem(&n.unsigned_abs())?;
            Ok((Number::from(IBig::from(s)), Number::from(IBig::from(r))))
        }
        _ => Err(NumError::NotExactInteger(0)),
    }
}
