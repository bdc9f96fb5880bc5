//! Stacks items without ever moving them, so that no push takes long.

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

#[cfg(test)]
mod tests {
    use super::*;

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
