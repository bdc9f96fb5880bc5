//! Draws random bytes that nobody can predict, from the operating system.

use std::time::{SystemTime, UNIX_EPOCH};

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_gc::{Kind, Value};

use super::{BYTES_PER_UNIT, texts::hex};
use crate::{Args, Builtin, Context, args, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("random-bytes", exactly(1), random_bytes, flag::NONE, "(random-bytes k) k bytes that nobody can predict."),
    native("random-uuid", exactly(0), random_uuid, flag::NONE, "(random-uuid) a new identifier of random digits, a string. RFC 9562, version 4."),
    native("time-uuid", exactly(0), time_uuid, flag::NONE, "(time-uuid) a new identifier that begins with the time, so that later ones come later in order. RFC 9562, version 7."),
];

/// Fills a buffer with random bytes.
fn fill<'gc>(who: &str, bytes: &mut [u8]) -> Result<'gc, ()> {
    getrandom::fill(bytes).map_err(|error| Throw::new(ErrorKind::General, format!("{who}: {error}"), &[]))
}

fn random_bytes<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "random-bytes";
    let count = args::size(WHO, "count", args[0])?;
    ctx.mc.check_room(count.saturating_mul(2))?;
    let bytes = ctx.mc.alloc_bytes(Kind::Bytes, count)?;
    for start in (0..count).step_by(1 << 16) {
        let part = (count - start).min(1 << 16);
        ctx.mc.work(part / BYTES_PER_UNIT)?;
        bytes.bytes_mut(ctx.mc, |bytes| fill(WHO, &mut bytes[start..start + part]))?;
    }
    Ok(bytes)
}

/// The identifier of these bytes, of a version: a string.
fn uuid<'gc>(ctx: &Context<'_, 'gc>, mut bytes: [u8; 16], version: u8) -> Result<'gc> {
    bytes[6] = bytes[6] & 0x0F | version << 4;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let digits = hex(&bytes);
    let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    Ok(ctx.mc.string(&parts.join("-"))?)
}

fn random_uuid<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let mut bytes = [0; 16];
    fill("random-uuid", &mut bytes)?;
    uuid(ctx, bytes, 4)
}

fn time_uuid<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let mut bytes = [0; 16];
    fill("time-uuid", &mut bytes)?;
    let milliseconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as u64;
    bytes[..6].copy_from_slice(&milliseconds.to_be_bytes()[2..]);
    uuid(ctx, bytes, 7)
}
