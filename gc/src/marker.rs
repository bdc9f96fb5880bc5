//! Marks objects, and traces marked ones while there is quota, by a mark queue.
//!
//! A marked object waits in the queue until its slots are traced. Tracing may stop after any slot:
//! an object with many slots is traced one part at a time ([`PART`]), and the objects reached from
//! a part are traced before the next part, so the queue stays short.
//!
//! A weak pair keeps its cdr alive. An ephemeron whose key is marked keeps its datum alive from
//! then on; one whose key is unmarked is *pending*. When the queue has run empty, the pending
//! ephemerons are examined again, and those whose key is still unmarked wait for it (`waiting`).
//! From then on the queue is *watching*: every newly marked object passes through it, even one
//! without slots, and wakes its waiters.
//!
//! Reading a pair that is in no cache takes as long as tracing ten others. So a pair far from the one
//! that refers to it passes through a line of pairs that are being fetched (`ahead`), which exists
//! while [`Queue::drain`] runs. Objects with a header do not: the header is read to mark them, and
//! mostly they are traced soon after.
//!
//! An object with an owner has its mark in its header: the bit [`COLOUR`], whose meaning flips with
//! every cycle, so that marks need not be cleared.

use std::ops::Range;

use gc_arena::Gc;

use crate::ahead::Line;
use crate::bag::{Bag, Pile};
use crate::chunk::{self, Block};
use crate::header::{COLOUR, Header, OWNED, Scan};
use crate::object;
use crate::tenured;
use crate::value::{TAG_CELL, TAG_OBJECT, TAG_PAIR, Value};
use crate::waiting::{Waiter, Waiting};

/// Slots of an object that are traced at a time.
const PART: usize = 1024;

/// An object that has been partly traced.
#[derive(Clone, Copy)]
struct Part {
    addr: *mut u64,
    /// The next slot.
    from: usize,
    to: usize,
}

/// The marked objects that remain to be traced, and those that a marking must examine again.
#[derive(Default)]
pub(crate) struct Queue {
    gray: Pile,
    parts: Vec<Part>,
    /// Ephemerons whose key was not marked when they were traced.
    pub pending: Bag<*mut u64>,
    /// Weak pairs whose car was not marked when they were traced.
    pub weak: Bag<*mut u64>,
    /// Allocated for the first waiter.
    waiting: Option<Box<Waiting>>,
    /// Groups of registrations whose guardian was marked while they waited for it.
    pub woken: Vec<usize>,
    /// [`COLOUR`] in the header of a marked object with an owner.
    colour: u64,
    watching: bool,
    /// The addresses of young objects if there are some, and otherwise nothing. Their words count as
    /// marked: when they are promoted, so is what they refer to.
    young: Range<usize>,
}

impl Queue {
    /// Starts a marking: nothing is marked.
    pub(crate) fn start(&mut self) {
        debug_assert!(self.is_empty() && self.pending.is_empty() && self.weak.is_empty());
        self.colour ^= COLOUR;
    }

    /// Ends a marking: no waiter can be woken any more.
    pub(crate) fn stop_watching(&mut self) {
        debug_assert!(self.is_empty() && self.pending.is_empty() && self.woken.is_empty());
        self.watching = false;
        // The next marking may need little.
        self.gray = Pile::default();
        self.parts.shrink_to(0);
    }

    /// Sets where young objects may be until this is called again. They are met only when the
    /// program waits for the rest of a marking in the middle of its work.
    pub(crate) fn expect_young(&mut self, addresses: Range<usize>) {
        self.young = addresses;
    }

    #[inline(always)]
    fn is_young(&self, addr: *const u64) -> bool {
        addr.addr().wrapping_sub(self.young.start) < self.young.len()
    }

    /// Whether nothing waits to be traced.
    pub(crate) fn is_empty(&self) -> bool {
        self.gray.is_empty() && self.parts.is_empty()
    }

