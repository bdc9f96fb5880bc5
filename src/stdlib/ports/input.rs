//! Implements input (R7RS 6.13.2).

use cairn_data::error::{Result, Throw};
use cairn_data::port::{Content, Port, Trouble, Which};
use cairn_gc::{Kind, Mutation, Value};
use cairn_text::reader::{CharSource, read_datum};

use super::transfer::{Reading, port_argument, side};
use crate::args;
use crate::{Args, Builtin, Context, between, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("read", between(0, 1), read, flag::NONE, "(read [port]) the next datum."),
    native("read-char", between(0, 1), read_char, flag::NONE, "(read-char [port]) the next character."),
    native("peek-char", between(0, 1), peek_char, flag::NONE, "(peek-char [port]) the next character, which stays."),
    native("char-ready?", between(0, 1), char_ready, flag::BOOLEAN, "(char-ready? [port]) whether read-char would not wait."),
    native("read-line", between(0, 1), read_line, flag::NONE, "(read-line [port]) the next line without its end."),
    native("read-string", between(1, 2), read_string, flag::NONE, "(read-string k [port]) the next k characters, or fewer at the end."),
    native("read-u8", between(0, 1), read_u8, flag::NONE, "(read-u8 [port]) the next byte."),
    native("peek-u8", between(0, 1), peek_u8, flag::NONE, "(peek-u8 [port]) the next byte, which stays."),
    native("u8-ready?", between(0, 1), u8_ready, flag::BOOLEAN, "(u8-ready? [port]) whether read-u8 would not wait."),
    native("read-bytevector", between(1, 2), read_bytevector, flag::NONE, "(read-bytevector k [port]) the next k bytes, or fewer at the end."),
    native("read-bytevector!", between(1, 4), read_bytevector_into, flag::NONE, "(read-bytevector! bytes [port [start [end]]]) how many bytes were read into it."),
    native("eof-object", exactly(0), eof_object, flag::PURE | flag::TOTAL | flag::FOLD, "(eof-object) the end-of-file object."),
    native("eof-object?", exactly(1), is_eof_object, flag::PURE | flag::TOTAL | flag::FOLD | flag::BOOLEAN, "(eof-object? obj) whether obj is the end-of-file object."),
];

/// A port as the reader sees it.
struct Source<'a, 'gc> {
    reading: &'a mut Reading<'gc>,
    mc: Mutation<'gc>,
    /// Characters taken since work was last reported.
    taken: usize,
}

/// Characters between two reports of work.
const STRETCH: usize = 1 << 12;

impl<'gc> CharSource<'gc> for Source<'_, 'gc> {
    #[inline]
    fn peek_char(&mut self) -> Result<'gc, Option<char>> {
        self.reading.input.peek_char().map_err(|trouble| self.reading.failure(trouble))
    }

    #[inline]
    fn next_char(&mut self) -> Result<'gc, Option<char>> {
        self.taken += 1;
        if self.taken == STRETCH {
            self.taken = 0;
            self.mc.work(STRETCH)?;
        }
        self.reading.input.char().map_err(|trouble| self.reading.failure(trouble))
    }
}

/// The text read stays in the buffer until the datum is complete, because `read` is called again if
/// memory runs out.
fn read<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mut reading = Reading::from("read", Content::Text, ctx, args, 0)?;
    let mut state = reading.input.read_state;
    reading.input.hold();
    let datum = read_datum(ctx.mc, &mut Source { reading: &mut reading, mc: ctx.mc, taken: 0 }, &mut state);
    if matches!(datum, Err(Throw::OutOfMemory(_))) {
        reading.input.rewind();
    } else {
        reading.input.release();
        reading.input.read_state = state;
    }
    datum
}

/// A character, or the end-of-file object.
fn char_or_eof<'gc>(reading: &Reading<'gc>, c: std::result::Result<Option<char>, Trouble>) -> Result<'gc> {
    match c {
        Ok(c) => Ok(c.map_or(Value::EOF, Value::char)),
        Err(trouble) => Err(reading.failure(trouble)),
    }
}

fn byte_or_eof<'gc>(reading: &Reading<'gc>, byte: std::result::Result<Option<u8>, Trouble>) -> Result<'gc> {
    match byte {
        Ok(byte) => Ok(byte.map_or(Value::EOF, |byte| Value::fixnum(byte.into()))),
        Err(trouble) => Err(reading.failure(trouble)),
    }
}

/// The next character, when it is at hand. That nothing is returned in memory saves more time than the rest takes.
#[inline(always)]
fn quick_char<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>, takes: bool) -> Option<Value<'gc>> {
    let value = port_argument(ctx, args, 0, Which::Input);
    let (_, mut input) = side(value, Content::Text, Port::input)?;
    input.quick_char(takes).map(Value::char)
}

fn read_char<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    if let Some(c) = quick_char(ctx, args, true) {
        return Ok(c);
    }
    let mut reading = Reading::from("read-char", Content::Text, ctx, args, 0)?;
    let c = reading.input.char();
    char_or_eof(&reading, c)
}

