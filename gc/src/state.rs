//! What a heap knows beside its arena: nursery, remembered set, symbols, limits.

use std::cell::{Cell, RefCell};

use crate::nursery::Nursery;
use crate::stats::Stats;
use crate::symbols::SymbolTable;
use crate::tenured::Ledger;

/// A list that grows by single pushes and is emptied at a minor collection.
#[derive(Default)]
pub(crate) struct PushList<T>(RefCell<Vec<T>>);

impl<T> PushList<T> {
    #[inline]
    pub fn push(&self, item: T) {
        self.0.borrow_mut().push(item);
    }

    pub fn len(&self) -> usize {
        self.0.borrow().len()
    }

    /// Takes the content; [`PushList::give_back`] returns the emptied storage.
    pub fn take(&self) -> Vec<T> {
        self.0.take()
    }

    pub fn give_back(&self, mut storage: Vec<T>) {
        storage.clear();
        storage.append(&mut self.0.borrow_mut());
        self.0.replace(storage);
    }
}

/// The state that lives as long as the heap, outside the arena.
pub(crate) struct HeapState {
    pub nursery: Nursery,
    pub ledger: Ledger,
    /// Slots of tenured objects, or of old stack frames, that hold young words.
    pub remembered_slots: PushList<*mut u64>,
    /// Tenured objects all of whose slots may hold young words.
    pub remembered_objects: PushList<u64>,
    /// Objects registered with guardians: object, guardian.
    pub guarded: RefCell<Vec<(u64, u64)>>,
    pub symbols: RefCell<SymbolTable>,
    /// Whether stores must tell the marker.
    pub marking: Cell<bool>,
    /// A native filled the nursery or a large object was made: collect soon.
    pub wanted: Cell<bool>,
    /// A full collection is wanted at the next safepoint.
    pub full_wanted: Cell<bool>,
    /// Fill evacuated space with [`crate::nursery::POISON`].
    pub poison: Cell<bool>,
    /// Limit on tenured and young bytes together.
    pub limit: Cell<usize>,
    /// Number of minor collections: addresses of young objects are good for one.
    pub epoch: Cell<u64>,
    pub stats: RefCell<Stats>,
    worklist: RefCell<Vec<u64>>,
}

impl HeapState {
    pub fn new(nursery_bytes: usize) -> HeapState {
        HeapState {
            nursery: Nursery::new(nursery_bytes),
            ledger: Ledger::default(),
            remembered_slots: PushList::default(),
            remembered_objects: PushList::default(),
            guarded: RefCell::default(),
            symbols: RefCell::default(),
            marking: Cell::new(false),
            wanted: Cell::new(false),
            full_wanted: Cell::new(false),
            poison: Cell::new(false),
            limit: Cell::new(usize::MAX),
            epoch: Cell::new(0),
            stats: RefCell::default(),
            worklist: RefCell::default(),
        }
    }

    /// Bytes in use, young and tenured.
    #[inline]
    pub fn bytes(&self) -> usize {
        self.ledger.bytes.get() + self.nursery.used()
    }

    pub fn take_worklist(&self) -> Vec<u64> {
        self.worklist.take()
    }

    pub fn give_worklist(&self, worklist: Vec<u64>) {
        self.worklist.replace(worklist);
    }
}
