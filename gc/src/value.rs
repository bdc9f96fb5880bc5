//! Represents every Scheme value as one tagged 64-bit word.
//!
//! The low three bits are the tag:
//!
//! | tag     | what                                                            |
//! |---------|-----------------------------------------------------------------|
//! | 0       | fixnum: 61 bits shifted left by 3                               |
//! | 1, 4, 5 | flonum, self-tagged ("Float Self-Tagging", OOPSLA 2025)         |
//! | 2       | pair: pointer to two words, no header                           |
//! | 3       | upvalue cell reference, never a first-class value               |
//! | 6       | object: pointer to a header word and its payload                |
//! | 7       | immediate: constants, characters; also the tag of header words  |
//!
//! A double is stored as `bits.rotate_left(4) + 1`: its three top exponent bits
//! become the tag. Exponents of about 1e-77 to 1e77, and zero, land on the
//! tags 1, 4 and 5; the others (infinities and NaNs among them) are boxed in an
//! object of [`Kind::Flonum`].
//!
//! Invariants: every pointer tag has bit 1 set, and no word with that bit clear
//! is a pointer. Code addresses are multiples of 8, so a raw one reads as a
//! fixnum and may lie in any scanned slot.

use std::fmt;
use std::marker::PhantomData;

use crate::header::{Header, Kind};

/// Tag of pairs.
pub const TAG_PAIR: u64 = 2;
/// Tag of upvalue cell references.
pub const TAG_CELL: u64 = 3;
/// Tag of objects with a header.
pub const TAG_OBJECT: u64 = 6;
/// Tag of immediates and of header words.
pub const TAG_IMMEDIATE: u64 = 7;
/// Mask of the tag bits.
pub const TAG_MASK: u64 = 7;

/// Bit `t` (repeated in each byte) is set when tag `t` is a flonum's.
const FLONUM_TAGS: u32 = 0x3232_3232;
const FLONUM_BIAS: u64 = 1;
const CHAR_SUBTAG: u64 = 0x0F;

/// Least fixnum, -2^60.
pub const FIXNUM_MIN: i64 = -(1 << 60);
/// Greatest fixnum, 2^60 - 1.
pub const FIXNUM_MAX: i64 = (1 << 60) - 1;

/// One Scheme value, branded with the lifetime of the mutation that may hold it.
///
/// Equality is identity of words (`eq?`). The brand is invariant, and a value
/// stays on its heap's thread.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value<'gc>(u64, PhantomData<*mut &'gc ()>);

