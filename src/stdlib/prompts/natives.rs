//! Natives of delimited continuations (`delimited.scm` in the prelude says how they
//! work): prompts among the winders, cutting and grafting of continuations.

use std::collections::HashMap;

use cairn_gc::{Kind, Mutation, Value};

use crate::data::dynamic::{continuation, winder};
use crate::data::error::{Result, Throw};
use crate::stdlib::{Builtin, Context, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%find-prompt", exactly(2), find_prompt, flag::INTERNAL, "(%find-prompt winders tag) the rest of the winders from the prompt with this tag, or #f."),
    native("%aborted?", exactly(1), is_aborted, flag::INTERNAL, "(%aborted? obj) whether obj is what an abort sends to the frame of its prompt."),
    native("%cut", exactly(2), cut, flag::INTERNAL, "(%cut k tag) the part of k, captured in the present winders, that is inside the prompt."),
    native("%graft", exactly(2), graft, flag::INTERNAL, "(%graft part below) a continuation of what was cut off on top of another one, in the present winders."),
];

fn find_prompt<'gc>(_: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    Ok(prompt_among(args[0], args[1]).unwrap_or(Value::FALSE))
}

/// The rest of `winders` from the prompt with this tag.
fn prompt_among<'gc>(mut winders: Value<'gc>, tag: Value<'gc>) -> Option<Value<'gc>> {
    while let Some((innermost, outer)) = winders.as_pair() {
        if innermost.slot(winder::TAG) == Some(tag) {
            return Some(winders);
        }
        winders = outer;
    }
    None
}

fn is_aborted<'gc>(_: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    // Programs cannot have the object of the first slot.
    let aborted = args[0].has_kind(Kind::Vector) && args[0].slot(0) == Some(Value::DEFAULT);
    Ok(Value::bool(aborted))
}

fn cut<'gc>(ctx: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    let (mc, world) = (ctx.mc, &ctx.world);
    let Some(outer) = prompt_among(world.winders, args[1]) else {
        return Err(Throw::wrong_type("%cut", "the tag of a prompt", args[1]));
    };
    let slot = |i| outer.car().and_then(|prompt| prompt.slot(i)).unwrap_or(Value::FALSE);
    let (end, handlers, parameters) = (slot(winder::CONTINUATION), slot(winder::HANDLERS), slot(winder::PARAMETERS));
    // Its depth is new where it is entered; the slot has the number of its handlers.
    let cut_winder = |winder: Value<'gc>| {
        let mut slots: Vec<_> = winder.slot_slice().to_vec();
        let inside = before(slots[winder::HANDLERS], handlers);
        slots[winder::DEPTH] = Value::fixnum(inside.len() as i64);
        slots[winder::HANDLERS] = mc.list(&inside);
        slots[winder::PARAMETERS] = mc.list(&before(slots[winder::PARAMETERS], parameters));
        if slots[winder::CONTINUATION] != Value::FALSE {
            slots[winder::CONTINUATION] = link(mc, slots[winder::CONTINUATION], &[]);
        }
        mc.alloc(Kind::Vector, &slots)
    };
    // Its continuation has the numbers of its winders and parameters instead of them.
    let cut_handler = |handler: Value<'gc>| {
        let Some(k) = guard_continuation(handler) else { return handler };
        let count = |slot, end| {
            let list = k.slot(slot).unwrap_or(Value::NIL);
            (slot, Value::fixnum(before(list, end).len() as i64))
        };
        let k = link(mc, k, &[count(continuation::WINDERS, outer), count(continuation::PARAMETERS, parameters)]);
        mc.alloc(Kind::Vector, &[k, handler.slot(1).unwrap_or(Value::FALSE)])
    };
    let winders = before(world.winders, outer).into_iter().fold(Value::NIL, |list, w| mc.cons(cut_winder(w), list));
    let inside = links_above(args[0], end)?.into_iter().rev();
    let inside = inside.fold(Value::FALSE, |below, k| link(mc, k, &[(continuation::NEXT, below)]));
    let handlers: Vec<_> = before(world.handlers, handlers).into_iter().map(cut_handler).collect();
    let parameters = mc.list(&before(world.parameters, parameters));
    Ok(mc.alloc(Kind::Vector, &[inside, winders, mc.list(&handlers), parameters]))
}

