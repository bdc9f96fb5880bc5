//! Describes the raw layout of objects: locates the scanned words.
//!
//! A code object (`Proto`) is laid out as
//! `[header][shape][meta][K(n-1) ... K(0)][native][info][code ...]`, so that one pointer, the entry
//! of the code, reaches instructions upwards and constants downwards: `K(i)` is `entry[-3 - i]`,
//! `native` is `entry[-2]`, `info` is `entry[-1]`. `shape` holds the number of constants, `native`
//! the address of the machine code compiled from the instructions (0 if there is none), `info` the
//! distance back to the header and the call information (see [`ProtoInfo`]).

use std::ops::Range;

use crate::header::{Header, Scan};

/// Words of a code object before its constants: header, shape, meta.
pub(crate) const PROTO_PREFIX: usize = 3;
/// Words of a code object between its constants and its entry: native, info.
pub(crate) const PROTO_SUFFIX: usize = 2;

/// The call information of a code object; the word before its entry.
///
/// Bits 0-11: required parameters; bit 12: takes further arguments as a list; bit 13: there is
/// machine code; bits 16-31: registers; bits 32-62: words from the header to the entry; bit 63: it has
/// assigned variables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProtoInfo(u64);

impl ProtoInfo {
    /// Packs the call information of a code object.
    ///
    /// # Panics
    /// If a procedure has more than 65535 registers or 4095 parameters; the compiler rejects such
    /// procedures.
    pub fn new(params: usize, rest: bool, registers: usize, back: usize) -> ProtoInfo {
        assert!(params < 0x1000 && registers <= 0xFFFF && back <= i32::MAX as usize);
        ProtoInfo(params as u64 | ((rest as u64) << 12) | ((registers as u64) << 16) | ((back as u64) << 32))
    }

    /// The bit that is set if the code has assigned variables, in the highest byte of the word.
    pub const ASSIGNED: u8 = 1 << 7;

    /// The same, of code with or without assigned variables.
    pub const fn with_assigned(self, assigned: bool) -> ProtoInfo {
        ProtoInfo(self.0 | (assigned as u64) << 63)
    }

    /// Whether the code has assigned variables.
    #[inline(always)]
    pub const fn has_assigned(self) -> bool {
        self.0 >> 63 != 0
    }

    /// Reads the word.
    pub const fn from_bits(bits: u64) -> ProtoInfo {
        ProtoInfo(bits)
    }

    /// The word.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The bit that is set if there is machine code.
    pub const NATIVE: u64 = 1 << 13;

    /// Parameters in bits 0-11, the rest flag in bit 12, and whether there is machine code in bit
    /// 13: equal to the number of arguments exactly if a call needs nothing else.
    #[inline(always)]
    pub const fn arity_bits(self) -> u64 {
        self.0 & 0xFFFF
    }

    /// Whether there is machine code.
    #[inline(always)]
    pub const fn is_native(self) -> bool {
        self.0 & ProtoInfo::NATIVE != 0
    }

    /// Required parameters.
    #[inline(always)]
    pub const fn params(self) -> usize {
        (self.0 & 0xFFF) as usize
    }

    /// Whether further arguments become a list.
    #[inline(always)]
    pub const fn rest(self) -> bool {
        self.0 & 0x1000 != 0
    }

    /// Registers of a frame.
    #[inline(always)]
    pub const fn registers(self) -> usize {
        ((self.0 >> 16) & 0xFFFF) as usize
    }

    /// Words from the header to the entry.
    #[inline(always)]
    pub const fn back(self) -> usize {
        (self.0 >> 32 & i32::MAX as u64) as usize
    }
}

/// The code object that an entry belongs to.
///
/// # Safety
/// `entry` is the entry of a live code object.
#[inline(always)]
pub(crate) unsafe fn proto_of_entry(entry: *const u64) -> *mut u64 {
    // SAFETY: the caller's promise; the info word precedes the entry.
    unsafe {
        let info = ProtoInfo::from_bits(*entry.sub(1));
        entry.sub(info.back()).cast_mut()
    }
}

/// The range of the strong value slots of the object at `addr`, in words from its header.
///
/// The entry word of a closure is not included: code never moves, and the marker marks it
/// separately.
///
/// # Safety
/// `addr` is a live object and `header` its header.
#[inline(always)]
pub(crate) unsafe fn strong_range(addr: *mut u64, header: Header) -> Range<usize> {
    match header.kind().scan() {
        Scan::Raw | Scan::Payload | Scan::Ephemeron => 0..0,
        Scan::Words => 1..1 + header.length(),
        Scan::Closure | Scan::WeakFirst => 2..1 + header.length(),
        // SAFETY: a code object's shape word follows its header.
        Scan::Proto => 2..PROTO_PREFIX + unsafe { *addr.add(1) } as usize,
    }
}

/// Calls `f` on each strong value slot of the object at `addr`: see [`strong_range`].
///
/// # Safety
/// `addr` is a live object and `header` its header.
#[inline]
pub(crate) unsafe fn strong_slots(addr: *mut u64, header: Header, mut f: impl FnMut(*mut u64)) {
    // SAFETY: the caller's promise; the range lies inside the object.
    unsafe { strong_range(addr, header).for_each(|i| f(addr.add(i))) };
}