const _: () = assert!(size_of::<Value<'static>>() == 8);
const _: () = assert!(size_of::<Option<std::num::NonZeroU64>>() == 8);

macro_rules! constants {
    ($($(#[$doc:meta])* $name:ident = $n:expr;)*) => {
        impl<'gc> Value<'gc> {
            $($(#[$doc])* pub const $name: Value<'gc> = Value::from_bits(($n << 8) | TAG_IMMEDIATE);)*
        }
    };
}

constants! {
    /// `#f`
    FALSE = 0;
    /// `#t`
    TRUE = 1;
    /// The empty list.
    NIL = 2;
    /// The end-of-file object.
    EOF = 3;
    /// The result of expressions without a useful value.
    UNSPECIFIED = 4;
    /// An argument that was not given.
    DEFAULT = 5;
    /// The content of a global cell that has no definition.
    UNBOUND = 6;
    /// The content of a `letrec` variable before its initialisation.
    UNINITIALISED = 7;
    /// The content of a weak slot whose object is dead.
    BROKEN = 9;
}

/// The car of a pair that was moved out of the nursery; its cdr is the new word. No value has these
/// bits.
pub(crate) const FORWARDED: u64 = (8 << 8) | TAG_IMMEDIATE;

impl<'gc> Value<'gc> {
    /// The value with exactly these bits. A pointer obtained this way is only as valid as the bits;
    /// dereferencing requires `unsafe` in this crate.
    #[inline(always)]
    pub(crate) const fn from_bits(bits: u64) -> Self {
        Value(bits, PhantomData)
    }

    /// The bits of the word.
    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Rebuilds a value from [`Value::bits`].
    ///
    /// # Safety
    /// `bits` came from a value of the same heap, and no collection has happened since, or the slot
    /// that held them was traced by it.
    #[inline(always)]
    pub const unsafe fn from_raw(bits: u64) -> Self {
        Value(bits, PhantomData)
    }

    /// The value with these bits, if it is an immediate: a number, a character or another value
    /// without an address.
    pub const fn from_word(bits: u64) -> Option<Self> {
        let value = Value::from_bits(bits);
        let is_char = value.as_char().is_some() && bits >> 40 == 0;
        let is_constant = bits & 0xFF == TAG_IMMEDIATE && bits <= Value::BROKEN.0 && bits != FORWARDED;
        match value.tag() {
            TAG_IMMEDIATE if !is_char && !is_constant => None,
            _ if value.is_pointer() => None,
            _ => Some(value),
        }
    }

    /// The tag bits.
    #[inline(always)]
    pub const fn tag(self) -> u64 {
        self.0 & TAG_MASK
    }

    /// The address that a pair, object or cell word points to.
    #[inline(always)]
    pub(crate) const fn addr(self) -> *mut u64 {
        (self.0 & !TAG_MASK) as *mut u64
    }

    // --- booleans ---------------------------------------------------------

    /// `#t` or `#f`.
    #[inline(always)]
    pub const fn bool(b: bool) -> Self {
        Value::from_bits(((b as u64) << 8) | TAG_IMMEDIATE)
    }

    /// False for `#f` alone.
    #[inline(always)]
    pub const fn is_true(self) -> bool {
        self.0 != Value::FALSE.0
    }

    /// Whether this is `#t` or `#f`.
    #[inline(always)]
    pub const fn is_bool(self) -> bool {
        self.0 & !(1 << 8) == TAG_IMMEDIATE
    }

    // --- fixnums ----------------------------------------------------------

    /// The fixnum `n`.
    ///
    /// # Panics
    /// In debug builds when `n` needs more than 61 bits.
    #[inline(always)]
    pub const fn fixnum(n: i64) -> Self {
        debug_assert!(n >= FIXNUM_MIN && n <= FIXNUM_MAX);
        Value::from_bits((n as u64) << 3)
    }

    /// The fixnum `n`, or `None` if it needs more than 61 bits.
    #[inline(always)]
    pub const fn try_fixnum(n: i64) -> Option<Self> {
        if n >= FIXNUM_MIN && n <= FIXNUM_MAX { Some(Value::from_bits((n as u64) << 3)) } else { None }
    }

    /// Whether this is a fixnum.
    #[inline(always)]
    pub const fn is_fixnum(self) -> bool {
        self.tag() == 0
    }

    /// The integer of a fixnum word; meaningless for other words.
    #[inline(always)]
    pub const fn fixnum_unchecked(self) -> i64 {
        (self.0 as i64) >> 3
    }

    /// The integer, when this is a fixnum.
    #[inline(always)]
    pub const fn as_fixnum(self) -> Option<i64> {
        if self.is_fixnum() { Some(self.fixnum_unchecked()) } else { None }
    }

    /// The fixnum as an index, when it is one and not negative.
    #[inline(always)]
    pub const fn as_index(self) -> Option<usize> {
        if self.is_fixnum() && (self.0 as i64) >= 0 { Some((self.0 >> 3) as usize) } else { None }
    }

    // --- flonums ----------------------------------------------------------

    /// The self-tagged word of `x`, or `None` if its exponent needs a box.
    #[inline(always)]
    pub const fn immediate_flonum(x: f64) -> Option<Self> {
        let word = x.to_bits().rotate_left(4).wrapping_add(FLONUM_BIAS);
        if is_flonum_word(word) { Some(Value::from_bits(word)) } else { None }
    }

    /// Whether this word is a self-tagged flonum (boxed ones are objects).
    #[inline(always)]
    pub const fn is_immediate_flonum(self) -> bool {
        is_flonum_word(self.0)
    }

    /// The double of a self-tagged word; meaningless for other words.
    #[inline(always)]
    pub const fn flonum_unchecked(self) -> f64 {
        f64::from_bits(self.0.wrapping_sub(FLONUM_BIAS).rotate_right(4))
    }

    /// The double, when this is a flonum of either form.
    #[inline(always)]
    pub fn as_flonum(self) -> Option<f64> {
        if self.is_immediate_flonum() { Some(self.flonum_unchecked()) } else { self.as_boxed_flonum() }
    }

    #[inline]
    fn as_boxed_flonum(self) -> Option<f64> {
        if !self.has_kind(Kind::Flonum) {
            return None;
        }
        // SAFETY: a Flonum object has one payload word, the bits of its double.
        Some(f64::from_bits(unsafe { *self.addr().add(1) }))
    }

    /// Whether this is a flonum, self-tagged or boxed.
    #[inline(always)]
    pub fn is_flonum(self) -> bool {
        self.is_immediate_flonum() || self.has_kind(Kind::Flonum)
    }

    // --- characters -------------------------------------------------------

    /// The character `c`.
    #[inline(always)]
    pub const fn char(c: char) -> Self {
        Value::from_bits(((c as u64) << 8) | CHAR_SUBTAG)
    }

    /// Whether this is a character.
    #[inline(always)]
    pub const fn is_char(self) -> bool {
        self.0 & 0xFF == CHAR_SUBTAG
    }

    /// The character, when this is one.
    #[inline(always)]
    pub const fn as_char(self) -> Option<char> {
        if self.is_char() { char::from_u32((self.0 >> 8) as u32) } else { None }
    }

    // --- pointers ---------------------------------------------------------

    /// Whether the word refers to the heap.
    #[inline(always)]
    pub const fn is_pointer(self) -> bool {
        self.0 & 2 != 0 && self.tag() != TAG_IMMEDIATE
    }

    /// Whether this is a pair.
    #[inline(always)]
    pub const fn is_pair(self) -> bool {
        self.tag() == TAG_PAIR
    }

    /// Whether this is the empty list.
    #[inline(always)]
    pub const fn is_nil(self) -> bool {
        self.0 == Value::NIL.0
    }

    /// Whether this is an object with a header.
    #[inline(always)]
    pub const fn is_object(self) -> bool {
        self.tag() == TAG_OBJECT
    }

    /// Whether this is a reference to an upvalue cell.
    #[inline(always)]
    pub const fn is_cell(self) -> bool {
        self.tag() == TAG_CELL
    }

    /// The header of an object or cell.
    #[inline(always)]
    pub(crate) fn header(self) -> Header {
        if cfg!(debug_assertions) {
            self.check_header();
        }
        // SAFETY: object and cell words point to a live header (crate rule 1).
        unsafe { Header::from_bits(*self.addr()) }
    }

    /// Panics if this is no object or cell with a valid header. A function of its own, because
    /// [`Value::header`] is inlined in a thousand places.
    #[cold]
    fn check_header(self) {
        assert!(self.is_object() || self.is_cell());
        // SAFETY: as in `header`.
        let header = unsafe { Header::from_bits(*self.addr()) };
        assert!(header.is_valid(), "bad header {:#x} at {:#x}", header.bits(), self.0);
    }

    /// The kind of object, when this is one.
    #[inline(always)]
    pub fn kind(self) -> Option<Kind> {
        if self.is_object() { Some(self.header().kind()) } else { None }
    }

    /// Whether this is an object of the given kind.
    #[inline(always)]
    pub fn has_kind(self, kind: Kind) -> bool {
        self.is_object() && self.header().kind() == kind
    }
}

#[inline(always)]
const fn is_flonum_word(word: u64) -> bool {
    (FLONUM_TAGS >> (word as u32 & 31)) & 1 != 0
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(n) = self.as_fixnum() {
            write!(f, "{n}")
        } else if let Some(c) = self.as_char() {
            write!(f, "{c:?}")
        } else {
            write!(f, "#<word {:#x}>", self.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_hold_addresses_are_no_words_of_files() {
        for value in [Value::fixnum(-5), Value::char('x'), Value::NIL, Value::BROKEN] {
            assert_eq!(Value::from_word(value.bits()), Some(value));
        }
        for x in [0.0, -1.5, 1e77] {
            let value = Value::immediate_flonum(x).expect("common exponent");
            assert_eq!(Value::from_word(value.bits()), Some(value));
        }
        let header = 0x0001_0007;
        let (flagged, long) = (Value::NIL.bits() | 0x20, Value::char('x').bits() | 1 << 45);
        for bits in [0x1002, 0x1003, 0x1006, FORWARDED, header, u64::MAX, flagged, long] {
            assert_eq!(Value::from_word(bits), None, "{bits:#x}");
        }
    }

    #[test]
    fn flonums_round_trip_or_ask_for_a_box() {
        for x in [0.0, -0.0, 1.0, -1.5, 2e-77, 1e77, -3.25e40, 5e-324, f64::MIN_POSITIVE / 4.0] {
            let word = Value::immediate_flonum(x).expect("common exponent");
            assert!(word.is_immediate_flonum() && !word.is_pointer() && !word.is_fixnum());
            assert_eq!(word.flonum_unchecked().to_bits(), x.to_bits());
        }
        for x in [1e300, -1e-200, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            assert!(Value::immediate_flonum(x).is_none(), "{x}");
        }
    }

    #[test]
    fn fixnums_and_characters_round_trip() {
        for n in [0, 1, -1, FIXNUM_MAX, FIXNUM_MIN] {
            assert_eq!(Value::fixnum(n).as_fixnum(), Some(n));
        }
        assert!(Value::try_fixnum(FIXNUM_MAX + 1).is_none());
        for c in ['a', '\0', '\u{10FFFF}'] {
            assert_eq!(Value::char(c).as_char(), Some(c));
        }
        assert!(!Value::char('a').is_pointer() && !Value::NIL.is_pointer());
    }

    #[test]
    fn booleans() {
        assert!(Value::FALSE.is_bool() && Value::TRUE.is_bool() && !Value::NIL.is_bool());
        assert!(!Value::FALSE.is_true() && Value::NIL.is_true() && Value::bool(true) == Value::TRUE);
    }
}
