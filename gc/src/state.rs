//! What a heap knows beside its arena: nursery, remembered set, symbols, limits.
//!
//! The places where a word survives a collection, which the collectors and the
//! verifier visit, are these and no others: the user's root; the objects it
//! reaches; `remembered_slots` and `remembered_objects` (until the next minor
//! collection); `guarded`; `symbols` (weak); the ledger's `weak_seen` and
//! `gray` (during a marking).

use std::cell::{Cell, RefCell, UnsafeCell};
use std::rc::Rc;

use crate::ledger::Ledger;
use crate::meter::Meter;
use crate::nursery::Nursery;
use crate::space::Space;
use crate::stats::Stats;
use crate::symbols::SymbolTable;

/// A list that grows by single pushes and is emptied at a minor collection.
pub(crate) struct PushList<T>(UnsafeCell<Vec<T>>);

impl<T: Copy> PushList<T> {
    const ROOM: usize = 1 << 12;

    fn new() -> Self {
        PushList(UnsafeCell::new(Vec::with_capacity(Self::ROOM)))
    }

    /// Appends `item`; true when the list had to grow, so that it had better be
    /// emptied soon.
    #[inline]
    pub fn push(&self, item: T) -> bool {
        // SAFETY: no reference to the vector outlives a method of this type,
        // none of which calls back; the type is not `Sync`.
        let list = unsafe { &mut *self.0.get() };
        let full = list.len() == list.capacity();
        list.push(item);
        full
    }

    /// Takes the content; [`PushList::give_back`] returns the storage.
    pub fn take(&self) -> Vec<T> {
        // SAFETY: as in `push`.
        std::mem::take(unsafe { &mut *self.0.get() })
    }

    /// A copy of the content.
    pub fn to_vec(&self) -> Vec<T> {
        // SAFETY: as in `push`.
        unsafe { &*self.0.get() }.clone()
    }

    /// Makes the list empty, with this storage, unless it has grown large.
    pub fn give_back(&self, mut storage: Vec<T>) {
        storage.clear();
        storage.shrink_to(Self::ROOM << 4);
        // SAFETY: as in `push`; the old storage is dropped after its place has
        // the new one.
        let old = std::mem::replace(unsafe { &mut *self.0.get() }, storage);
        debug_assert!(old.is_empty());
    }
}

/// One object registered with a guardian. The representative is what the guardian
/// is given once the object is dead; often it is the object.
#[derive(Clone, Copy)]
pub(crate) struct Registration {
    pub object: u64,
    pub representative: u64,
    pub guardian: u64,
}

impl Registration {
    /// Its words.
    pub fn words(&self) -> [u64; 3] {
        [self.object, self.representative, self.guardian]
    }
}

/// The registrations with guardians. All words of the first `old` ones are
/// tenured, so that minor collections need not look at them.
#[derive(Default)]
pub(crate) struct Guarded {
    pub list: Vec<Registration>,
    pub old: usize,
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
    /// Bytes of the symbol table and the registrations.
    aside: Cell<usize>,
    /// Bytes held outside the heap, see [`Charge`](crate::Charge).
    pub charges: Rc<Cell<usize>>,
    /// Whether stores must tell the marker.
    pub marking: Cell<bool>,
    /// A native filled the nursery or made much tenured: collect soon.
    pub wanted: Cell<bool>,
    /// The time that the run spends.
    pub meter: Meter,
    /// A full collection is wanted at the next safepoint.
    pub full_wanted: Cell<bool>,
    /// Bytes born tenured since the last minor collection.
    pub born_tenured: Cell<usize>,
    /// How many of them are to be born before the limits are looked at.
    look_at: Cell<usize>,
    /// Tenured bytes with which a collection that is wanted cannot wait.
    pub overdue_at: Cell<usize>,
    /// Limit on tenured and young bytes together.
    pub limit: Cell<usize>,
    /// Number of the present cycle, from 1.
    pub cycle: Cell<u64>,
    /// Number of minor collections: addresses of young objects are good for one.
    pub epoch: Cell<u64>,
    /// Number of weak words broken so far.
    pub weak_broken: Cell<u64>,
    pub stats: RefCell<Stats>,
    /// Storage of the minor collector's worklist, empty between collections.
    pub worklist: Cell<Vec<u64>>,
}

