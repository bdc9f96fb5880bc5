//! Holds the mutable state of a heap: nursery, remembered set, symbols, limits.
//!
//! A word survives a collection only in the following places, which the collectors and the verifier
//! visit: the user's root; the objects reachable from it; `remembered_slots` and
//! `remembered_objects` (until the next minor collection); `guarded`; `symbols` (weak); `queue`
//! (during a cycle).

use std::cell::{Cell, RefCell, UnsafeCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::allocator;
use crate::chunk::SLOT_CHUNK;
use crate::clearing;
use crate::guarded::Guarded;
use crate::hash_key::HashKey;
use crate::header::{Header, Kind};
use crate::ledger::Ledger;
use crate::marker::Queue;
use crate::meter::Meter;
use crate::nursery::Nursery;
use crate::pacer::Pacer;
use crate::pages::Slot;
use crate::space::{self, Space};
use crate::stats::Stats;
use crate::symbols::SymbolTable;
use crate::value::Value;

/// A list that grows by single pushes and is emptied at a minor collection.
pub(crate) struct PushList<T>(UnsafeCell<Vec<T>>);

impl<T: Copy> PushList<T> {
    const ROOM: usize = 1 << 12;
    /// The most that stays allocated.
    const KEPT: usize = Self::ROOM << 4;

    /// An empty list without storage: a heap that stays small needs none.
    fn new() -> Self {
        PushList(UnsafeCell::default())
    }

    /// Appends `item`; returns true if the list had to grow, so that it should be emptied soon.
    #[inline]
    pub(crate) fn push(&self, item: T) -> bool {
        // SAFETY: no reference to the vector outlives a method of this type,
        // none of which calls back; the type is not `Sync`.
        let list = unsafe { &mut *self.0.get() };
        if list.len() == list.capacity() {
            return Self::push_growing(list, item);
        }
        list.push(item);
        false
    }

    #[cold]
    #[inline(never)]
    fn push_growing(list: &mut Vec<T>, item: T) -> bool {
        let had_storage = list.capacity() > 0;
        list.reserve(Self::ROOM);
        list.push(item);
        had_storage
    }

    /// Takes the content; [`PushList::give_back`] returns the storage.
    pub(crate) fn take(&self) -> Vec<T> {
        // SAFETY: as in `push`.
        std::mem::take(unsafe { &mut *self.0.get() })
    }

    /// Bytes of the storage, and those of its predecessor while it grows, beyond what is always
    /// there.
    fn bytes(&self) -> usize {
        // SAFETY: as in `push`.
        let room = unsafe { &*self.0.get() }.capacity();
        if room <= Self::KEPT { 0 } else { 2 * room * size_of::<T>() }
    }

    /// A copy of the content.
    pub(crate) fn to_vec(&self) -> Vec<T> {
        // SAFETY: as in `push`.
        unsafe { &*self.0.get() }.clone()
    }

    /// Puts the emptied storage back, shrunk if it has grown large.
    pub(crate) fn give_back(&self, mut storage: Vec<T>) {
        storage.clear();
        storage.shrink_to(Self::KEPT);
        // SAFETY: as in `push`; the old storage is dropped only after the new one is in its place.
        let old = std::mem::replace(unsafe { &mut *self.0.get() }, storage);
        debug_assert!(old.is_empty());
    }
}

/// Bytes of a slot that are the nursery at first.
const SLOT_NURSERY: usize = 192 << 10;
/// Where in a slot its user's part begins.
pub(crate) const SLOT_REST: usize = SLOT_CHUNK + SLOT_NURSERY;

/// Bytes held from the allocator that do not count at the limit although nobody charges them: a
/// short program's compilation takes about so much.
const FEW_UNCHARGED: usize = 4 << 20;

/// Bytes of holes that do not count at the limit, because each class has a partly filled block.
const FEW_HOLES: usize = 1 << 20;
/// Bytes of the mark queue that do not count.
const FEW_QUEUED: usize = 64 << 10;
/// Bytes born tenured after which a safepoint is wanted during a cycle.
const BORN_IN_CYCLE: usize = 1 << 20;

/// The phases of the tenured space's cycle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Phase {
    /// Idle: no object is marked.
    Resting,
    /// Marking reachable objects. New objects are unmarked, promoted ones are marked.
    Marking,
    /// Everything reachable is marked; weak references to dead objects are being cleared. New
    /// objects are marked.
    Clearing,
    /// Freeing unmarked objects and clearing marks. New objects are unmarked.
    Sweeping,
}

