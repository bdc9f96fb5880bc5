//! Implements pairs and lists (R7RS 6.4), and those procedures of SRFI 1 that take no procedures.
//!
//! Walks along cdrs end on circular lists: either the operation counts its steps, or it first
//! determines the list's shape.

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::lists::{self, ListBuilder, Shape, shape};
use cairn_gc::Value;
use cairn_middle::primitives::Meaning;

use crate::args;
use crate::equivalence::{equal, eqv};
use crate::{Args, Builtin, Context, at_least, between, exactly, flag, native};

use flag::{BOOLEAN, FOLD, INTERNAL, NONE, PURE, TOTAL};

/// Steps along a list before it is checked for cycles.
const FEW_STEPS: usize = 1 << 16;

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("pair?", exactly(1), is_pair, PURE | TOTAL | FOLD | BOOLEAN, "(pair? x) whether x is a pair. R7RS 6.4."),
    native("null?", exactly(1), is_null, PURE | TOTAL | FOLD | BOOLEAN, "(null? x) whether x is the empty list. R7RS 6.4."),
    native("list?", exactly(1), is_list, PURE | TOTAL | BOOLEAN, "(list? x) whether x is a list that ends in (). R7RS 6.4."),
    native("cons", exactly(2), cons, PURE | TOTAL, "(cons a b) a fresh pair. R7RS 6.4."),
    native("car", exactly(1), car, PURE, "(car pair) the first field. R7RS 6.4."),
    native("cdr", exactly(1), cdr, PURE, "(cdr pair) the second field. R7RS 6.4."),
    native("set-car!", exactly(2), set_car, NONE, "(set-car! pair x) replaces the first field. R7RS 6.4."),
    native("set-cdr!", exactly(2), set_cdr, NONE, "(set-cdr! pair x) replaces the second field. R7RS 6.4."),
    native("list", at_least(0), list, PURE | TOTAL, "(list x ...) a fresh list of the arguments. R7RS 6.4.").means(Meaning::List),
    native("cons*", at_least(1), cons_star, PURE | TOTAL, "(cons* x ... tail) a list of all but the last argument, ending in that. SRFI 1."),
    native("list*", at_least(1), cons_star, PURE | TOTAL, "(list* x ... tail) the same as cons*."),
    native("make-list", between(1, 2), make_list, PURE, "(make-list k [fill]) a fresh list of k elements. R7RS 6.4."),
    native("length", exactly(1), length, PURE, "(length list) number of elements. R7RS 6.4."),
    native("length+", exactly(1), length_plus, PURE, "(length+ list) number of elements, #f when circular. SRFI 1."),
    native("append", at_least(0), append, PURE, "(append list ...) the elements of all, sharing the last. R7RS 6.4."),
    native("append!", at_least(0), append_in_place, NONE, "(append! list ...) the same, changing the lists. SRFI 1."),
    native("reverse", exactly(1), reverse, PURE, "(reverse list) the elements from last to first. R7RS 6.4.").means(Meaning::Reverse),
    native("reverse!", exactly(1), reverse_in_place, NONE, "(reverse! list) the same, reusing the pairs. SRFI 1."),
    native("append-reverse", exactly(2), append_reverse, PURE, "(append-reverse list tail) the reversed list, ending in tail. SRFI 1."),
    native("list-tail", exactly(2), list_tail, PURE, "(list-tail list k) the list without its first k elements. R7RS 6.4."),
    native("list-ref", exactly(2), list_ref, PURE, "(list-ref list k) element k. R7RS 6.4."),
    native("list-set!", exactly(3), list_set, NONE, "(list-set! list k x) replaces element k. R7RS 6.4."),
    native("list-head", exactly(2), |ctx, args| head_of(ctx, "list-head", args[0], args[1]), PURE, "(list-head list k) a fresh list of the first k elements. MIT Scheme."),
    native("take", exactly(2), |ctx, args| head_of(ctx, "take", args[0], args[1]), PURE, "(take list k) a fresh list of the first k elements. SRFI 1."),
    native("drop", exactly(2), |ctx, args| tail_of(ctx, "drop", args[0], args[1]), PURE, "(drop list k) the list without its first k elements. SRFI 1."),
    native("sublist", exactly(3), sublist, PURE, "(sublist list start end) a fresh list of the elements from start to before end. MIT Scheme."),
    native("except-last-pair", exactly(1), |ctx, args| except_last_pair(ctx, "except-last-pair", args), PURE, "(except-last-pair list) a fresh list without the last element. MIT Scheme."),
    native("except-last-pair!", exactly(1), |ctx, args| except_last_pair(ctx, "except-last-pair!", args), PURE, "(except-last-pair! list) the same. MIT Scheme."),
    native("list-copy", exactly(1), list_copy, PURE, "(list-copy x) fresh pairs with the same elements, x itself when it is no pair. R7RS 6.4."),
    native("last-pair", exactly(1), last_pair, PURE, "(last-pair list) the last pair. SRFI 1."),
    native("last", exactly(1), last, PURE, "(last list) the last element. SRFI 1."),
    native("first", exactly(1), first, PURE, "(first list) the first element. SRFI 1."),
    native("second", exactly(1), |_, args| element("second", args[0], 1), PURE, "(second list) the second element. SRFI 1."),
    native("third", exactly(1), |_, args| element("third", args[0], 2), PURE, "(third list) the third element. SRFI 1."),
    native("fourth", exactly(1), |_, args| element("fourth", args[0], 3), PURE, "(fourth list) the fourth element. SRFI 1."),
    native("fifth", exactly(1), |_, args| element("fifth", args[0], 4), PURE, "(fifth list) the fifth element. SRFI 1."),
    native("iota", between(1, 3), iota, PURE, "(iota count [start [step]]) a list of numbers. SRFI 1."),
    native("memq", exactly(2), memq, PURE, "(memq x list) the first tail whose car is eq? to x, or #f. R7RS 6.4."),
    native("memv", exactly(2), memv, PURE, "(memv x list) the first tail whose car is eqv? to x, or #f. R7RS 6.4."),
    native("%member", exactly(2), member, PURE | INTERNAL, "(%member x list) member without a predicate. R7RS 6.4."),
    native("assq", exactly(2), assq, PURE, "(assq x alist) the first pair whose car is eq? to x, or #f. R7RS 6.4."),
    native("assv", exactly(2), assv, PURE, "(assv x alist) the first pair whose car is eqv? to x, or #f. R7RS 6.4."),
    native("%assoc", exactly(2), assoc, PURE | INTERNAL, "(%assoc x alist) assoc without a predicate. R7RS 6.4."),
];

