//! Reads JSON from a port, one value at a time.
//!
//! The structures that are open are a list, so that depth costs no native stack. The text of
//! the value stays in the port's buffer until it is complete: the read can be done again when
//! memory was short, and an error says where it is.

use std::cell::RefMut;

use cairn_data::bridge;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::port::{Content, Input};
use cairn_data::scratch::Scratch;
use cairn_gc::{Kind, Mutation, Value};
use cairn_number as number;

use crate::ports::transfer::Reading;
use crate::{Args, Builtin, Context, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%json-read", exactly(3), json_read, flag::INTERNAL, "(%json-read port depth characters) the next value, or the end of file; both limits are exact integers or #f."),
];

/// Values after which memory is asked for: they are small, or have asked themselves.
const STRETCH: usize = 1 << 10;

fn json_read<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mut reading = Reading::from("json-read", Content::Text, ctx, args, 0)?;
    let limit = |value: Value<'gc>| value.as_index().unwrap_or(usize::MAX);
    reading.input.hold();
    let mut parser = Parser {
        mc: ctx.mc,
        reading: &mut reading,
        taken: 0,
        characters: limit(args[2]),
        depth: limit(args[1]),
        text: String::new(),
        tokens: 0,
        scratch: Scratch::new(ctx.mc),
    };
    let result = parser.value();
    let taken = parser.taken;
    match result {
        Ok(value) => {
            reading.input.release();
            Ok(value)
        }
        Err(Problem::Syntax(reason)) => {
            let place = place(&mut reading.input, taken);
            Err(Throw::new(ErrorKind::Read, format!("{place}: {reason}"), &[]))
        }
        Err(Problem::Throw(throw)) => {
            reading.input.rewind();
            Err(throw)
        }
    }
}

/// Line and column after this many of the held bytes, without consuming them.
fn place(input: &mut RefMut<'_, Input>, taken: usize) -> String {
    input.rewind();
    let text = &input.buffered()[..taken.min(input.buffered().len())];
    let line = 1 + text.iter().filter(|&&byte| byte == b'\n').count();
    let start = text.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let column = 1 + String::from_utf8_lossy(&text[start..]).chars().count();
    input.take(taken);
    format!("line {line}, column {column}")
}

/// Why there is no value.
enum Problem<'gc> {
    /// The text is no JSON.
    Syntax(&'static str),
    /// Something else.
    Throw(Throw<'gc>),
}

impl<'gc, E: Into<Throw<'gc>>> From<E> for Problem<'gc> {
    fn from(error: E) -> Self {
        Problem::Throw(error.into())
    }
}

/// The error for an unpaired surrogate.
const HALF: &str = "half a pair of surrogates in a string";

type Parsed<'gc, T = Value<'gc>> = std::result::Result<T, Problem<'gc>>;

struct Parser<'r, 'gc> {
    mc: Mutation<'gc>,
    reading: &'r mut Reading<'gc>,
    /// Bytes that were taken.
    taken: usize,
    /// The most characters, and the most structures inside one another.
    characters: usize,
    depth: usize,
    /// The string or number under way.
    text: String,
    tokens: usize,
    scratch: Scratch<'gc>,
}

/// A structure that is open: where its values begin among those read so far, and, for an
/// object, the key of the next value.
struct Open<'gc> {
    start: usize,
    key: Option<Value<'gc>>,
}

