//! Passes texts between Scheme and the operating system, whose names need not be UTF-8.

use std::ffi::{OsStr, OsString};

use cairn_data::error::Result;
use cairn_gc::{Kind, Mutation, Value};

/// A text of the system: a string, or a bytevector when it is no UTF-8.
pub fn value<'gc>(mc: Mutation<'gc>, text: &OsStr) -> Result<'gc> {
    match text.to_str() {
        Some(text) => Ok(mc.string(text)?),
        None => Ok(mc.alloc_bytes_from(Kind::Bytes, text.as_encoded_bytes())?),
    }
}

/// The list of these texts.
pub fn list<'gc>(mc: Mutation<'gc>, texts: &[OsString]) -> Result<'gc> {
    let mut list = Value::NIL;
    for text in texts.iter().rev() {
        mc.work(1 + text.len() / 8)?;
        list = mc.cons(value(mc, text)?, list);
    }
    Ok(list)
}
