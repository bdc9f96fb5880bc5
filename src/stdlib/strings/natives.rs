//! Implements strings (R7RS 6.7).
//!
//! A string is narrow (a byte per character) or wide; see `cairn_gc::Chars`. Fresh strings are
//! narrow if possible, but a narrow text may be stored in a wide buffer, so comparisons look at the
//! characters and not at the representation.

use std::cmp::Ordering;

use cairn_data::error::{Result, Throw};
use cairn_data::lists::{self, elements};
use cairn_gc::{Chars, Mutation, Value};
use cairn_text::casing;

use crate::args;
use crate::{Args, Builtin, Context, at_least, between, exactly, flag, native};

use flag::{BOOLEAN, FOLD, NONE, PURE, TOTAL};

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("string?", exactly(1), is_string, PURE | TOTAL | FOLD | BOOLEAN, "(string? x) whether x is a string. R7RS 6.7."),
    native("make-string", between(1, 2), make_string, PURE, "(make-string k [char]) a fresh string of k characters. R7RS 6.7."),
    native("string", at_least(0), string, PURE, "(string char ...) a fresh string of the arguments. R7RS 6.7."),
    native("string-length", exactly(1), string_length, PURE | FOLD, "(string-length s) number of characters. R7RS 6.7."),
    native("string-ref", exactly(2), string_ref, PURE, "(string-ref s k) character k. R7RS 6.7."),
    native("string-set!", exactly(3), string_set, NONE, "(string-set! s k char) replaces character k. R7RS 6.7."),
    native("string=?", at_least(1), |_, args| compare("string=?", args, Ordering::is_eq), PURE | BOOLEAN, "(string=? s ...) whether all are the same text. R7RS 6.7."),
    native("string<?", at_least(1), |_, args| compare("string<?", args, Ordering::is_lt), PURE | BOOLEAN, "(string<? s ...) whether each comes before the next, by code points. R7RS 6.7."),
    native("string>?", at_least(1), |_, args| compare("string>?", args, Ordering::is_gt), PURE | BOOLEAN, "(string>? s ...) whether each comes after the next, by code points. R7RS 6.7."),
    native("string<=?", at_least(1), |_, args| compare("string<=?", args, Ordering::is_le), PURE | BOOLEAN, "(string<=? s ...) whether none comes after the next, by code points. R7RS 6.7."),
    native("string>=?", at_least(1), |_, args| compare("string>=?", args, Ordering::is_ge), PURE | BOOLEAN, "(string>=? s ...) whether none comes before the next, by code points. R7RS 6.7."),
    native("string-ci=?", at_least(1), |_, args| compare_folded("string-ci=?", args, Ordering::is_eq), PURE | BOOLEAN, "(string-ci=? s ...) string=? of the folded strings. R7RS 6.7."),
    native("string-ci<?", at_least(1), |_, args| compare_folded("string-ci<?", args, Ordering::is_lt), PURE | BOOLEAN, "(string-ci<? s ...) string<? of the folded strings. R7RS 6.7."),
    native("string-ci>?", at_least(1), |_, args| compare_folded("string-ci>?", args, Ordering::is_gt), PURE | BOOLEAN, "(string-ci>? s ...) string>? of the folded strings. R7RS 6.7."),
    native("string-ci<=?", at_least(1), |_, args| compare_folded("string-ci<=?", args, Ordering::is_le), PURE | BOOLEAN, "(string-ci<=? s ...) string<=? of the folded strings. R7RS 6.7."),
    native("string-ci>=?", at_least(1), |_, args| compare_folded("string-ci>=?", args, Ordering::is_ge), PURE | BOOLEAN, "(string-ci>=? s ...) string>=? of the folded strings. R7RS 6.7."),
    native("string-upcase", exactly(1), string_upcase, PURE, "(string-upcase s) a fresh string in upper case; its length may differ. R7RS 6.7."),
    native("string-downcase", exactly(1), string_downcase, PURE, "(string-downcase s) a fresh string in lower case; its length may differ. R7RS 6.7."),
    native("string-foldcase", exactly(1), string_foldcase, PURE, "(string-foldcase s) a fresh string without case; its length may differ. R7RS 6.7."),
    native("substring", between(2, 3), substring, PURE, "(substring s start [end]) a fresh string of the characters. R7RS 6.7."),
    native("string-append", at_least(0), string_append, PURE, "(string-append s ...) a fresh string of the characters of all. R7RS 6.7."),
    native("string->list", between(1, 3), string_to_list, PURE, "(string->list s [start [end]]) a fresh list of the characters. R7RS 6.7."),
    native("list->string", exactly(1), list_to_string, PURE, "(list->string list) a fresh string of the characters. R7RS 6.7."),
    native("string-copy", between(1, 3), string_copy, PURE, "(string-copy s [start [end]]) a fresh string of the characters. R7RS 6.7."),
    native("string-copy!", between(3, 5), string_copy_to, NONE, "(string-copy! to at from [start [end]]) copies characters; the ranges may overlap. R7RS 6.7."),
    native("string-fill!", between(2, 4), string_fill, NONE, "(string-fill! s char [start [end]]) stores char everywhere. R7RS 6.7."),
];

