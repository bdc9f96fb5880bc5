//! Reads and writes whole files, and copies them.

use std::fs::File;
use std::io::{Read, Write};

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::lists::ListBuilder;
use cairn_data::port::Content;
use cairn_gc::{Kind, Mutation, Value};
use cairn_vm::ports;
use cairn_vm::system::files::{Access, Links};
use cairn_vm::system::{Problem, expect};

use crate::{Args, Builtin, Context, args, between, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("file->string", exactly(1), file_to_string, flag::NONE, "(file->string path) its content, which must be UTF-8."),
    native("file->lines", exactly(1), file_to_lines, flag::NONE, "(file->lines path) the list of its lines, without what ends them."),
    native("file->bytes", exactly(1), file_to_bytes, flag::NONE, "(file->bytes path) its content, a bytevector."),
    native("string->file", between(2, 3), string_to_file, flag::NONE, "(string->file string path [how]) makes the content of the file the string; how is replace, append, or create for a file that must be new."),
    native("bytes->file", between(2, 3), bytes_to_file, flag::NONE, "(bytes->file bytevector path [how]) writes a bytevector to a file, as string->file writes a string."),
    native("copy-file", exactly(2), copy_file, flag::NONE, "(copy-file from to) copies content and permissions."),
    native("%write-private", exactly(2), write_private, flag::INTERNAL, "(%write-private path content) makes the file, which must be new, writes the content and waits until it is on the disk."),
    native("open-append-file", exactly(1), open_append_file, flag::NONE, "(open-append-file path) a textual port that writes to the end of the file."),
    native("open-binary-append-file", exactly(1), open_binary_append_file, flag::NONE, "(open-binary-append-file path) a binary port that writes to the end of the file."),
];

/// Bytes that are read or written at a time.
const CHUNK: usize = 1 << 18;
/// Bytes that are one unit of work.
const BYTES_PER_UNIT: usize = 16;

/// The content of a file, which is within the memory limit.
fn content<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, name: Value<'gc>) -> Result<'gc, Vec<u8>> {
    let path = args::path(who, name)?;
    let mut reader = expect(who, name, ports::open_reader(ctx, &path))?;
    let mut bytes = Vec::new();
    loop {
        let start = bytes.len();
        // The bytes, and what is made of them.
        ctx.mc.check_room(2 * (start + CHUNK))?;
        bytes.resize(start + CHUNK, 0);
        let count = expect(who, name, read(&mut reader, &mut bytes[start..]))?;
        bytes.truncate(start + count);
        ctx.mc.work(1 + count / BYTES_PER_UNIT)?;
        if count == 0 {
            return Ok(bytes);
        }
    }
}

/// Fills a buffer as far as the file goes.
fn read(file: &mut dyn Read, buffer: &mut [u8]) -> std::result::Result<usize, Problem> {
    let mut count = 0;
    while count < buffer.len() {
        match file.read(&mut buffer[count..]) {
            Ok(0) => break,
            Ok(more) => count += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(count)
}

fn text<'gc, 'b>(who: &str, name: Value<'gc>, bytes: &'b [u8]) -> Result<'gc, &'b str> {
    std::str::from_utf8(bytes).map_err(|error| {
        let message = format!("{who}: byte {} is no UTF-8 text:", error.valid_up_to());
        Throw::new(ErrorKind::Read, message, &[name])
    })
}

fn file_to_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = content(ctx, "file->string", args[0])?;
    Ok(ctx.mc.string(text("file->string", args[0], &bytes)?)?)
}

fn file_to_lines<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = content(ctx, "file->lines", args[0])?;
    let text = text("file->lines", args[0], &bytes)?;
    let mut lines = ListBuilder::new();
    for line in text.lines() {
        ctx.mc.work(2 + line.len() / BYTES_PER_UNIT)?;
        ctx.mc.check_room(line.len())?;
        lines.push(ctx.mc, ctx.mc.string(line)?);
    }
    Ok(lines.finish(ctx.mc, Value::NIL))
}

fn file_to_bytes<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = content(ctx, "file->bytes", args[0])?;
    Ok(ctx.mc.alloc_bytes_from(Kind::Bytes, &bytes)?)
}

