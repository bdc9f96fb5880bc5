//! The heap: arena, nursery and when each is collected.
//!
//! Invariants: outside `collect_minor` no word refers to an evacuated object; the
//! nursery is emptied before each tenured increment; `state.marking` is what
//! `gc-arena`'s phase says, since only increments change the phase; everything
//! that may trace or drop blocks runs inside `Ledger::enter`.

use std::cell::UnsafeCell;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::rc::Rc;
use std::time::Instant;

use gc_arena::arena::CollectionPhase;
use gc_arena::{Arena, Collect, Rootable};

use crate::major;
use crate::meter::{Gauge, StopHandle};
use crate::minor::{Minor, Outcome};
use crate::mutation::Mutation;
use crate::pacer::{self, Pacer};
use crate::state::HeapState;
use crate::stats::Stats;
use crate::tenured;
use crate::trace::{Marking, Mode, Trace, Tracer};
use crate::value::{TAG_OBJECT, Value};

/// How a heap is sized and tested.
#[derive(Clone, Debug)]
pub struct Config {
    /// Size of the nursery in bytes.
    pub nursery_bytes: usize,
    /// Limit on the bytes in use, young and tenured together.
    pub limit: usize,
    /// What to do at each safepoint, to find stale references.
    pub stress: Stress,
    /// Check the whole heap before and after each collection.
    pub verify: bool,
}

/// Collections at safepoints that need none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Stress {
    /// None.
    #[default]
    Off,
    /// A minor collection at each safepoint.
    Minor,
    /// A minor one at each, a full one at every n-th.
    Full(u32),
    /// A minor one at each, followed by so few units of tenured work (an object
    /// takes one, and each of its slots), cycle after cycle without a rest.
    Incremental(u32),
}

impl Default for Config {
    fn default() -> Self {
        Config { nursery_bytes: 4 << 20, limit: usize::MAX, stress: Stress::Off, verify: false }
    }
}

/// The arena's root: the user's, and the state it allocates from.
pub(crate) struct Root<'gc, U> {
    pub state: Rc<HeapState>,
    pub user: UnsafeCell<U>,
    _brand: PhantomData<std::cell::Cell<&'gc ()>>,
}

impl<'gc, U: Trace<'gc>> Root<'gc, U> {
    /// Marks what the user's root shows, as much of it as there is quota for.
    fn mark_user_root<C: gc_arena::collect::Trace<'gc>>(&self, cc: &mut C) {
        let ledger = &self.state.ledger;
        let quota = ledger.quota.get();
        let mut gray = ledger.gray.take();
        let mut words = 0;
        // Most frames of a deep recursion are of one closure.
        let mut last_object = 0;
        let mut report = |values: &[Value<'gc>]| {
            words += values.len();
            for value in values.iter().filter(|value| value.is_pointer()) {
                let word = value.bits();
                if word != last_object {
                    tenured::mark(word, &mut gray, |gc| cc.trace_gc(gc));
                    last_object = if word & 7 == TAG_OBJECT { word } else { last_object };
                }
            }
        };
        let mut marking = Marking { number: self.state.cycle.get(), budget: quota, postponed: false };
        let mut tracer = Tracer { mode: Mode::Mark(&mut report, &mut marking) };
        // SAFETY: the collector runs outside `mutate`, when no other reference
        // to the user's root exists.
        unsafe { &mut *self.user.get() }.trace(&mut tracer);
        ledger.gray.replace(gray);
        ledger.quota.set(quota.saturating_sub(words));
        ledger.root_traced.set(!marking.postponed);
    }
}

// SAFETY: every value of the user's root is reported before `major` takes a marking
// for complete; registrations with guardians are settled before each sweep.
unsafe impl<'gc, U: Trace<'gc>> Collect<'gc> for Root<'gc, U> {
    fn trace<C: gc_arena::collect::Trace<'gc>>(&self, cc: &mut C) {
        let ledger = &self.state.ledger;
        tenured::drain(ledger, cc);
        if ledger.gray.borrow().is_empty() && !ledger.root_traced.get() {
            self.mark_user_root(cc);
            tenured::drain(ledger, cc);
        }
    }
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
}

