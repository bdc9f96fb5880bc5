//! Counts the memory that a native holds outside the heap while it works.

use cairn_gc::{Charge, Mutation, OutOfMemory};

/// The bytes of a native's growing vectors and strings, counted against the memory limit before
/// they are allocated. Dropping it releases them.
pub struct Scratch<'gc> {
    mc: Mutation<'gc>,
    charge: Charge,
    /// Bytes that need not be counted again.
    counted: usize,
    /// Bytes that [`Scratch::add`] was told of.
    added: usize,
}

/// Bytes that are not worth counting.
const SMALL: usize = 1 << 14;

impl<'gc> Scratch<'gc> {
    /// Nothing is held yet.
    pub fn new(mc: Mutation<'gc>) -> Self {
        Scratch { mc, charge: Charge::default(), counted: SMALL, added: 0 }
    }

    /// Counts `bytes` in all, which the native holds or is about to hold.
    ///
    /// # Errors
    /// [`OutOfMemory`] if the limit leaves no room for them.
    #[inline]
    pub fn need(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        if bytes <= self.counted { Ok(()) } else { self.grow(bytes) }
    }

    /// Counts `bytes` more, for a native that gathers parts of many sizes and does not call [`Scratch::need`].
    ///
    /// # Errors
    /// As for [`Scratch::need`].
    pub fn add(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        self.added = self.added.saturating_add(bytes);
        self.need(self.added)
    }

    #[cold]
    fn grow(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        let full = bytes.checked_next_power_of_two().unwrap_or(usize::MAX);
        // A vector that is full is copied to one twice as large, so both exist for a while.
        self.charge.hold(self.mc, full.saturating_add(full / 2))?;
        self.counted = full;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use cairn_gc::{Config, Heap, Rootable, Value};

    use super::*;

    #[test]
    fn what_is_held_counts_until_it_is_dropped() {
        let config = Config { limit: 16 << 20, ..Config::default() };
        let mut heap = Heap::<Rootable![Value<'_>]>::new(config, |_| Value::NIL);
        heap.mutate(|mc, _| {
            let mut scratch = Scratch::new(mc);
            assert!(scratch.need(5 << 20).is_ok());
            assert!(mc.check_room(8 << 20).is_err(), "12 MiB are counted, for a vector of 8 and its predecessor");
            assert!(scratch.need(9 << 20).is_err());
            drop(scratch);
            assert!(mc.check_room(8 << 20).is_ok());
        });
    }
}
