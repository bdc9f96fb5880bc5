//! Checks properties of many numbers from a fixed seed.

use super::{parse, text, to_string};
use dashu_int::IBig;

use crate::digits::{generate, shortest_decimal};
use crate::*;

struct Random(fastrand::Rng);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0.u64(..)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.0.u64(..bound)
    }

    /// A signed number of a random length up to 127 bits.
    fn wide(&mut self) -> i128 {
        let value = (i128::from(self.bits()) << 64 | i128::from(self.bits())) >> 1;
        value >> self.below(126)
    }

    /// Any finite double, all exponents alike.
    fn float(&mut self) -> f64 {
        let x = f64::from_bits(self.bits());
        if x.is_finite() { x } else { 1.0 }
    }

    fn integer(&mut self) -> Number {
        Number::from(IBig::from(self.wide()))
    }

    fn real(&mut self) -> Number {
        match self.below(4) {
            0 => Number::from(self.float()),
            1 => div(&self.integer(), &self.integer()).unwrap_or(Number::from(0)),
            _ => self.integer(),
        }
    }

    fn number(&mut self) -> Number {
        let (x, y) = (self.real(), self.real());
        if self.below(4) == 0 {
            return make_rectangular(&x, &y).expect("real parts");
        }
        x
    }
}

fn int(n: i128) -> Number {
    Number::from(IBig::from(n))
}

#[test]
fn what_is_written_reads_back() {
    let mut random = Random(fastrand::Rng::with_seed(0x9E37_79B9_7F4A_7C15));
    for radix in 2..=36 {
        for _ in 0..150 {
            let z = random.number();
            let written = to_string(&z, radix);
            let back = parse(&written, radix);
            let same = back.as_ref().is_some_and(|back| eqv(back, &z));
            assert!(same, "{} as {written} in radix {radix} is {back:?}", text(&z));
        }
    }
}

/// Compares the general algorithm with the standard library's, in radix 10.
#[test]
fn digits_agree_with_the_standard_library() {
    let mut random = Random(fastrand::Rng::with_seed(5));
    for i in 0..5000 {
        let x = match i % 3 {
            0 => random.float().abs(),
            1 => f64::from_bits(random.bits() & 0x7FF0_0000_0000_0000).min(f64::MAX),
            _ => random.below(1 << 40) as f64 / 1024.0,
        };
        if x > 0.0 {
            let (found, wanted) = (generate(x, 10), shortest_decimal(x));
            assert_eq!((found.digits, found.point), (wanted.digits, wanted.point), "{x}");
        }
    }
}

#[test]
fn integers_agree_with_i128() {
    let mut random = Random(fastrand::Rng::with_seed(88_172_645_463_325_252));
    for _ in 0..5000 {
        let (a, b) = (random.wide() >> 1, random.wide() >> 1);
        let (x, y) = (int(a), int(b));
        assert!(eqv(&add(&x, &y).expect("sum"), &int(a + b)), "{a} + {b}");
        assert!(eqv(&sub(&x, &y).expect("difference"), &int(a - b)), "{a} - {b}");
        assert_eq!(cmp(&x, &y), Ok(Some(a.cmp(&b))), "{a} <=> {b}");
        assert!(eqv(&bitwise_and(&x, &y).expect("and"), &int(a & b)), "{a} & {b}");
        assert!(eqv(&bitwise_ior(&x, &y).expect("ior"), &int(a | b)), "{a} | {b}");
        assert!(eqv(&bitwise_xor(&x, &y).expect("xor"), &int(a ^ b)), "{a} ^ {b}");
        if let Some(product) = a.checked_mul(b) {
            assert!(eqv(&mul(&x, &y).expect("product"), &int(product)), "{a} * {b}");
        }
        if b != 0 {
            check_division(a, b);
        }
    }
}

