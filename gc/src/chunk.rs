//! Lays out the memory of small tenured objects: chunks, which are divided into blocks.
//!
//! A chunk is a range of addresses aligned to its size, so that masking an address finds it. Its
//! first blocks are its head: a mark bit for each of its words, and an [`Info`] for each block. A
//! block in use is an array of slots of one size, except the one of the first objects (`first`), and
//! has an owner in `gc-arena`, which keeps it alive.
//!
//! The free slots of a block form runs. The first two words of a run are the address of the next
//! run and its own end; its other contents are undefined.
//!
//! Invariants: only first words of marked objects have their mark bit set; a block with a set bit
//! is `marked`. Outside of a cycle no bit is set. A vacant block has no owner, no marks and no slot
//! size.

use std::cell::Cell;
use std::ptr::null_mut;
use std::sync::Arc;

use gc_arena::Gc;

use crate::pages::{Region, SLOT_BYTES, SLOT_START, Slot};

/// Bytes of a chunk.
pub(crate) const CHUNK_BYTES: usize = 2 << 20;
/// Bytes of a block.
pub(crate) const BLOCK_BYTES: usize = 16 << 10;
/// Words of a block.
pub(crate) const BLOCK_WORDS: usize = BLOCK_BYTES / 8;
/// Blocks of a chunk, those of its head included.
const BLOCKS: usize = CHUNK_BYTES / BLOCK_BYTES;
/// Blocks that the head takes.
const HEAD_BLOCKS: usize = size_of::<Head>().div_ceil(BLOCK_BYTES);
/// Bytes that a block takes from the system, its share of the head included.
pub(crate) const BLOCK_TAKES: usize = BLOCK_BYTES + (HEAD_BLOCKS * BLOCK_BYTES).div_ceil(BLOCKS - HEAD_BLOCKS);
/// All blocks but the head's, a bit each.
const ALL: u128 = u128::MAX << HEAD_BLOCKS;

/// The first blocks of a chunk. All zeros at first.
#[repr(C)]
struct Head {
    marks: [[Cell<u64>; BLOCK_WORDS / 64]; BLOCKS],
    // These and the first blocks' states share a page, the only one that a small heap touches.
    /// Blocks in use, a bit each.
    used: Cell<u128>,
    /// Blocks that have been in use since their pages were last returned to the system.
    touched: Cell<u128>,
    infos: [Info; BLOCKS],
}

/// The state of a block.
#[repr(C)]
pub(crate) struct Info {
    /// Its owner, as returned by `Gc::as_ptr`.
    pub owner: Cell<*const ()>,
    /// The first of its free runs, or null. Valid only while its class has the block on a list.
    pub runs: Cell<*mut u64>,
    /// Words of a slot.
    pub slot_words: Cell<u32>,
    /// Number of its class, which determines what the slots hold.
    class: Cell<u8>,
    /// Whether its objects have been moved.
    pub moved: Cell<bool>,
    /// Slots in use, including those of a run that is being filled.
    pub used: Cell<u32>,
    /// Whether something in it has been marked in this cycle.
    pub marked: Cell<bool>,
}

/// A chunk, and those of its blocks that may be used, a bit each.
pub(crate) struct Chunk(Region, u128);

/// Blocks at the start of a slot that are a chunk: the others of the chunk's addresses are
/// something else, or not mapped.
const SLOT_BLOCKS: usize = 28;
/// Bytes of these.
pub(crate) const SLOT_CHUNK: usize = SLOT_BLOCKS * BLOCK_BYTES;

impl Chunk {
    /// Reserves a chunk without objects, with small pages on request; `None` if the system has no
    /// memory.
    pub(crate) fn new(small_pages: bool) -> Option<Chunk> {
        const { assert!(BLOCKS == u128::BITS as usize) };
        Region::aligned(CHUNK_BYTES, small_pages).map(|region| Chunk(region, ALL))
    }

    /// A chunk that has only the start of a slot.
    pub(crate) fn of_slot(slot: &Arc<Slot>) -> Chunk {
        const { assert!(SLOT_CHUNK <= SLOT_START && SLOT_BYTES.is_multiple_of(CHUNK_BYTES)) };
        Chunk(slot.part(0, SLOT_CHUNK), ALL & !(u128::MAX << SLOT_BLOCKS))
    }

    fn head(&self) -> &Head {
        // SAFETY: the region is aligned, starts with the head, was zeroed, and all
        // zeros are a valid head; the head has interior mutability throughout.
        unsafe { &*self.0.start().cast() }
    }

    /// Takes the first vacant block into use; returns it, and whether it has kept its pages.
    pub(crate) fn take_block(&self) -> Option<(Block, bool)> {
        let vacant = self.1 & !self.head().used.get();
        if vacant == 0 {
            return None;
        }
        let index = vacant.trailing_zeros();
        let (head, bit) = (self.head(), 1 << index);
        head.used.set(head.used.get() | bit);
        let touched = head.touched.replace(head.touched.get() | bit);
        Some((self.block(index as usize), touched & bit != 0))
    }

