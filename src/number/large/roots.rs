//! Computes integer roots.

use dashu_int::ops::{BitTest, SquareRootRem, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};

use super::{PIECE, bits, div_rem, limbs, piece, pow, room, square};
use crate::NumError;

/// The greatest `s` with `s^2 <= n`, and `n - s^2`.
pub(crate) fn sqrt_rem(n: &UBig) -> Result<(UBig, UBig), NumError> {
    let size = limbs(n.bit_len());
    if size <= PIECE {
        piece(size, size)?;
        return Ok(n.sqrt_rem());
    }
    room(size)?;
    // Bits in groups of four, with one of the first two set.
    let shift = (4 - n.bit_len() % 4) % 4 / 2 * 2;
    let scaled = n << shift;
    let quarter = scaled.bit_len().div_ceil(4);
    let (high, rest) = sqrt_rem(&(&scaled >> (2 * quarter)))?;
    let (digit, rest) = div_rem(&((rest << quarter) + bits(&scaled, quarter, quarter)), &(&high << 1))?;
    let mut root = (high << quarter) + &digit;
    let mut rest = IBig::from((rest << quarter) + bits(&scaled, 0, quarter)) - IBig::from(square(&digit)?);
    while rest.sign() == Sign::Negative {
        root -= UBig::ONE;
        rest += IBig::from((&root << 1) + UBig::ONE);
    }
    if shift == 0 {
        return Ok((root, rest.unsigned_abs()));
    }
    let root = root >> (shift / 2);
    let rest = n - square(&root)?;
    Ok((root, rest))
}

/// The greatest `r` with `r^order <= n`, by Newton's method from above. `order` is at
/// least 2 and less than the bits of `n`.
pub(crate) fn nth_root(n: &UBig, order: usize) -> Result<UBig, NumError> {
    if limbs(n.bit_len()) <= PIECE / 8 {
        piece(limbs(n.bit_len()), PIECE)?;
        return Ok(n.nth_root(order));
    }
    let mut root = UBig::ONE << n.bit_len().div_ceil(order);
    loop {
        let (quotient, _) = div_rem(n, &pow(&root, order - 1)?)?;
        let (next, _) = div_rem(&(&root * UBig::from(order - 1) + quotient), &UBig::from(order))?;
        if next >= root {
            return Ok(root);
        }
        root = next;
    }
}
