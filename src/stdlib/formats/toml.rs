//! Reads and writes TOML 1.0.

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use ::toml::{Table, Value as Toml};
use cairn_data::bridge;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::lists::{self, ListBuilder};
use cairn_gc::{Kind, Value};
use cairn_vm::system::wait;

use super::{member, unreadable};
use crate::{Args, Builtin, Context, args, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("string->toml", exactly(1), read, flag::NONE, "(string->toml string) what the text says: a table is an association list whose keys are symbols, an array a vector, a date or time a string."),
    native("toml->string", exactly(1), write, flag::NONE, "(toml->string table) the text of a table."),
];

/// Bytes that the parser takes for each byte of the text.
const TEXT_BYTES: usize = 8;
/// Bytes that the parser and its tree take for each sign that may begin a value or a key.
const PART_BYTES: usize = 320;

/// Characters of a text, at most: the parser and the writer cannot be interrupted, so their work is charged before, and
/// bounded by this.
const LONGEST: usize = 4 << 20;
/// Characters that are parsed or written at once, in ten milliseconds at most.
const SHORT: usize = 1 << 15;
/// Characters that the writer needs for a value without its text, at least.
const LEAST_WRITTEN: usize = 3;

/// Does `work` on a text with this number of characters. It cannot be interrupted: if it may take long, a thread of its own does it,
/// which is left to itself when something stops the run.
fn aside<'gc, T: Send + 'static>(
    who: &str,
    ctx: &Context<'_, 'gc>,
    chars: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<'gc, T> {
    if chars <= SHORT {
        return Ok(work());
    }
    let (sender, receiver) = sync_channel(1);
    let work = Arc::new(Mutex::new(Some(work)));
    let take = |work: &Mutex<Option<_>>| work.lock().unwrap_or_else(PoisonError::into_inner).take();
    let own = Arc::clone(&work);
    let spawned = thread::Builder::new().spawn(move || {
        if let Some(work) = take(&own) {
            // Nobody receives it when the run was stopped.
            _ = sender.send(work());
        }
    });
    let failed = || Throw::new(ErrorKind::General, format!("{who}: the text could not be processed"), &[]);
    if spawned.is_err() {
        // There are no threads, or no more of them.
        return take(&work).map(|work| work()).ok_or_else(failed);
    }
    let mut done = None;
    wait::until(&ctx.mc.watch(), None, |time| {
        let received = receiver.recv_timeout(time);
        let is_over = !matches!(received, Err(RecvTimeoutError::Timeout));
        done = received.ok();
        is_over
    })?;
    done.ok_or_else(failed)
}

fn read<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "string->toml";
    let chars = args::string(WHO, args[0])?;
    if chars.len() > LONGEST {
        let message = format!("{WHO}: the text has {} characters; at most {LONGEST} can be read", chars.len());
        return Err(Throw::new(ErrorKind::Range, message, &[]));
    }
    ctx.mc.check_room(chars.len().saturating_mul(TEXT_BYTES))?;
    let text = args::text(ctx.mc, WHO, args[0])?;
    let parts = text.bytes().filter(|byte| b",=[{.\n".contains(byte)).count();
    let bytes = parts.saturating_mul(PART_BYTES).saturating_add(text.len() * TEXT_BYTES);
    ctx.mc.check_room(bytes)?;
    ctx.mc.work(bytes / 16)?;
    let text: Arc<str> = text.into();
    let own = Arc::clone(&text);
    match aside(WHO, ctx, text.len(), move || own.parse::<Table>())? {
        Ok(table) => table_value(ctx, &table),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start.min(text.len()));
            let before = text.get(..at).unwrap_or(&text);
            let line = 1 + before.matches('\n').count();
            let column = 1 + before.rsplit('\n').next().unwrap_or_default().chars().count();
            Err(unreadable(WHO, line, column, error.message()))
        }
    }
}

/// The value of a table. The parser bounds how deep tables are nested.
fn table_value<'gc>(ctx: &Context<'_, 'gc>, table: &Table) -> Result<'gc> {
    let mut list = ListBuilder::new();
    for (key, value) in table {
        list.push(ctx.mc, member(ctx.mc, key, value_of(ctx, value)?)?);
    }
    Ok(list.finish(ctx.mc, Value::NIL))
}

