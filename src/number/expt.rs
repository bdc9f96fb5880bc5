//! Implements `expt` (R7RS 6.2.6).
//!
//! The result is exact if the base is exact and the exponent is an integer, or a fraction whose
//! root is exact; otherwise it is `e^(b ln a)` in doubles.

use std::f64::consts::{LN_2, PI};

use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};

use super::arith::norm;
use super::complex::Cx;
use super::elementary::ln_positive;
use super::float::ratio_to_f64;
use super::real::{abs, check_size, make_ratio};
use super::{MAX_BITS, NumError, Number, Ratio, Real, div, inexact, is_odd, large, mul_within, sqrt};

/// `(expt base exponent)` within [`MAX_BITS`].
///
/// # Errors
/// As for [`expt_within`].
pub fn expt(base: &Number, exponent: &Number) -> Result<Number, NumError> {
    expt_within(base, exponent, MAX_BITS)
}

/// `(expt base exponent)`, refused if an exact result would need more than about `limit` bits.
///
/// # Errors
/// [`NumError::DivisionByZero`] for an exact zero to a negative power,
/// [`NumError::Undefined`] for zero to a power whose real part is not positive,
/// [`NumError::TooLarge`].
pub fn expt_within(base: &Number, exponent: &Number, limit: usize) -> Result<Number, NumError> {
    match (base, exponent) {
        (_, Number::Real(Real::Fix(0))) => Ok(Number::from(1)),
        (_, Number::Real(Real::Fix(1))) => Ok(base.clone()),
        (Number::Real(x), _) if x.is_exact_zero() => power_of_zero(exponent),
        (Number::Real(Real::Flo(x)), Number::Real(y)) => Ok(float_power(*x, y)),
        (Number::Real(x), Number::Real(Real::Flo(y))) => Ok(inexact_power(x, *y)),
        (Number::Real(x), Number::Real(n @ (Real::Fix(_) | Real::Big(_)))) => {
            exact_power(x, n, limit).map(Number::Real)
        }
        (_, Number::Real(Real::Rat(q))) => fractional_power(base, q, limit),
        (Number::Complex(_), Number::Real(Real::Fix(n))) => integer_power(base, *n, limit),
        _ => complex_power(base, exponent),
    }
}

/// Zero to a power that is not an exact zero.
fn power_of_zero(exponent: &Number) -> Result<Number, NumError> {
    let re = match exponent {
        Number::Real(x) => x,
        Number::Complex(z) => &z.0,
    };
    if !re.is_zero() && !re.is_negative() && !exponent.is_nan() {
        let zero = Number::from(0);
        return Ok(if exponent.is_exact() { zero } else { inexact(&zero) });
    }
    match exponent {
        Number::Real(Real::Flo(y)) if !re.is_negative() => Ok(Number::from(0f64.powf(*y))),
        Number::Real(_) => Err(NumError::DivisionByZero),
        Number::Complex(_) => Err(NumError::Undefined(0)),
    }
}

/// A float to a real power.
fn float_power(x: f64, y: &Real) -> Number {
    let fy = y.to_f64();
    let integral = !matches!(y, Real::Rat(_)) && fy.is_infinite() | (fy.fract() == 0.0);
    if x.is_sign_negative() && !integral && x != 0.0 && !x.is_nan() && !fy.is_nan() {
        return power_by_logarithm(Cx { re: x, im: 0.0 }, Cx { re: fy, im: 0.0 });
    }
    // Rounding makes a big odd exponent even, so its parity is determined first.
    if matches!(y, Real::Big(_) | Real::Fix(_)) {
        let odd = is_odd(&Number::Real(y.clone())).unwrap_or(false);
        let magnitude = x.abs().powf(fy);
        let negative = odd && x.is_sign_negative();
        return Number::from(if negative { -magnitude } else { magnitude });
    }
    Number::from(x.powf(fy))
}

/// An exact nonzero real to a float power.
fn inexact_power(x: &Real, y: f64) -> Number {
    let f = x.to_f64();
    if f.is_normal() {
        return float_power(f, &Real::Flo(y));
    }
    // A base too large or too small for a double may have a power that fits.
    let ln = y * ln_positive(&abs(x));
    if x.is_negative() && y.fract() != 0.0 {
        return Cx { re: ln, im: y * PI }.exp().into();
    }
    let negative = x.is_negative() && y % 2.0 != 0.0;
    Number::from(if negative { -ln.exp() } else { ln.exp() })
}

/// An exact nonzero real to an exact integer power.
fn exact_power(x: &Real, n: &Real, limit: usize) -> Result<Real, NumError> {
    if let Real::Fix(1 | -1) = x {
        let odd = is_odd(&Number::Real(n.clone()))?;
        return Ok(if odd { x.clone() } else { Real::Fix(1) });
    }
    let Real::Fix(n) = n else {
        return Err(NumError::TooLarge);
    };
    if let Some(power) = small_power(x, *n) {
        return Ok(Real::Fix(power));
    }
    let e = usize::try_from(n.unsigned_abs()).map_err(|_| NumError::TooLarge)?;
    match x {
        Real::Rat(q) => ratio_power(q, *n, limit),
        _ => {
            let base = x.as_integer().ok_or(NumError::TooLarge)?;
            let power = power(base.into_owned(), e, limit)?;
            if *n >= 0 { Ok(Real::from(power)) } else { make_ratio(IBig::ONE, power) }
        }
    }
}

/// Powers of coprime numbers are coprime, so no common factor need be removed.
fn ratio_power(q: &Ratio, n: i64, limit: usize) -> Result<Real, NumError> {
    let bits = q.numerator().bit_len().max(q.denominator().bit_len());
    let e = usize::try_from(n.unsigned_abs()).map_err(|_| NumError::TooLarge)?;
    check_size((bits - 1).saturating_mul(e), limit)?;
    let power = q.pow(e)?;
    Ok(Real::from(if n < 0 { power.inverse() } else { power }))
}