fn is_pair<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args[0].is_pair()))
}

fn is_null<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args[0].is_nil()))
}

fn is_list<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(matches!(shape(ctx.mc, args[0])?, Shape::Proper(_))))
}

fn cons<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(ctx.mc.cons(args[0], args[1]))
}

fn car<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(args::pair("car", args[0])?.0)
}

fn cdr<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(args::pair("cdr", args[0])?.1)
}

fn set_car<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    args::pair("set-car!", args[0])?;
    args[0].set_car(ctx.mc, args[1]);
    Ok(Value::UNSPECIFIED)
}

fn set_cdr<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    args::pair("set-cdr!", args[0])?;
    args[0].set_cdr(ctx.mc, args[1]);
    Ok(Value::UNSPECIFIED)
}

// --- construction -----------------------------------------------------------

fn list<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    lists::room_for_pairs(ctx.mc, args.len())?;
    Ok(ctx.mc.list(args))
}

fn cons_star<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let (&tail, items) = args.split_last().unwrap_or((&Value::NIL, &[]));
    lists::room_for_pairs(ctx.mc, items.len())?;
    Ok(ctx.mc.list_with_tail(items, tail))
}

fn make_list<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let count = args::size("make-list", "length", args[0])?;
    let fill = args::optional(args, 1).unwrap_or(Value::UNSPECIFIED);
    lists::room_for_pairs(ctx.mc, count)?;
    build(ctx, count, |_| Ok(fill))
}