/// The state that lives as long as the heap, outside the arena.
pub(crate) struct HeapState {
    pub nursery: Nursery,
    pub ledger: Ledger,
    pub space: Space,
    /// Slots of tenured objects, or of old stack frames, that hold young words.
    pub remembered_slots: PushList<*mut u64>,
    /// Tenured objects all of whose slots may hold young words.
    pub remembered_objects: PushList<u64>,
    pub guarded: RefCell<Guarded>,
    pub symbols: RefCell<SymbolTable>,
    /// Bytes of the symbol table, the registrations and the mark queue.
    side_table_bytes: Cell<usize>,
    /// Bytes of the remembered set.
    remembered_bytes: Cell<usize>,
    /// The phase of the current cycle.
    pub phase: Cell<Phase>,
    /// The mark queue: objects marked and not yet traced.
    pub queue: RefCell<Queue>,
    /// Bytes held outside the heap, see [`Charge`](crate::Charge).
    pub charges: Arc<AtomicUsize>,
    /// Bytes that the process held from its allocator when the heap was made.
    held_before: usize,
    /// Whether stores must inform the marker: while the phase is [`Phase::Marking`].
    pub marking: Cell<bool>,
    /// The next thing to clear while the phase is [`Phase::Clearing`].
    pub clearing: Cell<clearing::Step>,
    /// Whether a weak word may have to be settled before the program reads it.
    pub weak_unsettled: Cell<bool>,
    /// Whether an unmarked object was read through a weak word while guardians were being settled.
    pub weak_disturbed: Cell<bool>,
    /// A native filled the nursery or allocated many tenured bytes: collect soon.
    pub wanted: Cell<bool>,
    /// The native address of new code objects; 0 for none.
    pub code_stub: Cell<u64>,
    /// The time that the run spends.
    pub meter: Meter,
    /// A full collection is wanted at the next safepoint.
    pub full_wanted: Cell<bool>,
    /// A minor one was asked for before many slots receive one young value.
    pub fill_waits: Cell<bool>,
    /// Bytes born tenured since the last minor collection.
    pub born_tenured: Cell<usize>,
    /// Bytes of large objects born since the last safepoint, and of the largest.
    large: Cell<(usize, usize)>,
    /// How many of them may be allocated before the limits are checked.
    look_at: Cell<usize>,
    /// Tenured bytes above which a wanted collection must not wait.
    pub overdue_at: Cell<usize>,
    /// Limit on tenured and young bytes together.
    pub limit: Cell<usize>,
    /// Number of the present cycle, from 1.
    pub cycle: Cell<u64>,
    /// The key of hashes.
    pub hash_key: Cell<HashKey>,
    /// Number of minor collections: the address of a young object is valid until the next.
    pub epoch: Cell<u64>,
    /// How often tenured objects have been moved: their addresses are valid until it changes.
    pub moves: Cell<u64>,
    /// Number of weak words broken so far.
    pub weak_broken: Cell<u64>,
    pub stats: RefCell<Stats>,
    /// Storage of the minor collector's worklist, empty between collections.
    pub worklist: Cell<Vec<u64>>,
}

impl HeapState {
    /// The state of an empty heap; none when there is no memory for its first objects.
    pub(crate) fn new(nursery_bytes: usize, slot: Option<&Arc<Slot>>) -> Option<HeapState> {
        let nursery = match slot {
            Some(slot) => Nursery::of(slot.part(SLOT_CHUNK, SLOT_NURSERY.min(nursery_bytes))),
            None => Nursery::new(nursery_bytes)?,
        };
        Some(HeapState {
            nursery,
            ledger: Ledger::default(),
            space: Space::new(slot)?,
            remembered_slots: PushList::new(),
            remembered_objects: PushList::new(),
            guarded: RefCell::default(),
            symbols: RefCell::default(),
            side_table_bytes: Cell::new(0),
            remembered_bytes: Cell::new(0),
            phase: Cell::new(Phase::Resting),
            queue: RefCell::default(),
            charges: Arc::default(),
            held_before: allocator::held(),
            marking: Cell::new(false),
            clearing: Cell::default(),
            weak_unsettled: Cell::new(false),
            weak_disturbed: Cell::new(false),
            wanted: Cell::new(false),
            code_stub: Cell::new(0),
            meter: Meter::default(),
            full_wanted: Cell::new(false),
            fill_waits: Cell::new(false),
            born_tenured: Cell::new(0),
            large: Cell::new((0, 0)),
            look_at: Cell::new(0),
            overdue_at: Cell::new(0),
            limit: Cell::new(usize::MAX),
            cycle: Cell::new(1),
            hash_key: Cell::new(HashKey::new(Some(0))),
            epoch: Cell::new(0),
            moves: Cell::new(0),
            weak_broken: Cell::new(0),
            stats: RefCell::default(),
            worklist: Cell::default(),
        })
    }

