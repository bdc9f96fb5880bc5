//! Reads and writes comma-separated values (RFC 4180), a record at a time.

use cairn_data::error::{Result, Throw};
use cairn_data::lists::{self, ListBuilder};
use cairn_data::port::Content;
use cairn_gc::{Chars, Mutation, Value};

use super::unreadable;
use crate::ports::transfer::{Reading, Writing};
use crate::{Args, Builtin, Context, args, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%csv-read", exactly(3), read, flag::INTERNAL, "(%csv-read port delimiter line) the next record, a list of strings in a pair with the number of the line after it; or the end of file."),
    native("%csv-read-all", exactly(2), read_all, flag::INTERNAL, "(%csv-read-all port delimiter) the list of all records."),
    native("%csv-write", exactly(3), write, flag::INTERNAL, "(%csv-write record port delimiter) writes a record: a list of strings, numbers, symbols and booleans."),
];

fn delimiter<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, u8> {
    let c = args::character(who, value)?;
    let byte = u8::try_from(c).ok().filter(|byte| byte.is_ascii() && !b"\"\r\n".contains(byte));
    byte.ok_or_else(|| Throw::out_of_range(who, "delimiter", value))
}

/// A reader of records.
struct Records<'r, 'gc> {
    mc: Mutation<'gc>,
    reading: &'r mut Reading<'gc>,
    delimiter: u8,
    /// The line that is read, and how many bytes of it were taken.
    line: usize,
    column: usize,
    field: Vec<u8>,
    /// Number of fields so far.
    fields: usize,
}

impl<'gc> Records<'_, 'gc> {
    fn peek(&mut self) -> Result<'gc, Option<u8>> {
        self.reading.input.peek_byte().map_err(|trouble| self.reading.failure(trouble))
    }

    fn take(&mut self, count: usize) {
        self.reading.input.take(count);
        self.column += count;
    }

    fn failure(&self, reason: &str) -> Throw<'gc> {
        unreadable("csv-read", self.line, self.column + 1, reason)
    }

    /// The next record; nothing at the end.
    fn record(&mut self) -> Result<'gc, Option<Value<'gc>>> {
        if self.peek()?.is_none() {
            self.reading.input.take_end();
            return Ok(None);
        }
        let mut fields = ListBuilder::new();
        loop {
            let field = self.field()?;
            fields.push(self.mc, field);
            match self.peek()? {
                Some(byte) if byte == self.delimiter => self.take(1),
                Some(_) => {
                    self.end_line()?;
                    return Ok(Some(fields.finish(self.mc, Value::NIL)));
                }
                None => return Ok(Some(fields.finish(self.mc, Value::NIL))),
            }
        }
    }

    /// Takes an end of line.
    fn end_line(&mut self) -> Result<'gc, ()> {
        if self.peek()? == Some(b'\r') {
            self.take(1);
        }
        if self.peek()? == Some(b'\n') {
            self.take(1);
        }
        self.line += 1;
        self.column = 0;
        Ok(())
    }

    /// A field, up to what ends it.
    fn field(&mut self) -> Result<'gc> {
        self.mc.work(2)?;
        self.fields += 1;
        if self.fields.is_multiple_of(1 << 8) {
            self.mc.check_room(0)?;
        }
        self.field.clear();
        if self.peek()? == Some(b'"') {
            self.take(1);
            self.quoted()?;
            match self.peek()? {
                None | Some(b'\r' | b'\n') => {}
                Some(byte) if byte == self.delimiter => {}
                Some(_) => return Err(self.failure("something comes after the quote that ends a field")),
            }
        } else {
            self.plain()?;
        }
        match std::str::from_utf8(&self.field) {
            Ok(text) => Ok(self.mc.string(text)?),
            Err(_) => Err(self.failure("the bytes are no UTF-8 text")),
        }
    }

    /// Gathers bytes up to one of which `ends` is true.
    fn gather(&mut self, ends: impl Fn(u8) -> bool) -> Result<'gc, Option<u8>> {
        loop {
            let Some(_) = self.peek()? else { return Ok(None) };
            let buffered = self.reading.input.buffered();
            let count = buffered.iter().position(|&byte| ends(byte)).unwrap_or(buffered.len());
            self.field.extend_from_slice(&buffered[..count]);
            let found = buffered.get(count).copied();
            self.mc.work(count / 16)?;
            if self.field.len() > 1 << 12 {
                self.mc.check_room(3 * self.field.len())?;
            }
            self.take(count);
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    fn plain(&mut self) -> Result<'gc, ()> {
        let delimiter = self.delimiter;
        match self.gather(|byte| byte == delimiter || byte == b'\n' || byte == b'\r' || byte == b'"')? {
            Some(b'"') => Err(self.failure("a quote in a field that is not quoted")),
            _ => Ok(()),
        }
    }

    fn quoted(&mut self) -> Result<'gc, ()> {
        let line = self.line;
        loop {
            match self.gather(|byte| byte == b'"' || byte == b'\n')? {
                None => {
                    let reason = format!("the text ends in a field that began in line {line}");
                    return Err(self.failure(&reason));
                }
                Some(b'\n') => {
                    self.field.push(b'\n');
                    self.take(1);
                    self.line += 1;
                    self.column = 0;
                }
                Some(_) => {
                    self.take(1);
                    if self.peek()? != Some(b'"') {
                        return Ok(());
                    }
                    self.field.push(b'"');
                    self.take(1);
                }
            }
        }
    }
}