/// The continuation of a guard among the handlers.
fn guard_continuation(handler: Value<'_>) -> Option<Value<'_>> {
    handler.slot(0).filter(|_| handler.has_kind(Kind::Vector))
}

/// The elements of a list before this tail; none when it has no such tail: then it is a
/// part of the tail itself.
fn before<'gc>(mut list: Value<'gc>, tail: Value<'gc>) -> Vec<Value<'gc>> {
    let mut items = Vec::new();
    while list != tail {
        let Some((item, next)) = list.as_pair() else { return Vec::new() };
        items.push(item);
        list = next;
    }
    items
}

/// The continuation and those below it, down to the place of `end`, or to the last.
fn links_above<'gc>(k: Value<'gc>, end: Value<'gc>) -> Result<'gc, Vec<Value<'gc>>> {
    let (mut links, mut rest) = (Vec::new(), k);
    while rest != Value::FALSE && place(rest) != place(end) {
        links.push(rest);
        rest = next_of(rest)?;
    }
    Ok(links)
}

fn graft<'gc>(ctx: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    let &[inside, winders, handlers, parameters] = args[0].slot_slice() else {
        return Err(Throw::wrong_type("%graft", "a part of a continuation", args[0]));
    };
    let (mc, below) = (ctx.mc, args[1]);
    let mut links = HashMap::new();
    let mut composed = below;
    for k in links_above(inside, Value::FALSE)?.into_iter().rev() {
        composed = link(mc, k, &[(continuation::NEXT, composed)]);
        links.insert(place(composed), composed);
    }
    let winders = before(winders, Value::NIL);
    let state = |slot| below.slot(slot).unwrap_or(Value::NIL);
    let mut graft = Graft {
        mc,
        links,
        winders: tails(ctx.world.winders, winders.len()),
        handlers: vec![state(continuation::HANDLERS)],
        parameters: vec![state(continuation::PARAMETERS)],
    };
    for &parameter in before(parameters, Value::NIL).iter().rev() {
        graft.parameters.push(mc.cons(parameter, top(&graft.parameters)));
    }
    for &handler in before(handlers, Value::NIL).iter().rev() {
        let handler = graft.handler(handler);
        graft.handlers.push(mc.cons(handler, top(&graft.handlers)));
    }
    for (around, &winder) in winders.iter().enumerate() {
        graft.set_winder(winder, around);
    }
    Ok(in_state(mc, composed, top(&graft.winders), top(&graft.handlers), top(&graft.parameters)))
}

/// A part of a continuation that is being linked to another one. Of each of the three lists
/// of the state it has the tails, by the number of elements that the part has in them.
struct Graft<'gc> {
    mc: Mutation<'gc>,
    /// The links of the part, by their place.
    links: HashMap<Place, Value<'gc>>,
    winders: Vec<Value<'gc>>,
    handlers: Vec<Value<'gc>>,
    parameters: Vec<Value<'gc>>,
}

