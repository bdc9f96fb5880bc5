//! Puts numbers into bytes and takes them out again, as a format says.

use cairn_data::bridge;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::lists::ListBuilder;
use cairn_data::scratch::Scratch;
use cairn_gc::{Kind, Mutation, Value};

use crate::{Args, Builtin, Context, args, at_least, between, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("pack", at_least(1), pack, flag::NONE, "(pack format value ...) the bytes of the values: b h i q are integers of 1, 2, 4, 8 bytes, B H I Q without sign, f and d floats, s a bytevector or string of the length before it, x a zero byte. < and > say that the least or the greatest byte comes first; < is the default. A number repeats what follows it."),
    native("unpack", between(2, 3), unpack, flag::NONE, "(unpack format bytevector [start]) the list of the values that pack would put there; s is a bytevector."),
    native("packed-size", exactly(1), packed_size, flag::NONE, "(packed-size format) how many bytes it stands for."),
];

/// One field of a format.
#[derive(Clone, Copy)]
enum Field {
    Integer { bytes: usize, signed: bool },
    Float { bytes: usize },
    Bytes(usize),
    Zero,
}

impl Field {
    fn size(self) -> usize {
        match self {
            Field::Integer { bytes, .. } | Field::Float { bytes } | Field::Bytes(bytes) => bytes,
            Field::Zero => 1,
        }
    }
}

/// A field, how often it comes, and whether the least byte comes first.
struct Item {
    field: Field,
    count: usize,
    little: bool,
}

/// The most bytes that a format stands for.
const MOST: usize = 1 << 40;

fn parse<'gc>(mc: Mutation<'gc>, who: &str, value: Value<'gc>) -> Result<'gc, Vec<Item>> {
    let mut scratch = Scratch::new(mc);
    scratch.need(args::string(who, value)?.len())?;
    let text = args::text(mc, who, value)?;
    mc.work(text.len() / 4)?;
    let wrong = |at: usize| Throw::new(ErrorKind::General, format!("{who}: no format, at character {at}:"), &[value]);
    let (mut items, mut little, mut count) = (Vec::new(), true, None);
    let mut total = 0_usize;
    for (at, c) in text.chars().enumerate() {
        if let Some(digit) = c.to_digit(10) {
            count = Some(count.unwrap_or(0_usize).saturating_mul(10).saturating_add(digit as usize));
            continue;
        }
        let field = match c {
            '<' | '>' | ' ' if count.is_none() => {
                little = if c == ' ' { little } else { c == '<' };
                continue;
            }
            'b' | 'B' => Field::Integer { bytes: 1, signed: c == 'b' },
            'h' | 'H' => Field::Integer { bytes: 2, signed: c == 'h' },
            'i' | 'I' => Field::Integer { bytes: 4, signed: c == 'i' },
            'q' | 'Q' => Field::Integer { bytes: 8, signed: c == 'q' },
            'f' => Field::Float { bytes: 4 },
            'd' => Field::Float { bytes: 8 },
            's' => Field::Bytes(count.take().unwrap_or(1)),
            'x' => Field::Zero,
            _ => return Err(wrong(at)),
        };
        let count = count.take().unwrap_or(1);
        total = total.saturating_add(field.size().saturating_mul(count));
        if total > MOST {
            return Err(wrong(at));
        }
        scratch.need(text.len() + (items.len() + 1) * size_of::<Item>())?;
        items.push(Item { field, count, little });
    }
    if count.is_some() { Err(wrong(text.chars().count())) } else { Ok(items) }
}

fn size(items: &[Item]) -> usize {
    items.iter().map(|item| item.field.size() * item.count).sum()
}

fn packed_size<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::fixnum(size(&parse(ctx.mc, "packed-size", args[0])?) as i64))
}

fn pack<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "pack";
    let items = parse(ctx.mc, WHO, args[0])?;
    let total = size(&items);
    ctx.mc.check_room(total.saturating_mul(2))?;
    ctx.mc.work(total / 16)?;
    let mut out = Vec::with_capacity(total);
    let mut values = args[1..].iter().copied();
    for Item { field, count, little } in items {
        if let Field::Zero = field {
            out.resize(out.len() + count, 0);
            continue;
        }
        for _ in 0..count {
            let value =
                values.next().ok_or_else(|| Throw::new(ErrorKind::Arity, "pack: too few values for", &args[..1]))?;
            put(ctx.mc, &mut out, field, little, value)?;
        }
    }
    if values.next().is_some() {
        return Err(Throw::new(ErrorKind::Arity, "pack: too many values for", &args[..1]));
    }
    Ok(ctx.mc.alloc_bytes_from(Kind::Bytes, &out)?)
}

