//! Parses `string->number` arguments and numeric literals: the whole of `<number>` in R7RS 7.1.1.
//!
//! The scanner makes one forward pass over bytes. The standard library reads decimals without `#e`
//! and rounds them correctly; everything else is first read as an exact number.
//!
//! Extensions to the report: the exponent markers of R5RS; any radix from 2 to 36 as the default,
//! and a decimal point (without exponent) in a default radix, because `(string->number
//! (number->string z r) r)` must return z for inexact z (6.2.7). After a radix prefix a point is
//! rejected, as in 7.1.1.

use dashu_int::{IBig, UBig};

use super::print::LAST_RADIX_WITHOUT_I;
use super::real::{make_ratio, neg};
use super::{NumError, Number, Real, exact, large, make_polar};

/// An exact decimal with a larger exponent is rejected, because a short text must not cost minutes
/// and megabytes.
const MAX_EXACT_EXPONENT: u64 = 1_000_000;

/// The markers before an exponent. R7RS 7.1.1 has only `e`; R5RS had the others, for different
/// precisions, and programs use them.
const EXPONENT_MARKERS: [u8; 5] = *b"esfdl";

/// Numerals of this many digits fit in 63 bits in every radix.
const FIX_DIGITS: usize = 12;

/// Reads a number, or returns `None` if the text is not one in R7RS's syntax, if it is exact and
/// not representable (`1/0`, `#e+inf.0`, `#e1e10000000`) or if the radix is not from 2 to 36.
///
/// # Errors
/// [`NumError::Stopped`], [`NumError::NoRoom`].
pub fn parse(text: &str, default_radix: u32) -> Result<Option<Number>, NumError> {
    if !(2..=36).contains(&default_radix) {
        return Ok(None);
    }
    let text = text.as_bytes();
    let mut scanner = Scanner { text, pos: 0, radix: default_radix, prefixed: false, exactness: None, failure: None };
    let number = scanner.prefixes().and_then(|()| scanner.complex());
    scanner.failure.map_or(Ok(number), Err)
}

/// Reads an exact integer: an optional sign and digits, nothing else.
///
/// # Errors
/// As for [`parse`].
pub fn parse_integer(text: &str, radix: u32) -> Result<Option<Number>, NumError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !(2..=36).contains(&radix) || !digits.bytes().all(|c| char::from(c).is_digit(radix)) {
        return Ok(None);
    }
    let negative = text.starts_with('-');
    Ok(integer(digits.as_bytes(), radix)?.map(|magnitude| Number::Real(signed(magnitude, negative))))
}

#[derive(Clone, Copy, PartialEq)]
enum Exactness {
    Exact,
    Inexact,
}

struct Scanner<'a> {
    /// The text, without the final `i` once that has been parsed.
    text: &'a [u8],
    pos: usize,
    radix: u32,
    /// Whether the radix came from a prefix.
    prefixed: bool,
    exactness: Option<Exactness>,
    /// Why the number could not be computed, although the text denotes one.
    failure: Option<NumError>,
}

