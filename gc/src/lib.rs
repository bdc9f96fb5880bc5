//! Implements Cairn's heap: the value word, the object model and a generational collector.
//!
//! New objects are bump-allocated in a nursery. A minor collection moves the survivors to
//! the tenured space, which is marked and swept in increments while the program runs. A
//! full collection, which stops the program, also moves the objects of sparse blocks
//! together. Nothing else moves objects.
//!
//! ```
//! use cairn_gc::{Config, Heap, Kind, Rootable, Value};
//!
//! // A root is any type that can trace its values: here, a vector of them.
//! let mut heap = Heap::<Rootable![Vec<Value<'_>>]>::new(Config::default(), |_| Vec::new());
//!
//! heap.mutate(|mc, root| {
//!     let name = mc.intern("answer");
//!     let vector = mc.alloc(Kind::Vector, &[Value::fixnum(6), Value::fixnum(7)]);
//!     root.push(mc.cons(name, vector));
//!     // Garbage: nothing that the root traces refers to it.
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
//! constants are stored in the word, and so are all doubles except the largest and smallest. A pair
//! is two words without a header; any other object is a header word and a payload, and the header's
//! kind determines how the payload is scanned ([`Scan`]). Nothing is scanned conservatively, and
//! nothing is pinned.
//!
//! # Promotion
//!
//! A minor collection copies the reachable objects out of the nursery. Its roots are the user's
//! root and the slots and objects in the remembered set. Every survivor is promoted at once: there
//! is no aging and no second copy. A list is copied along its cdrs, so its pairs end up adjacent
//! and in order; the worklist is explicit, so deep data costs no native stack.
//!
//! The usable part of the nursery adapts to the survival rate: it shrinks so that a collection
//! promotes at most 512 KiB, which takes about a millisecond. If more than 2 %
//! survive, it grows to up to three times its size, unless that is more than a sixteenth of the limit: what has more
//! time to die need not be copied, and a program that fills a table of parses promotes half as much. If
//! less survives, there is little to gain, and a shorter nursery stays in the cache. A full collection gives
//! the additional pages back.
//!
//! The tenured space consists of *blocks* of 16 KiB, which are arrays of slots of one size, and of
//! large objects, of more than a kibibyte. Blocks come in chunks of 2 MiB, aligned to
//! their size, whose head has a mark bit for every word. So a promoted pair takes 16
//! bytes and no call to an allocator, and masking its address finds its mark.
//!
//! A large object takes a run of granules of 256 bytes in a *field* of 4 MiB, or has a mapping of its own
//! if it has a mebibyte or more. Neither goes through the allocator of the process, which would
//! keep what it is given back: a program that dropped 40 MB of vectors and then filled a heap of 64 MiB
//! with pairs took 160 MB from the system that way. Now no way to fill a heap takes more than the limit and
//! 34 MB, of which 18 MB are the process without data.
//!
//! # Pages
//!
//! The system has to provide each page that a collection touches for the first time. On the virtual machine on
//! which the figures here were taken, a huge page costs 7 ms, and up to 76 ms when its host is short of
//! memory; the same 2 MiB in small pages cost 1 ms, spread over 512 faults. So nothing asks for huge
//! pages: a program that builds all permutations of nine elements, ten times over, went from 2.5 to 1.5 s,
//! and the 99th percentile of its minor collections from 10 ms to 0.6 ms.
//!
//! # The return barrier
//!
//! The user's root may hold a stack of any depth. When a root is traced for a minor collection, it
//! skips the parts that have not changed since the last one ([`Tracer::is_minor`]); when it is
//! traced for marking, it presents each part once, in pieces ([`Tracer::marking`],
//! [`Tracer::budget`], [`Tracer::postpone`]). Cairn's machine replaces a return address far down
//! its stack by a return barrier, and a minor collection scans only the frames above it, so a
//! recursion a million frames deep does not lengthen pauses. A store into a frame below the return
//! barrier is reported by [`Mutation::remember_stack_slot`].
//!
//! # Marking
//!
//! Marking is incremental, with a forward (Dijkstra) write barrier: storing a pointer to a tenured
//! object into another object marks the target. An object promoted during marking is black at once,
//! because the minor collection visits its slots anyway. The root has no write barrier: it is
//! traced again whenever the queue runs empty, and marking is complete when that finds nothing new
//! within one increment.
//!
//! Every step can stop anywhere. A vector of ten million slots is traced 1,024 slots at a time, and
//! the objects reached from them are traced before the next part, which also keeps the queue short.
//! The queue itself grows by vectors of 65,536 words, none of which is ever copied.
//! A pair far from the one that refers to it waits in a line of eight until the processor has fetched it
//! (Cher, Hosking, Vitek, *Software prefetching for mark-sweep garbage collection*, 2004): marking terms
//! that are trees of lists took two thirds of the time, and lists and vectors as long as before. To
//! delay objects with headers until the header was fetched took a third longer: promotion puts them
//! near each other.
//! Increments are measured in units (a slot or an object each) and aim at 120,000 at most.
//!
//! # Weak structures
//!
//! An ephemeron whose key is marked keeps its datum alive from then on. The others are examined
//! again when the queue has run empty; those whose key is still unmarked then wait in a table
//! indexed by the key's address, and every object marked afterwards is looked up there once. So
//! chains of ephemerons take linear time (compare Hayes, *Ephemerons*, 1997, and the quadratic
//! loops of many collectors). Registrations with guardians (Dybvig, Bruggeman, Eby, 1993) are
//! grouped by guardian and wait in the same table: a group for its guardian, a representative for
//! its object.
//! When marking is complete, weak words that refer to dead objects are broken, and dead symbols and
//! groups are dropped, also in slices. The program keeps running meanwhile: reading a weak object
//! first settles it, so all of them appear to break at once. The symbol table and the table of
//! waiters are split into 64 tables each, so that growing one causes no noticeable pause.
//!
//! Guardians receive all objects that died in a cycle. The objects that these lead to are marked in slices too:
//! the program cannot reach any of it, except through a weak word, and its first read of one does
//! the rest at once.
//!
//! # Filling holes
//!
//! Free slots are only reused for objects of the same size. So a heap with a few scattered
//! survivors may be mostly holes. A full collection moves the objects out of blocks that are at
//! most half full into the holes of other blocks, which needs no additional memory, and then
//! updates every reference; when the memory limit is exceeded, it does so for all blocks that have
//! holes. In a test with three million strings of which one in a hundred was kept,
//! 20 MB stay resident instead of 450, including the process itself.
//!
//! Objects whose address may be recorded elsewhere never move and have blocks of their own: code,
//! symbols, and objects allocated by [`Mutation::alloc_tenured`] and its relatives. A table that
//! hashes by address checks [`Mutation::epoch`] for young keys and [`Mutation::moves`] for tenured
//! ones.
//!
//! # Pacing
//!
//! A cycle starts when the tenured space reaches twice the live size that the last cycles
//! found, and should end before the space has grown by another 0.4 times that size. The work done
//! follows the line between these two sizes, plus the size of the largest recent object, so that a
//! large allocation does not outrun the marker; and dead large objects are freed at twice the rate of
//! new ones, at least, once the sweep has found them. Work caused by large objects is the
//! only reason for an increment of more than 120,000 units.
//!
//! A heap whose program allocates nothing has idle cycles, which become rarer while they find
//! little. Vacant chunks that the next cycle is not expected to fill are returned to the system a
//! few at a time; a full collection returns all of them.
//!
//! # Accounting
//!
//! The limit ([`Config::limit`]) bounds the sum of
//!
//! | what | counted |
//! |---|---|
//! | blocks in use | whole, with their share of the chunk's marks (2.4 %); holes beyond the first MiB |
//! | large objects | in granules or pages, from allocation until their memory is given back |
//! | nursery | the part in use |
//! | symbol table, registrations with guardians | the tables' allocations |
//! | mark queue, waiting ephemerons, remembered set | the same, beyond what is always there |
//! | memory of the user | what it charges to the heap ([`Charge`]) |
//!
//! Vacant blocks, and pages of fields that hold nothing, do not count, because they go back to the
//! system before the heap takes more than its limit from it. When the limit is exceeded, a full
//! collection fills the holes; only if that is not enough does an allocation fail. So a process holds
//! at most the limit and what it takes without data, about 15 MB with a nursery of 4 MiB: with a
//! limit of 200 MiB, 222 MiB full of pairs.
//!
//! # What `gc-arena` does, and what it does not
//!
//! | | `gc-arena` | this crate |
//! |---|---|---|
//! | safety | brands values with the lifetime of a mutation | adds what follows from objects that move |
//! | ownership | owns, and drops, one owner for each block, large object and Rust value | owns the memory that these refer to |
//! | tracing | none: its owners have nothing to trace | traces, and reports with `gc-arena`'s write barrier (`forward_barrier`) which owners to keep |
//! | sweeping | sweeps the list of owners | sweeps the slots of blocks, and frees large objects in pieces |
//! | pacing | none: it sweeps as much as its debt says, which an increment sets to the work that is left | decides when a cycle starts and how much each increment does |
//!
//! This crate alone has the nursery, weak structures, compaction, limits and the verifier.
//!
//! # The safety argument
//!
//! 1. A [`Value`] is branded with `'gc`, the invariant lifetime of one
//!    [`Heap::mutate`], and stays on its thread. Collections happen between
//!    mutations, so within one a value's object neither moves nor dies.
//! 2. A value outlives a mutation only inside the root, whose [`Trace`] reports every one of them
//!    to each collection, which updates it. Parts that a collection does not need may be left out,
//!    as [`Tracer`] describes.
//! 3. Objects are created by [`Mutation`] alone, which writes header and payload before anything
//!    else happens; a header never changes its kind or length. Safe functions create and change
//!    only objects of [plain kinds](Kind::is_plain), for which any words are valid; a kind with a
//!    layout of its own has its own functions.
//! 4. Scanned slots hold value words at all times. A code address reads as a
//!    fixnum; code objects are tenured from birth and do not move.
//! 5. Every store of a pointer into a tenured object passes the write barrier (`Mutation::store`):
//!    a slot that receives a young pointer is remembered; the target of a tenured pointer is marked
//!    while marking is in progress. An object that is born tenured is remembered as a whole, unless
//!    it holds no young word.
//! 6. The nursery is empty whenever the collector traces, sweeps or compacts, so the marker meets
//!    tenured addresses only. Each of them is a slot in use of a block, or has an owner; owners
//!    came from `Gc::as_ptr`. `gc-arena` keeps an owner that the marker has reported; an unmarked
//!    slot is reused only after the sweep has reached it. An object promoted during marking is
//!    marked, and so is everything it refers to; from the end of marking to the start of the sweep,
//!    so is every new object.
//! 7. Before the sweep, every weak word of a live object that refers to a dead one is broken, and
//!    dead symbols leave their table; until then a read settles the weak word first, so that no
//!    dead object is found. So an unbroken weak word may be read and used at any time: keeping it
//!    means storing it (rule 5) or tracing it from the root (rule 2), and either informs the
//!    marker.
//! 8. The slices that a value lends out ([`Value::slot_slice`], [`Value::bytes`], [`Chars`]) are
//!    the object's own memory. Types keep them from outliving the mutation; it is the user's duty
//!    not to use them after a store to the same object.
//!
//! 9. Objects move in minor collections (out of the nursery) and in full ones (out of blocks of
//!    movable objects); either replaces every word that refers to them: in live objects, in the
//!    root, and in the heap's own tables. A block whose objects were moved is not read again, and
//!    keys hashed by address are rehashed.
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
//! nor into another heap; neither do the bytes of one,
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
//! A type that holds values cannot be a payload, which would hide them from the collector:
//!
//! ```compile_fail
//! # use cairn_gc::{Payload, Value};
//! struct Hidden<'gc>(Value<'gc>);
//! impl Payload for Hidden<'_> {}
//! ```

