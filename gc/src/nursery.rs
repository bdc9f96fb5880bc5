//! The nursery: a bump allocator for young objects.
//!
//! `top` and `limit` are the only words that an allocation touches. The space is
//! reset by a minor collection and by nothing else.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::cell::Cell;

/// The word that fills evacuated space in stress mode: a pair pointer to an
/// address that no process has, so that a use of a stale word is caught.
pub(crate) const POISON: u64 = 0xFAFA_FAFA_FAFA_FAFA;

/// A contiguous space with a bump pointer.
pub(crate) struct Nursery {
    start: *mut u64,
    bytes: usize,
    top: Cell<*mut u64>,
}

impl Nursery {
    /// A nursery of `bytes` (rounded up to whole words).
    pub fn new(bytes: usize) -> Nursery {
        let bytes = bytes.max(4096).next_multiple_of(8);
        let layout = Nursery::layout(bytes);
        // SAFETY: the layout is not empty.
        let start: *mut u64 = unsafe { alloc(layout) }.cast();
        if start.is_null() {
            handle_alloc_error(layout);
        }
        Nursery {
            start,
            bytes,
            top: Cell::new(start),
        }
    }

    fn layout(bytes: usize) -> Layout {
        Layout::from_size_align(bytes, 16).expect("nursery size")
    }

    /// Room for `words` words, or nothing when the nursery is full.
    #[inline(always)]
    pub fn bump(&self, words: usize) -> Option<*mut u64> {
        let top = self.top.get();
        if words * 8 > self.start as usize + self.bytes - top as usize {
            return None;
        }
        // SAFETY: just checked that the space goes on for `words` words.
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

    /// Bytes in use.
    pub fn used(&self) -> usize {
        self.top.get() as usize - self.start as usize
    }

    /// Size in bytes.
    pub fn capacity(&self) -> usize {
        self.bytes
    }

    /// Forgets every young object.
    pub fn reset(&self, poison: bool) {
        if poison {
            let words = self.used() / 8;
            for i in 0..words {
                // SAFETY: `i` is below the used size.
                unsafe { self.start.add(i).write(POISON) };
            }
        }
        self.top.set(self.start);
    }
}

impl Drop for Nursery {
    fn drop(&mut self) {
        // SAFETY: allocated in `new` with this layout.
        unsafe { dealloc(self.start.cast(), Nursery::layout(self.bytes)) };
    }
}
