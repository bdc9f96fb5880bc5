//! Allocates small tenured objects from blocks, and sweeps the blocks.
//!
//! Each size of slot has a class. It fills one free run after another, of one block after another,
//! and takes a new block when no run is left. When marking ends, every class drops its free runs;
//! allocation resumes only in swept or new blocks. A block in which nothing was marked is dead, and
//! `gc-arena` drops its owner; the others are swept here.
//!
//! Objects promoted during a marking are black at once. So free slots are marked ahead, one run at
//! a time, and those that remain free are cleared at the end.
//!
//! Invariants: the range from `top` to `end` of a class is free slots of one block, which counts
//! them as used; they are marked exactly while the space is `black`. The first immovable objects
//! share a block (`first`), to which none are added while the space is `black`.

use std::alloc::{Layout, handle_alloc_error};
use std::cell::{Cell, RefCell};
use std::ptr::null_mut;
use std::sync::Arc;

use gc_arena::{Collect, Gc};

use crate::chunk::{self, BLOCK_BYTES, Block, CHUNK_BYTES, Chunk};
use crate::first::First;
use crate::ledger::Ledger;
use crate::nursery::POISON;
use crate::pages::Slot;

/// Words of the largest slot.
pub(crate) const LARGEST_SLOT: usize = 128;

/// Words per slot of each class: first pairs, then objects with headers.
const SIZES: [u8; 24] = [2, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128];

/// The class of pairs.
pub(crate) const PAIRS: usize = 0;

/// Number of classes of movable objects; the classes of immovable ones follow.
pub(crate) const FIXED: usize = SIZES.len();

/// The class of the block of the first immovable objects, which has no slots of one size.
const MIXED: usize = 2 * FIXED;

/// The class with the smallest slots that hold this many words.
const CLASS_OF: [u8; LARGEST_SLOT + 1] = {
    let mut classes = [0; LARGEST_SLOT + 1];
    let (mut words, mut class) = (0, PAIRS + 1);
    while words <= LARGEST_SLOT {
        if words > SIZES[class] as usize {
            class += 1;
        }
        classes[words] = class as u8;
        words += 1;
    }
    classes
};

/// Chunks with small pages, because short programs fill few chunks.
const SMALL_PAGED: usize = 2;
/// Vacant chunks returned to the system at one safepoint, at most.
const RELEASED_AT_ONCE: usize = 8;

/// Vacant blocks whose pages are kept for the next objects.
pub(crate) const FEW_VACANT: usize = 128;

/// Units of work for examining a block, and for sweeping one.
const LOOK: f64 = 1.0;
pub(crate) const SWEEP: f64 = 100.0;

/// The class of an object of `words` words, at most [`LARGEST_SLOT`], header included.
#[inline(always)]
pub(crate) fn class_of(words: usize, moves: bool) -> usize {
    CLASS_OF[words] as usize + if moves { 0 } else { FIXED }
}

/// The blocks of a heap.
pub(crate) struct Space {
    classes: [Class; 2 * FIXED],
    /// Where the first immovable objects are.
    first: RefCell<First>,
    chunks: RefCell<Vec<Chunk>>,
    /// Number of chunks.
    chunk_count: Cell<usize>,
    /// No chunk before this one has a vacant block.
    vacancy: Cell<usize>,
    /// Chunk and block to sweep next; `None` when everything is swept.
    cursor: Cell<Option<(usize, usize)>>,
    /// Whether free slots are marked ahead.
    black: Cell<bool>,
    /// Whether newly allocated slots keep those marks.
    born_marked: Cell<bool>,
}

/// Adjacent free slots for pairs.
pub(crate) struct Pairs {
    top: *mut u64,
    end: *mut u64,
}

struct Class {
    number: usize,
    words: usize,
    top: Cell<*mut u64>,
    end: Cell<*mut u64>,
    /// Further runs of the block.
    rest: Cell<*mut u64>,
    /// Further blocks with runs.
    blocks: RefCell<Vec<Block>>,
}

/// The owner of a block, which `gc-arena` keeps or drops. It is empty once all objects of its block
/// have been moved.
struct Owner(Cell<Option<Block>>);

