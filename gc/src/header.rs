//! Packs the kind, flags and length of an object into its header word.
//!
//! Bits 0-2 are the immediate tag, so that a header met in a scan is harmless;
//! bits 3-7 are flags; bits 8-15 the kind; bits 16-63 the length, in words for
//! scanned kinds and in bytes for raw ones. An object that was moved out of the
//! nursery holds its new address instead, whose low three bits are zero.

use crate::value::TAG_IMMEDIATE;

/// How the collector treats the payload of a kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scan {
    /// Every payload word is a value.
    Words,
    /// No payload word is a value; the length counts bytes.
    Raw,
    /// The first word is a code entry, the others are values.
    Closure,
    /// A code object: constants are values, instructions are not.
    Proto,
    /// A boxed Rust value.
    Payload,
    /// The first word is weak, the second strong.
    WeakFirst,
    /// The first word is weak; it keeps the second alive.
    Ephemeron,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident : $scan:ident,)*) => {
        /// The kind of an object.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// Every kind, in order of their numbers.
            pub const ALL: &'static [Kind] = &[$(Kind::$name),*];

            /// How the payload is scanned.
            #[inline]
            pub const fn scan(self) -> Scan {
                match self { $(Kind::$name => Scan::$scan,)* }
            }
        }
    };
}

kinds! {
    /// A vector: its elements.
    Vector: Words,
    /// A record: its type descriptor, then its fields.
    Record: Words,
    /// A record type descriptor: see the record builtins for its fields.
    RecordType: Words,
    /// Several values returned at once.
    Values: Words,
    /// An upvalue cell: location (0 when closed), value.
    Cell: Words,
    /// A global variable: value, name, and the linker's information.
    Global: Words,
    /// A mutable box.
    Box: Words,
    /// A string: its buffer.
    String: Words,
    /// An exact ratio: numerator, denominator.
    Ratio: Words,
    /// A complex number: real part, imaginary part.
    Complex: Words,
    /// A promise: box shared by chained promises.
    Promise: Words,
    /// A parameter object: value, converter.
    Parameter: Words,
    /// A procedure with several arities: its clauses.
    CaseLambda: Words,
    /// A native procedure: index of its row in the table of builtins, name.
    Native: Words,
    /// A captured stretch of the register stack.
    Segment: Words,
    /// A first-class continuation.
    Continuation: Words,
    /// A hash table.
    HashTable: Words,
    /// An environment of global bindings.
    Environment: Words,
    /// An identifier made by a macro expansion.
    Identifier: Words,
    /// A syntax transformer.
    Macro: Words,
    /// A guardian: its queue, the number of its group.
    Guardian: Words,
    /// A condition: kind, message, irritants, origin, position (see `conditions` in the user).
    Condition: Words,
    /// Any other object of values; the first word tells which.
    Tuple: Words,
    /// A bytevector.
    Bytes: Raw,
    /// A vector of numbers of one type: their bytes, then one for the type.
    Homogeneous: Raw,
    /// Character storage, one byte each (U+0000 to U+00FF).
    Chars8: Raw,
    /// Character storage, four bytes each.
    Chars32: Raw,
    /// A symbol: hash, flags, then its name in UTF-8.
    Symbol: Raw,
    /// A big integer: sign word, then 64-bit limbs, least significant first.
    Bignum: Raw,
    /// A double whose exponent does not fit a word.
    Flonum: Raw,
    /// A procedure: code entry, captured values.
    Closure: Closure,
    /// Compiled code.
    Proto: Proto,
    /// A Rust value (a port, a compiled regular expression).
    Payload: Payload,
    /// A pair whose car is weak.
    WeakPair: WeakFirst,
    /// An ephemeron (SRFI 124): key, datum.
    Ephemeron: Ephemeron,
}

impl Kind {
    /// Whether any number of any values is a valid payload of this kind, so that the general
    /// functions may create, read and write it. Strings and upvalue cells have their own functions.
    #[inline]
    pub const fn is_plain(self) -> bool {
        matches!(self.scan(), Scan::Words) && !matches!(self, Kind::String | Kind::Cell)
    }

    /// Whether any bytes of any number are a valid payload of this kind.
    #[inline]
    pub const fn is_plain_bytes(self) -> bool {
        matches!(self.scan(), Scan::Raw) && !matches!(self, Kind::Symbol | Kind::Flonum)
    }
}

/// Greatest length that a header can tell, in words or bytes.
pub(crate) const LARGEST_LENGTH: usize =
    if usize::BITS > 48 { ((1u64 << 48) - 1) as usize } else { isize::MAX as usize };

const KIND_SHIFT: u32 = 8;
const LENGTH_SHIFT: u32 = 16;

/// Flag: the object is a literal constant and must not be mutated.
pub(crate) const IMMUTABLE: u64 = 1 << 3;
/// Flag: the object has an owner in `gc-arena`, whose address is the word before the header.
pub(crate) const OWNED: u64 = 1 << 4;
/// Flag: free for the kind's own use.
pub(crate) const MARKED: u64 = 1 << 5;
/// Flag of objects with an owner: compared with the queue's colour, tells whether they are marked,
/// see `marker`.
pub(crate) const COLOUR: u64 = 1 << 6;

/// A decoded header word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Header(u64);

impl Header {
    /// The bit in the lowest byte of a header that is set in a literal constant, which must not be mutated.
    pub const IMMUTABLE_BIT: u8 = IMMUTABLE as u8;

    /// Header of an object of `kind` with `length` words or bytes.
    #[inline(always)]
    pub const fn new(kind: Kind, length: usize) -> Header {
        Header(((length as u64) << LENGTH_SHIFT) | ((kind as u64) << KIND_SHIFT) | TAG_IMMEDIATE)
    }

    /// Reads a header word.
    #[inline(always)]
    pub(crate) const fn from_bits(bits: u64) -> Header {
        Header(bits)
    }

    /// The word itself.
    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Returns the header with the given flags set.
    #[inline(always)]
    pub(crate) const fn with(self, flags: u64) -> Header {
        Header(self.0 | flags)
    }

    /// Whether all the given flags are set.
    #[inline(always)]
    pub const fn has(self, flags: u64) -> bool {
        self.0 & flags == flags
    }

    /// The kind of the object.
    #[inline(always)]
    pub const fn kind(self) -> Kind {
        let kind = (self.0 >> KIND_SHIFT) as u8;
        debug_assert!((kind as usize) < Kind::ALL.len());
        // SAFETY: headers are only created by `Header::new`, from a `Kind`.
        unsafe { std::mem::transmute::<u8, Kind>(kind) }
    }

    /// Length in words, or in bytes for raw kinds.
    #[inline(always)]
    pub const fn length(self) -> usize {
        (self.0 >> LENGTH_SHIFT) as usize
    }

    /// Payload size in words.
    #[inline(always)]
    pub const fn payload_words(self) -> usize {
        match self.kind().scan() {
            Scan::Raw => self.length().div_ceil(8),
            _ => self.length(),
        }
    }

    /// Whether the word can be a header.
    pub(crate) const fn is_valid(self) -> bool {
        self.0 & 7 == TAG_IMMEDIATE && (((self.0 >> KIND_SHIFT) as u8) as usize) < Kind::ALL.len()
    }

    /// The new address, if the object has moved.
    #[inline(always)]
    pub(crate) const fn forwarded(bits: u64) -> Option<u64> {
        if bits & 7 == 0 { Some(bits) } else { None }
    }
}
