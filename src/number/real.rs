//! Implements arithmetic on real numbers, on which the complex operations are built.
//!
//! Each operation first handles the two common cases, both operands fixnums or both flonums; the
//! rest goes through one table of kernels ([`Kernel`]), after converting the operands to their
//! lowest common level: flonum, rational or integer.

use std::borrow::Cow;

use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_int::{IBig, Sign};

use super::float::{integer_to_f64, ratio_to_f64};
use super::large::mul_signed;
use super::{MAX_BITS, NumError, Ratio, Real};

/// One operation at the three levels.
struct Kernel {
    float: fn(f64, f64) -> f64,
    integer: fn(&IBig, &IBig) -> Result<IBig, NumError>,
    ratio: fn(&Ratio, &Ratio) -> Result<Ratio, NumError>,
}

const ADD: Kernel = Kernel { float: |x, y| x + y, integer: |x, y| Ok(x + y), ratio: Ratio::add };

const SUB: Kernel = Kernel { float: |x, y| x - y, integer: |x, y| Ok(x - y), ratio: Ratio::sub };

const MUL: Kernel = Kernel { float: |x, y| x * y, integer: mul_signed, ratio: Ratio::mul };

impl Real {
    /// The nearest double (ties to even), infinite when out of range.
    #[inline]
    pub fn to_f64(&self) -> f64 {
        match self {
            Self::Fix(n) => *n as f64,
            Self::Flo(x) => *x,
            Self::Big(n) => integer_to_f64(n),
            Self::Rat(q) => ratio_to_f64(q.numerator(), q.denominator()),
        }
    }

    /// The value as an exact integer, if it is one.
    pub(super) fn as_integer(&self) -> Option<Cow<'_, IBig>> {
        match self {
            Self::Fix(n) => Some(Cow::Owned(IBig::from(*n))),
            Self::Big(n) => Some(Cow::Borrowed(n)),
            _ => None,
        }
    }

    /// The value as an exact rational, if it is one.
    pub(super) fn as_ratio(&self) -> Option<Cow<'_, Ratio>> {
        match self {
            Self::Fix(n) => Some(Cow::Owned(Ratio::from(IBig::from(*n)))),
            Self::Big(n) => Some(Cow::Owned(Ratio::from(n.clone()))),
            Self::Rat(q) => Some(Cow::Borrowed(q)),
            Self::Flo(_) => None,
        }
    }

    /// Whether this is less than zero: true for `-inf.0`, false for `-0.0` and NaN.
    pub(super) fn is_negative(&self) -> bool {
        match self {
            Self::Fix(n) => *n < 0,
            Self::Flo(x) => *x < 0.0,
            Self::Big(n) => n.sign() == Sign::Negative,
            Self::Rat(q) => q.sign() == Sign::Negative,
        }
    }

    /// Whether this equals zero: true for `-0.0`.
    pub(super) fn is_zero(&self) -> bool {
        match self {
            Self::Fix(n) => *n == 0,
            Self::Flo(x) => *x == 0.0,
            Self::Big(_) | Self::Rat(_) => false,
        }
    }
}

/// Fails if a result of `bits` bits would exceed `limit`.
pub(super) fn check_size(bits: usize, limit: usize) -> Result<(), NumError> {
    if bits > limit {
        return Err(NumError::TooLarge);
    }
    Ok(())
}

/// The numerator over the denominator in lowest terms. `den` must not be zero.
pub(super) fn make_ratio(num: IBig, den: IBig) -> Result<Real, NumError> {
    let num = if den.sign() == Sign::Negative { -num } else { num };
    Ok(Real::from(Ratio::new(num, den.unsigned_abs())?))
}

/// The sum.
#[inline]
pub(super) fn add(a: &Real, b: &Real) -> Result<Real, NumError> {
    if let (Real::Fix(x), Real::Fix(y)) = (a, b)
        && let Some(sum) = x.checked_add(*y)
    {
        return Ok(Real::Fix(sum));
    }
    if let (Real::Flo(x), Real::Flo(y)) = (a, b) {
        return Ok(Real::Flo(x + y));
    }
    combine(&ADD, a, b, MAX_BITS)
}

