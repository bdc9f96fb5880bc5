//! Implements `exact` and `inexact` (R7RS 6.2.6).

use dashu_int::{IBig, Sign, UBig};

use super::float::{decompose, integral_to_integer};
use super::{NumError, Number, Ratio, Real};

/// `(exact z)`: the exact number with the same value, part by part.
///
/// # Errors
/// [`NumError::NoExact`] for infinities and NaNs.
pub fn exact(z: &Number) -> Result<Number, NumError> {
    match z {
        Number::Real(x) => exact_real(x).map(Number::Real),
        Number::Complex(parts) => Ok(Number::rectangular(exact_real(&parts.0)?, exact_real(&parts.1)?)),
    }
}

/// `(inexact z)`: the nearest inexact number, correctly rounded part by part.
pub fn inexact(z: &Number) -> Number {
    match z {
        Number::Real(x) => Number::from(x.to_f64()),
        Number::Complex(parts) => Number::rectangular(Real::Flo(parts.0.to_f64()), Real::Flo(parts.1.to_f64())),
    }
}

pub(super) fn exact_real(x: &Real) -> Result<Real, NumError> {
    match x {
        Real::Flo(f) => float_to_exact(*f).ok_or(NumError::NoExact(0)),
        exact => Ok(exact.clone()),
    }
}

/// The exact value of a finite double.
pub(super) fn float_to_exact(x: f64) -> Option<Real> {
    if !x.is_finite() {
        return None;
    }
    if x.fract() != 0.0 {
        return Some(fraction_to_exact(x));
    }
    const LIMIT: f64 = 9_223_372_036_854_775_808.0; // 2^63
    if (-LIMIT..LIMIT).contains(&x) {
        return Some(Real::Fix(x as i64));
    }
    Some(Real::from(integral_to_integer(x)))
}

/// The exact value of a double with a fraction, whose exponent is negative.
fn fraction_to_exact(x: f64) -> Real {
    let (negative, m, e) = decompose(x);
    let zeros = m.trailing_zeros();
    let numerator = IBig::from_parts(Sign::from(negative), UBig::from(m >> zeros));
    let denominator = UBig::ONE << ((-e) as usize - zeros as usize);
    // An odd numerator over a power of two is in lowest terms.
    Real::from(Ratio::coprime(numerator, denominator))
}