/// Builds a list of `count` elements, starting with the last. Checks the memory limit now and then,
/// because `count` may be unbounded.
fn build<'gc>(ctx: &mut Context<'_, 'gc>, count: usize, mut element: impl FnMut(usize) -> Result<'gc>) -> Result<'gc> {
    let mut list = Value::NIL;
    for i in (0..count).rev() {
        if i.is_multiple_of(1024) {
            lists::room_for_pairs(ctx.mc, 1024)?;
            ctx.mc.work(1024)?;
        }
        list = ctx.mc.cons(element(i)?, list);
    }
    Ok(list)
}

fn iota<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let count = args::size("iota", "count", args[0])?;
    let start = args::optional(args, 1).unwrap_or(Value::fixnum(0));
    let step = args::optional(args, 2).unwrap_or(Value::fixnum(1));
    lists::room_for_pairs(ctx.mc, count)?;
    if let (Some(start), Some(step)) = (start.as_fixnum(), step.as_fixnum())
        && let Some(last) = step.checked_mul(count as i64).and_then(|n| n.checked_add(start))
        && Value::try_fixnum(last).is_some()
    {
        return build(ctx, count, |i| Ok(Value::fixnum(start + step * i as i64)));
    }
    let mc = ctx.mc;
    build(ctx, count, |i| cairn_data::arith::add(mc, start, cairn_data::arith::mul(mc, Value::fixnum(i as i64), step)?))
}

// --- whole lists ------------------------------------------------------------

fn length<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::fixnum(lists::list_length(ctx.mc, "length", args[0])? as i64))
}

fn length_plus<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match shape(ctx.mc, args[0])? {
        Shape::Circular => Ok(Value::FALSE),
        Shape::Proper(length) => Ok(Value::fixnum(length as i64)),
        Shape::Dotted(_) => Err(Throw::wrong_type("length+", "a list", args[0])),
    }
}

fn append<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let Some((&tail, lists)) = args.split_last() else { return Ok(Value::NIL) };
    let mut result = ListBuilder::new();
    for &list in lists {
        let count = lists::list_length(ctx.mc, "append", list)?;
        lists::room_for_pairs(ctx.mc, count)?;
        lists::for_each_of(ctx.mc, count, list, |item| result.push(ctx.mc, item))?;
    }
    Ok(result.finish(ctx.mc, tail))
}

fn append_in_place<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let Some((&tail, lists)) = args.split_last() else { return Ok(Value::NIL) };
    let mut result = tail;
    for &list in lists.iter().rev() {
        lists::list_length(ctx.mc, "append!", list)?;
        if list.is_pair() {
            end_of(list).set_cdr(ctx.mc, result);
            result = list;
        }
    }
    Ok(result)
}

/// The last pair of a finite list.
fn end_of(list: Value<'_>) -> Value<'_> {
    let mut at = list;
    while let Some(next) = at.cdr().filter(|next| next.is_pair()) {
        at = next;
    }
    at
}

fn reverse<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    reverse_onto(ctx, "reverse", args[0], Value::NIL)
}

fn append_reverse<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    reverse_onto(ctx, "append-reverse", args[0], args[1])
}

fn reverse_onto<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, list: Value<'gc>, tail: Value<'gc>) -> Result<'gc> {
    let count = lists::list_length(ctx.mc, who, list)?;
    lists::room_for_pairs(ctx.mc, count)?;
    let mut result = tail;
    lists::for_each_of(ctx.mc, count, list, |item| result = ctx.mc.cons(item, result))?;
    Ok(result)
}

fn reverse_in_place<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    lists::list_length(ctx.mc, "reverse!", args[0])?;
    let (mut at, mut done) = (args[0], Value::NIL);
    while let Some(next) = at.cdr() {
        at.set_cdr(ctx.mc, done);
        (at, done) = (next, at);
    }
    Ok(done)
}

fn list_copy<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let count = match shape(ctx.mc, args[0])? {
        Shape::Proper(n) | Shape::Dotted(n) => n,
        Shape::Circular => return Err(Throw::wrong_type("list-copy", "a list that ends", args[0])),
    };
    lists::room_for_pairs(ctx.mc, count)?;
    let (mut copy, mut at) = (ListBuilder::new(), args[0]);
    let pairs = std::iter::from_fn(|| {
        let (car, cdr) = at.as_pair()?;
        at = cdr;
        Some(car)
    });
    lists::for_each(ctx.mc, pairs, |car| {
        copy.push(ctx.mc, car);
        Ok(())
    })?;
    Ok(copy.finish(ctx.mc, at))
}

