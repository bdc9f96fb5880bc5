//! Writes JSON. A value is looked at as a whole before any of it is written.

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::lists;
use cairn_data::scratch::Scratch;
use cairn_gc::{Chars, Kind, Mutation, Value};
use cairn_text::printer::{Style, print};

use crate::{Args, Builtin, Context, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%json-text", exactly(2), json_text, flag::INTERNAL, "(%json-text obj indent) its text; with a number of columns, each item on a line of its own."),
];

/// Work that is left: values, and what stands around them. The last is done first.
enum Task<'gc> {
    Value(Value<'gc>),
    Member(Value<'gc>),
    Text(&'static str),
    /// Begins a line at the depth that remains after this many structures have ended.
    Line,
    Close(&'static str),
}

struct Writer<'gc> {
    mc: Mutation<'gc>,
    out: String,
    indent: Option<usize>,
    depth: usize,
    tasks: Vec<Task<'gc>>,
    scratch: Scratch<'gc>,
}

fn json_text<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let indent = args[1].as_index().map(|columns| columns.min(16));
    let tasks = vec![Task::Value(args[0])];
    let mut writer = Writer { mc: ctx.mc, out: String::new(), indent, depth: 0, tasks, scratch: Scratch::new(ctx.mc) };
    writer.run()?;
    Ok(ctx.mc.string(&writer.out)?)
}

#[cold]
fn no_json<'gc>(value: Value<'gc>) -> Throw<'gc> {
    Throw::new(ErrorKind::Type, "not a JSON value", &[value])
}

impl<'gc> Writer<'gc> {
    fn run(&mut self) -> Result<'gc, ()> {
        while let Some(task) = self.tasks.pop() {
            self.mc.work(1)?;
            // A structure that contains itself ends here.
            self.room(0, 0)?;
            match task {
                Task::Value(value) => self.value(value)?,
                Task::Member(entry) => self.member(entry)?,
                Task::Text(text) => self.out.push_str(text),
                Task::Line => self.line()?,
                Task::Close(bracket) => {
                    self.depth -= 1;
                    self.line()?;
                    self.out.push_str(bracket);
                }
            }
        }
        Ok(())
    }

    /// Makes sure that there is room for this much more text and work.
    fn room(&mut self, bytes: usize, tasks: usize) -> Result<'gc, ()> {
        let tasks = (self.tasks.len() + tasks) * size_of::<Task<'_>>();
        Ok(self.scratch.need(self.out.len() + bytes + tasks)?)
    }

    fn line(&mut self) -> Result<'gc, ()> {
        if let Some(columns) = self.indent {
            let columns = columns * self.depth;
            self.mc.work(columns / 16)?;
            self.room(columns, 0)?;
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n(' ', columns));
        }
        Ok(())
    }

    fn value(&mut self, value: Value<'gc>) -> Result<'gc, ()> {
        if value.has_kind(Kind::Vector) {
            self.structure("[", "]", value.slot_slice().iter().copied(), Task::Value)?;
        } else if value.is_nil() || value.is_pair() {
            let count = lists::proper_length(self.mc, value)?.ok_or_else(|| no_json(value))?;
            self.mc.check_room(count * size_of::<Value<'_>>())?;
            let entries: Vec<_> = lists::elements(value).collect();
            self.structure("{", "}", entries.into_iter(), Task::Member)?;
        } else {
            self.simple(value)?;
        }
        Ok(())
    }

    fn structure(
        &mut self,
        open: &'static str,
        close: &'static str,
        items: impl DoubleEndedIterator<Item = Value<'gc>> + ExactSizeIterator,
        task: fn(Value<'gc>) -> Task<'gc>,
    ) -> Result<'gc, ()> {
        self.mc.work(items.len())?;
        self.room(0, 3 * items.len())?;
        let mut items = items.rev().peekable();
        self.out.push_str(open);
        if items.peek().is_none() {
            self.out.push_str(close);
            return Ok(());
        }
        self.depth += 1;
        self.tasks.push(Task::Close(close));
        while let Some(item) = items.next() {
            self.tasks.push(task(item));
            self.tasks.push(Task::Line);
            if items.peek().is_some() {
                self.tasks.push(Task::Text(","));
            }
        }
        Ok(())
    }

    fn member(&mut self, entry: Value<'gc>) -> Result<'gc, ()> {
        let (key, value) = entry.as_pair().ok_or_else(|| no_json(entry))?;
        let name = key.as_symbol().ok_or_else(|| no_json(entry))?;
        self.mc.work(name.len() / 16)?;
        self.room(6 * name.len(), 0)?;
        push_text(&mut self.out, name.chars());
        self.out.push_str(if self.indent.is_some() { ": " } else { ":" });
        self.value(value)
    }

    fn simple(&mut self, value: Value<'gc>) -> Result<'gc, ()> {
        if let Some(chars) = value.as_string() {
            self.mc.work(chars.len() / 16)?;
            // A character takes up to six bytes.
            self.room(6 * chars.len(), 0)?;
            match chars {
                Chars::Narrow(bytes) if bytes.iter().all(|&byte| is_plain(byte)) => {
                    self.out.push('"');
                    self.out.push_str(std::str::from_utf8(bytes).unwrap_or_default());
                    self.out.push('"');
                }
                _ => push_text(&mut self.out, chars.iter()),
            }
            return Ok(());
        }
        match value {
            Value::TRUE => self.out.push_str("true"),
            Value::FALSE => self.out.push_str("false"),
            _ if value.as_symbol() == Some("null") => self.out.push_str("null"),
            _ if is_number(value) => print(self.mc, value, Style::Write, &mut self.out)?,
            _ => return Err(no_json(value)),
        }
        Ok(())
    }
}

/// Whether JSON has such numbers: integers, and doubles that are finite.
fn is_number(value: Value<'_>) -> bool {
    value.is_fixnum() || value.has_kind(Kind::Bignum) || value.as_flonum().is_some_and(f64::is_finite)
}

/// Whether a byte of a string stands for itself, and is ASCII.
fn is_plain(byte: u8) -> bool {
    (b' '..0x80).contains(&byte) && byte != b'"' && byte != b'\\'
}

fn push_text(out: &mut String, chars: impl Iterator<Item = char>) {
    out.push('"');
    for c in chars {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{C}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}
