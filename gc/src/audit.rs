//! Keeps a shadow allocation map for the heap verifier, independent of headers and marks. Only used
//! if [`Config::verify`](crate::Config::verify) asks for it.

use std::collections::HashMap;

use crate::chunk::{BLOCK_BYTES, BLOCK_WORDS};
use crate::map::WordHash;

/// Which addresses hold objects, and the room that each has.
#[derive(Default)]
pub(crate) struct Audit {
    /// Room in words of the objects with owners, by address.
    owned: HashMap<usize, usize, WordHash>,
    /// Slots in use, by the address of their block.
    blocks: HashMap<usize, Slots, WordHash>,
}

struct Slots {
    words: usize,
    in_use: [u64; BLOCK_WORDS / 64],
}

/// Number of the word at `addr` in its block.
fn word_of(addr: usize) -> usize {
    addr % BLOCK_BYTES / 8
}

impl Audit {
    /// Records a new object with an owner at `addr`, with room for `words` words.
    pub(crate) fn add_owned(&mut self, addr: usize, words: usize) {
        let old = self.owned.insert(addr, words);
        assert!(old.is_none(), "two objects at {addr:#x}");
    }

    /// Records that the object with an owner at `addr` is gone.
    pub(crate) fn remove_owned(&mut self, addr: usize) {
        assert!(self.owned.remove(&addr).is_some(), "no object at {addr:#x}");
    }

    /// Records that the slot of `words` words at `addr` is in use.
    pub(crate) fn add_small(&mut self, addr: usize, words: usize) {
        let block = addr - addr % BLOCK_BYTES;
        let fresh = || Slots { words, in_use: [0; BLOCK_WORDS / 64] };
        let slots = self.blocks.entry(block).or_insert_with(fresh);
        let (at, bit) = (word_of(addr) / 64, 1 << (word_of(addr) % 64));
        assert_eq!(slots.words, words, "a slot of the wrong size at {addr:#x}");
        assert!(slots.in_use[at] & bit == 0, "two objects at {addr:#x}");
        slots.in_use[at] |= bit;
    }

    /// Records that the slots from `from` to `to`, which lie in one block, are free. A block
    /// without slots in use is dropped, because it may be divided differently when it is reused.
    pub(crate) fn remove_small(&mut self, from: usize, to: usize) {
        let block = from - from % BLOCK_BYTES;
        let Some(slots) = self.blocks.get_mut(&block) else { return };
        for word in word_of(from)..(to - block) / 8 {
            slots.in_use[word / 64] &= !(1 << (word % 64));
        }
        if slots.in_use == [0; BLOCK_WORDS / 64] {
            self.blocks.remove(&block);
        }
    }

    /// Room in words of the object at `addr`; `None` if there is none.
    pub(crate) fn room_at(&self, addr: usize) -> Option<usize> {
        let Some(slots) = self.blocks.get(&(addr - addr % BLOCK_BYTES)) else {
            return self.owned.get(&addr).copied();
        };
        let in_use = slots.in_use[word_of(addr) / 64] & (1 << (word_of(addr) % 64)) != 0;
        in_use.then_some(slots.words)
    }
}
