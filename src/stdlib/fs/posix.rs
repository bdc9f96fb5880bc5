//! Implements what SRFI 170 needs besides `(cairn fs)` and `(cairn process)`.

use std::io::{IsTerminal, stderr, stdin, stdout};
use std::time::{SystemTime, UNIX_EPOCH};

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::port::{Content, Flushing, Port};
use cairn_data::wide;
use cairn_gc::Value;
use cairn_vm::ports;
use cairn_vm::system::files::Moment;
use cairn_vm::system::posix::Opening;
use cairn_vm::system::{Capability, expect, reason, refusal};
use rustix::io::Errno;

use super::natives::{links, status, with_path};
use crate::{Args, Builtin, Context, args, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%errno-name", exactly(1), errno_name, flag::INTERNAL, "(%errno-name message) the symbol of the error of the system that a message of a condition ends with, or #f."),
    native("%errno-message", exactly(1), errno_message, flag::INTERNAL, "(%errno-message message) what a message of a condition says of the system's error."),
    native("%open-file", exactly(5), open_file, flag::INTERNAL, "(%open-file path direction flags mode buffering) a port."),
    native("%descriptor-port", exactly(3), descriptor_port, flag::INTERNAL, "(%descriptor-port number direction buffering) a port."),
    native("%make-directory-of-mode", exactly(2), make_directory, flag::INTERNAL, "(%make-directory-of-mode path mode) makes a directory."),
    native("%make-fifo-of-mode", exactly(2), make_fifo, flag::INTERNAL, "(%make-fifo-of-mode path mode) makes a pipe with a name."),
    native("%posix-status", exactly(2), posix_status, flag::INTERNAL, "(%posix-status path follow?) a list of numbers, times in nanoseconds."),
    native("%set-times", exactly(3), set_times, flag::INTERNAL, "(%set-times path accessed modified) a pair of seconds and nanoseconds, #t for now, or #f for no change."),
    native("%set-owner", exactly(3), set_owner, flag::INTERNAL, "(%set-owner path user group) sets both; -1 leaves one as it is."),
    native("%free-space", exactly(1), free_space, flag::INTERNAL, "(%free-space path) the free bytes on its volume."),
    native("%mask", exactly(0), mask, flag::INTERNAL, "(%mask) the permissions that new files do not get."),
    native("%set-mask!", exactly(1), set_mask, flag::INTERNAL, "(%set-mask! mask) sets them, for this engine."),
    native("%nice", exactly(1), nice, flag::INTERNAL, "(%nice increment) the new niceness of the process."),
    native("%groups", exactly(0), groups, flag::INTERNAL, "(%groups) the numbers of the process's further groups."),
    native("%clock", exactly(0), clock, flag::INTERNAL, "(%clock) nanoseconds since 1970."),
    native("%terminal-port?", exactly(1), is_terminal_port, flag::INTERNAL, "(%terminal-port? port) whether it is a standard port that is a terminal."),
];

/// The names of the system's errors, without the E that each begins with; the last two are
/// spelled otherwise in the crate.
macro_rules! errors {
    ($($name:ident)*) => {
        const ERRORS: &[(Errno, &str)] =
            &[$((Errno::$name, concat!("E", stringify!($name))),)* (Errno::ACCESS, "EACCES"), (Errno::TOOBIG, "E2BIG")];
    };
}

errors! {
    ADDRINUSE ADDRNOTAVAIL AFNOSUPPORT AGAIN ALREADY BADF BADMSG BUSY CANCELED CHILD CONNABORTED
    CONNREFUSED CONNRESET DEADLK DESTADDRREQ DOM DQUOT EXIST FAULT FBIG HOSTUNREACH IDRM ILSEQ
    INPROGRESS INTR INVAL IO ISCONN ISDIR LOOP MFILE MLINK MSGSIZE MULTIHOP NAMETOOLONG NETDOWN
    NETRESET NETUNREACH NFILE NOBUFS NODEV NOENT NOEXEC NOLCK NOLINK NOMEM NOMSG NOPROTOOPT NOSPC
    NOSYS NOTCONN NOTDIR NOTEMPTY NOTRECOVERABLE NOTSOCK NOTSUP NOTTY NXIO OVERFLOW OWNERDEAD
    PERM PIPE PROTO PROTONOSUPPORT PROTOTYPE RANGE ROFS SPIPE SRCH STALE TIMEDOUT TXTBSY XDEV
}

