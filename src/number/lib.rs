//! Implements the numeric tower (R7RS 6.2): exact integers and rationals of any size, IEEE
//! doubles, and rectangular complex numbers over them.
//!
//! The input is text or [`Number`]s, the output [`Number`]s, text or a [`NumError`]. This layer
//! does not know the heap, the value word or Scheme's error objects; it never panics, and never
//! recurses in proportion to its input.
//!
//! Invariants, kept by the constructors and relied on everywhere:
//!
//! 1. [`Real::Big`] holds only integers outside `i64`; [`Real::Rat`] is never an
//!    integer. So equal exact numbers have equal representations.
//! 2. The imaginary part of [`Number::Complex`] is not an exact zero (an inexact zero
//!    is allowed: `-2.5+0.0i` is not `real?`).
//! 3. Both parts of a complex number are exact or both are inexact.
//!
//! Where the report leaves a choice: inexactness is always contagious, so `(* 0 1.5)` is `0.0`;
//! transcendental functions are exact if the result is known to be (`(exp 0)` is `1`, `(sqrt 16)`
//! is `4`, `(expt 8 1/3)` is `2`); numbers are compared by their exact values (R7RS 6.2.6 requires
//! transitivity).
//!
//! [`MAX_BITS`] bounds memory: an operation whose exact result would be larger fails with
//! [`NumError::TooLarge`] before it starts. Large operands are split by `large`, so that long
//! computations can be interrupted.

#![forbid(unsafe_code)]

mod arith;
mod bits;
mod compare;
mod complex;
mod convert;
mod digits;
mod elementary;
mod error;
mod expt;
mod float;
mod integer;
mod large;
mod parse;
mod parts;
mod print;
pub mod pulse;
mod ratio;
mod real;
mod round;
mod sqrt;
#[cfg(test)]
mod tests;

pub use arith::{abs, add, div, mul, mul_within, neg, square, sub};
pub use bits::{
    arithmetic_shift, arithmetic_shift_within, bit_count, bitwise_and, bitwise_ior, bitwise_not, bitwise_xor,
    integer_length,
};
pub use compare::{cmp, eqv, hash, is_even, is_negative, is_odd, is_positive, is_zero, max, min, num_eq};
pub use convert::{exact, inexact};
pub use elementary::{acos, asin, atan, atan2, cos, exp, log, log_base, sin, tan};
pub use error::NumError;
pub use expt::{expt, expt_within};
pub use integer::{
    exact_integer_sqrt, floor_div, floor_quotient, floor_remainder, gcd, lcm, modulo, quotient, remainder,
    truncate_div, truncate_quotient, truncate_remainder,
};
pub use parse::{parse, parse_integer};
pub use parts::{angle, imag_part, magnitude, make_polar, make_rectangular, real_part};
pub use print::to_string;
pub use ratio::Ratio;
pub use round::{ceiling, denominator, floor, numerator, rationalize, round, truncate};
pub use sqrt::sqrt;

use dashu_int::IBig;
use dashu_int::ops::BitTest;

/// The most bits that the numerator or the denominator of an exact result may need:
/// 2^28 bits are 32 MiB or 80 million decimal digits. A caller with a smaller budget
/// passes its own limit to the functions named `_within`.
pub const MAX_BITS: usize = 1 << 28;

/// A real number. Build one with `Real::from`, which keeps the invariants.
#[derive(Debug, Clone)]
pub enum Real {
    /// An exact integer that fits in 64 bits.
    Fix(i64),
    /// An exact integer outside the range of `i64`.
    Big(IBig),
    /// An exact rational in lowest terms that is not an integer.
    Rat(Ratio),
    /// An inexact number.
    Flo(f64),
}

/// Any Scheme number. Build a complex one with [`make_rectangular`] or
/// [`Number::rectangular`].
#[derive(Debug, Clone)]
pub enum Number {
    /// A real number.
    Real(Real),
    /// Real and imaginary part; the latter is not an exact zero.
    Complex(Box<(Real, Real)>),
}

impl Real {
    /// Whether this is an exact number.
    #[inline]
    pub fn is_exact(&self) -> bool {
        !matches!(self, Self::Flo(_))
    }

    /// Whether this is an exact zero.
    #[inline]
    pub fn is_exact_zero(&self) -> bool {
        matches!(self, Self::Fix(0))
    }
}

