//! Compares each operation with `dashu`'s own, on operands of sizes around the piece size.

use std::cell::Cell;

use dashu_int::UBig;
use dashu_int::ops::{DivRem, Gcd, SquareRootRem};

use super::*;
use crate::pulse::{self, Pulse, Stopped};

fn random(random: &mut fastrand::Rng, limbs: usize) -> UBig {
    let mut words: Vec<u64> = (0..limbs).map(|_| random.u64(..)).collect();
    // Runs of ones and zeros cause carries and wrong quotient estimates.
    for word in &mut words {
        if random.u8(..4) == 0 {
            *word = if random.bool() { u64::MAX } else { 0 };
        }
    }
    // The library's own words are half as long where addresses are.
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    UBig::from_le_bytes(&bytes)
}

const SIZES: [(usize, usize); 9] = [
    (1, 1),
    (PIECE, PIECE),
    (PIECE + 1, PIECE),
    (2 * PIECE + 5, 2 * PIECE + 1),
    (3 * PIECE, PIECE + 7),
    (7 * PIECE + 3, 6 * PIECE),
    (9 * PIECE, 3),
    (8 * PIECE + 1, 2 * PIECE - 1),
    (5 * PIECE, 5 * PIECE),
];

#[test]
fn products_and_quotients() {
    let mut rng = fastrand::Rng::with_seed(1);
    for (a, b) in SIZES {
        let (x, y) = (random(&mut rng, a), random(&mut rng, b) + UBig::ONE);
        let product = mul(&x, &y).unwrap();
        assert_eq!(product, &x * &y, "{a} {b}");
        assert_eq!(square(&x).unwrap(), x.sqr(), "{a}");
        assert_eq!(div_rem(&x, &y).unwrap(), (&x).div_rem(&y), "{a} {b}");
        let dividend = product + random(&mut rng, 1);
        assert_eq!(div_rem(&dividend, &y).unwrap(), (&dividend).div_rem(&y), "{a} {b}");
        let ones = (UBig::ONE << (b * 64)) - UBig::ONE;
        assert_eq!(div_rem(&dividend, &ones).unwrap(), (&dividend).div_rem(&ones), "{a} {b}");
    }
}

#[test]
fn divisors_and_roots() {
    let mut rng = fastrand::Rng::with_seed(2);
    for (a, b) in SIZES {
        let common = random(&mut rng, 3) + UBig::ONE;
        let (x, y) = (random(&mut rng, a) * &common, (random(&mut rng, b) + UBig::ONE) * &common);
        assert_eq!(gcd(&x, &y).unwrap(), (&x).gcd(&y), "{a} {b}");
        assert_eq!(gcd(&x, &UBig::ONE).unwrap(), UBig::ONE);
        for n in [x.clone(), x.sqr(), x.sqr() + UBig::ONE, &x << 1, &x << 2, &x << 3] {
            assert_eq!(sqrt_rem(&n).unwrap(), n.sqrt_rem(), "{a}");
        }
    }
    let x = random(&mut rng, PIECE);
    assert_eq!(nth_root(&x.pow(3), 3).unwrap(), x);
    assert_eq!(nth_root(&(x.pow(3) - UBig::ONE), 3).unwrap(), &x - UBig::ONE);
    assert_eq!(pow(&random(&mut rng, 5), 0).unwrap(), UBig::ONE);
    let base = random(&mut rng, 5);
    assert_eq!(pow(&base, 1001).unwrap(), base.pow(1001));
}

#[test]
fn digits() {
    let mut rng = fastrand::Rng::with_seed(3);
    for radix in [2, 10, 16, 36] {
        for n in [random(&mut rng, 3 * PIECE), UBig::from(radix).pow(100_000), random(&mut rng, 1), UBig::ZERO] {
            let mut text = String::new();
            to_digits(&n, radix, &mut text).unwrap();
            assert!(text == n.in_radix(radix as u8).to_string(), "{radix}");
            assert!(from_digits(&text, radix).unwrap() == Some(n), "{radix}");
        }
    }
    assert_eq!(from_digits(&"9".repeat(100_000), 8).unwrap(), None);
}

/// Allows a number of pieces, and either large numbers or none.
struct Short(Cell<usize>, bool);

impl Pulse for Short {
    fn work(&self, _: usize) -> Result<(), Stopped> {
        self.0.set(self.0.get() - 1);
        if self.0.get() > 0 { Ok(()) } else { Err(Stopped(1)) }
    }

    fn has_room(&self, _: usize) -> bool {
        self.1
    }
}

#[test]
fn a_pulse_stops_each_operation() {
    let mut rng = fastrand::Rng::with_seed(4);
    let (x, y) = (random(&mut rng, 20 * PIECE), random(&mut rng, 10 * PIECE));
    let text = "7".repeat(1_000_000);
    type Operation<'a> = (&'a str, Box<dyn Fn() -> bool + 'a>);
    let operations: [Operation; 6] = [
        ("mul", Box::new(|| mul(&x, &y).is_err())),
        ("div", Box::new(|| div_rem(&x, &y).is_err())),
        ("gcd", Box::new(|| gcd(&x, &y).is_err())),
        ("sqrt", Box::new(|| sqrt_rem(&x).is_err())),
        ("to", Box::new(|| to_digits(&x, 10, &mut String::new()).is_err())),
        ("from", Box::new(|| from_digits(&text, 10).is_err())),
    ];
    for (name, operation) in &operations {
        let short = Box::leak(Box::new(Short(Cell::new(3), true)));
        assert!(pulse::during(short, operation), "{name}");
        let crowded = Box::leak(Box::new(Short(Cell::new(usize::MAX), false)));
        assert!(pulse::during(crowded, operation), "{name} asks for room");
    }
}
