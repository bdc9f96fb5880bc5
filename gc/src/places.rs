//! Says where machine code finds what allocation, the write barrier and ticks need.
//!
//! The addresses stay the same as long as the heap. Functions of this crate change
//! their contents too, so machine code keeps no copy of it across a call.

use crate::mutation::Mutation;

/// Addresses inside a heap.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    /// The heap's state; the addresses below lie in it.
    pub state: *const u8,
    /// Ticks left of the quantum, an `i32`, see [`meter`](crate::meter).
    pub ticks: *const u8,
    /// Where the next young object goes, an address.
    pub nursery_top: *const u8,
    /// Up to where young objects may go, an address.
    pub nursery_limit: *const u8,
    /// Whether stores into tenured objects must tell the marker, a `bool`.
    pub marking: *const u8,
}

impl<'gc> Mutation<'gc> {
    /// Where the nursery begins, and its bytes. A collection may change both.
    pub fn nursery(self) -> [u64; 2] {
        let bounds = self.state.nursery.bounds();
        [bounds.start as u64, bounds.len() as u64]
    }

    /// The addresses for machine code.
    pub fn places(self) -> Places {
        let state = self.state;
        let (top, limit) = state.nursery.words();
        Places {
            state: (&raw const *state).cast(),
            ticks: state.meter.ticks(),
            nursery_top: top,
            nursery_limit: limit,
            marking: state.marking.as_ptr().cast_const().cast(),
        }
    }
}
