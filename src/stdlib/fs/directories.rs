//! Lists directories, walks what is below them, finds files by patterns, and makes temporary
//! ones.

use std::ffi::{OsStr, OsString};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::lists::ListBuilder;
use cairn_gc::{Mutation, Value};
use cairn_vm::system::files::{Access, Entry, FileKind, entries, open_directory_in};
use cairn_vm::system::{Problem, expect};
use glob::{MatchOptions, Pattern};

use super::names::value;
use super::natives::{FILE, kind_symbol};
use crate::{Args, Builtin, Context, args, between, exactly, flag, native, os};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("directory-list", exactly(1), list, flag::NONE, "(directory-list path) the names in it, sorted."),
    native("directory-walk", between(1, 2), walk, flag::NONE, "(directory-walk path [type]) the list of all paths below it, each directory before what is in it; of one type, such as file, when that is given. Links are not followed."),
    native("%directory-tree", exactly(1), tree, flag::INTERNAL, "(%directory-tree path) the paths below it, each in a pair with its type."),
    native("glob", between(1, 2), glob, flag::NONE, "(glob pattern [directory]) the sorted paths that match: * and ? within a name, [a-z], ** for any directories."),
    native("glob-match?", exactly(2), glob_match, flag::BOOLEAN, "(glob-match? pattern path) whether the path matches."),
    native("make-temporary-file", between(0, 2), temporary_file, flag::NONE, "(make-temporary-file [prefix [directory]]) makes an empty file of a new name, which only its owner may use: its path."),
    native("make-temporary-directory", between(0, 2), temporary_directory, flag::NONE, "(make-temporary-directory [prefix [directory]]) makes an empty directory of a new name, which only its owner may use: its path."),
    native("%clean-later", exactly(1), clean_later, flag::INTERNAL, "(%clean-later path) has the path deleted when the run ends."),
    native("%clean", exactly(1), clean, flag::INTERNAL, "(%clean path) deletes what was to be deleted later."),
];

fn sorted(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    entries
}

fn list<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("directory-list", args[0])?;
    let entries = sorted(expect("directory-list", args[0], ctx.world.system.entries(&path))?);
    let mut names = ListBuilder::new();
    for entry in entries {
        ctx.mc.work(4)?;
        ctx.mc.check_room(entry.name.len())?;
        names.push(ctx.mc, os::value(ctx.mc, &entry.name)?);
    }
    Ok(names.finish(ctx.mc, Value::NIL))
}

/// A directory under way.
struct Level {
    directory: OwnedFd,
    path: PathBuf,
    /// The remaining entries, the next one last.
    left: Vec<Entry>,
}

impl Level {
    fn new(directory: OwnedFd, path: PathBuf) -> std::io::Result<Level> {
        let mut left = sorted(entries(directory.try_clone()?)?);
        left.reverse();
        Ok(Level { directory, path, left })
    }
}

/// Goes through what is below a directory. `visit` gets each path and its type, and says
/// whether to go into it. The directories under way are a list, so depth costs no native stack.
fn for_each_below<'gc>(
    ctx: &Context<'_, 'gc>,
    who: &str,
    root: &Path,
    subject: Value<'gc>,
    mut visit: impl FnMut(&Path, FileKind) -> Result<'gc, bool>,
) -> Result<'gc, ()> {
    let opened = ctx.world.system.open_directory(root).and_then(|fd| Ok(Level::new(fd, root.to_path_buf())?));
    let mut levels = vec![expect(who, subject, opened)?];
    while let Some(level) = levels.last_mut() {
        let Some(entry) = level.left.pop() else {
            levels.pop();
            continue;
        };
        ctx.mc.work(FILE / 16)?;
        let path = if level.path == Path::new(".") { entry.name.into() } else { level.path.join(&entry.name) };
        if visit(&path, entry.kind)? && entry.kind == FileKind::Directory {
            ctx.mc.work(FILE)?;
            let name = path.file_name().unwrap_or_default();
            match open_directory_in(std::os::fd::AsFd::as_fd(&level.directory), Path::new(name))
                .and_then(|fd| Level::new(fd, path.clone()))
            {
                Ok(below) => levels.push(below),
                // It is gone, or something else took its place, since its name was read.
                Err(error) if is_gone(&error) => {}
                Err(error) => return Err(Problem::System(error).throw(who, value(ctx, &path)?)),
            }
        }
    }
    Ok(())
}

fn is_gone(error: &std::io::Error) -> bool {
    use rustix::io::Errno;
    error
        .raw_os_error()
        .is_some_and(|code| [Errno::NOENT, Errno::NOTDIR, Errno::LOOP].contains(&Errno::from_raw_os_error(code)))
}

fn walk<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let root = args::path("directory-walk", args[0])?;
    let wanted = match args::optional(args, 1) {
        Some(kind) => Some(args::symbol("directory-walk", kind).map(|_| kind)?),
        None => None,
    };
    let mut found = ListBuilder::new();
    let (mc, shared) = (ctx.mc, &*ctx);
    for_each_below(shared, "directory-walk", &root, args[0], |path, kind| {
        if wanted.is_none_or(|wanted| wanted == kind_symbol(shared, kind)) {
            mc.check_room(path.as_os_str().len())?;
            found.push(mc, value(shared, path)?);
        }
        Ok(true)
    })?;
    Ok(found.finish(mc, Value::NIL))
}

