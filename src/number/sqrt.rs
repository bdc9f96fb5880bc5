//! `sqrt` (R7RS 6.2.6): exact when the root of an exact number is exact, otherwise the
//! correctly rounded double, whatever the size of the argument.

use dashu_int::ops::{BitTest, DivRem, SquareRootRem, UnsignedAbs};
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

use super::arith::norm;
use super::complex::Cx;
use super::float::round_scaled;
use super::real::{abs, add, div, neg, sub};
use super::{Number, Real};

/// A root of this many bits leaves room for a rounding bit and more.
const ROOT_BITS: i64 = 66;

/// `(sqrt z)`, the principal root: `(sqrt -4)` is `+2i`, `(sqrt 1/4)` is `1/2`.
pub fn sqrt(z: &Number) -> Number {
    match z {
        Number::Real(x) => sqrt_real(x),
        Number::Complex(parts) => match sqrt_exact_complex(&parts.0, &parts.1) {
            Some(root) => root,
            None => Cx::from_number(z).sqrt().into(),
        },
    }
}

fn sqrt_real(x: &Real) -> Number {
    if x.is_negative() {
        let im = sqrt_positive(&neg(x));
        return Number::rectangular(Real::Fix(0), im);
    }
    Number::Real(sqrt_positive(x))
}

/// The root of a number that is not negative (or is a NaN).
fn sqrt_positive(x: &Real) -> Real {
    if let Real::Flo(x) = x {
        return Real::Flo(x.sqrt());
    }
    exact_sqrt(x).unwrap_or_else(|| Real::Flo(rounded_sqrt(x)))
}

/// The exact root of an exact number, if it has one.
pub(super) fn exact_sqrt(x: &Real) -> Option<Real> {
    match x {
        _ if x.is_negative() => None,
        Real::Fix(n) => {
            let root = n.isqrt();
            (root * root == *n).then_some(Real::Fix(root))
        }
        Real::Big(n) => Some(Real::from(IBig::from(perfect_root(&n.unsigned_abs())?))),
        Real::Rat(q) => {
            let num = perfect_root(&q.numerator().unsigned_abs())?;
            let den = perfect_root(q.denominator())?;
            Some(Real::from(RBig::from_parts(IBig::from(num), den)))
        }
        Real::Flo(_) => None,
    }
}

fn perfect_root(n: &UBig) -> Option<UBig> {
    let (root, rest) = n.sqrt_rem();
    rest.is_zero().then_some(root)
}

/// The double nearest to the root of a positive exact number: the number is scaled by a
/// power of four so that the integer root has [`ROOT_BITS`] bits.
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
fn sqrt_exact_complex(x: &Real, y: &Real) -> Option<Number> {
    if !x.is_exact() {
        return None;
    }
    let m = exact_sqrt(&norm(x, y).ok()?)?;
    let two = Real::Fix(2);
    let re = exact_sqrt(&div(&add(&m, x).ok()?, &two).ok()?)?;
    let im = exact_sqrt(&abs(&div(&sub(&m, x).ok()?, &two).ok()?))?;
    let im = if y.is_negative() { neg(&im) } else { im };
    Some(Number::rectangular(re, im))
}