fn put<'gc>(mc: Mutation<'gc>, out: &mut Vec<u8>, field: Field, little: bool, value: Value<'gc>) -> Result<'gc, ()> {
    const WHO: &str = "pack";
    let start = out.len();
    match field {
        Field::Integer { bytes, signed } => {
            let integer = bridge::to_integer(value).ok_or_else(|| Throw::wrong_type(WHO, "an exact integer", value))?;
            let (least, most) = bounds(bytes, signed);
            let integer = i128::try_from(&integer).ok().filter(|n| (least..=most).contains(n));
            let integer = integer.ok_or_else(|| Throw::out_of_range(WHO, "integer", value))?;
            out.extend_from_slice(&integer.to_le_bytes()[..bytes]);
        }
        Field::Float { bytes } => {
            let real = bridge::to_real(value).ok_or_else(|| Throw::wrong_type(WHO, "a real number", value))?.to_f64();
            match bytes {
                4 => out.extend_from_slice(&(real as f32).to_le_bytes()),
                _ => out.extend_from_slice(&real.to_le_bytes()),
            }
        }
        Field::Bytes(length) => {
            let text;
            let bytes = match value.has_kind(Kind::Bytes) {
                true => value.bytes(),
                false => {
                    text = args::text(mc, WHO, value)?;
                    text.as_bytes()
                }
            };
            if bytes.len() > length {
                return Err(Throw::out_of_range(WHO, "length", value));
            }
            out.extend_from_slice(bytes);
            out.resize(start + length, 0);
            return Ok(());
        }
        Field::Zero => {}
    }
    if !little {
        out[start..].reverse();
    }
    Ok(())
}

/// The least and the greatest integer of this many bytes.
fn bounds(bytes: usize, signed: bool) -> (i128, i128) {
    let bits = 8 * bytes as u32;
    if signed { (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) } else { (0, (1 << bits) - 1) }
}

fn unpack<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "unpack";
    let items = parse(ctx.mc, WHO, args[0])?;
    let bytes = args::bytevector(WHO, args[1])?;
    let (start, _) = args::range(WHO, args, 2, bytes.len())?;
    let mut left = &bytes[start..];
    if size(&items) > left.len() {
        return Err(Throw::new(ErrorKind::Range, "unpack: too few bytes for", &args[..1]));
    }
    ctx.mc.work(size(&items) / 4)?;
    let mut list = ListBuilder::new();
    for Item { field, count, little } in items {
        for _ in 0..count {
            let (own, rest) = left.split_at(field.size());
            left = rest;
            ctx.mc.check_room(own.len())?;
            if let Some(value) = get(ctx, field, little, own)? {
                list.push(ctx.mc, value);
            }
        }
    }
    Ok(list.finish(ctx.mc, Value::NIL))
}

fn get<'gc>(ctx: &Context<'_, 'gc>, field: Field, little: bool, own: &[u8]) -> Result<'gc, Option<Value<'gc>>> {
    let ordered = |own: &[u8]| {
        let mut wide = [0; 16];
        wide[..own.len()].copy_from_slice(own);
        if !little {
            wide[..own.len()].reverse();
        }
        wide
    };
    Ok(Some(match field {
        Field::Integer { bytes, signed } => {
            let unsigned = i128::from_le_bytes(ordered(own));
            let (_, most) = bounds(bytes, signed);
            let integer = if unsigned > most { unsigned - (1 << (8 * bytes)) } else { unsigned };
            bridge::from_integer(ctx.mc, &integer.into())?
        }
        Field::Float { bytes: 4 } => ctx.mc.flonum(f32::from_le_bytes(std::array::from_fn(|i| ordered(own)[i])).into()),
        Field::Float { .. } => ctx.mc.flonum(f64::from_le_bytes(std::array::from_fn(|i| ordered(own)[i]))),
        Field::Bytes(_) => ctx.mc.alloc_bytes_from(Kind::Bytes, own)?,
        Field::Zero => return Ok(None),
    }))
}