/// The power of a fixnum, if it is a fixnum.
fn small_power(x: &Real, n: i64) -> Option<i64> {
    match (x, u32::try_from(n)) {
        (Real::Fix(x), Ok(n)) => x.checked_pow(n),
        _ => None,
    }
}

/// `x^e` if it has at most about `limit` bits. Twos are shifted, not multiplied.
fn power(x: IBig, e: usize, limit: usize) -> Result<IBig, NumError> {
    let bits = x.bit_len();
    if bits <= 1 {
        return Ok(x.pow(e % 2 + 2));
    }
    check_size((bits - 1).saturating_mul(e), limit)?;
    let zeros = x.trailing_zeros().unwrap_or(0);
    let sign = if x.sign() == Sign::Negative && e % 2 == 1 { Sign::Negative } else { Sign::Positive };
    let odd = large::pow(&(x.unsigned_abs() >> zeros), e)?;
    Ok(IBig::from_parts(sign, odd << (zeros * e)))
}

/// Raises an exact nonzero real, or a complex number, to a fractional power: exact if the root is.
///
/// Halving the denominator by a square root keeps exact roots of negative and complex
/// numbers exact, `(expt -4 1/4)` is `1+i`, and agrees with `sqrt`.
fn fractional_power(base: &Number, q: &Ratio, limit: usize) -> Result<Number, NumError> {
    let order = q.denominator();
    if !order.bit(0) {
        let root = sqrt(base)?;
        let last = *order == UBig::from(2u8) && matches!(base, Number::Complex(_));
        if root.is_exact() || last {
            let rest = make_ratio(q.numerator().clone(), IBig::from(order.clone() >> 1))?;
            return expt_within(&root, &Number::Real(rest), limit);
        }
    }
    let Number::Real(x) = base else {
        return complex_power(base, &Number::Real(Real::Rat(q.clone())));
    };
    match exact_root(x, order)? {
        Some(root) => expt_within(&Number::Real(root), &Number::from(q.numerator().clone()), limit),
        None => Ok(inexact_power(x, ratio_to_f64(q.numerator(), order))),
    }
}

/// The exact root of a positive exact number.
fn exact_root(x: &Real, order: &UBig) -> Result<Option<Real>, NumError> {
    if x.is_negative() {
        return Ok(None);
    }
    let Some(q) = x.as_ratio() else { return Ok(None) };
    let Some(num) = perfect_root(&q.numerator().unsigned_abs(), order)? else { return Ok(None) };
    let den = perfect_root(q.denominator(), order)?;
    // Roots of coprime numbers are coprime.
    Ok(den.map(|den| Real::from(Ratio::coprime(IBig::from(num), den))))
}

fn perfect_root(n: &UBig, order: &UBig) -> Result<Option<UBig>, NumError> {
    if n.is_one() {
        return Ok(Some(UBig::ONE));
    }
    // A root of a higher order than the number has bits lies between one and two.
    let Some(order) = usize::try_from(order).ok().filter(|o| *o < n.bit_len()) else { return Ok(None) };
    let root = large::nth_root(n, order)?;
    Ok((large::pow(&root, order)? == *n).then_some(root))
}

/// Raises a complex number to an integer power: by squaring if that is exact, or short enough that
/// rounding errors stay small.
fn integer_power(base: &Number, n: i64, limit: usize) -> Result<Number, NumError> {
    if !base.is_exact() && n.unsigned_abs() > 1024 {
        return complex_power(base, &Number::from(n));
    }
    if let Number::Complex(z) = base {
        check_size(power_bits(&z.0, &z.1, n.unsigned_abs()), limit)?;
    }
    let mut result = Number::from(1);
    let mut square = base.clone();
    let mut rest = n.unsigned_abs();
    loop {
        if rest & 1 == 1 {
            result = mul_within(&result, &square, limit)?;
        }
        rest >>= 1;
        if rest == 0 {
            break;
        }
        square = mul_within(&square, &square, limit)?;
    }
    if n < 0 {
        return div(&Number::from(1), &result);
    }
    Ok(result)
}

/// The approximate number of bits of the exact parts of `(x+yi)^n`: the logarithms of the magnitude
/// and the denominators grow n times.
fn power_bits(x: &Real, y: &Real, n: u64) -> usize {
    let denominator_bits = |part: &Real| match part {
        Real::Rat(q) => q.denominator().bit_len() as f64 - 1.0,
        _ => 0.0,
    };
    let magnitude_bits = match norm(x, y) {
        Ok(Real::Flo(_)) => 0.0,
        Ok(norm) => ln_positive(&norm).abs() / (2.0 * LN_2),
        Err(_) => f64::INFINITY,
    };
    let bits = magnitude_bits.max(denominator_bits(x)).max(denominator_bits(y));
    (bits * n as f64) as usize
}

/// The general case; one of the two is complex.
fn complex_power(base: &Number, exponent: &Number) -> Result<Number, NumError> {
    let (a, b) = (Cx::from_number(base), Cx::from_number(exponent));
    if a.re == 0.0 && a.im == 0.0 {
        return if b.re > 0.0 { Ok(Number::from(0.0)) } else { Err(NumError::Undefined(0)) };
    }
    Ok(power_by_logarithm(a, b))
}

fn power_by_logarithm(a: Cx, b: Cx) -> Number {
    // A real exponent only scales, so the logarithm may be infinite.
    let exponent = if b.im == 0.0 { a.ln().scale(b.re) } else { a.ln().mul(b) };
    exponent.exp().into()
}
