//! The tenured space's cycle: incremental marking, settling of weak references,
//! sweeping.
//!
//! When marking is complete, and before anything is swept:
//!
//! 1. ephemerons whose key is live revive their datum, and all that it reaches,
//!    until no more do; a registration with a guardian is to its representative
//!    what an ephemeron is to its datum;
//! 2. objects registered with guardians that are dead now, all at once, have
//!    their representatives (mostly themselves) revived and queued, as far as
//!    their guardian is live; if there were any, 1 and 2 start again;
//! 3. if 1 or 2 revived something, the marker goes on, and this starts again;
//! 4. weak words of dead objects are broken, registrations with dead guardians
//!    dropped, dead symbols forgotten.
//!
//! So an object that only an ephemeron keeps is not a guardian's, weak words see
//! what guardians revived, and a guardian that another one revives loses nothing.
//!
//! Invariants: the nursery is empty throughout; a marking is complete only when the
//! root was traced, and nothing is gray; `weak_seen` has every marked weak
//! object when marking is complete, for each is traced once at least.

use std::collections::HashMap;
use std::rc::Rc;

use gc_arena::arena::CollectionPhase;
use gc_arena::metrics::Metrics;
use gc_arena::{Finalization, Gc, Rootable};

use crate::header::{Header, Kind, Scan};
use crate::heap::Heap;
use crate::object;
use crate::pacer;
use crate::space;
use crate::state::{HeapState, Registration};
use crate::tenured;
use crate::trace::Trace;
use crate::value::{TAG_OBJECT, TAG_PAIR, Value};

/// Does about `work` units of work, as the pacer counts them, in the present phase.
pub(crate) fn increment<R>(heap: &mut Heap<R>, work: f64)
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    if heap.arena.collection_phase() == CollectionPhase::Sweeping {
        sweep(heap, work);
        if heap.arena.collection_phase() == CollectionPhase::Sleeping {
            heap.cycle_ended();
        }
    } else if mark(heap, work as usize) {
        settle_and_sweep(heap);
    }
}

/// Traces about `quota` words; whether all that is reachable is marked.
fn mark<R>(heap: &mut Heap<R>, quota: usize) -> bool
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    // Between two increments the program changes the root; within one it stays.
    heap.state.ledger.root_traced.set(false);
    heap.state.ledger.quota.set(quota.max(1));
    mark_on(heap)
}

/// Traces on in the same increment. The quota is the ledger's: `gc-arena` always marks
/// to its end, which is soon, for the gray objects wait here and not there.
fn mark_on<R>(heap: &mut Heap<R>) -> bool
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    let state = Rc::clone(&heap.state);
    let ledger = &state.ledger;
    loop {
        heap.arena.mutate_root(|_, _| ()); // so that the root's turn comes
        heap.arena.finish_marking().expect("not sweeping");
        let complete = ledger.root_traced.get() && ledger.gray.borrow().is_empty();
        if complete || ledger.quota.get() == 0 {
            return complete;
        }
    }
}

/// Sweeps about `work` units' worth, or all when that is little.
fn sweep<R>(heap: &mut Heap<R>, work: f64)
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    let state = Rc::clone(&heap.state);
    let Some(rest) = state.space.sweep(&state.ledger, work) else { return };
    if pacer::is_brief_sweep(heap.arena.metrics()) {
        heap.arena.finish_cycle();
    } else {
        pacer::set_debt(heap.arena.metrics(), rest.max(1.0));
        heap.arena.cycle_debt();
    }
}

/// Runs the present cycle, or a whole one, to its end.
pub(crate) fn finish<R>(heap: &mut Heap<R>)
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    if heap.arena.collection_phase() != CollectionPhase::Sweeping {
        mark(heap, usize::MAX);
        settle_and_sweep(heap);
    }
    heap.state.space.sweep(&heap.state.ledger, f64::INFINITY);
    heap.arena.finish_cycle();
    heap.cycle_ended();
}

/// Settles weak references after a complete marking, and enters the sweep.
fn settle_and_sweep<R>(heap: &mut Heap<R>)
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    loop {
        let marked = heap.arena.finish_marking().expect("not sweeping");
        if !marked.finalize(|fc, _| settle(fc, &heap.state)) {
            break;
        }
        heap.state.ledger.quota.set(usize::MAX);
        mark_on(heap);
    }
    heap.verify_marks();
    heap.arena.finish_marking().expect("not sweeping").start_sweeping();
    heap.state.space.start_sweep(&heap.state.ledger);
}

/// Units of work that a cycle takes, as the heap is now.
pub(crate) fn work_of_cycle(state: &HeapState, metrics: &Metrics) -> f64 {
    let ledger = &state.ledger;
    let owned = metrics.total_gc_count() as f64;
    let tracing = ledger.small_objects() as f64 + owned + (ledger.bytes() / 8) as f64;
    tracing + ledger.blocks() as f64 * space::SWEEP + owned * pacer::KEEP
}

/// Whether a whole cycle had better be done at once.
pub(crate) fn is_brief(state: &HeapState, metrics: &Metrics) -> bool {
    state.ledger.small_objects() + metrics.total_gc_count() <= pacer::FEW_OBJECTS
}

