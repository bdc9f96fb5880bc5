//! Implements the slow paths of instructions: generic arithmetic, and error messages.
//!
//! The words of a failed primitive are those of the builtin (`Machine::fail_primitive`).

use cairn_data::arith;
use cairn_data::equal;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::global;
use cairn_data::records::{self, is_record_of};
use cairn_gc::{Kind, Mutation, Value};

/// Runs `f`, exceeding the memory limit if necessary: in the middle of a procedure it is not
/// known what is live, so nothing can be collected. The next safepoint does that,
/// and raises the condition there if it does not help.
#[inline]
fn made<'gc, T>(mc: Mutation<'gc>, f: impl Fn() -> Result<'gc, T>) -> Result<'gc, T> {
    match f() {
        Err(Throw::OutOfMemory(_)) => mc.beyond_limit(f),
        result => result,
    }
}

macro_rules! generic {
    ($($name:ident = $target:ident;)*) => {
        $(
            #[cold]
            #[inline(never)]
            pub(super) fn $name<'gc>(mc: Mutation<'gc>, x: Value<'gc>, y: Value<'gc>) -> Result<'gc> {
                made(mc, || arith::$target(mc, x, y))
            }
        )*
    };
}

generic! {
    add = add;
    sub = sub;
    mul = mul;
    div = div;
    quotient_any = quotient;
    remainder_any = remainder;
    modulo_any = modulo;
}

macro_rules! comparisons {
    ($($name:ident = |$x:ident, $y:ident| $body:expr;)*) => {
        $(
            #[cold]
            #[inline(never)]
            pub(super) fn $name<'gc>($x: Value<'gc>, $y: Value<'gc>) -> Result<'gc, bool> {
                $body
            }
        )*
    };
}

comparisons! {
    less = |x, y| arith::less(x, y);
    less_eq = |x, y| arith::less_eq(x, y);
    greater = |x, y| arith::greater(x, y);
    greater_eq = |x, y| arith::greater_eq(x, y);
    num_eq = |x, y| arith::num_eq(x, y);
}

/// The remainder by two of a number that is no fixnum.
#[cold]
#[inline(never)]
pub(super) fn parity<'gc>(x: Value<'gc>) -> Result<'gc, i64> {
    arith::is_odd("odd?", x).map(i64::from)
}

/// Quotient of fixnums; the divisor is positive.
#[inline(always)]
pub(super) fn quotient(x: i64, y: i64) -> i64 {
    x / y
}

/// Remainder of fixnums; the divisor is positive.
#[inline(always)]
pub(super) fn remainder(x: i64, y: i64) -> i64 {
    x % y
}

/// Modulo of fixnums; the divisor is positive.
#[inline(always)]
pub(super) fn modulo(x: i64, y: i64) -> i64 {
    x.rem_euclid(y)
}

#[inline(always)]
pub(super) fn eqv<'gc>(x: Value<'gc>, y: Value<'gc>) -> bool {
    x == y || (x.is_object() && equal::eqv(x, y))
}

#[inline(always)]
pub(super) fn has_kind_number(x: Value<'_>, kind: u8) -> bool {
    x.kind().is_some_and(|k| k as u8 == kind)
}

pub(super) fn make_object<'gc>(mc: Mutation<'gc>, kind: u8, words: &[Value<'gc>]) -> Result<'gc> {
    let kind = Kind::ALL[kind as usize];
    if words.len() <= 100 { Ok(mc.alloc(kind, words)) } else { made(mc, || Ok(mc.alloc_copy(kind, words)?)) }
}

#[inline(always)]
pub(super) fn is_record<'gc>(x: Value<'gc>, rtd: Value<'gc>) -> bool {
    // SAFETY: rule 11 of the verifier: a record has a slot for its type.
    x.has_kind(Kind::Record) && (unsafe { x.slot_unchecked(0) } == rtd || is_record_of(x, rtd))
}

/// Whether `x` is a record of the type, and has the field.
#[inline(always)]
pub(super) fn has_field<'gc>(x: Value<'gc>, rtd: Value<'gc>, field: u8) -> bool {
    is_record(x, rtd) && x.object_length() > 1 + field as usize
}

