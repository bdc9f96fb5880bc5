//! What the blocks of the tenured space report while `gc-arena` traces and drops
//! them: bytes, weak objects met, and, for the verifier, their addresses. And what
//! they ask: whether the present increment has work left for their slots.
//!
//! `gc-arena` calls `trace` and `drop` of a block without a context. Both happen
//! inside [`Ledger::enter`] only, which names the ledger that is meant.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// Counts tenured bytes, and gathers the weak objects that a marking meets.
#[derive(Default)]
pub(crate) struct Ledger {
    bytes: Cell<usize>,
    /// Whether blocks are registered by address, for the verifier.
    auditing: Cell<bool>,
    registry: RefCell<HashMap<usize, usize>>,
    /// Weak objects traced in the present cycle.
    pub weak_seen: RefCell<Vec<*mut u64>>,
    /// Words that the present increment may still trace.
    pub quota: Cell<usize>,
    /// Words of objects that are marked, but whose slots were not reported, since
    /// no quota was left.
    pub deferred: RefCell<Vec<u64>>,
    /// Whether the user's root was reported since this was last unset.
    pub root_traced: Cell<bool>,
}

thread_local! {
    static CURRENT: Cell<*const Ledger> = const { Cell::new(std::ptr::null()) };
}

impl Ledger {
    /// Bytes of all tenured blocks.
    #[inline]
    pub fn bytes(&self) -> usize {
        self.bytes.get()
    }

    /// Registers all blocks from now on. To be called before the first one.
    pub fn audit(&self) {
        debug_assert_eq!(self.bytes.get(), 0);
        self.auditing.set(true);
    }

    /// The size in words of the block that starts at `addr`, when blocks are
    /// registered; the inner nothing: there is no such block.
    pub fn block_words(&self, addr: *const u64) -> Option<Option<usize>> {
        self.auditing.get().then(|| self.registry.borrow().get(&(addr as usize)).copied())
    }

    /// Runs `f`, which may mark and sweep, with this ledger as the one that
    /// traced and dropped blocks report to.
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
        debug_assert!(!ledger.is_null(), "tracing and dropping happen inside Ledger::enter");
        // SAFETY: `enter` keeps its `&self` alive while the pointer is set.
        if let Some(ledger) = unsafe { ledger.as_ref() } {
            f(ledger);
        }
    }

    /// Whether the object of `word` is to report its `slots` slots now. Otherwise
    /// it is deferred.
    #[inline]
    pub fn admits(word: u64, slots: usize) -> bool {
        let mut admitted = true;
        Ledger::with_current(|ledger| {
            match ledger.quota.get() {
                0 => {
                    ledger.deferred.borrow_mut().push(word);
                    admitted = false;
                }
                quota => ledger.quota.set(quota.saturating_sub(1 + slots)),
            };
        });
        admitted
    }

    /// A block of `words` words of content at `addr` was made.
    #[inline]
    pub fn born(&self, addr: *const u64, words: usize, bytes: usize) {
        self.bytes.set(self.bytes.get() + bytes);
        if self.auditing.get() {
            self.registry.borrow_mut().insert(addr as usize, words);
        }
    }

    /// The block at `addr` is dropped.
    #[inline]
    pub fn died(&self, addr: *const u64, bytes: usize) {
        debug_assert!(self.bytes.get() >= bytes);
        self.bytes.set(self.bytes.get() - bytes);
        if self.auditing.get() {
            self.registry.borrow_mut().remove(&(addr as usize));
        }
    }

    /// A block changed its size from `old` to `new` bytes.
    pub fn resized(&self, old: usize, new: usize) {
        self.bytes.set(self.bytes.get() - old + new);
    }
}
