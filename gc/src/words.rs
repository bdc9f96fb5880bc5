//! Maps words, mostly of values, compared by identity. A table lives within one mutation, in which
//! nothing moves, or holds tenured addresses only.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Hashing of words.
pub(crate) type WordHash = BuildHasherDefault<WordHasher>;

/// A map from value words.
pub type WordMap<T> = HashMap<u64, T, WordHash>;

/// A set of value words.
pub type WordSet = HashSet<u64, WordHash>;

/// Hashes an address so that neighbours in memory remain neighbours in the table, which helps the
/// cache, because data are mostly allocated in the order in which they are walked. The seven
/// highest bits, by which the table tells the entries of a group apart, are mixed.
#[derive(Default)]
pub struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(self.0 ^ u64::from(byte));
        }
    }

    #[inline]
    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    #[inline]
    fn write_u64(&mut self, word: u64) {
        self.0 = (word >> 4) & LOW_BITS | mix(word) & !LOW_BITS;
    }
}

/// All but the seven highest bits.
const LOW_BITS: u64 = u64::MAX >> 7;

/// Spreads the bits of a word over the whole word.
#[inline]
pub fn mix(word: u64) -> u64 {
    let product = u128::from(word ^ 0x9E37_79B9_7F4A_7C15) * 0xD6E8_FEB8_6659_FD93;
    (product as u64) ^ ((product >> 64) as u64)
}
