//! Generates random numbers for programs.

use std::hash::{BuildHasher, RandomState};

/// The generator that `random` draws from: SplitMix64 (Steele, Lea, Flood, 2014).
pub struct Random(u64);

impl Random {
    /// A generator that starts somewhere else in each process.
    pub fn new() -> Self {
        Random::seeded(RandomState::new().hash_one(0))
    }

    /// A generator that starts at the same place for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Random(seed)
    }

    /// The next 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }
}

impl Default for Random {
    fn default() -> Self {
        Random::new()
    }
}
