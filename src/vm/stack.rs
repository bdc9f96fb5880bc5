//! Allocates the register stack: one contiguous range of words that never moves.
//!
//! A frame is `[return][closure][register 0 ...]`; `base` points at register 0.
//! The return word is the caller's program counter, which reads as a fixnum, or
//! one of the special words here. The callee's window lies in the caller's
//! frame, so caller's base = `base - 2 - A` where `A` is operand `a` of the call
//! instruction before the program counter.

use std::sync::Arc;

use cairn_gc::pages::{Region, SLOT_BYTES, SLOT_START, Slot};
use cairn_gc::{Value, slot_rest};

/// Return word of the lowest frame: go on with the continuation below, or end.
pub(super) const RETURN_UNDERFLOW: u64 = (0x20 << 8) | 7;
/// Return word that stands for another one, see `barrier`.
pub(super) const RETURN_BARRIER: u64 = (0x21 << 8) | 7;
/// Return word of the handler's frame of a failed instruction: the frame below
/// has its program counter in register 0 and never runs again.
pub(super) const RETURN_FAILED: u64 = (0x22 << 8) | 7;

/// Words of a frame before register 0.
pub(super) const FRAME_HEAD: usize = 2;

/// Words that a frame with 8-bit register numbers may take; larger frames check
/// for themselves.
pub(super) const ORDINARY_FRAME: usize = 256 + FRAME_HEAD;

/// Words kept free above the limit for the handlers of an overflow. Where a stack is memory from the
/// start, they are few.
const OVERFLOW_RESERVE: usize = if cfg!(target_os = "linux") { 4 << 20 } else { 1 << 16 };

/// Quanta after which a short stack is extended.
const SHORT_QUANTA: u32 = 64;

/// Memory of the register stack. The system commits it page by page.
pub struct Stack {
    region: Region,
    words: usize,
    /// Words that calls may take.
    limit: usize,
    /// How often the stack was too short for a whole quantum.
    short_quanta: u32,
}

impl Stack {
    /// A stack in which calls may take `words` words, or fewer when the system has no address
    /// space for them; none when it has hardly any.
    pub fn new(words: usize) -> Option<Stack> {
        let region = Region::at_most((words + OVERFLOW_RESERVE) * 8, OVERFLOW_RESERVE * 2 * 8)?;
        let words = region.bytes() / 8;
        Some(Stack { region, words, limit: words - OVERFLOW_RESERVE, short_quanta: 0 })
    }

    /// A stack at the end of a slot, where it is extended when calls need it; none if calls may
    /// take more words than a slot has room for.
    pub fn in_slot(words: usize, slot: &Arc<Slot>) -> Option<Stack> {
        let region = slot_rest(slot);
        let fits = (words + OVERFLOW_RESERVE) * 8 <= SLOT_BYTES - SLOT_START;
        fits.then(|| Stack { words: region.bytes() / 8, region, limit: words, short_quanta: 0 })
    }

    /// Words that calls may take.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Extends the stack, so that `words` more words fit after the first `depth`, and the next call
    /// after them, as far as it may be extended.
    #[cold]
    pub fn extend(&mut self, depth: usize, words: usize) {
        let wanted = depth.saturating_add(words).saturating_mul(2).min(self.limit + OVERFLOW_RESERVE);
        if wanted > self.words && self.region.extend((wanted - self.words) * 8) {
            self.words = self.region.bytes() / 8;
        }
    }

    /// Whether programs have run for so long on a short stack that the looks which it needs more
    /// often than others cost more than memory for it.
    pub fn is_often_short(&mut self) -> bool {
        self.short_quanta += u32::from(self.is_short());
        self.short_quanta > SHORT_QUANTA && self.is_short()
    }

    /// Whether the stack is shorter than it may become.
    pub fn is_short(&self) -> bool {
        self.words < self.limit + OVERFLOW_RESERVE && self.region.may_extend()
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
