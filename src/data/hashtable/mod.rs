//! Implements hash tables as heap objects.
//!
//! A table is an object of [`Kind::HashTable`] whose slots are named below. Its entries are in a
//! vector, alternating keys and values, in insertion order; a removed entry leaves a gap
//! ([`Value::BROKEN`]). A separate raw object holds the `capacity` bucket heads, followed by the
//! hash and successor of each entry, all of 32 bits. Links are entry numbers plus one; zero ends a
//! chain.
//!
//! When the entries are full, the table is rebuilt without its gaps, larger or smaller according to
//! the number of live entries; a large table in steps, see `growth`.
//!
//! **Moving keys.** Keys compared by identity are hashed by address, and an object's address
//! changes once, when a minor collection moves it out of the nursery. So a table remembers its
//! first entry with a young key and the epoch ([`Mutation::epoch`]) of that key's hash. The first
//! operation in a later epoch rehashes that entry and those after it. Symbols, numbers and
//! characters are exempt: their hashes depend on their contents. A full collection may move old
//! objects to compact the heap ([`Mutation::moves`]): then all entries are rehashed.
//!
//! **Weak tables** hold their entries through weak objects, see `weak`.

mod growth;
mod weak;

use cairn_gc::{Kind, Mutation, OutOfMemory, Value};

use crate::equal::{equal, eqv, same_chars};
use crate::error;
use crate::hash::{Extent, Hashed, eq_hash, equal_hash, eqv_hash, string_hash};

pub use weak::Weakness;

/// Slot: the [`Sort`], a fixnum.
const SORT: usize = 0;
/// Slot: buckets, hashes and links.
const LINKS: usize = 1;
/// Slot: the entries.
const ENTRIES: usize = 2;
/// Slot: number of live entries.
const LIVE: usize = 3;
/// Slot: number of entries, gaps included.
const USED: usize = 4;
/// Slot: first entry whose hash may come from a young address; else as `USED`.
const YOUNG: usize = 5;
/// Slot: the epoch in which the hashes from `YOUNG` on are valid.
const EPOCH: usize = 6;
/// Slot: [`Mutation::weak_broken_epoch`] when dead entries were last removed.
const PRUNED: usize = 7;
/// Slot: [`Mutation::moves`] when the hashes were valid; or the [`growth::Move`] in progress.
const MOVES: usize = 8;
/// Slot: number of the [`Extent`] of keys that counts for the hashes.
const EXTENT: usize = 9;
/// Number of slots.
const SLOTS: usize = 10;

/// As many different keys of one hash make the table look at more of its keys.
const MOST_ALIKE: usize = 8;

const LEAST_CAPACITY: usize = 8;
const GREATEST_CAPACITY: usize = 1 << 30;

/// The equivalence of keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Equivalence {
    /// `eq?`
    Eq,
    /// `eqv?`
    Eqv,
    /// `equal?`
    Equal,
    /// `string=?`; every key is a string.
    String,
}

const EQUIVALENCES: [Equivalence; 4] = [Equivalence::Eq, Equivalence::Eqv, Equivalence::Equal, Equivalence::String];

impl Equivalence {
    #[inline]
    fn hash<'gc>(self, mc: Mutation<'gc>, extent: Extent, key: Value<'gc>) -> Hashed {
        match self {
            Equivalence::Eq => eq_hash(mc, key),
            Equivalence::Eqv => eqv_hash(mc, key),
            Equivalence::Equal => equal_hash(mc, extent, key),
            Equivalence::String => {
                let hash = key.as_string().map_or(0, |chars| string_hash(mc.hash_key(), extent, chars));
                Hashed { hash, moves: false }
            }
        }
    }

    /// Whether two keys that are not `eq?`, but have the same hash, are equivalent.
    fn same<'gc>(self, mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> error::Result<'gc, bool> {
        Ok(match self {
            Equivalence::Eq => false,
            Equivalence::Eqv => eqv(a, b),
            Equivalence::Equal => equal(mc, a, b)?,
            Equivalence::String => match (a.as_string(), b.as_string()) {
                (Some(a), Some(b)) => same_chars(a, b),
                _ => false,
            },
        })
    }
}

/// How a table compares its keys, and which parts of entries it keeps alive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sort {
    /// How keys are compared.
    pub equivalence: Equivalence,
    /// Which parts are not kept alive.
    pub weakness: Weakness,
}

