//! The register stack: one contiguous stretch of words that never moves.
//!
//! A frame is `[return][closure][register 0 ...]`; `base` points at register 0.
//! The return word is the caller's program counter, which reads as a fixnum, or
//! one of the special words here. The callee's window lies in the caller's
//! frame, so caller's base = `base - 2 - A` where `A` is operand `a` of the call
//! instruction before the program counter.

use cairn_gc::Value;
use cairn_gc::pages::Region;

/// Return word of the lowest frame: go on with the continuation below, or end.
pub const RETURN_UNDERFLOW: u64 = (0x20 << 8) | 7;
/// Return word that stands for another one, see `barrier`.
pub const RETURN_BARRIER: u64 = (0x21 << 8) | 7;
/// Return word of the handler's frame of a failed instruction: the frame below
/// has its program counter in register 0 and never runs again.
pub const RETURN_FAILED: u64 = (0x22 << 8) | 7;

/// Words of a frame before register 0.
pub const FRAME_HEAD: usize = 2;

/// Words that a frame with 8-bit register numbers may take; larger frames check
/// for themselves.
pub const ORDINARY_FRAME: usize = 256 + FRAME_HEAD;

/// Words kept free above the limit for the handlers of an overflow.
const OVERFLOW_RESERVE: usize = 4 << 20;

/// Memory of the register stack. The system commits it page by page.
pub struct Stack {
    region: Region,
    words: usize,
}

impl Stack {
    /// A stack in which calls may take `words` words, or fewer when the system has no address
    /// space for them; none when it has hardly any.
    pub fn new(words: usize) -> Option<Stack> {
        let region = Region::at_most((words + OVERFLOW_RESERVE) * 8, OVERFLOW_RESERVE * 2 * 8)?;
        let words = region.bytes() / 8;
        Some(Stack { region, words })
    }

    /// Words that calls may take.
    pub fn limit(&self) -> usize {
        self.words - OVERFLOW_RESERVE
    }

    /// First word.
    pub fn start<'gc>(&self) -> *mut Value<'gc> {
        self.region.start().cast()
    }

    /// Words from the start to `at`.
    pub fn depth(&self, at: *const Value<'_>) -> usize {
        (at as usize - self.region.start() as usize) / 8
    }

    /// Number of words in all.
    pub fn capacity(&self) -> usize {
        self.words
    }
}