impl<R> Heap<R>
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    /// A heap whose root `make` builds.
    pub fn new(config: Config, make: impl for<'gc> FnOnce(Mutation<'gc>) -> <R as Rootable<'gc>>::Root) -> Self {
        let state = Rc::new(HeapState::new(config.nursery_bytes));
        state.limit.set(config.limit);
        state.ledger.poison.set(config.stress != Stress::Off || config.verify || cfg!(debug_assertions));
        if config.verify {
            state.ledger.audit();
        }
        let pacer = Pacer::new(state.nursery.capacity());
        state.nursery.restrict(pacer.nursery_room(state.nursery.capacity()));
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
        Heap { arena: ManuallyDrop::new(arena), state, config, pacer, safepoints: 0 }
    }

    /// Runs `f` with access to the heap and its root. Nothing is collected
    /// meanwhile.
    pub fn mutate<T>(&mut self, f: impl for<'gc> FnOnce(Mutation<'gc>, &mut <R as Rootable<'gc>>::Root) -> T) -> T {
        self.arena.mutate_root(|mc, root| {
            let Root { state, user, .. } = root;
            f(Mutation { mc, state }, user.get_mut())
        })
    }

    /// Whether [`Heap::safepoint`] has something to do.
    pub fn wants_safepoint(&self) -> bool {
        self.state.wanted.get() || self.config.stress != Stress::Off
    }

    /// Empties the nursery and pays the tenured space's debt. Called whenever
    /// the nursery is full, or [`Mutation::wants_collection`].
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

    /// Whether the limit is exceeded: then a full collection is due, and if
    /// that does not help, the program must be told.
    pub fn over_limit(&self) -> bool {
        !self.state.has_room(0)
    }

    /// Collects everything that is dead now, stopping the world.
    pub fn collect_full(&mut self) {
        self.state.full_wanted.set(false);
        self.collect_minor();
        let start = Instant::now();
        let state = Rc::clone(&self.state);
        state.ledger.enter(|| {
            // A cycle under way keeps what was promoted meanwhile: end it first.
            if self.arena.collection_phase() != CollectionPhase::Sleeping {
                major::finish(self);
            }
            major::finish(self);
        });
        self.state.stats.borrow_mut().full.record(start.elapsed().as_nanos() as u64);
        self.after_collection();
    }

    fn collect_minor(&mut self) {
        if self.config.verify {
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
        let mut stats = state.stats.borrow_mut();
        stats.peak_bytes = stats.peak_bytes.max(state.bytes() as u64);
        stats.young_bytes += used as u64;
        stats.tenured_bytes += state.born_tenured.get() as u64;
        stats.promoted_bytes += promoted as u64;
        let room = self.pacer.nursery_room(state.nursery.capacity());
        state.nursery.reset(room, state.ledger.poison.get());
        state.wanted.set(false);
        state.forget_charges();
        state.epoch.set(state.epoch.get() + 1);
        stats.minor.record(start.elapsed().as_nanos() as u64);
    }

    /// Does the tenured work that is due.
    fn pay_debt(&mut self) {
        let state = Rc::clone(&self.state);
        let (bytes, limit) = (state.ledger.bytes(), state.limit.get());
        if let Stress::Incremental(units) = self.config.stress {
            self.pacer.owe(units as f64);
        } else if !self.pacer.is_due(bytes, limit, || major::work_of_cycle(&state, self.arena.metrics())) {
            return;
        }
        let start = Instant::now();
        state.ledger.enter(|| {
            let stress = self.config.stress != Stress::Off;
            let resting = self.arena.collection_phase() == CollectionPhase::Sleeping;
            if resting && !stress && major::is_brief(&state, self.arena.metrics()) {
                major::finish(self);
            } else {
                let work = self.pacer.next_payment();
                major::increment(self, work);
            }
        });
        self.pacer.paid(state.ledger.bytes());
        state.stats.borrow_mut().increments.record(start.elapsed().as_nanos() as u64);
    }

    pub(crate) fn cycle_ended(&mut self) {
        self.state.space.cycle_ended();
        self.state.cycle.update(|number| number + 1);
        let bytes = self.state.ledger.bytes();
        self.pacer.cycle_ended(bytes, self.state.limit.get());
        self.state.overdue_at.set(self.pacer.overdue_at());
        let mut stats = self.state.stats.borrow_mut();
        stats.cycles += 1;
        stats.live_after_cycle = bytes as u64;
    }

    fn after_collection(&mut self) {
        use CollectionPhase::{Marked, Marking};
        let marking = matches!(self.arena.collection_phase(), Marking | Marked);
        self.state.marking.set(marking);
        if marking {
            self.arena.mutate(|mc, root| root.state.space.turn_black(mc));
        }
        if self.config.verify {
            self.verify();
        }
    }

    /// Figures so far.
    pub fn stats(&self) -> Stats {
        self.state.stats()
    }

    /// Bytes in use, young and tenured.
    pub fn bytes_in_use(&self) -> usize {
        self.state.bytes()
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Changes the limit on the bytes in use.
    pub fn set_limit(&mut self, bytes: usize) {
        self.config.limit = bytes;
        self.state.limit.set(bytes);
    }

    /// The heap's time and room.
    pub fn gauge(&self) -> Gauge {
        Gauge(Rc::clone(&self.state))
    }

    /// What stops runs from elsewhere.
    pub fn stop_handle(&self) -> StopHandle {
        self.state.meter.watch.handle().clone()
    }

    /// Sets the ticks that may still run; none for no limit.
    pub fn set_fuel(&mut self, ticks: Option<u64>) {
        self.state.meter.set_fuel(ticks);
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

impl<R> Drop for Heap<R>
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized,
{
    fn drop(&mut self) {
        let state = Rc::clone(&self.state);
        state.space.retire_runs(&state.ledger);
        // SAFETY: the arena is not used again. What it owns reports its drop to the
        // ledger, which is why it cannot be left to the compiler.
        state.ledger.enter(|| unsafe { ManuallyDrop::drop(&mut self.arena) });
        debug_assert!(state.ledger.bytes() == 0 || std::thread::panicking(), "bytes that no drop accounted for");
    }
}