fn is_string<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args[0].is_string()))
}

fn make_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = args::size("make-string", "length", args[0])?;
    let fill = args::optional(args, 1).map_or(Ok(' '), |c| args::character("make-string", c))?;
    Ok(ctx.mc.string_from((fill as u32) < 0x100, length, std::iter::repeat_n(fill, length))?)
}

/// A fresh string of these values, all of which must be characters; `count` is
/// their number.
pub fn string_of_values<'gc>(
    mc: Mutation<'gc>,
    who: &str,
    count: usize,
    items: impl Iterator<Item = Value<'gc>> + Clone,
) -> Result<'gc> {
    let mut narrow = true;
    for item in items.clone() {
        narrow &= (args::character(who, item)? as u32) < 0x100;
    }
    Ok(mc.string_from(narrow, count, items.filter_map(Value::as_char))?)
}

fn string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    string_of_values(ctx.mc, "string", args.len(), args.iter().copied())
}

fn string_length<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::fixnum(args::string("string-length", args[0])?.len() as i64))
}

fn string_ref<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let chars = args::string("string-ref", args[0])?;
    let i = args::index("string-ref", args[1], chars.len())?;
    Ok(Value::char(chars.get(i).unwrap_or(char::REPLACEMENT_CHARACTER)))
}

/// The length of a string, which must be mutable.
fn changeable<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, usize> {
    let length = args::string(who, value)?.len();
    args::mutable(who, value)?;
    Ok(length)
}

fn string_set<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = changeable("string-set!", args[0])?;
    let i = args::index("string-set!", args[1], length)?;
    args[0].string_set(ctx.mc, i, args::character("string-set!", args[2])?)?;
    Ok(Value::UNSPECIFIED)
}

// --- comparison -------------------------------------------------------------

/// The order of two texts by code points.
pub fn order(a: Chars<'_>, b: Chars<'_>) -> Ordering {
    match (a, b) {
        (Chars::Narrow(a), Chars::Narrow(b)) => a.cmp(b),
        (Chars::Wide(a), Chars::Wide(b)) => a.cmp(b),
        _ => a.iter().cmp(b.iter()),
    }
}

/// Whether `wanted` holds between each argument and the next. All arguments are checked, even after
/// a negative answer.
fn chain<'gc, T>(
    args: Args<'_, 'gc>,
    item: impl Fn(Value<'gc>) -> Result<'gc, T>,
    order: impl Fn(&T, &T) -> Ordering,
    wanted: fn(Ordering) -> bool,
) -> Result<'gc> {
    let mut holds = true;
    let mut last = item(args[0])?;
    for &arg in &args[1..] {
        let next = item(arg)?;
        holds = holds && wanted(order(&last, &next));
        last = next;
    }
    Ok(Value::bool(holds))
}

fn compare<'gc>(who: &str, args: Args<'_, 'gc>, wanted: fn(Ordering) -> bool) -> Result<'gc> {
    chain(args, |value| args::string(who, value), |&a, &b| order(a, b), wanted)
}

