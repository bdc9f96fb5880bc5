//! Represents exact fractions.

use std::cmp::Ordering;

use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};

use super::NumError;
use super::large::{self, mul_signed};

/// A fraction in lowest terms.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: IBig,
    denominator: UBig,
}

impl Ratio {
    /// The fraction, reduced. The denominator is not zero.
    ///
    /// # Errors
    /// [`NumError::Stopped`], [`NumError::NoRoom`].
    pub fn new(numerator: IBig, denominator: UBig) -> Result<Ratio, NumError> {
        let (sign, magnitude) = numerator.into_parts();
        let divisor = large::gcd(&magnitude, &denominator)?;
        if divisor.is_one() {
            return Ok(Ratio { numerator: IBig::from_parts(sign, magnitude), denominator });
        }
        let (magnitude, _) = large::div_rem(&magnitude, &divisor)?;
        let (denominator, _) = large::div_rem(&denominator, &divisor)?;
        Ok(Ratio { numerator: IBig::from_parts(sign, magnitude), denominator })
    }

    /// A fraction whose parts have no common factor; its denominator is not zero.
    pub fn coprime(numerator: IBig, denominator: UBig) -> Ratio {
        Ratio { numerator, denominator }
    }

    /// The numerator, with the sign.
    pub fn numerator(&self) -> &IBig {
        &self.numerator
    }

    /// The denominator.
    pub fn denominator(&self) -> &UBig {
        &self.denominator
    }

    /// Numerator and denominator.
    pub fn into_parts(self) -> (IBig, UBig) {
        (self.numerator, self.denominator)
    }

    /// Whether the denominator is one.
    pub fn is_integer(&self) -> bool {
        self.denominator.is_one()
    }

    /// The sign of the numerator.
    pub fn sign(&self) -> Sign {
        self.numerator.sign()
    }

    /// Whether the numerator is zero.
    pub fn is_zero(&self) -> bool {
        self.numerator.is_zero()
    }

    /// Bits of both parts together.
    pub fn bits(&self) -> usize {
        self.numerator.bit_len() + self.denominator.bit_len()
    }

    fn is_negative(&self) -> bool {
        self.sign() == Sign::Negative
    }
}

impl From<IBig> for Ratio {
    fn from(n: IBig) -> Self {
        Ratio { numerator: n, denominator: UBig::ONE }
    }
}

fn scaled(n: &IBig, by: &UBig) -> Result<IBig, NumError> {
    Ok(IBig::from_parts(n.sign(), large::mul(&n.unsigned_abs(), by)?))
}

/// Arithmetic, all of which may be stopped.
impl Ratio {
    pub(super) fn add(&self, other: &Ratio) -> Result<Ratio, NumError> {
        let sum = scaled(&self.numerator, &other.denominator)? + scaled(&other.numerator, &self.denominator)?;
        if other.is_integer() {
            return Ok(Ratio::coprime(sum, self.denominator.clone()));
        }
        Ratio::new(sum, large::mul(&self.denominator, &other.denominator)?)
    }

    pub(super) fn sub(&self, other: &Ratio) -> Result<Ratio, NumError> {
        self.add(&other.clone().neg())
    }

    pub(super) fn mul(&self, other: &Ratio) -> Result<Ratio, NumError> {
        let numerator = mul_signed(&self.numerator, &other.numerator)?;
        Ratio::new(numerator, large::mul(&self.denominator, &other.denominator)?)
    }

    /// The quotient; `other` is not zero.
    pub(super) fn div(&self, other: &Ratio) -> Result<Ratio, NumError> {
        self.mul(&other.clone().inverse())
    }

    /// One over a number that is not zero.
    pub(super) fn inverse(self) -> Ratio {
        let numerator = IBig::from_parts(self.numerator.sign(), self.denominator);
        Ratio { numerator, denominator: self.numerator.unsigned_abs() }
    }

    pub(super) fn neg(self) -> Ratio {
        Ratio { numerator: -self.numerator, denominator: self.denominator }
    }

    /// The power. Powers of coprime numbers are coprime.
    pub(super) fn pow(&self, e: usize) -> Result<Ratio, NumError> {
        let magnitude = large::pow(&self.numerator().unsigned_abs(), e)?;
        let sign = if self.is_negative() && e % 2 == 1 { Sign::Negative } else { Sign::Positive };
        Ok(Ratio::coprime(IBig::from_parts(sign, magnitude), large::pow(&self.denominator, e)?))
    }

    pub(super) fn truncate(&self) -> Result<IBig, NumError> {
        let (quotient, _) = large::div_rem(&self.numerator().unsigned_abs(), &self.denominator)?;
        Ok(IBig::from_parts(self.sign(), quotient))
    }

    pub(super) fn floor(&self) -> Result<IBig, NumError> {
        let whole = self.truncate()?;
        Ok(if self.is_negative() && !self.is_integer() { whole - IBig::ONE } else { whole })
    }

    pub(super) fn ceiling(&self) -> Result<IBig, NumError> {
        let whole = self.truncate()?;
        Ok(if self.is_negative() || self.is_integer() { whole } else { whole + IBig::ONE })
    }

    pub(super) fn compare(&self, other: &Ratio) -> Result<Ordering, NumError> {
        if self.sign() != other.sign() || self.is_zero() || other.is_zero() {
            return Ok(self.numerator.cmp(&other.numerator));
        }
        Ok(scaled(&self.numerator, &other.denominator)?.cmp(&scaled(&other.numerator, &self.denominator)?))
    }
}