    /// Bytes in use: tenured and young objects, the symbol table, the registrations with guardians,
    /// the remembered set, and the bytes charged by the program.
    pub(crate) fn bytes(&self) -> usize {
        self.tenured_bytes() + self.nursery.used() + self.outer_bytes()
    }

    /// Bytes of all tenured objects.
    pub(crate) fn tenured_bytes(&self) -> usize {
        self.ledger.bytes() - self.space.unfilled()
    }

    /// Bytes that the tenured space has reserved from the system: chunks, vacant or not, and large
    /// objects.
    pub(crate) fn footprint(&self) -> usize {
        self.ledger.large_bytes() + self.space.chunk_bytes()
    }

    /// Recomputes the size of the side tables after the symbol table, the registrations or the mark
    /// queue have changed.
    pub(crate) fn recount_side_tables(&self) {
        let queue = self.queue.borrow().bytes().saturating_sub(FEW_QUEUED);
        self.side_table_bytes.set(self.symbols.borrow().bytes() + self.guarded.borrow().bytes() + queue);
    }

    /// Recomputes the size of the remembered set after its storage has changed.
    pub(crate) fn recount_remembered(&self) {
        self.remembered_bytes.set(self.remembered_slots.bytes() + self.remembered_objects.bytes());
    }

    /// Bytes outside the nursery and the tenured space.
    fn outer_bytes(&self) -> usize {
        self.side_table_bytes.get() + self.remembered_bytes.get() + self.charges.load(Ordering::Relaxed)
    }

    /// Bytes that the process holds from its allocator beyond what is counted otherwise, except the
    /// first [`FEW_UNCHARGED`].
    fn uncharged(&self) -> usize {
        let known = self.ledger.large_bytes() + self.outer_bytes();
        allocator::held().saturating_sub(self.held_before + known + FEW_UNCHARGED)
    }

    /// Bytes that count against the limit: those in use, holes beyond [`FEW_HOLES`], and what nobody
    /// charges.
    pub(crate) fn pressure(&self) -> usize {
        let holes = self.ledger.footprint() - self.ledger.bytes();
        self.bytes() + self.uncharged() + holes.saturating_sub(FEW_HOLES)
    }

    /// Whether the limit leaves room for `more` bytes.
    #[inline]
    pub(crate) fn has_room(&self, more: usize) -> bool {
        let most = self.ledger.footprint() + self.nursery.used() + self.outer_bytes() + self.uncharged();
        let most = most.saturating_add(more);
        most <= self.limit.get() / 2 || self.has_room_near_the_limit(most, more)
    }

    /// The same when `most` bytes would be in use, holes included. Memory that the allocator keeps
    /// for reuse must not come on top.
    #[cold]
    fn has_room_near_the_limit(&self, most: usize, more: usize) -> bool {
        allocator::keep_nothing();
        let limit = self.limit.get();
        most <= limit || self.pressure().saturating_add(more) <= limit
    }

    /// Returns memory that holds nothing to the system if the heap would otherwise keep more than its
    /// limit when it takes `more` bytes.
    pub(crate) fn make_way(&self, more: usize) {
        let held = self.ledger.footprint() + self.outer_bytes() + self.ledger.loose_bytes();
        if held.saturating_add(more) > self.limit.get() {
            self.give_back(0);
        }
    }

    /// Lets an empty nursery have as many bytes as the pacer says.
    pub(crate) fn restrict_nursery(&self, pacer: &Pacer) {
        let nursery = &self.nursery;
        let room = pacer.nursery_room(nursery.capacity(), nursery.stretched_capacity(), self.limit.get());
        nursery.restrict(room);
    }

