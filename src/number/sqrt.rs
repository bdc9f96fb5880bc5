//! Implements `sqrt` (R7RS 6.2.6): exact if the root of an exact number is exact, otherwise the
//! correctly rounded double, whatever the size of the argument.

use dashu_int::ops::{BitTest, DivRem, SquareRootRem, UnsignedAbs};
use dashu_int::{IBig, UBig};

use super::arith::norm;
use super::complex::Cx;
use super::float::round_scaled;
use super::real::{abs, add, div, neg, sub};
use super::{NumError, Number, Ratio, Real, large};

/// A root of this many bits leaves at least one bit for rounding.
const ROOT_BITS: i64 = 66;

/// `(sqrt z)`, the principal root: `(sqrt -4)` is `+2i`, `(sqrt 1/4)` is `1/2`.
///
/// # Errors
/// [`NumError::Stopped`], [`NumError::NoRoom`].
pub fn sqrt(z: &Number) -> Result<Number, NumError> {
    match z {
        Number::Real(x) => sqrt_real(x),
        Number::Complex(parts) => match sqrt_exact_complex(&parts.0, &parts.1)? {
            Some(root) => Ok(root),
            None => Ok(Cx::from_number(z).sqrt().into()),
        },
    }
}

fn sqrt_real(x: &Real) -> Result<Number, NumError> {
    if x.is_negative() {
        let im = sqrt_positive(&neg(x))?;
        return Ok(Number::rectangular(Real::Fix(0), im));
    }
    sqrt_positive(x).map(Number::Real)
}

/// The root of a number that is not negative (or is a NaN).
fn sqrt_positive(x: &Real) -> Result<Real, NumError> {
    if let Real::Flo(x) = x {
        return Ok(Real::Flo(x.sqrt()));
    }
    Ok(exact_sqrt(x)?.unwrap_or_else(|| Real::Flo(rounded_sqrt(x))))
}

/// The exact root of an exact number, if it has one.
pub(super) fn exact_sqrt(x: &Real) -> Result<Option<Real>, NumError> {
    match x {
        _ if x.is_negative() => Ok(None),
        Real::Fix(n) => {
            let root = n.isqrt();
            Ok((root * root == *n).then_some(Real::Fix(root)))
        }
        Real::Big(n) => Ok(perfect_root(&n.unsigned_abs())?.map(|root| Real::from(IBig::from(root)))),
        Real::Rat(q) => {
            let Some(num) = perfect_root(&q.numerator().unsigned_abs())? else { return Ok(None) };
            let den = perfect_root(q.denominator())?;
            // Roots of coprime numbers are coprime.
            Ok(den.map(|den| Real::from(Ratio::coprime(IBig::from(num), den))))
        }
        Real::Flo(_) => Ok(None),
    }
}

fn perfect_root(n: &UBig) -> Result<Option<UBig>, NumError> {
    let (root, rest) = large::sqrt_rem(n)?;
    Ok(rest.is_zero().then_some(root))
}

/// The double nearest to the root of a positive exact number. The number is scaled by a power of
/// four so that the integer root has [`ROOT_BITS`] bits.
fn rounded_sqrt(x: &Real) -> f64 {
    let Some(q) = x.as_ratio() else {
        return x.to_f64().sqrt();
    };
    let (num, den) = (q.numerator().unsigned_abs(), q.denominator());
    let half_shift = ROOT_BITS - (num.bit_len() as i64 - den.bit_len() as i64) / 2;
    let shift = 2 * half_shift.unsigned_abs() as usize;
    let (scaled, rest) = if half_shift >= 0 { (num << shift).div_rem(den) } else { num.div_rem(den << shift) };
    let (root, root_rest) = scaled.sqrt_rem();
    let sticky = !(rest.is_zero() && root_rest.is_zero());
    let m = u128::try_from(&root).unwrap_or(u128::MAX);
    round_scaled(m, sticky, -half_shift)
}

/// The root of an exact complex number when both its parts are exact: with
/// `m = |x+yi|`, `sqrt((m+x)/2) + sqrt((m-x)/2) i`, the latter with the sign of y.
fn sqrt_exact_complex(x: &Real, y: &Real) -> Result<Option<Number>, NumError> {
    if !x.is_exact() {
        return Ok(None);
    }
    let Some(m) = exact_sqrt(&norm(x, y)?)? else { return Ok(None) };
    let two = Real::Fix(2);
    let re = exact_sqrt(&div(&add(&m, x)?, &two)?)?;
    let im = exact_sqrt(&abs(&div(&sub(&m, x)?, &two)?))?;
    let (Some(re), Some(im)) = (re, im) else { return Ok(None) };
    let im = if y.is_negative() { neg(&im) } else { im };
    Ok(Some(Number::rectangular(re, im)))
}