// SAFETY: an owner refers to nothing in the heap. The marks of single objects find and trace the
// contents of its block.
unsafe impl<'gc> Collect<'gc> for Owner {
    const NEEDS_TRACE: bool = false;
}

impl Drop for Owner {
    fn drop(&mut self) {
        if let Some(block) = self.0.take() {
            Ledger::with_current(|ledger| vacate(ledger, block));
        }
    }
}

/// Makes a block without live objects vacant.
fn vacate(ledger: &Ledger, block: Block) {
    ledger.gave(block.info().used.get() as usize, block.slot_bytes());
    ledger.gave_block();
    bury(ledger, block.start(), block.end());
    block.vacate();
}

/// Informs the verifier of newly free slots, and poisons them if asked to.
fn bury(ledger: &Ledger, from: *mut u64, to: *mut u64) {
    ledger.small_died(from, to);
    if ledger.poison.get() {
        let words = (to.addr() - from.addr()) / 8;
        // SAFETY: the words belong to free slots of the block.
        unsafe { std::slice::from_raw_parts_mut(from, words) }.fill(POISON);
    }
}

impl Space {
    /// A space with one chunk, the slot's if there is one; none when there is no memory for
    /// that.
    pub(crate) fn new(slot: Option<&Arc<Slot>>) -> Option<Space> {
        let first = match slot {
            Some(slot) => Chunk::of_slot(slot),
            None => Chunk::new(true)?,
        };
        let class = |number: usize| Class {
            number,
            words: SIZES[number % FIXED].into(),
            top: Cell::new(null_mut()),
            end: Cell::new(null_mut()),
            rest: Cell::new(null_mut()),
            blocks: RefCell::default(),
        };
        Some(Space {
            classes: std::array::from_fn(class),
            first: RefCell::default(),
            chunks: RefCell::new(vec![first]),
            chunk_count: Cell::new(0),
            vacancy: Cell::new(0),
            cursor: Cell::new(None),
            black: Cell::new(false),
            born_marked: Cell::new(false),
        })
    }

