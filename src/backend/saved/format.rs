//! Defines the steps of saved code, and the fingerprint of what it depends on.

use cairn_gc::Kind;

use super::bytes::Damaged;
use crate::bytecode::Op;
use crate::bytecode::forms::FORMS;

/// Version of the format: to be counted up when the meaning of an instruction or a step changes.
const VERSION: u64 = 5;

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A step of an item. In the notes, an *object* is one of those made by earlier steps,
        /// by its number; a *name* is one of the table; other words are numbers.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub(crate) enum Step { $($(#[$doc])* $name,)* }

        impl Step {
            const ALL: &'static [Step] = &[$(Step::$name),*];
        }
    };
}

steps! {
    /// A word that holds no address: its 64 bits.
    Word,
    /// A symbol: name.
    Symbol,
    /// A symbol that no other is the same as: name.
    Uninterned,
    /// A number that is no word: name, which is what `write` prints of it.
    Number,
    /// A string: whether it may be changed, name.
    String,
    /// A pair: two objects.
    Pair,
    /// A vector: whether it may be changed, a list of objects.
    Vector,
    /// A bytevector, or a vector of numbers: kind, whether it may be changed, bytes.
    Bytes,
    /// The global cell of a builtin: name.
    Builtin,
    /// The procedure of a builtin: name.
    Procedure,
    /// A fresh global cell: name, flags. It has no value yet.
    Cell,
    /// Puts an object into a slot of another one: object, slot, object. Makes no object.
    Store,
    /// A procedure that captures nothing: an object, its code.
    Closure,
    /// A procedure of several clauses: a list of objects.
    CaseLambda,
    /// A code object: see `save` for its parts.
    Code,
    /// The global cell of a variable that the host gives: name of its library, name.
    Outside,
}

impl Step {
    /// The step with this number.
    pub(super) fn of(number: u8) -> Result<Step, Damaged> {
        Step::ALL.get(usize::from(number)).copied().ok_or(Damaged)
    }
}

/// The parts of a code object that say more than its instructions do.
pub(super) mod part {
    /// The code has a name.
    pub(crate) const NAME: u8 = 1;
    /// It has a position, and places after their number of bytes.
    pub(crate) const PLACES: u8 = 2;
    /// It has assigned variables.
    pub(crate) const ASSIGNED: u8 = 4;
    /// It has operands that are evaluated early.
    pub(crate) const EARLY: u8 = 8;
    /// It takes a rest argument.
    pub(crate) const REST: u8 = 16;
}

/// A number that is another one, in all likelihood, when the instruction set, the kinds of
/// objects, or one of these texts is.
pub const fn fingerprint(texts: &[&str]) -> u64 {
    let mut hash = mix(0xcbf2_9ce4_8422_2325, VERSION);
    hash = mix(hash, Kind::ALL.len() as u64);
    let mut i = 0;
    while i < Op::ALL.len() {
        hash = mix_text(hash, Op::ALL[i].name());
        let roles = Op::ALL[i].roles();
        hash = mix(hash, u32::from_le_bytes([roles[0] as u8, roles[1] as u8, roles[2] as u8, roles[3] as u8]) as u64);
        i += 1;
    }
    i = 0;
    while i < FORMS.len() {
        hash = mix_text(hash, FORMS[i].0);
        i += 1;
    }
    i = 0;
    while i < texts.len() {
        hash = mix_text(hash, texts[i]);
        i += 1;
    }
    hash
}

/// Mixes a text eight bytes at a time, since each step takes the compiler time when Cairn is built.
const fn mix_text(mut hash: u64, text: &str) -> u64 {
    let mut rest = text.as_bytes();
    while let Some((word, after)) = rest.split_first_chunk() {
        hash = mix(hash, u64::from_le_bytes(*word));
        rest = after;
    }
    while let Some((&byte, after)) = rest.split_first() {
        hash = mix(hash, byte as u64);
        rest = after;
    }
    mix(hash, text.len() as u64)
}

/// A step of Fowler, Noll and Vo's hash 1a, with a rotation that lets the upper bits of a word reach the lower ones.
const fn mix(hash: u64, word: u64) -> u64 {
    (hash ^ word).wrapping_mul(0x100_0000_01b3).rotate_left(29)
}
