//! Reads and writes YAML 1.2: the core schema, anchors and aliases, one document.

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt::Write as _;

use cairn_data::bridge;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::lists;
use cairn_data::scratch::Scratch;
use cairn_gc::{Kind, Mutation, Value};
use cairn_number as number;
use cairn_text::printer::{Style, print};
use saphyr_parser::{Event, Input, Parser, ScalarStyle, ScanError, Span, Tag};

use super::{member, unreadable};
use crate::{Args, Builtin, Context, args, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("string->yaml", exactly(1), read, flag::NONE, "(string->yaml string) what the text says: a mapping is an association list whose keys are symbols, a sequence a vector, null the symbol null."),
    native("yaml->string", exactly(1), write, flag::NONE, "(yaml->string obj) the text of such data."),
];

const WHO: &str = "string->yaml";

/// Bytes of an item in the vector of its sequence or mapping, with room to grow.
const ITEM_BYTES: usize = 16;
/// Bytes of an anchor, in the table here and in the parser's.
const ANCHOR_BYTES: usize = 128;

/// A sequence or mapping that is open.
struct Open<'gc> {
    anchor: usize,
    is_mapping: bool,
    /// Items, or members of the mapping.
    items: Vec<Value<'gc>>,
    key: Option<String>,
}

struct Reader<'gc> {
    mc: Mutation<'gc>,
    scratch: Scratch<'gc>,
    /// Bytes of what is open and of the anchors.
    held: usize,
    open: Vec<Open<'gc>>,
    anchors: HashMap<usize, Value<'gc>>,
    root: Option<Value<'gc>>,
}

fn failure<'gc>(span: Span, reason: &str) -> Throw<'gc> {
    unreadable(WHO, span.start.line(), span.start.col() + 1, reason)
}

fn read<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let chars = args::string(WHO, args[0])?;
    ctx.mc.check_room(chars.len().saturating_mul(4))?;
    let text = args::text(ctx.mc, WHO, args[0])?;
    let mut reader = Reader {
        mc: ctx.mc,
        scratch: Scratch::new(ctx.mc),
        held: 0,
        open: Vec::new(),
        anchors: HashMap::new(),
        root: None,
    };
    if text.len() <= SHORT {
        reader.events(Parser::new_from_str(&text))?;
    } else {
        // The parser may look at all of a long text before its next event.
        let stopped = Cell::new(None);
        let chars = text.chars().enumerate().map_while(|(i, c)| match look(ctx.mc, i) {
            Ok(()) => Some(c),
            Err(throw) => {
                stopped.set(Some(throw));
                None
            }
        });
        let result = reader.events(Parser::new_from_iter(chars));
        stopped.take().map_or(result, Err)?;
    }
    Ok(reader.root.unwrap_or_else(|| ctx.mc.intern("null")))
}

/// Characters of a text that is parsed within milliseconds.
const SHORT: usize = 1 << 18;

/// Looks at the limits, now and then.
fn look<'gc>(mc: Mutation<'gc>, at: usize) -> Result<'gc, ()> {
    const EVERY: usize = 1 << 12;
    if at % EVERY == EVERY - 1 {
        mc.work(EVERY / 16)?;
        mc.check_room(0)?;
    }
    Ok(())
}

impl<'gc> Reader<'gc> {
    fn events<T: Input>(&mut self, parser: Parser<'_, T>) -> Result<'gc, ()> {
        for event in parser {
            let (event, span) = event.map_err(|error: ScanError| {
                let place = error.marker();
                unreadable(WHO, place.line(), place.col() + 1, error.info())
            })?;
            self.mc.work(1 + span.len() / 16)?;
            self.event(event, span)?;
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<'gc, ()> {
        match event {
            Event::DocumentStart(_) if self.root.is_some() => Err(failure(span, "there is more than one document")),
            Event::SequenceStart(anchor, _) => self.start(anchor, false, span),
            Event::MappingStart(anchor, _) => self.start(anchor, true, span),
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => match self.anchors.get(&anchor) {
                Some(&value) if self.wants_key() && value.is_string() => {
                    let text = args::text(self.mc, "string->yaml", value)?;
                    self.set_key(&text);
                    Ok(())
                }
                Some(&value) => self.add(value, span),
                None => Err(failure(span, "an alias of something that is not complete")),
            },
            Event::Scalar(text, style, anchor, tag) => {
                if self.wants_key() {
                    if anchor > 0 {
                        self.mc.check_room(text.len())?;
                        self.hold(ANCHOR_BYTES)?;
                        self.anchors.insert(anchor, self.mc.string(&text)?);
                    }
                    self.set_key(&text);
                    return Ok(());
                }
                let value = self.scalar(&text, style, tag.as_deref(), span)?;
                self.finished(anchor, value, span)
            }
            _ => Ok(()),
        }
    }

    fn wants_key(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_mapping && open.key.is_none())
    }

    fn set_key(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.key = Some(text.to_string());
        }
    }

