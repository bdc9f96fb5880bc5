//! Reading the arguments of natives: types, indices, ranges, lists.
//!
//! Each function takes `who`, the Scheme name of the procedure, for the message
//! of the failure it may return. An optional argument counts as absent when it is
//! not there or is [`Value::DEFAULT`].

use cairn_gc::{Chars, Kind, Mutation, Value};

use crate::data::error::{ErrorKind, Result, Throw};

/// Argument `i`, unless it is absent.
pub fn optional<'gc>(args: &[Value<'gc>], i: usize) -> Option<Value<'gc>> {
    args.get(i).copied().filter(|&value| value != Value::DEFAULT)
}

/// The words of a vector.
#[inline]
pub fn vector<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, &'gc [Value<'gc>]> {
    if value.has_kind(Kind::Vector) { Ok(value.slot_slice()) } else { Err(Throw::wrong_type(who, "a vector", value)) }
}

/// The bytes of a bytevector.
#[inline]
pub fn bytevector<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, &'gc [u8]> {
    if value.has_kind(Kind::Bytes) { Ok(value.bytes()) } else { Err(Throw::wrong_type(who, "a bytevector", value)) }
}

/// The characters of a string.
#[inline]
pub fn string<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, Chars<'gc>> {
    value.as_string().ok_or_else(|| Throw::wrong_type(who, "a string", value))
}

/// The content of a string, copied.
pub fn text<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, String> {
    let mut text = String::new();
    string(who, value)?.push_to(&mut text);
    Ok(text)
}

/// A character.
#[inline]
pub fn character<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, char> {
    value.as_char().ok_or_else(|| Throw::wrong_type(who, "a character", value))
}

/// The name of a symbol.
#[inline]
pub fn symbol<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, &'gc str> {
    value.as_symbol().ok_or_else(|| Throw::wrong_type(who, "a symbol", value))
}

/// Car and cdr of a pair.
#[inline]
pub fn pair<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, (Value<'gc>, Value<'gc>)> {
    value.as_pair().ok_or_else(|| Throw::wrong_type(who, "a pair", value))
}

/// A byte: an exact integer from 0 to 255.
#[inline]
pub fn byte<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, u8> {
    match value.as_fixnum() {
        Some(n @ 0..=255) => Ok(n as u8),
        _ => Err(Throw::wrong_type(who, "a byte", value)),
    }
}

/// An object of the given kind, unchanged.
#[inline]
pub fn of_kind<'gc>(who: &str, kind: Kind, expected: &str, value: Value<'gc>) -> Result<'gc> {
    if value.has_kind(kind) { Ok(value) } else { Err(Throw::wrong_type(who, expected, value)) }
}

/// A count or size: an exact integer that is not negative.
pub fn size<'gc>(who: &str, what: &str, value: Value<'gc>) -> Result<'gc, usize> {
    match value.as_index() {
        Some(n) => Ok(n),
        None if value.is_fixnum() || value.has_kind(Kind::Bignum) => Err(Throw::out_of_range(who, what, value)),
        None => Err(Throw::wrong_type(who, "an exact integer", value)),
    }
}

/// An index below `length`.
#[inline]
pub fn index<'gc>(who: &str, value: Value<'gc>, length: usize) -> Result<'gc, usize> {
    match value.as_index() {
        Some(i) if i < length => Ok(i),
        Some(_) => Err(Throw::out_of_range(who, "index", value)),
        None => Err(size(who, "index", value).err().unwrap_or_else(|| Throw::out_of_range(who, "index", value))),
    }
}

/// The optional arguments `start` and `end`, at `args[at]` and behind it:
/// `0 <= start <= end <= length`.
pub fn range<'gc>(who: &str, args: &[Value<'gc>], at: usize, length: usize) -> Result<'gc, (usize, usize)> {
    let start = match optional(args, at) {
        Some(value) => bound(who, "start", value, 0, length)?,
        None => 0,
    };
    let end = match optional(args, at + 1) {
        Some(value) => bound(who, "end", value, start, length)?,
        None => length,
    };
    Ok((start, end))
}

/// A bound of a range, from `least` to `most`.
pub fn bound<'gc>(who: &str, what: &str, value: Value<'gc>, least: usize, most: usize) -> Result<'gc, usize> {
    let n = size(who, what, value)?;
    if (least..=most).contains(&n) { Ok(n) } else { Err(Throw::out_of_range(who, what, value)) }
}

/// Fails when `value` is a literal constant.
#[inline]
pub fn mutable<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, ()> {
    if !value.is_immutable() {
        return Ok(());
    }
    Err(Throw::new(ErrorKind::Immutable, format!("{who}: cannot change a literal constant"), &[value])
        .hint("make a copy of the constant, and change that"))
}

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

/// Elements that are dealt with between two reports of work.
const STRETCH: usize = 1 << 12;

/// A walk along cdrs that notices when it comes round, by Brent's algorithm, and reports
/// its work.
struct Walk<'gc> {
    mc: Mutation<'gc>,
    anchor: Value<'gc>,
    count: usize,
    /// Where the anchor is next put.
    limit: usize,
    /// Where the walk next stops to think.
    pause: usize,
}

impl<'gc> Walk<'gc> {
    fn new(mc: Mutation<'gc>, list: Value<'gc>) -> Self {
        Walk { mc, anchor: list, count: 0, limit: 64, pause: 64 }
    }

    /// Notes a step to `at`; whether the walk has come round.
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
/// What stops the run.
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

/// The first tail of a list for whose car `wanted` holds, or what the list ends with;
/// nothing when the search has come round.
///
/// # Errors
/// What `wanted` reports; what stops the run.
pub fn find_tail<'gc>(
    mc: Mutation<'gc>,
    list: Value<'gc>,
    wanted: impl Fn(Value<'gc>) -> Result<'gc, bool>,
) -> Result<'gc, Option<Value<'gc>>> {
    let mut at = list;
    let mut walk = Walk::new(mc, list);
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
/// When it is none; what stops the run.
pub fn list_length<'gc>(mc: Mutation<'gc>, who: &str, list: Value<'gc>) -> Result<'gc, usize> {
    match shape(mc, list)? {
        Shape::Proper(n) => Ok(n),
        Shape::Dotted(_) => Err(Throw::wrong_type(who, "a list", list)),
        Shape::Circular => Err(Throw::wrong_type(who, "a list that ends", list)),
    }
}

/// The elements of `list` in order, up to its first cdr that is no pair. Endless
/// for a circular list: check first.
pub fn elements<'gc>(list: Value<'gc>) -> impl Iterator<Item = Value<'gc>> + Clone {
    let mut at = list;
    std::iter::from_fn(move || {
        let (car, cdr) = at.as_pair()?;
        at = cdr;
        Some(car)
    })
}

/// Does `f` with each of the items, and reports its work.
///
/// # Errors
/// What `f` reports; what stops the run.
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
    for_each(mc, items, |item| {
        list.push(mc, item);
        Ok(())
    })?;
    Ok(list.finish(mc, Value::NIL))
}
