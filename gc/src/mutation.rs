//! What running code sees of a heap: the write barrier, limits, pacing.
//! Allocation is in `alloc`, access to the insides of values in `access`.
//!
//! A [`Mutation`] is handed to the closure of [`Heap::mutate`](crate::Heap::mutate).
//! Nothing moves and nothing is freed while it exists: an allocation that finds
//! the nursery full makes a tenured object and asks for a collection.
//!
//! # The barrier
//!
//! A pointer stored into a tenured object is
//!
//! - remembered, when it is young: the minor collection updates the slot;
//! - told to the marker, when it is tenured and marking is under way (a forward
//!   barrier: the child is marked whatever the parent's colour, so that no black
//!   object ever refers to a white one).
//!
//! A store into a young object needs neither: the object has no colour yet, and
//! when it is promoted during a marking, what it refers to is marked with it.

use std::rc::Rc;

use crate::chunk::Block;
use crate::guarded::Registration;
use crate::header::{Header, Kind, OWNED};
use crate::meter::{Stop, Watch};
use crate::space::FIXED;
use crate::state::HeapState;
use crate::value::Value;

/// The memory limit, or the system, has no room for so many bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no room for {0} bytes")]
pub struct OutOfMemory(pub usize);

/// The limit may be put off by one over so much of it.
const RESERVE_PART: usize = 4;

/// Access to a heap for the duration of one [`Heap::mutate`](crate::Heap::mutate).
#[derive(Clone, Copy)]
pub struct Mutation<'gc> {
    pub(crate) mc: &'gc gc_arena::Mutation<'gc>,
    pub(crate) state: &'gc HeapState,
}

/// The barrier.
impl<'gc> Mutation<'gc> {
    /// Whether the value lies in the nursery.
    #[inline(always)]
    pub fn is_young(self, value: Value<'gc>) -> bool {
        value.is_pointer() && self.state.nursery.contains(value.addr())
    }

    /// Whether the value has one address for good: it is none of an object, or the object
    /// was tenured from birth.
    pub fn never_moves(self, value: Value<'gc>) -> bool {
        if !value.is_pointer() {
            return true;
        }
        // SAFETY: an object that is not young has its header at its address.
        let is_owned = || !value.is_pair() && unsafe { Header::from_bits(*value.addr()) }.has(OWNED);
        !self.is_young(value) && (is_owned() || Block::of(value.addr()).class() >= FIXED)
    }

    /// Stores `value` in a slot of the object or pair `parent`.
    ///
    /// # Safety
    /// `slot` is a scanned, strong slot of `parent`.
    #[inline(always)]
    pub(crate) unsafe fn store(self, parent: Value<'gc>, slot: *mut u64, value: Value<'gc>) {
        if value.is_pointer()
            && !self.state.nursery.contains(parent.addr())
            && (self.state.marking.get() || self.state.nursery.contains(value.addr()))
        {
            self.barrier(slot, value);
        }
        // SAFETY: the caller's promise.
        unsafe { *slot = value.bits() };
    }

    /// The slow half of the write barrier: a pointer goes into an old slot.
    ///
    /// A slot is remembered when its old content is not young: if it is, the
    /// slot (or its object) has been remembered since the last minor collection.
    #[inline(never)]
    fn barrier(self, slot: *mut u64, value: Value<'gc>) {
        if self.is_young(value) {
            // SAFETY: `slot` is a slot of a live object.
            let old: Value<'gc> = Value::from_bits(unsafe { *slot });
            if !self.is_young(old) {
                self.state.remember_slot(slot);
            }
        } else {
            self.tell_marker(value);
        }
    }

    /// Tells the marker, if there is marking, that a tenured value goes into an
    /// old slot.
    #[inline]
    fn tell_marker(self, value: Value<'gc>) {
        if self.state.marking.get() {
            self.state.queue.borrow_mut().mark(value.bits(), |owner| self.mc.forward_barrier(None, owner));
        }
    }

