//! The verifier: walks everything reachable and checks what the collector
//! relies on.
//!
//! For each word: its tag, that a young address is in the part of the nursery
//! that is in use, that the header behind it is one. For each tenured slot that
//! holds a young word: that it is remembered.

use std::collections::HashSet;

use gc_arena::Rootable;

use crate::header::{Header, Scan};
use crate::heap::Heap;
use crate::object;
use crate::state::HeapState;
use crate::trace::Trace;
use crate::value::{TAG_PAIR, Value};

struct Walk<'a> {
    state: &'a HeapState,
    seen: HashSet<u64>,
    pending: Vec<u64>,
}

impl Walk<'_> {
    fn visit(&mut self, word: u64) {
        let value: Value<'_> = Value::from_bits(word);
        if !value.is_pointer() {
            return;
        }
        let addr = value.addr();
        assert!(
            !self.state.nursery.contains(addr) || self.state.nursery.in_use(addr),
            "stale word {word:#x}"
        );
        if self.seen.insert(word & !7) {
            self.pending.push(word);
        }
    }

    fn check(&mut self, word: u64) {
        let addr = (word & !7) as *mut u64;
        if word & 7 == TAG_PAIR {
            for i in 0..2 {
                // SAFETY: a pair has two words.
                let slot = unsafe { addr.add(i) };
                self.check_slot(addr, slot);
            }
            return;
        }
        // SAFETY: the word passed `visit`, so it points to an object.
        let header = unsafe { Header::from_bits(*addr) };
        assert!(
            header.is_valid(),
            "bad header {:#x} behind {word:#x}",
            header.bits()
        );
        if matches!(header.kind().scan(), Scan::WeakFirst | Scan::Ephemeron) {
            for i in 1..=2 {
                // SAFETY: weak objects have two words.
                self.visit(unsafe { *addr.add(i) });
            }
            return;
        }
        // SAFETY: a live object and its header.
        unsafe { object::strong_slots(addr, header, |slot| self.check_slot(addr, slot)) };
    }

    fn check_slot(&mut self, parent: *mut u64, slot: *mut u64) {
        // SAFETY: a slot of a live object.
        let word = unsafe { *slot };
        let young: Value<'_> = Value::from_bits(word);
        if young.is_pointer()
            && self.state.nursery.contains(young.addr())
            && !self.state.nursery.contains(parent)
        {
            panic!("an old object holds the young word {word:#x} after a collection");
        }
        self.visit(word);
    }
}

impl<R> Heap<R>
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    /// Checks every reachable word, header and slot. Called after a collection,
    /// when the nursery is empty.
    ///
    /// # Panics
    /// When something is wrong: a bug of the collector, or of an `unsafe` user.
    pub fn verify(&mut self) {
        let state = std::rc::Rc::clone(&self.state);
        let mut walk = Walk {
            state: &state,
            seen: HashSet::new(),
            pending: Vec::new(),
        };
        self.root_words(|word| walk.visit(word));
        while let Some(word) = walk.pending.pop() {
            walk.check(word);
        }
    }
}