    fn start(&mut self, anchor: usize, is_mapping: bool, span: Span) -> Result<'gc, ()> {
        if self.wants_key() {
            return Err(failure(span, "the key of a mapping is no scalar"));
        }
        // The parser keeps states and indentations as well.
        self.hold(4 * size_of::<Open<'_>>())?;
        self.open.push(Open { anchor, is_mapping, items: Vec::new(), key: None });
        Ok(())
    }

    /// Counts bytes that are kept aside.
    fn hold(&mut self, bytes: usize) -> Result<'gc, ()> {
        self.held += bytes;
        Ok(self.scratch.need(self.held)?)
    }

    fn end(&mut self, span: Span) -> Result<'gc, ()> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        self.held -= 4 * size_of::<Open<'_>>() + open.items.len() * ITEM_BYTES;
        let value = match open.is_mapping {
            true => {
                lists::room_for_pairs(self.mc, open.items.len())?;
                self.mc.list(&open.items)
            }
            false => self.mc.alloc_copy(Kind::Vector, &open.items)?,
        };
        self.finished(open.anchor, value, span)
    }

    fn finished(&mut self, anchor: usize, value: Value<'gc>, span: Span) -> Result<'gc, ()> {
        if anchor > 0 {
            self.hold(ANCHOR_BYTES)?;
            self.anchors.insert(anchor, value);
        }
        self.add(value, span)
    }

    fn add(&mut self, value: Value<'gc>, span: Span) -> Result<'gc, ()> {
        let mc = self.mc;
        if !self.open.is_empty() {
            self.hold(ITEM_BYTES)?;
            mc.check_room(0)?;
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(value);
            return Ok(());
        };
        let item = match (open.is_mapping, open.key.take()) {
            (false, _) => value,
            (true, Some(key)) => member(mc, &key, value)?,
            (true, None) => return Err(failure(span, "the key of a mapping is no scalar")),
        };
        open.items.push(item);
        Ok(())
    }

    fn scalar(&self, text: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Result<'gc> {
        let tag = tag.filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str());
        if let Some(tag @ ("null" | "bool" | "int" | "float")) = tag {
            return tagged(self.mc, text.trim(), tag)?
                .ok_or_else(|| failure(span, &format!("this is not of the type !!{tag}")));
        }
        if style == ScalarStyle::Plain
            && tag != Some("str")
            && let Some(value) = plain(self.mc, text)?
        {
            return Ok(value);
        }
        self.mc.check_room(text.len())?;
        Ok(self.mc.string(text)?)
    }
}

/// The value of a scalar that says its type, if the text is of that type.
fn tagged<'gc>(mc: Mutation<'gc>, text: &str, tag: &str) -> Result<'gc, Option<Value<'gc>>> {
    let is_integer = |value: Value<'gc>| value.is_fixnum() || value.has_kind(Kind::Bignum);
    let value = plain(mc, text)?;
    Ok(match (tag, value) {
        ("float", Some(value)) if is_integer(value) => text.parse().ok().map(|x: f64| mc.flonum(x)),
        ("float", value) => value.filter(|value| value.as_flonum().is_some()),
        ("int", value) => value.filter(|&value| is_integer(value)),
        ("bool", value) => value.filter(|&value| value == Value::TRUE || value == Value::FALSE),
        (_, value) => value.filter(|value| value.as_symbol().is_some()),
    })
}

/// The value of a plain scalar in the core schema, unless it is a string.
fn plain<'gc>(mc: Mutation<'gc>, text: &str) -> Result<'gc, Option<Value<'gc>>> {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(mc.intern("null")),
        "true" | "True" | "TRUE" => Some(Value::TRUE),
        "false" | "False" | "FALSE" => Some(Value::FALSE),
        ".nan" | ".NaN" | ".NAN" => Some(mc.flonum(f64::NAN)),
        ".inf" | "+.inf" | ".Inf" | "+.Inf" | ".INF" | "+.INF" => Some(mc.flonum(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" => Some(mc.flonum(f64::NEG_INFINITY)),
        _ => numeric(mc, text)?,
    })
}

fn numeric<'gc>(mc: Mutation<'gc>, text: &str) -> Result<'gc, Option<Value<'gc>>> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || digits.len() > 4096 {
        return Ok(None);
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return integer(mc, text.trim_start_matches('+'), 10);
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix).filter(|digits| digits.chars().all(|c| c.is_digit(radix))) {
            return integer(mc, digits, radix);
        }
    }
    let is_float = digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    Ok(text.parse().ok().filter(|_| is_float).map(|x: f64| mc.flonum(x)))
}