    /// Bytes of the queue, and of what waits.
    pub(crate) fn bytes(&self) -> usize {
        let parts = self.parts.capacity() * size_of::<Part>() + self.woken.capacity() * size_of::<usize>();
        let waiting = self.waiting.as_ref().map_or(0, |waiting| waiting.bytes());
        self.gray.bytes() + self.pending.bytes() + self.weak.bytes() + parts + waiting
    }

    /// [`COLOUR`] in the header of a new object with an owner, marked or not.
    pub(crate) fn colour_of_new(&self, marked: bool) -> u64 {
        if marked { self.colour } else { self.colour ^ COLOUR }
    }

    /// Marks the object of a word that is not young. `keep` receives an owner that `gc-arena` must
    /// keep.
    #[inline]
    pub(crate) fn mark<'gc>(&mut self, word: u64, keep: impl FnOnce(Gc<'gc, ()>)) {
        if self.is_to_trace::<true>(word, keep) {
            self.gray.push(word);
        }
    }

    /// Marks the object of a slot, which often holds none: large vectors tend to hold numbers.
    #[inline(always)]
    fn mark_slot<'gc, const YOUNG: bool>(&mut self, word: u64, keep: impl FnOnce(Gc<'gc, ()>)) {
        if Value::from_bits(word).is_pointer() && self.is_to_trace::<YOUNG>(word, keep) {
            self.gray.push(word);
        }
    }

    /// Marks the object of a word; returns whether it was unmarked and has to pass through the
    /// queue. It is not young, or `YOUNG`.
    #[inline(always)]
    fn is_to_trace<'gc, const YOUNG: bool>(&self, word: u64, keep: impl FnOnce(Gc<'gc, ()>)) -> bool {
        let addr = (word & !7) as *mut u64;
        match word & 7 {
            TAG_PAIR | TAG_OBJECT | TAG_CELL if YOUNG && self.is_young(addr) => false,
            TAG_PAIR => mark_small(addr, keep),
            TAG_OBJECT | TAG_CELL => {
                // SAFETY: an object or cell word points to a live header.
                let header = unsafe { Header::from_bits(*addr) };
                if header.has(OWNED) {
                    return self.mark_owned(addr, header, keep);
                }
                mark_small(addr, keep) && (self.watching || header.kind().scan() != Scan::Raw)
            }
            _ => false,
        }
    }

    #[inline(never)]
    fn mark_owned<'gc>(&self, addr: *mut u64, header: Header, keep: impl FnOnce(Gc<'gc, ()>)) -> bool {
        if header.bits() & COLOUR == self.colour {
            return false;
        }
        // SAFETY: the header of a live object that has an owner.
        unsafe {
            *addr = header.bits() ^ COLOUR;
            keep(tenured::owner_of(addr));
        }
        self.watching || !matches!(header.kind().scan(), Scan::Raw | Scan::Payload)
    }

    /// Whether the object of a word that is not young is unmarked. Valid from the start of a
    /// marking to the start of the sweep; an object is dead if it is unmarked and the marking is
    /// complete.
    #[inline]
    pub(crate) fn is_unmarked(&self, word: u64) -> bool {
        let addr = (word & !7) as *const u64;
        // SAFETY: objects that a marking has not met are not freed before the sweep. So an object
        // or cell word points to a header, and an object without an owner is a slot in use.
        unsafe {
            match word & 7 {
                TAG_PAIR | TAG_OBJECT | TAG_CELL if self.is_young(addr) => false,
                TAG_PAIR => !chunk::is_marked(addr),
                TAG_OBJECT | TAG_CELL if Header::from_bits(*addr).has(OWNED) => *addr & COLOUR != self.colour,
                TAG_OBJECT | TAG_CELL => !chunk::is_marked(addr),
                _ => false,
            }
        }
    }

    /// Traces queued objects while there is quota.
    pub(crate) fn drain<'gc>(&mut self, quota: &mut usize, keep: impl FnMut(Gc<'gc, ()>)) {
        if self.young.is_empty() {
            self.trace::<false>(quota, keep);
        } else {
            self.trace::<true>(quota, keep);
        }
    }

    /// The same; whether there may be young objects is known when it is compiled, because the loop
    /// looks at each slot of the heap.
    fn trace<'gc, const YOUNG: bool>(&mut self, quota: &mut usize, mut keep: impl FnMut(Gc<'gc, ()>)) {
        let mut pairs = Line::new();
        while *quota > 0 {
            let slots = match self.gray.pop().or_else(|| pairs.take()) {
                Some(word) if word & 7 == TAG_PAIR => self.trace_pairs::<YOUNG>(word, &mut pairs, *quota, &mut keep),
                Some(word) => {
                    if self.watching {
                        self.wake(word, &mut keep);
                    }
                    self.trace_object::<YOUNG>(word, &mut keep)
                }
                None if self.parts.is_empty() => return,
                None => self.trace_part::<YOUNG>(&mut keep),
            };
            *quota = quota.saturating_sub(1 + slots);
        }
        while let Some(word) = pairs.take() {
            self.gray.push(word);
        }
    }

    /// Traces the pair of `word`, and then those reached from it, while there is quota. One that is far
    /// away enters the line, and the one that leaves the line is traced instead. If both car and cdr
    /// must be traced, one of them is queued, so a list of lists needs little of the queue. Returns
    /// the number of slots.
    #[inline]
    fn trace_pairs<'gc, const YOUNG: bool>(
        &mut self,
        word: u64,
        line: &mut Line,
        quota: usize,
        mut keep: impl FnMut(Gc<'gc, ()>),
    ) -> usize {
        let (mut word, mut slots) = (word, 0);
        loop {
            if self.watching {
                self.wake(word, &mut keep);
            }
            let pair = (word & !7) as *const u64;
            // SAFETY: marked objects are alive; a pair has two words.
            let (car, cdr) = unsafe { (*pair, *pair.add(1)) };
            slots += 2;
            let next = match (self.is_to_trace::<YOUNG>(car, &mut keep), self.is_to_trace::<YOUNG>(cdr, &mut keep)) {
                (false, false) => return slots,
                (true, false) => car,
                (false, true) => cdr,
                (true, true) if is_far(car, word) => match line.add(car) {
                    None => cdr,
                    Some(fetched) => {
                        self.gray.push(cdr);
                        if slots < quota {
                            word = fetched;
                            continue;
                        }
                        fetched
                    }
                },
                (true, true) => {
                    self.gray.push(cdr);
                    car
                }
            };
            if next & 7 != TAG_PAIR || slots >= quota {
                self.gray.push(next);
                return slots;
            }
            word = if !is_far(next, word) {
                next
            } else if let Some(fetched) = line.add(next) {
                fetched
            } else {
                return slots;
            };
        }
    }

    /// Traces the object of `word`, which is not a pair, or adds it to the objects that are traced
    /// in parts. Returns the number of slots examined.
    #[inline]
    fn trace_object<'gc, const YOUNG: bool>(&mut self, word: u64, mut keep: impl FnMut(Gc<'gc, ()>)) -> usize {
        let addr = (word & !7) as *mut u64;
        // SAFETY: marked objects are alive, and an object starts with its header; its slots lie
        // inside it, and a closure's first word is the entry of live code.
        unsafe {
            let header = Header::from_bits(*addr);
            let slots = object::strong_range(addr, header);
            match header.kind().scan() {
                Scan::Closure => {
                    let proto = object::proto_of_entry(*addr.add(1) as *const u64);
                    let word = proto as u64 | TAG_OBJECT;
                    // Code is never young.
                    if self.is_to_trace::<false>(word, &mut keep) {
                        self.gray.push(word);
                    }
                }
                Scan::WeakFirst if self.is_unmarked(*addr.add(1)) => self.weak.push(addr),
                Scan::Ephemeron => self.trace_ephemeron(addr, &mut keep),
                _ => {}
            }
            let count = slots.len();
            if count > PART {
                self.parts.push(Part { addr, from: slots.start, to: slots.end });
                return 0;
            }
            for i in slots {
                self.mark_slot::<YOUNG>(*addr.add(i), &mut keep);
            }
            count
        }
    }

    /// Traces one part of the last partly traced object. Returns the number of slots.
    fn trace_part<'gc, const YOUNG: bool>(&mut self, mut keep: impl FnMut(Gc<'gc, ()>)) -> usize {
        let Some(Part { addr, from, to }) = self.parts.pop() else { return 0 };
        let end = to.min(from + PART);
        if end < to {
            self.parts.push(Part { addr, from: end, to });
        }
        for i in from..end {
            // SAFETY: a slot of a live object.
            self.mark_slot::<YOUNG>(unsafe { *addr.add(i) }, &mut keep);
        }
        end - from
    }

    /// Keeps the datum of the live ephemeron at `addr` if its key is marked; otherwise makes the
    /// ephemeron pending.
    #[inline]
    fn trace_ephemeron<'gc>(&mut self, addr: *mut u64, keep: impl FnMut(Gc<'gc, ()>)) {
        // SAFETY: an ephemeron has two words.
        let (key, datum) = unsafe { (*addr.add(1), *addr.add(2)) };
        if self.is_unmarked(key) {
            self.pending.push(addr);
        } else {
            self.mark(datum, keep);
        }
    }

    /// Examines pending ephemerons again, while there are some and quota.
    pub(crate) fn settle_pending<'gc>(&mut self, quota: &mut usize, mut keep: impl FnMut(Gc<'gc, ()>)) {
        while *quota > 0
            && let Some(addr) = self.pending.pop()
        {
            // SAFETY: this marking met the ephemeron, so it has not been freed; it has two words.
            let (key, datum) = unsafe { (*addr.add(1), *addr.add(2)) };
            if self.is_unmarked(key) {
                self.wait(key, Waiter::Ephemeron(addr));
            } else {
                self.mark(datum, &mut keep);
            }
            *quota = quota.saturating_sub(4);
        }
    }

    /// Registers `waiter` for the object of `word`, which is unmarked.
    pub(crate) fn wait(&mut self, word: u64, waiter: Waiter) {
        debug_assert!(self.is_unmarked(word));
        self.watching = true;
        self.waiting.get_or_insert_default().wait(word, waiter);
    }

    /// Wakes the waiters of the object of `word`, which is now marked.
    #[inline(never)]
    fn wake<'gc>(&mut self, word: u64, mut keep: impl FnMut(Gc<'gc, ()>)) {
        let mut told = Vec::new();
        if let Some(waiting) = &mut self.waiting {
            waiting.marked(word, |waiter| told.push(waiter));
        }
        for waiter in told {
            match waiter {
                // SAFETY: an ephemeron that this marking met is not freed, and has two words.
                Waiter::Ephemeron(addr) => self.mark(unsafe { *addr.add(2) }, &mut keep),
                Waiter::Representative(word) => self.mark(word, &mut keep),
                Waiter::Group(group) => self.woken.push(group),
            }
        }
    }

    /// Removes and returns some of the waiters, woken or not, after a complete marking.
    pub(crate) fn take_waiters(&mut self) -> Option<Vec<Waiter>> {
        debug_assert!(!self.watching);
        let taken = self.waiting.as_mut()?.take_some();
        if taken.is_none() {
            self.waiting = None;
        }
        taken
    }
}

/// Whether the word of a pair that was reached from `from` refers to memory that has probably not been
/// fetched with it.
#[inline(always)]
fn is_far(word: u64, from: u64) -> bool {
    const NEAR: u64 = 128;
    word & 7 == TAG_PAIR && word.wrapping_sub(from).wrapping_add(NEAR) > 2 * NEAR
}

/// Marks the small tenured object at `addr`; returns whether it was unmarked. The caller traces its
/// slots.
#[inline(always)]
fn mark_small<'gc>(addr: *mut u64, keep: impl FnOnce(Gc<'gc, ()>)) -> bool {
    // SAFETY: a small tenured object is a slot in use.
    let (fresh, first) = unsafe { chunk::mark(addr) };
    if first {
        Block::of(addr).keep(keep);
    }
    fresh
}
