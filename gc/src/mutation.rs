//! Gives running code its view of the heap: the write barrier, limits, pacing. Allocation is in
//! `alloc`, access to the contents of values in `access`.
//!
//! [`Heap::mutate`](crate::Heap::mutate) passes a [`Mutation`] to its closure. Nothing moves and
//! nothing is freed while it exists: an allocation that finds the nursery full creates a tenured
//! object and requests a collection.
//!
//! # The write barrier
//!
//! When a pointer is stored into a tenured object,
//!
//! - a young pointer makes the slot remembered: the minor collection updates it;
//! - a tenured pointer is reported to the marker while marking is in progress (a forward barrier:
//!   the child is marked whatever the parent's colour, so that no black object ever refers to a
//!   white one).
//!
//! A store into a young object needs neither: the object has no colour yet, and when it is promoted
//! during a marking, everything it refers to is marked with it.

use std::fmt;
use std::sync::Arc;

use crate::chunk::Block;
use crate::guarded::Registration;
use crate::hash_key::HashKey;
use crate::header::{Header, Kind, OWNED};
use crate::meter::{Stop, Watch};
use crate::space::FIXED;
use crate::state::HeapState;
use crate::value::Value;
use crate::weak;

/// Bytes written that are one unit of work, and fewer than which do not count.
const BYTES_PER_UNIT: usize = 128;
const LONG_WRITE: usize = 1024;

/// When slots that receive young values at once are remembered by their object.
const MANY_SLOTS: usize = 1024;
const GOOD_PART: usize = 8;
/// A wanted collection does not wait when less than one part in this many of the limit is free.
const NEAR_LIMIT: usize = 8;
/// Slots that receive one young value and are too many for one pause.
const MANY_FILLED: usize = 1 << 15;

/// Neither the memory limit nor the system has room for this many bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutOfMemory(pub usize);

impl fmt::Display for OutOfMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no room for {} bytes", self.0)
    }
}

impl std::error::Error for OutOfMemory {}

/// [`Mutation::beyond_limit`] raises the limit by one part in this many.
const RESERVE_PART: usize = 4;

/// Access to a heap for the duration of one [`Heap::mutate`](crate::Heap::mutate).
#[derive(Clone, Copy)]
pub struct Mutation<'gc> {
    pub(crate) mc: &'gc gc_arena::Mutation<'gc>,
    pub(crate) state: &'gc HeapState,
}

/// The write barrier.
impl<'gc> Mutation<'gc> {
    /// Whether the value lies in the nursery.
    #[inline(always)]
    pub fn is_young(self, value: Value<'gc>) -> bool {
        value.is_pointer() && self.state.nursery.contains(value.addr())
    }

    /// Whether the value's word never changes: it is an immediate, or its object was tenured from
    /// birth.
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

    /// The slow path of the write barrier, for a pointer stored into a tenured slot.
    ///
    /// A slot is remembered if its old content is not young; otherwise the slot (or its object) has
    /// been remembered since the last minor collection.
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

    /// Remembers the whole tenured `object` if `count` of its slots, which are about to receive a young
    /// value, are many and a good part of all: one entry instead of one for each. Returns whether it did.
    pub(crate) fn remember_whole(self, object: Value<'gc>, count: usize) -> bool {
        let whole = count >= MANY_SLOTS && count >= object.slots() / GOOD_PART && !self.is_young(object);
        if whole {
            self.state.remember_object(object.bits());
        }
        whole
    }

    /// Reports a tenured value that is stored into a tenured slot to the marker, if marking is in
    /// progress.
    #[inline]
    fn tell_marker(self, value: Value<'gc>) {
        if self.state.marking.get() {
            self.state.queue.borrow_mut().mark(value.bits(), |owner| self.mc.forward_barrier(None, owner));
        }
    }

    /// Reports a value that is stored in a part of the root which a marking traces only once.
    pub(crate) fn tell_of_root(self, value: Value<'gc>) {
        if value.is_pointer() && !self.is_young(value) {
            self.tell_marker(value);
        }
    }

