//! The tenured space: objects that `gc-arena` owns, marks and sweeps.
//!
//! An object of up to [`LARGEST_BLOCK`] words (header included) is the whole
//! content of one `Gc<Block<N>>`, so that its address is the `Gc`'s. A larger
//! one has an allocation of its own, owned by a `Gc<LargeOwner>` whose address
//! stands in the word before the header. Tenured objects never move.
//!
//! Invariants: the header has the flag `LARGE` exactly when the object has an
//! owner; a block's header announces no more words than the block has; bytes are
//! counted at allocation and at drop, the same number at both.

use std::alloc::{Layout, alloc, alloc_zeroed, dealloc};
use std::cell::Cell;
use std::mem::MaybeUninit;

use gc_arena::collect::Trace;
use gc_arena::{Collect, Gc};

use crate::header::{Header, Kind, LARGE, Scan};
use crate::ledger::Ledger;
use crate::object;
use crate::value::{TAG_CELL, TAG_OBJECT, TAG_PAIR, Value};

/// Words of the largest object that is a block of its own.
pub(crate) const LARGEST_BLOCK: usize = 128;
/// What `gc-arena` adds to each block.
const BLOCK_OVERHEAD: usize = 16;

/// A tenured pair.
#[repr(C)]
struct PairBlock([u64; 2]);

impl PairBlock {
    const BYTES: usize = size_of::<PairBlock>() + BLOCK_OVERHEAD;
}

// SAFETY: `trace` reports both words, now or by `resume`; drop touches no heap
// pointer.
unsafe impl<'gc> Collect<'gc> for PairBlock {
    #[inline]
    fn trace<C: Trace<'gc>>(&self, cc: &mut C) {
        let addr = self.0.as_ptr();
        if Ledger::admits(addr as u64 | TAG_PAIR, 2) {
            trace_pair(addr, cc);
        }
    }
}

impl Drop for PairBlock {
    fn drop(&mut self) {
        Ledger::with_current(|ledger| ledger.died(self.0.as_ptr(), PairBlock::BYTES));
    }
}

/// A tenured object of at most `N` words, its header first.
#[repr(C)]
struct Block<const N: usize, const RAW: bool>([MaybeUninit<u64>; N]);

impl<const N: usize, const RAW: bool> Block<N, RAW> {
    const BYTES: usize = N * 8 + BLOCK_OVERHEAD;

    #[inline]
    fn allocate<'gc>(mc: &gc_arena::Mutation<'gc>, ledger: &Ledger) -> *mut u64 {
        let block = Block::<N, RAW>([MaybeUninit::uninit(); N]);
        let addr = Gc::as_ptr(Gc::new(mc, block)).cast_mut().cast();
        ledger.born(addr, N, Self::BYTES);
        addr
    }
}

// SAFETY: `trace_object` reports every strong word that the header announces, now
// or by `resume`; objects of raw kinds have none.
unsafe impl<'gc, const N: usize, const RAW: bool> Collect<'gc> for Block<N, RAW> {
    const NEEDS_TRACE: bool = !RAW;

    fn trace<C: Trace<'gc>>(&self, cc: &mut C) {
        trace_if_admitted(self.0.as_ptr().cast_mut().cast(), cc);
    }
}

impl<const N: usize, const RAW: bool> Drop for Block<N, RAW> {
    fn drop(&mut self) {
        Ledger::with_current(|ledger| ledger.died(self.0.as_ptr().cast(), Self::BYTES));
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
        trace_if_admitted(unsafe { self.base.add(1) }, cc);
    }
}

impl LargeOwner {
    fn layout(words: usize) -> Option<Layout> {
        Layout::array::<u64>(words.checked_add(1)?).ok()
    }

    fn bytes(layout: Layout) -> usize {
        layout.size() + size_of::<LargeOwner>() + BLOCK_OVERHEAD
    }
}

impl Drop for LargeOwner {
    fn drop(&mut self) {
        let layout = LargeOwner::layout(self.words).expect("checked at allocation");
        // SAFETY: allocated with this layout in `allocate_large`, freed once.
        unsafe {
            Ledger::with_current(|l| l.died(self.base.add(1), LargeOwner::bytes(layout)));
            dealloc(self.base.cast(), layout);
        }
    }
}

/// A Rust value that lives in the heap, in a box. It holds no heap references.
pub trait Payload: std::any::Any {
    /// Bytes that the value owns beside its own size, for the accounting. Asked
    /// when it enters the heap, and by [`Value::recount_payload`].
    fn owned_bytes(&self) -> usize {
        0
    }
}

#[repr(C)]
pub(crate) struct PayloadBlock {
    pub header: u64,
    pub value: Box<dyn Payload>,
    bytes: Cell<usize>,
}

impl PayloadBlock {
    fn measure(value: &dyn Payload) -> usize {
        let own = size_of::<PayloadBlock>() + BLOCK_OVERHEAD + size_of_val(value);
        own.saturating_add(value.owned_bytes().min(1 << 40))
    }

    /// Counts the value's bytes anew.
    pub fn recount(&self, ledger: &Ledger) {
        let bytes = PayloadBlock::measure(&*self.value);
        ledger.resized(self.bytes.replace(bytes), bytes);
    }
}

// SAFETY: payloads are `'static` and hold no heap references.
unsafe impl<'gc> Collect<'gc> for PayloadBlock {
    const NEEDS_TRACE: bool = false;
}

impl Drop for PayloadBlock {
    fn drop(&mut self) {
        Ledger::with_current(|ledger| ledger.died(&raw const self.header, self.bytes.get()));
    }
}

