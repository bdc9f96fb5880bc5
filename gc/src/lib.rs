//! Cairn's heap: the value word, the object model, and a generational collector
//! in front of `gc-arena`.
//!
//! New objects are bump-allocated in a nursery. A minor collection moves the
//! survivors to the tenured space, which is `gc-arena`'s incremental mark and
//! sweep. Objects move only then, and only from the nursery.
//!
//! # The safety argument
//!
//! 1. A [`Value`] is branded with `'gc`, the invariant lifetime of one
//!    [`Heap::mutate`]. Collections happen between mutations, so within one a
//!    value's object neither moves nor dies.
//! 2. A value outlives a mutation only inside the root, whose [`Trace`] shows
//!    every one of them to each collection, which updates it.
//! 3. Objects are made by [`Mutation`] alone, which writes header and payload
//!    before anything else happens; a header never changes its kind or length.
//! 4. Scanned slots hold value words at all times. A code address reads as a
//!    fixnum; code objects are tenured and do not move.
//! 5. Every store of a pointer into a tenured object passes the barrier
//!    (`Mutation::store`): a young pointer is remembered, a tenured one is told
//!    to the marker while marking is under way.
//! 6. The nursery is empty whenever `gc-arena` marks or sweeps, so that the
//!    marker meets tenured addresses only; each of them, or its owner, came from
//!    `Gc::as_ptr`.
//! 7. What reads a weak slot, or the weak symbol table, tells the marker.

mod access;
mod alloc;
mod bulk;
mod header;
mod heap;
mod ledger;
mod major;
mod map;
mod minor;
mod mutation;
mod nursery;
mod object;
mod pacer;
mod state;
mod stats;
mod strings;
mod symbols;
mod tenured;
mod trace;
mod value;
mod verify;

pub use access::ProtoParts;
pub use gc_arena::Rootable;
pub use header::{Header, Kind, Scan};
pub use heap::{Config, Heap, Stress};
pub use map::{TenuredMap, WordHash, WordHasher};
pub use mutation::{Mutation, OutOfMemory};
pub use object::ProtoInfo;
pub use stats::{Pauses, Stats};
pub use strings::Chars;
pub use tenured::Payload;
pub use trace::{Trace, Tracer};
pub use value::{FIXNUM_MAX, FIXNUM_MIN, TAG_CELL, TAG_IMMEDIATE, TAG_MASK, TAG_OBJECT, TAG_PAIR, Value};
