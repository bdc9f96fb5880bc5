//! Owns the arena and the nursery, and decides when each is collected.
//!
//! Invariants: outside `collect_minor` no word refers to an evacuated object; the
//! nursery is emptied before each tenured increment; only increments change the phase;
//! everything that may drop owners runs inside `Ledger::enter`.

use std::cell::UnsafeCell;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use gc_arena::{Arena, Collect, Rootable};

use crate::chunk::CHUNK_BYTES;
use crate::compact::{self, Aim};
use crate::current;
use crate::hash_key::HashKey;
use crate::major;
use crate::meter::{Stop, StopHandle};
use crate::minor::{Minor, Outcome};
use crate::mutation::Mutation;
use crate::pacer::{self, Growth, Pacer};
use crate::pages::{Region, SLOT_START, Slot};
use crate::space::FEW_VACANT;
use crate::state::{HeapState, Phase, SLOT_REST};
use crate::stats::Stats;
use crate::tenured;
use crate::trace::{Mode, Trace, Tracer};

/// The sizes, limits and debugging options of a heap.
#[derive(Clone, Debug)]
pub struct Config {
    /// Size of the nursery in bytes.
    pub nursery_bytes: usize,
    /// Limit on the bytes in use, young and tenured together.
    pub limit: usize,
    /// Extra collections at each safepoint, to find stale references.
    pub stress: Stress,
    /// Verify the whole heap before and after each collection; if the stress mode does full
    /// collections, only before and after those.
    pub verify: bool,
    /// The secret of the heap's hashes; one of the system's randomness when there is none. With
    /// a given one, hashes are the same in each process.
    pub hash_key: Option<u64>,
}

/// Collections at safepoints that do not need one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Stress {
    /// None.
    #[default]
    Off,
    /// A minor collection at each safepoint.
    Minor,
    /// A minor collection at each safepoint, and a full one at every n-th.
    Full(u32),
    /// A minor collection at each safepoint, followed by `n` units of tenured work (an object takes
    /// one unit, and so does each of its slots); cycles follow each other without rest.
    Incremental(u32),
}

impl Default for Config {
    fn default() -> Self {
        Config { nursery_bytes: 4 << 20, limit: usize::MAX, stress: Stress::Off, verify: false, hash_key: None }
    }
}

/// One part in this many of the limit is much to allocate between collections.
const FRESH_PART: usize = 8;
/// Bytes of dead large objects that are freed for each byte of a new one, at least.
const FREED_FOR_LARGE: usize = 2;
/// Bytes of vacant memory beyond what is expected to be needed that a program which allocates
/// nothing keeps.
const MOST_SPARE: usize = 8 << 20;
/// Under stress, one in this many full collections moves every object that it can.
const STRESS_MOVES: u64 = 4;
/// Blocks are compacted if at most this fraction of their slots is in use; `_AT_LIMIT` if the limit
/// is exceeded.
const FULLEST: f64 = 0.5;
const FULLEST_AT_LIMIT: f64 = 0.95;
/// Compaction must vacate at least this many blocks, and one in `WORTH_PART` of all.
const FEW_BLOCKS: usize = 64;
const FEW_BLOCKS_AT_LIMIT: usize = 16;
const WORTH_PART: usize = 8;

/// The part of a slot that [`Heap::try_new_in`] leaves to others: its end, which may be extended.
pub fn slot_rest(slot: &Arc<Slot>) -> Region {
    slot.part(SLOT_REST, SLOT_START - SLOT_REST)
}

/// The arena's root: the user's root, and the heap state it allocates from.
pub(crate) struct Root<'gc, U> {
    pub state: Rc<HeapState>,
    pub user: UnsafeCell<U>,
    _brand: PhantomData<std::cell::Cell<&'gc ()>>,
}

// SAFETY: `gc-arena` keeps the owners that the marker reports (`major`); the marker finds them
// itself, so the root need not trace them again.
unsafe impl<'gc, U: Trace<'gc>> Collect<'gc> for Root<'gc, U> {
    const NEEDS_TRACE: bool = false;
}

/// Names the root type for `gc-arena`.
pub(crate) struct RootOf<R>(PhantomData<R>);

impl<'a, R: Rootable<'a>> Rootable<'a> for RootOf<R>
where
    R::Root: Sized,
{
    type Root = Root<'a, R::Root>;
}

/// A garbage-collected heap with one root of type `R`.
///
/// Values exist inside [`Heap::mutate`] only; collections happen in
/// [`Heap::safepoint`] and [`Heap::collect_full`] only.
pub struct Heap<R>
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized,
{
    pub(crate) arena: ManuallyDrop<Arena<RootOf<R>>>,
    pub(crate) state: Rc<HeapState>,
    config: Config,
    pacer: Pacer,
    safepoints: u32,
    /// Whether a full collection is in progress, and whether it is in its final cycle, which keeps
    /// nothing that is dead.
    collecting_full: bool,
    finds_live: bool,
    /// Whether a nursery larger than a slot has was asked for.
    nursery_has_grown: bool,
}

