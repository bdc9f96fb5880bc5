//! Implements `=`, `<` and the sign predicates (R7RS 6.2.6), `eqv?` (6.1) and hashing.
//!
//! An exact and an inexact number are compared by their exact values, never by rounding the exact
//! one, because `=` and `<` must be transitive.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use dashu_int::{IBig, Sign};

use super::convert::float_to_exact;
use super::float::integral_to_integer;
use super::{NumError, Number, Ratio, Real};

/// `2^53`: doubles and integers below it convert to each other without loss.
const EXACT_LIMIT: i64 = 1 << 53;
/// `2^63`, the end of `i64`.
const FIX_END: f64 = 9_223_372_036_854_775_808.0;

/// `(= a b)`. A NaN is equal to nothing.
#[inline]
pub fn num_eq(a: &Number, b: &Number) -> bool {
    let equal = |x: &Real, y: &Real| match (x, y) {
        (Real::Rat(x), Real::Rat(y)) => x == y,
        // Only two fractions take long to compare.
        _ => compare(x, y) == Ok(Some(Ordering::Equal)),
    };
    match (a, b) {
        (Number::Real(x), Number::Real(y)) => equal(x, y),
        (Number::Complex(w), Number::Complex(z)) => equal(&w.0, &z.0) && equal(&w.1, &z.1),
        (Number::Real(x), Number::Complex(z)) | (Number::Complex(z), Number::Real(x)) => {
            z.1.is_zero() && equal(x, &z.0)
        }
    }
}

/// The order of two real numbers; `None` if one of them is a NaN.
///
/// # Errors
/// [`NumError::NotReal`].
#[inline]
pub fn cmp(a: &Number, b: &Number) -> Result<Option<Ordering>, NumError> {
    match (a, b) {
        (Number::Real(x), Number::Real(y)) => compare(x, y),
        (Number::Complex(_), _) => Err(NumError::NotReal(0)),
        _ => Err(NumError::NotReal(1)),
    }
}

#[inline]
pub(super) fn compare(a: &Real, b: &Real) -> Result<Option<Ordering>, NumError> {
    match (a, b) {
        (Real::Fix(x), Real::Fix(y)) => Ok(Some(x.cmp(y))),
        (Real::Flo(x), Real::Flo(y)) => Ok(x.partial_cmp(y)),
        _ => compare_slow(a, b),
    }
}

#[cold]
fn compare_slow(a: &Real, b: &Real) -> Result<Option<Ordering>, NumError> {
    match (a, b) {
        (Real::Flo(x), exact) => Ok(compare_to_float(exact, *x)?.map(Ordering::reverse)),
        (exact, Real::Flo(y)) => compare_to_float(exact, *y),
        _ => compare_exact(a, b),
    }
}

fn compare_exact(a: &Real, b: &Real) -> Result<Option<Ordering>, NumError> {
    if let (Some(x), Some(y)) = (a.as_integer(), b.as_integer()) {
        return Ok(Some(x.cmp(&y)));
    }
    match (a.as_ratio(), b.as_ratio()) {
        (Some(x), Some(y)) => x.compare(&y).map(Some),
        _ => Ok(None),
    }
}

/// Compares an exact number with a float, without rounding.
fn compare_to_float(exact: &Real, x: f64) -> Result<Option<Ordering>, NumError> {
    if x.is_nan() {
        return Ok(None);
    }
    if x.is_infinite() {
        return Ok(0.0.partial_cmp(&x));
    }
    match exact {
        Real::Fix(n) => Ok(Some(compare_fix(*n, x))),
        Real::Big(n) => Ok(Some(compare_big(n, x))),
        Real::Rat(q) => compare_ratio(q, x),
        Real::Flo(y) => Ok(y.partial_cmp(&x)),
    }
}

/// Compares a fixnum with a finite float.
fn compare_fix(n: i64, x: f64) -> Ordering {
    if n.abs_diff(0) <= EXACT_LIMIT as u64 {
        return (n as f64).partial_cmp(&x).unwrap_or(Ordering::Equal);
    }
    if x >= FIX_END {
        return Ordering::Less;
    }
    if x < -FIX_END {
        return Ordering::Greater;
    }
    let whole = x.trunc();
    let by_fraction = || 0.0.partial_cmp(&(x - whole)).unwrap_or(Ordering::Equal);
    n.cmp(&(whole as i64)).then_with(by_fraction)
}

/// Compares an integer outside `i64` with a finite float.
fn compare_big(n: &IBig, x: f64) -> Ordering {
    if x.abs() < FIX_END {
        return match n.sign() {
            Sign::Positive => Ordering::Greater,
            Sign::Negative => Ordering::Less,
        };
    }
    n.cmp(&integral_to_integer(x))
}

