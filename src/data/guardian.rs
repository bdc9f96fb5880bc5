//! Implements calls of guardians (SRFI 246), which register an object or return a dead one.

use cairn_gc::{Mutation, Value};

use super::error::Result;

/// Calls a guardian with at most two arguments.
pub fn call_guardian<'gc>(mc: Mutation<'gc>, guardian: Value<'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    let Some(&object) = args.first() else { return Ok(next_dead(mc, guardian)) };
    mc.room_to_guard(guardian)?;
    mc.guard(object, args.get(1).copied().unwrap_or(object), guardian);
    Ok(Value::UNSPECIFIED)
}

/// Takes the first object from a guardian's queue.
fn next_dead<'gc>(mc: Mutation<'gc>, guardian: Value<'gc>) -> Value<'gc> {
    let Some((representative, rest)) = guardian.slot(0).and_then(Value::as_pair) else { return Value::FALSE };
    guardian.set_slot(mc, 0, rest);
    representative
}
