//! `%sort-simple`: sorting by a builtin order, without calling it back.
//!
//! It declines (`#f`) whatever it is not sure about: other procedures, elements of
//! other types, NaNs. The prelude's `sort` then sorts by calls, and fails where it
//! should.

use std::cmp::Ordering;

use cairn_gc::{Chars, Kind, Value};

use super::args::{self, elements};
use super::strings::order;
use super::{Builtin, Context, exactly, flag, native};
use crate::error::Result;
use crate::ir::BuiltinId;
use crate::number::{self, Number, bridge};

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%sort-simple", exactly(2), sort_simple, flag::PURE | flag::INTERNAL, "(%sort-simple less? list) a sorted fresh list when less? is a builtin order of all elements, else #f."),
];

fn sort_simple<'gc>(cx: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    let Some(name) = builtin_name(args[0]) else { return Ok(Value::FALSE) };
    let length = args::list_length("sort", args[1])?;
    cx.mc.check_room(length.saturating_mul(64))?;
    match sorted(name, elements(args[1])) {
        Some(items) => Ok(cx.mc.list(&items)),
        None => Ok(Value::FALSE),
    }
}

fn builtin_name(procedure: Value<'_>) -> Option<&'static str> {
    if !procedure.has_kind(Kind::Native) {
        return None;
    }
    let id = u16::try_from(procedure.slot(0)?.as_index()?).ok()?;
    Some(super::row(BuiltinId(id)).name)
}

fn sorted<'gc>(name: &str, items: impl Iterator<Item = Value<'gc>> + Clone) -> Option<Vec<Value<'gc>>> {
    let descending = name.contains('>');
    match name {
        "<" | ">" => sorted_numbers(items, descending),
        "char<?" | "char>?" => by_key(items, Value::as_char, char::cmp, descending),
        "string<?" | "string>?" => by_key(items, Value::as_string, |a: &Chars, b: &Chars| order(*a, *b), descending),
        _ => None,
    }
}

fn sorted_numbers<'gc>(
    items: impl Iterator<Item = Value<'gc>> + Clone,
    descending: bool,
) -> Option<Vec<Value<'gc>>> {
    if let Some(done) = by_key(items.clone(), Value::as_fixnum, i64::cmp, descending) {
        return Some(done);
    }
    let equal_zeros = |a: &f64, b: &f64| a.partial_cmp(b).unwrap_or(Ordering::Equal);
    if let Some(done) = by_key(items.clone(), proper_flonum, equal_zeros, descending) {
        return Some(done);
    }
    let exact_order = |a: &Number, b: &Number| number::cmp(a, b).ok().flatten().unwrap_or(Ordering::Equal);
    by_key(items, proper_real, exact_order, descending)
}

fn proper_flonum(value: Value<'_>) -> Option<f64> {
    value.as_flonum().filter(|x| !x.is_nan())
}

fn proper_real(value: Value<'_>) -> Option<Number> {
    bridge::to_real(value).map(Number::Real).filter(|n| !n.is_nan())
}

/// The items sorted by their keys, stably; nothing when one has no key.
fn by_key<'gc, T>(
    items: impl Iterator<Item = Value<'gc>>,
    key: impl Fn(Value<'gc>) -> Option<T>,
    compare: impl Fn(&T, &T) -> Ordering,
    descending: bool,
) -> Option<Vec<Value<'gc>>> {
    let mut keyed: Vec<(T, Value<'gc>)> = items.map(|item| Some((key(item)?, item))).collect::<Option<_>>()?;
    if descending {
        keyed.sort_by(|a, b| compare(&b.0, &a.0));
    } else {
        keyed.sort_by(|a, b| compare(&a.0, &b.0));
    }
    Some(keyed.into_iter().map(|(_, item)| item).collect())
}
