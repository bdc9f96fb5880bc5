//! Converts large integers to and from digits.

use dashu_int::UBig;
use dashu_int::ops::BitTest;

use super::{LIMB, PIECE, div_rem, limbs, mul, piece, pow, room, square};
use crate::NumError;

/// Digits that are converted at once.
const DIGITS: usize = PIECE * 12;

/// Appends the digits in a radix from 2 to 36.
pub(crate) fn to_digits(n: &UBig, radix: u32, out: &mut String) -> Result<(), NumError> {
    if limbs(n.bit_len()) <= PIECE {
        return push_piece(n, radix, 0, out);
    }
    room(2 * limbs(n.bit_len()))?;
    // Powers of the radix, each the square of the one before.
    let mut powers = vec![pow(&UBig::from(radix), DIGITS)?];
    while let Some(last) = powers.last()
        && last.bit_len() * 2 <= n.bit_len() + 1
    {
        powers.push(square(last)?);
    }
    push_parts(n, radix, &powers, 0, out)
}

/// Appends at least `width` digits of a number below the square of the last power.
fn push_parts(n: &UBig, radix: u32, powers: &[UBig], width: usize, out: &mut String) -> Result<(), NumError> {
    let Some((power, smaller)) = powers.split_last() else { return push_piece(n, radix, width, out) };
    let low_digits = DIGITS << smaller.len();
    if width == 0 && n < power {
        return push_parts(n, radix, smaller, 0, out);
    }
    let (high, low) = div_rem(n, power)?;
    push_parts(&high, radix, smaller, width.saturating_sub(low_digits), out)?;
    push_parts(&low, radix, smaller, low_digits, out)
}

fn bits_per_digit(radix: u32) -> usize {
    radix.next_power_of_two().trailing_zeros() as usize
}

fn push_piece(n: &UBig, radix: u32, width: usize, out: &mut String) -> Result<(), NumError> {
    piece(limbs(n.bit_len()) + width / 12, PIECE)?;
    let digits = n.in_radix(radix as u8).to_string();
    let digits = if n.is_zero() && width > 0 { "" } else { &digits };
    out.extend(std::iter::repeat_n('0', width.saturating_sub(digits.len())));
    out.push_str(digits);
    Ok(())
}

/// The number with these digits; `None` if they are not digits.
pub(crate) fn from_digits(digits: &str, radix: u32) -> Result<Option<UBig>, NumError> {
    let mut powers = Vec::new();
    let count = digits.len();
    if count > DIGITS {
        room(count.saturating_mul(bits_per_digit(radix)) / LIMB)?;
    }
    while DIGITS << powers.len() < count {
        powers.push(match powers.last() {
            None => pow(&UBig::from(radix), DIGITS)?,
            Some(last) => square(last)?,
        });
    }
    parse_parts(digits, radix, &powers)
}

fn parse_parts(digits: &str, radix: u32, powers: &[UBig]) -> Result<Option<UBig>, NumError> {
    let Some((power, smaller)) = powers.split_last() else {
        piece(digits.len() / 12, PIECE)?;
        return Ok(UBig::from_str_radix(digits, radix).ok());
    };
    let low_digits = DIGITS << smaller.len();
    if digits.len() <= low_digits {
        return parse_parts(digits, radix, smaller);
    }
    let Some((high, low)) = digits.split_at_checked(digits.len() - low_digits) else { return Ok(None) };
    match (parse_parts(high, radix, smaller)?, parse_parts(low, radix, smaller)?) {
        (Some(high), Some(low)) => Ok(Some(mul(&high, power)? + low)),
        _ => Ok(None),
    }
}