impl Number {
    /// `re + im*i`, a real number if `im` is an exact zero. If one part is inexact, both become
    /// inexact.
    pub fn rectangular(re: Real, im: Real) -> Self {
        if im.is_exact_zero() {
            return Self::Real(re);
        }
        if re.is_exact() == im.is_exact() {
            return Self::Complex(Box::new((re, im)));
        }
        let parts = (Real::Flo(re.to_f64()), Real::Flo(im.to_f64()));
        Self::Complex(Box::new(parts))
    }

    /// Whether this number is exact (`exact?`, R7RS 6.2.6).
    #[inline]
    pub fn is_exact(&self) -> bool {
        match self {
            Self::Real(x) => x.is_exact(),
            Self::Complex(z) => z.1.is_exact(),
        }
    }

    /// Whether this number is an exact integer (`exact-integer?`).
    #[inline]
    pub fn is_exact_integer(&self) -> bool {
        matches!(self, Self::Real(Real::Fix(_) | Real::Big(_)))
    }

    /// Whether the imaginary part is an exact zero (`real?`).
    #[inline]
    pub fn is_real(&self) -> bool {
        matches!(self, Self::Real(_))
    }

    /// Whether this number is real, and neither infinite nor a NaN (`rational?`).
    pub fn is_rational(&self) -> bool {
        match self {
            Self::Real(Real::Flo(x)) => x.is_finite(),
            other => other.is_real(),
        }
    }

    /// Whether this number is an integer, exact or not (`integer?`).
    pub fn is_integer(&self) -> bool {
        match self {
            Self::Real(Real::Flo(x)) => x.is_finite() && x.fract() == 0.0,
            other => other.is_exact_integer(),
        }
    }

    /// Whether all parts of this number are finite (`finite?`).
    pub fn is_finite(&self) -> bool {
        self.all_parts(f64::is_finite)
    }

    /// Whether some part of this number is infinite (`infinite?`).
    pub fn is_infinite(&self) -> bool {
        !self.all_parts(|x| !x.is_infinite())
    }

    /// Whether some part of this number is a NaN (`nan?`).
    pub fn is_nan(&self) -> bool {
        !self.all_parts(|x| !x.is_nan())
    }

    /// Whether `test` holds for every inexact part.
    fn all_parts(&self, test: fn(f64) -> bool) -> bool {
        let holds = |x: &Real| !matches!(x, Real::Flo(f) if !test(*f));
        match self {
            Self::Real(x) => holds(x),
            Self::Complex(z) => holds(&z.0) && holds(&z.1),
        }
    }

    /// The value of an exact integer that fits in an `i64`.
    #[inline]
    pub fn to_i64(&self) -> Option<i64> {
        match self {
            Self::Real(Real::Fix(n)) => Some(*n),
            _ => None,
        }
    }

    /// The double nearest to a real number, infinite if it is out of range; `None` for a complex
    /// number.
    pub fn to_f64(&self) -> Option<f64> {
        match self {
            Self::Real(x) => Some(x.to_f64()),
            Self::Complex(_) => None,
        }
    }

    /// The approximate size of the number in bits, by which work is charged.
    pub fn size_in_bits(&self) -> usize {
        let size = |x: &Real| match x {
            Real::Fix(_) | Real::Flo(_) => 64,
            Real::Big(n) => n.bit_len(),
            Real::Rat(q) => q.bits(),
        };
        match self {
            Self::Real(x) => size(x),
            Self::Complex(z) => size(&z.0) + size(&z.1),
        }
    }
}

impl From<i64> for Real {
    #[inline]
    fn from(n: i64) -> Self {
        Self::Fix(n)
    }
}

impl From<i32> for Real {
    #[inline]
    fn from(n: i32) -> Self {
        Self::Fix(i64::from(n))
    }
}

impl From<f64> for Real {
    #[inline]
    fn from(x: f64) -> Self {
        Self::Flo(x)
    }
}

impl From<IBig> for Real {
    fn from(n: IBig) -> Self {
        match i64::try_from(&n) {
            Ok(small) => Self::Fix(small),
            Err(_) => Self::Big(n),
        }
    }
}

impl From<Ratio> for Real {
    fn from(q: Ratio) -> Self {
        if q.is_integer() { Self::from(q.into_parts().0) } else { Self::Rat(q) }
    }
}

impl From<usize> for Real {
    fn from(n: usize) -> Self {
        i64::try_from(n).map_or_else(|_| Self::Big(IBig::from(n)), Self::Fix)
    }
}

impl<T> From<T> for Number
where
    Real: From<T>,
{
    #[inline]
    fn from(x: T) -> Self {
        Self::Real(Real::from(x))
    }
}
