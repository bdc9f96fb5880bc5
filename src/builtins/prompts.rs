//! Natives of delimited continuations (`delimited.scm` in the prelude says how they
//! work): prompts among the winders, cutting and grafting of continuations.

use cairn_gc::{Kind, Mutation, Value};

use super::control::{continuation, winder};
use super::{Builtin, Context, exactly, flag, native};
use crate::error::{Result, Throw};

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
    let end = slot(winder::CONTINUATION);
    let (handlers, parameters) = (slot(winder::HANDLERS), slot(winder::PARAMETERS));
    let mut winders = Value::NIL;
    for winder in before(world.winders, outer) {
        let mut slots: Vec<_> = winder.slot_slice().to_vec();
        slots[winder::HANDLERS] = mc.list(&before(slots[winder::HANDLERS], handlers));
        slots[winder::PARAMETERS] = mc.list(&before(slots[winder::PARAMETERS], parameters));
        if slots[winder::CONTINUATION] != Value::FALSE {
            slots[winder::CONTINUATION] = link(mc, slots[winder::CONTINUATION], &[]);
        }
        winders = mc.cons(mc.alloc(Kind::Vector, &slots), winders);
    }
    let mut links = Vec::new();
    let mut rest = args[0];
    while place(rest) != place(end) {
        links.push(rest);
        rest = next_of(rest)?;
    }
    let inside = links.into_iter().rev().fold(Value::FALSE, |below, k| link(mc, k, &[(continuation::NEXT, below)]));
    let handlers = mc.list(&before(world.handlers, handlers));
    let parameters = mc.list(&before(world.parameters, parameters));
    Ok(mc.alloc(Kind::Vector, &[inside, winders, handlers, parameters]))
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

fn graft<'gc>(ctx: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    let &[inside, _, handlers, parameters] = args[0].slot_slice() else {
        return Err(Throw::wrong_type("%graft", "a part of a continuation", args[0]));
    };
    let (mc, below) = (ctx.mc, args[1]);
    let (mut links, mut rest) = (Vec::new(), inside);
    while rest != Value::FALSE {
        links.push(rest);
        rest = next_of(rest)?;
    }
    let on_top = |list: Value<'gc>, slot| {
        let outer = below.slot(slot).unwrap_or(Value::NIL);
        before(list, Value::NIL).into_iter().rev().fold(outer, |list, item| mc.cons(item, list))
    };
    let composed = links.into_iter().rev().fold(below, |below, k| link(mc, k, &[(continuation::NEXT, below)]));
    let state = [
        (continuation::NEXT, next_of(composed)?),
        (continuation::WINDERS, ctx.world.winders),
        (continuation::HANDLERS, on_top(handlers, continuation::HANDLERS)),
        (continuation::PARAMETERS, on_top(parameters, continuation::PARAMETERS)),
    ];
    Ok(link(mc, composed, &state))
}

/// Segment and length: where a continuation is, whatever is below.
fn place(k: Value<'_>) -> (Option<Value<'_>>, Option<Value<'_>>) {
    (k.slot(continuation::SEGMENT), k.slot(continuation::LENGTH))
}

fn next_of(k: Value<'_>) -> Result<'_> {
    match k.slot(continuation::NEXT) {
        Some(next) if k.has_kind(Kind::Continuation) => Ok(next),
        _ => Err(Throw::wrong_type("%graft", "a continuation", k)),
    }
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