impl<'a> Scanner<'a> {
    /// The value, unless it could not be computed.
    fn made<T>(&mut self, result: Result<T, NumError>) -> Option<T> {
        match result {
            Ok(value) => return Some(value),
            Err(error @ (NumError::Stopped(_) | NumError::NoRoom(_))) => self.failure = Some(error),
            // A number that has no exact value, or whose exact value is too large.
            Err(_) => {}
        }
        None
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.pos).map(u8::to_ascii_lowercase)
    }

    fn rest(&self) -> &'a [u8] {
        &self.text[self.pos..]
    }

    fn eat(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.pos += usize::from(found);
        found
    }

    fn end(&self) -> Option<()> {
        self.rest().is_empty().then_some(())
    }

    /// `<prefix R>`: radix and exactness, each at most once, in either order.
    fn prefixes(&mut self) -> Option<()> {
        while self.eat(b'#') {
            let letter = self.peek()?;
            self.pos += 1;
            match letter {
                b'e' => self.set_exactness(Exactness::Exact)?,
                b'i' => self.set_exactness(Exactness::Inexact)?,
                b'b' => self.set_radix(2)?,
                b'o' => self.set_radix(8)?,
                b'd' => self.set_radix(10)?,
                b'x' => self.set_radix(16)?,
                _ => return None,
            }
        }
        Some(())
    }

    fn set_exactness(&mut self, exactness: Exactness) -> Option<()> {
        self.exactness.replace(exactness).is_none().then_some(())
    }

    fn set_radix(&mut self, radix: u32) -> Option<()> {
        self.radix = radix;
        let first = !self.prefixed;
        self.prefixed = true;
        first.then_some(())
    }

    /// `<complex R>`.
    fn complex(&mut self) -> Option<Number> {
        let signed = matches!(self.peek(), Some(b'+' | b'-'));
        if signed && self.at_imaginary_unit() {
            let im = self.imaginary()?;
            return Some(Number::rectangular(Real::Fix(0), im));
        }
        let first = self.real()?;
        match self.peek() {
            None => Some(Number::Real(first)),
            Some(b'@') => self.polar(first),
            Some(b'+' | b'-') => {
                let im = self.imaginary()?;
                Some(Number::rectangular(first, im))
            }
            Some(b'i') if signed && self.rest().len() == 1 => Some(Number::rectangular(Real::Fix(0), first)),
            Some(_) => None,
        }
    }

    /// Whether the rest is exactly `+i` or `-i`, rather than a digit with its sign.
    fn at_imaginary_unit(&self) -> bool {
        self.radix <= LAST_RADIX_WITHOUT_I && matches!(self.rest(), [_, b'i' | b'I'])
    }

    /// Parses the angle of `r@theta`.
    fn polar(&mut self, magnitude: Real) -> Option<Number> {
        self.pos += 1;
        let angle = self.real()?;
        self.end()?;
        let z = make_polar(&Number::Real(magnitude), &Number::Real(angle));
        let z = self.made(z)?;
        match self.exactness {
            Some(Exactness::Exact) => exact(&z).ok(),
            _ => Some(z),
        }
    }

    /// A signed imaginary part and the final `i`, to the end of the text.
    fn imaginary(&mut self) -> Option<Real> {
        let [sign, .., b'i' | b'I'] = *self.rest() else {
            return None;
        };
        self.text = &self.text[..self.text.len() - 1];
        if self.rest().len() > 1 {
            let im = self.real()?;
            return self.end().map(|()| im);
        }
        let one = self.with_exactness(Real::Fix(1));
        Some(signed(one, sign == b'-'))
    }

    /// `<real R>`: an optional sign and `<ureal R>`, or `<infnan>`.
    fn real(&mut self) -> Option<Real> {
        if let Some(special) = self.infnan() {
            let exact = self.exactness == Some(Exactness::Exact);
            return (!exact).then_some(Real::Flo(special));
        }
        let negative = self.peek() == Some(b'-');
        self.pos += usize::from(negative || self.peek() == Some(b'+'));
        let magnitude = self.ureal()?;
        Some(signed(magnitude, negative))
    }

    /// `<infnan>`, if that is next and is not part of a longer token.
    fn infnan(&mut self) -> Option<f64> {
        let (name, after) = self.rest().split_at_checked(6)?;
        let value = match name.to_ascii_lowercase().as_slice() {
            b"+inf.0" => f64::INFINITY,
            b"-inf.0" => f64::NEG_INFINITY,
            b"+nan.0" | b"-nan.0" => f64::NAN,
            _ => return None,
        };
        let complete = match after {
            [] | [b'+' | b'-' | b'@', ..] => true,
            [b'i' | b'I'] => self.radix <= LAST_RADIX_WITHOUT_I,
            _ => false,
        };
        self.pos += if complete { name.len() } else { 0 };
        complete.then_some(value)
    }

    /// `<ureal R>`: an integer, a fraction or a decimal.
    fn ureal(&mut self) -> Option<Real> {
        let start = self.pos;
        let whole = self.digits();
        match self.peek() {
            Some(b'/') => {
                let ratio = self.ratio(whole)?;
                Some(self.with_exactness(ratio))
            }
            Some(b'.') if self.radix == 10 || !self.prefixed => self.decimal(start, whole),
            Some(marker) if self.radix == 10 && EXPONENT_MARKERS.contains(&marker) => self.decimal(start, whole),
            _ => {
                let n = self.made(integer(whole, self.radix))??;
                Some(self.with_exactness(n))
            }
        }
    }

    /// The longest run of digits, which may be empty.
    fn digits(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let radix = self.radix;
        let is_digit = |c: &u8| char::from(*c).is_digit(radix);
        let count = rest.iter().take_while(|c| is_digit(c)).count();
        self.pos += count;
        &rest[..count]
    }

    /// The denominator, after the numerator's digits.
    fn ratio(&mut self, numerator: &[u8]) -> Option<Real> {
        self.pos += 1;
        let num = self.made(integer(numerator, self.radix))??;
        let digits = self.digits();
        let den = self.made(integer(digits, self.radix))??;
        if den.is_exact_zero() {
            return None;
        }
        self.made(super::real::div(&num, &den))
    }

    /// `<decimal R>` whose whole part has been read; `start` is where it began.
    fn decimal(&mut self, start: usize, whole: &'a [u8]) -> Option<Real> {
        let fraction = if self.eat(b'.') { self.digits() } else { &[] };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let exponent = self.exponent()?;
        if self.radix == 10 && self.exactness != Some(Exactness::Exact) {
            let text = std::str::from_utf8(&self.text[start..self.pos]).ok()?;
            return text.replace(|c: char| c.is_ascii_alphabetic(), "e").parse().ok().map(Real::Flo);
        }
        let exact = self.made(exact_decimal(whole, fraction, exponent, self.radix))??;
        match self.exactness {
            Some(Exactness::Exact) => Some(exact),
            _ => Some(Real::Flo(exact.to_f64())),
        }
    }

    /// `<suffix>`: the exponent, zero if there is none, saturated if it is out of range.
    fn exponent(&mut self) -> Option<i64> {
        if self.radix != 10 || !EXPONENT_MARKERS.iter().any(|&marker| self.eat(marker)) {
            return Some(0);
        }
        let negative = self.peek() == Some(b'-');
        self.pos += usize::from(negative || self.peek() == Some(b'+'));
        let digits = self.digits();
        if digits.is_empty() {
            return None;
        }
        let magnitude =
            digits.iter().fold(0i64, |n, digit| n.saturating_mul(10).saturating_add(i64::from(digit - b'0')));
        Some(if negative { -magnitude } else { magnitude })
    }

    /// Applies `#i`, the only prefix that changes a number written as an exact one.
    fn with_exactness(&self, x: Real) -> Real {
        match self.exactness {
            Some(Exactness::Inexact) => Real::Flo(x.to_f64()),
            _ => x,
        }
    }
}