/// The reason in the message of a file error, `who: reason:` or `who: name: reason`.
fn reason_in(message: &str) -> &str {
    let message = message.strip_suffix(':').unwrap_or(message);
    message.rsplit_once(": ").map_or(message, |(_, reason)| reason)
}

/// Conditions keep the system's reason as text, and each error has a text of its own.
fn errno_name<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let message = args::text(ctx.mc, "posix-error-name", args[0])?;
    let wanted = reason_in(&message);
    let known = ERRORS.iter().find(|(error, _)| reason(&(*error).into()).eq_ignore_ascii_case(wanted));
    // The library's own errors of kinds that the system has, too.
    let known = known.map(|(_, name)| *name).or(match wanted {
        "entity not found" => Some("ENOENT"),
        "is a directory" => Some("EISDIR"),
        "not a directory" => Some("ENOTDIR"),
        _ => None,
    });
    Ok(known.map_or(Value::FALSE, |name| ctx.mc.intern(name)))
}

fn errno_message<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let message = args::text(ctx.mc, "posix-error-message", args[0])?;
    Ok(ctx.mc.string(reason_in(&message))?)
}

/// Reads the direction of a port: its letters are `r` or `w`, and `t` or `b`.
fn direction<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, (bool, Content)> {
    match args::symbol(who, value)? {
        "textual-input" => Ok((false, Content::Text)),
        "binary-input" => Ok((false, Content::Binary)),
        "textual-output" => Ok((true, Content::Text)),
        "binary-output" => Ok((true, Content::Binary)),
        _ => {
            Err(Throw::new(ErrorKind::General, format!("{who}: a port here reads or writes, but not both:"), &[value]))
        }
    }
}

fn buffering<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, Flushing> {
    match args::symbol(who, value)? {
        "none" => Ok(Flushing::AtOnce),
        "line" => Ok(Flushing::ByLine),
        "block" => Ok(Flushing::WhenFull),
        _ => Err(Throw::wrong_type(who, "a buffer mode", value)),
    }
}

fn port<'gc>(
    ctx: &mut Context<'_, 'gc>,
    name: &str,
    (writes, content): (bool, Content),
    flushing: Flushing,
    file: std::fs::File,
) -> Value<'gc> {
    let port: Port = match writes {
        true => ports::writing_when(ctx, name, content, file, flushing),
        false => ports::reading(ctx, name, content, file),
    };
    ctx.mc.payload(Box::new(port))
}

fn open_file<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "open-file";
    let path = args::path(WHO, args[0])?;
    let direction = direction(WHO, args[1])?;
    let flags = args::bound(WHO, "flags", args[2], 0, 31)?;
    let mode = args::bound(WHO, "permissions", args[3], 0, 0o7777)? as u32;
    let flushing = buffering(WHO, args[4])?;
    let has = |bit: usize| flags & bit != 0;
    let how = Opening {
        writes: direction.0,
        append: has(1),
        create: has(2),
        exclusive: has(4),
        no_follow: has(8),
        truncate: has(16),
        mode,
    };
    let file = expect(WHO, args[0], ctx.world.system.open_as(&path, &how))?;
    Ok(port(ctx, &path.to_string_lossy(), direction, flushing, file))
}

fn descriptor_port<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "fd->port";
    let number = args::bound(WHO, "descriptor", args[0], 0, i32::MAX as usize)?;
    let direction = direction(WHO, args[1])?;
    let flushing = buffering(WHO, args[2])?;
    let capability = if direction.0 { Capability::Write } else { Capability::Read };
    let file = expect(WHO, args[0], ctx.world.system.inherited(number as i32, capability))?;
    Ok(port(ctx, &format!("descriptor {number}"), direction, flushing, file))
}

fn permissions<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, Option<u32>> {
    Ok(Some(args::bound(who, "permissions", value, 0, 0o7777)? as u32))
}

fn make_directory<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mode = permissions("create-directory", args[1])?;
    with_path(ctx, "create-directory", args[0], |system, path| system.make_directory(&path, mode))
}

fn make_fifo<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mode = permissions("create-fifo", args[1])?;
    with_path(ctx, "create-fifo", args[0], |system, path| system.make_fifo(&path, mode))
}

