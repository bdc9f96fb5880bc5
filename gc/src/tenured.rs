//! The tenured space: objects that `gc-arena` owns, marks and sweeps.
//!
//! An object of up to [`LARGEST_BLOCK`] words (header included) is the whole
//! content of one `Gc<Block<N>>`, so that its address is the `Gc`'s. A larger
//! one has an allocation of its own, owned by a `Gc<LargeOwner>` whose address
//! stands in the word before the header. Tenured objects never move.
//!
//! Bytes are counted at allocation and at drop. Drops happen only inside
//! [`Ledger::enter`], which tells the blocks whose ledger is meant.

use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::cell::{Cell, RefCell};
use std::mem::MaybeUninit;

use gc_arena::collect::Trace;
use gc_arena::{Collect, Gc};

use crate::header::{Header, LARGE, Scan};
use crate::object;
use crate::value::{TAG_CELL, TAG_OBJECT, TAG_PAIR, Value};

/// Words of the largest object that is a block of its own.
pub(crate) const LARGEST_BLOCK: usize = 128;
/// What `gc-arena` adds to each block.
const BLOCK_OVERHEAD: usize = 16;

/// Counts tenured bytes, and gathers the weak objects that a marking meets.
#[derive(Default)]
pub(crate) struct Ledger {
    pub bytes: Cell<usize>,
    pub weak_seen: RefCell<Vec<*mut u64>>,
}

thread_local! {
    static CURRENT: Cell<*const Ledger> = const { Cell::new(std::ptr::null()) };
}

impl Ledger {
    /// Runs `f`, which may mark and sweep, with this ledger as the one that
    /// traced and dropped blocks report to.
    pub fn enter<T>(&self, f: impl FnOnce() -> T) -> T {
        struct Restore(*const Ledger);
        impl Drop for Restore {
            fn drop(&mut self) {
                CURRENT.set(self.0);
            }
        }
        let _restore = Restore(CURRENT.replace(self));
        f()
    }

    fn with_current(f: impl FnOnce(&Ledger)) {
        let ledger = CURRENT.get();
        debug_assert!(
            !ledger.is_null(),
            "tracing and dropping happen inside Ledger::enter"
        );
        // SAFETY: `enter` keeps its `&self` alive while the pointer is set.
        if let Some(ledger) = unsafe { ledger.as_ref() } {
            f(ledger);
        }
    }

    #[inline]
    fn grew(&self, bytes: usize) {
        self.bytes.set(self.bytes.get() + bytes);
    }

    #[inline]
    fn shrank(&self, bytes: usize) {
        debug_assert!(self.bytes.get() >= bytes);
        self.bytes.set(self.bytes.get() - bytes);
    }
}

/// A tenured pair.
#[repr(C)]
struct PairBlock([u64; 2]);

// SAFETY: `trace` reports both words; drop touches no heap pointer.
unsafe impl<'gc> Collect<'gc> for PairBlock {
    #[inline]
    fn trace<C: Trace<'gc>>(&self, cc: &mut C) {
        mark_word(self.0[0], cc);
        mark_word(self.0[1], cc);
    }
}

impl Drop for PairBlock {
    fn drop(&mut self) {
        Ledger::with_current(|ledger| ledger.shrank(16 + BLOCK_OVERHEAD));
    }
}

/// A tenured object of at most `N` words, its header first.
#[repr(C)]
struct Block<const N: usize>([MaybeUninit<u64>; N]);

// SAFETY: `trace_object` reports every strong word that the header announces.
unsafe impl<'gc, const N: usize> Collect<'gc> for Block<N> {
    fn trace<C: Trace<'gc>>(&self, cc: &mut C) {
        trace_object(self.0.as_ptr().cast_mut().cast(), cc);
    }
}

impl<const N: usize> Drop for Block<N> {
    fn drop(&mut self) {
        Ledger::with_current(|ledger| ledger.shrank(N * 8 + BLOCK_OVERHEAD));
    }
}

/// Owner of one large object.
struct LargeOwner {
    base: *mut u64,
    words: usize,
}

// SAFETY: as for `Block`; the object starts after the back pointer.
unsafe impl<'gc> Collect<'gc> for LargeOwner {
    fn trace<C: Trace<'gc>>(&self, cc: &mut C) {
        // SAFETY: `base` has at least two words: back pointer and header.
        trace_object(unsafe { self.base.add(1) }, cc);
    }
}

impl LargeOwner {
    fn layout(words: usize) -> Option<Layout> {
        Layout::array::<u64>(words.checked_add(1)?).ok()
    }
}

impl Drop for LargeOwner {
    fn drop(&mut self) {
        let layout = LargeOwner::layout(self.words).expect("checked at allocation");
        Ledger::with_current(|ledger| ledger.shrank(layout.size() + BLOCK_OVERHEAD));
        // SAFETY: allocated with this layout in `allocate_large`, freed once.
        unsafe { dealloc(self.base.cast(), layout) };
    }
}

/// A boxed Rust value that lives in the heap. It holds no heap references.
pub trait Payload: std::any::Any {
    /// Bytes that the value owns beside its own size, for the accounting.
    fn owned_bytes(&self) -> usize {
        0
    }
}

#[repr(C)]
pub(crate) struct PayloadBlock {
    pub header: u64,
    pub value: Box<dyn Payload>,
    bytes: usize,
}

// SAFETY: payloads are `'static` and hold no heap references.
unsafe impl<'gc> Collect<'gc> for PayloadBlock {
    const NEEDS_TRACE: bool = false;
}

