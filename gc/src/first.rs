//! Keeps the first immovable objects of a heap together, whatever their sizes.
//!
//! A class of slots has blocks of its own, so its first object takes a page from the system. A heap that stays small has a
//! few objects of many sizes, most of which live as long as it does: cells of builtins, code. They share one block, which is
//! filled from its start until the first marking ends. Its words are slots of one word each, of which objects take several
//! in a row; a list says where they start. The room of a dead object is used again only when all of them are dead.

use crate::chunk::{self, BLOCK_WORDS, Block};

/// The block of the first objects.
#[derive(Default)]
pub(crate) struct First {
    block: Option<Block>,
    /// The objects, by their offset and length in words.
    objects: Vec<(u16, u16)>,
    /// Words that have been taken.
    top: usize,
    /// No more objects may come.
    is_closed: bool,
}

impl First {
    /// Whether objects of `words` words fit.
    pub(crate) fn has_room(&self, words: usize) -> bool {
        !self.is_closed && words <= BLOCK_WORDS - self.top
    }

    /// Takes `words` words, for which there is room, from the block, which `make` provides first.
    pub(crate) fn take(&mut self, words: usize, make: impl FnOnce() -> Block) -> *mut u64 {
        let block = *self.block.get_or_insert_with(make);
        self.objects.push((self.top as u16, words as u16));
        block.info().used.update(|used| used + words as u32);
        let addr = at(block, self.top);
        self.top += words;
        addr
    }

    /// Refuses further objects from now on: a marking has begun, and may find that all are dead.
    pub(crate) fn close(&mut self) {
        self.is_closed = true;
    }

    /// Marks all objects.
    pub(crate) fn mark_live(&self, block: Block) {
        for &(offset, _) in &self.objects {
            // SAFETY: an object of the block, which is in use.
            unsafe { chunk::mark(at(block, offset.into())) };
        }
        block.info().marked.set(true);
    }

    /// Forgets the objects that are not marked, and calls `died` with the bounds of each. Clears the marks.
    pub(crate) fn sweep(&mut self, block: Block, mut died: impl FnMut(*mut u64, *mut u64)) {
        self.objects.retain(|&(offset, words)| {
            let (from, to) = (at(block, offset.into()), at(block, usize::from(offset + words)));
            // SAFETY: an object of the block, which is in use.
            let is_live = unsafe { chunk::is_marked(from) };
            if !is_live {
                block.info().used.update(|used| used - u32::from(words));
                died(from, to);
            }
            is_live
        });
        block.unmark_all();
    }
}

/// The word of a block at an offset.
fn at(block: Block, offset: usize) -> *mut u64 {
    debug_assert!(offset <= BLOCK_WORDS);
    block.start().wrapping_add(offset)
}
