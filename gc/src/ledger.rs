//! Counts what the tenured space takes, and records addresses for the verifier.
//!
//! `gc-arena` drops owners without a context. That happens inside [`Ledger::enter`] only,
//! which names the ledger that is meant.

use std::cell::{Cell, RefCell};

use crate::audit::Audit;
use crate::chunk::BLOCK_BYTES;
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
    /// Bytes of all blocks in use, and of the other tenured objects.
    footprint: Cell<usize>,
    /// Whether the verifier wants a record of all objects.
    auditing: Cell<bool>,
    audit: RefCell<Audit>,
    /// Large objects with slots.
    pub large: RefCell<LargeList>,
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
    pub fn bytes(&self) -> usize {
        self.bytes.get()
    }

    /// Number of small tenured objects, about.
    pub fn small_objects(&self) -> usize {
        self.small.get()
    }

    /// Blocks in use.
    pub fn blocks(&self) -> usize {
        self.blocks.get()
    }

    /// Bytes of all blocks in use, their holes included, and of the other tenured
    /// objects.
    #[inline]
    pub fn footprint(&self) -> usize {
        self.footprint.get()
    }

    /// Bytes of the tenured objects outside of blocks.
    #[inline]
    pub fn large_bytes(&self) -> usize {
        self.footprint.get() - self.blocks.get() * BLOCK_BYTES
    }

    /// Records all objects from now on. To be called before the first one.
    pub fn audit(&self) {
        debug_assert_eq!(self.bytes.get(), 0);
        self.auditing.set(true);
    }

    /// The room in words of the object at `addr`, when objects are recorded; the
    /// inner nothing: there is no such object.
    pub fn room_at(&self, addr: *const u64) -> Option<Option<usize>> {
        self.auditing.get().then(|| self.audit.borrow().room_at(addr.addr()))
    }

    /// Runs `f`, which may sweep, with this ledger as the one that dropped objects
    /// report to.
    pub fn enter<T>(&self, f: impl FnOnce() -> T) -> T {
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
    pub fn with_current(f: impl FnOnce(&Ledger)) {
        let ledger = CURRENT.get();
        debug_assert!(!ledger.is_null(), "dropping happens inside Ledger::enter");
        // SAFETY: `enter` keeps its `&self` alive while the pointer is set.
        if let Some(ledger) = unsafe { ledger.as_ref() } {
            f(ledger);
        }
    }

    /// A small object was made at `addr`, in a slot of `words` words.
    #[inline(always)]
    pub fn small_born(&self, addr: *const u64, words: usize) {
        if self.auditing.get() {
            self.record_small(addr, words);
        }
    }

    #[cold]
    #[inline(never)]
    fn record_small(&self, addr: *const u64, words: usize) {
        self.audit.borrow_mut().add_small(addr.addr(), words);
    }

    /// The slots of a block from `from` to `to` are free.
    pub fn small_died(&self, from: *const u64, to: *const u64) {
        if self.auditing.get() {
            self.audit.borrow_mut().remove_small(from.addr(), to.addr());
        }
    }

    /// An object with an owner, of `bytes` in all, was made at `addr`, where there is
    /// room for `words` words.
    pub fn owned_born(&self, addr: *const u64, words: usize, bytes: usize) {
        self.resized(0, bytes);
        if self.auditing.get() {
            self.audit.borrow_mut().add_owned(addr.addr(), words);
        }
    }

    /// The object with an owner at `addr`, of `bytes` in all, is dropped.
    pub fn owned_died(&self, addr: *const u64, bytes: usize) {
        self.resized(bytes, 0);
        if self.auditing.get() {
            self.audit.borrow_mut().remove_owned(addr.addr());
        }
    }

    /// Puts the large object at `addr`, which was just made, on the list of them.
    pub fn list_large(&self, addr: *mut u64) {
        // SAFETY: the caller's promise.
        unsafe { self.large.borrow_mut().add(addr) };
    }

    /// A large object is dead.
    pub fn bury_large(&self, grave: Grave) {
        self.graves.borrow_mut().push(grave);
    }

    /// Frees large objects that are dead, with about so many units of work; whether all
    /// are freed.
    pub fn free_large(&self, mut units: f64) -> bool {
        let mut graves = self.graves.borrow_mut();
        while units > 0.0
            && let Some(grave) = graves.pop()
        {
            grave.free(self);
            units -= grave.work();
        }
        graves.is_empty()
    }

    /// So many slots of `slot_bytes` are used now, or will be soon.
    pub fn took(&self, slots: usize, slot_bytes: usize) {
        self.small.set(self.small.get() + slots);
        self.bytes.set(self.bytes.get() + slots * slot_bytes);
    }

    /// So many slots of `slot_bytes` are free again.
    pub fn gave(&self, slots: usize, slot_bytes: usize) {
        debug_assert!(self.small.get() >= slots);
        self.small.set(self.small.get() - slots);
        self.bytes.set(self.bytes.get() - slots * slot_bytes);
    }

    /// One more block is in use.
    pub fn took_block(&self) {
        self.blocks.set(self.blocks.get() + 1);
        self.footprint.set(self.footprint.get() + BLOCK_BYTES);
    }

    /// A block is vacant again.
    pub fn gave_block(&self) {
        self.blocks.set(self.blocks.get() - 1);
        self.footprint.set(self.footprint.get() - BLOCK_BYTES);
    }

    /// An object with an owner changed its size from `old` to `new` bytes.
    pub fn resized(&self, old: usize, new: usize) {
        debug_assert!(self.bytes.get() >= old);
        self.bytes.set(self.bytes.get() - old + new);
        self.footprint.set(self.footprint.get() - old + new);
    }
}
