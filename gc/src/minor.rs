//! Minor collection: moves what is reachable out of the nursery.
//!
//! Everything that survives goes to the tenured space at once. Roots are the
//! user's root, the remembered slots and the remembered objects. The worklist
//! is explicit, so that deep data costs no native stack. After it runs empty,
//! ephemerons are settled to a fixpoint and weak slots of the dead are broken.
//!
//! While marking is under way, each promoted object is handed to the marker: it
//! counts as live in this cycle, which makes every later store of it safe.

use gc_arena::Gc;

use crate::header::{Header, LARGE, Scan};
use crate::object;
use crate::state::HeapState;
use crate::tenured;
use crate::value::{TAG_CELL, TAG_OBJECT, TAG_PAIR, Value};

/// One minor collection in progress.
pub(crate) struct Minor<'gc> {
    mc: &'gc gc_arena::Mutation<'gc>,
    state: &'gc HeapState,
    marking: bool,
    /// Promoted objects whose slots are still to be visited.
    worklist: Vec<u64>,
    weak: Vec<*mut u64>,
    ephemerons: Vec<*mut u64>,
    promoted: usize,
}

impl<'gc> Minor<'gc> {
    /// Evacuates the nursery. `roots` visits the user's root. Returns the number
    /// of bytes promoted.
    pub fn run(
        mc: &'gc gc_arena::Mutation<'gc>,
        state: &'gc HeapState,
        roots: impl FnOnce(&mut Minor<'gc>),
    ) -> usize {
        let mut minor = Minor {
            mc,
            state,
            marking: state.marking.get(),
            worklist: state.take_worklist(),
            weak: Vec::new(),
            ephemerons: Vec::new(),
            promoted: 0,
        };
        roots(&mut minor);
        minor.remembered();
        minor.guarded();
        minor.drain();
        minor.settle_ephemerons();
        minor.settle_weak();
        state.nursery.reset(state.poison.get());
        state.give_worklist(minor.worklist);
        minor.promoted
    }

    fn remembered(&mut self) {
        let slots = self.state.remembered_slots.take();
        for &slot in &slots {
            // SAFETY: remembered slots lie in tenured objects or in the register
            // stack, and neither is freed between two minor collections.
            unsafe { *slot = self.evacuate(*slot) };
        }
        self.state.remembered_slots.give_back(slots);
        let objects = self.state.remembered_objects.take();
        for &word in &objects {
            self.scan(word);
        }
        self.state.remembered_objects.give_back(objects);
    }

    /// Registrations with guardians hold their objects until a major collection
    /// decides about them.
    fn guarded(&mut self) {
        let mut registrations = self.state.guarded.take();
        for (object, guardian) in &mut registrations {
            *object = self.evacuate(*object);
            *guardian = self.evacuate(*guardian);
        }
        self.state.guarded.replace(registrations);
    }

    fn drain(&mut self) {
        while let Some(word) = self.worklist.pop() {
            self.scan(word);
        }
    }

    /// Visits the slots of a tenured object or pair.
    fn scan(&mut self, word: u64) {
        let addr = (word & !7) as *mut u64;
        if word & 7 == TAG_PAIR {
            // SAFETY: a pair has two words.
            unsafe {
                *addr = self.evacuate(*addr);
                *addr.add(1) = self.evacuate(*addr.add(1));
            }
            return;
        }
        // SAFETY: worklist and remembered words are live objects.
        let header = unsafe { Header::from_bits(*addr) };
        match header.kind().scan() {
            Scan::WeakFirst => self.weak.push(addr),
            Scan::Ephemeron => self.ephemerons.push(addr),
            _ => {}
        }
        // SAFETY: as above.
        unsafe { object::strong_slots(addr, header, |slot| *slot = self.evacuate(*slot)) };
    }

    /// The word to use instead of `word`: itself, or its tenured copy.
    #[inline]
    pub fn evacuate(&mut self, word: u64) -> u64 {
        let addr = (word & !7) as *mut u64;
        if word & 2 == 0 || !self.state.nursery.contains(addr) {
            return word;
        }
        match word & 7 {
            TAG_PAIR => self.evacuate_pair(addr),
            TAG_OBJECT | TAG_CELL => self.evacuate_object(addr, word & 7),
            _ => word,
        }
    }

    fn evacuate_pair(&mut self, addr: *mut u64) -> u64 {
        debug_assert!(self.state.nursery.in_use(addr), "stale pair {addr:p}");
        // SAFETY: a young pair word points to two words of the nursery.
        let (car, cdr) = unsafe { (*addr, *addr.add(1)) };
        if car == Value::FORWARDED.bits() {
            return cdr;
        }
        let new = tenured::allocate_pair(self.mc, &self.state.ledger, car, cdr);
        let word = new as u64 | TAG_PAIR;
        // SAFETY: as above.
        unsafe {
            *addr = Value::FORWARDED.bits();
            *addr.add(1) = word;
        }
        self.promoted += 16;
        self.promote(word);
        word
    }

    fn evacuate_object(&mut self, addr: *mut u64, tag: u64) -> u64 {
        debug_assert!(self.state.nursery.in_use(addr), "stale object {addr:p}");
        // SAFETY: a young object word points to a header or forwarding word.
        let first = unsafe { *addr };
        if let Some(new) = Header::forwarded(first) {
            return new | tag;
        }
        let header = Header::from_bits(first);
        debug_assert!(header.is_valid() && !header.has(LARGE));
        let words = 1 + header.payload_words();
        let new =
            tenured::allocate(self.mc, &self.state.ledger, words).expect("young objects are small");
        // SAFETY: `new` has room for `words` words and does not overlap.
        unsafe {
            std::ptr::copy_nonoverlapping(addr, new, words);
            *addr = new as u64;
        }
        self.promoted += words * 8;
        self.promote(new as u64 | tag);
        new as u64 | tag
    }

    #[inline]
    fn promote(&mut self, word: u64) {
        if self.marking {
            let gc: Option<Gc<'gc, ()>> = tenured::gc_of(word);
            if let Some(gc) = gc {
                self.mc.forward_barrier(None, gc);
            }
        }
        self.worklist.push(word);
    }

    /// Whether the object of a word survives this collection.
    fn survives(&self, word: u64) -> bool {
        let addr = (word & !7) as *const u64;
        if !Value::from_bits(word).is_pointer() || !self.state.nursery.contains(addr) {
            return true;
        }
        // SAFETY: a young word points to a pair or object of the nursery.
        let first = unsafe { *addr };
        if word & 7 == TAG_PAIR {
            first == Value::FORWARDED.bits()
        } else {
            Header::forwarded(first).is_some()
        }
    }

    fn settle_ephemerons(&mut self) {
        let mut pending = std::mem::take(&mut self.ephemerons);
        loop {
            let before = pending.len();
            pending.retain(|&addr| {
                // SAFETY: an ephemeron has a key and a datum behind its header.
                unsafe {
                    let key = *addr.add(1);
                    if !self.survives(key) {
                        return true;
                    }
                    *addr.add(1) = self.evacuate(key);
                    *addr.add(2) = self.evacuate(*addr.add(2));
                }
                false
            });
            self.drain();
            pending.append(&mut self.ephemerons);
            if pending.is_empty() || pending.len() == before {
                break;
            }
        }
        for addr in pending {
            // SAFETY: as above.
            unsafe {
                *addr.add(1) = Value::BROKEN.bits();
                *addr.add(2) = Value::BROKEN.bits();
            }
        }
    }

    fn settle_weak(&mut self) {
        for addr in std::mem::take(&mut self.weak) {
            // SAFETY: a weak pair has its weak word behind the header.
            unsafe {
                let word = *addr.add(1);
                *addr.add(1) = if self.survives(word) {
                    self.evacuate(word)
                } else {
                    Value::BROKEN.bits()
                };
            }
        }
    }
}
