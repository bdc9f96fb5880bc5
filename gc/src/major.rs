//! Runs the tenured space's cycle: marking, clearing of weak references, sweeping.
//!
//! Each phase stops when the increment's quota is used up, and resumes in the next increment.
//!
//! - *Marking* is complete when, in one increment, the queue is empty, the root has been traced, no
//!   ephemeron is pending, and the registrations with guardians are settled (`marker`, `guarded`).
//!   So an object kept only by an ephemeron does not go to a guardian, weak words see the objects
//!   that guardians revived, and a guardian revived by another loses nothing.
//! - *Clearing* breaks weak words of dead objects, and drops dead symbols and the registrations
//!   with dead guardians (`clearing`). The program, which keeps running, reads weak words through a
//!   filter ([`weak::settle_read`](crate::weak::settle_read)), so that all of them appear to break at once.
//! - *Sweeping* frees everything unmarked: slots of blocks (`space`), then owners, which `gc-arena`
//!   drops, then the memory of large objects.
//!
//! Invariants: the nursery is empty throughout an increment; from the end of marking to the start
//! of the sweep, everything reachable is marked, new objects included.

use std::rc::Rc;

use gc_arena::Rootable;
use gc_arena::arena::CollectionPhase;
use gc_arena::metrics::Metrics;

use crate::clearing;
use crate::heap::{Heap, Root};
use crate::marker::Queue;
use crate::pacer;
use crate::space;
use crate::state::{HeapState, Phase};
use crate::trace::{Marking, Mode, Trace, Tracer};
use crate::value::{TAG_OBJECT, Value};

/// Units of work for which `gc-arena` sweeps before the time that drops took is counted.
const OWNERS_AT_A_TIME: f64 = 1000.0;

/// Does about `work` units of work, as the pacer counts them.
pub(crate) fn increment<R>(heap: &mut Heap<R>, work: f64)
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    let mut quota = work.max(1.0) as usize;
    if heap.state.phase.get() == Phase::Resting {
        start_marking(heap);
    }
    if heap.state.phase.get() == Phase::Marking && mark(heap, &mut quota) {
        start_clearing(heap);
    }
    if heap.state.phase.get() == Phase::Clearing && clearing::clear(&heap.state, &mut quota) {
        start_sweep(heap);
    }
    if heap.state.phase.get() == Phase::Sweeping && sweep(heap, quota) {
        heap.cycle_ended();
    }
    heap.state.recount_side_tables();
}

/// Runs the current cycle, or else a whole new one, to its end.
pub(crate) fn finish<R>(heap: &mut Heap<R>)
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    increment(heap, usize::MAX as f64);
    debug_assert_eq!(heap.state.phase.get(), Phase::Resting);
}

fn start_marking<R>(heap: &mut Heap<R>)
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    // From now on `gc-arena` keeps the owners that the marker reports.
    heap.arena.finish_marking().expect("not sweeping");
    heap.state.queue.borrow_mut().start();
    heap.state.guarded.borrow_mut().start();
    heap.state.phase.set(Phase::Marking);
}

/// Marks while there is quota; returns whether everything reachable is marked.
fn mark<R>(heap: &mut Heap<R>, quota: &mut usize) -> bool
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    let state = Rc::clone(&heap.state);
    heap.arena.mutate_root(|mc, root| {
        let keep = |owner| mc.forward_barrier(None, owner);
        let (mut queue, mut guarded) = (state.queue.borrow_mut(), state.guarded.borrow_mut());
        // The program changes the root between increments, but not within one.
        let mut root_shown = false;
        while *quota > 0 {
            queue.drain(quota, keep);
            if !queue.is_empty() {
                return false;
            }
            queue.settle_pending(quota, keep);
            if !queue.is_empty() || !queue.pending.is_empty() {
                continue;
            }
            if !root_shown {
                root_shown = mark_root(mc, root, &mut queue, quota);
                continue;
            }
            if state.weak_disturbed.take() && guarded.is_deciding() {
                guarded.start_again();
            }
            if guarded.is_settled(&queue.woken) {
                return true;
            }
            guarded.settle(&mut queue, quota, keep, |car, cdr| state.tenured_pair(mc, car, cdr));
        }
        false
    })
}