fn peek_char<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    if let Some(c) = quick_char(ctx, args, false) {
        return Ok(c);
    }
    let mut reading = Reading::from("peek-char", Content::Text, ctx, args, 0)?;
    let c = reading.input.peek_char();
    char_or_eof(&reading, c)
}

fn ready<'gc>(reading: Reading<'gc>) -> Result<'gc> {
    if !reading.input.is_open() {
        return Err(reading.failure(Trouble::Closed));
    }
    Ok(Value::bool(reading.input.is_ready()))
}

fn char_ready<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    ready(Reading::from("char-ready?", Content::Text, ctx, args, 0)?)
}

fn u8_ready<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    ready(Reading::from("u8-ready?", Content::Binary, ctx, args, 0)?)
}

/// Creates a string of bytes in the buffer, which are then consumed.
fn take_string<'gc>(mc: Mutation<'gc>, reading: &mut Reading<'gc>, content: usize, whole: usize) -> Result<'gc> {
    let Ok(text) = std::str::from_utf8(&reading.input.buffered()[..content]) else {
        reading.input.take(whole);
        return Err(reading.failure(Trouble::Encoding));
    };
    let string = mc.string(text)?;
    reading.input.take(whole);
    Ok(string)
}

fn read_line<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mut reading = Reading::from("read-line", Content::Text, ctx, args, 0)?;
    match reading.input.line(|size| Ok(ctx.mc.check_room(size)?)) {
        Ok(Some(line)) => take_string(ctx.mc, &mut reading, line.content, line.whole),
        Ok(None) => {
            reading.input.take_end();
            Ok(Value::EOF)
        }
        Err(trouble) => Err(reading.failure(trouble)),
    }
}

/// Whether the end comes next; it is then consumed.
fn at_end<'gc>(reading: &mut Reading<'gc>) -> Result<'gc, bool> {
    match reading.input.peek_byte() {
        Ok(byte) => {
            reading.input.take_end();
            Ok(byte.is_none())
        }
        Err(trouble) => Err(reading.failure(trouble)),
    }
}

fn read_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let wanted = args::size("read-string", "count", args[0])?;
    let mut reading = Reading::from("read-string", Content::Text, ctx, args, 1)?;
    if wanted > 0 && at_end(&mut reading)? {
        return Ok(Value::EOF);
    }
    match reading.input.chars(wanted, |size| Ok(ctx.mc.check_room(size)?)) {
        Ok(bytes) => take_string(ctx.mc, &mut reading, bytes, bytes),
        Err(trouble) => {
            if matches!(trouble, Trouble::Encoding) {
                reading.input.take(1);
            }
            Err(reading.failure(trouble))
        }
    }
}

fn read_u8<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mut reading = Reading::from("read-u8", Content::Binary, ctx, args, 0)?;
    let byte = reading.input.byte();
    byte_or_eof(&reading, byte)
}

fn peek_u8<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mut reading = Reading::from("peek-u8", Content::Binary, ctx, args, 0)?;
    let byte = reading.input.peek_byte();
    byte_or_eof(&reading, byte)
}

fn read_bytevector<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let wanted = args::size("read-bytevector", "count", args[0])?;
    let mut reading = Reading::from("read-bytevector", Content::Binary, ctx, args, 1)?;
    if wanted > 0 && at_end(&mut reading)? {
        return Ok(Value::EOF);
    }
    let mut have = reading.input.buffered().len().min(wanted);
    while have < wanted {
        ctx.mc.check_room(have)?;
        reading.input.ensure(have + 1).map_err(|trouble| reading.failure(trouble))?;
        let now = reading.input.buffered().len().min(wanted);
        if now == have {
            break;
        }
        have = now;
    }
    let bytes = ctx.mc.alloc_bytes_from(Kind::Bytes, &reading.input.buffered()[..have])?;
    reading.input.take(have);
    Ok(bytes)
}

fn read_bytevector_into<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "read-bytevector!";
    let target = args[0];
    let length = args::bytevector(WHO, target)?.len();
    args::mutable(WHO, target)?;
    let (start, end) = args::range(WHO, args, 2, length)?;
    let mut reading = Reading::from(WHO, Content::Binary, ctx, args, 1)?;
    if start < end && at_end(&mut reading)? {
        return Ok(Value::EOF);
    }
    let mut at = start;
    while at < end {
        reading.input.ensure(1).map_err(|trouble| reading.failure(trouble))?;
        let some = reading.input.buffered().len().min(end - at);
        if some == 0 {
            break;
        }
        target.bytes_mut(ctx.mc, |bytes| bytes[at..at + some].copy_from_slice(&reading.input.buffered()[..some]));
        reading.input.take(some);
        at += some;
    }
    Ok(Value::fixnum((at - start) as i64))
}

fn eof_object<'gc>(_: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    Ok(Value::EOF)
}

fn is_eof_object<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args[0] == Value::EOF))
}
