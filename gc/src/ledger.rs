//! Counts the objects and bytes of the tenured space, and records addresses for the verifier.
//!
//! `gc-arena` drops owners without a context. It does so only inside [`Ledger::enter`], which sets
//! the current ledger.

use std::cell::{Cell, RefCell};

use crate::audit::Audit;
use crate::chunk::{BLOCK_BYTES, BLOCK_TAKES};
use crate::spans::Spans;
use crate::tenured::{Grave, LargeList};

/// Counts tenured objects and bytes.
#[derive(Default)]
pub(crate) struct Ledger {
    /// Bytes of all tenured objects, and of slots about to be filled.
    bytes: Cell<usize>,
    /// Number of small tenured objects, and of slots about to be filled.
    small: Cell<usize>,
    /// Blocks in use.
    blocks: Cell<usize>,
    /// Bytes that all blocks in use take, and those of the other tenured objects.
    footprint: Cell<usize>,
    /// Vacant blocks whose pages have not been returned to the system.
    vacant: Cell<usize>,
    /// The memory of large objects.
    pub spans: RefCell<Spans>,
    /// Whether all objects are recorded for the verifier.
    auditing: Cell<bool>,
    audit: RefCell<Audit>,
    /// Large objects with slots.
    pub large: RefCell<LargeList>,
    /// Units of work done by dropping the Rust values in the heap, since they were last taken.
    drop_work: Cell<f64>,
    /// Large objects that are dead and not yet freed.
    graves: RefCell<Vec<Grave>>,
    /// Fill free space with [`crate::nursery::POISON`].
    pub poison: Cell<bool>,
}

thread_local! {
    static CURRENT: Cell<*const Ledger> = const { Cell::new(std::ptr::null()) };
}

impl Ledger {
    /// Bytes of all tenured objects, and of slots about to be filled.
    #[inline]
    pub(crate) fn bytes(&self) -> usize {
        self.bytes.get()
    }

    /// Approximate number of small tenured objects.
    pub(crate) fn small_objects(&self) -> usize {
        self.small.get()
    }

    /// Blocks in use.
    pub(crate) fn blocks(&self) -> usize {
        self.blocks.get()
    }

    /// Bytes that all blocks in use take, with their holes and marks, and those of the other tenured
    /// objects.
    #[inline]
    pub(crate) fn footprint(&self) -> usize {
        self.footprint.get()
    }

    /// Bytes of the tenured objects outside of blocks.
    #[inline]
    pub(crate) fn large_bytes(&self) -> usize {
        self.footprint.get() - self.blocks.get() * BLOCK_TAKES
    }

    /// Records all objects from now on. Must be called before the first allocation.
    pub(crate) fn audit(&self) {
        debug_assert_eq!(self.bytes.get(), 0);
        self.auditing.set(true);
    }

    /// The room in words of the object at `addr`: `None` if objects are not recorded, `Some(None)`
    /// if there is no such object.
    pub(crate) fn room_at(&self, addr: *const u64) -> Option<Option<usize>> {
        self.auditing.get().then(|| self.audit.borrow().room_at(addr.addr()))
    }

    /// Runs `f`, which may sweep, with this ledger as the one to which dropped objects report.
    pub(crate) fn enter<T>(&self, f: impl FnOnce() -> T) -> T {
        struct Restore(*const Ledger);
        impl Drop for Restore {
            fn drop(&mut self) {
                CURRENT.set(self.0);
            }
        }
        let _restore = Restore(CURRENT.replace(self));
        f()
    }

    /// Calls `f` with the ledger of the heap that is being collected.
    #[inline]
    pub(crate) fn with_current(f: impl FnOnce(&Ledger)) {
        let ledger = CURRENT.get();
        debug_assert!(!ledger.is_null(), "dropping happens inside Ledger::enter");
        // SAFETY: `enter` keeps its `&self` alive while the pointer is set.
        if let Some(ledger) = unsafe { ledger.as_ref() } {
            f(ledger);
        }
    }

    /// Records a new small object at `addr`, in a slot of `words` words.
    #[inline(always)]
    pub(crate) fn small_born(&self, addr: *const u64, words: usize) {
        if self.auditing.get() {
            self.record_small(addr, words);
        }
    }

