//! Takes archives apart and puts them together, in memory. Nothing here touches files: what
//! unpacks an archive to files is `archive.sld`, by the procedures of `(cairn fs)`.

use std::io::{Cursor, Read, Write};

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::lists::{self, ListBuilder};
use cairn_gc::{Kind, Mutation, Value};
use tar::{Builder, EntryType, Header};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::compression::gathered;
use super::watched::{Watch, Watched};
use crate::{Args, Builtin, Context, args, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%tar->entries", exactly(1), read_tar, flag::INTERNAL, "(%tar->entries bytevector) the list of its entries: #(name type mode modified content link)."),
    native("%entries->tar", exactly(1), write_tar, flag::INTERNAL, "(%entries->tar entries) the archive of such entries."),
    native("%zip->entries", exactly(1), read_zip, flag::INTERNAL, "(%zip->entries bytevector) the list of its entries, as of %tar->entries."),
    native("%entries->zip", exactly(1), write_zip, flag::INTERNAL, "(%entries->zip entries) the archive of such entries."),
];

/// The contents of an archive.
struct Entry {
    name: String,
    kind: &'static str,
    mode: u32,
    modified: u64,
    content: Vec<u8>,
    link: String,
}

/// Bytes of a zip archive's directory in memory, for each in the file: an entry there has at least 46.
const DIRECTORY_GROWTH: usize = 12;

const KINDS: [&str; 3] = ["file", "directory", "link"];

fn failure<'gc>(who: &str, error: &dyn std::fmt::Display) -> Throw<'gc> {
    Throw::new(ErrorKind::Read, format!("{who}: {error}"), &[])
}

/// The failure of writing an entry, which the library's message does not name.
fn entry_failure<'gc>(mc: Mutation<'gc>, who: &str, error: &dyn std::fmt::Display, entry: &Entry) -> Throw<'gc> {
    let said = error.to_string();
    let reason = said.split(" when setting path").next().unwrap_or_default();
    match mc.string(&entry.name) {
        Ok(name) => Throw::new(ErrorKind::Read, format!("{who}: {reason}:"), &[name]),
        Err(_) => failure(who, &reason),
    }
}

fn entry_value<'gc>(ctx: &Context<'_, 'gc>, entry: &Entry) -> Result<'gc> {
    let mc = ctx.mc;
    mc.check_room(entry.content.len() + entry.name.len())?;
    let parts = [
        mc.string(&entry.name)?,
        mc.intern(entry.kind),
        Value::fixnum((entry.mode & 0o7777).into()),
        Value::fixnum(entry.modified as i64 & cairn_gc::FIXNUM_MAX),
        mc.alloc_bytes_from(Kind::Bytes, &entry.content)?,
        mc.string(&entry.link)?,
    ];
    Ok(mc.alloc(Kind::Vector, &parts))
}

/// Entries that are given: their list, checked.
fn entries<'gc>(ctx: &Context<'_, 'gc>, who: &str, list: Value<'gc>) -> Result<'gc, Vec<Entry>> {
    if lists::proper_length(ctx.mc, list)?.is_none() {
        return Err(Throw::wrong_type(who, "a list of entries", list));
    }
    let mut all = Vec::new();
    let mut total = 0;
    for value in lists::elements(list) {
        let &[name, kind, mode, modified, content, link] = args::vector(who, value)? else {
            return Err(Throw::wrong_type(who, "an entry", value));
        };
        let content = args::bytevector(who, content)?;
        total += content.len();
        ctx.mc.work(16 + content.len() / 4)?;
        ctx.mc.check_room(2 * total)?;
        let kind = args::symbol(who, kind)?;
        all.push(Entry {
            name: args::text(ctx.mc, who, name)?,
            kind: KINDS
                .into_iter()
                .find(|known| *known == kind)
                .ok_or_else(|| Throw::wrong_type(who, "an entry", value))?,
            mode: args::size(who, "mode", mode)? as u32 & 0o7777,
            modified: args::size(who, "time", modified)? as u64,
            content: content.to_vec(),
            link: args::text(ctx.mc, who, link)?,
        });
    }
    Ok(all)
}

