//! Allocates large objects and boxed Rust values, which have owners in `gc-arena`.
//!
//! Small objects share blocks (see `chunk` and `space`); to `gc-arena` a block is one object, kept
//! while something in it is marked. The mark bits tell which of its slots are alive. A larger
//! object has memory of its own (`spans`), and a Rust value is boxed: each of these has an owner in
//! `gc-arena`, whose address is the word before the header. The marker (`marker`) marks and traces
//! all of them, and reports to `gc-arena` which owners to keep.
//!
//! Invariant: the header has the flag `OWNED` exactly if the object has an owner.

use std::alloc::Layout;
use std::any::{Any, TypeId};
use std::cell::Cell;
use std::mem::ManuallyDrop;

use gc_arena::{Collect, Gc};

use crate::allocator::{gave_pages, took_pages};
use crate::header::{Header, Kind, OWNED};
use crate::ledger::Ledger;
use crate::pages::Region;
use crate::spans::Spans;
use crate::value::{TAG_OBJECT, Value};

/// Bytes that `gc-arena` adds to each of its objects.
const ARENA_OVERHEAD: usize = 16;

/// Owner of one large object.
struct LargeOwner {
    base: *mut u64,
    words: usize,
    /// Index in the ledger's list of large objects, if it is listed.
    place: Cell<usize>,
}

/// `place` of an owner whose object is not on the list.
const NOT_LISTED: usize = usize::MAX;

/// The list of large objects with slots, for passes over all of them.
#[derive(Default)]
pub(crate) struct LargeList(Vec<*mut u64>);

impl LargeList {
    /// Adds the large object at `addr`.
    ///
    /// # Safety
    /// It was just allocated by [`allocate_large`].
    pub(crate) unsafe fn add(&mut self, addr: *mut u64) {
        // SAFETY: the caller's promise.
        unsafe { place_of(addr) }.set(self.0.len());
        self.0.push(addr);
    }

    fn remove(&mut self, place: usize) {
        self.0.swap_remove(place);
        if let Some(&moved) = self.0.get(place) {
            // SAFETY: what is listed has not been dropped.
            unsafe { place_of(moved) }.set(place);
        }
    }

    /// The objects.
    pub(crate) fn iter(&self) -> impl Iterator<Item = *mut u64> {
        self.0.iter().copied()
    }
}

/// # Safety
/// `addr` is a large object whose owner lives as long as the result is used.
unsafe fn place_of<'a>(addr: *mut u64) -> &'a Cell<usize> {
    // SAFETY: the word before the header is the owner's address, from `Gc::as_ptr`.
    unsafe { &(*(*addr.sub(1) as *const LargeOwner)).place }
}

// SAFETY: an owner refers to nothing in the heap. The marker traces its object's contents.
unsafe impl<'gc> Collect<'gc> for LargeOwner {
    const NEEDS_TRACE: bool = false;
}

impl LargeOwner {
    fn layout(words: usize) -> Option<Layout> {
        Layout::array::<u64>(words.checked_add(1)?).ok()
    }

    fn bytes(layout: Layout) -> usize {
        let rounding = if layout.size() < MAPPED { Spans::rounding(layout.size()) } else { 0 };
        layout.size() + rounding + size_of::<LargeOwner>() + ARENA_OVERHEAD
    }
}

impl Drop for LargeOwner {
    fn drop(&mut self) {
        Ledger::with_current(|ledger| {
            if self.place.get() != NOT_LISTED {
                ledger.large.borrow_mut().remove(self.place.get());
            }
            ledger.bury_large(Grave::new(self.base, self.words));
        });
    }
}

/// The memory of a dead large object.
pub(crate) struct Grave {
    base: *mut u64,
    words: usize,
    /// Bytes at the start of a region whose pages have not been returned to the system yet; 0 in a field.
    kept: usize,
}

/// Bytes of a region that are returned to the system at a time.
const PIECE: usize = 1 << 20;
const PAGE: usize = 4096;
/// Units of work to return a page.
const UNITS_OF_PAGE: f64 = 16.0;
/// Units of work to drop a Rust value, and for each of its bytes.
const UNITS_OF_DROP: f64 = 100.0;
const UNITS_OF_DROPPED_BYTE: f64 = 0.25;

