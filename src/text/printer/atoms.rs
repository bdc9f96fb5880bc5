//! Prints data without parts: numbers, characters, strings, symbols, bytevectors.

use std::fmt::Write;

use cairn_data::bridge;
use cairn_data::error::Result;
use cairn_data::homogeneous::{self, Element};
use cairn_gc::{Chars, Kind, Value};
use cairn_number::{self as number, pulse};

use super::Style;
use crate::chars::{are_identifier_parts, character_name, escape, is_visible, is_visible_after};
use crate::numbers;

/// The constants.
const CONSTANTS: &[(Value<'static>, &str)] = &[
    (Value::FALSE, "#f"),
    (Value::TRUE, "#t"),
    (Value::NIL, "()"),
    (Value::EOF, "#<eof>"),
    (Value::UNSPECIFIED, "#<unspecified>"),
    (Value::DEFAULT, "#<default>"),
    (Value::UNBOUND, "#<unbound>"),
    (Value::UNINITIALISED, "#<uninitialised>"),
    (Value::BROKEN, "#<broken>"),
];

/// Prints numbers, characters, strings, symbols and constants. Returns false, printing nothing, if
/// the value is none of these.
#[inline]
///
/// # Errors
/// As for [`super::print`].
pub(super) fn print_atom<'gc>(value: Value<'gc>, style: Style, out: &mut String) -> Result<'gc, bool> {
    print_atom_within(value, style, out, usize::MAX)
}

/// Like [`print_atom`], but may cut off a string or bytevector once `out` has more than `most`
/// bytes.
///
/// # Errors
/// As for [`super::print`].
pub(super) fn print_atom_within<'gc>(
    value: Value<'gc>,
    style: Style,
    out: &mut String,
    most: usize,
) -> Result<'gc, bool> {
    if let Some(n) = value.as_fixnum() {
        push_integer(n, out);
    } else if value.is_pair() {
        return Ok(false);
    } else if let Some(name) = value.as_symbol() {
        push_symbol(name, style, out);
    } else if let Some(chars) = value.as_string() {
        if chars.len() > STRETCH && most == usize::MAX {
            push_long_string(chars, style, out)?;
        } else {
            push_string(chars, style, out, most);
        }
    } else if let Some(c) = value.as_char() {
        push_char(c, style, out);
    } else if value.has_kind(Kind::Bytes) {
        push_bytes(value.bytes(), out, most)?;
    } else if let Some((element, bytes)) = homogeneous::parts(value) {
        push_numbers(element, bytes, out, most)?;
    } else if numbers::is_long(value) && most < usize::MAX {
        let what = if value.has_kind(Kind::Bignum) { "integer" } else { "number" };
        let _ = write!(out, "#<{what} of {} bits>", numbers::bytes(value) * 8);
    } else if !numbers::print_number(value, out)? {
        return Ok(push_constant(value, out));
    }
    Ok(true)
}

fn push_constant(value: Value<'_>, out: &mut String) -> bool {
    match CONSTANTS.iter().find(|(constant, _)| constant.bits() == value.bits()) {
        Some((_, text)) => out.push_str(text),
        None => return false,
    }
    true
}

/// A fast path: most printed numbers are small integers.
fn push_integer(n: i64, out: &mut String) {
    if let Ok(digit @ 0..=9) = u8::try_from(n) {
        out.push((b'0' + digit) as char);
    } else {
        let _ = write!(out, "{n}");
    }
}

/// Prints a character.
fn push_char(c: char, style: Style, out: &mut String) {
    if style == Style::Display {
        out.push(c);
        return;
    }
    out.push_str("#\\");
    match character_name(c) {
        Some(name) => out.push_str(name),
        None if !is_visible(c) => {
            let _ = write!(out, "x{:x}", c as u32);
        }
        None => out.push(c),
    }
}

/// Prints a string, in quotes unless it is displayed.
pub(super) fn push_string(chars: Chars<'_>, style: Style, out: &mut String, most: usize) {
    if style == Style::Display {
        return match chars {
            _ if most < usize::MAX => out.extend(chars.iter().take(most)),
            _ => chars.push_to(out),
        };
    }
    out.push('"');
    push_inside(chars, out, most);
    out.push('"');
}

/// Prints the contents of a string between the quotes.
fn push_inside(chars: Chars<'_>, out: &mut String, most: usize) {
    match chars {
        Chars::Narrow(bytes) if bytes.is_ascii() && most == usize::MAX => push_ascii(bytes, out),
        _ => {
            push_quoted(chars.iter(), '"', out, most);
        }
    }
}

