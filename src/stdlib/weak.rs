//! Implements weak references and access to the collector: weak boxes and pairs, ephemerons (SRFI
//! 124), guardians (SRFI 246), `(gc-stats)`. Weak hash tables are in
//! [`crate::hash_tables::natives`].
//!
//! Numbers, characters and other immediates never die. When an object dies depends on the
//! collector: a variable that is no longer used may keep its value alive until its procedure
//! returns.

use cairn_data::error::{Result, Throw};
use cairn_gc::{Kind, Pauses, Stats, Value};

use super::args;
use super::{Args, Builtin, Context, between, exactly, flag, native};

use flag::{BOOLEAN, NONE, PURE, TOTAL};

const PREDICATE: u16 = PURE | TOTAL | BOOLEAN;

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("make-weak-box", exactly(1), |ctx, args| Ok(ctx.mc.weak_box(args[0])), NONE, "(make-weak-box x) a fresh box that does not keep x alive."),
    native("weak-box?", exactly(1), |_, args| Ok(Value::bool(args[0].is_weak_box())), PREDICATE, "(weak-box? x) whether x is a weak box."),
    native("weak-box-value", between(1, 2), box_value, NONE, "(weak-box-value box [default]) what it holds; default, or #f, once that is dead."),
    native("weak-cons", exactly(2), |ctx, args| Ok(ctx.mc.weak_pair(args[0], args[1])), NONE, "(weak-cons x y) a fresh weak pair, which keeps y alive, but not x. It is no pair."),
    native("weak-pair?", exactly(1), |_, args| Ok(Value::bool(is_pair(args[0]))), PREDICATE, "(weak-pair? x) whether x is a weak pair."),
    native("weak-pair-broken?", exactly(1), pair_broken, NONE | BOOLEAN, "(weak-pair-broken? p) whether the car of the weak pair is dead."),
    native("weak-car", exactly(1), |ctx, args| pair_part(ctx, "weak-car", args, 0), NONE, "(weak-car p) the car of a weak pair, #f once it is dead."),
    native("weak-cdr", exactly(1), |ctx, args| pair_part(ctx, "weak-cdr", args, 1), NONE, "(weak-cdr p) the cdr of a weak pair."),
    native("weak-set-car!", exactly(2), |ctx, args| set_part(ctx, "weak-set-car!", args, 0), NONE, "(weak-set-car! p x) replaces the car of a weak pair."),
    native("weak-set-cdr!", exactly(2), |ctx, args| set_part(ctx, "weak-set-cdr!", args, 1), NONE, "(weak-set-cdr! p x) replaces the cdr of a weak pair."),
    native("make-ephemeron", exactly(2), |ctx, args| Ok(ctx.mc.ephemeron(args[0], args[1])), NONE, "(make-ephemeron key datum) a fresh ephemeron: it keeps the datum alive while something else keeps the key. SRFI 124."),
    native("ephemeron?", exactly(1), |_, args| Ok(Value::bool(args[0].has_kind(Kind::Ephemeron))), PREDICATE, "(ephemeron? x) whether x is an ephemeron. SRFI 124."),
    native("ephemeron-broken?", exactly(1), ephemeron_broken, NONE | BOOLEAN, "(ephemeron-broken? e) whether its key is dead. SRFI 124."),
    native("ephemeron-key", exactly(1), |ctx, args| ephemeron_part(ctx, "ephemeron-key", args, 0), NONE, "(ephemeron-key e) the key, #f once it is dead. SRFI 124."),
    native("ephemeron-datum", exactly(1), |ctx, args| ephemeron_part(ctx, "ephemeron-datum", args, 1), NONE, "(ephemeron-datum e) the datum, #f once the key is dead. SRFI 124."),
    native("reference-barrier", exactly(1), |_, _| Ok(Value::UNSPECIFIED), NONE, "(reference-barrier x) keeps x alive until here. SRFI 124."),
    native("make-guardian", exactly(0), |ctx, _| Ok(ctx.mc.guardian()), NONE, "(make-guardian) a procedure: with an object, and perhaps a representative, it registers the object; with none it returns one that is dead, or #f. SRFI 246."),
    native("guardian?", exactly(1), |_, args| Ok(Value::bool(args[0].has_kind(Kind::Guardian))), PREDICATE, "(guardian? x) whether x is a guardian. SRFI 246."),
    native("unregister-guardian", exactly(1), unregister, NONE, "(unregister-guardian g) takes back all registrations of objects not known to be dead: a list of the representatives. SRFI 246."),
    native("gc-stats", exactly(0), gc_stats, NONE, "(gc-stats) figures of the heap, an association list: bytes, numbers, nanoseconds."),
];