impl<R> Heap<R>
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    /// A heap whose root `make` builds.
    ///
    /// # Panics
    /// When there is no memory for it.
    pub fn new(config: Config, make: impl for<'gc> FnOnce(Mutation<'gc>) -> <R as Rootable<'gc>>::Root) -> Self {
        Heap::try_new(config, make).expect("memory for a heap")
    }

    /// A heap whose root `make` builds; none when there is no memory for its first objects.
    pub fn try_new(
        config: Config,
        make: impl for<'gc> FnOnce(Mutation<'gc>) -> <R as Rootable<'gc>>::Root,
    ) -> Option<Self> {
        Heap::try_new_in(None, config, make)
    }

    /// The same in a slot, whose start it takes, but for [`slot_rest`]: it stays there as long as
    /// it is small.
    pub fn try_new_in(
        slot: Option<&Arc<Slot>>,
        config: Config,
        make: impl for<'gc> FnOnce(Mutation<'gc>) -> <R as Rootable<'gc>>::Root,
    ) -> Option<Self> {
        let state = Rc::new(HeapState::new(config.nursery_bytes, slot)?);
        state.limit.set(config.limit);
        state.hash_key.set(HashKey::new(config.hash_key));
        state.ledger.poison.set(config.stress != Stress::Off || config.verify || cfg!(debug_assertions));
        if config.verify {
            state.ledger.audit();
        }
        let pacer = Pacer::new(if slot.is_some() { config.nursery_bytes } else { state.nursery.capacity() });
        state.meter.wake_after(u32::MAX);
        state.restrict_nursery(&pacer);
        state.overdue_at.set(pacer.overdue_at());
        let shared = Rc::clone(&state);
        // Inside `enter`, because a panic of `make` drops what it allocated.
        let arena = state.ledger.enter(|| {
            Arena::new(|mc| {
                // SAFETY: the state lives in the root, as long as the arena.
                let state: &HeapState = unsafe { &*Rc::as_ptr(&shared) };
                let user = UnsafeCell::new(make(Mutation { mc, state }));
                Root { state: Rc::clone(&shared), user, _brand: PhantomData }
            })
        });
        arena.metrics().set_pacing(pacer::PACING);
        Some(Heap {
            arena: ManuallyDrop::new(arena),
            state,
            config,
            pacer,
            safepoints: 0,
            collecting_full: false,
            finds_live: false,
            nursery_has_grown: slot.is_none(),
        })
    }

    /// Runs `f` with access to the heap and its root. Nothing is collected
    /// meanwhile.
    pub fn mutate<T>(&mut self, f: impl for<'gc> FnOnce(Mutation<'gc>, &mut <R as Rootable<'gc>>::Root) -> T) -> T {
        self.arena.mutate_root(|mc, root| {
            let Root { state, user, .. } = root;
            current::during(state, || f(Mutation { mc, state }, user.get_mut()))
        })
    }

    /// Whether [`Heap::safepoint`] has something to do.
    pub fn wants_safepoint(&self) -> bool {
        self.state.wanted.get() || self.config.stress != Stress::Off
    }

    /// Whether a collection is worthwhile for someone who is about to allocate and cannot be told to collect then:
    /// much has been allocated since the last one, and not half of the limit is left.
    pub fn is_filling(&self) -> bool {
        let state = &self.state;
        let limit = state.limit.get();
        state.nursery.used() + state.born_tenured.get() >= limit / FRESH_PART && !state.has_room(limit / 2)
    }

    /// Empties the nursery and does the tenured work that is due. To be called whenever the nursery
    /// is full or [`Mutation::wants_collection`] is true.
    pub fn safepoint(&mut self) {
        self.safepoints = self.safepoints.wrapping_add(1);
        let full = match self.config.stress {
            Stress::Full(n) => self.safepoints.is_multiple_of(n.max(1)),
            _ => false,
        };
        if full || self.state.full_wanted.get() {
            self.collect_full();
        } else {
            self.collect_minor();
            self.pay_debt();
            self.after_collection();
        }
    }

    /// Whether the limit is exceeded: a full collection is due, and if that does not help, the
    /// program must be told.
    pub fn over_limit(&self) -> bool {
        !self.state.has_room(0)
    }

    /// Collects everything that is dead now, in one pause.
    pub fn collect_full(&mut self) {
        self.state.full_wanted.set(false);
        self.collecting_full = true;
        self.collect_minor();
        let start = Instant::now();
        let state = Rc::clone(&self.state);
        state.ledger.enter(|| {
            // A cycle in progress keeps objects promoted since it began: end it first.
            if state.phase.get() != Phase::Resting {
                major::finish(self);
            }
            self.finds_live = true;
            major::finish(self);
            self.finds_live = false;
        });
        self.fill_holes();
        self.state.stats.borrow_mut().full.record(start.elapsed().as_nanos() as u64);
        self.after_collection();
    }

    /// Compacts the heap after a full collection if it is fragmented, and returns vacant memory to
    /// the system.
    fn fill_holes(&mut self) {
        let blocks = self.state.ledger.blocks();
        let times = self.state.stats.borrow().full.count;
        let aim = if self.config.stress != Stress::Off && times.is_multiple_of(STRESS_MOVES) {
            Aim { fullest: 1.0, least: 1 }
        } else if self.over_limit() {
            Aim { fullest: FULLEST_AT_LIMIT, least: FEW_BLOCKS_AT_LIMIT }
        } else {
            Aim { fullest: FULLEST, least: FEW_BLOCKS.max(blocks / WORTH_PART) }
        };
        let state = Rc::clone(&self.state);
        state.ledger.enter(|| compact::compact(self, aim));
        state.give_back(FEW_VACANT);
    }

    fn collect_minor(&mut self) {
        if self.verifies() {
            self.verify();
        }
        let start = Instant::now();
        let state = Rc::clone(&self.state);
        let used = state.nursery.used();
        let Outcome { promoted, promoted_for_root, root } = self.arena.mutate_root(|mc, root| {
            let Root { state, user, .. } = root;
            Minor::run(mc, state, |minor| {
                user.get_mut().trace(&mut Tracer { mode: Mode::Evacuate(minor) });
            })
        });
        self.pacer.root_visited(root, promoted_for_root);
        self.pacer.nursery_evacuated(used, promoted);
        self.pacer.program_ran(state.meter.take_started(), used);
        let mut stats = state.stats.borrow_mut();
        stats.peak_bytes = stats.peak_bytes.max(state.bytes() as u64);
        stats.young_bytes += used as u64;
        stats.tenured_bytes += state.born_tenured.get() as u64;
        stats.promoted_bytes += promoted as u64;
        state.nursery.reset(0, state.ledger.poison.get());
        if state.nursery.capacity() < self.config.nursery_bytes && !self.nursery_has_grown {
            // The nursery of a slot is small, and the program needs more. If there is no more, it is not
            // asked for again and again.
            self.nursery_has_grown = true;
            state.nursery.grow(self.config.nursery_bytes);
        }
        state.restrict_nursery(&self.pacer);
        state.wanted.set(false);
        state.fill_waits.set(false);
        state.forget_charges();
        state.epoch.set(state.epoch.get() + 1);
        stats.minor.record(start.elapsed().as_nanos() as u64);
    }

    /// Does the tenured work that is due.
    fn pay_debt(&mut self) {
        let state = Rc::clone(&self.state);
        state.make_way(state.nursery.capacity().max(state.nursery.room()));
        let (large, largest) = state.take_large();
        let footprint = state.footprint();
        let growth = Growth { bytes: state.ledger.bytes(), footprint, limit: state.limit.get(), large, largest };
        let work = || major::work_of_cycle(&state, self.arena.metrics());
        if let Stress::Incremental(units) = self.config.stress {
            self.pacer.owe(units as f64);
        } else if !self.pacer.is_due(&growth, work) {
            if state.phase.get() == Phase::Resting {
                state.space.release_some(&state.ledger, self.spare_chunks());
            }
            return;
        }
        let start = Instant::now();
        state.ledger.enter(|| {
            let work = self.pacer.next_payment();
            major::increment(self, work);
            // The memory of dead large objects must not wait while new ones are allocated.
            state.ledger.free_large(tenured::work_to_return(FREED_FOR_LARGE * large));
        });
        self.pacer.paid(state.ledger.bytes());
        state.stats.borrow_mut().increments.record(start.elapsed().as_nanos() as u64);
    }

    /// Vacant chunks that the next cycle may fill.
    fn spare_chunks(&self) -> usize {
        let spare = self.pacer.expected_peak().saturating_sub(self.state.ledger.footprint());
        spare.div_ceil(CHUNK_BYTES)
    }

    pub(crate) fn cycle_ended(&mut self) {
        self.state.phase.set(Phase::Resting);
        self.state.space.cycle_ended();
        self.state.cycle.update(|number| number + 1);
        let bytes = self.state.ledger.bytes();
        self.pacer.cycle_ended(bytes, self.state.limit.get(), self.finds_live);
        self.state.overdue_at.set(self.pacer.overdue_at());
        let mut stats = self.state.stats.borrow_mut();
        stats.cycles += 1;
        stats.live_after_cycle = bytes as u64;
    }

    fn after_collection(&mut self) {
        let state = &self.state;
        let phase = state.phase.get();
        let work = major::work_of_cycle(state, self.arena.metrics());
        let kept = state.ledger.footprint().max(self.pacer.least_expected_peak());
        let has_spare = state.footprint() > kept + MOST_SPARE;
        state.meter.wake_after(self.pacer.idle_quanta(work, has_spare));
        state.marking.set(phase == Phase::Marking);
        let decided = state.is_decided();
        state.weak_unsettled.set(decided || state.guarded.borrow().is_deciding());
        state.space.bear_marked(decided);
        if matches!(phase, Phase::Marking | Phase::Clearing) {
            self.arena.mutate(|mc, root| root.state.space.turn_black(mc));
        }
        if self.verifies() {
            self.verify();
        }
        self.collecting_full = false;
    }

    /// Whether the verifier checks the heap before and after the present collection.
    fn verifies(&self) -> bool {
        self.config.verify && (self.collecting_full || !matches!(self.config.stress, Stress::Full(_)))
    }

    /// Statistics so far.
    pub fn stats(&self) -> Stats {
        self.state.stats()
    }

    /// Whether a minor collection is all that [`Mutation::settle_for_fill`] asked for.
    pub fn fill_waits(&self) -> bool {
        self.state.fill_waits.get()
    }

    /// Whether the limit leaves room for `bytes` more.
    pub fn has_room(&self, bytes: usize) -> bool {
        self.state.has_room(bytes)
    }

    /// Bytes counted against the limit: those in use, and the holes between objects except the
    /// first MiB.
    pub fn bytes_at_limit(&self) -> usize {
        self.state.pressure()
    }

    /// Bytes in use, young and tenured.
    pub fn bytes_in_use(&self) -> usize {
        self.state.bytes()
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Changes what is done at each safepoint.
    pub fn set_stress(&mut self, stress: Stress) {
        self.config.stress = stress;
    }

    /// Changes the limit on the bytes in use.
    pub fn set_limit(&mut self, bytes: usize) {
        self.config.limit = bytes;
        self.state.limit.set(bytes);
    }

    /// The reason to stop the run now, other than a lack of fuel.
    pub fn stop_requested(&self) -> Option<Stop> {
        self.state.meter.watch().look()
    }

    /// A handle that stops runs from another thread.
    pub fn stop_handle(&self) -> StopHandle {
        self.state.meter.watch.handle().clone()
    }

    /// Clears the request for a stop, because it is being acted on. A handle of its own would cost the
    /// counting of its owners, which each slice would feel.
    pub fn acknowledge(&mut self, stop: Stop) {
        self.state.meter.watch.handle().acknowledge(stop);
    }

    /// Sets the ticks that may still run; `None` removes the limit.
    pub fn set_fuel(&mut self, ticks: Option<u64>) {
        self.state.meter.set_fuel(ticks);
    }

    /// Ticks that may still run; none for no limit.
    pub fn fuel(&self) -> Option<u64> {
        self.state.meter.fuel()
    }

    /// Says whether natives go on when the fuel is used up, up to the next safepoint.
    pub fn set_patient(&mut self, patient: bool) {
        self.state.meter.watch().set_patient(patient);
    }

    /// Sets the time at which runs are to stop; none for no limit.
    pub fn set_deadline(&mut self, deadline: Option<Instant>) {
        self.state.meter.watch.set_deadline(deadline);
    }

    /// Number of interned symbols.
    pub fn symbol_count(&self) -> usize {
        self.state.symbols.borrow().len()
    }
}

// `mutate` and the collections take the heap exclusively, and a `Mutation` stays within the thread that
// entered it, so one thread at a time reaches what the heap holds. Payloads are `Send`
// ([`Payload`](crate::Payload)); what else the root holds may be sent, as [`Trace`] demands and
// `trace_nothing!` has the compiler check.
//
// SAFETY: by the above, nothing that is not `Send` is shared. References to the state are in the heap
// and in its root alone; what leaves it, such as charges and `Watch`, is counted atomically.
unsafe impl<R> Send for Heap<R>
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
}

impl<R> Drop for Heap<R>
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized,
{
    fn drop(&mut self) {
        let state = Rc::clone(&self.state);
        state.space.retire_runs(&state.ledger);
        // SAFETY: the arena is not used again. Dropping its contents reports to the ledger, which
        // is why it cannot be left to the compiler.
        state.ledger.enter(|| unsafe { ManuallyDrop::drop(&mut self.arena) });
        state.ledger.free_large(f64::INFINITY);
        debug_assert!(state.ledger.bytes() == 0 || std::thread::panicking(), "bytes that no drop accounted for");
    }
}
