//! Collects the nursery: moves its reachable objects to the tenured space.
//!
//! Every survivor goes to the tenured space at once. The roots are the user's root, the remembered
//! slots and objects, and the young registrations with guardians, which keep their objects alive
//! until a major collection decides about them. The worklist is explicit, so deep data costs no
//! native stack; a list is copied along its cdrs, so its pairs stay in order. When the worklist is
//! empty, ephemerons are settled and weak words of dead objects broken.
//!
//! While marking is in progress, each promoted object counts as live in this cycle, which makes
//! every later store of it safe. It is black at once: all of its slots are visited here, so the
//! objects it refers to are marked too.
//!
//! Invariant: a young object that was moved has a forwarding word in place of its header (low bits
//! 0); a moved pair has [`FORWARDED`] as its car and its new word as its cdr. A promoted object has
//! been scanned, waits in the worklist, or holds no young word.

use std::collections::HashMap;
use std::ops::Range;

use crate::ahead::prefetch;
use crate::header::{Header, OWNED, Scan};
use crate::marker::Queue;
use crate::object;
use crate::state::HeapState;
use crate::value::{FORWARDED, TAG_CELL, TAG_OBJECT, TAG_PAIR, Value};

/// The results of a minor collection, in bytes.
pub(crate) struct Outcome {
    pub promoted: usize,
    /// The part of them that is reachable from the user's root through young objects alone.
    pub promoted_for_root: usize,
    /// Size of the user's root.
    pub root: usize,
}

/// One minor collection in progress.
pub(crate) struct Minor<'gc> {
    mc: &'gc gc_arena::Mutation<'gc>,
    state: &'gc HeapState,
    marking: bool,
    /// The mark queue, during a marking.
    queue: Queue,
    /// Promoted objects whose slots are still to be visited; of a pair, only the car.
    worklist: Vec<u64>,
    weak: Vec<*mut u64>,
    ephemerons: Vec<*mut u64>,
    /// Ephemerons by their key, which is young and so far dead; used while ephemerons settle.
    waiting: HashMap<usize, Vec<*mut u64>>,
    /// Ephemerons whose key turned out to be alive.
    ready: Vec<*mut u64>,
    /// Bounds of the nursery.
    nursery: Range<usize>,
    /// Words of the user's root, including those that were not visited.
    pub root_words: usize,
}

