//! Implements `number->string` (R7RS 6.2.7).
//!
//! The output reads back, with [`super::parse`] and the same radix, as a number that is `eqv?`.
//! Floats are written with the fewest digits for which this holds: positionally (`0.5`,
//! `123456789012345680000.0`) if 1e-6 <= |x| < 1e21, and otherwise as `1.5e-7` or `1e21`; these are
//! JavaScript's bounds. In other radixes they are always positional, since `e` may be a digit
//! there.

use dashu_int::ops::UnsignedAbs;
use dashu_int::{IBig, Sign};

use super::digits::{Digits, ascii_digit, shortest};
use super::large::to_digits;
use super::{NumError, Number, Real};

/// Radixes above this have the digit `i`, which makes `+i` an integer.
pub(super) const LAST_RADIX_WITHOUT_I: u32 = 18;

/// The external representation of a number in a radix from 2 to 36, without a radix
/// prefix. A radix out of that range is taken as 10.
///
/// # Errors
/// [`NumError::Stopped`], [`NumError::NoRoom`].
pub fn to_string(z: &Number, radix: u32) -> Result<String, NumError> {
    let radix = if (2..=36).contains(&radix) { radix } else { 10 };
    let mut out = String::new();
    match z {
        Number::Real(x) => push_real(&mut out, x, radix)?,
        Number::Complex(z) => push_complex(&mut out, &z.0, &z.1, radix)?,
    }
    Ok(out)
}

fn push_complex(out: &mut String, re: &Real, im: &Real, radix: u32) -> Result<(), NumError> {
    if radix > LAST_RADIX_WITHOUT_I || !is_positive_zero(re) {
        push_real(out, re, radix)?;
    }
    match im {
        Real::Fix(1) => out.push('+'),
        Real::Fix(-1) => out.push('-'),
        _ => {
            let start = out.len();
            push_real(out, im, radix)?;
            if !out[start..].starts_with(['+', '-']) {
                out.insert(start, '+');
            }
        }
    }
    out.push('i');
    Ok(())
}

/// Whether a zero real part may be omitted: `+2.0i` reads back as `0.0+2.0i`.
fn is_positive_zero(x: &Real) -> bool {
    match x {
        Real::Fix(n) => *n == 0,
        Real::Flo(f) => f.to_bits() == 0,
        _ => false,
    }
}

fn push_real(out: &mut String, x: &Real, radix: u32) -> Result<(), NumError> {
    match x {
        Real::Fix(n) if radix == 10 => out.push_str(&n.to_string()),
        Real::Fix(n) => push_fix(out, *n, radix),
        Real::Big(n) => push_integer(out, n, radix)?,
        Real::Rat(q) => {
            push_integer(out, q.numerator(), radix)?;
            out.push('/');
            to_digits(q.denominator(), radix, out)?;
        }
        Real::Flo(x) => push_float(out, *x, radix),
    }
    Ok(())
}

fn push_integer(out: &mut String, n: &IBig, radix: u32) -> Result<(), NumError> {
    if n.sign() == Sign::Negative {
        out.push('-');
    }
    to_digits(&n.unsigned_abs(), radix, out)
}

fn push_fix(out: &mut String, n: i64, radix: u32) {
    let mut rest = n.unsigned_abs();
    let mut reversed = Vec::new();
    loop {
        reversed.push(ascii_digit((rest % u64::from(radix)) as u32));
        rest /= u64::from(radix);
        if rest == 0 {
            break;
        }
    }
    if n < 0 {
        out.push('-');
    }
    out.extend(reversed.iter().rev().map(|&digit| char::from(digit)));
}

fn push_float(out: &mut String, x: f64, radix: u32) {
    if x.is_nan() {
        return out.push_str("+nan.0");
    }
    let start = out.len();
    if x.is_sign_negative() {
        out.push('-');
    }
    if x.is_infinite() {
        return out.push_str(if x < 0.0 { "inf.0" } else { "+inf.0" });
    }
    if x == 0.0 {
        return out.push_str("0.0");
    }
    let digits = shortest(x.abs(), radix);
    if radix == 10 && !(-5..=21).contains(&digits.point) {
        return push_exponential(out, &digits);
    }
    push_positional(out, &digits);
    // In radixes above 23 digits can spell the names of the special values.
    if matches!(&out[start..], "-inf.0" | "-nan.0") {
        out.push('0');
    }
}

/// `12.5`, `0.001`, `500.0`.
fn push_positional(out: &mut String, number: &Digits) {
    let digits = text_of(&number.digits);
    let (point, count) = (number.point, digits.len());
    if point <= 0 {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', point.unsigned_abs() as usize));
        out.push_str(digits);
    } else if point as usize >= count {
        out.push_str(digits);
        out.extend(std::iter::repeat_n('0', point as usize - count));
        out.push_str(".0");
    } else {
        let (whole, fraction) = digits.split_at(point as usize);
        out.push_str(whole);
        out.push('.');
        out.push_str(fraction);
    }
}

/// `1e21`, `1.2345e-10`.
fn push_exponential(out: &mut String, number: &Digits) {
    let (first, rest) = text_of(&number.digits).split_at(1);
    out.push_str(first);
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    out.push('e');
    out.push_str(&(number.point - 1).to_string());
}

fn text_of(digits: &[u8]) -> &str {
    std::str::from_utf8(digits).unwrap_or("0")
}