fn posix_status<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let status = status(ctx, "file-info", args[0], links(Some(args[1])))?;
    let unsigned = [
        status.device,
        status.inode,
        status.mode.into(),
        status.links,
        status.user.into(),
        status.group.into(),
        status.special,
        status.size,
        status.block_size,
        status.blocks,
    ];
    let numbers = unsigned.map(i128::from).into_iter().chain([status.accessed, status.modified, status.changed]);
    let numbers = numbers.map(|number| wide::value_of(ctx.mc, number)).collect::<Result<'gc, Vec<_>>>()?;
    Ok(ctx.mc.list(&numbers))
}

fn moment<'gc>(value: Value<'gc>) -> Result<'gc, Moment> {
    match value {
        Value::TRUE => Ok(Moment::Now),
        Value::FALSE => Ok(Moment::Unchanged),
        _ => {
            let part = |value: Value<'gc>| value.as_fixnum().map(i128::from);
            let parts = value.as_pair().and_then(|(seconds, rest)| Some((part(seconds)?, part(rest)?)));
            // Years that file systems know.
            match parts.filter(|(seconds, rest)| seconds.abs() < 1_000_000_000_000 && rest.abs() < 1_000_000_000) {
                Some((seconds, rest)) => Ok(Moment::At(seconds * 1_000_000_000 + rest)),
                None => Err(Throw::out_of_range("set-file-times", "time", value)),
            }
        }
    }
}

fn set_times<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let (accessed, modified) = (moment(args[1])?, moment(args[2])?);
    with_path(ctx, "set-file-times", args[0], |system, path| system.set_times(&path, accessed, modified))
}

/// The number of a user or group; none for -1.
fn owner<'gc>(value: Value<'gc>) -> Result<'gc, Option<u32>> {
    match value.as_fixnum() {
        Some(-1) => Ok(None),
        Some(number) => match u32::try_from(number) {
            Ok(number) if number != u32::MAX => Ok(Some(number)),
            _ => Err(Throw::out_of_range("set-file-owner", "number", value)),
        },
        None => Err(Throw::wrong_type("set-file-owner", "an integer", value)),
    }
}

fn set_owner<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let (user, group) = (owner(args[1])?, owner(args[2])?);
    with_path(ctx, "set-file-owner", args[0], |system, path| system.set_owner(&path, user, group))
}

fn free_space<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("file-space", args[0])?;
    let bytes = expect("file-space", args[0], ctx.world.system.free_space(&path))?;
    wide::value_of(ctx.mc, bytes.into())
}

fn mask<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    Ok(Value::fixnum((process_mask().unwrap_or(0) | ctx.world.system.mask()).into()))
}

/// The process's own mask, where it can be read without being changed.
fn process_mask() -> Option<u32> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mask = status.lines().find_map(|line| line.strip_prefix("Umask:"))?;
    u32::from_str_radix(mask.trim(), 8).ok()
}

fn set_mask<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mask = args::bound("set-umask!", "mask", args[0], 0, 0o777)? as u32;
    ctx.world.system.set_mask(mask);
    Ok(Value::UNSPECIFIED)
}

/// Changes the process's own priority, which only a program may that can run any other.
fn nice<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let Some(increment) = args[0].as_fixnum().filter(|n| n.abs() <= 40) else {
        return Err(Throw::wrong_type("nice", "an integer from -40 to 40", args[0]));
    };
    if increment != 0 && !ctx.world.system.capabilities().run.is_all() {
        return Err(refusal("nice", Capability::Run, args[0]));
    }
    match rustix::process::nice(increment as i32) {
        Ok(niceness) => Ok(Value::fixnum(niceness.into())),
        Err(error) => Err(Throw::new(ErrorKind::File, format!("nice: {}:", reason(&error.into())), args)),
    }
}

fn groups<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let groups = rustix::process::getgroups().unwrap_or_default();
    let numbers: Vec<Value<'gc>> = groups.iter().map(|group| Value::fixnum(group.as_raw().into())).collect();
    Ok(ctx.mc.list(&numbers))
}

fn clock<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    wide::value_of(ctx.mc, since.as_nanos() as i128)
}

fn is_terminal_port<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let standard = ctx.world.ports.parameters.iter().position(|parameter| parameter.slot(0) == Some(args[0]));
    Ok(Value::bool(match standard {
        Some(0) => stdin().is_terminal(),
        Some(1) => stdout().is_terminal(),
        Some(_) => stderr().is_terminal(),
        None => false,
    }))
}