    fn block(&self, index: usize) -> Block {
        debug_assert!((HEAD_BLOCKS..BLOCKS).contains(&index));
        // SAFETY: `index` is below the number of blocks of a chunk.
        Block(unsafe { self.0.start().add(index * BLOCK_BYTES) }.cast())
    }

    /// The first block in use whose number is at least `from`, and its number.
    pub(crate) fn next_used(&self, from: usize) -> Option<(usize, Block)> {
        let rest = self.head().used.get() & u128::MAX.checked_shl(from as u32)?;
        let index = rest.trailing_zeros() as usize;
        (rest != 0).then(|| (index, self.block(index)))
    }

    /// The blocks in use.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = Block> {
        (HEAD_BLOCKS..BLOCKS).filter(|&i| self.head().used.get() & (1 << i) != 0).map(|i| self.block(i))
    }

    /// Returns the pages of vacant blocks to the system, which provides zeroed pages when they are
    /// touched again. Returns the number of these blocks.
    pub(crate) fn decommit_vacant(&self) -> usize {
        let head = self.head();
        let mut loose = head.touched.get() & !head.used.get();
        let count = loose.count_ones() as usize;
        head.touched.set(head.touched.get() & head.used.get());
        while loose != 0 {
            let start = loose.trailing_zeros();
            let blocks = (loose >> start).trailing_ones();
            self.0.decommit(start as usize * BLOCK_BYTES, blocks as usize * BLOCK_BYTES);
            loose &= u128::MAX.checked_shl(start + blocks).unwrap_or(0);
        }
        count
    }

    /// Vacant blocks that have kept their pages.
    pub(crate) fn loose_blocks(&self) -> usize {
        (self.head().touched.get() & !self.head().used.get()).count_ones() as usize
    }

    /// Whether no block is in use.
    pub(crate) fn is_vacant(&self) -> bool {
        self.head().used.get() == 0
    }
}

/// A block of a live chunk, by its first word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block(*mut u64);

impl Block {
    /// The block that the small tenured object at `addr` lies in.
    #[inline(always)]
    pub(crate) fn of(addr: *const u64) -> Block {
        Block(addr.map_addr(|addr| addr & !(BLOCK_BYTES - 1)).cast_mut())
    }

    #[inline(always)]
    fn head(&self) -> &Head {
        // SAFETY: a block lies in a chunk that exists, which starts with its head.
        unsafe { &*head_of(self.0) }
    }

    #[inline(always)]
    fn index(self) -> usize {
        self.0.addr() % CHUNK_BYTES / BLOCK_BYTES
    }

    /// The state of the block.
    #[inline(always)]
    pub(crate) fn info(&self) -> &Info {
        &self.head().infos[self.index()]
    }

    fn marks(&self) -> &[Cell<u64>; BLOCK_WORDS / 64] {
        &self.head().marks[self.index()]
    }

    /// The first slot.
    pub(crate) fn start(self) -> *mut u64 {
        self.0
    }

    /// The end of the last slot.
    pub(crate) fn end(self) -> *mut u64 {
        let words = self.info().slot_words.get() as usize;
        // SAFETY: that many slots fit into a block.
        unsafe { self.0.add(BLOCK_WORDS / words * words) }
    }

    /// Number of its class.
    pub(crate) fn class(self) -> usize {
        self.info().class.get().into()
    }

    /// Number of slots.
    pub(crate) fn slots(self) -> usize {
        BLOCK_WORDS / self.info().slot_words.get() as usize
    }

    /// The chunk that it lies in, as a number.
    pub(crate) fn chunk_number(self) -> usize {
        self.0.addr() / CHUNK_BYTES
    }

    /// Marks all slots that are in no free run. Called between two cycles, when all runs are on the
    /// list.
    pub(crate) fn mark_live(self) {
        let mut free = self.start();
        let mut run = self.info().runs.get();
        while !run.is_null() {
            // SAFETY: a free run of this block.
            let (end, rest) = unsafe { read_run(run) };
            self.paint(free, run, true);
            (free, run) = (end, rest);
        }
        self.paint(free, self.end(), true);
        self.info().marked.set(true);
    }

    /// Calls `f` with each marked slot.
    pub(crate) fn each_marked(self, mut f: impl FnMut(*mut u64)) {
        for (i, marks) in self.marks().iter().enumerate() {
            let mut bits = marks.get();
            while bits != 0 {
                // SAFETY: marked slots lie in the block.
                f(unsafe { self.start().add(i * 64 + bits.trailing_zeros() as usize) });
                bits &= bits - 1;
            }
        }
    }

