//! Implements `floor`, `ceiling`, `truncate`, `round`, `numerator`, `denominator` and `rationalize`
//! (R7RS 6.2.6).

use dashu_int::ops::UnsignedAbs;
use dashu_int::{IBig, Sign, UBig};

use super::convert::float_to_exact;
use super::large::mul_signed;
use super::{NumError, Number, Ratio, Real, inexact};

/// `(floor x)`; an infinity or a NaN is its own floor.
///
/// # Errors
/// [`NumError::NotReal`].
pub fn floor(x: &Number) -> Result<Number, NumError> {
    to_integer(x, f64::floor, Ratio::floor)
}

/// `(ceiling x)`; an infinity or a NaN is its own ceiling.
///
/// # Errors
/// [`NumError::NotReal`].
pub fn ceiling(x: &Number) -> Result<Number, NumError> {
    to_integer(x, f64::ceil, Ratio::ceiling)
}

/// `(truncate x)`; an infinity or a NaN is its own truncation.
///
/// # Errors
/// [`NumError::NotReal`].
pub fn truncate(x: &Number) -> Result<Number, NumError> {
    to_integer(x, f64::trunc, Ratio::truncate)
}

/// `(round x)`, ties to even; an infinity or a NaN is returned unchanged.
///
/// # Errors
/// [`NumError::NotReal`].
pub fn round(x: &Number) -> Result<Number, NumError> {
    to_integer(x, f64::round_ties_even, round_ratio)
}

fn to_integer(
    x: &Number,
    float: fn(f64) -> f64,
    ratio: fn(&Ratio) -> Result<IBig, NumError>,
) -> Result<Number, NumError> {
    match x {
        Number::Real(Real::Flo(x)) => Ok(Number::from(float(*x))),
        Number::Real(Real::Rat(q)) => ratio(q).map(Number::from),
        Number::Real(_) => Ok(x.clone()),
        Number::Complex(_) => Err(NumError::NotReal(0)),
    }
}

/// Rounds to the nearest integer, ties to even. Only halves can tie.
fn round_ratio(q: &Ratio) -> Result<IBig, NumError> {
    let half = Ratio::coprime(IBig::ONE, UBig::from(2u8));
    let up = q.add(&half)?.floor()?;
    let is_tie = *q.denominator() == UBig::from(2u8);
    Ok(if is_tie && up.trailing_zeros() == Some(0) { up - IBig::ONE } else { up })
}

/// `(numerator q)` of the fraction in lowest terms; inexact if `q` is.
///
/// # Errors
/// [`NumError::NotRational`].
pub fn numerator(q: &Number) -> Result<Number, NumError> {
    // Zero keeps its sign.
    if let Number::Real(Real::Flo(0.0)) = q {
        return Ok(q.clone());
    }
    of_ratio(q, |q| q.numerator().clone())
}

/// `(denominator q)` of the fraction in lowest terms; inexact if `q` is.
///
/// # Errors
/// [`NumError::NotRational`].
pub fn denominator(q: &Number) -> Result<Number, NumError> {
    of_ratio(q, |q| IBig::from(q.denominator().clone()))
}

fn of_ratio(q: &Number, part: fn(&Ratio) -> IBig) -> Result<Number, NumError> {
    let ratio = exact_ratio(q).ok_or(NumError::NotRational(0))?;
    let part = Number::from(part(&ratio));
    Ok(if q.is_exact() { part } else { inexact(&part) })
}

/// The exact value of a rational number.
fn exact_ratio(q: &Number) -> Option<Ratio> {
    match q {
        Number::Real(Real::Flo(x)) => Some(float_to_exact(*x)?.as_ratio()?.into_owned()),
        Number::Real(x) => Some(x.as_ratio()?.into_owned()),
        Number::Complex(_) => None,
    }
}

/// `(rationalize x y)`: the simplest rational that differs from `x` by at most `|y|`. With an
/// infinite tolerance that is zero; an infinite `x` is returned itself.
///
/// # Errors
/// [`NumError::NotReal`].
pub fn rationalize(x: &Number, y: &Number) -> Result<Number, NumError> {
    let (Some(fx), Some(fy)) = (x.to_f64(), y.to_f64()) else {
        let position = usize::from(x.is_real());
        return Err(NumError::NotReal(position));
    };
    let (Some(center), Some(radius)) = (exact_ratio(x), exact_ratio(y)) else {
        return Ok(Number::from(rationalize_special(fx, fy)));
    };
    let (mut low, mut high) = (center.sub(&radius)?, center.add(&radius)?);
    if radius.sign() == Sign::Negative {
        std::mem::swap(&mut low, &mut high);
    }
    let simplest = Number::from(simplest_between(low, high)?);
    if x.is_exact() && y.is_exact() {
        return Ok(simplest);
    }
    Ok(inexact(&simplest))
}

/// The cases in which a float is not finite.
fn rationalize_special(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() || x.is_infinite() && y.is_infinite() {
        f64::NAN
    } else if x.is_infinite() {
        x
    } else {
        0.0
    }
}

/// The simplest rational in the closed interval, `low <= high`.
fn simplest_between(low: Ratio, high: Ratio) -> Result<Ratio, NumError> {
    if low.sign() == Sign::Positive && !low.is_zero() {
        simplest_positive(low, high)
    } else if high.sign() == Sign::Negative {
        Ok(simplest_positive(high.neg(), low.neg())?.neg())
    } else {
        Ok(Ratio::from(IBig::ZERO))
    }
}

/// Follows the common prefix of both continued fractions; where they diverge, the smallest integer
/// between them ends the fraction. `p / q` and `p0 / q0` are the last two convergents.
fn simplest_positive(mut low: Ratio, mut high: Ratio) -> Result<Ratio, NumError> {
    let (mut p0, mut q0) = (IBig::ZERO, IBig::ONE);
    let (mut p, mut q) = (IBig::ONE, IBig::ZERO);
    loop {
        let whole = low.floor()?;
        let part = |q: &Ratio| q.sub(&Ratio::from(whole.clone()));
        let fraction = part(&low)?;
        let is_last = fraction.is_zero() || whole < high.floor()?;
        let term = if fraction.is_zero() || !is_last { whole.clone() } else { &whole + IBig::ONE };
        (p0, p) = (p.clone(), mul_signed(&term, &p)? + p0);
        (q0, q) = (q.clone(), mul_signed(&term, &q)? + q0);
        if is_last {
            // Convergents are in lowest terms.
            return Ok(Ratio::coprime(p, q.unsigned_abs()));
        }
        (low, high) = (part(&high)?.inverse(), fraction.inverse());
    }
}
