//! Maps fixed names of Cairn's own source: builtins, special forms, opcodes.
//!
//! Each name of a script is looked up in these tables, and every process needs them, so
//! they are computed when Cairn is compiled. Their keys are fixed, so no script can choose keys
//! that collide, and the hash need not be keyed.

/// A hash table with open addressing that maps names to numbers. A slot holds the number of a name
/// plus one, or 0 if it is free. The size is a power of two.
pub type Slots<const SIZE: usize> = [u16; SIZE];

/// Builds the table of these names; the number of each is its index.
///
/// # Panics
/// If more than two thirds of the table would be in use. Tables are computed when
/// Cairn is compiled, which then fails.
pub const fn index<const SIZE: usize>(names: &[&str]) -> Slots<SIZE> {
    assert!(SIZE.is_power_of_two() && names.len() <= SIZE * 2 / 3, "the table is too small");
    let mut slots = [0; SIZE];
    let mut number = 0;
    while number < names.len() {
        let mut at = hash(names[number]) as usize & (SIZE - 1);
        while slots[at] != 0 {
            at = (at + 1) & (SIZE - 1);
        }
        number += 1;
        slots[at] = number as u16;
    }
    slots
}

/// The number of a name; `name_of` returns the name with a number.
pub fn find<'a>(slots: &[u16], name: &str, name_of: impl Fn(usize) -> &'a str) -> Option<usize> {
    let mut at = hash(name) as usize;
    loop {
        let number = usize::from(*slots.get(at & (slots.len() - 1))?).checked_sub(1)?;
        if name_of(number) == name {
            return Some(number);
        }
        at += 1;
    }
}

/// An odd number whose bits look random: 2^64 divided by the golden ratio.
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// Mixes a name's bytes, eight at a time, and what is left. Patterns instead of functions of slices make it ten times
/// as fast in the compiler, which interprets it for each builtin.
const fn hash(name: &str) -> u64 {
    let mut rest = name.as_bytes();
    let mut hash = rest.len() as u64;
    while let [a, b, c, d, e, f, g, h, after @ ..] = rest {
        hash = mixed(hash, u64::from_le_bytes([*a, *b, *c, *d, *e, *f, *g, *h]));
        rest = after;
    }
    if let [a, b, c, d, after @ ..] = rest {
        hash = mixed(hash, u32::from_le_bytes([*a, *b, *c, *d]) as u64);
        rest = after;
    }
    match *rest {
        [a] => hash = mixed(hash, a as u64),
        [a, b] => hash = mixed(hash, u32::from_le_bytes([a, b, 0, 0]) as u64),
        [a, b, c] => hash = mixed(hash, u32::from_le_bytes([a, b, c, 0]) as u64),
        _ => {}
    }
    hash ^ hash >> 32
}

const fn mixed(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(MULTIPLIER)
}

#[cfg(test)]
mod tests {
    use super::{Slots, find, index};

    const NAMES: [&str; 5] = ["", "car", "call-with-current-continuation", "call-with-current-continuatioN", "λ"];

    #[test]
    fn each_name_is_found_and_no_other() {
        let slots: Slots<8> = index(&NAMES);
        for (number, name) in NAMES.iter().enumerate() {
            assert_eq!(find(&slots, name, |number| NAMES[number]), Some(number));
        }
        for absent in ["ca", "cdr", "call-with-current-continuation ", "x"] {
            assert_eq!(find(&slots, absent, |number| NAMES[number]), None);
        }
    }
}