    /// Allocates a slot of a class ([`class_of`]), unmarked unless new objects must be marked
    /// ([`Space::bear_marked`]). The caller writes it before anything else happens.
    #[inline]
    pub(crate) fn allocate<'gc>(&self, mc: &gc_arena::Mutation<'gc>, ledger: &Ledger, class: usize) -> *mut u64 {
        let addr = self.take(mc, ledger, &self.classes[class]);
        if self.black.get() && !self.born_marked.get() {
            // SAFETY: a slot that was just taken.
            unsafe { chunk::unmark(addr) };
        }
        addr
    }

    /// Like [`Space::allocate`], for a movable object of `words` words, header included, which is
    /// marked during a marking: the caller ensures that everything it refers to is marked.
    #[inline]
    pub(crate) fn promote<'gc>(&self, mc: &gc_arena::Mutation<'gc>, ledger: &Ledger, words: usize) -> *mut u64 {
        self.take(mc, ledger, &self.classes[CLASS_OF[words] as usize])
    }

    #[inline(always)]
    fn take<'gc>(&self, mc: &gc_arena::Mutation<'gc>, ledger: &Ledger, class: &Class) -> *mut u64 {
        if class.top.get() == class.end.get() {
            if let Some(addr) = self.take_among_first(mc, ledger, class) {
                return addr;
            }
            self.refill(mc, ledger, class);
        }
        let addr = class.top.get();
        // SAFETY: between `top` and `end` is at least one slot.
        class.top.set(unsafe { addr.add(class.words) });
        ledger.small_born(addr, class.words);
        addr
    }

    /// Lends the free slots for pairs to [`Space::promote_pair`], so that a loop that copies a list
    /// keeps them in registers. Nothing else may be allocated before they are given back.
    #[inline(always)]
    pub(crate) fn lend_pairs(&self) -> Pairs {
        let class = &self.classes[PAIRS];
        Pairs { top: class.top.get(), end: class.end.get() }
    }

    /// Takes back the slots that were lent.
    #[inline(always)]
    pub(crate) fn give_back(&self, pairs: Pairs) {
        self.classes[PAIRS].top.set(pairs.top);
    }

    /// Like [`Space::promote`], for a pair, from the lent slots.
    #[inline(always)]
    pub(crate) fn promote_pair<'gc>(
        &self,
        mc: &gc_arena::Mutation<'gc>,
        ledger: &Ledger,
        pairs: &mut Pairs,
    ) -> *mut u64 {
        if pairs.top == pairs.end {
            let class = &self.classes[PAIRS];
            self.refill(mc, ledger, class);
            *pairs = self.lend_pairs();
        }
        let addr = pairs.top;
        // SAFETY: between `top` and `end` is at least one slot.
        pairs.top = unsafe { addr.add(2) };
        ledger.small_born(addr, 2);
        addr
    }

    /// A slot among the first objects, for an immovable one with a header.
    #[cold]
    #[inline(never)]
    fn take_among_first<'gc>(&self, mc: &gc_arena::Mutation<'gc>, ledger: &Ledger, class: &Class) -> Option<*mut u64> {
        let mut first = self.first.borrow_mut();
        if class.number <= FIXED + PAIRS || !first.has_room(class.words) {
            return None;
        }
        let addr = first.take(class.words, || {
            let block = self.block_in_use(mc, ledger);
            block.divide_later(MIXED, 1);
            block
        });
        ledger.took(class.words, 8);
        ledger.small_born(addr, class.words);
        Some(addr)
    }

    /// Gives a free run to a class that has no free slot.
    #[cold]
    #[inline(never)]
    fn refill<'gc>(&self, mc: &gc_arena::Mutation<'gc>, ledger: &Ledger, class: &Class) {
        let mut run = class.rest.get();
        if run.is_null() {
            let swept = class.blocks.borrow_mut().pop();
            run = swept.unwrap_or_else(|| self.new_block(mc, ledger, class)).info().runs.get();
        }
        // SAFETY: a free run of a block that is in use.
        let (end, rest) = unsafe { chunk::read_run(run) };
        class.top.set(run);
        class.end.set(end);
        class.rest.set(rest);
        let slots = class.slots_left();
        let block = Block::of(run);
        block.info().used.update(|used| used + slots as u32);
        ledger.took(slots, class.words * 8);
        if self.black.get() {
            mark_ahead(mc, class);
        }
    }

    fn new_block<'gc>(&self, mc: &gc_arena::Mutation<'gc>, ledger: &Ledger, class: &Class) -> Block {
        let block = self.block_in_use(mc, ledger);
        block.divide(class.number, class.words);
        block
    }

    /// Takes a vacant block, which is to be divided.
    fn block_in_use<'gc>(&self, mc: &gc_arena::Mutation<'gc>, ledger: &Ledger) -> Block {
        let (block, was_loose) = self.vacant_block();
        block.info().owner.set(Gc::as_ptr(Gc::new(mc, Owner(Cell::new(Some(block))))).cast());
        ledger.took_block(was_loose);
        block
    }

    fn vacant_block(&self) -> (Block, bool) {
        let mut chunks = self.chunks.borrow_mut();
        loop {
            let at = self.vacancy.get();
            if at == chunks.len() {
                match Chunk::new(at < SMALL_PAGED) {
                    Some(chunk) => chunks.push(chunk),
                    None => handle_alloc_error(Layout::new::<[u8; BLOCK_BYTES]>()),
                }
            }
            self.chunk_count.set(chunks.len());
            match chunks[at].take_block() {
                Some(block) => return block,
                None => self.vacancy.set(at + 1),
            }
        }
    }

    /// Bytes of slots that are counted as used but not filled yet.
    pub(crate) fn unfilled(&self) -> usize {
        self.classes.iter().map(|class| class.end.get().addr() - class.top.get().addr()).sum()
    }

    /// Drops all free runs. Must be called when a marking is complete, and before the heap is
    /// dropped.
    pub(crate) fn retire_runs(&self, ledger: &Ledger) {
        for class in &self.classes {
            let slots = class.slots_left();
            if slots > 0 {
                let block = Block::of(class.top.get());
                if self.black.get() {
                    block.paint(class.top.get(), class.end.get(), false);
                }
                block.info().used.update(|used| used - slots as u32);
                ledger.gave(slots, class.words * 8);
            }
            class.top.set(null_mut());
            class.end.set(null_mut());
            class.rest.set(null_mut());
            class.blocks.borrow_mut().clear();
        }
    }

    /// Records that a marking is in progress while the program runs.
    pub(crate) fn turn_black<'gc>(&self, mc: &gc_arena::Mutation<'gc>) {
        if !self.black.replace(true) {
            self.first.borrow_mut().close();
            self.classes.iter().filter(|class| class.slots_left() > 0).for_each(|class| mark_ahead(mc, class));
        }
    }

    /// Sets whether new objects are marked.
    pub(crate) fn bear_marked(&self, marked: bool) {
        self.born_marked.set(marked);
    }

    /// Whether new objects are marked.
    pub(crate) fn bears_marked(&self) -> bool {
        self.born_marked.get()
    }

    /// Starts the sweep after a complete marking: everything unmarked is dead.
    pub(crate) fn start_sweep(&self, ledger: &Ledger) {
        self.retire_runs(ledger);
        self.first.borrow_mut().close();
        self.black.set(false);
        self.cursor.set(Some((0, 0)));
    }

    /// Sweeps for about `units` of work; returns the units left over, or `None` if more remains to
    /// be swept.
    pub(crate) fn sweep(&self, ledger: &Ledger, mut units: f64) -> Option<f64> {
        let chunks = self.chunks.borrow();
        while let Some((at, from)) = self.cursor.get() {
            if units <= 0.0 {
                return None;
            }
            let Some(chunk) = chunks.get(at) else {
                self.cursor.set(None);
                break;
            };
            units -= LOOK;
            match chunk.next_used(from) {
                Some((index, block)) => {
                    self.cursor.set(Some((at, index + 1)));
                    if block.info().marked.get() {
                        self.sweep_block(ledger, block);
                        units -= SWEEP;
                    }
                }
                None => self.cursor.set(Some((at + 1, 0))),
            }
        }
        Some(units)
    }

    fn sweep_block(&self, ledger: &Ledger, block: Block) {
        if block.class() == MIXED {
            return self.first.borrow_mut().sweep(block, |from, to| {
                ledger.gave((to.addr() - from.addr()) / 8, 8);
                bury(ledger, from, to);
            });
        }
        let used = block.info().used.get();
        let live = block.sweep(|from, to| bury(ledger, from, to));
        ledger.gave((used - live) as usize, block.slot_bytes());
        if !block.info().runs.get().is_null() {
            self.classes[block.class()].blocks.borrow_mut().push(block);
        }
    }

    /// Bytes of all chunks.
    pub(crate) fn chunk_bytes(&self) -> usize {
        self.chunk_count.get() * CHUNK_BYTES
    }

    /// Records that a cycle has ended, so that the search for vacant blocks restarts.
    pub(crate) fn cycle_ended(&self) {
        debug_assert!(self.cursor.get().is_none());
        self.vacancy.set(0);
    }

    /// Calls `f` with each block in use.
    pub(crate) fn each_block(&self, f: impl FnMut(Block)) {
        self.chunks.borrow().iter().flat_map(Chunk::blocks).for_each(f);
    }

    /// Marks all objects. Called between two cycles.
    pub(crate) fn mark_live(&self) {
        self.each_block(|block| match block.class() {
            MIXED => self.first.borrow().mark_live(block),
            _ => block.mark_live(),
        });
    }

    /// Whether the objects of a block are pairs.
    pub(crate) fn is_of_pairs(block: Block) -> bool {
        [PAIRS, FIXED + PAIRS].contains(&block.class())
    }

    /// The blocks of a class that have free slots, after a full collection.
    pub(crate) fn blocks_with_room(&self, class: usize) -> Vec<Block> {
        debug_assert_eq!(self.classes[class].slots_left(), 0);
        self.classes[class].blocks.borrow().clone()
    }

    /// Makes a class fill these blocks next, the last one first.
    pub(crate) fn fill_next(&self, class: usize, blocks: Vec<Block>) {
        self.classes[class].blocks.replace(blocks);
    }

    /// Vacates `sources`, whose objects have been moved, and clears the marks of the other blocks,
    /// rebuilding their free runs.
    pub(crate) fn sweep_moved(&self, ledger: &Ledger, sources: &[Block]) {
        for &block in sources {
            // SAFETY: the owner of a block in use came from `Gc::as_ptr` for an `Owner`, which is
            // kept until it is dropped, without a block.
            unsafe { (*block.info().owner.get().cast::<Owner>()).0.set(None) };
            vacate(ledger, block);
        }
        self.retire_runs(ledger);
        self.cursor.set(Some((0, 0)));
        self.sweep(ledger, f64::INFINITY);
        self.vacancy.set(0);
    }

    /// Returns the pages of vacant blocks to the system if there are more than `few`.
    pub(crate) fn decommit_vacant(&self, ledger: &Ledger, few: usize) {
        let chunks = self.chunks.borrow();
        if chunks.iter().map(Chunk::loose_blocks).sum::<usize>() > few {
            ledger.returned_blocks(chunks.iter().map(Chunk::decommit_vacant).sum());
        }
    }

    /// Returns a few vacant chunks to the system, keeping `spare` of them.
    pub(crate) fn release_some(&self, ledger: &Ledger, spare: usize) {
        self.release_vacant(ledger, spare, RELEASED_AT_ONCE);
    }

    /// Returns up to `most` vacant chunks to the system, keeping `spare` of them. Does nothing
    /// during a sweep.
    pub(crate) fn release_vacant(&self, ledger: &Ledger, spare: usize, most: usize) {
        if self.cursor.get().is_some() {
            return;
        }
        let mut chunks = self.chunks.borrow_mut();
        let vacant = chunks.iter().filter(|chunk| chunk.is_vacant()).count();
        let mut releases = vacant.saturating_sub(spare).min(most);
        if releases > 0 {
            chunks.retain(|chunk| {
                let goes = releases > 0 && chunk.is_vacant();
                releases -= usize::from(goes);
                if goes {
                    ledger.returned_blocks(chunk.loose_blocks());
                }
                !goes
            });
            self.chunk_count.set(chunks.len());
            self.vacancy.set(0);
        }
    }
}