impl HeapState {
    pub fn new(nursery_bytes: usize) -> HeapState {
        HeapState {
            nursery: Nursery::new(nursery_bytes),
            ledger: Ledger::default(),
            space: Space::new(),
            remembered_slots: PushList::new(),
            remembered_objects: PushList::new(),
            guarded: RefCell::default(),
            symbols: RefCell::default(),
            aside: Cell::new(0),
            charges: Rc::default(),
            marking: Cell::new(false),
            wanted: Cell::new(false),
            meter: Meter::default(),
            full_wanted: Cell::new(false),
            born_tenured: Cell::new(0),
            look_at: Cell::new(0),
            overdue_at: Cell::new(0),
            limit: Cell::new(usize::MAX),
            cycle: Cell::new(1),
            epoch: Cell::new(0),
            weak_broken: Cell::new(0),
            stats: RefCell::default(),
            worklist: Cell::default(),
        }
    }

    /// Bytes in use: tenured and young objects, the symbol table and the
    /// registrations with guardians.
    pub fn bytes(&self) -> usize {
        self.tenured_bytes() + self.nursery.used() + self.aside.get() + self.charges.get()
    }

    /// Bytes of all tenured objects.
    pub fn tenured_bytes(&self) -> usize {
        self.ledger.bytes() - self.space.unfilled()
    }

    /// To be called when the symbol table or the registrations have changed.
    pub fn count_aside(&self) {
        let registrations = self.guarded.borrow().list.capacity() * size_of::<Registration>();
        self.aside.set(self.symbols.borrow().bytes() + registrations);
    }

    /// Bytes in use as the limit sees them. Holes between objects count when they
    /// take more than the objects do: so memory is bounded by twice the limit even
    /// for a program that means to scatter what it keeps.
    pub fn pressure(&self) -> usize {
        let bytes = self.bytes();
        let holes = self.ledger.footprint() - self.ledger.bytes();
        bytes.max((bytes + holes) / 2)
    }

    /// Whether the limit leaves room for `more` bytes.
    #[inline]
    pub fn has_room(&self, more: usize) -> bool {
        let most = self.ledger.footprint() + self.nursery.used() + self.aside.get() + self.charges.get();
        let limit = self.limit.get();
        most.saturating_add(more) <= limit || self.pressure().saturating_add(more) <= limit
    }

    /// Figures so far, what has been allocated since the last collection included.
    pub fn stats(&self) -> Stats {
        let mut stats = self.stats.borrow().clone();
        stats.young_bytes += self.nursery.used() as u64;
        stats.peak_bytes = stats.peak_bytes.max(self.bytes() as u64);
        stats
    }

    /// Remembers a slot outside the nursery into which a young word goes.
    #[inline]
    pub fn remember_slot(&self, slot: *mut u64) {
        if self.remembered_slots.push(slot) {
            self.want();
        }
    }

    /// Remembers a tenured object that may hold young words.
    #[inline]
    pub fn remember_object(&self, word: u64) {
        if self.remembered_objects.push(word) {
            self.want();
        }
    }

    /// Asks for a collection at the next safepoint, which is the next tick.
    pub fn want(&self) {
        self.wanted.set(true);
        self.meter.end();
    }

    /// Counts bytes that were born tenured: so many of them call for a
    /// collection as of young ones, or fewer at the limit.
    #[inline]
    pub fn charge(&self, bytes: usize) {
        let born = self.born_tenured.get().saturating_add(bytes);
        self.born_tenured.set(born);
        if born >= self.look_at.get() {
            self.look_at_limits(born);
        }
    }

    #[cold]
    fn look_at_limits(&self, born: usize) {
        const STEP: usize = 4096;
        self.look_at.set(born.saturating_add(STEP));
        if born >= self.nursery.capacity() || !self.has_room(0) {
            self.want();
        }
    }

    /// Starts to count anew what is born tenured.
    pub fn forget_charges(&self) {
        self.born_tenured.set(0);
        self.look_at.set(0);
    }

    /// Counts a broken weak word.
    pub fn broke_weak(&self) {
        self.weak_broken.set(self.weak_broken.get() + 1);
    }
}