    /// Clears all marks.
    pub(crate) fn unmark_all(self) {
        self.marks().iter().for_each(|marks| marks.set(0));
        self.info().marked.set(false);
    }

    /// Bytes of a slot.
    pub(crate) fn slot_bytes(self) -> usize {
        self.info().slot_words.get() as usize * 8
    }

    /// Divides a fresh block into slots of `words`, which form one free run.
    pub(crate) fn divide(self, class: usize, words: usize) {
        self.divide_later(class, words);
        Runs::new(self).add(self.start(), self.end());
    }

    /// Makes a fresh block one of slots of `words`, which are in no free run.
    pub(crate) fn divide_later(self, class: usize, words: usize) {
        debug_assert!(!self.info().marked.get() && !self.info().moved.get());
        self.info().class.set(class as u8);
        self.info().slot_words.set(words as u32);
        self.info().runs.set(null_mut());
    }

    /// Turns all unmarked slots into runs, and calls `died` with the bounds of each. Clears the
    /// marks. Returns the number of slots in use.
    pub(crate) fn sweep(self, mut died: impl FnMut(*mut u64, *mut u64)) -> u32 {
        let words = self.info().slot_words.get() as usize;
        let mut runs = Runs::new(self);
        let (mut free, mut live) = (self.start(), 0);
        let mut gap = |from, to| {
            if from < to {
                died(from, to);
                runs.add(from, to);
            }
        };
        for (i, marks) in self.marks().iter().enumerate() {
            let mut bits = marks.take();
            live += bits.count_ones();
            while bits != 0 {
                // SAFETY: marked slots lie in the block.
                let slot = unsafe { self.start().add(i * 64 + bits.trailing_zeros() as usize) };
                gap(free, slot);
                // SAFETY: as above.
                free = unsafe { slot.add(words) };
                bits &= bits - 1;
            }
        }
        gap(free, self.end());
        self.info().marked.set(false);
        self.info().used.set(live);
        live
    }

    /// Reports the block's owner to `keep` because something in the block is marked, unless that
    /// was done in this cycle.
    #[inline(always)]
    pub(crate) fn keep<'gc>(self, keep: impl FnOnce(Gc<'gc, ()>)) {
        if !self.info().marked.replace(true) {
            // SAFETY: the owner of a block in use came from `Gc::as_ptr`.
            keep(unsafe { Gc::from_ptr(self.info().owner.get()) });
        }
    }

    /// Sets or clears the marks of all slots from `from` to `to`.
    pub(crate) fn paint(self, from: *mut u64, to: *mut u64, marked: bool) {
        let words = self.info().slot_words.get() as usize;
        let [mut word, end] = [from, to].map(|addr| (addr.addr() - self.0.addr()) / 8);
        while word < end {
            let (at, mut bits) = (word / 64, 0);
            while word < end && word / 64 == at {
                bits |= 1 << (word % 64);
                word += words;
            }
            let old = self.marks()[at].get();
            self.marks()[at].set(if marked { old | bits } else { old & !bits });
        }
    }

    /// Makes the block vacant. It has no marks, unless the heap is being dropped.
    pub(crate) fn vacate(self) {
        let info = self.info();
        info.owner.set(null_mut());
        info.runs.set(null_mut());
        info.slot_words.set(0);
        info.used.set(0);
        info.moved.set(false);
        let used = &self.head().used;
        used.set(used.get() & !(1 << self.index()));
    }
}

/// The head of the chunk that `addr` lies in.
#[inline(always)]
fn head_of(addr: *const u64) -> *const Head {
    addr.map_addr(|addr| addr & !(CHUNK_BYTES - 1)).cast()
}

/// Sets the mark bit of the small object at `addr`. Returns whether it was clear, and whether the
/// whole mark word was, in which case the block may have had no mark.
///
/// # Safety
/// `addr` is a slot in use.
#[inline(always)]
pub(crate) unsafe fn mark(addr: *const u64) -> (bool, bool) {
    // SAFETY: the caller's promise.
    let (marks, bit) = unsafe { mark_of(addr) };
    let old = marks.get();
    marks.set(old | bit);
    (old & bit == 0, old == 0)
}

/// The mark word of the small object at `addr`, and its bit.
///
/// # Safety
/// `addr` is a slot in use of a chunk that lives as long as the result is used.
#[inline(always)]
unsafe fn mark_of<'a>(addr: *const u64) -> (&'a Cell<u64>, u64) {
    let block = Block::of(addr);
    debug_assert!(is_slot(block, addr), "{addr:p} is no slot");
    let word = (addr.addr() / 8) % BLOCK_WORDS;
    // SAFETY: the caller's promise; a chunk starts with its head.
    let head = unsafe { &*head_of(addr) };
    (&head.marks[block.index()][word / 64], 1 << (word % 64))
}