/// Compares a rational with a finite float.
fn compare_ratio(q: &Ratio, x: f64) -> Result<Option<Ordering>, NumError> {
    match float_to_exact(x).as_ref().and_then(Real::as_ratio) {
        Some(x) => q.compare(&x).map(Some),
        None => Ok(None),
    }
}

/// `(zero? z)`.
#[inline]
pub fn is_zero(z: &Number) -> bool {
    match z {
        Number::Real(x) => x.is_zero(),
        Number::Complex(z) => z.0.is_zero() && z.1.is_zero(),
    }
}

/// `(positive? x)`.
///
/// # Errors
/// [`NumError::NotReal`].
pub fn is_positive(x: &Number) -> Result<bool, NumError> {
    Ok(cmp(x, &Number::from(0))? == Some(Ordering::Greater))
}

/// `(negative? x)`.
///
/// # Errors
/// [`NumError::NotReal`].
pub fn is_negative(x: &Number) -> Result<bool, NumError> {
    match x {
        Number::Real(x) => Ok(x.is_negative()),
        Number::Complex(_) => Err(NumError::NotReal(0)),
    }
}

/// `(odd? n)`, of exact and inexact integers.
///
/// # Errors
/// [`NumError::NotInteger`].
pub fn is_odd(n: &Number) -> Result<bool, NumError> {
    match n {
        Number::Real(Real::Fix(n)) => Ok(n & 1 == 1),
        Number::Real(Real::Big(n)) => Ok(n.trailing_zeros() == Some(0)),
        Number::Real(Real::Flo(x)) if n.is_integer() => Ok(x % 2.0 != 0.0),
        _ => Err(NumError::NotInteger(0)),
    }
}

/// `(even? n)`, of exact and inexact integers.
///
/// # Errors
/// [`NumError::NotInteger`].
pub fn is_even(n: &Number) -> Result<bool, NumError> {
    is_odd(n).map(|odd| !odd)
}

/// `(max a b)`: inexact if either is, and a NaN if either is.
///
/// # Errors
/// [`NumError::NotReal`].
pub fn max(a: &Number, b: &Number) -> Result<Number, NumError> {
    extreme(a, b, Ordering::Greater)
}

/// `(min a b)`: inexact if either is, and a NaN if either is.
///
/// # Errors
/// [`NumError::NotReal`].
pub fn min(a: &Number, b: &Number) -> Result<Number, NumError> {
    extreme(a, b, Ordering::Less)
}

fn extreme(a: &Number, b: &Number, wanted: Ordering) -> Result<Number, NumError> {
    let chosen = match cmp(a, b)? {
        None => return Ok(Number::from(f64::NAN)),
        Some(order) if order == wanted => a,
        Some(_) => b,
    };
    if a.is_exact() == b.is_exact() {
        return Ok(chosen.clone());
    }
    Ok(super::inexact(chosen))
}

/// `(eqv? a b)`: the same value and exactness. `0.0` and `-0.0` differ, and a NaN is `eqv?` to
/// itself.
pub fn eqv(a: &Number, b: &Number) -> bool {
    match (a, b) {
        (Number::Real(x), Number::Real(y)) => eqv_real(x, y),
        (Number::Complex(w), Number::Complex(z)) => eqv_real(&w.0, &z.0) && eqv_real(&w.1, &z.1),
        _ => false,
    }
}

fn eqv_real(a: &Real, b: &Real) -> bool {
    match (a, b) {
        (Real::Fix(x), Real::Fix(y)) => x == y,
        (Real::Flo(x), Real::Flo(y)) => float_key(*x) == float_key(*y),
        (Real::Big(x), Real::Big(y)) => x == y,
        (Real::Rat(x), Real::Rat(y)) => x == y,
        _ => false,
    }
}

/// The bits of a float, the same for every NaN.
fn float_key(x: f64) -> u64 {
    if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() }
}

/// Feeds a number to a hasher so that numbers that are [`eqv`] hash alike.
pub fn hash<H: Hasher>(z: &Number, state: &mut H) {
    match z {
        Number::Real(x) => hash_real(x, state),
        Number::Complex(z) => {
            state.write_u8(4);
            hash_real(&z.0, state);
            hash_real(&z.1, state);
        }
    }
}

fn hash_real<H: Hasher>(x: &Real, state: &mut H) {
    match x {
        Real::Fix(n) => (0u8, n).hash(state),
        Real::Big(n) => (1u8, n).hash(state),
        Real::Rat(q) => (2u8, q).hash(state),
        Real::Flo(x) => (3u8, float_key(*x)).hash(state),
    }
}
