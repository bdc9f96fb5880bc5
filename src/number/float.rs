//! Decomposes doubles and composes them exactly: every conversion between exact numbers and floats
//! uses this module, and every one is correctly rounded (to nearest, ties to even), including
//! subnormal results and overflow.

use dashu_int::ops::{BitTest, DivRem, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};

/// A significand of this many bits leaves at least one bit for rounding.
const QUOTIENT_BITS: usize = 66;

/// The exponent of the least subnormal, 2^-1074.
const MIN_EXPONENT: i64 = -1074;

/// A finite double as (is negative, significand, exponent): its value is
/// `significand * 2^exponent`.
pub(super) fn decompose(x: f64) -> (bool, u64, i32) {
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let biased = ((bits >> 52) & 0x7ff) as i32;
    if biased == 0 {
        return (x.is_sign_negative(), fraction, MIN_EXPONENT as i32);
    }
    (x.is_sign_negative(), fraction | (1 << 52), biased - 1075)
}

/// `2^e` for `-1074 <= e <= 1023`.
fn power_of_two(e: i64) -> f64 {
    if e < -1022 { f64::from_bits(1 << (e - MIN_EXPONENT)) } else { f64::from_bits(((e + 1023) as u64) << 52) }
}

/// The double nearest to `(m + epsilon) * 2^e`, where epsilon, present if `sticky`, is some value
/// above 0 and below 1. `m` must not be zero, and must have more than 54 bits if `sticky`.
pub(super) fn round_scaled(m: u128, sticky: bool, e: i64) -> f64 {
    let bits = i64::from(128 - m.leading_zeros());
    let unit = (e + bits - 53).max(MIN_EXPONENT);
    if unit > 971 {
        return f64::INFINITY;
    }
    let drop = unit - e;
    if drop > bits {
        return 0.0;
    }
    let significand = if drop <= 0 { (m << -drop) as u64 } else { shift_round(m, sticky, drop as u32) };
    // Both factors are exact and so is the product, unless it overflows.
    significand as f64 * power_of_two(unit)
}

/// `(m + epsilon) / 2^drop` rounded to nearest, ties to even; `1 <= drop <= 128`.
fn shift_round(m: u128, sticky: bool, drop: u32) -> u64 {
    let kept = m.checked_shr(drop).unwrap_or(0) as u64;
    let half = 1u128 << (drop - 1);
    let rest = m & (half | (half - 1));
    let up = rest > half || rest == half && (sticky || kept & 1 == 1);
    kept + u64::from(up)
}

/// The double nearest to an integer.
pub(super) fn integer_to_f64(n: &IBig) -> f64 {
    let negative = n.sign() == Sign::Negative;
    let magnitude = magnitude_to_f64(&n.unsigned_abs(), 0);
    if negative { -magnitude } else { magnitude }
}

/// The double nearest to `n * 2^e`.
pub(super) fn magnitude_to_f64(n: &UBig, e: i64) -> f64 {
    if n.is_zero() {
        return 0.0;
    }
    let drop = n.bit_len().saturating_sub(QUOTIENT_BITS);
    let sticky = n.trailing_zeros().unwrap_or(0) < drop;
    let top = n >> drop;
    round_scaled(low_word(&top), sticky, e.saturating_add(drop as i64))
}

/// The double nearest to `num / den`; `den` is not zero.
pub(super) fn ratio_to_f64(num: &IBig, den: &UBig) -> f64 {
    let negative = num.sign() == Sign::Negative;
    let num = num.unsigned_abs();
    if num.is_zero() {
        return 0.0;
    }
    let shift = QUOTIENT_BITS as i64 - (num.bit_len() as i64 - den.bit_len() as i64);
    let (q, r) = if shift >= 0 { (num << shift as usize).div_rem(den) } else { num.div_rem(den << (-shift) as usize) };
    let magnitude = round_scaled(low_word(&q), !r.is_zero(), -shift);
    if negative { -magnitude } else { magnitude }
}

/// A number known to fit in 128 bits.
fn low_word(n: &UBig) -> u128 {
    u128::try_from(n).unwrap_or(u128::MAX)
}

/// `x = m * 2^e` for a positive `num / den`, with `m` a double in [0.5, 2), for logarithms and
/// similar functions of numbers outside the range of doubles.
pub(super) fn ratio_frexp(num: &UBig, den: &UBig) -> (f64, i64) {
    let e = num.bit_len() as i64 - den.bit_len() as i64;
    let m = if e >= 0 {
        ratio_to_f64(&IBig::from(num.clone()), &(den << e as usize))
    } else {
        ratio_to_f64(&IBig::from(num << (-e) as usize), den)
    };
    (m, e)
}

/// The integer value of a double that is finite and has no fraction.
pub(super) fn integral_to_integer(x: f64) -> IBig {
    let (negative, m, e) = decompose(x);
    let magnitude = if e >= 0 {
        UBig::from(m) << e as usize
    } else {
        // The bits below the point are zero; a subnormal number here is zero itself.
        UBig::from(m.checked_shr(-e as u32).unwrap_or(0))
    };
    IBig::from_parts(Sign::from(negative), magnitude)
}
