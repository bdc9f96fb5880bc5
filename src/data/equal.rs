//! Compares data (R7RS 6.1).
//!
//! `equal` walks both data with one stack. A walk without a table is by far the cheapest, but does
//! not end on circular data. So walks without and with a table alternate, each up to a growing
//! number of steps, until one ends. The table is a union-find of objects assumed to be equal, so
//! that walks over circular data end and shared structure is compared once ("Efficient
//! nondestructive equality checking for trees and graphs", Adams and Dybvig, 2008). Assuming
//! objects to be equal while their parts are compared is correct because the walk looks for a
//! difference, and a difference in the parts is found anyway.

use cairn_gc::{Chars, Kind, Mutation, Value, WordMap};

use super::error::Result;

/// Pairs of compound objects compared by the first walk.
const FIRST_STEPS: usize = 4096;

/// Pairs of objects compared between two reports of work.
const STRETCH: usize = 1 << 10;

/// Factor by which each further walk may be longer.
const GROWTH: usize = 16;

/// `(eqv? a b)`: the same object, or equal numbers of the same exactness. `0.0` and `-0.0` differ;
/// a NaN is `eqv?` to itself.
#[inline]
pub fn eqv(a: Value<'_>, b: Value<'_>) -> bool {
    a.bits() == b.bits() || (a.is_object() && b.is_object() && eqv_objects(a, b))
}

/// Numbers have one form each, so they are compared part by part. A part of a
/// ratio is an integer, one of a complex number is real.
fn eqv_objects(a: Value<'_>, b: Value<'_>) -> bool {
    let (Some(kind), Some(other)) = (a.kind(), b.kind()) else { return false };
    let both = |compare: fn(Value<'_>, Value<'_>) -> bool| {
        a.slot_slice().iter().zip(b.slot_slice()).all(|(&x, &y)| compare(x, y))
    };
    kind == other
        && match kind {
            Kind::Flonum | Kind::Bignum => eqv_raw(a, b),
            Kind::Ratio => both(eqv_raw),
            Kind::Complex => both(eqv_real),
            _ => false,
        }
}

/// Integers and floats: compares the words, or the bytes they refer to.
fn eqv_raw(a: Value<'_>, b: Value<'_>) -> bool {
    if a.bits() == b.bits() {
        return true;
    }
    match (a.kind(), b.kind()) {
        (Some(Kind::Bignum), Some(Kind::Bignum)) => a.bytes() == b.bytes(),
        (Some(Kind::Flonum), Some(Kind::Flonum)) => match (a.as_flonum(), b.as_flonum()) {
            (Some(x), Some(y)) => x.to_bits() == y.to_bits() || (x.is_nan() && y.is_nan()),
            _ => false,
        },
        _ => false,
    }
}

fn eqv_real(a: Value<'_>, b: Value<'_>) -> bool {
    if a.has_kind(Kind::Ratio) && b.has_kind(Kind::Ratio) {
        return a.slot_slice().iter().zip(b.slot_slice()).all(|(&x, &y)| eqv_raw(x, y));
    }
    eqv_raw(a, b)
}

/// Whether two strings have the same characters, however they are stored.
pub fn same_chars(a: Chars<'_>, b: Chars<'_>) -> bool {
    match (a, b) {
        (Chars::Narrow(a), Chars::Narrow(b)) => a == b,
        (Chars::Wide(a), Chars::Wide(b)) => a == b,
        (Chars::Narrow(narrow), Chars::Wide(wide)) | (Chars::Wide(wide), Chars::Narrow(narrow)) => {
            narrow.len() == wide.len() && narrow.iter().zip(wide).all(|(&n, &w)| u32::from(n) == w)
        }
    }
}

/// The result of a first look at two values.
enum Look<'gc> {
    Equal,
    Different,
    /// Their cars and cdrs must be compared.
    Pairs,
    /// Their elements must be compared.
    Vectors(&'gc [Value<'gc>], &'gc [Value<'gc>]),
}

#[inline]
fn look<'gc>(a: Value<'gc>, b: Value<'gc>) -> Look<'gc> {
    if a == b {
        return Look::Equal;
    }
    if a.is_pair() && b.is_pair() {
        return Look::Pairs;
    }
    if !a.is_object() || !b.is_object() || a.kind() != b.kind() {
        return Look::Different;
    }
    let equal = match a.kind() {
        Some(Kind::Vector) if a.slots() == b.slots() => return Look::Vectors(a.slot_slice(), b.slot_slice()),
        Some(Kind::String) => match (a.as_string(), b.as_string()) {
            (Some(x), Some(y)) => same_chars(x, y),
            _ => false,
        },
        Some(Kind::Bytes | Kind::Homogeneous) => a.bytes() == b.bytes(),
        _ => eqv_objects(a, b),
    };
    if equal { Look::Equal } else { Look::Different }
}

/// `(equal? a b)`: whether the data have the same structure, which may be circular.
///
/// # Errors
/// The reason to stop the run, and the memory limit: the walk may be long.
pub fn equal<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Result<'gc, bool> {
    match look(a, b) {
        Look::Equal => Ok(true),
        Look::Different => Ok(false),
        _ => walk(mc, a, b),
    }
}

