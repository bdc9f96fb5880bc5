//! Converts between numbers and text (R7RS 6.2.7).

use cairn_data::bridge;
use cairn_data::error::Result;
use cairn_gc::{Chars, Value};
use cairn_number as tower;

use super::{Args, failed, number};
use crate::{Builtin, Context, args, between, flag, native};

use flag::PURE;

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("number->string", between(1, 2), number_to_string, PURE, "(number->string z [radix]) its external representation. R7RS 6.2.7."),
    native("string->number", between(1, 2), string_to_number, PURE, "(string->number s [radix]) the number that s denotes, or #f. R7RS 6.2.7."),
];

fn radix<'gc>(who: &str, args: Args<'_, 'gc>) -> Result<'gc, u32> {
    match args::optional(args, 1) {
        Some(value) => Ok(args::bound(who, "radix", value, 2, 36)? as u32),
        None => Ok(10),
    }
}

fn number_to_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let radix = radix("number->string", args)?;
    let number = number("number->string", args[0])?;
    // A digit takes at least one bit, and one byte.
    ctx.mc.check_room(number.size_in_bits())?;
    let text = tower::to_string(&number, radix).map_err(|error| failed("number->string", error, args))?;
    Ok(ctx.mc.string(&text)?)
}

fn string_to_number<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let chars = args::string("string->number", args[0])?;
    let radix = radix("string->number", args)?;
    let parsed = match chars {
        Chars::Narrow(bytes) if bytes.is_ascii() => {
            std::str::from_utf8(bytes).map_or(Ok(None), |text| tower::parse(text, radix))
        }
        _ => tower::parse(&chars.to_string(), radix),
    };
    let parsed = parsed.map_err(|error| failed("string->number", error, args))?;
    parsed.map_or(Ok(Value::FALSE), |number| bridge::from_number(ctx.mc, &number))
}
