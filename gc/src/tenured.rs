//! The tenured space: what `gc-arena` owns, marks and sweeps.
//!
//! Small objects lie in blocks, many in one (see `chunk` and `space`); to
//! `gc-arena` a block is one object, kept while something in it is marked. Which of
//! its slots are alive the mark bits say, and what is marked there waits in the
//! ledger's `gray` until its slots are traced. A larger object has an allocation of
//! its own, and a Rust value is boxed: these have an owner in `gc-arena` each, whose
//! address is the word before their header. Tenured objects never move.
//!
//! Invariant: the header has the flag `OWNED` exactly when the object has an owner.

use std::alloc::{Layout, alloc, alloc_zeroed, dealloc};
use std::cell::Cell;

use gc_arena::collect::Trace;
use gc_arena::{Collect, Finalization, Gc};

use crate::chunk::{self, Block};
use crate::header::{Header, Kind, OWNED, Scan};
use crate::ledger::Ledger;
use crate::object;
use crate::value::{TAG_CELL, TAG_OBJECT, TAG_PAIR, Value};

/// What `gc-arena` adds to each of its objects.
const ARENA_OVERHEAD: usize = 16;

/// Owner of one large object.
struct LargeOwner {
    base: *mut u64,
    words: usize,
}

// SAFETY: once an owner is traced its object waits to be traced itself; a marking is
// complete only when none does.
unsafe impl<'gc> Collect<'gc> for LargeOwner {
    fn trace<C: Trace<'gc>>(&self, _: &mut C) {
        // The object starts after the back pointer.
        let word = self.base.wrapping_add(1) as u64 | TAG_OBJECT;
        Ledger::with_current(|ledger| ledger.gray.borrow_mut().push(word));
    }
}

impl LargeOwner {
    fn layout(words: usize) -> Option<Layout> {
        Layout::array::<u64>(words.checked_add(1)?).ok()
    }

    fn bytes(layout: Layout) -> usize {
        layout.size() + size_of::<LargeOwner>() + ARENA_OVERHEAD
    }
}

impl Drop for LargeOwner {
    fn drop(&mut self) {
        let layout = LargeOwner::layout(self.words).expect("checked at allocation");
        // SAFETY: allocated with this layout in `allocate_large`, freed once.
        unsafe {
            Ledger::with_current(|l| l.owned_died(self.base.add(1), LargeOwner::bytes(layout)));
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
    /// Its own address.
    owner: Cell<u64>,
    header: u64,
    pub value: Box<dyn Payload>,
    bytes: Cell<usize>,
}

impl PayloadBlock {
    fn measure(value: &dyn Payload) -> usize {
        let own = size_of::<PayloadBlock>() + ARENA_OVERHEAD + size_of_val(value);
        own.saturating_add(value.owned_bytes().min(1 << 40))
    }

    /// The block of a word of [`Kind::Payload`].
    pub fn of<'gc>(value: Value<'gc>) -> Option<&'gc PayloadBlock> {
        if !value.has_kind(Kind::Payload) {
            return None;
        }
        // SAFETY: the object is the header of a PayloadBlock, which starts a word before;
        // it is alive, and not freed while the mutation lasts.
        Some(unsafe { &*value.addr().sub(1).cast::<PayloadBlock>() })
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
        Ledger::with_current(|ledger| ledger.owned_died(&raw const self.header, self.bytes.get()));
    }
}

/// Traces what is gray, while there is quota.
pub(crate) fn drain<'gc, C: Trace<'gc>>(ledger: &Ledger, cc: &mut C) {
    let mut gray = ledger.gray.take();
    let mut quota = ledger.quota.get();
    while quota > 0
        && let Some(word) = gray.pop()
    {
        let mut keep = |gc| cc.trace_gc(gc);
        let slots = match word & 7 {
            TAG_PAIR => trace_pairs(word, quota, &mut gray, &mut keep),
            _ => trace_object(word, ledger, |word| mark(word, &mut gray, &mut keep)),
        };
        quota = quota.saturating_sub(1 + slots);
    }
    ledger.quota.set(quota);
    // Nothing else makes objects gray meanwhile.
    debug_assert!(ledger.gray.borrow().is_empty());
    ledger.gray.replace(gray);
}

/// Traces the pair of `word`, and on to a pair that it leads to, while there is one and
/// quota. Where two ways lead on, the cdr waits: so of a list of lists little does.
/// Returns the number of slots.
#[inline]
fn trace_pairs<'gc>(word: u64, quota: usize, gray: &mut Vec<u64>, mut keep: impl FnMut(Gc<'gc, ()>)) -> usize {
    let (mut word, mut slots) = (word, 0);
    loop {
        let pair = (word & !7) as *const u64;
        // SAFETY: what is marked is alive; a pair has two words.
        let (car, cdr) = unsafe { (*pair, *pair.add(1)) };
        slots += 2;
        word = match (is_to_trace(car, &mut keep), is_to_trace(cdr, &mut keep)) {
            (false, false) => return slots,
            (true, false) => car,
            (false, true) => cdr,
            (true, true) => {
                gray.push(cdr);
                car
            }
        };
        if word & 7 != TAG_PAIR || slots >= quota {
            gray.push(word);
            return slots;
        }
    }
}

