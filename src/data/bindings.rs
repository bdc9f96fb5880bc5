//! Finds the value of a parameter among the bindings of the dynamic state.

use cairn_gc::{Mutation, Value};

use super::dynamic::parameter;
use super::hashtable::{Equivalence, Sort, Table, Weakness};

/// Bindings examined before the memo is consulted.
const NEAR: usize = 32;
/// The memo gets an entry for one binding in this many.
const STRIDE: usize = 64;

/// The value of a parameter under these bindings, innermost first.
#[inline]
pub fn current_value<'gc>(mc: Mutation<'gc>, bindings: Value<'gc>, parameter: Value<'gc>) -> Value<'gc> {
    let binding = binding_of(mc, bindings, parameter);
    binding.map_or_else(|| parameter.slot(parameter::VALUE), Value::cdr).unwrap_or(Value::UNSPECIFIED)
}

/// The parameter's innermost binding in this list: a pair of the parameter and its value.
#[inline]
pub fn binding_of<'gc>(mc: Mutation<'gc>, bindings: Value<'gc>, parameter: Value<'gc>) -> Option<Value<'gc>> {
    let mut at = bindings;
    for _ in 0..NEAR {
        let (binding, outer) = at.as_pair()?;
        if binding.car() == Some(parameter) {
            return Some(binding);
        }
        at = outer;
    }
    far_binding(mc, at, parameter)
}

/// The binding of a parameter in a long list.
///
/// The list is immutable and only grows at its head, so a result found from one of its pairs
/// remains valid. The parameter's memo, a weak table, has the result for some of the pairs that
/// earlier walks have passed, [`STRIDE`] apart. A walk ends at the next of them, whether it starts
/// above, or below as frames return. So a look-up takes amortised constant time.
#[cold]
fn far_binding<'gc>(mc: Mutation<'gc>, start: Value<'gc>, parameter: Value<'gc>) -> Option<Value<'gc>> {
    let memo = parameter.slot(parameter::MEMO).and_then(Table::of);
    let mut at = start;
    let mut steps = 0;
    let mut passed = Vec::new();
    let found = loop {
        let Some((binding, outer)) = at.as_pair() else { break Value::FALSE };
        if let Some(known) = memo.and_then(|memo| memo.get(mc, at).ok().flatten()) {
            break known;
        }
        if binding.car() == Some(parameter) {
            break binding;
        }
        if steps % STRIDE == 0 {
            passed.push(at);
        }
        steps += 1;
        at = outer;
    };
    if steps > STRIDE {
        remember(mc, parameter, memo, &passed, found);
    }
    Some(found).filter(|&binding| binding != Value::FALSE)
}

/// Records in the memo of a parameter the result found from these pairs on: a binding or `#f`.
/// Records nothing if memory is short.
fn remember<'gc>(
    mc: Mutation<'gc>,
    parameter: Value<'gc>,
    memo: Option<Table<'gc>>,
    passed: &[Value<'gc>],
    found: Value<'gc>,
) {
    let sort = Sort { equivalence: Equivalence::Eq, weakness: Weakness::Keys };
    let Ok(memo) = memo.map_or_else(|| Table::new(mc, sort, passed.len()), Ok) else { return };
    parameter.set_slot(mc, parameter::MEMO, memo.object());
    for &pair in passed {
        if memo.set(mc, pair, found).is_err() {
            return;
        }
    }
}
