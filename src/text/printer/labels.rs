//! Determines which objects get datum labels (R7RS 2.4, 6.13.3).
//!
//! `write` labels each object that a depth-first walk in printing order meets again while inside
//! it: that breaks every cycle, and labels nothing if there is none. `write-shared` labels every
//! object that it meets twice.

use cairn_data::error::Result;
use cairn_gc::{Mutation, Value, WordMap, WordSet};

use super::Style;
use super::objects::{Parts, parts};

/// Steps of the first walk.
const SMALL: usize = 4096;

/// Factor by which each further walk may be longer.
const GROWTH: usize = 16;

/// The objects to be labelled; their numbers are assigned in printing order.
pub(super) type Labels = WordMap<Option<u32>>;

/// Finds the objects in `value` that need a label. Objects after the first `most` are ignored.
///
/// A walk over a tree needs no table and is by far the cheapest, but does not end on cycles. So
/// walks without and with a table alternate, each up to a growing number of steps: the first to end
/// knows the answer, and the others together cost a fraction of it.
///
/// # Errors
/// The reason to stop the run, and the memory limit, if the heap is given.
pub(super) fn find<'gc>(
    mc: Option<Mutation<'gc>>,
    value: Value<'gc>,
    style: Style,
    most: usize,
) -> Result<'gc, Labels> {
    let bounds = Bounds { mc, most };
    if style == Style::Shared {
        return shared(value, bounds);
    }
    let mut steps = SMALL;
    loop {
        let bounds = Bounds { most: steps.min(most), ..bounds };
        if is_tree(value, bounds)? {
            return Ok(Labels::default());
        }
        match cyclic(value, bounds)? {
            (labels, true) => return Ok(labels),
            (labels, false) if steps >= most => return Ok(labels),
            _ => steps = steps.saturating_mul(GROWTH),
        }
    }
}

/// The bounds of a walk.
#[derive(Clone, Copy)]
struct Bounds<'gc> {
    mc: Option<Mutation<'gc>>,
    /// Steps.
    most: usize,
}

impl<'gc> Bounds<'gc> {
    /// Counts a step; `words` is the size of the walk's data.
    #[inline]
    fn step(self, steps: usize, words: usize) -> Result<'gc, ()> {
        const OFTEN: usize = 1 << 12;
        match self.mc {
            Some(mc) if steps.is_multiple_of(OFTEN) => {
                mc.work(OFTEN)?;
                Ok(mc.check_room(words * size_of::<u64>())?)
            }
            _ => Ok(()),
        }
    }
}

/// Whether a walk over `value` as a tree ends within the bounds. Then it has no cycle.
fn is_tree<'gc>(value: Value<'gc>, bounds: Bounds<'gc>) -> Result<'gc, bool> {
    let most = bounds.most;
    let mut stack = vec![value];
    let mut steps = 0;
    while let Some(mut value) = stack.pop() {
        while let Some((car, cdr)) = value.as_pair() {
            if has_parts(car) {
                stack.push(car);
            }
            value = cdr;
            steps += 1;
            bounds.step(steps, stack.capacity())?;
            if steps > most {
                return Ok(false);
            }
        }
        if let Parts::Slots(slots) = parts(value) {
            steps += slots.len();
            if steps > most {
                return Ok(false);
            }
            stack.extend(slots.iter().filter(|&&slot| has_parts(slot)));
        }
        steps += 1;
        bounds.step(steps, stack.capacity())?;
    }
    Ok(steps <= most)
}

/// Calls `push` on the parts of a compound object, last first. Returns false if it is not one.
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

/// Whether the value has parts that may contain a cycle.
#[inline]
fn has_parts(value: Value<'_>) -> bool {
    value.is_pair() || (value.is_object() && matches!(parts(value), Parts::Slots(slots) if !slots.is_empty()))
}

enum Step<'gc> {
    Enter(Value<'gc>),
    Leave(u64),
}

/// The objects at which a cycle is entered, and whether these are all: if there are more objects
/// than the bounds allow, only those found among the first.
fn cyclic<'gc>(value: Value<'gc>, bounds: Bounds<'gc>) -> Result<'gc, (Labels, bool)> {
    let mut steps = 0;
    let mut labels = Labels::default();
    // Whether the walk is inside the object.
    let mut within: WordMap<bool> = WordMap::default();
    let mut stack = Vec::new();
    if has_parts(value) {
        stack.push(Step::Enter(value));
    }
    while let Some(step) = stack.pop() {
        steps += 1;
        bounds.step(steps, 2 * stack.capacity() + 3 * within.capacity())?;
        let value = match step {
            Step::Enter(value) => value,
            Step::Leave(bits) => {
                within.insert(bits, false);
                continue;
            }
        };
        match within.get(&value.bits()) {
            Some(true) => {
                labels.insert(value.bits(), None);
            }
            Some(false) => {}
            None if within.len() >= bounds.most => return Ok((labels, false)),
            None => {
                within.insert(value.bits(), true);
                stack.push(Step::Leave(value.bits()));
                push_parts(value, |part| {
                    if has_parts(part) {
                        stack.push(Step::Enter(part));
                    }
                });
            }
        }
    }
    Ok((labels, true))
}

/// The objects that occur more than once.
fn shared<'gc>(value: Value<'gc>, bounds: Bounds<'gc>) -> Result<'gc, Labels> {
    let mut steps = 0;
    let mut labels = Labels::default();
    let mut seen = WordSet::default();
    let mut stack: Vec<Value<'gc>> = Some(value).filter(|&value| has_parts(value)).into_iter().collect();
    while let Some(value) = stack.pop() {
        steps += 1;
        bounds.step(steps, stack.capacity() + 2 * seen.capacity())?;
        if seen.insert(value.bits()) {
            push_parts(value, |part| {
                if has_parts(part) {
                    stack.push(part);
                }
            });
        } else {
            labels.insert(value.bits(), None);
        }
    }
    Ok(labels)
}