/// Reports both words of a pair. The car comes last, which `gc-arena` takes up
/// first: so few items of a list wait while the list is gone along.
#[inline]
fn trace_pair<'gc, C: Trace<'gc>>(addr: *const u64, cc: &mut C) {
    // SAFETY: called on live pairs only.
    let (car, cdr) = unsafe { (*addr, *addr.add(1)) };
    mark_word(cdr, cc);
    mark_word(car, cc);
}

/// [`trace_object`], at once or later.
#[inline]
fn trace_if_admitted<'gc, C: Trace<'gc>>(addr: *mut u64, cc: &mut C) {
    // SAFETY: called on live objects only, which start with their header.
    let header = unsafe { Header::from_bits(*addr) };
    if Ledger::admits(addr as u64 | TAG_OBJECT, header.payload_words()) {
        trace_object(addr, cc);
    }
}

/// Reports what deferred objects have, while there is quota, but of a few at most:
/// what they lead to is to be seen soon. Whether there was any.
pub(crate) fn resume<'gc, C: Trace<'gc>>(ledger: &Ledger, cc: &mut C) -> bool {
    const FEW: usize = 256;
    let mut resumed = false;
    for _ in 0..FEW {
        let word = match ledger.quota.get() {
            0 => None,
            _ => ledger.deferred.borrow_mut().pop(),
        };
        let Some(word) = word else { break };
        resumed = true;
        let addr = (word & !7) as *mut u64;
        let slots = if word & 7 == TAG_PAIR {
            trace_pair(addr, cc);
            2
        } else {
            trace_object(addr, cc);
            // SAFETY: what is deferred is marked, so it has not been freed.
            unsafe { Header::from_bits(*addr) }.payload_words()
        };
        ledger.quota.set(ledger.quota.get().saturating_sub(1 + slots));
    }
    resumed || !ledger.deferred.borrow().is_empty()
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
            if Header::from_bits(*addr).has(LARGE) { *addr.sub(1) as *const u64 } else { addr }
        },
        _ => return None,
    };
    // SAFETY: tenured addresses (or their owners) came from `Gc::as_ptr`.
    Some(unsafe { Gc::from_ptr(owner.cast::<()>()) })
}

/// Allocates a tenured pair.
#[inline]
pub(crate) fn allocate_pair<'gc>(mc: &gc_arena::Mutation<'gc>, ledger: &Ledger, car: u64, cdr: u64) -> *mut u64 {
    let addr = Gc::as_ptr(Gc::new(mc, PairBlock([car, cdr]))).cast_mut().cast();
    ledger.born(addr, 2, PairBlock::BYTES);
    addr
}

macro_rules! smallest_block {
    ($mc:expr, $ledger:expr, $words:expr, $raw:literal; $($n:literal)*) => {
        $(if $words <= $n {
            return Block::<$n, $raw>::allocate($mc, $ledger);
        })*
    };
}

/// Room for an object of `words` words, header included, at most
/// [`LARGEST_BLOCK`]. The caller writes header and payload before anything else
/// happens. `raw` tells that the kind has no slots, and need not be traced.
#[inline]
pub(crate) fn allocate<'gc>(mc: &gc_arena::Mutation<'gc>, ledger: &Ledger, words: usize, raw: bool) -> *mut u64 {
    if raw {
        smallest_block!(mc, ledger, words, true; 2 3 4 5 6 8 10 12 16 20 24 32 40 48 64 80 96 128);
    } else if words <= 4 {
        smallest_block!(mc, ledger, words, false; 1 2 3 4);
    } else {
        smallest_block!(mc, ledger, words, false; 5 6 7 8 9 10 12 14 16 20 24 28 32 40 48 56 64 80 96 112 128);
    }
    unreachable!("an object of {words} words is large")
}

/// Room for a large object of `words` words (header included), zeroed or not.
/// Nothing when the system has none. The caller writes header and payload before
/// anything else happens.
pub(crate) fn allocate_large<'gc>(
    mc: &gc_arena::Mutation<'gc>,
    ledger: &Ledger,
    words: usize,
    zeroed: bool,
) -> Option<*mut u64> {
    let layout = LargeOwner::layout(words)?;
    // SAFETY: the layout is not empty.
    let base: *mut u64 = unsafe { if zeroed { alloc_zeroed(layout) } else { alloc(layout) } }.cast();
    if base.is_null() {
        return None;
    }
    let owner = Gc::as_ptr(Gc::new(mc, LargeOwner { base, words }));
    // SAFETY: `base` has `words + 1` words; the first is the back pointer.
    unsafe {
        *base = owner as u64;
        ledger.born(base.add(1), words, LargeOwner::bytes(layout));
        Some(base.add(1))
    }
}

/// Allocates a boxed Rust value; the result is its word, and its bytes.
pub(crate) fn allocate_payload<'gc>(
    mc: &gc_arena::Mutation<'gc>,
    ledger: &Ledger,
    value: Box<dyn Payload>,
) -> (Value<'gc>, usize) {
    let bytes = PayloadBlock::measure(&*value);
    let header = Header::new(Kind::Payload, 3).bits();
    let gc = Gc::new(mc, PayloadBlock { header, value, bytes: Cell::new(bytes) });
    let addr: *const u64 = Gc::as_ptr(gc).cast();
    ledger.born(addr, 4, bytes);
    (Value::from_bits(addr as u64 | TAG_OBJECT), bytes)
}
