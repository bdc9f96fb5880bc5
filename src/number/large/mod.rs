//! Performs arithmetic on large integers in pieces that can be interrupted.
//!
//! `dashu` cannot be interrupted. It handles operations of a few milliseconds; larger operations
//! are split here, by algorithms of at least the same order, and report their work before each
//! piece ([`super::pulse`]):
//!
//! - products by Toom-3 (Cook, 1966), unbalanced ones block by block;
//! - quotients by recursive division (Burnikel and Ziegler, "Fast Recursive Division",
//!   1998), [`divide`];
//! - square roots by recursion (Zimmermann, "Karatsuba Square Root", 1999), other roots by
//!   Newton's method, greatest common divisors by Lehmer's algorithm, [`roots`] and [`gcd`];
//! - digits by divide and conquer, [`radix`].

mod divide;
mod gcd;
mod radix;
mod roots;
#[cfg(test)]
mod tests;

use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};

use super::{NumError, pulse};

pub(super) use divide::{div_rem, div_rem_signed};
pub(super) use gcd::gcd;
pub(super) use radix::{from_digits, to_digits};
pub(super) use roots::{nth_root, sqrt_rem};

/// Largest operands, in limbs, that are passed to `dashu`: multiplying two of them takes about two
/// milliseconds.
const PIECE: usize = 2048;

/// Bits of a limb.
const LIMB: usize = 64;

/// Products of limbs that cost a unit of work in subquadratic algorithms.
const PRODUCTS_PER_UNIT: usize = 4;

fn limbs(bits: usize) -> usize {
    bits.div_ceil(LIMB)
}

/// Reports a piece of work on operands of these limbs.
fn piece(a: usize, b: usize) -> Result<(), NumError> {
    pulse::work(a.saturating_mul(b) / PRODUCTS_PER_UNIT + 1)
}

/// Checks that there is room to split operands of this many limbs in total: the parts, their
/// products, and the remainders while the pieces are computed add up to several times as much.
fn room(limbs: usize) -> Result<(), NumError> {
    const TIMES: usize = 5;
    pulse::room(limbs.saturating_mul(TIMES * LIMB / 8))
}

/// The product.
pub(super) fn mul(x: &UBig, y: &UBig) -> Result<UBig, NumError> {
    let (a, b) = (limbs(x.bit_len()), limbs(y.bit_len()));
    let (long, short) = if a >= b { (x, y) } else { (y, x) };
    let (a, b) = (a.max(b), a.min(b));
    if a <= PIECE || b <= 1 {
        piece(a, b)?;
        return Ok(x * y);
    }
    room(a + b)?;
    if a >= 2 * b {
        return mul_blocks(long, short, b.max(PIECE));
    }
    let third = a.div_ceil(3) * LIMB;
    let (p, q) = (values(&thirds(long, third)), values(&thirds(short, third)));
    let mut products = Vec::with_capacity(5);
    for (p, q) in p.iter().zip(&q) {
        products.push(mul_signed(p, q)?);
    }
    interpolate(&products, third)
}

/// The square.
pub(super) fn square(x: &UBig) -> Result<UBig, NumError> {
    let a = limbs(x.bit_len());
    if a <= PIECE {
        piece(a, a)?;
        return Ok(x.sqr());
    }
    room(2 * a)?;
    let third = a.div_ceil(3) * LIMB;
    let mut products = Vec::with_capacity(5);
    for value in values(&thirds(x, third)) {
        products.push(IBig::from(square(&value.unsigned_abs())?));
    }
    interpolate(&products, third)
}

/// The product of numbers with signs.
pub(super) fn mul_signed(x: &IBig, y: &IBig) -> Result<IBig, NumError> {
    let magnitude = mul(&x.unsigned_abs(), &y.unsigned_abs())?;
    Ok(IBig::from_parts(if x.sign() == y.sign() { Sign::Positive } else { Sign::Negative }, magnitude))
}

/// `x^e`, by squaring.
pub(super) fn pow(x: &UBig, e: usize) -> Result<UBig, NumError> {
    if limbs(x.bit_len().saturating_mul(e)) <= PIECE {
        piece(limbs(x.bit_len().saturating_mul(e)), 1)?;
        return Ok(x.pow(e));
    }
    let root = square(&pow(x, e / 2)?)?;
    if e % 2 == 1 { mul(&root, x) } else { Ok(root) }
}

/// The product with the longer operand split into blocks of `block` limbs.
fn mul_blocks(long: &UBig, short: &UBig, block: usize) -> Result<UBig, NumError> {
    let block = block * LIMB;
    let mut result = UBig::ZERO;
    for i in (0..long.bit_len().div_ceil(block)).rev() {
        result = (result << block) + mul(&bits(long, i * block, block), short)?;
    }
    Ok(result)
}

/// `count` bits from bit `from` on.
fn bits(x: &UBig, from: usize, count: usize) -> UBig {
    let mut part = x >> from;
    part.clear_high_bits(count);
    part
}

fn thirds(x: &UBig, third: usize) -> [IBig; 3] {
    [0, 1, 2].map(|i| IBig::from(if i == 2 { x >> (2 * third) } else { bits(x, i * third, third) }))
}

/// The polynomial with these coefficients at 0, 1, -1, -2 and infinity.
fn values([c0, c1, c2]: &[IBig; 3]) -> [IBig; 5] {
    let even = c0 + c2;
    let at_minus_one = &even - c1;
    let at_minus_two = ((&at_minus_one + c2) << 1) - c0;
    [c0.clone(), even + c1, at_minus_one, at_minus_two, c2.clone()]
}

/// The product from its values (Bodrato's sequence).
fn interpolate(products: &[IBig], third: usize) -> Result<UBig, NumError> {
    let [at_zero, at_one, at_minus_one, at_minus_two, at_infinity] = products else {
        return Ok(UBig::ZERO);
    };
    let mut c3: IBig = (at_minus_two - at_one) / IBig::from(3);
    let mut c1: IBig = (at_one - at_minus_one) >> 1;
    let mut c2: IBig = at_minus_one - at_zero;
    c3 = ((&c2 - c3) >> 1) + (at_infinity << 1);
    c2 = c2 + &c1 - at_infinity;
    c1 -= &c3;
    let sum = (at_infinity << third) + c3;
    let sum = (sum << third) + c2;
    let sum = (sum << third) + c1;
    let sum = (sum << third) + at_zero;
    Ok(sum.unsigned_abs())
}