/// One round of steps 1, 2 and 4; whether it revived something.
fn settle<'gc>(fc: &'gc Finalization<'gc>, state: &HeapState) -> bool {
    let mut reviver =
        Reviver { fc, gray: state.ledger.gray.take(), waiting: HashMap::new(), pending: Vec::new(), revived: false };
    for &addr in state.ledger.weak_seen.borrow().iter() {
        reviver.meet_weak(addr);
    }
    reviver.meet_representatives(state);
    reviver.drain();
    while queue_guarded(&mut reviver, state) {}
    state.ledger.gray.replace(reviver.gray);
    if !reviver.revived {
        break_weak(fc, state);
        forget_guardians(fc, state);
        state.symbols.borrow_mut().retain(|symbol| !tenured::is_dead(fc, symbol as u64 | TAG_OBJECT));
        state.count_aside();
    }
    reviver.revived
}

/// Marks on by itself, so that it sees which keys of ephemerons become live:
/// chains of ephemerons take linear time. What it marks is gray, and traced again.
struct Reviver<'gc> {
    fc: &'gc Finalization<'gc>,
    gray: Vec<u64>,
    /// Data of ephemerons by the address of their dead key.
    waiting: HashMap<u64, Vec<u64>>,
    /// Revived words whose slots are still to be visited.
    pending: Vec<u64>,
    revived: bool,
}

impl<'gc> Reviver<'gc> {
    fn revive(&mut self, word: u64) {
        if tenured::is_dead(self.fc, word) {
            tenured::mark(word, &mut self.gray, |gc| Gc::resurrect(self.fc, gc));
            self.revived = true;
            self.pending.push(word);
        }
    }

    fn drain(&mut self) {
        while let Some(word) = self.pending.pop() {
            self.visit(word);
            for datum in self.waiting.remove(&(word & !7)).unwrap_or_default() {
                self.revive(datum);
            }
        }
    }

    fn visit(&mut self, word: u64) {
        let addr = (word & !7) as *mut u64;
        if word & 7 == TAG_PAIR {
            // SAFETY: a pair has two words.
            let (car, cdr) = unsafe { (*addr, *addr.add(1)) };
            self.revive(car);
            self.revive(cdr);
            return;
        }
        // SAFETY: what is revived has not been swept: a live object.
        unsafe {
            let header = Header::from_bits(*addr);
            object::strong_slots(addr, header, |slot| self.revive(*slot));
            if header.kind().scan() == Scan::Closure {
                let proto = object::proto_of_entry(*addr.add(1) as *const u64);
                self.revive(proto as u64 | TAG_OBJECT);
            }
        }
        self.meet_weak(addr);
    }

    /// Takes up the object at `addr` if it is an ephemeron.
    fn meet_weak(&mut self, addr: *mut u64) {
        // SAFETY: called on marked objects only; ephemerons have two words.
        let (key, datum) = unsafe {
            if Header::from_bits(*addr).kind() != Kind::Ephemeron {
                return;
            }
            (*addr.add(1), *addr.add(2))
        };
        self.keep_with(key, datum);
    }

    /// Takes up the registrations whose representative is not their object. That
    /// of a dead guardian may so live a cycle longer.
    fn meet_representatives(&mut self, state: &HeapState) {
        for registration in &state.guarded.borrow().list {
            if registration.representative != registration.object {
                self.keep_with(registration.object, registration.representative);
            }
        }
    }

    /// Revives `datum` if `key` is live, or else once it is.
    fn keep_with(&mut self, key: u64, datum: u64) {
        if tenured::is_dead(self.fc, key) {
            self.waiting.entry(key & !7).or_default().push(datum);
        } else {
            self.revive(datum);
        }
    }
}

/// Revives what guardians hold that is dead, and queues it; whether there was
/// any.
fn queue_guarded(reviver: &mut Reviver<'_>, state: &HeapState) -> bool {
    let fc = reviver.fc;
    let mut guarded = state.guarded.borrow_mut();
    let mut fallen = Vec::new();
    guarded.list.retain(|&Registration { object, representative, guardian }| {
        let falls = tenured::is_dead(fc, object) && !tenured::is_dead(fc, guardian);
        if falls {
            fallen.push((representative, guardian));
        }
        !falls
    });
    guarded.old = guarded.list.len();
    for &(representative, guardian) in &fallen {
        reviver.revive(representative);
        let queue = (guardian & !7) as *mut u64;
        // SAFETY: a guardian has its queue in its first word. The new pair is
        // told to the marker, so the guardian may adopt it whatever its colour.
        unsafe {
            let pair = state.space.allocate(fc, &state.ledger, 2);
            *pair = representative;
            *pair.add(1) = *queue.add(1);
            *queue.add(1) = pair as u64 | TAG_PAIR;
            reviver.revive(pair as u64 | TAG_PAIR);
        }
    }
    reviver.drain();
    !fallen.is_empty()
}

fn forget_guardians<'gc>(fc: &'gc Finalization<'gc>, state: &HeapState) {
    let mut guarded = state.guarded.borrow_mut();
    guarded.list.retain(|registration| !tenured::is_dead(fc, registration.guardian));
    if guarded.list.len() < guarded.list.capacity() / 8 {
        let few = guarded.list.len() * 2;
        guarded.list.shrink_to(few);
    }
    guarded.old = guarded.list.len();
}

fn break_weak<'gc>(fc: &'gc Finalization<'gc>, state: &HeapState) {
    for addr in state.ledger.weak_seen.take() {
        // SAFETY: marked weak objects are live, and have two words.
        unsafe {
            if tenured::is_dead(fc, *addr.add(1)) {
                *addr.add(1) = Value::BROKEN.bits();
                if Header::from_bits(*addr).kind() == Kind::Ephemeron {
                    *addr.add(2) = Value::BROKEN.bits();
                }
                state.broke_weak();
            }
        }
    }
}
