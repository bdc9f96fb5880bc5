//! Computes with exact integers of up to 62 limbs as they stand in the heap: the numeric tower would first make
//! numbers of its own of them, which costs more than most operations.
//!
//! Results are those of the tower, to which everything larger is left; so only the tower counts work.
//! Division is algorithm D of Knuth, "The Art of Computer Programming", volume 2, 4.3.1.

use std::cmp::Ordering;

use cairn_gc::{Kind, Mutation, Value};

use crate::error::Result;

/// Bytes of a sign word, and of a limb.
const WORD: usize = 8;
/// Limbs of operands and results, at most: below that the tower counts no work either.
const MOST: usize = 62;
/// Bits of a limb.
const BITS: u32 = u64::BITS;

/// A limb as it stands in the heap.
type Limb = [u8; WORD];
/// Limbs of a result, with one to spare.
type Buffer = [u64; MOST + 2];

/// An exact integer.
#[derive(Clone, Copy)]
struct Integer<'a> {
    negative: bool,
    /// The magnitude, least significant limb first; the last one is not zero.
    limbs: &'a [Limb],
}

impl<'a> Integer<'a> {
    /// The exact integer that a value is, if it is short enough; `small` holds the limb of a fixnum.
    fn of<'gc: 'a>(value: Value<'gc>, small: &'a mut [Limb; 1]) -> Option<Integer<'a>> {
        if let Some(n) = value.as_fixnum() {
            small[0] = n.unsigned_abs().to_le_bytes();
            return Some(Integer { negative: n < 0, limbs: &small[..usize::from(n != 0)] });
        }
        if !value.has_kind(Kind::Bignum) {
            return None;
        }
        let (sign, limbs) = value.bytes().as_chunks::<WORD>().0.split_first()?;
        (limbs.len() <= MOST).then_some(Integer { negative: sign[0] != 0, limbs })
    }

    fn len(self) -> usize {
        self.limbs.len()
    }
}

/// The number that a limb stands for.
#[inline(always)]
fn word(limb: Limb) -> u64 {
    u64::from_le_bytes(limb)
}

/// Does something with two exact integers, if both are short.
fn with_both<'gc, R>(a: Value<'gc>, b: Value<'gc>, f: impl FnOnce(Integer<'_>, Integer<'_>) -> Option<R>) -> Option<R> {
    let (mut of_a, mut of_b) = ([[0; WORD]], [[0; WORD]]);
    f(Integer::of(a, &mut of_a)?, Integer::of(b, &mut of_b)?)
}

/// The value of an integer with this magnitude, whose last limbs may be zero.
fn value_of<'gc>(mc: Mutation<'gc>, negative: bool, limbs: &[u64]) -> Result<'gc> {
    let length = limbs.iter().rposition(|&limb| limb != 0).map_or(0, |last| last + 1);
    if length <= 1 {
        let magnitude = i128::from(limbs.first().copied().unwrap_or(0));
        let n = if negative { -magnitude } else { magnitude };
        if let Some(fixnum) = i64::try_from(n).ok().and_then(Value::try_fixnum) {
            return Ok(fixnum);
        }
    }
    let limbs = limbs[..length].iter().map(|limb| limb.to_le_bytes());
    Ok(mc.alloc_chunks(Kind::Bignum, u64::from(negative).to_le_bytes(), limbs)?)
}

fn compare_magnitudes(x: &[Limb], y: &[Limb]) -> Ordering {
    let by_limbs = || x.iter().rev().map(|&limb| word(limb)).cmp(y.iter().rev().map(|&limb| word(limb)));
    x.len().cmp(&y.len()).then_with(by_limbs)
}

/// The order of two exact integers.
pub fn compare<'gc>(a: Value<'gc>, b: Value<'gc>) -> Option<Ordering> {
    with_both(a, b, |x, y| {
        Some(match (x.negative, y.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => compare_magnitudes(x.limbs, y.limbs),
            (true, true) => compare_magnitudes(y.limbs, x.limbs),
        })
    })
}

/// `(+ a b)`.
pub fn add<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Option<Result<'gc>> {
    with_both(a, b, |x, y| sum(mc, x, y))
}

/// `(- a b)`.
pub fn sub<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Option<Result<'gc>> {
    with_both(a, b, |x, y| sum(mc, x, Integer { negative: !y.negative, ..y }))
}

fn sum<'gc>(mc: Mutation<'gc>, x: Integer<'_>, y: Integer<'_>) -> Option<Result<'gc>> {
    let order = compare_magnitudes(x.limbs, y.limbs);
    let (long, short) = if order == Ordering::Less { (y, x) } else { (x, y) };
    let mut out: Buffer = [0; MOST + 2];
    let mut carry = false;
    for (i, &limb) in long.limbs.iter().enumerate() {
        let other = short.limbs.get(i).map_or(0, |&limb| word(limb));
        let (once, first) = if x.negative == y.negative {
            word(limb).overflowing_add(other)
        } else {
            word(limb).overflowing_sub(other)
        };
        let (twice, second) = if x.negative == y.negative {
            once.overflowing_add(carry.into())
        } else {
            once.overflowing_sub(carry.into())
        };
        (out[i], carry) = (twice, first | second);
    }
    out[long.len()] = carry.into();
    if long.len() + usize::from(carry) > MOST {
        return None;
    }
    Some(value_of(mc, long.negative, &out[..=long.len()]))
}

