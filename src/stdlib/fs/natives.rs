//! Asks about files and directories, and changes, moves and deletes them.

use std::path::PathBuf;

use cairn_data::error::{Result, Throw};
use cairn_gc::{Kind, Value};
use cairn_vm::system::files::{FileKind, Links, Moment, Status};
use cairn_vm::system::{Problem, expect};

use super::names::value;
use crate::{Args, Builtin, Context, args, between, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%file-info", exactly(2), file_info, flag::INTERNAL, "(%file-info path follow?) #(type size mode modified accessed changed inode device links user group)."),
    native("file-type", between(1, 2), file_type, flag::NONE, "(file-type path [follow?]) file, directory, link, fifo, socket, device or other; #f when there is none. A link is followed unless follow? is #f."),
    native("file-size", exactly(1), file_size, flag::NONE, "(file-size path) its number of bytes."),
    native("real-path", exactly(1), real_path, flag::NONE, "(real-path path) the absolute path, without links, of what exists."),
    native("read-link", exactly(1), read_link, flag::NONE, "(read-link path) what the symbolic link points to."),
    native("make-link", exactly(2), make_link, flag::NONE, "(make-link target path) makes a symbolic link."),
    native("make-hard-link", exactly(2), make_hard_link, flag::NONE, "(make-hard-link file path) gives the file one more name."),
    native("make-fifo", exactly(1), make_fifo, flag::NONE, "(make-fifo path) makes a pipe with a name."),
    native("make-directory", exactly(1), make_directory, flag::NONE, "(make-directory path) makes a directory."),
    native("delete-directory", exactly(1), delete_directory, flag::NONE, "(delete-directory path) deletes a directory, which must be empty."),
    native("delete-tree", exactly(1), delete_tree, flag::NONE, "(delete-tree path) deletes a file, or a directory with all that is in it; links are not followed."),
    native("%rename-file", exactly(2), rename, flag::INTERNAL, "(%rename-file from to) whether it could be done: #f when they are on different file systems."),
    native("set-file-mode!", exactly(2), set_mode, flag::NONE, "(set-file-mode! path mode) sets its permissions, such as #o644."),
    native("set-file-times!", between(1, 3), set_times, flag::NONE, "(set-file-times! path [modified accessed]) sets when it was changed and used, in seconds since 1970; now is the default."),
    native("truncate-file", exactly(2), truncate, flag::NONE, "(truncate-file path size) cuts the file, or extends it with zeros."),
    native("current-directory", exactly(0), current_directory, flag::NONE, "(current-directory) the directory that relative paths are below."),
    native("set-current-directory!", exactly(1), set_current_directory, flag::NONE, "(set-current-directory! path) makes it the current one, for this program."),
];

pub(super) fn links(follow: Option<Value<'_>>) -> Links {
    if follow == Some(Value::FALSE) { Links::Keep } else { Links::Follow }
}

fn symbol(kind: FileKind) -> &'static str {
    match kind {
        FileKind::File => "file",
        FileKind::Directory => "directory",
        FileKind::Link => "link",
        FileKind::Fifo => "fifo",
        FileKind::Socket => "socket",
        FileKind::Device => "device",
        FileKind::Other => "other",
    }
}

/// The symbol of a type of files.
pub(super) fn kind_symbol<'gc>(ctx: &Context<'_, 'gc>, kind: FileKind) -> Value<'gc> {
    ctx.mc.intern(symbol(kind))
}

pub(super) fn status<'gc>(ctx: &Context<'_, 'gc>, who: &str, name: Value<'gc>, links: Links) -> Result<'gc, Status> {
    let path = args::path(who, name)?;
    expect(who, name, ctx.world.system.status(&path, links))
}

fn file_info<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let status = status(ctx, "file-info", args[0], links(Some(args[1])))?;
    let mc = ctx.mc;
    let number = |n: u64| Value::fixnum(n as i64 & cairn_gc::FIXNUM_MAX);
    let time = |nanoseconds: i128| mc.flonum(nanoseconds as f64 / 1e9);
    Ok(mc.alloc(
        Kind::Vector,
        &[
            kind_symbol(ctx, status.kind()),
            number(status.size),
            number(u64::from(status.mode & 0o7777)),
            time(status.modified),
            time(status.accessed),
            time(status.changed),
            number(status.inode),
            number(status.device),
            number(status.links),
            number(status.user.into()),
            number(status.group.into()),
        ],
    ))
}

fn file_type<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("file-type", args[0])?;
    match ctx.world.system.status(&path, links(args::optional(args, 1))) {
        Ok(status) => Ok(kind_symbol(ctx, status.kind())),
        Err(Problem::System(_)) => Ok(Value::FALSE),
        Err(problem) => Err(problem.throw("file-type", args[0])),
    }
}

