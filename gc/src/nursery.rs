//! Allocates young objects by moving a pointer through the nursery.
//!
//! An allocation touches only the words `top` and `limit`. Only a minor collection resets the
//! space.
//!
//! Invariants: `start <= top <= limit <= end`, all multiples of 8; the words from `start` to `top`
//! are whole objects and pairs, each fully written by its allocator before anything else happens.
//! `limit` may lie below `end`: the pacer keeps the nursery short at first, and while much of it
//! survives. The region is [`STRETCH`] times as large as the nursery should usually be, for a
//! program of which a little survives each collection.

use std::cell::Cell;
use std::ops::Range;
use std::ptr::null_mut;

use crate::pages::Region;

/// The word that fills evacuated space in stress mode: a pair pointer to an address that no process
/// has, so that the use of a stale word is caught.
pub(crate) const POISON: u64 = 0xFAFA_FAFA_FAFA_FAFA;

const SMALLEST: usize = 4096;
const LARGEST: usize = 1 << 30;
/// Bytes of a page of any system, at most.
const PAGE: usize = 64 << 10;
/// How many times its usual size the nursery may have. Only on Linux are the pages committed as they are
/// touched; elsewhere every heap would pay for them.
const STRETCH: usize = if cfg!(all(target_os = "linux", not(miri))) { 3 } else { 1 };

/// The usual size of a nursery of about `bytes`.
fn usual(bytes: usize) -> usize {
    bytes.clamp(SMALLEST, LARGEST).next_multiple_of(8)
}

fn region(bytes: usize) -> Option<Region> {
    Region::at_most(usual(bytes) * STRETCH, SMALLEST)
}

/// A contiguous space with a bump pointer.
pub(crate) struct Nursery {
    top: Cell<*mut u64>,
    limit: Cell<*mut u64>,
    start: Cell<*mut u64>,
    bytes: Cell<usize>,
    /// Bytes of its usual size.
    usual: Cell<usize>,
    /// Whether it has been longer since it was last trimmed.
    stretched: Cell<bool>,
    /// Owns the memory.
    region: Cell<Option<Region>>,
}

impl Nursery {
    /// A nursery of about `bytes`: whole words, at least 4 KiB, at most 1 GiB; none when
    /// there is no memory.
    pub(crate) fn new(bytes: usize) -> Option<Nursery> {
        Some(Nursery::within(region(bytes)?, usual(bytes)))
    }

    /// A nursery in a region, of its size.
    pub(crate) fn of(region: Region) -> Nursery {
        let bytes = region.bytes();
        Nursery::within(region, bytes)
    }

    fn within(region: Region, usual: usize) -> Nursery {
        let nursery = Nursery {
            top: Cell::new(null_mut()),
            limit: Cell::new(null_mut()),
            start: Cell::new(null_mut()),
            bytes: Cell::new(0),
            usual: Cell::new(0),
            stretched: Cell::new(false),
            region: Cell::new(None),
        };
        nursery.move_to(region, usual);
        nursery
    }

    fn move_to(&self, region: Region, usual: usize) {
        let start: *mut u64 = region.start().cast();
        self.start.set(start);
        self.bytes.set(region.bytes() & !7);
        self.usual.set(usual.min(self.bytes.get()));
        self.top.set(start);
        self.restrict(usual);
        if let Some(left) = self.region.replace(Some(region)) {
            left.decommit(0, left.bytes());
        }
    }

    /// Takes a larger region of about `bytes` for an empty nursery, if there is memory.
    pub(crate) fn grow(&self, bytes: usize) {
        debug_assert_eq!(self.used(), 0);
        if let Some(region) = region(bytes).filter(|region| region.bytes() > self.bytes.get()) {
            self.move_to(region, usual(bytes));
        }
    }

    /// Reserves `words` words, or returns `None` if the nursery is full. The caller writes all of
    /// them at once. `words` is the size of a small object, never chosen by a script.
    #[inline(always)]
    pub(crate) fn bump(&self, words: usize) -> Option<*mut u64> {
        let top = self.top.get();
        if words * 8 > self.limit.get() as usize - top as usize {
            return None;
        }
        // SAFETY: just checked that `words` words are left.
        self.top.set(unsafe { top.add(words) });
        Some(top)
    }

    /// Whether `addr` lies in the nursery.
    #[inline(always)]
    pub(crate) fn contains(&self, addr: *const u64) -> bool {
        (addr as usize).wrapping_sub(self.start.get() as usize) < self.bytes.get()
    }

    /// The addresses in the nursery.
    pub(crate) fn addresses(&self) -> Range<usize> {
        let start = self.start.get().addr();
        start..start + self.bytes.get()
    }

    /// Whether `addr` lies in the part that is in use.
    pub(crate) fn in_use(&self, addr: *const u64) -> bool {
        self.contains(addr) && addr < self.top.get().cast_const()
    }