impl Sort {
    fn number(self) -> i64 {
        self.equivalence as i64 + EQUIVALENCES.len() as i64 * self.weakness as i64
    }

    #[inline]
    fn from_number(number: usize) -> Option<Sort> {
        let equivalence = EQUIVALENCES[number % EQUIVALENCES.len()];
        Some(Sort { equivalence, weakness: *Weakness::ALL.get(number / EQUIVALENCES.len())? })
    }
}

impl From<Equivalence> for Sort {
    fn from(equivalence: Equivalence) -> Sort {
        Sort { equivalence, weakness: Weakness::Strong }
    }
}

/// A handle to a hash table object, which may have several.
#[derive(Clone, Copy)]
pub struct Table<'gc> {
    object: Value<'gc>,
    sort: Sort,
}

/// A read-only view of the words of a table and its parts, valid until the next store to any of
/// them; code that stores uses a [`State`] instead.
#[derive(Clone, Copy)]
struct View<'gc> {
    slots: &'gc [Value<'gc>; SLOTS],
    parts: Parts<'gc>,
    heads: &'gc [u32],
    /// Hash and link of each entry.
    nodes: &'gc [u32],
    entries: &'gc [Value<'gc>],
}

impl<'gc> View<'gc> {
    /// The view of these parts of a table with these slots.
    #[inline]
    fn of(slots: &'gc [Value<'gc>; SLOTS], parts: Parts<'gc>) -> View<'gc> {
        let entries = parts.entries.slot_slice();
        let (heads, nodes) = parts.links.units32().split_at(entries.len() / 2);
        View { slots, parts, heads, nodes, entries }
    }

    #[inline]
    fn number(self, slot: usize) -> usize {
        self.slots[slot].as_index().unwrap_or(0)
    }

    #[inline]
    fn extent(self) -> Extent {
        Extent::of(self.number(EXTENT))
    }

    /// How many entries have a hash.
    fn alike(self, hash: u32) -> usize {
        let first = self.heads[bucket(hash, self.heads.len())];
        let next = |&link: &u32| Some(self.link_of(link as usize - 1)).filter(|&link| link != 0);
        let chain = std::iter::successors(Some(first).filter(|&link| link != 0), next);
        chain.filter(|&link| self.hash_of(link as usize - 1) == hash).count()
    }

    #[inline]
    fn hash_of(self, entry: usize) -> u32 {
        self.nodes[2 * entry]
    }

    #[inline]
    fn link_of(self, entry: usize) -> u32 {
        self.nodes[2 * entry + 1]
    }

    /// The words of an entry.
    #[inline]
    fn words(self, entry: usize) -> [Value<'gc>; 2] {
        [self.entries[2 * entry], self.entries[2 * entry + 1]]
    }

    #[inline]
    fn state(self) -> State<'gc> {
        State {
            links: self.parts.links,
            entries: self.parts.entries,
            capacity: self.heads.len(),
            live: self.number(LIVE),
            used: self.number(USED),
            young: self.number(YOUNG),
        }
    }

    /// Finds the entry with this key. The value of a weak entry may be dead.
    #[inline]
    fn find(self, mc: Mutation<'gc>, sort: Sort, hash: u32, key: Value<'gc>) -> error::Result<'gc, Option<usize>> {
        let Sort { equivalence, weakness } = sort;
        match weakness {
            Weakness::Strong => self.search(mc, equivalence, hash, key, |entry| self.entries[2 * entry]),
            _ => self.search(mc, equivalence, hash, key, |entry| weakness.key(mc, self.words(entry))),
        }
    }

    #[inline]
    fn search(
        self,
        mc: Mutation<'gc>,
        equivalence: Equivalence,
        hash: u32,
        key: Value<'gc>,
        key_of: impl Fn(usize) -> Value<'gc>,
    ) -> error::Result<'gc, Option<usize>> {
        let mut link = self.heads[bucket(hash, self.heads.len())];
        while link != 0 {
            let entry = link as usize - 1;
            let here = key_of(entry);
            if here == key || (self.hash_of(entry) == hash && equivalence.same(mc, here, key)?) {
                return Ok(Some(entry));
            }
            link = self.link_of(entry);
        }
        Ok(None)
    }
}

