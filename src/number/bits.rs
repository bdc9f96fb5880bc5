//! Implements bitwise operations on exact integers of any size, with the semantics of SRFI 151:
//! negative numbers are in two's complement with infinitely many ones on the left.

use std::borrow::Cow;

use dashu_int::ops::BitTest;
use dashu_int::{IBig, Sign};

use super::real::check_size;
use super::{MAX_BITS, NumError, Number, Real};

/// `(bitwise-and a b)`.
///
/// # Errors
/// [`NumError::NotExactInteger`].
pub fn bitwise_and(a: &Number, b: &Number) -> Result<Number, NumError> {
    bitwise(a, b, |x, y| x & y, |x, y| x & y)
}

/// `(bitwise-ior a b)`.
///
/// # Errors
/// [`NumError::NotExactInteger`].
pub fn bitwise_ior(a: &Number, b: &Number) -> Result<Number, NumError> {
    bitwise(a, b, |x, y| x | y, |x, y| x | y)
}

/// `(bitwise-xor a b)`.
///
/// # Errors
/// [`NumError::NotExactInteger`].
pub fn bitwise_xor(a: &Number, b: &Number) -> Result<Number, NumError> {
    bitwise(a, b, |x, y| x ^ y, |x, y| x ^ y)
}

/// `(bitwise-not n)`, which is `-1 - n`.
///
/// # Errors
/// [`NumError::NotExactInteger`].
pub fn bitwise_not(n: &Number) -> Result<Number, NumError> {
    match n {
        Number::Real(Real::Fix(n)) => Ok(Number::from(!n)),
        _ => Ok(Number::from(!&*operand(n, 0)?)),
    }
}

fn bitwise(
    a: &Number,
    b: &Number,
    small: fn(i64, i64) -> i64,
    large: fn(&IBig, &IBig) -> IBig,
) -> Result<Number, NumError> {
    if let (Some(x), Some(y)) = (a.to_i64(), b.to_i64()) {
        return Ok(Number::from(small(x, y)));
    }
    Ok(Number::from(large(&*operand(a, 0)?, &*operand(b, 1)?)))
}

fn operand(n: &Number, position: usize) -> Result<Cow<'_, IBig>, NumError> {
    match n {
        Number::Real(x) => x.as_integer(),
        Number::Complex(_) => None,
    }
    .ok_or(NumError::NotExactInteger(position))
}

/// `(arithmetic-shift n count)` within [`MAX_BITS`]: `floor(n * 2^count)`.
///
/// # Errors
/// [`NumError::NotExactInteger`], [`NumError::TooLarge`].
pub fn arithmetic_shift(n: &Number, count: &Number) -> Result<Number, NumError> {
    arithmetic_shift_within(n, count, MAX_BITS)
}

/// `(arithmetic-shift n count)`, refused if the result would need more than `limit` bits.
///
/// # Errors
/// [`NumError::NotExactInteger`], [`NumError::TooLarge`].
pub fn arithmetic_shift_within(n: &Number, count: &Number, limit: usize) -> Result<Number, NumError> {
    if let (Some(n), Some(count @ -63..=62)) = (n.to_i64(), count.to_i64())
        && let Some(result) = shift_fix(n, count)
    {
        return Ok(Number::from(result));
    }
    let value = operand(n, 0)?;
    let count = match &*operand(count, 1)? {
        // A shift by more bits than any number has.
        huge if i64::try_from(huge).is_err() && huge.sign() == Sign::Negative => i64::MIN,
        count => i64::try_from(count).unwrap_or(i64::MAX),
    };
    if count < 0 {
        return Ok(shift_right(&value, count.unsigned_abs()));
    }
    if value.is_zero() {
        return Ok(Number::from(0));
    }
    let count = usize::try_from(count).map_err(|_| NumError::TooLarge)?;
    check_size(value.bit_len().saturating_add(count), limit)?;
    Ok(Number::from(&*value << count))
}

/// A shift by less than 64 whose result is a fixnum.
fn shift_fix(n: i64, count: i64) -> Option<i64> {
    if count < 0 {
        return Some(n >> -count);
    }
    let shifted = n << count;
    (shifted >> count == n).then_some(shifted)
}

fn shift_right(value: &IBig, count: u64) -> Number {
    let last = match value.sign() {
        Sign::Positive => 0,
        Sign::Negative => -1,
    };
    match usize::try_from(count) {
        Ok(count) if count <= value.bit_len() => Number::from(value >> count),
        _ => Number::from(last),
    }
}

/// `(bit-count n)`: the ones of a non-negative number, the zeros of a negative one.
///
/// # Errors
/// [`NumError::NotExactInteger`].
pub fn bit_count(n: &Number) -> Result<Number, NumError> {
    let value = operand(n, 0)?;
    let pattern = pattern(&value);
    let (_, words) = pattern.as_sign_words();
    let ones: usize = words.iter().map(|word| word.count_ones() as usize).sum();
    Ok(Number::from(ones))
}

/// `(integer-length n)`: the bits of `n` in two's complement without the sign.
///
/// # Errors
/// [`NumError::NotExactInteger`].
pub fn integer_length(n: &Number) -> Result<Number, NumError> {
    let value = operand(n, 0)?;
    Ok(Number::from(pattern(&value).bit_len()))
}

/// The number itself, or its complement if it is negative; never negative.
fn pattern(n: &IBig) -> Cow<'_, IBig> {
    match n.sign() {
        Sign::Positive => Cow::Borrowed(n),
        Sign::Negative => Cow::Owned(!n),
    }
}