fn signed(x: Real, negative: bool) -> Real {
    if negative { neg(&x) } else { x }
}

/// The value of a run of digits, all of them valid in the radix; `None` if there are
/// none.
fn integer(digits: &[u8], radix: u32) -> Result<Option<Real>, NumError> {
    if digits.is_empty() {
        return Ok(None);
    }
    if digits.len() > FIX_DIGITS {
        return Ok(magnitude(digits, radix)?.map(|magnitude| Real::from(IBig::from(magnitude))));
    }
    let value = |c: u8| char::from(c).to_digit(radix).unwrap_or(0);
    let push = |n: i64, c: &u8| n * i64::from(radix) + i64::from(value(*c));
    Ok(Some(Real::Fix(digits.iter().fold(0, push))))
}

fn magnitude(digits: &[u8], radix: u32) -> Result<Option<UBig>, NumError> {
    std::str::from_utf8(digits).map_or(Ok(None), |text| large::from_digits(text, radix))
}

/// `whole.fraction * radix^exponent`, exactly.
fn exact_decimal(whole: &[u8], fraction: &[u8], exponent: i64, radix: u32) -> Result<Option<Real>, NumError> {
    let Some(digits) = magnitude(&[whole, fraction].concat(), radix)? else { return Ok(None) };
    if digits.is_zero() {
        return Ok(Some(Real::Fix(0)));
    }
    if exponent.unsigned_abs() > MAX_EXACT_EXPONENT {
        return Ok(None);
    }
    let scale = exponent - fraction.len() as i64;
    let power = large::pow(&UBig::from(radix), scale.unsigned_abs() as usize)?;
    if scale >= 0 {
        return Ok(Some(Real::from(IBig::from(large::mul(&digits, &power)?))));
    }
    make_ratio(IBig::from(digits), IBig::from(power)).map(Some)
}