/// Marks the values of the user's root, about as much of it as there is quota for; returns whether
/// that was all of it. If it was, leaves some quota for a root of any size, so that each increment
/// progresses; otherwise ends the increment, because every visit traces all of the root but the stack.
fn mark_root<'gc, U: Trace<'gc>>(
    mc: &'gc gc_arena::Mutation<'gc>,
    root: &mut Root<'gc, U>,
    queue: &mut Queue,
    quota: &mut usize,
) -> bool {
    let mut words = 0;
    // Most frames of a deep recursion belong to one closure, so a repeated word is skipped.
    let mut last_object = 0;
    let mut report = |values: &[Value<'gc>]| {
        words += values.len();
        for value in values.iter().filter(|value| value.is_pointer()) {
            let word = value.bits();
            if word != last_object {
                queue.mark(word, |owner| mc.forward_barrier(None, owner));
                last_object = if word & 7 == TAG_OBJECT { word } else { last_object };
            }
        }
    };
    let mut marking = Marking { number: root.state.cycle.get(), budget: *quota, postponed: false };
    root.user.get_mut().trace(&mut Tracer { mode: Mode::Mark(&mut report, &mut marking) });
    *quota = quota.saturating_sub(words);
    if !marking.postponed {
        *quota = (*quota).max(1);
    }
    !marking.postponed
}

fn start_clearing<R>(heap: &mut Heap<R>)
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    heap.state.queue.borrow_mut().stop_watching();
    heap.verify_marks();
    heap.state.phase.set(Phase::Clearing);
    heap.state.clearing.set(clearing::Step::default());
}

fn start_sweep<R>(heap: &mut Heap<R>)
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    heap.state.recount_side_tables();
    heap.arena.finish_marking().expect("not sweeping").start_sweeping();
    heap.state.space.start_sweep(&heap.state.ledger);
    heap.state.phase.set(Phase::Sweeping);
}

/// Sweeps for about `quota` units; returns whether everything is swept.
fn sweep<R>(heap: &mut Heap<R>, quota: usize) -> bool
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    let state = Rc::clone(&heap.state);
    let Some(mut rest) = state.space.sweep(&state.ledger, quota as f64) else { return false };
    if heap.arena.collection_phase() == CollectionPhase::Sweeping && !sweep_owners(heap, &state, &mut rest) {
        return false;
    }
    state.ledger.free_large(rest)
}

/// Has `gc-arena` sweep owners for about `rest` units, and takes the work off; returns whether it has
/// swept all. The work of dropping a Rust value is known only afterwards, so little is asked for at
/// a time.
fn sweep_owners<R>(heap: &mut Heap<R>, state: &HeapState, rest: &mut f64) -> bool
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    // Without owners `gc-arena` accumulates no debt, and would not end the sweep.
    if *rest > pacer::UNBOUNDED || heap.arena.metrics().total_gc_count() == 0 {
        heap.arena.finish_cycle();
        return true;
    }
    state.ledger.take_drop_work();
    while *rest > 0.0 {
        let metrics = heap.arena.metrics();
        metrics.adjust_debt(OWNERS_AT_A_TIME - metrics.allocation_debt());
        heap.arena.cycle_debt();
        *rest -= OWNERS_AT_A_TIME + state.ledger.take_drop_work();
        if heap.arena.collection_phase() != CollectionPhase::Sweeping {
            return true;
        }
    }
    false
}

/// Units of work that a whole cycle would take with the current heap.
pub(crate) fn work_of_cycle(state: &HeapState, metrics: &Metrics) -> f64 {
    let ledger = &state.ledger;
    let owned = metrics.total_gc_count() as f64;
    let tracing = ledger.small_objects() as f64 + owned + (ledger.bytes() / 8) as f64;
    tracing + ledger.blocks() as f64 * space::SWEEP + owned * pacer::KEEP
}