impl Grave {
    fn new(base: *mut u64, words: usize) -> Grave {
        let layout = LargeOwner::layout(words).expect("checked at allocation");
        Grave { base, words, kept: if layout.size() >= MAPPED { layout.size() } else { 0 } }
    }

    /// Returns a piece of a large region to the system, so that freeing it takes no long pause; from now
    /// on it does not count. Returns the units of work, or none when the rest is best freed as a whole.
    pub(crate) fn shrink(&mut self, ledger: &Ledger) -> Option<f64> {
        if self.kept <= PIECE {
            return None;
        }
        let start = (self.kept - 1) / PIECE * PIECE;
        let layout = LargeOwner::layout(self.words).expect("checked at allocation");
        // SAFETY: only objects of this size have `kept`; see `memory`. The region is released later.
        let region = ManuallyDrop::new(unsafe { Region::from_raw(self.base.cast(), layout.size()) });
        region.decommit(start, self.kept - start);
        ledger.resized(self.kept - start, 0);
        self.kept = start;
        Some(UNITS_OF_PAGE * (PIECE / PAGE) as f64)
    }

    /// Frees the memory, to its field or to the system. Must be called once.
    pub(crate) fn free(self, ledger: &Ledger) {
        let layout = LargeOwner::layout(self.words).expect("checked at allocation");
        let returned = if layout.size() >= MAPPED { layout.size() - self.kept } else { 0 };
        ledger.owned_died(self.base.wrapping_add(1), LargeOwner::bytes(layout) - returned);
        gave_pages(layout.size());
        if layout.size() >= MAPPED {
            // SAFETY: see `memory`; freed once.
            drop(unsafe { Region::from_raw(self.base.cast(), layout.size()) });
        } else {
            ledger.spans.borrow_mut().give_back(self.base, layout.size());
        }
    }

    /// Units of work that freeing takes.
    pub(crate) fn work(&self) -> f64 {
        10.0 + work_to_return(self.kept)
    }
}

/// Units of work to return `bytes` bytes to the system.
pub(crate) fn work_to_return(bytes: usize) -> f64 {
    UNITS_OF_PAGE * (bytes / PAGE) as f64
}

/// Says whether a value is of a type. Every type implements it here, so that no other answer is possible.
///
/// `Any` returns its number in memory, in two halves; a comparison of the whole has to wait for both.
pub trait Typed {
    /// Whether this is of the type with this number.
    fn is_of(&self, id: TypeId) -> bool;
}

impl<T: Any> Typed for T {
    fn is_of(&self, id: TypeId) -> bool {
        TypeId::of::<T>() == id
    }
}

/// A Rust value that lives in the heap, in a box. It holds no heap references, and goes with the
/// heap to another thread.
pub trait Payload: Any + Typed + Send {
    /// Bytes that the value owns besides its own size, for the accounting. Called when it enters
    /// the heap, and by [`Value::recount_payload`].
    fn owned_bytes(&self) -> usize {
        0
    }

    /// The name of this type for people, shown where nothing else prints a value.
    fn type_name(&self) -> &'static str {
        "object"
    }

    /// The value in a few words, shown after the name of its type.
    fn summary(&self) -> Option<String> {
        None
    }
}

/// Bytes that a Rust value can say it owns: more than any machine holds, and few enough to be added up.
const MOST_OWNED: usize = if usize::BITS > 32 { (1u64 << 40) as usize } else { isize::MAX as usize / 2 };

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
        own.saturating_add(value.owned_bytes().min(MOST_OWNED))
    }

    /// The block of a value of [`Kind::Payload`].
    pub(crate) fn of<'gc>(value: Value<'gc>) -> Option<&'gc PayloadBlock> {
        if !value.has_kind(Kind::Payload) {
            return None;
        }
        // SAFETY: the object is the header of a `PayloadBlock`, which starts one word before; it is
        // alive, and not freed while the mutation lasts.
        Some(unsafe { &*value.addr().sub(1).cast::<PayloadBlock>() })
    }

    /// Updates the accounted size of the value.
    pub(crate) fn recount(&self, ledger: &Ledger) {
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
        Ledger::with_current(|ledger| {
            ledger.add_drop_work(UNITS_OF_DROP + self.bytes.get() as f64 * UNITS_OF_DROPPED_BYTE);
            ledger.owned_died(&raw const self.header, self.bytes.get());
        });
    }
}