/// A copy of a table's slots.
#[derive(Clone, Copy)]
struct State<'gc> {
    links: Value<'gc>,
    entries: Value<'gc>,
    capacity: usize,
    live: usize,
    used: usize,
    young: usize,
}

impl<'gc> State<'gc> {
    /// The words of an entry.
    fn words(self, entry: usize) -> [Value<'gc>; 2] {
        [2 * entry, 2 * entry + 1].map(|i| self.entries.slot(i).unwrap_or(Value::BROKEN))
    }

    fn set_words(self, mc: Mutation<'gc>, entry: usize, words: [Value<'gc>; 2]) {
        self.entries.set_slot(mc, 2 * entry, words[0]);
        self.entries.set_slot(mc, 2 * entry + 1, words[1]);
    }

    fn leave_gap(self, mc: Mutation<'gc>, entry: usize) {
        self.set_words(mc, entry, [Value::BROKEN, Value::UNSPECIFIED]);
    }

    /// Links an entry at the front of the chain of its hash.
    fn link(self, mc: Mutation<'gc>, entry: usize, hash: u32) {
        let capacity = self.capacity;
        self.links.units32_mut(mc, |units| {
            let bucket = bucket(hash, capacity);
            units[capacity + 2 * entry] = hash;
            units[capacity + 2 * entry + 1] = units[bucket];
            units[bucket] = entry as u32 + 1;
        });
    }

    /// Unlinks an entry from the chain of its hash.
    fn unlink(self, mc: Mutation<'gc>, entry: usize) {
        let capacity = self.capacity;
        self.links.units32_mut(mc, |units| {
            let mut at = bucket(units[capacity + 2 * entry], capacity);
            while units[at] != entry as u32 + 1 {
                if units[at] == 0 {
                    return;
                }
                at = capacity + 2 * (units[at] as usize - 1) + 1;
            }
            units[at] = units[capacity + 2 * entry + 1];
        });
    }
}

#[inline]
fn bucket(hash: u32, capacity: usize) -> usize {
    hash as usize & capacity.wrapping_sub(1)
}

/// The number of buckets for this many entries: a power of two.
fn places(count: usize) -> usize {
    count.clamp(LEAST_CAPACITY, 2 * GREATEST_CAPACITY).next_power_of_two()
}

/// Buckets and entries of a table.
#[derive(Clone, Copy)]
struct Parts<'gc> {
    links: Value<'gc>,
    entries: Value<'gc>,
}

impl<'gc> Parts<'gc> {
    fn allocate(mc: Mutation<'gc>, capacity: usize) -> Result<Parts<'gc>, OutOfMemory> {
        if capacity > GREATEST_CAPACITY {
            return Err(OutOfMemory(usize::MAX));
        }
        let links = mc.alloc_bytes(Kind::Bytes, capacity * 12)?;
        // Zeros, which cost nothing before they are used: the system provides a large vector of them.
        let entries = mc.alloc_filled(Kind::Vector, capacity * 2, Value::fixnum(0))?;
        Ok(Parts { links, entries })
    }
}

impl<'gc> Table<'gc> {
    /// The table of an object, if it is one.
    #[inline]
    pub fn of(object: Value<'gc>) -> Option<Table<'gc>> {
        if !object.has_kind(Kind::HashTable) {
            return None;
        }
        let sort = Sort::from_number(object.slot(SORT)?.as_index()?)?;
        Some(Table { object, sort })
    }

    /// Creates an empty table with room for `capacity` entries.
    ///
    /// # Errors
    /// [`OutOfMemory`] if there is no room.
    pub fn new(mc: Mutation<'gc>, sort: impl Into<Sort>, capacity: usize) -> Result<Table<'gc>, OutOfMemory> {
        let sort = sort.into();
        let parts = Parts::allocate(mc, places(capacity))?;
        let mut slots = [Value::fixnum(0); SLOTS];
        slots[SORT] = Value::fixnum(sort.number());
        slots[LINKS] = parts.links;
        slots[ENTRIES] = parts.entries;
        slots[MOVES] = moves(mc);
        Ok(Table { object: mc.alloc(Kind::HashTable, &slots), sort })
    }

    /// The object.
    pub fn object(self) -> Value<'gc> {
        self.object
    }

    /// How keys are compared, and which parts are weak.
    pub fn sort(self) -> Sort {
        self.sort
    }

    /// Number of entries, excluding dead ones.
    pub fn len(self, mc: Mutation<'gc>) -> usize {
        self.prune(mc);
        self.object.slot(LIVE).and_then(Value::as_index).unwrap_or(0)
    }

    /// Whether it has no entry.
    pub fn is_empty(self, mc: Mutation<'gc>) -> bool {
        self.len(mc) == 0
    }

    #[inline]
    fn view(self) -> View<'gc> {
        let slots: &[_; SLOTS] = self.object.slot_slice().first_chunk().expect("a table has its slots");
        View::of(slots, Parts { links: slots[LINKS], entries: slots[ENTRIES] })
    }

