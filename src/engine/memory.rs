//! Keeps a program within its memory: collects when the machine asks for it, and gives the handlers of a condition
//! about memory some more room.

use super::{Engine, SetupError};

/// Memory conditions that may be raised while others are handled.
const MOST_GRACE: usize = 4;
/// Extra heap for each nested out-of-memory handler, as a fraction: limit / 8.
const GRACE_PART: usize = 8;
/// A full collection at the limit has to leave one part in this many of it.
const LEAST_GAIN: usize = 32;

/// Bytes that the tables of an engine take at most before a program runs.
const TABLES: usize = 96 << 10;

impl Engine {
    /// Sets the limit to the one that was asked for.
    pub(super) fn end_grace(&mut self) {
        if self.grace > 0 {
            self.grace = 0;
            self.heap.set_limit(self.limit);
        }
    }

    /// Whether too many conditions about memory were raised while others were handled.
    pub(super) fn is_beyond_grace(&self) -> bool {
        self.grace > MOST_GRACE
    }

    /// Collects at a safepoint. False when the limit is exceeded nevertheless: a
    /// condition is due, whose handlers have some more room.
    pub(super) fn collect(&mut self) -> bool {
        let allocated = self.allocated_bytes();
        self.mutate(|mc, machine| {
            machine.sample_allocation(allocated);
            machine.world.handles.sweep(mc);
            machine.before_collection();
        });
        self.heap.safepoint();
        let is_full = self.heap.over_limit();
        if is_full {
            self.collect_all();
        }
        self.mutate(|_, machine| machine.after_collection());
        let fits = !(self.heap.over_limit() || is_full && self.has_gained_little());
        if !fits {
            self.add_grace();
        } else if self.grace > 0 && !is_tight(self.heap.bytes_at_limit(), self.limit) {
            self.end_grace();
        }
        fits
    }

    /// Collects if that is due, while nothing runs: arguments of the host take memory, and a procedure that
    /// calls none may return before it comes to a safepoint. If there is little memory left, whoever asks for it
    /// is told.
    pub(super) fn collect_if_due(&mut self) {
        let is_due = self.heap.wants_safepoint() || self.heap.is_filling();
        if is_due && self.mutate(|_, machine| machine.is_idle()) {
            self.mutate(|mc, machine| machine.world.handles.sweep(mc));
            self.heap.safepoint();
            if self.heap.over_limit() {
                self.collect_all();
            }
        }
    }

    /// Whether a full collection at the limit has left so little room that the next one would be
    /// due at once. Without a bound, a program that keeps a small part of what it allocates would
    /// spend minutes in ever more collections, each of which frees less than the one before.
    fn has_gained_little(&self) -> bool {
        let limit = self.heap.config().limit;
        self.heap.bytes_in_use() > limit - limit / LEAST_GAIN
    }

    /// Bytes that have been allocated since the start, as far as collections have counted them
    /// and the nursery is in use.
    pub(super) fn allocated_bytes(&self) -> u64 {
        let stats = self.heap.stats();
        stats.young_bytes + stats.tenured_bytes
    }

    /// Collects all that can be. The session drops what it kept to be inspected: a program
    /// that needs the memory comes first.
    pub(super) fn collect_all(&mut self) {
        self.mutate(|mc, machine| {
            machine.world.inspection.forget();
            machine.world.handles.sweep(mc);
        });
        self.heap.collect_full();
    }

    /// Collects for a call that asks for `bytes` bytes. False if there is no
    /// room for them nevertheless.
    pub(super) fn make_room(&mut self, bytes: usize) -> bool {
        if self.heap.fill_waits() && self.collect() && self.heap.has_room(bytes) {
            return true;
        }
        self.collect_all();
        // A native may ask for little at a time: when little is left, it is none.
        !self.make_room_for_handlers() && self.heap.has_room(bytes)
    }

    /// Handlers need some room too. Whether there was little.
    pub(super) fn make_room_for_handlers(&mut self) -> bool {
        let tight = is_tight(self.heap.bytes_at_limit(), self.heap.config().limit);
        if tight {
            self.add_grace();
        }
        tight
    }

    /// Sets the heap's limit one step above what is in use, or above the limit that
    /// was asked for, if that is more: an object may have gone far beyond it.
    fn add_grace(&mut self) {
        self.grace += 1;
        let base = self.heap.bytes_at_limit().max(self.heap.config().limit);
        self.heap.set_limit(base.saturating_add(self.limit / GRACE_PART));
    }
}

/// Fails when there is no memory for the tables of an engine. The allocation itself would end
/// the process.
pub(super) fn check_memory() -> std::result::Result<(), SetupError> {
    let mut tables = Vec::<u8>::new();
    tables.try_reserve_exact(TABLES).map_err(|_| SetupError)?;
    // The compiler would remove an allocation that nobody looks at.
    std::hint::black_box(&mut tables);
    Ok(())
}

/// Whether this many bytes leave little of a limit.
fn is_tight(bytes: usize, limit: usize) -> bool {
    bytes > limit / 16 * 15
}