fn integer<'gc>(mc: Mutation<'gc>, digits: &str, radix: u32) -> Result<'gc, Option<Value<'gc>>> {
    match number::parse(digits, radix) {
        Ok(Some(number)) => bridge::from_number(mc, &number).map(Some),
        _ => Ok(None),
    }
}

// --- writing --------------------------------------------------------------------------

const WRITER: &str = "yaml->string";
/// Structures inside one another: each takes native stack.
const DEEPEST: usize = 200;

fn write<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mut out = String::new();
    put(ctx.mc, args[0], 0, &mut out)?;
    if !out.ends_with('\n') {
        out.push('\n');
    }
    Ok(ctx.mc.string(out.trim_start_matches('\n').trim_start_matches(' '))?)
}

/// Writes a value after its key or its dash: on the same line, or on lines of its own.
fn put<'gc>(mc: Mutation<'gc>, value: Value<'gc>, depth: usize, out: &mut String) -> Result<'gc, ()> {
    mc.work(2)?;
    mc.check_room(2 * out.len())?;
    if depth > DEEPEST {
        return Err(Throw::new(ErrorKind::Range, format!("{WRITER}: structures are nested too deep"), &[]));
    }
    if value.has_kind(Kind::Vector) && !value.slot_slice().is_empty() {
        for &item in value.slot_slice() {
            line(out, depth);
            out.push('-');
            put(mc, item, depth + 1, out)?;
        }
    } else if value.is_pair() {
        if lists::proper_length(mc, value)?.is_none() {
            return Err(wrong(value));
        }
        for entry in lists::elements(value) {
            let (key, value) = entry.as_pair().ok_or_else(|| wrong(entry))?;
            line(out, depth);
            put_text(mc, key.as_symbol().ok_or_else(|| wrong(entry))?, out)?;
            out.push(':');
            put(mc, value, depth + 1, out)?;
        }
    } else {
        out.push(' ');
        put_scalar(mc, value, out)?;
    }
    Ok(())
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

fn wrong<'gc>(value: Value<'gc>) -> Throw<'gc> {
    Throw::wrong_type(WRITER, "a string, number, boolean, null, vector or association list", value)
}

fn put_scalar<'gc>(mc: Mutation<'gc>, value: Value<'gc>, out: &mut String) -> Result<'gc, ()> {
    if value.is_string() {
        return put_text(mc, &args::text(mc, WRITER, value)?, out);
    }
    match value {
        Value::TRUE => out.push_str("true"),
        Value::FALSE => out.push_str("false"),
        Value::NIL => out.push_str("{}"),
        _ if value.has_kind(Kind::Vector) => out.push_str("[]"),
        _ if value.as_symbol() == Some("null") => out.push_str("null"),
        _ if value.is_fixnum() || value.has_kind(Kind::Bignum) => print(mc, value, Style::Write, out)?,
        _ => match value.as_flonum() {
            Some(x) if x.is_nan() => out.push_str(".nan"),
            Some(x) if x.is_infinite() => out.push_str(if x > 0.0 { ".inf" } else { "-.inf" }),
            Some(_) => put_float(mc, value, out)?,
            None => return Err(wrong(value)),
        },
    }
    Ok(())
}

/// A finite float. One with an exponent has a point and a sign, without which YAML 1.1 takes it for a string.
fn put_float<'gc>(mc: Mutation<'gc>, value: Value<'gc>, out: &mut String) -> Result<'gc, ()> {
    let mut text = String::new();
    print(mc, value, Style::Write, &mut text)?;
    match text.split_once('e') {
        Some((mantissa, exponent)) => {
            let point = if mantissa.contains('.') { "" } else { ".0" };
            let sign = if exponent.starts_with('-') { "" } else { "+" };
            out.extend([mantissa, point, "e", sign, exponent]);
        }
        None => out.push_str(&text),
    }
    Ok(())
}

/// A text as it is where that means the text, otherwise in quotes.
fn put_text<'gc>(mc: Mutation<'gc>, text: &str, out: &mut String) -> Result<'gc, ()> {
    let is_word = |c: char| c.is_alphanumeric() || " _-./".contains(c);
    let is_plain = text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && !text.ends_with(' ')
        && text.chars().all(is_word)
        && plain(mc, text)?.is_none()
        // Words that YAML 1.1 took for truths.
        && !["y", "n", "yes", "no", "on", "off"].contains(&text.to_lowercase().as_str());
    if is_plain {
        out.push_str(text);
        return Ok(());
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || c == '\u{FEFF}' || c == '\u{2028}' || c == '\u{2029}' => {
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    Ok(())
}
