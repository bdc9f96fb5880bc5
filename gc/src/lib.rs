//! Cairn's heap: the value word, the object model, and a generational collector.
//!
//! New objects are bump-allocated in a nursery. A minor collection moves the survivors to
//! the tenured space, which is marked and swept in increments while the program runs. A
//! full collection, which stops the program, also moves the objects of sparse blocks
//! together. Nothing else moves objects.
//!
//! ```
//! use cairn_gc::{Config, Heap, Kind, Rootable, Value};
//!
//! // A root is any type that can show its values: here, a vector of them.
//! let mut heap = Heap::<Rootable![Vec<Value<'_>>]>::new(Config::default(), |_| Vec::new());
//!
//! heap.mutate(|mc, root| {
//!     let name = mc.intern("answer");
//!     let vector = mc.alloc(Kind::Vector, &[Value::fixnum(6), Value::fixnum(7)]);
//!     root.push(mc.cons(name, vector));
//!     // Garbage: nothing that the root shows refers to it.
//!     mc.list(&[name, vector, name]);
//! });
//!
//! // Between mutations the heap may be collected, and young objects move.
//! heap.safepoint();
//! heap.collect_full();
//!
//! heap.mutate(|mc, root| {
//!     let (name, vector) = root[0].as_pair().expect("a pair");
//!     assert_eq!(name.as_symbol(), Some("answer"));
//!     assert!(vector.set_slot(mc, 0, Value::fixnum(5)));
//!     assert_eq!(vector.slot(1).and_then(Value::as_fixnum), Some(7));
//! });
//! assert_eq!(heap.stats().full.count, 1);
//! ```
//!
//! # Values and objects
//!
//! A value is one 64-bit word with a tag in its low three bits: fixnums, characters and
//! constants are in the word, and so are all doubles but the largest and smallest. A pair
//! is two words without a header; any other object is a header word and a payload, and
//! the header's kind says how the payload is scanned ([`Scan`]). Nothing is scanned
//! conservatively, and nothing is pinned.
//!
//! # Promotion
//!
//! A minor collection copies what is reachable out of the nursery, from the root and from
//! the slots and objects that the write barrier remembered. Every survivor is promoted at
//! once: there is no aging, and no second copy. A list is copied along its cdrs, so it
//! lies in order afterwards; the worklist is explicit, so deep data costs no native stack.
//!
//! The part of the nursery that is used follows the rate of survival: it is cut short so
//! that a collection promotes about 256 KiB, which takes about a millisecond.
//!
//! The tenured space consists of *blocks* of 16 KiB, arrays of slots of one size, and of
//! large objects, which have memory of their own. Blocks come in chunks of 2 MiB, aligned
//! to their size, with a mark bit for every word in their head. So a promoted pair takes
//! 16 bytes and no call of an allocator, and its mark is found by masking its address.
//!
//! # The return barrier
//!
//! The user's root may hold a stack of any depth. A root that is traced for a minor
//! collection leaves out what has not changed since the last one ([`Tracer::is_minor`]),
//! and shows a marking each part once, in pieces ([`Tracer::marking`],
//! [`Tracer::budget`], [`Tracer::postpone`]). Cairn's machine replaces a return address
//! far down its stack by a barrier, and a collection scans from there upwards only; so
//! a recursion a million frames deep does not make pauses longer. A store into a frame
//! below it is reported by [`Mutation::remember_stack_slot`].
//!
//! # Marking
//!
//! Marking is incremental, with a forward barrier (Dijkstra's): a pointer to a tenured
//! object that is stored into another marks what it points to. What is promoted during a
//! marking is black at once, for the minor collection visits its slots anyway. The root
//! has no barrier: it is shown again whenever the queue has run empty, and marking is
//! complete when that finds nothing new within one increment.
//!
//! Every step can stop anywhere. A vector of ten million slots is traced 1,024 slots at a
//! time, and what these lead to comes before the next ones, which also keeps the queue
//! short. Increments are measured in units, a slot or an object each, and have 120,000 at
//! most by intention.
//!
//! # Weak structures
//!
//! An ephemeron whose key is marked keeps its datum from then on. The others are looked
//! at again when the queue has run empty; from then on those whose key is still not marked
//! wait in a table by the key's address, and every object that is marked is looked up
//! there once. So chains of ephemerons take linear time (compare Hayes, *Ephemerons*,
//! 1997, and the quadratic loops of many collectors). Registrations with guardians
//! (Dybvig, Bruggeman, Eby, 1993) lie in a group for each guardian and wait in the same
//! table, groups for their guardians and representatives for their objects.
//!
//! When marking is complete, weak words of the dead are broken, and dead symbols and
//! groups forgotten, in slices too. The program runs on meanwhile: whoever looks at a weak
//! object settles that one first, so all of them seem to break at once. The symbol table
//! and the table of waiters are made of 64 tables each, so that growing takes no time
//! that could be noticed.
//!
//! What guardians are given is decided for all that is dead at the same time, which has
//! to be one step: it takes time in proportion to what is given.
//!
//! # Filling holes
//!
//! Free slots are filled by objects of the same size only. So a heap of which little
//! survives, scattered, may be mostly holes. A full collection moves the objects of blocks
//! that are at most half full into the holes of others, which takes no further memory,
//! and then replaces every reference; when the memory limit is exceeded, those of all
//! blocks that have holes. Of three million strings of which one in a hundred was kept,
//! 20 MB stay resident instead of 450, the process itself included.
//!
//! Objects that others may know by their address stay where they are, in blocks of their
//! own: code, symbols, and what [`Mutation::alloc_tenured`] and its like have made. A
//! table that hashes by address looks at [`Mutation::epoch`] for young keys and at
//! [`Mutation::moves`] for old ones.
//!
//! # Pacing
//!
//! A cycle starts at 1.8 times what the last ones found alive, and is to end before the
//! space has grown by 0.4 times that. The work done lies on the line between the two
//! sizes, ahead by the size of the largest object that was made lately, so that a large
//! one does not outrun the marker: 96 MB of pairs beside one vector after the other have
//! a peak of 168, 160 and 224 MB for vectors of 8, 32 and 128 MB. What large objects ask
//! for is the one reason for an increment of more than 120,000 units.
//!
//! A heap whose program makes nothing has idle cycles, which come less and less often
//! while they find little. Vacant chunks that the next cycle is not expected to fill go
//! back to the system a few at a time; a full collection gives all of them back.
//!
//! # Accounting
//!
//! The limit ([`Config::limit`]) bounds the bytes of all blocks in use, of large objects,
//! of the used part of the nursery, of the symbol table and registrations, and what the
//! user puts on the heap's account ([`Charge`]). Holes count, but for
//! 1 MiB. When it is exceeded, a full collection fills the holes; only then is there no
//! room.
//!
//! # What `gc-arena` does, and what it does not
//!
//! `gc-arena` brands values with the lifetime of a mutation, owns what has to be
//! dropped (blocks, large objects, Rust values), and sweeps these owners. It neither
//! traces nor paces: its owners hold nothing to trace, the marker here tells it by its
//! write barrier which ones to keep, and an increment sets its debt to the work that is
//! left for the sweep. This crate adds everything else: the nursery, blocks and their
//! sweep, marking, weak structures, moving, pacing, limits and the verifier.
//!
//! # The safety argument
//!
//! 1. A [`Value`] is branded with `'gc`, the invariant lifetime of one
//!    [`Heap::mutate`], and stays on its thread. Collections happen between
//!    mutations, so within one a value's object neither moves nor dies.
//! 2. A value outlives a mutation only inside the root, whose [`Trace`] shows
//!    every one of them to each collection, which updates it. What a collection
//!    has no use for may be left out, as [`Tracer`] says.
//! 3. Objects are made by [`Mutation`] alone, which writes header and payload
//!    before anything else happens; a header never changes its kind or length.
//!    Safe functions make and change objects of [plain kinds](Kind::is_plain)
//!    only, for which any words will do; a kind with a layout of its own has
//!    functions of its own.
//! 4. Scanned slots hold value words at all times. A code address reads as a
//!    fixnum; code objects are tenured from birth and do not move.
//! 5. Every store of a pointer into a tenured object passes the barrier
//!    (`Mutation::store`): a young pointer is remembered, what a tenured one refers
//!    to is marked while marking is under way. An object that is born tenured
//!    is remembered as a whole, unless it holds no young word.
//! 6. The nursery is empty whenever something is traced, swept or moved together, so that
//!    the marker meets tenured addresses only. Each of them is a slot in use of a
//!    block, or has an owner; owners came from `Gc::as_ptr`. `gc-arena` keeps an owner
//!    that the marker has told it of; a slot that is not marked is filled
//!    anew only after the sweep has come to it. What is promoted during a marking
//!    is marked, and so is what it refers to; from the end of marking to the start of the
//!    sweep, so is everything that is made.
//! 7. Before the sweep every weak word of a live object whose own object is dead
//!    is broken, and dead symbols leave their table; until then who reads one settles it
//!    first, so that no dead object is found. So a weak word that is not
//!    broken may be read and used at any time: to keep it is to store it (rule 5)
//!    or to show it from the root (rule 2), and either tells the marker.
//! 8. What a value lends out ([`Value::slot_slice`], [`Value::bytes`], [`Chars`])
//!    is the object's own memory. Types keep it from outliving the mutation; that
//!    it is not used after a store to the same object is its user's duty.
//!
//! 9. Objects move in minor collections, from the nursery, and in full ones, from blocks
//!    of objects that may move; either replaces every word that refers to them: those of
//!    live objects, of the root, and of the heap's own tables. A block from which objects
//!    were moved is not read again, and a key by address is hashed again.
//!
//! Rule 1 is checked by the compiler. No value leaves its mutation,
//!
//! ```compile_fail
//! # use cairn_gc::{Config, Heap, Rootable, Value};
//! let mut heap = Heap::<Rootable![Value<'_>]>::new(Config::default(), |_| Value::NIL);
//! let kept = heap.mutate(|mc, _| mc.cons(Value::NIL, Value::NIL));
//! ```
//!
//! not by way of a variable outside,
//!
//! ```compile_fail
//! # use cairn_gc::{Config, Heap, Rootable, Value};
//! let mut heap = Heap::<Rootable![Value<'_>]>::new(Config::default(), |_| Value::NIL);
//! let mut kept = Value::NIL;
//! heap.mutate(|mc, _| kept = mc.cons(Value::NIL, Value::NIL));
//! ```
//!
//! nor into another heap, nor do the bytes of one,
//!
//! ```compile_fail
//! # use cairn_gc::{Config, Heap, Rootable, Value};
//! let mut a = Heap::<Rootable![Value<'_>]>::new(Config::default(), |_| Value::NIL);
//! let mut b = Heap::<Rootable![Value<'_>]>::new(Config::default(), |_| Value::NIL);
//! a.mutate(|_, in_a| b.mutate(|_, in_b| *in_b = *in_a));
//! ```
//!
//! ```compile_fail
//! # use cairn_gc::{Config, Heap, Rootable, Value};
//! let mut heap = Heap::<Rootable![Value<'_>]>::new(Config::default(), |_| Value::NIL);
//! let name = heap.mutate(|mc, _| mc.intern("name").as_symbol());
//! ```
//!
//! nor its thread; and a heap cannot be collected during a mutation.
//!
//! ```compile_fail
//! # use cairn_gc::{Config, Heap, Rootable, Value};
//! let mut heap = Heap::<Rootable![Value<'_>]>::new(Config::default(), |_| Value::NIL);
//! heap.mutate(|_, root| {
//!     let value = *root;
//!     std::thread::scope(|scope| scope.spawn(move || value.car()).join().is_ok())
//! });
//! ```
//!
//! ```compile_fail
//! # use cairn_gc::{Config, Heap, Rootable, Value};
//! let mut heap = Heap::<Rootable![Value<'_>]>::new(Config::default(), |_| Value::NIL);
//! heap.mutate(|_, _| heap.safepoint());
//! ```
//!
//! A type that holds values is no payload, which would hide them:
//!
//! ```compile_fail
//! # use cairn_gc::{Payload, Value};
//! struct Hidden<'gc>(Value<'gc>);
//! impl Payload for Hidden<'_> {}
//! ```

