//! The nursery: a bump allocator for young objects.
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

use crate::pages::Region;

/// The word that fills evacuated space in stress mode: a pair pointer to an address that no process
/// has, so that the use of a stale word is caught.
pub(crate) const POISON: u64 = 0xFAFA_FAFA_FAFA_FAFA;

const SMALLEST: usize = 4096;
const LARGEST: usize = 1 << 30;

/// A contiguous space with a bump pointer.
pub(crate) struct Nursery {
    top: Cell<*mut u64>,
    limit: Cell<*mut u64>,
    start: *mut u64,
    bytes: usize,
    /// Owns the memory.
    _region: Region,
}

impl Nursery {
    /// A nursery of about `bytes`: whole words, at least 4 KiB, at most 1 GiB.
    pub fn new(bytes: usize) -> Nursery {
        let bytes = bytes.clamp(SMALLEST, LARGEST).next_multiple_of(8);
        let region = Region::at_most(bytes, SMALLEST);
        let bytes = region.bytes() & !7;
        let start: *mut u64 = region.start().cast();
        // SAFETY: the end of the region.
        let end = unsafe { start.add(bytes / 8) };
        Nursery { top: Cell::new(start), limit: Cell::new(end), start, bytes, _region: region }
    }

    /// Reserves `words` words, or returns `None` if the nursery is full. The caller writes all of
    /// them at once. `words` is the size of a small object, never chosen by a script.
    #[inline(always)]
    pub fn bump(&self, words: usize) -> Option<*mut u64> {
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
    pub fn contains(&self, addr: *const u64) -> bool {
        (addr as usize).wrapping_sub(self.start as usize) < self.bytes
    }

    /// Whether `addr` lies in the part that is in use.
    pub fn in_use(&self, addr: *const u64) -> bool {
        self.contains(addr) && addr < self.top.get().cast_const()
    }

    /// The range of its addresses.
    pub fn bounds(&self) -> Range<usize> {
        self.start.addr()..self.start.addr() + self.bytes
    }

    /// Where `top` and `limit` lie.
    pub fn words(&self) -> (*const u8, *const u8) {
        (self.top.as_ptr().cast_const().cast(), self.limit.as_ptr().cast_const().cast())
    }

    /// Bytes in use.
    #[inline]
    pub fn used(&self) -> usize {
        self.top.get() as usize - self.start as usize
    }

    /// Size in bytes.
    pub fn capacity(&self) -> usize {
        self.bytes
    }

    /// Drops every young object. The next allocations have `room` bytes, or the whole nursery if
    /// that is less.
    pub fn reset(&self, room: usize, poison: bool) {
        if poison {
            // SAFETY: the words from `start` to `top` belong to the nursery.
            unsafe { std::slice::from_raw_parts_mut(self.start, self.used() / 8) }.fill(POISON);
        }
        self.top.set(self.start);
        self.restrict(room);
    }

    /// Limits an empty nursery to `room` bytes.
    pub fn restrict(&self, room: usize) {
        debug_assert_eq!(self.used(), 0);
        let words = room.clamp(SMALLEST, self.bytes) / 8;
        // SAFETY: `words` is at most the nursery's size.
        self.limit.set(unsafe { self.start.add(words) });
    }
}
