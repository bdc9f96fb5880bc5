//! Keeps a shadow allocation map for the heap verifier, independent of headers and marks. Only used
//! if [`Config::verify`](crate::Config::verify) asks for it.

use std::collections::HashMap;

use crate::chunk::{BLOCK_BYTES, BLOCK_WORDS};
use crate::space::LARGEST_SLOT;
use crate::words::WordHash;

/// Which addresses hold objects, and the room that each has.
#[derive(Default)]
pub(crate) struct Audit {
    /// Room in words of the objects with owners, by address.
    owned: HashMap<usize, usize, WordHash>,
    /// Slots in use, by the address of their block: for each of its words, the room in words of the
    /// slot that starts there, or 0.
    blocks: HashMap<usize, Box<[u8; BLOCK_WORDS]>, WordHash>,
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
        let rooms = self.blocks.entry(block).or_insert_with(|| Box::new([0; BLOCK_WORDS]));
        let at = word_of(addr);
        let before = rooms[at.saturating_sub(LARGEST_SLOT)..at].iter().rposition(|&room| room != 0);
        let before = before.map(|place| at.saturating_sub(LARGEST_SLOT) + place);
        let is_free = before.is_none_or(|place| place + usize::from(rooms[place]) <= at);
        assert!(is_free && rooms[at..at + words].iter().all(|&room| room == 0), "two objects at {addr:#x}");
        rooms[at] = words as u8;
    }

    /// Records that the slots from `from` to `to`, which lie in one block, are free. A block
    /// without slots in use is dropped, because it may be divided differently when it is reused.
    pub(crate) fn remove_small(&mut self, from: usize, to: usize) {
        let block = from - from % BLOCK_BYTES;
        let Some(rooms) = self.blocks.get_mut(&block) else { return };
        rooms[word_of(from)..(to - block) / 8].fill(0);
        if rooms.iter().all(|&room| room == 0) {
            self.blocks.remove(&block);
        }
    }

    /// Room in words of the object at `addr`; `None` if there is none.
    pub(crate) fn room_at(&self, addr: usize) -> Option<usize> {
        let Some(rooms) = self.blocks.get(&(addr - addr % BLOCK_BYTES)) else {
            return self.owned.get(&addr).copied();
        };
        Some(usize::from(rooms[word_of(addr)])).filter(|&room| room > 0)
    }
}
