//! Reads and moves words of frames and of code without checks, for the tiers.
//!
//! The letters of the safety sections are those of [`super::run`].

use std::mem::MaybeUninit;

use cairn_gc::{TAG_MASK, Value};

/// The constant for an operand of the procedure with this entry.
///
/// # Safety
/// V4: the operand names a constant.
#[inline(always)]
pub(super) unsafe fn constant<'gc>(entry: *const u64, operand: u16) -> Value<'gc> {
    // SAFETY: constants lie below the info word before the entry.
    unsafe { *entry.offset(operand as i16 as isize).cast() }
}

/// Entry of the code that runs in the frame at `base`.
///
/// # Safety
/// F: `base` belongs to a live frame.
#[inline(always)]
pub(super) unsafe fn entry_at(base: *mut Value<'_>) -> *const u64 {
    // SAFETY: the word before register 0 is a closure.
    unsafe { (*base.sub(1)).closure_entry_unchecked() }
}

#[inline(always)]
pub(super) fn both_fixnums(x: Value<'_>, y: Value<'_>) -> bool {
    (x.bits() | y.bits()) & TAG_MASK == 0
}

#[inline(always)]
pub(super) fn both_flonums(x: Value<'_>, y: Value<'_>) -> bool {
    x.is_immediate_flonum() && y.is_immediate_flonum()
}

#[inline(always)]
pub(super) fn raw<'gc>(bits: u64) -> Value<'gc> {
    // SAFETY: used for words with the fixnum tag alone.
    unsafe { Value::from_raw(bits) }
}

/// Moves the arguments of a tail call down to register 0.
///
/// # Safety
/// Both ranges lie in the running frame or the margin of the stack above it.
#[inline(always)]
pub(super) unsafe fn move_arguments<'gc>(from: *const Value<'gc>, to: *mut Value<'gc>, count: usize) {
    const FEW: usize = 4;
    // SAFETY: the caller's promise. The frame's registers after the arguments are
    // dead, so a few words are moved whatever their number; they may be stale.
    unsafe {
        if count <= FEW {
            let few: [MaybeUninit<u64>; FEW] = from.cast::<[MaybeUninit<u64>; FEW]>().read();
            to.cast::<[MaybeUninit<u64>; FEW]>().write(few);
        } else {
            std::ptr::copy(from, to, count);
        }
    }
}
