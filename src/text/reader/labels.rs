//! Resolves datum labels (R7RS 2.4): `#n=` and `#n#` within one outermost datum.
//!
//! A reference to a complete datum is that datum. A reference from inside the labelled datum gets a
//! placeholder, a separate object; once the outermost datum is complete, one walk over it replaces
//! the placeholders by their data. A label may be redefined once its datum is complete; a reference
//! is to the latest definition.

use std::collections::HashMap;

use cairn_gc::{Kind, Mutation, Value, WordSet};

use super::problem::Problem;

/// The labels of an outermost datum.
#[derive(Default)]
pub(super) struct Labels<'gc> {
    entries: Vec<Entry<'gc>>,
    by_number: HashMap<u64, usize>,
    placeholders: bool,
}

struct Entry<'gc> {
    /// The labelled datum, once it is complete.
    value: Option<Value<'gc>>,
    /// The placeholder for it until then.
    placeholder: Option<Value<'gc>>,
}

impl<'gc> Labels<'gc> {
    /// Begins the datum labelled `number`. The result is the index of the label.
    pub(super) fn begin(&mut self, number: u64) -> Result<usize, Problem> {
        let index = self.entries.len();
        let earlier = self.by_number.insert(number, index).and_then(|earlier| self.entries.get(earlier));
        if earlier.is_some_and(|earlier| earlier.value.is_none()) {
            return Err(Problem::RepeatedLabel(number.to_string()));
        }
        self.entries.push(Entry { value: None, placeholder: None });
        Ok(index)
    }

    /// Ends the datum of a label.
    pub(super) fn finish(&mut self, index: usize, number: u64, value: Value<'gc>) -> Result<(), Problem> {
        let value = self.resolve(value);
        let Some(entry) = self.entries.get_mut(index) else { return Ok(()) };
        if entry.placeholder == Some(value) {
            return Err(Problem::SelfLabel(number.to_string()));
        }
        entry.value = Some(value);
        Ok(())
    }

    /// The current value of a reference to `number`.
    pub(super) fn refer(&mut self, mc: Mutation<'gc>, number: u64) -> Result<Value<'gc>, Problem> {
        let index = self.by_number.get(&number).copied();
        let Some((index, entry)) = index.and_then(|i| Some((i, self.entries.get_mut(i)?))) else {
            return Err(Problem::UnknownLabel(number.to_string()));
        };
        if let Some(value) = entry.value {
            return Ok(value);
        }
        self.placeholders = true;
        Ok(*entry.placeholder.get_or_insert_with(|| mc.alloc(Kind::Tuple, &[Value::fixnum(index as i64)])))
    }

    /// The datum that a placeholder stands for, if it is known by now; other values unchanged.
    /// There are no cycles: see `finish`.
    fn resolve(&self, mut value: Value<'gc>) -> Value<'gc> {
        while value.has_kind(Kind::Tuple) {
            let entry = value.slot(0).and_then(Value::as_index).and_then(|i| self.entries.get(i));
            match entry.and_then(|entry| entry.value) {
                Some(meant) => value = meant,
                None => break,
            }
        }
        value
    }

    /// Replaces the placeholders in the outermost datum, and forgets the labels.
    pub(super) fn settle(&mut self, mc: Mutation<'gc>, root: Value<'gc>) {
        if self.placeholders {
            self.patch(mc, root);
        }
        if !self.entries.is_empty() {
            *self = Labels::default();
        }
    }

    fn patch(&self, mc: Mutation<'gc>, root: Value<'gc>) {
        let mut seen = WordSet::default();
        let mut stack = vec![root];
        while let Some(value) = stack.pop() {
            let compound = value.is_pair() || value.has_kind(Kind::Vector);
            if !compound || !seen.insert(value.bits()) {
                continue;
            }
            if let Some((car, cdr)) = value.as_pair() {
                stack.push(self.patched(cdr, |meant| value.set_cdr(mc, meant)));
                stack.push(self.patched(car, |meant| value.set_car(mc, meant)));
            } else {
                for (i, &element) in value.slot_slice().iter().enumerate() {
                    stack.push(self.patched(element, |meant| value.set_slot(mc, i, meant)));
                }
            }
        }
    }

    /// Resolves `value`, and stores the result if it differs.
    fn patched(&self, value: Value<'gc>, store: impl FnOnce(Value<'gc>) -> bool) -> Value<'gc> {
        let meant = self.resolve(value);
        if meant != value {
            store(meant);
        }
        meant
    }
}
