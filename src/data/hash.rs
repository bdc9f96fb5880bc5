//! Hashes values consistently with `eqv` and `equal` (SRFI 69, SRFI 125).

use cairn_gc::{Chars, Kind, Mutation, Value};

use super::address::mix;

/// A hash, and how long it remains valid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hashed {
    /// The hash.
    pub hash: u64,
    /// Whether it comes from the address of a young object: then it is valid until the next minor
    /// collection ([`Mutation::epoch`]).
    pub moves: bool,
}

/// Compound objects that [`equal_hash`] examines.
const MOST_OBJECTS: usize = 64;

/// Elements of a vector that it examines.
const MOST_ELEMENTS: usize = 64;

/// Characters of a string that it examines, from either end.
const MOST_CHARS: usize = 256;

/// A hash for `eqv?`: by content for numbers that are `eqv`, otherwise by identity.
#[inline]
pub fn eqv_hash<'gc>(mc: Mutation<'gc>, value: Value<'gc>) -> Hashed {
    match content_hash(value) {
        Some(hash) => Hashed { hash, moves: false },
        None => Hashed { hash: mix(value.bits()), moves: mc.is_young(value) },
    }
}

/// The hash of values that `eqv` compares by content, and of objects that never move. `None` for
/// objects that are compared by identity and may move.
#[inline]
fn content_hash(value: Value<'_>) -> Option<u64> {
    if !value.is_pointer() {
        return Some(mix(value.bits()));
    }
    if value.is_pair() { None } else { object_hash(value) }
}

fn object_hash(value: Value<'_>) -> Option<u64> {
    match value.kind()? {
        Kind::Symbol => Some(mix(value.bits())),
        Kind::Ratio | Kind::Complex => {
            let seed = value.kind().map_or(0, |kind| kind as u64);
            Some(value.slot_slice().iter().fold(mix(seed), |h, &part| combine(h, part_hash(part))))
        }
        Kind::Flonum | Kind::Bignum => Some(raw_hash(value)),
        _ => None,
    }
}

/// The hash of a part of a ratio or complex number: an integer, a float or a ratio
/// of integers.
fn part_hash(part: Value<'_>) -> u64 {
    match part.kind() {
        None => mix(part.bits()),
        Some(Kind::Ratio) => part.slot_slice().iter().fold(1, |h, &n| combine(h, raw_hash(n))),
        Some(_) => raw_hash(part),
    }
}

/// The hash of an integer or float.
fn raw_hash(value: Value<'_>) -> u64 {
    match value.as_flonum() {
        Some(x) if x.is_nan() => mix(f64::NAN.to_bits()),
        Some(x) if !value.is_immediate_flonum() => mix(x.to_bits()),
        None if value.has_kind(Kind::Bignum) => bytes_hash(value.bytes()),
        _ => mix(value.bits()),
    }
}

#[inline]
fn combine(hash: u64, next: u64) -> u64 {
    mix(hash.rotate_left(5) ^ next)
}

fn bytes_hash(bytes: &[u8]) -> u64 {
    let mut chunks = bytes.chunks_exact(8);
    let mut hash = mix(bytes.len() as u64);
    for chunk in &mut chunks {
        let word = chunk.iter().rev().fold(0, |word, &byte| (word << 8) | u64::from(byte));
        hash = combine(hash, word);
    }
    chunks.remainder().iter().fold(hash, |hash, &byte| combine(hash, u64::from(byte)))
}

/// The hash of a string's characters, independent of their representation. Of a long string, only
/// the beginning and end count.
pub fn string_hash(chars: Chars<'_>) -> u64 {
    let length = chars.len();
    let hash = mix(length as u64);
    if length <= 2 * MOST_CHARS {
        return chars_hash(hash, chars);
    }
    let hash = chars_hash(hash, chars.slice(0, MOST_CHARS));
    chars_hash(hash, chars.slice(length - MOST_CHARS, length))
}

fn chars_hash(hash: u64, chars: Chars<'_>) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let step = |hash: u64, unit: u32| (hash ^ u64::from(unit)).wrapping_mul(FACTOR).rotate_left(23);
    mix(match chars {
        Chars::Narrow(bytes) => bytes.iter().fold(hash, |hash, &byte| step(hash, u32::from(byte))),
        Chars::Wide(units) => units.iter().fold(hash, |hash, &unit| step(hash, unit)),
    })
}

/// A hash for `eq?`, by identity.
#[inline]
pub fn eq_hash<'gc>(mc: Mutation<'gc>, value: Value<'gc>) -> Hashed {
    Hashed { hash: mix(value.bits()), moves: mc.is_young(value) }
}

/// A hash for `equal?`. The work is bounded: only a part of large data counts.
///
/// Objects that `equal` compares by identity contribute their address only if they are the value
/// itself; inside data they contribute their kind.
pub fn equal_hash<'gc>(mc: Mutation<'gc>, value: Value<'gc>) -> Hashed {
    if let Some(hash) = leaf_hash(value) {
        return Hashed { hash, moves: false };
    }
    if !value.is_pair() && !value.has_kind(Kind::Vector) {
        return eqv_hash(mc, value);
    }
    Hashed { hash: compound_hash(value), moves: false }
}

/// The hash of values that have content but no parts.
fn leaf_hash(value: Value<'_>) -> Option<u64> {
    if let Some(chars) = value.as_string() {
        return Some(string_hash(chars));
    }
    if matches!(value.kind(), Some(Kind::Bytes | Kind::Homogeneous)) {
        return Some(bytes_hash(value.bytes()));
    }
    content_hash(value)
}

/// A hash for `eqv?` that does not depend on the object's address, and so remains valid: objects
/// compared by identity contribute only their kind.
pub fn stable_eqv_hash(value: Value<'_>) -> u64 {
    content_hash(value).unwrap_or_else(|| kind_hash(value))
}

/// The same for `equal?`.
pub fn stable_equal_hash(value: Value<'_>) -> u64 {
    compound_hash(value)
}

fn kind_hash(value: Value<'_>) -> u64 {
    value.kind().map_or(0, |kind| kind as u64)
}

fn compound_hash(value: Value<'_>) -> u64 {
    let mut hash = 0;
    let mut objects = 0;
    let mut stack = vec![value];
    while let Some(value) = stack.pop() {
        if let Some((car, cdr)) = value.as_pair() {
            hash = combine(hash, 1);
            if objects < MOST_OBJECTS {
                stack.extend([cdr, car]);
            }
            objects += 1;
        } else if value.has_kind(Kind::Vector) {
            hash = combine(hash, value.slots() as u64);
            if objects < MOST_OBJECTS {
                stack.extend(value.slot_slice().iter().take(MOST_ELEMENTS).rev());
            }
            objects += 1;
        } else {
            hash = combine(hash, leaf_hash(value).unwrap_or_else(|| kind_hash(value)));
        }
    }
    hash
}