    /// Stores `value` in a word of the weak object `parent`. The whole object is remembered,
    /// because the minor collector must process it as one. The marker hears of every stored word,
    /// so a word that it has not met was there when the marking began; and it hears of the datum
    /// when the key changes, because the ephemeron may be waiting for the old key.
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

    /// Remembers a slot into which a young value is about to be stored, for machine code that carries out the rest of the
    /// write barrier itself.
    ///
    /// # Safety
    /// `slot` is a value slot of a tenured object, and holds nothing young.
    #[inline]
    pub unsafe fn remember_slot(self, slot: *mut u64) {
        self.state.remember_slot(slot);
    }

    /// Reports a store of `value` by an open upvalue cell into a slot of the register stack below
    /// the return barrier, which collections may otherwise skip.
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

/// Time accounting: see [`meter`](crate::meter).
impl<'gc> Mutation<'gc> {
    /// Starts a quantum of at most `ticks`, limited by the fuel. It ends at once if a collection is
    /// wanted, or as soon as one is.
    #[inline(never)]
    pub fn start_quantum(self, ticks: i32) {
        if self.state.meter.start(ticks) {
            self.state.want();
        }
        if self.wants_collection() {
            self.state.meter.end();
        }
    }

    /// Counts a tick; returns whether the quantum has ended.
    #[inline(always)]
    pub fn tick(self) -> bool {
        self.state.meter.tick()
    }

    /// Counts a tick unless the quantum has ended; returns whether it has.
    #[inline(always)]
    pub fn try_tick(self) -> bool {
        self.state.meter.try_tick()
    }

    /// Takes the ticks used so far from the fuel, and ends the quantum. Returns their number.
    // Not inlined: in the machine's loop it would take registers from the instructions.
    #[cold]
    #[inline(never)]
    pub fn settle_quantum(self) -> u64 {
        self.state.meter.settle()
    }

    /// Ends the quantum: the next tick is its last.
    pub fn end_quantum(self) {
        self.state.meter.end();
    }

    /// Takes the tick that ended a quantum from the fuel. Returns false if there is none.
    pub fn spend_tick(self) -> bool {
        self.state.meter.spend_tick()
    }

    /// Counts units of a native's work: elements, bytes or products of limbs that it processes. A
    /// native whose work grows with its arguments calls this as it works, at least every
    /// [`WORK_PER_LOOK`](crate::meter::WORK_PER_LOOK) units.
    ///
    /// # Errors
    /// The reason to stop the run. It persists until the machine acts on it after the native.
    #[inline]
    pub fn work(self, units: usize) -> Result<(), Stop> {
        self.state.meter.work(units)
    }

    /// Counts the work of writing `bytes` bytes, which cannot fail; a reason to stop the run has its
    /// effect at the next safepoint.
    #[inline]
    pub(crate) fn count_writing(self, bytes: usize) {
        if bytes >= LONG_WRITE && self.state.meter.work(bytes / BYTES_PER_UNIT).is_err() {
            self.state.meter.end();
        }
    }

    /// The reason to stop the run now, apart from a lack of fuel.
    pub fn stop_requested(self) -> Option<Stop> {
        self.state.meter.watch.look()
    }

    /// The ticks of a timer, see [`StopHandle::tick`](crate::StopHandle::tick), since they were
    /// last taken, and whether one came while a native worked.
    pub fn take_ticks(self) -> (u32, bool) {
        self.state.meter.take_ticks()
    }

    /// The conditions that stop the run, for code that waits for the system.
    pub fn watch(self) -> Arc<Watch> {
        Arc::clone(&self.state.meter.watch)
    }

    /// Clears a request to stop, because it is being acted on.
    pub fn acknowledge_stop(self, stop: Stop) {
        self.state.meter.watch.handle().acknowledge(stop);
    }
}

/// Limits and pacing.
impl<'gc> Mutation<'gc> {
    /// Checks that the memory limit leaves room for `bytes` more. Natives that allocate in a loop
    /// call this now and then.
    ///
    /// # Errors
    /// [`OutOfMemory`] if it does not.
    #[inline]
    pub fn check_room(self, bytes: usize) -> Result<(), OutOfMemory> {
        if self.state.has_room(bytes) { Ok(()) } else { Err(OutOfMemory(bytes)) }
    }

