//! Hash tables as heap objects.
//!
//! A table is an object of [`Kind::HashTable`] whose slots are named below. Its
//! entries stand in a vector, key and value in turn, in the order in which they
//! came; a removed one leaves a gap ([`Value::BROKEN`]). A raw object beside it has
//! a bucket for each place: `capacity` heads, then hash and successor of each
//! entry, all of 32 bits. Links are entry numbers plus one; zero ends a chain.
//!
//! When the entries are full, the table is rebuilt without its gaps, larger or
//! smaller as the number of live entries asks.
//!
//! **Moving keys.** What is compared by identity is hashed by its address, and an
//! object's address changes once, when a minor collection moves it out of the
//! nursery. So a table remembers its first entry with a young key and the epoch
//! ([`Mutation::epoch`]) of that key's hash. The first operation in a later epoch
//! hashes that entry and those behind it again; all others never move. Symbols,
//! numbers and characters do not count: their hashes are of their contents.

use cairn_gc::{Kind, Mutation, OutOfMemory, Value};

use crate::text::equal::{equal, eqv, same_chars};
use crate::text::hash::{Hashed, equal_hash, eqv_hash, string_hash};

/// Slot: the [`Equivalence`], a fixnum.
const EQUIVALENCE: usize = 0;
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
/// Slot: the epoch in which the hashes from `YOUNG` on are good.
const EPOCH: usize = 6;
/// Number of slots.
const SLOTS: usize = 7;

const LEAST_CAPACITY: usize = 8;
const GREATEST_CAPACITY: usize = 1 << 30;

/// When two keys are the same.
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

const EQUIVALENCES: [Equivalence; 4] =
    [Equivalence::Eq, Equivalence::Eqv, Equivalence::Equal, Equivalence::String];

impl Equivalence {
    #[inline]
    fn hash<'gc>(self, mc: Mutation<'gc>, key: Value<'gc>) -> Hashed {
        match self {
            // Objects that are `eq?` are `eqv?`.
            Equivalence::Eq | Equivalence::Eqv => eqv_hash(mc, key),
            Equivalence::Equal => equal_hash(mc, key),
            Equivalence::String => {
                Hashed { hash: key.as_string().map_or(0, string_hash), moves: false }
            }
        }
    }

    #[inline]
    fn same<'gc>(self, a: Value<'gc>, b: Value<'gc>) -> bool {
        a == b
            || match self {
                Equivalence::Eq => false,
                Equivalence::Eqv => eqv(a, b),
                Equivalence::Equal => equal(a, b),
                Equivalence::String => match (a.as_string(), b.as_string()) {
                    (Some(a), Some(b)) => same_chars(a, b),
                    _ => false,
                },
            }
    }
}

/// The equivalence of a table; nothing for other objects.
pub fn equivalence(table: Value<'_>) -> Option<Equivalence> {
    if !table.has_kind(Kind::HashTable) {
        return None;
    }
    EQUIVALENCES.get(number(table, EQUIVALENCE)).copied()
}

/// The count in a slot of a table.
#[inline]
fn number(table: Value<'_>, slot: usize) -> usize {
    table.slot(slot).and_then(Value::as_index).unwrap_or(0)
}

fn set_number<'gc>(mc: Mutation<'gc>, table: Value<'gc>, slot: usize, n: usize) {
    table.set_slot(mc, slot, Value::fixnum(n as i64));
}

/// The parts of a table, as they are now. Good until entries are added.
#[derive(Clone, Copy)]
struct Parts<'gc> {
    links: Value<'gc>,
    entries: Value<'gc>,
    capacity: usize,
}

impl<'gc> Parts<'gc> {
    #[inline]
    fn of(table: Value<'gc>) -> Parts<'gc> {
        let links = table.slot(LINKS).unwrap_or(Value::FALSE);
        let entries = table.slot(ENTRIES).unwrap_or(Value::FALSE);
        Parts { links, entries, capacity: entries.slots() / 2 }
    }

    /// Fresh ones without entries.
    fn allocate(mc: Mutation<'gc>, capacity: usize) -> Result<Parts<'gc>, OutOfMemory> {
        if capacity > GREATEST_CAPACITY {
            return Err(OutOfMemory(usize::MAX));
        }
        let links = mc.alloc_bytes(Kind::Bytes, capacity * 12)?;
        let entries = mc.alloc_filled(Kind::Vector, capacity * 2, Value::BROKEN)?;
        Ok(Parts { links, entries, capacity })
    }

    #[inline]
    fn bucket(self, hash: u32) -> usize {
        hash as usize & (self.capacity - 1)
    }

    #[inline]
    fn hash_at(self, entry: usize) -> usize {
        self.capacity + 2 * entry
    }

    #[inline]
    fn link_at(self, entry: usize) -> usize {
        self.capacity + 2 * entry + 1
    }

    #[inline]
    fn unit(self, at: usize) -> u32 {
        self.links.unit32(at).unwrap_or(0)
    }

    fn key(self, entry: usize) -> Value<'gc> {
        self.entries.slot(2 * entry).unwrap_or(Value::BROKEN)
    }

    fn value(self, entry: usize) -> Value<'gc> {
        self.entries.slot(2 * entry + 1).unwrap_or(Value::UNSPECIFIED)
    }

