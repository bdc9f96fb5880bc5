//! Makes hashes with a secret that each heap has of its own, so that nobody can choose
//! keys beforehand that all have the same hash.

use std::hash::{BuildHasher, RandomState};

/// The secret of a heap's hashes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HashKey(u64);

impl HashKey {
    /// The secret that comes from a number; one of the system's randomness when there is none.
    pub fn new(seed: Option<u64>) -> HashKey {
        const FACTOR: u64 = 0xD6E8_FEB8_6659_FD93;
        match seed {
            Some(seed) => HashKey(fold(seed ^ OFFSET, FACTOR) | 1),
            None => HashKey(RandomState::new().hash_one(FACTOR) | 1),
        }
    }

    /// Spreads the bits of a word over the whole word.
    #[inline(always)]
    pub fn mix(self, word: u64) -> u64 {
        fold(word ^ OFFSET, self.0)
    }

    /// The hash of what `hash` stands for with one unit more, as long as more follow: at the
    /// end, [`mix`](Self::mix) has to spread its bits.
    #[inline(always)]
    pub fn step(self, hash: u64, unit: u64) -> u64 {
        (hash ^ unit).wrapping_mul(self.0).rotate_left(23)
    }
}

const OFFSET: u64 = 0x9E37_79B9_7F4A_7C15;

/// The two halves of a product, one over the other.
#[inline(always)]
fn fold(word: u64, factor: u64) -> u64 {
    let product = u128::from(word) * u128::from(factor);
    (product as u64) ^ ((product >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_from_the_seed_or_from_the_system() {
        assert_eq!(HashKey::new(Some(7)), HashKey::new(Some(7)));
        assert_ne!(HashKey::new(Some(7)), HashKey::new(Some(8)));
        assert_ne!(HashKey::new(None), HashKey::new(None));
    }

    #[test]
    fn words_that_collide_under_one_key_do_not_under_another() {
        // Fewer buckets where each step is interpreted; about a thousand words are chosen.
        const BUCKETS: u64 = if cfg!(miri) { 16 } else { 1024 };
        const MOST: u64 = 14 + 2 * 1024 / BUCKETS;
        let (key, other) = (HashKey::new(Some(1)), HashKey::new(Some(2)));
        let bucket = |key: HashKey, n: u64| key.mix(n << 3) % BUCKETS;
        let chosen: Vec<u64> = (0..BUCKETS << 10).filter(|&n| bucket(key, n) == 0).collect();
        let mut counts = vec![0; BUCKETS as usize];
        chosen.iter().for_each(|&n| counts[bucket(other, n) as usize] += 1);
        assert!(chosen.len() > 900 && counts.iter().all(|&count| count < MOST), "{counts:?}");
    }
}