/// Reads by `f`; what was read can be read again when memory was short.
fn reading<'gc>(
    ctx: &mut Context<'_, 'gc>,
    args: Args<'_, 'gc>,
    line: usize,
    f: impl FnOnce(&mut Records<'_, 'gc>) -> Result<'gc>,
) -> Result<'gc> {
    let delimiter = delimiter("csv-read", args[1])?;
    let mut reading = Reading::from("csv-read", Content::Text, ctx, args, 0)?;
    reading.input.hold();
    let mut records =
        Records { mc: ctx.mc, reading: &mut reading, delimiter, line, column: 0, field: Vec::new(), fields: 0 };
    let result = f(&mut records);
    match result {
        Err(Throw::OutOfMemory(_)) => reading.input.rewind(),
        _ => reading.input.release(),
    }
    result
}

fn read<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let (mc, line) = (ctx.mc, args::size("csv-read", "line", args[2])?);
    reading(ctx, args, line, |records| match records.record()? {
        Some(record) => Ok(mc.cons(record, Value::fixnum(records.line as i64))),
        None => Ok(Value::EOF),
    })
}

fn read_all<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mc = ctx.mc;
    reading(ctx, args, 1, |records| {
        let mut all = ListBuilder::new();
        while let Some(record) = records.record()? {
            all.push(mc, record);
        }
        Ok(all.finish(mc, Value::NIL))
    })
}

fn write<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "csv-write";
    let delimiter = delimiter(WHO, args[2])?;
    if lists::proper_length(ctx.mc, args[0])?.is_none() {
        return Err(Throw::wrong_type(WHO, "a record, a list", args[0]));
    }
    let mut line = String::new();
    for (i, field) in lists::elements(args[0]).enumerate() {
        if i > 0 {
            line.push(char::from(delimiter));
        }
        push_field(ctx.mc, &mut line, field, delimiter)?;
    }
    // A record of one empty field would be an empty line, which is no record to some.
    if line.is_empty() && args[0].is_pair() {
        line.push_str("\"\"");
    }
    line.push('\n');
    let mut writing = Writing::from(WHO, Content::Text, ctx, args, 1)?;
    writing.write(ctx.mc, line.len(), |output| output.bytes(line.as_bytes()))
}

fn push_field<'gc>(mc: Mutation<'gc>, line: &mut String, field: Value<'gc>, delimiter: u8) -> Result<'gc, ()> {
    use cairn_text::printer::{Style, print};
    mc.work(2)?;
    if let Some(chars) = field.as_string() {
        mc.work(chars.len() / 16)?;
        // The text, its copy with quotes doubled, and the line, which grows.
        mc.check_room(8 * chars.len() + 3 * line.len())?;
        push_text(line, chars, delimiter);
        return Ok(());
    }
    let is_simple = field.as_symbol().is_some() || field.is_bool() || cairn_data::bridge::is_number(field);
    if !is_simple {
        return Err(Throw::wrong_type("csv-write", "a string, number, symbol or boolean", field));
    }
    let mut text = String::new();
    print(mc, field, Style::Display, &mut text)?;
    quote_if_needed(line, &text, delimiter);
    Ok(())
}

fn push_text(line: &mut String, chars: Chars<'_>, delimiter: u8) {
    let mut text = String::new();
    chars.push_to(&mut text);
    quote_if_needed(line, &text, delimiter);
}

fn quote_if_needed(line: &mut String, text: &str, delimiter: u8) {
    let needed = text.bytes().any(|byte| byte == delimiter || b"\"\r\n".contains(&byte)) || text.starts_with(' ');
    if needed {
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(text);
    }
}
