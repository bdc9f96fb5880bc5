//! Does sets of registers, each as bits of a row of words.

/// Words of a set for a frame of `registers`.
pub(super) fn words(registers: usize) -> usize {
    registers / 64 + 1
}

#[inline]
pub(super) fn add(set: &mut [u64], register: usize) {
    set[register / 64] |= 1 << (register % 64);
}

#[inline]
pub(super) fn remove(set: &mut [u64], register: usize) {
    set[register / 64] &= !(1 << (register % 64));
}

#[inline]
pub(super) fn has(set: &[u64], register: usize) -> bool {
    set[register / 64] >> (register % 64) & 1 != 0
}

/// Takes out the registers from `from` on.
#[inline]
pub(super) fn remove_from(set: &mut [u64], from: usize) {
    if let Some(word) = set.get_mut(from / 64) {
        *word &= below(from % 64);
        set[from / 64 + 1..].fill(0);
    }
}

/// The first register below `count` that is not in the set.
#[inline]
pub(super) fn first_missing_below(set: &[u64], count: usize) -> Option<usize> {
    (0..count.div_ceil(64)).find_map(|i| first(i, !set[i] & below(count - i * 64)))
}

/// The first register from `from` on that is in the set.
#[inline]
pub(super) fn first_from(set: &[u64], from: usize) -> Option<usize> {
    (from / 64..set.len()).find_map(|i| first(i, set[i] & !below(from.saturating_sub(i * 64))))
}

/// The first register of `set` that `other` lacks.
pub(super) fn first_missing_in(set: &[u64], other: &[u64]) -> Option<usize> {
    set.iter().zip(other).enumerate().find_map(|(i, (&own, &other))| first(i, own & !other))
}

/// Keeps what is in `other` too.
#[inline]
pub(super) fn intersect(set: &mut [u64], other: &[u64]) {
    set.iter_mut().zip(other).for_each(|(word, &other)| *word &= other);
}

/// Takes in what is in `other`; whether that is more than before.
#[inline]
pub(super) fn unite(set: &mut [u64], other: &[u64]) -> bool {
    set.iter_mut().zip(other).fold(false, |changed, (word, &other)| {
        let new = other & !*word;
        *word |= other;
        changed | (new != 0)
    })
}

/// The first register of word `i`, of which these are the bits.
#[inline]
fn first(i: usize, bits: u64) -> Option<usize> {
    (bits != 0).then(|| i * 64 + bits.trailing_zeros() as usize)
}

/// A word of `count` ones, from the lowest bit.
#[inline]
const fn below(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}
