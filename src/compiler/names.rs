//! Maps fixed names of Cairn's own source: builtins, special forms, opcodes.
//!
//! Each process builds these tables, and looks up each name of a script in them, so hashing is a
//! good part of the time that a short script takes. The keys are fixed, so no script can choose
//! keys that collide, and the hash need not be keyed.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map from fixed names.
pub type NameMap<T> = HashMap<&'static str, T, BuildHasherDefault<NameHasher>>;

/// Mixes a name eight bytes at a time.
#[derive(Clone, Copy, Default)]
pub struct NameHasher(u64);

/// An odd number whose bits look random: 2^64 divided by the golden ratio.
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

impl NameHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(MULTIPLIER);
    }
}

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            self.mix(u64::from_le_bytes(std::array::from_fn(|i| word[i])));
        }
        let rest = words.remainder();
        self.mix(rest.iter().fold(rest.len() as u64, |word, &byte| word << 8 | u64::from(byte)));
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}
