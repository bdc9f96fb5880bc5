//! Takes paths apart and puts them together. Nothing here looks at the file system.

use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

use cairn_data::error::Result;
use cairn_data::lists;
use cairn_gc::Value;
use cairn_vm::system::paths::normal;

use crate::{Args, Builtin, Context, args, at_least, between, exactly, flag, native, os};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("path-join", at_least(1), join, flag::NONE, "(path-join path part ...) the parts below one another; an absolute one starts anew."),
    native("path-parts", exactly(1), parts, flag::NONE, "(path-parts path) the list of its components; of an absolute one the first is \"/\"."),
    native("path-directory", exactly(1), directory, flag::NONE, "(path-directory path) all but its last component; \".\" when there is one alone."),
    native("path-name", exactly(1), name, flag::NONE, "(path-name path) its last component, or an empty string."),
    native("path-stem", exactly(1), stem, flag::NONE, "(path-stem path) its last component without extension."),
    native("path-extension", exactly(1), extension, flag::NONE, "(path-extension path) what comes after the last dot of its last component, or #f."),
    native("path-with-extension", exactly(2), with_extension, flag::NONE, "(path-with-extension path extension) the path with another extension, or with none when that is #f."),
    native("path-absolute?", exactly(1), is_absolute, flag::BOOLEAN, "(path-absolute? path) whether it begins at the root."),
    native("path-normalize", exactly(1), normalize, flag::NONE, "(path-normalize path) the path without . and .. components, by its text alone."),
    native("path-relative", between(1, 2), relative, flag::NONE, "(path-relative path [base]) the path as seen from base, or from the current directory, by their texts."),
    native("path-absolute", exactly(1), absolute, flag::NONE, "(path-absolute path) the path below the current directory, normalised."),
];

/// A path as a value.
pub(super) fn value<'gc>(ctx: &Context<'_, 'gc>, path: impl AsRef<OsStr>) -> Result<'gc> {
    os::value(ctx.mc, path.as_ref())
}

fn join<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mut path = PathBuf::new();
    for &part in args {
        path.push(args::path("path-join", part)?);
        ctx.mc.work(1 + path.as_os_str().len() / 64)?;
    }
    value(ctx, path)
}

/// Bytes of a part of a path in memory of its own, at least.
const PART_BYTES: usize = 64;

fn parts<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("path-parts", args[0])?;
    let count = path.components().count();
    ctx.mc.check_room(count.saturating_mul(PART_BYTES))?;
    lists::room_for_pairs(ctx.mc, count)?;
    let parts: Vec<OsString> = path.components().map(|part| part.as_os_str().to_os_string()).collect();
    os::list(ctx.mc, &parts)
}

fn directory<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("path-directory", args[0])?;
    let parent = path.parent().unwrap_or(&path);
    value(ctx, if parent.as_os_str().is_empty() { Path::new(".") } else { parent })
}

fn name<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    value(ctx, args::path("path-name", args[0])?.file_name().unwrap_or_default())
}

fn stem<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    value(ctx, args::path("path-stem", args[0])?.file_stem().unwrap_or_default())
}

fn extension<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match args::path("path-extension", args[0])?.extension() {
        Some(extension) => value(ctx, extension),
        None => Ok(Value::FALSE),
    }
}

fn with_extension<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("path-with-extension", args[0])?;
    let extension = match args[1] {
        Value::FALSE => OsString::new(),
        text => args::os_text("path-with-extension", "an extension, a string or #f", text)?,
    };
    if extension.as_encoded_bytes().contains(&b'/') {
        return Err(cairn_data::error::Throw::out_of_range("path-with-extension", "extension", args[1]));
    }
    value(ctx, path.with_extension(extension))
}

fn is_absolute<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args::path("path-absolute?", args[0])?.is_absolute()))
}

fn normalize<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    value(ctx, normal(&args::path("path-normalize", args[0])?))
}

fn absolute<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("path-absolute", args[0])?;
    let path = located(ctx, "path-absolute", &path)?;
    value(ctx, path)
}

fn relative<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("path-relative", args[0])?;
    let base = match args::optional(args, 1) {
        Some(base) => args::path("path-relative", base)?,
        None => PathBuf::from("."),
    };
    let (path, base) = match path.is_absolute() == base.is_absolute() {
        true => (normal(&path), normal(&base)),
        false => (located(ctx, "path-relative", &path)?, located(ctx, "path-relative", &base)?),
    };
    value(ctx, seen_from(&path, &base))
}

/// The path below the current directory, which the program must be allowed to see.
fn located<'gc>(ctx: &Context<'_, 'gc>, who: &str, path: &Path) -> Result<'gc, PathBuf> {
    if path.is_absolute() {
        return Ok(normal(path));
    }
    Ok(normal(&super::natives::current(ctx, who)?.join(path)))
}

/// The normal path `path` as seen from the normal path `base`.
fn seen_from(path: &Path, base: &Path) -> PathBuf {
    let named = |path: &Path| -> Vec<OsString> {
        let parts = path.components().filter(|part| *part != Component::CurDir);
        parts.map(|part| part.as_os_str().to_os_string()).collect()
    };
    let (path, base) = (named(path), named(base));
    let shared = path.iter().zip(&base).take_while(|(a, b)| a == b).count();
    let up = base[shared..].iter().map(|_| OsString::from(".."));
    let seen: PathBuf = up.chain(path[shared..].iter().cloned()).collect();
    if seen.as_os_str().is_empty() { PathBuf::from(".") } else { seen }
}
