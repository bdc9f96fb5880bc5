//! Reads the arguments of natives: types, indices, ranges, lists.
//!
//! Each function takes `who`, the Scheme name of the procedure, for the message of the failure it
//! may return. An optional argument counts as absent if it is missing or is [`Value::DEFAULT`].

use std::ffi::OsString;
use std::path::PathBuf;

use cairn_data::bridge;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_gc::{Chars, Kind, Mutation, Value};

use super::Args;

/// Argument `i`, unless it is absent.
pub fn optional<'gc>(args: Args<'_, 'gc>, i: usize) -> Option<Value<'gc>> {
    args.get(i).copied().filter(|&value| value != Value::DEFAULT)
}

/// The words of a vector.
#[inline]
pub fn vector<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, &'gc [Value<'gc>]> {
    if value.has_kind(Kind::Vector) { Ok(value.slot_slice()) } else { Err(Throw::wrong_type(who, "a vector", value)) }
}

/// The bytes of a bytevector.
#[inline]
pub fn bytevector<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, &'gc [u8]> {
    if value.has_kind(Kind::Bytes) { Ok(value.bytes()) } else { Err(Throw::wrong_type(who, "a bytevector", value)) }
}

/// The characters of a string.
#[inline]
pub fn string<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, Chars<'gc>> {
    value.as_string().ok_or_else(|| Throw::wrong_type(who, "a string", value))
}

/// The content of a string, copied, if the memory limit leaves room for it.
pub fn text<'gc>(mc: Mutation<'gc>, who: &str, value: Value<'gc>) -> Result<'gc, String> {
    let chars = string(who, value)?;
    mc.check_room(chars.len())?;
    let mut text = String::new();
    chars.push_to(&mut text);
    Ok(text)
}

/// A time in seconds: a finite real number.
pub fn seconds<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, f64> {
    let seconds = bridge::to_real(value).ok_or_else(|| Throw::wrong_type(who, "a real number", value))?.to_f64();
    if seconds.is_finite() { Ok(seconds) } else { Err(Throw::out_of_range(who, "time", value)) }
}

/// Bytes of a text for the operating system, at most: more than any system takes as a path or a word.
const LONGEST_OS_TEXT: usize = 1 << 20;

/// A path: a string, or a bytevector of a name that is no UTF-8.
pub fn path<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, PathBuf> {
    os_text(who, "a path, a string or a bytevector", value).map(PathBuf::from)
}

/// A text for the operating system: a string, or a bytevector of what is no UTF-8.
pub fn os_text<'gc>(who: &str, expected: &str, value: Value<'gc>) -> Result<'gc, OsString> {
    let refuse_longer = |length: usize| {
        let message = || format!("{who}: a text of {length} characters; the system takes at most {LONGEST_OS_TEXT}");
        if length > LONGEST_OS_TEXT { Err(Throw::new(ErrorKind::Range, message(), &[])) } else { Ok(()) }
    };
    if let Some(chars) = value.as_string() {
        refuse_longer(chars.len())?;
        let mut text = String::new();
        chars.push_to(&mut text);
        return Ok(text.into());
    }
    #[cfg(unix)]
    if value.has_kind(Kind::Bytes) {
        refuse_longer(value.bytes().len())?;
        return Ok(std::os::unix::ffi::OsStringExt::from_vec(value.bytes().to_vec()));
    }
    Err(Throw::wrong_type(who, expected, value))
}

/// A character.
#[inline]
pub fn character<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, char> {
    value.as_char().ok_or_else(|| Throw::wrong_type(who, "a character", value))
}

/// The name of a symbol.
#[inline]
pub fn symbol<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, &'gc str> {
    value.as_symbol().ok_or_else(|| Throw::wrong_type(who, "a symbol", value))
}

/// Car and cdr of a pair.
#[inline]
pub fn pair<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, (Value<'gc>, Value<'gc>)> {
    value.as_pair().ok_or_else(|| Throw::wrong_type(who, "a pair", value))
}

/// A byte: an exact integer from 0 to 255.
#[inline]
pub fn byte<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, u8> {
    match value.as_fixnum() {
        Some(n @ 0..=255) => Ok(n as u8),
        _ => Err(Throw::wrong_type(who, "a byte", value)),
    }
}

/// An object of the given kind, unchanged.
#[inline]
pub fn of_kind<'gc>(who: &str, kind: Kind, expected: &str, value: Value<'gc>) -> Result<'gc> {
    if value.has_kind(kind) { Ok(value) } else { Err(Throw::wrong_type(who, expected, value)) }
}

/// A count or size: an exact integer that is not negative.
pub fn size<'gc>(who: &str, what: &str, value: Value<'gc>) -> Result<'gc, usize> {
    match value.as_index() {
        Some(n) => Ok(n),
        None if value.is_fixnum() || value.has_kind(Kind::Bignum) => Err(Throw::out_of_range(who, what, value)),
        None => Err(Throw::wrong_type(who, "an exact integer", value)),
    }
}

/// An index below `length`.
#[inline]
pub fn index<'gc>(who: &str, value: Value<'gc>, length: usize) -> Result<'gc, usize> {
    match value.as_index() {
        Some(i) if i < length => Ok(i),
        None if !value.is_fixnum() && !value.has_kind(Kind::Bignum) => {
            Err(Throw::wrong_type(who, "an exact integer", value))
        }
        _ => Err(Throw::bad_index(who, value, length)),
    }
}

/// The optional arguments `start` and `end`, at `args[at]` and `args[at + 1]`: `0 <= start <= end
/// <= length`.
pub fn range<'gc>(who: &str, args: Args<'_, 'gc>, at: usize, length: usize) -> Result<'gc, (usize, usize)> {
    let start = match optional(args, at) {
        Some(value) => bound(who, "start", value, 0, length)?,
        None => 0,
    };
    let end = match optional(args, at + 1) {
        Some(value) => bound(who, "end", value, start, length)?,
        None => length,
    };
    Ok((start, end))
}

/// A bound of a range, from `least` to `most`.
pub fn bound<'gc>(who: &str, what: &str, value: Value<'gc>, least: usize, most: usize) -> Result<'gc, usize> {
    match value.as_index() {
        Some(n) if (least..=most).contains(&n) => Ok(n),
        None if !value.is_fixnum() && !value.has_kind(Kind::Bignum) => {
            Err(Throw::wrong_type(who, "an exact integer", value))
        }
        _ => Err(Throw::bad_bound(who, what, value, least, most)),
    }
}

/// Fails if `value` is a literal string, the only immutable kind.
#[inline]
pub fn mutable<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, ()> {
    if !value.is_immutable() {
        return Ok(());
    }
    Err(Throw::new(ErrorKind::Immutable, format!("{who}: a literal string cannot be changed:"), &[value])
        .hint("use (string-copy s) to get a string of your own"))
}