/// `(* a b)`.
pub fn mul<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Option<Result<'gc>> {
    with_both(a, b, |x, y| {
        if x.len() + y.len() > MOST {
            return None;
        }
        let mut out: Buffer = [0; MOST + 2];
        // The inner loop is the longer one: mostly a long number is multiplied by a short one.
        let (few, many) = if x.len() < y.len() { (x.limbs, y.limbs) } else { (y.limbs, x.limbs) };
        for (i, &limb) in few.iter().enumerate() {
            let (factor, mut carry) = (u128::from(word(limb)), 0);
            for (to, &other) in out[i..].iter_mut().zip(many) {
                let product = factor * u128::from(word(other)) + u128::from(*to) + carry;
                (*to, carry) = (product as u64, product >> BITS);
            }
            out[i + many.len()] = carry as u64;
        }
        Some(value_of(mc, x.negative != y.negative, &out[..x.len() + y.len()]))
    })
}

/// A result of a division.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Rounded towards 0.
    Quotient,
    /// With the sign of the dividend.
    Remainder,
    /// With the sign of the divisor.
    Modulo,
}

/// A part of the result of dividing `a` by `b`; nothing if `b` is 0.
pub fn divide<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>, part: Part) -> Option<Result<'gc>> {
    with_both(a, b, |x, y| {
        let (mut quotient, mut rest): (Buffer, Buffer) = ([0; MOST + 2], [0; MOST + 2]);
        rest.iter_mut().zip(x.limbs).for_each(|(to, &limb)| *to = word(limb));
        match y.limbs {
            [] => return None,
            &[limb] => divide_by_limb(&mut rest[..x.len()], word(limb), &mut quotient),
            _ if y.len() <= x.len() => divide_long(&mut rest[..=x.len()], y.limbs, &mut quotient),
            _ => {}
        }
        Some(match part {
            Part::Quotient => value_of(mc, x.negative != y.negative, &quotient),
            Part::Modulo if x.negative != y.negative && rest.iter().any(|&limb| limb != 0) => {
                let mut borrow = false;
                for (i, to) in rest.iter_mut().enumerate() {
                    let limb = y.limbs.get(i).map_or(0, |&limb| word(limb));
                    let (once, first) = limb.overflowing_sub(*to);
                    let (twice, second) = once.overflowing_sub(borrow.into());
                    (*to, borrow) = (twice, first | second);
                }
                value_of(mc, y.negative, &rest)
            }
            Part::Remainder | Part::Modulo => value_of(mc, x.negative, &rest),
        })
    })
}

/// Divides the limbs of `rest`, which become the remainder, by one limb that is not zero.
fn divide_by_limb(rest: &mut [u64], divisor: u64, quotient: &mut Buffer) {
    let mut carry = 0;
    for (i, limb) in rest.iter_mut().enumerate().rev() {
        let part = u128::from(carry) << BITS | u128::from(*limb);
        quotient[i] = (part / u128::from(divisor)) as u64;
        carry = (part % u128::from(divisor)) as u64;
        *limb = 0;
    }
    if let Some(first) = rest.first_mut() {
        *first = carry;
    }
}

/// Divides the limbs of `rest`, which become the remainder, by two limbs or more. The last limb of `rest` is zero, and
/// the dividend has as many limbs as the divisor, or more.
fn divide_long(rest: &mut [u64], divisor: &[Limb], quotient: &mut Buffer) {
    let (n, mut scaled): (usize, Buffer) = (divisor.len(), [0; MOST + 2]);
    scaled.iter_mut().zip(divisor).for_each(|(to, &limb)| *to = word(limb));
    let shift = scaled[n - 1].leading_zeros();
    shift_left(&mut scaled[..n], shift);
    shift_left(rest, shift);
    let (first, second) = (u128::from(scaled[n - 1]), u128::from(scaled[n - 2]));
    for j in (0..rest.len() - n).rev() {
        let top = u128::from(rest[j + n]) << BITS | u128::from(rest[j + n - 1]);
        let (mut guess, mut left) = (top / first, top % first);
        while guess >> BITS != 0 || guess * second > (left << BITS | u128::from(rest[j + n - 2])) {
            (guess, left) = (guess - 1, left + first);
            if left >> BITS != 0 {
                break;
            }
        }
        if subtract_product(&mut rest[j..=j + n], &scaled[..n], guess as u64) {
            guess -= 1;
            add_back(&mut rest[j..=j + n], &scaled[..n]);
        }
        quotient[j] = guess as u64;
    }
    shift_right(rest, shift);
}

