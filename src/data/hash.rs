//! Hashes values consistently with `eqv` and `equal` (SRFI 69, SRFI 125), with the heap's secret key.

use cairn_gc::{Chars, HashKey, Kind, Mutation, Value};

use super::error::Result;

/// A hash, and how long it remains valid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hashed {
    /// The hash.
    pub hash: u64,
    /// Whether it comes from the address of a young object: then it is valid until the next minor
    /// collection ([`Mutation::epoch`]).
    pub moves: bool,
}

/// How much of a key counts: a number of compound objects, of elements of each vector, and of
/// characters of a string from either end; each further extent takes eight times as much.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub struct Extent(u8);

impl Extent {
    /// The extent for most keys.
    pub const FIRST: Extent = Extent(0);
    /// The widest extent.
    const LAST: Extent = Extent(4);

    /// The extent with this number.
    pub fn of(number: usize) -> Extent {
        Extent(number.min(Extent::LAST.0 as usize) as u8)
    }

    /// Its number.
    pub fn number(self) -> usize {
        self.0.into()
    }

    /// The next extent; `None` after the last, and if it would be large compared with a table of
    /// `entries` entries.
    pub fn wider(self, entries: usize) -> Option<Extent> {
        (self < Extent::LAST && entries >> (3 * self.0) > 0).then(|| Extent(self.0 + 1))
    }

    /// Units of work that a hash may take beyond those of the first extent.
    pub fn work(self) -> usize {
        self.times(64) - 64
    }

    fn times(self, count: usize) -> usize {
        count << (3 * self.0)
    }
}

/// Compound objects that [`equal_hash`] examines in the first extent.
const MOST_OBJECTS: usize = 64;

/// Elements of a vector that it examines.
const MOST_ELEMENTS: usize = 64;

/// Characters of a string that it examines, from either end.
const MOST_CHARS: usize = 256;

/// A hash for `eqv?`: by content for numbers that are `eqv`, otherwise by identity.
#[inline]
pub fn eqv_hash<'gc>(mc: Mutation<'gc>, value: Value<'gc>) -> Hashed {
    let key = mc.hash_key();
    match content_hash(key, value) {
        Some(hash) => Hashed { hash, moves: false },
        None => eq_hash(mc, value),
    }
}

/// The hash of values that `eqv` compares by content, and of objects that never move. `None` for
/// objects that are compared by identity and may move.
#[inline]
fn content_hash(key: HashKey, value: Value<'_>) -> Option<u64> {
    if !value.is_pointer() {
        return Some(key.mix(value.bits()));
    }
    if value.is_pair() { None } else { object_hash(key, value) }
}

fn object_hash(key: HashKey, value: Value<'_>) -> Option<u64> {
    match value.kind()? {
        Kind::Symbol => Some(key.mix(value.bits())),
        Kind::Ratio | Kind::Complex => {
            let seed = value.kind().map_or(0, |kind| kind as u64);
            let parts = value.slot_slice().iter();
            Some(parts.fold(key.mix(seed), |hash, &part| combine(key, hash, part_hash(key, part))))
        }
        Kind::Flonum | Kind::Bignum => Some(raw_hash(key, value)),
        _ => None,
    }
}

/// The hash of a part of a ratio or complex number: an integer, a float or a ratio
/// of integers.
fn part_hash(key: HashKey, part: Value<'_>) -> u64 {
    match part.kind() {
        None => key.mix(part.bits()),
        Some(Kind::Ratio) => part.slot_slice().iter().fold(1, |hash, &n| combine(key, hash, raw_hash(key, n))),
        Some(_) => raw_hash(key, part),
    }
}

/// The hash of an integer or float.
fn raw_hash(key: HashKey, value: Value<'_>) -> u64 {
    match value.as_flonum() {
        Some(x) if x.is_nan() => key.mix(f64::NAN.to_bits()),
        Some(x) if !value.is_immediate_flonum() => key.mix(x.to_bits()),
        None if value.has_kind(Kind::Bignum) => bytes_hash(key, value.bytes()),
        _ => key.mix(value.bits()),
    }
}

#[inline]
fn combine(key: HashKey, hash: u64, next: u64) -> u64 {
    key.mix(hash.rotate_left(5) ^ next)
}

fn bytes_hash(key: HashKey, bytes: &[u8]) -> u64 {
    let mut chunks = bytes.chunks_exact(8);
    let mut hash = key.mix(bytes.len() as u64);
    for chunk in &mut chunks {
        let word = chunk.iter().rev().fold(0, |word, &byte| (word << 8) | u64::from(byte));
        hash = combine(key, hash, word);
    }
    chunks.remainder().iter().fold(hash, |hash, &byte| combine(key, hash, u64::from(byte)))
}

