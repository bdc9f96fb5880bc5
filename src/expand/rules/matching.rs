//! Matches a form against a pattern.

use cairn_data::equal::equal;
use cairn_data::error::Result;
use cairn_data::lists::{Shape, shape};
use cairn_gc::{Kind, Value};
use cairn_middle::environment::identifier::Home;

use super::{Bound, Pattern, PatternOp};
use crate::Cx;

/// A loop over the elements that an ellipsis matches.
struct Loop<'gc> {
    /// Elements to come, this one included.
    remaining: usize,
    /// The list from this one on.
    list: Value<'gc>,
    /// Address of the body.
    body: usize,
    first: usize,
    /// The values of the variables in earlier iterations.
    collected: Vec<Vec<Bound<'gc>>>,
}

struct Matcher<'gc> {
    stack: Vec<Value<'gc>>,
    slots: Vec<Bound<'gc>>,
    loops: Vec<Loop<'gc>>,
}

/// The values of the pattern variables, if the operands match.
///
/// # Errors
/// The reason to stop the run, and the memory limit.
pub(super) fn matches<'gc>(
    ctx: &Cx<'_, 'gc>,
    pattern: &Pattern,
    constants: &[Value<'gc>],
    home: Home,
    operands: Value<'gc>,
) -> Result<'gc, Option<Vec<Bound<'gc>>>> {
    let slots = (0..pattern.slots).map(|_| Bound::One(Value::NIL)).collect();
    let mut matcher = Matcher { stack: vec![operands], slots, loops: Vec::new() };
    let mut at = 0;
    while let Some(&op) = pattern.code.get(at) {
        at += 1;
        ctx.mc.work(1)?;
        let next = match op {
            PatternOp::Next => matcher.next(at),
            PatternOp::Each { least, first, last, end } => {
                matcher.each(ctx, least as usize, first as usize..last as usize, at, end as usize)?
            }
            _ => matcher.step(ctx, op, constants, home)?.then_some(at),
        };
        match next {
            Some(next) => at = next,
            None => return Ok(None),
        }
    }
    Ok(Some(matcher.slots))
}

impl<'gc> Matcher<'gc> {
    /// Carries out an instruction that is no loop; false when it does not match.
    fn step(&mut self, ctx: &Cx<'_, 'gc>, op: PatternOp, constants: &[Value<'gc>], home: Home) -> Result<'gc, bool> {
        let Some(datum) = self.stack.pop() else { return Ok(false) };
        Ok(match op {
            PatternOp::Bind(slot) => {
                self.slots[slot as usize] = Bound::One(datum);
                true
            }
            PatternOp::Literal(constant) => ctx.is_literal(datum, constants[constant as usize], home),
            PatternOp::Datum(constant) => equal(ctx.mc, datum, constants[constant as usize])?,
            PatternOp::Nil => datum.is_nil(),
            PatternOp::Pair => datum.as_pair().is_some_and(|(car, cdr)| {
                self.stack.extend([cdr, car]);
                true
            }),
            PatternOp::Vector => {
                self.stack.push(ctx.mc.list(datum.slot_slice()));
                datum.has_kind(Kind::Vector)
            }
            PatternOp::Skip | PatternOp::Each { .. } | PatternOp::Next => true,
        })
    }

    /// Starts a loop; the result is where to go on, nothing when it does not match.
    fn each(
        &mut self,
        ctx: &Cx<'_, 'gc>,
        least: usize,
        slots: std::ops::Range<usize>,
        body: usize,
        end: usize,
    ) -> Result<'gc, Option<usize>> {
        let Some(list) = self.stack.pop() else { return Ok(None) };
        let (Shape::Proper(length) | Shape::Dotted(length)) = shape(ctx.mc, list)? else { return Ok(None) };
        let Some(remaining) = length.checked_sub(least) else { return Ok(None) };
        ctx.mc.check_room(remaining.saturating_mul(slots.len() * size_of::<Bound<'_>>()))?;
        let collected: Vec<_> = slots.clone().map(|_| Vec::with_capacity(remaining)).collect();
        let first = slots.start;
        if remaining == 0 {
            self.finish(first, collected);
            self.stack.push(list);
            return Ok(Some(end));
        }
        self.stack.push(list.car().unwrap_or(Value::NIL));
        self.loops.push(Loop { remaining, list, body, first, collected });
        Ok(Some(body))
    }

    /// Ends a round; the result is where to go on.
    fn next(&mut self, after: usize) -> Option<usize> {
        let round = self.loops.last_mut()?;
        for (i, collected) in round.collected.iter_mut().enumerate() {
            collected.push(std::mem::replace(&mut self.slots[round.first + i], Bound::One(Value::NIL)));
        }
        round.remaining -= 1;
        round.list = round.list.cdr()?;
        if round.remaining > 0 {
            self.stack.push(round.list.car()?);
            return Some(round.body);
        }
        let Loop { list, first, collected, .. } = self.loops.pop()?;
        self.finish(first, collected);
        self.stack.push(list);
        Some(after)
    }

    fn finish(&mut self, first: usize, collected: Vec<Vec<Bound<'gc>>>) {
        for (i, sequence) in collected.into_iter().enumerate() {
            self.slots[first + i] = Bound::Many(sequence);
        }
    }
}
