//! Moves what is left in sparse blocks together, at the end of a full collection.
//!
//! A block whose slots are mostly free is a *source*: its objects move to free slots of
//! the same class elsewhere, so that no memory is needed for it, and the block becomes
//! vacant. Blocks of the fullest chunks are filled first, and those of the emptiest chunks
//! vacated, so that whole chunks go back to the system.
//!
//! Every reference is then replaced by what it refers to now: in all objects that are
//! alive, the root, and the registrations with guardians. An object that moved has left
//! its new address in its old place, as in a minor collection.
//!
//! What may be referred to by address elsewhere is in blocks of its own, and stays: code,
//! symbols, and what was asked to be tenured from birth. Large objects stay too.
//!
//! Invariants: the nursery is empty, nothing is remembered, and no cycle is under way. The
//! marks are set meanwhile of all slots in use, and taken away at the end.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::rc::Rc;

use gc_arena::{Mutation, Rootable};

use crate::chunk::{self, Block};
use crate::header::{Header, Scan};
use crate::heap::Heap;
use crate::map::WordHash;
use crate::object;
use crate::space::{FIXED, PAIRS};
use crate::state::{HeapState, Phase};
use crate::trace::{Mode, Trace, Tracer};
use crate::value::{FORWARDED, TAG_CELL, TAG_OBJECT, TAG_PAIR};

/// When blocks are worth to be vacated.
#[derive(Clone, Copy)]
pub(crate) struct Aim {
    /// Part of the slots of a source that may be in use.
    pub fullest: f64,
    /// Blocks that are to be vacated at least, or nothing is done.
    pub least: usize,
}

/// Moves objects, if that meets the aim.
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
    state.space.each_block(Block::mark_live);
    let sources: Vec<Block> = plans.iter().flat_map(|plan| plan.sources.iter().copied()).collect();
    heap.arena.mutate_root(|mc, root| {
        for plan in plans {
            state.space.fill_next(plan.class, plan.targets);
            plan.sources.iter().for_each(|&block| evacuate(mc, &state, block));
        }
        // SAFETY: every word that is visited is one of a live object's or of the root's.
        root.user.get_mut().trace(&mut Tracer { mode: Mode::Forward(&|word| unsafe { forward(word) }) });
    });
    forward_all(&state);
    state.space.sweep_moved(&state.ledger, &sources);
    state.moves.set(state.moves.get() + 1);
}

/// What is to happen in a class.
struct Plan {
    class: usize,
    /// The next to be filled is the last.
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

/// Chooses sources from the emptiest chunks on, as long as what they hold fits into the
/// free slots of the others.
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

/// Moves the objects of a block, and leaves their new addresses in it.
fn evacuate(mc: &Mutation<'_>, state: &HeapState, block: Block) {
    let class = block.class();
    let words = block.slot_bytes() / 8;
    block.info().moved.set(true);
    block.each_marked(|old| {
        let new = state.space.allocate(mc, &state.ledger, class);
        // SAFETY: both slots have so many words, and are not the same; the new one is in
        // use from now on. A pair leaves a pair, an object its address for its header.
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

/// What a word has become.
///
/// # Safety
/// The word is a value of a live object or of the root, and the nursery is empty.
unsafe fn forward(word: u64) -> u64 {
    let addr = (word & !7) as *const u64;
    // SAFETY: the object of a word is there, or its new address.
    unsafe {
        match word & 7 {
            TAG_PAIR if *addr == FORWARDED => *addr.add(1),
            TAG_OBJECT | TAG_CELL => Header::forwarded(*addr).map_or(word, |new| new | word & 7),
            _ => word,
        }
    }
}

/// Replaces all words of live objects, and those that the heap keeps besides.
fn forward_all(state: &HeapState) {
    state.space.each_block(|block| {
        let is_of_pairs = block.class() % FIXED == PAIRS;
        // SAFETY: marked slots hold live objects, pairs where the class says so. Moved
        // blocks have no marks.
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
        // SAFETY: after a full collection what is listed is alive.
        unsafe { forward_object(addr) };
    }
    // SAFETY: registrations hold words of live objects, or of none.
    state.guarded.borrow_mut().visit_all(|word| unsafe { forward(word) });
}

/// # Safety
/// `addr` is a live object.
unsafe fn forward_object(addr: *mut u64) {
    // SAFETY: the caller's promise; weak words are in place of strong ones.
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