/// How a file is opened whose content is given as a whole.
fn access<'gc>(who: &str, how: Option<Value<'gc>>) -> Result<'gc, Access> {
    let Some(how) = how else { return Ok(Access::Write) };
    match how.as_symbol() {
        Some("replace") => Ok(Access::Write),
        Some("append") => Ok(Access::Append),
        Some("create") => Ok(Access::Create),
        _ => Err(Throw::wrong_type(who, "replace, append or create", how)),
    }
}

fn write_all<'gc>(mc: Mutation<'gc>, file: &mut dyn Write, bytes: &[u8]) -> std::result::Result<(), Problem> {
    for part in bytes.chunks(CHUNK) {
        mc.work(part.len() / BYTES_PER_UNIT)?;
        file.write_all(part)?;
    }
    Ok(file.flush()?)
}

fn write_file<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>, bytes: &[u8]) -> Result<'gc> {
    let path = args::path(who, args[1])?;
    let access = access(who, args::optional(args, 2))?;
    let opened = ports::open_writer(ctx, &path, access);
    let written = opened.and_then(|mut writer| write_all(ctx.mc, &mut *writer, bytes));
    expect(who, args[1], written).map(|()| Value::UNSPECIFIED)
}

/// The bytes of a string in UTF-8.
fn utf8<'gc>(ctx: &Context<'_, 'gc>, who: &str, value: Value<'gc>) -> Result<'gc, String> {
    args::text(ctx.mc, who, value)
}

fn string_to_file<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let text = utf8(ctx, "string->file", args[0])?;
    write_file(ctx, "string->file", args, text.as_bytes())
}

fn bytes_to_file<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = args::bytevector("bytes->file", args[0])?;
    write_file(ctx, "bytes->file", args, bytes)
}

fn write_private<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "replace-file";
    let path = args::path(WHO, args[0])?;
    let text;
    let bytes = match args[1].has_kind(Kind::Bytes) {
        true => args[1].bytes(),
        false => {
            text = utf8(ctx, WHO, args[1])?;
            text.as_bytes()
        }
    };
    let written = ctx.world.system.open(&path, Access::Create).and_then(|mut file| {
        write_all(ctx.mc, &mut file, bytes)?;
        Ok(file.sync_all()?)
    });
    expect(WHO, args[0], written).map(|()| Value::UNSPECIFIED)
}

fn copy_file<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "copy-file";
    let (from, to) = (args::path(WHO, args[0])?, args::path(WHO, args[1])?);
    let system = ctx.world.system.clone();
    let source = expect(WHO, args[0], system.open(&from, Access::Read))?;
    // To write to the file that is read would empty it first.
    if let (Ok(a), Ok(b)) = (source.metadata(), system.status(&to, Links::Follow))
        && is_same(&a, &b)
    {
        return Err(Throw::new(ErrorKind::File, format!("{WHO}: both are the same file:"), args));
    }
    let mut target = expect(WHO, args[1], system.open(&to, Access::Write))?;
    let copied = copy(ctx, source, &mut target);
    expect(WHO, args[1], copied).map(|()| Value::UNSPECIFIED)
}

fn is_same(a: &std::fs::Metadata, b: &cairn_vm::system::files::Status) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.ino(), a.dev()) == (b.inode, b.device)
}

fn copy(ctx: &mut Context<'_, '_>, source: File, target: &mut File) -> std::result::Result<(), Problem> {
    let permissions = source.metadata()?.permissions();
    let mut reader = ports::reader(ctx, source);
    let mut buffer = vec![0; CHUNK];
    loop {
        let count = read(&mut reader, &mut buffer)?;
        if count == 0 {
            break;
        }
        write_all(ctx.mc, target, &buffer[..count])?;
    }
    if target.metadata()?.is_file() {
        target.set_permissions(permissions)?;
    }
    Ok(())
}

fn open_append<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, content: Content, name: Value<'gc>) -> Result<'gc> {
    let path = args::path(who, name)?;
    let opened = ports::open_output(ctx, &path, content, Access::Append);
    Ok(ctx.mc.payload(Box::new(expect(who, name, opened)?)))
}

fn open_append_file<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    open_append(ctx, "open-append-file", Content::Text, args[0])
}

fn open_binary_append_file<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    open_append(ctx, "open-binary-append-file", Content::Binary, args[0])
}