/// Reports the strong words of the object of `word`, which is no pair; notes it when it
/// is weak. Returns the number of its slots.
#[inline]
fn trace_object(word: u64, ledger: &Ledger, mut report: impl FnMut(u64)) -> usize {
    let addr = (word & !7) as *mut u64;
    // SAFETY: what is gray is alive, and an object starts with its header.
    let header = unsafe { Header::from_bits(*addr) };
    // SAFETY: as above; the slots visited lie inside the object.
    unsafe { object::strong_slots(addr, header, |slot| report(*slot)) };
    match header.kind().scan() {
        Scan::Closure => {
            // SAFETY: a closure's first payload word is the entry of live code.
            let proto = unsafe { object::proto_of_entry(*addr.add(1) as *const u64) };
            report(proto as u64 | TAG_OBJECT);
        }
        Scan::WeakFirst | Scan::Ephemeron => ledger.weak_seen.borrow_mut().push(addr),
        _ => {}
    }
    header.payload_words()
}

/// Marks the object of a word, which is not young. What has slots and was not marked
/// before becomes gray. `keep` tells `gc-arena` that an object of its own is alive.
#[inline]
pub(crate) fn mark<'gc>(word: u64, gray: &mut Vec<u64>, keep: impl FnOnce(Gc<'gc, ()>)) {
    if is_to_trace(word, keep) {
        gray.push(word);
    }
}

/// Marks the object of a word, which is not young; whether it has slots and was not
/// marked before. A large object is left to its owner.
#[inline(always)]
fn is_to_trace<'gc>(word: u64, keep: impl FnOnce(Gc<'gc, ()>)) -> bool {
    let addr = (word & !7) as *mut u64;
    match word & 7 {
        TAG_PAIR => mark_small(addr, keep),
        TAG_OBJECT | TAG_CELL => {
            // SAFETY: an object or cell word points to a live header.
            let header = unsafe { Header::from_bits(*addr) };
            if header.has(OWNED) {
                // SAFETY: the object has an owner, and is alive.
                keep(unsafe { owner_of(addr) });
                return false;
            }
            mark_small(addr, keep) && header.kind().scan() != Scan::Raw
        }
        _ => false,
    }
}

/// Marks the small tenured object at `addr`; whether it was not marked. Its slots are
/// the caller's business.
#[inline(always)]
fn mark_small<'gc>(addr: *mut u64, keep: impl FnOnce(Gc<'gc, ()>)) -> bool {
    // SAFETY: a small tenured object is a slot in use.
    let (fresh, first) = unsafe { chunk::mark(addr) };
    if first {
        Block::of(addr).keep(keep);
    }
    fresh
}

/// The owner of the object at `addr`.
///
/// # Safety
/// The object is alive and has one.
unsafe fn owner_of<'gc>(addr: *const u64) -> Gc<'gc, ()> {
    // SAFETY: the word before the header came from `Gc::as_ptr`.
    unsafe { Gc::from_ptr(*addr.sub(1) as *const ()) }
}

/// Whether the marker has not met the object of a word, which is not young. To be
/// asked when a marking is complete.
pub(crate) fn is_dead<'gc>(fc: &Finalization<'gc>, word: u64) -> bool {
    let addr = (word & !7) as *const u64;
    // SAFETY: what a marking has not met is not freed before the sweep. So an object
    // or cell word points to a header, and what has no owner is a slot in use.
    unsafe {
        match word & 7 {
            TAG_PAIR => !chunk::is_marked(addr),
            TAG_OBJECT | TAG_CELL if Header::from_bits(*addr).has(OWNED) => Gc::is_dead(fc, owner_of(addr)),
            TAG_OBJECT | TAG_CELL => !chunk::is_marked(addr),
            _ => false,
        }
    }
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
        ledger.owned_born(base.add(1), words, LargeOwner::bytes(layout));
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
    let header = Header::new(Kind::Payload, 3).with(OWNED).bits();
    let gc = Gc::new(mc, PayloadBlock { owner: Cell::new(0), header, value, bytes: Cell::new(bytes) });
    gc.owner.set(Gc::as_ptr(gc) as u64);
    let addr = &raw const gc.header;
    ledger.owned_born(addr, 4, bytes);
    (Value::from_bits(addr as u64 | TAG_OBJECT), bytes)
}