    /// Stores `value` in a word of the weak object `parent`. The minor collector
    /// must see the object as a whole, so that is what is remembered. The marker is told
    /// of all words, so one that it has not met was there when the marking began; and of
    /// the datum of a new key, for the ephemeron may wait for the old one.
    ///
    /// # Safety
    /// `slot` is one of the two words of `parent`, a weak pair or ephemeron.
    pub(crate) unsafe fn store_weak(self, parent: Value<'gc>, slot: *mut u64, value: Value<'gc>) {
        // SAFETY: the caller's promise.
        let (old, datum) = unsafe { (Value::from_bits(*slot), Value::from_bits(*parent.addr().add(2))) };
        if self.state.marking.get() && parent.has_kind(Kind::Ephemeron) && !self.is_young(datum) {
            self.tell_marker(datum);
        }
        if !self.is_young(value) {
            self.tell_marker(value);
        } else if !self.is_young(parent) && !self.is_young(old) {
            self.state.remember_object(parent.bits());
        }
        // SAFETY: as above.
        unsafe { *slot = value.bits() };
    }

    /// Tells the collectors of a slot of the register stack below what has changed, into
    /// which an open upvalue cell stores `value`: they may not look there again.
    ///
    /// # Safety
    /// `slot` stays readable and writable until the next minor collection, and
    /// holds a value then. Every marking traces it as part of the root.
    #[inline]
    pub unsafe fn remember_stack_slot(self, slot: *mut Value<'gc>, value: Value<'gc>) {
        if self.is_young(value) {
            self.state.remember_slot(slot.cast());
        } else {
            self.tell_marker(value);
        }
    }
}

/// Time: see [`meter`](crate::meter).
impl<'gc> Mutation<'gc> {
    /// Starts a quantum of at most `ticks`, at least 0, and no more than the fuel allows.
    /// It ends at once when a collection is wanted, and as soon as one is.
    #[inline(never)]
    pub fn start_quantum(self, ticks: i32) {
        if self.state.meter.start(ticks) {
            self.state.want();
        }
        if self.wants_collection() {
            self.state.meter.end();
        }
    }

    /// Counts a tick; whether the quantum has ended.
    #[inline(always)]
    pub fn tick(self) -> bool {
        self.state.meter.tick()
    }

    /// Counts a tick unless the quantum has ended; whether it did.
    #[inline(always)]
    pub fn try_tick(self) -> bool {
        self.state.meter.try_tick()
    }

    /// Takes the quantum's ticks so far from the fuel. The quantum is over.
    // Within the machine's loop it would take registers from the instructions.
    #[cold]
    #[inline(never)]
    pub fn settle_quantum(self) {
        self.state.meter.settle();
    }

    /// Takes one tick from the fuel, the one that ended a quantum. False when there is none.
    pub fn spend_tick(self) -> bool {
        self.state.meter.spend_tick()
    }

    /// Counts units of a native's work: the elements, the bytes or the products of limbs that
    /// it deals with. Natives whose work grows with their arguments call this while they
    /// work, at least every [`WORK_PER_LOOK`](crate::meter::WORK_PER_LOOK) units.
    ///
    /// # Errors
    /// What is to stop the run. It lasts: the machine acts on it after the native.
    #[inline]
    pub fn work(self, units: usize) -> Result<(), Stop> {
        self.state.meter.work(units)
    }

    /// What is to stop the run now, but for want of fuel.
    pub fn stop_requested(self) -> Option<Stop> {
        self.state.meter.watch.look()
    }

    /// The ticks of a timer, see [`StopHandle::tick`](crate::StopHandle::tick), since they were
    /// last taken, and whether one came while a native worked.
    pub fn take_ticks(self) -> (u32, bool) {
        self.state.meter.take_ticks()
    }

    /// What stops the run, for code that waits for the system.
    pub fn watch(self) -> Rc<Watch> {
        Rc::clone(&self.state.meter.watch)
    }

    /// Forgets a request to stop, as it is being acted on.
    pub fn acknowledge_stop(self, stop: Stop) {
        self.state.meter.watch.handle().acknowledge(stop);
    }
}

/// Limits and pacing.
impl<'gc> Mutation<'gc> {
    /// Whether the memory limit leaves room for `bytes` more. Natives that
    /// allocate in a loop ask this now and then.
    ///
    /// # Errors
    /// [`OutOfMemory`] when it does not.
    #[inline]
    pub fn check_room(self, bytes: usize) -> Result<(), OutOfMemory> {
        if self.state.has_room(bytes) { Ok(()) } else { Err(OutOfMemory(bytes)) }
    }

