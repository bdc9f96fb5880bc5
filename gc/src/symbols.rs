//! The symbol table: symbols are interned weakly, and tenured from birth.
//!
//! A symbol is a raw object: hash word, flag word (0 interned, 1 not), name in
//! UTF-8. Its length counts all of that. As symbols never move, their address
//! may serve as a hash, and their name can be borrowed for the mutation.

use hashbrown::HashTable;

use crate::header::Header;

/// Bytes of a symbol before its name.
pub(crate) const SYMBOL_PREFIX: usize = 16;

#[derive(Default)]
pub(crate) struct SymbolTable {
    table: HashTable<*mut u64>,
}

/// FNV-1a over the name, folded: short names are the rule.
pub(crate) fn hash_name(name: &[u8]) -> u64 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for &b in name {
        h = (h ^ b as u64).wrapping_mul(0x0100_0000_01b3);
    }
    h ^ (h >> 32)
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
    pub fn find(&self, hash: u64, name: &str) -> Option<*mut u64> {
        // SAFETY: the table holds live symbols only: `retain` runs before each sweep.
        self.table.find(hash, |&s| unsafe { name_of(s) == name }).copied()
    }

    pub fn insert(&mut self, hash: u64, symbol: *mut u64) {
        // SAFETY: as above.
        self.table.insert_unique(hash, symbol, |&s| unsafe { hash_of(s) });
    }

    /// Forgets the symbols for which `keep` is false, and the room of many.
    pub fn retain(&mut self, mut keep: impl FnMut(*mut u64) -> bool) {
        self.table.retain(|&mut s| keep(s));
        if self.table.capacity() / 8 > self.table.len() {
            // SAFETY: as above.
            self.table.shrink_to(self.table.len() * 2, |&s| unsafe { hash_of(s) });
        }
    }

    /// The symbols.
    pub fn iter(&self) -> impl Iterator<Item = *mut u64> {
        self.table.iter().copied()
    }

    /// Number of interned symbols.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Bytes of the table itself.
    pub fn bytes(&self) -> usize {
        self.table.allocation_size()
    }
}
