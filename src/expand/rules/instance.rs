//! Instantiates a template.

use cairn_data::error::Result;
use cairn_data::source::Span;
use cairn_gc::{Kind, Mutation, Value};
use cairn_middle::environment::identifier::{Home, new_alias};
use cairn_middle::environment::siblings::new_sibling;

use super::{Bound, Template, TemplateOp};
use crate::Cx;
use crate::rules::syntax;

/// Pairs between two checks of the memory limit.
const ROOM_INTERVAL: usize = 1 << 12;

/// How the identifiers that a template brings in are made.
pub(super) enum Names<'gc> {
    /// Fresh aliases; the first of them.
    Fresh(Option<Value<'gc>>),
    /// The aliases of this use of a macro, see [`syntax::alias_of_use`].
    Use(Value<'gc>),
    /// Outside of transformers: identifiers as they are.
    Plain,
}

impl<'gc> Names<'gc> {
    fn identifier(&mut self, mc: Mutation<'gc>, name: Value<'gc>, home: Home) -> Value<'gc> {
        match self {
            Names::Fresh(Some(first)) => new_sibling(mc, *first, name, home),
            Names::Fresh(first) => *first.insert(new_alias(mc, name, home)),
            Names::Use(record) => syntax::alias_of_use(mc, *record, name, home),
            Names::Plain => name,
        }
    }
}

/// A loop over the elements of sequences, from the last to the first.
struct Loop<'a, 'gc> {
    /// Elements to come, without this one.
    remaining: usize,
    /// Address of the body.
    body: usize,
    /// The variables, and what they stand for outside of the loop.
    outside: Vec<(usize, &'a Bound<'gc>)>,
}

struct Machine<'a, 'gc> {
    stack: Vec<Value<'gc>>,
    /// The value of each variable in this iteration of the loops.
    slots: Vec<&'a Bound<'gc>>,
    aliases: Vec<Option<Value<'gc>>>,
    loops: Vec<Loop<'a, 'gc>>,
}

/// The template with the variables replaced and all else renamed, and the number
/// of pairs that were made.
pub(super) fn instantiate<'gc>(
    ctx: &Cx<'_, 'gc>,
    template: &Template,
    constants: &[Value<'gc>],
    home: Home,
    bound: &[Bound<'gc>],
    names: &mut Names<'gc>,
    span: Span,
) -> Result<'gc, (Value<'gc>, usize)> {
    let mut machine = Machine {
        stack: Vec::new(),
        slots: bound.iter().collect(),
        aliases: vec![None; template.symbols as usize],
        loops: Vec::new(),
    };
    let (mut at, mut pairs) = (0, 0usize);
    while let Some(&op) = template.code.get(at) {
        at += 1;
        match op {
            TemplateOp::Constant(constant) => machine.stack.push(constants[constant as usize]),
            TemplateOp::Symbol(constant, number) => {
                let alias = &mut machine.aliases[number as usize];
                let name = constants[constant as usize];
                machine.stack.push(*alias.get_or_insert_with(|| names.identifier(ctx.mc, name, home)));
            }
            TemplateOp::Insert(slot) => machine.insert(slot as usize),
            TemplateOp::Cons => {
                machine.cons(ctx);
                pairs += 1;
                if pairs.is_multiple_of(ROOM_INTERVAL) {
                    ctx.mc.work(ROOM_INTERVAL)?;
                    ctx.mc.check_room(machine.stack.capacity() * size_of::<u64>())?;
                }
            }
            TemplateOp::Vector => machine.vector(ctx)?,
            TemplateOp::Each { start, count, end } => {
                let slots = &template.repeated[start as usize..(start + count) as usize];
                let Some(entered) = machine.each(slots, at) else {
                    return Err(ctx.error("sequences of different lengths under one ellipsis", span));
                };
                at = if entered { at } else { end as usize };
            }
            TemplateOp::Next => at = machine.next(at),
        }
    }
    Ok((machine.stack.pop().unwrap_or(Value::NIL), pairs))
}

impl<'a, 'gc> Machine<'a, 'gc> {
    fn insert(&mut self, slot: usize) {
        // The compiler gives each variable as many loops as its depth.
        if let Bound::One(datum) = self.slots[slot] {
            self.stack.push(*datum);
        }
    }

    fn cons(&mut self, ctx: &Cx<'_, 'gc>) {
        if let (Some(car), Some(cdr)) = (self.stack.pop(), self.stack.pop()) {
            self.stack.push(ctx.mc.cons(car, cdr));
        }
    }

    fn vector(&mut self, ctx: &Cx<'_, 'gc>) -> Result<'gc, ()> {
        let mut items = Vec::new();
        let mut list = self.stack.pop().unwrap_or(Value::NIL);
        while let Some((car, cdr)) = list.as_pair() {
            items.push(car);
            list = cdr;
        }
        self.stack.push(ctx.mc.alloc_copy(Kind::Vector, &items)?);
        Ok(())
    }

    /// Starts a loop. False when there are no elements, nothing when the numbers
    /// of elements differ.
    fn each(&mut self, slots: &[u32], body: usize) -> Option<bool> {
        let outside: Vec<_> = slots.iter().map(|&slot| (slot as usize, self.slots[slot as usize])).collect();
        let mut lengths = outside.iter().map(|(_, bound)| match bound {
            Bound::Many(sequence) => sequence.len(),
            Bound::One(_) => 0,
        });
        let count = lengths.next()?;
        if lengths.any(|other| other != count) {
            return None;
        }
        if count == 0 {
            return Some(false);
        }
        self.loops.push(Loop { remaining: count - 1, body, outside });
        self.enter_round();
        Some(true)
    }

    fn enter_round(&mut self) {
        let Some(Loop { remaining, outside, .. }) = self.loops.last() else { return };
        for &(slot, bound) in outside {
            if let Bound::Many(sequence) = bound {
                self.slots[slot] = &sequence[*remaining];
            }
        }
    }

    /// Ends a round; the result is where to go on.
    fn next(&mut self, after: usize) -> usize {
        let Some(round) = self.loops.last_mut() else { return after };
        if round.remaining > 0 {
            round.remaining -= 1;
            let body = round.body;
            self.enter_round();
            return body;
        }
        for (slot, bound) in self.loops.pop().into_iter().flat_map(|round| round.outside) {
            self.slots[slot] = bound;
        }
        after
    }
}
