//! Interns symbols weakly, in the symbol table. Symbols are tenured from birth.
//!
//! A symbol is a raw object: hash word, flag word (0 interned, 1 not), name in UTF-8. Its length
//! counts all of them. As symbols never move, their address may serve as a hash, and their name can
//! be borrowed for the mutation.

use hashbrown::HashTable;

use crate::hash_key::HashKey;
use crate::header::Header;

/// Bytes of a symbol before its name.
pub(crate) const SYMBOL_PREFIX: usize = 16;

/// Number of tables that make up a large symbol table: each is small enough to grow, or to drop its
/// dead symbols, without a noticeable pause.
const SHARDS: usize = 64;
/// Symbols for which one table is enough.
const FEW: usize = 448;

#[derive(Default)]
pub(crate) struct SymbolTable {
    /// One for few symbols.
    shards: Vec<HashTable<*mut u64>>,
    bytes: usize,
}

/// Hashes a name byte by byte; fast for short names, which are the rule.
pub(crate) fn hash_name(key: HashKey, name: &[u8]) -> u64 {
    key.mix(name.iter().fold(name.len() as u64, |hash, &byte| key.step(hash, u64::from(byte))))
}

/// The name of the symbol at `addr`.
///
/// # Safety
/// `addr` is a live symbol.
pub(crate) unsafe fn name_of<'a>(addr: *mut u64) -> &'a str {
    // SAFETY: a symbol's length counts prefix and name; the name is UTF-8
    // because only `Mutation::intern` and its kin write it.
    unsafe {
        let length = Header::from_bits(*addr).length() - SYMBOL_PREFIX;
        let bytes = std::slice::from_raw_parts(addr.add(3).cast::<u8>(), length);
        std::str::from_utf8_unchecked(bytes)
    }
}

/// The hash of the symbol at `addr`.
///
/// # Safety
/// `addr` is a live symbol.
pub(crate) unsafe fn hash_of(addr: *mut u64) -> u64 {
    // SAFETY: the hash word follows the header.
    unsafe { *addr.add(1) }
}

impl SymbolTable {
    fn shard_of(&self, hash: u64) -> usize {
        if self.shards.len() == SHARDS { (hash >> 20) as usize % SHARDS } else { 0 }
    }

    /// Finds the symbol with this name for which `is_alive` is true.
    pub(crate) fn find(&self, hash: u64, name: &str, is_alive: impl Fn(*mut u64) -> bool) -> Option<*mut u64> {
        let shard = self.shards.get(self.shard_of(hash))?;
        // SAFETY: a symbol leaves the table before it is freed.
        shard.find(hash, |&symbol| unsafe { name_of(symbol) == name } && is_alive(symbol)).copied()
    }

    /// Adds a symbol; returns whether the table has grown.
    pub(crate) fn insert(&mut self, hash: u64, symbol: *mut u64) -> bool {
        if self.shards.is_empty() {
            self.shards.push(HashTable::new());
        }
        let is_split = self.shards.len() < SHARDS && self.len() == FEW;
        if is_split {
            self.split();
        }
        let at = self.shard_of(hash);
        self.insert_in(at, hash, symbol) || is_split
    }

    /// Returns whether the shard has grown.
    fn insert_in(&mut self, at: usize, hash: u64, symbol: *mut u64) -> bool {
        let shard = &mut self.shards[at];
        let before = shard.allocation_size();
        // SAFETY: a symbol leaves the table before it is freed.
        shard.insert_unique(hash, symbol, |&symbol| unsafe { hash_of(symbol) });
        self.bytes = self.bytes + shard.allocation_size() - before;
        shard.allocation_size() != before
    }

    /// Distributes the symbols to many tables.
    fn split(&mut self) {
        let symbols: Vec<*mut u64> = self.iter().collect();
        self.shards.clear();
        self.shards.resize_with(SHARDS, HashTable::new);
        self.bytes = 0;
        for symbol in symbols {
            // SAFETY: as in `insert_in`.
            let hash = unsafe { hash_of(symbol) };
            self.insert_in(self.shard_of(hash), hash, symbol);
        }
    }

    /// Removes the symbols of shard `number` for which `keep` is false, and shrinks the shard if
    /// many went. Returns their number before; `None` if there is no such shard.
    pub(crate) fn retain_in(&mut self, number: usize, keep: impl Fn(*mut u64) -> bool) -> Option<usize> {
        let shard = self.shards.get_mut(number)?;
        let (before, count) = (shard.allocation_size(), shard.len());
        shard.retain(|&mut symbol| keep(symbol));
        if shard.capacity() / 8 > shard.len() {
            // SAFETY: as above.
            shard.shrink_to(shard.len() * 2, |&symbol| unsafe { hash_of(symbol) });
        }
        self.bytes = self.bytes + shard.allocation_size() - before;
        Some(count)
    }

    /// The symbols.
    pub(crate) fn iter(&self) -> impl Iterator<Item = *mut u64> {
        self.shards.iter().flat_map(HashTable::iter).copied()
    }

    /// Number of interned symbols.
    pub(crate) fn len(&self) -> usize {
        self.shards.iter().map(HashTable::len).sum()
    }

    /// Bytes of the table itself.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes + self.shards.capacity() * size_of::<HashTable<*mut u64>>()
    }
}
