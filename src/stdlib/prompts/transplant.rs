//! Copies lists of the dynamic state, with their contents, from one tail onto another.
//!
//! The three lists are immutable and share their tails. The part inside a prompt is the part before
//! the prompt's own lists. A cut copies it onto empty lists, a graft copies it from there onto the
//! lists of another continuation. The copies share their tails as the originals did, so a list that
//! was the tail of another one still is.

use std::collections::HashMap;

use cairn_data::dynamic::{continuation, winder};
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_gc::{Kind, Mutation, Value, WordMap};

use crate::control::natives as control;

/// One of the three lists of the dynamic state.
#[derive(Clone, Copy)]
pub(super) enum List {
    Winders,
    Handlers,
    Parameters,
}

/// The three lists, by their number in [`List`].
pub(super) type State<'gc> = [Value<'gc>; 3];

/// The place of a continuation, independent of those below it: its segment, and the length of it.
pub(super) type Place = (u64, u64);

/// The progress of copying a pair of a list.
#[derive(Clone, Copy)]
enum Known<'gc> {
    /// It is being copied.
    Pending,
    /// It is outside the copied part: the list does not have the tail.
    Outside,
    Copied(Value<'gc>),
}

/// Lists nested deeper than this cannot come from a program.
const MOST_NESTED: usize = 200;

/// A copy in progress.
pub(super) struct Transplant<'gc> {
    mc: Mutation<'gc>,
    /// The tails of the originals.
    from: State<'gc>,
    /// The tails of the copies.
    to: State<'gc>,
    /// The copied continuations by their place, without a state.
    links: HashMap<Place, Value<'gc>>,
    known: WordMap<Known<'gc>>,
    nested: usize,
}

impl<'gc> Transplant<'gc> {
    /// Starts copying lists from `from` onto `to`, and continuations whose places are in `links`.
    pub(super) fn new(mc: Mutation<'gc>, from: State<'gc>, to: State<'gc>, links: HashMap<Place, Value<'gc>>) -> Self {
        Transplant { mc, from, to, links, known: WordMap::default(), nested: 0 }
    }

    /// Copies three lists.
    ///
    /// # Errors
    /// If these are not lists of a dynamic state.
    pub(super) fn state(&mut self, state: State<'gc>) -> Result<'gc, State<'gc>> {
        let [winders, handlers, parameters] = state;
        Ok([
            self.list(List::Winders, winders)?,
            self.list(List::Handlers, handlers)?,
            self.list(List::Parameters, parameters)?,
        ])
    }

    fn list(&mut self, which: List, list: Value<'gc>) -> Result<'gc> {
        let (from, to) = (self.from[which as usize], self.to[which as usize]);
        let (mut fresh, mut rest) = (Vec::new(), list);
        let below = loop {
            if rest == from {
                break Some(to);
            }
            match (self.known.get(&rest.bits()), rest.as_pair()) {
                (Some(Known::Pending), _) => return Err(no_state(list)),
                (Some(Known::Copied(copy)), _) => break Some(*copy),
                (Some(Known::Outside), _) | (None, None) => break None,
                (None, Some((item, next))) => {
                    self.known.insert(rest.bits(), Known::Pending);
                    fresh.push((rest, item));
                    rest = next;
                }
            }
        };
        let Some(mut copy) = below else {
            self.known.extend(fresh.into_iter().map(|(pair, _)| (pair.bits(), Known::Outside)));
            return Ok(to);
        };
        for (pair, item) in fresh.into_iter().rev() {
            copy = self.mc.cons(self.item(which, item, copy)?, copy);
            self.known.insert(pair.bits(), Known::Copied(copy));
        }
        Ok(copy)
    }

    /// Copies an element of a list that will precede `rest`.
    fn item(&mut self, which: List, item: Value<'gc>, rest: Value<'gc>) -> Result<'gc> {
        self.nested += 1;
        if self.nested > MOST_NESTED {
            return Err(no_state(item));
        }
        let copy = match which {
            List::Winders => self.winder(item, rest),
            List::Handlers => self.handler(item),
            List::Parameters => Ok(item),
        };
        self.nested -= 1;
        copy
    }