impl<'gc> Graft<'gc> {
    /// The handler that was cut, for the end of the handlers as they are so far.
    fn handler(&self, handler: Value<'gc>) -> Value<'gc> {
        let Some(k) = guard_continuation(handler) else { return handler };
        let tail = |tails: &[Value<'gc>], slot| tails[k.slot(slot).and_then(Value::as_index).unwrap_or(0)];
        let winders = tail(&self.winders, continuation::WINDERS);
        let parameters = tail(&self.parameters, continuation::PARAMETERS);
        let k = self.linked(k, winders, top(&self.handlers), parameters);
        self.mc.alloc(Kind::Vector, &[k, handler.slot(1).unwrap_or(Value::FALSE)])
    }

    /// Completes the winder that has been entered for `cut`, inside of so many.
    fn set_winder(&self, cut: Value<'gc>, around: usize) {
        let Some(entered) = self.winders[around + 1].car() else { return };
        let tail = |tails: &[Value<'gc>], slot| tails[cut.slot(slot).and_then(Value::as_index).unwrap_or(0)];
        let handlers = tail(&self.handlers, winder::DEPTH);
        let parameters = self.parameters[before(cut.slot(winder::PARAMETERS).unwrap_or(Value::NIL), Value::NIL).len()];
        entered.set_slot(self.mc, winder::HANDLERS, handlers);
        entered.set_slot(self.mc, winder::PARAMETERS, parameters);
        if let Some(k) = cut.slot(winder::CONTINUATION).filter(|&k| k != Value::FALSE) {
            let k = self.linked(k, self.winders[around], handlers, parameters);
            entered.set_slot(self.mc, winder::CONTINUATION, k);
        }
    }

    /// What is at the place of `k` now, in this state.
    fn linked(&self, k: Value<'gc>, winders: Value<'gc>, handlers: Value<'gc>, parameters: Value<'gc>) -> Value<'gc> {
        let link = self.links.get(&place(k));
        debug_assert!(link.is_some(), "prompts and guards of a part are at places in it");
        in_state(self.mc, link.copied().unwrap_or(k), winders, handlers, parameters)
    }
}

/// The tails of a list that lack none to `count` of its elements, the shortest first.
fn tails(list: Value<'_>, count: usize) -> Vec<Value<'_>> {
    let mut tails: Vec<_> = std::iter::successors(Some(list), |rest| rest.cdr()).take(count + 1).collect();
    tails.reverse();
    tails
}

/// The longest of the tails, of which there is one at least.
fn top<'gc>(tails: &[Value<'gc>]) -> Value<'gc> {
    tails[tails.len() - 1]
}

/// Segment and length: where a continuation is, whatever is below.
type Place = (u64, u64);

fn place(k: Value<'_>) -> Place {
    let bits = |slot| k.slot(slot).unwrap_or(Value::FALSE).bits();
    (bits(continuation::SEGMENT), bits(continuation::LENGTH))
}

fn next_of(k: Value<'_>) -> Result<'_> {
    match k.slot(continuation::NEXT) {
        Some(next) if k.has_kind(Kind::Continuation) => Ok(next),
        _ => Err(Throw::wrong_type("%graft", "a continuation", k)),
    }
}

/// A continuation at the place of `k`, on top of what `k` is.
fn in_state<'gc>(
    mc: Mutation<'gc>,
    k: Value<'gc>,
    winders: Value<'gc>,
    handlers: Value<'gc>,
    parameters: Value<'gc>,
) -> Value<'gc> {
    let next = k.slot(continuation::NEXT).unwrap_or(Value::FALSE);
    let slots = [
        (continuation::NEXT, next),
        (continuation::WINDERS, winders),
        (continuation::HANDLERS, handlers),
        (continuation::PARAMETERS, parameters),
    ];
    link(mc, k, &slots)
}

/// A continuation at the place of `k`, with nothing else of it but these slots. Segments
/// are never changed, so only the objects that link them are made anew.
fn link<'gc>(mc: Mutation<'gc>, k: Value<'gc>, filled: &[(usize, Value<'gc>)]) -> Value<'gc> {
    let mut slots = [Value::FALSE; continuation::SLOTS];
    slots.copy_from_slice(k.slot_slice());
    slots[continuation::NEXT] = Value::FALSE;
    for slot in [continuation::WINDERS, continuation::HANDLERS, continuation::PARAMETERS] {
        slots[slot] = Value::NIL;
    }
    for &(slot, value) in filled {
        slots[slot] = value;
    }
    mc.alloc(Kind::Continuation, &slots)
}