/// Marks the free slots of a class, which has some.
fn mark_ahead<'gc>(mc: &gc_arena::Mutation<'gc>, class: &Class) {
    let block = Block::of(class.top.get());
    block.paint(class.top.get(), class.end.get(), true);
    block.keep(|owner| mc.forward_barrier(None, owner));
}

impl Class {
    fn slots_left(&self) -> usize {
        (self.end.get().addr() - self.top.get().addr()) / 8 / self.words
    }
}

#[cfg(test)]
mod tests {
    use crate::{Config, Heap, Kind, Rootable, Stress, Value};

    type TestHeap = Heap<Rootable![Vec<Value<'_>>]>;

    /// Pairs in some blocks, in many, and in several chunks; as few as show it where each step is
    /// interpreted.
    const SOME: usize = if cfg!(miri) { 25_000 } else { 50_000 };
    const MANY: usize = if cfg!(miri) { 60_000 } else { 1_000_000 };
    const CHUNKS: usize = if cfg!(miri) { 200_000 } else { 2_000_000 };

    /// A heap with many pairs of which one in a thousand is alive.
    fn scattered(pairs: usize) -> TestHeap {
        let mut heap = TestHeap::new(Config::default(), |_| Vec::new());
        scatter(&mut heap, pairs);
        heap.mutate(|_, root| {
            let mut i = 0;
            root.retain(|_| {
                i += 1;
                i % 1000 == 0
            });
        });
        heap.collect_full();
        heap
    }

    fn scatter(heap: &mut TestHeap, pairs: usize) {
        heap.mutate(|mc, root| root.extend((0..pairs).map(|_| mc.cons(Value::NIL, Value::NIL))));
        heap.safepoint();
    }

    #[test]
    fn holes_are_filled() {
        let mut heap = TestHeap::new(Config::default(), |_| Vec::new());
        // Too few blocks for a compaction.
        scatter(&mut heap, SOME);
        heap.mutate(|_, root| *root = root.iter().copied().step_by(1000).collect());
        heap.collect_full();
        let blocks = heap.state.ledger.blocks();
        assert!(blocks > 20 && heap.bytes_in_use() < 100_000, "{blocks} blocks");
        scatter(&mut heap, SOME - 2_000);
        assert!(heap.state.ledger.blocks() <= blocks + 2, "from {blocks} to {} blocks", heap.state.ledger.blocks());
        heap.mutate(|_, root| root.clear());
        heap.collect_full();
        assert!(heap.state.ledger.blocks() < 10);
    }

    #[test]
    fn scattered_survivors_are_moved_together() {
        let mut heap = scattered(MANY);
        assert!(heap.state.ledger.blocks() < 10, "{} blocks", heap.state.ledger.blocks());
        assert!(heap.state.space.chunks.borrow().len() <= 2);
        heap.set_limit(4 << 20);
        assert!(!heap.over_limit());
        heap.mutate(|_, root| assert!(root.iter().all(|pair| pair.car() == Some(Value::NIL))));
    }

    #[test]
    fn vacant_chunks_go_back_to_the_system() {
        let mut heap = TestHeap::new(Config::default(), |_| Vec::new());
        scatter(&mut heap, CHUNKS);
        assert!(heap.state.space.chunks.borrow().len() > CHUNKS / 200_000);
        heap.mutate(|_, root| root.clear());
        heap.collect_full();
        assert_eq!(heap.state.space.chunks.borrow().len(), 0);
    }

    #[test]
    fn bytes_are_exact() {
        let mut heap = TestHeap::new(Config::default(), |_| Vec::new());
        let before = heap.bytes_in_use();
        heap.mutate(|mc, root| root.extend((0..1234).map(|_| mc.cons_tenured(Value::NIL, Value::NIL))));
        assert_eq!(heap.bytes_in_use() - before, 1234 * 16);
        heap.mutate(|_, root| root.truncate(34));
        heap.collect_full();
        assert_eq!(heap.bytes_in_use() - before, 34 * 16);
    }

    /// Objects of these numbers of words, headers included, immovable from birth.
    fn first_objects(heap: &mut TestHeap, sizes: &[usize]) {
        heap.mutate(|mc, root| {
            for (i, &words) in sizes.iter().enumerate() {
                root.push(mc.alloc_tenured(Kind::Vector, &vec![Value::fixnum(i as i64); words - 1]));
            }
        });
    }

    #[test]
    fn the_first_objects_share_a_block() {
        for collect in [true, false] {
            let mut heap =
                TestHeap::new(Config { verify: true, stress: Stress::Full(1), ..Config::default() }, |_| Vec::new());
            let sizes: Vec<usize> = (0..60).map(|i| 2 + i * 7 % 60).collect();
            let before = heap.bytes_in_use();
            first_objects(&mut heap, &sizes);
            assert_eq!(heap.state.ledger.blocks(), 1);
            let all = heap.bytes_in_use() - before;
            if collect {
                heap.collect_full();
            }
            // Every third lives on.
            let mut i = 0;
            heap.mutate(|_, root| root.retain(|_| (i += 1, i % 3 == 0).1));
            // Each of these may move objects, and visits the dead as well as the living.
            (0..9).for_each(|_| heap.collect_full());
            let rest = heap.bytes_in_use() - before;
            assert!(rest < all / 2 && rest > all / 4, "{rest} of {all} bytes");
            heap.mutate(|_, root| {
                for (k, vector) in root.iter().enumerate() {
                    let at = 3 * k + 2;
                    assert!(vector.slot_slice().len() == sizes[at] - 1);
                    assert!(vector.slot_slice().iter().all(|&item| item == Value::fixnum(at as i64)));
                }
                root.clear();
            });
            first_objects(&mut heap, &sizes);
            assert!(heap.state.ledger.blocks() > 1, "later ones have blocks of their own");
            heap.mutate(|_, root| root.clear());
            (0..2).for_each(|_| heap.collect_full());
            assert_eq!((heap.bytes_in_use() - before, heap.state.ledger.blocks()), (0, 0));
        }
    }

    #[test]
    fn objects_of_a_marking_are_not_among_the_first() {
        let mut heap =
            TestHeap::new(Config { stress: Stress::Incremental(3), verify: true, ..Config::default() }, |_| Vec::new());
        for round in 0..200 {
            first_objects(&mut heap, &[3, 9, 17]);
            heap.mutate(|_, root| (root.len() > 60).then(|| root.drain(..30).count()));
            heap.safepoint();
            heap.mutate(|_, root| assert!(root.iter().all(|vector| vector.slot_slice().len() % 8 < 3)));
            assert!(round < 100 || heap.state.ledger.blocks() > 1);
        }
    }
}