/// Prints the contents of an ASCII string, in runs of characters that need no escape.
fn push_ascii(bytes: &[u8], out: &mut String) {
    let plain = |b: &u8| !matches!(b, b'"' | b'\\' | 0..=0x1F | 0x7F);
    let mut rest = bytes;
    while !rest.is_empty() {
        let run = rest.iter().take_while(|b| plain(b)).count();
        let (text, special) = rest.split_at(run);
        out.push_str(std::str::from_utf8(text).unwrap_or_default());
        rest = special;
        if let Some((&byte, after)) = special.split_first() {
            push_escaped(byte as char, out);
            rest = after;
        }
    }
}

/// Prints characters between quotes of the given kind, up to about `most` bytes.
fn push_quoted(chars: impl Iterator<Item = char>, quote: char, out: &mut String, most: usize) {
    // A combining mark is printed unescaped only after a character that shows it.
    let mut visible = false;
    for c in chars {
        visible = if visible { is_visible_after(c) } else { is_visible(c) || c == ' ' };
        if visible && c != quote && c != '\\' {
            out.push(c);
        } else {
            push_escaped(c, out);
        }
        if out.len() > most {
            break;
        }
    }
}

/// Prints a character that needs an escape between quotes.
fn push_escaped(c: char, out: &mut String) {
    if matches!(c, '"' | '|' | '\\') {
        out.push('\\');
        out.push(c);
    } else if let Some(letter) = escape(c) {
        out.push('\\');
        out.push(letter);
    } else {
        let _ = write!(out, "\\x{:x};", c as u32);
    }
}

/// Prints a symbol, in vertical lines if necessary.
pub(super) fn push_symbol(name: &str, style: Style, out: &mut String) {
    if style == Style::Display || reads_back(name) {
        out.push_str(name);
        return;
    }
    out.push('|');
    push_quoted(name.chars(), '|', out, usize::MAX);
    out.push('|');
}

/// Whether the reader reads this text as the symbol of this name.
fn reads_back(name: &str) -> bool {
    if let Some(keyword) = name.strip_prefix("#:") {
        return !keyword.is_empty() && are_identifier_parts(keyword);
    }
    if matches!(name, "#!optional" | "#!rest" | "#!key" | "#!allow-other-keys") {
        return true;
    }
    let Some(&first) = name.as_bytes().first() else { return false };
    first != b'#' && (name.is_ascii() || shows(name)) && are_identifier_parts(name) && !numbers::is_taken(name)
}

/// Whether all characters are visible.
fn shows(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_none_or(is_visible) && chars.all(is_visible_after)
}

fn push_bytes<'gc>(bytes: &[u8], out: &mut String, most: usize) -> Result<'gc, ()> {
    let push = |&byte: &u8, out: &mut String| {
        push_integer(i64::from(byte), out);
        Ok(())
    };
    push_elements("u8", bytes, push, out, most)
}

fn push_numbers<'gc>(element: Element, bytes: &[u8], out: &mut String, most: usize) -> Result<'gc, ()> {
    let push = |bytes: &[u8], out: &mut String| {
        out.push_str(
            &number::to_string(&element.decode(bytes), 10).map_err(|error| bridge::failed("write", error, &[]))?,
        );
        Ok(())
    };
    push_elements(element.tag(), bytes.chunks_exact(element.size()), push, out, most)
}

/// Prints a literal vector of numbers with this tag.
fn push_elements<'gc, T>(
    tag: &str,
    elements: impl IntoIterator<Item = T>,
    push: impl Fn(T, &mut String) -> Result<'gc, ()>,
    out: &mut String,
    most: usize,
) -> Result<'gc, ()> {
    let _ = write!(out, "#{tag}(");
    for (i, element) in elements.into_iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        if i.is_multiple_of(STRETCH) && i > 0 {
            growing(out)?;
        }
        push(element, out)?;
        if out.len() > most {
            break;
        }
    }
    out.push(')');
    Ok(())
}

/// Characters and bytes that are printed between two reports of work.
const STRETCH: usize = 1 << 14;

/// Reports that a stretch was printed, and checks that there is room for the text, which doubles
/// its buffer when it is full.
fn growing<'gc>(out: &str) -> Result<'gc, ()> {
    let granted = pulse::work(STRETCH).and_then(|()| pulse::room(2 * out.len()));
    granted.map_err(|error| bridge::failed("write", error, &[]))
}

/// Prints a long string in stretches.
fn push_long_string<'gc>(chars: Chars<'gc>, style: Style, out: &mut String) -> Result<'gc, ()> {
    if style != Style::Display {
        out.push('"');
    }
    for start in (0..chars.len()).step_by(STRETCH) {
        let part = chars.slice(start, chars.len().min(start + STRETCH));
        if style == Style::Display {
            part.push_to(out);
        } else {
            push_inside(part, out, usize::MAX);
        }
        growing(out)?;
    }
    if style != Style::Display {
        out.push('"');
    }
    Ok(())
}
