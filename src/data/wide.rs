//! Computes with integers of up to 126 bits, and with complex numbers of two flonums, word by
//! word: the numeric tower would first make numbers of its own of them.
//!
//! Results equal the tower's, which computes what does not fit.

use cairn_gc::{Kind, Mutation, Value};

use crate::error::Result;

/// Bytes of a big integer's sign word, and of a limb.
const WORD: usize = 8;
/// Magnitudes are below two to the power of this, so that sums do not overflow.
const MOST_BITS: u32 = 126;

/// An operation on integers; nothing when the result is too large or there is none.
pub type Operation = fn(i128, i128) -> Option<i128>;

/// The exact integer that a value is, when it is small enough.
#[inline]
fn integer(value: Value<'_>) -> Option<i128> {
    if let Some(n) = value.as_fixnum() {
        return Some(n.into());
    }
    if !value.has_kind(Kind::Bignum) {
        return None;
    }
    let (sign, limbs) = value.bytes().split_at_checked(WORD)?;
    let mut bytes = [0; 2 * WORD];
    bytes.get_mut(..limbs.len())?.copy_from_slice(limbs);
    let magnitude = u128::from_le_bytes(bytes);
    let magnitude = i128::try_from(magnitude).ok().filter(|_| magnitude >> MOST_BITS == 0)?;
    Some(if sign.first().is_some_and(|&b| b != 0) { -magnitude } else { magnitude })
}

/// The value of an integer.
pub fn value_of<'gc>(mc: Mutation<'gc>, n: i128) -> Result<'gc> {
    if let Some(small) = i64::try_from(n).ok().and_then(Value::try_fixnum) {
        return Ok(small);
    }
    let magnitude = n.unsigned_abs();
    let mut bytes = [0; 3 * WORD];
    bytes[0] = u8::from(n < 0);
    bytes[WORD..].copy_from_slice(&magnitude.to_le_bytes());
    let limbs = if magnitude >> 64 == 0 { 1 } else { 2 };
    Ok(mc.alloc_bytes_from(Kind::Bignum, &bytes[..WORD + limbs * WORD])?)
}

/// An operation on two exact integers, when they and the result are small enough.
pub fn integers<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>, f: Operation) -> Option<Result<'gc>> {
    let result = f(integer(a)?, integer(b)?).filter(|n| n.unsigned_abs() >> MOST_BITS == 0)?;
    Some(value_of(mc, result))
}

/// A product. Most factors have one limb, and then a multiplication does without a test for
/// overflow.
pub fn product(x: i128, y: i128) -> Option<i128> {
    match (i64::try_from(x), i64::try_from(y)) {
        (Ok(x), Ok(y)) => Some(i128::from(x) * i128::from(y)),
        _ => x.checked_mul(y),
    }
}

/// The remainder with the sign of the divisor.
pub fn modulo(x: i128, y: i128) -> Option<i128> {
    let r = x.checked_rem(y)?;
    Some(if r != 0 && (r < 0) != (y < 0) { r + y } else { r })
}

/// A complex number: its parts.
pub type Parts = (f64, f64);

/// The parts of a complex number, when both are flonums.
#[inline]
pub fn parts(value: Value<'_>) -> Option<Parts> {
    if !value.has_kind(Kind::Complex) {
        return None;
    }
    Some((value.slot(0)?.as_flonum()?, value.slot(1)?.as_flonum()?))
}

/// An operation on two complex numbers of flonums.
pub fn complex<'gc>(
    mc: Mutation<'gc>,
    a: Value<'gc>,
    b: Value<'gc>,
    f: fn(Parts, Parts) -> Parts,
) -> Option<Result<'gc>> {
    let (re, im) = f(parts(a)?, parts(b)?);
    Some(Ok(mc.alloc(Kind::Complex, &[mc.flonum(re), mc.flonum(im)])))
}

#[cfg(test)]
mod tests {
    use cairn_gc::{Config, Heap, Rootable};

    use super::*;
    use crate::bridge;

    #[test]
    fn integers_of_two_limbs_come_back() {
        let mut heap = Heap::<Rootable![Value<'_>]>::new(Config::default(), |_| Value::NIL);
        heap.mutate(|mc, _| {
            for bits in [0, 1, 59, 60, 61, 63, 64, 65, 100, 125] {
                for n in [(1i128 << bits) - 1, 1 << bits, -(1 << bits), 1 - (1 << bits)] {
                    let value = value_of(mc, n).unwrap_or_else(|_| panic!("no room"));
                    assert_eq!(integer(value), Some(n));
                    assert_eq!(bridge::to_integer(value), Some(n.into()));
                }
            }
        });
    }
}
