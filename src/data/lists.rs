//! Lists: walking, measuring and building them.

use cairn_gc::{Mutation, Value};

use super::error::{Result, Throw};

/// What a walk along cdrs found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A list of so many elements.
    Proper(usize),
    /// So many pairs, then something that is neither a pair nor `()`.
    Dotted(usize),
    /// No end.
    Circular,
}

/// Walks along the cdrs of `list`. Brent's algorithm finds cycles.
pub fn shape(list: Value<'_>) -> Shape {
    let (mut at, mut anchor) = (list, list);
    let (mut count, mut limit) = (0usize, 64usize);
    while let Some(next) = at.cdr() {
        at = next;
        count += 1;
        if at == anchor && at.is_pair() {
            return Shape::Circular;
        }
        if count == limit {
            (anchor, limit) = (at, limit * 2);
        }
    }
    if at.is_nil() { Shape::Proper(count) } else { Shape::Dotted(count) }
}

/// Number of elements of a list.
pub fn list_length<'gc>(who: &str, list: Value<'gc>) -> Result<'gc, usize> {
    match shape(list) {
        Shape::Proper(n) => Ok(n),
        Shape::Dotted(_) => Err(Throw::wrong_type(who, "a list", list)),
        Shape::Circular => Err(Throw::wrong_type(who, "a list that ends", list)),
    }
}

/// Number of elements of a list that ends in `()`; nothing for anything else.
pub fn proper_length(list: Value<'_>) -> Option<usize> {
    match shape(list) {
        Shape::Proper(n) => Some(n),
        _ => None,
    }
}

/// The elements of `list` in order, up to its first cdr that is no pair. Of a circular
/// list each element comes once at least, and the iteration ends.
pub fn elements<'gc>(list: Value<'gc>) -> impl Iterator<Item = Value<'gc>> + Clone {
    let (mut at, mut anchor, mut since, mut limit) = (list, Value::NIL, 0usize, 64usize);
    std::iter::from_fn(move || {
        let (car, cdr) = at.as_pair().filter(|_| since == 0 || at != anchor)?;
        at = cdr;
        since += 1;
        if since == limit {
            (anchor, since, limit) = (at, 0, limit * 2);
        }
        Some(car)
    })
}

/// A list made from its front.
pub struct ListBuilder<'gc> {
    head: Value<'gc>,
    last: Value<'gc>,
}

impl<'gc> ListBuilder<'gc> {
    /// No elements yet.
    pub fn new() -> Self {
        ListBuilder { head: Value::NIL, last: Value::NIL }
    }

    /// Adds an element.
    #[inline]
    pub fn push(&mut self, mc: Mutation<'gc>, value: Value<'gc>) {
        let pair = mc.cons(value, Value::NIL);
        if !self.last.set_cdr(mc, pair) {
            self.head = pair;
        }
        self.last = pair;
    }

    /// The list, ending in `tail`.
    pub fn finish(self, mc: Mutation<'gc>, tail: Value<'gc>) -> Value<'gc> {
        if self.last.set_cdr(mc, tail) { self.head } else { tail }
    }
}

impl Default for ListBuilder<'_> {
    fn default() -> Self {
        ListBuilder::new()
    }
}

/// More pairs than any machine holds, whatever the limit says.
const MOST_PAIRS: usize = 1 << 36;

/// Checks that there is room for `count` more pairs.
pub fn room_for_pairs<'gc>(mc: Mutation<'gc>, count: usize) -> Result<'gc, ()> {
    let bytes = count.saturating_mul(16);
    if count > MOST_PAIRS {
        return Err(Throw::OutOfMemory(bytes));
    }
    Ok(mc.check_room(bytes)?)
}

/// A list of what `items` gives, of which there are at most `count`.
pub fn list_from<'gc>(mc: Mutation<'gc>, count: usize, items: impl Iterator<Item = Value<'gc>>) -> Result<'gc> {
    room_for_pairs(mc, count)?;
    let mut list = ListBuilder::new();
    items.for_each(|item| list.push(mc, item));
    Ok(list.finish(mc, Value::NIL))
}
