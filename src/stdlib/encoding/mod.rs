//! Encodes bytes as text and numbers, and computes digests of them.

pub mod digests;
pub mod pack;
pub mod random;
pub mod texts;

use std::borrow::Cow;

use cairn_data::error::{Result, Throw};
use cairn_gc::{Kind, Value};

use super::{Builtin, Context, args};

/// The builtins, by the library that they are in.
pub const GROUPS: &[(&str, &[Builtin])] = &[
    ("cairn encoding", texts::ROWS),
    ("cairn digest", digests::ROWS),
    ("cairn random", random::ROWS),
    ("cairn pack", pack::ROWS),
];

/// Bytes that are one unit of work.
const BYTES_PER_UNIT: usize = 16;

/// The bytes of a bytevector, or of a string in UTF-8.
fn data<'gc>(ctx: &Context<'_, 'gc>, who: &str, value: Value<'gc>) -> Result<'gc, Cow<'gc, [u8]>> {
    if value.has_kind(Kind::Bytes) {
        return Ok(Cow::Borrowed(value.bytes()));
    }
    let Some(chars) = value.as_string() else { return Err(Throw::wrong_type(who, "a bytevector or a string", value)) };
    ctx.mc.work(chars.len() / BYTES_PER_UNIT)?;
    Ok(Cow::Owned(args::text(ctx.mc, who, value)?.into_bytes()))
}
