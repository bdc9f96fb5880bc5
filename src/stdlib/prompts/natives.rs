//! Implements the natives of delimited continuations (`prelude.scm` explains them): finds prompts
//! among the winders, cuts and grafts continuations.

use std::collections::HashMap;

use cairn_data::dynamic::{continuation, winder};
use cairn_data::error::{Result, Throw};
use cairn_data::lists::proper_length;
use cairn_gc::{Kind, Mutation, Value};

use super::transplant::{State, Transplant, in_state, link, place, state_of};
use crate::{Args, Builtin, Context, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%find-prompt", exactly(2), find_prompt, flag::INTERNAL, "(%find-prompt winders tag) the innermost prompt with this tag, or #f."),
    native("%aborted?", exactly(1), is_aborted, flag::INTERNAL, "(%aborted? obj) whether obj is what an abort sends to the frame of its prompt."),
    native("%cut", exactly(2), cut, flag::INTERNAL, "(%cut k tag) the part of k, captured in the present state, that is inside the prompt."),
    native("%graft", exactly(2), graft, flag::INTERNAL, "(%graft part below) a continuation of what was cut off, on top of another one and its state."),
];

/// The three lists, empty.
const fn nothing<'gc>() -> State<'gc> {
    [Value::NIL; 3]
}

fn find_prompt<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let prompt = prompt_among(ctx.mc, args[0], args[1])?.and_then(Value::car);
    Ok(prompt.unwrap_or(Value::FALSE))
}

/// The rest of `winders` from the prompt with this tag.
fn prompt_among<'gc>(mc: Mutation<'gc>, winders: Value<'gc>, tag: Value<'gc>) -> Result<'gc, Option<Value<'gc>>> {
    let is_prompt = |innermost: Value<'gc>| {
        let k = innermost.slot(winder::CONTINUATION);
        innermost.slot(winder::TAG) == Some(tag) && k.is_some_and(|k| k.has_kind(Kind::Continuation))
    };
    let length = proper_length(mc, winders)?.unwrap_or(0);
    let mut tails = std::iter::successors(Some(winders), |rest| rest.cdr()).take(length);
    Ok(tails.find(|rest| rest.car().is_some_and(is_prompt)))
}

fn is_aborted<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    // Programs cannot obtain the object of the first slot.
    let aborted = args[0].has_kind(Kind::Vector) && args[0].slot(0) == Some(Value::DEFAULT);
    Ok(Value::bool(aborted))
}

fn cut<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let (mc, world) = (ctx.mc, &ctx.world);
    let Some(outer) = prompt_among(mc, world.winders, args[1])? else {
        return Err(Throw::wrong_type("%cut", "the tag of a prompt", args[1]));
    };
    let slot = |i| outer.car().and_then(|prompt| prompt.slot(i)).unwrap_or(Value::FALSE);
    let links = links_above(args[0], slot(winder::CONTINUATION))?;
    let mut bare = HashMap::new();
    let mut inside = Value::FALSE;
    for k in links.into_iter().rev() {
        inside = link(mc, k, inside, nothing());
        bare.insert(place(k), link(mc, k, Value::FALSE, nothing()));
    }
    let end = [outer, slot(winder::HANDLERS), slot(winder::PARAMETERS)];
    let state = [world.winders, world.handlers, world.parameters];
    let [winders, handlers, parameters] = Transplant::new(mc, end, nothing(), bare).state(state)?;
    Ok(mc.alloc(Kind::Vector, &[inside, winders, handlers, parameters]))
}

fn graft<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let (mc, below) = (ctx.mc, args[1]);
    let &[inside, winders, handlers, parameters] = args[0].slot_slice() else {
        return Err(Throw::wrong_type("%graft", "a part of a continuation", args[0]));
    };
    check_continuation(below)?;
    let mut composed = below;
    let mut links = HashMap::new();
    for k in links_above(inside, Value::FALSE)?.into_iter().rev() {
        composed = link(mc, k, composed, nothing());
        links.insert(place(k), composed);
    }
    let mut transplant = Transplant::new(mc, nothing(), state_of(below), links);
    let state = transplant.state([winders, handlers, parameters])?;
    Ok(in_state(mc, composed, state))
}

/// The continuation and those below it, down to the place of `end`, or to the end of the run.
fn links_above<'gc>(k: Value<'gc>, end: Value<'gc>) -> Result<'gc, Vec<Value<'gc>>> {
    let (mut links, mut rest) = (Vec::new(), k);
    while rest != Value::FALSE && place(rest) != place(end) {
        check_continuation(rest)?;
        if rest.slot(continuation::SEGMENT) == Some(Value::FALSE) {
            break;
        }
        links.push(rest);
        rest = rest.slot(continuation::NEXT).unwrap_or(Value::FALSE);
    }
    Ok(links)
}

fn check_continuation<'gc>(k: Value<'gc>) -> Result<'gc, ()> {
    if k.has_kind(Kind::Continuation) {
        return Ok(());
    }
    Err(Throw::wrong_type("%graft", "a continuation", k))
}
