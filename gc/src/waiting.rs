//! Registers waiters that want to know if an object is marked after all.
//!
//! Late in a marking, the datum of an ephemeron waits for its key, the representative of a
//! registration for its object, and the registrations with a guardian for the guardian. Each object
//! that is marked from then on is looked up here once, so chains of ephemerons and guardians take
//! time in proportion to their length.
//!
//! The table is split into many small ones, so that none takes long to grow.

use crate::words::WordMap;

/// A waiter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Waiter {
    /// The ephemeron at this address waits for its key.
    Ephemeron(*mut u64),
    /// The representative, a word, waits for an object that is registered with a guardian.
    Representative(u64),
    /// The group of registrations with this number waits for its guardian.
    Group(usize),
}

const SHARDS: usize = 64;
const NONE: u32 = u32::MAX;

/// Bytes of a table for each entry that it has room for: the entry, its tag, and the part that stays free.
const FIRST_BYTES: usize = (size_of::<(u64, u32)>() + 1) * 8 / 7;

#[derive(Default)]
struct Shard {
    /// The number of the first waiter, by the address of its object.
    first: WordMap<u32>,
    /// Each with the number of the next waiter for the same object.
    waiters: Vec<(Waiter, u32)>,
}

/// The waiters of a heap.
pub(crate) struct Waiting {
    shards: [Shard; SHARDS],
}

impl Default for Waiting {
    fn default() -> Self {
        Waiting { shards: std::array::from_fn(|_| Shard::default()) }
    }
}

fn shard_of(addr: u64) -> usize {
    (addr.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58) as usize % SHARDS
}

impl Waiting {
    /// Registers `waiter` for the object of `word`.
    pub(crate) fn wait(&mut self, word: u64, waiter: Waiter) {
        let addr = word & !7;
        let shard = &mut self.shards[shard_of(addr)];
        let number = shard.waiters.len() as u32;
        let next = shard.first.insert(addr, number).unwrap_or(NONE);
        shard.waiters.push((waiter, next));
    }

    /// Passes the waiters for the object of `word`, which has been marked, to `wake`.
    #[inline]
    pub(crate) fn marked(&mut self, word: u64, mut wake: impl FnMut(Waiter)) {
        let addr = word & !7;
        let shard = &mut self.shards[shard_of(addr)];
        let mut at = shard.first.remove(&addr).unwrap_or(NONE);
        while at != NONE {
            let (waiter, next) = shard.waiters[at as usize];
            wake(waiter);
            at = next;
        }
    }

    /// Bytes of the tables.
    pub(crate) fn bytes(&self) -> usize {
        let bytes = |shard: &Shard| {
            shard.first.capacity() * FIRST_BYTES + shard.waiters.capacity() * size_of::<(Waiter, u32)>()
        };
        size_of::<Waiting>() + self.shards.iter().map(bytes).sum::<usize>()
    }

    /// Removes and returns the waiters of one of the small tables that has some, including those
    /// that were woken.
    pub(crate) fn take_some(&mut self) -> Option<Vec<Waiter>> {
        let shard = self.shards.iter_mut().find(|shard| !shard.waiters.is_empty())?;
        let Shard { waiters, .. } = std::mem::take(shard);
        Some(waiters.into_iter().map(|(waiter, _)| waiter).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiters_are_told_once() {
        let mut waiting = Waiting::default();
        (0..1000).for_each(|i| waiting.wait(8 * (i % 100), Waiter::Representative(i)));
        let mut told = Vec::new();
        waiting.marked(8 * 7 + 2, |waiter| told.push(waiter));
        assert_eq!(told.len(), 10);
        assert!(told.contains(&Waiter::Representative(107)));
        waiting.marked(8 * 7 + 2, |_| panic!("told twice"));
        assert_eq!(std::iter::from_fn(|| waiting.take_some()).flatten().count(), 1000);
    }
}
