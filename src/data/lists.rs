//! Walks, measures and builds lists.

use cairn_gc::{Mutation, Value};

use super::error::{Result, Throw};

/// The result of a walk along cdrs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A list of this many elements.
    Proper(usize),
    /// This many pairs, followed by an object that is neither a pair nor `()`.
    Dotted(usize),
    /// A circular list.
    Circular,
}

/// Elements that are searched before looking for a cycle, and not counted as work if the search ends there; shorter
/// lists are copied without counting. Native code does the same.
pub const SHORT: usize = 64;

/// Elements processed between two reports of work.
const STRETCH: usize = 1 << 12;

/// A walk along cdrs that detects cycles by Brent's algorithm, and reports its work.
struct Walk<'gc> {
    mc: Mutation<'gc>,
    anchor: Value<'gc>,
    count: usize,
    /// Count at which the anchor moves.
    limit: usize,
    /// Count at which the walk next checks both.
    pause: usize,
}

impl<'gc> Walk<'gc> {
    fn new(mc: Mutation<'gc>, list: Value<'gc>) -> Self {
        Walk { mc, anchor: list, count: 0, limit: SHORT, pause: SHORT }
    }

    /// Records a step to `at`; returns whether the walk has met the anchor.
    #[inline]
    fn step(&mut self, at: Value<'gc>) -> Result<'gc, bool> {
        self.count += 1;
        if at == self.anchor && at.is_pair() {
            return Ok(true);
        }
        if self.count == self.pause { self.think(at) } else { Ok(false) }
    }

    #[cold]
    fn think(&mut self, at: Value<'gc>) -> Result<'gc, bool> {
        if self.count == self.limit {
            (self.anchor, self.limit) = (at, self.limit * 2);
        }
        let stretch = (self.limit - self.count).min(STRETCH);
        self.pause = self.count + stretch;
        self.mc.work(stretch)?;
        Ok(false)
    }
}

/// Walks along the cdrs of `list`.
///
/// # Errors
/// The reason to stop the run.
pub fn shape<'gc>(mc: Mutation<'gc>, list: Value<'gc>) -> Result<'gc, Shape> {
    let mut at = list;
    let mut walk = Walk::new(mc, list);
    while let Some(next) = at.cdr() {
        at = next;
        if walk.step(at)? {
            return Ok(Shape::Circular);
        }
    }
    Ok(if at.is_nil() { Shape::Proper(walk.count) } else { Shape::Dotted(walk.count) })
}

/// The first tail of a list whose car satisfies `wanted`, or the end of the list; `None` if the
/// list is circular.
///
/// # Errors
/// The errors of `wanted`; the reason to stop the run.
pub fn find_tail<'gc>(
    mc: Mutation<'gc>,
    list: Value<'gc>,
    wanted: impl Fn(Value<'gc>) -> Result<'gc, bool>,
) -> Result<'gc, Option<Value<'gc>>> {
    let mut at = list;
    // Most lists end here, and going round a short circle a few times does no harm.
    for _ in 0..SHORT {
        match at.as_pair() {
            Some((car, _)) if wanted(car)? => return Ok(Some(at)),
            Some((_, cdr)) => at = cdr,
            None => return Ok(Some(at)),
        }
    }
    mc.work(SHORT)?;
    let mut walk = Walk::new(mc, at);
    while let Some((car, cdr)) = at.as_pair() {
        if wanted(car)? {
            break;
        }
        at = cdr;
        if walk.step(at)? {
            return Ok(None);
        }
    }
    Ok(Some(at))
}

/// Number of elements of a list.
///
/// # Errors
/// If it is not a list; the reason to stop the run.
pub fn list_length<'gc>(mc: Mutation<'gc>, who: &str, list: Value<'gc>) -> Result<'gc, usize> {
    match shape(mc, list)? {
        Shape::Proper(n) => Ok(n),
        Shape::Dotted(_) => Err(Throw::wrong_type(who, "a list", list)),
        Shape::Circular => Err(Throw::wrong_type(who, "a list that ends", list)),
    }
}

/// Number of elements of a list that ends in `()`; `None` for anything else.
///
/// # Errors
/// The reason to stop the run.
pub fn proper_length<'gc>(mc: Mutation<'gc>, list: Value<'gc>) -> Result<'gc, Option<usize>> {
    Ok(match shape(mc, list)? {
        Shape::Proper(n) => Some(n),
        _ => None,
    })
}

/// The elements of `list` in order, up to its first cdr that is not a pair. Of a circular list,
/// each element comes at least once, and the iteration ends.
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

/// Calls `f` with each of the items, and reports its work.
///
/// # Errors
/// The errors of `f`; the reason to stop the run.
pub fn for_each<'gc, T>(
    mc: Mutation<'gc>,
    items: impl Iterator<Item = T>,
    mut f: impl FnMut(T) -> Result<'gc, ()>,
) -> Result<'gc, ()> {
    let mut left = STRETCH;
    for item in items {
        left -= 1;
        if left == 0 {
            mc.work(STRETCH)?;
            left = STRETCH;
        }
        f(item)?;
    }
    mc.work(STRETCH - left)?;
    Ok(())
}

/// Calls `f` with each of the `count` elements of a list, and reports its work unless the list is short.
///
/// # Errors
/// The reason to stop the run.
pub fn for_each_of<'gc>(
    mc: Mutation<'gc>,
    count: usize,
    list: Value<'gc>,
    mut f: impl FnMut(Value<'gc>),
) -> Result<'gc, ()> {
    let (mut at, mut left) = (list, count);
    while left > 0 {
        let stretch = left.min(STRETCH);
        for _ in 0..stretch {
            let Some((car, cdr)) = at.as_pair() else { break };
            f(car);
            at = cdr;
        }
        if count >= SHORT {
            mc.work(stretch)?;
        }
        left -= stretch;
    }
    Ok(())
}

/// Builds a list front to back.
pub struct ListBuilder<'gc> {
    head: Value<'gc>,
    last: Value<'gc>,
}

impl<'gc> ListBuilder<'gc> {
    /// Starts with no elements.
    pub fn new() -> Self {
        ListBuilder { head: Value::NIL, last: Value::NIL }
    }

    /// Appends an element.
    #[inline]
    pub fn push(&mut self, mc: Mutation<'gc>, value: Value<'gc>) {
        let pair = mc.cons(value, Value::NIL);
        if !self.last.set_cdr(mc, pair) {
            self.head = pair;
        }
        self.last = pair;
    }

    /// Returns the list, ending in `tail`.
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
const MOST_PAIRS: usize = if usize::BITS > 32 { (1u64 << 36) as usize } else { isize::MAX as usize / 16 };

/// Checks that there is room for `count` more pairs.
pub fn room_for_pairs<'gc>(mc: Mutation<'gc>, count: usize) -> Result<'gc, ()> {
    let bytes = count.saturating_mul(16);
    if count > MOST_PAIRS {
        return Err(Throw::OutOfMemory(bytes));
    }
    Ok(mc.check_room(bytes)?)
}

/// Builds a list of the `items`, of which there are at most `count`.
pub fn list_from<'gc>(mc: Mutation<'gc>, count: usize, items: impl Iterator<Item = Value<'gc>>) -> Result<'gc> {
    room_for_pairs(mc, count)?;
    let mut list = ListBuilder::new();
    for_each(mc, items, |item| {
        list.push(mc, item);
        Ok(())
    })?;
    Ok(list.finish(mc, Value::NIL))
}