// --- weak pairs and boxes ---------------------------------------------------

fn is_pair(value: Value<'_>) -> bool {
    value.has_kind(Kind::WeakPair) && !value.is_weak_box()
}

/// A word of a weak object, unless it was broken.
fn word<'gc>(ctx: &Context<'_, 'gc>, value: Value<'gc>, i: usize) -> Option<Value<'gc>> {
    let word = if i == 0 { value.weak_key(ctx.mc) } else { value.weak_datum(ctx.mc) };
    word.filter(|&word| word != Value::BROKEN)
}

fn box_value<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    if !args[0].is_weak_box() {
        return Err(Throw::wrong_type("weak-box-value", "a weak box", args[0]));
    }
    Ok(word(ctx, args[0], 0).or(args.get(1).copied()).unwrap_or(Value::FALSE))
}

fn weak_pair<'gc>(who: &str, value: Value<'gc>) -> Result<'gc> {
    if is_pair(value) { Ok(value) } else { Err(Throw::wrong_type(who, "a weak pair", value)) }
}

fn pair_broken<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(weak_pair("weak-pair-broken?", args[0])?.is_weak_broken(ctx.mc)))
}

fn pair_part<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>, i: usize) -> Result<'gc> {
    let pair = weak_pair(who, args[0])?;
    Ok(word(ctx, pair, i).unwrap_or(Value::FALSE))
}

fn set_part<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>, i: usize) -> Result<'gc> {
    weak_pair(who, args[0])?.set_weak_word(ctx.mc, i, args[1]);
    Ok(Value::UNSPECIFIED)
}

// --- ephemerons -------------------------------------------------------------

fn ephemeron<'gc>(who: &str, value: Value<'gc>) -> Result<'gc> {
    args::of_kind(who, Kind::Ephemeron, "an ephemeron", value)
}

fn ephemeron_broken<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(ephemeron("ephemeron-broken?", args[0])?.is_weak_broken(ctx.mc)))
}

fn ephemeron_part<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>, i: usize) -> Result<'gc> {
    let ephemeron = ephemeron(who, args[0])?;
    Ok(word(ctx, ephemeron, i).unwrap_or(Value::FALSE))
}

// --- guardians --------------------------------------------------------------

fn unregister<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let guardian = args::of_kind("unregister-guardian", Kind::Guardian, "a guardian", args[0])?;
    let representatives = ctx.mc.unguard(guardian);
    Ok(ctx.mc.list(&representatives))
}

// --- statistics -------------------------------------------------------------

/// A statistic of one kind of collection.
type PauseFigure = (&'static str, fn(&Pauses) -> u64);

const PAUSE_FIGURES: &[PauseFigure] = &[
    ("count", |p| p.count),
    ("p50", |p| p.percentile(50.0)),
    ("p99", |p| p.percentile(99.0)),
    ("max", |p| p.max),
    ("total", |p| p.total),
];

/// Kinds of collections.
type Kinds = (&'static str, fn(&Stats) -> &Pauses);

const COLLECTIONS: &[Kinds] = &[("minor", |s| &s.minor), ("increments", |s| &s.increments), ("full", |s| &s.full)];

/// A statistic of the heap.
type Figure = (&'static str, fn(&Stats) -> u64);

const FIGURES: &[Figure] = &[
    ("cycles", |s| s.cycles),
    ("young-bytes", |s| s.young_bytes),
    ("tenured-bytes", |s| s.tenured_bytes),
    ("promoted-bytes", |s| s.promoted_bytes),
    ("live-bytes", |s| s.live_after_cycle),
    ("peak-bytes", |s| s.peak_bytes),
];

fn gc_stats<'gc>(ctx: &mut Context<'_, 'gc>, _: Args<'_, 'gc>) -> Result<'gc> {
    let mc = ctx.mc;
    let stats = mc.stats();
    let pair = |name: &str, n: u64| mc.cons(mc.intern(name), Value::fixnum(n as i64));
    let pauses = |(name, of): &Kinds| {
        let figures: Vec<_> = PAUSE_FIGURES.iter().map(|(name, figure)| pair(name, figure(of(&stats)))).collect();
        mc.cons(mc.intern(name), mc.list(&figures))
    };
    let mut all: Vec<_> = COLLECTIONS.iter().map(pauses).collect();
    all.extend(FIGURES.iter().map(|(name, figure)| pair(name, figure(&stats))));
    all.push(pair("bytes-in-use", mc.bytes_in_use() as u64));
    Ok(mc.list(&all))
}