fn tree<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let root = args::path("directory-walk", args[0])?;
    let mut found = ListBuilder::new();
    let (mc, shared) = (ctx.mc, &*ctx);
    for_each_below(shared, "directory-walk", &root, args[0], |path, kind| {
        mc.check_room(path.as_os_str().len())?;
        found.push(mc, mc.cons(value(shared, path)?, kind_symbol(shared, kind)));
        Ok(true)
    })?;
    Ok(found.finish(mc, Value::NIL))
}

// --- patterns ---------------------------------------------------------------------

/// Within a name, a pattern's wildcards match everything but a dot at its start.
const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// Characters of the longest pattern: matching takes time by its length for each name.
const LONGEST: usize = 1 << 12;

fn pattern<'gc>(mc: Mutation<'gc>, who: &str, value: Value<'gc>) -> Result<'gc, Pattern> {
    let text = args::text(mc, who, value)?;
    if text.len() > LONGEST {
        return Err(Throw::out_of_range(who, "pattern", value));
    }
    Pattern::new(&text).map_err(|error| {
        let message = format!("{who}: no pattern, at character {}: {}:", error.pos, error.msg);
        Throw::new(ErrorKind::General, message, &[value])
    })
}

/// Where to look for what matches: the components before the first with a wildcard.
fn fixed_part(pattern: &str) -> PathBuf {
    let fixed = |part: &&OsStr| !part.as_encoded_bytes().iter().any(|byte| b"*?[".contains(byte));
    Path::new(pattern).iter().take_while(fixed).collect()
}

fn glob<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "glob";
    let base = args::optional(args, 1).map_or(Ok(PathBuf::new()), |base| args::path(WHO, base))?;
    let pattern = pattern(ctx.mc, WHO, args[0])?;
    let fixed = fixed_part(pattern.as_str());
    let located = |path: &Path| if path.as_os_str().is_empty() { base.join(".") } else { base.join(path) };
    let mut found = ListBuilder::new();
    if fixed.as_os_str() == pattern.as_str() {
        if expect(WHO, args[0], ctx.world.system.exists(&located(&fixed)))? {
            found.push(ctx.mc, args[0]);
        }
        return Ok(found.finish(ctx.mc, Value::NIL));
    }
    let root = located(&fixed);
    match ctx.world.system.open_directory(&root) {
        Ok(_) => {}
        Err(Problem::System(_)) => return Ok(Value::NIL),
        Err(problem) => return Err(problem.throw(WHO, args[0])),
    }
    // How deep a path that matches can be.
    let depth = (!pattern.as_str().contains("**")).then(|| Path::new(pattern.as_str()).components().count());
    let (mc, shared) = (ctx.mc, &*ctx);
    for_each_below(shared, WHO, &root, args[0], |path, _| {
        mc.work(1 + pattern.as_str().len())?;
        let path = path.strip_prefix(&base).unwrap_or(path);
        if matches(&pattern, path) {
            mc.check_room(path.as_os_str().len())?;
            found.push(mc, value(shared, path)?);
        }
        Ok(depth.is_none_or(|depth| path.components().count() < depth))
    })?;
    Ok(found.finish(mc, Value::NIL))
}

fn glob_match<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let pattern = pattern(ctx.mc, "glob-match?", args[0])?;
    let path = args::path("glob-match?", args[1])?;
    ctx.mc.work(pattern.as_str().len().saturating_mul(path.as_os_str().len()) / 16)?;
    Ok(Value::bool(matches(&pattern, &path)))
}

/// Whether a path matches. Bytes that are not UTF-8 count as a character that only a wildcard matches.
fn matches(pattern: &Pattern, path: &Path) -> bool {
    pattern.matches_with(&path.to_string_lossy(), OPTIONS)
}

// --- temporary files ---------------------------------------------------------------

/// Names that are tried.
const TRIES: usize = 100;

/// Makes something of a new name by `make`, which fails when the name is in use: its path.
fn temporary<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    args: Args<'_, 'gc>,
    make: impl Fn(&Context<'_, 'gc>, &Path) -> std::result::Result<(), Problem>,
) -> Result<'gc> {
    let prefix = match args::optional(args, 0) {
        Some(prefix) => args::os_text(who, "a prefix, a string", prefix)?,
        None => OsString::from("cairn-"),
    };
    if prefix.as_encoded_bytes().contains(&b'/') {
        return Err(Throw::out_of_range(who, "prefix", args[0]));
    }
    let directory = match args::optional(args, 1) {
        Some(directory) => args::path(who, directory)?,
        None => std::env::temp_dir(),
    };
    for _ in 0..TRIES {
        let mut name = prefix.clone();
        name.push(format!("{:013x}", ctx.world.random.bits() >> 12));
        let path = directory.join(name);
        let shown = value(ctx, &path)?;
        match make(ctx, &path) {
            Ok(()) => return Ok(shown),
            Err(Problem::System(error)) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(problem) => return Err(problem.throw(who, shown)),
        }
    }
    Err(Throw::new(ErrorKind::File, format!("{who}: all names are in use"), &[]))
}

fn temporary_file<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    temporary(ctx, "make-temporary-file", args, |ctx, path| ctx.world.system.open(path, Access::Create).map(|_| ()))
}

fn temporary_directory<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    temporary(ctx, "make-temporary-directory", args, |ctx, path| ctx.world.system.make_directory(path, Some(0o700)))
}

fn clean_later<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("%clean-later", args[0])?;
    expect("%clean-later", args[0], ctx.world.system.clean_later(&path)).map(|()| Value::UNSPECIFIED)
}

fn clean<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("%clean", args[0])?;
    ctx.world.system.clean(&path);
    Ok(Value::UNSPECIFIED)
}
