//! Sorts by the usual orders, without calls: the fast path of the prelude's `sort`.

use std::cmp::Ordering;

use cairn_data::error::Result;
use cairn_data::lists::{elements, list_from, list_length};
use cairn_gc::{Chars, Kind, Mutation, Value};
use cairn_middle::primitives::{BuiltinId, Primitives};

use crate::{Args, Context};

/// The type that an order compares.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    Numbers,
    Characters,
    Strings,
}

/// The order of a builtin.
#[derive(Clone, Copy)]
struct Order {
    keys: Keys,
    ascending: bool,
}

/// The order of a builtin, if it has one.
fn order_of(primitives: &Primitives, less: Value<'_>) -> Option<Order> {
    if !less.has_kind(Kind::Native) {
        return None;
    }
    let number = less.slot(0)?.as_index()?;
    let (keys, ascending) = match primitives.row(BuiltinId(u16::try_from(number).ok()?)).name {
        "<" => (Keys::Numbers, true),
        ">" => (Keys::Numbers, false),
        "char<?" => (Keys::Characters, true),
        "char>?" => (Keys::Characters, false),
        "string<?" => (Keys::Strings, true),
        "string>?" => (Keys::Strings, false),
        _ => return None,
    };
    Some(Order { keys, ascending })
}

/// `(%sort-simple less? list)`: the sorted list, if `less?` is one of the usual orders and all
/// elements are fixnums, or flonums other than NaN, or characters, or strings; `#f` otherwise.
pub fn sort_simple<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let Some(order) = order_of(ctx.world.session.primitives, args[0]) else { return Ok(Value::FALSE) };
    let mc = ctx.mc;
    // The elements, and the same number of words to merge them into.
    let length = list_length(mc, "sort", args[1])?;
    mc.check_room(length.saturating_mul(2 * size_of::<u64>()))?;
    let mut items = Vec::with_capacity(length);
    items.extend(elements(args[1]));
    if !sort_by(mc, order, &mut items)? {
        return Ok(Value::FALSE);
    }
    list_from(mc, items.len(), items.into_iter())
}

/// Sorts if all elements have the same kind of key.
fn sort_by<'gc>(mc: Mutation<'gc>, order: Order, items: &mut Vec<Value<'gc>>) -> Result<'gc, bool> {
    match order.keys {
        Keys::Numbers if items.iter().all(|item| item.is_fixnum()) => {
            sort_words(mc, order, items, |a, b| a.fixnum_unchecked().cmp(&b.fixnum_unchecked()))?;
        }
        Keys::Numbers if items.iter().all(|item| item.as_flonum().is_some_and(|x| !x.is_nan())) => {
            sort_words(mc, order, items, |a, b| a.as_flonum().partial_cmp(&b.as_flonum()).unwrap_or(Ordering::Equal))?;
        }
        Keys::Characters if items.iter().all(|item| item.is_char()) => {
            sort_words(mc, order, items, |a, b| a.as_char().cmp(&b.as_char()))?;
        }
        Keys::Strings if items.iter().all(|item| item.is_string()) => {
            merge_runs(mc, order, items, 1, |a, b| match (a.as_string(), b.as_string()) {
                (Some(a), Some(b)) => {
                    mc.work(1 + a.len().min(b.len()) / CHARS_PER_UNIT)?;
                    Ok(compare(a, b))
                }
                _ => Ok(Ordering::Equal),
            })?;
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// Elements sorted between two checks for requests to stop.
const RUN: usize = 1 << 12;
/// Characters compared per unit of work.
const CHARS_PER_UNIT: usize = 16;

/// Sorts by keys that are words: the standard library sorts runs, which are then merged.
fn sort_words<'gc>(
    mc: Mutation<'gc>,
    order: Order,
    items: &mut Vec<Value<'gc>>,
    compare: impl Fn(Value<'gc>, Value<'gc>) -> Ordering,
) -> Result<'gc, ()> {
    for run in items.chunks_mut(RUN) {
        mc.work(run.len() * 4)?;
        // Stable in both directions: equal elements keep their order.
        run.sort_by(|&a, &b| if order.ascending { compare(a, b) } else { compare(b, a) });
    }
    merge_runs(mc, order, items, RUN, |a, b| Ok(compare(a, b)))
}

/// Merges sorted runs of `length` elements until there is one.
fn merge_runs<'gc>(
    mc: Mutation<'gc>,
    order: Order,
    items: &mut Vec<Value<'gc>>,
    mut run: usize,
    compare: impl Fn(Value<'gc>, Value<'gc>) -> Result<'gc, Ordering>,
) -> Result<'gc, ()> {
    let mut merged = Vec::with_capacity(if run < items.len() { items.len() } else { 0 });
    while run < items.len() {
        merged.clear();
        for pair in items.chunks(2 * run) {
            let (mut left, mut right) = pair.split_at(run.min(pair.len()));
            while let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) {
                mc.work(1)?;
                let later = if order.ascending { Ordering::Greater } else { Ordering::Less };
                if compare(*a, *b)? == later {
                    merged.push(*b);
                    right = right_rest;
                } else {
                    merged.push(*a);
                    left = left_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(items, &mut merged);
        run *= 2;
    }
    Ok(())
}

fn compare(a: Chars<'_>, b: Chars<'_>) -> Ordering {
    match (a, b) {
        (Chars::Narrow(a), Chars::Narrow(b)) => a.cmp(b),
        _ => a.iter().cmp(b.iter()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{call, eval_in};
    use cairn_data::global;

    fn sorted<'gc>(ctx: &mut Context<'_, 'gc>, order: &str, items: &[Value<'gc>]) -> Value<'gc> {
        let less = ctx.world.session.cells.named(ctx.mc, order).slot(global::VALUE).unwrap();
        let list = ctx.mc.list(items);
        call(ctx, "%sort-simple", &[less, list]).unwrap()
    }

    #[test]
    fn usual_orders_are_known() {
        eval_in(|ctx| {
            let n = Value::fixnum;
            let up = sorted(ctx, "<", &[n(3), n(-1), n(2)]);
            assert_eq!(elements(up).collect::<Vec<_>>(), [n(-1), n(2), n(3)]);
            let down = sorted(ctx, ">", &[ctx.mc.flonum(1.0), ctx.mc.flonum(1e300), ctx.mc.flonum(0.5)]);
            assert_eq!(elements(down).map(|v| v.as_flonum().unwrap()).collect::<Vec<_>>(), [1e300, 1.0, 0.5]);
            let words = ["b", "a€", "a"].map(|word| ctx.mc.string(word).unwrap());
            let words = sorted(ctx, "string<?", &words);
            let words: Vec<_> = elements(words).map(|word| word.as_string().unwrap().to_string()).collect();
            assert_eq!(words, ["a", "a€", "b"]);
        });
    }

    #[test]
    fn others_are_left_to_the_prelude() {
        eval_in(|ctx| {
            let mixed = [Value::fixnum(1), ctx.mc.flonum(0.5)];
            assert_eq!(sorted(ctx, "<", &mixed), Value::FALSE);
            assert_eq!(sorted(ctx, "<", &[ctx.mc.flonum(f64::NAN)]), Value::FALSE);
            assert_eq!(sorted(ctx, "string<?", &mixed), Value::FALSE);
            assert_eq!(sorted(ctx, "car", &mixed), Value::FALSE);
        });
    }
}