    /// Does `f` with the limit put off by a part of it, for code that can neither
    /// wait for a collection nor be done again after it. Asks for a full
    /// collection; at the safepoint that does it the limit holds again.
    pub fn beyond_limit<T>(self, f: impl FnOnce() -> T) -> T {
        let limit = self.state.limit.get();
        self.state.limit.set(limit.saturating_add(limit / RESERVE_PART));
        let result = f();
        self.state.limit.set(limit);
        self.request_collection(true);
        result
    }

    /// Whether a collection should happen at the next safepoint.
    #[inline(always)]
    pub fn wants_collection(self) -> bool {
        self.state.wanted.get()
    }

    /// Whether a collection is wanted and cannot wait for a better moment.
    pub fn collection_is_overdue(self) -> bool {
        let state = self.state;
        state.wanted.get()
            && (state.full_wanted.get() || state.ledger.bytes() >= state.overdue_at.get() || !state.has_room(0))
    }

    /// Asks for a minor (or full) collection at the next safepoint.
    pub fn request_collection(self, full: bool) {
        self.state.want();
        if full {
            self.state.full_wanted.set(true);
        }
    }

    /// Number of minor collections so far: a young address is good for one.
    #[inline]
    pub fn epoch(self) -> u64 {
        self.state.epoch.get()
    }

    /// How often tenured objects have been moved: the address of an object that was not
    /// asked to be tenured from birth is good till then.
    #[inline]
    pub fn moves(self) -> u64 {
        self.state.moves.get()
    }

    /// Number of weak words broken so far, in weak pairs and ephemerons. While it
    /// stays the same, a table built on them has nothing to prune.
    #[inline]
    pub fn weak_broken_epoch(self) -> u64 {
        self.state.weak_broken.get()
    }

    /// Bytes in use, young and tenured.
    pub fn bytes_in_use(self) -> usize {
        self.state.bytes()
    }

    /// Figures of the heap so far.
    pub fn stats(self) -> crate::Stats {
        self.state.stats()
    }

    /// Registers `object` with `guardian`: once the object is otherwise dead, its
    /// representative is consed onto the guardian's first slot. Registered twice,
    /// it is consed twice. Numbers and other immediates never die.
    ///
    /// The representative lives as long as the object, and does not keep it alive;
    /// it is often the object itself.
    ///
    /// The memory limit is not asked: see [`Mutation::room_to_guard`].
    ///
    /// # Panics
    /// When `guardian` was not made by [`Mutation::guardian`].
    pub fn guard(self, object: Value<'gc>, representative: Value<'gc>, guardian: Value<'gc>) {
        assert!(guardian.has_kind(Kind::Guardian) && guardian.slots() == 2);
        if !object.is_pointer() {
            return;
        }
        if !self.is_young(representative) {
            self.tell_marker(representative);
        }
        let registration = Registration { object: object.bits(), representative: representative.bits() };
        let before = self.state.guarded.borrow().bytes();
        let group = self.state.guarded.borrow_mut().add(guardian, registration);
        guardian.set_slot(self, 1, Value::fixnum(group as i64 + 1));
        let grown = self.state.guarded.borrow().bytes() - before;
        if grown > 0 {
            self.state.count_aside();
            self.state.charge(grown);
        }
    }

    /// Whether there is room for one more registration with `guardian`: the list of
    /// them grows by doubling.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is not.
    pub fn room_to_guard(self, guardian: Value<'gc>) -> Result<(), OutOfMemory> {
        let grown = self.state.guarded.borrow().growth(guardian);
        if grown > 0 { self.check_room(grown) } else { Ok(()) }
    }

    /// Takes back all registrations with `guardian`: their representatives, oldest
    /// first. What is queued stays there.
    pub fn unguard(self, guardian: Value<'gc>) -> Vec<Value<'gc>> {
        let taken = self.state.guarded.borrow_mut().take(guardian);
        self.state.count_aside();
        let representatives = taken.iter().map(|registration| Value::from_bits(registration.representative));
        let settle = |&value: &Value<'gc>| {
            if self.state.weak_unsettled.get() && !self.is_young(value) {
                self.state.settle_weak_read(self.mc, value.bits());
            }
        };
        representatives.inspect(settle).collect()
    }
}