    /// Puts an entry in front of the chain of its hash.
    fn link(self, mc: Mutation<'gc>, entry: usize, hash: u32) {
        let bucket = self.bucket(hash);
        self.links.set_unit32(mc, self.hash_at(entry), hash);
        self.links.set_unit32(mc, self.link_at(entry), self.unit(bucket));
        self.links.set_unit32(mc, bucket, entry as u32 + 1);
    }

    /// Takes an entry out of the chain of its hash.
    fn unlink(self, mc: Mutation<'gc>, entry: usize) {
        let mut at = self.bucket(self.unit(self.hash_at(entry)));
        loop {
            match self.unit(at) {
                0 => return,
                found if found == entry as u32 + 1 => break,
                other => at = self.link_at(other as usize - 1),
            }
        }
        self.links.set_unit32(mc, at, self.unit(self.link_at(entry)));
    }

    /// Stores an entry, which is new, and links it.
    fn put(self, mc: Mutation<'gc>, entry: usize, hash: u32, key: Value<'gc>, value: Value<'gc>) {
        self.entries.set_slot(mc, 2 * entry, key);
        self.entries.set_slot(mc, 2 * entry + 1, value);
        self.link(mc, entry, hash);
    }

    /// The entry with this key.
    #[inline]
    fn find(self, equivalence: Equivalence, hash: u32, key: Value<'gc>) -> Option<usize> {
        let (links, entries) = (self.links.units32(), self.entries.slot_slice());
        let mut link = *links.get(self.bucket(hash))?;
        while link != 0 {
            let entry = link as usize - 1;
            let here = *entries.get(2 * entry)?;
            if here == key || (*links.get(self.hash_at(entry))? == hash && equivalence.same(here, key)) {
                return Some(entry);
            }
            link = *links.get(self.link_at(entry))?;
        }
        None
    }
}

/// An empty table with room for `capacity` entries.
///
/// # Errors
/// [`OutOfMemory`] when there is no room.
pub fn new<'gc>(
    mc: Mutation<'gc>,
    equivalence: Equivalence,
    capacity: usize,
) -> Result<Value<'gc>, OutOfMemory> {
    let parts = Parts::allocate(mc, places(capacity))?;
    let zero = Value::fixnum(0);
    let mut slots = [zero; SLOTS];
    slots[EQUIVALENCE] = Value::fixnum(equivalence as i64);
    slots[LINKS] = parts.links;
    slots[ENTRIES] = parts.entries;
    Ok(mc.alloc(Kind::HashTable, &slots))
}

/// The number of places for so many entries: a power of two.
fn places(count: usize) -> usize {
    count.min(2 * GREATEST_CAPACITY).max(LEAST_CAPACITY).next_power_of_two()
}

/// Number of entries.
pub fn len(table: Value<'_>) -> usize {
    number(table, LIVE)
}

/// Keys and values, oldest first, as they are now.
pub fn entries<'gc>(table: Value<'gc>) -> impl Iterator<Item = (Value<'gc>, Value<'gc>)> + Clone {
    let used = 2 * number(table, USED);
    let slice = table.slot(ENTRIES).unwrap_or(Value::FALSE).slot_slice();
    let pairs = slice.get(..used).unwrap_or(&[]).chunks_exact(2);
    pairs.filter(|pair| pair[0] != Value::BROKEN).map(|pair| (pair[0], pair[1]))
}

/// Hashes again what a collection may have moved. No-op in most epochs.
#[inline]
fn refresh<'gc>(mc: Mutation<'gc>, table: Value<'gc>, equivalence: Equivalence) {
    if number(table, YOUNG) < number(table, USED) && number(table, EPOCH) as u64 != mc.epoch() {
        rehash_young(mc, table, equivalence);
    }
}

#[cold]
fn rehash_young<'gc>(mc: Mutation<'gc>, table: Value<'gc>, equivalence: Equivalence) {
    let parts = Parts::of(table);
    let used = number(table, USED);
    let mut young = used;
    for entry in (number(table, YOUNG)..used).rev() {
        let key = parts.key(entry);
        if key == Value::BROKEN {
            continue;
        }
        let hashed = equivalence.hash(mc, key);
        if hashed.hash as u32 != parts.unit(parts.hash_at(entry)) {
            parts.unlink(mc, entry);
            parts.link(mc, entry, hashed.hash as u32);
        }
        if hashed.moves {
            young = entry;
        }
    }
    set_number(mc, table, YOUNG, young);
    set_number(mc, table, EPOCH, mc.epoch() as usize);
}

/// The value of a key.
#[inline]
pub fn get<'gc>(mc: Mutation<'gc>, table: Value<'gc>, key: Value<'gc>) -> Option<Value<'gc>> {
    let equivalence = equivalence(table)?;
    refresh(mc, table, equivalence);
    let parts = Parts::of(table);
    let entry = parts.find(equivalence, equivalence.hash(mc, key).hash as u32, key)?;
    Some(parts.value(entry))
}

