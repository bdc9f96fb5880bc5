//! Implements output (R7RS 6.13.3).
//!
//! Strings, characters and small integers go straight into the port's buffer; other objects are
//! printed first and written as a whole, so that a failure of the printer leaves no partial output.

use cairn_data::error::Result;
use cairn_data::port::{Content, Which};
use cairn_gc::Value;
use cairn_text::printer::{Style, print};

use super::transfer::{Writing, port_argument, side};
use crate::args;
use crate::{Args, Builtin, Context, between, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("write", between(1, 2), write, flag::NONE, "(write obj [port]) writes obj for read; cycles get labels."),
    native("display", between(1, 2), display, flag::NONE, "(display obj [port]) writes obj for people."),
    native("write-shared", between(1, 2), write_shared, flag::NONE, "(write-shared obj [port]) writes obj; what occurs twice gets a label."),
    native("write-simple", between(1, 2), write_simple, flag::NONE, "(write-simple obj [port]) writes obj without labels where it can."),
    native("newline", between(0, 1), newline, flag::NONE, "(newline [port]) ends the line."),
    native("write-char", between(1, 2), write_char, flag::NONE, "(write-char char [port]) writes the character."),
    native("write-string", between(1, 4), write_string, flag::NONE, "(write-string string [port [start [end]]]) writes its characters."),
    native("write-u8", between(1, 2), write_u8, flag::NONE, "(write-u8 byte [port]) writes the byte."),
    native("write-bytevector", between(1, 4), write_bytevector, flag::NONE, "(write-bytevector bytes [port [start [end]]]) writes its bytes."),
];

/// Prints `args[0]` to the port that `args[1]` names.
fn write_object<'gc>(who: &'static str, style: Style, ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mut writing = Writing::from(who, Content::Text, ctx, args, 1)?;
    if let Some(n) = args[0].as_fixnum() {
        let mut digits = [0; 20];
        let digits = decimal(n, &mut digits);
        return writing.write(ctx.mc, digits.len(), |output| output.bytes(digits));
    }
    if let Some(chars) = args[0].as_string()
        && style == Style::Display
    {
        return writing.write(ctx.mc, chars.len(), |output| output.chars(chars));
    }
    let mut text = String::new();
    print(ctx.mc, args[0], style, &mut text)?;
    // The port's buffer may take as much again.
    ctx.mc.check_room(2 * text.len())?;
    writing.write(ctx.mc, text.len(), |output| output.bytes(text.as_bytes()))
}

/// The decimal digits of `n`, at the end of `buffer`.
fn decimal(n: i64, buffer: &mut [u8; 20]) -> &[u8] {
    let mut rest = n.unsigned_abs();
    let mut at = buffer.len();
    loop {
        at -= 1;
        buffer[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if n < 0 {
        at -= 1;
        buffer[at] = b'-';
    }
    &buffer[at..]
}

fn write<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    write_object("write", Style::Write, ctx, args)
}

fn display<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    write_object("display", Style::Display, ctx, args)
}

fn write_shared<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    write_object("write-shared", Style::Shared, ctx, args)
}

fn write_simple<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    write_object("write-simple", Style::Simple, ctx, args)
}

fn newline<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mut writing = Writing::from("newline", Content::Text, ctx, args, 0)?;
    writing.write(ctx.mc, 1, |output| output.byte(b'\n'))
}

fn write_char<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let c = args::character("write-char", args[0])?;
    let value = port_argument(ctx, args, 1, Which::Output);
    if c.is_ascii()
        && let Some((port, mut output)) = side(value, Content::Text, |port| port.output(ctx.mc))
        && output.quick_byte(c as u8)
    {
        if port.note_held(output.held()) {
            value.recount_payload(ctx.mc);
        }
        return Ok(Value::UNSPECIFIED);
    }
    let mut writing = Writing::from("write-char", Content::Text, ctx, args, 1)?;
    writing.write(ctx.mc, 4, |output| output.char(c))
}

fn write_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let chars = args::string("write-string", args[0])?;
    let (start, end) = args::range("write-string", args, 2, chars.len())?;
    let mut writing = Writing::from("write-string", Content::Text, ctx, args, 1)?;
    writing.write(ctx.mc, (end - start).saturating_mul(4), |output| output.chars(chars.slice(start, end)))
}

fn write_u8<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let byte = args::byte("write-u8", args[0])?;
    let mut writing = Writing::from("write-u8", Content::Binary, ctx, args, 1)?;
    writing.write(ctx.mc, 1, |output| output.byte(byte))
}

fn write_bytevector<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = args::bytevector("write-bytevector", args[0])?;
    let (start, end) = args::range("write-bytevector", args, 2, bytes.len())?;
    let mut writing = Writing::from("write-bytevector", Content::Binary, ctx, args, 1)?;
    writing.write(ctx.mc, end - start, |output| output.bytes(&bytes[start..end]))
}