    /// The view, after rehashing the keys that a collection may have moved. A move in progress goes on.
    #[inline]
    fn fresh_view(self, mc: Mutation<'gc>) -> View<'gc> {
        let view = self.view();
        let young_moved = view.slots[YOUNG] != view.slots[USED] && view.slots[EPOCH] != epoch(mc);
        let old_moved = view.slots[MOVES] != moves(mc);
        if young_moved || old_moved {
            self.refresh(mc, young_moved);
            return self.view();
        }
        view
    }

    #[cold]
    fn refresh(self, mc: Mutation<'gc>, young_moved: bool) {
        match self.view().move_in_progress() {
            Some(step) if step.began_with(moves(mc)) => self.go_on(mc, step),
            Some(_) => self.settle(mc),
            None => {}
        }
        let view = self.view();
        if view.move_in_progress().is_none() && view.slots[MOVES] != moves(mc) {
            self.rehash(mc, view.state(), 0);
            self.object.set_slot(mc, MOVES, moves(mc));
        } else if young_moved {
            self.rehash(mc, view.state(), view.number(YOUNG));
        }
    }

    /// Finds the entry with this key, and the parts of the table that it is in.
    #[inline]
    fn locate(
        self,
        mc: Mutation<'gc>,
        view: View<'gc>,
        hash: u32,
        key: Value<'gc>,
    ) -> error::Result<'gc, Option<(View<'gc>, usize)>> {
        if let Some(entry) = view.find(mc, self.sort, hash, key)? {
            return Ok(Some((view, entry)));
        }
        let Some(rest) = view.rest() else { return Ok(None) };
        Ok(rest.find(mc, self.sort, hash, key)?.map(|entry| (rest, entry)))
    }

    fn set_number(self, mc: Mutation<'gc>, slot: usize, n: usize) {
        self.object.set_slot(mc, slot, Value::fixnum(n as i64));
    }

    /// Keys and values, oldest first.
    pub fn entries(self, mc: Mutation<'gc>) -> impl Iterator<Item = (Value<'gc>, Value<'gc>)> + Clone {
        self.settle(mc);
        let view = self.view();
        let words = view.entries[..2 * view.number(USED)].chunks_exact(2);
        words.filter_map(move |words| self.sort.weakness.unwrap(mc, [words[0], words[1]]))
    }

    /// Removes the entries that the collector has broken since the last call.
    fn prune(self, mc: Mutation<'gc>) {
        if self.sort.weakness == Weakness::Strong {
            return;
        }
        let broken = Value::fixnum(mc.weak_broken_epoch() as i64);
        if self.object.slot(PRUNED) == Some(broken) {
            return;
        }
        self.settle(mc);
        let state = self.view().state();
        let mut live = 0;
        for entry in 0..state.used {
            let words = state.words(entry);
            if self.sort.weakness.unwrap(mc, words).is_some() {
                live += 1;
            } else if words[0] != Value::BROKEN {
                state.unlink(mc, entry);
                state.leave_gap(mc, entry);
            }
        }
        self.object.set_slot(mc, PRUNED, broken);
        self.set_live(mc, live);
    }

    /// Sets the number of entries; if there are none, the chains are empty, and the next entry goes
    /// to the first slot.
    fn set_live(self, mc: Mutation<'gc>, live: usize) {
        self.set_number(mc, LIVE, live);
        if live == 0 {
            self.end_move(mc);
            self.set_number(mc, USED, 0);
            self.set_number(mc, YOUNG, 0);
        }
    }