/// Clears the mark bit of the small object at `addr`.
///
/// # Safety
/// `addr` is a slot in use.
#[inline]
pub(crate) unsafe fn unmark(addr: *const u64) {
    // SAFETY: the caller's promise.
    let (marks, bit) = unsafe { mark_of(addr) };
    marks.set(marks.get() & !bit);
}

/// Whether the mark bit of the small object at `addr` is set.
///
/// # Safety
/// `addr` is a slot in use.
#[inline]
pub(crate) unsafe fn is_marked(addr: *const u64) -> bool {
    // SAFETY: the caller's promise.
    let (marks, bit) = unsafe { mark_of(addr) };
    marks.get() & bit != 0
}

fn is_slot(block: Block, addr: *const u64) -> bool {
    let words = block.info().slot_words.get() as usize;
    words != 0 && ((addr.addr() - block.0.addr()) / 8).is_multiple_of(words)
}

/// The end of the free run at `run`, and the next run or null.
///
/// # Safety
/// `run` is a free run of a block.
pub(crate) unsafe fn read_run(run: *mut u64) -> (*mut u64, *mut u64) {
    // SAFETY: the caller's promise.
    unsafe { (*run.add(1) as *mut u64, *run as *mut u64) }
}

/// Builds the list of a block's free runs.
struct Runs {
    block: Block,
    last: *mut u64,
}

impl Runs {
    fn new(block: Block) -> Runs {
        block.info().runs.set(null_mut());
        Runs { block, last: null_mut() }
    }

    fn add(&mut self, from: *mut u64, to: *mut u64) {
        // SAFETY: free slots, of at least two words; `last` is such a run.
        unsafe {
            *from = 0;
            *from.add(1) = to as u64;
            if self.last.is_null() {
                self.block.info().runs.set(from);
            } else {
                *self.last = from as u64;
            }
        }
        self.last = from;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs_of(block: Block) -> Vec<(usize, usize)> {
        let mut runs = Vec::new();
        let mut run = block.info().runs.get();
        while !run.is_null() {
            // SAFETY: the list of a block that was just divided or swept.
            let (end, next) = unsafe { read_run(run) };
            runs.push((run.addr(), end.addr()));
            run = next;
        }
        runs
    }

    #[test]
    fn blocks_are_taken_once_and_again_when_vacant() {
        let chunk = Chunk::new(true).expect("memory");
        let blocks: Vec<Block> = std::iter::from_fn(|| chunk.take_block()).map(|(block, _)| block).collect();
        assert_eq!(blocks.len(), BLOCKS - HEAD_BLOCKS);
        assert!(blocks.windows(2).all(|pair| pair[0].start().addr() + BLOCK_BYTES == pair[1].start().addr()));
        blocks[7].divide(0, 2);
        blocks[7].vacate();
        assert!(chunk.take_block() == Some((blocks[7], true)) && chunk.take_block().is_none());
        blocks[9].divide(0, 2);
        blocks[9].vacate();
        assert_eq!((chunk.loose_blocks(), chunk.decommit_vacant(), chunk.loose_blocks()), (1, 1, 0));
        assert!(chunk.take_block() == Some((blocks[9], false)));
        blocks.iter().for_each(|block| block.vacate());
        assert!(chunk.is_vacant());
    }

    #[test]
    fn a_sweep_finds_what_is_not_marked() {
        let chunk = Chunk::new(true).expect("memory");
        let mut random = fastrand::Rng::with_seed(1);
        // Small slots are many, which takes long where each step is interpreted.
        for words in [2, 3, 5, 12, 128].into_iter().filter(|&words| !cfg!(miri) || words >= 12) {
            let (block, _) = chunk.take_block().expect("a block");
            block.divide(0, words);
            let slots = BLOCK_WORDS / words;
            for share in [0.0, 0.02, 0.5, 0.98, 1.0] {
                let marked: Vec<bool> = (0..slots).map(|_| random.f64() < share).collect();
                let slot = |i: usize| block.start().wrapping_add(i * words);
                for i in (0..slots).filter(|&i| marked[i]) {
                    // SAFETY: a slot of the block.
                    let fresh = unsafe { mark(slot(i)).0 && !mark(slot(i)).0 && is_marked(slot(i)) };
                    assert!(fresh);
                }
                let mut gaps = Vec::new();
                let live = block.sweep(|from, to| gaps.push((from.addr(), to.addr())));
                assert_eq!(live as usize, marked.iter().filter(|&&marked| marked).count());
                assert_eq!(gaps, runs_of(block));
                let free = |i| gaps.iter().any(|&(from, to)| (from..to).contains(&slot(i).addr()));
                assert!((0..slots).all(|i| free(i) != marked[i]), "slots of {words} words");
                // SAFETY: as above.
                assert!((0..slots).all(|i| unsafe { !is_marked(slot(i)) }));
            }
        }
    }
}