fn file_size<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let size = status(ctx, "file-size", args[0], Links::Follow)?.size;
    Ok(Value::fixnum(size as i64 & cairn_gc::FIXNUM_MAX))
}

fn real_path<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("real-path", args[0])?;
    let real = expect("real-path", args[0], ctx.world.system.real_path(&path))?;
    value(ctx, real)
}

fn read_link<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("read-link", args[0])?;
    let target = expect("read-link", args[0], ctx.world.system.read_link(&path))?;
    value(ctx, target)
}

fn make_link<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let (target, path) = (args::path("make-link", args[0])?, args::path("make-link", args[1])?);
    expect("make-link", args[1], ctx.world.system.symbolic_link(&target, &path)).map(|()| Value::UNSPECIFIED)
}

fn make_hard_link<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let (file, path) = (args::path("make-hard-link", args[0])?, args::path("make-hard-link", args[1])?);
    expect("make-hard-link", args[1], ctx.world.system.link(&file, &path)).map(|()| Value::UNSPECIFIED)
}

/// Does `f` with the path that is the only argument.
pub(super) fn with_path<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    name: Value<'gc>,
    f: impl FnOnce(&cairn_vm::system::System, PathBuf) -> std::result::Result<(), Problem>,
) -> Result<'gc> {
    let path = args::path(who, name)?;
    expect(who, name, f(&ctx.world.system, path)).map(|()| Value::UNSPECIFIED)
}

fn make_fifo<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    with_path(ctx, "make-fifo", args[0], |system, path| system.make_fifo(&path, None))
}

fn make_directory<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    with_path(ctx, "make-directory", args[0], |system, path| system.make_directory(&path, None))
}

fn delete_directory<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    with_path(ctx, "delete-directory", args[0], |system, path| system.delete_directory(&path))
}

fn delete_tree<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mc = ctx.mc;
    with_path(ctx, "delete-tree", args[0], |system, path| system.delete_tree(&path, || Ok(mc.work(FILE)?)))
}

/// Units of work of a call of the system.
pub(super) const FILE: usize = 64;

fn rename<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let (from, to) = (args::path("move-file", args[0])?, args::path("move-file", args[1])?);
    match ctx.world.system.rename(&from, &to) {
        Ok(()) => Ok(Value::TRUE),
        Err(Problem::System(error)) if error.kind() == std::io::ErrorKind::CrossesDevices => Ok(Value::FALSE),
        Err(problem) => Err(problem.throw("move-file", args[0])),
    }
}

fn set_mode<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mode = args::size("set-file-mode!", "mode", args[1])?;
    if mode > 0o7777 {
        return Err(Throw::out_of_range("set-file-mode!", "mode", args[1]));
    }
    with_path(ctx, "set-file-mode!", args[0], |system, path| system.set_mode(&path, mode as u32))
}

fn set_times<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let modified = time(args::optional(args, 1))?;
    let accessed = match args::optional(args, 2) {
        Some(value) => time(Some(value))?,
        None => modified,
    };
    with_path(ctx, "set-file-times!", args[0], |system, path| system.set_times(&path, accessed, modified))
}

/// The moment that a real number of seconds since 1970 denotes.
fn time<'gc>(value: Option<Value<'gc>>) -> Result<'gc, Moment> {
    let Some(value) = value else { return Ok(Moment::Now) };
    let seconds = args::seconds("set-file-times!", value)?;
    // Years that file systems know.
    if seconds.abs() < 1e12 {
        Ok(Moment::At((seconds * 1e9) as i128))
    } else {
        Err(Throw::out_of_range("set-file-times!", "time", value))
    }
}

fn truncate<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let size = args::size("truncate-file", "size", args[1])? as u64;
    with_path(ctx, "truncate-file", args[0], |system, path| system.truncate(&path, size))
}

/// The current directory, which the program must be allowed to read.
pub(super) fn current<'gc>(ctx: &Context<'_, 'gc>, who: &str) -> Result<'gc, PathBuf> {
    let directory = ctx.world.system.current_directory();
    match ctx.world.system.status(&directory, Links::Follow) {
        Ok(_) => Ok(directory),
        Err(problem) => {
            let dot = ctx.mc.string(".")?;
            Err(problem.throw(who, dot))
        }
    }
}

fn current_directory<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let directory = current(ctx, "current-directory")?;
    value(ctx, directory)
}

fn set_current_directory<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    with_path(ctx, "set-current-directory!", args[0], |system, path| system.set_current_directory(&path))
}