fn check_division(a: i128, b: i128) {
    let (x, y) = (int(a), int(b));
    let (q, r) = truncate_div(&x, &y).expect("quotient");
    assert!(eqv(&q, &int(a / b)) && eqv(&r, &int(a % b)), "{a} / {b}");
    let (q, r) = floor_div(&x, &y).expect("quotient");
    let adjust = i128::from(a % b != 0 && (a < 0) != (b < 0));
    assert!(eqv(&q, &int(a / b - adjust)) && eqv(&r, &int(a % b + adjust * b)), "{a} / {b}");
}

/// `n = d q + r` with numbers of thousands of bits, and `(a/b) b = a`.
#[test]
fn identities_of_large_numbers() {
    let mut random = Random(fastrand::Rng::with_seed(7));
    for length in [3u64, 30, 300] {
        let large = |random: &mut Random| {
            (0..length).fold(random.integer(), |n, _| {
                let shifted = arithmetic_shift(&n, &Number::from(64)).expect("a shift");
                add(&shifted, &int(i128::from(random.bits()))).expect("a sum")
            })
        };
        for _ in 0..20 {
            let (n, d, e) = (large(&mut random), large(&mut random), random.integer());
            for d in [d, e].into_iter().filter(|d| !is_zero(d)) {
                let (q, r) = floor_div(&n, &d).expect("not zero");
                let back = add(&mul(&q, &d).expect("fits"), &r).expect("fits");
                assert!(eqv(&back, &n));
                let ratio = div(&n, &d).expect("not zero");
                assert!(eqv(&mul(&ratio, &d).expect("fits"), &n));
            }
            let (s, r) = exact_integer_sqrt(&square(&n).expect("fits")).expect("a square");
            assert!(eqv(&abs(&n).expect("real"), &s) && is_zero(&r));
        }
    }
}

/// The exact value of a double rounds to that double, and so do its neighbours nearer
/// than half a gap.
#[test]
fn exact_and_inexact_are_inverse() {
    let mut random = Random(fastrand::Rng::with_seed(42));
    for _ in 0..5000 {
        let x = Number::from(random.float());
        let exact_x = exact(&x).expect("finite");
        assert!(eqv(&inexact(&exact_x), &x) || is_zero(&x), "{}", text(&x));
        assert!(num_eq(&exact_x, &x));
        let nudge = expt(&Number::from(2), &Number::from(-1200)).expect("fits");
        let above = add(&exact_x, &nudge).expect("fits");
        assert!(eqv(&inexact(&above), &x) || is_zero(&x), "{} + epsilon", text(&x));
        assert_eq!(cmp(&x, &above), Ok(Some(std::cmp::Ordering::Less)));
    }
}

/// A quotient of integers below 2^53 is rounded once by the machine.
#[test]
fn ratios_round_as_the_machine_divides() {
    let mut random = Random(fastrand::Rng::with_seed(11));
    for _ in 0..5000 {
        let (a, b) = (random.below(1 << 53) as i64, random.below(1 << 53) as i64 + 1);
        let ratio = div(&Number::from(a), &Number::from(b)).expect("not zero");
        assert_eq!(ratio.to_f64(), Some(a as f64 / b as f64), "{a}/{b}");
        assert_eq!(sqrt(&ratio).ok().and_then(|root| root.to_f64()).map(f64::is_nan), Some(false));
    }
}

/// Nothing in a text makes the parser panic, and what it accepts it writes back.
#[test]
fn garbage() {
    let mut random = Random(fastrand::Rng::with_seed(1234));
    let alphabet = b"0123456789+-./@eEiI#xbodinaf.0+-11";
    for _ in 0..200_000 {
        let length = random.below(9) as usize;
        let pick = |_| char::from(alphabet[random.below(alphabet.len() as u64) as usize]);
        let source: String = (0..length).map(pick).collect();
        if let Some(z) = parse(&source, 10) {
            let back = parse(&text(&z), 10);
            assert!(back.is_some_and(|back| eqv(&back, &z)), "{source}");
        }
    }
}