    fn winder(&mut self, item: Value<'gc>, rest: Value<'gc>) -> Result<'gc> {
        let Ok(mut slots) = <[Value<'gc>; winder::SLOTS]>::try_from(item.slot_slice()) else {
            return Err(no_state(item));
        };
        slots[winder::HANDLERS] = self.list(List::Handlers, slots[winder::HANDLERS])?;
        slots[winder::PARAMETERS] = self.list(List::Parameters, slots[winder::PARAMETERS])?;
        slots[winder::DEPTH] = Value::fixnum(control::depth(rest));
        slots[winder::CONTINUATION] = self.continuation(slots[winder::CONTINUATION])?;
        Ok(self.mc.alloc(Kind::Vector, &slots))
    }

    fn handler(&mut self, item: Value<'gc>) -> Result<'gc> {
        match (item.kind(), item.slot_slice()) {
            (Some(Kind::Box), &[skipped_to]) => {
                let rest = self.list(List::Handlers, skipped_to)?;
                Ok(self.mc.alloc(Kind::Box, &[rest]))
            }
            (Some(Kind::Vector), &[k, again]) => {
                let k = self.continuation(k)?;
                Ok(self.mc.alloc(Kind::Vector, &[k, again]))
            }
            _ => Ok(item),
        }
    }

    /// The continuation of a prompt or a guard at its place in the copy; unchanged if it has none
    /// there.
    fn continuation(&mut self, k: Value<'gc>) -> Result<'gc> {
        let Some(&link) = self.links.get(&place(k)).filter(|_| k.has_kind(Kind::Continuation)) else { return Ok(k) };
        let state = self.state(state_of(k))?;
        Ok(in_state(self.mc, link, state))
    }
}

#[cold]
fn no_state<'gc>(culprit: Value<'gc>) -> Throw<'gc> {
    Throw::new(ErrorKind::Type, "this is no part of a dynamic state:", &[culprit])
}

/// The place of a continuation.
pub(super) fn place(k: Value<'_>) -> Place {
    let bits = |slot| k.slot(slot).unwrap_or(Value::FALSE).bits();
    (bits(continuation::SEGMENT), bits(continuation::LENGTH))
}

/// The lists that a continuation carries.
pub(super) fn state_of<'gc>(k: Value<'gc>) -> State<'gc> {
    let slots = [continuation::WINDERS, continuation::HANDLERS, continuation::PARAMETERS];
    slots.map(|slot| k.slot(slot).unwrap_or(Value::NIL))
}

/// A continuation at the place of `k`, on the same continuation as `k`, with these lists.
pub(super) fn in_state<'gc>(mc: Mutation<'gc>, k: Value<'gc>, state: State<'gc>) -> Value<'gc> {
    let next = k.slot(continuation::NEXT).unwrap_or(Value::FALSE);
    link(mc, k, next, state)
}

/// A continuation at the place of `k`, on top of `next`, with these lists. Segments are immutable,
/// so only the objects that link them are new.
pub(super) fn link<'gc>(mc: Mutation<'gc>, k: Value<'gc>, next: Value<'gc>, state: State<'gc>) -> Value<'gc> {
    let mut slots = [Value::FALSE; continuation::SLOTS];
    slots.copy_from_slice(k.slot_slice());
    let filled = [continuation::NEXT, continuation::WINDERS, continuation::HANDLERS, continuation::PARAMETERS];
    let [winders, handlers, parameters] = state;
    for (slot, value) in filled.into_iter().zip([next, winders, handlers, parameters]) {
        slots[slot] = value;
    }
    mc.alloc(Kind::Continuation, &slots)
}