    #[cold]
    fn rehash(self, mc: Mutation<'gc>, state: State<'gc>, first: usize) {
        let extent = self.view().extent();
        let mut young = state.used;
        for entry in (first..state.used).rev() {
            let key = self.sort.weakness.key(mc, state.words(entry));
            if key == Value::BROKEN {
                continue;
            }
            let hashed = self.sort.equivalence.hash(mc, extent, key);
            state.unlink(mc, entry);
            state.link(mc, entry, hashed.hash as u32);
            if hashed.moves {
                young = entry;
            }
        }
        self.set_number(mc, YOUNG, young);
        self.object.set_slot(mc, EPOCH, epoch(mc));
    }

    /// The value of a key, if it has one.
    ///
    /// # Errors
    /// The reason to stop the run while keys are compared.
    #[inline]
    pub fn get(self, mc: Mutation<'gc>, key: Value<'gc>) -> error::Result<'gc, Option<Value<'gc>>> {
        let view = self.fresh_view(mc);
        let hash = self.hash(mc, view.extent(), key)?.hash as u32;
        let Some((view, entry)) = self.locate(mc, view, hash, key)? else { return Ok(None) };
        Ok(match self.sort.weakness {
            Weakness::Strong => Some(view.entries[2 * entry + 1]),
            weakness => Some(weakness.value(mc, view.words(entry))).filter(|&value| value != Value::BROKEN),
        })
    }

    /// Sets the value of a key.
    ///
    /// # Errors
    /// Out of memory, if the table is full and there is no room for a larger one; the reason to
    /// stop the run while keys are compared.
    pub fn set(self, mc: Mutation<'gc>, key: Value<'gc>, value: Value<'gc>) -> error::Result<'gc, ()> {
        let view = self.fresh_view(mc);
        let mut hashed = self.hash(mc, view.extent(), key)?;
        if let Some((view, entry)) = self.locate(mc, view, hashed.hash as u32, key)? {
            let state = view.state();
            match self.sort.weakness {
                Weakness::Strong => _ = state.entries.set_slot(mc, 2 * entry + 1, value),
                weakness => {
                    let here = weakness.key(mc, state.words(entry));
                    state.set_words(mc, entry, weakness.wrap(mc, here, value));
                }
            }
            return Ok(());
        }
        let mut state = view.state();
        if state.used == state.capacity {
            self.make_room(mc)?;
            state = self.view().state();
        }
        if state.used.is_multiple_of(MOST_ALIKE)
            && let Some(wider) = self.widen(mc, hashed.hash as u32)
        {
            hashed = self.hash(mc, wider, key)?;
            state = self.view().state();
        }
        self.append(mc, state, hashed, key, value);
        Ok(())
    }

    /// The hash of a key; a wide extent counts as work.
    #[inline]
    fn hash(self, mc: Mutation<'gc>, extent: Extent, key: Value<'gc>) -> error::Result<'gc, Hashed> {
        if extent != Extent::FIRST {
            mc.work(extent.work())?;
        }
        Ok(self.sort.equivalence.hash(mc, extent, key))
    }

    /// If many keys have this hash, widens the examined extent of keys and rehashes all of them;
    /// returns the new extent.
    fn widen(self, mc: Mutation<'gc>, hash: u32) -> Option<Extent> {
        let view = self.view();
        if view.alike(hash) < MOST_ALIKE {
            return None;
        }
        let wider = view.extent().wider(view.number(LIVE))?;
        self.settle(mc);
        self.set_number(mc, EXTENT, wider.number());
        self.rehash(mc, self.view().state(), 0);
        Some(wider)
    }

    /// Appends an entry; there is room, and the key is new.
    fn append(self, mc: Mutation<'gc>, state: State<'gc>, hashed: Hashed, key: Value<'gc>, value: Value<'gc>) {
        let entry = state.used;
        state.set_words(mc, entry, self.sort.weakness.wrap(mc, key, value));
        state.link(mc, entry, hashed.hash as u32);
        self.set_number(mc, USED, entry + 1);
        self.set_number(mc, LIVE, state.live + 1);
        if state.young == entry {
            if hashed.moves {
                self.object.set_slot(mc, EPOCH, epoch(mc));
            } else {
                self.set_number(mc, YOUNG, entry + 1);
            }
        }
    }

    /// Makes room for one more entry in a full table.
    #[cold]
    fn make_room(self, mc: Mutation<'gc>) -> Result<(), OutOfMemory> {
        self.settle(mc);
        if self.view().number(USED) >= growth::LEAST_MOVED {
            return self.start_move(mc);
        }
        self.prune(mc);
        let state = self.view().state();
        if state.used == state.capacity {
            let parts = Parts::allocate(mc, places(state.live + state.live / 2 + 1))?;
            self.transfer(mc, self, parts);
        }
        Ok(())
    }