impl Drop for PayloadBlock {
    fn drop(&mut self) {
        Ledger::with_current(|ledger| ledger.shrank(self.bytes));
    }
}

/// Reports the strong words of the object at `addr`; notes it when it is weak.
#[inline]
fn trace_object<'gc, C: Trace<'gc>>(addr: *mut u64, cc: &mut C) {
    // SAFETY: called on live objects only, which start with their header.
    let header = unsafe { Header::from_bits(*addr) };
    // SAFETY: as above; the slots visited lie inside the object.
    unsafe { object::strong_slots(addr, header, |slot| mark_word(*slot, cc)) };
    match header.kind().scan() {
        Scan::Closure => {
            // SAFETY: a closure's first payload word is the entry of live code.
            let proto = unsafe { object::proto_of_entry(*addr.add(1) as *const u64) };
            mark_word(proto as u64 | TAG_OBJECT, cc);
        }
        Scan::WeakFirst | Scan::Ephemeron => {
            Ledger::with_current(|ledger| ledger.weak_seen.borrow_mut().push(addr));
        }
        _ => {}
    }
}

/// Reports one word to the marker.
#[inline]
pub(crate) fn mark_word<'gc, C: Trace<'gc>>(word: u64, cc: &mut C) {
    if let Some(gc) = gc_of(word) {
        cc.trace_gc(gc);
    }
}

/// The `Gc` that keeps the object of a word alive. The word must be tenured.
#[inline]
pub(crate) fn gc_of<'gc>(word: u64) -> Option<Gc<'gc, ()>> {
    let addr = (word & !7) as *const u64;
    let owner = match word & 7 {
        TAG_PAIR => addr,
        // SAFETY: an object or cell word points to a live header.
        TAG_OBJECT | TAG_CELL => unsafe {
            if Header::from_bits(*addr).has(LARGE) {
                *addr.sub(1) as *const u64
            } else {
                addr
            }
        },
        _ => return None,
    };
    // SAFETY: tenured addresses (or their owners) came from `Gc::as_ptr`.
    Some(unsafe { Gc::from_ptr(owner.cast::<()>()) })
}

/// Allocates a tenured pair.
#[inline]
pub(crate) fn allocate_pair<'gc>(
    mc: &gc_arena::Mutation<'gc>,
    ledger: &Ledger,
    car: u64,
    cdr: u64,
) -> *mut u64 {
    ledger.grew(16 + BLOCK_OVERHEAD);
    Gc::as_ptr(Gc::new(mc, PairBlock([car, cdr])))
        .cast_mut()
        .cast()
}

macro_rules! block_classes {
    ($mc:expr, $ledger:expr, $words:expr; $($n:literal)*) => {
        {$(if $words <= $n {
            $ledger.grew($n * 8 + BLOCK_OVERHEAD);
            let block = Block::<$n>([MaybeUninit::uninit(); $n]);
            return Some(Gc::as_ptr(Gc::new($mc, block)).cast_mut().cast());
        })*}
    };
}

/// Room for an object of `words` words, header included, and whether it is
/// large. The caller writes the header and the payload before anything else
/// happens. Nothing when the system has no memory.
#[inline]
pub(crate) fn allocate<'gc>(
    mc: &gc_arena::Mutation<'gc>,
    ledger: &Ledger,
    words: usize,
) -> Option<*mut u64> {
    match words {
        0..=4 => block_classes!(mc, ledger, words; 1 2 3 4),
        5..=16 => block_classes!(mc, ledger, words; 5 6 7 8 9 10 12 14 16),
        _ => block_classes!(mc, ledger, words; 20 24 28 32 40 48 56 64 80 96 112 128),
    }
    None
}

/// Room for a large object of `words` words (header included), zeroed.
pub(crate) fn allocate_large<'gc>(
    mc: &gc_arena::Mutation<'gc>,
    ledger: &Ledger,
    words: usize,
) -> Option<*mut u64> {
    let layout = LargeOwner::layout(words)?;
    // SAFETY: the layout is not empty.
    let base: *mut u64 = unsafe { alloc_zeroed(layout) }.cast();
    if base.is_null() {
        return None;
    }
    ledger.grew(layout.size() + BLOCK_OVERHEAD);
    // Pay for large objects in proportion to their size, not as one object.
    mc.metrics().adjust_debt((words / 8) as f64);
    let owner = Gc::as_ptr(Gc::new(mc, LargeOwner { base, words }));
    // SAFETY: `base` has `words + 1` words; the first is the back pointer. The
    // header is valid from the start, so that a trace of the owner is harmless.
    unsafe {
        *base = owner as u64;
        Some(base.add(1))
    }
}

/// Allocates a boxed Rust value; the result is its word.
pub(crate) fn allocate_payload<'gc>(
    mc: &gc_arena::Mutation<'gc>,
    ledger: &Ledger,
    value: Box<dyn Payload>,
) -> Value<'gc> {
    let bytes =
        size_of::<PayloadBlock>() + BLOCK_OVERHEAD + size_of_val(&*value) + value.owned_bytes();
    ledger.grew(bytes);
    let header = Header::new(crate::Kind::Payload, 3).bits();
    let gc = Gc::new(
        mc,
        PayloadBlock {
            header,
            value,
            bytes,
        },
    );
    Value::from_bits(Gc::as_ptr(gc) as u64 | TAG_OBJECT)
}