    #[cold]
    #[inline(never)]
    fn record_small(&self, addr: *const u64, words: usize) {
        self.audit.borrow_mut().add_small(addr.addr(), words);
    }

    /// Records that the slots of a block from `from` to `to` are free.
    pub(crate) fn small_died(&self, from: *const u64, to: *const u64) {
        if self.auditing.get() {
            self.audit.borrow_mut().remove_small(from.addr(), to.addr());
        }
    }

    /// Records a new object with an owner at `addr`, of `bytes` in all, with room for `words`
    /// words.
    pub(crate) fn owned_born(&self, addr: *const u64, words: usize, bytes: usize) {
        self.resized(0, bytes);
        if self.auditing.get() {
            self.audit.borrow_mut().add_owned(addr.addr(), words);
        }
    }

    /// Records that the object with an owner at `addr`, of `bytes` in all, was dropped.
    pub(crate) fn owned_died(&self, addr: *const u64, bytes: usize) {
        self.resized(bytes, 0);
        if self.auditing.get() {
            self.audit.borrow_mut().remove_owned(addr.addr());
        }
    }

    /// Adds the new large object at `addr` to the list of large objects.
    pub(crate) fn list_large(&self, addr: *mut u64) {
        // SAFETY: the caller's promise.
        unsafe { self.large.borrow_mut().add(addr) };
    }

    /// Records that a large object is dead.
    pub(crate) fn bury_large(&self, grave: Grave) {
        self.graves.borrow_mut().push(grave);
    }

    /// Counts `units` of work for dropping a Rust value.
    pub(crate) fn add_drop_work(&self, units: f64) {
        self.drop_work.set(self.drop_work.get() + units);
    }

    /// Takes the units counted since this was last called.
    pub(crate) fn take_drop_work(&self) -> f64 {
        self.drop_work.take()
    }

    /// Frees dead large objects, within about `units` of work; returns whether all are freed.
    pub(crate) fn free_large(&self, mut units: f64) -> bool {
        let mut graves = self.graves.borrow_mut();
        while units > 0.0
            && let Some(mut grave) = graves.pop()
        {
            match grave.shrink(self) {
                Some(work) => {
                    units -= work;
                    graves.push(grave);
                }
                None => {
                    units -= grave.work();
                    grave.free(self);
                }
            }
        }
        graves.is_empty()
    }

    /// Records that `slots` slots of `slot_bytes` are used, or will be soon.
    pub(crate) fn took(&self, slots: usize, slot_bytes: usize) {
        self.small.set(self.small.get() + slots);
        self.bytes.set(self.bytes.get() + slots * slot_bytes);
    }

    /// Records that `slots` slots of `slot_bytes` are free again.
    pub(crate) fn gave(&self, slots: usize, slot_bytes: usize) {
        debug_assert!(self.small.get() >= slots);
        self.small.set(self.small.get() - slots);
        self.bytes.set(self.bytes.get() - slots * slot_bytes);
    }

    /// Bytes that hold nothing, could be returned to the system, and have not been.
    #[inline]
    pub(crate) fn loose_bytes(&self) -> usize {
        self.vacant.get() * BLOCK_BYTES + self.spans.borrow().loose_bytes()
    }

    /// Records that the pages of vacant blocks went back to the system.
    pub(crate) fn returned_blocks(&self, count: usize) {
        debug_assert!(self.vacant.get() >= count);
        self.vacant.set(self.vacant.get() - count);
    }

    /// Records one more block in use, and whether it was vacant with its pages.
    pub(crate) fn took_block(&self, was_loose: bool) {
        self.returned_blocks(usize::from(was_loose));
        self.blocks.set(self.blocks.get() + 1);
        self.footprint.set(self.footprint.get() + BLOCK_TAKES);
    }

    /// Records that a block is vacant again.
    pub(crate) fn gave_block(&self) {
        self.vacant.set(self.vacant.get() + 1);
        self.blocks.set(self.blocks.get() - 1);
        self.footprint.set(self.footprint.get() - BLOCK_TAKES);
    }

    /// Records that an object with an owner changed its size from `old` to `new` bytes.
    pub(crate) fn resized(&self, old: usize, new: usize) {
        debug_assert!(self.bytes.get() >= old);
        self.bytes.set(self.bytes.get() - old + new);
        self.footprint.set(self.footprint.get() - old + new);
    }
}