/// Gives a key a value. Nothing happens when `table` is no table.
///
/// # Errors
/// [`OutOfMemory`] when the table is full and there is no room for a larger one.
pub fn set<'gc>(
    mc: Mutation<'gc>,
    table: Value<'gc>,
    key: Value<'gc>,
    value: Value<'gc>,
) -> Result<(), OutOfMemory> {
    let Some(equivalence) = equivalence(table) else { return Ok(()) };
    refresh(mc, table, equivalence);
    let hashed = equivalence.hash(mc, key);
    let mut parts = Parts::of(table);
    if let Some(entry) = parts.find(equivalence, hashed.hash as u32, key) {
        parts.entries.set_slot(mc, 2 * entry + 1, value);
        return Ok(());
    }
    if number(table, USED) == parts.capacity {
        parts = rebuild(mc, table)?;
    }
    append(mc, table, parts, hashed, key, value);
    Ok(())
}

/// Adds an entry behind the others; there is room, and the key is new.
fn append<'gc>(
    mc: Mutation<'gc>,
    table: Value<'gc>,
    parts: Parts<'gc>,
    hashed: Hashed,
    key: Value<'gc>,
    value: Value<'gc>,
) {
    let entry = number(table, USED);
    let young = number(table, YOUNG);
    parts.put(mc, entry, hashed.hash as u32, key, value);
    set_number(mc, table, USED, entry + 1);
    set_number(mc, table, LIVE, number(table, LIVE) + 1);
    if young == entry {
        if hashed.moves {
            set_number(mc, table, EPOCH, mc.epoch() as usize);
        } else {
            set_number(mc, table, YOUNG, entry + 1);
        }
    }
}

/// Moves the live entries to new places, with room for half as many more.
fn rebuild<'gc>(mc: Mutation<'gc>, table: Value<'gc>) -> Result<Parts<'gc>, OutOfMemory> {
    let live = number(table, LIVE);
    let parts = Parts::allocate(mc, places(live + live / 2 + 1))?;
    transfer(mc, table, table, parts);
    Ok(parts)
}

/// Makes `parts`, which are empty, those of `target`, with the entries of `source`.
fn transfer<'gc>(mc: Mutation<'gc>, source: Value<'gc>, target: Value<'gc>, parts: Parts<'gc>) {
    let old = Parts::of(source);
    let (used, first_young) = (number(source, USED), number(source, YOUNG));
    let (mut next, mut young) = (0, 0);
    for entry in 0..used {
        let key = old.key(entry);
        if key != Value::BROKEN {
            parts.put(mc, next, old.unit(old.hash_at(entry)), key, old.value(entry));
            next += 1;
        }
        if entry < first_young {
            young = next;
        }
    }
    target.set_slot(mc, LINKS, parts.links);
    target.set_slot(mc, ENTRIES, parts.entries);
    for (slot, n) in [(LIVE, next), (USED, next), (YOUNG, young), (EPOCH, number(source, EPOCH))] {
        set_number(mc, target, slot, n);
    }
}

/// Removes a key. False when it was not there.
pub fn remove<'gc>(mc: Mutation<'gc>, table: Value<'gc>, key: Value<'gc>) -> bool {
    let Some(equivalence) = equivalence(table) else { return false };
    refresh(mc, table, equivalence);
    let parts = Parts::of(table);
    let hash = equivalence.hash(mc, key).hash as u32;
    let Some(entry) = parts.find(equivalence, hash, key) else { return false };
    parts.unlink(mc, entry);
    parts.entries.set_slot(mc, 2 * entry, Value::BROKEN);
    parts.entries.set_slot(mc, 2 * entry + 1, Value::UNSPECIFIED);
    let live = number(table, LIVE) - 1;
    set_number(mc, table, LIVE, live);
    if live == 0 {
        // The chains are empty: start again from the first place.
        set_number(mc, table, USED, 0);
        set_number(mc, table, YOUNG, 0);
    }
    true
}

/// Removes every entry.
///
/// # Errors
/// [`OutOfMemory`] when there is no room for an empty table.
pub fn clear<'gc>(mc: Mutation<'gc>, table: Value<'gc>) -> Result<(), OutOfMemory> {
    let parts = Parts::allocate(mc, LEAST_CAPACITY)?;
    table.set_slot(mc, LINKS, parts.links);
    table.set_slot(mc, ENTRIES, parts.entries);
    for slot in [LIVE, USED, YOUNG] {
        set_number(mc, table, slot, 0);
    }
    Ok(())
}

/// A fresh table with the same entries.
///
/// # Errors
/// [`OutOfMemory`] when there is no room.
pub fn copy<'gc>(mc: Mutation<'gc>, table: Value<'gc>) -> Result<Value<'gc>, OutOfMemory> {
    let Some(equivalence) = equivalence(table) else { return Ok(table) };
    let fresh = new(mc, equivalence, 0)?;
    let parts = Parts::allocate(mc, places(len(table)))?;
    transfer(mc, table, fresh, parts);
    Ok(fresh)
}

#[cfg(test)]
mod tests;
