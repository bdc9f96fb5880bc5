//! Which objects get datum labels (R7RS 2.4, 6.13.3).
//!
//! `write` labels each object that a depth-first walk in printing order meets
//! again while it is still within it: that breaks every cycle, and labels nothing
//! where there is none. `write-shared` labels what it meets twice.

use cairn_gc::Value;

use super::Style;
use super::objects::{Parts, parts};
use crate::text::address::WordMap;

/// Steps of the walk that needs no table.
const SMALL: usize = 4096;

/// The labels of the objects to be labelled, given out in printing order.
pub(super) type Labels = WordMap<Option<u32>>;

/// Finds the objects in `value` that need a label. At most `most` objects are
/// looked at.
pub(super) fn find<'gc>(value: Value<'gc>, style: Style, most: usize) -> Labels {
    match style {
        Style::Shared => shared(value),
        _ if is_small_tree(value) => Labels::default(),
        _ => cyclic(value, most),
    }
}

/// Whether walking over `value` as over a tree ends within [`SMALL`] steps. Then
/// it has no cycle.
fn is_small_tree(value: Value<'_>) -> bool {
    let mut stack = vec![value];
    let mut steps = 0;
    while let Some(mut value) = stack.pop() {
        while let Some((car, cdr)) = value.as_pair() {
            if car.is_pointer() {
                stack.push(car);
            }
            value = cdr;
            steps += 1;
            if steps > SMALL {
                return false;
            }
        }
        if let Parts::Slots(slots) = parts(value) {
            steps += slots.len();
            if steps > SMALL {
                return false;
            }
            stack.extend(slots);
        }
        steps += 1;
    }
    steps <= SMALL
}

/// Calls `push` on the parts of a compound object, last first. False when it is
/// none.
fn push_parts<'gc>(value: Value<'gc>, mut push: impl FnMut(Value<'gc>)) -> bool {
    match parts(value) {
        Parts::None => return false,
        Parts::Pair(car, cdr) => {
            push(cdr);
            push(car);
        }
        Parts::Slots(slots) => slots.iter().rev().for_each(|&slot| push(slot)),
    }
    true
}

fn is_compound(value: Value<'_>) -> bool {
    value.is_pair() || matches!(parts(value), Parts::Slots(slots) if !slots.is_empty())
}

enum Step<'gc> {
    Enter(Value<'gc>),
    Leave(u64),
}

/// The objects by which a cycle is entered.
fn cyclic(value: Value<'_>, most: usize) -> Labels {
    let mut labels = Labels::default();
    // Whether the walk is within the object.
    let mut within: WordMap<bool> = WordMap::default();
    let mut stack = vec![Step::Enter(value)];
    while let Some(step) = stack.pop() {
        let value = match step {
            Step::Enter(value) => value,
            Step::Leave(bits) => {
                within.insert(bits, false);
                continue;
            }
        };
        if !is_compound(value) {
            continue;
        }
        match within.get(&value.bits()) {
            Some(true) => {
                labels.insert(value.bits(), None);
            }
            Some(false) => {}
            None if within.len() >= most => {}
            None => {
                within.insert(value.bits(), true);
                stack.push(Step::Leave(value.bits()));
                push_parts(value, |part| {
                    if part.is_pointer() {
                        stack.push(Step::Enter(part));
                    }
                });
            }
        }
    }
    labels
}

/// The objects that occur more than once.
fn shared(value: Value<'_>) -> Labels {
    let mut labels = Labels::default();
    let mut seen = crate::text::address::WordSet::default();
    let mut stack = vec![value];
    while let Some(value) = stack.pop() {
        if !is_compound(value) {
            continue;
        }
        if seen.insert(value.bits()) {
            push_parts(value, |part| {
                if part.is_pointer() {
                    stack.push(part);
                }
            });
        } else {
            labels.insert(value.bits(), None);
        }
    }
    labels
}
