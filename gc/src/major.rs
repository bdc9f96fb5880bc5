//! The tenured space's cycle: incremental marking, settling of weak references,
//! sweeping.
//!
//! When marking has run dry, and before anything is swept:
//!
//! 1. objects registered with guardians that are dead are revived and queued;
//! 2. ephemerons whose key is live revive their datum;
//! 3. if 1 or 2 revived something, marking goes on, and this starts again;
//! 4. weak words of dead objects are broken, dead symbols are forgotten.

use gc_arena::arena::CollectionPhase;
use gc_arena::{Arena, Finalization, Gc, Rootable};

use crate::header::{Header, Kind};
use crate::heap::{Heap, RootOf};
use crate::state::HeapState;
use crate::tenured;
use crate::trace::Trace;
use crate::value::{TAG_OBJECT, TAG_PAIR, Value};

/// Does as much of the cycle as the allocation debt asks for.
pub(crate) fn increment<R>(heap: &mut Heap<R>)
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    if heap.arena.collection_phase() == CollectionPhase::Sweeping {
        heap.arena.cycle_debt();
        if heap.arena.collection_phase() == CollectionPhase::Sleeping {
            cycle_ended(&heap.state);
        }
    } else if heap.arena.mark_debt().is_some() {
        settle_and_sweep(&mut heap.arena, &heap.state);
    }
}

/// Runs the present cycle, or a whole one, to its end.
pub(crate) fn finish<R>(heap: &mut Heap<R>)
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    if heap.arena.collection_phase() != CollectionPhase::Sweeping {
        settle_and_sweep(&mut heap.arena, &heap.state);
    }
    heap.arena.finish_cycle();
    cycle_ended(&heap.state);
}

fn cycle_ended(state: &HeapState) {
    let mut stats = state.stats.borrow_mut();
    stats.cycles += 1;
    stats.live_after_cycle = state.ledger.bytes.get() as u64;
}

/// Marks to the end, settles weak references, and enters the sweep.
fn settle_and_sweep<R>(arena: &mut Arena<RootOf<R>>, state: &HeapState)
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    loop {
        let marked = arena.finish_marking().expect("not sweeping");
        if !marked.finalize(|fc, _| settle(fc, state)) {
            break;
        }
    }
    arena
        .finish_marking()
        .expect("not sweeping")
        .start_sweeping();
}

/// One round of steps 1 to 4; whether it revived something.
fn settle<'gc>(fc: &'gc Finalization<'gc>, state: &HeapState) -> bool {
    let mut revived = queue_guarded(fc, state);
    for &addr in state.ledger.weak_seen.borrow().iter() {
        // SAFETY: weak objects that were marked are live: header and two words.
        let (kind, key, datum) =
            unsafe { (Header::from_bits(*addr).kind(), *addr.add(1), *addr.add(2)) };
        if kind == Kind::Ephemeron && !is_dead(fc, key) && is_dead(fc, datum) {
            revive(fc, datum);
            revived = true;
        }
    }
    if !revived {
        break_weak(fc, state);
        state
            .symbols
            .borrow_mut()
            .retain(|symbol| !is_dead(fc, symbol as u64 | TAG_OBJECT));
    }
    revived
}

fn is_dead<'gc>(fc: &'gc Finalization<'gc>, word: u64) -> bool {
    tenured::gc_of::<'gc>(word).is_some_and(|gc| Gc::is_dead(fc, gc))
}

fn revive<'gc>(fc: &'gc Finalization<'gc>, word: u64) {
    if let Some(gc) = tenured::gc_of::<'gc>(word) {
        Gc::resurrect(fc, gc);
    }
}

fn queue_guarded<'gc>(fc: &'gc Finalization<'gc>, state: &HeapState) -> bool {
    let mut revived = false;
    state.guarded.borrow_mut().retain(|&(object, guardian)| {
        if is_dead(fc, guardian) {
            return false;
        }
        if !is_dead(fc, object) {
            return true;
        }
        revive(fc, object);
        let slot = (guardian & !7) as *mut u64;
        // SAFETY: a guardian has its queue in its first word. The new pair is
        // told to the marker, so the guardian may adopt it whatever its colour.
        unsafe {
            let pair =
                tenured::allocate_pair(fc, &state.ledger, object, *slot.add(1)) as u64 | TAG_PAIR;
            *slot.add(1) = pair;
            revive(fc, pair);
        }
        revived = true;
        false
    });
    revived
}

fn break_weak<'gc>(fc: &'gc Finalization<'gc>, state: &HeapState) {
    for addr in state.ledger.weak_seen.take() {
        // SAFETY: as in `settle`.
        unsafe {
            if is_dead(fc, *addr.add(1)) {
                *addr.add(1) = Value::BROKEN.bits();
                if Header::from_bits(*addr).kind() == Kind::Ephemeron {
                    *addr.add(2) = Value::BROKEN.bits();
                }
            }
        }
    }
}