    /// Returns vacant chunks, the pages of more than `few` vacant blocks, and those between large
    /// objects to the system.
    pub(crate) fn give_back(&self, few: usize) {
        self.space.release_vacant(&self.ledger, 0, usize::MAX);
        self.space.decommit_vacant(&self.ledger, few);
        self.ledger.spans.borrow_mut().trim();
        self.nursery.trim();
    }

    /// Statistics so far, including allocation since the last collection.
    pub(crate) fn stats(&self) -> Stats {
        let mut stats = self.stats.borrow().clone();
        stats.young_bytes += self.nursery.used() as u64;
        stats.peak_bytes = stats.peak_bytes.max(self.bytes() as u64);
        stats
    }

    /// Remembers a slot outside the nursery that receives a young word.
    #[inline]
    pub(crate) fn remember_slot(&self, slot: *mut u64) {
        if self.remembered_slots.push(slot) {
            self.remembered_set_grew();
        }
    }

    /// Remembers a tenured object that may hold young words.
    #[inline]
    pub(crate) fn remember_object(&self, word: u64) {
        if self.remembered_objects.push(word) {
            self.remembered_set_grew();
        }
    }

    #[cold]
    #[inline(never)]
    fn remembered_set_grew(&self) {
        self.recount_remembered();
        self.want();
    }

    /// Requests a collection at the next safepoint, which is the next tick.
    pub(crate) fn want(&self) {
        self.wanted.set(true);
        self.meter.end();
    }

    /// Counts bytes that were born tenured: they call for a collection as the same number of young
    /// bytes does, or sooner near the limit.
    #[inline]
    pub(crate) fn charge(&self, bytes: usize) {
        let born = self.born_tenured.get().saturating_add(bytes);
        self.born_tenured.set(born);
        if born >= self.look_at.get() {
            self.look_at_limits(born);
        }
    }

    /// Counts a large object.
    pub(crate) fn charge_large(&self, bytes: usize) {
        let (sum, largest) = self.large.get();
        self.large.set((sum + bytes, largest.max(bytes)));
    }

    /// Returns and resets the bytes of large objects, and the size of the largest.
    pub(crate) fn take_large(&self) -> (usize, usize) {
        self.large.take()
    }

    #[cold]
    fn look_at_limits(&self, born: usize) {
        const STEP: usize = 4096;
        self.look_at.set(born.saturating_add(STEP));
        // During a cycle these bytes have their share of its work, and a pause should be short.
        let most = if self.phase.get() == Phase::Resting { usize::MAX } else { BORN_IN_CYCLE };
        if born >= self.nursery.capacity().min(most) || !self.has_room(0) {
            self.want();
        }
    }

    /// Resets the count of bytes born tenured.
    pub(crate) fn forget_charges(&self) {
        self.born_tenured.set(0);
        self.look_at.set(0);
    }

    /// The colour of a new object with an owner: unmarked during marking; otherwise marked in the
    /// last marking, which means unmarked in the next.
    pub(crate) fn colour_of_new(&self) -> u64 {
        self.queue.borrow().colour_of_new(self.phase.get() != Phase::Marking || self.space.bears_marked())
    }

    /// Whether it is decided what is dead: from then on new objects are born marked.
    pub(crate) fn is_decided(&self) -> bool {
        match self.phase.get() {
            Phase::Marking => self.guarded.borrow().is_decided(),
            phase => phase == Phase::Clearing,
        }
    }

    /// Makes a pair during a marking, marked if new objects are.
    pub(crate) fn tenured_pair(&self, mc: &gc_arena::Mutation<'_>, car: u64, cdr: u64) -> *mut u64 {
        let pair = self.space.allocate(mc, &self.ledger, space::PAIRS);
        // SAFETY: a pair that was just allocated has two words.
        unsafe {
            *pair = car;
            *pair.add(1) = cdr;
        }
        pair
    }

    /// Breaks the weak pair or ephemeron at `addr`, which has not been freed.
    pub(crate) fn break_weak(&self, addr: *mut u64) {
        // SAFETY: both kinds have two words; an ephemeron's datum is cleared with its key.
        unsafe {
            *addr.add(1) = Value::BROKEN.bits();
            if Header::from_bits(*addr).kind() == Kind::Ephemeron {
                *addr.add(2) = Value::BROKEN.bits();
            }
        }
        self.broke_weak();
    }

    /// Counts a broken weak word.
    pub(crate) fn broke_weak(&self) {
        self.weak_broken.set(self.weak_broken.get() + 1);
    }
}