fn read_tar<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "tar->entries";
    let watch = Watch::default();
    let failed = |error: std::io::Error| watch.failure(|| failure(WHO, &error));
    let mut archive = tar::Archive::new(Watched::new(ctx.mc, args::bytevector(WHO, args[0])?, &watch));
    let mut list = ListBuilder::new();
    for entry in archive.entries().map_err(failed)? {
        let mut entry = entry.map_err(failed)?;
        ctx.mc.work(64)?;
        let kind = match entry.header().entry_type() {
            EntryType::Directory => "directory",
            EntryType::Symlink => "link",
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => "file",
            // Devices and the like, and what describes other entries.
            _ => continue,
        };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let entry = Entry {
            name: text(&entry.path_bytes()),
            kind,
            mode: entry.header().mode().unwrap_or(0o644),
            modified: entry.header().mtime().unwrap_or(0),
            link: entry.link_name_bytes().map(|link| text(&link)).unwrap_or_default(),
            content: gathered(ctx.mc, WHO, entry.by_ref()).map_err(|throw| watch.failure(|| throw))?,
        };
        list.push(ctx.mc, entry_value(ctx, &entry)?);
    }
    Ok(list.finish(ctx.mc, Value::NIL))
}

fn write_tar<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "entries->tar";
    let mut builder = Builder::new(Vec::new());
    for entry in entries(ctx, WHO, args[0])? {
        let mut header = Header::new_gnu();
        header.set_mode(entry.mode);
        header.set_mtime(entry.modified);
        header.set_size(entry.content.len() as u64);
        let added = match entry.kind {
            "link" => {
                header.set_entry_type(EntryType::Symlink);
                builder.append_link(&mut header, &entry.name, &entry.link)
            }
            kind => {
                header.set_entry_type(if kind == "directory" { EntryType::Directory } else { EntryType::Regular });
                builder.append_data(&mut header, &entry.name, &*entry.content)
            }
        };
        added.map_err(|error| entry_failure(ctx.mc, WHO, &error, &entry))?;
    }
    let bytes = builder.into_inner().map_err(|error| failure(WHO, &error))?;
    Ok(ctx.mc.alloc_bytes_from(Kind::Bytes, &bytes)?)
}

fn read_zip<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "zip->entries";
    let bytes = args::bytevector(WHO, args[0])?;
    let watch = Watch::default();
    watch.expect(DIRECTORY_GROWTH);
    let stream = Watched::new(ctx.mc, Cursor::new(bytes), &watch);
    let mut archive = ZipArchive::new(stream).map_err(|error| watch.failure(|| failure(WHO, &error)))?;
    watch.expect(0);
    let mut list = ListBuilder::new();
    for index in 0..archive.len() {
        ctx.mc.work(64)?;
        let mut file = archive.by_index(index).map_err(|error| watch.failure(|| failure(WHO, &error)))?;
        let mode = file.unix_mode().unwrap_or(0o644);
        let content = gathered(ctx.mc, WHO, file.by_ref()).map_err(|throw| watch.failure(|| throw))?;
        // A link's content is what it points to.
        let is_link = mode & 0o170_000 == 0o120_000;
        let entry = Entry {
            name: file.name().map_err(|error| failure(WHO, &error))?.into_owned(),
            kind: if is_link {
                "link"
            } else if file.is_dir() {
                "directory"
            } else {
                "file"
            },
            mode,
            modified: 0,
            link: if is_link { String::from_utf8_lossy(&content).into_owned() } else { String::new() },
            content: if is_link { Vec::new() } else { content },
        };
        list.push(ctx.mc, entry_value(ctx, &entry)?);
    }
    Ok(list.finish(ctx.mc, Value::NIL))
}

fn write_zip<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "entries->zip";
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in entries(ctx, WHO, args[0])? {
        let options = SimpleFileOptions::default().unix_permissions(entry.mode);
        let added = match entry.kind {
            "directory" => writer.add_directory(&*entry.name, options),
            "link" => writer.add_symlink(&*entry.name, &*entry.link, options),
            _ => writer.start_file(&*entry.name, options).and_then(|()| Ok(writer.write_all(&entry.content)?)),
        };
        added.map_err(|error| entry_failure(ctx.mc, WHO, &error, &entry))?;
    }
    let bytes = writer.finish().map_err(|error| failure(WHO, &error))?.into_inner();
    Ok(ctx.mc.alloc_bytes_from(Kind::Bytes, &bytes)?)
}
