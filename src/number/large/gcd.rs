//! Implements Lehmer's algorithm: performs many of Euclid's steps at once, derived from the leading bits.

use dashu_int::ops::{BitTest, Gcd, UnsignedAbs};
use dashu_int::{IBig, UBig};

use super::{LIMB, div_rem, limbs, piece, room};
use crate::NumError;

/// Size in limbs below which `dashu` computes the greatest common divisor.
const SHORT: usize = 1024;

/// Leading bits from which the steps are derived.
const LEADING: usize = 62;

/// The greatest common divisor of two numbers, one of which is not zero.
pub(crate) fn gcd(x: &UBig, y: &UBig) -> Result<UBig, NumError> {
    let (mut a, mut b) = if x >= y { (x.clone(), y.clone()) } else { (y.clone(), x.clone()) };
    if limbs(b.bit_len()) > SHORT {
        room(2 * limbs(a.bit_len()))?;
    }
    while limbs(b.bit_len()) > SHORT {
        piece(4 * limbs(a.bit_len()), 4)?;
        match steps(&a, &b) {
            Some([[p, q], [r, s]]) => {
                let (whole, part) = (IBig::from(a), IBig::from(b));
                (a, b) = ((&whole * p + &part * q).unsigned_abs(), (whole * r + part * s).unsigned_abs());
            }
            None => {
                let (_, rest) = div_rem(&a, &b)?;
                (a, b) = (b, rest);
            }
        }
    }
    if b.is_zero() {
        return Ok(a);
    }
    if limbs(a.bit_len()) > 2 * SHORT {
        let (_, rest) = div_rem(&a, &b)?;
        (a, b) = (b, rest);
        if b.is_zero() {
            return Ok(a);
        }
    }
    piece(SHORT, SHORT * LIMB / LEADING)?;
    Ok(a.gcd(b))
}

/// The effect of several of Euclid's steps on `a >= b`: two rows of factors of `a` and `b`. `None`
/// if the leading bits do not determine even one quotient (Collins's condition).
fn steps(a: &UBig, b: &UBig) -> Option<[[i64; 2]; 2]> {
    let shift = a.bit_len() - LEADING;
    let (mut x, mut y) = (i128::from(leading(a, shift)), i128::from(leading(b, shift)));
    let mut rows = [[1i128, 0], [0, 1]];
    let mut found = false;
    loop {
        let [[p, q], [r, s]] = rows;
        if y + r == 0 || y + s == 0 {
            break;
        }
        let quotient = (x + p) / (y + r);
        if quotient != (x + q) / (y + s) {
            break;
        }
        let next = [p - quotient * r, q - quotient * s];
        if next.iter().any(|factor| factor.unsigned_abs() >> 31 != 0) {
            break;
        }
        rows = [[r, s], next];
        (x, y) = (y, x - quotient * y);
        found = true;
    }
    let narrow = |row: [i128; 2]| row.map(|factor| factor as i64);
    found.then(|| rows.map(narrow))
}

fn leading(n: &UBig, shift: usize) -> i64 {
    i64::try_from(&(n >> shift)).unwrap_or(0)
}