    /// The range of its addresses.
    pub(crate) fn bounds(&self) -> Range<usize> {
        self.start.get().addr()..self.start.get().addr() + self.bytes.get()
    }

    /// Where `top` and `limit` lie.
    pub(crate) fn words(&self) -> (*const u8, *const u8) {
        (self.top.as_ptr().cast_const().cast(), self.limit.as_ptr().cast_const().cast())
    }

    /// Bytes in use.
    #[inline]
    pub(crate) fn used(&self) -> usize {
        self.top.get() as usize - self.start.get() as usize
    }

    /// Usual size in bytes.
    pub(crate) fn capacity(&self) -> usize {
        self.usual.get()
    }

    /// Bytes of all of it, which is more than usual.
    pub(crate) fn stretched_capacity(&self) -> usize {
        self.bytes.get()
    }

    /// Bytes that may be used before the next collection.
    pub(crate) fn room(&self) -> usize {
        self.limit.get() as usize - self.start.get() as usize
    }

    /// Returns what an empty nursery has beyond its usual size to the system.
    pub(crate) fn trim(&self) {
        if self.used() > 0 || !self.stretched.replace(false) {
            return;
        }
        self.restrict(self.room().min(self.usual.get()));
        let region = self.region.take();
        if let Some(region) = &region {
            let from = self.usual.get().next_multiple_of(PAGE);
            region.decommit(from, self.bytes.get().saturating_sub(from));
        }
        self.region.set(region);
    }

    /// Drops every young object. The next allocations have `room` bytes, or the whole nursery if
    /// that is less.
    pub(crate) fn reset(&self, room: usize, poison: bool) {
        if poison {
            // SAFETY: the words from `start` to `top` belong to the nursery.
            unsafe { std::slice::from_raw_parts_mut(self.start.get(), self.used() / 8) }.fill(POISON);
        }
        self.top.set(self.start.get());
        self.restrict(room);
    }

    /// Limits an empty nursery to `room` bytes.
    pub(crate) fn restrict(&self, room: usize) {
        debug_assert_eq!(self.used(), 0);
        let words = room.clamp(SMALLEST, self.bytes.get()) / 8;
        self.stretched.set(self.stretched.get() || words * 8 > self.usual.get());
        // SAFETY: `words` is at most the nursery's size.
        self.limit.set(unsafe { self.start.get().add(words) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, Heap, Rootable, Value};

    #[test]
    #[cfg_attr(not(all(target_os = "linux", not(miri))), ignore = "there is nothing to stretch")]
    fn a_nursery_is_stretched_while_some_of_it_survives() {
        let mut heap = Heap::<Rootable![Vec<Value<'_>>]>::new(Config::default(), |_| Vec::new());
        let usual = heap.state.nursery.capacity();
        let mut room_after = |one_in: usize, limit: usize| {
            heap.set_limit(limit);
            for _ in 0..20 {
                heap.mutate(|mc, root| {
                    root.clear();
                    let pairs = std::iter::from_fn(|| mc.try_cons(Value::NIL, Value::NIL));
                    root.extend(pairs.enumerate().filter(|(i, _)| i % one_in == 0).map(|(_, pair)| pair));
                });
                heap.safepoint();
            }
            heap.state.nursery.room()
        };
        let few = room_after(12, usize::MAX);
        assert!(few > usual && few <= STRETCH * usual, "{few} bytes");
        assert_eq!(room_after(100_000, usize::MAX), usual, "there is nothing to gain");
        assert!(room_after(2, usize::MAX) < usual, "collections would take long");
        assert_eq!(room_after(12, 64 << 20), usual, "the limit leaves too little");
    }

    #[test]
    fn a_stretched_nursery_is_trimmed() {
        const USUAL: usize = 1 << 18;
        let nursery = Nursery::new(USUAL).expect("memory");
        let sizes = (nursery.capacity(), nursery.stretched_capacity(), nursery.room());
        assert_eq!(sizes, (USUAL, STRETCH * USUAL, USUAL));
        nursery.restrict(STRETCH * USUAL);
        let last = (0..STRETCH * USUAL / 8).map(|_| nursery.bump(1)).last().flatten().expect("room");
        // SAFETY: a word that was just reserved.
        unsafe { *last = 7 };
        assert!(nursery.bump(1).is_none() && nursery.in_use(last));
        nursery.trim();
        assert_eq!(nursery.room(), STRETCH * USUAL, "young objects stay where they are");
        nursery.reset(STRETCH * USUAL, false);
        nursery.trim();
        assert_eq!(nursery.room(), USUAL);
        nursery.restrict(2 * STRETCH * USUAL);
        assert_eq!(nursery.room(), STRETCH * USUAL);
    }
}