#![deny(unreachable_pub)]

mod access;
mod ahead;
mod alloc;
pub mod allocator;
mod audit;
mod bag;
mod bulk;
mod charge;
mod chunk;
mod clearing;
mod compact;
mod current;
mod first;
mod guarded;
mod hash_key;
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
mod spans;
mod state;
mod stats;
mod strings;
mod symbols;
mod tenured;
mod trace;
mod value;
mod verify;
mod waiting;
mod weak;
mod words;

pub use access::ProtoParts;
pub use charge::Charge;
pub use current::Joint;
pub use gc_arena::Rootable;
pub use hash_key::HashKey;
pub use header::{Header, Kind, Scan};
pub use heap::{Config, Heap, Stress, slot_rest};
pub use map::TenuredMap;
pub use meter::{Gauge, Stop, StopHandle, Watch};
pub use mutation::{Mutation, OutOfMemory};
pub use object::ProtoInfo;
pub use places::Places;
pub use stats::{Pauses, Stats};
pub use strings::Chars;
pub use tenured::Payload;
pub use trace::{Trace, Tracer};
pub use value::{FIXNUM_MAX, FIXNUM_MIN, TAG_CELL, TAG_IMMEDIATE, TAG_MASK, TAG_OBJECT, TAG_PAIR, Value};
pub use words::{WordMap, WordSet, mix};