fn walk<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Result<'gc, bool> {
    let mut steps = FIRST_STEPS;
    loop {
        for classes in [None, Some(Classes::default())] {
            let comparison = Comparison { mc, stack: Vec::new(), steps, unpaid: 0, classes };
            if let Some(answer) = comparison.run(a, b)? {
                return Ok(answer);
            }
        }
        steps = steps.saturating_mul(GROWTH);
    }
}

/// The result of a comparison.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// No difference so far.
    Same,
    Different,
    /// Too many steps.
    Tired,
}

/// A comparison that remains to be done.
enum Step<'gc> {
    Values(Value<'gc>, Value<'gc>),
    /// Elements from an index on.
    Slots(&'gc [Value<'gc>], &'gc [Value<'gc>], usize),
}

struct Comparison<'gc> {
    mc: Mutation<'gc>,
    stack: Vec<Step<'gc>>,
    /// Pairs of objects that may still be compared.
    steps: usize,
    /// Pairs compared since work was last reported.
    unpaid: usize,
    /// The objects assumed to be equal, if the walk records them.
    classes: Option<Classes>,
}

impl<'gc> Comparison<'gc> {
    /// Whether the data are equal; `None` if that took too many steps. Lists of what is not compound need no stack.
    fn run(mut self, a: Value<'gc>, b: Value<'gc>) -> Result<'gc, Option<bool>> {
        let mut progress = self.values(a, b)?;
        loop {
            match progress {
                Progress::Same => {}
                Progress::Different => return self.end(Some(false)),
                Progress::Tired => return self.end(None),
            }
            progress = match self.stack.pop() {
                Some(Step::Values(a, b)) => self.values(a, b)?,
                Some(Step::Slots(a, b, next)) => self.slots(a, b, next)?,
                None => return self.end(Some(true)),
            };
        }
    }

    fn end(&self, answer: Option<bool>) -> Result<'gc, Option<bool>> {
        self.mc.work(self.unpaid)?;
        Ok(answer)
    }

    /// Whether the objects have been compared, or are being compared.
    #[inline]
    fn known(&mut self, a: Value<'gc>, b: Value<'gc>) -> Result<'gc, bool> {
        self.steps = self.steps.saturating_sub(1);
        self.unpaid += 1;
        if self.unpaid == STRETCH {
            self.pay()?;
        }
        Ok(self.classes.as_mut().is_some_and(|classes| classes.union(a.bits(), b.bits())))
    }

    /// Reports work, and checks that there is room for the walk's table and stack.
    #[cold]
    fn pay(&mut self) -> Result<'gc, ()> {
        self.mc.work(std::mem::take(&mut self.unpaid))?;
        let table = self.classes.as_ref().map_or(0, |classes| classes.parents.capacity() * 2 * size_of::<u64>());
        Ok(self.mc.check_room(self.stack.capacity() * size_of::<Step<'_>>() + table)?)
    }

    /// Compares two values, following cdrs.
    fn values(&mut self, mut a: Value<'gc>, mut b: Value<'gc>) -> Result<'gc, Progress> {
        loop {
            match look(a, b) {
                Look::Equal => return Ok(Progress::Same),
                Look::Different => return Ok(Progress::Different),
                _ if self.known(a, b)? => return Ok(Progress::Same),
                _ if self.steps == 0 => return Ok(Progress::Tired),
                Look::Vectors(x, y) => {
                    self.stack.push(Step::Slots(x, y, 0));
                    return Ok(Progress::Same);
                }
                Look::Pairs => {
                    let (Some((car, cdr)), Some((other_car, other_cdr))) = (a.as_pair(), b.as_pair()) else {
                        return Ok(Progress::Different);
                    };
                    match look(car, other_car) {
                        Look::Equal => {}
                        Look::Different => return Ok(Progress::Different),
                        _ => self.stack.push(Step::Values(car, other_car)),
                    }
                    (a, b) = (cdr, other_cdr);
                }
            }
        }
    }

    /// Compares the elements of two vectors from `next` on.
    fn slots(&mut self, a: &'gc [Value<'gc>], b: &'gc [Value<'gc>], next: usize) -> Result<'gc, Progress> {
        for (i, (&x, &y)) in a.iter().zip(b).enumerate().skip(next) {
            self.mc.work(1)?;
            match look(x, y) {
                Look::Equal => {}
                Look::Different => return Ok(Progress::Different),
                _ => {
                    self.stack.push(Step::Slots(a, b, i + 1));
                    self.stack.push(Step::Values(x, y));
                    break;
                }
            }
        }
        Ok(Progress::Same)
    }
}

/// Classes of objects taken to be equal, by union-find with path halving.
#[derive(Default)]
struct Classes {
    parents: WordMap<u64>,
}

impl Classes {
    fn root(&mut self, mut word: u64) -> u64 {
        while let Some(&parent) = self.parents.get(&word) {
            match self.parents.get(&parent).copied() {
                Some(grandparent) => {
                    self.parents.insert(word, grandparent);
                    word = grandparent;
                }
                None => return parent,
            }
        }
        word
    }

    /// Merges the classes of both objects. Returns true if they were in the same class.
    fn union(&mut self, a: u64, b: u64) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.parents.insert(a, b);
        }
        a == b
    }
}
