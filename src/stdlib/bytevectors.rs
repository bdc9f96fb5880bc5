//! Implements bytevectors (R7RS 6.9).

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::lists;
use cairn_gc::{Kind, Value};

use super::args;
use super::{Args, Builtin, Context, at_least, between, exactly, flag, native};

use flag::{BOOLEAN, FOLD, NONE, PURE, TOTAL};

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("bytevector?", exactly(1), is_bytevector, PURE | TOTAL | FOLD | BOOLEAN, "(bytevector? x) whether x is a bytevector. R7RS 6.9."),
    native("make-bytevector", between(1, 2), make_bytevector, PURE, "(make-bytevector k [byte]) a fresh bytevector of k bytes. R7RS 6.9."),
    native("bytevector", at_least(0), bytevector, PURE, "(bytevector byte ...) a fresh bytevector of the arguments. R7RS 6.9."),
    native("bytevector-u8-ref", exactly(2), u8_ref, PURE, "(bytevector-u8-ref b k) byte k. R7RS 6.9."),
    native("bytevector-u8-set!", exactly(3), u8_set, NONE, "(bytevector-u8-set! b k byte) replaces byte k. R7RS 6.9."),
    native("bytevector-length", exactly(1), length, PURE | FOLD, "(bytevector-length b) number of bytes. R7RS 6.9."),
    native("bytevector-copy", between(1, 3), copy, PURE, "(bytevector-copy b [start [end]]) a fresh bytevector of the bytes. R7RS 6.9."),
    native("bytevector-copy!", between(3, 5), copy_to, NONE, "(bytevector-copy! to at from [start [end]]) copies bytes; the ranges may overlap. R7RS 6.9."),
    native("bytevector-append", at_least(0), append, PURE, "(bytevector-append b ...) a fresh bytevector of the bytes of all. R7RS 6.9."),
    native("bytevector-fill!", between(2, 4), fill, NONE, "(bytevector-fill! b byte [start [end]]) stores byte everywhere. R6RS."),
    native("utf8->string", between(1, 3), utf8_to_string, PURE, "(utf8->string b [start [end]]) a fresh string of the bytes read as UTF-8. R7RS 6.9."),
    native("string->utf8", between(1, 3), string_to_utf8, PURE, "(string->utf8 s [start [end]]) a fresh bytevector of the string in UTF-8. R7RS 6.9."),
    native("bytevector->list", between(1, 3), to_list, PURE, "(bytevector->list b [start [end]]) a fresh list of the bytes."),
    native("list->bytevector", exactly(1), from_list, PURE, "(list->bytevector list) a fresh bytevector of the bytes."),
];

fn is_bytevector<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args[0].has_kind(Kind::Bytes)))
}

fn make_bytevector<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = args::size("make-bytevector", "length", args[0])?;
    let fill = args::optional(args, 1).map_or(Ok(0), |b| args::byte("make-bytevector", b))?;
    let result = ctx.mc.alloc_bytes(Kind::Bytes, length)?;
    if fill != 0 {
        result.bytes_mut(ctx.mc, |bytes| bytes.fill(fill));
    }
    Ok(result)
}

/// A bytevector of these bytes, of which there are `length`.
fn collect<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    length: usize,
    items: impl Iterator<Item = Value<'gc>>,
) -> Result<'gc> {
    let result = ctx.mc.alloc_bytes(Kind::Bytes, length)?;
    result.bytes_mut(ctx.mc, |bytes| {
        for (byte, item) in bytes.iter_mut().zip(items) {
            *byte = args::byte(who, item)?;
        }
        Ok::<(), Throw<'gc>>(())
    })?;
    Ok(result)
}

fn bytevector<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    collect(ctx, "bytevector", args.len(), args.iter().copied())
}

fn from_list<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = lists::list_length(ctx.mc, "list->bytevector", args[0])?;
    collect(ctx, "list->bytevector", length, lists::elements(args[0]))
}

