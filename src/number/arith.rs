//! Implements `+`, `-`, `*`, `/`, `abs` and `square` on all numbers (R7RS 6.2.6).
//!
//! Reals go straight to [`real`]; the complex cases below are built from real operations, so that
//! exact complex arithmetic stays exact. A real operand is not widened to a complex one: `(* 2.0
//! 1.0+inf.0i)` has no NaN, and `(+ 1 2.0-0.0i)` keeps its negative zero.

use super::complex::Cx;
use super::{MAX_BITS, NumError, Number, Real, real};

/// `(+ a b)`.
///
/// # Errors
/// [`NumError::TooLarge`].
#[inline]
pub fn add(a: &Number, b: &Number) -> Result<Number, NumError> {
    match (a, b) {
        (Number::Real(x), Number::Real(y)) => real::add(x, y).map(Number::Real),
        _ => add_complex(a, b),
    }
}

#[cold]
fn add_complex(a: &Number, b: &Number) -> Result<Number, NumError> {
    let (re, im) = match (a, b) {
        (Number::Real(x), Number::Complex(z)) | (Number::Complex(z), Number::Real(x)) => {
            (real::add(x, &z.0)?, z.1.clone())
        }
        (Number::Complex(w), Number::Complex(z)) => (real::add(&w.0, &z.0)?, real::add(&w.1, &z.1)?),
        (Number::Real(x), Number::Real(y)) => (real::add(x, y)?, Real::Fix(0)),
    };
    Ok(Number::rectangular(re, im))
}

/// `(- a b)`.
///
/// # Errors
/// [`NumError::TooLarge`].
#[inline]
pub fn sub(a: &Number, b: &Number) -> Result<Number, NumError> {
    match (a, b) {
        (Number::Real(x), Number::Real(y)) => real::sub(x, y).map(Number::Real),
        _ => sub_complex(a, b),
    }
}

#[cold]
fn sub_complex(a: &Number, b: &Number) -> Result<Number, NumError> {
    let (re, im) = match (a, b) {
        (Number::Real(x), Number::Complex(z)) => (real::sub(x, &z.0)?, real::neg(&z.1)),
        (Number::Complex(z), Number::Real(x)) => (real::sub(&z.0, x)?, z.1.clone()),
        (Number::Complex(w), Number::Complex(z)) => (real::sub(&w.0, &z.0)?, real::sub(&w.1, &z.1)?),
        (Number::Real(x), Number::Real(y)) => (real::sub(x, y)?, Real::Fix(0)),
    };
    Ok(Number::rectangular(re, im))
}

/// `(* a b)`, within [`MAX_BITS`].
///
/// # Errors
/// [`NumError::TooLarge`].
#[inline]
pub fn mul(a: &Number, b: &Number) -> Result<Number, NumError> {
    mul_within(a, b, MAX_BITS)
}

/// `(* a b)`, refused if an exact result would need more than about `limit` bits.
///
/// # Errors
/// [`NumError::TooLarge`].
#[inline]
pub fn mul_within(a: &Number, b: &Number, limit: usize) -> Result<Number, NumError> {
    match (a, b) {
        (Number::Real(x), Number::Real(y)) => real::mul(x, y, limit).map(Number::Real),
        _ => mul_complex(a, b, limit),
    }
}

#[cold]
fn mul_complex(a: &Number, b: &Number, limit: usize) -> Result<Number, NumError> {
    // An exact zero part contributes nothing: `(* +inf.0 +i)` has no NaN.
    let mul = |x: &Real, y: &Real| match y {
        Real::Fix(0) => Ok(Real::Fix(0)),
        _ => real::mul(x, y, limit),
    };
    let (re, im) = match (a, b) {
        (Number::Real(x), Number::Complex(z)) | (Number::Complex(z), Number::Real(x)) => (mul(x, &z.0)?, mul(x, &z.1)?),
        (Number::Complex(w), Number::Complex(z)) => {
            (real::sub(&mul(&w.0, &z.0)?, &mul(&w.1, &z.1)?)?, real::add(&mul(&w.0, &z.1)?, &mul(&w.1, &z.0)?)?)
        }
        (Number::Real(x), Number::Real(y)) => (mul(x, y)?, Real::Fix(0)),
    };
    Ok(Number::rectangular(re, im))
}

/// `(/ a b)`.
///
/// # Errors
/// [`NumError::DivisionByZero`] if `b` is an exact zero; [`NumError::TooLarge`].
#[inline]
pub fn div(a: &Number, b: &Number) -> Result<Number, NumError> {
    match (a, b) {
        (Number::Real(x), Number::Real(y)) => real::div(x, y).map(Number::Real),
        _ => div_complex(a, b),
    }
}

#[cold]
fn div_complex(a: &Number, b: &Number) -> Result<Number, NumError> {
    if let (Number::Complex(z), Number::Real(x)) = (a, b) {
        let (re, im) = (real::div(&z.0, x)?, real::div(&z.1, x)?);
        return Ok(Number::rectangular(re, im));
    }
    if !(a.is_exact() && b.is_exact()) {
        let divisor = Cx::from_number(b);
        return Ok(match a {
            Number::Real(x) => divisor.divide_real(x.to_f64()),
            Number::Complex(_) => Cx::from_number(a).div(divisor),
        }
        .into());
    }
    // (a * conj b) / |b|^2; |b|^2 is an exact nonzero real.
    let Number::Complex(z) = b else {
        return Err(NumError::DivisionByZero);
    };
    let conjugate = Number::rectangular(z.0.clone(), real::neg(&z.1));
    div(&mul(a, &conjugate)?, &Number::Real(norm(&z.0, &z.1)?))
}

/// `x^2 + y^2`.
pub(super) fn norm(x: &Real, y: &Real) -> Result<Real, NumError> {
    real::add(&real::mul(x, x, MAX_BITS)?, &real::mul(y, y, MAX_BITS)?)
}

/// `(- z)`; the negation of `0.0` is `-0.0`.
#[inline]
pub fn neg(z: &Number) -> Number {
    match z {
        Number::Real(x) => Number::Real(real::neg(x)),
        Number::Complex(z) => Number::Complex(Box::new((real::neg(&z.0), real::neg(&z.1)))),
    }
}

/// `(abs x)`.
///
/// # Errors
/// [`NumError::NotReal`].
pub fn abs(x: &Number) -> Result<Number, NumError> {
    match x {
        Number::Real(x) => Ok(Number::Real(real::abs(x))),
        Number::Complex(_) => Err(NumError::NotReal(0)),
    }
}

/// `(square z)`.
///
/// # Errors
/// [`NumError::TooLarge`].
pub fn square(z: &Number) -> Result<Number, NumError> {
    mul(z, z)
}