// --- parts ------------------------------------------------------------------

/// The list after `k` pairs; an index error if it is too short.
fn tail_of<'gc>(ctx: &Context<'_, 'gc>, who: &str, list: Value<'gc>, k: Value<'gc>) -> Result<'gc> {
    let is_negative = k.as_fixnum().is_some_and(|k| k < 0);
    let count =
        args::size(who, "index", k).map_err(|thrown| if is_negative { too_short(who, list, k) } else { thrown })?;
    let next = |at: Value<'gc>| at.cdr().ok_or_else(|| too_short(who, list, k));
    let mut at = list;
    for _ in 0..count.min(FEW_STEPS) {
        at = next(at)?;
    }
    // Brent's algorithm: meeting a pair again reveals the length of a cycle, whole rounds of which
    // can be skipped.
    let (mut more, mut landmark, mut passed, mut limit) = (count.saturating_sub(FEW_STEPS), at, 0, 1);
    ctx.mc.work(count.min(FEW_STEPS))?;
    while more > 0 {
        at = next(at)?;
        ctx.mc.work(1)?;
        (more, passed) = (more - 1, passed + 1);
        if at == landmark {
            more %= passed;
        } else if passed == limit {
            (landmark, passed, limit) = (at, 0, limit * 2);
        }
    }
    Ok(at)
}

#[cold]
fn too_short<'gc>(who: &str, list: Value<'gc>, k: Value<'gc>) -> Throw<'gc> {
    if !list.is_pair() && !list.is_nil() {
        return Throw::wrong_type(who, "a list", list);
    }
    // The list was walked to its end, so it is short enough to be counted.
    let length = lists::elements(list).take(MOST_COUNTED).count();
    match who {
        _ if length == MOST_COUNTED => Throw::out_of_range(who, "index", k),
        "list-tail" => Throw::bad_bound(who, "index", k, 0, length),
        _ => Throw::bad_index(who, k, length),
    }
}

/// Elements that are counted for a message, at most.
const MOST_COUNTED: usize = 10_000;

fn list_tail<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    tail_of(ctx, "list-tail", args[0], args[1])
}

fn list_ref<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    tail_of(ctx, "list-ref", args[0], args[1])?.car().ok_or_else(|| too_short("list-ref", args[0], args[1]))
}

fn list_set<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    if !tail_of(ctx, "list-set!", args[0], args[1])?.set_car(ctx.mc, args[2]) {
        return Err(too_short("list-set!", args[0], args[1]));
    }
    Ok(Value::UNSPECIFIED)
}

/// A fresh list of the first `k` elements.
fn head_of<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, list: Value<'gc>, k: Value<'gc>) -> Result<'gc> {
    let count = args::size(who, "index", k)?;
    let (mut head, mut at) = (ListBuilder::new(), list);
    for i in 0..count {
        if i.is_multiple_of(1024) {
            lists::room_for_pairs(ctx.mc, 1024)?;
            ctx.mc.work(1024)?;
        }
        let (car, cdr) = at.as_pair().ok_or_else(|| too_short(who, list, k))?;
        head.push(ctx.mc, car);
        at = cdr;
    }
    Ok(head.finish(ctx.mc, Value::NIL))
}

fn sublist<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let start = args::size("sublist", "index", args[1])?;
    let end = args::size("sublist", "index", args[2])?;
    let Some(count) = end.checked_sub(start) else { return Err(Throw::out_of_range("sublist", "index", args[1])) };
    let tail = tail_of(ctx, "sublist", args[0], args[1])?;
    head_of(ctx, "sublist", tail, Value::fixnum(count as i64))
}

fn except_last_pair<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    args::pair(who, args[0])?;
    match shape(ctx.mc, args[0])? {
        Shape::Proper(length) => head_of(ctx, who, args[0], Value::fixnum(length as i64 - 1)),
        _ => Err(Throw::wrong_type(who, "a list", args[0])),
    }
}

