//! Compacts sparse blocks at the end of a full collection.
//!
//! A block whose slots are mostly free is a *source*: its objects move to free slots of the same
//! class in other blocks, so no memory is needed, and the block becomes vacant. Blocks of the
//! fullest chunks are filled first, and those of the emptiest chunks vacated, so that whole chunks
//! can be returned to the system.
//!
//! Every reference is then updated: in all live objects, in the root, and in the registrations with
//! guardians. An object that moved leaves its new address in its old slot, as in a minor
//! collection.
//!
//! Objects whose address may be recorded elsewhere are in separate blocks and never move: code,
//! symbols, and objects that were allocated as tenured. Large objects do not move either.
//!
//! Invariants: the nursery and the remembered set are empty, and no cycle is in progress. During
//! compaction the marks of all slots in use are set; they are cleared at the end.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::rc::Rc;

use gc_arena::{Mutation, Rootable};

use crate::chunk::{self, Block};
use crate::header::{Header, Scan};
use crate::heap::Heap;
use crate::object;
use crate::space::{FIXED, PAIRS, Space};
use crate::state::{HeapState, Phase};
use crate::trace::{Mode, Trace, Tracer};
use crate::value::{FORWARDED, TAG_CELL, TAG_OBJECT, TAG_PAIR};
use crate::words::WordHash;

/// When compacting is worthwhile.
#[derive(Clone, Copy)]
pub(crate) struct Aim {
    /// Fraction of the slots of a source that may be in use.
    pub fullest: f64,
    /// Least number of blocks to vacate; if fewer can be vacated, nothing moves.
    pub least: usize,
}

/// Moves objects if the aim can be met.
pub(crate) fn compact<R>(heap: &mut Heap<R>, aim: Aim)
where
    R: for<'a> Rootable<'a>,
    for<'a> <R as Rootable<'a>>::Root: Sized + Trace<'a>,
{
    let state = Rc::clone(&heap.state);
    debug_assert!(state.phase.get() == Phase::Resting && state.nursery.used() == 0);
    let plans = plan(&state, aim);
    if plans.iter().map(|plan| plan.sources.len()).sum::<usize>() < aim.least.max(1) {
        return;
    }
    state.space.mark_live();
    let sources: Vec<Block> = plans.iter().flat_map(|plan| plan.sources.iter().copied()).collect();
    heap.arena.mutate_root(|mc, root| {
        for plan in plans {
            state.space.fill_next(plan.class, plan.targets);
            plan.sources.iter().for_each(|&block| evacuate(mc, &state, block));
        }
        // SAFETY: every word visited belongs to a live object or to the root.
        root.user.get_mut().trace(&mut Tracer { mode: Mode::Forward(&|word| unsafe { forward(word) }) });
    });
    forward_all(&state);
    state.space.sweep_moved(&state.ledger, &sources);
    state.moves.set(state.moves.get() + 1);
}

/// The targets and sources of one class.
struct Plan {
    class: usize,
    /// The last one is filled first.
    targets: Vec<Block>,
    sources: Vec<Block>,
}

fn plan(state: &HeapState, aim: Aim) -> Vec<Plan> {
    let mut in_use: HashMap<usize, usize, WordHash> = HashMap::default();
    state.space.each_block(|block| {
        *in_use.entry(block.chunk_number()).or_default() += block.info().used.get() as usize * block.slot_bytes();
    });
    (0..FIXED).map(|class| plan_class(class, state.space.blocks_with_room(class), &in_use, aim)).collect()
}

/// Chooses sources, starting with the emptiest chunks, as long as their objects fit into the free
/// slots of the other blocks.
fn plan_class(class: usize, mut blocks: Vec<Block>, in_use: &HashMap<usize, usize, WordHash>, aim: Aim) -> Plan {
    let used = |block: &Block| block.info().used.get() as usize;
    blocks.sort_by_key(|block| (Reverse(in_use[&block.chunk_number()]), block.chunk_number(), Reverse(used(block))));
    let mut free: usize = blocks.iter().map(|block| block.slots() - used(block)).sum();
    let mut needed = 0;
    let mut sources = Vec::new();
    let mut targets = Vec::new();
    while let Some(block) = blocks.pop() {
        let free_without = free - (block.slots() - used(&block));
        let is_sparse = used(&block) as f64 <= block.slots() as f64 * aim.fullest;
        if is_sparse && needed + used(&block) <= free_without {
            needed += used(&block);
            free = free_without;
            sources.push(block);
        } else {
            targets.push(block);
        }
    }
    Plan { class, targets, sources }
}

/// Moves the objects out of a block, leaving forwarding addresses in it.
fn evacuate(mc: &Mutation<'_>, state: &HeapState, block: Block) {
    let class = block.class();
    let words = block.slot_bytes() / 8;
    block.info().moved.set(true);
    block.each_marked(|old| {
        let new = state.space.allocate(mc, &state.ledger, class);
        // SAFETY: both slots have `words` words and do not overlap; the new one is in use from now
        // on. A pair leaves a forwarding pair, an object its address in place of its header.
        unsafe {
            std::ptr::copy_nonoverlapping(old, new, words);
            chunk::mark(new);
            if class == PAIRS {
                (*old, *old.add(1)) = (FORWARDED, new as u64 | TAG_PAIR);
            } else {
                *old = new as u64;
            }
        }
        Block::of(new).info().marked.set(true);
    });
    block.unmark_all();
}

/// The current word for `word`: updated if its object has moved.
///
/// # Safety
/// The word is a value of a live object or of the root, and the nursery is empty.
unsafe fn forward(word: u64) -> u64 {
    let addr = (word & !7) as *const u64;
    // SAFETY: the address of the word holds the object or its forwarding address.
    unsafe {
        match word & 7 {
            TAG_PAIR if *addr == FORWARDED => *addr.add(1),
            TAG_OBJECT | TAG_CELL => Header::forwarded(*addr).map_or(word, |new| new | word & 7),
            _ => word,
        }
    }
}

/// Updates all words of live objects and of the heap's own tables.
fn forward_all(state: &HeapState) {
    state.space.each_block(|block| {
        let is_of_pairs = Space::is_of_pairs(block);
        // SAFETY: marked slots hold live objects, pairs if the class says so. Moved blocks have no
        // marks.
        block.each_marked(|addr| unsafe {
            if is_of_pairs {
                forward_slot(addr);
                forward_slot(addr.add(1));
            } else {
                forward_object(addr);
            }
        });
    });
    for addr in state.ledger.large.borrow().iter() {
        // SAFETY: after a full collection all listed large objects are alive.
        unsafe { forward_object(addr) };
    }
    // SAFETY: registrations hold words of live objects, or immediates.
    state.guarded.borrow_mut().visit_all(|word| unsafe { forward(word) });
}

/// # Safety
/// `addr` is a live object.
unsafe fn forward_object(addr: *mut u64) {
    // SAFETY: the caller's promise; weak words are where strong ones would be.
    unsafe {
        let header = Header::from_bits(*addr);
        object::strong_slots(addr, header, |slot| forward_slot(slot));
        match header.kind().scan() {
            Scan::WeakFirst => forward_slot(addr.add(1)),
            Scan::Ephemeron => {
                forward_slot(addr.add(1));
                forward_slot(addr.add(2));
            }
            _ => {}
        }
    }
}

/// # Safety
/// `slot` holds a word of a live object.
unsafe fn forward_slot(slot: *mut u64) {
    // SAFETY: the caller's promise.
    unsafe { *slot = forward(*slot) };
}