/// The owner of the object at `addr`.
///
/// # Safety
/// The object is alive and has an owner.
pub(crate) unsafe fn owner_of<'gc>(addr: *const u64) -> Gc<'gc, ()> {
    // SAFETY: the word before the header came from `Gc::as_ptr`.
    unsafe { Gc::from_ptr(*addr.sub(1) as *const ()) }
}

/// Size from which an object has its own pages directly from the system, to which they are returned
/// at once when it dies.
const MAPPED: usize = 1 << 20;

/// Memory for a large object; `None` if the system has none.
fn memory(ledger: &Ledger, layout: Layout, zeroed: bool) -> Option<*mut u64> {
    if layout.size() >= MAPPED {
        let region = Region::new(layout.size())?;
        took_pages(layout.size());
        return Some(region.into_raw().cast());
    }
    let base = ledger.spans.borrow_mut().take(layout.size())?;
    took_pages(layout.size());
    if zeroed {
        // SAFETY: the bytes were just taken.
        unsafe { base.cast::<u8>().write_bytes(0, layout.size()) };
    }
    Some(base)
}

/// Reserves a large object of `words` words (header included), zeroed or not. `None` if the system
/// has no memory. The caller writes header and payload before anything else happens.
pub(crate) fn allocate_large<'gc>(
    mc: &gc_arena::Mutation<'gc>,
    ledger: &Ledger,
    words: usize,
    zeroed: bool,
) -> Option<*mut u64> {
    let layout = LargeOwner::layout(words)?;
    let base = memory(ledger, layout, zeroed)?;
    let owner = Gc::as_ptr(Gc::new(mc, LargeOwner { base, words, place: Cell::new(NOT_LISTED) }));
    // SAFETY: `base` has `words + 1` words; the first is the back pointer.
    unsafe {
        *base = owner as u64;
        ledger.owned_born(base.add(1), words, LargeOwner::bytes(layout));
        Some(base.add(1))
    }
}

/// Allocates a boxed Rust value with this colour; returns its word and its bytes.
pub(crate) fn allocate_payload<'gc>(
    mc: &gc_arena::Mutation<'gc>,
    ledger: &Ledger,
    value: Box<dyn Payload>,
    colour: u64,
) -> (Value<'gc>, usize) {
    let bytes = PayloadBlock::measure(&*value);
    let header = Header::new(Kind::Payload, 3).with(OWNED | colour).bits();
    let gc = Gc::new(mc, PayloadBlock { owner: Cell::new(0), header, value, bytes: Cell::new(bytes) });
    gc.owner.set(Gc::as_ptr(gc) as u64);
    let addr = &raw const gc.header;
    ledger.owned_born(addr, 4, bytes);
    (Value::from_bits(addr as u64 | TAG_OBJECT), bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_region_is_returned_in_pieces() {
        let ledger = Ledger::default();
        let words = (8 << 20) / size_of::<u64>();
        let layout = LargeOwner::layout(words).expect("a size");
        let base = memory(&ledger, layout, true).expect("memory");
        ledger.owned_born(base.wrapping_add(1), words, LargeOwner::bytes(layout));
        let mut grave = Grave::new(base, words);
        let most = grave.work() / 4.0;
        let mut pieces = 0;
        while let Some(work) = grave.shrink(&ledger) {
            assert!(work < most);
            pieces += 1;
        }
        assert_eq!(pieces, 8);
        assert!(grave.work() < most);
        grave.free(&ledger);
        assert_eq!(ledger.bytes(), 0);
    }
}
