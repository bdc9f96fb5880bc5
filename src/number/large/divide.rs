//! Divides large integers recursively.

use dashu_int::ops::{BitTest, DivRem, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};

use super::{LIMB, PIECE, bits, limbs, mul, piece, room};
use crate::NumError;

/// Quotient and remainder. The divisor is not zero.
pub(crate) fn div_rem(x: &UBig, y: &UBig) -> Result<(UBig, UBig), NumError> {
    let (a, b) = (limbs(x.bit_len()), limbs(y.bit_len()));
    let quotient = (a + 1).saturating_sub(b);
    if b <= PIECE && quotient <= PIECE || quotient.min(b) <= 1 {
        piece(quotient, b)?;
        return Ok(x.div_rem(y));
    }
    room(a + b)?;
    // The divisor is padded so that it can be halved down to a piece.
    let halvings = (b as u64).div_ceil(PIECE as u64).next_power_of_two().trailing_zeros();
    let n = b.next_multiple_of(1 << halvings) * LIMB;
    let shift = n - y.bit_len();
    let (x, y) = (x << shift, y << shift);
    let mut rest = UBig::ZERO;
    let mut result = UBig::ZERO;
    for i in (0..x.bit_len().div_ceil(n)).rev() {
        let (digit, next) = two_by_one(&((rest << n) + bits(&x, i * n, n)), &y, n)?;
        result = (result << n) + digit;
        rest = next;
    }
    Ok((result, rest >> shift))
}

/// The same for numbers with signs, truncating.
pub(crate) fn div_rem_signed(x: &IBig, y: &IBig) -> Result<(IBig, IBig), NumError> {
    let (quotient, rest) = div_rem(&x.unsigned_abs(), &y.unsigned_abs())?;
    let sign = if x.sign() == y.sign() { Sign::Positive } else { Sign::Negative };
    Ok((IBig::from_parts(sign, quotient), IBig::from_parts(x.sign(), rest)))
}

/// Divides `a < b * 2^n` by `b` of exactly `n` bits.
fn two_by_one(a: &UBig, b: &UBig, n: usize) -> Result<(UBig, UBig), NumError> {
    if limbs(n) <= PIECE {
        piece(limbs(n), limbs(n))?;
        return Ok(a.div_rem(b));
    }
    let half = n / 2;
    let (high, rest) = three_by_two(&(a >> half), b, half)?;
    let (low, rest) = three_by_two(&((rest << half) + bits(a, 0, half)), b, half)?;
    Ok(((high << half) + low, rest))
}

/// Divides `a < b * 2^half` by `b` of exactly `2 * half` bits.
fn three_by_two(a: &UBig, b: &UBig, half: usize) -> Result<(UBig, UBig), NumError> {
    let (b_high, b_low) = (b >> half, bits(b, 0, half));
    let a_high = a >> half;
    let (mut digit, rest) = if (a >> (2 * half)) < b_high {
        two_by_one(&a_high, &b_high, half)?
    } else {
        let digit = (UBig::ONE << half) - UBig::ONE;
        let rest = a_high + &b_high - (b_high << half);
        (digit, rest)
    };
    let mut rest = IBig::from((rest << half) + bits(a, 0, half)) - IBig::from(mul(&digit, &b_low)?);
    while rest.sign() == Sign::Negative {
        digit -= UBig::ONE;
        rest += IBig::from(b.clone());
    }
    Ok((digit, rest.unsigned_abs()))
}
