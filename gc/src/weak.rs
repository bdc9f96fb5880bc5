//! Filters the program's reads of weak words while a cycle decides what is dead, so that all weak
//! words of dead objects appear to break at once.

use gc_arena::Mutation;

use crate::state::{HeapState, Phase};

/// The weak word `word`, which is not young, as the program may see it: `None` if its object is
/// dead. An object that may be alive is marked, so that it is not found dead while the program uses
/// it.
#[cold]
pub(crate) fn settle_read(state: &HeapState, mc: &Mutation<'_>, word: u64) -> Option<u64> {
    let decided = state.is_decided();
    if decided && state.phase.get() == Phase::Marking {
        finish_reviving(state, mc);
    }
    let mut queue = state.queue.borrow_mut();
    if !queue.is_unmarked(word) {
        return Some(word);
    }
    if decided {
        return None;
    }
    queue.mark(word, |owner| mc.forward_barrier(None, owner));
    state.weak_disturbed.set(true);
    Some(word)
}

/// Marks everything that guardians are still to revive (step 3 of `guarded`). The root need not be
/// traced again: all that the program reaches was marked before, or is newer and born marked.
fn finish_reviving(state: &HeapState, mc: &Mutation<'_>) {
    let (mut queue, mut guarded) = (state.queue.borrow_mut(), state.guarded.borrow_mut());
    let keep = |owner| mc.forward_barrier(None, owner);
    let mut quota = usize::MAX;
    queue.expect_young(state.nursery.addresses());
    while !(queue.is_empty() && queue.pending.is_empty() && guarded.is_settled(&queue.woken)) {
        queue.drain(&mut quota, keep);
        queue.settle_pending(&mut quota, keep);
        if queue.is_empty() && queue.pending.is_empty() {
            guarded.settle(&mut queue, &mut quota, keep, |car, cdr| state.tenured_pair(mc, car, cdr));
        }
    }
    queue.expect_young(0..0);
}