    /// Checks that `value` may be stored in `count` slots of one object. If it is young, the next minor
    /// collection has to update each of them, which is a long pause if they are many; so code that can be
    /// tried again after a collection, which makes the value old, asks first. `bytes` is the room that
    /// it will need. Asked again without a collection, this gives in.
    ///
    /// # Errors
    /// [`OutOfMemory`] if a collection should come first.
    pub fn settle_for_fill(self, value: Value<'gc>, count: usize, bytes: usize) -> Result<(), OutOfMemory> {
        if count < MANY_FILLED || !self.is_young(value) || self.state.fill_waits.replace(true) {
            return Ok(());
        }
        Err(OutOfMemory(bytes))
    }

    /// Runs `f` with the limit raised by a quarter, for code that can neither wait for a collection
    /// nor be retried after one. Requests a full collection; the safepoint that performs it
    /// restores the limit.
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

    /// Whether a collection is wanted and cannot be deferred.
    pub fn collection_is_overdue(self) -> bool {
        let state = self.state;
        state.wanted.get()
            && (state.full_wanted.get()
                || state.ledger.bytes() >= state.overdue_at.get()
                || !state.has_room(state.limit.get() / NEAR_LIMIT))
    }

    /// Requests a minor (or full) collection at the next safepoint.
    pub fn request_collection(self, full: bool) {
        self.state.want();
        if full {
            self.state.full_wanted.set(true);
        }
    }

    /// The key with which this heap hashes values.
    #[inline(always)]
    pub fn hash_key(self) -> HashKey {
        self.state.hash_key.get()
    }

    /// Number of minor collections so far: the address of a young object is valid until the next.
    #[inline]
    pub fn epoch(self) -> u64 {
        self.state.epoch.get()
    }

    /// How often tenured objects have been moved: the address of an object that was not tenured
    /// from birth is valid until this changes.
    #[inline]
    pub fn moves(self) -> u64 {
        self.state.moves.get()
    }

    /// Number of weak words broken so far, in weak pairs and ephemerons. While it is unchanged, a
    /// weak table has nothing to prune.
    #[inline]
    pub fn weak_broken_epoch(self) -> u64 {
        self.state.weak_broken.get()
    }

    /// Bytes in use, young and tenured.
    pub fn bytes_in_use(self) -> usize {
        self.state.bytes()
    }

    /// Statistics of the heap so far.
    pub fn stats(self) -> crate::Stats {
        self.state.stats()
    }

    /// Registers `object` with `guardian`: once the object is otherwise dead, its representative is
    /// consed onto the guardian's first slot. If it is registered twice, it is consed twice.
    /// Numbers and other immediates never die.
    ///
    /// The representative lives as long as the object, but does not keep it alive; it is often the
    /// object itself.
    ///
    /// Does not check the memory limit: see [`Mutation::room_to_guard`].
    ///
    /// # Panics
    /// If `guardian` was not created by [`Mutation::guardian`].
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
            self.state.recount_side_tables();
            self.state.charge(grown);
        }
    }

    /// Checks that there is room for one more registration with `guardian`, whose list grows by
    /// doubling.
    ///
    /// # Errors
    /// [`OutOfMemory`] if there is not.
    pub fn room_to_guard(self, guardian: Value<'gc>) -> Result<(), OutOfMemory> {
        let grown = self.state.guarded.borrow().growth(guardian);
        if grown > 0 { self.check_room(grown) } else { Ok(()) }
    }

    /// Removes the registrations with `guardian` and returns their representatives, oldest first.
    /// Representatives already queued stay in the queue, and those of objects that a collection under way
    /// has found dead will be queued at its end.
    pub fn unguard(self, guardian: Value<'gc>) -> Vec<Value<'gc>> {
        let taken = self.state.guarded.borrow_mut().take(guardian);
        self.state.recount_side_tables();
        let representatives = taken.iter().map(|registration| Value::from_bits(registration.representative));
        let settle = |&value: &Value<'gc>| {
            if self.state.weak_unsettled.get() && !self.is_young(value) {
                weak::settle_read(self.state, self.mc, value.bits());
            }
        };
        representatives.inspect(settle).collect()
    }
}