impl<'gc> Minor<'gc> {
    /// Evacuates the nursery; the caller resets it afterwards. `roots` visits the user's root.
    pub(crate) fn run(
        mc: &'gc gc_arena::Mutation<'gc>,
        state: &'gc HeapState,
        roots: impl FnOnce(&mut Minor<'gc>),
    ) -> Outcome {
        let mut minor = Minor {
            mc,
            state,
            marking: state.marking.get(),
            queue: state.queue.take(),
            worklist: state.worklist.take(),
            weak: Vec::new(),
            ephemerons: Vec::new(),
            waiting: HashMap::new(),
            ready: Vec::new(),
            nursery: state.nursery.bounds(),
            root_words: 0,
        };
        let before = state.tenured_bytes();
        roots(&mut minor);
        minor.drain();
        let promoted_for_root = state.tenured_bytes() - before;
        minor.remembered();
        minor.guarded();
        minor.drain();
        minor.settle_ephemerons();
        minor.settle_weak();
        state.worklist.set(minor.worklist);
        state.queue.replace(minor.queue);
        let promoted = state.tenured_bytes() - before;
        Outcome { promoted, promoted_for_root, root: minor.root_words * size_of::<u64>() }
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
        self.state.recount_remembered();
    }

    fn guarded(&mut self) {
        let mut guarded = self.state.guarded.take();
        guarded.visit_young(|word| self.visit_slot(word));
        self.state.guarded.replace(guarded);
    }

    fn drain(&mut self) {
        while let Some(word) = self.worklist.pop() {
            self.scan(word);
        }
    }

    /// Visits the slots of a tenured object, or the car of a pair.
    fn scan(&mut self, word: u64) {
        let addr = (word & !7) as *mut u64;
        if word & 7 == TAG_PAIR {
            // SAFETY: a pair has two words.
            unsafe { *addr = self.evacuate(*addr) };
            return;
        }
        // SAFETY: worklist and remembered words are live objects.
        let header = unsafe { Header::from_bits(*addr) };
        match header.kind().scan() {
            Scan::WeakFirst => self.weak.push(addr),
            Scan::Ephemeron => self.ephemerons.push(addr),
            _ => {}
        }
        // SAFETY: as above; the first word of a closure is the entry of live code.
        unsafe {
            object::strong_slots(addr, header, |slot| *slot = self.visit_slot(*slot));
            if self.marking && header.kind().scan() == Scan::Closure {
                self.mark_old(object::proto_of_entry(*addr.add(1) as *const u64) as u64 | TAG_OBJECT);
            }
        }
    }

    /// Like `evacuate`, for the slot of an object that may be black.
    #[inline(always)]
    fn visit_slot(&mut self, word: u64) -> u64 {
        if self.is_young(word) {
            return self.evacuate(word);
        }
        if self.marking {
            self.mark_old(word);
        }
        word
    }

    #[inline(never)]
    fn mark_old(&mut self, word: u64) {
        self.queue.mark(word, |owner| self.mc.forward_barrier(None, owner));
    }

    #[inline(always)]
    fn is_young(&self, word: u64) -> bool {
        Value::from_bits(word).is_pointer() && self.nursery.contains(&(word as usize))
    }

    /// The word to use in place of `word`: itself, or the word of its tenured copy.
    #[inline]
    pub(crate) fn evacuate(&mut self, word: u64) -> u64 {
        if !self.is_young(word) {
            return word;
        }
        let addr = (word & !7) as *mut u64;
        debug_assert!(self.state.nursery.in_use(addr), "stale word {word:#x}");
        if word & 7 == TAG_PAIR {
            self.evacuate_list(addr)
        } else {
            debug_assert!(matches!(word & 7, TAG_OBJECT | TAG_CELL));
            self.evacuate_object(addr, word & 7)
        }
    }

    /// Moves the pair at `addr` and the young pairs reached along its cdrs.
    fn evacuate_list(&mut self, addr: *mut u64) -> u64 {
        let state = self.state;
        let mut pairs = state.space.lend_pairs();
        let (mut addr, mut first) = (addr, 0);
        // Where to write the word of the next pair.
        let mut link = &raw mut first;
        // The cdr of the last pair, if that is not a young pair.
        let mut last = None;
        loop {
            // SAFETY: a young pair word points to two words of the nursery.
            let (car, cdr) = unsafe { (*addr, *addr.add(1)) };
            if car == FORWARDED {
                // SAFETY: `first`, or the cdr of the last pair that was moved.
                unsafe { *link = cdr };
                break;
            }
            let new = state.space.promote_pair(self.mc, &state.ledger, &mut pairs);
            let word = new as u64 | TAG_PAIR;
            // SAFETY: as above; the new pair has two words too.
            unsafe {
                *link = word;
                *new = car;
                *addr = FORWARDED;
                *addr.add(1) = word;
                link = new.add(1);
            }
            self.tell(addr);
            if self.is_young(car) {
                prefetch(car);
                self.worklist.push(word);
            } else if self.marking && Value::from_bits(car).is_pointer() {
                self.mark_old(car);
            }
            if cdr & 7 != TAG_PAIR || !self.is_young(cdr) {
                last = Some(cdr);
                break;
            }
            addr = (cdr & !7) as *mut u64;
        }
        state.space.give_back(pairs);
        if let Some(cdr) = last {
            // SAFETY: the cdr of the last pair that was moved.
            unsafe { *link = self.visit_slot(cdr) };
        }
        first
    }

    fn evacuate_object(&mut self, addr: *mut u64, tag: u64) -> u64 {
        // SAFETY: a young object word points to a header or forwarding word.
        let first = unsafe { *addr };
        if let Some(new) = Header::forwarded(first) {
            return new | tag;
        }
        let header = Header::from_bits(first);
        debug_assert!(header.is_valid() && !header.has(OWNED));
        let scan = header.kind().scan();
        let words = 1 + header.payload_words();
        let new = self.state.space.promote(self.mc, &self.state.ledger, words);
        let word = new as u64 | tag;
        // SAFETY: `new` has room for `words` words and does not overlap.
        let refers = unsafe {
            let refers = copy_words(addr, new, words);
            *addr = new as u64;
            refers
        };
        self.tell(addr);
        let has_work = match scan {
            Scan::Raw => false,
            Scan::Words => refers,
            _ => true,
        };
        if has_work {
            self.worklist.push(word);
        }
        word
    }

    /// Notifies waiting ephemerons that the object at `old` survives.
    #[inline(always)]
    fn tell(&mut self, old: *mut u64) {
        if !self.waiting.is_empty() {
            self.wake(old);
        }
    }

    /// Makes the ephemerons ready whose key at `old` survives.
    #[cold]
    #[inline(never)]
    fn wake(&mut self, old: *mut u64) {
        if let Some(ephemerons) = self.waiting.remove(&(old as usize)) {
            self.ready.extend(ephemerons);
        }
    }

    /// Whether the object of a word survives this collection.
    fn survives(&self, word: u64) -> bool {
        if !self.is_young(word) {
            return true;
        }
        // SAFETY: a young word points to a pair or object of the nursery.
        let first = unsafe { *((word & !7) as *const u64) };
        if word & 7 == TAG_PAIR { first == FORWARDED } else { Header::forwarded(first).is_some() }
    }

    /// Keeps the data of ephemerons whose key is alive, and breaks the others. Each ephemeron is
    /// examined once when it is met, and once if its key turns out to be alive, so chains take
    /// linear time.
    fn settle_ephemerons(&mut self) {
        loop {
            self.drain();
            if let Some(addr) = self.ready.pop() {
                self.keep_ephemeron(addr);
            } else if let Some(addr) = self.ephemerons.pop() {
                // SAFETY: an ephemeron's key follows its header.
                let key = unsafe { *addr.add(1) };
                if self.survives(key) {
                    self.keep_ephemeron(addr);
                } else {
                    self.waiting.entry((key & !7) as usize).or_default().push(addr);
                }
            } else {
                break;
            }
        }
        for addr in std::mem::take(&mut self.waiting).into_values().flatten() {
            self.state.break_weak(addr);
        }
    }

    /// Keeps key and datum of an ephemeron whose key survives this collection. If marking is in
    /// progress, the marker decides about a tenured key; a young one that is promoted is marked.
    fn keep_ephemeron(&mut self, addr: *mut u64) {
        // SAFETY: as in `settle_ephemerons`.
        let (key, datum) = unsafe { (*addr.add(1), *addr.add(2)) };
        let datum = if self.marking && !self.is_young(key) && Value::from_bits(key).is_pointer() {
            self.queue.pending.push(addr);
            self.evacuate(datum)
        } else {
            self.visit_slot(datum)
        };
        let key = self.evacuate(key);
        // SAFETY: as above.
        unsafe {
            *addr.add(1) = key;
            *addr.add(2) = datum;
        }
    }

    fn settle_weak(&mut self) {
        for addr in std::mem::take(&mut self.weak) {
            // SAFETY: a weak pair's weak word follows its header.
            let word = unsafe { *addr.add(1) };
            let new = if self.survives(word) {
                if self.marking && !self.is_young(word) && Value::from_bits(word).is_pointer() {
                    self.queue.weak.push(addr);
                }
                self.evacuate(word)
            } else {
                self.state.broke_weak();
                Value::BROKEN.bits()
            };
            // SAFETY: as above.
            unsafe { *addr.add(1) = new };
        }
    }
}

/// Copies `words` words; returns whether any of them reads as a reference.
///
/// # Safety
/// As for [`std::ptr::copy_nonoverlapping`].
#[inline(always)]
unsafe fn copy_words(from: *const u64, to: *mut u64, words: usize) -> bool {
    // For most objects a call would take longer than copying inline.
    const FEW: usize = 16;
    if words > FEW {
        // SAFETY: the caller's promise.
        unsafe { std::ptr::copy_nonoverlapping(from, to, words) };
        return true;
    }
    let mut refers = false;
    for i in 0..words {
        // SAFETY: as above.
        unsafe {
            let word = *from.add(i);
            *to.add(i) = word;
            refers |= Value::from_bits(word).is_pointer();
        }
    }
    refers
}
