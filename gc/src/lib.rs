//! Cairn's heap: the value word, the object model, and a generational collector
//! in front of `gc-arena`.
//!
//! New objects are bump-allocated in a nursery. A minor collection moves the
//! survivors to the tenured space, which is `gc-arena`'s incremental mark and
//! sweep, of blocks with many small objects each and of large objects. Objects
//! move only then, and only from the nursery.
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
//!    fixnum; code objects are tenured and do not move.
//! 5. Every store of a pointer into a tenured object passes the barrier
//!    (`Mutation::store`): a young pointer is remembered, what a tenured one refers
//!    to is marked while marking is under way. An object that is born tenured
//!    is remembered as a whole, unless it holds no young word.
//! 6. The nursery is empty whenever something is marked or swept, so that the
//!    marker meets tenured addresses only. Each of them is a slot in use of a
//!    block, or has an owner; owners came from `Gc::as_ptr`. `gc-arena` keeps a
//!    block while one of its slots is marked, and a slot that is not is filled
//!    anew only after the sweep has come to it. What is promoted during a marking
//!    is marked, and so is what it refers to.
//! 7. Before the sweep every weak word of a live object whose own object is dead
//!    is broken, and dead symbols leave their table. So a weak word that is not
//!    broken may be read and used at any time: to keep it is to store it (rule 5)
//!    or to show it from the root (rule 2), and either tells the marker.
//! 8. What a value lends out ([`Value::slot_slice`], [`Value::bytes`], [`Chars`])
//!    is the object's own memory. Types keep it from outliving the mutation; that
//!    it is not used after a store to the same object is its user's duty.
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
mod bulk;
mod charge;
mod chunk;
mod header;
mod heap;
mod ledger;
mod major;
mod map;
pub mod meter;
mod minor;
mod mutation;
mod nursery;
mod object;
mod pacer;
pub mod pages;
mod space;
mod state;
mod stats;
mod strings;
mod symbols;
mod tenured;
mod trace;
mod value;
mod verify;

pub use access::ProtoParts;
pub use charge::Charge;
pub use gc_arena::Rootable;
pub use header::{Header, Kind, Scan};
pub use heap::{Config, Heap, Stress};
pub use map::{TenuredMap, WordHash, WordHasher};
pub use meter::{Gauge, Stop, StopHandle, Watch};
pub use mutation::{Mutation, OutOfMemory};
pub use object::ProtoInfo;
pub use stats::{Pauses, Stats};
pub use strings::Chars;
pub use tenured::Payload;
pub use trace::{Trace, Tracer};
pub use value::{FIXNUM_MAX, FIXNUM_MIN, TAG_CELL, TAG_IMMEDIATE, TAG_MASK, TAG_OBJECT, TAG_PAIR, Value};