/// Gives a closure the capture that it was made without.
pub(super) fn patch<'gc>(mc: Mutation<'gc>, closure: Value<'gc>, index: usize, value: Value<'gc>) -> Result<'gc, ()> {
    // SAFETY: the closure has the capture; none that must be a cell is replaced.
    unsafe {
        if index < closure.closure_captures() && !closure.capture_unchecked(index).is_cell() {
            closure.set_capture_unchecked(mc, index, value);
            return Ok(());
        }
    }
    Err(Throw::wrong_type("letrec", "a procedure that lacks a captured value", closure))
}

/// The character of a string at an index, when both are right.
#[inline(always)]
pub(super) fn string_char<'gc>(string: Value<'gc>, index: Value<'gc>) -> Option<Value<'gc>> {
    Some(Value::char(string.as_string()?.get(index.as_index()?)?))
}

/// Stores a character, unless an operand is wrong.
pub(super) fn string_set<'gc>(
    mc: Mutation<'gc>,
    string: Value<'gc>,
    index: Value<'gc>,
    c: Value<'gc>,
) -> Result<'gc, bool> {
    match (c.as_char(), index.as_index()) {
        (Some(c), Some(i)) if !string.is_immutable() => made(mc, || Ok(string.string_set(mc, i, c)?)),
        _ => Ok(false),
    }
}

/// Stores a byte, unless an operand is wrong.
pub(super) fn byte_set<'gc>(bytes: Value<'gc>, index: Value<'gc>, byte: Value<'gc>) -> bool {
    match (byte.as_index().and_then(|b| u8::try_from(b).ok()), index.as_index()) {
        // SAFETY: a bytevector with more than `i` bytes.
        (Some(value), Some(i)) if bytes.has_kind(Kind::Bytes) && i < bytes.object_length() => unsafe {
            bytes.set_byte_unchecked(i, value);
            true
        },
        _ => false,
    }
}

#[cold]
pub(super) fn no_record<'gc>(who: Value<'gc>, record: Value<'gc>, rtd: Value<'gc>) -> Throw<'gc> {
    records::mismatch(who, record, rtd).among(&[record])
}

#[cold]
pub(super) fn uninitialised<'gc>(name: Value<'gc>) -> Throw<'gc> {
    Throw::new(ErrorKind::Unbound, "variable used before its initialisation:", &[name])
}

#[cold]
pub(super) fn unbound<'gc>(cell: Value<'gc>) -> Throw<'gc> {
    let name = cell.slot(global::NAME).unwrap_or(Value::FALSE);
    Throw::new(ErrorKind::Unbound, "unbound variable:", &[name])
}

#[cold]
pub(super) fn unbound_assignment<'gc>(cell: Value<'gc>) -> Throw<'gc> {
    let name = cell.slot(global::NAME).unwrap_or(Value::FALSE);
    Throw::new(ErrorKind::Unbound, "set!: unbound variable:", &[name])
        .hint("a variable must be defined before it is assigned")
}

#[cold]
#[inline(never)]
pub(super) fn sqrt<'gc>(mc: Mutation<'gc>, x: Value<'gc>) -> Result<'gc> {
    made(mc, || arith::sqrt(mc, x))
}

#[cold]
pub(super) fn not_applicable<'gc>(callee: Value<'gc>) -> Throw<'gc> {
    Throw::new(ErrorKind::NotProcedure, "this is not a procedure and cannot be called:", &[callee])
}

#[cold]
pub(super) fn wrong_count<'gc>(callee: Value<'gc>, count: usize) -> Throw<'gc> {
    let given = if count == 1 { "1 argument".to_string() } else { format!("{count} arguments") };
    let thrown = Throw::new(ErrorKind::Arity, format!("wrong number of arguments: {given} for"), &[callee]);
    match callee.closure_proto().and_then(super::frames::code_meta) {
        Some(meta) => thrown.label(meta.span, ""),
        None => thrown,
    }
}

/// How many arguments a procedure takes, in words.
#[cold]
pub(super) fn takes(least: usize, most: Option<usize>) -> String {
    let arguments = |n: usize| if n == 1 { "1 argument".to_string() } else { format!("{n} arguments") };
    match most {
        Some(0) => "it takes no arguments".to_string(),
        Some(most) if most == least => format!("it takes {}", arguments(most)),
        Some(most) => format!("it takes {least} to {}", arguments(most)),
        None => format!("it takes {} or more", arguments(least)),
    }
}