/// Subtracts a multiple of `limbs`; whether that was too much.
fn subtract_product(from: &mut [u64], limbs: &[u64], factor: u64) -> bool {
    let (mut carry, mut borrow) = (0, false);
    for (to, &limb) in from.iter_mut().zip(limbs.iter().chain([&0])) {
        let product = u128::from(factor) * u128::from(limb) + carry;
        let (once, first) = to.overflowing_sub(product as u64);
        let (twice, second) = once.overflowing_sub(borrow.into());
        (*to, borrow, carry) = (twice, first | second, product >> BITS);
    }
    borrow
}

/// Adds `limbs`, modulo the limbs that there are.
fn add_back(to: &mut [u64], limbs: &[u64]) {
    let mut carry = false;
    for (to, &limb) in to.iter_mut().zip(limbs.iter().chain([&0])) {
        let (once, first) = to.overflowing_add(limb);
        let (twice, second) = once.overflowing_add(carry.into());
        (*to, carry) = (twice, first | second);
    }
}

/// Shifts by less than a limb; nothing is lost.
fn shift_left(limbs: &mut [u64], shift: u32) {
    for i in (0..limbs.len()).rev() {
        let below = if i == 0 || shift == 0 { 0 } else { limbs[i - 1] >> (BITS - shift) };
        limbs[i] = limbs[i] << shift | below;
    }
}

/// The same back.
fn shift_right(limbs: &mut [u64], shift: u32) {
    for i in 0..limbs.len() {
        let above = limbs.get(i + 1).filter(|_| shift != 0).map_or(0, |&limb| limb << (BITS - shift));
        limbs[i] = limbs[i] >> shift | above;
    }
}

#[cfg(test)]
mod tests {
    use cairn_gc::{Config, Heap, Rootable};
    use dashu_int::IBig;
    use dashu_int::ops::DivRem;

    use super::*;
    use crate::bridge;

    /// An integer of this many limbs, some of which are all zeros or ones: that is where guesses of quotients fail.
    fn random(rng: &mut fastrand::Rng, limbs: usize) -> IBig {
        let mut n = IBig::ZERO;
        for _ in 0..limbs {
            let limb = match rng.u8(..5) {
                0 => 0,
                1 => u64::MAX,
                2 => 1 << 63,
                _ => rng.u64(..),
            };
            n = (n << 64usize) + IBig::from(limb);
        }
        if rng.bool() { -n } else { n }
    }

    #[test]
    fn results_are_those_of_the_tower() {
        let mut rng = fastrand::Rng::with_seed(7);
        let mut heap = Heap::<Rootable![Value<'_>]>::new(Config::default(), |_| Value::NIL);
        heap.mutate(|mc, _| {
            let value = |n: &IBig| bridge::from_integer(mc, n).unwrap_or_else(|_| panic!("no room"));
            let check = |result: Option<Result<'_>>, wanted: IBig| {
                let result = result.expect("a short result").unwrap_or_else(|_| panic!("no room"));
                assert_eq!(bridge::to_integer(result), Some(wanted.clone()));
                assert_eq!(result.is_fixnum(), value(&wanted).is_fixnum());
            };
            for _ in 0..4000 {
                let (long, short) = (rng.usize(..31), rng.usize(..12));
                let (x, y) = (random(&mut rng, long), random(&mut rng, short));
                let (a, b) = (value(&x), value(&y));
                assert_eq!(compare(a, b), Some(x.cmp(&y)));
                check(add(mc, a, b), &x + &y);
                check(sub(mc, a, b), &x - &y);
                check(sub(mc, b, a), &y - &x);
                check(mul(mc, a, b), &x * &y);
                if y == IBig::ZERO {
                    assert!(divide(mc, a, b, Part::Quotient).is_none());
                    continue;
                }
                let (quotient, remainder) = (&x).div_rem(&y);
                let crosses = remainder != IBig::ZERO && (x < IBig::ZERO) != (y < IBig::ZERO);
                check(divide(mc, a, b, Part::Quotient), quotient);
                check(divide(mc, a, b, Part::Modulo), if crosses { &remainder + &y } else { remainder.clone() });
                check(divide(mc, a, b, Part::Remainder), remainder);
            }
        });
    }

    #[test]
    fn long_integers_are_left_to_the_tower() {
        let mut heap = Heap::<Rootable![Value<'_>]>::new(Config::default(), |_| Value::NIL);
        heap.mutate(|mc, _| {
            let value = |bits: usize| {
                bridge::from_integer(mc, &((IBig::ONE << bits) - IBig::ONE)).unwrap_or_else(|_| panic!("no room"))
            };
            let (half, full, long) = (value(64 * 31), value(64 * 62), value(64 * 63));
            assert!(mul(mc, half, half).is_some() && mul(mc, half, full).is_none());
            assert!(add(mc, full, Value::fixnum(1)).is_none() && sub(mc, full, full).is_some());
            assert!(compare(long, full).is_none() && add(mc, long, half).is_none());
        });
    }
}
