//! Implements characters (R7RS 6.6). The Unicode tables are in [`casing`].

use std::cmp::Ordering;

use cairn_data::error::{Result, Throw};
use cairn_gc::Value;
use cairn_text::casing;

use super::args;
use super::{Args, Builtin, Context, at_least, between, exactly, flag, native};

use flag::{BOOLEAN, FOLD, PURE, TOTAL};

const TEST: u16 = PURE | FOLD | BOOLEAN;

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("char?", exactly(1), |_, args| Ok(Value::bool(args[0].is_char())), TEST | TOTAL, "(char? x) whether x is a character. R7RS 6.6."),
    native("char=?", at_least(1), |_, args| compare("char=?", args, same, Ordering::is_eq), TEST, "(char=? c ...) whether all are the same character. R7RS 6.6."),
    native("char<?", at_least(1), |_, args| compare("char<?", args, same, Ordering::is_lt), TEST, "(char<? c ...) whether the code points increase. R7RS 6.6."),
    native("char>?", at_least(1), |_, args| compare("char>?", args, same, Ordering::is_gt), TEST, "(char>? c ...) whether the code points decrease. R7RS 6.6."),
    native("char<=?", at_least(1), |_, args| compare("char<=?", args, same, Ordering::is_le), TEST, "(char<=? c ...) whether the code points never decrease. R7RS 6.6."),
    native("char>=?", at_least(1), |_, args| compare("char>=?", args, same, Ordering::is_ge), TEST, "(char>=? c ...) whether the code points never increase. R7RS 6.6."),
    native("char-ci=?", at_least(1), |_, args| compare("char-ci=?", args, casing::fold_char, Ordering::is_eq), TEST, "(char-ci=? c ...) char=? of the folded characters. R7RS 6.6."),
    native("char-ci<?", at_least(1), |_, args| compare("char-ci<?", args, casing::fold_char, Ordering::is_lt), TEST, "(char-ci<? c ...) char<? of the folded characters. R7RS 6.6."),
    native("char-ci>?", at_least(1), |_, args| compare("char-ci>?", args, casing::fold_char, Ordering::is_gt), TEST, "(char-ci>? c ...) char>? of the folded characters. R7RS 6.6."),
    native("char-ci<=?", at_least(1), |_, args| compare("char-ci<=?", args, casing::fold_char, Ordering::is_le), TEST, "(char-ci<=? c ...) char<=? of the folded characters. R7RS 6.6."),
    native("char-ci>=?", at_least(1), |_, args| compare("char-ci>=?", args, casing::fold_char, Ordering::is_ge), TEST, "(char-ci>=? c ...) char>=? of the folded characters. R7RS 6.6."),
    native("char-alphabetic?", exactly(1), |_, args| test("char-alphabetic?", args, char::is_alphabetic), TEST, "(char-alphabetic? c) whether c has the property Alphabetic. R7RS 6.6."),
    native("char-numeric?", exactly(1), |_, args| test("char-numeric?", args, |c| casing::digit_value(c).is_some()), TEST, "(char-numeric? c) whether c is a decimal digit of some script. R7RS 6.6."),
    native("char-whitespace?", exactly(1), |_, args| test("char-whitespace?", args, char::is_whitespace), TEST, "(char-whitespace? c) whether c has the property White_Space. R7RS 6.6."),
    native("char-upper-case?", exactly(1), |_, args| test("char-upper-case?", args, char::is_uppercase), TEST, "(char-upper-case? c) whether c has the property Uppercase. R7RS 6.6."),
    native("char-lower-case?", exactly(1), |_, args| test("char-lower-case?", args, char::is_lowercase), TEST, "(char-lower-case? c) whether c has the property Lowercase. R7RS 6.6."),
    native("char-upcase", exactly(1), |_, args| map("char-upcase", args, casing::upcase), PURE | FOLD, "(char-upcase c) c in upper case. R7RS 6.6."),
    native("char-downcase", exactly(1), |_, args| map("char-downcase", args, casing::downcase), PURE | FOLD, "(char-downcase c) c in lower case. R7RS 6.6."),
    native("char-foldcase", exactly(1), |_, args| map("char-foldcase", args, casing::fold_char), PURE | FOLD, "(char-foldcase c) c without case. R7RS 6.6."),
    native("digit-value", exactly(1), digit_value, PURE | FOLD, "(digit-value c) the value of a decimal digit, else #f. R7RS 6.6."),
    native("char-ascii?", exactly(1), |_, args| test("char-ascii?", args, |c| c.is_ascii()), TEST, "(char-ascii? c) whether c is of ASCII. MIT Scheme."),
    native("char->digit", between(1, 2), char_to_digit, PURE | FOLD, "(char->digit c [radix]) the value of a digit in the radix, else #f. MIT Scheme."),
    native("digit->char", between(1, 2), digit_to_char, PURE | FOLD, "(digit->char n [radix]) the digit of this value, else #f. MIT Scheme."),
    native("char->integer", exactly(1), char_to_integer, PURE | FOLD, "(char->integer c) the code point. R7RS 6.6."),
    native("integer->char", exactly(1), integer_to_char, PURE | FOLD, "(integer->char n) the character of this code point. R7RS 6.6."),
];

fn same(c: char) -> char {
    c
}

/// Whether `wanted` holds between each argument and the next, after mapping. All arguments are
/// checked, even after a negative answer.
fn compare<'gc>(who: &str, args: Args<'_, 'gc>, key: fn(char) -> char, wanted: fn(Ordering) -> bool) -> Result<'gc> {
    let mut holds = true;
    let mut last = key(args::character(who, args[0])?);
    for &arg in &args[1..] {
        let next = key(args::character(who, arg)?);
        holds &= wanted(last.cmp(&next));
        last = next;
    }
    Ok(Value::bool(holds))
}

fn test<'gc>(who: &str, args: Args<'_, 'gc>, property: fn(char) -> bool) -> Result<'gc> {
    Ok(Value::bool(property(args::character(who, args[0])?)))
}

fn map<'gc>(who: &str, args: Args<'_, 'gc>, mapping: fn(char) -> char) -> Result<'gc> {
    Ok(Value::char(mapping(args::character(who, args[0])?)))
}

fn number_or_false<'gc>(digit: Option<u32>) -> Value<'gc> {
    digit.map_or(Value::FALSE, |n| Value::fixnum(n.into()))
}

fn digit_value<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(number_or_false(casing::digit_value(args::character("digit-value", args[0])?)))
}

fn radix<'gc>(who: &str, args: Args<'_, 'gc>) -> Result<'gc, u32> {
    match args::optional(args, 1) {
        Some(value) => Ok(args::bound(who, "radix", value, 2, 36)? as u32),
        None => Ok(10),
    }
}

fn char_to_digit<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let c = args::character("char->digit", args[0])?;
    let radix = radix("char->digit", args)?;
    let decimal = casing::digit_value(c).filter(|&n| n < radix);
    Ok(number_or_false(decimal.or_else(|| c.to_digit(radix))))
}

fn digit_to_char<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let value = args::size("digit->char", "digit", args[0])?;
    let radix = radix("digit->char", args)?;
    let digit = u32::try_from(value).ok().and_then(|n| char::from_digit(n, radix));
    Ok(digit.map_or(Value::FALSE, Value::char))
}

fn char_to_integer<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::fixnum(args::character("char->integer", args[0])? as i64))
}

fn integer_to_char<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let n = args::bound("integer->char", "code point", args[0], 0, 0x10FFFF)?;
    char::from_u32(n as u32).map(Value::char).ok_or_else(|| Throw::out_of_range("integer->char", "code point", args[0]))
}
