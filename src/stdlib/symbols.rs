//! Implements symbols (R7RS 6.5), interned and uninterned.

use std::sync::atomic::{AtomicU64, Ordering};

use cairn_data::error::Result;
use cairn_gc::Value;

use super::args;
use super::{Args, Builtin, Context, at_least, between, exactly, flag, native};

use flag::{BOOLEAN, FOLD, NONE, PURE, TOTAL};

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("symbol?", exactly(1), |_, args| Ok(Value::bool(args[0].is_symbol())), PURE | TOTAL | FOLD | BOOLEAN, "(symbol? x) whether x is a symbol. R7RS 6.5."),
    native("symbol=?", at_least(1), symbol_eq, PURE | FOLD | BOOLEAN, "(symbol=? s ...) whether all are the same symbol. R7RS 6.5."),
    native("symbol->string", exactly(1), symbol_to_string, PURE, "(symbol->string s) its name, a fresh string. R7RS 6.5."),
    native("string->symbol", exactly(1), string_to_symbol, PURE, "(string->symbol s) the symbol of this name. R7RS 6.5."),
    native("intern", exactly(1), string_to_symbol, PURE, "(intern s) the same as string->symbol."),
    native("string->uninterned-symbol", exactly(1), string_to_uninterned, PURE, "(string->uninterned-symbol s) a fresh symbol of this name, the same as no other."),
    native("symbol-append", at_least(0), symbol_append, PURE, "(symbol-append s ...) the symbol whose name is all names."),
    native("symbol<?", at_least(1), symbol_less, PURE | FOLD | BOOLEAN, "(symbol<? s ...) whether the names increase."),
    native("symbol-interned?", exactly(1), is_interned, PURE | FOLD | BOOLEAN, "(symbol-interned? s) whether string->symbol can give s."),
    native("generate-symbol", between(0, 1), generate, NONE, "(generate-symbol [prefix]) a fresh uninterned symbol."),
    native("gensym", between(0, 1), generate, NONE, "(gensym [prefix]) a fresh uninterned symbol."),
    native("generate-uninterned-symbol", between(0, 1), generate, NONE, "(generate-uninterned-symbol [prefix]) a fresh uninterned symbol."),
];

fn symbol_eq<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    for &arg in args {
        args::symbol("symbol=?", arg)?;
    }
    Ok(Value::bool(args.iter().all(|&arg| arg == args[0])))
}

fn symbol_less<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    args.iter().try_for_each(|&arg| args::symbol("symbol<?", arg).map(|_| ()))?;
    Ok(Value::bool(args.is_sorted_by(|a, b| a.as_symbol() < b.as_symbol())))
}

fn symbol_to_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(ctx.mc.string(args::symbol("symbol->string", args[0])?)?)
}

/// The text of a string, for which there is room as a symbol.
fn name<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, value: Value<'gc>) -> Result<'gc, String> {
    let chars = args::string(who, value)?;
    ctx.mc.check_room(chars.len().saturating_mul(4))?;
    Ok(chars.to_string())
}

fn string_to_symbol<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let name = name(ctx, "string->symbol", args[0])?;
    Ok(ctx.mc.intern(&name))
}

fn string_to_uninterned<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let name = name(ctx, "string->uninterned-symbol", args[0])?;
    Ok(ctx.mc.uninterned_symbol(&name))
}

fn symbol_append<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mut text = String::new();
    for &arg in args {
        let name = args::symbol("symbol-append", arg)?;
        ctx.mc.check_room((text.len() + name.len()).saturating_mul(2))?;
        text.push_str(name);
    }
    Ok(ctx.mc.intern(&text))
}

fn is_interned<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    args::symbol("symbol-interned?", args[0])?;
    Ok(Value::bool(!args[0].is_uninterned_symbol()))
}

/// A fresh symbol. The number only distinguishes printed symbols.
fn generate<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let prefix = match args::optional(args, 0) {
        None => "g".to_string(),
        Some(prefix) => match prefix.as_symbol() {
            Some(name) => name.to_string(),
            None => name(ctx, "generate-symbol", prefix)?,
        },
    };
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    Ok(ctx.mc.uninterned_symbol(&format!("{prefix}{number}")))
}
