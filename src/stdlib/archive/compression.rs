//! Compresses bytes and files, and decompresses them.

use std::io::{self, Read, Write};

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::port::{Content, Flushing, Input, Output, Port};
use cairn_data::scratch::Scratch;
use cairn_gc::{Kind, Mutation, Value};
use cairn_vm::ports;
use cairn_vm::system::expect;
use cairn_vm::system::files::Access;
use flate2::Compression;
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use flate2::write::{GzEncoder, ZlibEncoder};

use crate::{Args, Builtin, Context, args, between, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("gzip", between(1, 2), gzip, flag::NONE, "(gzip data [level]) a bytevector, or a string in UTF-8, compressed. RFC 1952. Levels go from 0 to 9; 6 is the default."),
    native("gunzip", exactly(1), gunzip, flag::NONE, "(gunzip bytevector) the bytes that were compressed so."),
    native("zlib-compress", between(1, 2), zlib, flag::NONE, "(zlib-compress data [level]) the data compressed in the format of RFC 1950, as gzip does in that of RFC 1952."),
    native("zlib-decompress", exactly(1), unzlib, flag::NONE, "(zlib-decompress bytevector) the bytes that were compressed so."),
    native("open-gzip-input-file", exactly(1), open_input, flag::NONE, "(open-gzip-input-file path) a port, of bytes and characters, on what the file's content was before it was compressed."),
    native("open-gzip-output-file", between(1, 2), open_output, flag::NONE, "(open-gzip-output-file path [level]) a port, of bytes and characters, that writes a compressed file."),
];

/// Bytes that are dealt with at a time.
const CHUNK: usize = 1 << 16;
/// Bytes that are one unit of work: compressing takes long.
pub(super) const BYTES_PER_UNIT: usize = 4;

fn level<'gc>(who: &str, value: Option<Value<'gc>>) -> Result<'gc, Compression> {
    let Some(value) = value else { return Ok(Compression::default()) };
    let level = args::size(who, "level", value)?;
    if level > 9 { Err(Throw::out_of_range(who, "level", value)) } else { Ok(Compression::new(level as u32)) }
}

/// The bytes of a bytevector, or of a string.
fn data<'gc>(ctx: &Context<'_, 'gc>, who: &str, value: Value<'gc>) -> Result<'gc, std::borrow::Cow<'gc, [u8]>> {
    if value.has_kind(Kind::Bytes) {
        return Ok(value.bytes().into());
    }
    if !value.is_string() {
        return Err(Throw::wrong_type(who, "a bytevector or a string", value));
    }
    Ok(args::text(ctx.mc, who, value)?.into_bytes().into())
}

/// The failure of a stream of compressed bytes.
fn failure<'gc>(who: &str, error: &io::Error) -> Throw<'gc> {
    Throw::new(ErrorKind::Read, format!("{who}: {}", cairn_vm::system::reason(error)), &[])
}

/// The bytes encoded by `encoder`.
fn compressed<'gc, W: Write>(
    ctx: &Context<'_, 'gc>,
    who: &str,
    bytes: &[u8],
    mut encoder: W,
    finish: impl FnOnce(W) -> io::Result<Vec<u8>>,
) -> Result<'gc> {
    ctx.mc.check_room(bytes.len())?;
    for part in bytes.chunks(CHUNK) {
        ctx.mc.work(part.len() / BYTES_PER_UNIT)?;
        encoder.write_all(part).map_err(|error| failure(who, &error))?;
    }
    let out = finish(encoder).map_err(|error| failure(who, &error))?;
    Ok(ctx.mc.alloc_bytes_from(Kind::Bytes, &out)?)
}

/// All that a stream gives, within the memory limit.
pub(super) fn gathered<'gc>(mc: Mutation<'gc>, who: &str, mut stream: impl Read) -> Result<'gc, Vec<u8>> {
    let mut out = Vec::new();
    let mut scratch = Scratch::new(mc);
    loop {
        let start = out.len();
        scratch.need(start + CHUNK)?;
        out.resize(start + CHUNK, 0);
        let count = stream.read(&mut out[start..]).map_err(|error| failure(who, &error))?;
        out.truncate(start + count);
        mc.work(1 + count / BYTES_PER_UNIT)?;
        if count == 0 {
            return Ok(out);
        }
    }
}

fn gzip<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = data(ctx, "gzip", args[0])?;
    let encoder = GzEncoder::new(Vec::new(), level("gzip", args::optional(args, 1))?);
    compressed(ctx, "gzip", &bytes, encoder, GzEncoder::finish)
}

fn zlib<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = data(ctx, "zlib-compress", args[0])?;
    let encoder = ZlibEncoder::new(Vec::new(), level("zlib-compress", args::optional(args, 1))?);
    compressed(ctx, "zlib-compress", &bytes, encoder, ZlibEncoder::finish)
}

fn gunzip<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = args::bytevector("gunzip", args[0])?;
    let out = gathered(ctx.mc, "gunzip", MultiGzDecoder::new(bytes))?;
    Ok(ctx.mc.alloc_bytes_from(Kind::Bytes, &out)?)
}

fn unzlib<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = args::bytevector("zlib-decompress", args[0])?;
    let out = gathered(ctx.mc, "zlib-decompress", ZlibDecoder::new(bytes))?;
    Ok(ctx.mc.alloc_bytes_from(Kind::Bytes, &out)?)
}

fn open_input<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "open-gzip-input-file";
    let path = args::path(WHO, args[0])?;
    let file = expect(WHO, args[0], ports::open_reader(ctx, &path))?;
    let stream = MultiGzDecoder::new(io::BufReader::new(file));
    let port = Port::reading(&path.to_string_lossy(), Content::Both, Input::from_stream(Box::new(stream)));
    Ok(ctx.mc.payload(Box::new(port)))
}

fn open_output<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "open-gzip-output-file";
    let path = args::path(WHO, args[0])?;
    let level = level(WHO, args::optional(args, 1))?;
    let opened = ports::open_writer(ctx, &path, Access::Write);
    let file = expect(WHO, args[0], opened)?;
    let encoder = GzEncoder::new(file, level);
    let output = Output::to_stream(Box::new(encoder), Flushing::WhenFull);
    let output = ctx.world.ports.register(ctx.mc, output);
    Ok(ctx.mc.payload(Box::new(Port::writing(&path.to_string_lossy(), Content::Both, output))))
}
