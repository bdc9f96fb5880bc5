//! Implements `exp`, `log` and the trigonometric functions (R7RS 6.2.6, `(scheme inexact)`).
//!
//! The results are inexact except for the one argument at which each function is known to be exact:
//! `(exp 0)`, `(log 1)`, `(sin 0)`, `(cos 0)`, `(asin 0)`, `(acos 1)`, `(atan 0)`. Real arguments
//! outside the real domain have complex results.

use std::f64::consts::{LN_2, PI};

use dashu_int::ops::{BitTest, UnsignedAbs};

use super::complex::Cx;
use super::float::{magnitude_to_f64, ratio_frexp};
use super::{NumError, Number, Real, div, real};

/// `(exp z)`.
pub fn exp(z: &Number) -> Number {
    apply(z, (0, 1), f64::exp, Cx::exp)
}

/// `(sin z)`.
pub fn sin(z: &Number) -> Number {
    apply(z, (0, 0), f64::sin, Cx::sin)
}

/// `(cos z)`.
pub fn cos(z: &Number) -> Number {
    apply(z, (0, 1), f64::cos, Cx::cos)
}

/// `(tan z)`.
pub fn tan(z: &Number) -> Number {
    apply(z, (0, 0), f64::tan, Cx::tan)
}

/// Applies a function that is real for all real numbers and maps one integer to another.
fn apply(z: &Number, known: (i64, i64), real: fn(f64) -> f64, complex: fn(Cx) -> Cx) -> Number {
    match z {
        Number::Real(Real::Fix(n)) if *n == known.0 => Number::from(known.1),
        Number::Real(x) => Number::from(real(x.to_f64())),
        Number::Complex(_) => complex(Cx::from_number(z)).into(),
    }
}

/// `(asin z)`; complex for real numbers outside [-1, 1].
pub fn asin(z: &Number) -> Number {
    apply_inverse(z, (0, 0), f64::asin, Cx::asin)
}

/// `(acos z)`; complex for real numbers outside [-1, 1].
pub fn acos(z: &Number) -> Number {
    apply_inverse(z, (1, 0), f64::acos, Cx::acos)
}

/// Like [`apply`], for a function that is real on [-1, 1] only. On the branch cuts outside it, the
/// report's formulas, in real arithmetic, yield the value below the cut on the right and above it
/// on the left.
fn apply_inverse(z: &Number, known: (i64, i64), real: fn(f64) -> f64, complex: fn(Cx) -> Cx) -> Number {
    match z {
        Number::Real(x) if x.to_f64().abs() > 1.0 => {
            let re = x.to_f64();
            complex(Cx { re, im: 0f64.copysign(-re) }).into()
        }
        _ => apply(z, known, real, complex),
    }
}

/// `(atan z)`.
///
/// # Errors
/// [`NumError::Undefined`] at exact `+i` and `-i`.
pub fn atan(z: &Number) -> Result<Number, NumError> {
    if let Number::Complex(parts) = z
        && parts.0.is_exact_zero()
    {
        if matches!(parts.1, Real::Fix(1 | -1)) {
            return Err(NumError::Undefined(0));
        }
        // An exact zero has no sign; the report's formula chooses this side of the cut.
        let im = parts.1.to_f64();
        let re = 0f64.copysign(im);
        return Ok(Cx { re, im }.atan().into());
    }
    Ok(apply(z, (0, 0), f64::atan, Cx::atan))
}

/// `(atan y x)`, the angle of `x+yi`, with IEEE's treatment of signed zeros.
///
/// # Errors
/// [`NumError::NotReal`]; [`NumError::Undefined`] if both are exact zeros.
pub fn atan2(y: &Number, x: &Number) -> Result<Number, NumError> {
    let (Number::Real(y), Number::Real(x)) = (y, x) else {
        let position = usize::from(y.is_real());
        return Err(NumError::NotReal(position));
    };
    if y.is_exact_zero() && x.is_exact() {
        return match x {
            _ if x.is_exact_zero() => Err(NumError::Undefined(0)),
            _ if x.is_negative() => Ok(Number::from(PI)),
            _ => Ok(Number::from(0)),
        };
    }
    let (fy, fx) = (y.to_f64(), x.to_f64());
    if y.is_exact() && x.is_exact() && !(fy.is_normal() && (fx.is_normal() || x.is_zero())) {
        return Ok(Number::from(atan2_extreme(y, x, fy, fx)));
    }
    Ok(Number::from(fy.atan2(fx)))
}

/// `atan2` of exact numbers that do not both fit in doubles, by their ratio, which determines the
/// direction. `y` is not zero.
fn atan2_extreme(y: &Real, x: &Real, fy: f64, fx: f64) -> f64 {
    match real::div(&real::abs(y), &real::abs(x)) {
        Ok(ratio) => ratio.to_f64().copysign(fy).atan2(1f64.copysign(fx)),
        Err(_) => fy.atan2(fx),
    }
}

/// `(log z)`: the principal value. Negative numbers have complex logarithms.
///
/// # Errors
/// [`NumError::Undefined`] for an exact zero.
pub fn log(z: &Number) -> Result<Number, NumError> {
    match z {
        Number::Real(Real::Fix(0)) => Err(NumError::Undefined(0)),
        Number::Real(Real::Fix(1)) => Ok(Number::from(0)),
        Number::Real(Real::Flo(x)) if x.is_nan() => Ok(z.clone()),
        Number::Real(Real::Flo(x)) if x.is_sign_negative() => Ok(log_negative(x.abs().ln())),
        Number::Real(x) if x.is_negative() => Ok(log_negative(ln_positive(&real::neg(x)))),
        Number::Real(x) => Ok(Number::from(ln_positive(x))),
        Number::Complex(_) => Ok(Cx::from_number(z).ln().into()),
    }
}

fn log_negative(ln_abs: f64) -> Number {
    Number::rectangular(Real::Flo(ln_abs), Real::Flo(PI))
}

/// The logarithm of a positive number of any size.
pub(super) fn ln_positive(x: &Real) -> f64 {
    match x {
        Real::Fix(_) | Real::Flo(_) => x.to_f64().ln(),
        Real::Big(n) => {
            let e = n.bit_len() as i64;
            magnitude_to_f64(&n.unsigned_abs(), -e).ln() + e as f64 * LN_2
        }
        Real::Rat(q) => {
            let (m, e) = ratio_frexp(&q.numerator().unsigned_abs(), q.denominator());
            match real::sub(x, &Real::Fix(1)) {
                // Near one, only the difference from one is accurate.
                Ok(rest) if rest.to_f64().abs() < 0.5 => rest.to_f64().ln_1p(),
                _ => m.ln() + e as f64 * LN_2,
            }
        }
    }
}

/// `(log z b)`: the logarithm to base `b`.
///
/// # Errors
/// [`NumError::Undefined`] for an exact zero; [`NumError::DivisionByZero`] for base 1.
pub fn log_base(z: &Number, b: &Number) -> Result<Number, NumError> {
    // Powers of two and ten have exact logarithms.
    if let (Number::Real(x), Some(base @ (2 | 10))) = (z, b.to_i64()) {
        let f = x.to_f64();
        if f.is_normal() && f > 0.0 {
            return Ok(Number::from(if base == 2 { f.log2() } else { f.log10() }));
        }
    }
    let base = log(b).map_err(|_| NumError::Undefined(1))?;
    div(&log(z)?, &base)
}
