//! Converts between value words and the numeric tower.
//!
//! | number                 | value                                                  |
//! |------------------------|--------------------------------------------------------|
//! | integer of 61 bits     | fixnum                                                 |
//! | any other integer      | [`Kind::Bignum`]: sign word (0 or 1), 64-bit limbs     |
//! | ratio                  | [`Kind::Ratio`]: numerator, denominator                |
//! | float                  | flonum, in the word or boxed                           |
//! | complex                | [`Kind::Complex`]: real part, imaginary part           |
//!
//! Each number has one form, so that `eqv?` may compare the forms part by part. Limbs are stored in
//! little-endian order, least significant first, and the most significant limb is not zero.

use cairn_gc::{Gauge, Kind, Mutation, Stop, Value};
use cairn_number::pulse::{self, Pulse, Stopped};
use cairn_number::{NumError, Number, Ratio, Real};
use dashu_int::{IBig, Sign, UBig};

use crate::error::{ErrorKind, Result, Throw};

/// Bytes of the sign word.
const SIGN_BYTES: usize = 8;
/// Bytes of an integer from which copying it counts as work.
const LONG: usize = 1 << 9;
/// Bytes that are copied in a unit of work.
const BYTES_PER_UNIT: usize = 16;

/// Whether the value is a number.
#[inline]
pub fn is_number(value: Value<'_>) -> bool {
    value.is_fixnum() || value.is_flonum() || matches!(value.kind(), Some(Kind::Bignum | Kind::Ratio | Kind::Complex))
}

/// Converts a value to a number; `None` if it is not one.
pub fn to_number(value: Value<'_>) -> Option<Number> {
    if value.has_kind(Kind::Complex) {
        let (re, im) = (to_real(value.slot(0)?)?, to_real(value.slot(1)?)?);
        return Some(Number::rectangular(re, im));
    }
    to_real(value).map(Number::Real)
}

/// Converts `value` to a number; an error of `who` if it is not one.
pub fn number<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, Number> {
    to_number(value).ok_or_else(|| Throw::wrong_type(who, "a number", value))
}

/// The failure of `who` on these arguments.
#[cold]
pub fn failed<'gc>(who: &str, error: NumError, args: &[Value<'gc>]) -> Throw<'gc> {
    let expected = match error {
        NumError::DivisionByZero => {
            return Throw::new(ErrorKind::DivisionByZero, format!("{who}: division by zero"), &[]);
        }
        NumError::Stopped(Stopped(why)) => return Throw::Stopped(stop_of_number(why)),
        NumError::NoRoom(bytes) => return Throw::OutOfMemory(bytes),
        NumError::TooLarge => {
            return Throw::new(ErrorKind::Range, format!("{who}: the exact result would be too large"), &[]);
        }
        NumError::Undefined(_) => {
            return Throw::new(ErrorKind::Range, format!("{who}: no result is defined for"), args);
        }
        NumError::NotReal(_) => "a real number",
        NumError::NotRational(_) => "a rational number",
        NumError::NotInteger(_) => "an integer",
        NumError::NotExactInteger(_) => "an exact integer",
        NumError::Negative(_) => "a number that is not negative",
        NumError::NoExact(_) => "a finite number",
    };
    let at_fault = error.argument().and_then(|i| args.get(i)).or(args.first());
    Throw::wrong_type(who, expected, at_fault.copied().unwrap_or(Value::FALSE))
}

/// The limits of the heap in use, as long computations see them.
pub struct HeapPulse;

impl Pulse for HeapPulse {
    fn work(&self, units: usize) -> std::result::Result<(), Stopped> {
        Gauge.work(units).map_err(|stop| Stopped(stop as u8))
    }

    fn has_room(&self, bytes: usize) -> bool {
        Gauge.has_room(bytes)
    }
}

fn stop_of_number(number: u8) -> Stop {
    Stop::ALL.into_iter().find(|&stop| stop as u8 == number).unwrap_or(Stop::Kill)
}

/// Converts a value to a real number; `None` if it is not one.
pub fn to_real(value: Value<'_>) -> Option<Real> {
    if let Some(n) = value.as_fixnum() {
        return Some(Real::Fix(n));
    }
    if let Some(x) = value.as_flonum() {
        return Some(Real::Flo(x));
    }
    match value.kind()? {
        Kind::Bignum => Some(Real::from(to_integer(value)?)),
        Kind::Ratio => {
            let (_, denominator) = to_integer(value.slot(1)?)?.into_parts();
            Some(Real::from(Ratio::coprime(to_integer(value.slot(0)?)?, denominator)))
        }
        _ => None,
    }
}

/// Converts a value to an exact integer; `None` if it is not one.
pub fn to_integer(value: Value<'_>) -> Option<IBig> {
    if let Some(n) = value.as_fixnum() {
        return Some(IBig::from(n));
    }
    if !value.has_kind(Kind::Bignum) {
        return None;
    }
    let bytes = value.bytes();
    if bytes.len() >= LONG {
        // Whatever stops the run does so at the next report or safepoint.
        _ = pulse::work(bytes.len() / BYTES_PER_UNIT);
    }
    let (sign, limbs) = bytes.split_at_checked(SIGN_BYTES)?;
    let negative = sign.first().is_some_and(|&b| b != 0);
    Some(IBig::from_parts(Sign::from(negative), UBig::from_le_bytes(limbs)))
}

/// Converts a number to a value.
///
/// # Errors
/// Out of memory, or the run is stopped.
pub fn from_number<'gc>(mc: Mutation<'gc>, number: &Number) -> Result<'gc> {
    match number {
        Number::Real(x) => from_real(mc, x),
        Number::Complex(parts) => {
            let (re, im) = (from_real(mc, &parts.0)?, from_real(mc, &parts.1)?);
            Ok(mc.alloc(Kind::Complex, &[re, im]))
        }
    }
}

/// Converts a real number to a value.
///
/// # Errors
/// Out of memory, or the run is stopped.
pub fn from_real<'gc>(mc: Mutation<'gc>, real: &Real) -> Result<'gc> {
    match real {
        Real::Fix(n) => match Value::try_fixnum(*n) {
            Some(fixnum) => Ok(fixnum),
            None => from_integer(mc, &IBig::from(*n)),
        },
        Real::Flo(x) => Ok(mc.flonum(*x)),
        Real::Big(n) => from_integer(mc, n),
        Real::Rat(q) => {
            let num = from_integer(mc, q.numerator())?;
            let den = from_integer(mc, &IBig::from(q.denominator().clone()))?;
            Ok(mc.alloc(Kind::Ratio, &[num, den]))
        }
    }
}

/// Converts an exact integer to a value.
///
/// # Errors
/// Out of memory, or the run is stopped.
pub fn from_integer<'gc>(mc: Mutation<'gc>, n: &IBig) -> Result<'gc> {
    if let Some(fixnum) = i64::try_from(n).ok().and_then(Value::try_fixnum) {
        return Ok(fixnum);
    }
    let (sign, limbs) = n.as_sign_words();
    let bytes = SIGN_BYTES + size_of_val(limbs);
    if bytes >= LONG {
        mc.work(bytes / BYTES_PER_UNIT)?;
    }
    let sign = u64::from(sign == Sign::Negative).to_le_bytes();
    Ok(mc.alloc_chunks(Kind::Bignum, sign, limbs.iter().map(|limb| limb.to_le_bytes()))?)
}

// The bytes of an integer are the same whatever the size of the limbs, but for zeros at the end.
const _: () = assert!(matches!(size_of::<dashu_int::Word>(), 4 | 8));
