//! Constructs and decomposes complex numbers (R7RS 6.2.6, the library `(scheme complex)`).

use std::f64::consts::PI;

use super::arith::norm;
use super::complex::Cx;
use super::real::abs;
use super::{NumError, Number, Real, sqrt};

/// `(make-rectangular x y)`.
///
/// # Errors
/// [`NumError::NotReal`].
pub fn make_rectangular(x: &Number, y: &Number) -> Result<Number, NumError> {
    let (re, im) = two_reals(x, y)?;
    Ok(Number::rectangular(re.clone(), im.clone()))
}

/// `(make-polar r theta)`. An exact zero angle or magnitude yields an exact part.
///
/// # Errors
/// [`NumError::NotReal`].
pub fn make_polar(r: &Number, theta: &Number) -> Result<Number, NumError> {
    let (magnitude, angle) = two_reals(r, theta)?;
    if angle.is_exact_zero() || magnitude.is_exact_zero() {
        return Ok(r.clone());
    }
    let (r, theta) = (magnitude.to_f64(), angle.to_f64());
    let (re, im) = (r * theta.cos(), r * theta.sin());
    Ok(Number::rectangular(Real::Flo(re), Real::Flo(im)))
}

fn two_reals<'a>(x: &'a Number, y: &'a Number) -> Result<(&'a Real, &'a Real), NumError> {
    match (x, y) {
        (Number::Real(x), Number::Real(y)) => Ok((x, y)),
        (Number::Complex(_), _) => Err(NumError::NotReal(0)),
        _ => Err(NumError::NotReal(1)),
    }
}

/// `(real-part z)`.
pub fn real_part(z: &Number) -> Number {
    match z {
        Number::Real(_) => z.clone(),
        Number::Complex(z) => Number::Real(z.0.clone()),
    }
}

/// `(imag-part z)`: an exact zero for a real number.
pub fn imag_part(z: &Number) -> Number {
    match z {
        Number::Real(_) => Number::from(0),
        Number::Complex(z) => Number::Real(z.1.clone()),
    }
}

/// `(magnitude z)`: exact for exact complex numbers if the root is exact.
///
/// # Errors
/// [`NumError::TooLarge`].
pub fn magnitude(z: &Number) -> Result<Number, NumError> {
    match z {
        Number::Real(x) => Ok(Number::Real(abs(x))),
        Number::Complex(z) => match (&z.0, &z.1) {
            (Real::Flo(x), Real::Flo(y)) => Ok(Number::from(x.hypot(*y))),
            (x, y) => sqrt(&Number::Real(norm(x, y)?)),
        },
    }
}

/// `(angle z)`, from -pi to pi. The angle of a positive exact number is an exact zero.
///
/// # Errors
/// [`NumError::Undefined`] for an exact zero.
pub fn angle(z: &Number) -> Result<Number, NumError> {
    match z {
        Number::Real(x) if x.is_exact_zero() => Err(NumError::Undefined(0)),
        Number::Real(Real::Flo(x)) => Ok(Number::from(0f64.atan2(*x))),
        Number::Real(x) if x.is_negative() => Ok(Number::from(PI)),
        Number::Real(_) => Ok(Number::from(0)),
        Number::Complex(z) => Ok(Number::from(Cx::from_parts(&z.0, &z.1).arg())),
    }
}