/// The hash of a string's characters, independent of their representation. Of a long string, only
/// the beginning and end count.
pub fn string_hash(key: HashKey, extent: Extent, chars: Chars<'_>) -> u64 {
    let (length, most) = (chars.len(), extent.times(MOST_CHARS));
    let hash = key.mix(length as u64);
    if length <= 2 * most {
        return chars_hash(key, hash, chars);
    }
    let hash = chars_hash(key, hash, chars.slice(0, most));
    chars_hash(key, hash, chars.slice(length - most, length))
}

fn chars_hash(key: HashKey, hash: u64, chars: Chars<'_>) -> u64 {
    key.mix(match chars {
        Chars::Narrow(bytes) => bytes.iter().fold(hash, |hash, &byte| key.step(hash, u64::from(byte))),
        Chars::Wide(units) => units.iter().fold(hash, |hash, &unit| key.step(hash, u64::from(unit))),
    })
}

/// A hash for `eq?`, by identity.
#[inline]
pub fn eq_hash<'gc>(mc: Mutation<'gc>, value: Value<'gc>) -> Hashed {
    Hashed { hash: mc.hash_key().mix(value.bits()), moves: mc.is_young(value) }
}

/// A hash for `equal?`. The work is bounded: only a part of large data counts.
pub fn equal_hash<'gc>(mc: Mutation<'gc>, extent: Extent, value: Value<'gc>) -> Hashed {
    if let Some(hash) = leaf_hash(mc.hash_key(), extent, value) {
        return Hashed { hash, moves: false };
    }
    if !value.is_pair() && !value.has_kind(Kind::Vector) {
        return eq_hash(mc, value);
    }
    let mut moves = false;
    let hash = compound_hash(mc.hash_key(), extent, value, |part| {
        let Hashed { hash, moves: part_moves } = eq_hash(mc, part);
        moves |= part_moves;
        hash
    });
    Hashed { hash, moves }
}

/// The hash of values that have content but no parts.
fn leaf_hash(key: HashKey, extent: Extent, value: Value<'_>) -> Option<u64> {
    if let Some(chars) = value.as_string() {
        return Some(string_hash(key, extent, chars));
    }
    if matches!(value.kind(), Some(Kind::Bytes | Kind::Homogeneous)) {
        return Some(bytes_hash(key, value.bytes()));
    }
    content_hash(key, value)
}

/// A hash for `eqv?` that does not depend on the object's address, and so remains valid: an object
/// compared by identity has the number that `identity` gives it.
///
/// # Errors
/// Those of `identity`.
pub fn stable_eqv_hash<'gc>(key: HashKey, value: Value<'gc>, identity: &mut Identity<'_, 'gc>) -> Result<'gc, u64> {
    content_hash(key, value).map_or_else(|| Ok(key.mix(identity(value)?)), Ok)
}

/// The same for `equal?`.
///
/// # Errors
/// Those of `identity`.
pub fn stable_equal_hash<'gc>(key: HashKey, value: Value<'gc>, identity: &mut Identity<'_, 'gc>) -> Result<'gc, u64> {
    let mut failure = None;
    let hash = compound_hash(key, Extent::FIRST, value, |part| match identity(part) {
        Ok(number) => key.mix(number),
        Err(error) => {
            failure.get_or_insert(error);
            0
        }
    });
    failure.map_or(Ok(hash), Err)
}

/// Gives an object that is compared by identity its number, which no other object has.
pub type Identity<'a, 'gc> = dyn FnMut(Value<'gc>) -> Result<'gc, u64> + 'a;

/// The hash of data; what is compared by identity counts with what `identity` says.
fn compound_hash<'gc>(
    key: HashKey,
    extent: Extent,
    value: Value<'gc>,
    mut identity: impl FnMut(Value<'gc>) -> u64,
) -> u64 {
    let (most_objects, most_elements) = (extent.times(MOST_OBJECTS), extent.times(MOST_ELEMENTS));
    let most_leaves = most_objects * MOST_ELEMENTS;
    let mut hash = 0;
    let (mut objects, mut leaves) = (0, 0);
    let mut stack = vec![value];
    while let Some(value) = stack.pop() {
        if let Some((car, cdr)) = value.as_pair() {
            hash = combine(key, hash, 1);
            if objects < most_objects {
                stack.extend([cdr, car]);
            }
            objects += 1;
        } else if value.has_kind(Kind::Vector) {
            hash = combine(key, hash, value.slots() as u64);
            if objects < most_objects && leaves < most_leaves {
                stack.extend(value.slot_slice().iter().take(most_elements).rev());
            }
            objects += 1;
        } else {
            leaves += 1;
            hash = combine(key, hash, leaf_hash(key, extent, value).unwrap_or_else(|| identity(value)));
        }
    }
    hash
}
