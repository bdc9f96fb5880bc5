//! Prints data as characters (R7RS 6.13.3).
//!
//! Data with a datum syntax are printed so that the reader reads them back; the others as `#<what
//! ...>`. Where the report leaves a choice:
//!
//! - Abbreviations are not used: `''a` is written `(quote a)`.
//! - A cycle gets one label, at the object by which it was entered; `display` and
//!   `write-simple` label cycles too, as they would not end otherwise.
//! - Symbols are enclosed in vertical lines only if the reader would not read their plain name as
//!   the same symbol: `λ` is printed as it is, although 6.13.3 would enclose it.
//!
//! The walk has an explicit stack. Detecting cycles costs a bounded walk for small data, and one
//! table entry for each compound object of large data.

mod atoms;
mod labels;
mod objects;
pub mod pretty;
mod walk;

use cairn_data::error::Result;
use cairn_gc::{Mutation, Value};
use walk::{Budget, Printer};

pub use objects::procedure_name;

/// How to print.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// `write`: for the reader; labels for cycles.
    Write,
    /// `display`: for people; strings, symbols and characters plain.
    Display,
    /// `write-shared`: labels for every object that occurs more than once.
    Shared,
    /// `write-simple`: as `write`.
    Simple,
}

/// Appends the representation of `value` to `out`.
///
/// # Errors
/// The memory limit, or a text of more than 1 GiB.
pub fn print<'gc>(mc: Mutation<'gc>, value: Value<'gc>, style: Style, out: &mut String) -> Result<'gc, ()> {
    if atoms::print_atom(value, style, out)? {
        return Ok(());
    }
    let labels = labels::find(Some(mc), value, style, usize::MAX)?;
    Printer::new(out, style, labels, Budget::Heap(mc)).print(value)
}

/// The representation of `value`, as a string.
///
/// # Errors
/// As for [`print()`].
pub fn to_string<'gc>(mc: Mutation<'gc>, value: Value<'gc>, style: Style) -> Result<'gc, String> {
    let mut out = String::new();
    print(mc, value, style, &mut out)?;
    Ok(out)
}

/// Objects that [`summary`] examines for cycles.
const SUMMARY_OBJECTS: usize = 10_000;

/// The output of `write`, for messages: cut off with `...` if it is longer than `max_chars`
/// characters. The work is bounded.
pub fn summary(value: Value<'_>, max_chars: usize) -> String {
    let mut out = String::new();
    let labels = labels::find(None, value, Style::Write, SUMMARY_OBJECTS).unwrap_or_default();
    let mut printer = Printer::new(&mut out, Style::Write, labels, Budget::Bytes(max_chars.saturating_mul(4)));
    let cut = printer.print(value).is_err();
    shorten(out, max_chars, cut)
}

/// At most `max_chars` characters of a text, the last three of them dots if some are left out.
pub fn shortened(text: String, max_chars: usize) -> String {
    // No text has more characters than bytes.
    if text.len() <= max_chars { text } else { shorten(text, max_chars, false) }
}

/// At most `max_chars` characters, the last three of them dots if some are left out or `cut` says
/// that some are missing.
fn shorten(mut text: String, max_chars: usize, cut: bool) -> String {
    let limit = text.char_indices().nth(max_chars).map(|(at, _)| at);
    if limit.is_none() && !cut {
        return text;
    }
    let keep = max_chars.saturating_sub(3);
    if let Some((at, _)) = text.char_indices().nth(keep) {
        text.truncate(at);
    }
    text.push_str("...");
    text
}
