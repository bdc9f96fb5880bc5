//! Implements stacks that grow without moving many items, so that no push takes long.

/// Items per part.
const PART: usize = 4096;

/// A stack in parts of a fixed size.
pub(crate) struct Bag<T> {
    /// All but the last are full, and only the first may be empty.
    parts: Vec<Vec<T>>,
}

impl<T> Default for Bag<T> {
    fn default() -> Self {
        Bag { parts: Vec::new() }
    }
}

impl<T: Copy> Bag<T> {
    #[inline]
    pub(crate) fn push(&mut self, item: T) {
        match self.parts.last_mut() {
            Some(part) if part.len() < PART => part.push(item),
            _ => self.push_to_fresh(item),
        }
    }

    #[cold]
    fn push_to_fresh(&mut self, item: T) {
        // A heap with few such items keeps its first part small.
        let mut part = if self.parts.is_empty() { Vec::new() } else { Vec::with_capacity(PART) };
        part.push(item);
        self.parts.push(part);
    }

    /// Removes and returns the item that was added last.
    pub(crate) fn pop(&mut self) -> Option<T> {
        let item = self.parts.last_mut()?.pop();
        if self.parts.last().is_some_and(Vec::is_empty) {
            self.parts.pop();
        }
        item
    }

    /// Bytes of the parts.
    pub(crate) fn bytes(&self) -> usize {
        self.parts.len() * PART * size_of::<T>()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

/// Words that the top of a pile has room for, at most.
const MOST_ON_TOP: usize = 1 << 16;

/// A stack of words whose top is one vector, for a loop that pushes and pops all the time.
#[derive(Default)]
pub(crate) struct Pile {
    top: Vec<u64>,
    /// Each of them full.
    rest: Vec<Vec<u64>>,
}

impl Pile {
    #[inline]
    pub(crate) fn push(&mut self, word: u64) {
        if self.top.len() == self.top.capacity() {
            self.make_room();
        }
        self.top.push(word);
    }

    #[cold]
    #[inline(never)]
    fn make_room(&mut self) {
        if self.top.len() >= MOST_ON_TOP {
            let full = std::mem::replace(&mut self.top, Vec::with_capacity(MOST_ON_TOP));
            self.rest.push(full);
        }
    }

    /// Removes and returns the word that was added last.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<u64> {
        self.top.pop().or_else(|| self.pop_of_rest())
    }

    #[cold]
    #[inline(never)]
    fn pop_of_rest(&mut self) -> Option<u64> {
        self.top = self.rest.pop()?;
        self.top.pop()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.top.is_empty() && self.rest.is_empty()
    }

    /// Bytes of the vectors.
    pub(crate) fn bytes(&self) -> usize {
        (self.top.capacity() + self.rest.len() * MOST_ON_TOP) * size_of::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_last_first() {
        let mut pile = Pile::default();
        for round in [10, MOST_ON_TOP as u64 + 1, 3 * MOST_ON_TOP as u64 + 7] {
            (0..round).for_each(|i| pile.push(i));
            assert!(pile.bytes() >= round as usize * 8);
            assert!((0..round).rev().all(|i| pile.pop() == Some(i)));
            assert!(pile.is_empty() && pile.pop().is_none());
        }
        assert!(pile.bytes() <= MOST_ON_TOP * 8);
    }

    #[test]
    fn items_come_back_last_first() {
        let mut bag = Bag::default();
        for round in [10, 4096, 4097, 20_000] {
            (0..round).for_each(|i| bag.push(i));
            assert!((0..round).rev().all(|i| bag.pop() == Some(i)));
            assert!(bag.is_empty() && bag.pop().is_none());
        }
    }
}