fn value_of<'gc>(ctx: &Context<'_, 'gc>, value: &Toml) -> Result<'gc> {
    ctx.mc.work(1)?;
    Ok(match value {
        Toml::String(text) => ctx.mc.string(text)?,
        Toml::Integer(n) => bridge::from_integer(ctx.mc, &(*n).into())?,
        Toml::Float(x) => ctx.mc.flonum(*x),
        Toml::Boolean(truth) => Value::bool(*truth),
        Toml::Datetime(time) => ctx.mc.string(&time.to_string())?,
        Toml::Array(items) => {
            let items = items.iter().map(|item| value_of(ctx, item)).collect::<Result<'gc, Vec<_>>>()?;
            ctx.mc.alloc_copy(Kind::Vector, &items)?
        }
        Toml::Table(table) => table_value(ctx, table)?,
    })
}

const WRITER: &str = "toml->string";
/// Tables and arrays inside one another, as the parser allows.
const DEEPEST: usize = 80;

fn write<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mut room = LONGEST;
    match toml_of(ctx, args[0], 0, &mut room)? {
        Toml::Table(table) => match aside(WRITER, ctx, LONGEST - room, move || ::toml::to_string(&table))? {
            Ok(text) => Ok(ctx.mc.string(&text)?),
            Err(error) => Err(Throw::new(ErrorKind::General, format!("{WRITER}: {error}"), &[])),
        },
        _ => Err(Throw::wrong_type(WRITER, "a table, an association list", args[0])),
    }
}

/// The value as the writer wants it; `room` is what is left of the characters that it may have.
fn toml_of<'gc>(ctx: &Context<'_, 'gc>, value: Value<'gc>, depth: usize, room: &mut usize) -> Result<'gc, Toml> {
    let chars = LEAST_WRITTEN + value.as_string().map_or(0, |text| text.len());
    spend(room, chars)?;
    ctx.mc.work(4 + chars)?;
    if depth > DEEPEST {
        return Err(Throw::new(ErrorKind::Range, format!("{WRITER}: tables are nested too deep"), &[]));
    }
    if value.is_string() {
        return args::text(ctx.mc, WRITER, value).map(Toml::String);
    }
    if value.has_kind(Kind::Vector) {
        let items = value.slot_slice().iter().map(|&item| toml_of(ctx, item, depth + 1, room));
        return items.collect::<Result<'gc, Vec<_>>>().map(Toml::Array);
    }
    if value.is_pair() || value.is_nil() {
        return table_of(ctx, value, depth, room);
    }
    match value {
        Value::TRUE | Value::FALSE => Ok(Toml::Boolean(value == Value::TRUE)),
        _ if value.as_flonum().is_some() => Ok(Toml::Float(value.as_flonum().unwrap_or_default())),
        _ => {
            let integer = bridge::to_integer(value).and_then(|n| i64::try_from(&n).ok());
            integer.map(Toml::Integer).ok_or_else(|| Throw::wrong_type(WRITER, "a value of TOML", value))
        }
    }
}

/// Takes characters from the room that is left.
fn spend<'gc>(room: &mut usize, chars: usize) -> Result<'gc, ()> {
    *room = room.checked_sub(chars).ok_or_else(|| {
        let message = format!("{WRITER}: the text has more than {LONGEST} characters");
        Throw::new(ErrorKind::Range, message, &[])
    })?;
    Ok(())
}

fn table_of<'gc>(ctx: &Context<'_, 'gc>, list: Value<'gc>, depth: usize, room: &mut usize) -> Result<'gc, Toml> {
    let wrong = |value| Throw::wrong_type(WRITER, "a table, an association list", value);
    if lists::proper_length(ctx.mc, list)?.is_none() {
        return Err(wrong(list));
    }
    let mut table = Table::new();
    for entry in lists::elements(list) {
        let (key, value) = entry.as_pair().ok_or_else(|| wrong(entry))?;
        let key = key.as_symbol().ok_or_else(|| wrong(entry))?;
        spend(room, key.len())?;
        table.insert(key.to_string(), toml_of(ctx, value, depth + 1, room)?);
    }
    Ok(Toml::Table(table))
}