/// The difference.
#[inline]
pub(super) fn sub(a: &Real, b: &Real) -> Result<Real, NumError> {
    if let (Real::Fix(x), Real::Fix(y)) = (a, b)
        && let Some(difference) = x.checked_sub(*y)
    {
        return Ok(Real::Fix(difference));
    }
    if let (Real::Flo(x), Real::Flo(y)) = (a, b) {
        return Ok(Real::Flo(x - y));
    }
    combine(&SUB, a, b, MAX_BITS)
}

/// The product.
#[inline]
pub(super) fn mul(a: &Real, b: &Real, limit: usize) -> Result<Real, NumError> {
    if let (Real::Fix(x), Real::Fix(y)) = (a, b)
        && let Some(product) = x.checked_mul(*y)
    {
        return Ok(Real::Fix(product));
    }
    if let (Real::Flo(x), Real::Flo(y)) = (a, b) {
        return Ok(Real::Flo(x * y));
    }
    mul_slow(a, b, limit)
}

#[cold]
fn mul_slow(a: &Real, b: &Real, limit: usize) -> Result<Real, NumError> {
    if let (Real::Big(x), Real::Big(y)) = (a, b) {
        check_size(x.bit_len() + y.bit_len() - 1, limit)?;
        return Ok(Real::from(mul_signed(x, y)?));
    }
    combine(&MUL, a, b, limit)
}

/// Converts both operands to one level and applies the kernel. An integer result is at most 64 bits
/// longer than the longer operand, since products of two big integers are handled elsewhere; a
/// rational one may be as long as both operands together.
#[cold]
fn combine(kernel: &Kernel, a: &Real, b: &Real, limit: usize) -> Result<Real, NumError> {
    if let (Some(x), Some(y)) = (a.as_integer(), b.as_integer()) {
        check_size(x.bit_len().max(y.bit_len()), limit)?;
        return Ok(Real::from((kernel.integer)(&x, &y)?));
    }
    let (Some(x), Some(y)) = (a.as_ratio(), b.as_ratio()) else {
        return Ok(Real::Flo((kernel.float)(a.to_f64(), b.to_f64())));
    };
    check_size(x.bits() + y.bits(), limit.saturating_mul(2))?;
    Ok(Real::from((kernel.ratio)(&x, &y)?))
}

/// The quotient. An exact zero divisor is an error; an inexact one follows IEEE 754.
#[inline]
pub(super) fn div(a: &Real, b: &Real) -> Result<Real, NumError> {
    match (a, b) {
        (_, Real::Fix(0)) => Err(NumError::DivisionByZero),
        (Real::Fix(x), Real::Fix(y)) if x.checked_rem(*y) == Some(0) => Ok(Real::Fix(x / y)),
        (Real::Flo(x), Real::Flo(y)) => Ok(Real::Flo(x / y)),
        _ => div_slow(a, b),
    }
}

#[cold]
fn div_slow(a: &Real, b: &Real) -> Result<Real, NumError> {
    if let (Some(x), Some(y)) = (a.as_integer(), b.as_integer()) {
        return make_ratio(x.into_owned(), y.into_owned());
    }
    let (Some(x), Some(y)) = (a.as_ratio(), b.as_ratio()) else {
        return Ok(Real::Flo(a.to_f64() / b.to_f64()));
    };
    check_size(x.bits() + y.bits(), 2 * MAX_BITS)?;
    Ok(Real::from(x.div(&y)?))
}

/// The additive inverse; it turns `0.0` into `-0.0`.
pub(super) fn neg(a: &Real) -> Real {
    match a {
        Real::Fix(n) => match n.checked_neg() {
            Some(m) => Real::Fix(m),
            None => Real::from(-IBig::from(*n)),
        },
        Real::Flo(x) => Real::Flo(-x),
        // Uses `from`, because minus 2^63 is a fixnum although 2^63 is not.
        Real::Big(n) => Real::from(-n),
        Real::Rat(q) => Real::Rat(q.clone().neg()),
    }
}

/// The absolute value.
pub(super) fn abs(a: &Real) -> Real {
    match a {
        Real::Flo(x) => Real::Flo(x.abs()),
        _ if a.is_negative() => neg(a),
        _ => a.clone(),
    }
}
