//! Connects reader and printer to the numeric tower.

use cairn_data::bridge;
use cairn_data::error::Result;
use cairn_gc::{Kind, Mutation, Value};
use cairn_number as number;

/// Decimal numerals of at most this many digits are fixnums.
const FIXNUM_DIGITS: usize = 18;

/// Numbers of more bytes are long.
const LONG_BYTES: usize = 1 << 12;

/// Whether a text that begins like this may denote a decimal number.
#[inline]
pub(super) fn may_be_number(text: &[u8]) -> bool {
    match text {
        [b'0'..=b'9', ..] => true,
        [b'+' | b'-' | b'.', second, ..] => matches!(second, b'0'..=b'9' | b'.' | b'i' | b'I' | b'n' | b'N'),
        _ => false,
    }
}

/// The number denoted by the text, or `None`.
///
/// # Errors
/// Out of memory.
pub(super) fn parse_number<'gc>(mc: Mutation<'gc>, text: &str, radix: u32) -> Result<'gc, Option<Value<'gc>>> {
    if radix == 10
        && let Some(n) = small_decimal(text.as_bytes())
    {
        return Ok(Some(Value::fixnum(n)));
    }
    match number::parse(text, radix).map_err(|error| bridge::failed("read", error, &[]))? {
        Some(n) => bridge::from_number(mc, &n).map(Some),
        None => Ok(None),
    }
}

/// Whether the reader does not read the text as a symbol: it denotes a number, is rejected, or is
/// the dot.
pub(super) fn is_taken(text: &str) -> bool {
    text == "." || may_be_number(text.as_bytes()) && is_numeral(text)
}

/// Whether the text denotes a number, or would with a nonzero denominator.
fn is_numeral(text: &str) -> bool {
    has_zero_denominator(text) || number::parse(text, 10).is_ok_and(|number| number.is_some())
}

/// Prints a number. Returns false if the value is not one.
///
/// # Errors
/// The reason to stop the run; out of memory.
pub(super) fn print_number<'gc>(value: Value<'gc>, out: &mut String) -> Result<'gc, bool> {
    let Some(number) = bridge::to_number(value) else { return Ok(false) };
    out.push_str(&number::to_string(&number, 10).map_err(|error| bridge::failed("write", error, &[]))?);
    Ok(true)
}

/// Whether the value is a number whose digits take a noticeable time to print.
pub(super) fn is_long(value: Value<'_>) -> bool {
    bytes(value) > LONG_BYTES
}

/// Bytes of the integers in an exact number.
pub(super) fn bytes(value: Value<'_>) -> usize {
    match value.kind() {
        Some(Kind::Bignum) => value.object_length(),
        Some(Kind::Ratio | Kind::Complex) => value.slot_slice().iter().map(|&part| bytes(part)).sum(),
        _ => 0,
    }
}

/// A decimal integer that certainly fits a fixnum.
fn small_decimal(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || digits.len() > FIXNUM_DIGITS || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let magnitude = digits.iter().fold(0i64, |n, digit| n * 10 + i64::from(digit - b'0'));
    Some(if negative { -magnitude } else { magnitude })
}

/// Whether the text is a fraction whose denominator is zero, such as `1/0`.
pub(super) fn has_zero_denominator(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    unsigned.split_once('/').is_some_and(|(num, den)| digits(num) && digits(den) && den.bytes().all(|b| b == b'0'))
}