/// Element `k`, counted from zero.
fn element<'gc>(who: &str, list: Value<'gc>, k: usize) -> Result<'gc> {
    let tail = (0..k).try_fold(list, |at, _| at.cdr());
    let expected = || Throw::wrong_type(who, &format!("a list of at least {} elements", k + 1), list);
    tail.and_then(Value::car).ok_or_else(expected)
}

fn last_pair_of<'gc>(ctx: &Context<'_, 'gc>, who: &str, list: Value<'gc>) -> Result<'gc> {
    args::pair(who, list)?;
    if shape(ctx.mc, list)? == Shape::Circular {
        return Err(Throw::wrong_type(who, "a list that ends", list));
    }
    Ok(end_of(list))
}

fn last_pair<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    last_pair_of(ctx, "last-pair", args[0])
}

fn last<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(args::pair("last", last_pair_of(ctx, "last", args[0])?)?.0)
}

fn first<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(args::pair("first", args[0])?.0)
}

// --- searching --------------------------------------------------------------

/// The first tail of `list` whose car is `wanted`. The search ends when it has gone round a
/// circular list.
fn search<'gc>(
    ctx: &Context<'_, 'gc>,
    who: &str,
    list: Value<'gc>,
    wanted: impl Fn(Value<'gc>) -> Result<'gc, bool>,
) -> Result<'gc> {
    match lists::find_tail(ctx.mc, list, wanted)? {
        None => Err(Throw::wrong_type(who, "a list that ends", list)),
        Some(tail) if tail.is_pair() => Ok(tail),
        Some(end) if end.is_nil() => Ok(Value::FALSE),
        Some(_) => Err(Throw::wrong_type(who, "a list", list)),
    }
}

fn memq<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    search(ctx, "memq", args[1], |item| Ok(item == args[0]))
}

fn memv<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    search(ctx, "memv", args[1], |item| Ok(eqv(item, args[0])))
}

fn member<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mc = ctx.mc;
    search(ctx, "member", args[1], |item| equal(mc, item, args[0]))
}

/// The first pair in `alist` whose car is `wanted`.
fn associate<'gc>(
    ctx: &Context<'_, 'gc>,
    who: &str,
    alist: Value<'gc>,
    wanted: impl Fn(Value<'gc>) -> Result<'gc, bool>,
) -> Result<'gc> {
    let found = search(ctx, who, alist, |item| match item.car() {
        Some(key) => wanted(key),
        None => {
            Err(Throw::new(ErrorKind::Type, format!("{who}: expected a list of pairs, but one element is"), &[item]))
        }
    })?;
    Ok(found.car().unwrap_or(found))
}

fn assq<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    associate(ctx, "assq", args[1], |key| Ok(key == args[0]))
}

fn assv<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    associate(ctx, "assv", args[1], |key| Ok(eqv(key, args[0])))
}

fn assoc<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let mc = ctx.mc;
    associate(ctx, "assoc", args[1], |key| equal(mc, key, args[0]))
}

// --- c[ad]r -----------------------------------------------------------------

/// Follows `PATH`, whose letters are those of the name: `ad` for `cadr`.
fn follow<'gc>(name: &str, value: Value<'gc>) -> Result<'gc> {
    let path = &name.as_bytes()[1..name.len() - 1];
    let part = path.iter().rev().try_fold(value, |at, &step| if step == b'a' { at.car() } else { at.cdr() });
    part.ok_or_else(|| Throw::wrong_type(name, "a list that is long enough", value))
}

macro_rules! cxr {
    ($($name:literal)*) => {
        /// The compositions of `car` and `cdr` (R7RS 6.4 and `(scheme cxr)`).
        pub static CXR_ROWS: &[Builtin] = &[$(
            native($name, exactly(1), |_, args| follow($name, args[0]), PURE,
                concat!("(", $name, " x) the part of x that the letters tell, last one first. R7RS 6.4.")),
        )*];
    };
}

cxr! {
    "caar" "cadr" "cdar" "cddr"
    "caaar" "caadr" "cadar" "caddr" "cdaar" "cdadr" "cddar" "cdddr"
    "caaaar" "caaadr" "caadar" "caaddr" "cadaar" "cadadr" "caddar" "cadddr"
    "cdaaar" "cdaadr" "cdadar" "cdaddr" "cddaar" "cddadr" "cdddar" "cddddr"
}