    /// Installs the empty `parts` in `target`, with this table's entries. No move is in progress.
    fn transfer(self, mc: Mutation<'gc>, target: Table<'gc>, parts: Parts<'gc>) {
        let view = self.view();
        let (state, epoch, moves, extent) = (view.state(), view.slots[EPOCH], view.slots[MOVES], view.slots[EXTENT]);
        let capacity = parts.entries.slots() / 2;
        let (mut next, mut young) = (0, 0);
        parts.links.units32_mut(mc, |units| {
            for entry in 0..state.used {
                if view.entries[2 * entry] != Value::BROKEN {
                    let hash = view.hash_of(entry);
                    let bucket = bucket(hash, capacity);
                    parts.entries.copy_slots(mc, 2 * next, state.entries, 2 * entry, 2);
                    units[capacity + 2 * next] = hash;
                    units[capacity + 2 * next + 1] = units[bucket];
                    next += 1;
                    units[bucket] = next as u32;
                }
                if entry < state.young {
                    young = next;
                }
            }
        });
        target.object.set_slot(mc, EXTENT, extent);
        target.object.set_slot(mc, EPOCH, epoch);
        target.object.set_slot(mc, MOVES, moves);
        target.object.set_slot(mc, LINKS, parts.links);
        target.object.set_slot(mc, ENTRIES, parts.entries);
        for (slot, n) in [(LIVE, next), (USED, next), (YOUNG, young)] {
            target.set_number(mc, slot, n);
        }
    }

    /// Removes a key. Returns false if it was not there.
    ///
    /// # Errors
    /// The reason to stop the run while keys are compared.
    pub fn remove(self, mc: Mutation<'gc>, key: Value<'gc>) -> error::Result<'gc, bool> {
        let view = self.fresh_view(mc);
        let hash = self.hash(mc, view.extent(), key)?.hash as u32;
        let Some((found, entry)) = self.locate(mc, view, hash, key)? else { return Ok(false) };
        let state = found.state();
        let alive = self.sort.weakness.value(mc, state.words(entry)) != Value::BROKEN;
        state.unlink(mc, entry);
        state.leave_gap(mc, entry);
        if found.parts.links != view.parts.links {
            self.expect_one_fewer(mc);
        }
        self.set_live(mc, state.live - 1);
        Ok(alive)
    }

    /// Removes every entry.
    ///
    /// # Errors
    /// [`OutOfMemory`] if there is no room for an empty table.
    pub fn clear(self, mc: Mutation<'gc>) -> Result<(), OutOfMemory> {
        let parts = Parts::allocate(mc, LEAST_CAPACITY)?;
        self.object.set_slot(mc, LINKS, parts.links);
        self.object.set_slot(mc, ENTRIES, parts.entries);
        self.set_live(mc, 0);
        Ok(())
    }

    /// Copies the table.
    ///
    /// # Errors
    /// Out of memory; the reason to stop the run.
    pub fn copy(self, mc: Mutation<'gc>) -> error::Result<'gc, Table<'gc>> {
        if self.sort.weakness != Weakness::Strong {
            return self.copy_weak(mc);
        }
        self.settle(mc);
        let fresh = Table::new(mc, self.sort, 0)?;
        let parts = Parts::allocate(mc, places(self.len(mc)))?;
        self.transfer(mc, fresh, parts);
        Ok(fresh)
    }

    /// Copies a weak table, without sharing its weak objects.
    fn copy_weak(self, mc: Mutation<'gc>) -> error::Result<'gc, Table<'gc>> {
        let fresh = Table::new(mc, self.sort, self.len(mc))?;
        self.entries(mc).try_for_each(|(key, value)| fresh.set(mc, key, value))?;
        Ok(fresh)
    }
}

/// How often old objects have been moved, as a fixnum.
#[inline]
fn moves<'gc>(mc: Mutation<'gc>) -> Value<'gc> {
    Value::fixnum(mc.moves() as i64)
}

/// The epoch as a fixnum.
#[inline]
fn epoch<'gc>(mc: Mutation<'gc>) -> Value<'gc> {
    Value::fixnum(mc.epoch() as i64)
}

#[cfg(test)]
mod tests;