mod access;
mod alloc;
mod audit;
mod bag;
mod bulk;
mod charge;
mod chunk;
mod clearing;
mod compact;
mod guarded;
mod header;
mod heap;
mod ledger;
mod major;
mod map;
mod marker;
pub mod meter;
mod minor;
mod mutation;
mod nursery;
mod object;
mod pacer;
pub mod pages;
mod places;
mod space;
mod state;
mod stats;
mod strings;
mod symbols;
mod tenured;
mod trace;
mod value;
mod verify;
mod waiting;

pub use access::ProtoParts;
pub use charge::Charge;
pub use gc_arena::Rootable;
pub use header::{Header, Kind, Scan};
pub use heap::{Config, Heap, Stress};
pub use map::{TenuredMap, WordHash, WordHasher};
pub use meter::{Gauge, Stop, StopHandle, Watch};
pub use mutation::{Mutation, OutOfMemory};
pub use object::ProtoInfo;
pub use places::Places;
pub use stats::{Pauses, Stats};
pub use strings::Chars;
pub use tenured::Payload;
pub use trace::{Trace, Tracer};
pub use value::{FIXNUM_MAX, FIXNUM_MIN, TAG_CELL, TAG_IMMEDIATE, TAG_MASK, TAG_OBJECT, TAG_PAIR, Value};