impl<'gc> Parser<'_, 'gc> {
    fn peek(&mut self) -> Parsed<'gc, Option<u8>> {
        match self.reading.input.peek_byte() {
            Ok(byte) => Ok(byte),
            Err(trouble) => Err(Problem::Throw(self.reading.failure(trouble))),
        }
    }

    fn take(&mut self, count: usize) -> Parsed<'gc, ()> {
        self.reading.input.take(count);
        self.taken += count;
        // Bytes are at least as many as characters.
        if self.taken <= self.characters || self.count_characters() <= self.characters {
            return Ok(());
        }
        Err(Problem::Syntax("the text has too many characters"))
    }

    #[cold]
    fn count_characters(&mut self) -> usize {
        let input = &mut self.reading.input;
        input.rewind();
        let text = &input.buffered()[..self.taken];
        let count = text.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        input.hold();
        input.take(self.taken);
        count
    }

    /// Takes the byte that was peeked at: what comes next.
    fn next(&mut self) -> Parsed<'gc, Option<u8>> {
        self.take(1)?;
        self.peek()
    }

    fn skip_white(&mut self) -> Parsed<'gc, Option<u8>> {
        loop {
            match self.peek()? {
                Some(b' ' | b'\t' | b'\n' | b'\r') => {
                    let buffered = self.reading.input.buffered();
                    let white = buffered.iter().take_while(|byte| b" \t\n\r".contains(byte)).count();
                    self.mc.work(white / 16)?;
                    self.take(white)?;
                }
                byte => return Ok(byte),
            }
        }
    }

    fn value(&mut self) -> Parsed<'gc> {
        let mut open: Vec<Open<'gc>> = Vec::new();
        let mut values: Vec<Value<'gc>> = Vec::new();
        let mut next = match self.skip_white()? {
            None => {
                self.reading.input.take_end();
                return Ok(Value::EOF);
            }
            next => next,
        };
        loop {
            self.account(open.len() * size_of::<Open<'_>>() + values.len() * size_of::<Value<'_>>())?;
            let value = match next {
                Some(bracket @ (b'[' | b'{')) => {
                    if open.len() == self.depth {
                        return Err(Problem::Syntax("structures are nested too deep"));
                    }
                    self.take(1)?;
                    let end = if bracket == b'[' { b']' } else { b'}' };
                    open.push(Open { start: values.len(), key: None });
                    next = self.skip_white()?;
                    if next != Some(end) {
                        if bracket == b'{' {
                            self.key(&mut open)?;
                            next = self.skip_white()?;
                        }
                        continue;
                    }
                    self.take(1)?;
                    open.pop();
                    if bracket == b'[' { self.array(&[])? } else { Value::NIL }
                }
                _ => self.simple(next)?,
            };
            match self.after(value, &mut open, &mut values)? {
                Some(whole) => return Ok(whole),
                None => next = self.skip_white()?,
            }
        }
    }

    /// Adds a value to the innermost structure, and closes those that end: the value, when none
    /// is open any more.
    fn after(
        &mut self,
        mut value: Value<'gc>,
        open: &mut Vec<Open<'gc>>,
        values: &mut Vec<Value<'gc>>,
    ) -> Parsed<'gc, Option<Value<'gc>>> {
        loop {
            let Some(Open { start, key }) = open.last_mut() else { return Ok(Some(value)) };
            let (start, is_object) = (*start, key.is_some());
            values.push(key.take().map_or(value, |key| self.mc.cons(key, value)));
            let end = if is_object { b'}' } else { b']' };
            match self.skip_white()? {
                Some(b',') => {
                    self.take(1)?;
                    if is_object {
                        self.key(open)?;
                    }
                    return Ok(None);
                }
                Some(byte) if byte == end => self.take(1)?,
                Some(b']' | b'}') => return Err(Problem::Syntax("the end of another structure was expected")),
                _ => return Err(Problem::Syntax("expected a comma or the end of a structure")),
            }
            open.pop();
            value = if is_object { self.mc.list(&values[start..]) } else { self.array(&values[start..])? };
            values.truncate(start);
        }
    }

    fn array(&self, items: &[Value<'gc>]) -> Parsed<'gc> {
        Ok(self.mc.alloc_copy(Kind::Vector, items)?)
    }

    /// Counts a token, and asks for memory now and then: `held` bytes are kept aside.
    fn account(&mut self, held: usize) -> Parsed<'gc, ()> {
        self.tokens += 1;
        self.mc.work(2)?;
        // The text is held, in case it must be read again.
        self.scratch.need(held + self.taken)?;
        if self.tokens.is_multiple_of(STRETCH) {
            self.mc.check_room(0)?;
        }
        Ok(())
    }

    fn key(&mut self, open: &mut [Open<'gc>]) -> Parsed<'gc, ()> {
        if self.skip_white()? != Some(b'"') {
            return Err(Problem::Syntax("expected a key"));
        }
        self.string()?;
        let key = self.mc.try_intern(&self.text)?;
        if self.skip_white()? != Some(b':') {
            return Err(Problem::Syntax("expected a colon"));
        }
        self.take(1)?;
        if let Some(innermost) = open.last_mut() {
            innermost.key = Some(key);
        }
        Ok(())
    }

    fn simple(&mut self, first: Option<u8>) -> Parsed<'gc> {
        match first {
            Some(b'"') => {
                self.string()?;
                Ok(self.mc.string(&self.text)?)
            }
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.literal("true", "expected true", Value::TRUE),
            Some(b'f') => self.literal("false", "expected false", Value::FALSE),
            Some(b'n') => self.literal("null", "expected null", self.mc.intern("null")),
            _ => Err(Problem::Syntax("expected a value")),
        }
    }

    fn literal(&mut self, name: &str, reason: &'static str, value: Value<'gc>) -> Parsed<'gc> {
        for byte in name.bytes() {
            if self.peek()? != Some(byte) {
                return Err(Problem::Syntax(reason));
            }
            self.take(1)?;
        }
        Ok(value)
    }

    // --- numbers ---------------------------------------------------------------

    fn number(&mut self) -> Parsed<'gc> {
        self.text.clear();
        let mut next = self.peek()?;
        if next == Some(b'-') {
            next = self.keep(b'-')?;
        }
        next = if next == Some(b'0') { self.keep(b'0')? } else { self.digits(next)? };
        let mut is_integer = true;
        if next == Some(b'.') {
            is_integer = false;
            next = self.keep(b'.')?;
            next = self.digits(next)?;
        }
        if let Some(e @ (b'e' | b'E')) = next {
            is_integer = false;
            next = self.keep(e)?;
            if let Some(sign @ (b'+' | b'-')) = next {
                next = self.keep(sign)?;
            }
            next = self.digits(next)?;
        }
        // 01 is no 0 before a 1.
        if next.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)) {
            return Err(Problem::Syntax("expected the end of a number"));
        }
        match (is_integer, self.text.parse::<i64>().ok().and_then(Value::try_fixnum)) {
            (true, Some(small)) => Ok(small),
            (true, None) => self.big(),
            (false, _) => Ok(self.mc.flonum(self.text.parse().unwrap_or(f64::NAN))),
        }
    }

    fn big(&self) -> Parsed<'gc> {
        match number::parse(&self.text, 10) {
            Ok(Some(number)) => Ok(bridge::from_number(self.mc, &number).map_err(Problem::Throw)?),
            Ok(None) => Err(Problem::Syntax("expected a number")),
            Err(error) => Err(Problem::Throw(bridge::failed("json-read", error, &[]))),
        }
    }

    /// Keeps a byte of a number.
    fn keep(&mut self, byte: u8) -> Parsed<'gc, Option<u8>> {
        self.text.push(char::from(byte));
        self.next()
    }

    fn digits(&mut self, mut next: Option<u8>) -> Parsed<'gc, Option<u8>> {
        if !next.is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(Problem::Syntax("expected a digit"));
        }
        while let Some(digit @ b'0'..=b'9') = next {
            self.mc.work(1)?;
            next = self.keep(digit)?;
        }
        Ok(next)
    }

    // --- strings -----------------------------------------------------------------

    /// Reads the string that begins here.
    fn string(&mut self) -> Parsed<'gc, ()> {
        self.text.clear();
        self.take(1)?;
        loop {
            let Some(_) = self.peek()? else { return Err(Problem::Syntax("the text ends in a string")) };
            self.plain()?;
            match self.peek()? {
                Some(b'"') => return self.take(1),
                Some(b'\\') => {
                    self.take(1)?;
                    let c = self.escape()?;
                    self.text.push(c);
                }
                Some(byte) if byte < b' ' => return Err(Problem::Syntax("a control character in a string")),
                // A character that reaches beyond the buffer, or is none.
                Some(byte) if byte >= 0x80 => self.wide()?,
                _ => {}
            }
        }
    }

    /// Takes the characters in the buffer that stand for themselves.
    fn plain(&mut self) -> Parsed<'gc, ()> {
        let buffered = self.reading.input.buffered();
        let end = buffered.iter().position(|&byte| byte == b'"' || byte == b'\\' || byte < b' ');
        let bytes = &buffered[..end.unwrap_or(buffered.len())];
        let valid = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        };
        self.text.push_str(valid);
        let count = valid.len();
        self.mc.work(count / 16)?;
        if self.text.len() > STRETCH {
            self.mc.check_room(2 * self.text.len())?;
        }
        self.take(count)
    }

    fn wide(&mut self) -> Parsed<'gc, ()> {
        match self.reading.input.peek_char() {
            Ok(Some(c)) => {
                self.text.push(c);
                self.take(c.len_utf8())
            }
            Ok(None) => Ok(()),
            Err(trouble) => Err(Problem::Throw(self.reading.failure(trouble))),
        }
    }

    fn escape(&mut self) -> Parsed<'gc, char> {
        let c = match self.peek()? {
            Some(b'u') => {
                self.take(1)?;
                return self.unicode();
            }
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            _ => return Err(Problem::Syntax("an unknown escape in a string")),
        };
        self.take(1)?;
        Ok(c)
    }

    /// One code unit of UTF-16, or two that are a pair of surrogates.
    fn unicode(&mut self) -> Parsed<'gc, char> {
        let first = self.unit()?;
        if let Some(c) = char::from_u32(first) {
            return Ok(c);
        }
        for byte in *b"\\u" {
            if first >= 0xDC00 || self.peek()? != Some(byte) {
                return Err(Problem::Syntax(HALF));
            }
            self.take(1)?;
        }
        match self.unit()? {
            second @ 0xDC00..0xE000 => {
                let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                char::from_u32(code).ok_or(Problem::Syntax(HALF))
            }
            _ => Err(Problem::Syntax(HALF)),
        }
    }

    fn unit(&mut self) -> Parsed<'gc, u32> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek()?.and_then(|byte| char::from(byte).to_digit(16));
            unit = unit << 4 | digit.ok_or(Problem::Syntax("expected four hexadecimal digits"))?;
            self.take(1)?;
        }
        Ok(unit)
    }
}
