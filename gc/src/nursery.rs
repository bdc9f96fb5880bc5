//! Allocates young objects by moving a pointer through the nursery.
//!
//! An allocation touches only the words `top` and `limit`. Only a minor collection resets the
//! space.
//!
//! Invariants: `start <= top <= limit <= end`, all multiples of 8; the words from `start` to `top`
//! are whole objects and pairs, each fully written by its allocator before anything else happens.
//! `limit` may lie below `end`: the pacer keeps the nursery short at first, and while much of it
//! survives.

use std::cell::Cell;
use std::ops::Range;
use std::ptr::null_mut;

use crate::pages::Region;

/// The word that fills evacuated space in stress mode: a pair pointer to an address that no process
/// has, so that the use of a stale word is caught.
pub(crate) const POISON: u64 = 0xFAFA_FAFA_FAFA_FAFA;

const SMALLEST: usize = 4096;
const LARGEST: usize = 1 << 30;

fn region(bytes: usize) -> Option<Region> {
    Region::at_most(bytes.clamp(SMALLEST, LARGEST).next_multiple_of(8), SMALLEST)
}

/// A contiguous space with a bump pointer.
pub(crate) struct Nursery {
    top: Cell<*mut u64>,
    limit: Cell<*mut u64>,
    start: Cell<*mut u64>,
    bytes: Cell<usize>,
    /// Owns the memory.
    region: Cell<Option<Region>>,
}

impl Nursery {
    /// A nursery of about `bytes`: whole words, at least 4 KiB, at most 1 GiB; none when
    /// there is no memory.
    pub(crate) fn new(bytes: usize) -> Option<Nursery> {
        Some(Nursery::of(region(bytes)?))
    }

    /// A nursery in a region.
    pub(crate) fn of(region: Region) -> Nursery {
        let nursery = Nursery {
            top: Cell::new(null_mut()),
            limit: Cell::new(null_mut()),
            start: Cell::new(null_mut()),
            bytes: Cell::new(0),
            region: Cell::new(None),
        };
        nursery.move_to(region);
        nursery
    }

    fn move_to(&self, region: Region) {
        let start: *mut u64 = region.start().cast();
        self.start.set(start);
        self.bytes.set(region.bytes() & !7);
        self.top.set(start);
        // SAFETY: the end of the region.
        self.limit.set(unsafe { start.add(self.bytes.get() / 8) });
        if let Some(left) = self.region.replace(Some(region)) {
            left.decommit(0, left.bytes());
        }
    }

    /// Takes a larger region of about `bytes` for an empty nursery, if there is memory.
    pub(crate) fn grow(&self, bytes: usize) {
        debug_assert_eq!(self.used(), 0);
        if let Some(region) = region(bytes).filter(|region| region.bytes() > self.bytes.get()) {
            self.move_to(region);
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

    /// Size in bytes.
    pub(crate) fn capacity(&self) -> usize {
        self.bytes.get()
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
        // SAFETY: `words` is at most the nursery's size.
        self.limit.set(unsafe { self.start.get().add(words) });
    }
}
