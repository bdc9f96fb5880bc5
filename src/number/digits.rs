//! Finds the shortest digits of a float that read back as the same float.
//!
//! In radix 10 the standard library finds them. In other radixes this is the free-format algorithm
//! of Steele and White as Burger and Dybvig present it ("Printing Floating-Point Numbers Quickly
//! and Accurately", 1996), on big integers: it generates the digits of v until the remainder is
//! within half the gap to the neighbouring floats.

use dashu_int::UBig;
use dashu_int::ops::DivRem;

use super::float::decompose;

/// The number `0.d1d2d3... * radix^point`; the digits are ASCII and none is missing.
pub(super) struct Digits {
    pub digits: Vec<u8>,
    pub point: i32,
}

/// The shortest digits of a finite, positive float.
pub(super) fn shortest(x: f64, radix: u32) -> Digits {
    if radix == 10 { shortest_decimal(x) } else { generate(x, radix) }
}

/// The digits by the general algorithm.
pub(super) fn generate(x: f64, radix: u32) -> Digits {
    Generator::new(x, radix).run()
}

pub(super) fn shortest_decimal(x: f64) -> Digits {
    let text = format!("{x:e}");
    let (significand, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    Digits {
        digits: significand.bytes().filter(u8::is_ascii_digit).collect(),
        point: exponent.parse().unwrap_or(0) + 1,
    }
}

/// `r / s` is the remainder to print; `above / s` and `below / s` are half the gaps to the
/// neighbouring floats. All have the same scale.
struct Generator {
    r: UBig,
    s: UBig,
    above: UBig,
    below: UBig,
    /// The reader rounds a tie to the even significand, so the ends of the interval
    /// belong to an even one.
    closed: bool,
    radix: u32,
    point: i32,
}

impl Generator {
    fn new(x: f64, radix: u32) -> Self {
        let (_, m, e) = decompose(x);
        // Below a power of two the floats are twice as dense.
        let lopsided = u32::from(m == 1 << 52 && e > -1074);
        let up = e.max(0) as usize;
        let down = (-e).max(0) as usize;
        let mut generator = Self {
            r: UBig::from(m) << (up + 1 + lopsided as usize),
            s: UBig::ONE << (down + 1 + lopsided as usize),
            above: UBig::from(1 + lopsided) << up,
            below: UBig::ONE << up,
            closed: m % 2 == 0,
            radix,
            point: 0,
        };
        generator.scale((x.ln() / f64::from(radix).ln() - 1e-9).ceil() as i32);
        generator
    }

    /// Multiplies so that `1/radix <= r/s < 1`, given an estimate of the exponent that is right or
    /// one too small.
    fn scale(&mut self, estimate: i32) {
        let factor = UBig::from(self.radix).pow(estimate.unsigned_abs() as usize);
        if estimate >= 0 {
            self.s *= factor;
        } else {
            self.r *= &factor;
            self.above *= &factor;
            self.below *= factor;
        }
        self.point = estimate;
        while self.reaches_top() {
            self.s *= self.radix;
            self.point += 1;
        }
    }

    /// Whether the upper end of the interval is at or above one.
    fn reaches_top(&self) -> bool {
        let top = &self.r + &self.above;
        if self.closed { top >= self.s } else { top > self.s }
    }

    /// Whether zero is within the interval.
    fn reaches_bottom(&self) -> bool {
        if self.closed { self.r <= self.below } else { self.r < self.below }
    }

    fn run(mut self) -> Digits {
        let mut digits = Vec::new();
        loop {
            let digit = self.next_digit();
            let (low, high) = (self.reaches_bottom(), self.reaches_top());
            let round_up = high && (!low || &self.r + &self.r >= self.s);
            digits.push(ascii_digit(digit + u32::from(round_up)));
            if low || high {
                let point = self.point;
                return Digits { digits, point };
            }
        }
    }

    /// Extracts the next digit from `r`.
    fn next_digit(&mut self) -> u32 {
        self.r *= self.radix;
        self.above *= self.radix;
        self.below *= self.radix;
        let (digit, rest) = (&self.r).div_rem(&self.s);
        self.r = rest;
        u32::try_from(&digit).unwrap_or(0)
    }
}

/// The character for a digit below 36.
pub(super) fn ascii_digit(digit: u32) -> u8 {
    match digit {
        0..=9 => b'0' + digit as u8,
        _ => b'a' + (digit - 10) as u8,
    }
}
