//! Sorting by the usual orders, without calls: the fast path of the prelude's
//! `sort`, which sorts all other lists.

use std::cmp::Ordering;

use cairn_gc::{Chars, Kind, Value};

use crate::compiler::ir::BuiltinId;
use crate::data::error::Result;
use crate::stdlib::args::{elements, list_from};
use crate::stdlib::{Context, row};

/// What an order compares.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    Numbers,
    Characters,
    Strings,
}

/// An order that a builtin stands for.
#[derive(Clone, Copy)]
struct Order {
    keys: Keys,
    ascending: bool,
}

/// The order of a builtin that is one.
fn order_of(less: Value<'_>) -> Option<Order> {
    if !less.has_kind(Kind::Native) {
        return None;
    }
    let number = less.slot(0)?.as_index()?;
    let (keys, ascending) = match row(BuiltinId(u16::try_from(number).ok()?)).name {
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

/// `(%sort-simple less? list)`: the sorted list, when `less?` is one of the usual
/// orders and all elements are fixnums, or flonums that are numbers, or
/// characters, or strings; `#f` otherwise.
pub fn sort_simple<'gc>(ctx: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    let Some(order) = order_of(args[0]) else { return Ok(Value::FALSE) };
    let mut items: Vec<Value<'gc>> = elements(args[1]).collect();
    if !sort_by(order, &mut items) {
        return Ok(Value::FALSE);
    }
    list_from(ctx.mc, items.len(), items.into_iter())
}

/// Sorts if all elements have the same kind of key.
fn sort_by(order: Order, items: &mut [Value<'_>]) -> bool {
    match order.keys {
        Keys::Numbers if items.iter().all(|item| item.is_fixnum()) => {
            sort_with(order, items, |a, b| a.fixnum_unchecked().cmp(&b.fixnum_unchecked()));
        }
        Keys::Numbers if items.iter().all(|item| item.as_flonum().is_some_and(|x| !x.is_nan())) => {
            sort_with(order, items, |a, b| a.as_flonum().partial_cmp(&b.as_flonum()).unwrap_or(Ordering::Equal));
        }
        Keys::Characters if items.iter().all(|item| item.is_char()) => {
            sort_with(order, items, |a, b| a.as_char().cmp(&b.as_char()));
        }
        Keys::Strings if items.iter().all(|item| item.is_string()) => {
            sort_with(order, items, |a, b| match (a.as_string(), b.as_string()) {
                (Some(a), Some(b)) => compare(a, b),
                _ => Ordering::Equal,
            });
        }
        _ => return false,
    }
    true
}

fn sort_with<'gc>(order: Order, items: &mut [Value<'gc>], compare: impl Fn(&Value<'gc>, &Value<'gc>) -> Ordering) {
    // Stable both ways: equal elements stay in their order.
    items.sort_by(|a, b| if order.ascending { compare(a, b) } else { compare(b, a) });
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
    use crate::compiler::ir::global;
    use crate::stdlib::testing::{call, eval_in};

    fn sorted<'gc>(ctx: &mut Context<'_, 'gc>, order: &str, items: &[Value<'gc>]) -> Value<'gc> {
        let less = ctx.world.cells.named(ctx.mc, order).slot(global::VALUE).unwrap();
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