fn compare_folded<'gc>(who: &str, args: Args<'_, 'gc>, wanted: fn(Ordering) -> bool) -> Result<'gc> {
    chain(args, |value| args::string(who, value), |&a, &b| order_folded(a, b), wanted)
}

/// The order of two texts, ignoring case.
pub fn order_folded(a: Chars<'_>, b: Chars<'_>) -> Ordering {
    a.iter().flat_map(casing::fold).cmp(b.iter().flat_map(casing::fold))
}

// --- case -------------------------------------------------------------------

/// A fresh string of the mapped text. ASCII, which no mapping lengthens, is mapped byte by byte.
fn map_case<'gc>(
    ctx: &mut Context<'_, 'gc>,
    chars: Chars<'gc>,
    ascii: fn(&mut [u8]),
    full: impl FnOnce(Chars<'gc>) -> String,
) -> Result<'gc> {
    if let Chars::Narrow(bytes) = chars
        && bytes.is_ascii()
    {
        let result = ctx.mc.string_copy(chars)?;
        result.narrow_chars_mut(ctx.mc, ascii);
        return Ok(result);
    }
    ctx.mc.check_room(chars.len().saturating_mul(12))?;
    Ok(ctx.mc.string(&full(chars))?)
}

fn string_upcase<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let chars = args::string("string-upcase", args[0])?;
    map_case(ctx, chars, <[u8]>::make_ascii_uppercase, |chars| chars.to_string().to_uppercase())
}

fn string_downcase<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let chars = args::string("string-downcase", args[0])?;
    map_case(ctx, chars, <[u8]>::make_ascii_lowercase, |chars| chars.to_string().to_lowercase())
}

fn string_foldcase<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    folded(ctx, args::string("string-foldcase", args[0])?)
}

/// A fresh string of the folded text.
pub fn folded<'gc>(ctx: &mut Context<'_, 'gc>, chars: Chars<'gc>) -> Result<'gc> {
    map_case(ctx, chars, <[u8]>::make_ascii_lowercase, |chars| chars.iter().flat_map(casing::fold).collect())
}

// --- parts and copies -------------------------------------------------------

/// The characters of the string `args[0]` from `args[1]` to `args[2]`.
pub fn selected<'gc>(who: &str, args: Args<'_, 'gc>) -> Result<'gc, Chars<'gc>> {
    let chars = args::string(who, args[0])?;
    let (start, end) = args::range(who, args, 1, chars.len())?;
    Ok(chars.slice(start, end))
}

fn substring<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(ctx.mc.string_copy(selected("substring", args)?)?)
}

fn string_copy<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(ctx.mc.string_copy(selected("string-copy", args)?)?)
}

fn string_append<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    if let &[a, b] = args {
        let parts = [args::string("string-append", a)?, args::string("string-append", b)?];
        return Ok(ctx.mc.string_concat(parts.into_iter())?);
    }
    args.iter().try_for_each(|&part| args::string("string-append", part).map(|_| ()))?;
    Ok(ctx.mc.string_concat(args.iter().filter_map(|part| part.as_string()))?)
}

fn string_to_list<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let chars = selected("string->list", args)?;
    lists::list_from(ctx.mc, chars.len(), chars.iter().map(Value::char))
}

fn list_to_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = lists::list_length(ctx.mc, "list->string", args[0])?;
    string_of_values(ctx.mc, "list->string", length, elements(args[0]))
}

fn string_copy_to<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let who = "string-copy!";
    let length = changeable(who, args[0])?;
    let at = args::bound(who, "index", args[1], 0, length)?;
    let source = args::string(who, args[2])?.len();
    let (start, end) = args::range(who, args, 3, source)?;
    if !args[0].copy_chars(ctx.mc, at, args[2], start, end - start)? {
        return Err(Throw::out_of_range(who, "index", args[1]).hint("the target is too short for that many characters"));
    }
    Ok(Value::UNSPECIFIED)
}

fn string_fill<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = changeable("string-fill!", args[0])?;
    let fill = args::character("string-fill!", args[1])?;
    let (start, end) = args::range("string-fill!", args, 2, length)?;
    args[0].fill_chars(ctx.mc, start, end - start, fill)?;
    Ok(Value::UNSPECIFIED)
}