fn length<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::fixnum(args::bytevector("bytevector-length", args[0])?.len() as i64))
}

fn u8_ref<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = args::bytevector("bytevector-u8-ref", args[0])?;
    let i = args::index("bytevector-u8-ref", args[1], bytes.len())?;
    Ok(Value::fixnum(bytes[i].into()))
}

/// The length of a bytevector, which must be mutable.
fn changeable<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, usize> {
    let length = args::bytevector(who, value)?.len();
    args::mutable(who, value)?;
    Ok(length)
}

fn u8_set<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = changeable("bytevector-u8-set!", args[0])?;
    let i = args::index("bytevector-u8-set!", args[1], length)?;
    let byte = args::byte("bytevector-u8-set!", args[2])?;
    args[0].bytes_mut(ctx.mc, |bytes| bytes[i] = byte);
    Ok(Value::UNSPECIFIED)
}

/// The bytes of the bytevector `args[0]` from `args[1]` to `args[2]`.
fn selected<'gc>(who: &str, args: Args<'_, 'gc>) -> Result<'gc, &'gc [u8]> {
    let bytes = args::bytevector(who, args[0])?;
    let (start, end) = args::range(who, args, 1, bytes.len())?;
    Ok(&bytes[start..end])
}

fn copy<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(ctx.mc.alloc_bytes_from(Kind::Bytes, selected("bytevector-copy", args)?)?)
}

fn copy_to<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let who = "bytevector-copy!";
    let length = changeable(who, args[0])?;
    let at = args::bound(who, "index", args[1], 0, length)?;
    let source = args::bytevector(who, args[2])?.len();
    let (start, end) = args::range(who, args, 3, source)?;
    if !args[0].copy_bytes(ctx.mc, at, args[2], start, end - start) {
        return Err(Throw::out_of_range(who, "index", args[1]).hint("the target is too short for that many bytes"));
    }
    Ok(Value::UNSPECIFIED)
}

fn append<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mut length = 0usize;
    for &part in args {
        length = length.saturating_add(args::bytevector("bytevector-append", part)?.len());
    }
    let result = ctx.mc.alloc_bytes(Kind::Bytes, length)?;
    let mut at = 0;
    for &part in args {
        result.copy_bytes(ctx.mc, at, part, 0, part.bytes().len());
        at += part.bytes().len();
    }
    Ok(result)
}

fn fill<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = changeable("bytevector-fill!", args[0])?;
    let byte = args::byte("bytevector-fill!", args[1])?;
    let (start, end) = args::range("bytevector-fill!", args, 2, length)?;
    args[0].bytes_mut(ctx.mc, |bytes| bytes[start..end].fill(byte));
    Ok(Value::UNSPECIFIED)
}

fn utf8_to_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match std::str::from_utf8(selected("utf8->string", args)?) {
        Ok(text) => Ok(ctx.mc.string(text)?),
        Err(error) => {
            let message = format!("utf8->string: invalid UTF-8 at byte {} of", error.valid_up_to());
            Err(Throw::new(ErrorKind::General, message, &[args[0]]))
        }
    }
}

fn string_to_utf8<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let chars = args::string("string->utf8", args[0])?;
    let (start, end) = args::range("string->utf8", args, 1, chars.len())?;
    let chars = chars.slice(start, end);
    let length = chars.iter().map(char::len_utf8).sum();
    let result = ctx.mc.alloc_bytes(Kind::Bytes, length)?;
    result.bytes_mut(ctx.mc, |bytes| {
        let mut at = 0;
        for c in chars.iter() {
            at += c.encode_utf8(&mut bytes[at..]).len();
        }
    });
    Ok(result)
}

fn to_list<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = selected("bytevector->list", args)?;
    lists::list_from(ctx.mc, bytes.len(), bytes.iter().map(|&b| Value::fixnum(b.into())))
}
